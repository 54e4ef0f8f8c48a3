"""Where a recording is cut, so that several estimators can work on it at once.

The cuts depend on the recording alone, never on the number of processors: the result of a clip is the same on
every machine.
"""

from dataclasses import dataclass

SHORTEST_S = 10.0
"""No stretch is shorter; chosen: the run-in is then at most a tenth of the work."""

MOST = 32
"""No more stretches than this; chosen: even shares for up to 32 processors, and in an hour one seam in two minutes."""

RUN_IN_S = 1.0
"""How long an estimator runs before its stretch begins.

MediaPipe's average over the visibility forgets all but 4 % of its start in 30 frames, and its landmarks come as near
to those of a longer run as they ever do within 10 to 20 frames; chosen on the sample clips.
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames that one estimator answers for.

    Attributes
    ----------
    run_in : int
        Frame that its estimator begins with.
    first, stop : int
        The frames that count: from `first` up to but not `stop`.
    """

    run_in: int
    first: int
    stop: int


def cut(frames: int, fps: float, shortest_s: float = SHORTEST_S) -> list[Stretch]:
    """Stretches of a recording, in order; one if it is too short to be cut.

    Their number is a power of two, and with their run-in all are the same work: so they are fair shares for 2, 4 or
    8 processors.

    Parameters
    ----------
    frames : int > 0
        Length of the recording.
    fps : float > 0
        Its mean rate, frames per second.
    shortest_s : float
        No stretch becomes shorter than this many seconds.
    """
    run_in = round(RUN_IN_S * fps)
    count = 1
    while count < MOST and (frames - (2 * count - 1) * run_in) / (2 * count) >= shortest_s * fps:
        count *= 2
    share = (frames + (count - 1) * run_in) / count
    firsts = [0] + [round(share + i * (share - run_in)) for i in range(count - 1)]
    return [
        Stretch(max(0, first - run_in), first, stop) for first, stop in zip(firsts, [*firsts[1:], frames], strict=True)
    ]
