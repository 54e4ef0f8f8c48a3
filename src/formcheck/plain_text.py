"""Text from outside, such as the name of a file, as it can be shown on a terminal and written into a file."""

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

MOST_SHOWN = 1000
"""Largest number of characters of a message; chosen: more than any message of ours that quotes a usual path."""

_TURN_TEXT_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of what follows."""


def printable(text: str) -> str:
    """The text, with a replacement for each character that would steer a terminal or that UTF-8 cannot hold.

    Line ends stay. Names of files may hold such characters, and bytes that are no text at all.
    """
    return "".join(REPLACEMENT if _steers(character) else character for character in text)


def is_one_line(text: str) -> bool:
    """Whether the text is a single line without any character that would steer a terminal or that UTF-8 cannot hold."""
    return not any(_steers(each) or each == "\n" or unicodedata.category(each) in ("Zl", "Zp") for each in text)


def _steers(character: str) -> bool:
    return character != "\n" and (unicodedata.category(character) in ("Cc", "Cs") or character in _TURN_TEXT_ROUND)


def shortened(text: str, most: int = MOST_SHOWN) -> str:
    """The text, or its beginning and its end if it is longer than `most` characters."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half]} … {text[-half:]}"
