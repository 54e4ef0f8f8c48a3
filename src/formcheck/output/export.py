"""The data files of an analysis besides its poses: ``result.json`` and ``signals.csv``."""

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from formcheck.files import replacing
from formcheck.rules.rep_frames import Phase, RepTimes
from formcheck.session.analysis import Analysis

_DECIMALS = {"deg": 2}
_OTHER_DECIMALS = 3
"""Decimals of units not in `_DECIMALS`: finer than the pose model resolves, coarse enough to read."""


def write_result(analysis: Analysis, path: Path) -> None:
    """Write ``result.json``; its JSON Schema is ``session/result.schema.json``."""
    text = analysis.result.to_json()
    with replacing(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8")


def write_signals(analysis: Analysis, path: Path) -> None:
    """Write ``signals.csv``: one row per frame.

    Columns: ``time_s`` and ``frame`` (from 0), one per signal of the exercise, under its name, ``phase`` (``out``,
    ``turn`` or ``back``), ``rep`` (from 1) and ``bridged``: 1 in short gaps without a detected person, where the
    signals are interpolated between the frames before and after. Phase and rep are empty outside counted reps; a
    signal is empty in frames in which it was not seen.
    """
    with replacing(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["time_s", "frame", *analysis.signals, "phase", "rep", "bridged"])
        table.writerows(_rows(analysis))


def _rows(analysis: Analysis) -> Iterator[list[str]]:
    units = {signal.name: signal.unit for signal in analysis.exercise.signals}
    decimals = [_DECIMALS.get(units[name], _OTHER_DECIMALS) for name in analysis.signals]
    columns = [values.tolist() for values in analysis.signals.values()]
    reps = [(rep.index, rep.times) for rep in analysis.session.reps]
    bridged = analysis.bridged.tolist()
    for frame, time_s in enumerate(analysis.smooth.time_s.tolist()):
        cells = [_cell(values[frame], n) for values, n in zip(columns, decimals, strict=True)]
        current = next(((index, times) for index, times in reps if times.start_s <= time_s <= times.end_s), None)
        phase_and_rep = ["", ""] if current is None else [_phase(current[1], time_s), str(current[0])]
        yield [f"{time_s:.3f}", str(frame), *cells, *phase_and_rep, str(int(bridged[frame]))]


def _cell(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}" if math.isfinite(value) else ""


def _phase(times: RepTimes, time_s: float) -> str:
    if time_s < times.hold_start_s:
        return Phase.OUT
    return Phase.TURN if time_s <= times.hold_end_s else Phase.BACK
