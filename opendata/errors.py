"""What can go wrong, as one family: a user error is told in one line per fault and never as a traceback."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing a user can mend.

    ``where`` is ``file`` or ``file:row`` (rows counted as staff see them, from 1) or a command-line option; ``what`` says what is
    wrong; ``fix`` says what to do. None of the three may quote a submission's text, name or coordinate.
    """

    where: str
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.fix}"


class UserError(Exception):
    """Base of all errors that a user can mend; ``exit_code`` is what the command line ends with."""

    exit_code = 2

    def __init__(self, faults: Fault | Iterable[Fault]):
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[UserError], tuple[tuple[Fault, ...]]]:
        """So that an error of another process arrives with its faults."""
        return type(self), (self.faults,)


class InputError(UserError):
    """Bad input or usage: a missing file, an unknown column, an unknown key, a setting that cannot be."""


class CheckFailed(UserError):
    """A check found something: a release that discloses, a package that is not valid, a portal that differs."""

    exit_code = 1


class Cancelled(Exception):
    """The user asked to stop; whoever raises it has left no partial output behind."""
