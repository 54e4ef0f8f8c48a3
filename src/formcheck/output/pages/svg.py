"""Matplotlib figures as inline SVG: in the colours of the page, without external resources."""

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
"""Colours in the SVG that matplotlib writes. Each is replaced by the page's CSS variable of the same name, so that
the figure follows the light or dark theme."""

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "formcheck",
    "font.family": "sans-serif",
    "font.size": 11.0,
    "hatch.linewidth": 0.8,
    "hatch.color": PALETTE["muted"],
}
_STYLE_LOCK = threading.Lock()
"""matplotlib's style is global to the process, so only one figure is drawn at a time."""


def inline_svg(draw: Callable[[], Figure], description: str) -> str:
    """A figure as an SVG element without a fixed size, described by ``aria-label``; the output is reproducible."""
    with _STYLE_LOCK, matplotlib.rc_context(_STYLE):
        written = io.StringIO()
        no_metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        draw().savefig(written, format="svg", metadata=no_metadata, transparent=True)
    return _inline(written.getvalue(), description)


def time_axis(axes: Axes, times: Floats) -> None:
    """Plain axes over the time of the clip."""
    axes.set_xlim(float(times[0]), max(float(times[-1]), float(times[0]) + 0.1))
    axes.xaxis.set_major_locator(MaxNLocator(9, steps=[1, 1.5, 2, 3, 5, 6, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: clock(value).removesuffix(".0")))
    plain_axes(axes)


def plain_axes(axes: Axes) -> None:
    """Keep only the left and bottom axis lines, and no background."""
    axes.tick_params(colors=PALETTE["line"], labelcolor=PALETTE["muted"])
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set_color(PALETTE["line"])
    axes.set_facecolor("none")


def _inline(svg: str, description: str) -> str:
    """Remove the XML header and fixed size, add a description, and use the colours of the page."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{escape(description)}"', 1)
    svg = svg.replace("*{stroke-linejoin", ".curve *{stroke-linejoin")
    for name, colour in PALETTE.items():
        svg = svg.replace(colour, f"var(--{name})")
    return svg
