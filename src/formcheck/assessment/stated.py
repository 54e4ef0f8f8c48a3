"""Checks of what a user states about a test: a name or note of one line, and a day. Nothing comes from a clock."""

import re
from datetime import date as Date

from formcheck.errors import BadDetails
from formcheck.plain_text import is_one_line

MOST_PERSON, MOST_NOTE = 80, 200
"""Largest numbers of characters of a name and a note; chosen: they fit on the sheet."""

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def one_line(text: str, what: str, most: int) -> str:
    """The text without blanks around it.

    Parameters
    ----------
    what : str
        What it is, for the message: "the name".
    most : int
        Largest number of characters.

    Raises
    ------
    BadDetails
        It is empty, too long, of several lines, or has characters that steer a terminal.
    """
    text = text.strip(" ")
    if not is_one_line(text):
        raise BadDetails(f"{what} has line ends or control characters: give one line of plain text.")
    if not text or text.isspace():
        raise BadDetails(f"{what} is empty: give a text, or leave the option out.")
    if len(text) > most:
        raise BadDetails(f"{what} has {len(text)} characters: give at most {most}.")
    return text


def iso_date(text: str) -> Date:
    """A day written as YYYY-MM-DD.

    Raises
    ------
    BadDetails
        It is written otherwise, or there is no such day.
    """
    if not _ISO_DATE.fullmatch(text):
        raise BadDetails("the date is not written as YYYY-MM-DD: give for example --date 2026-03-31.")
    try:
        return Date.fromisoformat(text)
    except ValueError as error:
        raise BadDetails(f"there is no day {text}: give a day of the calendar as YYYY-MM-DD.") from error
