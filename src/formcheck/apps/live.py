"""Live coaching at the desktop: a workout in front of the camera."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from formcheck.apps.live_io import LiveIO, LiveIOOptions, PrintLine, open_live_io
from formcheck.apps.live_loop import EventPrinter, LiveLoop
from formcheck.apps.write import CAMERA, analysis_of, prepare_folder, save_set, set_folder
from formcheck.errors import FormcheckError, NobodySeen, NoCamera
from formcheck.exercises import catalog, find_exercise
from formcheck.frames.frame import Frame, SourceInfo
from formcheck.output.drawing.live_view import command_for
from formcheck.output.drawing.set_scenes import NOWHERE, scene_of
from formcheck.rules.exercise import Exercise
from formcheck.session.analysis import Analysis
from formcheck.session.results import ModelInfo
from formcheck.settings import AS_PRESCRIBED, Settings
from formcheck.workout.screen import Screen, WorkoutStage
from formcheck.workout.workout import Workout


@dataclass(frozen=True, slots=True)
class LiveOptions:
    """What to coach, and how.

    Attributes
    ----------
    exercise : str or None
        Id; None lets the person choose in the window.
    io : LiveIOOptions
        Camera, model, window and voice.
    folder : Path or None
        Where finished sets are saved.
    settings : Settings
        Settings of the exercise that is named, such as its variant.
    """

    exercise: str | None
    io: LiveIOOptions = field(default_factory=LiveIOOptions)
    folder: Path | None = None
    settings: Settings = AS_PRESCRIBED


@dataclass(slots=True)
class LiveRun:
    """The finished sets, the folders they were saved in, and how many frames were analysed or dropped.

    Attributes
    ----------
    failure : NoCamera or None
        Why the run ended, if the camera was given up; the sets up to then are finished and saved.
    """

    sets: list[Analysis] = field(default_factory=list)
    saved: list[Path] = field(default_factory=list)
    frames: int = 0
    dropped: int = 0
    failure: NoCamera | None = None


def live(options: LiveOptions, print_line: PrintLine) -> LiveRun:
    """Coach until the person has finished, or the file has ended.

    Parameters
    ----------
    print_line : callable
        Given one line for each event: stages, reps, what is said, trouble with the camera.

    Raises
    ------
    FormcheckError
        No camera, no display, no such exercise, folder not writable, nobody in a played file.
    """
    exercises = dict(catalog())
    if options.exercise is not None:
        exercises[options.exercise] = find_exercise(options.exercise).under(options.settings)
    elif not options.io.window:
        raise FormcheckError("without a window the exercise cannot be chosen: name it with -e.")
    if options.folder is not None:
        prepare_folder(options.folder)
    exercises = {name: exercise.with_model(options.io.model) for name, exercise in exercises.items()}
    outlines = any(e.needs_outlines for e in exercises.values() if options.exercise in (None, e.id))
    with open_live_io(options.io, print_line, outlines=outlines) as io:
        workout = LiveWorkout(options, exercises, io)
        LiveLoop(workout, io, EventPrinter(print_line)).run()
    return workout.outcome()


@dataclass(slots=True)
class LiveWorkout:
    """A workout as an activity of the live loop; its finished sets are analysed again and saved."""

    options: LiveOptions
    exercises: dict[str, Exercise]
    io: LiveIO
    _workout: Workout = field(init=False)
    _screen: Screen = field(init=False)
    _outcome: LiveRun = field(default_factory=LiveRun)

    def __post_init__(self) -> None:
        self._workout = Workout(self.exercises, self.io.camera.feed.size, recorded=self.io.played)
        self._screen = self._workout.tick(0.0)
        if self.options.exercise is not None:
            self._screen = self._workout.choose(self.options.exercise, 0.0)

    @property
    def watching(self) -> bool:
        """Whether the workout takes frames now."""
        return self._workout.watching

    @property
    def done(self) -> bool:
        """Whether the workout has come to its summary."""
        return self._workout.stage is WorkoutStage.SUMMARY

    over = done

    @property
    def may_quit(self) -> bool:
        """Whether no set is going on."""
        return self._workout.stage in (WorkoutStage.SUMMARY, WorkoutStage.CHOOSE)

    def step(self, frame: Frame) -> Screen:
        """Take the next frame."""
        if self._workout.notice is not None:
            self._workout.camera_returned()
        self._workout.notice = None
        return self._workout.step(self.io.estimator(frame))

    def wait(self, notice: str | None) -> Screen:
        """Time passes without a frame."""
        self._workout.notice = notice
        return self._workout.tick(self.io.camera.now_s())

    def press(self, key: str) -> Screen | None:
        """Do what a key asks for: a number chooses an exercise, others are commands."""
        now_s, ids = self.io.camera.now_s(), list(self.exercises)
        if self._workout.stage is WorkoutStage.CHOOSE and key.isdecimal() and 1 <= int(key) <= len(ids):
            return self._workout.choose(ids[int(key) - 1], now_s)
        command = command_for(key, self._screen)
        return None if command is None else self._workout.command(command, now_s)

    def finish(self) -> Iterator[Screen]:
        """End the set that is going on, and the workout."""
        yield self._workout.end(self.io.camera.now_s())

    def show(self, screen: Screen) -> None:
        """Show a screen, and save the sets that were finished since the last one."""
        self._screen = screen
        update, session = self._workout.update, self._workout.session
        scene = None if update is None or session is None else scene_of(update, session, self.io.size, NOWHERE)
        self.io.show(screen, scene, tuple(exercise.name for exercise in self.exercises.values()))
        self._save()

    def outcome(self) -> LiveRun:
        """The outcome of the run; a played file without anybody in it is an error, as in an analysis."""
        finished = self._workout.finished
        if self.io.played and finished and not finished[0].track.seen.any():
            raise NobodySeen(
                f"nobody was found in any picture of '{self.io.camera.feed.name}'. "
                "Film the whole body, well lit, from two to four metres away."
            )
        self._outcome.frames, self._outcome.dropped = self.io.frames, self.io.camera.dropped
        self._outcome.failure = self.io.failure
        return self._outcome

    def _save(self) -> None:
        for done in self._workout.finished[len(self._outcome.sets) :]:
            if not done.track.seen.any():
                return
            used, feed = self.io.estimator.model, self.io.camera.feed
            warnings = list(feed.warnings)
            source = SourceInfo(feed.name, CAMERA, *feed.size, frames=len(done.track), warnings=warnings)
            analysis = analysis_of(done, source, ModelInfo(name=used.name, sha256=used.sha256))
            self._outcome.sets.append(analysis)
            folder = self.options.folder
            if folder is not None:
                place = folder if self.io.played else set_folder(folder, done.number, analysis.exercise.id)
                save_set(analysis, place)
                self._outcome.saved.append(place)
                self.io.print_line(f"saved in {place}")
