"""What the doctor says of the large model: what could run one, which would be taken, and why.

Everything with torch in it happens in the probe's child process.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

from assistant.app.house import data_folder
from assistant.core.errors import ModelError, ModelRuntimeMissing
from assistant.core.servers import is_address
from assistant.core.settings import Settings
from assistant.core.settings_table import NONE
from assistant.core.wording import Wording
from assistant.core.wording.hardware import HardwareMessages as H
from assistant.doctor.examine import Check, Outcome
from assistant.vision.hardware import Hardware, Wish, gigabytes, plan
from assistant.vision.model_entry import ModelEntry
from assistant.vision.probing import MOST_STARTS, STEP_SECONDS, find_hardware
from assistant.vision.services import OF_FAMILY
from assistant.vision.store import Store

Find = Callable[[], Hardware]


def model_checks(settings: Settings, wording: Wording, find: Find = find_hardware) -> list[Check]:
    """Return the check; none where the settings want no model here. `find` blocks until it knows what there is."""
    wanted = settings.text("engine.model")
    if wanted == NONE or is_address(wanted):
        return []
    return [Check(H.PART_MODEL, lambda: _model(settings, wording, find), seconds=MOST_STARTS * STEP_SECONDS)]


def _model(settings: Settings, wording: Wording, find: Find) -> Outcome:
    installed = _installed()
    if not installed and importlib.util.find_spec("torch") is None:
        # Nobody asked for a model: nothing is wrong.
        missing = wording.error(ModelRuntimeMissing(model="", detail="torch")).spoken
        return Outcome(True, f"{wording.full(H.NO_MODEL)} {missing}")
    hardware = find()
    seen = " ".join(
        [_devices(hardware, wording), *(wording.full(H.PROBE_FAULT, fault=each) for each in hardware.faults)]
    )
    if not installed:
        return Outcome(not hardware.missing, f"{wording.full(H.NO_MODEL)} {seen}")
    wish = Wish(*(settings.text(f"engine.{name}") for name in ("model", "precision", "device")))
    try:
        reason = plan(hardware, installed, wish).reason.told(wording, is_full=True)
    except ModelError as error:
        told = wording.error(error)
        return Outcome(False, f"{wording.full(H.EMBEDDED, why=told.message)} {seen}", told.hint)
    return Outcome(True, f"{reason} {seen}")


def _installed() -> list[ModelEntry]:
    store = Store(data_folder())
    return [store.entry(record.name) for record in store.installed() if record.family in OF_FAMILY]


def _devices(hardware: Hardware, wording: Wording) -> str:
    if hardware.missing:
        return wording.error(ModelRuntimeMissing(model="", detail=hardware.missing)).spoken
    named = (
        wording.full(H.DEVICE, device=each.name, free=gigabytes(each.free), total=gigabytes(each.total))
        for each in hardware.devices
    )
    return wording.full(H.DEVICES, devices=wording.join(named))
