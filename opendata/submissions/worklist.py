"""The lists under ``internal/`` in which people decide, one line a question: how they are written, and what Excel may do to them meanwhile.

Semicolons and a byte-order mark, because that is what Swedish Excel opens by a double click. No cell is taken for a formula (OWASP, CSV
injection), no key for a number.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..campaign import Source
from ..errors import Fault, InputError
from ..files import write_text
from ..progress import silent
from . import delimited

KEY, DECISION = "key", "decision"
"""Columns that every list that :func:`read` reads must have."""
_LETTER = "w"
_KEY = re.compile(rf"{_LETTER}?([0-9a-f]{{12}})")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""First letters that a spreadsheet may run as a formula, and the apostrophe that shields them."""


def key_of(words: str) -> str:
    """A short key of words that is the same however they are spaced and capitalised.

    It begins with a letter: one hash in 140 is digits alone, or digits around an e, which Excel would save as 6,81E+11.
    """
    return _LETTER + hashlib.sha256(" ".join(words.casefold().split()).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def shielded(cell: str) -> str:
    """``cell`` so that no spreadsheet program takes it for a formula; a lone ``-`` is a decision and stays."""
    return "'" + cell if cell.startswith(_FORMULA) and cell != "-" else cell


def bare(cell: str) -> str:
    """What :func:`shielded` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a list (0600), every cell shielded."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([shielded(cell) for cell in row] for row in rows)
    write_text(path, "\ufeff" + stream.getvalue(), private=True)


def lines(path: Path) -> list[tuple[str, dict[str, str]]]:
    """All lines (``file:row``, cells by heading), decided or not; none when there is no such file yet.

    Keys of earlier versions, which lacked the letter, come out as :func:`key_of` gives them now. Raises :class:`InputError` naming every
    line that cannot be read whole, for the list is written anew and what was not read would be lost.
    """
    if not path.exists():
        return []
    table = delimited.read(path, Source("review", path.name, "map", header_row=1), silent)
    missing = [name for name in (KEY, DECISION) if name not in table.columns]
    if missing:
        raise InputError(Fault(str(path), f"has no column {', '.join(missing)}", "delete the file and run again"))
    if table.rejected:
        raise InputError(
            [Fault(f"{path}:{each.row}", each.reason.partition(";")[0], "mend the line or remove it") for each in table.rejected]
        )
    columns = {name: [bare(cell) if cell[:1] == "'" else cell for cell in column] for name, column in table.columns.items()}
    columns[KEY] = [_LETTER + known[1] if (known := _KEY.fullmatch(key)) else key for key in columns[KEY]]
    return [
        (f"{path}:{number}", dict(zip(columns, row, strict=True)))
        for number, row in zip(table.numbers.tolist(), zip(*columns.values(), strict=True), strict=True)
    ]


def read(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The :func:`lines` that hold a decision. Raises :class:`InputError` also for those whose key is none of ours."""
    decided = [(where, cells) for where, cells in lines(path) if cells[DECISION]]
    strange = [where for where, cells in decided if not _KEY.fullmatch(cells[KEY])]
    if strange:
        raise InputError([_no_key(where) for where in strange])
    return decided


def decide(path: Path, key: str, decision: str) -> None:
    """Write ``decision`` (empty takes it back) into the line with ``key``; every other cell says what it said.

    Raises :class:`InputError` as :func:`lines`, and when no line has that key; the list then stays as it is.
    """
    listed = [cells for _, cells in lines(path)]
    asked = [cells for cells in listed if cells[KEY] == key and _KEY.fullmatch(key)]
    if not asked:
        raise InputError(_no_key(str(path)))
    for cells in asked:
        cells[DECISION] = decision
    write(path, list(asked[0]), [list(cells.values()) for cells in listed])


def _no_key(where: str) -> Fault:
    return Fault(where, "its key is none of ours", "remove the line, and it is asked again")
