"""Drawings of matplotlib as SVG inside a page: in the colours of the page, with nothing from elsewhere."""

import io
import re
import threading
from collections.abc import Callable
from html import escape
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from formcheck.output.pages.report_words import clock
from formcheck.pose.pose import Floats

PALETTE = {
    "ink": "#101112",
    "muted": "#505152",
    "line": "#c0c1c2",
    "accent": "#1f5f9a",
    "shade": "#e0e8f1",
    "band": "#cfe9d6",
    "fault": "#a3241c",
    "card": "#fefefd",
}
"""Colours as matplotlib writes them; each is replaced by the page's CSS variable of that name, so that the
curve follows light and dark."""

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "formcheck",
    "font.family": "sans-serif",
    "font.size": 11.0,
    "hatch.linewidth": 0.8,
    "hatch.color": PALETTE["muted"],
}
_STYLE_LOCK = threading.Lock()
"""matplotlib keeps its style for the whole process; one drawing at a time."""


def inline_svg(draw: Callable[[], Figure], description: str) -> str:
    """A figure as an SVG element without a fixed size, named by ``aria-label``; the same figure gives the same text."""
    with _STYLE_LOCK, matplotlib.rc_context(_STYLE):
        written = io.StringIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        draw().savefig(written, format="svg", metadata=nothing, transparent=True)
    return _inline(written.getvalue(), description)


def time_axis(axes: Axes, times: Floats) -> None:
    """Bare axes over the time of the clip."""
    axes.set_xlim(float(times[0]), max(float(times[-1]), float(times[0]) + 0.1))
    axes.xaxis.set_major_locator(MaxNLocator(9, steps=[1, 1.5, 2, 3, 5, 6, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: clock(value).removesuffix(".0")))
    plain_axes(axes)


def plain_axes(axes: Axes) -> None:
    """Axes with a line at the left and below, and no ground."""
    axes.tick_params(colors=PALETTE["line"], labelcolor=PALETTE["muted"])
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set_color(PALETTE["line"])
    axes.set_facecolor("none")


def _inline(svg: str, description: str) -> str:
    """Without XML head and fixed size, with a name, and in the colours of the page."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{escape(description)}"', 1)
    svg = svg.replace("*{stroke-linejoin", ".curve *{stroke-linejoin")
    for name, colour in PALETTE.items():
        svg = svg.replace(colour, f"var(--{name})")
    return svg
