"""Writes files completely or not at all."""

import errno
import glob
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from formcheck.errors import OutputError

PART = ".part"
"""Ending of an unfinished file, after the number of the process that writes it."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, which replaces it when the block ends without an error.

    If the block raises or is interrupted, the temporary file is deleted and `path` is unchanged. The folder must
    exist.

    Raises
    ------
    OutputError
        The file cannot be written. Any OSError in the block is treated as this: read inputs outside of it.

    Examples
    --------
    >>> with replacing(Path("report.html")) as unfinished:  # doctest: +SKIP
    ...     unfinished.write_text(html, encoding="utf-8")
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    _remove_left_over(path)
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _remove_left_over(path: Path) -> None:
    """Delete unfinished files for this path whose process has ended without doing so, as when it was killed."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*{PART}"):
        number = left.name.removeprefix(f".{path.name}.").removesuffix(PART)
        if number.isdecimal() and not _runs(int(number)):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Whether a process of this number runs; True where it cannot be known."""
    if os.name != "posix":  # asking would end the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def read_bytes(path: Path, most: int) -> bytes:
    """Content of a small file from outside: of a regular file only, and no more than `most` bytes.

    Raises
    ------
    OSError
        There is no such file, it may not be read, or is a folder, a device, a pipe or too large; `strerror` says it.
    """
    try:
        status = path.stat()
    except ValueError as error:  # a null byte in the name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from error
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is a device or a pipe, not a file", str(path))
    if status.st_size > most:
        raise OSError(errno.EFBIG, "it is too large", str(path))
    with path.open("rb") as file:
        return file.read(most)


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, through any links; False if one of them leads to none."""
    return one.exists() and other.exists() and one.samefile(other)


def keep_inputs(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Refuse to write over an input. To be called before any work.

    Raises
    ------
    OutputError
        An output is the same file as an input, through any links.
    """
    read = list(inputs)
    for path in outputs:
        if any(same_file(path, each) for each in read):
            raise OutputError(f"'{path}' is an input, and would be written over. Choose another folder or name.")


def unwritable(path: Path, error: OSError) -> OutputError:
    """The error for a file that cannot be written: why, and what to do, in one line."""
    return OutputError(f"cannot write '{path}': {_what(error)}. {_advice(error)}")


def _what(error: OSError) -> str:
    reason = error.strerror or str(error)
    return reason[:1].lower() + reason[1:]


def _advice(error: OSError) -> str:
    if error.errno in _FULL:
        return "Free some space, or choose another folder."
    if error.errno in _FORBIDDEN:
        return "Choose a folder that you may write to."
    return "Choose a folder that exists and a name that no folder has."
