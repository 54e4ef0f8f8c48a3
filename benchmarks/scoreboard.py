"""The scoreboard: how right formcheck is on the samples, as figures that no change may make worse.

python benchmarks/scoreboard.py               analyse the samples; fail where a figure is worse than the board's
python benchmarks/scoreboard.py --write       analyse the samples; write the board and docs/accuracy.md anew
"""

import argparse
import json
import sys
from pathlib import Path

from formcheck.apps.evaluate import evaluate
from formcheck.errors import FormcheckError
from formcheck.evaluation.score import ClipScore
from formcheck.evaluation.scoreboard import Board, accuracy_page, board, worse
from formcheck.exercises import catalog

ROOT = Path(__file__).parents[1]
BOARD = ROOT / "benchmarks/scoreboard.json"
CHANGES = ROOT / "benchmarks/metamorphic.json"
PAGE = ROOT / "docs/accuracy.md"
SAMPLES = ROOT / "samples/videos"


def measure() -> Board:
    """Figures of the samples as they are now; samples of exercises that do not exist yet are left out."""
    scores = []
    for row in evaluate(SAMPLES, only=set(catalog())):
        if isinstance(row, ClipScore):
            scores.append(row)
        elif not row.meant:
            raise FormcheckError(f"{row.clip}: {row.reason}")
    return json.loads(json.dumps(board(scores)))


def write_page() -> None:
    PAGE.write_text(accuracy_page(json.loads(BOARD.read_text()), json.loads(CHANGES.read_text())))
    print(f"wrote {PAGE.relative_to(ROOT)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--page", action="store_true")
    wanted = parser.parse_args()
    if wanted.page:
        write_page()
        return
    now = measure()
    if wanted.write:
        BOARD.write_text(json.dumps(now, indent=1) + "\n")
        write_page()
        return
    told = worse(json.loads(BOARD.read_text()), now)
    print("\n".join(told) or "no figure is worse")
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
