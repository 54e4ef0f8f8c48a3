"""What one annotated picture shows: data, from which a picture is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from formcheck.output.drawing.layout import Box
from formcheck.pose.landmarks import Landmark, Side
from formcheck.pose.pose import Floats, Pose


class Tone(StrEnum):
    """What a colour and its badge say."""

    PLAIN = "plain"
    GOOD = "good"
    FAULT = "fault"
    NOT_JUDGED = "not-judged"


@dataclass(frozen=True, slots=True)
class Remark:
    """A few words with the tone they are said in."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Hud:
    """The panel with count, phase and cue.

    Attributes
    ----------
    box : Box
        Where it is, in pixels of `Scene.size`.
    exercise : str
        Name of the exercise.
    count, attempts : int
        Counted reps, and movements that were not counted.
    by_side : (left, right) or None
        Counted reps of each side, where reps have one.
    wanted, reached : int, bool
        Least number of reps that is prescribed, of each side where they have one; whether it has been done.
    phase : str or None
        Name of the phase; None before the person is in position.
    progress : float
        Position between rest and the turn, 0 to 1.
    hold_s, hold_target_s : float or None
        Time held so far, shown while the turn is held, and what is asked for.
    cue : Remark or None
        Large words, in place of the phase: what to do, praise, or what keeps the set from being followed.
    note : Remark or None
        Small words: what is known of this rep.
    """

    box: Box
    exercise: str
    count: int = 0
    attempts: int = 0
    by_side: tuple[int, int] | None = None
    wanted: int = 0
    reached: bool = False
    phase: str | None = None
    progress: float = 0.0
    hold_s: float | None = None
    hold_target_s: float = 0.0
    cue: Remark | None = None
    note: Remark | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """All that is drawn on one picture.

    Attributes
    ----------
    size : (width, height) pixels
        Picture that `pose` and `Hud.box` are measured in; drawing scales them to the picture at hand.
    pose : Pose or None
        One frame.
    near : "left", "right" or None
        The person's side that faces the camera, drawn stronger; None before it is known.
    line : three Landmarks, or none
        Line that the exercise is about; the value stands at the middle one.
    tone : Tone
        Verdict on that line.
    value : str or None
        Angle at the middle of the line, in words.
    above : +1 or -1
        Side of the line, walked from its first landmark to its last, on which the value has room: +1 is the
        left hand of the walker.
    joints : dict
        Other landmarks with a verdict of their own.
    back : (17, 2) pixels, or None
        Outline of the back, where it was judged; NaN for gaps.
    back_tone : Tone
        Verdict on it.
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
        """The body alone."""
        return replace(self, hud=None)


def mirrored(scene: Scene) -> Scene:
    """A scene as a mirror shows it, for a picture that was mirrored: the words stay readable.

    The panel is left out.
    """
    if scene.pose is None:
        return replace(scene, hud=None)
    image = scene.pose.image * (-1.0, 1.0) + (scene.size[0], 0.0)
    return replace(scene, pose=replace(scene.pose, image=image), above=-scene.above, hud=None)


class SceneRun(Protocol):
    """Scenes of a recording, one for each frame: what videos and stills are drawn from.

    Attributes
    ----------
    size : (width, height) pixels
        Upright picture that the scenes are measured in.
    track : Pose
        (T,) poses, for the times of the frames.
    person : Box or None
        Where the person is.
    quarter_turns : int
        Quarter turns, clockwise, after which the recording's pictures are upright.
    """

    size: tuple[float, float]
    track: Pose
    person: Box | None
    quarter_turns: int

    def __len__(self) -> int:
        """Number of frames."""

    def __getitem__(self, index: int, /) -> Scene:
        """Scene of a frame."""
