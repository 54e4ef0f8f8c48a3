"""Definition of one clip: movement, person, seed, camera, and additions such as a passer-by."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, Self

LANDSCAPE = (640, 480)
WIDE = (1280, 720)
PORTRAIT = (480, 854)

Setup = Literal["none", "sit", "stand", "walk-in"]
Occluder = Literal["none", "box", "ball", "rack"]


@dataclass(frozen=True)
class Options:
    """Additions to a plain clip; by default none.

    Attributes
    ----------
    setup : the way to the set and back. Lying movements: ``sit`` (or kneel) on the floor, lie down, sit up at
        the end; or ``stand``, sit down, and stand up at the end. Standing ones: ``stand`` there, or ``walk-in``, bend,
        pick up, and put down at the end. Superman supports only ``sit``, the gorilla row only ``stand``, and the hip
        thrust with a barbell none
    half_reps_after : after each of these reps, from 0, comes one that turns back early; labelled as an attempt
    pauses : reps, from 0, that are interrupted on the way
    uneven_tempo : the duration of each rep and phase varies
    fps : frames a second
    portrait : a phone held upright, 480 x 854
    wide : a larger image, 1280 x 720
    turn_deg : azimuth of the camera relative to the view; for the right side, positive is towards the front
    roll_deg : roll of the camera
    loose_m : distance of a loose shirt from the skin, metres
    noise : standard deviation of the image noise, of 255
    backlight : the sun behind the person, in a bright window
    occluder : object in front of the legs
    passer_by : number of a second person, who walks past in the background
    """

    setup: Setup = "none"
    half_reps_after: tuple[int, ...] = ()
    pauses: tuple[int, ...] = ()
    uneven_tempo: bool = False
    fps: int = 30
    portrait: bool = False
    wide: bool = False
    turn_deg: float = 0.0
    roll_deg: float = 0.0
    loose_m: float = 0.0
    noise: float = 2.0
    backlight: bool = False
    occluder: Occluder = "none"
    passer_by: int | None = None

    def chosen(self) -> dict[str, Any]:
        """The options that differ from the defaults."""
        usual = asdict(Options())
        return {name: value for name, value in asdict(self).items() if value != usual[name]}


@dataclass(frozen=True)
class Clip:
    """One clip of the recipe.

    Attributes
    ----------
    view : key of `AZIMUTH_DEG`
    person : index in `PEOPLE`
    fault_reps : reps that show the faults, from 0; None for all
    wishes : fields of `Wishes`
    camera_height : metres; None for a random height from 0.5 to 1.2
    view_deg : vertical angle of view of the lens; None for a random one from 38 to 48
    shows : one line that describes the clip
    kept : rendered by an earlier version of this generator, and not rendered again because tests rely on it
    """

    name: str
    movement: str
    reps: int
    view: str
    person: int
    seed: int
    faults: tuple[str, ...] = ()
    fault_reps: tuple[int, ...] | None = None
    wishes: dict[str, Any] = field(default_factory=dict)
    camera_height: float | None = None
    view_deg: float | None = None
    options: Options = field(default_factory=Options)
    shows: str = ""
    kept: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        if self.options.portrait:
            return PORTRAIT
        return WIDE if self.options.wide else LANDSCAPE

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Self:
        """Read an entry of the recipe; lists become tuples, and an unknown name raises ValueError."""
        known = {each.name for each in fields(cls)} | {each.name for each in fields(Options)}
        unknown = sorted(set(entry) - known)
        if unknown:
            raise ValueError(f"{entry.get('name')}: no option {', '.join(unknown)}")
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
        }
        options: dict[str, Any] = {each.name: values.pop(each.name) for each in fields(Options) if each.name in values}
        return cls(**values, options=Options(**options))
