"""All movements, by their name in the names of clips."""

from .bridge import GluteBridge
from .deadlift import RomanianDeadlift
from .gorilla_row import GorillaRow
from .hip_thrust import HipThrust
from .movement import Movement
from .other_floor import Crunch, PushUp, SitUp
from .other_standing import (
    BenchRow,
    BendToShins,
    Curl,
    GoodMorning,
    HamstringStretch,
    Jogging,
    JumpingJack,
    OverheadPress,
    Squat,
    SquatWithWeights,
    TrunkRotation,
    WalkingIn,
)
from .row import BentOverRow
from .single_leg_bridge import SingleLegBridge
from .superman import Superman
from .swing import KettlebellSwing

MOVEMENTS: dict[str, type[Movement]] = {
    "glute_bridge": GluteBridge,
    "single_leg_glute_bridge": SingleLegBridge,
    "superman": Superman,
    "kettlebell_swing": KettlebellSwing,
    "bent_over_row": BentOverRow,
    "hip_thrust": HipThrust,
    "romanian_deadlift": RomanianDeadlift,
    "gorilla_row": GorillaRow,
}

OTHER_MOVEMENTS: dict[str, type[Movement]] = {
    "squat": Squat,
    "squat_with_weights": SquatWithWeights,
    "hamstring_stretch": HamstringStretch,
    "curl": Curl,
    "overhead_press": OverheadPress,
    "trunk_rotation": TrunkRotation,
    "jumping_jack": JumpingJack,
    "jogging": Jogging,
    "walking_in": WalkingIn,
    "bench_row": BenchRow,
    "sit_up": SitUp,
    "crunch": Crunch,
    "push_up": PushUp,
    "good_morning": GoodMorning,
    "bend_to_shins": BendToShins,
}
"""None of the eight exercises: rendered to see that nothing is counted. They have no label."""
