"""The window of the settings beside the main window, and a change in it beside the key that makes the same change.

    python benchmarks/preferences.py [--rounds 10]

Nothing is faked: SeeSay runs in a virtual desktop, keys are pressed by XTEST from this process. Opening is from the key
to a window that the window manager lists under its title. Heard is from the key to the first sample of the voice at the
null sink: Up on the rate, and the global key for a faster voice. Both sides in turn within each round; medians, the
slowest, and ratios as a Markdown table.
"""

from __future__ import annotations

import argparse
import statistics
import time

from _hands import Hands

from support.desktop import VirtualDesktop
from support.processes import wait_until
from support.seesay import RunningSeeSay, running

MAIN, PREFERENCES = "SeeSay", "Preferences"
SHOW = "Control_L Alt_L Shift_L m"
SETTINGS = '[hotkeys]\nshow = "Ctrl+Alt+Shift+M"\n'
FASTER, SLOWER = "Control_L Alt_L Shift_L Up", "Control_L Alt_L Shift_L Down"
SETTLED = 0.7
"""Seconds until a window that is active has the keyboard, and its title was said."""
LONGEST = 20.0


def main() -> None:
    """Measure, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    with VirtualDesktop() as desktop, running(desktop, settings=SETTINGS) as app:
        hands = Hands(desktop.display)
        opened = [opening(app, hands) for _ in range(rounds)]
        open_preferences(app, hands)
        desktop.key("ctrl+f")
        desktop.type("how fast")
        desktop.key("Return")
        heard = [hearing(desktop, hands, number) for number in range(rounds)]
    print("| from the key | median | slowest | ratio |\n|---|---|---|---|")
    rows("to the main window", "to the preferences", opened)
    print(f"| to the preferences, the first time | {opened[0][1] * 1000:.0f} ms | | |")
    rows("“faster” to the voice", "Up on the rate to the voice", heard)


def rows(usual: str, ours: str, pairs: list[tuple[float, float]]) -> None:
    """Print two rows; the first pair warmed up what is made once."""
    sides = list(zip(*pairs[1:], strict=True))
    base = statistics.median(sides[0])
    for name, side in zip((usual, ours), sides, strict=True):
        median = statistics.median(side)
        print(f"| {name} | {median * 1000:.0f} ms | {max(side) * 1000:.0f} ms | {median / base:.2f} |")


def opening(app: RunningSeeSay, hands: Hands) -> tuple[float, float]:
    """Return how long each window takes: the main one by the command's way to the instance, the other by its button."""
    app.desktop.key("Escape")
    wait_until(lambda: not app.desktop.windows(), what="an empty screen")
    time.sleep(SETTLED)
    pressed = hands.press(SHOW)
    return shown(app, MAIN) - pressed, open_preferences(app, hands)


def open_preferences(app: RunningSeeSay, hands: Hands) -> float:
    """Open them from the main window; return how long it took."""
    if app.desktop.active_window_title() == PREFERENCES:
        return 0.0
    time.sleep(SETTLED)
    pressed = hands.press("Alt_L r")
    took = shown(app, PREFERENCES) - pressed
    time.sleep(SETTLED)
    return took


def shown(app: RunningSeeSay, title: str) -> float:
    """Return when a window of that title had the keyboard."""
    wait_until(lambda: app.desktop.active_window_title() == title, what=title)
    return time.monotonic()


def hearing(desktop: VirtualDesktop, hands: Hands, number: int) -> tuple[float, float]:
    """Return the seconds to the voice by the global key and by the window, in turn first."""
    chords: list[tuple[str, str]] = [(FASTER, SLOWER), ("Up", "Down")]
    took: dict[str, float] = {}
    for chord, back in chords if number % 2 else reversed(chords):
        took[chord] = voiced(desktop, hands, chord)
        voiced(desktop, hands, back)
    return took[FASTER], took["Up"]


def voiced(desktop: VirtualDesktop, hands: Hands, chord: str) -> float:
    """Press in silence; return the seconds until the voice begins, once it has ended again."""
    with desktop.record() as recording:
        recording.wait_for_silence(lasting=0.3)
        pressed = hands.press(chord)
        begin = recording.wait_for_sound(since=pressed, seconds=LONGEST)
        recording.wait_for_silence(lasting=0.5)
    return begin - pressed


if __name__ == "__main__":
    main()
