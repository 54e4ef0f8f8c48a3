"""How the programs tell how far they are."""

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Told what is being done, how many frames are done, and how many there are if that is known."""
