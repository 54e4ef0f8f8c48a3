"""Memory arenas, in a separate process: a limit lasts until the process ends."""

import os
import platform
import subprocess
import sys

import pytest

MANY_THREADS = """
import ctypes, sys, threading
from formcheck.pose.native import limit_arenas

asked = limit_arenas(int(sys.argv[1])) if sys.argv[1] != "0" else None
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
together = threading.Barrier(12)

def take():
    together.wait()
    libc.malloc(50_000)
    together.wait()

threads = [threading.Thread(target=take) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
report = ctypes.c_void_p(libc.fopen(sys.argv[2].encode(), b"w"))
libc.malloc_info(0, report)
libc.fclose(report)
print(asked)
"""

IN_PIECES = """
import ctypes
from formcheck.pose.native import release_free_memory

def resident_mib():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
blocks = [ctypes.c_void_p(libc.malloc(100_000)) for _ in range(1000)]
for block in blocks:
    ctypes.memset(block, 1, 100_000)
for number, block in enumerate(blocks):
    if number % 10:
        libc.free(block)
before = resident_mib()
print(release_free_memory(), before - resident_mib())
"""

on_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has pools of memory for threads")


def pools(tmp_path, processors, **environment):
    """What `limit_arenas` said, and how many pools twelve threads made."""
    report = tmp_path / "malloc.xml"
    inherited = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    done = subprocess.run(
        [sys.executable, "-c", MANY_THREADS, str(processors), str(report)],
        capture_output=True,
        text=True,
        check=True,
        env=inherited | environment,
    )
    return done.stdout.strip(), report.read_text().count("<heap nr=")


@on_glibc
def test_threads_share_as_many_pools_as_there_are_processors(tmp_path):
    assert pools(tmp_path, 0)[1] > 4
    assert pools(tmp_path, 3) == ("True", 3)
    assert pools(tmp_path, 1) == ("True", 2)


@on_glibc
def test_what_the_user_has_set_stays(tmp_path):
    assert pools(tmp_path, 3, MALLOC_ARENA_MAX="5") == ("False", 5)


@on_glibc
def test_what_was_freed_between_pieces_in_use_goes_back_to_the_system():
    done = subprocess.run([sys.executable, "-c", IN_PIECES], capture_output=True, text=True, check=True)
    gave, mib = done.stdout.split()

    assert gave == "True"
    assert 70 < float(mib) < 100  # of 95 MiB a tenth is in use


def test_other_systems_are_left_alone(monkeypatch):
    from formcheck.pose import native

    monkeypatch.setattr(native.sys, "platform", "darwin")
    native.limit_arenas.cache_clear()

    assert native.limit_arenas(4) is False
    assert native.release_free_memory() is False
    native.limit_arenas.cache_clear()
