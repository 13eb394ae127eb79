"""The pages of the welcome: what each asks below its words, and what becomes of it.

A page knows nothing of the others. It keeps each choice at once, so that nothing is lost when the user leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QListWidget, QPushButton, QSlider, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from assistant.core.domain import Command, VoiceInfo
from assistant.core.languages import LANGUAGES
from assistant.core.models import ModelAction, ModelEvent, ModelJobEnded, ModelsListed
from assistant.core.welcome import STEPS, KeysFound, Step, Welcoming, voices_for
from assistant.core.wording import M, Wording
from assistant.core.wording.welcome import WelcomeEndMessages as E
from assistant.core.wording.welcome import WelcomeKeysMessages as K
from assistant.core.wording.welcome import WelcomeLanguageMessages as L
from assistant.core.wording.welcome import WelcomeMessages as W
from assistant.core.wording.welcome import WelcomeModelMessages as C
from assistant.ui import welcome_text
from assistant.ui.model_panel import ModelCalls, ModelPanel
from assistant.ui.own_voice import FOLLOWED, without_mnemonic
from assistant.ui.widgets import button

STILL = 15.0
"""Seconds between two signs of life while this computer is looked at."""
_LIST_LINES = 5
_RATE_STEP, _VOLUME_STEP, _PAGE = 5, 5, 20
_RATE, _VOLUME, _VOICE, _BESIDE = "speech.rate", "speech.volume", "speech.voice", "speech.beside_reader"
_LOGIN, _NETWORK = "ui.start_with_session", "privacy.network"


@dataclass(frozen=True, slots=True)
class PageCalls:
    """What pages call.

    `say` says in place of what is said, in a language; `tell` is heard only where no screen reader reads the window.
    `renew` has the page's words written anew and says them, or after what is said that which is new of them; `add` says
    a sentence after what is said: both also beside a screen reader, which does not tell what changes where nobody
    moves. `take_up` has the language as the settings ask by now.
    """

    welcoming: Welcoming
    say: Callable[[str, str], None]
    tell: Callable[[str], None]
    renew: Callable[[str], None]
    add: Callable[[str], None]
    take_up: Callable[[], None]
    practise: Callable[[str, Callable[[], None]], None]
    key_of: Callable[[Command], str]
    is_screen_reader_running: Callable[[], bool]
    models: ModelCalls


class Page(QWidget):
    """One page. `first` is where the arrow keys go from the words; `default` what Enter presses instead of Next."""

    def __init__(self, wording: Wording, calls: PageCalls) -> None:
        super().__init__()
        self.wording = wording
        self.calls = calls
        self.first: QWidget | None = None
        self.default: QPushButton | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)

    @property
    def words(self) -> str:
        """What is written and said when the page is shown."""
        raise NotImplementedError

    def begin(self) -> None:
        """Do what is done as soon as the page is shown."""

    def go_on(self) -> None:
        """Take what was chosen: the user goes on to the next step."""

    def leave(self) -> None:
        """Tidy up: the page goes, wherever to."""

    def take(self, event: ModelEvent) -> None:
        """Take what the manager of models tells."""

    def labelled(self, text: str, control: QWidget) -> None:
        """Add a control below its label."""
        name = QLabel(text)
        name.setBuddy(control)
        control.setAccessibleName(without_mnemonic(text))
        self.column.addWidget(name)
        self.column.addWidget(control)


class OfferPage(Page):
    """Asks whether to go on where the welcome was left; `go` gets the step, None for no more."""

    def __init__(self, wording: Wording, calls: PageCalls, left_at: Step, go: Callable[[Step | None], None]) -> None:
        super().__init__(wording, calls)
        self._left_at = left_at
        self.default = button(wording.say(W.GO_ON), lambda: go(left_at))
        self.column.addWidget(self.default)
        self.column.addWidget(button(wording.say(W.ANEW), lambda: go(STEPS[0])))
        self.column.addWidget(button(wording.say(W.NO_MORE), lambda: go(None)))
        self.column.addStretch()
        self.first = self.default

    @property
    def words(self) -> str:
        """Tell which step it was."""
        name = self.wording.say(welcome_text.STEP_NAMES[self._left_at])
        return self.wording.say(W.OFFER, n=STEPS.index(self._left_at) + 1, step=name)


class LanguagePage(Page):
    """Each language says itself. It is taken when the user goes on."""

    def __init__(self, wording: Wording, calls: PageCalls) -> None:
        super().__init__(wording, calls)
        self._codes = [each.code for each in LANGUAGES.values() if each.is_interface]
        self._list = QListWidget()
        # It speaks for itself: no voice may say a language's name in another one.
        self._list.setProperty(FOLLOWED, True)
        self._list.addItems([LANGUAGES[code].name for code in self._codes])
        self._list.setMinimumHeight(_LIST_LINES * self.fontMetrics().lineSpacing())
        if wording.language in self._codes:
            self._list.setCurrentRow(self._codes.index(wording.language))
        self._list.currentRowChanged.connect(self._say)
        self.labelled(wording.say(L.LANGUAGE_LIST), self._list)
        self.first = self._list

    @property
    def words(self) -> str:
        """Ask for the language."""
        return self.wording.say(L.LANGUAGE)

    def go_on(self) -> None:
        """Take the chosen language."""
        code = self._codes[self._list.currentRow()]
        if code != self.wording.language:
            self.calls.welcoming.keep("ui.language", code)
            self.calls.take_up()

    def _say(self, row: int) -> None:
        if self._list.hasFocus() and not self.calls.is_screen_reader_running():
            code = self._codes[row]
            told = self.calls.welcoming.wording_in(code).say(L.LANGUAGE_THIS, language=LANGUAGES[code].name)
            self.calls.say(told, code)


class VoicePage(Page):
    """Voice, rate and volume; each change is kept and heard at once."""

    def __init__(self, wording: Wording, calls: PageCalls) -> None:
        super().__init__(wording, calls)
        settings = calls.welcoming.settings
        self._has_reader = calls.is_screen_reader_running()
        self._names = [""]
        self._voices = QListWidget()
        self._voices.setProperty(FOLLOWED, True)
        self._voices.addItem(wording.say(L.VOICE_USUAL))
        self._voices.setCurrentRow(0)
        self._voices.setMinimumHeight(_LIST_LINES * self.fontMetrics().lineSpacing())
        self._voices.currentRowChanged.connect(self._chose)
        if self._has_reader:
            self._add_reader(settings.text(_BESIDE))
        self.labelled(wording.say(L.VOICE_LIST), self._voices)
        self._add_slider(wording.say(L.RATE), (-100, 100, _RATE_STEP), settings.number(_RATE), self._rated)
        self._add_slider(wording.say(L.VOLUME), (0, 100, _VOLUME_STEP), settings.number(_VOLUME), self._loud)
        self.first = self._voices

    @property
    def words(self) -> str:
        """Ask how SeeSay shall sound."""
        return self.wording.say(L.VOICE_READER if self._has_reader else L.VOICE)

    def begin(self) -> None:
        """Ask for the voices."""
        self.calls.welcoming.list_voices(self._listed)

    def _listed(self, found: Sequence[VoiceInfo]) -> None:
        if not Shiboken.isValid(self):
            return  # the user has gone on meanwhile
        chosen = self.calls.welcoming.settings.text(_VOICE)
        self._names += voices_for(self.wording.language, found)
        with QSignalBlocker(self._voices):
            self._voices.addItems(self._names[1:])
            self._voices.setCurrentRow(self._names.index(chosen) if chosen in self._names else 0)

    def _chose(self, row: int) -> None:
        self.calls.welcoming.keep(_VOICE, self._names[row])
        self._sample(self.wording.say(L.VOICE_SAMPLE, voice=self._voices.item(row).text()))

    def _rated(self, rate: int) -> None:
        self.calls.welcoming.keep(_RATE, rate)
        self._sample(self.wording.say(M.RATE_IS, rate=rate))

    def _loud(self, percent: int) -> None:
        self.calls.welcoming.keep(_VOLUME, percent)
        self._sample(self.wording.say(L.VOLUME_IS, percent=percent))

    def _sample(self, text: str) -> None:
        # Beside a screen reader, too: it is the change that is to be heard.
        self.calls.say(text, self.wording.language)

    def _add_slider(self, text: str, span: tuple[int, int, int], value: int, changed: Callable[[int], None]) -> None:
        slider = QSlider(Qt.Orientation.Horizontal)
        low, high, step = span
        slider.setRange(low, high)
        slider.setSingleStep(step)
        slider.setPageStep(_PAGE)
        slider.setValue(value)
        slider.valueChanged.connect(changed)
        self.labelled(text, slider)

    def _add_reader(self, chosen: str) -> None:
        box = QComboBox()
        choices = {"auto": L.BESIDE_AUTO, "own": L.BESIDE_OWN, "both": L.BESIDE_BOTH}
        for value, message in choices.items():
            box.addItem(self.wording.say(message), value)
        box.setCurrentIndex(list(choices).index(chosen))
        box.currentIndexChanged.connect(lambda row: self.calls.welcoming.keep(_BESIDE, box.itemData(row)))
        self.labelled(self.wording.say(L.BESIDE), box)


class KeysPage(Page):
    """One key is tried on the practice page, which takes the welcome's place meanwhile."""

    def __init__(self, wording: Wording, calls: PageCalls) -> None:
        super().__init__(wording, calls)
        self._found: KeysFound = calls.welcoming.keys()
        self._came: bool | None = None
        self._is_trying = False
        self._try = button(wording.say(K.TRY), self._go)
        self.column.addWidget(self._try)
        self.column.addStretch()
        self.first = self.default = self._try

    @property
    def words(self) -> str:
        """Tell how a key is tried, or what came of it."""
        if self._came is None:
            return welcome_text.keys(self.wording, self._found)
        return welcome_text.tried(self.wording, self._found, is_good=self._came)

    def _go(self) -> None:
        key = self.wording.key(self._found.key)
        hint = self.wording.say(K.NOW, key=key) if self._found.key else self.wording.say(K.NOW_WITHOUT)
        self.calls.practise(hint, self._back)
        self._is_trying = True
        self.calls.welcoming.begin_trial(self._found)

    def leave(self) -> None:
        """Wait for no key any more: nobody comes back to this page."""
        if self._is_trying:
            self._is_trying = False
            self.calls.welcoming.end_trial()

    def _back(self) -> None:
        self._is_trying = False
        self._came = self.calls.welcoming.end_trial()
        self.default = None if self._came else self._try
        self.calls.renew("")


class ComputerPage(Page):
    """What this computer has, at once, and what that means for a model, as soon as it was tried."""

    def __init__(self, wording: Wording, calls: PageCalls) -> None:
        super().__init__(wording, calls)
        self._listed: ModelsListed | None = None
        self._thorough: ModelsListed | None = None
        self._is_over = False
        self._disarm: Callable[[], None] = lambda: None
        self.column.addStretch()

    @property
    def words(self) -> str:
        """Tell what is known so far."""
        told = [*welcome_text.hardware(self.wording, self._listed)]
        told += (
            [*welcome_text.meaning(self.wording, self._thorough)] if self._is_over else [self.wording.say(C.LOOKING)]
        )
        return " ".join(told)

    def begin(self) -> None:
        """Look quickly, then thoroughly."""
        self._wait()
        self.calls.models.manager.refresh()

    def leave(self) -> None:
        """Wait no more."""
        self._is_over = True
        self._disarm()

    def take(self, event: ModelEvent) -> None:
        """Tell what was found: first what there is, then what it means."""
        if self._is_over:
            return
        if isinstance(event, ModelsListed) and not event.is_thorough:
            self._look_closer(event)
            return
        if isinstance(event, ModelsListed):
            self._thorough = event
            self._listed = event if event.computer is not None else self._listed
        elif not (isinstance(event, ModelJobEnded) and event.job.action is ModelAction.LIST):
            return
        self.leave()
        self.calls.renew(" ".join(welcome_text.meaning(self.wording, self._thorough)))

    def _look_closer(self, event: ModelsListed) -> None:
        """Tell what a quick look has found, the first time: other windows have some of their own."""
        if self._listed is not None:
            return
        self._listed = event
        self.calls.models.manager.refresh(is_thorough=True)
        if known := " ".join(welcome_text.hardware(self.wording, event)):
            self.calls.renew(known)

    def _wait(self) -> None:
        self._disarm = self.calls.welcoming.after(STILL, self._still)

    def _still(self) -> None:
        self.calls.add(self.wording.say(M.STILL_WORKING))
        self._wait()


class ModelPage(Page):
    """The panel of the models' window, with the one that suits this computer chosen."""

    def __init__(self, wording: Wording, calls: PageCalls) -> None:
        super().__init__(wording, calls)
        self._panel = ModelPanel(wording, calls.models)
        self._is_chosen = False
        self.column.addWidget(self._panel, 1)
        self.first = self._panel.list

    @property
    def words(self) -> str:
        """Ask whether a model is wanted."""
        job = self.calls.models.manager.job
        told = [self.wording.say(C.ARRIVING, model=job.model)] if job is not None else []
        if not self.calls.welcoming.settings.flag(_NETWORK):
            told.append(self.wording.say(C.NETWORK_OFF))
        return " ".join([*told, self.wording.say(C.MODEL)])

    def begin(self) -> None:
        """Look anew which models there are."""
        self.calls.models.manager.refresh()

    def leave(self) -> None:
        """Close the panel's dialogs."""
        self._panel.close_dialogs()

    def take(self, event: ModelEvent) -> None:
        """Show it in the panel."""
        self._panel.take(event)
        if isinstance(event, ModelsListed) and event.best and not self._is_chosen:
            self._is_chosen = True
            self._panel.choose(event.best)


class FinishPage(Page):
    """The keys to remember, and whether SeeSay starts with the session."""

    def __init__(self, wording: Wording, calls: PageCalls) -> None:
        super().__init__(wording, calls)
        self._box = QCheckBox(wording.say(E.LOGIN))
        self._box.setChecked(calls.welcoming.settings.flag(_LOGIN))
        self._describe()
        self._box.toggled.connect(self._ticked)
        self.column.addWidget(self._box)
        self.column.addStretch()
        self.first = self._box

    @property
    def words(self) -> str:
        """Tell which keys to remember."""
        return welcome_text.end(self.wording, self.calls.welcoming.keys(), self.calls.key_of)

    def _ticked(self, is_on: bool) -> None:
        self.calls.welcoming.keep(_LOGIN, is_on)
        self._describe()
        self.calls.tell(self._state())

    def _describe(self) -> None:
        # A screen reader tells by itself whether a box is ticked.
        self._box.setAccessibleDescription("" if self.calls.is_screen_reader_running() else self._state())

    def _state(self) -> str:
        return self.wording.say(E.LOGIN_ON if self._box.isChecked() else E.LOGIN_OFF)
