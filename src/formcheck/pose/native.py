"""Native libraries: returns their freed memory, and suppresses their messages on standard error."""

import ctypes
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import IO

M_ARENA_MAX = -8
"""Parameter of glibc's ``mallopt`` (malloc.h): maximum number of arenas that threads allocate from."""

MIN_ARENAS = 2
"""Minimum number of arenas, so that two threads need not wait for one another; chosen."""


@cache
def limit_arenas(processors: int) -> bool:
    """Limit the process to one memory arena per processor; returns whether the limit was accepted.

    glibc gives each new thread its own arena, up to eight per processor, and memory freed in one arena is not used by
    another. Each of MediaPipe's landmarkers has its own threads, so a recording analysed in chunks left hundreds of
    MiB unused (docs/performance.md). A user's ``MALLOC_ARENA_MAX`` takes precedence; other C libraries have no arenas.
    """
    mallopt = None if "MALLOC_ARENA_MAX" in os.environ else _libc_function("mallopt")
    return mallopt is not None and mallopt(M_ARENA_MAX, max(processors, MIN_ARENAS)) == 1


def release_free_memory() -> bool:
    """Return memory freed by native code to the system; returns whether there was any.

    The free memory after a landmarker is too fragmented for the next one: without this, memory grows with each chunk
    of a long recording (docs/performance.md).
    """
    malloc_trim = _libc_function("malloc_trim")
    return malloc_trim is not None and malloc_trim(0) == 1


def _libc_function(name: str) -> Callable[..., int] | None:
    """A function of the C library; None if it does not exist there."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), name, None)


_LOCK = threading.Lock()
_BLOCKS = 0
_ORIGINAL_FD = -1
_CAPTURED: IO[bytes] | None = None


@contextmanager
def quiet_native_messages() -> Iterator[None]:
    """Redirect native output on standard error to a file; show it only if the block raises.

    MediaPipe writes messages for its own developers there, in the middle of a progress bar. This acts on the file
    descriptor, hence on the whole process: keep the block short. Blocks of several threads may overlap: the first one
    redirects the descriptor and the last one restores it.
    """
    captured = _redirect()
    try:
        yield
    except Exception:  # but not for Ctrl-C: nothing has failed
        _show(captured)
        raise
    finally:
        _restore()


def _redirect() -> IO[bytes]:
    global _BLOCKS, _ORIGINAL_FD, _CAPTURED  # there is one standard error in a process
    with _LOCK:
        if _CAPTURED is None:
            sys.stderr.flush()
            _ORIGINAL_FD, _CAPTURED = os.dup(2), tempfile.TemporaryFile()  # noqa: SIM115 - closed in `_restore`
            os.dup2(_CAPTURED.fileno(), 2)
        _BLOCKS += 1
        return _CAPTURED


def _show(captured: IO[bytes]) -> None:
    with _LOCK:
        length = os.fstat(captured.fileno()).st_size
        os.write(_ORIGINAL_FD, os.pread(captured.fileno(), length, 0))


def _restore() -> None:
    global _BLOCKS, _ORIGINAL_FD, _CAPTURED
    with _LOCK:
        _BLOCKS -= 1
        if _BLOCKS == 0 and _CAPTURED is not None:
            os.dup2(_ORIGINAL_FD, 2)
            os.close(_ORIGINAL_FD)
            _CAPTURED.close()
            _ORIGINAL_FD, _CAPTURED = -1, None
