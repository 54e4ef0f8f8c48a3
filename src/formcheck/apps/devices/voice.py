"""The system's voice: speaks one line after the other in its own thread, never two at once."""

import shutil
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol, Self

RATE_WPM = 165
"""Words per minute; chosen: calm, and a count is spoken before the next rep."""

HINT = (
    "No voice: install it with `python -m pip install 'formcheck[voice]'`; "
    "on Linux the packages espeak-ng and alsa-utils are needed too."
)


class Speaker(Protocol):
    """Speaks a line, and returns when it has been spoken."""

    def say(self, text: str) -> None:
        """Speak, and wait until the line has been spoken."""


class SystemSpeaker:
    """The voice of the operating system; must be used by the thread that created it.

    Raises
    ------
    ImportError, OSError, RuntimeError
        This machine has no voice.
    """

    def __init__(self) -> None:
        import pyttsx3

        if sys.platform.startswith("linux") and shutil.which("aplay") is None:
            raise OSError("pyttsx3 plays through aplay, which is not installed")
        self._engine: Any = pyttsx3.init()
        self._engine.setProperty("rate", RATE_WPM)

    def say(self, text: str) -> None:
        """Speak, and wait until the line has been spoken."""
        self._engine.say(text)
        self._engine.runAndWait()


class Voice:
    """Speaks lines as they come; while one is being spoken, only the newest waits. A context manager.

    Parameters
    ----------
    make : callable
        Creates the speaker, inside the thread of the voice.
    warn : callable
        Called once with a line to show, if this machine has no voice.
    """

    def __init__(self, warn: Callable[[str], None], make: Callable[[], Speaker] = SystemSpeaker) -> None:
        self._warn, self._make = warn, make
        self.muted = False
        self._waiting: str | None = None
        self._changed = threading.Condition()
        self._stop = False
        self._thread = threading.Thread(target=self._run, name="formcheck-voice", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._stop = True
            self._changed.notify()
        self._thread.join(timeout=6.0)  # time to finish the last line

    def say(self, text: str) -> None:
        """Say this next."""
        if self.muted:
            return
        with self._changed:
            self._waiting = text
            self._changed.notify()

    def mute(self, muted: bool) -> None:
        """Be silent from now on, or speak again."""
        self.muted = muted
        with self._changed:
            self._waiting = None

    def _run(self) -> None:
        try:
            speaker = self._make()
        except (ImportError, OSError, RuntimeError, KeyError, ValueError):  # what pyttsx3 raises without a voice
            self._warn(HINT)
            return
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stop or self._waiting is not None)
                text, self._waiting = self._waiting, None
            if text is None:
                return
            speaker.say(text)
