"""Fit how the sink of the single-leg bridge test is put together: src/formcheck/assessment/sink.json.

    python benchmarks/assessment_clips.py render FOLDER      draw the clips (samples/render/requirements.txt)
    python benchmarks/assessment_clips.py poses FOLDER       the model's landmarks of each clip
    python benchmarks/sink_fit.py FOLDER [--write]

Only people that do not report are used: see benchmarks/assessment_clips.py. Weights are at least nothing, so that no
reading is taken from another; errors are those on people who were left out of the fit. `--write` writes the fit, and
the table of what each reading removes into docs/assessment.md.
"""

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize, nnls

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from assessment_clips import is_reporting  # noqa: E402
from assessment_tables import table  # noqa: E402
from page import write_table  # noqa: E402

from assessment import true_sink  # noqa: E402
from formcheck.assessment.protocol import EXERCISE  # noqa: E402
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest  # noqa: E402
from formcheck.assessment.sink import READINGS, SinkFit, conditions, row_of, sd_of, terms  # noqa: E402
from formcheck.assessment.sink_cues import SinkCues  # noqa: E402
from formcheck.exercises import find_exercise  # noqa: E402
from formcheck.pose.pose import Floats  # noqa: E402
from formcheck.pose.recording import load_recording  # noqa: E402

RESULT = ROOT / "src/formcheck/assessment/sink.json"
NEAR_S = 1.0
"""A labelled lowering is matched with a measured one whose lowest point is at most this far away in time."""
RIDGE = 0.3
"""Shrinks the weights towards nothing; chosen on the people of the fit: 0.1 to 1 score alike."""
ERROR_DEG, ERROR_SHARE = 1.5, 0.12
"""About how wrong a lowering is, by which it counts less in the fit: degrees, and a share of its sink."""
LEAST_SD_DEG = 1.2
"""Smallest constant error that is assumed of a lowering; chosen: rendered people are more alike than real ones."""
CONDITIONS = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One lowering with its cues and its true sink in degrees."""

    clip: str
    person: int
    side: str
    off_side: float
    cues: SinkCues
    true_deg: float


def samples_of(poses: Path, label: dict[str, Any]) -> list[Sample]:
    """The lowerings that the test finds in a recording, of the leg that the label says."""
    track = load_recording(poses).track
    test = SingleLegBridgeTest(find_exercise(EXERCISE))
    found: list[Sample] = []
    for i in range(len(track)):
        trial = test.step(track[i]).trial
        if trial is None or trial.cues is None or test.baseline is None or trial.lowering.hips_fell:
            continue
        lowering, baseline = trial.lowering, test.baseline
        rep = min(label["reps"], key=lambda rep, at=lowering.bottom_s: abs(rep["turn_s"] - at))
        if abs(rep["turn_s"] - lowering.bottom_s) > NEAR_S or rep["side"] != lowering.side:
            continue
        true = true_sink(label, lowering.side, rep, (baseline.start_s, baseline.end_s))
        off = abs(abs(label["azimuth_deg"]) - 90.0)
        found.append(Sample(poses.stem, label["person"], lowering.side, off, trial.cues, true))
    return found


def fit(samples: list[Sample], use: tuple[str, ...] = READINGS, given: int = CONDITIONS) -> SinkFit:
    """Scales and weights of some readings; the others count for nothing."""
    rows, true = np.stack([row_of(each.cues) for each in samples]), np.array([each.true_deg for each in samples])
    used = np.array([name in use for name in READINGS])
    count = 1.0 / (ERROR_DEG + ERROR_SHARE * np.abs(true))
    scales = _scales(rows, true, count)
    known = np.where(used, rows, np.nan)
    columns = terms(known, conditions([each.cues for each in samples]), scales)
    columns[:, : len(READINGS)] *= used
    columns[:, len(READINGS) + given :] = 0.0
    sizes = np.sqrt((columns**2).mean(axis=0)) + 1e-9
    shifts = columns[:, len(READINGS) :]
    both_ways = np.hstack([columns / sizes, -shifts / sizes[len(READINGS) :]])
    penalty = np.sqrt(RIDGE) * np.eye(both_ways.shape[1])
    found, _ = nnls(
        np.vstack([both_ways * count[:, None], penalty]), np.concatenate([true * count, np.zeros(len(penalty))])
    )
    weights = found[: len(sizes)].copy()
    weights[len(READINGS) :] -= found[len(sizes) :]
    return SinkFit(tuple(scales), tuple(weights / sizes), {}, 0.0)


def _scales(rows: Floats, true: Floats, count: Floats) -> Floats:
    """Degrees of sink for one unit of each reading: least squares through nothing."""
    seen = np.isfinite(rows)
    rows, wide = np.where(seen, rows, 0.0), (count**2)[:, None] * seen
    return np.asarray((rows * true[:, None] * wide).sum(axis=0) / np.maximum((rows**2 * wide).sum(axis=0), 1e-9))


def predicted(found: SinkFit, samples: list[Sample], use: tuple[str, ...] = READINGS) -> Floats:
    """The sinks that a fit gives, (N,) degrees, as if only these readings had been seen."""
    rows = np.stack([row_of(each.cues) for each in samples])
    rows = np.where([name in use for name in READINGS], rows, np.nan)
    return terms(rows, conditions([each.cues for each in samples]), np.array(found.scales)) @ np.array(found.weights)


def left_out(samples: list[Sample], fit_on: tuple[str, ...], use: tuple[str, ...], given: int = CONDITIONS) -> Floats:
    """The sinks of each person by a fit on all others."""
    people, found = np.array([each.person for each in samples]), np.full(len(samples), np.nan)
    for person in np.unique(people):
        others = [each for each in samples if each.person != person]
        here = np.flatnonzero(people == person)
        found[here] = predicted(fit(others, fit_on, given), [samples[i] for i in here], use)
    return found


def by_side(samples: list[Sample], values: Floats) -> tuple[Floats, Floats, Floats]:
    """True sink, estimate and squared sine of the turn of each side: means over its lowerings."""
    groups: dict[tuple[str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for each, value in zip(samples, values, strict=True):
        groups[each.clip, each.side].append((each.true_deg, float(value), float(np.nan_to_num(each.cues.turn) ** 2)))
    true, found, turned = np.array([np.mean(group, axis=0) for group in groups.values()]).T
    return true, found, turned


def spread(samples: list[Sample], values: Floats) -> tuple[float, float, float]:
    """The parts of `sd_of` that are likeliest for the errors of the sides."""
    true, found, turned = by_side(samples, values)

    def unlikely(parts: Floats) -> float:
        variance = sd_of((LEAST_SD_DEG + abs(parts[0]), parts[1], parts[2]), found, turned) ** 2
        return float(np.sum(0.5 * np.log(variance) + 0.5 * (found - true) ** 2 / variance))

    best = minimize(unlikely, (0.1, 1.0, 3.0), method="Nelder-Mead", options={"maxiter": 5000}).x
    return float(LEAST_SD_DEG + abs(best[0])), float(abs(best[1])), float(abs(best[2]))


def shared_share(samples: list[Sample], values: Floats) -> float:
    """Share of the variance of the errors that the lowerings of a side have in common."""
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    for each, value in zip(samples, values, strict=True):
        groups[each.clip, each.side].append(float(value) - each.true_deg)
    several = [np.array(group) for group in groups.values() if len(group) > 1]
    own = np.mean([group.var(ddof=1) for group in several])
    return float(1.0 - own / (own + np.var([group.mean() for group in several])))


IMAGE = tuple(name for name in READINGS if name.startswith("image"))
LANDMARKS = tuple(name for name in READINGS if not name.startswith("outline"))
SEEN = {"all": READINGS, "landmarks": LANDMARKS, "image": IMAGE}


def spreads_of(samples: list[Sample]) -> dict[str, tuple[float, ...]]:
    """The parts of the errors by what is seen; fewer readings are never surer."""
    least, found = np.zeros(3), dict[str, tuple[float, ...]]()
    for name, use in SEEN.items():
        least = np.maximum(least, spread(samples, left_out(samples, READINGS, use)))
        found[name] = tuple(float(part) for part in least)
    return found


def cue_table(samples: list[Sample]) -> str:
    """Error on people that were left out, with fewer and fewer readings."""
    near = np.array([each.off_side <= 25.0 for each in samples])
    steps: dict[str, tuple[tuple[str, ...], int]] = {
        "slope of the trunk in the image": (("image.trunk",), 1),
        "and that of the supporting side": (("image.trunk", "image.trunk-side"), 1),
        "and the hip angle": (IMAGE, 1),
        "and the world landmarks from the side": (LANDMARKS, 1),
        "and the outline of the trunk": (READINGS, 1),
        "and which end of the body the camera is turned to": (READINGS, 2),
        "and the roll of the pelvis": (READINGS, 3),
    }
    lines = []
    for words, (use, given) in steps.items():
        values = left_out(samples, use, use, given)
        cells = []
        for chosen in (near, ~near):
            true, found, _ = by_side(
                [each for each, is_in in zip(samples, chosen, strict=True) if is_in], values[chosen]
            )
            cells.append(f"{np.sqrt(np.mean((found - true) ** 2)):.1f}°")
        lines.append([words, *cells])
    return table(["readings", "up to 25° off the side", "25 to 45°"], lines)


def main() -> None:
    """Fit, print, and write with `--write`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="full", choices=["full", "lite", "heavy"])
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    samples: list[Sample] = []
    for poses in sorted((asked.folder / asked.model).glob("*_both.npz")):
        if not is_reporting(int(poses.stem[:3])):
            label = asked.folder / f"{poses.stem}.label.json"
            samples += samples_of(poses, json.loads(label.read_text(encoding="utf-8")))
    print(len(samples), "lowerings of", len({each.person for each in samples}), "people")
    best, values = fit(samples), left_out(samples, READINGS, READINGS)
    spreads = spreads_of(samples)
    stored = {
        "scales": [round(value, 4) for value in best.scales],
        "weights": [round(float(value), 4) for value in best.weights],
        "spreads": {name: [round(value, 3) for value in parts] for name, parts in spreads.items()},
        "shared": round(shared_share(samples, values), 3),
    }
    text = cue_table(samples)
    print(json.dumps(stored, indent=1), text, sep="\n")
    if asked.write:
        RESULT.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
        write_table("cues", text, "assessment.md")


if __name__ == "__main__":
    main()
