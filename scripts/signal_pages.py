"""Write the page about all signals and measures, docs/signals.md, from the code.

python scripts/signal_pages.py
"""

import ast
import importlib
import inspect
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from formcheck import rules as r
from formcheck.exercises import catalog
from formcheck.motion import signals as s
from formcheck.motion.signals.signal import ARM
from formcheck.rules.measures.base import Measure

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "signals.md"

FILES = ("position", "ranges", "timing", "across_reps", "back", "combined", "base")
"""Files of the measures, in the order of the page."""

VIEWS: tuple[r.View, ...] = ("side", "oblique", "front", "back", "end-on")


@dataclass(frozen=True)
class SignalRow:
    """One signal, in the words of the page.

    Attributes
    ----------
    name : str
        Python name.
    signal : Signal
        The signal itself.
    reads : str
        What it reads: the text below its definition.
    needs : str
        Landmarks that it needs.
    judged, counted : str
        Views in which rules and set-up checks judge with it, and in which reps are counted with it.
    """

    name: str
    signal: s.Signal
    reads: str
    needs: str
    judged: str
    counted: str


@dataclass(frozen=True)
class MeasureRow:
    """One measure, in the words of the page.

    Attributes
    ----------
    call : str
        How it is written in an exercise.
    takes : str
        What it takes of a rep, and what its arguments mean.
    unit : str
        Its unit.
    example : str
        A rule or a guard that uses it, as a link to the page of its exercise.
    """

    call: str
    takes: str
    unit: str
    example: str


def signal_rows() -> list[SignalRow]:
    """Every signal, in the order of its definition, file by file."""
    judged, counted = _views_by_signal()
    modules = [importlib.import_module(f"{s.__name__}.{found.name}") for found in iter_modules(s.__path__)]
    return [
        SignalRow(name, signal, reads, _needs(signal), _listed(judged[signal.name]), _listed(counted[signal.name]))
        for module in modules
        for name, signal, reads in _signals_of(module)
    ]


def _signals_of(module: ModuleType) -> Iterator[tuple[str, s.Signal, str]]:
    """Name, signal and the text below it, of each signal that a module defines."""
    body = ast.parse(inspect.getsource(module)).body
    for line, below in itertools.pairwise(body):
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            name = line.targets[0].id
            signal = getattr(module, name)
            if isinstance(signal, s.Signal) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                yield name, signal, _one_line(str(below.value.value))


def _views_by_signal() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Views in which each signal judges, and in which it counts, over all exercises and variants."""
    judged: dict[str, set[str]] = defaultdict(set)
    counted: dict[str, set[str]] = defaultdict(set)
    for exercise in _all_exercises():
        rep = exercise.rep
        for rule in exercise.rules:
            _add(judged, _signals_in(rule.measure), rule.views)
        for check in exercise.set_up:
            _add(judged, [check.signal], check.views)
        for guard in rep.guards:
            _add(counted, _signals_in(guard.measure), guard.views)
        for each in rep.signals_by_view:
            _add(counted, [each.signal, rep.confirmation], each.views)
    return judged, counted


def _all_exercises() -> Iterator[r.Exercise]:
    for exercise in catalog().values():
        yield exercise
        yield from (exercise.as_variant(variant.id) for variant in exercise.variants)


def _add(views_of: dict[str, set[str]], signals: Iterable[s.Signal], views: Iterable[str]) -> None:
    for signal in signals:
        views_of[signal.name].update(views)


def _signals_in(measure: Measure) -> list[s.Signal]:
    """Every signal that a measure reads, also through the measures inside it."""
    parts = [part for measure in _measures_in(measure) for part in _parts(measure)]
    return [part for part in parts if isinstance(part, s.Signal)]


def _measures_in(measure: Measure) -> Iterator[Measure]:
    """A measure and those that it is made of."""
    yield measure
    for part in _parts(measure):
        if isinstance(part, Measure):
            yield from _measures_in(part)


def _parts(measure: Measure) -> list[object]:
    values = [getattr(measure, field.name) for field in fields(measure)]
    return [part for value in values for part in (value if isinstance(value, tuple) else (value,))]


def _needs(signal: s.Signal) -> str:
    """Landmarks of a signal with their side."""
    if signal.where == "across":
        arm = [part for part in signal.parts if part in ARM]
        leg = [part for part in signal.parts if part not in ARM]
        return f"{', '.join(arm)} (near side); {', '.join(leg)} (other side)"
    side = "both sides" if signal.where == "both" else f"{signal.where} side"
    return f"{', '.join(signal.parts)} ({side})" + ("; outline of the trunk" if signal.outline else "")


def _listed(views: set[str]) -> str:
    return ", ".join(view for view in VIEWS if view in views) or "–"


def measure_rows() -> list[MeasureRow]:
    """Every measure that an exercise can use, in the order of `FILES`."""
    kinds = [kind for kind in vars(r).values() if inspect.isclass(kind) and issubclass(kind, Measure)]
    kinds.sort(key=lambda kind: FILES.index(kind.__module__.rpartition(".")[2]))
    return [_shorthand(), *(_measure_row(kind) for kind in kinds)]


def _shorthand() -> MeasureRow:
    """The row of `at_turn`, a function that makes an `Over`."""
    takes = _one_line(inspect.getdoc(r.at_turn) or "")
    return MeasureRow("r.at_turn(signal)", takes, _unit(r.Over), _example(_is_at_turn))


def _is_at_turn(measure: Measure) -> bool:
    return isinstance(measure, r.Over) and measure == r.at_turn(measure.signal)


def _measure_row(kind: type[Measure]) -> MeasureRow:
    takes, _, arguments = (inspect.getdoc(kind) or "").partition("Attributes\n----------\n")
    explained = re.findall(r"^(\S.*?) : (.*)\n((?:    .*\n?)+)", arguments, re.MULTILINE)
    words = [f"`{name}` ({what}): {_one_line(meaning)}" for name, what, meaning in explained]
    example = _example(lambda measure: type(measure) is kind and not _is_at_turn(measure))
    call = f"r.{kind.__name__}({_arguments(kind)})"
    return MeasureRow(call, "<br>".join([_one_line(takes), *words]), _unit(kind), example)


def _unit(kind: type[Measure]) -> str:
    """Unit of a measure: the text of its property."""
    text = (inspect.getdoc(kind.unit) or "").rstrip(".")
    return text[:1].lower() + text[1:]


def _arguments(kind: type[Measure]) -> str:
    """Arguments with their defaults, as they are written in an exercise."""
    given = inspect.signature(kind).parameters.values()
    return ", ".join(a.name if a.default is a.empty else f"{a.name}={_written(a.default)}" for a in given)


def _written(default: object) -> str:
    return f"r.Phase.{default.name}" if isinstance(default, r.Phase) else f'"{default}"'


def _example(fits: Callable[[Measure], bool]) -> str:
    """The first rule that uses a measure, or else the first guard."""
    for exercise in catalog().values():
        for rule in exercise.rules:
            if any(fits(measure) for measure in _measures_in(rule.measure)):
                return f"`{rule.id}` of [{exercise.id}](exercises/{exercise.id}.md)"
    for exercise in catalog().values():
        for guard in exercise.rep.guards:
            if any(fits(measure) for measure in _measures_in(guard.measure)):
                return f"guard “{guard.reason}” of [{exercise.id}](exercises/{exercise.id}.md)"
    return "–"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def text() -> str:
    """The page."""
    pages = Environment(
        loader=FileSystemLoader(ROOT / "scripts" / "templates"),
        autoescape=False,  # Markdown, from our own code
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return pages.get_template("signals.md.j2").render(signals=signal_rows(), measures=measure_rows())


def main() -> None:
    """Write the page."""
    PAGE.write_text(text(), encoding="utf-8", newline="\n")
    print(PAGE.relative_to(ROOT))


if __name__ == "__main__":
    main()
