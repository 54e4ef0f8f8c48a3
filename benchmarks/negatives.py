"""Count the clips of each exercise as every other exercise: none of these may have a repetition.

python benchmarks/negatives.py                          the recordings in tests/golden, with the samples' labels
python benchmarks/negatives.py CLIPS                    labelled clips, or recordings with labels beside them
python benchmarks/negatives.py CLIPS --poses FOLDER     labelled clips whose poses are recorded as FOLDER/NAME.npz
python benchmarks/negatives.py ... --turned             also in rotated images, as an analysis without reps does
python benchmarks/negatives.py ... --write              also writes benchmarks/negatives.json
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from formcheck.errors import FormcheckError, InputNotFound
from formcheck.evaluation.labels import SUFFIX, labelled_clips, read_label
from formcheck.exercises import catalog
from formcheck.frames.frame_source import open_frames
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.pose import Pose
from formcheck.pose.recording import load_recording
from formcheck.session.session import Session

ROOT = Path(__file__).parents[1]
SAMPLES, GOLDEN, TABLE = ROOT / "samples/videos", ROOT / "tests/golden", ROOT / "benchmarks/negatives.json"


@dataclass(frozen=True)
class Row:
    """One clip, its exercise, and the repetitions counted when it is analysed as each exercise."""

    clip: str
    exercise: str
    labelled: int
    counted: dict[str, int]


def poses_of(path: Path) -> list[Pose]:
    """Pose of each frame: of a recording, or of a clip by the pose model."""
    if path.suffix == ".npz":
        track = load_recording(path).track
        return [track[i] for i in range(len(track))]
    with open_frames(path) as frames, PoseEstimator("full") as estimator:
        return [estimator(frame) for frame in frames]


def count_as_all(poses: list[Pose], turned: bool = False) -> dict[str, int]:
    """Repetitions of the same frames as each exercise of the catalog.

    Parameters
    ----------
    poses : list of Pose
        Single frames.
    turned : bool
        Include those that a session finds only in the image rotated by quarter turns.
    """
    counted = {}
    for name, exercise in catalog().items():
        session = Session(exercise)
        for pose in poses:
            session.step(pose)
        session.finish()
        rotated = session.rotation is not None and session.rotation.sure
        counted[name] = 0 if rotated and not turned else len(session.reps)
    return counted


def material(clips: Path, poses: Path | None) -> Iterator[tuple[Path, Path]]:
    """Each label with the file to analyse: the clip beside it, or the recording of its name in `poses`."""
    for label, clip in labelled_clips(clips):
        recording = None if poses is None else poses / f"{label.name.removesuffix(SUFFIX)}.npz"
        if recording is None:
            yield label, clip
        elif recording.exists():
            yield label, recording


def rows_of(clips: Path, poses: Path | None, turned: bool = False) -> Iterator[Row]:
    """One row for each labelled clip; the clips of a test count as those of its exercise."""
    for label_path, source in material(clips, poses):
        label = read_label(label_path)
        yield Row(source.stem, label.exercise, len(label.reps), count_as_all(poses_of(source), turned))


def matrix(rows: list[Row]) -> dict[str, dict[str, int]]:
    """Repetitions by the exercise that was done and the exercise that was counted."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(catalog(), 0))
    for row in rows:
        for name, count in row.counted.items():
            sums[row.exercise][name] += count
    return {name: sums[name] for name in catalog() if name in sums}


def printed(table: Mapping[str, Mapping[str, int]], rows: list[Row]) -> str:
    """The table as text: a row for each exercise that was done, a column for each that was counted."""
    wide = max(map(len, catalog()))
    heads = [name[:9] for name in catalog()]
    lines = [f"{'done, counted as':{wide}}  {'  '.join(f'{h:>9}' for h in heads)}  labelled  clips"]
    for name, counts in table.items():
        own = [row for row in rows if row.exercise == name]
        cells = "  ".join(f"{counts[other] or '·':>9}" for other in catalog())
        lines.append(f"{name:{wide}}  {cells}  {sum(row.labelled for row in own):>8}  {len(own):>5}")
    wrong = sum(count for name, counts in table.items() for other, count in counts.items() if other != name)
    return "\n".join([*lines, f"repetitions of another exercise: {wrong}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="?", type=Path)
    parser.add_argument("--poses", type=Path)
    parser.add_argument("--turned", action="store_true")
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    poses = GOLDEN if wanted.clips is None else wanted.poses
    rows = list(rows_of(wanted.clips or SAMPLES, poses, wanted.turned))
    if not rows:
        raise InputNotFound(f"no labelled clip or recording in '{wanted.clips}'")
    table = matrix(rows)
    print(printed(table, rows))
    for row in rows:
        wrong = {name: n for name, n in row.counted.items() if n and name != row.exercise}
        if wrong:
            print(f"{row.clip}: " + ", ".join(f"{n} as {name}" for name, n in wrong.items()))
    if wanted.write:
        TABLE.write_text(json.dumps({"table": table, "clips": [asdict(row) for row in rows]}, indent=1) + "\n")
        print(f"wrote {TABLE.relative_to(ROOT)}")


if __name__ == "__main__":
    try:
        main()
    except FormcheckError as error:
        raise SystemExit(f"negatives: {error}") from None
