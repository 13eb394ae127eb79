"""The engines of large models: made when they are wanted, one model at a time, each beside the built-in engine.

What a child is told stands in `specs`. What is said when two engines answer decides the ensemble; in which form a model
fits this computer, the child.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.app.specs import Spec, Specs
from assistant.app.stand_ins import Failing, Refusals, Sparing, Telling
from assistant.core.ensemble import Ensemble, Outside, Patience
from assistant.core.errors import SeeSayError
from assistant.core.ports import Engine, PostEngine
from assistant.core.routes import Routes
from assistant.core.settings import Settings
from assistant.process.host import EngineHost

START_DEADLINE = 900.0
"""Seconds for a model's child to load: the first time it is quantised, from a slow disk perhaps."""
SILENCE_DEADLINE = 240.0
"""Seconds without a word: a processor reads a large picture for a minute, a server has time-outs of its own."""
CANCEL_DEADLINE = 10.0
"""Seconds that a cancelled child gets: two layers of a large model on a processor, before it is loaded anew."""
NAMED_PATIENCE = Patience(loading=START_DEADLINE, first_word=SILENCE_DEADLINE)
"""Who asks for a model by its name waits for it."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A model's child beside the built-in engine; `named` is for who asked for this model by its name."""

    spec: Spec
    host: EngineHost
    refusals: Refusals
    usual: Engine
    named: Engine


class ModelEngines:
    """Makes and ends them, on the owner's thread. `post` brings a child's events there, from any thread.

    `tell_server` is called with a server's name before a picture leaves for it; it returns whether it was told.
    """

    def __init__(
        self,
        embedded: Engine,
        settings: Callable[[], Settings],
        routes: Routes,
        outside: Outside,
        post: PostEngine,
        tell_server: Callable[[str], bool],
        data: Path,
        patience: Patience,
    ) -> None:
        self._embedded = embedded
        self._settings = settings
        self._routes = routes
        self._outside = outside
        self._post = post
        self._tell_server = tell_server
        self._specs = Specs(settings, data)
        self._patience = patience
        # A server's child holds no model: it leaves the one on this computer where it is.
        self._pairs: dict[bool, _Pair] = {}
        self._missing: tuple[str, SeeSayError, Engine] | None = None
        self._closing: list[threading.Thread] = []

    def preferred(self) -> Engine | None:
        """Return the engine that the settings ask for; None where that is no model, or none is installed.

        A model that can't be had is one that fails: the built-in engine answers, and the user is told why.
        """
        wanted = self._settings().text("engine.model")
        try:
            spec = self._specs.preferred()
        except SeeSayError as error:
            return self._without(wanted, error)
        return None if spec is None else self._of(spec).usual

    def _without(self, wanted: str, error: SeeSayError) -> Engine:
        """Return the same ensemble for the same trouble: it knows that the user was told."""
        if self._missing is None or self._missing[:2] != (wanted, error):
            failing = Failing(wanted, error, self._post)
            self._missing = wanted, error, Ensemble(wanted, self._embedded, failing, self._routes, self._outside)
        return self._missing[2]

    def named(self, wanted: str) -> Engine:
        """Return the engine of an installed model, or of the server at an address. Raises what `Models.named` does."""
        return self._of(self._specs.of(wanted)).named

    def start(self) -> None:
        """Load the preferred model now, where the settings want that."""
        if self._settings().text("engine.model_start") == "with seesay":
            engine = self.preferred()
            if engine is not None:
                engine.start()

    def settle(self) -> None:
        """Let go of what the settings ask for no more, load what they want loaded. Nobody may be waiting for an answer.

        A model that is not wanted any more would hold its memory until it has been idle for long, or for ever; one
        that was refused may have been repaired.
        """
        try:
            wanted = self._specs.preferred()
        except SeeSayError:
            wanted = None
        for is_server, pair in list(self._pairs.items()):
            if pair.spec != wanted or pair.refusals.error is not None:
                self._let_go(is_server)
        self.start()

    def forget(self) -> None:
        """Let the child drop what it keeps of earlier pictures."""
        for pair in self._pairs.values():
            pair.host.forget()

    def close(self) -> None:
        """End the child. Blocks for as long as that takes."""
        for is_server in (False, True):
            self._let_go(is_server)
        _await(self._closing)

    # --- children -----------------------------------------------------------------------------------

    def _of(self, spec: Spec) -> _Pair:
        is_server = spec.server is not None
        if is_server not in self._pairs or self._pairs[is_server].spec != spec:
            self._let_go(is_server)
            self._pairs[is_server] = self._make(spec)
        return self._pairs[is_server]

    def _make(self, spec: Spec) -> _Pair:
        refusals = Refusals(self._post, self._outside.now)
        host = EngineHost(
            spec.name,
            spec.service,
            dict(spec.options),
            refusals.heard,
            start_deadline=START_DEADLINE,
            silence_deadline=SILENCE_DEADLINE,
            cancel_deadline=CANCEL_DEADLINE,
            idle_seconds=spec.idle_seconds,
            before=partial(_await, tuple(self._closing)),
        )
        model: Engine = host
        if spec.server is not None and not spec.server.is_loopback:
            model = Telling(host, spec.server.host, self._tell_server)
        spared = Sparing(model, refusals, self._post)
        usual = Ensemble(spec.name, self._embedded, spared, self._routes, self._outside, patience=self._patience)
        named = Ensemble(
            spec.name, self._embedded, model, self._routes, self._outside, patience=NAMED_PATIENCE, is_named=True
        )
        return _Pair(spec, host, refusals, usual, named)

    def _let_go(self, is_server: bool) -> None:
        """End the child of that kind, if there is one, without making anybody wait."""
        pair = self._pairs.pop(is_server, None)
        self._closing = [thread for thread in self._closing if thread.is_alive()]
        if pair is not None:
            thread = threading.Thread(target=pair.host.close, name=f"close-{pair.spec.name}", daemon=True)
            self._closing.append(thread)
            thread.start()


def _await(threads: Iterable[threading.Thread]) -> None:
    """Wait for the ends of children: two models at once could be more than there is memory for."""
    for thread in threads:
        thread.join()
