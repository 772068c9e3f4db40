"""Which paths that a package states may be opened: plain ones, inside its folder, with no link on the way."""

from __future__ import annotations

from pathlib import Path, PurePosixPath


def path_fault(folder: Path, path: str) -> str:
    """Why the POSIX path ``path`` must not be opened in the package at ``folder``; empty when it may, be there a file or not."""
    pure = PurePosixPath(path)
    if not path or pure.is_absolute() or ".." in pure.parts or any(sign in path for sign in "\\:\0"):
        return "leads outside the package"
    if str(pure) != path or not pure.parts:
        return "is no plain path"
    at = folder
    for part in pure.parts:
        at = at / part
        if at.is_symlink():
            return "is a link"
    return ""
