"""Keeps the memory of many native threads together."""

import ctypes
import os
import sys
from collections.abc import Callable
from functools import cache

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
