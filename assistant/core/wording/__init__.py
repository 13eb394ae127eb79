"""Every sentence that a user hears or reads, in full and brief, with notes for translators.

The subjects' files declare the English; `Wording` puts it into the user's language. Nothing here knows a platform or
decides what to say.
"""

from __future__ import annotations

from assistant.core.wording.forms import ErrorMessage, Message, Plural
from assistant.core.wording.messages import M
from assistant.core.wording.settings import SettingMessages
from assistant.core.wording.windows import PracticeMessages
from assistant.core.wording.wording import DOMAIN, ErrorText, Wording, load_translations

__all__ = [
    "DOMAIN",
    "ErrorMessage",
    "ErrorText",
    "M",
    "Message",
    "Plural",
    "PracticeMessages",
    "SettingMessages",
    "Wording",
    "load_translations",
]
