"""MediaPipe Pose Landmarker: the only file that imports mediapipe.

In VIDEO mode with one pose, the landmarker tracks the person from frame to frame and smooths the landmarks itself
(One-Euro filter, see docs/how-it-works.md), so all users of poses get lightly smoothed landmarks.
"""

import os
from contextlib import nullcontext
from functools import cache
from threading import Lock
from types import TracebackType
from typing import Any, Self

import numpy as np

from formcheck.errors import MissingLibrary
from formcheck.frames.frame import Frame, Rgb
from formcheck.pose.model_files import ModelFile, find_model, without_mask
from formcheck.pose.native import limit_arenas, quiet_native_messages, release_free_memory
from formcheck.pose.parallel import processors
from formcheck.pose.person_tracker import PersonDetection, PersonTracker
from formcheck.pose.pose import Floats, Pose
from formcheck.pose.trunk_silhouette import trunk_outline

os.environ.setdefault("GLOG_minloglevel", "2")  # mediapipe's native messages are for its developers
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


@cache
def _load_mediapipe() -> Any:
    """Import mediapipe, or raise an error that names the missing system library."""
    limit_arenas(processors())  # before mediapipe creates threads
    try:
        import mediapipe
        from mediapipe.tasks.python import vision  # noqa: F401 - loads the native part, so that errors are caught here
    except (ImportError, OSError) as error:
        raise MissingLibrary(
            f"mediapipe cannot be loaded: {error}. "
            "Run `formcheck doctor` to see which library is missing and how to install it."
        ) from error
    return mediapipe


def _options_without_certificates(tasks: Any) -> Any:
    """Base options with an empty list of certificate authorities.

    MediaPipe uploads usage metrics when it closes, and has no option to disable this. Our users have not consented, so
    it does not get what it needs to open an encrypted connection (README, Privacy).
    """

    class WithoutCertificates(tasks.BaseOptions):  # type: ignore[misc]  # mediapipe is untyped
        def to_ctypes(self) -> Any:
            options = super().to_ctypes()
            options.ca_bundle_path = os.devnull.encode()
            return options

    return WithoutCertificates


MIN_CONFIDENCE = 0.2
"""Confidence below which the landmarker stops tracking a person: docs/sources.md#finding."""

REPEAT_MS = 33
"""Time step for the landmarker when an image is shown again, in milliseconds: one frame of a common camera."""

MAX_PEOPLE = 4
"""Maximum number of people detected when the tracked person may be the wrong one; chosen."""


class PoseEstimator:
    """Frames in, poses out, in order of time; a context manager that closes the landmarker.

    Parameters
    ----------
    model : ModelFile or str
        A model bundle, or the name of one: ``lite``, ``full`` or ``heavy``.
    outlines : bool
        Whether the poses include the outline of the trunk. The model's mask takes half as long again per frame, so it
        is computed only then.
    multi_detector : MultiPersonDetector, optional
        Detects all people in an image. Several estimators of one model can share it; its creator closes it. By
        default the estimator has its own.

    Raises
    ------
    ModelError
        The bundle is missing, truncated or not the expected one.
    MissingLibrary
        mediapipe or a system library that it needs cannot be loaded.
    """

    def __init__(
        self,
        model: ModelFile | str = "full",
        outlines: bool = False,
        multi_detector: "MultiPersonDetector | None" = None,
    ) -> None:
        self.model = find_model(model) if isinstance(model, str) else model
        self._landmarkers = _Landmarkers(self.model, outlines, multi_detector)
        self._tracker = PersonTracker(self._landmarkers)
        self._closed = False

    def __call__(self, frame: Frame) -> Pose:
        """Pose in the next frame; `Pose.nobody` if no person is detected.

        Raises
        ------
        RuntimeError
            The estimator is closed: MediaPipe itself would report that nobody is there.
        """
        if self._closed:
            raise RuntimeError("this PoseEstimator is closed; make a new one")
        self._landmarkers.time_s = frame.time_s
        rgb = np.ascontiguousarray(frame.rgb)
        found, notes = self._tracker(rgb, frame.time_s)
        if found is None:
            return Pose.nobody(frame.time_s, _brightness(rgb), int(notes))
        return Pose(
            np.asarray(frame.time_s, dtype=np.float64),
            _to_float32(found.image),
            _to_float32(found.world),
            _to_float32(found.visibility),
            np.array(_brightness(rgb, found.image)),
            np.array(int(notes)),
            None if found.outline is None else _to_float32(found.outline),
        )

    def close(self) -> None:
        """Release the landmarker; left open, it prints a traceback when Python exits."""
        self._closed = True
        self._landmarkers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class MultiPersonDetector:
    """Detects all people in an image, up to `MAX_PEOPLE`; its landmarker is created on first use.

    It keeps no state between images, so estimators in several threads can share it: that saves each of them another
    landmarker, 60 MiB and a tenth of a second.
    """

    def __init__(self, model: ModelFile) -> None:
        self._model = model
        self._lock = Lock()
        self._bundle: bytes | None = None
        self._landmarker: Any = None

    @property
    def bundle(self) -> bytes:
        """The model bundle without the mask, created once."""
        with self._lock:
            if self._bundle is None:
                self._bundle = without_mask(self._model.path.read_bytes())
            return self._bundle

    def __call__(self, rgb: Rgb) -> list[PersonDetection]:
        """All people in an image."""
        bundle = self.bundle
        with self._lock, quiet_native_messages():
            if self._landmarker is None:
                self._landmarker = _landmarker(bundle, "IMAGE", MAX_PEOPLE)
            return _detections(self._landmarker.detect(_mp_image(rgb)), rgb)

    def close(self) -> None:
        """Release the landmarker, if there is one."""
        if self._landmarker is not None:
            self._landmarker.close()


class _Landmarkers:
    """MediaPipe's landmarkers: one tracks a person, one detects all people."""

    def __init__(self, model: ModelFile, outlines: bool, multi_detector: MultiPersonDetector | None) -> None:
        self.detect_all = multi_detector or MultiPersonDetector(model)
        bundle = model.path.read_bytes() if outlines else self.detect_all.bundle
        self._video_landmarker = _landmarker(bundle, "VIDEO", 1, outlines)
        self._owned_detector = None if multi_detector else self.detect_all
        self._last_ms, self._repeated_ms = -1, 0
        self._shown_s = -1.0
        self._has_detected = False
        self.time_s = 0.0

    def track(self, rgb: Rgb) -> PersonDetection | None:
        """The person in the next image; None if nobody is detected."""
        # The landmarker needs integer, strictly increasing milliseconds; the pose keeps the frame's own time. An image
        # that is shown again counts as the next frame, else the landmarker's filter would delay the landmarks.
        self._repeated_ms += REPEAT_MS if self.time_s == self._shown_s else 0
        self._shown_s = self.time_s
        self._last_ms = max(round(self.time_s * 1000.0) + self._repeated_ms, self._last_ms + 1)
        # Its native messages come with the first detection, whenever that is.
        with nullcontext() if self._has_detected else quiet_native_messages():
            found = _detections(self._video_landmarker.detect_for_video(_mp_image(rgb), self._last_ms), rgb)
        self._has_detected = self._has_detected or bool(found)
        return found[0] if found else None

    def close(self) -> None:
        with quiet_native_messages():  # their threads may still be starting when the user interrupts
            self._video_landmarker.close()
            if self._owned_detector is not None:
                self._owned_detector.close()
        release_free_memory()


def _landmarker(bundle: bytes, mode: str, people: int, masks: bool = False) -> Any:
    mp = _load_mediapipe()
    vision = mp.tasks.vision
    options = vision.PoseLandmarkerOptions(
        base_options=_options_without_certificates(mp.tasks)(model_asset_buffer=bundle),
        running_mode=vision.RunningMode[mode],
        num_poses=people,
        min_pose_presence_confidence=MIN_CONFIDENCE,
        min_tracking_confidence=MIN_CONFIDENCE,  # no effect with one pose: the presence confidence decides
        output_segmentation_masks=masks,
    )
    with quiet_native_messages():
        return vision.PoseLandmarker.create_from_options(options)


def _mp_image(rgb: Rgb) -> Any:
    """A MediaPipe image with a copy of `rgb`, whatever its strides."""
    mp = _load_mediapipe()
    # mp.Image reads on from the first byte and ignores strides: a flipped or cropped view would become another image.
    return mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))


def _detections(found: Any, rgb: Rgb) -> list[PersonDetection]:
    """All people in a MediaPipe result, in pixels of the analysed image."""
    size = rgb.shape[1], rgb.shape[0]
    masks = found.segmentation_masks or [None] * len(found.pose_landmarks)
    return [
        _detection(np.array([(mark.x, mark.y) for mark in landmarks]) * size, landmarks, world, mask)
        for landmarks, world, mask in zip(found.pose_landmarks, found.pose_world_landmarks, masks, strict=True)
    ]


def _detection(image: Floats, landmarks: Any, world: Any, mask: Any) -> PersonDetection:
    return PersonDetection(
        image,
        np.array([(mark.x, mark.y, mark.z) for mark in world]),
        np.array([mark.visibility for mark in landmarks]),
        None if mask is None else trunk_outline(mask.numpy_view().reshape(mask.height, mask.width), image),
    )


def _to_float32(values: Floats) -> Floats:
    """The values rounded to float32, which a recording stores without loss."""
    return values.astype(np.float32).astype(np.float64)


def _brightness(rgb: Rgb, points: Floats | None = None) -> float:
    """Mean brightness of every eighth pixel, from 0 to 1: around these points, or of the whole image."""
    height, width = rgb.shape[:2]
    left, top, right, bottom = 0, 0, width, height
    if points is not None:
        (left, top), (right, bottom) = (np.clip(edge(points, axis=0), 0, (width, height)) for edge in (np.min, np.max))
    part = rgb[int(top) : max(int(bottom), int(top) + 8) : 8, int(left) : max(int(right), int(left) + 8) : 8]
    return float(np.float32(part.mean() / 255.0)) if part.size else float("nan")  # as a recording stores it
