"""The single-leg bridge test in front of the camera: guides through it step by step, on the screen and aloud."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from formcheck.apps.assess import output_names, write_assessment
from formcheck.apps.live_io import LiveIO, LiveIOOptions, PrintLine, open_live_io
from formcheck.apps.live_loop import EventPrinter, LiveLoop
from formcheck.apps.write import CAMERA, prepare_folder
from formcheck.assessment.assessment import Assessment, finish_assessment
from formcheck.assessment.details import TestDetails
from formcheck.assessment.guide.guide import Guide
from formcheck.assessment.guide.reps_guide import RepsGuide
from formcheck.assessment.protocol import EXERCISE, LEG_LOWER, REPS, Protocol, ProtocolId
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest, TestUpdate
from formcheck.assessment.tracked_run import TrackedRun, finish_run, finish_set
from formcheck.exercises import find_exercise
from formcheck.frames.frame import Frame, SourceInfo
from formcheck.output.drawing.assessment_scenes import live_reps_scene, live_scene
from formcheck.output.drawing.live_view import command_for
from formcheck.output.drawing.scene import Scene
from formcheck.output.pages.assessment_report import difference_words, headline
from formcheck.session.results import ModelInfo
from formcheck.session.run_log import RunLog
from formcheck.session.session import Session
from formcheck.session.update import Update
from formcheck.workout.screen import Command, Screen

KEYS = {Command.START: "Enter go on"}
"""Labels of the keys that do something else here than in a workout."""

COUNTED: dict[ProtocolId, str | None] = {"leg-lower/1": "lowering", "hold/1": None, "reps/1": "rep"}
"""What the count of each protocol counts; None if it is not printed."""


@dataclass(frozen=True, slots=True)
class AssessLiveOptions:
    """Which test to run, and how.

    Attributes
    ----------
    protocol : Protocol
        Which of the protocols of the test.
    io : LiveIOOptions
        Camera, model, window and voice.
    folder : Path or None
        Where the result is saved.
    details : TestDetails
        Whose test it is, its date, a note, and an earlier test to compare it with.
    """

    protocol: Protocol = LEG_LOWER
    io: LiveIOOptions = field(default_factory=LiveIOOptions)
    folder: Path | None = None
    details: TestDetails = field(default_factory=TestDetails)


def assess_live(options: AssessLiveOptions, print_line: PrintLine) -> Assessment:
    """Guide through the test until both sides are done, the person has finished, or the file has ended.

    Parameters
    ----------
    print_line : callable
        Given one line for each event: what to do, trials, what is said, trouble with the camera.

    Raises
    ------
    FormcheckError
        No camera, no display, folder not writable, nobody in any frame; or the camera
        was given up, after what there is was saved.
    """
    if options.folder is not None:
        prepare_folder(options.folder, output_names(1, video=False), options.details.files)
    with open_live_io(options.io, print_line, outlines=options.protocol is LEG_LOWER) as io:
        test = LiveAssessment(options, io)
        printer = EventPrinter(print_line, COUNTED[options.protocol.id])
        LiveLoop(test, io, printer).run()
        if io.failure is not None:
            raise io.failure
        return test.outcome()


@dataclass(slots=True)
class LiveAssessment:
    """The guided test as an activity of the live loop."""

    options: AssessLiveOptions
    io: LiveIO
    _guide: Guide | RepsGuide = field(init=False)
    _screen: Screen = field(init=False)
    _log: RunLog[TestUpdate] = field(default_factory=RunLog)
    _reps_log: RunLog[Update] = field(default_factory=RunLog)
    _assessment: Assessment | None = None

    def __post_init__(self) -> None:
        exercise, size = find_exercise(EXERCISE), self.io.camera.feed.size
        if self.options.protocol is REPS:
            session = Session(exercise.with_model(self.io.estimator.model.name), size)
            self._guide = RepsGuide(session, recorded=self.io.played)
        else:
            test = SingleLegBridgeTest(exercise, self.options.protocol, size)
            self._guide = Guide(test, recorded=self.io.played)
        self._screen = self._guide.tick(0.0)

    @property
    def watching(self) -> bool:
        """Whether the test takes frames now."""
        return not self._guide.done

    @property
    def done(self) -> bool:
        """Whether the last step of the test is done."""
        return self._guide.done

    @property
    def over(self) -> bool:
        """Whether the result is on the screen."""
        return self._assessment is not None

    may_quit = over

    def step(self, frame: Frame) -> Screen:
        """Take the next frame."""
        self._guide.notice = None
        pose = self.io.estimator(frame)
        guide = self._guide
        screen = guide.step(pose)
        if isinstance(guide, RepsGuide):
            assert guide.update is not None
            self._reps_log.add(pose, guide.update)
        else:
            assert guide.update is not None
            self._log.add(pose, guide.update)
        return screen

    def wait(self, notice: str | None) -> Screen:
        """Time passes without a frame."""
        if not self.done:
            self._guide.notice = notice
        return self._guide.tick(self.io.camera.now_s())

    def press(self, key: str) -> Screen | None:
        """Do what a key asks for; nothing once the result is on the screen."""
        command = None if self.over else command_for(key, self._screen)
        return None if command is None else self._guide.command(command, self.io.camera.now_s())

    def finish(self) -> Iterator[Screen]:
        """End the test, work out its result and save it; nothing if that was done before."""
        if self._assessment is not None:
            return
        self._guide.end()
        yield self._guide.tick(self.io.camera.now_s())
        assessment = self._assessment = finish_assessment(
            [self._tracked_run()], self.options.protocol, self.options.details
        )
        if self.options.folder is not None:
            write_assessment(assessment, [Path(self.io.camera.feed.name)], self.options.folder, video=False)
        lines = [difference_words(assessment), *not_judged_lines(assessment), *assessment.result.advice]
        shown = [line for line in lines if line is not None]
        yield self._guide.conclude(headline(assessment), shown, self.io.camera.now_s())

    def show(self, screen: Screen) -> None:
        """Show a screen."""
        self._screen = screen
        self.io.show(screen, self._scene(), keys=KEYS)

    def _scene(self) -> Scene | None:
        guide = self._guide
        if isinstance(guide, RepsGuide):
            return None if guide.update is None else live_reps_scene(guide.update, guide.session, self.io.size)
        return None if guide.update is None else live_scene(guide.update, guide.test, self.io.size)

    def outcome(self) -> Assessment:
        """The result of the test."""
        assert self._assessment is not None
        return self._assessment

    def _tracked_run(self) -> TrackedRun:
        used, feed = self.io.estimator.model, self.io.camera.feed
        warnings = list(feed.warnings)
        source = SourceInfo(feed.name, CAMERA, *feed.size, frames=self.io.frames, warnings=warnings)
        model = ModelInfo(name=used.name, sha256=used.sha256)
        if isinstance(self._guide, RepsGuide):
            return finish_set(self._reps_log, source, model)
        return finish_run(self._guide.test, self._log, source, model)


def not_judged_lines(assessment: Assessment) -> list[str]:
    """For each side that is not judged, why."""
    sides = assessment.result.sides.items()
    return [f"{side.capitalize()} leg not judged: {r.reason}." for side, r in sides if r.result == "not-judged"]
