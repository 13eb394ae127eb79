"""Where the log goes: standard error, warnings only, more by the environment variable SEESAY_LOG.

What is on the screen, recognised text and answers are never logged above DEBUG, by any room.
"""

from __future__ import annotations

import logging
import os

VARIABLE = "SEESAY_LOG"


def set_up() -> None:
    """Log from the level that SEESAY_LOG names (DEBUG, INFO, WARNING, ERROR); anything else is WARNING."""
    wanted = os.environ.get(VARIABLE, "").upper()
    level = logging.getLevelNamesMapping().get(wanted, logging.WARNING)
    logging.basicConfig(level=level, format="%(asctime)s.%(msecs)03d %(levelname)s %(name)s: %(message)s", datefmt="%T")
