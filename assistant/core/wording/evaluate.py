"""The score of a model on the user's own pictures."""

from __future__ import annotations


class EvaluateMessages:
    """The score of a model on the user's own pictures."""
