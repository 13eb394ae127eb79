"""What would make a camera's picture better."""

from __future__ import annotations

from enum import StrEnum


class Advice(StrEnum):
    """What would make the picture better. CUT_x: a page runs over that edge; FACE_x: a face touches it."""

    DARK = "dark"
    BRIGHT = "bright"
    BLURRED = "blurred"
    COVERED = "covered"
    UPSIDE_DOWN = "upside_down"
    CUT_LEFT = "cut_left"
    CUT_RIGHT = "cut_right"
    CUT_TOP = "cut_top"
    CUT_BOTTOM = "cut_bottom"
    FACE_LEFT = "face_left"
    FACE_RIGHT = "face_right"
    FACE_TOP = "face_top"
    FACE_BOTTOM = "face_bottom"
