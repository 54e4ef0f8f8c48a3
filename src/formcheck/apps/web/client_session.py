"""One person's place at the server: the workout, and the pose estimator while pictures come in."""

import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from formcheck.apps.web import messages as wire
from formcheck.apps.write import CAMERA, analysis_of, save_set, set_folder
from formcheck.exercises import catalog, find_exercise
from formcheck.frames.frame import Frame, SourceInfo
from formcheck.frames.images import decode_jpeg
from formcheck.output.drawing.layout import Box
from formcheck.output.drawing.scene import Scene
from formcheck.output.drawing.set_scenes import scene_of
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.pose import Pose
from formcheck.session.results import ModelInfo
from formcheck.workout.screen import Screen, WorkoutStage
from formcheck.workout.workout import FinishedSet, Workout

SLOW_FPS = 8.0
"""Fewer pictures a second are told on the screen: docs/sources.md#live."""

SLOW = "Slow: fewer than 8 pictures a second. Move slowly, or close other programs."

RATE_OVER_S = 4.0
"""Span over which the rate is measured."""

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class ClientSession:
    """State of one connection, and of nobody else's; used by one thread at a time.

    Parameters
    ----------
    start : Start
        What the client said first.
    model : str
        Pose model for pictures.
    folder : Path or None
        Where finished sets are saved; None keeps nothing.
    """

    start: wire.Start
    model: str
    folder: Path | None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    _flow: Workout = field(init=False)
    _estimator: PoseEstimator | None = None
    _outlines: bool = False
    _model: ModelInfo = field(default_factory=lambda: ModelInfo(name="client", sha256=""))
    _shift_s: float | None = None
    _last_s: float = 0.0
    _picture_s: float = -1.0
    _clock_s: float = field(default_factory=time.monotonic)
    _index: int = 0
    _saved: int = 0
    _times: deque[float] = field(default_factory=deque)

    def __post_init__(self) -> None:
        find_exercise(self.start.exercise)
        self._flow = Workout(catalog(), (self.start.width, self.start.height), recorded=self.start.recorded)
        self._flow.choose(self.start.exercise, 0.0)

    def open(self) -> None:
        """Load the pose model, if pictures will come; again when an exercise needs the outline of the trunk too."""
        exercise = self._flow.exercise
        outlines = self._outlines or (exercise is not None and exercise.needs_outlines)
        if self._estimator is not None and outlines != self._outlines:
            self.close()
        if self.start.input == "frames" and self._estimator is None:
            self._outlines = outlines
            self._estimator = PoseEstimator(self.model, outlines)
            used = self._estimator.model
            self._model = ModelInfo(name=used.name, sha256=used.sha256)

    def close(self) -> None:
        """Let go of the pose model; the workout stays."""
        if self._estimator is not None:
            self._estimator.close()
            self._estimator = None

    def go_on(self, start: wire.Start) -> None:
        """Somebody has come back after a lost connection, perhaps with a page whose clock began anew."""
        self.start = start
        self._shift_s = None
        self._times.clear()
        self._flow.picture_px = (start.width, start.height)
        self._flow.back()
        if self._flow.exercise is None or self._flow.exercise.id != start.exercise:
            find_exercise(start.exercise)
            self._flow.choose(start.exercise, self._last_s)

    def frame(self, message: bytes) -> str:
        """Answer to a picture."""
        client_s, jpeg = wire.read_frame(message)
        time_s = self._place(client_s, picture=True)
        if self._estimator is None:
            raise wire.BadMessage("pictures were not announced: start with input 'frames'")
        self._rate(time_s)
        if not self._flow.watching:
            return self._answer(self._flow.tick(time_s))
        rgb = decode_jpeg(jpeg)
        if rgb.shape[:2] != (self.start.height, self.start.width):
            raise wire.BadMessage(f"a picture has {rgb.shape[1]}×{rgb.shape[0]} pixels, announced were others")
        self._index += 1
        return self._pose(self._estimator(Frame(self._index, time_s, rgb)))

    def say(self, said: wire.Landmarks | wire.Tick | wire.Ask | wire.Choose | wire.End) -> str:
        """Answer to a message in words."""
        time_s = self._place(said.time_s, picture=isinstance(said, wire.Landmarks))
        if isinstance(said, wire.Landmarks):
            return self._pose(wire.pose_of(said, time_s, self.start.width, self.start.height))
        if isinstance(said, wire.Ask):
            return self._answer(self._flow.command(said.command, time_s))
        if isinstance(said, wire.Choose):
            find_exercise(said.exercise)
            screen = self._flow.choose(said.exercise, time_s)
            self.open()
            return self._answer(screen)
        if isinstance(said, wire.End):
            return self._answer(self._flow.end(time_s))
        return self._answer(self._flow.tick(time_s))

    @property
    def unsaved(self) -> bool:
        """Whether a set has been finished since the last `save`."""
        return len(self._flow.finished) > self._saved

    @property
    def over(self) -> bool:
        """Whether the workout has come to its summary."""
        return self._flow.stage is WorkoutStage.SUMMARY

    def save(self) -> list[tuple[int, str | None]]:
        """Save the sets finished since the last time: their numbers, and where they are (None: not kept)."""
        told = []
        for done in self._flow.finished[self._saved :]:
            self._saved += 1
            told.append((done.number, self._write(done)))
        return told

    def result(self, number: int) -> str | None:
        """``result.json`` of a finished set; None when there is none of this number."""
        done = next((done for done in self._flow.finished if done.number == number), None)
        return None if done is None else analysis_of(done, self._source(done), self._model).result.to_json()

    def _write(self, done: FinishedSet) -> str | None:
        if self.folder is None or not done.track.seen.any():
            return None
        folder = set_folder(self.folder, done.number, done.session.exercise.id)
        save_set(analysis_of(done, self._source(done), self._model), folder)
        return folder.name

    def _source(self, done: FinishedSet) -> SourceInfo:
        return SourceInfo("browser", CAMERA, self.start.width, self.start.height, frames=len(done.track))

    def _place(self, client_s: float, *, picture: bool = False) -> float:
        """Time of the workout at a time of the client's clock, which may begin anew with its page.

        Raises
        ------
        BadMessage
            It does not go on.
        """
        if self._shift_s is None:
            elapsed_s = time.monotonic() - self._clock_s
            self._shift_s = 0.0 if self.start.recorded else max(elapsed_s, self._last_s + 0.001) - client_s
        time_s = client_s + self._shift_s
        if time_s < self._last_s or (picture and time_s <= self._picture_s):
            raise wire.BadMessage("the time does not go on")
        self._last_s = time_s
        self._picture_s = time_s if picture else self._picture_s
        return time_s

    def _rate(self, time_s: float) -> None:
        """Tell when too few pictures come through."""
        self._times.append(time_s)
        while time_s - self._times[0] > RATE_OVER_S:
            self._times.popleft()
        span = time_s - self._times[0]
        if span < 0.6 * RATE_OVER_S:
            return
        fps = (len(self._times) - 1) / span
        if fps < SLOW_FPS:
            self._flow.notice = SLOW
        elif fps > 1.25 * SLOW_FPS:
            self._flow.notice = None

    def _pose(self, pose: Pose) -> str:
        return self._answer(self._flow.step(pose))

    def _answer(self, screen: Screen) -> str:
        return wire.screen_message(screen, self._scene(), {"watching": self._flow.watching, "time_s": self._last_s})

    def _scene(self) -> Scene | None:
        update, session = self._flow.update, self._flow.session
        if update is None or session is None:
            return None
        return scene_of(update, session, (float(self.start.width), float(self.start.height)), NOWHERE)
