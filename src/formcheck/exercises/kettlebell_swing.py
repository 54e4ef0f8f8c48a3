"""Kettlebell swing: a hinge that throws the bell to shoulder height."""

from formcheck import rules as r
from formcheck.motion import signals as s

SIDE: tuple[r.View, ...] = ("side",)
STANDING: tuple[r.View, ...] = ("side", "oblique", "front", "back")

EXERCISE = r.Exercise(
    id="kettlebell-swing",
    name="Kettlebell swing",
    summary="Hinge, hike the bell back and snap the hips to float it to shoulder height.",
    revision=7,
    posture="standing",
    views=("side",),
    drawn_line=("shoulder", "hip", "knee"),
    angle=s.HIP_ANGLE,
    cutoff_hz=6.0,
    rep=r.RepRule(
        signals_by_view=(
            r.RepSignal(s.WRIST_LIFT, rep_range=0.4, attempt_range=0.25, views=STANDING, set_up_below=0.35),  # trunk
        ),
        min_s=0.5,
        max_s=6.0,
        confirmation=s.WRIST_LIFT,
        confirmation_range=0.3,  # trunk
        shoulders_over_hips_trunk=(-0.5, 1.2),
        knees_over_hips_trunk=(-1.2, -0.25),
        source="docs/sources.md#kettlebell-swing",
        guards=(
            r.Guard(
                r.AtRest(s.WRIST_OVER_SHOULDER),
                (None, -0.4),  # trunk
                "hands held up",
                views=STANDING,
                optional=True,
            ),
            r.Guard(r.Excursion(s.HIP_ANGLE), (35.0, None), "no hinge", views=SIDE, optional=True),  # deg
            r.Guard(
                r.Excursion(s.HIP_OVER_SHOULDER),
                (None, -0.05),  # trunk
                "no hinge",
                views=STANDING,
                optional=True,
            ),
            r.Guard(
                r.Excursion(s.SHOULDER_OVER_ANKLE),
                (0.2, None),  # trunk
                "no hinge",
                views=STANDING,
                optional=True,
            ),
            r.Guard(
                r.Excursion(s.HANDS_APART),
                (-0.7, 0.7),  # trunk
                "hands not together",
                views=STANDING,
                optional=True,
            ),
            r.Guard(
                r.at_turn(s.HANDS_SPREAD),
                (None, 0.8),  # trunk
                "hands not together",
                views=("oblique", "front", "back"),
                optional=True,
            ),
        ),
    ),
    target=r.Target(reps=(15, 20), hold_s=0.0, lower_s=0.0, rest_s=60.0),
    rules=(
        r.Rule(
            id="squatting",
            title="Squatting instead of hinging",
            measure=r.RangeRatio(s.HIP_ANGLE, s.KNEE_ANGLE, least=5.0),  # deg
            good=(2.2, None),  # ratio
            fault_below=1.8,  # ratio
            severity=3,
            views=SIDE,
            say=r.Say(
                cue="Hips back, not down",
                voice="Hips back, not down.",
                advice="Fold at the hips with soft knees; the shins stay tall.",
                praise="That is a hinge",
            ),
            source="docs/sources.md#kettlebell-swing",
        ),
        r.Rule(
            id="hips-not-through",
            title="Hips not through",
            measure=r.at_turn(s.HIP_ANGLE),
            good=(161.0, None),  # deg
            fault_below=151.0,  # deg
            severity=3,
            views=SIDE,
            say=r.Say(
                cue="Finish tall",
                voice="Finish tall, squeeze the glutes.",
                advice="Snap the hips until you stand like a plank at the top.",
                praise="Tall finish",
            ),
            source="docs/sources.md#kettlebell-swing",
        ),
        r.Rule(
            id="leaning-back",
            title="Leaning back at the top",
            measure=r.at_turn(s.TRUNK_LEAN),
            good=(-7.0, None),  # deg
            fault_below=-12.0,  # deg
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Ribs down, do not lean back",
                voice="Ribs down, do not lean back.",
                advice="Stop when you stand straight; ribs over the hips.",
                praise="Straight finish",
            ),
            source="docs/sources.md#kettlebell-swing",
        ),
        r.Rule(
            id="bell-too-high",
            title="Bell too high",
            measure=r.at_turn(s.WRIST_OVER_SHOULDER),
            good=(None, 0.2),  # trunk
            fault_above=0.35,  # trunk
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Let it float to shoulder height",
                voice="Shoulder height is enough.",
                advice="Let the bell float to chest or shoulder height; the hips throw it, the arms only guide.",
                praise="Right height",
            ),
            source="docs/sources.md#kettlebell-swing",
        ),
        r.Rule(
            id="bell-too-low",
            title="Bell too low",
            measure=r.at_turn(s.WRIST_OVER_SHOULDER),
            good=(-0.4, None),  # trunk
            fault_below=-0.55,  # trunk
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Snap the hips harder",
                voice="Snap the hips harder.",
                advice="Drive the hips so that the bell floats to chest height.",
                praise="Right height",
            ),
            source="docs/sources.md#kettlebell-swing",
        ),
        r.Rule(
            id="arms-bent",
            title="Arms bent",
            measure=r.at_turn(s.ELBOW_ANGLE),
            good=(146.0, None),  # deg
            fault_below=126.0,  # deg
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Long arms",
                voice="Long arms, like ropes.",
                advice="Keep the arms long; the hips throw the bell.",
                praise="Long arms",
            ),
            source="docs/sources.md#kettlebell-swing",
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
            id="heels-up",
            title="Heels coming up",
            measure=r.RangeOver(s.HEEL_LIFT),
            good=(None, 0.1),  # trunk
            fault_above=0.16,  # trunk
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Feet rooted",
                voice="Feet rooted.",
                advice="Keep heels and toes on the floor.",
                praise="Feet are rooted",
            ),
            source="docs/sources.md#kettlebell-swing",
        ),
    ),
    words=r.Words(
        phases={r.Phase.REST: "back", r.Phase.OUT: "snap", r.Phase.TURN: "float", r.Phase.BACK: "fall"},
        set_up=(
            "Bell a foot in front of you; hinge with a slight bend of the knees, grip it and tilt it towards you.",
            "Head up, shoulders down.",
        ),
        how_to=(
            "Hike the bell back high between the legs.",
            "Snap the hips to stand and let it float to shoulder height.",
            "Let it fall, hips back and knees soft.",
        ),
        camera="Place the camera to the side, at hip height, three to four metres away, all of the swing in view.",
        too_small="not swung high enough to count",
    ),
    set_up=(
        r.SetUpCheck(
            id="stance",
            title="Wide stance",
            signal=s.FOOT_SPREAD,
            within=(0.8, None),  # ratio
            views=("front", "back"),
            advice="Stand wider, so that the bell has room between the legs",
            source="docs/sources.md#set-up",
        ),
    ),
    variants=(
        r.Variant(
            id="overhead",
            name="Overhead kettlebell swing",
            summary="The bell swings up until the arms point to the ceiling.",
            source="docs/sources.md#variants",
            without=("bell-too-high",),
            rules=(
                r.Rule(
                    id="bell-too-low",
                    title="Bell not overhead",
                    measure=r.at_turn(s.WRIST_OVER_SHOULDER),
                    good=(0.8, None),  # trunk
                    fault_below=0.6,  # trunk
                    severity=1,
                    views=SIDE,
                    say=r.Say(
                        cue="All the way up",
                        voice="Snap the hips, all the way up.",
                        advice="Drive the hips so that the bell floats up until the arms point to the ceiling.",
                        praise="All the way up, good",
                    ),
                    source="docs/sources.md#variants",
                ),
            ),
            how_to=(
                "Hike the bell back high between the legs.",
                "Snap the hips to stand and let it swing up until the arms point to the ceiling, ribs down.",
                "Let it fall, hips back and knees soft.",
            ),
        ),
    ),
)
