"""Single-leg glute bridge: a bridge on one leg, the other held in line with the trunk or up."""

from formcheck import rules as r
from formcheck.motion import signals as s

SIDE: tuple[r.View, ...] = ("side",)
LYING: tuple[r.View, ...] = ("side", "oblique", "end-on")

EXERCISE = r.Exercise(
    id="single-leg-glute-bridge",
    name="Single-leg glute bridge",
    summary="A bridge on one leg, the other held in line with the trunk or up.",
    revision=5,
    posture="supine",
    views=("side",),
    drawn_line=("shoulder", "hip", "knee"),
    angle=s.HIP_ANGLE,
    cutoff_hz=4.0,
    rep=r.RepRule(
        signals_by_view=(
            r.RepSignal(s.HIP_OVER_SHOULDER, rep_range=0.15, attempt_range=0.1, views=SIDE),  # trunk
            r.RepSignal(s.HIP_OVER_SHOULDER, rep_range=0.12, attempt_range=0.08, views=("oblique", "end-on")),  # trunk
        ),
        min_s=0.8,
        max_s=60.0,
        held=True,
        confirmation=s.HIP_OVER_SHOULDER,
        confirmation_range=0.1,  # trunk
        shoulders_over_hips_trunk=(-0.9, 0.42),
        knees_over_hips_trunk=(-0.35, 1.2),
        source="docs/sources.md#one-leg",
        laterality=r.Laterality.ONE_LEG,
        guards=(r.Guard(r.at_turn(s.KNEE_ANGLE), (None, 145.0), "straight legs", views=("side",)),),  # deg
    ),
    target=r.Target(reps=(8, 12), hold_s=1.0, lower_s=1.5, rest_s=60.0),
    rules=(
        r.Rule(
            id="hip-sag",
            title="Hips sagging at the top",
            measure=r.at_turn(s.HIP_ANGLE),
            good=(169.0, None),  # deg
            fault_below=165.0,  # deg
            severity=3,
            views=SIDE,
            say=r.Say(
                cue="Hips up to the line",
                voice="Drive through the heel, hips up to the line.",
                advice="Push through the heel until knee, hip and shoulder make one line, and hold it there.",
                praise="Hips are in line",
            ),
            source="docs/sources.md#one-leg",
        ),
        r.Rule(
            id="hips-low",
            title="Lower than your best rep",
            measure=r.Shortfall(s.HIP_OVER_SHOULDER),
            good=(0.0, 15.0),  # %
            fault_above=25.0,  # %
            explained_by=("hip-sag",),
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="As high as before",
                voice="Lift as high as before.",
                advice="End the set, or rest, when you no longer reach the height of the first reps.",
                praise="Full height again",
            ),
            source="docs/sources.md#one-leg",
        ),
        r.Rule(
            id="arched",
            title="Arched past the line",
            measure=r.at_turn(s.HIP_ANGLE),
            good=(None, 187.0),  # deg
            fault_above=192.0,  # deg
            severity=3,
            views=SIDE,
            say=r.Say(
                cue="Ribs down, stop at the line",
                voice="Ribs down, stop at the straight line.",
                advice="Stop where knee, hip and shoulder line up. Keep the ribs down.",
                praise="Ribs are down, good",
            ),
            source="docs/sources.md#bridge-line",
        ),
        r.Rule(
            id="wobble",
            title="Hips wobbling",
            measure=r.HoldVariability(s.HIP_OVER_SHOULDER),
            good=(None, 0.015),  # trunk
            fault_above=0.03,  # trunk
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Hold the hips still",
                voice="Brace, and hold the hips still.",
                advice="Brace before you lift, press the whole foot down and hold the hips still at the top.",
                praise="Steady hips",
            ),
            source="docs/sources.md#one-leg",
        ),
        r.Rule(
            id="pelvis-drop",
            title="Free side of the pelvis dropping",
            measure=r.WhenWide(r.Change(s.PELVIS_ROLL), "hip", least_px=40.0),
            good=(None, 7.0),  # deg
            fault_above=10.0,  # deg
            severity=3,
            views=("end-on",),
            say=r.Say(
                cue="Both hip bones level",
                voice="Keep both hip bones level.",
                advice="Keep the two hip bones at one height: the free side tends to sink.",
                praise="Pelvis is level",
            ),
            source="docs/sources.md#pelvis",
        ),
        r.Rule(
            id="knee-bent",
            title="Free knee bent",
            measure=r.AtTurnIfPlausible(s.OTHER_KNEE_ANGLE),
            good=(166.0, None),  # deg
            fault_below=151.0,  # deg
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Long free leg",
                voice="Stretch the free leg.",
                advice="Keep the free leg long: it makes the lift honest and shows whether the hips stay level.",
                praise="Leg is long",
            ),
            source="docs/sources.md#one-leg",
        ),
        r.Rule(
            id="short-hold",
            title="No pause at the top",
            measure=r.HoldTime(),
            good=(1.0, None),  # s
            fault_below=0.5,  # s
            severity=2,
            views=LYING,
            say=r.Say(
                cue="Pause at the top",
                voice="Pause at the top.",
                advice="Stay at the top for a second or two before you come down.",
                praise="Good hold",
            ),
            source="docs/sources.md#hold",
        ),
        r.Rule(
            id="foot-moved",
            title="Standing foot moved",
            measure=r.BaselineShift(s.SHOULDER_SLIDE, most=0.4),  # trunk
            good=(None, 0.05),  # trunk
            fault_above=0.1,  # trunk
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Foot stays planted",
                voice="Foot stays planted.",
                advice="Keep the standing foot in one place; move it only between sets.",
                praise="Foot is planted",
            ),
            source="docs/sources.md#one-leg",
        ),
    ),
    words=r.Words(
        phases={r.Phase.REST: "floor", r.Phase.OUT: "lift", r.Phase.TURN: "hold", r.Phase.BACK: "lower"},
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
