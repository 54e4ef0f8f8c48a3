"""Counts repetitions and checks form in posterior-chain exercises, from a video or a webcam.

>>> import formcheck
>>> result = formcheck.analyze("clip.mp4", exercise="glute-bridge")  # doctest: +SKIP
>>> [rep.faults for rep in result.reps]  # doctest: +SKIP
[[], ['hips-low'], []]

Importing this package is fast: the pose model and the video libraries are loaded on first use.
"""

import importlib
from typing import TYPE_CHECKING, Any

from formcheck._version import __version__
from formcheck.errors import FormcheckError

if TYPE_CHECKING:
    from formcheck.apps.analyze import analyze
    from formcheck.exercises import catalog
    from formcheck.pose.pose import Pose
    from formcheck.session.results import SetResult
    from formcheck.session.session import Session
    from formcheck.session.update import Update
    from formcheck.settings import Settings

__all__ = ["FormcheckError", "Pose", "Session", "SetResult", "Settings", "Update", "__version__", "analyze", "catalog"]

_MODULES = {
    "Pose": "formcheck.pose.pose",
    "Session": "formcheck.session.session",
    "SetResult": "formcheck.session.results",
    "Settings": "formcheck.settings",
    "Update": "formcheck.session.update",
    "analyze": "formcheck.apps.analyze",
    "catalog": "formcheck.exercises",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module on first access."""
    if name not in _MODULES:
        raise AttributeError(f"module 'formcheck' has no attribute '{name}'")
    return getattr(importlib.import_module(_MODULES[name]), name)
