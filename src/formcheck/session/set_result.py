"""Builds the result of a finished set, for ``result.json``."""

from collections import Counter

import numpy as np

from formcheck._version import __version__
from formcheck.frames.frame import SourceInfo
from formcheck.pose.pose import DetectionFlag, Pose
from formcheck.rules.prescription import PrescriptionProgress
from formcheck.rules.set_up_check import SetUp, SetUpFinding
from formcheck.session.camera_advice import azimuth_deg, view_advice
from formcheck.session.image_rotation import ROTATION_WORDS, ImageRotation
from formcheck.session.judge import Rep, RuleResult, Verdict
from formcheck.session.results import (
    AttemptResult,
    CueResult,
    DoneResult,
    LedgerRow,
    ModelInfo,
    PlacementResult,
    PrescriptionResult,
    Provenance,
    Quality,
    RepResult,
    SetResult,
    SetUpResult,
    SourceResult,
    StretchResult,
    VerdictResult,
)
from formcheck.session.session import Session

POOR_SIGHT = 0.8
"""The result carries a warning if a smaller share of the frames shows a person; chosen."""


LISTED = 3
"""So many stretches are named in a warning; chosen: the result lists all."""

FEW_FPS = 12.0
"""The result carries a warning below this mean frame rate; chosen: docs/sources.md#frame-rate."""


def set_result(session: Session, track: Pose, source: SourceInfo, model: ModelInfo) -> SetResult:
    """The result of a session, for ``result.json``."""
    exercise = session.exercise
    return SetResult(
        exercise=exercise.id,
        source=source_result(source, track),
        reps=[_rep(rep) for rep in session.reps],
        attempts=[
            AttemptResult(start_s=_r(a.start_s), end_s=_r(a.end_s), side=a.side, reason=a.reason)
            for a in session.attempts
        ],
        ledger=_ledger(session),
        cues=[CueResult(time_s=_r(c.time_s), rule=c.rule, kind=c.kind, text=c.text) for c in session.cues],
        set_up=[_set_up(finding) for finding in session.set_up],
        prescription=_prescription(session.progress),
        quality=_quality(session, source, track),
        provenance=Provenance(
            formcheck=__version__,
            model=model,
            exercise_revision=exercise.revision,
            settings={
                **exercise.settings.declared,
                "live_filter": "one-euro",
                "judging_filter": f"butterworth, zero-lag within the rep, {exercise.cutoff_hz:g} Hz",
                "most_fps": source.most_fps,
            },
        ),
    )


def source_result(source: SourceInfo, track: Pose) -> SourceResult:
    """The source as it stands in a result.

    Parameters
    ----------
    track : Pose
        (T,) its poses; the duration is the time from the first to the last.
    """
    return SourceResult(
        name=source.name,
        kind=source.kind,
        width=source.width,
        height=source.height,
        duration_s=_r(float(track.time_s[-1] - track.time_s[0]) if len(track) else 0.0),
        rotation_deg=source.rotation_deg,
        turned_deg=source.turned_deg,
        fps=None if source.fps is None else _r(source.fps),
        timed=source.timed,
    )


def source_warnings(source: SourceInfo, rotation: ImageRotation | None = None) -> list[str]:
    """Warnings about the source: those of reading it, and that the image was rotated or may have to be."""
    warnings = list(source.warnings)
    if rotation is not None and not rotation.sure:
        warnings.append(rotation.warning)
    if not source.turned_deg:
        return warnings
    how = ROTATION_WORDS[source.turned_deg]
    return [
        *warnings,
        f"The picture lay on its side. It was turned {how}, as the feet show, before the analysis. Film upright.",
    ]


UNSTEADY_SHARE = 0.1
"""Share of the frames in which the image flickers, or the camera moves, from which the result warns; chosen."""


def scene_warnings(track: Pose) -> list[str]:
    """Warnings about an image that flickers and a camera that moves, by the flags of the frames."""
    if not len(track):
        return []
    flags = np.asarray(track.notes)
    flicker, moving = (
        float(np.mean(flags & flag != 0)) for flag in (DetectionFlag.FLICKER, DetectionFlag.CAMERA_MOVED)
    )
    if max(flicker, moving) < UNSTEADY_SHARE:
        return []
    if flicker >= moving:
        return ["The image flickers, as under some lamps. Daylight or another lamp shows you better."]
    return ["The camera moves. Put it on something solid."]


def _ledger(session: Session) -> list[LedgerRow]:
    """For every rule: number of reps judged, faults, and reasons why reps were not judged."""
    rows = []
    for rule in session.exercise.rules:
        results = [result for rep in session.reps for result in rep.rule_results if result.rule.id == rule.id]
        reasons = Counter(result.reason or "" for result in results if result.verdict is Verdict.NOT_JUDGED)
        faults = sum(result.verdict is Verdict.FAULT for result in results)
        judged = len(results) - reasons.total()
        rows.append(LedgerRow(rule=rule.id, judged=judged, faults=faults, not_judged=dict(reasons)))
    return rows


def _rep(rep: Rep) -> RepResult:
    times = rep.times
    return RepResult(
        index=rep.index,
        side=rep.side,
        start_s=_r(times.start_s),
        turn_s=_r(times.turn_s),
        end_s=_r(times.end_s),
        hold_s=_r(times.hold_s),
        back_s=_r(times.back_s),
        range=_r(times.peak - times.base),
        driver=rep.driver.signal.name,
        driver_unit=rep.driver.signal.unit,
        view=times.view,
        verdicts=[_verdict(result) for result in rep.rule_results],
    )


def _verdict(result: RuleResult) -> VerdictResult:
    low, high = result.interval
    return VerdictResult(
        rule=result.rule.id,
        verdict=result.verdict.value,
        value=None if result.value is None else _r(result.value),
        unit=result.rule.measure.unit,
        at_s=None if result.at_s is None else _r(result.at_s),
        reason=result.reason,
        close=result.close,
        low=None if low is None else _r(low),
        high=None if high is None else _r(high),
    )


def _set_up(finding: SetUpFinding) -> SetUpResult:
    check = finding.check
    return SetUpResult(
        check=check.id,
        verdict=finding.verdict.value,
        value=None if finding.value is None else _r(finding.value),
        unit=check.signal.unit,
        advice=check.advice if finding.verdict is SetUp.CHANGE else None,
    )


def _prescription(followed: PrescriptionProgress) -> PrescriptionResult:
    target = followed.target
    return PrescriptionResult(
        reps_from=target.reps[0],
        reps_to=target.reps[1],
        each_side=followed.each_side,
        hold_s=target.hold_s,
        lower_s=target.lower_s,
        rest_s=target.rest_s,
        done=[
            DoneResult(side=row.side, reps=row.reps, held_long=row.held_long, lowered_slowly=row.lowered_slowly)
            for row in followed.done
        ],
        reached=followed.reached,
    )


def _quality(session: Session, source: SourceInfo, track: Pose) -> Quality:
    frames, body = session.frames, session.body
    return Quality(
        frames=frames,
        seen=_r(session.frames_seen / frames) if frames else 0.0,
        in_position=_r(session.frames_in_position / frames) if frames else 0.0,
        view="unknown" if body is None else body.view,
        near_side=None if body is None else body.near,
        fps=None if session.fps is None else round(session.fps, 2),
        swaps_repaired=session.swaps_repaired,
        view_confidence=0.0 if body is None else _r(body.view_confidence),
        azimuth_deg=None if (azimuth := azimuth_deg(session)) is None else round(azimuth, 1),
        roll_deg=0.0 if body is None else _r(body.roll_deg),
        segments=session.segments,
        not_followed=[StretchResult(start_s=_r(start), end_s=_r(end)) for start, end in _stretches(session)],
        placement=[
            PlacementResult(time_s=_r(time_s), id=advice.id, text=advice.text) for time_s, advice in session.placements
        ],
        implausible=_r(session.frames_implausible / frames) if frames else 0.0,
        warnings=[*source_warnings(source, session.rotation), *_warnings(session), *scene_warnings(track)],
    )


def _warnings(session: Session) -> list[str]:
    """What to change for a better result."""
    exercise = session.exercise
    if session.body is None:
        return [f"The person was never seen in position for the {exercise.name.lower()}. {exercise.words.camera}"]
    warnings = []
    if stretches := _stretches(session):
        warnings.append(_not_followed(stretches))
    elif session.frames_seen < POOR_SIGHT * session.frames:
        warnings.append("The person was out of sight in many frames: what happened then was not counted.")
    if session.fps is not None and session.fps < FEW_FPS:
        known_to_s = float(f"{1.0 / session.fps:.1g}")
        warnings.append(
            f"Only {session.fps:.2g} frames a second: times are known to about {known_to_s:g} s, and what is "
            "too fast for that is not judged. Film with 25 or more."
        )
    return warnings + view_advice(session)


def _stretches(session: Session) -> list[tuple[float, float]]:
    """Stretches in which nobody could be followed, in seconds of the clip."""
    return session.unfollowed.stretches([rep.times.turn_s for rep in session.reps])


def _not_followed(spans: list[tuple[float, float]]) -> str:
    listed = ", ".join(f"{start:.1f}–{end:.1f} s" for start, end in spans[:LISTED])
    more = f" and {len(spans) - LISTED} more times" if len(spans) > LISTED else ""
    return f"The person could not be followed at {listed}{more}: what happened then was not counted."


def _r(value: float) -> float:
    """Rounded to three decimals, which is finer than any value here is known."""
    return round(float(value), 3)
