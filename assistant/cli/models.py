"""`seesay models`: lists, fetches, imports, checks and removes models and language packs, and keeps keys.

It works in its own process, also where SeeSay runs. A download is left softly by SIGINT and SIGTERM: what has arrived
stays. A window reads the lines of --progress-json.
"""

from __future__ import annotations

import getpass
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from assistant.app.house import data_folder, load_wording, open_store
from assistant.app.network import require_network
from assistant.cli import INTERRUPTED, complain, models_list, print_json, print_lines
from assistant.cli.models_progress import Teller
from assistant.core.domain import Task
from assistant.core.errors import (
    DownloadError,
    GateClosed,
    ModelBroken,
    ModelError,
    ModelNotInstalled,
    ModelsBusy,
    TokenNeeded,
    TokenRefused,
    UsageError,
)
from assistant.core.models import HUB_SETTINGS, ModelState
from assistant.core.servers import host_of
from assistant.core.wording import M
from assistant.core.wording.models import FILE_DAMAGES
from assistant.system import paths, secrets
from assistant.system.logs import set_up
from assistant.vision import catalogue
from assistant.vision.fitting import quick_look, thorough_look
from assistant.vision.packs import Packs, is_pack
from assistant.vision.store import Store, look_at
from assistant.vision.store.files import gigabytes

if TYPE_CHECKING:
    from argparse import Namespace

    from assistant.core.wording import Wording
    from assistant.vision.hardware import Hardware
    from assistant.vision.store import Damage, Record

_PACK_SUFFIX = ".traineddata"
_HUB_NAMES = frozenset({"hub", "huggingface.co"})
_LONGEST_SECRET = 4096


def run(options: Namespace) -> int:
    """Do the command; return the exit code."""
    set_up()
    # SIGINT too: what a shell starts in the background ignores it, and so would Python.
    for number in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGBREAK", signal.SIGTERM)):
        signal.signal(number, _leave)
    return _Models(options).run()


def _leave(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


class _Models:
    """One command: its options, the words it is told in, and what it works on."""

    def __init__(self, options: Namespace) -> None:
        self._options = options
        self._words: Wording = load_wording()
        data = data_folder()
        self._store = Store(data)
        self._packs = Packs(data)
        self._is_for_programs = options.json or getattr(options, "progress_json", False)
        self._teller = Teller(self._words, is_lines=getattr(options, "progress_json", False), is_silent=options.json)

    def run(self) -> int:
        return {
            "list": self._list,
            "show": self._show,
            "install": self._install,
            "import": self._import,
            "verify": self._verify,
            "remove": self._remove,
            "key": self._key,
        }[self._options.action]()

    @property
    def _name(self) -> str:
        """The model that is meant; its repository's name is taken as well."""
        given = str(self._options.name)
        entry = catalogue.entry_of_repository(given)
        return entry.name if entry else given

    def _say(self, sentence: str) -> None:
        if not self._is_for_programs:
            print(sentence, flush=True)

    def _tell_result(self, **more: object) -> int:
        """End a command that worked; an instance that runs learns of it."""
        if self._options.json:
            print_json({"ok": True, **more})
        from assistant.cli.client import hand_over
        from assistant.core.errors import SeeSayError

        try:
            hand_over("reload")
        except (SeeSayError, OSError):
            # What was asked for is done; an instance that doesn't listen learns of it at its next start.
            return 0
        return 0

    # --- lists --------------------------------------------------------------------------------------

    def _list(self) -> int:
        if self._options.what == "packs":
            if self._options.json:
                print_json(models_list.pack_records(self._packs))
            else:
                print_lines(models_list.pack_lines(self._packs, self._words))
        elif self._options.json:
            print_json(models_list.model_records(self._store, self._hardware(), self._words))
        else:
            print_lines(models_list.model_lines(self._store, self._hardware(), self._words))
            if not self._options.fit:
                print(self._words.full(M.MODEL_FIT))
        return 0

    def _show(self) -> int:
        if is_pack(self._name):
            if self._options.json:
                print_json(models_list.pack_record(self._packs, self._name))
            else:
                print(models_list.pack_line(self._packs, self._name, self._words))
        elif self._options.json:
            print_json(models_list.record(self._store, self._name, self._hardware(), self._words))
        else:
            print_lines(models_list.show_lines(self._store, self._name, self._hardware(), self._words))
        return 0

    def _hardware(self) -> Hardware | None:
        if not self._options.fit:
            return quick_look()
        return thorough_look(paths.state_dir_if_any())

    # --- coming -------------------------------------------------------------------------------------

    def _install(self) -> int:
        if is_pack(self._name):
            require_network(open_store().settings)
            self._packs.install(self._name, on_progress=self._teller)
            self._say(self._words.full(M.INSTALLED, name=self._name))
            return self._tell_result(name=self._name)
        entry = catalogue.entry(self._name)
        if self._store.state(self._name) is ModelState.INSTALLED:
            self._say(self._words.full(M.INSTALLED_ALREADY, name=self._name))
            return self._tell_result(name=self._name)
        try:
            record = self._fetch(entry)
        except KeyboardInterrupt:
            self._say(self._words.full(M.PAUSED, name=self._name))
            return INTERRUPTED
        self._fetch_masks(entry)
        self._say(self._words.full(M.INSTALLED, name=self._name))
        return self._tell_result(name=self._name, commit=record.commit)

    def _fetch(self, entry: catalogue.ModelEntry) -> Record:
        require_network(open_store().settings)
        token = self._token(entry)
        size = gigabytes(self._store.size(entry.name))
        self._say(self._words.full(M.FETCHING, name=entry.name, size=size, licence=entry.licence))
        while True:
            try:
                return self._store.install(entry.name, token=token, on_progress=self._teller)
            except TokenNeeded as error:
                token = self._ask_token(entry)
                if token is None:
                    raise error from None
            except TokenRefused as error:
                secrets.forget(secrets.HUB)
                token = self._ask_again(error, entry)
            except GateClosed as error:
                self._wait_for_agreement(error, entry)

    def _token(self, entry: catalogue.ModelEntry) -> str | None:
        """Return the token to begin with: the one that is handed over, or kept; none for what needs none."""
        if self._options.token_stdin:
            return self._keep(secrets.HUB, _clean(sys.stdin.readline()))
        if not entry.is_gated:
            return None
        return secrets.get(secrets.HUB) or self._ask_token(entry)

    @property
    def _has_somebody(self) -> bool:
        return not self._is_for_programs and not self._options.token_stdin and sys.stdin.isatty()

    def _ask_token(self, entry: catalogue.ModelEntry) -> str | None:
        """Explain the gate step by step and take the token; None where nobody is there to give one, or wants to."""
        if not self._has_somebody:
            return None
        print(self._words.full(M.MODEL_GATED))
        print(self._words.full(M.GATE_ONE, page=entry.page))
        print(self._words.full(M.GATE_TWO, page=HUB_SETTINGS))
        print(self._words.full(M.GATE_THREE))
        given = _hidden(self._words.full(M.TOKEN_PROMPT))
        return self._keep(secrets.HUB, _clean(given)) if given.strip() else None

    def _ask_again(self, error: TokenRefused, entry: catalogue.ModelEntry) -> str:
        if self._has_somebody:
            complain(error, as_json=False)
        token = self._ask_token(entry)
        if token is None:
            raise error from None
        return token

    def _wait_for_agreement(self, error: GateClosed, entry: catalogue.ModelEntry) -> None:
        if not self._has_somebody:
            raise error from None
        print(self._words.error(error).message)
        try:
            input(self._words.full(M.GATE_AGREE, page=entry.page) + " ")
        except EOFError:
            raise error from None

    def _fetch_masks(self, entry: catalogue.ModelEntry) -> None:
        """Fetch what outlines are made with; a model works without it, so that a failure is told and no more."""
        is_wanted = entry.family == "paligemma" and Task.OUTLINE in entry.tasks
        if is_wanted and self._store.state(catalogue.MASKS) is not ModelState.INSTALLED:
            try:
                self._store.install(catalogue.MASKS)
            except (ModelError, ModelsBusy) as error:
                if not self._is_for_programs:
                    complain(error, as_json=False)
            except KeyboardInterrupt:
                # The model itself is here: what runs learns of it.
                self._say(self._words.full(M.PAUSED, name=catalogue.MASKS))

    def _import(self) -> int:
        path = Path(self._options.path).expanduser()
        if path.suffix == _PACK_SUFFIX:
            taken = self._packs.import_file(path, on_progress=self._teller)
            self._say(self._words.full(M.INSTALLED, name=taken.name))
            return self._tell_result(name=taken.name)
        asked = self._options
        source = look_at(path, name=asked.name or "", family=asked.family or "", training=asked.training or "")
        record = self._store.import_from(source, self._teller)
        self._say(self._words.full(M.INSTALLED, name=record.name))
        return self._tell_result(name=record.name)

    # --- checking and going ---------------------------------------------------------------------------

    def _verify(self) -> int:
        if is_pack(self._name):
            return self._verify_pack()
        if self._options.repair:
            require_network(open_store().settings)
            damages = self._store.repair(self._name, token=secrets.get(secrets.HUB), on_progress=self._teller)
        else:
            damages = self._store.verify(self._name, self._teller)
        for damage in damages:
            self._say(self._words.full(M.FILE_WRONG, file=damage.path, why=self._words.full(FILE_DAMAGES[damage.why])))
        if damages and not self._options.repair:
            raise ModelBroken(model=self._name, file=damages[0].path)
        self._tell_right(damages)
        return self._tell_result(name=self._name, damaged=[damage.path for damage in damages])

    def _tell_right(self, damages: tuple[Damage, ...]) -> None:
        if damages:
            self._say(self._words.count(M.FILES_REPAIRED, len(damages), name=self._name))
        else:
            count = len(self._store.record(self._name).files)
            self._say(self._words.count(M.FILES_RIGHT, count, name=self._name))

    def _verify_pack(self) -> int:
        why = self._packs.verify(self._name)
        if why == "missing":
            raise ModelNotInstalled(model=self._name)
        if why is not None and not self._options.repair:
            raise ModelBroken(model=self._name, file=self._packs.path(self._name).name)
        if why is not None:
            require_network(open_store().settings)
            self._packs.install(self._name, on_progress=self._teller)
            self._say(self._words.count(M.FILES_REPAIRED, 1, name=self._name))
        else:
            self._say(self._words.count(M.FILES_RIGHT, 1, name=self._name))
        return self._tell_result(name=self._name, damaged=[] if why is None else [self._packs.path(self._name).name])

    def _remove(self) -> int:
        if is_pack(self._name):
            self._packs.remove(self._name)
        else:
            self._store.remove(self._name)
        self._say(self._words.full(M.REMOVED, name=self._name))
        return self._tell_result(name=self._name)

    # --- keys ---------------------------------------------------------------------------------------

    def _key(self) -> int:
        host = str(self._options.host)
        if host not in _HUB_NAMES:
            host = host_of(host)
        name = secrets.HUB if host in _HUB_NAMES else secrets.server(host)
        if self._options.forget:
            secrets.forget(name)
            self._say(self._words.full(M.SECRET_FORGOTTEN, host=host))
        elif self._options.token_stdin:
            self._keep(name, _clean(sys.stdin.readline()))
        elif self._has_somebody:
            self._keep(name, _clean(_hidden(self._words.full(M.KEY_PROMPT, host=host))))
        else:
            raise UsageError(detail="--token-stdin")
        return self._tell_result()

    def _keep(self, name: str, secret: str) -> str:
        try:
            where = secrets.put(name, secret)
        except (OSError, RuntimeError) as error:
            raise DownloadError(model=name, why="disk", detail=type(error).__name__) from error
        if where == secrets.KEYRING:
            self._say(self._words.full(M.SECRET_IN_KEYRING))
        else:
            self._say(self._words.full(M.SECRET_IN_FILE, path=where))
        return secret


def _hidden(prompt: str) -> str:
    """Ask for something that is not shown while it is typed; empty where the input ends."""
    try:
        return getpass.getpass(prompt + " ")
    except EOFError:
        return ""


def _clean(given: str) -> str:
    """Return a secret as it is sent. Raises `UsageError` for what can be none; it is not repeated."""
    secret = given.strip()
    if not secret or len(secret) > _LONGEST_SECRET or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise UsageError(detail="token")
    return secret
