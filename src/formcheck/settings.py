"""Options that a user can set for one set."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one set; unset fields keep the exercise's defaults.

    Parameters
    ----------
    variant : str or None
        Id of one of the exercise's variants, such as ``upright`` for a row with a more upright trunk.
    reps : (from, to) or None
        Target number of repetitions; per side if the exercise counts sides.
    hold_s : float or None
        Target hold of each repetition in seconds; 0 for no hold.

    Raises
    ------
    ValueError
        `reps` is not 1 or more in rising order, or `hold_s` is negative.
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
        """The fields that were set, by name, as in JSON."""
        given = {name: value for name, value in asdict(self).items() if value is not None}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


AS_PRESCRIBED = Settings()
"""No field set: the exercise as prescribed."""
