"""Exchanging one folder for another in one step, and keeping a second publisher out meanwhile."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""Linux' renameat2(2): both names change places in one step that no reader can see half of."""


def exchange(fresh: Path, place: Path, aside: Path) -> None:
    """Put the folder ``fresh`` at ``place``; what was there goes to ``aside`` (on the same file system, not there yet).

    On Linux this is one atomic step. Elsewhere it is two renames; when the second fails the first is taken back.
    """
    if not os.path.lexists(place):
        fresh.rename(place)
    elif _swap(fresh, place):
        fresh.rename(aside)
    else:
        place.rename(aside)
        try:
            fresh.rename(place)
        except OSError:
            aside.rename(place)
            raise
    _flush_folder(place.parent)


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold ``path`` as a lock that the system releases however the process ends.

    Raises :class:`BlockingIOError` when somebody else holds it.
    """
    with path.open("ab") as stream:
        if sys.platform == "win32":
            import msvcrt

            try:
                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                raise BlockingIOError(errno.EAGAIN, "the lock is held") from None
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _swap(one: Path, other: Path) -> bool:
    """Let two names change places atomically; False where system or file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(code, os.strerror(code))


def _flush_folder(path: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
