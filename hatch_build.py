"""Compiles the catalogues of sentences before a wheel is built or the package is installed for development."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Writes each seesay.mo beside its seesay.po; git keeps only the latter."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what there is."""
        for catalogue in Path(self.root, "resources", "locale").glob("*/LC_MESSAGES/*.po"):
            with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source))
