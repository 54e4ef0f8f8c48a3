"""Errors that a user can fix.

Our exception hierarchy::

    FormcheckError                 one line: what, where, what to do; exit code 2
    ├── InputError                 the input cannot be used
    │   ├── InputNotFound          no such file or folder
    │   ├── NotAVideo              a file without a readable video stream
    │   ├── NoFrames               a video or folder without a single frame
    │   ├── NobodySeen             frames, but no person in any of them
    │   ├── NotAnImage             an image that cannot be decoded, or is too large
    │   ├── NoCamera               a camera or stream that cannot be opened, or delivers no frames
    │   ├── BadRecording           a pose recording that cannot be read
    │   └── BadAssessment          an assessment that cannot be read
    ├── OutputError                results cannot be written (folder, disk)
    ├── BadDetails                 a name, date or note that cannot stand on the sheet of a test
    ├── UnknownExercise            no exercise has this id
    ├── UnknownVariant             the exercise has no variant of this id
    ├── UnknownProtocol            the test has no protocol of this id
    ├── ModelError                 model file missing, truncated or not the expected one
    ├── MissingLibrary             a system or Python library is not installed
    ├── NoDisplay                  a window was requested, but there is no display
    ├── CannotPlan                 a week cannot be planned as requested (level, equipment, days)
    └── CannotServe                the server cannot be started as requested (address, certificate)

``ValueError`` and ``TypeError`` mean that the calling code is wrong, not its user.
"""

import difflib
from collections.abc import Iterable


class FormcheckError(Exception):
    """The user can fix this; the message says what is wrong, where, and what to do."""


class InputError(FormcheckError):
    """The input cannot be used."""


class InputNotFound(InputError):
    """The file or folder does not exist."""


class NotAVideo(InputError):
    """A file without a readable video stream."""


class NoFrames(InputError):
    """A video or folder without a single frame."""


class NobodySeen(InputError):
    """Frames, but no person in any of them."""


class NotAnImage(InputError):
    """An image that cannot be decoded, or is too large."""


class NoCamera(InputError):
    """A camera or stream that cannot be opened, or delivers no frames."""


class BadRecording(InputError):
    """A pose recording that cannot be read."""


class BadAssessment(InputError):
    """An assessment that cannot be read."""


class OutputError(FormcheckError):
    """Results cannot be written."""


class ModelError(FormcheckError):
    """A model file is missing, truncated or not the expected one."""


class MissingLibrary(FormcheckError):
    """A system or Python library is not installed."""


class NoDisplay(FormcheckError):
    """A window was requested, but there is no display."""


class CannotPlan(FormcheckError):
    """A week cannot be planned as requested."""


class CannotServe(FormcheckError):
    """The server cannot be started as requested."""


class BadFrameRate(FormcheckError):
    """The stated frame rate is no rate, or the input has times of its own."""


class BadDetails(FormcheckError):
    """A name, date or note that cannot stand on the sheet of a test."""


class UnknownExercise(FormcheckError):
    """No exercise has this id."""

    def __init__(self, exercise_id: str, known: Iterable[str]) -> None:
        self.exercise_id = exercise_id
        self.known = sorted(known)
        near = difflib.get_close_matches(exercise_id, self.known, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        super().__init__(f"no exercise named '{exercise_id}'.{hint} Known: {', '.join(self.known)}.")


class UnknownVariant(FormcheckError):
    """The exercise has no variant of this id."""

    def __init__(self, exercise_id: str, variant_id: str, known: Iterable[str]) -> None:
        self.exercise_id = exercise_id
        self.variant_id = variant_id
        self.known = sorted(known)
        has = f"Known: {', '.join(self.known)}." if self.known else "It has none: omit the variant."
        super().__init__(f"'{exercise_id}' has no variant named '{variant_id}'. {has}")


class UnknownProtocol(FormcheckError):
    """The test has no protocol of this id."""
