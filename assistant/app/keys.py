"""The keys as the settings want them: bound one by one, or letters after the layer's key, or both.

Which keys there are is the core's to say, how a key is had the hotkeys'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.core.domain import Command
from assistant.core.errors import HotkeyError
from assistant.core.keys import KeyPlan
from assistant.core.ports import Hotkeys, PostCommand
from assistant.hotkeys.backends import open_hotkeys
from assistant.hotkeys.told import Told


class BoundKeys:
    """Opens what a plan needs, closes what it no longer needs.

    `post` and `tell` are called from threads of theirs; `describe` words a command for the desktop's own lists.
    """

    def __init__(self, post: PostCommand, tell: Callable[[Told], None], describe: Callable[[Command], str]) -> None:
        self._post = post
        self._tell = tell
        self._describe = describe
        self._open: dict[str, Hotkeys] = {}

    def bind(self, plan: KeyPlan) -> list[HotkeyError]:
        """Bind what the plan says, in place of everything before; return what could not be had."""
        wanted: dict[str, Mapping[Command, str]] = {}
        if plan.layer_key:
            wanted[plan.layer_key] = plan.letters
        if plan.keys or not wanted:
            wanted[""] = plan.keys
        for layer in self._open.keys() - wanted.keys():
            self._open.pop(layer).close()
        errors: list[HotkeyError] = []
        for layer, keys in wanted.items():
            if layer not in self._open:
                self._open[layer] = open_hotkeys(self._post, layer, self._tell, self._describe)
            errors += self._open[layer].bind(keys)
        return list(dict.fromkeys(errors))

    def listen_for_control(self, is_wanted: bool) -> None:
        """While wanted, a bare Control press stops."""
        for hotkeys in [*self._open.values()][:1]:
            hotkeys.listen_for_control(is_wanted)

    def close(self) -> None:
        """Give every key back."""
        while self._open:
            self._open.popitem()[1].close()
