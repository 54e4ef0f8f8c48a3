"""A few pictures out of many."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import groupby

from formcheck.frames.frame import Frame, FrameSource
from formcheck.frames.frame_index import NotAsSurveyed, Survey
from formcheck.frames.video import VideoFile


def chosen(frames: FrameSource, times: Mapping[int, float]) -> Iterator[Frame]:
    """Some pictures, in order; those that the source does not have are left out.

    In a video that can be read from any picture on, what lies between two of them is decoded only where there is no
    keyframe to go on from.

    Parameters
    ----------
    times : mapping of int to float
        Numbers of the pictures, with the times that they had when the source was read from the start: damaged pictures
        are not numbered, and only a reading from the start skips them all.
    """
    wanted = sorted(times)
    if isinstance(frames, VideoFile) and (survey := frames.survey()) is not None:
        known = [n for n in wanted if n < len(survey) and survey.time_s(n) == times[n]]
        if known == wanted:
            try:
                for frame in _by_keyframes(frames, survey, known):
                    yield frame
                    wanted.remove(frame.index)
            except NotAsSurveyed:  # damaged: from the start
                pass
    if not wanted:
        return
    for frame in frames:
        if frame.index in wanted:
            yield frame
        if frame.index >= wanted[-1]:
            return


def _by_keyframes(video: VideoFile, survey: Survey, wanted: list[int]) -> Iterator[Frame]:
    for _, group in groupby(wanted, survey.key_for):
        numbers = list(group)
        with closing(video.since(survey, numbers[0])) as reading:
            for frame in reading:
                if frame.index in numbers:
                    yield frame
                if frame.index == numbers[-1]:
                    break
