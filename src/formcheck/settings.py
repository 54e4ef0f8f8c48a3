"""What whoever does a set may declare about it."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """Of one set; what is left out is as the exercise has it.

    Parameters
    ----------
    variant : str or None
        Id of one of the exercise's variants, such as ``upright`` for a row with the trunk higher.
    reps : (from, to) or None
        Repetitions that this set aims at; of each side, where repetitions have one.
    hold_s : float or None
        Seconds that each repetition shall be held; 0 asks for none.

    Raises
    ------
    ValueError
        Repetitions that are not 1 or more, in rising order; a negative hold.
    """

    variant: str | None = None
    reps: tuple[int, int] | None = None
    hold_s: float | None = None

    def __post_init__(self) -> None:
        if self.reps is not None and not 1 <= self.reps[0] <= self.reps[1]:
            raise ValueError(f"reps are (from, to), 1 or more and not falling, not {self.reps}")
        if self.hold_s is not None and not self.hold_s >= 0:
            raise ValueError(f"hold_s is 0 or more seconds, not {self.hold_s}")

    @property
    def declared(self) -> dict[str, Any]:
        """What was declared, by name, as JSON has it."""
        given = {name: value for name, value in asdict(self).items() if value is not None}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


AS_PRESCRIBED = Settings()
"""Nothing declared."""
