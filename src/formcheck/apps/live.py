"""Live coaching at the desktop: camera, pose model, the flow of stages, a window or lines of text, and a voice."""

from dataclasses import dataclass, field
from pathlib import Path

from formcheck.apps.live_io import LAST_S, LOST, EventPrinter, LiveIO, LiveIOOptions, Tell, open_live_io
from formcheck.apps.write import analysis_of, prepare_folder, save_set, set_folder
from formcheck.errors import FormcheckError, NobodySeen
from formcheck.exercises import catalog, find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.output.drawing.layout import Box
from formcheck.output.drawing.live_view import command_for
from formcheck.output.drawing.set_scenes import scene_of
from formcheck.rules.exercise import Exercise
from formcheck.session.analysis import Analysis
from formcheck.session.results import ModelInfo
from formcheck.settings import AS_PRESCRIBED, Settings
from formcheck.workout.screen import Command, Screen, WorkoutStage
from formcheck.workout.workout import Workout

_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """How a person wants to be coached.

    Attributes
    ----------
    exercise : str or None
        Id; None lets the person choose in the window.
    desk : LiveIOOptions
        Camera, model, window and voice.
    folder : Path or None
        Where finished sets are saved.
    settings : Settings
        What is declared about the exercise that is named: a variant.
    """

    exercise: str | None
    desk: LiveIOOptions = field(default_factory=LiveIOOptions)
    folder: Path | None = None
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
    elif not options.desk.window:
        raise FormcheckError("without a window the exercise cannot be chosen: name it with -e.")
    if options.folder is not None:
        prepare_folder(options.folder)
    outlines = any(e.needs_outlines for e in exercises.values() if options.exercise in (None, e.id))
    with open_live_io(options.desk, tell, outlines=outlines) as desk:
        coach = Coaching(options, exercises, desk)
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
    desk: LiveIO
    _flow: Workout = field(init=False)
    _screen: Screen = field(init=False)
    _told: "EventPrinter" = field(init=False)
    _run: LiveRun = field(default_factory=LiveRun)
    _quit: bool = False

    def __post_init__(self) -> None:
        self._flow = Workout(self.exercises, self.desk.camera.feed.size, recorded=self.options.desk.played)
        self._told = EventPrinter(self.desk.tell)
        self._screen = self._flow.tick(0.0)
        if self.options.exercise is not None:
            self._screen = self._flow.choose(self.options.exercise, 0.0)

    def run(self) -> None:
        """Until the person quits, or a file has ended and its summary was shown."""
        over_s: float | None = None
        while not self._quit:
            self._turn()
            if self._flow.stage is not WorkoutStage.SUMMARY:
                over_s = None
                continue
            over_s = self.desk.camera.now_s() if over_s is None else over_s
            shown = LAST_S if self.desk.window is not None else 0.0
            if (self._flow.recorded or self.desk.window is None) and self.desk.camera.now_s() - over_s >= shown:
                return

    def finish(self) -> None:
        """End the set that is going on."""
        self._take(self._flow.end(self.desk.camera.now_s()))

    def outcome(self) -> LiveRun:
        """What came of it; a played file without anybody in it is an error, as in an analysis."""
        played = self._flow.recorded
        if played and self._flow.finished and not self._flow.finished[0].track.seen.any():
            raise NobodySeen(
                f"nobody was found in any picture of '{self.desk.camera.feed.name}'. "
                "Film the whole body, well lit, from two to four metres away."
            )
        self._run.frames, self._run.dropped = self.desk.frames, self.desk.camera.dropped
        return self._run

    def _turn(self) -> None:
        """One picture, or a short wait without one."""
        frame = self.desk.look()
        if self.desk.camera.ended and self._flow.stage is not WorkoutStage.SUMMARY:
            self.finish()
        elif frame is not None and self._flow.watching:
            if self._flow.notice is not None:
                self._flow.back()
            self._flow.notice = None
            self._take(self._flow.step(self.desk.estimator(frame)))
        else:
            self._flow.notice = LOST if self.desk.camera.lost and not self.desk.camera.ended else None
            self._take(self._flow.tick(self.desk.camera.now_s()))
        self._keys()

    def _take(self, screen: Screen) -> None:
        """Show, say and save what there is."""
        self._screen = screen
        self._told.about(screen)
        update, session = self._flow.update, self._flow.session
        scene = None if update is None or session is None else scene_of(update, session, self.desk.size, _NOWHERE)
        self.desk.show(screen, scene, tuple(exercise.name for exercise in self._flow.exercises.values()))
        self._save()

    def _keys(self) -> None:
        """Do what a key asks for."""
        key = self.desk.key()
        if key == "closed":
            self.finish()
            self._quit = True
        elif key == "q" and self._flow.stage in (WorkoutStage.SUMMARY, WorkoutStage.CHOOSE):
            self._quit = True
        elif key is not None:
            self._ask(key)

    def _ask(self, key: str) -> None:
        now_s = self.desk.camera.now_s()
        ids = list(self._flow.exercises)
        if self._flow.stage is WorkoutStage.CHOOSE and key.isdecimal() and 1 <= int(key) <= len(ids):
            self._take(self._flow.choose(ids[int(key) - 1], now_s))
        command: Command | None = command_for(key, self._screen)
        if command is not None:
            self._take(self._flow.command(command, now_s))

    def _save(self) -> None:
        """Judge and save the sets that were finished since the last time."""
        for done in self._flow.finished[len(self._run.sets) :]:
            if not done.track.seen.any():
                return
            used = self.desk.estimator.model
            width, height = self.desk.camera.feed.size
            source = SourceInfo(self.desk.camera.feed.name, "camera", width, height, frames=len(done.track))
            analysis = analysis_of(done, source, ModelInfo(name=used.name, sha256=used.sha256))
            self._run.sets.append(analysis)
            folder = self.options.folder
            if folder is not None:
                place = folder if self._flow.recorded else set_folder(folder, done.number, analysis.exercise.id)
                save_set(analysis, place)
                self._run.saved.append(place)
                self.desk.tell(f"saved in {place}")
