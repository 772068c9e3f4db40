"""Where points lie: one file, or many in a folder, by a pattern, or in object storage; and how many files are cut into parts."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import Fault, InputError
from ..points import DELIMITED, PARQUET

PART_ROWS = 1 << 22
"""Rows of Parquet that one task reads, unless a single row group has more."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+]+://")
_WILD = re.compile(r"[*?[]")


@dataclass(frozen=True)
class Part:
    """What one task reads: a file, or some row groups of a Parquet file."""

    path: str
    """Path on ``filesystem``."""
    filesystem: Any
    """A ``pyarrow`` filesystem; None for this machine's own files."""
    row_groups: tuple[int, ...] | None = None
    first_row: int = 0
    """Rows of the file before this part."""


def files(location: str) -> list[Part]:
    """The files at ``location``, sorted by path: a file, a folder or a pattern (``*.parquet``), local or as ``s3://…``, ``gs://…``.

    Of a folder only CSV and Parquet files are taken. Raises :class:`InputError` when there is none or the place cannot be reached.
    """
    if not _ADDRESS.match(location):
        path = Path(location)
        if path.is_file():
            return [Part(str(path), None)]
        if path.is_dir():
            found = sorted(str(file) for file in path.rglob("*") if file.is_file() and _is_points(file.name))
        elif _WILD.search(location):
            base = Path(_before_wild(location) or ".")
            found = sorted(str(file) for file in base.rglob("*") if file.is_file() and fnmatch.fnmatch(str(file), str(path)))
        else:
            raise InputError(Fault(location, "there is no such file", "give the path of a file of points"))
        return _some(location, [Part(name, None) for name in found])
    from pyarrow import fs

    wild = bool(_WILD.search(location))
    try:
        system, inside = fs.FileSystem.from_uri(_before_wild(location) if wild else location)
        info = system.get_file_info(inside)
        if info.type == fs.FileType.File:
            return [Part(inside, system)]
        listed = system.get_file_info(fs.FileSelector(inside, recursive=True, allow_not_found=True))
    except (OSError, ValueError, NotImplementedError) as error:
        reason = " ".join(str(error).split())[:160]
        raise InputError(Fault(location, f"cannot be reached ({reason})", "check the address and the keys in the environment")) from None
    pattern = inside.rstrip("/") + location[len(_before_wild(location).rstrip("/")) :] if wild else ""
    names = sorted(file.path for file in listed if file.type == fs.FileType.File)
    chosen = [name for name in names if (fnmatch.fnmatch(name, pattern) if wild else _is_points(name.rsplit("/", 1)[-1]))]
    return _some(location, [Part(name, system) for name in chosen])


def cut(part: Part) -> list[Part]:
    """A file as parts of about :data:`PART_ROWS`: Parquet by its row groups, every other file whole.

    A CSV file is never cut: whether a line break ends a row is known only to who has read everything before it.
    """
    if not part.path.lower().endswith(PARQUET):
        return [part]
    import pyarrow as pa
    from pyarrow import parquet

    try:
        metadata = parquet.ParquetFile(part.path, filesystem=part.filesystem).metadata
    except (pa.ArrowException, OSError) as error:
        raise InputError(Fault(part.path, f"is not a Parquet file ({type(error).__name__})", "save it anew")) from None
    parts: list[Part] = []
    groups: list[int] = []
    first = rows = 0
    for number in range(metadata.num_row_groups):
        here = metadata.row_group(number).num_rows
        if groups and rows + here > PART_ROWS:
            parts.append(Part(part.path, part.filesystem, tuple(groups), first))
            first, rows, groups = first + rows, 0, []
        groups.append(number)
        rows += here
    return [*parts, Part(part.path, part.filesystem, tuple(groups), first)]


def _is_points(name: str) -> bool:
    return name.lower().endswith(PARQUET + DELIMITED) and not name.startswith((".", "_"))


def _before_wild(location: str) -> str:
    """The folder above the first wildcard."""
    match = _WILD.search(location)
    return location[: match.start()].rpartition("/")[0] if match else location


def _some(location: str, parts: list[Part]) -> list[Part]:
    if not parts:
        raise InputError(Fault(location, "holds no CSV or Parquet file", "check the address"))
    return parts
