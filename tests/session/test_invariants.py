"""The check of every result finds what cannot be true, and is at work in every test."""

from functools import cache

import pytest

from figures import bridge_track, frames
from formcheck.exercises.glute_bridge import EXERCISE
from formcheck.frames.frame import SourceInfo
from formcheck.session import set_result
from formcheck.session.analysis import analyze_poses
from formcheck.session.results import AttemptResult, ModelInfo, SetResult
from invariants import broken_invariants


@cache
def sound() -> SetResult:
    """Three reps, the second with low hips."""
    source = SourceInfo("clip.mp4", "video", 1280, 720)
    track = bridge_track(3, top_deg=(180.0, 158.0, 180.0))
    return analyze_poses(frames(track), EXERCISE, source, ModelInfo(name="full", sha256="")).result


def with_rep(index: int, /, **changes: object) -> SetResult:
    """The sound result with another value in one of its reps, which are numbered from 0 here."""
    reps = [rep.model_copy(update=changes) if i == index else rep for i, rep in enumerate(sound().reps)]
    return sound().model_copy(update={"reps": reps})


def with_row(**changes: object) -> SetResult:
    first, *others = sound().ledger
    return sound().model_copy(update={"ledger": [first.model_copy(update=changes), *others]})


def with_verdict(verdict: str, /, **changes: object) -> SetResult:
    """The sound result with the first such verdict of the second rep changed."""
    verdicts = list(sound().reps[1].verdicts)
    where = next(i for i, each in enumerate(verdicts) if each.verdict == verdict)
    verdicts[where] = verdicts[where].model_copy(update=changes)
    return with_rep(1, verdicts=verdicts)


BROKEN = {
    "schema: ": lambda: sound().model_copy(update={"exercise": 3}),
    "out of order or negative": lambda: with_rep(0, turn_s=99.0),
    "reps are not numbered": lambda: with_rep(0, index=2),
    "hold or way back is negative": lambda: with_rep(0, back_s=-0.003),
    "order of their turns": lambda: sound().model_copy(update={"reps": sound().reps[::-1]}),
    "longer than the recording": lambda: with_rep(2, end_s=60.0),
    "overlap": lambda: sound().model_copy(
        update={
            "attempts": [
                AttemptResult(start_s=sound().reps[0].turn_s, end_s=sound().reps[0].end_s, side=None, reason="low")
            ]
        }
    ),
    "judged twice": lambda: with_rep(0, verdicts=[*sound().reps[0].verdicts, sound().reps[0].verdicts[0]]),
    "with None and reason None": lambda: with_verdict("good", value=None),
    "reason 'not seen'": lambda: with_verdict("good", reason="not seen"),
    "close without being good": lambda: with_verdict("fault", close=True),
    "not in the rep": lambda: with_verdict("good", at_s=0.0),
    "are not the 3 reps": lambda: with_row(judged=2),
    "4 faults in 3 judged": lambda: with_row(faults=4),
    "other faults": lambda: with_verdict("fault", verdict="good"),
    "other reasons": lambda: with_row(judged=2, not_judged={"not seen": 1}),
    "rules of a rep": lambda: with_rep(0, verdicts=sound().reps[0].verdicts[1:]),
    "cues are not in order": lambda: sound().model_copy(update={"cues": sound().cues[::-1]}),
    "in no rep before it": lambda: sound().model_copy(
        update={"cues": [cue.model_copy(update={"time_s": 0.5}) for cue in sound().cues]}
    ),
    "prescribed work": lambda: sound().model_copy(update={"reps": sound().reps[:1]}),
}


def test_a_sound_result_has_nothing_broken():
    assert len(sound().reps) == 3
    assert len(sound().cues) == 2
    assert broken_invariants(sound()) == []


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize("sentence", BROKEN)
def test_each_broken_invariant_is_found(sentence: str):
    assert [text for text in broken_invariants(BROKEN[sentence]()) if sentence in text]


def test_a_broken_result_cannot_be_made_in_any_test(every_result_is_sound: list[str]):
    fields = {name: getattr(with_row(judged=2), name) for name in SetResult.model_fields if name != "schema_"}

    with pytest.raises(AssertionError, match="judged and not judged"):
        set_result.SetResult(**fields)

    assert every_result_is_sound, "nor where the program catches the exception"
    every_result_is_sound.clear()
