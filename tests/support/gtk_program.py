"""The GTK program of `gtk_notes.py`, as a test starts it: by the system's Python, which has GTK where Orca is."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

TITLE = "GTK notes"
_PYTHON = "/usr/bin/python3"
COMMAND = [_PYTHON, str(Path(__file__).with_name("gtk_notes.py"))]


@cache
def is_there() -> bool:
    """Tell whether the system's Python has GTK 3."""
    question = "import gi; gi.require_version('Gtk', '3.0'); from gi.repository import Gtk"
    try:
        return subprocess.run([_PYTHON, "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
