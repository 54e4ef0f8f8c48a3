"""Single-leg glute bridge: a bridge on one leg, the other held in line with the trunk or up."""

from formcheck.motion.signals.angles import HIP_ANGLE, KNEE_ANGLE, OTHER_KNEE_ANGLE, PELVIS_ROLL
from formcheck.motion.signals.distances import SHOULDER_SLIDE
from formcheck.motion.signals.heights import HIP_OVER_SHOULDER
from formcheck.motion.view import View
from formcheck.rules.exercise import Exercise, Target, Words
from formcheck.rules.laterality import Laterality
from formcheck.rules.measures.across_reps import Shortfall
from formcheck.rules.measures.combined import WhenWide
from formcheck.rules.measures.position import AtTurnIfPlausible, BaselineShift, Change, at_turn
from formcheck.rules.measures.ranges import HoldVariability
from formcheck.rules.measures.timing import HoldTime
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rep_rule import Guard, RepRule, RepSignal
from formcheck.rules.rule import Rule

SIDE: tuple[View, ...] = ("side",)
LYING: tuple[View, ...] = ("side", "oblique", "end-on")

EXERCISE = Exercise(
    id="single-leg-glute-bridge",
    name="Single-leg glute bridge",
    summary="A bridge on one leg, the other held in line with the trunk or up.",
    revision=1,
    posture="supine",
    views=("side",),
    drawn_line=("shoulder", "hip", "knee"),
    angle=HIP_ANGLE,
    cutoff_hz=4.0,
    rep=RepRule(
        signals_by_view=(RepSignal(HIP_OVER_SHOULDER, rep_range=0.15, attempt_range=0.1, views=LYING),),
        min_s=0.8,
        max_s=60.0,
        confirmation=HIP_OVER_SHOULDER,
        confirmation_range=0.1,
        shoulders_over_hips=(-0.9, 0.42),
        knees_over_hips=(-0.35, 1.2),
        source="docs/sources.md#one-leg",
        laterality=Laterality.ONE_LEG,
        guards=(Guard(at_turn(KNEE_ANGLE), (None, 145.0), "straight legs", views=("side",)),),
    ),
    target=Target(reps=(8, 12), hold_s=1.0, lower_s=1.5, rest_s=60.0),
    rules=(
        Rule(
            id="hip-sag",
            title="Hips sagging at the top",
            measure=at_turn(HIP_ANGLE),
            good=(172.0, None),
            fault_below=168.0,
            severity=3,
            views=SIDE,
            cue="Hips up to the line",
            voice="Drive through the heel, hips up to the line.",
            advice="Push through the heel until knee, hip and shoulder make one line, and hold it there.",
            praise="Hips are in line",
            source="docs/sources.md#one-leg",
        ),
        Rule(
            id="hips-low",
            title="Lower than your best rep",
            measure=Shortfall(HIP_OVER_SHOULDER),
            good=(0.0, 15.0),
            fault_above=25.0,
            explained_by=("hip-sag",),
            severity=2,
            views=SIDE,
            cue="As high as before",
            voice="Lift as high as before.",
            advice="End the set, or rest, when you no longer reach the height of the first reps.",
            praise="Full height again",
            source="docs/sources.md#one-leg",
        ),
        Rule(
            id="arched",
            title="Arched past the line",
            measure=at_turn(HIP_ANGLE),
            good=(None, 190.0),
            fault_above=195.0,
            severity=3,
            views=SIDE,
            cue="Ribs down, stop at the line",
            voice="Ribs down, stop at the straight line.",
            advice="Stop where knee, hip and shoulder line up. Keep the ribs down.",
            praise="Ribs are down, good",
            source="docs/sources.md#bridge-line",
        ),
        Rule(
            id="wobble",
            title="Hips wobbling",
            measure=HoldVariability(HIP_OVER_SHOULDER),
            good=(None, 0.015),
            fault_above=0.03,
            severity=2,
            views=SIDE,
            cue="Hold the hips still",
            voice="Brace, and hold the hips still.",
            advice="Brace before you lift, press the whole foot down and hold the hips still at the top.",
            praise="Steady hips",
            source="docs/sources.md#one-leg",
        ),
        Rule(
            id="pelvis-drop",
            title="Free side of the pelvis dropping",
            measure=WhenWide(Change(PELVIS_ROLL), "hip", least_px=40.0),
            good=(None, 7.0),
            fault_above=10.0,
            severity=3,
            views=("end-on",),
            cue="Both hip bones level",
            voice="Keep both hip bones level.",
            advice="Keep the two hip bones at one height: the free side tends to sink.",
            praise="Pelvis is level",
            source="docs/sources.md#pelvis",
        ),
        Rule(
            id="knee-bent",
            title="Free knee bent",
            measure=AtTurnIfPlausible(OTHER_KNEE_ANGLE),
            good=(160.0, None),
            fault_below=145.0,
            severity=1,
            views=SIDE,
            cue="Long free leg",
            voice="Stretch the free leg.",
            advice="Keep the free leg long: it makes the lift honest and shows whether the hips stay level.",
            praise="Leg is long",
            source="docs/sources.md#one-leg",
        ),
        Rule(
            id="short-hold",
            title="No pause at the top",
            measure=HoldTime(),
            good=(1.0, None),
            fault_below=0.5,
            severity=2,
            views=LYING,
            cue="Pause at the top",
            voice="Pause at the top.",
            advice="Stay at the top for a second or two before you come down.",
            praise="Good hold",
            source="docs/sources.md#hold",
        ),
        Rule(
            id="foot-moved",
            title="Standing foot moved",
            measure=BaselineShift(SHOULDER_SLIDE, most=0.4),
            good=(None, 0.05),
            fault_above=0.1,
            severity=1,
            views=SIDE,
            cue="Foot stays planted",
            voice="Foot stays planted.",
            advice="Keep the standing foot in one place; move it only between sets.",
            praise="Foot is planted",
            source="docs/sources.md#one-leg",
        ),
    ),
    words=Words(
        phases={Phase.REST: "floor", Phase.OUT: "lift", Phase.TURN: "hold", Phase.BACK: "lower"},
        set_up=(
            "Lie on your back, knees bent, feet flat and hip-width apart.",
            "Lift one foot and stretch that leg, in line with the trunk or higher.",
        ),
        how_to=(
            "Push through the other heel and lift the hips until knee, hip and shoulder make one line.",
            "Hold for a second; the hips stay level.",
            "Lower slowly. Finish one side, then change.",
        ),
        camera="Place the camera to the side, low, two to four metres away, the whole body in the picture.",
        too_small="hips not lifted far enough to count",
    ),
)
