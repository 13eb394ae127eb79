"""What to do, where SeeSay came as a bundle: nothing can be installed into it with pip."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import ErrorMessage, Message, text

IN_BUNDLE: Mapping[str, ErrorMessage] = MappingProxyType(
    {
        "model_runtime_missing": ErrorMessage(
            # Translators: the programs that run a model are not in this SeeSay; {detail} names one.
            Message(text("This SeeSay came without what runs models: {detail} is missing.")),
            # Translators: what to do; don't translate "seesay-full", a package's name.
            Message(text("Install the package seesay-full instead; your settings and models stay.")),
        ),
        "plotter_missing": ErrorMessage(
            # Translators: {detail} is a program's name; it draws plots, and this SeeSay came without it.
            Message(text("This SeeSay came without what draws plots: {detail} is missing.")),
            # Translators: what to do; don't translate "--plot".
            Message(text("Leave out --plot: the figures are told all the same.")),
        ),
    }
)
"""By the error's code; goes before what is told elsewhere."""
