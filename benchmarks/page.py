"""Write tables into the pages in docs: each table stands between two comments with its name."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def write_table(name: str, table: str, page_name: str = "performance.md") -> None:
    """Replace the table with this name.

    Raises
    ------
    ValueError
        The page has no place for this table.
    """
    path = DOCS / page_name
    before, after = f"<!-- {name} -->", f"<!-- end of {name} -->"
    page, count = re.subn(
        f"{re.escape(before)}.*?{re.escape(after)}",
        lambda _: f"{before}\n{table.strip()}\n{after}",
        path.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    if count != 1:
        raise ValueError(f"{page_name} has no place for the table '{name}'")
    path.write_text(page, encoding="utf-8")
    print(f"wrote the table '{name}' of {page_name}")
