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

FEWEST = 2
"""Fewest pools, so that two threads need not wait for one another; chosen."""


@cache
def share_arenas(processors: int) -> bool:
    """Let the process have no more pools of memory than processors; whether that could be asked for.

    glibc gives each new thread a pool of its own, up to eight for each processor, and what is freed in one is not used
    by another. Each of MediaPipe's landmarkers has threads of its own, so a recording worked on in stretches left
    hundreds of MiB unused (docs/performance.md). Who has set ``MALLOC_ARENA_MAX`` is not overruled; other C libraries
    have no such pools.
    """
    mallopt = None if "MALLOC_ARENA_MAX" in os.environ else _of_glibc("mallopt")
    return mallopt is not None and mallopt(M_ARENA_MAX, max(processors, FEWEST)) == 1


def give_back() -> bool:
    """Give the system what native code has freed; whether there was any.

    What a landmarker leaves is in pieces that the next one does not fit into: without this the memory of a long
    recording grows with each stretch (docs/performance.md).
    """
    malloc_trim = _of_glibc("malloc_trim")
    return malloc_trim is not None and malloc_trim(0) == 1


def _of_glibc(name: str) -> Callable[..., int] | None:
    """A function of the C library; None where there is no such one."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), name, None)


_LOCK = threading.Lock()
_BLOCKS = 0
_KEPT = -1
_HELD: IO[bytes] | None = None


@contextmanager
def quiet_native_messages() -> Iterator[None]:
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
