"""The script that installs system libraries, against package managers that only note what they were asked for."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "installers" / "linux" / "prerequisites.sh"
_TOOLS = ("bash", "env", "cat", "tail", "mktemp", "rm", "sed", "touch")
_LIBRARIES = [
    "libGL.so.1",
    "libEGL.so.1",
    "libfontconfig.so.1",
    "libpulse.so.0",
    "libglib-2.0.so.0",
    "libdbus-1.so.3",
    "libxkbcommon.so.0",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxkbcommon-x11.so.0",
    "libXrandr.so.2",
    "libspeechd.so.2",
    "libwayland-cursor.so.0",
]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a Linux script")


@dataclass
class Machine:
    """A machine made of fakes: `libraries` are there; a package manager notes its calls and brings all that lacks."""

    root: Path
    libraries: list[str] = field(default_factory=lambda: list(_LIBRARIES))
    user: int = 0

    def __post_init__(self) -> None:
        self.path.mkdir()
        for tool in _TOOLS:
            found = shutil.which(tool)
            assert found, f"this machine has no {tool}"
            (self.path / tool).symlink_to(found)
        self.fake("id", f'echo "{self.user}"')
        self.fake("python3", "exit 0")
        self.know_libraries(self.libraries)

    @property
    def path(self) -> Path:
        return self.root / "bin"

    @property
    def calls(self) -> list[str]:
        log = self.root / "calls"
        return log.read_text().splitlines() if log.exists() else []

    def fake(self, name: str, script: str) -> None:
        program = self.path / name
        program.write_text(f"#!{shutil.which('bash')}\n{script}\n")
        program.chmod(0o755)

    def know_libraries(self, names: list[str]) -> None:
        listing = "\n".join(f"\t{name} (libc6,x86-64) => /lib/{name}" for name in names)
        (self.root / "libraries").write_text(f"{len(names)} libs found\n{listing}\n")
        self.fake("ldconfig", f'cat "{self.root}/libraries"')

    def manager(self, name: str, *, brings: list[str] | None = None, status: int = 0) -> None:
        """Add a package manager that notes its arguments, then has `brings` on the machine."""
        after = "\n".join(f"\t{library} (libc6,x86-64) => /lib" for library in brings or _LIBRARIES)
        note = f'echo "{name} $*" >> "{self.root}/calls"'
        act = f"cat > \"{self.root}/libraries\" <<'END'\n{after}\nEND" if status == 0 else "echo 'no such package'"
        self.fake(name, f'{note}\n[[ "$*" == *update* ]] && exit 0\n{act}\nexit {status}')

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.path), "SEESAY_PREREQUISITES_ROOT": str(self.root), "TMPDIR": str(self.root)}
        return subprocess.run(
            [str(self.path / "bash"), str(SCRIPT), *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def _without(*names: str) -> list[str]:
    return [name for name in _LIBRARIES if name not in names]


def test_it_changes_nothing_when_all_is_there(machine: Machine) -> None:
    machine.manager("apt-get")
    result = machine.run()
    assert result.returncode == 0, result.stderr
    assert "nothing was changed" in result.stdout
    assert machine.calls == []


def test_it_needs_no_package_manager_when_all_is_there(machine: Machine) -> None:
    assert machine.run().returncode == 0


@pytest.mark.parametrize(
    ("manager", "package", "mode"),
    [
        ("apt-get", "libxcb-cursor0", "-y"),
        ("dnf", "xcb-util-cursor", "--assumeyes"),
        ("pacman", "xcb-util-cursor", "--noconfirm"),
        ("zypper", "libxcb-cursor0", "--non-interactive"),
    ],
)
def test_each_manager_is_asked_for_its_own_name_and_for_nothing_else(
    machine: Machine, manager: str, package: str, mode: str
) -> None:
    machine.know_libraries(_without("libxcb-cursor.so.0"))
    machine.manager(manager)
    result = machine.run()
    assert result.returncode == 0, result.stdout + result.stderr
    install = machine.calls[-1].split()
    assert install[0] == manager
    assert install[-1] == package
    assert mode in install
    assert sum(package in word for word in install) == 1
    assert ("not run yet" in result.stdout) == (manager != "apt-get")


def test_a_name_that_only_ends_alike_is_another_library(machine: Machine) -> None:
    machine.know_libraries([*_without("libGL.so.1"), "libOpenlibGL.so.1"])
    assert "libGL.so.1" in machine.run("--check").stdout


def test_check_reports_and_changes_nothing(machine: Machine) -> None:
    machine.know_libraries(_without("libspeechd.so.2", "libEGL.so.1"))
    machine.manager("apt-get")
    result = machine.run("--check")
    assert result.returncode == 1
    assert "libspeechd.so.2" in result.stdout
    assert "libegl1 libspeechd2" in result.stdout
    assert machine.calls == []


def test_a_user_without_a_terminal_goes_through_sudo_that_asks_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    machine.know_libraries(_without("libpulse.so.0"))
    machine.manager("apt-get")
    machine.fake("sudo", f'echo "sudo $*" >> "{machine.root}/calls"\n[[ $1 == -n ]] && shift\n[[ $1 == true ]] || "$@"')
    result = machine.run()
    assert result.returncode == 0, result.stdout + result.stderr
    asked = [call for call in machine.calls if call.startswith("sudo")]
    assert asked
    assert all(call.startswith("sudo -n ") for call in asked)
    assert machine.calls[-1].startswith("apt-get ")


@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_without_root_it_says_what_to_run(tmp_path: Path, sudo: str | None) -> None:
    machine = Machine(tmp_path, user=1000)
    machine.know_libraries(_without("libpulse.so.0"))
    machine.manager("apt-get")
    if sudo:
        machine.fake("sudo", sudo)
    result = machine.run()
    assert result.returncode == 1
    assert "apt-get" in result.stdout
    assert result.stdout.rstrip().endswith("libpulse0")
    assert machine.calls == []


def test_an_unknown_system_is_told_what_is_missing(machine: Machine) -> None:
    machine.know_libraries(_without("libpulse.so.0"))
    result = machine.run()
    assert result.returncode == 1
    assert "libpulse.so.0" in result.stdout
    assert "none of them" in result.stderr


def test_a_manager_that_fails_is_quoted(machine: Machine) -> None:
    machine.know_libraries(_without("libpulse.so.0"))
    machine.manager("dnf", status=1)
    result = machine.run()
    assert result.returncode == 1
    assert "no such package" in result.stderr


def test_what_an_install_did_not_bring_is_named(machine: Machine) -> None:
    machine.know_libraries(_without("libpulse.so.0"))
    machine.manager("apt-get", brings=_without("libpulse.so.0"))
    result = machine.run()
    assert result.returncode == 1
    assert "still missing: libpulse.so.0" in result.stderr


def test_tests_need_more_than_the_demo_and_that_more_than_running(machine: Machine) -> None:
    machine.manager("apt-get")
    plain, demo, tests = (machine.run(*flags, "--check").stdout for flags in ((), ("--demo",), ("--with-tests",)))
    assert "Xvfb" not in plain
    assert "Xvfb" in demo
    assert "orca" not in demo
    assert all(name in tests for name in ("Xvfb", "orca", "tesseract-ocr-ben", "gnome-user-docs", "sway"))
    assert "xdg-desktop-portal-wlr" in tests
    assert "sway" not in demo


def test_a_file_is_found_through_its_pattern(machine: Machine) -> None:
    machine.manager("apt-get")
    pack = machine.root / "usr/share/tesseract-ocr/5/tessdata/ben.traineddata"
    pack.parent.mkdir(parents=True)
    pack.touch()
    told = machine.run("--with-tests", "--check").stdout
    assert "tesseract-ocr-ell" in told
    assert "tesseract-ocr-ben" not in told


def test_an_unknown_word_is_a_usage_error(machine: Machine) -> None:
    result = machine.run("--everything")
    assert result.returncode == 2
    assert "Usage" in result.stderr
