"""How soon a voice is heard and how soon it is silent, for every voice of this machine, side by side.

    python benchmarks/voice.py [--runs 20] [--voices espeak speech_dispatcher pyttsx3 earcons]

Each voice runs in a process of its own on the virtual desktop; sound is recorded from the sound server's null sink, so
the server's own buffers are in the figures. All voices take turns within a round. "Say" and "stop" are the moments
when the owner's thread calls; the recorder's block makes each time up to ten milliseconds late.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.desktop import VirtualDesktop
from support.sound import Recording
from support.voice_stage import VoiceProcess

SENTENCE = "Abracadabra alabama banana, a panorama manana abracadabra alabama banana."
"""Vowels and voiced sounds, so that a stop never falls into a pause."""
BUDGET_MS = 50.0
EARCONS = "earcons"
SETTLE = 0.25


def first_sample(voice: VoiceProcess, recording: Recording) -> tuple[float, float]:
    """Return milliseconds from say to the first sample, and from stop to the last one."""
    voice.say(SENTENCE)
    began = voice.wait("done", do="say")["began"]
    heard = recording.wait_for_sound(since=began)
    time.sleep(SETTLE)  # so that the stop comes in the middle of the sentence
    stopped = voice.stop()["began"]
    voice.wait("cancelled", "finished", "failed")
    end = recording.wait_for_silence(lasting=0.3)
    return 1000 * (heard - began), max(0.0, 1000 * (end - stopped))


def earcon(voice: VoiceProcess, recording: Recording) -> tuple[float, float]:
    """Return milliseconds from play to the first sample; there is nothing to stop."""
    began = voice.earcon("start")["began"]
    heard = recording.wait_for_sound(since=began)
    recording.wait_for_silence(lasting=0.2)
    return 1000 * (heard - began), float("nan")


def measure(desktop: VirtualDesktop, keys: Sequence[str], runs: int) -> dict[str, list[tuple[float, float]]]:
    """Return the figures of every voice, one pair a round; the first round warms up and is left out."""
    figures: dict[str, list[tuple[float, float]]] = {key: [] for key in keys}
    with ExitStack() as stack:
        voices = {
            key: stack.enter_context(VoiceProcess(desktop.env, "null" if key == EARCONS else key)) for key in keys
        }
        for run in range(runs + 1):
            for key, voice in voices.items():
                with desktop.record() as recording:
                    pair = (earcon if key == EARCONS else first_sample)(voice, recording)
                if run:
                    figures[key].append(pair)
    return figures


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values doesn't exceed."""
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]


def table(figures: dict[str, list[tuple[float, float]]]) -> str:
    """Return the figures as Markdown, in milliseconds, ratios against the first row."""
    lines = [
        "| voice | runs | say → first sample, median | p99 | ratio | stop → silence, median | p99 | within budget |",
        "|---|---|---|---|---|---|---|---|",
    ]
    floor = statistics.median(first for first, _ in next(iter(figures.values())))
    for key, pairs in figures.items():
        says = [first for first, _ in pairs]
        stops = [stop for _, stop in pairs if not math.isnan(stop)]
        median = statistics.median(says)
        silence = f"{statistics.median(stops):.0f} | {quantile(stops, 0.99):.0f}" if stops else "– | –"
        judged = quantile(stops, 0.99) if stops else quantile(says, 0.99)
        verdict = "yes" if judged <= BUDGET_MS else "no"
        lines.append(
            f"| {key} | {len(pairs)} | {median:.0f} | {quantile(says, 0.99):.0f} | {median / floor:.1f} "
            f"| {silence} | {verdict} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="speech latencies")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--voices", nargs="+", default=["espeak", "speech_dispatcher", "pyttsx3", EARCONS])
    options = parser.parse_args()
    with VirtualDesktop(with_speechd=True) as desktop:
        (Path(desktop.env["HOME"]) / ".asoundrc").write_text("pcm.!default pulse\nctl.!default pulse\n")
        print(table(measure(desktop, options.voices, options.runs)))


if __name__ == "__main__":
    main()
