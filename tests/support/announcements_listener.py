"""Prints every announcement on the accessibility bus, for the system's Python with pyatspi; "ready" comes first."""

from typing import Any

import pyatspi  # type: ignore[import-not-found]  # it is the system's, and no library of ours


def heard(event: Any) -> None:
    print(f"{event.source.getApplication().name}: {event.any_data}", flush=True)


pyatspi.Registry.registerEventListener(heard, "object:announcement")
print("ready", flush=True)
pyatspi.Registry.start()
