"""The path a user typed, or one line on why there is nothing there."""

import difflib
from pathlib import Path

from formcheck.errors import InputNotFound


def found(path: str | Path) -> Path:
    """Return the path if a file or folder is there.

    Raises
    ------
    InputNotFound
        Names the nearest name in the same folder, for a slip of the finger.
    """
    place = Path(path)
    try:
        place.stat()
    except PermissionError as error:
        raise InputNotFound(
            f"no access to '{place}': {error.strerror}. Ask for the right to read its folder."
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        raise InputNotFound(f"no such file or folder: '{place}'.{_hint(place)}") from error
    return place


def _hint(place: Path) -> str:
    try:
        names = [entry.name for entry in place.parent.iterdir()]
    except (OSError, ValueError):
        return " Check the spelling and the folder."
    near = difflib.get_close_matches(place.name, names, n=1)
    return f" Did you mean '{place.parent / near[0]}'?" if near else " Check the spelling and the folder."
