"""Romanian deadlift: standing hinge, the hips go back, the weights slide down the legs."""

from formcheck.motion.back_shape import BACK_BOW
from formcheck.motion.signals.angles import ELBOW_ANGLE, HIP_ANGLE, HIP_FLEXION, KNEE_ANGLE, TRUNK_LEAN
from formcheck.motion.signals.distances import HIPS_BACK, WRIST_FROM_LEG
from formcheck.motion.signals.heights import HIP_OVER_SHOULDER, WRIST_OVER_SHOULDER
from formcheck.motion.view import View
from formcheck.rules.exercise import Exercise, Target, Words
from formcheck.rules.measures.back import BackFromStanding
from formcheck.rules.measures.position import AtRest, Change, Excursion, Over, at_turn
from formcheck.rules.measures.ranges import RangeOver
from formcheck.rules.measures.timing import OutTime
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rep_rule import Guard, RepRule, RepSignal
from formcheck.rules.rule import Rule
from formcheck.rules.set_up_check import SetUpCheck

SIDE: tuple[View, ...] = ("side",)
SAGITTAL: tuple[View, ...] = ("side", "oblique")
STANDING: tuple[View, ...] = ("side", "oblique", "front", "back")

EXERCISE = Exercise(
    id="romanian-deadlift",
    name="Romanian deadlift",
    summary="Standing, push the hips back with a straight back until the hamstrings stretch, then stand tall.",
    revision=2,
    posture="standing",
    views=("side",),
    drawn_line=("shoulder", "hip", "knee"),
    angle=HIP_ANGLE,
    cutoff_hz=4.0,
    rep=RepRule(
        signals_by_view=(
            RepSignal(HIP_OVER_SHOULDER, rep_range=0.25, attempt_range=0.15, views=("front", "back")),
            RepSignal(HIP_FLEXION, rep_range=24.0, attempt_range=15.0, views=SAGITTAL),
        ),
        min_s=0.8,
        max_s=30.0,
        confirmation=HIP_OVER_SHOULDER,
        confirmation_range=0.1,
        shoulders_over_hips=(-0.5, 1.2),
        knees_over_hips=(-1.2, -0.35),
        source="docs/sources.md#romanian-deadlift",
        guards=(
            Guard(Over(WRIST_OVER_SHOULDER, None, "max"), (None, -0.4), "hands lifted", views=STANDING),
            Guard(RangeOver(ELBOW_ANGLE), (None, 50.0), "arms pull", views=("side",)),
            Guard(AtRest(TRUNK_LEAN), (None, 35.0), "no standing tall before or after", views=SAGITTAL),
            Guard(
                AtRest(HIP_OVER_SHOULDER), (None, -0.75), "no standing tall before or after", views=("front", "back")
            ),
            Guard(Excursion(HIP_OVER_SHOULDER), (0.2, None), "trunk not bent forward", views=STANDING),
        ),
    ),
    target=Target(reps=(15, 20), hold_s=0.0, lower_s=2.0, rest_s=90.0, lowering=Phase.OUT),
    rules=(
        Rule(
            id="back-rounded",
            title="Possible rounding of the back",
            measure=BackFromStanding(BACK_BOW, unsure=(6.0, 9.0)),
            good=(None, 6.0),
            fault_above=9.0,
            severity=3,
            views=SIDE,
            cue="Long back",
            voice="Chest proud, back long.",
            advice="Keep the back long from hips to head; stop where it would begin to round.",
            praise="Back is long",
            source="docs/sources.md#back-shape",
        ),
        Rule(
            id="squatting",
            title="Squatting instead of hinging",
            measure=at_turn(KNEE_ANGLE),
            good=(150.0, None),
            fault_below=135.0,
            severity=3,
            views=SIDE,
            cue="Hips back, knees quiet",
            voice="Push the hips back, knees stay quiet.",
            advice="Unlock the knees, then leave them alone: the hips go back, not down.",
            praise="That is a hinge",
            source="docs/sources.md#romanian-deadlift",
        ),
        Rule(
            id="knees-locked",
            title="Knees locked",
            measure=at_turn(KNEE_ANGLE),
            good=(None, 172.0),
            fault_above=177.0,
            severity=1,
            views=SIDE,
            cue="Soft knees",
            voice="Keep the knees soft.",
            advice="Bend the knees a little before you hinge and keep them there.",
            praise="Knees are soft",
            source="docs/sources.md#romanian-deadlift",
        ),
        Rule(
            id="hips-not-back",
            title="Hips not going back",
            measure=Change(HIPS_BACK),
            good=(0.25, None),
            fault_below=0.12,
            explained_by=("too-shallow", "squatting"),
            severity=2,
            views=SIDE,
            cue="Push the hips back",
            voice="Push the wall behind you with your hips.",
            advice="Reach back with the hips as if to touch a wall; the hands only follow.",
            praise="Hips go back",
            source="docs/sources.md#romanian-deadlift",
        ),
        Rule(
            id="weights-away",
            title="Weights away from the legs",
            measure=at_turn(WRIST_FROM_LEG),
            good=(None, 0.45),
            fault_above=0.55,
            severity=2,
            views=SIDE,
            cue="Weights close to the legs",
            voice="Keep the weights close to your legs.",
            advice="Let the weights slide down the thighs and shins; keep the armpits tight.",
            praise="Weights stay close",
            source="docs/sources.md#romanian-deadlift",
        ),
        Rule(
            id="too-shallow",
            title="Not deep enough",
            measure=at_turn(HIP_FLEXION),
            good=(65.0, None),
            fault_below=50.0,
            severity=1,
            views=SIDE,
            cue="A little deeper",
            voice="Hinge a little deeper.",
            advice="Go down until the hamstrings stretch or the hips stop moving back.",
            praise="Good depth",
            source="docs/sources.md#romanian-deadlift",
        ),
        Rule(
            id="lockout-short",
            title="Not standing tall",
            measure=Over(HIP_ANGLE, Phase.REST, "max"),
            good=(168.0, None),
            fault_below=160.0,
            severity=2,
            views=SIDE,
            cue="Stand tall",
            voice="Finish tall, squeeze the glutes.",
            advice="Drive the hips forward until you stand straight before the next rep.",
            praise="Standing tall",
            source="docs/sources.md#romanian-deadlift",
        ),
        Rule(
            id="leaning-back",
            title="Leaning back at the top",
            measure=Over(TRUNK_LEAN, Phase.REST, "min"),
            good=(-10.0, None),
            fault_below=-16.0,
            severity=2,
            views=SIDE,
            cue="Do not lean back",
            voice="Stand tall, do not lean back.",
            advice="Stop when you stand straight; ribs stay over the hips.",
            praise="Tall, not back",
            source="docs/sources.md#romanian-deadlift",
        ),
        Rule(
            id="lowered-fast",
            title="Lowered too fast",
            measure=OutTime(),
            good=(2.0, None),
            fault_below=0.7,
            severity=1,
            views=STANDING,
            cue="Lower more slowly",
            voice="Lower more slowly.",
            advice="Take two to three seconds on the way down.",
            praise="Nice and slow",
            source="docs/sources.md#romanian-deadlift",
        ),
    ),
    words=Words(
        phases={Phase.REST: "stand", Phase.OUT: "lower", Phase.TURN: "stretch", Phase.BACK: "stand up"},
        set_up=(
            "Stand with the feet hip-width apart, the weights in front of the thighs.",
            "Soften the knees and draw the shoulders down and back.",
        ),
        how_to=(
            "Push the hips back with a straight back, the weights sliding down close to the legs.",
            "Stop when the hamstrings stretch or the hips can go back no further.",
            "Drive the hips forward and stand tall.",
        ),
        camera="Place the camera to the side, at hip height, two to four metres away, the whole body in the picture.",
        too_small="not lowered far enough to count",
    ),
    set_up=(
        SetUpCheck(
            id="tall",
            title="Standing tall",
            signal=TRUNK_LEAN,
            within=(None, 30.0),
            views=SIDE,
            advice="Stand tall before you begin",
            source="docs/sources.md#set-up",
        ),
    ),
)
