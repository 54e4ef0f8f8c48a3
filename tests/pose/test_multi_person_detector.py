"""One landmarker that detects all people in an image, shared by estimators."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np

from clips import GOOD, MIXED, pictures
from formcheck.frames.frame import Frame
from formcheck.pose.mediapipe import MultiPersonDetector, PoseEstimator
from formcheck.pose.model_files import find_model

LITE = find_model("lite")


def poses(clip, multi_detector):
    with PoseEstimator(LITE, multi_detector=multi_detector) as estimator:
        return [estimator(Frame(i, i / 30, rgb)).image.tobytes() for i, rgb in enumerate(pictures(clip, 0.4))]


def test_estimators_in_two_threads_give_the_same_poses_with_a_shared_detector_as_with_their_own():
    own = [poses(clip, None) for clip in (GOOD, MIXED)]

    with closing(MultiPersonDetector(LITE)) as multi_detector, ThreadPoolExecutor(2) as pool:
        shared = list(pool.map(lambda clip: poses(clip, multi_detector), (GOOD, MIXED, GOOD, MIXED)))

    assert shared == own * 2


def test_an_estimator_does_not_close_a_shared_detector():
    with closing(MultiPersonDetector(LITE)) as multi_detector:
        poses(MIXED, multi_detector)

        assert len(multi_detector(pictures(MIXED, 0.1)[0])) == 1


def test_a_multi_person_detector_keeps_nothing_of_the_previous_image():
    first, other = pictures(until_s=0.1)[0], np.ascontiguousarray(pictures(MIXED, 0.1)[0][:, ::-1])
    with closing(MultiPersonDetector(LITE)) as multi_detector:
        alone = [found.image.tobytes() for found in multi_detector(first)]
        multi_detector(other)
        again = [found.image.tobytes() for found in multi_detector(first)]

    assert alone == again != []
