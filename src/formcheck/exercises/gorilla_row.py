"""Gorilla row: a wide hinge over two kettlebells, one arm rows while the other presses its bell into the floor."""

from formcheck.motion.signals.angles import ELBOW_ANGLE, OTHER_ELBOW_ANGLE, TRUNK_LEAN, TRUNK_ROTATION
from formcheck.motion.signals.distances import ELBOW_OVER_TRUNK, FOOT_SPREAD, HIPS_ASIDE
from formcheck.motion.signals.heights import (
    HAND_ABOVE_OTHER,
    HAND_OVER_FEET,
    HAND_OVER_OTHER,
    HIPS_OVER_FEET,
    WRIST_LIFT,
)
from formcheck.motion.view import View
from formcheck.rules.exercise import Exercise, Target, Variant, Words
from formcheck.rules.laterality import Laterality
from formcheck.rules.measures.across_reps import AgainstOtherSide, InARow
from formcheck.rules.measures.combined import MaxOf
from formcheck.rules.measures.position import AtRest, Change, Excursion, at_turn
from formcheck.rules.measures.ranges import RangeOnTheSpot, RangeOver
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rep_rule import Guard, RepRule, RepSignal
from formcheck.rules.rule import Rule
from formcheck.rules.set_up_check import SetUpCheck

SIDE: tuple[View, ...] = ("side",)
FRONT: tuple[View, ...] = ("front",)
SAGITTAL: tuple[View, ...] = ("side", "oblique")

EXERCISE = Exercise(
    id="gorilla-row",
    name="Gorilla row",
    summary="In a wide hinge over two kettlebells, row one while the other is pressed into the floor; alternate.",
    revision=2,
    posture="standing",
    views=("front", "oblique"),
    drawn_line=("shoulder", "elbow", "wrist"),
    angle=ELBOW_ANGLE,
    cutoff_hz=4.0,
    rep=RepRule(
        signals_by_view=(
            RepSignal(HAND_OVER_FEET, rep_range=0.1, attempt_range=0.08, views=("front", "back"), has_floor=True),
            RepSignal(HAND_OVER_FEET, rep_range=0.25, attempt_range=0.2, views=SAGITTAL, has_floor=True),
        ),
        min_s=0.6,
        max_s=20.0,
        confirmation=HAND_OVER_OTHER,
        confirmation_range=0.08,
        shoulders_over_hips=(-0.5, 0.95),
        knees_over_hips=(-1.2, -0.2),
        source="docs/sources.md#gorilla-row",
        laterality=Laterality.EACH_ARM,
        guards=(
            Guard(Excursion(HAND_ABOVE_OTHER), (0.08, None), "both hands lifted", views=("front", "back")),
            Guard(Excursion(HAND_OVER_OTHER), (0.2, None), "both hands lifted", views=("oblique",)),
            Guard(Excursion(HAND_OVER_OTHER), (0.14, None), "both hands lifted", views=("side",)),
            Guard(AtRest(TRUNK_LEAN), (20.0, 90.0), "not bent over", views=SAGITTAL),
            Guard(RangeOver(TRUNK_LEAN), (None, 45.0), "trunk swings up", views=SAGITTAL),
        ),
    ),
    target=Target(reps=(10, 15), hold_s=0.5, lower_s=1.0, rest_s=60.0),
    rules=(
        Rule(
            id="side-repeated",
            title="Same side twice",
            measure=InARow(),
            good=(1.0, 1.0),
            fault_above=1.0,
            severity=2,
            views=("oblique", "front", "back"),
            cue="Switch sides",
            voice="Switch sides.",
            advice="Row left and right in turn, so that both sides get the same work.",
            praise="Left and right in turn",
            source="docs/sources.md#gorilla-row",
        ),
        Rule(
            id="trunk-rising",
            title="Trunk rising with the pull",
            measure=RangeOver(TRUNK_LEAN),
            good=(None, 10.0),
            fault_above=18.0,
            severity=3,
            views=SIDE,
            cue="Stay down",
            voice="Hips back and down, do not stand up.",
            advice="Keep the trunk at one angle; choose lighter bells if it rises with every pull.",
            praise="Trunk stays down",
            source="docs/sources.md#gorilla-row",
        ),
        Rule(
            id="hips-swaying",
            title="Hips moving",
            measure=MaxOf((RangeOnTheSpot(HIPS_ASIDE, "hip", 0), RangeOnTheSpot(HIPS_OVER_FEET, "hip", 1))),
            good=(None, 0.12),
            fault_above=0.2,
            explained_by=("trunk-rotation",),
            severity=2,
            views=FRONT,
            cue="Hips still",
            voice="Hips like a table.",
            advice="Set the feet wide, brace, and keep the hips where they are while an arm pulls.",
            praise="Hips are still",
            source="docs/sources.md#gorilla-row",
        ),
        Rule(
            id="trunk-rotation",
            title="Trunk turning open",
            measure=Change(TRUNK_ROTATION),
            good=(None, 12.0),
            fault_above=16.0,
            severity=3,
            views=FRONT,
            cue="Chest to the floor",
            voice="Chest to the floor, row without opening.",
            advice="A little turn belongs to it; keep the chest facing the floor and let the arm do the work.",
            praise="Chest stays square",
            source="docs/sources.md#gorilla-row",
        ),
        Rule(
            id="pull-short",
            title="Pull too short",
            measure=at_turn(ELBOW_OVER_TRUNK),
            good=(0.05, None),
            fault_below=-0.03,
            severity=2,
            views=SIDE,
            cue="Elbow past your back",
            voice="Pull until the elbow passes your back.",
            advice="Pull the bell to the ribs until the elbow passes the line of the back.",
            praise="Full pull",
            source="docs/sources.md#bent-over-row",
        ),
        Rule(
            id="other-arm-bent",
            title="Resting arm bent",
            measure=at_turn(OTHER_ELBOW_ANGLE),
            good=(150.0, None),
            fault_below=130.0,
            severity=1,
            views=FRONT,
            cue="Press the other bell down",
            voice="Push the other bell into the floor.",
            advice="The arm that rests stays long and presses its bell into the floor.",
            praise="Strong support arm",
            source="docs/sources.md#gorilla-row",
        ),
        Rule(
            id="side-uneven",
            title="Lower than the other side",
            measure=AgainstOtherSide(WRIST_LIFT),
            good=(None, 15.0),
            fault_above=25.0,
            severity=1,
            views=FRONT,
            cue="Match your sides",
            voice="Pull as high as on the other side.",
            advice="Pull both sides to the same height.",
            praise="Sides match",
            source="docs/sources.md#gorilla-row",
        ),
    ),
    words=Words(
        phases={Phase.REST: "floor", Phase.OUT: "pull", Phase.TURN: "squeeze", Phase.BACK: "lower"},
        set_up=(
            "Stand wide over two kettlebells, the bells in line with your toes.",
            "Hinge with a straight back, the knees bent, a hand on each bell.",
        ),
        how_to=(
            "Push one bell into the floor and row the other to your ribs.",
            "Lower it with control, then change sides.",
        ),
        camera="Place the camera in front, at hip height, two to four metres away, the whole body in the picture.",
        too_small="not pulled far enough to count",
    ),
    set_up=(
        SetUpCheck(
            id="stance",
            title="Wide stance",
            signal=FOOT_SPREAD,
            within=(1.0, None),
            views=("front", "back"),
            advice="Stand wider, the feet outside the shoulders",
            source="docs/sources.md#set-up",
        ),
    ),
    variants=(
        Variant(
            id="one-bell",
            name="Gorilla row with one bell",
            summary="One bell, one arm at a time: all reps of one side, then those of the other.",
            source="docs/sources.md#variants",
            without=("side-repeated", "other-arm-bent"),
            how_to=(
                "Row the bell to your ribs, the other hand braced on the thigh.",
                "Lower it with control. Finish one side, then change.",
            ),
        ),
    ),
)
