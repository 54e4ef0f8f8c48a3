"""Changes of the images that must not change the count, analysed with the real pose model.

    python benchmarks/metamorphic.py                      all good samples; writes benchmarks/metamorphic.json
    python benchmarks/metamorphic.py --only ID [ID …]     the good samples of these exercises; the other rows stay
    python benchmarks/metamorphic.py CLIP EXERCISE        one clip

The number of repetitions must be equal; verdicts that change are counted and listed.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from formcheck.evaluation.labels import labelled_clips, read_label
from formcheck.exercises import catalog, find_exercise
from formcheck.frames.frame import Frame, Rgb
from formcheck.frames.frame_source import open_frames
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo, RepResult, SetResult

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "benchmarks/metamorphic.json"

Change = Callable[[Rgb], Rgb]


def rolled(degrees: float) -> Change:
    """Rotate the image, as a rolled camera does; the corners repeat the border."""

    def change(rgb: Rgb) -> Rgb:
        height, width = rgb.shape[:2]
        rotation = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        return cv2.warpAffine(rgb, rotation, (width, height), borderMode=cv2.BORDER_REPLICATE)

    return change


def scaled(share: float) -> Change:
    """Scale the image."""
    return lambda rgb: cv2.resize(rgb, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


def lit(gain: float) -> Change:
    """Multiply the brightness."""
    return lambda rgb: cv2.convertScaleAbs(rgb, alpha=gain)


def cropped(share: float) -> Change:
    """Cut off half of the share on each side."""

    def change(rgb: Rgb) -> Rgb:
        dy, dx = (round(side * share / 2) for side in rgb.shape[:2])
        return np.ascontiguousarray(rgb[dy : rgb.shape[0] - dy, dx : rgb.shape[1] - dx])

    return change


CHANGES: dict[str, Change] = {
    "as it is": lambda rgb: rgb,
    "mirrored": lambda rgb: np.ascontiguousarray(rgb[:, ::-1]),
    "roll +5°": rolled(5),
    "roll −5°": rolled(-5),
    "half the frame rate": lambda rgb: rgb,
    "75 % size": scaled(0.75),
    "brighter": lit(1.4),
    "darker": lit(0.6),
    "10 % cropped": cropped(0.10),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One change on one clip: reps without it, how many more with it, and the verdicts that changed."""

    clip: str
    exercise: str
    change: str
    reps: int
    reps_changed: int
    verdicts: int
    verdicts_changed: list[str]


def frames_of(clip: Path, name: str) -> Iterator[Frame]:
    """Frames of a clip after a change."""
    step = 2 if name == "half the frame rate" else 1
    with open_frames(clip) as frames:
        for frame in frames:
            if frame.index % step == 0:
                yield Frame(frame.index // step, frame.time_s, CHANGES[name](frame.rgb))


def analyzed(clip: Path, exercise: str, name: str, model: str = "full") -> SetResult:
    """Result of a clip after a change."""
    with open_frames(clip) as frames, PoseEstimator(model) as estimator:
        used = ModelInfo(name=estimator.model.name, sha256=estimator.model.sha256)
        poses = (estimator(frame) for frame in frames_of(clip, name))
        return analyze_poses(poses, find_exercise(exercise), frames.info, used).result


def compare(clip: Path, exercise: str, name: str, plain: SetResult, changed: SetResult) -> Outcome:
    """Effect of a change; verdicts are compared if the number of reps is the same, with the reps in order."""
    pairs = list(zip(plain.reps, changed.reps, strict=False)) if len(plain.reps) == len(changed.reps) else []
    return Outcome(
        clip=clip.name,
        exercise=exercise,
        change=name,
        reps=len(plain.reps),
        reps_changed=len(changed.reps) - len(plain.reps),
        verdicts=sum(len(rep.verdicts) for rep, _ in pairs),
        verdicts_changed=[text for before, after in pairs for text in _differences(before, after)],
    )


def _differences(before: RepResult, after: RepResult) -> list[str]:
    return [
        f"rep {before.index} {old.rule}: {old.verdict} → {new.verdict}"
        for old, new in zip(before.verdicts, after.verdicts, strict=True)
        if old.verdict != new.verdict
    ]


def outcomes(clip: Path, exercise: str, model: str = "full") -> Iterator[Outcome]:
    """All changes on one clip."""
    plain = analyzed(clip, exercise, "as it is", model)
    for name in list(CHANGES)[1:]:
        yield compare(clip, exercise, name, plain, analyzed(clip, exercise, name, model))


def good_samples() -> Iterator[tuple[Path, str]]:
    """For each exercise, its first sample without a labelled fault, from a view in which it is judged."""
    seen = set()
    for label_path, clip in labelled_clips(ROOT / "samples/videos"):
        label = read_label(label_path)
        if label.exercise not in catalog() or label.exercise in seen or label.protocol is not None:
            continue
        if label.view in find_exercise(label.exercise).views and not any(rep.faults for rep in label.reps):
            seen.add(label.exercise)
            yield clip, label.exercise


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", nargs="?", type=Path)
    parser.add_argument("exercise", nargs="?")
    parser.add_argument("--only", nargs="+", metavar="ID", help="exercises")
    wanted = parser.parse_args()
    work = [(wanted.clip, wanted.exercise)] if wanted.clip else list(good_samples())
    work = [(clip, exercise) for clip, exercise in work if not wanted.only or exercise in wanted.only]
    rows: list[Outcome] = []
    for clip, exercise in work:
        for outcome in outcomes(clip, exercise):
            rows.append(outcome)
            reps = f"reps {outcome.reps} {outcome.reps_changed:+d}" if outcome.reps_changed else f"{outcome.reps} reps"
            changed = "; ".join(outcome.verdicts_changed) or "no verdict changed"
            print(f"{outcome.exercise:24} {outcome.change:20} {reps:10} {changed}")
    if not wanted.clip:
        measured = {exercise for _, exercise in work}
        kept = [row for row in json.loads(TABLE.read_text()) if row["exercise"] not in measured]
        table = sorted([*kept, *(asdict(row) for row in rows)], key=lambda row: row["exercise"])
        TABLE.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
