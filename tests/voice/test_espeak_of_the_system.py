"""A SeeSay that came without eSpeak NG: the system's own speaks, and where there is none the others do."""

from __future__ import annotations

import ctypes.util
import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from assistant.voice import espeak_library

# In a process of its own: the library is loaded once in each.
WITHOUT = "import sys; sys.modules['espeakng_loader'] = None\n"
ABSENT = "from assistant.voice import espeak_library; espeak_library._OF_THE_SYSTEM[sys.platform] = 'libnone.so.1'\n"


def run(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ},
    )


def test_the_wheels_library_comes_first() -> None:
    espeak_library._found.cache_clear()
    name, data = espeak_library._found()
    assert "espeakng_loader" in name
    assert data is not None


def test_without_both_espeak_is_not_offered_and_a_file_says_why(tmp_path: Path) -> None:
    told = run(
        ABSENT + "from assistant.voice import espeak\n"
        "from assistant.core.errors import VoiceUnavailable\n"
        "print(espeak.is_installed())\n"
        "try:\n    espeak_library.library()\n"
        "except VoiceUnavailable as error:\n    print(error.params['detail'])\n"
    )
    assert told.stdout.split() == ["False", "missing"], told.stderr


def test_the_application_starts_without_it() -> None:
    told = run(
        ABSENT + "from assistant.voice import backends\n"
        "print([backend.key for backend in backends.backends('espeak') if backend.key == 'espeak'])\n"
        "import assistant.app.tray, assistant.app.once, assistant.voice.wav\n"
        "print('imported')\n"
    )
    assert told.stdout.endswith("imported\n"), told.stderr


@pytest.mark.skipif(ctypes.util.find_library("espeak-ng") is None, reason="needs the system's libespeak-ng1")
def test_the_systems_library_writes_the_same_words(tmp_path: Path) -> None:
    out = tmp_path / "said.wav"
    told = run(
        "from pathlib import Path\n"
        "from assistant.app.speaking import write_wav\n"
        "from assistant.core.answers import Sentence\n"
        "from assistant.voice import espeak\n"
        "print(espeak.is_installed())\n"
        "write_wav([Sentence('The morning is cold and clear.', 'en')], Path(sys.argv[1]))\n",
        out,
    )
    assert told.stdout == "True\n", told.stderr
    with wave.open(str(out)) as sound:
        assert sound.getnframes() / sound.getframerate() > 1.0
