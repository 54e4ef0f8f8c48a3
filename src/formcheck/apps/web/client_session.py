"""The session of one client: the workout, and the pose estimator while images come in."""

import secrets
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from formcheck.apps.web import messages
from formcheck.apps.write import CAMERA, analysis_of, save_set, set_folder
from formcheck.exercises import catalog, find_exercise
from formcheck.frames.frame import Frame, SourceInfo
from formcheck.frames.images import decode_jpeg
from formcheck.output.drawing.layout import Box
from formcheck.output.drawing.scene import Scene
from formcheck.output.drawing.set_scenes import scene_of
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.pose import Pose
from formcheck.rules.exercise import Exercise
from formcheck.session.results import ModelInfo
from formcheck.workout.screen import Screen, WorkoutStage
from formcheck.workout.workout import FinishedSet, Workout

SLOW_FPS = 8.0
"""Fewer frames per second than this show a notice on the screen: docs/sources.md#live."""

SLOW = "Slow: fewer than 8 pictures a second. Move slowly, or close other programs."

RATE_OVER_S = 4.0
"""Seconds over which the frame rate is measured."""

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class ClientSession:
    """State of one client, which may outlive its connection; used by one thread at a time.

    Parameters
    ----------
    start : Start
        The client's first message.
    model : str
        Pose model for images.
    folder : Path or None
        Where finished sets are saved; None saves nothing.

    Attributes
    ----------
    token : str
        Random name, by which a client resumes its session.
    """

    start: messages.Start
    model: str
    folder: Path | None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    _workout: Workout = field(init=False)
    _estimator: PoseEstimator | None = None
    _outlines: bool = False
    _model: ModelInfo = field(default_factory=lambda: ModelInfo(name="client", sha256=""))
    _clock_offset_s: float | None = None
    _last_s: float = 0.0
    _frame_s: float = -1.0
    _created_s: float = field(default_factory=time.monotonic)
    _index: int = 0
    _saved: int = 0
    _frame_times: deque[float] = field(default_factory=deque)

    def __post_init__(self) -> None:
        find_exercise(self.start.exercise)
        exercises: Mapping[str, Exercise] = catalog()
        if self.start.input == "frames":
            exercises = {name: exercise.with_model(self.model) for name, exercise in exercises.items()}
        self._workout = Workout(exercises, (self.start.width, self.start.height), recorded=self.start.recorded)
        self._workout.choose(self.start.exercise, 0.0)

    def open(self) -> None:
        """Load the pose model if images will come; load it again if an exercise also needs the outline of the trunk."""
        exercise = self._workout.exercise
        outlines = self._outlines or (exercise is not None and exercise.needs_outlines)
        if self._estimator is not None and outlines != self._outlines:
            self.close()
        if self.start.input == "frames" and self._estimator is None:
            self._outlines = outlines
            self._estimator = PoseEstimator(self.model, outlines)
            used = self._estimator.model
            self._model = ModelInfo(name=used.name, sha256=used.sha256)

    def close(self) -> None:
        """Release the pose model; the workout stays."""
        if self._estimator is not None:
            self._estimator.close()
            self._estimator = None

    def resume(self, start: messages.Start) -> None:
        """A client resumes after a lost connection, perhaps with a page whose clock has started again."""
        self.start = start
        self._clock_offset_s = None
        self._frame_times.clear()
        self._workout.picture_px = (start.width, start.height)
        self._workout.camera_returned()
        if self._workout.exercise is None or self._workout.exercise.id != start.exercise:
            find_exercise(start.exercise)
            self._workout.choose(start.exercise, self._last_s)

    def answer_image(self, message: bytes) -> str:
        """Screen message for a binary message: one frame."""
        client_s, jpeg = messages.read_frame(message)
        time_s = self._workout_time(client_s, frame=True)
        if self._estimator is None:
            raise messages.BadMessage("no images were announced: start with input 'frames'")
        self._watch_frame_rate(time_s)
        if not self._workout.watching:
            return self._screen_message(self._workout.tick(time_s))
        rgb = decode_jpeg(jpeg)
        if rgb.shape[:2] != (self.start.height, self.start.width):
            raise messages.BadMessage(f"an image has {rgb.shape[1]}×{rgb.shape[0]} pixels, not the announced size")
        self._index += 1
        return self._step(self._estimator(Frame(self._index, time_s, rgb)))

    def answer(self, message: messages.TimedMessage) -> str:
        """Screen message for a text message."""
        time_s = self._workout_time(message.time_s, frame=isinstance(message, messages.Landmarks))
        if isinstance(message, messages.Landmarks):
            return self._step(messages.pose_of(message, time_s, self.start.width, self.start.height))
        if isinstance(message, messages.CommandMessage):
            return self._screen_message(self._workout.command(message.command, time_s))
        if isinstance(message, messages.Choose):
            find_exercise(message.exercise)
            screen = self._workout.choose(message.exercise, time_s)
            self.open()
            return self._screen_message(screen)
        if isinstance(message, messages.End):
            return self._screen_message(self._workout.end(time_s))
        return self._screen_message(self._workout.tick(time_s))

    @property
    def unsaved(self) -> bool:
        """Whether a set has been finished since the last `save`."""
        return len(self._workout.finished) > self._saved

    @property
    def over(self) -> bool:
        """Whether the workout has come to its summary."""
        return self._workout.stage is WorkoutStage.SUMMARY

    def save(self) -> list[tuple[int, str | None]]:
        """Save the sets finished since the last `save`: their numbers and folders (None: not saved)."""
        saved = []
        for done in self._workout.finished[self._saved :]:
            self._saved += 1
            saved.append((done.number, self._write(done)))
        return saved

    def result(self, number: int) -> str | None:
        """``result.json`` of a finished set; None if no set has this number."""
        done = next((done for done in self._workout.finished if done.number == number), None)
        return None if done is None else analysis_of(done, self._source(done), self._model).result.to_json()

    def _write(self, done: FinishedSet) -> str | None:
        if self.folder is None or not done.track.seen.any():
            return None
        folder = set_folder(self.folder, done.number, done.session.exercise.id)
        save_set(analysis_of(done, self._source(done), self._model), folder)
        return folder.name

    def _source(self, done: FinishedSet) -> SourceInfo:
        return SourceInfo("browser", CAMERA, self.start.width, self.start.height, frames=len(done.track))

    def _workout_time(self, client_s: float, *, frame: bool = False) -> float:
        """Seconds of the workout for seconds of the client's clock, which starts again when its page is reloaded.

        Raises
        ------
        BadMessage
            The time goes back, or a frame has the time of the one before.
        """
        if self._clock_offset_s is None:
            elapsed_s = time.monotonic() - self._created_s
            self._clock_offset_s = 0.0 if self.start.recorded else max(elapsed_s, self._last_s + 0.001) - client_s
        time_s = client_s + self._clock_offset_s
        if time_s < self._last_s or (frame and time_s <= self._frame_s):
            raise messages.BadMessage("time_s must not go back")
        self._last_s = time_s
        self._frame_s = time_s if frame else self._frame_s
        return time_s

    def _watch_frame_rate(self, time_s: float) -> None:
        """Show a notice while too few frames arrive."""
        self._frame_times.append(time_s)
        while time_s - self._frame_times[0] > RATE_OVER_S:
            self._frame_times.popleft()
        span = time_s - self._frame_times[0]
        if span < 0.6 * RATE_OVER_S:
            return
        fps = (len(self._frame_times) - 1) / span
        if fps < SLOW_FPS:
            self._workout.notice = SLOW
        elif fps > 1.25 * SLOW_FPS:
            self._workout.notice = None

    def _step(self, pose: Pose) -> str:
        return self._screen_message(self._workout.step(pose))

    def _screen_message(self, screen: Screen) -> str:
        extra = {"watching": self._workout.watching, "time_s": self._last_s}
        return messages.screen_message(screen, self._scene(), extra)

    def _scene(self) -> Scene | None:
        update, session = self._workout.update, self._workout.session
        if update is None or session is None:
            return None
        return scene_of(update, session, (float(self.start.width), float(self.start.height)), NOWHERE)
