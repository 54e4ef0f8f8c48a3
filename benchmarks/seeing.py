"""How well the person is seen: landmarks, views, sides and strange clips; written into docs/seeing.md.

python benchmarks/seeing.py landmarks DIR [--tracks DIR]   rendered clips with NAME.truth.json.gz
python benchmarks/seeing.py views DIR                       stills of `python -m samples.render.azimuths DIR`
python benchmarks/seeing.py strange                         the samples with passers-by, rotations, mirrors and cuts
python benchmarks/seeing.py page                            docs/seeing.md from benchmarks/seeing.json

"Before" is MediaPipe's landmarker alone with its default thresholds, with every landmark accepted.
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.evaluation.labels import read_label
from formcheck.evaluation.truth import TRUE_ANGLES
from formcheck.exercises import find_exercise
from formcheck.frames.frame import Frame, Rgb, SourceInfo
from formcheck.frames.frame_source import open_frames
from formcheck.motion.filters import zero_lag
from formcheck.motion.signals.angles import ELBOW_ANGLE, HIP_ANGLE, KNEE_ANGLE, TRUNK_INCLINATION
from formcheck.motion.view import Body, body_of, camera_azimuth_deg
from formcheck.pose.cleaning import PoseCleaner, SwapRepair
from formcheck.pose.landmarks import SIDES, landmark
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.model_files import find_model
from formcheck.pose.pose import DetectionFlag, Floats, Pose
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import ModelInfo

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "benchmarks/seeing.json"
PARTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
SIGNALS = (HIP_ANGLE, KNEE_ANGLE, ELBOW_ANGLE, TRUNK_INCLINATION)

Estimate = Callable[[Frame], Pose]


class Plain:
    """MediaPipe's landmarker alone, with its default thresholds."""

    def __init__(self, model: str) -> None:
        import mediapipe as mp

        self._mp = mp
        vision = mp.tasks.vision
        asset = find_model(model).path.read_bytes()
        self._landmarker = vision.PoseLandmarker.create_from_options(
            vision.PoseLandmarkerOptions(
                base_options=mp.tasks.BaseOptions(model_asset_buffer=asset), running_mode=vision.RunningMode.VIDEO
            )
        )

    def __call__(self, frame: Frame) -> Pose:
        """Pose in the next frame."""
        rgb = np.ascontiguousarray(frame.rgb)
        image = self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=rgb)
        detected = self._landmarker.detect_for_video(image, round(frame.time_s * 1000))
        if not detected.pose_landmarks:
            return Pose.nobody(frame.time_s)
        size = rgb.shape[1], rgb.shape[0]
        marks, world = detected.pose_landmarks[0], detected.pose_world_landmarks[0]
        return Pose(
            np.array(frame.time_s),
            np.array([(m.x, m.y) for m in marks]) * size,
            np.array([(m.x, m.y, m.z) for m in world]),
            np.array([m.visibility for m in marks]),
        )

    def __enter__(self) -> "Plain":
        return self

    def __exit__(self, *exc: object) -> None:
        self._landmarker.close()


HOW: dict[str, Callable[[str], Any]] = {"before": Plain, "after": PoseEstimator}


def track_of(clip: Path, model: str, how: str, saved: Path | None) -> Pose:
    """Track of a clip; read from the folder `saved` if it is there, else computed and saved there."""
    path = None if saved is None else saved / f"{clip.stem}.{model}.{how}.npz"
    if path is not None and path.exists():
        with np.load(path) as stored:
            return Pose(*(stored[name] for name in ("time_s", "image", "world", "visibility")))
    with open_frames(clip) as frames, HOW[how](model) as estimate:
        track = Pose.stack([estimate(frame) for frame in frames])
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path, time_s=track.time_s, image=track.image, world=track.world, visibility=track.visibility
        )
    return track


def cleaned(track: Pose, how: str) -> Pose:
    """The track that the rules get: with swapped limbs put back and, "after", without impossible landmarks."""
    clean = PoseCleaner() if how == "after" else SwapRepair()
    return Pose.stack([clean(track[i]) for i in range(len(track))])


def landmark_errors(track: Pose, truth: dict[str, Any], near: str) -> Floats:
    """Distances (T, 6) of the near side's joints from the truth, in % of the trunk length in the image."""
    points = np.array(truth["kp2d"])[: len(track)]
    names = truth["keypoints"]
    true = np.stack([points[:, names.index(f"{near}_{part}")] for part in PARTS], axis=1)
    estimated = np.stack([track.point(landmark(part, near))[: len(points)] for part in PARTS], axis=1)
    bones = np.array(truth["kp3d"])
    trunk_m = np.linalg.norm(
        bones[0, [names.index(f"{s}_shoulder") for s in SIDES]].mean(axis=0)
        - bones[0, [names.index(f"{s}_hip") for s in SIDES]].mean(axis=0)
    )
    px = np.linalg.norm(points[:, :, None] - points[:, None], axis=-1)
    metres = np.linalg.norm(bones[: len(points), :, None] - bones[: len(points), None], axis=-1)
    scale = np.percentile((px / np.maximum(metres, 1e-3))[metres > 0.3], 90)
    return np.asarray(100.0 * np.linalg.norm(estimated - true, axis=-1) / (scale * trunk_m))


def angle_errors(track: Pose, label: Any, near: str) -> dict[str, Floats]:
    """Errors of the angles on the near side, (T,) in degrees, by signal."""
    exercise = find_exercise(label.exercise)
    body = Body(near, 1 if near == "right" else -1, 1.0, "side")
    smooth = zero_lag(track, exercise.cutoff_hz)
    out = {}
    for signal in SIGNALS:
        names = [name.format(side=near) for name in TRUE_ANGLES[signal.name]]
        known = [name for name in names if name in label.angles]
        if known:
            truth = np.asarray(label.angles[known[0]], dtype=float)
            at = np.arange(len(truth)) / float(label.angles["fps"])
            out[signal.name] = signal(smooth, body) - np.interp(track.time_s, at, truth)
    return out


def landmark_rows(
    folder: Path, saved: Path | None, clips: Iterable[str], models: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """One row for each clip, model and way: share of frames found and of landmarks accepted, errors."""
    for name in clips:
        clip = folder / f"{name}.mp4"
        label = read_label(clip.with_suffix(".label.json"))
        truth = json.loads(gzip.decompress(clip.with_suffix(".truth.json.gz").read_bytes()))
        near = "left" if "_left" in name else "right"
        for model in models:
            for how in HOW:
                raw = track_of(clip, model, how, saved)
                track = cleaned(raw, how)
                errors = landmark_errors(track, truth, near)
                angles = angle_errors(track, label, near)
                row = {
                    "clip": name,
                    "posture": find_exercise(label.exercise).posture,
                    "view": label.view,
                    "model": model,
                    "how": how,
                    "found": float(raw.seen.mean()),
                    "believed": float(np.isfinite(errors).mean()),
                    "error": float(np.nanmean(errors)),
                    "error_p95": float(np.nanpercentile(errors, 95)),
                    **{
                        f"{signal}_{what}": float(value)
                        for signal, error in angles.items()
                        if np.isfinite(error).any()
                        for what, value in (
                            ("bias", np.nanmean(error)),
                            ("rmse", np.sqrt(np.nanmean(error**2))),
                        )
                    },
                }
                print(json.dumps(row), flush=True)
                yield row


def save(figures: dict[str, Any]) -> None:
    """Write benchmarks/seeing.json, one row on a line."""
    parts = [
        f"{json.dumps(name)}: [\n" + ",\n".join(map(json.dumps, rows)) + "\n]" for name, rows in sorted(figures.items())
    ]
    FIGURES.write_text("{\n" + ",\n".join(parts) + "\n}\n")


# Views


def movement_posture(movement: str) -> Any:
    """Posture of a movement of the renderer."""
    return find_exercise(movement.replace("_", "-")).posture


def true_view(azimuth_deg: float, posture: str) -> str:
    """View by azimuth, as in the labels of rendered clips: side within 25 degrees of lateral, oblique up to 65."""
    off = abs(abs((azimuth_deg + 180) % 360 - 180) - 90)
    if off <= 25:
        return "side"
    if off < 65:
        return "oblique"
    if posture != "standing":
        return "end-on"
    return "front" if abs((azimuth_deg + 180) % 360 - 180) < 90 else "back"


def settled_stills(folder: Path, model: str) -> Iterator[tuple[dict[str, Any], Pose]]:
    """Each still with its truth, and its pose after the estimator was shown it three times."""
    import cv2

    for row in json.loads((folder / "truth.json").read_text()):
        rgb = np.ascontiguousarray(cv2.imread(str(folder / row["name"]))[..., ::-1])
        with PoseEstimator(model) as estimate:
            yield row, [estimate(Frame(i, i / 30, rgb)) for i in range(3)][-1]


def view_rows(folder: Path, models: Iterable[str]) -> list[dict[str, Any]]:
    """One row for each still: true and reported view and near side."""
    rows = []
    for model in models:
        for truth, pose in settled_stills(folder, model):
            posture = movement_posture(truth["movement"])
            azimuth = (truth["az"] + 180) % 360 - 180
            row = {
                "model": model,
                "posture": posture,
                "person": truth["person"],
                "off": abs(abs(azimuth) - 90),
                "view": true_view(azimuth, posture),
                "near": "right" if azimuth < 0 else "left",
                "reported": "not found",
                "notes": int(pose.notes),
            }
            if pose.seen:
                body = body_of(Pose.stack([pose]), posture)
                row |= {"reported": body.view, "sure": body.view_confidence, "reported_near": body.near}
                row["reported_off"] = float(camera_azimuth_deg(pose, posture))
            rows.append(row)
            if len(rows) % 48 == 0:
                print(model, len(rows), flush=True)
    return rows


# Strange clips

Images = Iterator[Rgb]

GOOD = "glute_bridge_good_side_p0"
OTHER_CAMERA = "glute_bridge_overarched_mixed_side_left_p6"
STANDS, FACE_DOWN = "bent_over_row_good_side_p1", "superman_good_side_p6"
SMALL = 2
"""A second exerciser in the background is drawn at 1 / SMALL of their size."""


def rgbs(name: str, until_s: float = 1e9) -> Images:
    """Images of a sample, up to a time in seconds."""
    with open_frames(ROOT / f"samples/videos/{name}.mp4") as frames:
        for frame in frames:
            if frame.time_s < until_s:
                yield frame.rgb


def with_second(main: Images, other: Images) -> Images:
    """Images that are widened to show another person who exercises in the background."""
    for rgb, second in zip(main, other, strict=False):
        small = second[::SMALL, ::SMALL]
        wide = np.full((rgb.shape[0], rgb.shape[1] + small.shape[1], 3), 120, np.uint8)
        wide[:, : rgb.shape[1]] = rgb
        wide[-small.shape[0] :, rgb.shape[1] :] = small
        yield wide


STRANGE: dict[str, tuple[str, int, Callable[[], Images]]] = {
    "unchanged": ("glute-bridge", 3, lambda: rgbs(GOOD)),
    "a passer-by in the background": ("hip-thrust", 4, lambda: rgbs("hip_thrust_good_side_left_p0")),
    "another person exercises in the background": (
        "glute-bridge",
        3,
        lambda: with_second(rgbs(GOOD), rgbs("kettlebell_swing_good_side_p4")),
    ),
    "on its side, without a flag": ("glute-bridge", 3, lambda: (np.rot90(rgb) for rgb in rgbs(GOOD))),
    "upside down, without a flag": ("glute-bridge", 3, lambda: (np.rot90(rgb, 2) for rgb in rgbs(GOOD))),
    "on its side, a standing person": ("bent-over-row", 4, lambda: (np.rot90(rgb, 3) for rgb in rgbs(STANDS))),
    "on its side, a person face down": ("superman", 3, lambda: (np.rot90(rgb) for rgb in rgbs(FACE_DOWN))),
    "mirrored": ("glute-bridge", 3, lambda: (rgb[:, ::-1] for rgb in rgbs(GOOD))),
    "a cut to another camera after 9.5 s": ("glute-bridge", 6, lambda: chain(rgbs(GOOD, 9.5), rgbs(OTHER_CAMERA))),
}
"""Exercise, true number of repetitions, images."""


def strange_rows(model: str = "full") -> list[dict[str, Any]]:
    """One row for each strange clip: reps, faults, view, and the notes of its frames."""
    rows = []
    for what, (exercise, true, images) in STRANGE.items():
        with PoseEstimator(model) as estimate:
            poses = [estimate(Frame(i, i / 30, np.ascontiguousarray(rgb))) for i, rgb in enumerate(images())]
        first = next(iter(images()))
        source = SourceInfo(what, "video", first.shape[1], first.shape[0])
        result = analyze_poses(poses, find_exercise(exercise), source, ModelInfo(name=model, sha256="")).result
        notes = Pose.stack(poses).notes
        rows.append(
            {
                "what": what,
                "exercise": exercise,
                "reps": len(result.reps),
                "true": true,
                "turned": result.source.turned_deg,
                "faults": [rep.faults for rep in result.reps],
                "near": result.quality.near_side,
                "view": result.quality.view,
                "segments": result.quality.segments,
                "placement": [report.id for report in result.quality.placement],
                "notes": {note.name: int(((notes & note) > 0).sum()) for note in DetectionFlag if (notes & note).any()},
            }
        )
        print(rows[-1], flush=True)
    return rows


# The page

MARK = "<!-- written by benchmarks/seeing.py from here on -->"
PAGE = ROOT / "docs/seeing.md"


def page(figures: dict[str, Any]) -> str:
    """Text of docs/seeing.md: its present text up to the mark, then the tables."""
    text = PAGE.read_text().partition(MARK)[0]
    parts = [text + MARK, ""]
    for name, table in (("landmarks", landmark_table), ("views", view_tables), ("strange", strange_table)):
        if name in figures:
            parts += [*table(figures[name]), ""]
    return "\n".join(parts)


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _table(title: str, *rows: str) -> list[str]:
    head, *rest = rows
    return [f"## {title}", "", head, "|" + "---|" * (head.count("|") - 1), *rest]


SHORT = {
    "hip_extension_deg": "hip",
    "knee_extension_deg": "knee",
    "elbow_extension_deg": "elbow",
    "trunk_inclination_deg": "trunk",
}


def landmark_table(rows: list[dict[str, Any]]) -> list[str]:
    """Table of errors before and after, by posture, view and model: means over the clips."""
    groups = defaultdict(lambda: defaultdict(list))
    for row in rows:
        groups[row["posture"], row["view"], row["model"]][row["how"]].append(row)

    def cell(group: dict[str, list[dict[str, Any]]], key: str, digits: int = 1, times: float = 1.0) -> str:
        values = [[row[key] * times for row in group[how] if key in row] for how in HOW]
        return " → ".join(f"{np.mean(some):.{digits}f}" for some in values) if all(values) else "–"

    lines = []
    for (posture, view, model), group in sorted(groups.items()):
        angles = [
            f"{cell(group, name + '_bias', 0)} / {cell(group, name + '_rmse', 0)}"
            if any(name + "_bias" in row for row in group["after"])
            else "–"
            for name in SHORT
        ]
        lines.append(
            _row(
                posture,
                view,
                model,
                len(group["after"]),
                cell(group, "found", 0, 100),
                cell(group, "believed", 0, 100),
                cell(group, "error"),
                cell(group, "error_p95"),
                *angles,
            )
        )
    head = _row(
        *("posture", "view", "model", "clips", "found, %", "accepted, %", "error, % of trunk", "95 %"),
        *(f"{name}: bias / RMSE, °" for name in SHORT.values()),
    )
    return _table("Landmarks and angles against the truth, before → after", head, *lines)


def view_tables(rows: list[dict[str, Any]]) -> list[str]:
    """Tables of the confusion by posture, the near side, and how reliable the confidence is."""
    views = ["side", "oblique", "end-on", "front", "back", "not found"]
    lines = []
    for model, posture, view in sorted({(r["model"], r["posture"], r["view"]) for r in rows}):
        some = [r for r in rows if (r["model"], r["posture"], r["view"]) == (model, posture, view)]
        sided = [r for r in some if "reported_near" in r and r["off"] < 65]
        right = f"{sum(r['near'] == r['reported_near'] for r in sided)} of {len(sided)}" if sided else "–"
        lines.append(_row(model, posture, view, *(sum(r["reported"] == name for r in some) for name in views), right))
    out = _table(
        "Reported view by true view: stills every 15°",
        _row("model", "posture", "true view", *(f"reported {name}" for name in views), "near side correct"),
        *lines,
    )
    lines = []
    for low, high in ((0.0, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
        some = [r for r in rows if "sure" in r and low <= r["sure"] < high]
        if some:
            right = 100 * np.mean([r["reported"] == r["view"] for r in some])
            lines.append(_row(f"{low:g} to {min(high, 1):g}", len(some), f"{right:.0f} %"))
    return [
        *out,
        "",
        *_table("View: confidence and how often it is correct", _row("confidence", "stills", "correct"), *lines),
    ]


def strange_table(rows: list[dict[str, Any]]) -> list[str]:
    """Table of the strange clips."""
    return _table(
        "Strange clips, *full* model",
        _row(
            "clip",
            "exercise",
            "reps",
            "rotated by",
            "faults reported",
            "near side",
            "view",
            "segments",
            "placement reported",
            "notes",
        ),
        *(
            _row(
                row["what"],
                row["exercise"],
                f"{row['reps']} of {row['true']}",
                f"{row['turned']}°" if row["turned"] else "–",
                "; ".join(", ".join(some) or "none" for some in row["faults"]) or "–",
                row["near"] or "–",
                row["view"],
                row["segments"],
                ", ".join(row["placement"]) or "–",
                ", ".join(f"{name.lower()}: {count}" for name, count in row["notes"].items()) or "–",
            )
            for row in rows
        ),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["landmarks", "views", "strange", "page"])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--tracks", type=Path)
    parser.add_argument("--models", nargs="+", default=["full", "lite"])
    parser.add_argument("--clips", nargs="+")
    asked = parser.parse_args()
    figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    if asked.what == "landmarks":
        clips = asked.clips or sorted(
            path.name.removesuffix(".truth.json.gz") for path in asked.folder.glob("*.truth.json.gz")
        )
        rows = {(row["clip"], row["model"], row["how"]): row for row in figures.get("landmarks", [])}
        for row in landmark_rows(asked.folder, asked.tracks, clips, asked.models):
            rows[row["clip"], row["model"], row["how"]] = row
            save(figures | {"landmarks": [rows[key] for key in sorted(rows)]})  # it takes hours: save each row
        figures["landmarks"] = [rows[key] for key in sorted(rows)]
    if asked.what == "views":
        figures["views"] = view_rows(asked.folder, asked.models)
    if asked.what == "strange":
        figures["strange"] = strange_rows()
    if asked.what != "page":
        save(figures)
    PAGE.write_text(page(figures))


if __name__ == "__main__":
    main()
