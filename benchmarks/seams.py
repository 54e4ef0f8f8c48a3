"""What dividing a video changes: each sample in one run, and handed over to a second pose model on the way.

    python benchmarks/seams.py           the samples with the full model; writes seams.json
    python benchmarks/seams.py --page    rewrites the table of docs/performance.md from the file

The second model starts at a quarter, half and three quarters of the clip. For every position: whether the two runs
agree, so that a cut would be made there; and if so, how far the landmarks are from those of the undivided run from
then on, and whether reps and verdicts are the same.
"""

import argparse
import json
import statistics
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from page import write_table

from formcheck.evaluation.labels import labelled_clips, read_label
from formcheck.exercises import catalog, find_exercise
from formcheck.frames.frame import SourceInfo
from formcheck.frames.video import VideoFile
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.parallel import COMPARED_FRAMES, agree, joint_distance
from formcheck.pose.pose import Pose
from formcheck.pose.video_poses import WARM_UP_S
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo, SetResult

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "benchmarks/seams.json"


@dataclass(frozen=True, slots=True)
class Seam:
    """One hand-over: where, whether it is made, and what differs after it; distances in % of the trunk length."""

    clip: str
    view: str
    at_s: float
    made: bool
    median: float | None = None
    p90: float | None = None
    p99: float | None = None
    reps: int | None = None
    reps_changed: int | None = None
    verdicts: int | None = None
    verdicts_changed: list[str] | None = None


def run(video: VideoFile, first: int, model: str) -> Pose:
    """Poses of a video from frame `first` on, by a new estimator."""
    frame_index = video.frame_index()
    if frame_index is None:
        raise ValueError(f"{video.info.name} cannot be read from any frame on")
    with closing(PoseEstimator(model)) as estimator, closing(video.frames_from(frame_index, first)) as frames:
        return Pose.stack([estimator(frame) for frame in frames])


def result_of(track: Pose, exercise: str, source: SourceInfo) -> SetResult:
    """Result of a set from its poses."""
    poses = (track[i] for i in range(len(track)))
    return analyze_poses(poses, find_exercise(exercise), source, ModelInfo(name="", sha256="")).result


def changes(before: SetResult, after: SetResult) -> list[str]:
    """Verdicts that differ; reps are paired in order. Empty if the number of reps differs."""
    if len(before.reps) != len(after.reps):
        return []
    return [
        f"rep {rep.index} {old.rule}: {old.verdict} ({old.value}) → {new.verdict} ({new.value})"
        for rep, other in zip(before.reps, after.reps, strict=True)
        for old, new in zip(rep.verdicts, other.verdicts, strict=True)
        if old.verdict != new.verdict
    ]


def joined(whole: Pose, fresh: Pose, first: int) -> Pose:
    """Poses of `whole` up to frame `first`, from there on those of `fresh`, which ends with the same frame."""
    late = fresh[first - len(whole) :]
    return Pose.stack([*(whole[i] for i in range(first)), *(late[i] for i in range(len(late)))])


def seams(clip: Path, exercise: str, view: str, model: str = "full") -> Iterator[Seam]:
    """All hand-overs of one clip."""
    with VideoFile(clip) as video:
        count, info = len(video.frame_index() or []), video.info
        warm_up = round(WARM_UP_S * (info.fps or 30.0))
        starts = [0, *(count * quarter // 4 for quarter in (1, 2, 3))]
        with ThreadPoolExecutor(2) as pool:
            whole, *fresh = pool.map(lambda start: run(video, start, model), starts)
    for start, late in zip(starts[1:], fresh, strict=True):
        yield seam_of(whole, late, start + warm_up, exercise, view, info)


def seam_of(whole: Pose, fresh: Pose, first: int, exercise: str, view: str, info: SourceInfo) -> Seam:
    """One hand-over, at frame `first`."""
    before = slice(first - COMPARED_FRAMES, first)
    mine, theirs = whole[before], fresh[before.start - len(whole) : first - len(whole)]
    made = agree([mine[i] for i in range(COMPARED_FRAMES)], [theirs[i] for i in range(COMPARED_FRAMES)])
    where = Seam(info.name, view, round(float(whole.time_s[first]), 2), made)
    if not made:
        return where
    both = joined(whole, fresh, first)
    median, p90, p99 = (100 * np.nanquantile(joint_distance(both, whole)[first:], (0.5, 0.9, 0.99))).round(2).tolist()
    one, other = result_of(whole, exercise, info), result_of(both, exercise, info)
    return replace(
        where,
        median=median,
        p90=p90,
        p99=p99,
        reps=len(one.reps),
        reps_changed=len(other.reps) - len(one.reps),
        verdicts=sum(len(rep.verdicts) for rep in one.reps),
        verdicts_changed=changes(one, other),
    )


HEAD = (
    *("view", "positions", "cut made", "median distance", "90 % within", "99 % within"),
    *("reps changed", "verdicts changed"),
)


def table(figures: list[dict]) -> str:
    """The table in Markdown, a row for each view, and a list of what changed."""
    lines = [f"| {' | '.join(HEAD)} |", "|---" * len(HEAD) + "|"]
    for view in sorted({row["view"] for row in figures}):
        rows = [row for row in figures if row["view"] == view]
        made = [row for row in rows if row["made"]]
        cells = [view, str(len(rows)), str(len(made))]
        for name in ("median", "p90", "p99"):
            cells.append(f"{statistics.median(row[name] for row in made):.2f} %" if made else "")
        cells.append(f"{sum(abs(row['reps_changed']) for row in made)} of {sum(row['reps'] for row in made)}")
        changed = sum(len(row["verdicts_changed"]) for row in made)
        cells.append(f"{changed} of {sum(row['verdicts'] for row in made)}")
        lines.append(f"| {' | '.join(cells)} |")
    changes = [
        f"- `{row['clip']}`, {row['at_s']} s: {text}" for row in figures for text in row["verdicts_changed"] or []
    ]
    return "\n".join([*lines, "", *(["Changed verdicts:", "", *changes] if changes else [])])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", action="store_true")
    wanted = parser.parse_args()
    if not wanted.page:
        found = []
        for label_path, clip in labelled_clips(ROOT / "samples/videos"):
            label = read_label(label_path)
            if label.exercise not in catalog():
                continue
            for seam in seams(clip, label.exercise, label.view):
                print(seam)
                found.append(asdict(seam))
        FIGURES.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    write_table("seams", table(json.loads(FIGURES.read_text())))


if __name__ == "__main__":
    main()
