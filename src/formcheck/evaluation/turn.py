"""Angles at the turn: what the verdicts of a clip state, beside the true angles of its label.

Reps are judged at the turn. An error over all frames may be small and the error at the turn large.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formcheck.evaluation.labels import Label, RepLabel
from formcheck.evaluation.truth import standing_trunk_at_turn, true_at_turn
from formcheck.exercises import find_exercise
from formcheck.pose.landmarks import Side, other_side
from formcheck.rules.measures.position import is_at_turn
from formcheck.rules.rule import Rule
from formcheck.session.results import RepResult, SetResult, VerdictResult


@dataclass(frozen=True, slots=True)
class Joint:
    """How the value of a signal becomes an angle that has a truth: ``offset_deg + sign * value``.

    Attributes
    ----------
    name : str
        Name in the tables.
    truth : str
        Signal whose true angle it is, one of `TRUE_ANGLES`.
    other : bool
        Whether it belongs to the side that does not work.
    standing_trunk : bool
        Whether it is the slope of a trunk that may lean back: `standing_trunk_at_turn`.
    """

    name: str
    truth: str
    offset_deg: float = 0.0
    sign: float = 1.0
    other: bool = False
    standing_trunk: bool = False


JOINTS: Mapping[str, Joint] = {
    "hip_extension_deg": Joint("hip", "hip_extension_deg"),
    "hip_flexion_deg": Joint("hip", "hip_extension_deg", 180.0, -1.0),
    "knee_extension_deg": Joint("knee", "knee_extension_deg"),
    "other_knee_extension_deg": Joint("other knee", "knee_extension_deg", other=True),
    "elbow_extension_deg": Joint("elbow", "elbow_extension_deg"),
    "elbow_flexion_deg": Joint("elbow", "elbow_extension_deg", 180.0, -1.0),
    "other_elbow_extension_deg": Joint("other elbow", "elbow_extension_deg", other=True),
    "shank_tilt_deg": Joint("shin", "shank_tilt_deg"),
    "trunk_inclination_deg": Joint("trunk", "trunk_inclination_deg"),
    "trunk_lean_deg": Joint("trunk", "trunk_inclination_deg", 90.0, -1.0, standing_trunk=True),
}
"""By signal, the angle of the tables. Trunks are compared as slopes above the floor; above 90 they lean back."""

NO_TRUTH, NO_PERSON, NOT_COUNTED = "no truth", "no person", "not counted"
"""Why a labelled rep is not compared; the other reasons are those of its verdict."""


@dataclass(frozen=True, slots=True)
class TurnValue:
    """One joint at the turn of one labelled rep, in degrees.

    Attributes
    ----------
    joint : str
        See `JOINTS`.
    turn_s : float, seconds
        Labelled turn.
    value_deg, low_deg, high_deg : float or None
        What the verdict states, and its interval; None if it is skipped, or has no interval.
    true_deg : float or None
        True angle; None if it is not known.
    skipped : str or None
        Why it is not compared.
    """

    joint: str
    turn_s: float
    value_deg: float | None = None
    low_deg: float | None = None
    high_deg: float | None = None
    true_deg: float | None = None
    skipped: str | None = None

    @property
    def error_deg(self) -> float | None:
        """Value minus truth; None if it is skipped."""
        if self.skipped is not None or self.value_deg is None or self.true_deg is None:
            return None
        return self.value_deg - self.true_deg

    @property
    def within(self) -> bool | None:
        """Whether the truth lies in the interval, its ends included; None without one."""
        if self.error_deg is None or self.true_deg is None or self.low_deg is None or self.high_deg is None:
            return None
        return self.low_deg <= self.true_deg <= self.high_deg

    @property
    def half_width_deg(self) -> float | None:
        """Half of the interval; None if there is none."""
        return None if self.low_deg is None or self.high_deg is None else 0.5 * (self.high_deg - self.low_deg)


def turn_values(label: Label, pairs: Iterable[tuple[RepLabel, RepResult]], result: SetResult) -> tuple[TurnValue, ...]:
    """One value for each labelled rep and each signal whose angle at the turn is judged in its exercise.

    Rules that share a signal state its value once. Values of verdicts that were withheld, as too close to call, count
    too: leaving out the unsure ones would flatter the others.

    Parameters
    ----------
    pairs : iterable of (RepLabel, RepResult)
        Reps of this label, and the counted reps that they are matched with.
    """
    counted = {id(labelled): rep for labelled, rep in pairs}
    joints = _joints_at_turn(result)
    return tuple(
        _turn_value(label, labelled, counted.get(id(labelled)), joint, rules, result.quality.near_side)
        for labelled in label.reps
        for joint, rules in joints.items()
    )


def _joints_at_turn(result: SetResult) -> dict[Joint, list[str]]:
    """Ids of the rules that judge an angle at the turn, by joint."""
    joints: dict[Joint, list[str]] = {}
    for rule in _rules(result):
        signal = rule.measure.main_signal
        if signal is not None and signal.name in JOINTS and is_at_turn(rule.measure):
            joints.setdefault(JOINTS[signal.name], []).append(rule.id)
    return joints


def _rules(result: SetResult) -> tuple[Rule, ...]:
    exercise = find_exercise(result.exercise)
    variant = result.provenance.settings.get("variant")
    return (exercise.as_variant(variant) if variant else exercise).rules


def _turn_value(
    label: Label, labelled: RepLabel, rep: RepResult | None, joint: Joint, rules: list[str], near: Side | None
) -> TurnValue:
    true = _true(label, labelled, joint, (rep.side or near) if rep else (labelled.side or near or "left"))
    verdicts = [v for v in rep.verdicts if v.rule in rules] if rep else []
    stated = next((v for v in verdicts if v.value is not None), None)
    if true is None:
        return TurnValue(joint.name, labelled.turn_s, skipped=NO_TRUTH)
    if label.person is None or stated is None or stated.value is None:
        return TurnValue(joint.name, labelled.turn_s, true_deg=true, skipped=_why_skipped(label, rep, verdicts))
    value, *ends = (
        None if number is None else round(joint.offset_deg + joint.sign * number, 2)
        for number in (stated.value, stated.low, stated.high)
    )
    low, high = ends if joint.sign > 0 else reversed(ends)
    return TurnValue(joint.name, labelled.turn_s, value, low, high, round(true, 2))


def _true(label: Label, labelled: RepLabel, joint: Joint, working: Side | None) -> float | None:
    """True angle of a joint, given the side that is measured; None if it is not known."""
    if working is None:
        return None
    if joint.standing_trunk:
        return standing_trunk_at_turn(label, labelled, working)
    return true_at_turn(label, labelled, joint.truth, other_side(working) if joint.other else working)


def _why_skipped(label: Label, rep: RepResult | None, verdicts: list[VerdictResult]) -> str:
    """Why a rep with a true angle is not compared."""
    if label.person is None:
        return NO_PERSON
    if rep is None:
        return NOT_COUNTED
    return next((v.reason for v in verdicts if v.reason is not None), "no value")
