"""Writing files so that nothing is half written and nothing personal is readable by others."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PRIVATE_DIR_MODE = 0o700
PRIVATE_FILE_MODE = 0o600
ABANDONED_SECONDS = 3600
"""A half-written sibling that has not changed for so long belongs to a process that was killed."""


def private_dir(path: Path) -> Path:
    """Create ``path`` (parents too) readable by its owner only, and return it."""
    path.mkdir(mode=PRIVATE_DIR_MODE, parents=True, exist_ok=True)
    path.chmod(PRIVATE_DIR_MODE)
    return path


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Yield a path beside ``path`` to write to; when the block ends well it replaces ``path``, otherwise it is removed.

    With ``private`` the file is 0600 from before its first byte. The sibling keeps the suffix, because GDAL chooses by suffix.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}~", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    beside = Path(name)
    try:
        if not private:
            beside.chmod(0o666 & ~_umask())
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, private: bool = False) -> None:
    """Write ``text`` as UTF-8 with line ends as they are, all of it or nothing."""
    write_bytes(path, text.encode("utf-8"), private=private)


def write_bytes(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write ``data``, all of it or nothing."""
    with replacing(path, private=private) as beside:
        beside.write_bytes(data)


@contextmanager
def replacing_dir(path: Path) -> Iterator[Path]:
    """Yield an empty folder beside ``path``; when the block ends well it takes ``path``'s place, otherwise it is removed.

    Raises :class:`NotADirectoryError` when ``path`` is a file: that is somebody else's.
    """
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    for sibling in path.parent.glob(f".{glob.escape(path.name)}-*/"):
        if time.time() - sibling.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(sibling, ignore_errors=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    old = beside.with_name(beside.name + "-old")
    try:
        beside.chmod(0o777 & ~_umask())
        yield beside
        if path.exists():
            path.replace(old)
        try:
            beside.replace(path)
        except OSError:
            if old.exists():
                old.replace(path)
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _remove_abandoned(path: Path) -> None:
    """Remove what a killed process left beside ``path`` long ago; it may hold personal data."""
    for sibling in path.parent.glob(f".{glob.escape(path.stem)}~*{glob.escape(path.suffix)}"):
        if time.time() - sibling.stat().st_mtime > ABANDONED_SECONDS:
            sibling.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """The SHA-256 of a file as 64 lower-case hex digits, read in chunks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
