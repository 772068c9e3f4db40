"""The review lists as the core reads them, kept until their file changes; one that cannot be read says why, and the panel goes on."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...opendata.errors import UserError
from ..i18n.messages import file_trouble, sentence
from ..paths import Results


@dataclass(frozen=True)
class Listed:
    """The lines of a list; ``trouble`` says why it could not be read, and is empty when it could."""

    lines: tuple[Any, ...] = ()
    trouble: str = ""

    @property
    def waiting(self) -> int:
        """How many lines have no decision yet."""
        return sum(not line.decision for line in self.lines)


def places(results: Results) -> Listed:
    """Words that several places, or none, may be meant by (:class:`opendata.submissions.place_review.Line`)."""
    from ...opendata.submissions import place_review

    return _listed(place_review.lines, results.places)


def themes(results: Results) -> Listed:
    """The theme of every wording (:class:`opendata.submissions.theme_review.Wording`)."""
    from ...opendata.submissions import theme_review

    return _listed(theme_review.lines, results.themes)


def texts(results: Results) -> Listed:
    """What may be personal data (:class:`opendata.privacy.review.Item`)."""
    from ...opendata.privacy import review

    return _listed(review.read, results.texts)


def next_open(lines: Sequence[Any], at: int) -> int:
    """Where the next line without a decision stands: after ``at``, else the first one, else ``at`` itself."""
    waiting = [i for i, line in enumerate(lines) if not line.decision]
    return next((i for i in waiting if i > at), waiting[0] if waiting else at)


def _listed(read: Callable[[Path], tuple[Any, ...]], path: Path) -> Listed:
    try:
        told = path.stat()
        return Listed(_kept(read, path, told.st_mtime_ns, told.st_size, told.st_ino))
    except FileNotFoundError:
        return Listed()
    except UserError as error:
        return Listed(trouble="\n".join(sentence(fault) for fault in error.faults))
    except OSError as error:
        return Listed(trouble=file_trouble(error))


@functools.lru_cache(maxsize=6)
def _kept(read: Callable[[Path], tuple[Any, ...]], path: Path, *_state: int) -> tuple[Any, ...]:
    return read(path)
