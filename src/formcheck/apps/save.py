"""Saves a set that was coached live: what an analysis writes, less what needs the pictures, which are not kept."""

import re
from dataclasses import replace
from pathlib import Path

from formcheck.apps.analyze import analyze_poses
from formcheck.apps.write import Outputs, write_outputs
from formcheck.coaching.analysis import Analysis
from formcheck.coaching.flow import FinishedSet
from formcheck.coaching.results import ModelInfo
from formcheck.frames.frame import SourceInfo

CAMERA = "camera"
"""Kind of a source whose pictures are gone."""


def analysis_of(done: FinishedSet, source: SourceInfo, model: ModelInfo) -> Analysis:
    """Judge a finished set again from its poses: the same path as for a recording, hence the same result.

    Times count from the first frame of the set.
    """
    track = replace(done.track, time_s=done.track.time_s - done.track.time_s[:1])
    return analyze_poses((track[i] for i in range(len(track))), done.session.exercise, source, model)


def save_set(analysis: Analysis, folder: Path) -> list[Path]:
    """Write ``result.json``, ``signals.csv``, ``poses.npz`` and ``report.html`` into a folder, made if need be.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    return write_outputs(analysis, Path(analysis.source.name), folder, Outputs(video=False))


def set_folder(folder: Path, number: int, exercise_id: str) -> Path:
    """Where a set of a workout goes: ``DIR/1-glute-bridge``; never over one that is there."""
    plain = re.sub(r"[^a-z0-9-]", "", exercise_id)
    while (folder / f"{number}-{plain}").exists():
        number += 1
    return folder / f"{number}-{plain}"
