"""What a user states about a test: whose it is, when it was done, a note, and an earlier test to compare it with."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path

from formcheck.assessment.previous import PreviousTest, read_previous
from formcheck.assessment.protocol import Protocol
from formcheck.assessment.stated import MOST_NOTE, MOST_PERSON, iso_date, one_line
from formcheck.errors import BadAssessment


@dataclass(frozen=True, slots=True)
class TestDetails:
    """What is stated about a test; nothing of it is measured.

    Attributes
    ----------
    person, note : str or None
        One line each.
    date : datetime.date or None
        Day of the test.
    previous : PreviousTest or None
        An earlier test of the same protocol.
    """

    __test__ = False

    person: str | None = None
    date: Date | None = None
    note: str | None = None
    previous: PreviousTest | None = None

    @property
    def files(self) -> Sequence[Path]:
        """Files that were read for it, which must not be written over."""
        return [] if self.previous is None else [self.previous.path]

    @property
    def same_person(self) -> bool | None:
        """Whether the earlier test is known to be of the same person; None if one of the two has no name."""
        if self.previous is None or self.person is None or self.previous.person is None:
            return None
        return _key(self.person) == _key(self.previous.person)


def check_details(
    protocol: Protocol,
    *,
    person: str | None = None,
    date: str | None = None,
    note: str | None = None,
    previous: Path | None = None,
) -> TestDetails:
    """Check what a user states about a test of this protocol, and read the earlier test.

    Where one of the two tests has no name, they are compared all the same: the user chose the file. The report says
    then that it is not known whether both are of one person.

    Raises
    ------
    BadDetails
        The name, the date or the note is not as it should be.
    InputNotFound, BadAssessment
        The earlier test cannot be read, is of another protocol or another person, or has a later date.
    """
    details = TestDetails(
        None if person is None else one_line(person, "the name", MOST_PERSON),
        None if date is None else iso_date(date),
        None if note is None else one_line(note, "the note", MOST_NOTE),
        None if previous is None else read_previous(previous, protocol.id),
    )
    if details.previous is not None:
        _check_previous(details, details.previous)
    return details


def _check_previous(details: TestDetails, previous: PreviousTest) -> None:
    if details.same_person is False:
        raise BadAssessment(
            f"'{previous.path}' is a test of '{previous.person}', this is one of '{details.person}'. Give an earlier "
            "test of the same person."
        )
    if details.date is not None and previous.date is not None and previous.date > details.date:
        raise BadAssessment(
            f"'{previous.path}' is a test of {previous.date}, which is later than {details.date}. Give an earlier test."
        )


def _key(name: str) -> str:
    """A name for comparison: without regard to case, width of blanks, and how accents are encoded."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
