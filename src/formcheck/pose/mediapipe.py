"""MediaPipe Pose Landmarker: the only file that imports mediapipe.

VIDEO mode with one pose: the landmarker follows the person from frame to frame and smooths the landmarks
itself (One-Euro, see docs/how-it-works.md), so every consumer gets lightly smoothed points.
"""

import os
from contextlib import nullcontext
from types import TracebackType
from typing import Any, Self

import numpy as np

from formcheck.errors import MissingLibrary
from formcheck.frames.frame import Frame
from formcheck.pose.pose import Pose
from formcheck.pose.quiet import native_messages_held_back
from formcheck.pose.weights import Model, find_model

os.environ.setdefault("GLOG_minloglevel", "2")  # mediapipe's native notes are for its developers
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def _load_mediapipe() -> Any:
    """Import mediapipe, or say which system library it misses."""
    try:
        import mediapipe
        from mediapipe.tasks.python import vision  # noqa: F401 - loads the native part now, where it can be told
    except (ImportError, OSError) as error:
        raise MissingLibrary(
            f"mediapipe cannot be loaded: {error}. "
            "Run `formcheck doctor` to see which library is missing and how to install it."
        ) from error
    return mediapipe


def _options_without_certificates(tasks: Any) -> Any:
    """Base options that name an empty list of certificate authorities.

    MediaPipe uploads metrics of its own use when it closes, and has no switch for it. Our users have not been
    asked, so it is not given what it needs to open an encrypted connection (README, Privacy).
    """

    class WithoutCertificates(tasks.BaseOptions):  # type: ignore[misc]  # mediapipe is untyped
        def to_ctypes(self) -> Any:
            options = super().to_ctypes()
            options.ca_bundle_path = os.devnull.encode()
            return options

    return WithoutCertificates


class PoseEstimator:
    """Frames in, poses out, in order of time; a context manager that closes the landmarker.

    Parameters
    ----------
    model : Model or str
        A model bundle, or the name of one: ``lite``, ``full`` or ``heavy``.

    Raises
    ------
    ModelError
        The bundle is missing, truncated or not the expected one.
    MissingLibrary
        mediapipe or a system library that it needs cannot be loaded.
    """

    def __init__(self, model: Model | str = "full") -> None:
        self.model = find_model(model) if isinstance(model, str) else model
        self._mp = _load_mediapipe()
        tasks = self._mp.tasks
        options = tasks.vision.PoseLandmarkerOptions(
            base_options=_options_without_certificates(tasks)(model_asset_buffer=self.model.path.read_bytes()),
            running_mode=tasks.vision.RunningMode.VIDEO,
            num_poses=1,
        )
        with native_messages_held_back():
            self._landmarker = tasks.vision.PoseLandmarker.create_from_options(options)
        self._last_ms = -1
        self._has_found = False

    def __call__(self, frame: Frame) -> Pose:
        """Pose in the next frame; `Pose.nobody` when no person is found."""
        # The landmarker wants whole, strictly increasing milliseconds; the pose keeps the frame's own time.
        self._last_ms = max(round(frame.time_s * 1000.0), self._last_ms + 1)
        rgb = np.ascontiguousarray(frame.rgb)
        image = self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=rgb)
        # Its notes come with the first detection, whenever that is.
        with nullcontext() if self._has_found else native_messages_held_back():
            found = self._landmarker.detect_for_video(image, self._last_ms)
        if not found.pose_landmarks:
            return Pose.nobody(frame.time_s)
        self._has_found = True
        return _to_pose(frame, found.pose_landmarks[0], found.pose_world_landmarks[0])

    def close(self) -> None:
        """Release the landmarker; left open, it prints a traceback when Python ends."""
        with native_messages_held_back():  # its threads may still be starting when the user has enough
            self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _to_pose(frame: Frame, landmarks: Any, world: Any) -> Pose:
    """Pixels, metres and visibility, rounded to float32: a recording can hold them without loss."""
    height, width = frame.rgb.shape[:2]
    image = np.array([(mark.x * width, mark.y * height) for mark in landmarks], dtype=np.float32)
    metres = np.array([(mark.x, mark.y, mark.z) for mark in world], dtype=np.float32)
    visibility = np.array([mark.visibility for mark in landmarks], dtype=np.float32)
    return Pose(
        np.asarray(frame.time_s, dtype=np.float64),
        image.astype(np.float64),
        metres.astype(np.float64),
        visibility.astype(np.float64),
    )
