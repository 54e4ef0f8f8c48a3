"""The template environment of all HTML pages: it escapes values and fails on undefined names."""

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def html_pages(**filters: Callable[..., Any]) -> Environment:
    """Templates of ``pages/templates``, with these filters; all pages include ``report.css``."""
    pages = Environment(
        loader=PackageLoader("formcheck.output.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters.update(filters)
    return pages
