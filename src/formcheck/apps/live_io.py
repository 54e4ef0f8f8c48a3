"""A desk with a camera before it: pictures and the pose model, a window with keys or lines of text, and a voice."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from formcheck.apps.devices.voice import Voice
from formcheck.apps.devices.window import Window
from formcheck.errors import FormcheckError
from formcheck.frames.camera import Camera, Playback, is_file, open_camera
from formcheck.frames.frame import Frame
from formcheck.frames.orientation import Orientation
from formcheck.output.drawing.live_view import compose
from formcheck.output.drawing.scene import Scene, mirrored
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.video_poses import LONGEST_PX
from formcheck.workout.screen import Command, Screen, WorkoutStage

WAIT_S = 0.1
"""Longest wait for a picture before keys and clock are looked at again."""

LAST_S = 4.0
"""How long the summary of a played file stays in the window; chosen."""

LOST = "The camera gives no pictures. Plug it in again: your set is kept."

DROPPED = (
    "{dropped} of {count} pictures were dropped: they came faster than the pose model goes. "
    "With --every-picture the film waits."
)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LiveIOOptions:
    """How a person wants to be watched.

    Attributes
    ----------
    source : str
        Number of a webcam, address of a stream, or a file to be played.
    model : str
        Pose model.
    window, full_screen, mute, mirror : bool
        Whether there is a window, over the whole screen; whether the voice keeps silent; whether the person
        sees themselves as in a mirror (a played file never is).
    every_picture : bool
        Whether a played file waits for the pose model, so that no picture is dropped.
    """

    source: str = "0"
    model: str = "full"
    window: bool = True
    full_screen: bool = False
    mute: bool = False
    mirror: bool = True
    every_picture: bool = False

    @property
    def played(self) -> bool:
        """Whether a file is played."""
        return is_file(self.source)

    @property
    def pace(self) -> Playback:
        """How fast a file is played: no faster than real time where somebody watches or listens."""
        if not self.every_picture:
            return Playback.CLOCK
        return Playback.WATCHED if self.window or not self.mute else Playback.READER


@dataclass(slots=True)
class LiveIO:
    """What is open while somebody is watched.

    Attributes
    ----------
    frame : Frame or None
        The newest picture.
    frames : int
        Pictures that were looked at.
    """

    camera: Camera
    estimator: PoseEstimator
    window: Window | None
    voice: Voice | None
    tell: Tell
    as_mirror: bool
    frame: Frame | None = None
    frames: int = 0

    def look(self) -> Frame | None:
        """The newest picture; None after a short wait without one."""
        frame = self.camera.newest(WAIT_S)
        if frame is not None:
            self.frames += 1
            self.frame = frame
        return frame

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the newest picture, in pixels."""
        if self.frame is None:
            width, height = self.camera.feed.size
        else:
            height, width = self.frame.rgb.shape[:2]
        return float(width), float(height)

    def show(
        self, screen: Screen, scene: Scene | None, menu: tuple[str, ...] = (), keys: dict[Command, str] | None = None
    ) -> None:
        """Say and show what there is.

        Parameters
        ----------
        scene : Scene or None
            What is drawn on the newest picture, as the camera sees it.
        menu : tuple of str
            What can be chosen.
        keys : dict, optional
            Other words for what keys do.
        """
        if screen.say is not None and self.voice is not None:
            self.voice.say(screen.say.text)
        if self.window is None:
            return
        voice = "none" if self.voice is None else "muted" if self.voice.muted else "on"
        if self.frame is None:
            self.window.show(compose(screen, None, None, menu, voice, keys))
            return
        rgb = Orientation(mirrored=self.as_mirror).upright(self.frame.rgb)
        if scene is not None:
            scene = mirrored(scene) if self.as_mirror else scene.without_panel()
        self.window.show(compose(screen, rgb, scene, menu, voice, keys))

    def key(self) -> str | None:
        """The key that was pressed, as `Window.key` has it, or ``closed``; those of window and voice are obeyed."""
        if self.window is None:
            return None
        key = self.window.key()
        if self.window.closed:
            return "closed"
        if key == "f":
            self.window.turn_full_screen()
        elif key == "m" and self.voice is not None:
            self.voice.mute(not self.voice.muted)
        else:
            return key
        return None


@contextmanager
def open_live_io(options: LiveIOOptions, tell: Tell, *, outlines: bool = False) -> Iterator[LiveIO]:
    """Open it all, and close it whatever happens.

    Raises
    ------
    FormcheckError
        No camera, no display, no model; every picture of what is no file.
    """
    if options.every_picture and not options.played:
        raise FormcheckError("--every-picture is for a file: name one with --source, or leave the option out.")
    window = Window("formcheck", full_screen=options.full_screen) if options.window else None
    camera = open_camera(options.source, LONGEST_PX, options.pace)
    with ExitStack() as stack:
        estimator = stack.enter_context(PoseEstimator(options.model, outlines))
        voice = None if options.mute else stack.enter_context(Voice(tell))
        if window is not None:
            stack.enter_context(window)
        stack.enter_context(camera)  # last: a file begins to play now
        desk = LiveIO(camera, estimator, window, voice, tell, as_mirror=options.mirror and not options.played)
        yield desk
        if options.played and camera.dropped:
            tell(DROPPED.format(dropped=camera.dropped, count=camera.dropped + desk.frames))


@dataclass(slots=True)
class EventPrinter:
    """Turns screens into one line for each event."""

    tell: Tell
    counted: str | None = "rep"
    """What the count counts; None where it is not told."""
    _stage: WorkoutStage | None = None
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
                if screen.stage in (WorkoutStage.REST, WorkoutStage.SUMMARY):
                    for line in screen.lines:
                        self.tell(f"  {line}")
        if screen.count > self._count and self.counted is not None:
            self._count = screen.count
            self.tell(f"{self.counted} {screen.count}")
        if screen.notice != self._notice:
            self._notice = screen.notice
            if screen.notice is not None:
                self.tell(screen.notice)
        if screen.say is not None:
            self.tell(f"{screen.say.time_s:6.1f} s  “{screen.say.text}”")
