"""Options for doing each exercise of a plan, by equipment, each with an easier and a harder version.

Reps, holds, lowering and rest come from the exercise (`formcheck.exercises.catalog`); an option holds only what it
changes.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Equipment = Literal["dumbbells", "kettlebell", "kettlebells", "barbell", "bench"]
"""``dumbbells`` and ``kettlebells`` mean two; two kettlebells include one."""

EQUIPMENT: tuple[Equipment, ...] = get_args(Equipment)

Gear = frozenset[Equipment]

NOTHING: Gear = frozenset()

HINGES = frozenset({"romanian-deadlift", "kettlebell-swing", "bent-over-row", "gorilla-row"})
"""Exercises standing bent at the hips with a weight, never on two days in a row: docs/sources.md#plan-days."""


@dataclass(frozen=True, slots=True)
class ExerciseOption:
    """One option for doing an exercise.

    Attributes
    ----------
    id : str
        Unique among the options of an exercise.
    exercise : str
        Id of the exercise in the catalogue.
    needs : set of Equipment
        Equipment that it needs.
    done : str
        How it is done, to follow the name: "with the free knee bent"; empty for the plain option.
    how : str
        How it differs from the exercise's own steps, as sentences; empty if it does not.
    easier, harder : str
        The easier and the harder version, as sentences; empty if there should be none.
    variant : str or None
        The variant of the exercise, if it is one.
    hold_s : float or None
        Seconds to hold, if they differ from the exercise's.
    by_leg : bool
        Whether sets are done leg by leg, so that the side that did worse in the test can go first.
    check : str
        What to know when formcheck checks it.
    loaded : tuple of ExerciseOption
        The same with a weight: the harder version, if the equipment allows one of them.
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
        """The harder version, with a weight if the equipment allows."""
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
        easier="Leave out the dumbbell.",
        harder="Add a little weight.",
    ),
    ExerciseOption(
        "kettlebell",
        "glute-bridge",
        needs=_needs("kettlebell"),
        done="with a kettlebell on the hips",
        how="Set the bell on a folded towel just below the navel and hold it there with both hands.",
        easier="Leave out the bell.",
        harder="Hold each rep a second longer.",
    ),
)
LOADED_SINGLES = (
    ExerciseOption(
        "dumbbell",
        "single-leg-glute-bridge",
        needs=_needs("dumbbells"),
        done="with a dumbbell on the hip",
        how="Hold one dumbbell on the hip of the working leg. Do all reps on one side, then switch.",
        by_leg=True,
        easier="Leave out the dumbbell.",
        harder="Add a little weight.",
    ),
    ExerciseOption(
        "kettlebell",
        "single-leg-glute-bridge",
        needs=_needs("kettlebell"),
        done="with a kettlebell on the hip",
        how="Hold the bell on the hip of the working leg, on a folded towel. Do all reps on one side, then switch.",
        by_leg=True,
        easier="Leave out the bell.",
        harder="Hold each rep for three seconds.",
    ),
)
BRIDGE = ExerciseOption(
    "plain",
    "glute-bridge",
    easier="Hold for only a second, and do fewer reps.",
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
    how="Keep your hips still at the top and breathe; end the set when they begin to sink.",
    hold_s=3.0,
    easier="Hold for two seconds, and do fewer reps.",
    harder="Hold for five seconds.",
)
SHIFTED_BRIDGE = ExerciseOption(
    "one-foot-heavy",
    "glute-bridge",
    done="with most of the weight on one foot",
    how="Keep both feet on the floor: press through one, the other only helps. Do all reps on one side, then switch.",
    by_leg=True,
    easier="Let the other foot help more.",
    harder="Let the other foot help less, until only its heel touches.",
    check="Choose glute-bridge: both feet are on the floor.",
)
BENT_SINGLE = ExerciseOption(
    "bent-free-leg",
    "single-leg-glute-bridge",
    done="with the free knee bent",
    how="Bend the free leg and draw its knee towards your chest: a shorter lever. Do one side, then the other.",
    by_leg=True,
    easier="Keep the toes of the free foot on the floor and let them help.",
    harder="Stretch out the free leg in line with the trunk.",
    check="“Free knee bent” will be reported as a fault; here it is intended.",
)
STRAIGHT_SINGLE = ExerciseOption(
    "straight-free-leg",
    "single-leg-glute-bridge",
    done="with the free leg straight",
    how="Do all reps on one side, then switch.",
    by_leg=True,
    easier="Bend the free knee and draw it towards the chest.",
    harder="Hold each rep for three seconds.",
    loaded=LOADED_SINGLES,
)
ALTERNATING_SUPERMAN = ExerciseOption(
    "alternate",
    "superman",
    variant="alternate",
    easier="Lift only the leg.",
    harder="Lift both arms and both legs together. Stay low and long.",
)
SUPERMAN = ExerciseOption(
    "plain",
    "superman",
    how="Stay low and long; do not lift high.",
    easier="Lift one arm and the opposite leg, then switch.",
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
            harder="Lower over three seconds, then add a little weight.",
        ),
    ),
    "hip-thrust": (
        ExerciseOption(
            "barbell",
            "hip-thrust",
            needs=_needs("bench", "barbell"),
            how="Put a pad under the bar.",
            easier="Use a light bar, or none.",
            harder="Add a little weight.",
        ),
        ExerciseOption(
            "dumbbell",
            "hip-thrust",
            needs=_needs("bench", "dumbbells"),
            done="with a dumbbell in place of the bar",
            how="Lay one dumbbell across the hips and hold it with both hands.",
            easier="Leave out the dumbbell.",
            harder="Hold at the top for two seconds, then add a little weight.",
        ),
        ExerciseOption(
            "body-weight",
            "hip-thrust",
            needs=_needs("bench"),
            done="with body weight, without a bar",
            easier="Do the glute bridge on the floor.",
            harder="Hold at the top for three seconds.",
        ),
    ),
    "bent-over-row": (
        ExerciseOption(
            "dumbbells",
            "bent-over-row",
            needs=_needs("dumbbells"),
            done="with two dumbbells",
            easier="Use less weight, or keep your trunk higher (the variant “upright”).",
            harder="Add a little weight.",
        ),
        ExerciseOption(
            "barbell",
            "bent-over-row",
            needs=_needs("barbell"),
            done="with a barbell",
            easier="Use less weight, or keep your trunk higher (the variant “upright”).",
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
"""Options of each lift, the preferred one first: docs/sources.md#plan-equipment."""

PLANNED = frozenset({"glute-bridge", "single-leg-glute-bridge", "superman", *LIFTS})
"""Exercises that a plan can contain; it lists any other of the catalogue as left out."""

SUBSTITUTES: dict[str, tuple[str, ...]] = {
    "kettlebell-swing": ("romanian-deadlift", "glute-bridge"),
    "romanian-deadlift": ("kettlebell-swing", "single-leg-glute-bridge"),
    "hip-thrust": ("glute-bridge",),
    "bent-over-row": ("gorilla-row", "superman"),
    "gorilla-row": ("bent-over-row", "superman"),
}
"""Replacements for an exercise whose equipment is missing, the most similar first: docs/sources.md#plan-equipment."""

EMPHASES = (
    ("romanian-deadlift", "bent-over-row"),
    ("kettlebell-swing", "gorilla-row"),
    ("hip-thrust", "single-leg-glute-bridge"),
)
"""Exercises with the larger number of sets on full days, day by day: docs/sources.md#plan-doses."""


def first_option(options: tuple[ExerciseOption, ...], gear: Gear) -> ExerciseOption | None:
    """The first option that the equipment allows."""
    return next((option for option in options if option.needs <= gear), None)
