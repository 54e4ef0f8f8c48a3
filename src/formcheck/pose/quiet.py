"""Keeps the chatter of native libraries off the terminal, without losing it when something fails."""

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

_LOCK = threading.Lock()
_BLOCKS = 0
_KEPT = -1
_HELD: IO[bytes] | None = None


@contextmanager
def native_messages_held_back() -> Iterator[None]:
    """Send what native code writes to standard error into a file; show it only if the block raises.

    MediaPipe writes notes for its own developers there, in the middle of a progress bar. Acts on the file
    descriptor, hence on the whole process: keep the block short. Blocks of several threads may overlap: the
    first turns the descriptor away and the last one back.
    """
    held = _turn_away()
    try:
        yield
    except Exception:  # not for Ctrl-C: nothing has failed
        _show(held)
        raise
    finally:
        _turn_back()


def _turn_away() -> IO[bytes]:
    global _BLOCKS, _KEPT, _HELD  # there is one standard error in a process
    with _LOCK:
        if _HELD is None:
            sys.stderr.flush()
            _KEPT, _HELD = os.dup(2), tempfile.TemporaryFile()  # noqa: SIM115 - closed in `_turn_back`
            os.dup2(_HELD.fileno(), 2)
        _BLOCKS += 1
        return _HELD


def _show(held: IO[bytes]) -> None:
    with _LOCK:
        length = os.fstat(held.fileno()).st_size
        os.write(_KEPT, os.pread(held.fileno(), length, 0))


def _turn_back() -> None:
    global _BLOCKS, _KEPT, _HELD
    with _LOCK:
        _BLOCKS -= 1
        if _BLOCKS == 0 and _HELD is not None:
            os.dup2(_KEPT, 2)
            os.close(_KEPT)
            _HELD.close()
            _KEPT, _HELD = -1, None
