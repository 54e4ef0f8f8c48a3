"""The label of a clip, ``NAME.label.json``: the truth that formcheck is compared with."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .geometry import Array
from .movement import Movement
from .options import Clip
from .take import Take, make_take
from .timeline import RepFrames
from .truth import POINTS, angles_deg


def view_name(azimuth_deg: float, lying: bool) -> str:
    """Name of the view in formcheck: side within 25 degrees of lateral, oblique up to 65, then along the body."""
    off_lateral = abs((abs(azimuth_deg) % 180) - 90)
    if off_lateral <= 25:
        return "side"
    if off_lateral < 65:
        return "oblique"
    if lying:
        return "end-on"
    return "front" if abs(azimuth_deg) < 90 else "back"


def turn_frame(rep: RepFrames, phases: Sequence[str]) -> int:
    """Middle of the bottom if the movement goes down first, else middle of the hold."""
    bottoms = [i for i in range(rep.start, rep.end + 1) if phases[i] == "bottom"]
    if bottoms:
        return bottoms[len(bottoms) // 2]
    assert rep.top is not None
    return rep.top


def side_that_works(rep: RepFrames, exercise: str, angles: dict[str, list[float]]) -> str | None:
    """For the single-leg bridge the leg with the bent knee at the top; for the gorilla row the arm that pulls."""
    if exercise == "single-leg-glute-bridge":
        assert rep.top is not None
        return "left" if angles["knee_left"][rep.top] < angles["knee_right"][rep.top] else "right"
    side: str | None = rep.facts.get("side")
    return side


def rule_ids(movement: Movement, reps: Sequence[RepFrames], index: int) -> list[str]:
    """Ids of the rules that a rep breaks. A side is repeated only if the rep before was on that side too."""
    ids = [movement.rule_of()[fault] for fault in reps[index].faults]
    repeated = index > 0 and reps[index].facts.get("side") == reps[index - 1].facts.get("side")
    return [rule for rule in ids if rule != "side-repeated" or repeated]


def _rep_label(take: Take, index: int, angles: dict[str, list[float]]) -> dict[str, Any]:
    rep, fps = take.course.reps[index], take.course.fps
    shift = take.set_starts

    def second(frame: int) -> float:
        return round((frame + shift) / fps, 3)

    out: dict[str, Any] = {
        "start_s": second(rep.start),
        "turn_s": second(turn_frame(rep, take.course.phases)),
        "end_s": second(rep.end),
        "side": side_that_works(rep, take.movement.exercise, {name: row[shift:] for name, row in angles.items()}),
        "faults": rule_ids(take.movement, take.course.reps, index),
    }
    if "spine_deg" in rep.facts:
        out["spine_deg"] = rep.facts["spine_deg"]
    if rep.hold_s is not None:
        out["hold_s"] = rep.hold_s
    if "tempo" in rep.facts:
        out["tempo"] = rep.facts["tempo"]
    if "pause" in rep.facts:
        pause = rep.facts["pause"]
        out["pause"] = {
            "start_s": second(pause["start"]),
            "end_s": second(pause["end"]),
            "phase": pause["phase"],
        }
    return out


def _extras(take: Take, clip: Clip) -> dict[str, Any]:
    """Labels of the additions to a clip; empty for a plain clip."""
    fps, out = take.course.fps, dict[str, Any]()
    if take.course.attempts:
        spans = [
            ((first + take.set_starts) / fps, (last + take.set_starts) / fps) for first, last in take.course.attempts
        ]
        out["attempts"] = [{"start_s": round(a, 3), "end_s": round(b, 3), "reason": "half"} for a, b in spans]
    if take.set_starts:
        out["setup"] = {"start_s": 0.0, "end_s": round(take.set_starts / fps, 3)}
        out["finish"] = {"start_s": round(take.set_ends / fps, 3), "end_s": round(len(take.points) / fps, 3)}
    if take.hidden:
        out["hidden"] = take.hidden
    if take.passing is not None:
        first, last = take.passing
        out["passer_by"] = {"start_s": round(first / fps, 3), "end_s": round(last / fps, 3)}
    if clip.options.chosen():
        out["options"] = clip.options.chosen()
    return out


def label(take: Take, clip: Clip) -> dict[str, Any]:
    """Everything that is known about a clip and that formcheck might measure."""
    angles = {name: _rounded(row) for name, row in angles_deg(take.points).items()}
    out = {
        "schema": "formcheck.label/1",
        "exercise": take.movement.exercise,
        "view": view_name(round(float(take.camera.azimuth_deg), 1), take.movement.lying),
        "origin": "rendered",
        "person": clip.person,
        "azimuth_deg": round(float(take.camera.azimuth_deg), 1),
        "fault_labels": "complete",
        "reps": [_rep_label(take, index, angles) for index in range(len(take.course.reps))],
        **_extras(take, clip),
        "angles": {"fps": take.course.fps, **angles},
    }
    if take.movement.exercise == "single-leg-glute-bridge" and "bottom" in take.course.phases:
        out["protocol"] = "leg-lower/1"  # the test: the free heel goes down to the floor and up, the hips stay
        out["hip_height"] = {"fps": take.course.fps, **hip_heights(take)}
    return out


def _rounded(row: Array) -> list[float]:
    values: list[float] = row.round(1).tolist()
    return values


def hip_heights(take: Take) -> dict[str, list[float]]:
    """True height of each hip above the shoulder of its side, frame by frame, in trunk lengths."""
    out = {}
    for side in ("left", "right"):
        shoulder, hip = (take.points[:, POINTS.index(f"{side}_{part}")] for part in ("shoulder", "hip"))
        trunk = np.median(np.linalg.norm(hip - shoulder, axis=1))
        out[side] = ((hip - shoulder)[:, 2] / trunk).round(4).tolist()
    return out


def make_label(clip: Clip) -> tuple[Take, dict[str, Any]]:
    """The take of a clip and its label; nothing is rendered."""
    take = make_take(clip)
    return take, label(take, clip)
