"""Stills of the report: which moments to show, and their captions."""

import base64
from dataclasses import dataclass

import cv2

from formcheck.frames.frame import Rgb
from formcheck.output.pages import report_words
from formcheck.output.pages.report_summary import focus_rule, furthest_off, off_target, verdict_on
from formcheck.rules.rule import Rule
from formcheck.session.analysis import Analysis
from formcheck.session.results import RepResult

_JPEG_QUALITY = 85


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

    The worst rep is the one furthest beyond the limit of the most severe fault. The best rep has no fault and is
    closest to all target bands; its still shows the same part of the rep.
    """
    worst_rule = focus_rule(analysis)
    clean = [rep for rep in analysis.result.reps if not rep.faults and _judged(rep)]
    moments = []
    if clean:
        best = min(clean, key=lambda rep: (off_target(analysis.exercise, rep), -_judged(rep), rep.index))
        moments.append(_best_moment(analysis, best, worst_rule))
    if worst_rule is not None:
        moments.append(_worst_moment(analysis, worst_rule))
    return moments


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
        shown = f" ({_named(alike, verdict.value)})"
    at = report_words.clock(time_s)
    several = len(analysis.result.reps) > 1
    caption = f"{'Best rep: ' if several else ''}rep {rep.index} at {at}, no fault{shown}"
    return Moment(rep.index, time_s, report_words.sentence(caption), _alt(analysis, rep, "a rep without a fault"))


def _worst_moment(analysis: Analysis, rule: Rule) -> Moment:
    rep, verdict = furthest_off(analysis, rule)
    time_s = rep.turn_s if verdict.at_s is None else verdict.at_s
    shown = "" if verdict.value is None else f" ({_named(rule, verdict.value)}, target {report_words.target(rule)})"
    caption = (
        f"To work on: rep {rep.index} at {report_words.clock(time_s)}, {rule.title[:1].lower()}{rule.title[1:]}{shown}"
    )
    return Moment(rep.index, time_s, report_words.sentence(caption), _alt(analysis, rep, rule.title))


def _named(rule: Rule, value: float) -> str:
    """A value, preceded by the name of its signal if it is a value of the signal itself."""
    signal = rule.measure.main_signal
    label = "" if signal is None or not rule.measure.absolute else f"{signal.label.lower()} "
    return label + report_words.measured(rule, value)


def _alt(analysis: Analysis, rep: RepResult, shows: str) -> str:
    return f"Frame of the clip: {analysis.exercise.name.lower()}, rep {rep.index}, {shows}"
