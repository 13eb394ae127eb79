"""A whole desktop of its own for tests: screen, session bus, window manager, sound, speech service, accessibility.

Nothing of it touches the desktop, the home or the sound of whoever runs the tests, and nothing of it stays.
The application under test runs inside as a second process with `desktop.env`; keys are pressed and pictures
taken from outside, as by a user.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
from PIL import Image

from support import processes
from support.processes import Part, PartFailed
from support.sound import Recording
from support.windows import Screen, Window

_FOLDERS = {
    "HOME": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "TMPDIR": "tmp",
}
_KEPT = ("PATH", "LD_LIBRARY_PATH", "TZ")
_SPEECHD = """\
LogLevel 3
LogDir "{logs}"
CommunicationMethod "unix_socket"
SocketPath "{socket}"
Timeout 0
AudioOutputMethod "pulse"
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
DefaultModule espeak-ng
DefaultLanguage "en"
"""


class VirtualDesktop:
    """Starts on entry: screen, bus, sound, window manager, accessibility, speech; ends all of it on exit.

    `env` is the whole environment for programs inside. Raises `PartFailed` with the log of the part that failed.
    """

    def __init__(
        self,
        width: int = 1920,
        height: int = 1080,
        with_window_manager: bool = True,
        with_sound: bool = True,
        with_speechd: bool = False,
        wm: str = "openbox",
        layout: str = "us",
    ) -> None:
        self.width, self.height, self.layout = width, height, layout
        self._wm = wm if with_window_manager else ""
        self._with_sound = with_sound or with_speechd
        self._with_speechd = with_speechd
        self._mark = processes.new_mark()
        self._parts: list[Part] = []
        self._homes = 0
        self.env: dict[str, str] = {}

    @staticmethod
    def missing(*, with_sound: bool = True, with_speechd: bool = False, wm: str = "openbox") -> list[str]:
        """Return the programs that such a desktop needs and this machine lacks."""
        programs = ["Xvfb", "setxkbmap", "xdotool", "dbus-daemon", "dbus-send", wm]
        programs += ["pulseaudio", "pactl", "parec"] if with_sound or with_speechd else []
        programs += ["speech-dispatcher", "espeak-ng"] if with_speechd else []
        return processes.missing_programs(name for name in programs if name)

    def __enter__(self) -> Self:
        processes.end_abandoned()
        # The path of a Unix socket holds 107 bytes: pytest's own folders are too deep for that.
        self.root = Path(tempfile.mkdtemp(prefix="seesay-"))
        try:
            self._start()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    # --- programs inside ---------------------------------------------------------------------------

    def run(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        timeout: float = 60.0,
        check: bool = True,
        **options: Any,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program inside to its end, its output as text; with `check`, fail with that output."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            command, env=dict(env or self.env), timeout=timeout, capture_output=True, text=True, check=False, **options
        )
        if check and done.returncode:
            output = f"{done.stdout}\n{done.stderr}".strip()
            raise AssertionError(f"{' '.join(command)}: status {done.returncode}\n{output}")
        return done

    @contextlib.contextmanager
    def popen(
        self, command: Sequence[str], *, env: Mapping[str, str] | None = None, **options: Any
    ) -> Iterator[subprocess.Popen[Any]]:
        """Run a program inside while the context lasts, then end it and its descendants."""
        process: subprocess.Popen[Any]
        with subprocess.Popen(command, env=dict(env or self.env), **options) as process:
            try:
                yield process
            finally:
                processes.end_processes(processes.tree(process.pid))

    def renewed_env(self) -> dict[str, str]:
        """Return `env` with a home of its own: settings, data and state as on the first day."""
        self._homes += 1
        return {**self.env, **self._make_home(f"home{self._homes}")}

    def processes(self) -> list[psutil.Process]:
        """Return what runs inside besides the desktop itself, the oldest first; services of the bus included."""
        parts = {part.process.pid for part in self._parts}
        return [process for process in processes.marked_processes(self._mark) if process.pid not in parts]

    # --- a user's hands, eyes and ears -------------------------------------------------------------

    @property
    def display(self) -> str:
        """The name of the display, ":99"."""
        return self.env["DISPLAY"]

    @property
    def screen(self) -> Screen:
        """The screen, looked at from outside."""
        return Screen(self.display)

    def key(self, *keys: str) -> None:
        """Press and release keys through XTEST from a second process: "ctrl+alt+shift+d"."""
        self.run(["xdotool", "key", "--clearmodifiers", *keys])

    def type(self, text: str) -> None:
        """Type text into whatever has the keyboard."""
        self.run(["xdotool", "type", "--delay", "5", "--", text])

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the pointer there and click."""
        self.run(["xdotool", "mousemove", "--sync", str(x), str(y), "click", str(button)])

    def screenshot(self) -> Image.Image:
        """Return what is on the screen now, RGB, width x height."""
        return self.screen.screenshot()

    def windows(self) -> list[Window]:
        """Return the mapped client windows, the oldest first."""
        return self.screen.windows()

    def active_window_title(self) -> str:
        """Return the active window's title; empty where none is active."""
        active = self.screen.active_window()
        return active.title if active else ""

    def wait_for_window(self, title: str, seconds: float = 20.0) -> Window:
        """Return the first window whose title holds `title`, as soon as it is mapped."""
        found: list[Window] = []

        def is_there() -> bool:
            found[:] = [window for window in self.windows() if title in window.title]
            return bool(found)

        processes.wait_until(is_there, seconds=seconds, what=f"a window titled {title!r}")
        return found[0]

    def record(self) -> Recording:
        """Record what is played while the returned context lasts."""
        assert self._with_sound, "this desktop has no sound"
        return Recording(self.env)

    # --- coming and going --------------------------------------------------------------------------

    def _start(self) -> None:
        run = self.root / "run"
        run.mkdir(mode=0o700)
        (self.root / "logs").mkdir()
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self.env = {
            **kept,
            **self._make_home("home"),
            processes.MARK: self._mark,
            "XDG_RUNTIME_DIR": str(run),
            "XDG_SESSION_TYPE": "x11",
            "LANG": "C.UTF-8",
            "GSETTINGS_BACKEND": "memory",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        self._start_screen()
        self._start_bus(run)
        if self._with_sound:
            self._start_sound(run)
        if self._wm:
            self._start_part("window manager", [self._wm]).await_ready(self.screen.has_window_manager)
        self._enable_accessibility()
        if self._with_speechd:
            self._start_speech(run)

    def _make_home(self, name: str) -> dict[str, str]:
        folders = {variable: self.root / name / below for variable, below in _FOLDERS.items()}
        for folder in folders.values():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return {variable: str(folder) for variable, folder in folders.items()}

    def _start_part(self, name: str, command: Sequence[str], pass_fds: Sequence[int] = ()) -> Part:
        log = self.root / "logs" / f"{name.replace(' ', '-')}.log"
        part = Part(name, command, env=self.env, log=log, pass_fds=pass_fds)
        self._parts.append(part)
        return part

    def _start_announcing(self, name: str, command: Sequence[str]) -> str:
        """Start a part that writes its address into a pipe, "{fd}" in `command`, once it is ready."""
        reader, writer = os.pipe()
        try:
            part = self._start_part(name, [word.format(fd=writer) for word in command], pass_fds=[writer])
        finally:
            os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as answer:
            address = answer.readline().strip()
        if not address:
            raise PartFailed(f"{name} ended without an address\n--- its log\n{part.log()}")
        return address

    def _start_screen(self) -> None:
        size = f"{self.width}x{self.height}x24"
        number = self._start_announcing(
            "Xvfb", ["Xvfb", "-displayfd", "{fd}", "-screen", "0", size, "-nolisten", "tcp", "-noreset", "-dpi", "96"]
        )
        self.env["DISPLAY"] = f":{number}"
        self.run(["setxkbmap", self.layout])

    def _start_bus(self, run: Path) -> None:
        address = f"unix:path={run}/bus"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"]
        self._start_announcing("session bus", [*command, "--print-address={fd}"])

    def _start_sound(self, run: Path) -> None:
        socket = run / "pulse" / "native"
        self.env["PULSE_SERVER"] = f"unix:{socket}"
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--disable-shm=yes",
            "--use-pid-file=no",
        ]
        modules = [
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            "module-null-sink sink_name=null rate=48000",
        ]
        part = self._start_part("pulseaudio", [*command, *(word for name in modules for word in ("-L", name))])
        part.await_ready(lambda: socket.exists() and "null" in self._sinks())

    def _sinks(self) -> str:
        return self.run(["pactl", "list", "short", "sinks"], check=False).stdout

    def _enable_accessibility(self) -> None:
        bus = ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"]
        setting = ["string:org.a11y.Status", "string:IsEnabled", "variant:boolean:true"]
        self.run([*bus, "org.freedesktop.DBus.Properties.Set", *setting])

    def _start_speech(self, run: Path) -> None:
        socket, folder = run / "speechd.sock", self.root / "speechd"
        shutil.copytree("/etc/speech-dispatcher", folder)
        settings = _SPEECHD.format(logs=self.root / "logs", socket=socket)
        (folder / "speechd.conf").write_text(settings, encoding="utf-8")
        self.env["SPEECHD_ADDRESS"] = f"unix_socket:{socket}"
        command = ["speech-dispatcher", "-s", "-C", str(folder), "-S", str(socket), "-t", "0"]
        command += ["-P", str(run / "speechd.pid"), "-L", str(self.root / "logs")]
        self._start_part("speech-dispatcher", command).await_ready(socket.exists)

    def _end(self) -> None:
        processes.end_processes(self.processes())
        for part in reversed(self._parts):
            part.end()
        left = processes.end_marked(self._mark)
        shutil.rmtree(self.root, ignore_errors=True)
        if left:
            raise PartFailed("the virtual desktop could not end:\n" + "\n".join(left))
