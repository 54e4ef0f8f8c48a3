"""Glute bridge: lying on the back, hips lifted until knees, hips and shoulders make one line."""

from formcheck.motion.signals.angles import HIP_ANGLE, KNEE_ANGLE, SHANK_TILT
from formcheck.motion.signals.distances import KNEE_SPREAD
from formcheck.motion.signals.heights import HIP_HEIGHT, SHOULDER_OVER_ANKLE
from formcheck.motion.view import View
from formcheck.rules.exercise import Exercise, Target, Variant, Words
from formcheck.rules.laterality import Laterality
from formcheck.rules.measures.across_reps import Shortfall
from formcheck.rules.measures.position import at_turn
from formcheck.rules.measures.timing import BackTime, HoldTime
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rep_rule import Guard, RepRule, RepSignal
from formcheck.rules.rule import Rule
from formcheck.rules.set_up_check import SetUpCheck

ANY_VIEW: tuple[View, ...] = ("side", "oblique", "end-on")

EXERCISE = Exercise(
    id="glute-bridge",
    name="Glute bridge",
    summary="Lying on the back, lift the hips until knees, hips and shoulders make one line.",
    revision=1,
    posture="supine",
    views=("side",),
    drawn_line=("shoulder", "hip", "knee"),
    angle=HIP_ANGLE,
    cutoff_hz=4.0,
    rep=RepRule(
        signals_by_view=(
            RepSignal(HIP_ANGLE, rep_range=20.0, attempt_range=10.0, views=("side",), turn_from=142.0),
            RepSignal(HIP_ANGLE, rep_range=20.0, attempt_range=10.0, views=("oblique",)),
            RepSignal(HIP_HEIGHT, rep_range=0.12, attempt_range=0.06, views=("end-on",)),
        ),
        min_s=0.8,
        max_s=60.0,
        confirmation=HIP_HEIGHT,
        confirmation_range=0.08,
        shoulders_over_hips=(-0.9, 0.42),
        knees_over_hips=(-0.35, 1.2),
        source="docs/sources.md#bridge-rep",
        laterality=Laterality.BOTH_FEET,
        guards=(
            Guard(at_turn(SHOULDER_OVER_ANKLE), (None, 0.3), "shoulders on a bench", views=("side",)),
            Guard(at_turn(SHOULDER_OVER_ANKLE), (None, 0.6), "shoulders on a bench", views=("oblique",)),
            Guard(at_turn(KNEE_ANGLE), (None, 145.0), "straight legs", views=("side", "oblique")),
        ),
    ),
    target=Target(reps=(10, 15), hold_s=2.0, lower_s=1.5, rest_s=60.0),
    rules=(
        Rule(
            id="hips-low",
            title="Hips too low at the top",
            measure=at_turn(HIP_ANGLE),
            good=(175.0, 190.0),
            fault_below=170.0,
            severity=3,
            views=("side",),
            cue="Hips higher",
            voice="Push through your heels, hips higher.",
            advice="Push the floor away through your heels until knees, hips and shoulders make one line.",
            praise="That is the line",
            source="docs/sources.md#bridge-line",
        ),
        Rule(
            id="arched",
            title="Arched past the line",
            measure=at_turn(HIP_ANGLE),
            good=(175.0, 190.0),
            fault_above=195.0,
            severity=3,
            views=("side",),
            cue="Ribs down, stop at the line",
            voice="Ribs down, stop at the straight line.",
            advice="Stop where knees, hips and shoulders line up. Keep the ribs down and let the glutes do the work; "
            "going higher only bends the lower back.",
            praise="Ribs are down, good",
            source="docs/sources.md#bridge-line",
        ),
        Rule(
            id="short-hold",
            title="No pause at the top",
            measure=HoldTime(),
            good=(1.0, None),
            fault_below=0.5,
            severity=2,
            views=ANY_VIEW,
            cue="Pause at the top",
            voice="Pause and squeeze at the top.",
            advice="Stay at the top for two to three seconds and squeeze the glutes before you come down.",
            praise="Good hold",
            source="docs/sources.md#hold",
        ),
        Rule(
            id="lowered-fast",
            title="Lowered too fast",
            measure=BackTime(),
            good=(1.5, None),
            fault_below=0.8,
            severity=2,
            views=ANY_VIEW,
            cue="Lower more slowly",
            voice="Lower more slowly than you lift.",
            advice="Take longer on the way down than on the way up; put the back down bit by bit.",
            praise="Nice and slow",
            source="docs/sources.md#lowering",
        ),
        Rule(
            id="feet-far",
            title="Feet too far from the hips",
            measure=at_turn(SHANK_TILT),
            good=(-12.0, 15.0),
            fault_below=-15.0,
            explained_by=("hips-low",),
            severity=1,
            views=("side",),
            cue="Feet closer to your hips",
            voice="Bring your feet a little closer.",
            advice="At the top the shins should stand upright. Bring the feet closer to the hips before the next set.",
            praise="Feet are right",
            source="docs/sources.md#bridge-shin",
        ),
        Rule(
            id="feet-near",
            title="Feet too close to the hips",
            measure=at_turn(SHANK_TILT),
            good=(-12.0, 15.0),
            fault_above=30.0,
            severity=1,
            views=("side",),
            cue="Feet a little further away",
            voice="Move your feet a little further away.",
            advice="At the top the shins should stand upright. Move the feet away from the hips before the next set.",
            praise="Feet are right",
            source="docs/sources.md#bridge-shin",
        ),
        Rule(
            id="uneven-height",
            title="Lower than the best rep",
            measure=Shortfall(HIP_HEIGHT),
            good=(0.0, 15.0),
            fault_above=30.0,
            explained_by=("hips-low",),
            severity=1,
            views=ANY_VIEW,
            cue="Same height every time",
            voice="Same height every time.",
            advice="Lift to the same height in every rep. When that gets too hard, the set is over.",
            praise="Same height again",
            source="docs/sources.md#bridge-range",
        ),
        Rule(
            id="knees-in",
            title="Knees falling in",
            measure=at_turn(KNEE_SPREAD),
            good=(0.85, None),
            fault_below=0.7,
            severity=2,
            views=("end-on",),
            cue="Press your knees out",
            voice="Press your knees out, over your toes.",
            advice="Keep the knees over the toes; press them gently outwards while you lift.",
            praise="Knees are in place",
            source="docs/sources.md#bridge-knees",
        ),
    ),
    words=Words(
        phases={Phase.REST: "rest", Phase.OUT: "lift", Phase.TURN: "hold", Phase.BACK: "lower"},
        set_up=(
            "Lie on your back, knees bent, feet flat and hip-width apart, arms at your sides.",
            "Place the heels so that the shins are upright when the hips are up.",
            "Draw ribs and hips together: the lower back rests on the floor.",
        ),
        how_to=(
            "Push through the heels, squeeze the glutes and lift until knees, hips and shoulders make one line.",
            "Hold for two to three seconds.",
            "Lower slowly, the back touching down bit by bit.",
            "Harder: hold a ball between the knees, or lay a dumbbell on the thighs.",
        ),
        camera="Place the camera to the side, at hip height, two to four metres away, the whole body in the picture.",
        too_small="hips not lifted far enough to count",
    ),
    set_up=(
        SetUpCheck(
            id="feet-place",
            title="Place of the feet",
            signal=KNEE_ANGLE,
            within=(30.0, 85.0),
            views=("side",),
            advice="Place the heels so that the shins are upright at the top",
            source="docs/sources.md#set-up",
        ),
    ),
    variants=(
        Variant(
            id="heels-close",
            name="Glute bridge, heels close",
            summary="The heels are close to the hips on purpose, which leaves less of the work to the hamstrings.",
            source="docs/sources.md#variants",
            without=("feet-near", "feet-place"),
        ),
    ),
)
