"""The errors that mean: nothing was done to the screen. Take them from `core.errors`, which has all."""

from __future__ import annotations

from assistant.core.error_base import SeeSayError


class ActError(SeeSayError):
    """Nothing was done."""

    code = "act"
    exit_code = 7


class NothingToActOn(ActError):
    """No place on the screen is known for what the cursor is on."""

    code = "nothing_to_act_on"


class NotOfScreen(ActError):
    """The picture shows no screen, so that nothing in it can be acted on; `source` is its kind."""

    code = "not_of_screen"


class TargetUnclear(ActError):
    """Which thing is meant can't be told; `why` is none, several, inexact or unsure."""

    code = "target_unclear"


class TargetChanged(ActError):
    """The place does not look as it did in the picture: the window has moved, gone or changed."""

    code = "target_changed"


class NoAccessibleAction(ActError):
    """The thing can't be focused or pressed by its program; `act` is focus or press."""

    code = "no_accessible_action"


class ControlSilent(ActError):
    """The program was asked to act and did not answer in time: it may have done it, or will."""

    code = "control_silent"


class ControlRefused(ActError):
    """The program answered that it did not do it, or can't at the moment."""

    code = "control_refused"


class PointerForbidden(ActError):
    """This desktop lets no program move the pointer; `desktop` names it, `how` is macos where permission helps."""

    code = "pointer_forbidden"


class PointerRefused(ActError):
    """The user, or the desktop, did not allow SeeSay to move the pointer this time."""

    code = "pointer_refused"


class PointerHeld(ActError):
    """The pointer did not go where it was sent: another program holds it."""

    code = "pointer_held"


class KeysHeld(ActError):
    """Control, Alt, Shift or Super is held down, so that a click would mean something else."""

    code = "keys_held"


class HandsStalled(ActError):
    """The desktop did not answer in time."""

    code = "hands_stalled"
