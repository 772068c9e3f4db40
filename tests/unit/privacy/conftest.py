"""Submissions to try the room on."""

from collections.abc import Callable, Sequence

import pytest

from trygghetsrutan.opendata.submissions.model import Submissions, blank


@pytest.fixture
def make() -> Callable[..., Submissions]:
    """Submissions from texts and identifiers, all of source "calls" and channel "telephone"."""

    def made(texts: Sequence[str], identifiers: Sequence[tuple[tuple[str, str], ...]] = ()) -> Submissions:
        submissions = blank(len(texts))
        submissions.text[:] = texts
        submissions.source[:] = "calls"
        submissions.channel[:] = "telephone"
        submissions.row[:] = range(2, len(texts) + 2)
        for index, value in enumerate(identifiers):
            submissions.identifiers[index] = value
        return submissions

    return made
