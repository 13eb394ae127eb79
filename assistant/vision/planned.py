"""The engine of the model that fits this computer best, where several are installed. Runs in the model's child."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from assistant.core.ports import Answerer
from assistant.system import paths
from assistant.vision import services
from assistant.vision.hardware import AUTO, Wish, plan
from assistant.vision.probing import find_hardware
from assistant.vision.store import Store


def create(options: Mapping[str, str]) -> Answerer:
    """Return the warm engine of one of the models in the option `models` (names with "," between them).

    `data` is the folder of the store; the other options are those of the model's own service. Raises what
    `hardware.plan` and that service raise.
    """
    store = Store(Path(options["data"]))
    names = options["models"].split(",")
    wish = Wish(precision=options.get("precision") or AUTO, device=options.get("device") or AUTO)
    planned = plan(find_hardware(paths.state_dir_if_any()), [store.entry(name) for name in names], wish)
    told = {
        **options,
        **planned.options,
        "folder": str(store.folder(planned.model)),
        "cache": str(store.quantised(planned.model)),
    }
    if options.get("threads"):
        told["threads"] = options["threads"]
    return _service(store.record(planned.model).family)(told)


def _service(family: str) -> Callable[[Mapping[str, str]], Answerer]:
    module, _, function = services.OF_FAMILY[family].partition(":")
    made: Callable[[Mapping[str, str]], Answerer] = getattr(import_module(module), function)
    return made
