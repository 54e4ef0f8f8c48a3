"""The window of live coaching: the camera image with the skeleton, and large text beside it, for each stage."""

import textwrap

import cv2
import numpy as np

from formcheck.frames.frame import Rgb
from formcheck.output.drawing import primitives
from formcheck.output.drawing.layout import Box
from formcheck.output.drawing.overlay import COLOURS, SOFT, WHITE, draw_scene
from formcheck.output.drawing.primitives import Colour
from formcheck.output.drawing.scene import Scene, Tone
from formcheck.workout.screen import Command, Screen, SetSummary, WorkoutStage

SIZE = (1280, 720)
"""Width and height of the composed image in pixels; the window scales it to any screen."""

GROUND: Colour = (14, 17, 22)
RAISED: Colour = (38, 44, 54)
BAND: Colour = (47, 125, 77)

KEYS: dict[str, Command] = {
    "enter": Command.START,
    "space": Command.PAUSE,
    "e": Command.CHOOSE,
    "q": Command.FINISH,
}
"""Keys with the same meaning in every stage. The key ``n`` ends the set, or starts the next one."""

_TONES = {"plain": Tone.PLAIN, "good": Tone.GOOD, "fault": Tone.FAULT}
_BADGES = {"good": primitives.tick, "fault": primitives.exclamation}

_MARGIN = 18.0
_PANEL = Box(948.0, _MARGIN, SIZE[0] - _MARGIN, 600.0)
_IMAGE = Box(0.0, 0.0, 930.0, 560.0)
_HEADLINE = Box(_MARGIN, 566.0, 930.0, 676.0)
_FOOT = Box(_MARGIN, 680.0, SIZE[0] - _MARGIN, 714.0)


ROW_CHARACTERS = 52
"""Longest row of a summary: about what fits beside the margins at its largest size."""


def compose(
    screen: Screen,
    rgb: Rgb | None,
    scene: Scene | None,
    menu: tuple[str, ...] = (),
    voice: str = "none",
    keys: dict[Command, str] | None = None,
) -> Rgb:
    """Compose the whole window.

    Parameters
    ----------
    screen : Screen
        Text and numbers to show.
    rgb : (height, width, 3) uint8 or None
        The newest frame as the person sees it, mirrored or not; None in stages that show no image.
    scene : Scene or None
        What is drawn on that frame.
    menu : tuple of str
        The exercises to choose from, in the order of their number keys.
    voice : str
        ``on``, ``muted``, or ``none`` if there is no voice.
    keys : dict, optional
        Labels of keys that do something else than in a workout.

    Returns
    -------
    (720, 1280, 3) uint8
    """
    canvas = np.full((SIZE[1], SIZE[0], 3), GROUND, np.uint8)
    if screen.stage is WorkoutStage.CHOOSE:
        _choose(canvas, screen, menu)
    elif screen.stage is WorkoutStage.REST:
        _rest(canvas, screen)
    elif screen.stage is WorkoutStage.SUMMARY:
        _summary(canvas, screen)
    else:
        _camera_image(canvas, rgb, scene, dim=screen.paused)
        _headline(canvas, screen, _HEADLINE)
        _beside(canvas, screen)
    _foot(canvas, screen, len(menu), voice, keys or {})
    return canvas


def _camera_image(canvas: Rgb, rgb: Rgb | None, scene: Scene | None, *, dim: bool) -> None:
    """The whole camera image, centred in its area."""
    if rgb is None:
        return
    height, width = rgb.shape[:2]
    scale = min(_IMAGE.width / width, _IMAGE.height / height)
    size = (round(width * scale), round(height * scale))
    shown = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), np.uint8)
    if scene is not None:
        draw_scene(shown, scene)
    if dim:
        shown //= 3
    left, top = round((_IMAGE.width - size[0]) / 2), round((_IMAGE.height - size[1]) / 2)
    canvas[top : top + size[1], left : left + size[0]] = shown


def _headline(canvas: Rgb, screen: Screen, box: Box) -> None:
    """Large text with its badge, centred."""
    if not screen.headline:
        return
    colour = COLOURS[_TONES[screen.mood]]
    badge = _BADGES.get(screen.mood)
    radius = 0.24 * box.height if badge is not None else 0.0
    fitted = primitives.fit(screen.headline, box.width - 3.0 * radius, box.height, lines=2, size_px=0.62 * box.height)
    if fitted is None:
        return
    wide = max(primitives.text_width(line, fitted.size_px) for line in fitted.lines)
    left = box.left + 0.5 * (box.width - wide - 3.0 * radius)
    if badge is not None:
        badge(canvas, (left + radius, box.centre[1]), radius, colour)
        left += 3.0 * radius
    words = Box(left, box.top, left + wide + 4.0, box.bottom)
    primitives.text(canvas, words, screen.headline, colour, lines=2, size_px=fitted.size_px)


def _beside(canvas: Rgb, screen: Screen) -> None:
    """The panel beside the image: the steps of the set-up, the countdown, or the set."""
    if screen.stage is WorkoutStage.SET:
        _set(canvas, screen)
        return
    top = _PANEL.top
    primitives.text(canvas, _row(top, 44.0), screen.name, WHITE, size_px=34.0)
    if screen.stage is WorkoutStage.COUNTDOWN:
        primitives.text(canvas, _row(top + 60.0, 260.0), str(screen.seconds), WHITE, align=0.5, size_px=250.0)
        top += 320.0
    else:
        top += 64.0
    _steps(canvas, screen.lines, top, numbered=screen.stage is WorkoutStage.PLACEMENT)


def _steps(canvas: Rgb, lines: tuple[str, ...], top: float, *, numbered: bool) -> None:
    """Small text, one line below the other, as many as there is room for."""
    for number, words in enumerate(lines, 1):
        fitted = primitives.fit(words, _PANEL.width - 40.0, 200.0, lines=6, bold=False, size_px=23.0)
        high = 27.0 * len(fitted.lines) + 8.0 if fitted is not None else 0.0
        if top + high > _PANEL.bottom:
            return
        left = _PANEL.left
        if numbered:
            primitives.text(canvas, Box(left, top, left + 30.0, top + 31.0), str(number), SOFT, size_px=23.0)
            left += 32.0
        primitives.text(
            canvas, Box(left, top, _PANEL.right, top + high), words, SOFT, bold=False, lines=6, size_px=23.0
        )
        top += high + 14.0


def _set(canvas: Rgb, screen: Screen) -> None:
    """Count, phase, hold timer, progress bar and meter."""
    primitives.text(canvas, _row(14.0, 210.0), str(screen.count), WHITE, align=0.5, size_px=235.0)
    primitives.text(canvas, _row(226.0, 36.0), screen.goal, SOFT, bold=False, align=0.5, size_px=27.0)
    if screen.phase is not None:
        primitives.text(canvas, _row(272.0, 60.0, until=0.62), screen.phase, WHITE, size_px=46.0)
    if screen.hold_s is not None and screen.hold_target_s > 0.0:
        reached = screen.hold_s >= screen.hold_target_s
        tone = Tone.GOOD if reached else Tone.PLAIN
        held = f"{screen.hold_s:.1f}\N{NO-BREAK SPACE}s"
        primitives.text(canvas, _row(272.0, 60.0, since=0.62), held, COLOURS[tone], align=1.0, size_px=46.0)
    primitives.bar(canvas, _row(340.0, 22.0), screen.progress, WHITE)
    _meter(canvas, screen)
    below = [*screen.lines, *([screen.notice] if screen.notice else [])]
    if screen.attempts and not any(line.startswith("Not counted") for line in below):
        below.append(f"{screen.attempts} not counted")
    _steps(canvas, tuple(below), 452.0, numbered=False)


def _meter(canvas: Rgb, screen: Screen) -> None:
    """The measured value and the target band."""
    meter = screen.meter
    if meter is None:
        return
    primitives.text(canvas, _row(378.0, 30.0, until=0.6), meter.name, SOFT, bold=False, size_px=23.0)
    words = (
        "not seen" if meter.value is None else f"{meter.value:.0f}°" if meter.unit == "deg" else f"{meter.value:.2f}"
    )
    primitives.text(canvas, _row(378.0, 30.0, since=0.6), words, SOFT, align=1.0, size_px=23.0)
    box = _row(414.0, 18.0)
    primitives.bar(canvas, box, 0.0, WHITE)
    left, right = (box.left + meter.share(value) * box.width for value in meter.good)
    y = box.centre[1]
    primitives.line(canvas, (left + 9.0, y), (max(right - 9.0, left + 9.0), y), BAND, 18.0)
    if meter.value is not None:
        x = box.left + meter.share(meter.value) * box.width
        tone = Tone.GOOD if meter.in_band else Tone.PLAIN
        primitives.line(canvas, (x, box.top - 3.0), (x, box.bottom + 3.0), COLOURS[tone], 8.0)


def _choose(canvas: Rgb, screen: Screen, menu: tuple[str, ...]) -> None:
    primitives.text(canvas, Box(60.0, 30.0, 1220.0, 110.0), screen.headline, WHITE, size_px=56.0)
    for number, name in enumerate(menu, 1):
        column, row = divmod(number - 1, 5)
        left, top = 60.0 + 600.0 * column, 140.0 + 104.0 * row
        primitives.dot(canvas, (left + 38.0, top + 38.0), 38.0, RAISED)
        primitives.text(canvas, Box(left, top, left + 76.0, top + 76.0), str(number), WHITE, align=0.5, size_px=40.0)
        primitives.text(canvas, Box(left + 100.0, top, left + 580.0, top + 76.0), name, WHITE, size_px=40.0)


def _rest(canvas: Rgb, screen: Screen) -> None:
    _headline(canvas, screen, Box(40.0, 24.0, 1240.0, 124.0))
    left = screen.seconds or 0
    primitives.text(
        canvas, Box(40.0, 130.0, 1240.0, 400.0), f"{left // 60}:{left % 60:02d}", WHITE, align=0.5, size_px=250.0
    )
    primitives.text(canvas, Box(40.0, 400.0, 1240.0, 450.0), "rest", SOFT, bold=False, align=0.5, size_px=34.0)
    for number, words in enumerate(screen.lines[:4]):
        top = 462.0 + 52.0 * number
        primitives.text(canvas, Box(40.0, top, 1240.0, top + 50.0), words, WHITE, bold=False, align=0.5, size_px=36.0)


def _summary(canvas: Rgb, screen: Screen) -> None:
    _headline(canvas, screen, Box(40.0, 24.0, 1240.0, 134.0))
    if not screen.sets:
        _paragraphs(canvas, screen.lines)
    rows = [line for done in screen.sets[-4:] for line in _set_rows(done)]
    size = min(38.0, 500.0 / max(len(rows), 1) / 1.35)
    for number, (words, bold) in enumerate(rows):
        top = 156.0 + 1.35 * size * number
        colour = WHITE if bold else SOFT
        primitives.text(canvas, Box(160.0, top, 1200.0, top + 1.35 * size), words, colour, bold=bold, size_px=size)


def _paragraphs(canvas: Rgb, lines: tuple[str, ...]) -> None:
    """Text of one size, broken into as many lines as needed."""
    top, size = 164.0, 32.0
    for words in lines:
        fitted = primitives.fit(words, 1040.0, 300.0, lines=3, bold=False, size_px=size)
        high = 1.2 * size * len(fitted.lines) + 6.0 if fitted is not None else 0.0
        if top + high > _FOOT.top:
            return
        primitives.text(canvas, Box(120.0, top, 1180.0, top + high), words, SOFT, bold=False, lines=3, size_px=size)
        top += high + 16.0


def _set_rows(done: SetSummary) -> list[tuple[str, bool]]:
    """The lines of a set, and whether they are bold; a long sentence takes several rows, so that none becomes small."""
    rows = [row for line in done.lines for row in textwrap.wrap(line, ROW_CHARACTERS)]
    return [(f"{done.exercise}: {done.headline}", True), *((row, False) for row in rows)]


def _foot(canvas: Rgb, screen: Screen, choices: int, voice: str, keys: dict[Command, str]) -> None:
    """The available keys, on one line."""
    names = {Command.START: "Enter start now", Command.PAUSE: "Space resume" if screen.paused else "Space pause"}
    names |= {Command.END_SET: "N end set", Command.NEXT_SET: "N next set", Command.CHOOSE: "E other exercise"}
    names |= keys
    shown = [names[command] for command in screen.commands if command in names]
    if screen.stage is WorkoutStage.CHOOSE:
        shown = [f"1–{choices} choose", *shown]
    if voice != "none":
        shown.append("M unmute" if voice == "muted" else "M mute")
    shown.append("F full screen")
    shown.append("Q quit" if screen.stage in (WorkoutStage.SUMMARY, WorkoutStage.CHOOSE) else "Q finish")
    primitives.text(canvas, _FOOT, "     ".join(shown), SOFT, bold=False, size_px=22.0)


def _row(top: float, height: float, *, since: float = 0.0, until: float = 1.0) -> Box:
    """Box across the panel, from `since` to `until` of its width (0 to 1)."""
    left, wide = _PANEL.left, _PANEL.width
    return Box(left + since * wide, top, left + until * wide, top + height)


def command_for(key: str, screen: Screen) -> Command | None:
    """The command of a key on this screen; None if the key has no meaning there."""
    if key == "n":
        commands = [command for command in (Command.END_SET, Command.NEXT_SET) if command in screen.commands]
        return commands[0] if commands else None
    command = KEYS.get(key)
    return command if command in screen.commands else None
