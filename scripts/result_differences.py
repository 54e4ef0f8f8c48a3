"""Differences between two output files of the program, by their contents; see ``same_results.py``."""

import difflib
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import numpy as np

TEXTS = (
    *("reason", "text", "advice", "warnings", "hold_ended", "reps_ended"),
    *("items.name", "items.done", "items.how", "items.easier", "items.harder", "items.check", "left_out.name"),
    *("warm_up", "progress", "stop", "retest.what"),
)
"""Ends of the paths of JSON fields that hold text for a reader."""

INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup"})
"""HTML elements that do not start a new line."""

SPOKEN = ("alt", "aria-label", "title")
"""HTML attributes that hold text for a reader."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two results differ.

    Attributes
    ----------
    where : str
        The file, and the place in it.
    before, after : str
        Content of this place.
    words : bool
        Whether only the wording differs.
    """

    where: str
    before: str
    after: str
    words: bool = False


Differences = Iterator[Difference]


# --- JSON -----------------------------------------------------------------------------------------


def json_differences(before: bytes, after: bytes) -> Differences:
    """Differences of two JSON files, without the version of formcheck."""
    yield from value_differences("", without_version(json.loads(before)), without_version(json.loads(after)))


def without_version(document: dict[str, Any]) -> dict[str, Any]:
    """A result, assessment, plan or origin of poses, without the version that made it."""
    kept = {key: value for key, value in document.items() if key != "formcheck"}
    if "provenance" in kept:
        kept["provenance"] = {key: value for key, value in kept["provenance"].items() if key != "formcheck"}
    return kept


def value_differences(path: str, before: Any, after: Any) -> Differences:
    """Differences of two JSON values; an integer and a float are different."""
    if type(before) is not type(after):
        yield Difference(path, shown(before), shown(after))
    elif isinstance(before, dict):
        yield from key_differences(path, before, after)
    elif isinstance(before, list):
        if len(before) != len(after):
            yield Difference(f"{path} length", str(len(before)), str(len(after)))
        for index, (one, other) in enumerate(zip(before, after, strict=False)):
            yield from value_differences(f"{path}[{index}]", one, other)
    elif before != after:
        if isinstance(before, str) and is_text(path):
            yield text_change(path, before, after)
        else:
            yield Difference(path, shown(before), shown(after))


def key_differences(path: str, before: dict[str, Any], after: dict[str, Any]) -> Differences:
    """Differences of two objects. The keys of ``not_judged`` are reasons, hence words."""
    renamed = before.keys() != after.keys() and list(before.values()) == list(after.values())
    if renamed and path.endswith("not_judged"):
        pairs = zip(before, after, strict=True)
        yield from (text_change(path, one, other) for one, other in pairs if one != other)
        return
    for key in dict.fromkeys([*before, *after]):
        inner = f"{path}.{key}".lstrip(".")
        if key in before and key in after:
            yield from value_differences(inner, before[key], after[key])
        else:
            there = [shown(side[key]) if key in side else "no such key" for side in (before, after)]
            yield Difference(inner, there[0], there[1])


def text_change(path: str, before: str, after: str) -> Difference:
    """Two texts for a reader that differ; only in words if their numbers are the same."""
    return Difference(path, before, after, words=numbers(before) == numbers(after))


def is_text(path: str) -> bool:
    """Whether a JSON field holds text for a reader."""
    plain = "." + re.sub(r"\[\d+\]", "", path)
    return any(plain.endswith(f".{end}") for end in TEXTS)


def shown(value: Any) -> str:
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False)


# --- tables and arrays ----------------------------------------------------------------------------


def table_differences(before: bytes, after: bytes) -> Differences:
    """The first line in which two tables differ, and the number of lines that do."""
    if before == after:
        return
    one, other = before.split(b"\n"), after.split(b"\n")
    if len(one) != len(other):
        yield Difference("number of lines", str(len(one)), str(len(other)))
    changed = [index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]]
    if changed:
        first = changed[0]
        where = f"line {first + 1}, the first of {len(changed)} that differ"
        yield Difference(where, one[first].decode(errors="replace"), other[first].decode(errors="replace"))


def array_differences(before: bytes, after: bytes) -> Differences:
    """Differences of two NumPy archives: names, types, shapes, and every bit except the version of formcheck."""
    with np.load(io.BytesIO(before)) as one, np.load(io.BytesIO(after)) as other:
        for name in sorted({*one.files, *other.files}):
            if name not in one.files or name not in other.files:
                there = ["there" if name in side.files else "no such array" for side in (one, other)]
                yield Difference(name, there[0], there[1])
            elif name == "about":
                abouts = [without_version(json.loads(str(side[name]))) for side in (one, other)]
                yield from value_differences(name, *abouts)
            else:
                yield from bit_differences(name, one[name], other[name])


def bit_differences(name: str, before: np.ndarray, after: np.ndarray) -> Differences:
    """Number of values of two arrays that differ in a bit, and the first of them."""
    kinds = [f"{array.dtype.str} {array.shape}" for array in (before, after)]
    if kinds[0] != kinds[1]:
        yield Difference(name, kinds[0], kinds[1])
        return
    rows = [np.frombuffer(array.tobytes(), np.uint8).reshape(array.size, array.itemsize) for array in (before, after)]
    changed = np.flatnonzero((rows[0] != rows[1]).any(axis=1))
    if changed.size:
        first = np.unravel_index(changed[0], before.shape)
        where = f"{name}[{', '.join(map(str, first))}], the first of {changed.size} values that differ"
        yield Difference(where, str(before[first]), str(after[first]))


# --- text -----------------------------------------------------------------------------------------


def text_differences(before: bytes, after: bytes) -> Differences:
    """Differences of two printed texts."""
    if before == after:
        return
    one, other = (lines_of(text.decode(errors="replace")) for text in (before, after))
    if one == other:
        yield Difference("", "lines and spaces", "other lines and spaces", words=True)
    yield from line_differences(one, other)


def failure_differences(before: bytes, after: bytes) -> Differences:
    """Differences of two failures: the exit code, which is not wording, and the text."""
    codes = [text.decode().splitlines()[0] for text in (before, after)]
    if codes[0] != codes[1]:
        yield Difference("", codes[0], codes[1])
    yield from text_differences(before, after)


def page_differences(before: bytes, after: bytes) -> Differences:
    """Differences of the visible text of two pages."""
    yield from line_differences(*(lines_of(Page.read(page).text) for page in (before, after)))


def image_differences(before: bytes, after: bytes) -> Differences:
    """Differences of the images and drawings in two pages, by their checksums."""
    one, other = (Page.read(page).images for page in (before, after))
    if len(one) != len(other):
        yield Difference("number of images", str(len(one)), str(len(other)))
    for index, pair in enumerate(zip(one, other, strict=False)):
        if pair[0] != pair[1]:
            yield Difference(f"image {index + 1}", "an image", "another image", words=True)


def lines_of(text: str) -> list[str]:
    """Lines that contain words, without the spaces and rules of tables and the version of formcheck."""
    text = re.sub(r"(\bformcheck\s+)\d+\.\d+(\.\w+)*", r"\1VERSION", text)
    lines = (re.sub(r"[\s\u2500-\u257f]+", " ", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def line_differences(before: list[str], after: list[str]) -> Differences:
    """Changed lines, as wording, and the numbers that are in only one of the two texts."""
    counts = [numbers("\n".join(lines)) for lines in (before, after)]
    if counts[0] != counts[1]:
        gone, come = (sorted((one - other).elements()) for one, other in (counts, counts[::-1]))
        yield Difference("numbers in the text", " ".join(gone) or "none", " ".join(come) or "none")
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        one, other = before[start:end], after[other_start:other_end]
        pairs = list(zip(one, other, strict=True)) if len(one) == len(other) else [("\n".join(one), "\n".join(other))]
        for index, pair in enumerate(pairs):
            yield Difference(f"line {start + index + 1}", *pair, words=True)


def numbers(text: str) -> Counter[str]:
    """The numbers in a text, with how often each occurs."""
    return Counter(re.findall(r"\d+(?:[.:]\d+)*", text))


class Page(HTMLParser):
    """The visible text of a page, and the checksums of its images.

    Attributes
    ----------
    text : str
        A line for each block.
    images : list of str
        Checksums of embedded images and of drawings, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.images: list[str] = []
        self._drawing = ""
        self._within: list[str] = []
        """Open elements that hold no text: style, script, and a drawing with everything in it."""

    @classmethod
    def read(cls, page: bytes) -> "Page":
        """Read a page."""
        made = cls()
        made.feed(page.decode())
        made.close()
        return made

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Handle the start of an element, or an empty element."""
        if tag in ("style", "script", "svg"):
            self._within.append(tag)
        if "svg" in self._within:
            self._drawing += self.get_starttag_text() or ""
            return
        if tag not in INLINE:
            self.text += "\n"
        for name, value in attrs:
            if name in SPOKEN and value:
                self.text += f"\n{value}\n"
            if name == "src" and value:
                self._add_image(value)

    def handle_endtag(self, tag: str) -> None:
        """Handle the end of an element."""
        drawn = "svg" in self._within
        if self._within and tag == self._within[-1]:
            self._within.pop()
        if drawn:
            self._drawing += f"</{tag}>"
            if "svg" not in self._within:
                self._add_image(self._drawing)
                self._drawing = ""
        elif tag not in INLINE:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        """Handle text between elements; a line break in it is a space."""
        if "svg" in self._within:
            self._drawing += data
        elif not self._within:
            self.text += re.sub(r"\s+", " ", data)

    def _add_image(self, content: str) -> None:
        self.images.append(hashlib.sha256(content.encode()).hexdigest())
