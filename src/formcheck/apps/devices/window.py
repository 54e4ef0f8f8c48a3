"""A window on the desktop: shows images, full screen if wanted, and reads keys."""

import os
import re
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2

from formcheck.errors import NoDisplay
from formcheck.frames.frame import Rgb

_NAMES = {13: "enter", 10: "enter", 32: "space", 27: "q"}
"""Names of keys without a letter; Escape does what Q does."""


class Window:
    """A window that shows an image; a context manager.

    Raises
    ------
    NoDisplay
        This machine or this login has no display.
    """

    def __init__(self, title: str, *, full_screen: bool = False) -> None:
        why = _no_display()
        if why is not None:
            raise NoDisplay(f"{why}. Use --no-window: events are then printed on the terminal.")
        self._title = title
        self._full_screen = full_screen
        self._shown = False

    def __enter__(self) -> Self:
        try:
            cv2.namedWindow(
                self._title, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | getattr(cv2, "WINDOW_GUI_NORMAL", 0)
            )
        except cv2.error as error:
            raise NoDisplay("no window can be opened by OpenCV here. Use --no-window.") from error
        cv2.resizeWindow(self._title, 1280, 720)
        self._apply()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        cv2.destroyAllWindows()

    def show(self, rgb: Rgb) -> None:
        """Show an image until the next one."""
        cv2.imshow(self._title, cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
        self._shown = True

    def key(self) -> str | None:
        """The pressed key: a letter or digit, ``enter`` or ``space``; None if there is none."""
        code = cv2.waitKey(1) & 0xFF
        if code == 0xFF:
            return None
        return _NAMES.get(code, chr(code).lower())

    @property
    def closed(self) -> bool:
        """Whether the person has closed it."""
        return self._shown and cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) < 1

    def toggle_full_screen(self) -> None:
        """Switch to full screen or back."""
        self._full_screen = not self._full_screen
        self._apply()

    def _apply(self) -> None:
        mode = cv2.WINDOW_FULLSCREEN if self._full_screen else cv2.WINDOW_NORMAL
        cv2.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, mode)


def _no_display(sockets: Path = Path("/tmp/.X11-unix")) -> str | None:
    """Why no window can be shown; checked first, since the window system ends the program if there is none."""
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "there is no display here"
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if local is not None and not (sockets / f"X{local[1]}").exists():
        return f"the display '{display}' does not exist"
    return None
