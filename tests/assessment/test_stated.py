"""What a user states about a test is one line of plain text, or a day of the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.assessment.stated import iso_date, one_line
from formcheck.errors import BadDetails


@pytest.mark.parametrize(
    "text", ["Anna", "  Zoë O'Neil-Brown ", "山田 太郎", "<b>[red]Anna[/red]</b>", "نور", "A" * 80]
)
def test_a_name_is_kept_as_it_is_without_blanks_around_it(text):
    assert one_line(text, "the name", 80) == text.strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("\N{NO-BREAK SPACE}", "empty"),
        ("A" * 81, "81 characters: give at most 80"),
        ("Anna\nBerger", "line ends"),
        ("Anna\r", "control characters"),
        ("\x1b[31mAnna", "control characters"),
        ("Anna\x00", "control characters"),
        ("Anna\u2028Berger", "line ends"),
        ("Anna\u202eregreB", "control characters"),
        ("Anna\x85", "control characters"),
        ("Anna\udcff", "control characters"),
    ],
)
def test_what_is_no_line_of_text_is_an_error_that_repeats_nothing_of_it(text, words):
    with pytest.raises(BadDetails) as error:
        one_line(text, "the name", 80)

    assert words in str(error.value)
    assert str(error.value).isprintable()


@given(st.text(max_size=90))
def test_a_text_that_is_taken_is_short_and_has_one_line(text):
    try:
        taken = one_line(text, "the note", 80)
    except BadDetails:
        return

    assert 0 < len(taken) <= 80
    assert len(taken.splitlines()) == 1
    assert taken.encode("utf-8")


def test_a_day_of_the_calendar_is_read():
    assert iso_date("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-13-01", "0000-01-01", "1.3.2026", "2026-3-1", "20260301", "2026-W10-1", "", "today",
             "2026-03-01T10:00", "\N{ARABIC-INDIC DIGIT TWO}026-03-01", "2026-03-01\n"]
)  # fmt: skip
def test_anything_else_is_no_date(text):
    with pytest.raises(BadDetails, match="YYYY-MM-DD"):
        iso_date(text)
