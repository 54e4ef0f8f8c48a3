"""The plot of a set: the rep signal over time, as inline SVG."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from formcheck.output.pages.report_words import listing, plural, quantity
from formcheck.output.pages.svg import PALETTE, inline_svg, time_axis
from formcheck.pose.pose import Floats
from formcheck.rules.rep_rule import RepSignal
from formcheck.rules.rule import Rule
from formcheck.session.analysis import Analysis

_WIDTH_IN, _CURVE_IN, _LANE_IN, _MARGIN_IN = 10.0, 3.0, 0.52, 0.75


def signal_svg(analysis: Analysis) -> str | None:
    """The rep signal with reps, attempts, faults and target band; None if it was never seen.

    The element has no fixed size, is described by ``aria-label`` and uses no external resources. The same analysis
    gives the same text.
    """
    rep_signal = rep_signal_of(analysis)
    if rep_signal is None or not np.isfinite(analysis.signals[rep_signal.signal.name]).any():
        return None
    return inline_svg(lambda: _draw(analysis, rep_signal), _described(analysis, rep_signal))


def rep_signal_of(analysis: Analysis) -> RepSignal | None:
    """The signal in which reps were counted; None if the person was never in position."""
    body = analysis.session.body
    if body is None or not analysis.signals:
        return None
    return analysis.exercise.rep.signal_for(body.view)


def target_rule(analysis: Analysis) -> Rule | None:
    """A rule on the value of the rep signal itself that can be judged from this view; its band is drawn."""
    rep_signal, body = rep_signal_of(analysis), analysis.session.body
    if rep_signal is None or body is None:
        return None
    for rule in analysis.exercise.rules:
        about_it = rule.measure.absolute and rule.measure.main_signal is rep_signal.signal
        if about_it and body.view in rule.views:
            return rule
    return None


def faults_by_rule(analysis: Analysis) -> dict[str, list[tuple[int, float]]]:
    """For each rule with a fault, in the exercise's order: index and time of each rep with that fault."""
    found: dict[str, list[tuple[int, float]]] = {}
    for rule in analysis.exercise.rules:
        times = [
            (rep.index, rep.turn_s if verdict.at_s is None else verdict.at_s)
            for rep in analysis.result.reps
            for verdict in rep.verdicts
            if verdict.rule == rule.id and verdict.verdict == "fault"
        ]
        if times:
            found[rule.id] = times
    return found


def _draw(analysis: Analysis, rep_signal: RepSignal) -> Figure:
    faults = faults_by_rule(analysis)
    lanes_in = _LANE_IN * len(faults)
    height = _CURVE_IN + lanes_in + _MARGIN_IN
    figure = Figure(figsize=(_WIDTH_IN, height))
    rectangle = (0.08, (_MARGIN_IN - 0.2 + lanes_in) / height, 0.905, (_CURVE_IN + 0.15) / height)
    curve = figure.add_axes(rectangle)
    _draw_curve(curve, analysis, rep_signal)
    if faults:
        lanes = figure.add_axes((rectangle[0], (_MARGIN_IN - 0.2) / height, rectangle[2], lanes_in / height))
        lanes.set_xlim(curve.get_xlim())
        _draw_lanes(lanes, analysis, faults)
        curve.tick_params(axis="x", labelbottom=False, length=0)
    bottom = lanes if faults else curve
    bottom.set_xlabel("time in the clip", color=PALETTE["muted"], labelpad=2)
    return figure


def _draw_curve(axes: Axes, analysis: Analysis, rep_signal: RepSignal) -> None:
    rule = target_rule(analysis)
    offset = 0.0 if rule is None or rule.fit is None else rule.fit.offset
    times, values = analysis.smooth.time_s, analysis.signals[rep_signal.signal.name] - offset
    time_axis(axes, times)
    low, high = (None, None) if rule is None else rule.good
    known = [*values[np.isfinite(values)], *(limit for limit in (low, high) if limit is not None)]
    bottom, top = min(known), max(known)
    room = max(top - bottom, 1e-6)
    axes.set_ylim(bottom - 0.05 * room, top + 0.16 * room)
    if rule is not None:
        ends = [axes.get_ylim()[i] if limit is None else limit for i, limit in enumerate(rule.good)]
        axes.axhspan(ends[0], ends[1], color=PALETTE["band"], lw=0, zorder=0.5)
    for attempt in analysis.result.attempts:
        axes.axvspan(
            attempt.start_s, attempt.end_s, facecolor="none", edgecolor=PALETTE["muted"], hatch="//", lw=0, zorder=1
        )
    for rep in analysis.result.reps:
        axes.axvspan(rep.start_s, rep.end_s, color=PALETTE["shade"], lw=0, zorder=0)
        axes.text(
            rep.turn_s, 0.985, str(rep.index), transform=axes.get_xaxis_transform(),
            ha="center", va="top", weight="bold", color=PALETTE["ink"],
        )  # fmt: skip
    axes.plot(times, values, color=PALETTE["accent"], lw=2, zorder=3)
    _mark(axes, analysis, times, values)
    axes.set_ylabel(rep_signal.signal.label, color=PALETTE["muted"])
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, rep_signal.signal.unit)))


def _mark(axes: Axes, analysis: Analysis, times: Floats, values: Floats) -> None:
    """A dot at each turning point, and a diamond with a dashed line downwards at each fault."""
    for rep in analysis.result.reps:
        axes.plot(
            rep.turn_s, _value_at(rep.turn_s, times, values), "o", ms=7, zorder=4,
            color=PALETTE["accent"], mec=PALETTE["card"],
        )  # fmt: skip
    for moments in faults_by_rule(analysis).values():
        for _, time_s in moments:
            height = _value_at(time_s, times, values)
            axes.plot(
                [time_s, time_s], [axes.get_ylim()[0], height], color=PALETTE["fault"], lw=1, ls=(0, (3, 2)), zorder=2
            )
            axes.plot(time_s, height, "D", ms=8, zorder=5, color=PALETTE["fault"], mec=PALETTE["card"])


def _draw_lanes(axes: Axes, analysis: Analysis, faults: dict[str, list[tuple[int, float]]]) -> None:
    """One row for each rule with a fault: its title, and a mark under every rep with that fault."""
    time_axis(axes, analysis.smooth.time_s)
    axes.set_ylim(len(faults), 0)
    axes.set_yticks([])
    for row, (rule_id, moments) in enumerate(faults.items()):
        axes.axhline(row, color=PALETTE["line"], lw=0.8)
        for _, time_s in moments:
            axes.text(
                time_s, row + 0.73, "!", ha="center", va="center", weight="bold", color=PALETTE["card"], zorder=4,
                bbox={"boxstyle": "circle,pad=0.22", "fc": PALETTE["fault"], "ec": "none"},
            )  # fmt: skip
        title = analysis.exercise.rule(rule_id).title
        axes.text(
            0.005, row + 0.3, title, transform=axes.get_yaxis_transform(),
            va="center", weight="bold", color=PALETTE["fault"],
        )  # fmt: skip


def _tick(value: float, unit: str) -> str:
    return quantity(value, unit).removesuffix(" of trunk length")


def _value_at(time_s: float, times: Floats, values: Floats) -> float:
    return float(values[np.argmin(np.abs(times - time_s))])


def _described(analysis: Analysis, rep_signal: RepSignal) -> str:
    """Description of the plot for screen readers."""
    reps = analysis.result.reps
    label = rep_signal.signal.label
    if not reps:
        return f"{label} over time. No rep was counted."
    times, values = analysis.smooth.time_s, analysis.signals[rep_signal.signal.name]
    heights = [_value_at(rep.turn_s, times, values) for rep in reps]
    values_at_turn = listing([quantity(v, rep_signal.signal.unit) if np.isfinite(v) else "not seen" for v in heights])
    return f"{label} over time, {plural(len(reps), 'rep')}. At each turning point: {values_at_turn}."
