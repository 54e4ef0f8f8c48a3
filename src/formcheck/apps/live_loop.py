"""The loop of live use: takes frames, shows screens, obeys keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from formcheck.apps.live_io import LiveIO, PrintLine
from formcheck.frames.frame import Frame
from formcheck.workout.screen import Screen, WorkoutStage

RESULT_S = 4.0
"""Seconds for which the summary of a played file stays in the window; chosen."""


class Activity(Protocol):
    """What a person does in front of the camera, such as a workout. It decides; the loop runs the devices."""

    @property
    def watching(self) -> bool:
        """Whether it takes frames now."""

    @property
    def done(self) -> bool:
        """Whether it needs no more frames."""

    @property
    def over(self) -> bool:
        """Whether it is done, and its result is on the screen."""

    @property
    def may_quit(self) -> bool:
        """Whether Q quits the program now; at other times Q is a key like the others."""

    def step(self, frame: Frame) -> Screen:
        """Take the next frame."""

    def wait(self, notice: str | None) -> Screen:
        """Time passes without a frame; `notice` is the trouble with the camera, if there is any."""

    def press(self, key: str) -> Screen | None:
        """Do what a key asks for; None if it means nothing here."""

    def finish(self) -> Iterator[Screen]:
        """End it, and work out its result: the screens to show one after the other."""

    def show(self, screen: Screen) -> None:
        """Show a screen, and save what it reports as finished."""


@dataclass(slots=True)
class LiveLoop:
    """Runs an activity until it is over or the person quits.

    Attributes
    ----------
    activity : Activity
        What the person does.
    io : LiveIO
        Camera, window and voice.
    printer : EventPrinter
        Prints each event on a line.
    """

    activity: Activity
    io: LiveIO
    printer: "EventPrinter"
    _quit: bool = False

    def run(self) -> None:
        """Run until the person quits or presses Ctrl-C; with a played file or no window, until the result was shown."""
        try:
            self._run()
        except KeyboardInterrupt:
            self._finish()

    def _run(self) -> None:
        over_s: float | None = None
        ends_by_itself = self.io.played or self.io.window is None
        shown_s = 0.0 if self.io.window is None else RESULT_S
        while not self._quit:
            self._run_once()
            if not self.activity.over:
                over_s = None
                continue
            over_s = self.io.camera.now_s() if over_s is None else over_s
            if ends_by_itself and self.io.camera.now_s() - over_s >= shown_s:
                return

    def _run_once(self) -> None:
        """One frame, or a short wait without one; then a key."""
        frame = self.io.look()
        camera = self.io.camera
        if camera.ended and not self.activity.done:
            self._finish()
        elif frame is not None and self.activity.watching:
            self._show(self.activity.step(frame))
        else:
            self._show(self.activity.wait(camera.trouble))
        self._obey_key()
        if self.activity.done and not self.activity.over:
            self._finish()

    def _obey_key(self) -> None:
        key = self.io.key()
        if key == "closed":
            self._finish()
            self._quit = True
        elif key == "q" and self.activity.may_quit:
            self._quit = True
        elif key is not None:
            screen = self.activity.press(key)
            if screen is not None:
                self._show(screen)

    def _finish(self) -> None:
        for screen in self.activity.finish():
            self._show(screen)

    def _show(self, screen: Screen) -> None:
        self.printer.print_news(screen)
        self.activity.show(screen)


@dataclass(slots=True)
class EventPrinter:
    """Turns screens into one line for each event.

    Attributes
    ----------
    print_line : callable
        Prints a line.
    counted : str or None
        What the count counts; None if it is not printed.
    """

    print_line: PrintLine
    counted: str | None = "rep"
    _stage: WorkoutStage | None = None
    _headline: str = ""
    _count: int = 0
    _notice: str | None = None

    def print_news(self, screen: Screen) -> None:
        """Print what differs from the screen before."""
        if screen.stage is not self._stage:
            self._stage, self._count = screen.stage, 0
            self.print_line(f"[{screen.stage}]")
        if screen.headline != self._headline:
            self._headline = screen.headline
            if screen.headline:
                self.print_line(screen.headline)
                if screen.stage in (WorkoutStage.REST, WorkoutStage.SUMMARY):
                    for line in screen.lines:
                        self.print_line(f"  {line}")
        if screen.count > self._count and self.counted is not None:
            self._count = screen.count
            self.print_line(f"{self.counted} {screen.count}")
        if screen.notice != self._notice:
            self._notice = screen.notice
            if screen.notice is not None:
                self.print_line(screen.notice)
        if screen.say is not None:
            self.print_line(f"{screen.say.time_s:6.1f} s  “{screen.say.text}”")
