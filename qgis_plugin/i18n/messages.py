"""The core's words in the user's language: faults, reasons of reviews, steps of progress."""

from __future__ import annotations

import errno
import functools
import re
import sqlite3

from ...opendata.errors import Fault
from . import language, tr


def sentence(fault: Fault) -> str:
    """One fault as one line: where, what is wrong, what to do."""
    return f"{fault.where}: {in_words(fault.what)}; {in_words(fault.fix)}"


_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY}
_NO_FOLDER = {errno.EEXIST, errno.ENOTDIR}
_GONE = {errno.ENOENT, getattr(errno, "ESTALE", errno.ENOENT)}
_DATABASE = (
    ("full", errno.ENOSPC),
    ("readonly", errno.EROFS),
    ("locked", errno.EBUSY),
    ("unable to open", errno.ENOENT),
    ("disk I/O", errno.EIO),
)
"""SQLite says in words what the system says in numbers."""


def file_trouble(error: OSError | sqlite3.OperationalError) -> str:
    """Why a file could not be read or written and what to do, in the user's language; the system's own words where none of ours fit."""
    if isinstance(error, OSError):
        number, where, said = error.errno, str(error.filename or ""), error.strerror or type(error).__name__
    else:
        said, where = str(error), ""
        number = next((number for words, number in _DATABASE if words in said), None)
    if number in _FULL:
        words = tr("The disk is full. Make room, or choose an output folder on another disk.")
    elif number in _REFUSED:
        words = tr("It may not be written. Close it in other programs, or choose a folder in which you may write.")
    elif number in _GONE:
        words = tr("It cannot be reached. Check that the folder exists and that the network drive is connected.")
    elif number in _NO_FOLDER:
        words = tr("A file stands where a folder should be. Move it, or choose another folder.")
    elif number == errno.EIO:
        words = tr("Nothing more could be written: the disk is full, or the network drive was lost.")
    else:
        words = said
    return f"{where}: {words}" if where else words


def in_words(text: str) -> str:
    """A fault's part, a note, a reason or a change of a plan in the user's language; as it is when there is no translation."""
    if language() != "sv":
        return text
    for pattern, swedish in _own():
        if found := pattern.fullmatch(text):
            return swedish.format(*found.groups())
    # Here, because QGIS loads this module when it starts and the core's words only when there is something to say.
    from ...opendata.swedish import in_swedish

    return in_swedish(text)


def kind_title(kind: str) -> str:
    """What a kind of personal data is called in the user's language; the kinds themselves are Swedish words."""
    from ...opendata.privacy import finding

    if kind == finding.WHOLE_TEXT:
        return tr("the whole text")
    return kind if language() == "sv" else (finding.IDENTIFIERS | finding.SENSITIVE).get(kind, kind)


@functools.cache
def _own() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The plugin's own faults and steps as patterns."""
    from .own_sv import OWN, STEPS

    known = sorted((OWN | STEPS).items(), key=lambda pair: -len(pair[0].replace("{}", "")))
    return tuple((re.compile("(.+?)".join(map(re.escape, template.split("{}"))), re.DOTALL), swedish) for template, swedish in known)
