"""What one annotated frame shows, as data for the drawing functions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from formcheck.output.drawing.layout import Box
from formcheck.pose.landmarks import Landmark, Side
from formcheck.pose.pose import Floats, Pose


class Tone(StrEnum):
    """The meaning of a colour and its badge."""

    PLAIN = "plain"
    GOOD = "good"
    FAULT = "fault"
    NOT_JUDGED = "not-judged"


@dataclass(frozen=True, slots=True)
class Remark:
    """A few words and their tone."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Hud:
    """The panel with count, phase and cue.

    Attributes
    ----------
    box : Box
        Position in the image, in pixels of `Scene.size`.
    exercise : str
        Name of the exercise.
    count, attempts : int
        Counted reps, and movements that were not counted.
    by_side : (left, right) or None
        Counted reps of each side; None for exercises without sides.
    wanted, reached : int, bool
        Lowest prescribed number of reps (per side, for exercises with sides), and whether it has been reached.
    phase : str or None
        Name of the phase; None before the person is in position.
    progress : float or None
        Position between rest (0) and the turning point (1); None draws no bar and leaves its room to the small text.
    hold_s, hold_target_s : float or None
        Seconds of the current hold (None outside it), and the prescribed hold.
    cue : Remark or None
        Large text in place of the phase: a correction, praise, or why the person cannot be followed.
    note : Remark or None
        Small text: the result of this rep.
    """

    box: Box
    exercise: str
    count: int = 0
    attempts: int = 0
    by_side: tuple[int, int] | None = None
    wanted: int = 0
    reached: bool = False
    phase: str | None = None
    progress: float | None = 0.0
    hold_s: float | None = None
    hold_target_s: float = 0.0
    cue: Remark | None = None
    note: Remark | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything that is drawn on one image.

    Attributes
    ----------
    size : (width, height) pixels
        Image in which `pose` and `Hud.box` are measured; drawing scales them to the actual image.
    pose : Pose or None
        One frame.
    near : "left", "right" or None
        The person's side that faces the camera, drawn more strongly; None before it is known.
    line : three Landmarks, or empty
        The body line that the exercise judges; the value is shown at the middle landmark.
    tone : Tone
        Verdict on that line.
    value : str or None
        Angle at the middle of the line, as text.
    above : +1 or -1
        Side of the line on which the value is shown: +1 is the left, going from the first landmark to the last.
    joints : dict
        Other landmarks with their own verdicts.
    back : (17, 2) pixels, or None
        Outline of the back, if it was judged; NaN for gaps.
    back_tone : Tone
        Verdict on the back.
    hud : Hud or None
        The panel.
    """

    size: tuple[float, float]
    pose: Pose | None = None
    near: Side | None = None
    line: tuple[Landmark, ...] = ()
    tone: Tone = Tone.PLAIN
    value: str | None = None
    above: int = 1
    joints: Mapping[Landmark, Tone] = field(default_factory=dict)
    back: Floats | None = None
    back_tone: Tone = Tone.PLAIN
    hud: Hud | None = None

    def without_panel(self) -> "Scene":
        """The same scene without the panel."""
        return replace(self, hud=None)


def mirrored(scene: Scene) -> Scene:
    """A scene for an image that was mirrored left to right; its text is not mirrored.

    The panel is left out.
    """
    if scene.pose is None:
        return replace(scene, hud=None)
    image = scene.pose.image * (-1.0, 1.0) + (scene.size[0], 0.0)
    return replace(scene, pose=replace(scene.pose, image=image), above=-scene.above, hud=None)


class SceneRun(Protocol):
    """Scenes of a recording, one for each frame, from which videos and stills are drawn.

    Attributes
    ----------
    size : (width, height) pixels
        Upright image in which the scenes are measured.
    track : Pose
        (T,) poses; they give the times of the frames.
    person : Box or None
        Where the person is.
    quarter_turns : int
        Clockwise quarter turns that make the recording's frames upright.
    """

    size: tuple[float, float]
    track: Pose
    person: Box | None
    quarter_turns: int

    def __len__(self) -> int:
        """Number of frames."""

    def __getitem__(self, index: int, /) -> Scene:
        """Scene of a frame."""
