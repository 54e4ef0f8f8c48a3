"""Draws a scene on an image: the skeleton, the body line with its verdict, and the panel."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from formcheck.frames.frame import Rgb
from formcheck.motion.signals.signal import MIN_VISIBILITY
from formcheck.output.drawing import primitives
from formcheck.output.drawing.layout import Box
from formcheck.output.drawing.primitives import INK, Colour, Point
from formcheck.output.drawing.scene import Hud, Remark, Scene, Tone
from formcheck.pose.landmarks import BONES, Landmark, Side
from formcheck.pose.pose import Floats

SMALLEST_PX = 64
"""Images whose shorter side is below this are left as they are."""

WHITE: Colour = (245, 246, 248)
SOFT: Colour = (176, 182, 192)

COLOURS: dict[Tone, Colour] = {
    Tone.PLAIN: WHITE,
    Tone.GOOD: (84, 224, 132),
    Tone.FAULT: (255, 112, 64),
    Tone.NOT_JUDGED: (168, 174, 186),
}
"""Colour of each tone. Verdicts never rely on colour alone: each has a badge too."""

_BADGES = {Tone.GOOD: primitives.tick, Tone.FAULT: primitives.exclamation, Tone.NOT_JUDGED: primitives.dash}

Bone = tuple[Landmark, Landmark]


def draw_scene(rgb: Rgb, scene: Scene) -> None:
    """Draw a scene on an image, in place.

    Parameters
    ----------
    rgb : (height, width, 3) uint8
        Image of any size; the scene is scaled to it. Below `SMALLEST_PX` nothing is drawn.
    """
    height, width = rgb.shape[:2]
    if min(height, width) < SMALLEST_PX:
        return
    unit = min(height, width) / 480.0
    scale = (width / scene.size[0], height / scene.size[1])
    box = None if scene.hud is None else scene.hud.box.scaled(*scale)
    points = _points(scene, scale, (width, height))
    _bones(rgb, scene, points, unit)
    _back(rgb, scene, scale, unit)
    _line(rgb, scene, points, unit)
    _value(rgb, scene, points, unit, box)
    if scene.hud is not None and box is not None:
        _hud(rgb, scene.hud, box)


def _points(scene: Scene, scale: Point, size: tuple[int, int]) -> dict[Landmark, Point]:
    """Positions of the visible landmarks; those far outside the image are left out."""
    if scene.pose is None:
        return {}
    image: Floats = scene.pose.image * scale
    limit = 3.0 * max(size)
    drawn = (scene.pose.visibility >= MIN_VISIBILITY) & (np.abs(image) < limit).all(axis=-1)
    return {mark: (x, y) for mark, (x, y), there in zip(Landmark, image.tolist(), drawn, strict=True) if there}


def _bones(rgb: Rgb, scene: Scene, points: dict[Landmark, Point], unit: float) -> None:
    """The far side, thin, then the near side over it; dark edges keep it visible on any background."""
    near, far = ([bone for bone in part if points.keys() >= set(bone)] for part in _near_and_far(scene.near))
    primitives.lines(rgb, [(points[a], points[b]) for a, b in far], SOFT, 1.5 * unit)
    for colour, thickness in ((INK, 5.0), (WHITE, 2.6)):
        primitives.lines(rgb, [(points[a], points[b]) for a, b in near], colour, thickness * unit)
    for mark in dict.fromkeys(mark for bone in near for mark in bone):
        primitives.dot(rgb, points[mark], 4.0 * unit, INK)
        primitives.dot(rgb, points[mark], 2.8 * unit, WHITE)


@cache
def _near_and_far(near: Side | None) -> tuple[list[Bone], list[Bone]]:
    """Bones wholly on the near side, and the others; before the near side is known, all count as near."""
    is_far = {bone: near is not None and any(near.upper() not in mark.name for mark in bone) for bone in BONES}
    return [bone for bone in BONES if not is_far[bone]], [bone for bone in BONES if is_far[bone]]


def _back(rgb: Rgb, scene: Scene, scale: Point, unit: float) -> None:
    """The outline of the back, and the straight line between its ends."""
    if scene.back is None:
        return
    outline: Floats = scene.back * scale
    places = [(float(x), float(y)) for x, y in outline[np.isfinite(outline).all(axis=-1)]]
    if len(places) < 2:
        return
    primitives.line(rgb, places[0], places[-1], INK, 3.0 * unit)
    primitives.line(rgb, places[0], places[-1], WHITE, 1.2 * unit)
    for colour, thickness in ((INK, 6.0), (COLOURS[scene.back_tone], 3.6)):
        primitives.lines(rgb, list(pairwise(places)), colour, thickness * unit)
    middle, chord = np.array(places[len(places) // 2]), np.mean([places[0], places[-1]], axis=0)
    out = middle - chord
    if scene.back_tone is Tone.FAULT and np.hypot(*out) >= 1.0:
        x, y = middle + 15.0 * unit * out / np.hypot(*out)
        _BADGES[Tone.FAULT](rgb, (float(x), float(y)), 8.0 * unit, COLOURS[Tone.FAULT])


def _line(rgb: Rgb, scene: Scene, points: dict[Landmark, Point], unit: float) -> None:
    parts = [(points[a], points[b]) for a, b in pairwise(scene.line) if a in points and b in points]
    for colour, thickness in ((INK, 10.0), (COLOURS[scene.tone], 6.0)):
        primitives.lines(rgb, parts, colour, thickness * unit)
    joints = {**dict.fromkeys(scene.line, scene.tone), **scene.joints}
    for mark, tone in joints.items():
        if mark in points:
            primitives.dot(rgb, points[mark], 9.0 * unit, INK)
            primitives.dot(rgb, points[mark], 7.0 * unit, COLOURS[tone])
            primitives.dot(rgb, points[mark], 3.0 * unit, INK if tone is not Tone.PLAIN else WHITE)


def _value(rgb: Rgb, scene: Scene, points: dict[Landmark, Point], unit: float, panel: Box | None) -> None:
    """The value with its badge, on a dark label beside the middle of the line."""
    size = 27.0 * unit
    if size < primitives.SMALLEST_TEXT_PX or scene.value is None or not all(mark in points for mark in scene.line):
        return
    badge = 1.1 * size if scene.tone in _BADGES else 0.0
    width = primitives.text_width(scene.value, size) + badge + 0.6 * size
    place = _label(scene, points, (width, 1.3 * size), unit)
    box = _moved_clear(place, panel, (rgb.shape[1], rgb.shape[0]))
    if box is None:
        return
    primitives.panel(rgb, box, radius_px=0.35 * size)
    if badge:
        centre = (box.left + 0.3 * size + 0.42 * size, box.centre[1])
        _BADGES[scene.tone](rgb, centre, 0.42 * size, COLOURS[scene.tone])
    words = Box(box.left + badge, box.top, box.right - 0.25 * size, box.bottom)
    primitives.text(rgb, words, scene.value, COLOURS[scene.tone], align=1.0, size_px=size)


def _label(scene: Scene, points: dict[Landmark, Point], size: Point, unit: float) -> Box:
    """Box of the label on the free side of the line, far enough away not to cover the body."""
    first, middle, last = (np.array(points[mark]) for mark in scene.line)
    along = last - first
    length = max(float(np.hypot(*along)), 1e-6)
    out = scene.above * np.array((along[1], -along[0])) / length
    reach = 0.16 * length + 0.5 * abs(out[0]) * size[0] + 0.5 * abs(out[1]) * size[1]
    x, y = middle + out * max(reach, 30.0 * unit)
    return Box(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)


def _moved_clear(box: Box, panel: Box | None, image_size: tuple[int, int]) -> Box | None:
    """Shift a label into the image and off the panel; None if there is no room for it."""
    right, down = max(0.0, -box.left), max(0.0, -box.top)
    left, up = max(0.0, box.right - image_size[0]), max(0.0, box.bottom - image_size[1])
    box = box.moved(right - left, down - up)
    moves = [(0.0, 0.0)]
    if panel is not None and box.overlaps(panel):
        moves = [(0.0, panel.bottom - box.top), (0.0, panel.top - box.bottom)]
        moves += [(panel.right - box.left, 0.0), (panel.left - box.right, 0.0)]
    near = sorted(moves, key=lambda move: abs(move[0]) + abs(move[1]))
    options = (box.moved(x, y) for x, y in near)
    return next((option for option in options if option.grown(-0.5).clipped(*image_size) == option.grown(-0.5)), None)


def _hud(image: Rgb, hud: Hud, place: Box) -> None:
    """The panel, drawn on a view of its own pixels so that nothing can go beyond it."""
    rgb = primitives.region(image, place)
    box = Box(0.0, 0.0, rgb.shape[1], rgb.shape[0])
    primitives.panel(rgb, box)
    cells = _column(box) if box.height > box.width else _band(box, hud)
    primitives.text(rgb, cells.count, str(hud.count), WHITE, align=0.5)
    primitives.text(
        rgb, cells.reps, _under_count(hud), COLOURS[Tone.GOOD] if hud.reached else SOFT, bold=False, align=0.5
    )
    if hud.progress is not None:
        primitives.bar(rgb, cells.bar, hud.progress, WHITE)
    if hud.cue is not None:
        _remark(rgb, cells.main, hud.cue, lines=cells.main_lines)
    else:
        _phase(rgb, cells.main, hud)
    _remark(rgb, cells.foot, _small_text(hud), bold=False, lines=cells.foot_lines, size_px=cells.small_px)
    primitives.text(
        rgb,
        cells.attempts,
        _not_counted(hud),
        SOFT,
        bold=False,
        align=cells.attempts_align,
        size_px=cells.small_px,
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """Boxes inside the panel, the number of lines their text may take, and the size of the small text."""

    count: Box
    reps: Box
    main: Box
    bar: Box
    foot: Box
    attempts: Box
    attempts_align: float
    main_lines: int
    foot_lines: int
    small_px: float


def _band(box: Box, hud: Hud) -> _Cells:
    """Cells of a wide panel: the count on the left, everything else beside it.

    A cue is larger than the name of a phase, so the bar and the small text then share a row.
    """
    high = box.height
    split, end = box.left + min(1.25 * high, 0.28 * box.width), box.right - 0.18 * high
    left, small_px = split + 0.09 * high, min(0.17 * high, 0.05 * box.width)
    bar_end, foot_left, foot_end, until = end, left, end, end
    if hud.cue is not None and hud.progress is not None:
        foot_left = left + 0.54 * (end - left)
        bar_end = foot_left - small_px
    elif hud.attempts:
        until = end - min(primitives.text_width(_not_counted(hud), small_px, False), 0.4 * (end - left))
        foot_end = until - small_px

    def cell(x: float, top: float, right: float, bottom: float) -> Box:
        return Box(x, box.top + top * high, right, box.top + bottom * high)

    return _Cells(
        count=cell(box.left + 0.06 * high, 0.10, split, 0.66),
        reps=cell(box.left + 0.06 * high, 0.70, split, 0.97),
        main=cell(left, 0.05, end, 0.70 if hud.cue else 0.56),
        bar=cell(left, 0.81, bar_end, 0.89) if hud.cue else cell(left, 0.62, bar_end, 0.70),
        foot=cell(foot_left, 0.74, foot_end, 0.97),
        attempts=cell(until, 0.74, end, 0.97),
        attempts_align=1.0,
        main_lines=2,
        foot_lines=1,
        small_px=small_px,
    )


def _column(box: Box) -> _Cells:
    """Cells of a tall panel, one below the other."""

    def row(top: float, bottom: float) -> Box:
        left, right = box.left + 0.08 * box.width, box.right - 0.08 * box.width
        return Box(left, box.top + top * box.height, right, box.top + bottom * box.height)

    return _Cells(
        count=row(0.03, 0.26),
        reps=row(0.28, 0.36),
        main=row(0.40, 0.74),
        bar=row(0.78, 0.82),
        foot=row(0.84, 0.93),
        attempts=row(0.93, 0.99),
        attempts_align=0.0,
        main_lines=5,
        foot_lines=2,
        small_px=0.1 * box.width,
    )


def _phase(rgb: Rgb, cell: Box, hud: Hud) -> None:
    """Name of the phase and, beside or below it, the hold timer; green once the prescribed hold is reached."""
    if hud.phase is None:
        return
    x, y = cell.centre
    if cell.height > 0.5 * cell.width:
        size = min(0.4 * cell.height, 0.24 * cell.width)
        name, timer = Box(cell.left, cell.top, cell.right, y), Box(cell.left, y, cell.right, cell.bottom)
    else:
        size = min(0.8 * cell.height, 0.15 * cell.width)
        name, timer = Box(cell.left, cell.top, x, cell.bottom), Box(x, cell.top, cell.right, cell.bottom)
    primitives.text(rgb, name, hud.phase, WHITE, size_px=size)
    if hud.hold_s is not None:
        tone = Tone.GOOD if hud.hold_s >= hud.hold_target_s else Tone.PLAIN
        align = 0.0 if timer.left == cell.left else 1.0
        primitives.text(rgb, timer, f"{hud.hold_s:.1f}\N{NO-BREAK SPACE}s", COLOURS[tone], align=align, size_px=size)


def _under_count(hud: Hud) -> str:
    """Text under the count: the reps of both sides if the exercise has sides, else the prescribed number."""
    if hud.by_side is not None:
        return "left {} · right {}".format(*hud.by_side)
    if hud.wanted:
        return f"of {hud.wanted}"
    return "rep" if hud.count == 1 else "reps"


def _not_counted(hud: Hud) -> str:
    return f"{hud.attempts} not counted" if hud.attempts else ""


def _small_text(hud: Hud) -> Remark:
    """The result of the rep; while a cue takes the place of the phase, the phase."""
    if hud.cue is not None and hud.phase is not None:
        return Remark(hud.phase if hud.hold_s is None else f"{hud.phase} {hud.hold_s:.1f}\N{NO-BREAK SPACE}s")
    return hud.note or Remark(hud.exercise)


def _remark(
    rgb: Rgb, cell: Box, remark: Remark, *, bold: bool = True, lines: int = 1, size_px: float | None = None
) -> None:
    """Text, preceded by the badge of its tone."""
    radius = 0.3 * min(cell.height, 0.2 * cell.width)
    left = cell.left
    if remark.tone in _BADGES:
        _BADGES[remark.tone](rgb, (left + radius, cell.centre[1]), radius, COLOURS[remark.tone])
        left += 2.8 * radius
    colour = SOFT if remark.tone is Tone.PLAIN and not bold else COLOURS[remark.tone]
    words = Box(left, cell.top, cell.right, cell.bottom)
    primitives.text(rgb, words, remark.text, colour, bold=bold, lines=lines, size_px=size_px)
