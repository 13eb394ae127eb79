"""What `seesay models list --json` prints (docs/cli.md), as values; nothing in it is taken on trust."""

from __future__ import annotations

from assistant.core.models import Card, Computer, ModelInfo, ModelsListed, ModelState


def parse_list(said: object) -> ModelsListed | None:
    """Return what `models list --json` printed, None where it makes no sense; what it leaves out keeps its default."""
    records, free = (said.get("models"), said.get("free")) if isinstance(said, dict) else (said, None)
    if not isinstance(records, list):
        return None
    models = [_model(record) for record in records if isinstance(record, dict)]
    if len(models) != len(records) or not all(model.name for model in models):
        return None
    more = said if isinstance(said, dict) else {}
    return ModelsListed(
        tuple(models),
        free if isinstance(free, int) else None,
        _computer(more.get("computer")),
        _text(more, "best"),
        _text(more, "advice"),
    )


def _text(record: dict[object, object], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _number(record: dict[object, object], name: str) -> int:
    value = record.get(name)
    return value if isinstance(value, int) else 0


def _computer(record: object) -> Computer | None:
    if not isinstance(record, dict):
        return None
    cards = record.get("cards")
    return Computer(
        processor=_text(record, "processor"),
        cores=_number(record, "cores"),
        memory=_number(record, "memory"),
        free=_number(record, "free"),
        cards=tuple(
            Card(_text(card, "name"), _number(card, "total"), _number(card, "free"))
            for card in (cards if isinstance(cards, list) else [])
            if isinstance(card, dict)
        ),
    )


def _model(record: dict[object, object]) -> ModelInfo:
    def text(name: str) -> str:
        return _text(record, name)

    def number(name: str) -> int:
        return _number(record, name)

    state, fits, tasks = text("state"), record.get("fits"), record.get("tasks")
    return ModelInfo(
        name=text("name"),
        size=number("size"),
        licence=text("licence"),
        licence_page=_page(text("licence_url")),
        page=_page(text("page")),
        is_gated=record.get("gated") is True,
        state=ModelState(state) if state in list(ModelState) else ModelState.ABSENT,
        arrived=number("arrived"),
        fits=fits if isinstance(fits, bool) else None,
        reason=text("reason"),
        folder=text("folder"),
        has_token=record.get("token") is True,
        tasks=tuple(task for task in tasks if isinstance(task, str)) if isinstance(tasks, list) else (),
    )


def _page(address: str) -> str:
    """Return an address that may be opened in a browser, else nothing."""
    return address if address.startswith("https://") else ""
