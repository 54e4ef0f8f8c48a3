#!/usr/bin/env bash
# COCO keypoint evaluation: a joint that is honestly reported as unseen makes its person large.
#
# One would guess: AP for medium and for large people (the AP M and AP L of every table of pose models) sorts a detected
# person by the size of the person, and a joint given as x = y = visibility = 0, the form of an unlabelled joint in
# COCO's own annotations, takes no part in it.
#
# True: pycocotools takes as size the box round all 17 points of a detection, (0, 0) among them, whatever the
# visibility says. A person of 80 by 80 pixels at (500, 380) with one such joint gets an area of 580 by 460: 42 times as
# much, so medium becomes large. It matters for detections that match nobody: only those whose own area is in the
# range count as false. Here one false person with all joints gives AP M 0.5 and AP L 1; the same with one joint
# unseen gives AP M 1 and AP L 0.5. AP over all sizes is the same, so nothing looks amiss. A model that reports unseen
# joints so gets a better AP M and a worse AP L than one that guesses them.
# The cure: give a `bbox` with each detection. The first detection decides for all whether boxes or joints are used.
#
# Versions: pycocotools 2.0.11, numpy 2.4.6, Python 3.11, Linux. Date: 2026-11-30.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq pycocotools==2.0.11 numpy==2.4.6
cd "$work"

venv/bin/python - <<'PY'
import contextlib
import io
from importlib.metadata import version

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

print("pycocotools", version("pycocotools"), "numpy", np.__version__)
wrong = []


def expect(what, seen, described):
    print(f"  {what}: {seen}")
    if seen != described:
        wrong.append(f"{what}: {seen}, described as {described}")


def person(left, top, size):
    """17 joints in a square, two of them in its corners; x, y, visibility."""
    places = np.random.default_rng(17).uniform(0, size, (17, 2))
    places[0], places[1] = 0, size
    return np.column_stack([places + (left, top), np.full(17, 2)])


def box(joints):
    seen = joints[joints[:, 2] > 0, :2]
    return [*seen.min(axis=0).tolist(), *np.ptp(seen, axis=0).tolist()]


def truth(number, joints):
    left, top, width, height = box(joints)
    where = {"bbox": [left, top, width, height], "area": 0.6 * width * height, "keypoints": joints.ravel().tolist()}
    return {"id": number, "image_id": 1, "category_id": 1, "iscrowd": 0, "num_keypoints": 17, **where}


def detection(joints, score, with_box):
    found = {"image_id": 1, "category_id": 1, "score": score, "keypoints": joints.ravel().tolist()}
    return found | ({"bbox": box(joints)} if with_box else {})


def evaluated(people, false_person, boxes=(False, False)):
    """AP, AP M, AP L, and the area that the false person is given; boxes for the people, for the false person."""
    with contextlib.redirect_stdout(io.StringIO()):
        true = COCO()
        true.dataset = {
            "info": {},
            "images": [{"id": 1, "width": 640, "height": 480}],
            "categories": [{"id": 1, "name": "person"}],
            "annotations": [truth(i, joints) for i, joints in enumerate(people, 1)],
        }
        true.createIndex()
        found = [detection(joints, 0.5, boxes[0]) for joints in people] + [detection(false_person, 0.9, boxes[1])]
        results = true.loadRes(found)
        evaluation = COCOeval(true, results, "keypoints")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    average, _, _, medium, large = (round(float(value), 3) for value in evaluation.stats[:5])
    return average, medium, large, round(results.dataset["annotations"][-1]["area"])


medium, large = person(300, 200, 80), person(20, 20, 150)
whole = person(500, 380, 80)
unseen = whole.copy()
unseen[9] = 0  # the left wrist
marked = whole.copy()
marked[9, 2] = 0  # unseen, but with its place

print("a medium and a large person, both found exactly; a false person of 80 by 80 pixels: AP, AP M, AP L, its area")
people = [medium, large]
sorted_right, sorted_wrong = (0.667, 0.5, 1.0, 80 * 80), (0.667, 1.0, 0.5, 580 * 460)
expect("all joints of the false person given", evaluated(people, whole), sorted_right)
expect("one of them as 0, 0, 0", evaluated(people, unseen), sorted_wrong)
expect("one of them as x, y, 0", evaluated(people, marked), sorted_right)
expect("one of them as 0, 0, 0, a bbox with each detection", evaluated(people, unseen, (True, True)), sorted_right)
expect("the same, no bbox with the first detections", evaluated(people, unseen, (False, True)), sorted_wrong)

if wrong:
    raise SystemExit("CHANGED\n" + "\n".join(wrong))
print("as described")
PY
