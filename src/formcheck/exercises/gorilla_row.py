"""Gorilla row: a wide hinge over two kettlebells, one arm rows while the other presses its bell into the floor."""

from formcheck import rules as r
from formcheck.motion import signals as s

SIDE: tuple[r.View, ...] = ("side",)
FRONT: tuple[r.View, ...] = ("front",)
SAGITTAL: tuple[r.View, ...] = ("side", "oblique")

EXERCISE = r.Exercise(
    id="gorilla-row",
    name="Gorilla row",
    summary="In a wide hinge over two kettlebells, row one while the other is pressed into the floor; alternate.",
    revision=7,
    posture="standing",
    views=("front", "oblique"),
    drawn_line=("shoulder", "elbow", "wrist"),
    angle=s.ELBOW_ANGLE,
    cutoff_hz=4.0,
    rep=r.RepRule(
        signals_by_view=(
            r.RepSignal(
                s.HAND_OVER_FEET,
                rep_range=0.1,  # trunk
                attempt_range=0.08,  # trunk
                views=("front", "back"),
                has_floor=True,
            ),
            r.RepSignal(s.HAND_OVER_FEET, rep_range=0.15, attempt_range=0.1, views=SAGITTAL, has_floor=True),  # trunk
        ),
        min_s=0.6,
        max_s=20.0,
        confirmation=s.HAND_OVER_OTHER,
        confirmation_range=0.08,  # trunk
        shoulders_over_hips_trunk=(-0.5, 0.95),
        knees_over_hips_trunk=(-1.2, -0.2),
        source="docs/sources.md#gorilla-row",
        laterality=r.Laterality.EACH_ARM,
        guards=(
            r.Guard(
                r.Excursion(s.HAND_ABOVE_OTHER),
                (0.08, None),  # trunk
                "both hands lifted",
                views=("front", "back"),
            ),
            r.Guard(r.Excursion(s.HAND_OVER_OTHER), (0.2, None), "both hands lifted", views=("oblique",)),  # trunk
            r.Guard(r.Excursion(s.HAND_OVER_OTHER), (0.14, None), "both hands lifted", views=("side",)),  # trunk
            r.Guard(
                r.RangeOver(s.OTHER_WRIST_LIFT),
                (None, 0.65),  # trunk
                "both hands lifted",
                views=("side", "oblique", "front", "back"),
                optional=True,
            ),
            r.Guard(r.AtRest(s.TRUNK_LEAN), (20.0, 90.0), "not bent over", views=SAGITTAL),  # deg
            r.Guard(
                r.AtRest(s.HIP_OVER_SHOULDER),
                (-0.55, None),  # trunk
                "trunk too upright",
                views=SIDE,
                optional=True,
            ),
            r.Guard(
                r.AtRest(s.HIP_OVER_SHOULDER),
                (-0.7, None),  # trunk
                "trunk too upright",
                views=("oblique", "front", "back"),
                optional=True,
            ),
            r.Guard(r.RangeOver(s.TRUNK_LEAN), (None, 45.0), "trunk swings up", views=SAGITTAL),  # deg
        ),
    ),
    target=r.Target(reps=(10, 15), hold_s=0.5, lower_s=1.0, rest_s=60.0),
    rules=(
        r.Rule(
            id="side-repeated",
            title="Same side twice",
            measure=r.InARow(),
            good=(1.0, 1.0),  # reps
            fault_above=1.0,  # reps
            severity=2,
            views=("oblique", "front", "back"),
            say=r.Say(
                cue="Switch sides",
                voice="Switch sides.",
                advice="Row left and right in turn, so that both sides get the same work.",
                praise="Left and right in turn",
            ),
            source="docs/sources.md#gorilla-row",
        ),
        r.Rule(
            id="trunk-rising",
            title="Trunk rising with the pull",
            measure=r.OrAlong(r.RangeOver(s.TRUNK_LEAN), along=r.RangeOver(s.TRUNK_LEAN_BY_HEIGHT)),
            good=(None, 8.0),  # deg
            fault_above=16.0,  # deg
            severity=3,
            views=("side", "front", "back"),
            say=r.Say(
                cue="Stay down",
                voice="Hips back and down, do not stand up.",
                advice="Keep the trunk at one angle; choose lighter bells if it rises with every pull.",
                praise="Trunk stays down",
            ),
            source="docs/sources.md#gorilla-row",
        ),
        r.Rule(
            id="hips-swaying",
            title="Hips moving",
            measure=r.MaxOf((r.RangeOnTheSpot(s.HIPS_ASIDE, "hip", 0), r.RangeOnTheSpot(s.HIPS_OVER_FEET, "hip", 1))),
            good=(None, 0.12),  # trunk
            fault_above=0.2,  # trunk
            explained_by=("trunk-rotation",),
            severity=2,
            views=FRONT,
            say=r.Say(
                cue="Hips still",
                voice="Hips like a table.",
                advice="Set the feet wide, brace, and keep the hips where they are while an arm pulls.",
                praise="Hips are still",
            ),
            source="docs/sources.md#gorilla-row",
        ),
        r.Rule(
            id="trunk-rotation",
            title="Trunk turning open",
            measure=r.Change(s.TRUNK_ROTATION),
            good=(None, 12.0),  # deg
            fault_above=16.0,  # deg
            severity=3,
            views=FRONT,
            say=r.Say(
                cue="Chest to the floor",
                voice="Chest to the floor, row without opening.",
                advice="A little rotation is normal; keep the chest facing the floor and let the arm do the work.",
                praise="Chest stays square",
            ),
            source="docs/sources.md#gorilla-row",
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
                cue="Elbow past your back",
                voice="Pull until the elbow passes your back.",
                advice="Pull the bell to the ribs until the elbow passes the line of the back.",
                praise="Full pull",
            ),
            source="docs/sources.md#bent-over-row",
        ),
        r.Rule(
            id="other-arm-bent",
            title="Resting arm bent",
            measure=r.at_turn(s.OTHER_ELBOW_ANGLE),
            good=(150.0, None),  # deg
            fault_below=130.0,  # deg
            severity=1,
            views=FRONT,
            say=r.Say(
                cue="Press the other bell down",
                voice="Push the other bell into the floor.",
                advice="The arm that rests stays long and presses its bell into the floor.",
                praise="Strong support arm",
            ),
            source="docs/sources.md#gorilla-row",
        ),
        r.Rule(
            id="side-uneven",
            title="Lower than the other side",
            measure=r.AgainstOtherSide(s.WRIST_LIFT),
            good=(None, 15.0),  # %
            fault_above=25.0,  # %
            severity=1,
            views=FRONT,
            say=r.Say(
                cue="Match your sides",
                voice="Pull as high as on the other side.",
                advice="Pull both sides to the same height.",
                praise="Sides match",
            ),
            source="docs/sources.md#gorilla-row",
        ),
    ),
    words=r.Words(
        phases={r.Phase.REST: "floor", r.Phase.OUT: "pull", r.Phase.TURN: "squeeze", r.Phase.BACK: "lower"},
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
        r.SetUpCheck(
            id="stance",
            title="Wide stance",
            signal=s.FOOT_SPREAD,
            within=(1.0, None),  # ratio
            views=("front", "back"),
            advice="Stand wider, the feet outside the shoulders",
            source="docs/sources.md#set-up",
        ),
    ),
    variants=(
        r.Variant(
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
