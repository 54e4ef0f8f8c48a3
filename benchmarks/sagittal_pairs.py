"""Every measure of every rep beside its true value: what `benchmarks/sagittal.py` fits and reports.

The reps are those that formcheck counts, in the windows that it judges. The truth is the same measure, taken by the
same code from the true joints, as a camera exactly at the side would see them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from formcheck import rules as r
from formcheck.exercises import catalog
from formcheck.motion import signals as s
from formcheck.motion.sagittal_readings import readings_of
from formcheck.motion.view import Body, body_scale_px
from formcheck.pose.landmarks import SIDES, Landmark, landmark
from formcheck.pose.pose import Floats, Pose
from formcheck.pose.recording import load_recording
from formcheck.rules.estimate import measure_key
from formcheck.rules.exercise import Exercise
from formcheck.rules.measures.base import History, Measure
from formcheck.rules.rep_frames import Movement, RepFrames, cut_rep
from formcheck.session import session as session_module
from formcheck.session.judge import judge_all
from formcheck.session.session import Session

STANDARD: tuple[Measure, ...] = (
    r.at_turn(s.HIP_ANGLE),
    r.at_turn(s.KNEE_ANGLE),
    r.at_turn(s.TRUNK_LEAN),
    r.at_turn(s.SHANK_TILT),
    r.at_turn(s.ELBOW_ANGLE),
)
"""Taken of every rep, whether or not a rule of its exercise uses them."""

TRUE_PX_PER_M = 500.0
FROM_TRUTH = {"foot_index": "big_toe"}
PARTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index", "eye", "ear")


@dataclass
class Pair:
    """One measure of one rep.

    Attributes
    ----------
    readings : (4,) the measure in each reading, NaN where it could not be taken
    turn : estimated, as in `Readings`; true_turn_deg : signed, positive towards the front or the feet
    rules : ids of the rules that use the measure; faults : labelled faults of the rep, None if no label fits it
    """

    clip: str
    person: int
    exercise: str
    posture: str
    rep: int
    key: str
    unit: str
    readings: Floats
    true: float
    turn: float
    agrees: bool
    true_turn_deg: float
    visibility: float
    step_s: float
    view: str
    rules: tuple[str, ...] = ()
    faults: tuple[str, ...] | None = None


def true_pose(points: Floats, time_s: Floats, facing: int) -> Pose:
    """True joints (T, 21, 3) as landmarks of a camera at the side."""
    from samples.render.truth import POINTS

    image = np.full((len(points), 33, 2), np.nan)
    for part in PARTS:
        for side in SIDES:
            at = points[:, POINTS.index(f"{side}_{FROM_TRUTH.get(part, part)}")]
            image[:, landmark(part, side)] = np.stack([facing * at[:, 0], -at[:, 2]], axis=-1) * TRUE_PX_PER_M
    nose = points[:, POINTS.index("nose")]
    image[:, Landmark.NOSE] = np.stack([facing * nose[:, 0], -nose[:, 2]], axis=-1) * TRUE_PX_PER_M
    seen = np.isfinite(image).all(axis=-1).astype(float)
    return Pose(time_s, image, np.full((len(points), 33, 3), np.nan), seen)


def true_window(window: RepFrames, truth: Pose, exercise: Exercise) -> RepFrames | None:
    """The same rep in the true joints; None if nothing moved."""
    times = window.times
    t = truth.time_s
    chosen = truth[(t >= window.track.time_s[0] - 1e-6) & (t <= window.track.time_s[-1] + 1e-6)]
    size = float(np.nanmedian(body_scale_px(chosen)))
    body = Body(window.body.near, window.body.facing, size, "side")
    signal = exercise.rep.signal_for("side").signal
    values = signal(chosen, body)
    peak = float(np.nanmax(values))
    low = float(np.nanmin(values))
    movement = Movement(times.start_s, times.turn_s, times.end_s, low, peak)
    found = cut_rep(chosen, movement, signal, body, cutoff_hz=exercise.cutoff_hz, posture=exercise.posture)
    return None if found is None else replace(found, side=window.side)


def pairs_of(clip: Path, label: Path, truth: Path) -> Iterator[Pair]:
    """The pairs of all counted reps of one recording."""
    known = json.loads(label.read_text(encoding="utf-8"))
    exercise = catalog()[known["exercise"]]
    track = load_recording(clip).track
    stored = np.load(truth)
    points = stored["points"].astype(float)
    azimuth = (known["azimuth_deg"] + 180.0) % 360.0 - 180.0
    turn_deg = abs(abs(azimuth) - 90.0) * (1.0 if abs(azimuth) < 90.0 else -1.0)
    times = np.arange(len(points)) / float(stored["fps"]) + float(track.time_s[0])
    out: list[Pair] = []
    true_history = History()

    def listen(rules: Any, window: RepFrames, history: History, posture: Any = "standing") -> Any:
        facing = window.body.facing
        true = true_window(window, true_pose(points, times, facing), exercise)
        if true is not None:
            shared = (clip.stem, known["person"], exercise, turn_deg, len({p.rep for p in out}))
            faults = labelled_faults(known["reps"], window)
            out.extend(replace(p, faults=faults) for p in _pairs(shared, window, history, true, true_history))
            true_history.remember([rule.measure for rule in rules], true)
        return judge_all(rules, window, history, posture)

    with patch.object(session_module, "judge_all", listen):
        session = Session(exercise)
        for n in range(len(track)):
            session.step(track[n])
        session.finish()
    return iter(out)


def labelled_faults(reps: list[dict[str, Any]], window: RepFrames) -> tuple[str, ...] | None:
    """Faults of the labelled rep whose turn lies in a counted one; None without one."""
    times = window.times
    found = [rep for rep in reps if times.start_s <= rep["turn_s"] <= times.end_s]
    return tuple(found[0]["faults"]) if found else None


def _pairs(
    shared: tuple[str, int, Exercise, float, int],
    window: RepFrames,
    history: History,
    true: RepFrames,
    true_history: History,
) -> Iterator[Pair]:
    name, person, exercise, turn_deg, rep = shared
    seen = readings_of(window.track, window.body, exercise.posture)
    windows = [replace(window, track=track, body=body) for track, body in seen.tracks]
    steps = float(np.median(np.diff(window.track.time_s)))
    visibility = float(np.nanmean(window.track.visibility[window.frames(r.Phase.TURN)][:, [11, 12, 23, 24, 25, 26]]))
    by_key: dict[str, tuple[Measure, list[str]]] = {}
    for measure, rule in [*((m, "") for m in STANDARD), *((rule.measure, rule.id) for rule in exercise.rules)]:
        by_key.setdefault(measure_key(measure), (measure, []))[1].append(rule)
    for key, (measure, rules) in by_key.items():
        values = [measure.take(each, history) for each in windows]
        truth = measure.take(true, true_history)
        if truth.value is None or values[0].value is None or values[0].reason is not None:
            continue
        numbers = [np.nan if each.value is None else each.value for each in values]
        yield Pair(
            name, person, exercise.id, exercise.posture, rep, key, measure.unit,
            np.array(numbers + [np.nan] * (4 - len(numbers))), truth.value, seen.turn, seen.agrees, turn_deg,
            visibility, steps, str(window.times.view), tuple(each for each in rules if each),
        )  # fmt: skip
