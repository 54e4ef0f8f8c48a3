"""Runs the single-leg bridge test before a camera, step by step: what to do now, on the screen and aloud."""

from dataclasses import dataclass, field
from pathlib import Path

from formcheck.apps.assess import write_assessment
from formcheck.apps.live_io import LAST_S, LOST, EventPrinter, LiveIO, LiveIOOptions, Tell, open_live_io
from formcheck.apps.write import prepare_folder
from formcheck.assessment.assessment import Assessment, finish_assessment
from formcheck.assessment.guide.guide import Guide
from formcheck.assessment.protocol import EXERCISE, HOLD, LEG_LOWER, REPS, Protocol
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest, TestUpdate
from formcheck.assessment.tracked_run import TrackedRun, finish_run
from formcheck.errors import FormcheckError
from formcheck.exercises import find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.output.drawing.assessment_scenes import live_scene
from formcheck.output.drawing.live_view import command_for
from formcheck.output.pages.assessment_report import difference_words, headline
from formcheck.session.results import ModelInfo
from formcheck.session.run_log import RunLog
from formcheck.workout.screen import Command, Screen

KEYS = {Command.START: "Enter go on"}
"""What keys do here, where it is not what they do in a workout."""


@dataclass(frozen=True, slots=True)
class AssessLiveOptions:
    """How a person wants to be tested.

    Attributes
    ----------
    protocol : Protocol
        What is done.
    desk : LiveIOOptions
        Camera, model, window and voice.
    folder : Path or None
        Where the result is saved.
    """

    protocol: Protocol = LEG_LOWER
    desk: LiveIOOptions = field(default_factory=LiveIOOptions)
    folder: Path | None = None


def assess_live(options: AssessLiveOptions, tell: Tell) -> Assessment:
    """Lead through the test until both sides are done, the person has finished, or the file has ended.

    Parameters
    ----------
    tell : callable
        Given one line for each event: what to do, trials, what is said, trouble with the camera.

    Raises
    ------
    FormcheckError
        A protocol that is not guided, no camera, no display, folder not writable, nobody in the pictures.
    """
    if options.protocol is REPS:
        raise FormcheckError(
            f"{REPS.id} is not guided live: use `formcheck live -e {EXERCISE}`, or film it and name the clip here."
        )
    if options.folder is not None:
        prepare_folder(options.folder)
    with open_live_io(options.desk, tell) as desk:
        testing = Testing(options, desk)
        try:
            testing.run()
        except KeyboardInterrupt:
            testing.finish()
        return testing.outcome()


@dataclass(slots=True)
class Testing:
    """One run: takes pictures, hands poses to the guide, and shows and says what comes of it."""

    __test__ = False  # no test case: pytest would take the name for one

    options: AssessLiveOptions
    desk: LiveIO
    _guide: Guide = field(init=False)
    _log: RunLog[TestUpdate] = field(default_factory=RunLog)
    _told: EventPrinter = field(init=False)
    _screen: Screen = field(init=False)
    _assessment: Assessment | None = None
    _quit: bool = False

    def __post_init__(self) -> None:
        protocol = self.options.protocol
        test = SingleLegBridgeTest(find_exercise(EXERCISE), protocol, self.desk.camera.feed.size)
        self._guide = Guide(test, recorded=self.options.desk.played)
        self._told = EventPrinter(self.desk.tell, None if protocol is HOLD else "lowering")
        self._screen = self._guide.tick(0.0)

    def run(self) -> None:
        """Until the test is over, and its result was shown."""
        while not self._guide.done and not self._quit:
            self._turn()
        self.finish()
        until_s = self.desk.camera.now_s() + LAST_S
        while self.desk.window is not None and not self._quit:
            self.desk.look()
            self._take(self._guide.tick(self.desk.camera.now_s()))
            self._quit = self.desk.key() in ("q", "closed") or (
                self.options.desk.played and self.desk.camera.now_s() >= until_s
            )

    def finish(self) -> None:
        """The test is over: work out its result, save it, show it."""
        if self._assessment is not None:
            return
        self._guide.end()
        self._take(self._guide.tick(self.desk.camera.now_s()))
        assessment = self._assessment = finish_assessment([self._tracked_run()], self.options.protocol)
        if self.options.folder is not None:
            write_assessment(assessment, [Path(self.desk.camera.feed.name)], self.options.folder, video=False)
        lines = [difference_words(assessment), *assessment.result.advice]
        shown = [line for line in lines if line is not None]
        self._take(self._guide.conclude(headline(assessment), shown, self.desk.camera.now_s()))

    def outcome(self) -> Assessment:
        """What came of it."""
        assert self._assessment is not None
        return self._assessment

    def _tracked_run(self) -> TrackedRun:
        width, height = self.desk.camera.feed.size
        source = SourceInfo(self.desk.camera.feed.name, "camera", width, height, frames=self.desk.frames)
        used = self.desk.estimator.model
        return finish_run(self._guide.test, self._log, source, ModelInfo(name=used.name, sha256=used.sha256))

    def _turn(self) -> None:
        """One picture, or a short wait without one."""
        frame = self.desk.look()
        if self.desk.camera.ended:
            self._guide.end()
        elif frame is not None:
            self._guide.notice = None
            pose = self.desk.estimator(frame)
            screen = self._guide.step(pose)
            assert self._guide.update is not None
            self._log.add(pose, self._guide.update)
            self._take(screen)
        else:
            self._guide.notice = LOST if self.desk.camera.lost else None
            self._take(self._guide.tick(self.desk.camera.now_s()))
        self._keys()

    def _take(self, screen: Screen) -> None:
        """Show, tell and say what there is."""
        self._screen = screen
        self._told.about(screen)
        update = self._guide.update
        scene = None if update is None else live_scene(update, self._guide.test, self.desk.size)
        self.desk.show(screen, scene, keys=KEYS)

    def _keys(self) -> None:
        """Do what a key asks for."""
        key = self.desk.key()
        if key == "closed":
            self._quit = True
        elif key is not None:
            command = command_for(key, self._screen)
            if command is not None:
                self._take(self._guide.command(command, self.desk.camera.now_s()))
