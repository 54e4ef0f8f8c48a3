"""The plot of a test: how far the hips are below the bridge on both feet, left and right side by side."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from formcheck.assessment.assessment import Assessment
from formcheck.assessment.decision import SINK_DEG
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest
from formcheck.output.drawing.assessment_scenes import AssessmentScenes
from formcheck.output.pages.svg import PALETTE, inline_svg, plain_axes
from formcheck.pose.landmarks import SIDES, Side
from formcheck.pose.pose import Floats

LEAST_DEPTH_DEG = 14.0
"""The axis extends at least this far down, so that a steady trace looks steady."""

ABOVE_DEG = 5.0
"""The axis extends at least this far above the baseline."""


@dataclass(frozen=True, slots=True, eq=False)
class _Trace:
    """One side: seconds from the start of its first trial, degrees below the baseline, trials, and the lowest point."""

    side: Side
    time_s: Floats
    sink_deg: Floats
    trials: list[tuple[float, float, bool]]
    worst: tuple[float, float] | None


def traces_svg(assessment: Assessment) -> str | None:
    """Both sides as an SVG for the page; None if no side was judged from a side view."""
    traces = [trace for side in SIDES if (trace := _trace(assessment, side)) is not None]
    if not traces:
        return None
    lowest = "; ".join(f"{trace.side} leg: lowest {trace.worst[1]:.0f}°" for trace in traces if trace.worst is not None)
    return inline_svg(lambda: _draw(traces), f"Hips below the bridge on both feet, {lowest}")


def _trace(assessment: Assessment, side: Side) -> _Trace | None:
    result = assessment.result.sides.get(side)
    if result is None or result.baseline is None or not result.trials or result.baseline.view != "side":
        return None
    run = assessment.run_of(side)
    assert isinstance(run.test, SingleLegBridgeTest)
    values = AssessmentScenes(assessment, run).sink_deg(side)
    first, last = result.trials[0].start_s - 1.0, result.trials[-1].end_s
    shown = (run.track.time_s >= first) & (run.track.time_s <= last)
    start = result.trials[0].start_s
    judged = [trial for trial in result.trials if trial.valid and trial.sink_deg is not None]
    worst = max(judged, key=lambda trial: trial.sink_deg or 0.0, default=None)
    return _Trace(
        side,
        run.track.time_s[shown] - start,
        values[shown],
        [(trial.start_s - start, trial.end_s - start, trial.valid) for trial in result.trials],
        None if worst is None else ((worst.sink_at_s or worst.bottom_s) - start, worst.sink_deg or 0.0),
    )


def _draw(traces: list[_Trace]) -> Figure:
    figure = Figure(figsize=(10.0, 2.7))
    deepest = max(float(np.nanmax(trace.sink_deg)) for trace in traces)
    top = min(-ABOVE_DEG, *(float(np.nanmin(trace.sink_deg)) - 3.0 for trace in traces))
    longest = max(float(trace.time_s[-1]) for trace in traces)
    width = 0.9 / len(traces)
    for n, trace in enumerate(traces):
        axes = figure.add_axes((0.075 + n * width, 0.19, width - 0.025, 0.7))
        axes.set_xlim(-1.0, longest)
        axes.set_ylim(max(deepest + 2.0, LEAST_DEPTH_DEG), top)
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        _draw_side(axes, trace, top)
        axes.tick_params(axis="y", labelleft=n == 0)
        if n == 0:
            axes.set_ylabel("hips below the bridge\non both feet, degrees", color=PALETTE["muted"])
    return figure


def _draw_side(axes: Axes, trace: _Trace, top: float) -> None:
    plain_axes(axes)
    axes.axhspan(top, SINK_DEG[0], color=PALETTE["band"], lw=0, zorder=0.5)
    for limit in SINK_DEG:
        axes.axhline(limit, color=PALETTE["muted"], lw=0.9, ls=(0, (4, 3)), zorder=1)
    axes.axhline(0.0, color=PALETTE["muted"], lw=0.9, zorder=1)
    for number, (start, end, valid) in enumerate(trace.trials, start=1):
        axes.axvspan(start, end, 0.9, 1.0, color=PALETTE["shade" if valid else "card"], lw=0, zorder=0.7)
        label = f"{number}" if valid else f"{number} invalid"
        axes.text(0.5 * (start + end), top + 0.4, label, color=PALETTE["muted"], ha="center", va="top", zorder=3)
    axes.plot(trace.time_s, trace.sink_deg, color=PALETTE["accent"], lw=1.9, zorder=2)
    if trace.worst is not None:
        axes.plot(*trace.worst, "o", color=PALETTE["fault"], ms=6, zorder=4)
    axes.set_title(f"{trace.side} leg", color=PALETTE["ink"], fontsize=12, loc="left", pad=5)
    axes.set_xlabel("seconds from the first lowering", color=PALETTE["muted"], labelpad=2)
