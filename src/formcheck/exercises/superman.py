"""Superman: lying face down, arms, chest and legs lifted together."""

from formcheck import rules as r
from formcheck.motion import signals as s

SIDE: tuple[r.View, ...] = ("side",)
LYING: tuple[r.View, ...] = ("side", "oblique", "end-on")

LEFT_THE_MAT = 0.06  # trunk
"""Rise of hand or foot that counts as off the mat: docs/sources.md#superman."""

EXERCISE = r.Exercise(
    id="superman",
    name="Superman",
    summary="Lying face down, lift arms, chest and legs together and hold.",
    revision=8,
    posture="prone",
    views=("side",),
    drawn_line=("shoulder", "hip", "knee"),
    angle=s.HIP_ANGLE,
    cutoff_hz=4.0,
    rep=r.RepRule(
        signals_by_view=(
            r.RepSignal(s.LIMB_LIFT, rep_range=0.10, attempt_range=0.06, views=SIDE),  # trunk
            r.RepSignal(s.LIMBS_LIFT, rep_range=0.10, attempt_range=0.06, views=("oblique", "end-on")),  # trunk
        ),
        min_s=0.7,
        max_s=60.0,
        held=True,
        confirmation=s.LIMB_LIFT,
        confirmation_range=0.08,  # trunk
        shoulders_over_hips_trunk=(-0.35, 0.7),
        knees_over_hips_trunk=(-0.4, 0.6),
        source="docs/sources.md#superman",
        guards=(
            r.Guard(r.at_turn(s.KNEE_ANGLE), (120.0, None), "knees bent", views=("side", "oblique")),  # deg
            r.Guard(r.at_turn(s.OTHER_KNEE_ANGLE), (120.0, None), "knees bent", views=("side", "oblique")),  # deg
            r.Guard(r.AtRest(s.KNEE_HEIGHT), (None, 0.66), "knees bent", views=LYING, optional=True),  # trunk
            r.Guard(
                r.AtRest(s.WRIST_OVER_SHOULDER),
                (-0.85, None),  # trunk
                "held up by the arms",
                views=("side", "oblique"),
                optional=True,
            ),
        ),
    ),
    target=r.Target(reps=(5, 10), hold_s=2.0, lower_s=1.0, rest_s=60.0),
    rules=(
        r.Rule(
            id="arms-low",
            title="Arms not lifted",
            measure=r.Change(s.WRIST_OVER_SHOULDER),
            good=(0.2, None),  # trunk
            fault_below=0.14,  # trunk
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Lift the arms too",
                voice="Reach long, then lift the arms.",
                advice="Reach forward, then lift the arms together with the legs.",
                praise="Arms are up",
            ),
            source="docs/sources.md#superman",
        ),
        r.Rule(
            id="legs-low",
            title="Legs not lifted",
            measure=r.Change(s.ANKLE_LIFT),
            good=(0.18, None),  # trunk
            fault_below=0.12,  # trunk
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Lift the legs too",
                voice="Lift the legs from the glutes.",
                advice="Squeeze the glutes and lift the thighs off the mat.",
                praise="Legs are up",
            ),
            source="docs/sources.md#superman",
        ),
        r.Rule(
            id="short-hold",
            title="Hold too short",
            measure=r.HoldTime(),
            good=(2.0, None),  # s
            fault_below=1.0,  # s
            severity=2,
            views=LYING,
            say=r.Say(
                cue="Hold for two seconds",
                voice="Hold for two seconds, and breathe.",
                advice="Stay up for two to three seconds and keep breathing.",
                praise="Good hold",
            ),
            source="docs/sources.md#superman",
        ),
        r.Rule(
            id="hold-sagging",
            title="Sinking during the hold",
            measure=r.Over(s.LIMB_LIFT, r.Phase.TURN, "range"),
            good=(None, 0.12),  # trunk
            fault_above=0.2,  # trunk
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Keep it up",
                voice="Keep it up until the count ends.",
                advice="Lift a little lower if you need to, but keep the height until the end.",
                praise="Steady hold",
            ),
            source="docs/sources.md#superman",
        ),
        r.Rule(
            id="not-together",
            title="Arms and legs not together",
            measure=r.OnsetDelay(s.WRIST_LIFT, s.ANKLE_LIFT, least=LEFT_THE_MAT),
            good=(0.0, 0.4),  # s
            fault_above=0.8,  # s
            explained_by=("arms-low", "legs-low"),
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Arms and legs together",
                voice="Arms and legs leave the mat together.",
                advice="Lift arms, chest and legs at the same moment.",
                praise="Together, good",
            ),
            source="docs/sources.md#superman",
        ),
        r.Rule(
            id="knees-bent",
            title="Knees bent",
            measure=r.at_turn(s.KNEE_ANGLE),
            good=(162.0, None),  # deg
            fault_below=147.0,  # deg
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Straight knees",
                voice="Straight knees, toes back.",
                advice="Lift from the hips with straight knees.",
                praise="Legs are long",
            ),
            source="docs/sources.md#superman",
        ),
        r.Rule(
            id="neck-craned",
            title="Head lifted",
            measure=r.NotMeasured("the neck cannot be measured from the landmarks of a face that looks down"),
            good=(0.0, 1.0),  # ratio
            fault_above=1.0,  # ratio
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Eyes on the mat",
                voice="Eyes on the mat, long neck.",
                advice="Look at the floor; the head stays in line with the trunk.",
                praise="Neck is long",
            ),
            source="docs/sources.md#superman",
        ),
        r.Rule(
            id="lifted-too-high",
            title="Lifted too high",
            measure=r.at_turn(s.TRUNK_INCLINATION),
            good=(None, 28.0),  # deg
            fault_above=35.0,  # deg
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Lower and longer",
                voice="Lower and longer: reach, do not crank.",
                advice="A hand’s breadth off the mat is enough; reach long instead of high.",
                praise="Long, not high",
            ),
            source="docs/sources.md#superman",
        ),
        r.Rule(
            id="too-fast",
            title="Too fast",
            measure=r.PeakSpeed(s.LIMB_LIFT),
            good=(None, 1.6),  # trunk/s
            fault_above=3.0,  # trunk/s
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Slow and smooth",
                voice="Slow and smooth.",
                advice="Take a second up and a second down.",
                praise="Smooth",
            ),
            source="docs/sources.md#superman",
        ),
    ),
    words=r.Words(
        phases={r.Phase.REST: "rest", r.Phase.OUT: "lift", r.Phase.TURN: "hold", r.Phase.BACK: "lower"},
        set_up=("Lie face down, arms overhead, legs straight.", "Look at the floor; the neck is long."),
        how_to=(
            "Lift arms, chest and legs together with the back and the glutes.",
            "Hold for two to three seconds.",
            "Lower slowly.",
        ),
        camera="Place the camera to the side, low, two to four metres away, hands and feet in the picture.",
        too_small="not lifted far enough to count",
    ),
    set_up=(
        r.SetUpCheck(
            id="legs-straight",
            title="Straight legs",
            signal=s.KNEE_ANGLE,
            within=(140.0, None),  # deg
            views=SIDE,
            advice="Stretch the legs before you begin",
            source="docs/sources.md#set-up",
        ),
    ),
    variants=(
        r.Variant(
            id="alternate",
            name="Alternating superman",
            summary="Lift one arm and the opposite leg, then the other two; reps count per side, named by the arm.",
            source="docs/sources.md#variants",
            rep=r.RepRule(
                signals_by_view=(
                    r.RepSignal(s.DIAGONAL_LIFT, rep_range=0.10, attempt_range=0.06, views=LYING),  # trunk
                ),
                min_s=0.7,
                max_s=60.0,
                held=True,
                confirmation=s.DIAGONAL_LIFT,
                confirmation_range=0.08,  # trunk
                shoulders_over_hips_trunk=(-0.35, 0.7),
                knees_over_hips_trunk=(-0.4, 0.6),
                source="docs/sources.md#variants",
                laterality=r.Laterality.EACH_ARM,
                guards=(
                    r.Guard(
                        r.Excursion(s.DIAGONAL_OVER_OTHER),
                        (0.18, None),  # trunk
                        "both sides lifted",
                        views=LYING,
                    ),
                    r.Guard(
                        r.at_turn(s.OTHER_KNEE_ANGLE),
                        (120.0, None),  # deg
                        "knees bent",
                        views=("side", "oblique"),
                    ),
                ),
            ),
            without=("hold-sagging", "not-together", "too-fast"),
            rules=(
                r.Rule(
                    id="legs-low",
                    title="Leg not lifted",
                    measure=r.Change(s.OTHER_ANKLE_LIFT),
                    good=(0.18, None),  # trunk
                    fault_below=0.12,  # trunk
                    severity=2,
                    views=SIDE,
                    say=r.Say(
                        cue="Lift the opposite leg too",
                        voice="Lift the opposite leg too.",
                        advice="Squeeze the glute and lift the opposite thigh off the mat.",
                        praise="Leg is up",
                    ),
                    source="docs/sources.md#variants",
                ),
                r.Rule(
                    id="knees-bent",
                    title="Knee bent",
                    measure=r.at_turn(s.OTHER_KNEE_ANGLE),
                    good=(160.0, None),  # deg
                    fault_below=145.0,  # deg
                    severity=1,
                    views=SIDE,
                    say=r.Say(
                        cue="Straight knee",
                        voice="Straight knee, toes back.",
                        advice="Lift from the hip with a straight knee.",
                        praise="Leg is long",
                    ),
                    source="docs/sources.md#superman",
                ),
                r.Rule(
                    id="side-repeated",
                    title="Same side twice",
                    measure=r.InARow(),
                    good=(1.0, 1.0),  # reps
                    fault_above=1.0,  # reps
                    severity=2,
                    views=LYING,
                    say=r.Say(
                        cue="Switch sides",
                        voice="Switch sides.",
                        advice="Lift left and right in turn, so that both sides get the same work.",
                        praise="Left and right in turn",
                    ),
                    source="docs/sources.md#variants",
                ),
            ),
            how_to=(
                "Lift one arm and the opposite leg.",
                "Hold for two to three seconds, the other arm and leg on the floor.",
                "Lower slowly, then change sides.",
            ),
        ),
    ),
)
