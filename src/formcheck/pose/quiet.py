"""Keeps the chatter of native libraries off the terminal, without losing it when something fails."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO


class _StandardError:
    """The file descriptor of standard error, which all threads share: the first turns it away, the last back."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._holders = 0
        self._kept = -1
        self._held: IO[bytes] | None = None

    def turn_away(self) -> None:
        with self._lock:
            if self._held is None:
                sys.stderr.flush()
                self._kept = os.dup(2)
                self._held = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the last holder
                os.dup2(self._held.fileno(), 2)
            self._holders += 1

    def turn_back(self, *, show: bool) -> None:
        with self._lock:
            assert self._held is not None
            if show:
                self._held.seek(0)
                os.write(self._kept, self._held.read())
            self._holders -= 1
            if self._holders == 0:
                os.dup2(self._kept, 2)
                os.close(self._kept)
                self._held.close()
                self._held = None


_STDERR = _StandardError()


@contextmanager
def native_messages_held_back() -> Iterator[None]:
    """Send what native code writes to standard error into a file; show it only if the block raises.

    MediaPipe writes notes for its own developers there, in the middle of a progress bar. Acts on the file
    descriptor, hence on the whole process: keep the block short. Blocks of several threads may overlap.
    """
    _STDERR.turn_away()
    failed = False
    try:
        yield
    except Exception:  # not for Ctrl-C: nothing has failed
        failed = True
        raise
    finally:
        _STDERR.turn_back(show=failed)
