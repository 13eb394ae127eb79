"""Tells what is before a camera: the `Narration` port. What is done with the camera, and what that leads back to.

It lives on the owner's thread and blocks nowhere. What a view or a thing that is looked for means know `scene` and
`finding`; who speaks when knows `talk`.
"""

from __future__ import annotations

import logging

from assistant.core.camera import (
    Advice,
    Advised,
    FrameTaken,
    Measured,
    PageHeld,
    WatchEnded,
    WatchEvent,
    WatchMode,
    WatchOpened,
)
from assistant.core.camera_ports import CameraView, NarrationOptions, NarrationState
from assistant.core.domain import Earcon, Look, Picture, Source, SourceKind, Task
from assistant.core.errors import CameraLost, SeeSayError
from assistant.core.ports import AnswerSink
from assistant.core.wording.narration import NarrationMessages as N
from assistant.narration.announcer import Offer
from assistant.narration.finding import Finding
from assistant.narration.hold import Hold
from assistant.narration.looks import CAMERA, Looks, as_seen
from assistant.narration.measuring import COLOUR, LIGHT, colour_of, light_of
from assistant.narration.parts import NarratorParts, Timers, keep_options, options_of
from assistant.narration.scene import DESCRIPTION, Scene, SceneCalls
from assistant.narration.sketch import sketch_of
from assistant.narration.stopping import Stopping
from assistant.narration.talk import Talk

log = logging.getLogger(__name__)

_MODES = {
    NarrationState.OFF: WatchMode.STILL,
    NarrationState.NARRATING: WatchMode.CHANGES,
    NarrationState.READING: WatchMode.PAGE,
    NarrationState.FINDING: WatchMode.FRAMES,
}
_ENGINE_RETRY = 2.0
_ENGINE_TRIES = 3
_ENGINE_WITHIN = 60.0
_SETTLED = 0.1


class Narrator:
    """OFF → OPENING → NARRATING, READING or FINDING → back → OFF. `video` narrates a file in place of a camera.

    Stop, the key, silences the sentence and pauses the narration, whatever it does; how to go on is told once. A
    hotkey's request is answered first: meanwhile nothing is told, afterwards what has changed until then.
    """

    def __init__(self, parts: NarratorParts, video: str = "") -> None:
        self._parts = parts
        self._video = video
        # What is done, what is wanted of a camera that may still be opening, and what that leads back to.
        self._state = self._wanted = self._home = NarrationState.OFF
        self._errands: list[str] = []
        self._failures: list[float] = []
        self._timers = Timers(parts.timer)
        self._looks = Looks(parts.background, parts.planner, self._look_failed)
        self._hold = Hold(parts, self._hear, self._came_back)
        self._talk = Talk(
            parts,
            self._timers,
            choose=self._choose,
            is_silent=lambda: self._scene.is_silent,
            is_facing=self._is_facing,
            given=self._hint_given,
        )
        self._scene = self._new_scene()
        self._finding: Finding | None = None
        self._stopping = Stopping(
            parts, self._timers, is_on=lambda: self._hold.is_held, pause=self.pause, say=self._talk.say
        )
        parts.store.watch(self._settle)

    # --- the port -----------------------------------------------------------------------------------

    @property
    def state(self) -> NarrationState:
        """What is done now."""
        return self._state

    @property
    def options(self) -> NarrationOptions:
        """How it is told now."""
        return options_of(self._parts.store.settings)

    def set_options(self, options: NarrationOptions) -> None:
        """Tell otherwise from now on, with another camera where that changed; keeps it in the settings."""
        keep_options(self._parts, options)

    def _settle(self, names: frozenset[str]) -> None:
        """Take up changed settings, whoever changed them."""
        self._arm_most()
        if "camera.device" in names and self._hold.is_held:
            wanted = self._wanted
            self._hold.release()
            self._looks.leave()
            self._scene.leave()
            self._scene = self._new_scene()
            self._enter(wanted)

    def start(self) -> None:
        """Open the camera and tell what is there, then what changes."""
        self._leave()
        self._home = NarrationState.NARRATING
        self._scene = self._new_scene()
        self._enter(NarrationState.NARRATING)

    def pause(self) -> None:
        """Be silent at once and close the camera; harmless when it is off."""
        if self._hold.is_held or self._hold.is_awaited:
            self._leave()
            self._close()

    def now(self) -> None:
        """Tell what is there now, whatever was told before; where the camera is off, it is opened for that alone."""
        self._leave()
        self._errands.append(DESCRIPTION)
        self._enter(self._home)

    def read_held(self) -> None:
        """Wait for a page that is held still and whole, and read it; meanwhile advise how to hold it."""
        self._leave()
        self._talk.notice("page", N.HOLD_PAGE)
        self._enter(NarrationState.READING)

    def find(self, thing: str) -> None:
        """Lead to a thing with sound and words until it is in the middle."""
        self._leave()
        self._finding = Finding(
            thing,
            self._looks,
            self._parts.sounds,
            self._parts.wording,
            is_mirrored=self._is_facing,
            ready=self._hold.ready,
            reconsider=self._talk.reconsider,
            done=self._go_back,
        )
        self._enter(NarrationState.FINDING)

    def stop_finding(self) -> None:
        """Leave finding, or waiting for a page; go back to what was done before."""
        if self._wanted in (NarrationState.FINDING, NarrationState.READING):
            self._leave()
            self._go_back()

    def colour(self) -> None:
        """Say which colour is in the middle."""
        self._measure(COLOUR)

    def light(self) -> None:
        """Say how bright it is and where the light comes from."""
        self._measure(LIGHT)

    def watch(self, view: CameraView | None) -> None:
        """Tell that view everything from now on: at once the state and the cameras."""
        self._talk.view = view
        if view is not None:
            view.state(self._state, self._hold.name)
        self._hold.look(view)

    def close(self) -> None:
        """Let go of everything, without a word."""
        self.watch(None)
        self.pause()

    # --- what is done with the camera -----------------------------------------------------------------

    def _enter(self, wanted: NarrationState) -> None:
        """Do that with the camera, which is opened first where it is off. OFF: only the errands are done."""
        is_other = wanted is not self._wanted
        self._wanted = wanted
        is_reading = wanted is NarrationState.READING
        self._talk.begin(has_hints=is_reading or wanted is NarrationState.NARRATING, is_for_page=is_reading)
        if not self._hold.is_held:
            self._open()
        elif self._hold.is_open:
            if is_other:
                self._hold.watch(_MODES[wanted])
            self._entered()
        self._talk.reconsider()

    def _open(self) -> None:
        self._parts.sounds.play(Earcon.WORKING)
        self._set_state(NarrationState.OPENING)
        camera = Source(SourceKind.CAMERA, path=self.options.camera)
        source = Source(SourceKind.FILE, path=self._video) if self._video else camera
        self._hold.open(source, _MODES[self._wanted])

    def _entered(self) -> None:
        """Begin with what is wanted: the camera is open, in the right mode."""
        self._set_state(NarrationState.OPENING if self._wanted is NarrationState.OFF else self._wanted)
        self._arm_most()
        if any(errand != DESCRIPTION for errand in self._errands):
            self._hold.measure()
        if self._wanted is NarrationState.NARRATING:
            if DESCRIPTION in self._errands:
                self._errands.remove(DESCRIPTION)
                self._scene.begin()
            else:
                self._scene.go_on()
        elif self._wanted is NarrationState.FINDING or DESCRIPTION in self._errands:
            self._hold.ready()

    def _go_back(self) -> None:
        """Do again what was done before, or let go of the camera."""
        self._finding = None
        self._looks.leave()
        if self._home is NarrationState.OFF:
            self._close()
        else:
            self._enter(self._home)

    def _leave(self) -> None:
        """End what is done now, silently and at once; the camera stays as it is."""
        with self._stopping.own():
            self._parts.session.stop()
        self._scene.leave()
        self._looks.leave()
        self._talk.drop()
        self._finding = None
        self._errands.clear()
        self._timers.disarm("stop", "engine", "end")

    def _close(self) -> None:
        """Let go of the camera; what the voice was given is said to its end."""
        self._hold.release()
        self._scene.leave()
        self._looks.leave()
        self._talk.end()
        self._timers.disarm()
        self._wanted = self._home = NarrationState.OFF
        self._set_state(NarrationState.OFF)

    # --- what the camera tells ------------------------------------------------------------------------

    def _hear(self, event: WatchEvent) -> None:
        match event:
            case WatchOpened():
                # It may be wanted for something else by now.
                self._hold.watch(_MODES[self._wanted])
                self._entered()
            case FrameTaken(picture=picture):
                self._frame(picture)
            case PageHeld(picture=picture) if self._wanted is NarrationState.READING:
                self._page_held(picture)
            case Advised(advice=advice):
                self._talk.advised(advice, N.PAGE_WELL)
            case Measured():
                self._measured(event)
            case WatchEnded(error=error):
                if error is None:
                    self._await_last_word()
                else:
                    self._failed(error)
            case _:
                log.debug("nobody waits for a page")

    def _frame(self, picture: Picture) -> None:
        if DESCRIPTION in self._errands:
            self._describe_once(picture)
        elif self._finding is not None:
            self._finding.frame(picture)
        elif self._wanted is NarrationState.NARRATING:
            self._scene.frame(picture)

    def _describe_once(self, picture: Picture) -> None:
        self._errands.remove(DESCRIPTION)
        self._errand_done()
        if sketch_of(picture).is_blank:
            self._talk.say("blank", self._parts.wording.say(N.BLANK))
        else:
            look = Look(Task.DESCRIBE, CAMERA, detail=self.options.verbosity)
            self._answer(look, self._talk.judged(picture), self._talk.sink(DESCRIPTION))

    def _page_held(self, picture: Picture) -> None:
        self._talk.drop()
        self._go_back()
        self._parts.held(as_seen(picture))
        self._answer(Look(Task.READ, CAMERA), picture, self._talk.sink("page"))
        self._talk.say("page", self._parts.wording.say(N.PAGE_TAKEN))

    def _measure(self, what: str) -> None:
        self._errands = list(dict.fromkeys([*self._errands, what]))
        if not self._hold.is_held:
            self._enter(self._home)
        elif self._hold.is_open:
            self._hold.measure()

    def _measured(self, event: Measured) -> None:
        wording, is_facing = self._parts.wording, self._is_facing()
        wanted = [errand for errand in self._errands if errand != DESCRIPTION]
        self._errands = [errand for errand in self._errands if errand == DESCRIPTION]
        self._errand_done()
        for what in wanted:
            said = colour_of(event, wording) if what == COLOUR else light_of(event, wording, is_mirrored=is_facing)
            self._talk.say(what, said)

    def _errand_done(self) -> None:
        if self._wanted is NarrationState.OFF and not self._errands:
            self._close()

    def _await_last_word(self) -> None:
        """End once the last frame of a video was compared, and all of it told; that it ends is the last word."""
        is_busy = self._looks.is_busy or self._parts.session.is_busy or self._talk.is_waiting
        if is_busy or not self._parts.speech.is_idle:
            self._timers.arm("end", _SETTLED, self._await_last_word)
            return
        self._close()
        self._talk.say("ended", self._parts.wording.say(N.VIDEO_ENDED))
        self._parts.ended(None)

    def _failed(self, error: SeeSayError) -> None:
        """Tell why there is no picture any more; a camera that was unplugged is waited for."""
        name, home = self._hold.name, self._home
        self._close()
        self._parts.session.report(error)
        if self._talk.view is not None:
            self._talk.view.failed(error)
        if isinstance(error, CameraLost) and home is NarrationState.NARRATING:
            self._hold.await_return(name)
        self._parts.ended(error)

    def _came_back(self, name: str) -> None:
        self._talk.say("camera", self._parts.wording.say(N.BACK, camera=name))
        self._home = NarrationState.NARRATING
        self._scene = self._new_scene()
        self._enter(NarrationState.NARRATING)

    def _look_failed(self, error: SeeSayError) -> None:
        """Try again after a while: the engine is started anew. What fails again and again is told, and ends it."""
        now = self._parts.now()
        self._failures = [*(at for at in self._failures if now - at < _ENGINE_WITHIN), now]
        if len(self._failures) < _ENGINE_TRIES:
            self._timers.arm("engine", _ENGINE_RETRY, self._hold.now)
        else:
            self._failures.clear()
            self._failed(error)

    # --- what is said -----------------------------------------------------------------------------------

    def _choose(self) -> Offer | None:
        if self._finding is not None:
            return self._finding.offer()
        return self._scene.offer() if self._wanted is NarrationState.NARRATING else None

    def _hint_given(self, advice: Advice) -> None:
        if advice in (Advice.DARK, Advice.COVERED):
            self._scene.knows_dark()

    # --- small parts --------------------------------------------------------------------------------------

    def _answer(self, look: Look, picture: Picture, sink: AnswerSink) -> None:
        """Let the session answer from a frame; that it silences what was spoken is no stop of the user's."""
        with self._stopping.own():
            self._parts.session.look_at(look, as_seen(picture), sink)

    def _is_facing(self) -> bool:
        return not self._video and self._parts.store.settings.flag("camera.faces_me")

    def _new_scene(self) -> Scene:
        parts = self._parts
        calls = SceneCalls(
            parts.session,
            self._answer,
            self._looks,
            parts.timer,
            parts.wording,
            next_frame=self._hold.ready,
            newest_frame=self._hold.now,
            detail=lambda: self.options.verbosity,
            reconsider=self._talk.reconsider,
            tell=self._talk.tell,
        )
        return Scene(calls)

    def _set_state(self, state: NarrationState) -> None:
        self._state = state
        if self._talk.view is not None:
            self._talk.view.state(state, self._hold.name)

    def _arm_most(self) -> None:
        """Tell the view again after so long, where the user wants that."""
        self._timers.disarm("most")
        if self.options.most and self._state is NarrationState.NARRATING:
            self._timers.arm("most", self.options.most, self._most_passed)

    def _most_passed(self) -> None:
        self._scene.describe_again()
        self._arm_most()
