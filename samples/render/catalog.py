"""All movements, by their name in the names of clips."""

from .bridge import GluteBridge
from .deadlift import RomanianDeadlift
from .gorilla_row import GorillaRow
from .hip_thrust import HipThrust
from .movement import Movement
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
