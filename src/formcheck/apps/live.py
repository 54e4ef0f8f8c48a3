"""Live coaching at the desktop: camera, pose model, the flow of stages, a window or lines of text, and a voice."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from formcheck.apps.save import analysis_of, save_set, set_folder
from formcheck.apps.write import prepare_folder
from formcheck.coaching.analysis import Analysis
from formcheck.coaching.flow import Flow
from formcheck.coaching.results import ModelInfo
from formcheck.coaching.rules import Exercise
from formcheck.coaching.screen import Command, Screen, Stage
from formcheck.errors import FormcheckError, NobodySeen
from formcheck.exercises import catalog, find_exercise
from formcheck.frames.camera import Camera, is_file, open_camera
from formcheck.frames.frame import Frame, SourceInfo
from formcheck.output.layout import Box
from formcheck.output.live_view import command_for, compose
from formcheck.output.scene import mirrored, scene_of
from formcheck.output.voice import Voice
from formcheck.output.window import Window
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.recorded import LONGEST_PX
from formcheck.settings import AS_PRESCRIBED, Settings

WAIT_S = 0.1
"""Longest wait for a picture before keys and clock are looked at again."""

LAST_S = 4.0
"""How long the summary of a played file stays in the window; chosen."""

LOST = "The camera gives no pictures. Plug it in again: your set is kept."

_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """How a person wants to be coached.

    Attributes
    ----------
    exercise : str or None
        Id; None lets the person choose in the window.
    source : str
        Number of a webcam, address of a stream, or a file to be played.
    model : str
        Pose model.
    folder : Path or None
        Where finished sets are saved.
    window, full_screen, mute, mirror : bool
        Whether there is a window, over the whole screen; whether the voice keeps silent; whether the person
        sees themselves as in a mirror (a played file never is).
    settings : Settings
        What is declared about the exercise that is named: a variant.
    """

    exercise: str | None
    source: str = "0"
    model: str = "full"
    folder: Path | None = None
    window: bool = True
    full_screen: bool = False
    mute: bool = False
    mirror: bool = True
    settings: Settings = AS_PRESCRIBED


@dataclass(slots=True)
class LiveRun:
    """What came of it: the finished sets, and how the pictures went."""

    sets: list[Analysis] = field(default_factory=list)
    saved: list[Path] = field(default_factory=list)
    frames: int = 0
    dropped: int = 0


def live(options: LiveOptions, tell: Tell) -> LiveRun:
    """Coach until the person has finished, or the file has ended.

    Parameters
    ----------
    tell : callable
        Given one line for each event: stages, reps, what is said, trouble with the camera.

    Raises
    ------
    FormcheckError
        No camera, no display, no such exercise, folder not writable, nobody in a played file.
    """
    exercises = dict(catalog())
    if options.exercise is not None:
        exercises[options.exercise] = find_exercise(options.exercise).under(options.settings)
    elif not options.window:
        raise FormcheckError("without a window the exercise cannot be chosen: name it with -e.")
    if options.folder is not None:
        prepare_folder(options.folder)
    window = Window("formcheck", full_screen=options.full_screen) if options.window else None
    camera = open_camera(options.source, LONGEST_PX)
    with ExitStack() as stack:
        outlines = any(e.needs_outlines for e in exercises.values() if options.exercise in (None, e.id))
        estimator = stack.enter_context(PoseEstimator(options.model, outlines))
        voice = None if options.mute else stack.enter_context(Voice(tell))
        if window is not None:
            stack.enter_context(window)
        stack.enter_context(camera)  # last: a file begins to play now
        coach = Coaching(options, exercises, camera, estimator, window, voice, tell)
        try:
            coach.run()
        except KeyboardInterrupt:
            coach.finish()
    return coach.outcome()


@dataclass(slots=True)
class Coaching:
    """One run: takes pictures, hands poses to the flow, and shows and says what comes of it."""

    options: LiveOptions
    exercises: dict[str, Exercise]
    camera: Camera
    estimator: PoseEstimator
    window: Window | None
    voice: Voice | None
    tell: Tell
    _flow: Flow = field(init=False)
    _screen: Screen = field(init=False)
    _told: "Told" = field(init=False)
    _frame: Frame | None = None
    _frames: int = 0
    _run: LiveRun = field(default_factory=LiveRun)
    _quit: bool = False

    def __post_init__(self) -> None:
        played = is_file(self.options.source)
        self._flow = Flow(self.exercises, self.camera.feed.size, recorded=played)
        self._told = Told(self.tell)
        self._screen = self._flow.tick(0.0)
        if self.options.exercise is not None:
            self._screen = self._flow.choose(self.options.exercise, 0.0)

    def run(self) -> None:
        """Until the person quits, or a file has ended and its summary was shown."""
        over_s: float | None = None
        while not self._quit:
            self._turn()
            if self._flow.stage is not Stage.SUMMARY:
                over_s = None
                continue
            over_s = self.camera.now_s() if over_s is None else over_s
            shown = LAST_S if self.window is not None else 0.0
            if (self._flow.recorded or self.window is None) and self.camera.now_s() - over_s >= shown:
                return

    def finish(self) -> None:
        """End the set that is going on."""
        self._take(self._flow.end(self.camera.now_s()))

    def outcome(self) -> LiveRun:
        """What came of it; a played file without anybody in it is an error, as in an analysis."""
        played = self._flow.recorded
        if played and self._flow.finished and not self._flow.finished[0].track.seen.any():
            raise NobodySeen(
                f"nobody was found in any picture of '{self.camera.feed.name}'. "
                "Film the whole body, well lit, from two to four metres away."
            )
        self._run.frames, self._run.dropped = self._frames, self.camera.dropped
        return self._run

    def _turn(self) -> None:
        """One picture, or a short wait without one."""
        frame = self.camera.newest(WAIT_S)
        if frame is not None:
            self._frames += 1
            self._frame = frame
        if self.camera.ended and self._flow.stage is not Stage.SUMMARY:
            self.finish()
        elif frame is not None and self._flow.watching:
            if self._flow.notice is not None:
                self._flow.back()
            self._flow.notice = None
            self._take(self._flow.step(self.estimator(frame)))
        else:
            self._flow.notice = LOST if self.camera.lost and not self.camera.ended else None
            self._take(self._flow.tick(self.camera.now_s()))
        self._keys()

    def _take(self, screen: Screen) -> None:
        """Show, say and save what there is."""
        self._screen = screen
        self._told.about(screen)
        if screen.say is not None and self.voice is not None:
            self.voice.say(screen.say.text)
        if self.window is not None:
            self.window.show(self._composed(screen))
        self._save()

    def _composed(self, screen: Screen) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        frame, update, session = self._frame, self._flow.update, self._flow.session
        menu = tuple(exercise.name for exercise in self._flow.exercises.values())
        voice = "none" if self.voice is None else "muted" if self.voice.muted else "on"
        if frame is None:
            return compose(screen, None, None, menu, voice)
        size = (float(frame.rgb.shape[1]), float(frame.rgb.shape[0]))
        scene = None if update is None or session is None else scene_of(update, session, size, _NOWHERE)
        as_mirror = self.options.mirror and not self._flow.recorded
        rgb = np.ascontiguousarray(frame.rgb[:, ::-1]) if as_mirror else frame.rgb
        if scene is not None:
            scene = mirrored(scene) if as_mirror else scene.without_panel()
        return compose(screen, rgb, scene, menu, voice)

    def _keys(self) -> None:
        """Do what a key asks for."""
        if self.window is None:
            return
        key = self.window.key()
        if self.window.closed:
            self.finish()
            self._quit = True
        elif key == "f":
            self.window.turn_full_screen()
        elif key == "m" and self.voice is not None:
            self.voice.mute(not self.voice.muted)
        elif key == "q" and self._flow.stage in (Stage.SUMMARY, Stage.CHOOSE):
            self._quit = True
        elif key is not None:
            self._ask(key)

    def _ask(self, key: str) -> None:
        now_s = self.camera.now_s()
        ids = list(self._flow.exercises)
        if self._flow.stage is Stage.CHOOSE and key.isdecimal() and 1 <= int(key) <= len(ids):
            self._take(self._flow.choose(ids[int(key) - 1], now_s))
        command: Command | None = command_for(key, self._screen)
        if command is not None:
            self._take(self._flow.command(command, now_s))

    def _save(self) -> None:
        """Judge and save the sets that were finished since the last time."""
        for done in self._flow.finished[len(self._run.sets) :]:
            if not done.track.seen.any():
                return
            used = self.estimator.model
            width, height = self.camera.feed.size
            source = SourceInfo(self.camera.feed.name, "camera", width, height, frames=len(done.track))
            analysis = analysis_of(done, source, ModelInfo(name=used.name, sha256=used.sha256))
            self._run.sets.append(analysis)
            folder = self.options.folder
            if folder is not None:
                place = folder if self._flow.recorded else set_folder(folder, done.number, analysis.exercise.id)
                save_set(analysis, place)
                self._run.saved.append(place)
                self.tell(f"saved in {place}")


@dataclass(slots=True)
class Told:
    """Turns screens into one line for each event."""

    tell: Tell
    _stage: Stage | None = None
    _headline: str = ""
    _count: int = 0
    _notice: str | None = None

    def about(self, screen: Screen) -> None:
        """Tell what is new."""
        if screen.stage is not self._stage:
            self._stage, self._count = screen.stage, 0
            self.tell(f"[{screen.stage}]")
        if screen.headline != self._headline:
            self._headline = screen.headline
            if screen.headline:
                self.tell(screen.headline)
                if screen.stage in (Stage.REST, Stage.SUMMARY):
                    for line in screen.lines:
                        self.tell(f"  {line}")
        if screen.count > self._count:
            self._count = screen.count
            self.tell(f"rep {screen.count}")
        if screen.notice != self._notice:
            self._notice = screen.notice
            if screen.notice is not None:
                self.tell(screen.notice)
        if screen.say is not None:
            self.tell(f"{screen.say.time_s:6.1f} s  “{screen.say.text}”")
