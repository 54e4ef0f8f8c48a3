"""Tables of docs/assessment.md, from the rows that `benchmarks/assessment.py` measures."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from formcheck.assessment.comparison import SMALLEST_CHANGE_DEG
from formcheck.assessment.decision import SINK_DEG, possible

Row = dict[str, Any]

NAMES = ("steady", "steady or dips", "dips", "dips or drops", "drops", "not judged")
TURNS_DEG = ((0, 10), (10, 25), (25, 35), (35, 46))
STEP_DEG = 2
CLEAR_DEG = (3.0, 14.0)
"""Sides whose true sink is at most the first or at least the second should get one single outcome."""
WITHIN_DEG = 25.0
NOT_JUDGED = ("not-judged", "absent")


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def tables(rows: Sequence[Row]) -> dict[str, str]:
    """All tables by name."""
    sides = [row for row in rows if row["kind"] == "both"]
    return {
        "found": found_table(rows),
        "aims": aims_table(sides),
        "by-sink": by_sink_table(sides),
        "by-camera": by_camera_table(sides),
        "others": others_table(rows),
        "again": again_table(rows),
        "changes": change_table(rows),
    }


def named(row: Row) -> str:
    """The outcome of a side as the report names it."""
    if row["result"] in NOT_JUDGED:
        return "not judged"
    return " or ".join(possible(row["sink_ci"])) if row["result"] == "uncertain" else str(row["result"])


def judged(rows: Sequence[Row]) -> list[Row]:
    """Sides with a number."""
    return [row for row in rows if row["sink_deg"] is not None and row["true_deg"] is not None]


def agreement(rows: Sequence[Row]) -> list[str]:
    """Cells: sides, bias, limits of agreement, coverage and mean half width."""
    shown = judged(rows)
    if not shown:
        return ["0", "–", "–", "–", "–"]
    off = np.array([row["sink_deg"] - row["true_deg"] for row in shown])
    limits = 1.96 * off.std()
    inside = [row["sink_ci"][0] <= row["true_deg"] <= row["sink_ci"][1] for row in shown]
    return [
        str(len(shown)),
        f"{off.mean():+.1f}",
        f"{off.mean() - limits:.1f} to {off.mean() + limits:.1f}",
        f"{sum(inside)} of {len(inside)}",
        f"± {np.mean([half_width(row) for row in shown]):.1f}",
    ]


def half_width(row: Row) -> float:
    """Half of the interval of a side, in degrees."""
    low, high = row["sink_ci"]
    return float(0.5 * (high - low))


AGREEMENT = ("sides judged", "bias, °", "95 % of differences, °", "truth inside", "half width, °")


def by_sink_table(sides: Sequence[Row]) -> str:
    """Error and outcomes by true sink."""
    lines = []
    true = np.array([np.nan if row["true_deg"] is None else row["true_deg"] for row in sides])
    for low in range(0, int(np.nanmax(true)) + STEP_DEG, STEP_DEG):
        rows = [row for row, deg in zip(sides, true, strict=True) if max(deg, 0.0) // STEP_DEG * STEP_DEG == low]
        if rows:
            got = Counter(named(row) for row in rows)
            lines.append([f"{low} to {low + STEP_DEG}°", *agreement(rows), *(got[name] or "" for name in NAMES)])
    return table(["true sink", *AGREEMENT, *NAMES], lines)


def by_camera_table(sides: Sequence[Row]) -> str:
    """Error and outcomes by where the camera stood, the frames a second, wobble and leg."""
    groups: dict[str, Callable[[Row], bool]] = {"all": lambda row: True}
    for low, high in TURNS_DEG:
        groups[f"{low} to {min(high, 45)}° off the side"] = lambda row, low=low, high=high: (
            low <= row["off_side"] < high
        )
    groups |= {
        "supporting leg near the camera": lambda row: bool(row["near"]),
        "supporting leg far from it": lambda row: row["near"] is False,
        "30 frames a second": lambda row: row["fps"] == 30,
        "20 frames a second": lambda row: row["fps"] == 20,
        "no wobble": lambda row: row["wobble"] == 0,
        "wobble": lambda row: row["wobble"] > 0,
    }
    lines = []
    for name, belongs in groups.items():
        rows = [row for row in sides if belongs(row)]
        got = Counter(named(row) for row in rows)
        lines.append([name, *agreement(rows), *(got[each] or "" for each in NAMES)])
    return table(["sides", *AGREEMENT, *NAMES], lines)


def aims_table(sides: Sequence[Row]) -> str:
    """What the test should reach, and what it does."""
    shown = judged(sides)
    near = [row for row in shown if row["off_side"] <= WITHIN_DEG]
    inside = sum(row["sink_ci"][0] <= row["true_deg"] <= row["sink_ci"][1] for row in shown)
    clear = [row for row in sides if row["true_deg"] is not None]
    clear = [row for row in clear if row["true_deg"] <= CLEAR_DEG[0] or row["true_deg"] >= CLEAR_DEG[1]]
    single = sum(" or " not in named(row) and named(row) != "not judged" for row in clear)
    unsure = sum(row["result"] == "uncertain" for row in sides)
    steady, drops = (
        [row for row in shown if row["true_deg"] <= SINK_DEG[0]],
        [row for row in shown if row["true_deg"] > SINK_DEG[1]],
    )
    lines = [
        ["half width within 25° of the side, mean", "≤ 3°", f"{np.mean([half_width(row) for row in near]):.1f}°"],
        ["truth inside the 95 % interval", "90 to 97 %", f"{inside} of {len(shown)}"],
        ["one single outcome, true sink ≤ 3° or ≥ 14°", "≥ 90 %", f"{single} of {len(clear)}"],
        ["uncertain", "≤ 45 %", f"{unsure} of {len(sides)}"],
        ["not judged", "", f"{sum(row['result'] in NOT_JUDGED for row in sides)} of {len(sides)}"],
        ["steady, called drops", "0", f"{sum(named(row) == 'drops' for row in steady)} of {len(steady)}"],
        ["drops, called steady", "0", f"{sum(named(row) == 'steady' for row in drops)} of {len(drops)}"],
    ]
    return table(["", "aim", "measured"], lines)


def found_table(rows: Sequence[Row]) -> str:
    """Lowerings that were found, by kind of clip."""
    lines = []
    for kind in dict.fromkeys(row["kind"] for row in rows):
        chosen = [row for row in rows if row["kind"] == kind]
        trials = [trial for row in chosen for trial in row["trials"]]
        labelled, extra = sum(row["labelled"] for row in chosen), sum(row["extra"] for row in chosen)
        words = Counter(trial["reason"] for trial in trials if not trial["valid"])
        said = "; ".join(f"{reason} ({count})" for reason, count in words.most_common()) or "–"
        lines.append([kind, len({row["clip"] for row in chosen}), labelled, len(trials), extra, said])
    return table(["clips", "number", "lowerings", "found on the right leg", "false", "set apart"], lines)


def others_table(rows: Sequence[Row]) -> str:
    """Results of still bridges, of lowerings that have to be repeated, and from the foot end."""
    lines = []
    for row in rows:
        if row["kind"] in ("both", "again"):
            continue
        sinks = ", ".join(f"{t['sink_deg']:.0f}°" for t in row["trials"] if t["sink_deg"] is not None) or "–"
        again = "; ".join(t["reason"] for t in row["trials"] if t["reason"]) or "–"
        lines.append([f"`{row['clip']}`", row["side"], named(row), sinks, row["reason"] or "–", again])
    return table(["clip", "leg", "result", "sink", "reason", "to repeat, because"], lines)


def again_table(rows: Sequence[Row]) -> str:
    """People filmed once more: the change that was measured against the one that happened."""
    pairs = filmed_twice(rows)
    if not pairs:
        return table(["sides filmed twice"], [[0]])
    off = np.array([(now["sink_deg"] - then["sink_deg"]) - (now["true_deg"] - then["true_deg"]) for then, now in pairs])
    spread = float(np.sqrt(np.mean(off**2)))
    return table(
        ["sides filmed twice", "mean error of the change, °", "standard deviation, °", "95 % are below, °"],
        [[len(off), f"{off.mean():+.1f}", f"{spread:.1f}", f"{1.96 * spread:.1f}"]],
    )


def change_table(rows: Sequence[Row]) -> str:
    """How often the comparison of two tests states a change, where there is one and where there is none.

    Nobody in the recipe changes: the two legs of one person before one camera stand for a test before and after.
    """
    sides = [row for row in judged(rows) if row["kind"] == "both"]
    legs = [(a, b) for a in sides for b in sides if a["clip"] == b["clip"] and (a["side"], b["side"]) == LEGS]
    lines = [_stated("filmed again, no real change", filmed_twice(rows))]
    for low, high in ((0, 5), (5, 10), (10, 15), (15, 30)):
        chosen = [pair for pair in legs if low <= abs(pair[0]["true_deg"] - pair[1]["true_deg"]) < high]
        lines.append(_stated(f"true difference {low} to {high}°", chosen))
    return table(["pairs", "number", "change stated", "in the wrong direction"], lines)


LEGS = ("left", "right")


def _stated(name: str, pairs: Sequence[tuple[Row, Row]]) -> list[object]:
    stated = [(then, now) for then, now in pairs if _is_stated(then, now)]
    wrong = [(t, n) for t, n in stated if (n["sink_deg"] - t["sink_deg"]) * (n["true_deg"] - t["true_deg"]) < 0]
    return [name, len(pairs), len(stated), len(wrong)]


def _is_stated(then: Row, now: Row) -> bool:
    """Whether `formcheck.assessment.comparison` states a change: intervals apart, and enough between them."""
    (low, high), (low_now, high_now) = then["sink_ci"], now["sink_ci"]
    apart = high < low_now or high_now < low
    return bool(apart and abs(now["sink_deg"] - then["sink_deg"]) >= (SMALLEST_CHANGE_DEG or 0.0))


def filmed_twice(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Each side that was filmed twice and judged both times: then and now."""
    first = {(row["clip"][:3], row["side"]): row for row in judged(rows) if row["kind"] == "both"}
    again = [(row["clip"].rsplit("_", 1)[-1], row) for row in judged(rows) if row["kind"] == "again"]
    return [(first[name, row["side"]], row) for name, row in again if (name, row["side"]) in first]
