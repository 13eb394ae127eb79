"""The doctor asks a server that the settings name for its models, and for nothing else."""

from __future__ import annotations

import json

import pytest

from assistant.core.errors import RemoteKeyRefused
from assistant.core.settings import Settings
from assistant.core.wording import Wording
from assistant.doctor.checks import _server_checks
from assistant.doctor.examine import Check
from support.servers import says, serving


def checks(model: str) -> list[Check]:
    return _server_checks(Settings().having("engine.model", model), Wording(), lambda since: "2 ms.")


@pytest.mark.parametrize("model", ["auto", "none", "paligemma2-3b-mix-448"])
def test_without_a_server_nothing_is_asked(model: str) -> None:
    assert checks(model) == []


def test_a_server_is_asked_for_its_models_alone() -> None:
    with serving(says("200 OK", json.dumps({"data": [{"id": "one"}]}))) as server:
        [check] = checks(server.url)
        outcome = check.run()
    assert (outcome.works, outcome.found) == (True, f"127.0.0.1:{server.port}, on this computer. 2 ms.")
    [call] = server.calls
    assert (call.line, call.body) == ("GET /v1/models HTTP/1.1", b"")


def test_what_is_wrong_with_it_is_told() -> None:
    with serving(says("401 Who?")) as server:
        [check] = checks(server.url)
        with pytest.raises(RemoteKeyRefused):
            check.run()
