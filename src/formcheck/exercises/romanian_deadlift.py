"""Romanian deadlift: standing hinge, the hips go back, the weights slide down the legs."""

from formcheck import rules as r
from formcheck.motion import signals as s

SIDE: tuple[r.View, ...] = ("side",)
SAGITTAL: tuple[r.View, ...] = ("side", "oblique")
STANDING: tuple[r.View, ...] = ("side", "oblique", "front", "back")

EXERCISE = r.Exercise(
    id="romanian-deadlift",
    name="Romanian deadlift",
    summary="Standing, push the hips back with a straight back until the hamstrings stretch, then stand tall.",
    revision=7,
    posture="standing",
    views=("side",),
    drawn_line=("shoulder", "hip", "knee"),
    angle=s.HIP_ANGLE,
    cutoff_hz=4.0,
    rep=r.RepRule(
        signals_by_view=(
            r.RepSignal(s.HIP_OVER_SHOULDER, rep_range=0.25, attempt_range=0.15, views=("front", "back")),  # trunk
            r.RepSignal(s.HIP_FLEXION, rep_range=24.0, attempt_range=15.0, views=SAGITTAL),  # deg
        ),
        min_s=0.8,
        max_s=30.0,
        confirmation=s.HIP_OVER_SHOULDER,
        confirmation_range=0.1,  # trunk
        shoulders_over_hips_trunk=(-0.5, 1.2),
        knees_over_hips_trunk=(-1.2, -0.35),
        source="docs/sources.md#romanian-deadlift",
        guards=(
            r.Guard(r.Over(s.WRIST_OVER_SHOULDER, None, "max"), (None, -0.4), "hands lifted", views=STANDING),  # trunk
            r.Guard(r.RangeOver(s.ELBOW_ANGLE), (None, 50.0), "arms pull", views=("side",)),  # deg
            r.Guard(r.Excursion(s.WRIST_OVER_SHOULDER), (-0.2, 0.6), "arms pull", views=("front", "back")),  # trunk
            r.Guard(r.AtRest(s.TRUNK_LEAN), (None, 35.0), "not standing tall before or after", views=SAGITTAL),  # deg
            r.Guard(
                r.AtRest(s.HIP_OVER_SHOULDER),
                (None, -0.75),  # trunk
                "not standing tall before or after",
                views=("front", "back"),
            ),
            r.Guard(r.Excursion(s.HIP_OVER_SHOULDER), (0.2, None), "trunk not bent forward", views=STANDING),  # trunk
            r.Guard(
                r.at_turn(s.HIP_OVER_SHOULDER),
                (None, 0.45),  # trunk
                "folded down to the feet",
                views=STANDING,
                optional=True,
            ),
            r.Guard(r.Excursion(s.HIP_HEIGHT), (-0.6, None), "hips go down", views=STANDING, optional=True),  # trunk
            r.Guard(r.RangeOver(s.HIP_HEIGHT), (None, 0.8), "hips go down", views=STANDING, optional=True),  # trunk
        ),
    ),
    target=r.Target(reps=(15, 20), hold_s=0.0, lower_s=2.0, rest_s=90.0, lowering=r.Phase.OUT),
    rules=(
        r.Rule(
            id="back-rounded",
            title="Possible rounding of the back",
            measure=r.BackFromStanding(s.BACK_BOW, unsure=(6.0, 9.0)),  # %
            good=(None, 6.0),  # %
            fault_above=9.0,  # %
            severity=3,
            views=SIDE,
            say=r.Say(
                cue="Long back",
                voice="Chest proud, back long.",
                advice="Keep the back long from hips to head; stop where it would begin to round.",
                praise="Back is long",
            ),
            source="docs/sources.md#back-shape",
        ),
        r.Rule(
            id="squatting",
            title="Squatting instead of hinging",
            measure=r.at_turn(s.KNEE_ANGLE),
            good=(146.0, None),  # deg
            fault_below=131.0,  # deg
            severity=3,
            views=SIDE,
            say=r.Say(
                cue="Hips back, knees quiet",
                voice="Push the hips back, knees stay quiet.",
                advice="Unlock the knees, then leave them alone: the hips go back, not down.",
                praise="That is a hinge",
            ),
            source="docs/sources.md#romanian-deadlift",
        ),
        r.Rule(
            id="knees-locked",
            title="Knees locked",
            measure=r.at_turn(s.KNEE_ANGLE),
            good=(None, 168.0),  # deg
            fault_above=173.0,  # deg
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Soft knees",
                voice="Keep the knees soft.",
                advice="Bend the knees a little before you hinge and keep them there.",
                praise="Knees are soft",
            ),
            source="docs/sources.md#romanian-deadlift",
        ),
        r.Rule(
            id="hips-not-back",
            title="Hips not going back",
            measure=r.Change(s.HIPS_BACK),
            good=(0.25, None),  # trunk
            fault_below=0.12,  # trunk
            explained_by=("too-shallow", "squatting"),
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Push the hips back",
                voice="Push the wall behind you with your hips.",
                advice="Reach back with the hips as if to touch a wall; the hands only follow.",
                praise="Hips go back",
            ),
            source="docs/sources.md#romanian-deadlift",
        ),
        r.Rule(
            id="weights-away",
            title="Weights away from the legs",
            measure=r.at_turn(s.WRIST_FROM_LEG),
            good=(None, 0.45),  # trunk
            fault_above=0.55,  # trunk
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Weights close to the legs",
                voice="Keep the weights close to your legs.",
                advice="Let the weights slide down the thighs and shins; keep the armpits tight.",
                praise="Weights stay close",
            ),
            source="docs/sources.md#romanian-deadlift",
        ),
        r.Rule(
            id="too-shallow",
            title="Not deep enough",
            measure=r.at_turn(s.HIP_FLEXION),
            good=(68.0, None),  # deg
            fault_below=53.0,  # deg
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="A little deeper",
                voice="Hinge a little deeper.",
                advice="Go down until the hamstrings stretch or the hips stop moving back.",
                praise="Good depth",
            ),
            source="docs/sources.md#romanian-deadlift",
        ),
        r.Rule(
            id="lockout-short",
            title="Not standing tall",
            measure=r.Over(s.HIP_ANGLE, r.Phase.REST, "max"),
            good=(164.0, None),  # deg
            fault_below=156.0,  # deg
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Stand tall",
                voice="Finish tall, squeeze the glutes.",
                advice="Drive the hips forward until you stand straight before the next rep.",
                praise="Standing tall",
            ),
            source="docs/sources.md#romanian-deadlift",
        ),
        r.Rule(
            id="leaning-back",
            title="Leaning back at the top",
            measure=r.Over(s.TRUNK_LEAN, r.Phase.REST, "min"),
            good=(-8.0, None),  # deg
            fault_below=-14.0,  # deg
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Do not lean back",
                voice="Stand tall, do not lean back.",
                advice="Stop when you stand straight; ribs stay over the hips.",
                praise="Tall, not back",
            ),
            source="docs/sources.md#romanian-deadlift",
        ),
        r.Rule(
            id="lowered-fast",
            title="Lowered too fast",
            measure=r.OutTime(),
            good=(2.0, None),  # s
            fault_below=0.7,  # s
            severity=1,
            views=STANDING,
            say=r.Say(
                cue="Lower more slowly",
                voice="Lower more slowly.",
                advice="Take two to three seconds on the way down.",
                praise="Nice and slow",
            ),
            source="docs/sources.md#romanian-deadlift",
        ),
    ),
    words=r.Words(
        phases={r.Phase.REST: "stand", r.Phase.OUT: "lower", r.Phase.TURN: "stretch", r.Phase.BACK: "stand up"},
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
        r.SetUpCheck(
            id="tall",
            title="Standing tall",
            signal=s.TRUNK_LEAN,
            within=(None, 30.0),  # deg
            views=SIDE,
            advice="Stand tall before you begin",
            source="docs/sources.md#set-up",
        ),
    ),
)
