"""The commands that print lists: keys, voices, settings, doctor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.app.desktop_keys import keys_elsewhere
from assistant.app.house import keys_of, load_wording, open_store
from assistant.app.settling import settle_outside
from assistant.cli import print_json, print_lines
from assistant.cli.client import hand_over
from assistant.core.domain import Command
from assistant.core.errors import InternalError
from assistant.core.setting_words import title
from assistant.core.settings import parse, setting
from assistant.core.settings_file import sentence
from assistant.core.settings_table import SETTINGS, Setting
from assistant.core.wording import M

if TYPE_CHECKING:
    from argparse import Namespace

    from assistant.core.settings_store import SettingsStore
    from assistant.core.wording import Wording


def run(options: Namespace) -> int:
    """Do the command; return the exit code."""
    return {"keys": _keys, "voices": _voices, "settings": _settings, "doctor": _doctor}[options.command](options)


def _keys(options: Namespace) -> int:
    store = open_store()
    words, plan = load_wording(store.settings), keys_of(store.settings)
    # Who runs knows which keys it really has; otherwise these are the ones that it will ask for.
    answer = hand_over("keys") or {}
    had = answer.get("keys")
    keys = had if isinstance(had, dict) else {str(command): plan.shown(command) for command in Command}
    bound = [(command, str(keys[command])) for command in Command if keys.get(command)]
    if options.json:
        print_json([{"command": str(name), "key": key, "text": words.command(name)} for name, key in bound])
    else:
        print_lines(words.full(M.KEY_LINE, key=key, action=words.command(name)) for name, key in bound)
        print_lines(keys_elsewhere(words))
    return 0


def _voices(options: Namespace) -> int:
    from assistant.app.speaking import all_voices

    found = list(all_voices())
    if options.json:
        print_json([{"backend": name, "name": v.name, "languages": list(v.languages)} for name, v in found])
    else:
        words = load_wording()
        print_lines(
            f"{name}: " + words.full(M.VOICE_LINE, name=voice.name, languages=", ".join(voice.languages))
            for name, voice in found
        )
    return 0


def _settings(options: Namespace) -> int:
    store = open_store()
    match options.action:
        case "list":
            return _show(SETTINGS, store, options, with_sentence=True)
        case "set":
            settle_outside(store)
            store.set(options.name, parse(options.name, options.value))
            hand_over("reload")
        case "reset":
            settle_outside(store)
            store.reset(options.name)
            hand_over("reload")
    return _show([setting(options.name)], store, options, with_sentence=False)


def _show(declared: Iterable[Setting], store: SettingsStore, options: Namespace, *, with_sentence: bool) -> int:
    words = load_wording(store.settings)
    if options.json:
        shown = [_value(entry, store, words) for entry in declared]
        print_json(shown if with_sentence else shown[0])
        return 0
    for entry in declared:
        value = entry.show(store.settings.get(entry.name))
        if with_sentence:
            print(words.full(M.SETTING_LINE, name=entry.name, value=value, sentence=_sentence(entry, words)))
        else:
            print(value)
    return 0


def _value(entry: Setting, store: SettingsStore, words: Wording) -> dict[str, object]:
    value, default = store.settings.get(entry.name), entry.default
    return {
        "name": entry.name,
        "value": list(value) if isinstance(value, tuple) else value,
        "default": list(default) if isinstance(default, tuple) else default,
        "title": title(entry, words),
        "text": sentence(entry, words),
        "choices": list(entry.choices),
    }


def _sentence(entry: Setting, words: Wording) -> str:
    """Return what a setting is called in its window, and what it is for; a command's key says both at once."""
    told = sentence(entry, words)
    return told if entry.command else f"{title(entry, words)}. {told}"


def _doctor(options: Namespace) -> int:
    from assistant.doctor.checks import checks
    from assistant.doctor.examine import examine, line, summary

    words = load_wording()
    findings = []
    for finding in examine(checks(words), words):
        findings.append(finding)
        if not options.json:
            print(line(finding, words), flush=True)
    if options.json:
        print_json([{"part": f.part, "works": f.works, "message": f.message, "mend": f.mend} for f in findings])
    else:
        print(summary(findings, words))
    return 0 if all(finding.works for finding in findings) else InternalError.exit_code
