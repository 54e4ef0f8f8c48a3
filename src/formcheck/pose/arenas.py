"""Keeps the memory of many native threads together."""

import ctypes
import os
import sys
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
    if not sys.platform.startswith("linux") or "MALLOC_ARENA_MAX" in os.environ:
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(M_ARENA_MAX, max(processors, FEWEST)) == 1
