"""Whoever imports the libraries that run models says first that there is no network: they heed it at their import."""

from __future__ import annotations

import os


def stay_offline() -> None:
    """Keep the libraries from the hub, for this process and its children."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")
