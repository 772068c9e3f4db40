"""What a submission is, on its way from a file to a count: columns of equal length, never published."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Strings = NDArray[np.object_]

LOCATED_BY = ("coordinates", "place", "address", "crossing", "review")
"""How a submission got its coordinates; empty: unlocated."""

FLAGS = (
    "outside_area",  # kept: outside the municipality's boundary
    "outside_period",  # kept: received before or after the campaign
    "swapped_axes",  # x and y stood in each other's column
    "crs_detected",  # another CRS than the one declared gave a plausible place
    "duplicate",  # the same submission came before, perhaps by another channel
)


@dataclass(frozen=True)
class Submissions:
    """n submissions as columns; each step returns a new one (``dataclasses.replace``).

    ``x`` and ``y`` are float64 metres in the campaign's grid CRS, NaN while unlocated. ``received`` is datetime64[s], wall time in
    Europe/Stockholm, NaT when unknown. Object columns hold ``str`` unless said otherwise.
    """

    source: Strings
    """Name of the source in ``campaign.toml``."""
    row: NDArray[np.int64]
    """Row in that file as staff count it, from 1."""
    channel: Strings
    text: Strings
    place: Strings
    """The place in words."""
    received: NDArray[np.datetime64]
    day_part: Strings
    """``morning``, ``day``, ``evening`` or ``night`` that it is about, else when it was received; empty: unknown."""
    season: Strings
    """``winter``, ``spring``, ``summer`` or ``autumn`` that it is about, else when it was received; empty: unknown."""
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    located_by: Strings
    accuracy_m: NDArray[np.float64]
    """Metres; NaN while unlocated."""
    score: NDArray[np.float64]
    """How sure the location is, 0-1; 1 for coordinates."""
    flags: Strings
    """Per row a tuple of names out of :data:`FLAGS`."""
    identifiers: Strings
    """Per row a tuple of (kind, value), kind one of :data:`~.identifiers.KINDS`; emptied by ``privacy.contributors``."""
    contributor: Strings
    """Key of the person or household (hex); empty until ``privacy.contributors`` has run."""
    duplicate_of: NDArray[np.int64]
    """Index of the submission that this one repeats, or -1."""
    theme: Strings
    """Main theme, an id of the codebook; empty until themed, or given by staff in the file."""
    other_themes: Strings
    """Per row a tuple of theme ids."""
    masked: Strings
    """The text with personal data masked; empty until masked."""

    def __len__(self) -> int:
        return len(self.row)

    @property
    def located(self) -> NDArray[np.bool_]:
        """(n,) bool: has coordinates."""
        return ~np.isnan(self.x)

    def take(self, index: NDArray[np.int64]) -> Submissions:
        """The submissions at ``index``; ``duplicate_of`` must be computed anew by the caller."""
        return Submissions(**{f.name: getattr(self, f.name)[index] for f in dataclasses.fields(self)})


def blank(n: int) -> Submissions:
    """``n`` submissions of which nothing is known yet."""

    def strings() -> Strings:
        return np.full(n, "", dtype=object)

    def tuples() -> Strings:
        column = np.empty(n, dtype=object)
        column[:] = [()] * n
        return column

    def nan() -> NDArray[np.float64]:
        return np.full(n, np.nan)

    return Submissions(
        source=strings(),
        row=np.zeros(n, dtype=np.int64),
        channel=strings(),
        text=strings(),
        place=strings(),
        received=np.full(n, "NaT", dtype="datetime64[s]"),
        day_part=strings(),
        season=strings(),
        x=nan(),
        y=nan(),
        located_by=strings(),
        accuracy_m=nan(),
        score=nan(),
        flags=tuples(),
        identifiers=tuples(),
        contributor=strings(),
        duplicate_of=np.full(n, -1, dtype=np.int64),
        theme=strings(),
        other_themes=tuples(),
        masked=strings(),
    )


def concatenate(parts: list[Submissions]) -> Submissions:
    """All parts one after the other; ``duplicate_of`` of each part must still be -1."""
    if not parts:
        return blank(0)
    return Submissions(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in dataclasses.fields(Submissions)})
