"""Bent-over row: standing hinge, the weights pulled to the lower ribs."""

from formcheck import rules as r
from formcheck.motion import signals as s

SIDE: tuple[r.View, ...] = ("side",)
STANDING: tuple[r.View, ...] = ("side", "oblique", "front", "back")

EXERCISE = r.Exercise(
    id="bent-over-row",
    name="Bent-over row",
    summary="Bent over with a straight back, pull the weights to the lower ribs and lower them with control.",
    revision=7,
    posture="standing",
    views=("side",),
    drawn_line=("shoulder", "elbow", "wrist"),
    angle=s.ELBOW_ANGLE,
    cutoff_hz=4.0,
    rep=r.RepRule(
        signals_by_view=(
            r.RepSignal(s.ELBOW_FLEXION, rep_range=22.0, attempt_range=12.0, views=SIDE),  # deg
            r.RepSignal(s.ELBOW_FLEXION, rep_range=14.0, attempt_range=10.0, views=("oblique",)),  # deg
            r.RepSignal(s.WRIST_OVER_SHOULDER, rep_range=0.12, attempt_range=0.08, views=("front", "back")),  # trunk
        ),
        min_s=0.6,
        max_s=20.0,
        confirmation=s.WRIST_LIFT,
        confirmation_range=0.08,  # trunk
        shoulders_over_hips_trunk=(-0.5, 0.98),
        knees_over_hips_trunk=(-1.2, -0.3),
        source="docs/sources.md#bent-over-row",
        guards=(
            r.Guard(r.Excursion(s.HANDS_APART), (-0.3, 0.3), "one arm pulls", views=STANDING),  # trunk
            r.Guard(
                r.Excursion(s.HAND_OVER_OTHER_NOT_LOST),
                (-0.45, 0.45),  # trunk
                "one arm pulls",
                views=STANDING,
            ),
            r.Guard(
                r.AtRest(s.WRIST_OVER_SHOULDER),
                (None, -0.5),  # trunk
                "hands held up",
                views=STANDING,
                optional=True,
            ),
            r.Guard(
                r.AtRest(s.HIP_HEIGHT),
                (1.2, None),  # trunk
                "not standing on the feet",
                views=STANDING,
                optional=True,
            ),
            r.Guard(
                r.RangeOver(s.HIP_HEIGHT),
                (None, 0.35),  # trunk
                "hips go up and down",
                views=STANDING,
                optional=True,
            ),
            r.Guard(
                r.RangeOver(s.HIP_OVER_SHOULDER),
                (None, 0.75),  # trunk
                "trunk goes up and down",
                views=STANDING,
                optional=True,
            ),
            r.Guard(
                r.AtRest(s.HIP_OVER_SHOULDER),
                (-0.96, None),  # trunk
                "not bent over",
                views=STANDING,
                optional=True,
            ),
        ),
    ),
    target=r.Target(reps=(12, 15), hold_s=1.0, lower_s=1.0, rest_s=60.0),
    rules=(
        r.Rule(
            id="too-upright",
            title="Trunk too upright",
            measure=r.at_turn(s.TRUNK_LEAN),
            good=(43.0, None),  # deg
            fault_below=33.0,  # deg
            explained_by=("trunk-rising",),
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Hinge further",
                voice="Hinge further, chest to the floor.",
                advice="Fold at the hips until the trunk is well forward; upright it becomes a shrug.",
                praise="Good hinge",
            ),
            source="docs/sources.md#bent-over-row",
        ),
        r.Rule(
            id="trunk-rising",
            title="Trunk rising with the pull",
            measure=r.OrAlong(r.RangeOver(s.TRUNK_LEAN), along=r.RangeOver(s.TRUNK_LEAN_BY_HEIGHT)),
            good=(None, 11.0),  # deg
            fault_above=17.0,  # deg
            severity=3,
            views=("side", "front", "back"),
            say=r.Say(
                cue="Freeze your trunk",
                voice="Freeze your trunk, only the arms move.",
                advice="Choose a weight that lets the trunk stay still while the arms pull.",
                praise="Trunk is still",
            ),
            source="docs/sources.md#bent-over-row",
        ),
        r.Rule(
            id="legs-driving",
            title="Legs driving the pull",
            measure=r.RangeOver(s.KNEE_ANGLE),
            good=(None, 6.0),  # deg
            fault_above=14.0,  # deg
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Legs stay quiet",
                voice="Legs stay quiet.",
                advice="The legs hold the position and do not help the pull.",
                praise="Legs are quiet",
            ),
            source="docs/sources.md#bent-over-row",
        ),
        r.Rule(
            id="knees-locked",
            title="Knees locked",
            measure=r.at_turn(s.KNEE_ANGLE),
            good=(None, 168.0),  # deg
            fault_above=174.0,  # deg
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Soft knees",
                voice="Keep the knees soft.",
                advice="Bend the knees a little and keep them there.",
                praise="Knees are soft",
            ),
            source="docs/sources.md#bent-over-row",
        ),
        r.Rule(
            id="pull-short",
            title="Pull too short",
            measure=r.at_turn(s.ELBOW_OVER_TRUNK),
            good=(0.05, None),  # trunk
            fault_below=-0.03,  # trunk
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Elbows past your back",
                voice="Pull until the elbows pass your back.",
                advice="Pull to the lower ribs until the elbows pass the line of the back.",
                praise="Full pull",
            ),
            source="docs/sources.md#bent-over-row",
        ),
        r.Rule(
            id="arms-not-long",
            title="Arms not long at the bottom",
            measure=r.Over(s.ELBOW_ANGLE, r.Phase.REST, "max"),
            good=(154.0, None),  # deg
            fault_below=139.0,  # deg
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Let the arms hang long",
                voice="Let the arms hang long.",
                advice="Lower until the arms hang straight under the shoulders.",
                praise="Long arms",
            ),
            source="docs/sources.md#bent-over-row",
        ),
        r.Rule(
            id="back-rounded",
            title="Possible rounding of the back",
            measure=r.BackFromStanding(s.BACK_BOW),  # %
            good=(None, 1.5),  # %
            fault_above=3.0,  # %
            severity=3,
            views=("side", "oblique"),
            say=r.Say(
                cue="Long back",
                voice="Chest proud, back long.",
                advice="Keep the back long from hips to head.",
                praise="Back is long",
            ),
            source="docs/sources.md#back-shape",
        ),
        r.Rule(
            id="lowered-fast",
            title="Lowered too fast",
            measure=r.BackTime(),
            good=(1.0, None),  # s
            fault_below=0.5,  # s
            severity=1,
            views=("side", "front", "back"),
            say=r.Say(
                cue="Lower with control",
                voice="Lower with control.",
                advice="Take at least a second to let the weights down.",
                praise="Nice control",
            ),
            source="docs/sources.md#bent-over-row",
        ),
        r.Rule(
            id="side-uneven",
            title="One side pulled less",
            measure=r.OneSideLess(s.WRIST_LIFT),
            good=(None, 20.0),  # %
            fault_above=30.0,  # %
            severity=1,
            views=("front",),
            say=r.Say(
                cue="Both hands to one height",
                voice="Pull both hands to the same height.",
                advice="Pull both weights to the same height; let the weaker side set how far.",
                praise="Both sides alike",
            ),
            source="docs/sources.md#row-sides",
        ),
    ),
    words=r.Words(
        phases={r.Phase.REST: "hang", r.Phase.OUT: "pull", r.Phase.TURN: "squeeze", r.Phase.BACK: "lower"},
        set_up=(
            "Stand with the feet hip-width apart and the knees slightly bent.",
            "Fold at the hips with a straight back until the trunk is almost level, the arms hanging.",
        ),
        how_to=(
            "Pull to the lower ribs and squeeze the shoulder blades together.",
            "Hold for a count.",
            "Lower with control until the arms are long.",
        ),
        camera="Place the camera to the side, at hip height, two to four metres away, the whole body in the picture.",
        too_small="not pulled far enough to count",
    ),
    set_up=(
        r.SetUpCheck(
            id="bent-over",
            title="Bent over",
            signal=s.TRUNK_LEAN,
            within=(30.0, None),  # deg
            views=SIDE,
            advice="Fold forward at the hips before you pull",
            source="docs/sources.md#set-up",
        ),
    ),
    variants=(
        r.Variant(
            id="upright",
            name="Upright bent-over row",
            summary="The trunk is held higher, up to 60° above the floor; the plain row asks for 45° or less.",
            source="docs/sources.md#variants",
            without=("bent-over",),
            rules=(
                r.Rule(
                    id="too-upright",
                    title="Trunk too upright",
                    measure=r.at_turn(s.TRUNK_LEAN),
                    good=(28.0, None),  # deg
                    fault_below=18.0,  # deg
                    explained_by=("trunk-rising",),
                    severity=2,
                    views=SIDE,
                    say=r.Say(
                        cue="Hinge further",
                        voice="Hinge a little further.",
                        advice="Fold at the hips until the trunk is a third of the way down; upright it "
                        "becomes a shrug.",
                        praise="Good hinge",
                    ),
                    source="docs/sources.md#variants",
                ),
            ),
        ),
    ),
)
