"""Ways to do the movements in a week's plan, by what is at hand, with the next easier and the next harder one.

Reps, holds, lowering and rest are those of the exercise (`formcheck.exercises.catalog`); only what a way changes
stands here.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Equipment = Literal["dumbbells", "kettlebell", "kettlebells", "barbell", "bench"]
"""``dumbbells`` are a pair, ``kettlebells`` two; whoever has two kettlebells has one."""

EQUIPMENT: tuple[Equipment, ...] = get_args(Equipment)

Gear = frozenset[Equipment]

NOTHING: Gear = frozenset()

HINGES = frozenset({"romanian-deadlift", "kettlebell-swing", "bent-over-row", "gorilla-row"})
"""Standing bent at the hips with a weight: not on two days in a row. docs/sources.md#plan-days"""


@dataclass(frozen=True, slots=True)
class ExerciseOption:
    """One way to do an exercise.

    Attributes
    ----------
    id : str
        Unique among the ways of an exercise.
    exercise : str
        Id in the catalogue.
    needs : set of Equipment
        What must be at hand.
    done : str
        How, as a name's second half: "with the free knee bent"; empty for the plain one.
    how : str
        What differs from the exercise's own steps, as sentences; empty where nothing does.
    easier, harder : str
        The next step down and up, as sentences; empty where none is wanted.
    variant : str or None
        Variant of the exercise that it is.
    hold_s : float or None
        Seconds, where they are not the exercise's.
    by_leg : bool
        Sets are done for each leg, so that the side that did worse in the test can go first.
    check : str
        What to know when formcheck watches it.
    loaded : tuple of Way
        The same with a weight: the next step up where one of them fits what is at hand.
    """

    id: str
    exercise: str
    easier: str
    harder: str
    needs: Gear = NOTHING
    done: str = ""
    how: str = ""
    variant: str | None = None
    hold_s: float | None = None
    by_leg: bool = False
    check: str = ""
    loaded: tuple["ExerciseOption", ...] = ()

    @property
    def weighted(self) -> bool:
        """Whether it is done with a weight."""
        return bool(self.needs - {"bench"})

    def harder_with(self, gear: Gear) -> str:
        """The next step up, with a weight where one is at hand."""
        loaded = first_option(self.loaded, gear)
        return self.harder if loaded is None else f"Do it {loaded.done}."


def with_included(gear: Gear) -> Gear:
    """Equipment with what it includes: two kettlebells include one."""
    return gear | {"kettlebell"} if "kettlebells" in gear else gear


def _needs(*things: Equipment) -> Gear:
    return frozenset(things)


LOADED_BRIDGES = (
    ExerciseOption(
        "dumbbell",
        "glute-bridge",
        needs=_needs("dumbbells"),
        done="with a dumbbell on the thighs",
        how="Lay one dumbbell across the top of the thighs and hold it there with both hands.",
        easier="Leave the dumbbell away.",
        harder="Take a little more weight.",
    ),
    ExerciseOption(
        "kettlebell",
        "glute-bridge",
        needs=_needs("kettlebell"),
        done="with a kettlebell on the hips",
        how="Set the bell on a folded towel just below the navel and hold it there with both hands.",
        easier="Leave the bell away.",
        harder="Hold each rep a second longer.",
    ),
)
LOADED_SINGLES = (
    ExerciseOption(
        "dumbbell",
        "single-leg-glute-bridge",
        needs=_needs("dumbbells"),
        done="with a dumbbell on the hip",
        how="Hold one dumbbell on the hip of the leg that works. All reps of one side, then change.",
        by_leg=True,
        easier="Leave the dumbbell away.",
        harder="Take a little more weight.",
    ),
    ExerciseOption(
        "kettlebell",
        "single-leg-glute-bridge",
        needs=_needs("kettlebell"),
        done="with a kettlebell on the hip",
        how="Hold the bell on the hip of the leg that works, on a folded towel. All reps of one side, then change.",
        by_leg=True,
        easier="Leave the bell away.",
        harder="Hold each rep for three seconds.",
    ),
)
BRIDGE = ExerciseOption(
    "plain",
    "glute-bridge",
    easier="Hold for a second only, and do fewer reps.",
    harder="Hold a ball or a cushion between the knees.",
    loaded=LOADED_BRIDGES,
)
WARM_UP_BRIDGE = ExerciseOption(
    "warm-up",
    "glute-bridge",
    done="to warm up",
    easier="Do fewer reps.",
    harder="",
)
HELD_BRIDGE = ExerciseOption(
    "held",
    "glute-bridge",
    done="with long holds",
    how="Stay at the top with still hips and breathe; end the set when they begin to sink.",
    hold_s=3.0,
    easier="Hold for two seconds, and do fewer reps.",
    harder="Hold for five seconds.",
)
SHIFTED_BRIDGE = ExerciseOption(
    "one-foot-heavy",
    "glute-bridge",
    done="with most of the weight on one foot",
    how="Both feet stay on the floor: press through one, the other only helps. All reps of one side, then change.",
    by_leg=True,
    easier="Let the other foot help more.",
    harder="Let the other foot help less, until only its heel touches.",
    check="Choose glute-bridge: both feet are on the floor.",
)
BENT_SINGLE = ExerciseOption(
    "bent-free-leg",
    "single-leg-glute-bridge",
    done="with the free knee bent",
    how="Do not stretch the free leg, draw its knee towards the chest: a shorter lever. One side, then the other.",
    by_leg=True,
    easier="Keep the toes of the free foot on the floor and let them help.",
    harder="Stretch the free leg in line with the trunk.",
    check="“Free knee bent” will be told as a fault: here it is meant.",
)
STRAIGHT_SINGLE = ExerciseOption(
    "straight-free-leg",
    "single-leg-glute-bridge",
    done="with the free leg straight",
    how="All reps of one side, then change.",
    by_leg=True,
    easier="Bend the free knee and draw it towards the chest.",
    harder="Hold each rep for three seconds.",
    loaded=LOADED_SINGLES,
)
ALTERNATING_SUPERMAN = ExerciseOption(
    "alternate",
    "superman",
    variant="alternate",
    easier="Lift the leg alone.",
    harder="Lift both arms and both legs together. Low and long, not high.",
)
SUPERMAN = ExerciseOption(
    "plain",
    "superman",
    how="Low and long, not high.",
    easier="Lift one arm and the leg across from it, in turn.",
    harder="Put a light band round the ankles.",
)

LIFTS: dict[str, tuple[ExerciseOption, ...]] = {
    "kettlebell-swing": (
        ExerciseOption(
            "kettlebell",
            "kettlebell-swing",
            needs=_needs("kettlebell"),
            done="with one kettlebell",
            easier="Take a lighter bell, and fewer reps.",
            harder="Take a heavier bell.",
        ),
    ),
    "romanian-deadlift": (
        ExerciseOption(
            "barbell",
            "romanian-deadlift",
            needs=_needs("barbell"),
            done="with a barbell",
            easier="Stop at the knees.",
            harder="Add a little weight.",
        ),
        ExerciseOption(
            "dumbbells",
            "romanian-deadlift",
            needs=_needs("dumbbells"),
            done="with two dumbbells",
            easier="Stop at the knees.",
            harder="Lower over three seconds, then take a little more weight.",
        ),
    ),
    "hip-thrust": (
        ExerciseOption(
            "barbell",
            "hip-thrust",
            needs=_needs("bench", "barbell"),
            how="A pad under the bar.",
            easier="Take a light bar, or none.",
            harder="Add a little weight.",
        ),
        ExerciseOption(
            "dumbbell",
            "hip-thrust",
            needs=_needs("bench", "dumbbells"),
            done="with a dumbbell in place of the bar",
            how="Lay one dumbbell across the hips and hold it with both hands.",
            easier="Leave the dumbbell away.",
            harder="Hold at the top for two seconds, then take a little more weight.",
        ),
        ExerciseOption(
            "body-weight",
            "hip-thrust",
            needs=_needs("bench"),
            done="with body weight, without a bar",
            easier="Glute bridge on the floor.",
            harder="Hold at the top for three seconds.",
        ),
    ),
    "bent-over-row": (
        ExerciseOption(
            "dumbbells",
            "bent-over-row",
            needs=_needs("dumbbells"),
            done="with two dumbbells",
            easier="Take less weight, or hold the trunk higher (the variant “upright”).",
            harder="Take a little more weight.",
        ),
        ExerciseOption(
            "barbell",
            "bent-over-row",
            needs=_needs("barbell"),
            done="with a barbell",
            easier="Take less weight, or hold the trunk higher (the variant “upright”).",
            harder="Add a little weight.",
        ),
    ),
    "gorilla-row": (
        ExerciseOption(
            "two-bells",
            "gorilla-row",
            needs=_needs("kettlebells"),
            done="with two kettlebells",
            easier="Take lighter bells.",
            harder="Take heavier bells.",
        ),
        ExerciseOption(
            "one-bell",
            "gorilla-row",
            needs=_needs("kettlebell"),
            variant="one-bell",
            easier="Take a lighter bell.",
            harder="Take a heavier bell.",
        ),
    ),
}
"""Ways of the movements with weights, the preferred one first. docs/sources.md#plan-equipment"""

PLANNED = frozenset({"glute-bridge", "single-leg-glute-bridge", "superman", *LIFTS})
"""Exercises that a plan chooses from; any other in the catalogue is left out, and the plan says so."""

SUBSTITUTES: dict[str, tuple[str, ...]] = {
    "kettlebell-swing": ("romanian-deadlift", "glute-bridge"),
    "romanian-deadlift": ("kettlebell-swing", "single-leg-glute-bridge"),
    "hip-thrust": ("glute-bridge",),
    "bent-over-row": ("gorilla-row", "superman"),
    "gorilla-row": ("bent-over-row", "superman"),
}
"""What takes the place of a movement whose equipment is not there, the nearest first. docs/sources.md#plan-equipment"""

EMPHASES = (
    ("romanian-deadlift", "bent-over-row"),
    ("kettlebell-swing", "gorilla-row"),
    ("hip-thrust", "single-leg-glute-bridge"),
)
"""Which movements a day puts first when it has the whole series, day by day. docs/sources.md#plan-doses"""


def first_option(options: tuple[ExerciseOption, ...], gear: Gear) -> ExerciseOption | None:
    """The first way that needs no more than what is at hand."""
    return next((option for option in options if option.needs <= gear), None)
