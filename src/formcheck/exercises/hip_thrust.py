"""Barbell hip thrust: upper back on a bench, hips driven up level with knees and shoulders."""

from formcheck.motion.signals.angles import BAR_TILT, HIP_ANGLE, NECK, SHANK_TILT
from formcheck.motion.signals.distances import SHOULDER_SLIDE
from formcheck.motion.signals.heights import HANDS_OVER_HIPS, HIP_HEIGHT, HIP_OVER_SHOULDER, SHOULDER_OVER_ANKLE
from formcheck.motion.view import View
from formcheck.rules.exercise import Exercise, Target, Words
from formcheck.rules.laterality import Laterality
from formcheck.rules.measures.combined import When, WhenWide
from formcheck.rules.measures.position import AtTurnIfPlausible, Change, Over, at_turn
from formcheck.rules.measures.timing import HoldTime
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rep_rule import Guard, RepRule, RepSignal
from formcheck.rules.rule import Rule
from formcheck.rules.set_up_check import SetUpCheck

SIDE: tuple[View, ...] = ("side",)
LYING: tuple[View, ...] = ("side", "oblique", "end-on")

EXERCISE = Exercise(
    id="hip-thrust",
    name="Barbell hip thrust",
    summary="Upper back on a bench, drive the hips up until they are level with shoulders and knees.",
    revision=2,
    posture="supine",
    views=("side",),
    drawn_line=("shoulder", "hip", "knee"),
    angle=HIP_ANGLE,
    cutoff_hz=4.0,
    rep=RepRule(
        signals_by_view=(RepSignal(HIP_OVER_SHOULDER, rep_range=0.15, attempt_range=0.1, views=LYING),),
        min_s=0.7,
        max_s=30.0,
        confirmation=HIP_HEIGHT,
        confirmation_range=0.10,
        shoulders_over_hips=(-0.5, 0.8),
        knees_over_hips=(-0.45, 0.9),
        source="docs/sources.md#hip-thrust",
        laterality=Laterality.BOTH_FEET,
        guards=(
            Guard(at_turn(SHOULDER_OVER_ANKLE), (0.3, None), "shoulders not on a bench", views=("side",)),
            Guard(at_turn(SHOULDER_OVER_ANKLE), (0.6, None), "shoulders not on a bench", views=("oblique",)),
        ),
    ),
    target=Target(reps=(15, 20), hold_s=1.0, lower_s=1.0, rest_s=90.0),
    rules=(
        Rule(
            id="lockout-short",
            title="Not locked out",
            measure=AtTurnIfPlausible(HIP_ANGLE),
            good=(178.0, 195.0),
            fault_below=172.0,
            severity=3,
            views=SIDE,
            cue="Hips up to level",
            voice="Finish: hips level with knees and shoulders.",
            advice="Drive up until hips, knees and shoulders are level and squeeze the glutes.",
            praise="Full lockout",
            source="docs/sources.md#hip-thrust",
        ),
        Rule(
            id="arched",
            title="Arched past level",
            measure=AtTurnIfPlausible(HIP_ANGLE),
            good=(178.0, 195.0),
            fault_above=205.0,
            severity=3,
            views=SIDE,
            cue="Ribs down, stop at level",
            voice="Ribs down, stop at level.",
            advice="Stop when the hips are level; keep the ribs down.",
            praise="Ribs are down",
            source="docs/sources.md#hip-thrust",
        ),
        Rule(
            id="shins-not-vertical",
            title="Shins not upright at the top",
            measure=at_turn(SHANK_TILT),
            good=(-10.0, 14.0),
            fault_below=-14.0,
            fault_above=18.0,
            severity=1,
            views=SIDE,
            cue="Shins upright at the top",
            voice="Move the feet until the shins are upright.",
            advice="At the top the shins stand upright: walk the feet out or in.",
            praise="Shins are upright",
            source="docs/sources.md#hip-thrust",
        ),
        Rule(
            id="head-back",
            title="Head thrown back",
            measure=Change(NECK),
            good=(-12.0, None),
            fault_below=-15.0,
            severity=2,
            views=SIDE,
            cue="Chin tucked",
            voice="Tuck the chin, eyes on the knees.",
            advice="Let the head follow the ribs: chin tucked, eyes forward.",
            praise="Chin is tucked",
            source="docs/sources.md#hip-thrust",
        ),
        Rule(
            id="no-pause",
            title="No pause at the top",
            measure=HoldTime(),
            good=(0.5, None),
            fault_below=0.2,
            severity=2,
            views=LYING,
            cue="Pause at the top",
            voice="Squeeze at the top, one count.",
            advice="Stay at the top for a count and squeeze.",
            praise="Good pause",
            source="docs/sources.md#hold",
        ),
        Rule(
            id="sliding",
            title="Sliding on the bench",
            measure=Over(SHOULDER_SLIDE, Phase.TURN, "range"),
            good=(None, 0.12),
            fault_above=0.2,
            severity=1,
            views=SIDE,
            cue="Hinge round the bench",
            voice="Hinge round the bench, do not slide.",
            advice="The shoulder blades stay on the edge of the bench; turn about it.",
            praise="Steady on the bench",
            source="docs/sources.md#hip-thrust",
        ),
        Rule(
            id="bar-tilted",
            title="Bar tilted",
            measure=When(
                WhenWide(Change(BAR_TILT), "wrist", least_px=40.0),
                Change(HANDS_OVER_HIPS),
                (-0.15, 0.15),
                "hands not on the bar",
            ),
            good=(-5.0, 5.0),
            fault_below=-10.0,
            fault_above=10.0,
            severity=2,
            views=("end-on",),
            cue="Level the bar",
            voice="Level the bar, push with both feet.",
            advice="Push through both feet alike, so that both ends of the bar rise together.",
            praise="Bar is level",
            source="docs/sources.md#hip-thrust",
        ),
    ),
    words=Words(
        phases={Phase.REST: "bottom", Phase.OUT: "drive", Phase.TURN: "squeeze", Phase.BACK: "lower"},
        set_up=(
            "Sit with the edge of the bench under the shoulder blades, the padded bar over the hips.",
            "Feet a little wider than the hips, so that the shins are upright at the top.",
        ),
        how_to=(
            "Squeeze and drive up until the hips are level with shoulders and knees.",
            "Hold for a count, chin tucked.",
            "Lower by hinging until the plates touch the floor.",
        ),
        camera="Place the camera to the side, at hip height, two to four metres away, the whole body in the picture.",
        too_small="hips not lifted far enough to count",
    ),
    set_up=(
        SetUpCheck(
            id="on-the-bench",
            title="Upper back on the bench",
            signal=SHOULDER_OVER_ANKLE,
            within=(0.3, None),
            views=SIDE,
            advice="Put the upper back on the bench",
            source="docs/sources.md#set-up",
        ),
    ),
)
