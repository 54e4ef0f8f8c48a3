"""Importing formcheck is cheap: what is heavy loads when it is first used."""

import json
import subprocess
import sys

import pytest

HEAVY = ("mediapipe", "cv2", "av", "matplotlib", "fastapi", "uvicorn", "websockets", "pyttsx3")
BUDGET_S = 0.3
TRIES = 5

PROBE = f"""
import json, sys, time
started = time.perf_counter()
import formcheck
took_s = time.perf_counter() - started
print(json.dumps([took_s, [name for name in {HEAVY!r} if name in sys.modules]]))
"""


@pytest.fixture(scope="module")
def imports() -> list[tuple[float, list[str]]]:
    """Seconds, and heavy packages loaded, for `import formcheck` in several fresh interpreters."""
    told = [
        subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, timeout=60)
        for _ in range(TRIES)
    ]
    return [tuple(json.loads(done.stdout)) for done in told]


def test_import_loads_nothing_heavy(imports):
    assert [heavy for _, heavy in imports if heavy] == []


def test_import_takes_less_than_its_budget(imports):
    best_s = min(took_s for took_s, _ in imports)  # the best of several: other programs only ever add

    assert best_s < BUDGET_S


def test_scipy_is_loaded_by_what_follows_a_person_and_before_its_first_frame():
    code = """
import sys
from formcheck.apps import analyze, assess
from formcheck.assessment.single_leg_bridge import SingleLegBridgeTest
from formcheck.session.session import Session
from formcheck.exercises import find_exercise
exercise = find_exercise("single-leg-glute-bridge")
before = sorted(name for name in sys.modules if name.startswith("scipy"))
{follow}(exercise)
print(before, {"scipy.signal", "scipy.interpolate", "scipy.ndimage"} <= set(sys.modules))
"""
    for follow in ("Session", "SingleLegBridgeTest"):
        told = subprocess.run(
            [sys.executable, "-c", code.replace("{follow}", follow)], capture_output=True, text=True, check=True
        )

        assert told.stdout == "[] True\n"
