"""The catalogue, the download and the store of models: command line and windows."""

from __future__ import annotations


class ModelMessages:
    """The catalogue, the download and the store of models: command line and windows."""
