"""What our HTML pages share: templates that escape, and fail on a name that they were not given."""

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def html_pages(**filters: Callable[..., Any]) -> Environment:
    """Templates of ``output/templates``, with these filters; all pages include ``report.css``."""
    pages = Environment(
        loader=PackageLoader("formcheck.output.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters.update(filters)
    return pages
