"""Keeps the chatter of native libraries off the terminal, without losing it when something fails."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def native_messages_held_back() -> Iterator[None]:
    """Send what native code writes to standard error into a file; show it only if the block raises.

    MediaPipe writes notes for its own developers there, in the middle of a progress bar. Acts on the file
    descriptor, hence on the whole process: keep the block short.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except Exception:  # not for Ctrl-C: nothing has failed
            held.seek(0)
            os.write(kept, held.read())
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)
