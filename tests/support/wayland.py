"""A Wayland desktop of its own for tests: sway without a screen, a session bus, and the real portals before it.

The screenshot portal is wlroots' own; global shortcuts, which wlroots hasn't, are given by a back-end of the tests.
Programs under test run inside with `env`. sway refuses to be root, so for root it runs as somebody else.
"""

from __future__ import annotations

import getpass
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from PIL import Image

from support import processes
from support.portals import PortalService, portal_service
from support.processes import Part

PORTAL = "/usr/libexec/xdg-desktop-portal"
WLR_PORTAL = "/usr/libexec/xdg-desktop-portal-wlr"
_KEPT = ("PATH", "LD_LIBRARY_PATH", "TZ")
_HOMES = {"HOME": "", "XDG_CONFIG_HOME": ".config", "XDG_DATA_HOME": ".local/share", "XDG_STATE_HOME": ".local/state"}
_NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
_BUS = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={folder}/bus</listen><standard_session_servicedirs/>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>
"""
_BACK_END = """[portal]
DBusName=org.freedesktop.impl.portal.desktop.seesaytest
Interfaces=org.freedesktop.impl.portal.GlobalShortcuts;org.freedesktop.impl.portal.Access;
UseIn=sway
"""
_WLR = """[portal]
DBusName=org.freedesktop.impl.portal.desktop.wlr
Interfaces=org.freedesktop.impl.portal.Screenshot;
UseIn=sway
"""


class WaylandDesktop:
    """Starts on entry: sway, a bus, and with `with_portals` the front-end, wlroots' pictures and the tests' keys.

    `outputs` are "WIDTHxHEIGHT", put side by side, with "@SCALE" where it isn't 1; `env` is for programs inside.
    """

    def __init__(self, *outputs: str, with_portals: bool = True, with_xwayland: bool = False) -> None:
        self._outputs = outputs or ("1280x720",)
        self._with_portals = with_portals
        self._with_xwayland = with_xwayland
        self._mark = processes.new_mark()
        self._parts: list[Part] = []
        self._stack = ExitStack()
        self.env: dict[str, str] = {}
        self.back_end: PortalService
        self.front_end: Part

    @staticmethod
    def missing() -> list[str]:
        """Return what this machine lacks for it."""
        programs = [
            "sway",
            "swaymsg",
            "grim",
            "setpriv",
            "dbus-daemon",
            "pipewire",
            "foot",
            "wl-copy",
            "Xwayland",
            "xhost",
        ]
        return processes.missing_programs(programs) + [name for name in (PORTAL, WLR_PORTAL) if not Path(name).exists()]

    def __enter__(self) -> Self:
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

    def run(self, command: Sequence[str], *, timeout: float = 60.0, check: bool = True) -> str:
        """Run a program inside to its end; return what it printed."""
        done = subprocess.run(
            command,
            env=self.env,
            timeout=timeout,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert not check or done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self, name: str, command: Sequence[str]) -> Part:
        """Start a program inside that lasts as long as the desktop."""
        part = Part(name, command, env=self.env, log=self.root / "logs" / f"{name}.log")
        self._parts.append(part)
        return part

    def screenshot(self) -> Image.Image:
        """Return what the desktop shows, seen by the compositor's own means."""
        file = self.root / "seen.png"
        self.run(["grim", str(file)])
        with Image.open(file) as image:
            return image.convert("RGB")

    def await_window(self, title: str) -> None:
        """Return once a window has the focus and nothing on the desktop changes any more."""
        processes.wait_until(lambda: title in self.focused(), seconds=30, what=f"{title} to be in front")
        seen: list[bytes] = []

        def is_still() -> bool:
            seen.append(self.screenshot().tobytes())
            return len(seen) >= 4 and len(set(seen[-4:])) == 1

        processes.wait_until(is_still, seconds=30, what=f"{title} to be painted")

    def focused(self) -> str:
        """Return the title of the window that has the keyboard."""

        def walk(node: Any) -> str:
            if node.get("focused"):
                return str(node.get("name"))
            return next((name for part in (*node["nodes"], *node["floating_nodes"]) if (name := walk(part))), "")

        return walk(json.loads(self.run(["swaymsg", "-t", "get_tree", "-r"])))

    # --- coming and going --------------------------------------------------------------------------

    def _start(self) -> None:
        self.root.chmod(0o755)
        for name in ("run", "logs", "portals", "sway"):
            (self.root / name).mkdir(mode=0o700)
        home = {variable: self.root / "home" / below for variable, below in _HOMES.items()}
        for folder in home.values():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.env = {
            **{name: os.environ[name] for name in _KEPT if name in os.environ},
            **{variable: str(folder) for variable, folder in home.items()},
            processes.MARK: self._mark,
            "XDG_RUNTIME_DIR": str(self.root / "run"),
            "XDG_SESSION_TYPE": "wayland",
            "XDG_CURRENT_DESKTOP": "sway",
            "XDG_DESKTOP_PORTAL_DIR": str(self.root / "portals"),
            "LANG": "C.UTF-8",
            "GSETTINGS_BACKEND": "memory",
            "QT_QPA_PLATFORM": "wayland",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        self._start_sway()
        self._start_bus()
        self._enable_accessibility()
        if self._with_portals:
            self._start_portals()

    def _start_sway(self) -> None:
        own = self.root / "sway"
        lines, left = [f"xwayland {'force' if self._with_xwayland else 'disable'}"], 0
        for number, output in enumerate(self._outputs, 1):
            size, _, scale = output.partition("@")
            lines.append(f"output HEADLESS-{number} resolution {size} position {left} 0 scale {scale or 1}")
            left += int(int(size.partition("x")[0]) / float(scale or 1))
        lines.append("output * background #204060 solid_color")
        (own / "config").write_text("\n".join(lines) + "\n", encoding="utf-8")
        if os.geteuid() == 0:
            shutil.chown(own, "nobody")
            shutil.chown(own / "config", "nobody")
        env = {
            "XDG_RUNTIME_DIR": str(own),
            "HOME": str(own),
            "WLR_BACKENDS": "headless",
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_HEADLESS_OUTPUTS": str(len(self._outputs)),
        }
        changes = [f"{name}={value}" for name, value in env.items()]
        user = _NOBODY if os.geteuid() == 0 else ()
        sway = self.start("sway", [*user, "env", *changes, "sway", "-c", str(own / "config")])
        sway.await_ready(lambda: bool([*own.glob("sway-ipc.*")] and [*own.glob("wayland-*.lock")]))
        (socket,) = [path for path in own.glob("wayland-*") if path.suffix != ".lock"]
        self.env["WAYLAND_DISPLAY"] = str(socket)
        self.env["SWAYSOCK"] = str(next(own.glob("sway-ipc.*")))
        if self._with_xwayland:
            self.env["DISPLAY"] = self._display_told_by_sway()

    def _display_told_by_sway(self) -> str:
        told = self.root / "sway" / "display"
        # Xwayland believes its own user only.
        allow = f"xhost +si:localuser:{getpass.getuser()}"
        self.run(["swaymsg", "exec", f"{allow} && echo $DISPLAY > {told}.new && mv {told}.new {told}"])
        processes.wait_until(told.exists, seconds=10, what="sway to tell its X display")
        return told.read_text(encoding="utf-8").strip()

    def _start_bus(self) -> None:
        folder = self.root / "run"
        config = folder / "bus.conf"
        config.write_text(_BUS.format(folder=folder), encoding="utf-8")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={folder}/bus"
        bus = self.start("bus", ["dbus-daemon", f"--config-file={config}", "--nofork"])
        bus.await_ready((folder / "bus").exists)

    def _enable_accessibility(self) -> None:
        bus = ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"]
        setting = ["string:org.a11y.Status", "string:IsEnabled", "variant:boolean:true"]
        self.run([*bus, "org.freedesktop.DBus.Properties.Set", *setting])

    def _start_portals(self) -> None:
        folder = self.root / "portals"
        (folder / "wlr.portal").write_text(_WLR, encoding="utf-8")
        (folder / "seesaytest.portal").write_text(_BACK_END, encoding="utf-8")
        run = self.root / "run"
        # wlroots' portal ends where it finds no PipeWire, though a picture needs none.
        self.start("pipewire", ["pipewire"]).await_ready((run / "pipewire-0").exists)
        address = self.env["DBUS_SESSION_BUS_ADDRESS"]
        self.back_end = self._stack.enter_context(portal_service(address, "back"))
        self.start("portal-wlr", [WLR_PORTAL, "-l", "DEBUG"])
        self.await_name("org.freedesktop.impl.portal.desktop.wlr")
        self.front_end = self.start("portal", [PORTAL, "-v"])
        self.await_name("org.freedesktop.portal.Desktop")

    def await_name(self, name: str) -> None:
        """Return once somebody on the bus has that name."""
        ask = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
        ask += ["org.freedesktop.DBus.NameHasOwner", f"string:{name}"]
        processes.wait_until(lambda: "true" in self.run(ask, check=False), seconds=15, what=name)

    def _end(self) -> None:
        self._stack.close()
        for part in reversed(self._parts):
            part.end()
        processes.end_marked(self._mark)
        # The document portal mounts a folder of its own and leaves it when it is killed.
        document = self.root / "run" / "doc"
        if document.is_mount():
            subprocess.run(["fusermount3", "-uz", str(document)], check=False, capture_output=True)
        shutil.rmtree(self.root, ignore_errors=True)
