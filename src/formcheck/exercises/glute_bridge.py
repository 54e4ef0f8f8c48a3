"""Glute bridge: lying on the back, hips lifted until knees, hips and shoulders make one line."""

from formcheck import rules as r
from formcheck.motion import signals as s

ANY_VIEW: tuple[r.View, ...] = ("side", "oblique", "end-on")

EXERCISE = r.Exercise(
    id="glute-bridge",
    name="Glute bridge",
    summary="Lying on the back, lift the hips until knees, hips and shoulders make one line.",
    revision=8,
    posture="supine",
    views=("side",),
    drawn_line=("shoulder", "hip", "knee"),
    angle=s.HIP_ANGLE,
    cutoff_hz=4.0,
    rep=r.RepRule(
        signals_by_view=(
            r.RepSignal(s.HIP_ANGLE, rep_range=20.0, attempt_range=10.0, views=("side",), turn_from=142.0),  # deg
            r.RepSignal(s.HIP_HEIGHT, rep_range=0.12, attempt_range=0.06, views=("oblique", "end-on")),  # trunk
        ),
        min_s=0.8,
        max_s=60.0,
        held=True,
        confirmation=s.HIP_HEIGHT,
        confirmation_range=0.08,  # trunk
        shoulders_over_hips_trunk=(-0.9, 0.42),
        knees_over_hips_trunk=(-0.35, 1.2),
        source="docs/sources.md#bridge-rep",
        laterality=r.Laterality.BOTH_FEET,
        guards=(
            r.Guard(
                r.at_turn(s.SHOULDER_OVER_ANKLE),
                (None, 0.3),  # trunk
                "shoulders on a bench",
                views=("side", "oblique"),
                along_trunk=1.6,
            ),
            r.Guard(r.at_turn(s.KNEE_ANGLE), (None, 145.0), "straight legs", views=("side", "oblique")),  # deg
            r.Guard(
                r.Excursion(s.HIP_OVER_SHOULDER),
                (-0.1, None),  # trunk
                "shoulders lifted",
                views=("oblique", "end-on"),
                optional=True,
            ),
        ),
    ),
    target=r.Target(reps=(10, 15), hold_s=2.0, lower_s=1.5, rest_s=60.0),
    rules=(
        r.Rule(
            id="hips-low",
            title="Hips too low at the top",
            measure=r.at_turn(s.HIP_ANGLE),
            good=(170.0, 185.0),  # deg
            fault_below=165.0,  # deg
            severity=3,
            views=("side",),
            say=r.Say(
                cue="Hips higher",
                voice="Push through your heels, hips higher.",
                advice="Push the floor away through your heels until knees, hips and shoulders make one line.",
                praise="That is the line",
            ),
            source="docs/sources.md#bridge-line",
        ),
        r.Rule(
            id="arched",
            title="Arched past the line",
            measure=r.at_turn(s.HIP_ANGLE),
            good=(170.0, 185.0),  # deg
            fault_above=190.0,  # deg
            severity=3,
            views=("side",),
            say=r.Say(
                cue="Ribs down, stop at the line",
                voice="Ribs down, stop at the straight line.",
                advice="Stop where knees, hips and shoulders line up. Keep the ribs down and let the glutes do the "
                "work; going higher only bends the lower back.",
                praise="Ribs are down, good",
            ),
            source="docs/sources.md#bridge-line",
        ),
        r.Rule(
            id="short-hold",
            title="No pause at the top",
            measure=r.HoldTime(),
            good=(1.0, None),  # s
            fault_below=0.5,  # s
            severity=2,
            views=ANY_VIEW,
            say=r.Say(
                cue="Pause at the top",
                voice="Pause and squeeze at the top.",
                advice="Stay at the top for two to three seconds and squeeze the glutes before you come down.",
                praise="Good hold",
            ),
            source="docs/sources.md#hold",
        ),
        r.Rule(
            id="lowered-fast",
            title="Lowered too fast",
            measure=r.BackTime(),
            good=(1.5, None),  # s
            fault_below=0.8,  # s
            severity=2,
            views=("side", "end-on"),  # obliquely the height of the hips does not show when they begin to come down
            say=r.Say(
                cue="Lower more slowly",
                voice="Lower more slowly than you lift.",
                advice="Take longer on the way down than on the way up; put the back down bit by bit.",
                praise="Nice and slow",
            ),
            source="docs/sources.md#lowering",
        ),
        r.Rule(
            id="feet-far",
            title="Feet too far from the hips",
            measure=r.at_turn(s.SHANK_TILT),
            good=(-14.0, 13.0),  # deg
            fault_below=-17.0,  # deg
            explained_by=("hips-low",),
            severity=1,
            views=("side",),
            say=r.Say(
                cue="Feet closer to your hips",
                voice="Bring your feet a little closer.",
                advice="At the top the shins should stand upright. Bring the feet closer to the hips before the "
                "next set.",
                praise="Feet are right",
            ),
            source="docs/sources.md#bridge-shin",
        ),
        r.Rule(
            id="feet-near",
            title="Feet too close to the hips",
            measure=r.at_turn(s.SHANK_TILT),
            good=(-14.0, 13.0),  # deg
            fault_above=28.0,  # deg
            severity=1,
            views=("side",),
            say=r.Say(
                cue="Feet a little further away",
                voice="Move your feet a little further away.",
                advice="At the top the shins should stand upright. Move the feet away from the hips before the "
                "next set.",
                praise="Feet are right",
            ),
            source="docs/sources.md#bridge-shin",
        ),
        r.Rule(
            id="uneven-height",
            title="Lower than the best rep",
            measure=r.Shortfall(s.HIP_HEIGHT),
            good=(0.0, 15.0),  # %
            fault_above=30.0,  # %
            explained_by=("hips-low",),
            severity=1,
            views=("side", "oblique"),  # along the body the knees hide the hips: docs/intervals.md#along
            say=r.Say(
                cue="Same height every time",
                voice="Same height every time.",
                advice="Lift to the same height in every rep. When that gets too hard, the set is over.",
                praise="Same height again",
            ),
            source="docs/sources.md#bridge-range",
        ),
        r.Rule(
            id="knees-in",
            title="Knees falling in",
            measure=r.at_turn(s.KNEE_SPREAD),
            good=(0.85, None),  # ratio
            fault_below=0.7,  # ratio
            severity=2,
            views=("end-on",),
            say=r.Say(
                cue="Press your knees out",
                voice="Press your knees out, over your toes.",
                advice="Keep the knees over the toes; press them gently outwards while you lift.",
                praise="Knees are in place",
            ),
            source="docs/sources.md#bridge-knees",
        ),
    ),
    words=r.Words(
        phases={r.Phase.REST: "rest", r.Phase.OUT: "lift", r.Phase.TURN: "hold", r.Phase.BACK: "lower"},
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
        r.SetUpCheck(
            id="feet-place",
            title="Foot position",
            signal=s.KNEE_ANGLE,
            within=(30.0, 85.0),  # deg
            views=("side",),
            advice="Place the heels so that the shins are upright at the top",
            source="docs/sources.md#set-up",
        ),
    ),
    variants=(
        r.Variant(
            id="heels-close",
            name="Glute bridge, heels close",
            summary="The heels are close to the hips on purpose, which leaves less of the work to the hamstrings.",
            source="docs/sources.md#variants",
            without=("feet-near", "feet-place"),
        ),
    ),
)
