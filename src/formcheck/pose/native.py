"""The native libraries below: their memory given back, and their chatter on standard error kept quiet."""

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
"""Parameter of glibc's ``mallopt`` (malloc.h): most pools that threads take memory from."""

MIN_ARENAS = 2
"""Fewest pools, so that two threads need not wait for one another; chosen."""


@cache
def limit_arenas(processors: int) -> bool:
    """Let the process have no more pools of memory than processors; whether that could be asked for.

    glibc gives each new thread a pool of its own, up to eight for each processor, and what is freed in one is not used
    by another. Each of MediaPipe's landmarkers has threads of its own, so a recording worked on in stretches left
    hundreds of MiB unused (docs/performance.md). Who has set ``MALLOC_ARENA_MAX`` is not overruled; other C libraries
    have no such pools.
    """
    mallopt = None if "MALLOC_ARENA_MAX" in os.environ else _libc_function("mallopt")
    return mallopt is not None and mallopt(M_ARENA_MAX, max(processors, MIN_ARENAS)) == 1


def release_free_memory() -> bool:
    """Give the system what native code has freed; whether there was any.

    What a landmarker leaves is in pieces that the next one does not fit into: without this the memory of a long
    recording grows with each stretch (docs/performance.md).
    """
    malloc_trim = _libc_function("malloc_trim")
    return malloc_trim is not None and malloc_trim(0) == 1


def _libc_function(name: str) -> Callable[..., int] | None:
    """A function of the C library; None where there is no such one."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), name, None)


_LOCK = threading.Lock()
_BLOCKS = 0
_ORIGINAL_FD = -1
_CAPTURED: IO[bytes] | None = None


@contextmanager
def quiet_native_messages() -> Iterator[None]:
    """Send what native code writes to standard error into a file; show it only if the block raises.

    MediaPipe writes notes for its own developers there, in the middle of a progress bar. Acts on the file
    descriptor, hence on the whole process: keep the block short. Blocks of several threads may overlap: the
    first turns the descriptor away and the last one back.
    """
    captured = _redirect()
    try:
        yield
    except Exception:  # not for Ctrl-C: nothing has failed
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
