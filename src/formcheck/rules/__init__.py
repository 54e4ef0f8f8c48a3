"""All parts of an exercise in one place: ``from formcheck import rules as r``, then ``r.Exercise``, ``r.Rule``, ...

Only the files in ``exercises/`` use it; other code imports from the modules of this folder. The measures are listed in
``docs/signals.md``.
"""

from formcheck.motion.view import View
from formcheck.rules.exercise import Exercise, Target, Variant, Words
from formcheck.rules.laterality import Laterality
from formcheck.rules.measures.across_reps import AgainstOtherSide, InARow, OneSideLess, Shortfall
from formcheck.rules.measures.back import BackFromStanding
from formcheck.rules.measures.base import NotMeasured
from formcheck.rules.measures.combined import MaxOf, OrAlong, When, WhenWide
from formcheck.rules.measures.position import AtRest, AtTurnIfPlausible, BaselineShift, Change, Excursion, Over, at_turn
from formcheck.rules.measures.ranges import HoldVariability, RangeOnTheSpot, RangeOver, RangeRatio
from formcheck.rules.measures.timing import BackTime, HoldTime, OnsetDelay, OutTime, PeakSpeed
from formcheck.rules.rep_frames import Phase
from formcheck.rules.rep_rule import Guard, RepRule, RepSignal
from formcheck.rules.rule import Rule, Say
from formcheck.rules.set_up_check import SetUpCheck

__all__ = [
    "AgainstOtherSide",
    "AtRest",
    "AtTurnIfPlausible",
    "BackFromStanding",
    "BackTime",
    "BaselineShift",
    "Change",
    "Excursion",
    "Exercise",
    "Guard",
    "HoldTime",
    "HoldVariability",
    "InARow",
    "Laterality",
    "MaxOf",
    "NotMeasured",
    "OneSideLess",
    "OnsetDelay",
    "OrAlong",
    "OutTime",
    "Over",
    "PeakSpeed",
    "Phase",
    "RangeOnTheSpot",
    "RangeOver",
    "RangeRatio",
    "RepRule",
    "RepSignal",
    "Rule",
    "Say",
    "SetUpCheck",
    "Shortfall",
    "Target",
    "Variant",
    "View",
    "When",
    "WhenWide",
    "Words",
    "at_turn",
]
