"""Barbell hip thrust: upper back on a bench, hips driven up level with knees and shoulders."""

from formcheck import rules as r
from formcheck.motion import signals as s

SIDE: tuple[r.View, ...] = ("side",)
LYING: tuple[r.View, ...] = ("side", "oblique", "end-on")

EXERCISE = r.Exercise(
    id="hip-thrust",
    name="Barbell hip thrust",
    summary="Upper back on a bench, drive the hips up until they are level with shoulders and knees.",
    revision=8,
    posture="supine",
    views=("side",),
    drawn_line=("shoulder", "hip", "knee"),
    angle=s.HIP_ANGLE,
    cutoff_hz=4.0,
    rep=r.RepRule(
        signals_by_view=(r.RepSignal(s.HIP_OVER_SHOULDER, rep_range=0.15, attempt_range=0.1, views=LYING),),  # trunk
        min_s=0.7,
        max_s=30.0,
        confirmation=s.HIP_HEIGHT,
        confirmation_range=0.10,  # trunk
        shoulders_over_hips_trunk=(-0.5, 0.8),
        knees_over_hips_trunk=(-0.45, 0.9),
        source="docs/sources.md#hip-thrust",
        laterality=r.Laterality.BOTH_FEET,
        guards=(
            r.Guard(
                r.at_turn(s.SHOULDER_OVER_ANKLE),
                (0.3, None),  # trunk
                "shoulders not on a bench",
                views=("side", "oblique"),
                along_trunk=1.6,
            ),
            r.Guard(
                r.AtRest(s.SHOULDER_OVER_ANKLE),  # a ball or a plate may hide a leg at the turn
                (0.3, None),  # trunk
                "shoulders not on a bench",
                views=("side", "oblique"),
                along_trunk=1.6,
            ),
            r.Guard(
                r.AtRest(s.WRIST_OVER_SHOULDER),
                (-1.4, None),  # trunk
                "held up by the arms",
                views=LYING,
                optional=True,
            ),
        ),
    ),
    target=r.Target(reps=(15, 20), hold_s=1.0, lower_s=1.0, rest_s=90.0),
    rules=(
        r.Rule(
            id="lockout-short",
            title="Not locked out",
            measure=r.AtTurnIfPlausible(s.HIP_ANGLE),
            good=(178.0, 195.0),  # deg
            fault_below=172.0,  # deg
            severity=3,
            views=SIDE,
            say=r.Say(
                cue="Hips up to level",
                voice="Finish: hips level with knees and shoulders.",
                advice="Drive up until hips, knees and shoulders are level and squeeze the glutes.",
                praise="Full lockout",
            ),
            source="docs/sources.md#hip-thrust",
        ),
        r.Rule(
            id="arched",
            title="Arched past level",
            measure=r.AtTurnIfPlausible(s.HIP_ANGLE),
            good=(178.0, 195.0),  # deg
            fault_above=205.0,  # deg
            severity=3,
            views=SIDE,
            say=r.Say(
                cue="Ribs down, stop at level",
                voice="Ribs down, stop at level.",
                advice="Stop when the hips are level; keep the ribs down.",
                praise="Ribs are down",
            ),
            source="docs/sources.md#hip-thrust",
        ),
        r.Rule(
            id="shins-not-vertical",
            title="Shins not upright at the top",
            measure=r.at_turn(s.SHANK_TILT),
            good=(-13.0, 11.0),  # deg
            fault_below=-17.0,  # deg
            fault_above=15.0,  # deg
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Shins upright at the top",
                voice="Move the feet until the shins are upright.",
                advice="At the top the shins stand upright: walk the feet out or in.",
                praise="Shins are upright",
            ),
            source="docs/sources.md#hip-thrust",
        ),
        r.Rule(
            id="head-back",
            title="Head thrown back",
            measure=r.Change(s.NECK),
            good=(-12.0, None),  # deg
            fault_below=-15.0,  # deg
            severity=2,
            views=SIDE,
            say=r.Say(
                cue="Chin tucked",
                voice="Tuck the chin, eyes on the knees.",
                advice="Let the head follow the ribs: chin tucked, eyes forward.",
                praise="Chin is tucked",
            ),
            source="docs/sources.md#hip-thrust",
        ),
        r.Rule(
            id="no-pause",
            title="No pause at the top",
            measure=r.HoldTime(),
            good=(0.5, None),  # s
            fault_below=0.2,  # s
            severity=2,
            views=LYING,
            say=r.Say(
                cue="Pause at the top",
                voice="Squeeze at the top, one count.",
                advice="Stay at the top for a count and squeeze.",
                praise="Good pause",
            ),
            source="docs/sources.md#hold",
        ),
        r.Rule(
            id="sliding",
            title="Sliding on the bench",
            measure=r.Over(s.SHOULDER_SLIDE, r.Phase.TURN, "range"),
            good=(None, 0.12),  # trunk
            fault_above=0.2,  # trunk
            severity=1,
            views=SIDE,
            say=r.Say(
                cue="Hinge round the bench",
                voice="Hinge round the bench, do not slide.",
                advice="Keep the shoulder blades on the edge of the bench and pivot around it.",
                praise="Steady on the bench",
            ),
            source="docs/sources.md#hip-thrust",
        ),
        r.Rule(
            id="bar-tilted",
            title="Bar tilted",
            measure=r.When(
                r.WhenWide(r.Change(s.BAR_TILT), "wrist", least_px=40.0),
                where=r.Change(s.HANDS_OVER_HIPS),
                within=(-0.15, 0.15),  # trunk
                reason="hands not on the bar",
            ),
            good=(-5.0, 5.0),  # deg
            fault_below=-10.0,  # deg
            fault_above=10.0,  # deg
            severity=2,
            views=("end-on",),
            say=r.Say(
                cue="Level the bar",
                voice="Level the bar, push with both feet.",
                advice="Push through both feet alike, so that both ends of the bar rise together.",
                praise="Bar is level",
            ),
            source="docs/sources.md#hip-thrust",
        ),
    ),
    words=r.Words(
        phases={r.Phase.REST: "bottom", r.Phase.OUT: "drive", r.Phase.TURN: "squeeze", r.Phase.BACK: "lower"},
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
        r.SetUpCheck(
            id="on-the-bench",
            title="Upper back on the bench",
            signal=s.SHOULDER_OVER_ANKLE,
            within=(0.3, None),  # trunk
            views=SIDE,
            advice="Put the upper back on the bench",
            source="docs/sources.md#set-up",
        ),
    ),
)
