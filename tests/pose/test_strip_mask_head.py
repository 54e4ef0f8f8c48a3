"""The landmark network without its mask, compared with the complete one."""

import io
import time
import zipfile

import numpy as np
import pytest
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions, vision

from clips import pictures
from formcheck.frames.frame import Frame
from formcheck.pose import mediapipe
from formcheck.pose.mediapipe import PoseEstimator
from formcheck.pose.model_files import NETWORK, find_model, without_mask


@pytest.fixture(scope="module", params=["lite", "full"])
def bundle(request):
    return find_model(request.param).path.read_bytes()


def members(bundle):
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        assert archive.testzip() is None
        return {member.filename: archive.read(member) for member in archive.infolist()}


def test_only_the_landmark_network_differs_and_only_by_a_few_bytes(bundle):
    before, after = members(bundle), members(without_mask(bundle))
    one, other = (np.frombuffer(found.pop(NETWORK), np.uint8) for found in (before, after))

    assert after == before
    assert one.size == other.size
    assert 0 < np.count_nonzero(one != other) < 2000


def test_networks_stay_where_mediapipe_can_map_them(bundle):
    with zipfile.ZipFile(io.BytesIO(without_mask(bundle))) as archive:
        data = [member.header_offset + 30 + len(member.filename) + len(member.extra) for member in archive.infolist()]

    assert [offset % 16 for offset in data] == [0, 0]


def test_poses_are_the_same_to_the_last_bit_and_cost_less(monkeypatch):
    frames = [Frame(i, i / 30, rgb) for i, rgb in enumerate(pictures(until_s=1.5))]
    poses, cost_s = [], []
    for trim in (without_mask, bytes):
        monkeypatch.setattr(mediapipe, "without_mask", trim)
        with PoseEstimator("lite") as estimator:
            estimator(frames[0])
            began = time.process_time()
            poses.append([estimator(frame) for frame in frames[1:]])
            cost_s.append(time.process_time() - began)
    trimmed, whole = poses

    for name in ("image", "world", "visibility"):
        one, other = ([getattr(pose, name).tobytes() for pose in track] for track in (trimmed, whole))
        assert one == other
    assert cost_s[0] < 0.9 * cost_s[1]


def test_all_people_in_an_image_are_detected_as_before():
    picture = np.ascontiguousarray(np.hstack([pictures(until_s=0.1)[0]] * 2))
    bundle = find_model("lite").path.read_bytes()
    found = []
    for content in (bundle, without_mask(bundle)):
        options = vision.PoseLandmarkerOptions(base_options=BaseOptions(model_asset_buffer=content), num_poses=4)
        with vision.PoseLandmarker.create_from_options(options) as landmarker:
            shown = Image(image_format=ImageFormat.SRGB, data=picture)
            found.append([[(m.x, m.y) for m in marks] for marks in landmarker.detect(shown).pose_landmarks])

    assert found[0] == found[1] != []


def test_a_bundle_without_the_network_is_rejected():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as empty:
        empty.writestr("pose_detector.tflite", b"")

    with pytest.raises(ValueError, match=r"no pose_landmarks_detector\.tflite, only pose_detector\.tflite"):
        without_mask(archive.getvalue())


def test_a_network_without_a_mask_is_rejected(bundle):
    with pytest.raises(ValueError, match="no mask and presence"):
        without_mask(without_mask(bundle))
