"""The devices of live use: camera, pose model, window with its keys, and voice."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from formcheck.apps.devices.voice import Voice
from formcheck.apps.devices.window import Window
from formcheck.errors import FormcheckError, NoCamera
from formcheck.frames.camera import Camera, Playback, is_file, open_camera
from formcheck.frames.frame import Frame
from formcheck.frames.orientation import Orientation
from formcheck.output.drawing.live_view import compose
from formcheck.output.drawing.scene import Scene, mirrored
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.video_poses import LONGEST_PX
from formcheck.workout.screen import Command, Screen

WAIT_S = 0.1
"""Longest wait for a frame, in seconds, before keys and clock are checked again."""

DROPPED = (
    "{dropped} of {count} frames were dropped: they arrived faster than the pose model runs. "
    "With --every-picture the file waits for it."
)

PrintLine = Callable[[str], None]
"""Prints one line about an event."""


@dataclass(frozen=True, slots=True)
class LiveIOOptions:
    """The devices that are wanted.

    Attributes
    ----------
    source : str
        Number of a webcam, address of a stream, or path of a file to play.
    model : str
        Pose model.
    window, full_screen, mute, mirror : bool
        Whether there is a window, and full screen; whether the voice is silent; whether the camera's picture is
        shown mirrored (a played file never is).
    every_picture : bool
        Whether a played file waits for the pose model, so that no frame is dropped.
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
    def playback(self) -> Playback:
        """How fast a file is played: no faster than real time if there is a window or a voice."""
        if not self.every_picture:
            return Playback.REAL_TIME
        return Playback.EVERY_FRAME if self.window or not self.mute else Playback.UNTHROTTLED


@dataclass(slots=True)
class LiveIO:
    """The devices while they are open.

    Attributes
    ----------
    as_mirror : bool
        Whether the picture is shown mirrored.
    played : bool
        Whether the source is a file that is played.
    frame : Frame or None
        The newest frame.
    frames : int
        How many frames were taken.
    failure : NoCamera or None
        Why there will be no more frames, if the camera was given up.
    """

    camera: Camera
    estimator: PoseEstimator
    window: Window | None
    voice: Voice | None
    print_line: PrintLine
    as_mirror: bool
    played: bool
    frame: Frame | None = None
    frames: int = 0
    failure: NoCamera | None = None

    def look(self) -> Frame | None:
        """The newest frame; None after a short wait without one."""
        try:
            frame = self.camera.newest(WAIT_S)
        except NoCamera as error:
            self.failure = error
            return None
        if frame is not None:
            self.frames += 1
            self.frame = frame
        return frame

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the newest frame, in pixels."""
        if self.frame is None:
            width, height = self.camera.feed.size
        else:
            height, width = self.frame.rgb.shape[:2]
        return float(width), float(height)

    def show(
        self, screen: Screen, scene: Scene | None, menu: tuple[str, ...] = (), keys: dict[Command, str] | None = None
    ) -> None:
        """Say and show a screen.

        Parameters
        ----------
        scene : Scene or None
            What is drawn on the newest frame, as the camera sees it.
        menu : tuple of str
            Names of the exercises that can be chosen.
        keys : dict, optional
            Labels of keys that do something else than in a workout.
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
        """The pressed key as named by `Window.key`, or ``closed``; the keys of window and voice are handled here."""
        if self.window is None:
            return None
        key = self.window.key()
        if self.window.closed:
            return "closed"
        if key == "f":
            self.window.toggle_full_screen()
        elif key == "m" and self.voice is not None:
            self.voice.mute(not self.voice.muted)
        else:
            return key
        return None


@contextmanager
def open_live_io(options: LiveIOOptions, print_line: PrintLine, *, outlines: bool = False) -> Iterator[LiveIO]:
    """Open the devices, and close them whatever happens.

    Raises
    ------
    FormcheckError
        No camera, no display, no model; `every_picture` for a source that is not a file.
    """
    if options.every_picture and not options.played:
        raise FormcheckError("--every-picture is for a file: name one with --source, or leave the option out.")
    window = Window("formcheck", full_screen=options.full_screen) if options.window else None
    camera = open_camera(options.source, LONGEST_PX, options.playback)
    with ExitStack() as stack:
        estimator = stack.enter_context(PoseEstimator(options.model, outlines))
        voice = None if options.mute else stack.enter_context(Voice(print_line))
        if window is not None:
            stack.enter_context(window)
        stack.enter_context(camera)  # last: a file begins to play now
        as_mirror = options.mirror and not options.played
        io = LiveIO(camera, estimator, window, voice, print_line, as_mirror, options.played)
        yield io
        if options.played and camera.dropped:
            print_line(DROPPED.format(dropped=camera.dropped, count=camera.dropped + io.frames))
