"""The door: light, so that a command reaches the running instance in milliseconds."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line, or be a child process; return the exit code."""
    if getattr(sys, "frozen", False):
        # A library's helper process is this program again: here it does its work and ends, and never starts SeeSay.
        from multiprocessing import freeze_support

        freeze_support()
    if sys.argv[1:2] == ["--worker"]:
        from assistant.process.worker import main as work

        return work()
    if sys.argv[1:2] == ["--voice-worker"]:
        from assistant.voice.pyttsx3_worker import main as speak

        return speak()
    if sys.argv[1:2] == ["--reader-worker"]:
        from assistant.voice.reader_worker import main as present

        return present()
    if sys.argv[1:2] == ["--probe"]:
        from assistant.vision.probe import main as probe

        return probe(sys.argv[2:])
    if sys.argv[1:2] == ["--document-worker"]:
        from assistant.reader.worker import main as read

        return read()
    if sys.argv[1:2] == ["--export-worker"]:
        from assistant.reader.exports.worker import main as keep

        return keep()
    if sys.argv[1:2] == ["--camera-worker"]:
        from assistant.narration.worker import main as watch

        return watch()
    try:
        from assistant.cli import main as command_line

        return command_line(sys.argv[1:])
    except KeyboardInterrupt:  # so early that nobody else could catch it
        return 130


if __name__ == "__main__":
    sys.exit(main())
