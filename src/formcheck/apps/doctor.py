"""Checks that this machine has everything that formcheck needs, and says how to fix what is missing."""

import ctypes.util
import importlib
import importlib.metadata
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from formcheck.errors import FormcheckError
from formcheck.pose.model_files import BUNDLES, find_model

LIBRARIES = ("mediapipe", "opencv-python", "av", "numpy", "scipy", "pydantic", "jinja2", "matplotlib")

SYSTEM_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""Debian package of each shared library."""


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check.

    Attributes
    ----------
    name, found : str
        What was checked, and what was found.
    remedy : str or None
        What to do; None if the check passed.
    needed : bool
        False for what only some uses need.
    """

    name: str
    found: str
    remedy: str | None = None
    needed: bool = True

    @property
    def ok(self) -> bool:
        """Whether the check passed."""
        return self.remedy is None


def examine() -> Iterator[Check]:
    """All checks in order, the slow ones last."""
    yield _python()
    yield from (_library(name) for name in LIBRARIES)
    yield _one_opencv()
    if sys.platform.startswith("linux"):
        yield from (_system_library(*item) for item in SYSTEM_LIBRARIES.items())
    yield from (_model(name) for name in BUNDLES)
    yield _codecs()
    yield _camera()
    yield _write_access()
    yield _pose_model()


def _python() -> Check:
    version = platform.python_version()
    good = sys.version_info >= (3, 11)
    return Check("Python", version, None if good else "Install Python 3.11 or newer.")


def _library(name: str) -> Check:
    try:
        return Check(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Check(name, "not installed", "Install formcheck again: python -m pip install -c constraints.txt -e .")


def _one_opencv() -> Check:
    """MediaPipe installs opencv-contrib-python, which uses the same folder ``cv2`` as opencv-python."""
    versions = set()
    for name in ("opencv-python", "opencv-contrib-python"):
        try:
            versions.add(importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            continue
    if len(versions) == 1:
        return Check("OpenCV packages agree", versions.pop())
    return Check(
        "OpenCV packages agree",
        " and ".join(sorted(versions)) or "none installed",
        "Install both at one version: python -m pip install -c constraints.txt --force-reinstall "
        "opencv-python opencv-contrib-python",
    )


def _system_library(name: str, package: str) -> Check:
    try:
        ctypes.CDLL(name)
    except OSError:
        return Check(name, "missing", f"Install it; on Debian or Ubuntu: sudo apt-get install {package}")
    return Check(name, "found")


def _model(name: str) -> Check:
    needed = name != "heavy"
    try:
        model = find_model(name)
    except FormcheckError as error:
        return Check(f"model {name}", "not usable", str(error), needed=needed)
    return Check(f"model {name}", f"sha256 {model.sha256[:12]}…")


def _codecs() -> Check:
    """H.264, read and written by PyAV."""
    try:
        av = importlib.import_module("av")
        for mode in ("r", "w"):
            av.Codec("h264" if mode == "r" else "libx264", mode)
    except (ImportError, ValueError) as error:
        return Check("video codecs", f"H.264 missing ({error})", "Install av from its wheel: python -m pip install av")
    return Check("video codecs", "H.264 can be read and written")


def _camera() -> Check:
    cameras = sorted(str(path) for path in Path("/dev").glob("video*"))
    if cameras or not sys.platform.startswith("linux"):
        return Check("camera", ", ".join(cameras) or "not checked on this system", needed=False)
    return Check("camera", "none found", "Plug one in for live coaching; recordings need none.", needed=False)


def _write_access() -> Check:
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            return Check("write access", f"{folder}: {error.strerror}", "Choose another folder with -o.")
    return Check("write access", "this folder and the temporary folder")


def _pose_model() -> Check:
    """Run the pose model once, as an analysis does."""
    import numpy as np

    from formcheck.frames.frame import Frame

    try:
        from formcheck.pose.mediapipe import PoseEstimator

        with PoseEstimator("lite") as estimator:
            estimator(Frame(0, 0.0, np.zeros((64, 64, 3), dtype=np.uint8)))
    except FormcheckError as error:
        return Check("pose model runs", "no", str(error))
    return Check("pose model runs", "yes")
