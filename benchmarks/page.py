"""The tables of docs/performance.md: each stands between two comments that name it."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs/performance.md"


def write_table(name: str, table: str) -> None:
    """Put a table in the place of the one with this name."""
    before, after = f"<!-- {name} -->", f"<!-- end of {name} -->"
    page, count = re.subn(
        f"{re.escape(before)}.*?{re.escape(after)}",
        lambda _: f"{before}\n{table.strip()}\n{after}",
        PAGE.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    if count != 1:
        raise ValueError(f"{PAGE.name} has no place for the table '{name}'")
    PAGE.write_text(page, encoding="utf-8")
    print(f"wrote the table '{name}' of {PAGE.name}")
