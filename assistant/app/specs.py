"""What a model's child is started with, by the settings and by what is installed. Starts nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app.network import require_network
from assistant.core.errors import ModelUnknown
from assistant.core.servers import Server, is_address, parse_server
from assistant.core.settings import Settings
from assistant.core.settings_table import AUTO, NONE
from assistant.system import paths
from assistant.vision import services

if TYPE_CHECKING:
    from assistant.vision.store import Store


@dataclass(frozen=True, slots=True)
class Spec:
    """What a child is started with; another spec takes another child. `server` is set where pictures leave."""

    name: str
    service: str
    options: tuple[tuple[str, str], ...]
    idle_seconds: float | None
    server: Server | None = None


class Specs:
    """Finds them. `data` is the folder with the models."""

    def __init__(self, settings: Callable[[], Settings], data: Path) -> None:
        self._settings = settings
        self._data = data

    def preferred(self) -> Spec | None:
        """Return what the settings ask for; None where that is no model, or none is installed. Raises as `of`."""
        wanted = self._settings().text("engine.model")
        if wanted == NONE:
            return None
        return self.of(wanted) if wanted != AUTO else self.best()

    def of(self, wanted: str) -> Spec:
        """Return that of an installed model, or of the server at an address. Raises what `Models.named` does."""
        if is_address(wanted):
            server = parse_server(wanted)
            if not server.is_loopback:
                require_network(self._settings())
            options = {"url": wanted, "resources": str(paths.resources())}
            return Spec(server.host, services.REMOTE, tuple(options.items()), self._idle(), server)
        store = self._store()
        folder, record = store.folder(wanted), store.record(wanted)
        if record.family not in services.OF_FAMILY:
            raise ModelUnknown(model=wanted)
        options = {
            "model": wanted,
            "folder": str(folder),
            "cache": str(store.quantised(wanted)),
            **self._wishes(),
        }
        return Spec(wanted, services.OF_FAMILY[record.family], tuple(options.items()), self._idle())

    def best(self) -> Spec | None:
        """Return the one installed model; where there are more, the child finds out which fits best."""
        if not any((self._data / "models").glob("[!.]*")):
            return None
        names = [record.name for record in self._store().installed() if record.family in services.OF_FAMILY]
        if len(names) < 2:
            return self.of(names[0]) if names else None
        options = {"models": ",".join(names), "data": str(self._data), **self._wishes()}
        return Spec("models", services.PLANNED, tuple(options.items()), self._idle())

    def _store(self) -> Store:
        # Only where there are models, or one was asked for: most starts need none of it.
        from assistant.vision.store import Store

        return Store(self._data)

    def _wishes(self) -> dict[str, str]:
        settings = self._settings()
        return {
            "device": settings.text("engine.device"),
            "precision": settings.text("engine.precision"),
            "threads": str(settings.number("engine.threads") or ""),
            "resources": str(paths.resources()),
        }

    def _idle(self) -> float | None:
        return 60.0 * self._settings().number("engine.model_idle_minutes") or None
