"""What every typed error is, and those of the program itself. Take them from `core.errors`, which has all."""

from __future__ import annotations

from typing import ClassVar


class SeeSayError(Exception):
    """An ending that the user is told in one sentence.

    `code` finds the sentence and the hint in `wording`, `params` fill it, `exit_code` is the command line's.
    Adapters raise, only the session speaks. Values never hold recognised text.
    """

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 4
    types: ClassVar[dict[str, type[SeeSayError]]] = {}

    def __init__(self, **params: str) -> None:
        super().__init__(self.code, params)
        self.params = params

    def __init_subclass__(cls) -> None:
        """Keep every error by its code, so that it can be rebuilt on this side of a pipe."""
        SeeSayError.types[cls.code] = cls

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, SeeSayError) and self.params == other.params

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.params.items()))))

    @staticmethod
    def from_code(code: str, params: dict[str, str]) -> SeeSayError:
        """Rebuild an error; an unknown code is an internal error that names it."""
        kind = SeeSayError.types.get(code)
        return kind(**params) if kind else InternalError(detail=code)


class InternalError(SeeSayError):
    """A defect of ours; `detail` is the exception's type, never its data."""

    code = "internal"
    exit_code = 4


class UsageError(SeeSayError):
    """The command line was off; `detail` says how."""

    code = "usage"
    exit_code = 2


class NotRunning(SeeSayError):
    """A command is for the running SeeSay, and none runs."""

    code = "not_running"
    exit_code = 4


class AlreadyRunning(SeeSayError):
    """Another process of this user is the instance, and does not answer or must not be joined."""

    code = "already_running"
    exit_code = 4
