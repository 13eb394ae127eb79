"""Which service of a child process answers for which kind of model."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OF_FAMILY: Mapping[str, str] = MappingProxyType(
    {"paligemma": "assistant.vision.paligemma.engine:create", "chat": "assistant.vision.chat:create"}
)
"""By the family of the catalogue; a family that is missing here answers nothing."""
PLANNED = "assistant.vision.planned:create"
"""The one of several models that fits this computer best."""
REMOTE = "assistant.vision.remote:create"
