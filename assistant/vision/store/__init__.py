"""The models on this computer: fetched, imported, checked, removed. Runs in a command's process, never in the tray."""

from __future__ import annotations

from assistant.vision.store.progress import Progress, State
from assistant.vision.store.record import Record
from assistant.vision.store.source import Source, look_at
from assistant.vision.store.store import Damage, Store

__all__ = ["Damage", "Progress", "Record", "Source", "State", "Store", "look_at"]
