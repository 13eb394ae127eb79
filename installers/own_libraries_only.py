"""Runs before the frozen program: what it starts (a browser, a speech service) gets the system's libraries, not ours.

PyInstaller's start code on Linux and BSD points LD_LIBRARY_PATH at the bundle; ours are loaded by now. A child that is
this program itself is pointed there anew.
"""

import os

_VARIABLE = "LD_LIBRARY_PATH"

if (_original := os.environ.pop(f"{_VARIABLE}_ORIG", None)) is not None:
    os.environ[_VARIABLE] = _original
else:
    os.environ.pop(_VARIABLE, None)
