"""Checksums and the zip of a package: sorted, with fixed times, so that the same package gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from ..files import sha256

_WHEN = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold
_LEVEL = 6
LARGEST_ENTRY = 2_000_000_000


def checksums(folder: Path, paths: Iterable[str]) -> str:
    """Lines for ``sha256sum -c``, sorted by path."""
    return "".join(f"{sha256(folder / path)}  {path}\n" for path in sorted(paths))


def write_zip(target: Path, folder: Path, paths: Iterable[str]) -> None:
    """Write the files named to ``target``, sorted; folder entries are left out."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(path, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (folder / path).read_bytes(), compresslevel=_LEVEL)


def all_files(folder: Path) -> list[str]:
    """Paths of all files in ``folder``, relative to it with ``/``, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
