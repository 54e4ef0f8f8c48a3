"""Stills of the report: which moments to show, and their captions."""

import base64
from dataclasses import dataclass

import cv2
import numpy as np

from formcheck.frames.frame import Rgb
from formcheck.output.drawing.stills import nearest
from formcheck.output.pages import report_words
from formcheck.output.pages.report_summary import focus_rule, furthest_off, off_target, verdict_on
from formcheck.rules.rule import Rule
from formcheck.session.analysis import Analysis
from formcheck.session.headline import FEW_CHECKS
from formcheck.session.results import RepResult, VerdictResult

_JPEG_QUALITY = 85

_ALIKE = 0.75
"""The best rep is chosen among those of which at least this share of the best-judged one's rules could be judged;
chosen: one of eight rules often needs an earlier rep, and a rep that was hidden is not better for it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A still for the report.

    Attributes
    ----------
    caption, alt : str
        Text under the still, and its description for screen readers.
    jpeg : bytes
        The image, as `jpeg` encodes it.
    """

    caption: str
    alt: str
    jpeg: bytes

    @property
    def address(self) -> str:
        """The image as a ``data:`` URL."""
        return "data:image/jpeg;base64," + base64.b64encode(self.jpeg).decode("ascii")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment for a still: rep, seconds of the clip, and the texts of `Picture`."""

    rep_index: int
    time_s: float
    caption: str
    alt: str


def choose_moments(analysis: Analysis) -> list[Moment]:
    """Moments for the stills: the best rep and, if there is a fault, the worst one.

    The worst rep is the one furthest beyond the limit of the most severe fault. The best rep has no fault, is judged by
    about as many rules as any other without one, and is closest to all target bands; its still shows the same part of
    the rep, and the drawn angle if there is a rep in which it was seen at that time.
    """
    worst_rule = focus_rule(analysis)
    clean = [rep for rep in analysis.result.reps if not rep.faults and _judged(rep)]
    moments = []
    if clean:
        moments.append(_best_moment(analysis, _best(analysis, clean), worst_rule))
    if worst_rule is not None:
        moments.append(_worst_moment(analysis, worst_rule))
    return moments


def _best(analysis: Analysis, clean: list[RepResult]) -> RepResult:
    most = max(_judged(rep) for rep in clean)
    alike = [rep for rep in clean if _judged(rep) >= _ALIKE * most]
    shown = [rep for rep in alike if _angle_seen(analysis, rep.turn_s)] or alike
    return min(shown, key=lambda rep: (off_target(analysis.exercise, rep), -_judged(rep), rep.index))


def _angle_seen(analysis: Analysis, time_s: float) -> bool:
    """Whether the angle that a still shows was seen at a time."""
    values = analysis.signals.get(analysis.exercise.angle.name)
    return values is not None and bool(np.isfinite(values[nearest(analysis.smooth, time_s)]))


def jpeg(rgb: Rgb) -> bytes:
    """Encode an RGB image, (height, width, 3) uint8, as JPEG."""
    success, encoded = cv2.imencode(
        ".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    )
    if not success:
        raise ValueError(f"an image of shape {rgb.shape} cannot be encoded as JPEG")
    return bytes(encoded)


def _judged(rep: RepResult) -> int:
    return sum(verdict.verdict != "not-judged" for verdict in rep.verdicts)


def _best_moment(analysis: Analysis, rep: RepResult, alike: Rule | None) -> Moment:
    time_s, shown = rep.turn_s, ""
    verdict = None if alike is None else verdict_on(rep, alike)
    if alike is not None and verdict is not None and verdict.value is not None:
        time_s = rep.turn_s if verdict.at_s is None else verdict.at_s
        shown = f" ({_named(alike, verdict)})"
    at = report_words.clock(time_s)
    several = len(analysis.result.reps) > 1
    seen = "" if _judged(rep) >= FEW_CHECKS * len(rep.verdicts) else " seen"
    caption = f"{'Best rep: ' if several else ''}rep {rep.index} at {at}, no fault{seen}{shown}"
    return Moment(rep.index, time_s, report_words.sentence(caption), _alt(analysis, rep, "a rep without a fault"))


def _worst_moment(analysis: Analysis, rule: Rule) -> Moment:
    rep, verdict = furthest_off(analysis, rule)
    time_s = rep.turn_s if verdict.at_s is None else verdict.at_s
    shown = "" if verdict.value is None else f" ({_named(rule, verdict)}, target {report_words.target(rule)})"
    caption = (
        f"To work on: rep {rep.index} at {report_words.clock(time_s)}, {rule.title[:1].lower()}{rule.title[1:]}{shown}"
    )
    return Moment(rep.index, time_s, report_words.sentence(caption), _alt(analysis, rep, rule.title))


def _named(rule: Rule, verdict: VerdictResult) -> str:
    """The value of a verdict, preceded by the name of its signal if it is a value of the signal itself."""
    signal = rule.measure.main_signal
    label = "" if signal is None or not rule.measure.absolute else f"{signal.label.lower()} "
    assert verdict.value is not None
    return label + report_words.measured(rule, verdict.value, verdict.half_width)


def _alt(analysis: Analysis, rep: RepResult, shows: str) -> str:
    return f"Frame of the clip: {analysis.exercise.name.lower()}, rep {rep.index}, {shows}"
