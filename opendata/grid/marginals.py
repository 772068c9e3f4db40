"""Counts over the whole campaign: channel, part of the day, week. They add up to the same total as the regions do.

``docs/method.md`` says why they must.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from ..errors import Fault, InputError
from ..release import ALL, OTHER, PUBLISHED, WITHHELD, Marginal
from .categories import show
from .partition import Partition
from .people import distinct_people, people_codes
from .voices import settle, voices

PERSONAL = frozenset({"age", "gender", "day_part"})
"""Dimensions that say something about a person rather than a place."""

INSIDERS = 2
"""So many people in a group may know their own value and each other's: a breakdown where all but they are in one category tells them
the rest (group disclosure)."""


def marginals(
    partition: Partition,
    contributor: ArrayLike | None,
    dimensions: Mapping[str, ArrayLike],
    values: Mapping[str, Sequence[str]],
    k_personal: int = 0,
) -> tuple[Marginal, ...]:
    """One small table per dimension, sorted by dimension and value, by the rule of the ``partition``.

    ``contributor``: ``(n,)`` strings or integers of the points that were partitioned, None when each is its own. ``dimensions``: name ->
    ``(n,)`` values. ``values``: name -> all the values that the dimension can take, also those that nobody named. Points that the
    partition withholds are left out, a contributor has one voice per region, and every table adds up to the sum of the published
    figures, so that it tells nothing of what was withheld.

    A voice counts once per dimension, for the value it names most. Values below k are summed as ``other``. A dimension of
    :data:`PERSONAL` in which all but :data:`INSIDERS` voices share one value, or that would show a count below ``k_personal``, is
    withheld as a whole. Raises :class:`InputError` when lengths differ and for a value that cannot be.
    """
    k, width, where = partition.k, partition.width, partition.point_region
    figures = partition.contributors
    published = figures[figures >= 0].sum(keepdims=True)
    out: list[Marginal] = []
    for name in sorted(dimensions):
        named = np.asarray(dimensions[name]).astype(str)
        if where.shape != named.shape:
            raise InputError(Fault(name, f"{len(named)} values for {len(where)} points", "give one per point"))
        person = people_codes(contributor, len(named))
        possible = np.unique(np.asarray(values[name]).astype(str))
        if not np.isin(named, possible).all():
            raise InputError(Fault(name, "a row has a value that is not among those the dimension can take", "correct the row or the list"))
        if OTHER in possible:
            raise InputError(Fault(name, f"{OTHER!r} is the name of the line that sums small values", "call that value something else"))
        kept = where >= 0
        code = np.searchsorted(possible, named[kept])
        _, voice_person, voice_code = voices(where[kept], person[kept], code.astype(np.int64), len(possible))
        table = np.bincount(voice_code, minlength=len(possible))[np.newaxis]
        people = distinct_people(voice_code, voice_person, len(possible)) + settle(table, published)[0]
        row = table[0].tolist()
        total = sum(row)
        if total < k or (name in PERSONAL and max(row) >= total - INSIDERS):
            out += [Marginal(name, ALL, None, WITHHELD)]
            continue
        shown = show(row, k, width, (people >= k).tolist())
        lines = [(str(possible[i]), row[i]) for i in shown.categories]
        if shown.other:
            lines.append((OTHER, shown.other))
        if name in PERSONAL and min(count for _, count in lines) < k_personal:
            out += [Marginal(name, ALL, None, WITHHELD)]
            continue
        out += [Marginal(name, value, count, PUBLISHED) for value, count in sorted(lines)]
    return tuple(out)
