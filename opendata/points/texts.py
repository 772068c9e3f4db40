"""A column of texts as small integers, so that millions of contributors never become Python objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MISSING = -1
NOTHING = ("", "NULL", "NA")
"""What databases and R write where there is no value."""


@dataclass(frozen=True)
class Texts:
    """n values: value ``i`` is ``distinct[codes[i]]``; code -1 where there is none."""

    codes: NDArray[np.int64]
    distinct: Any
    """A ``pyarrow`` array without repetitions and without nulls."""

    def __len__(self) -> int:
        return len(self.codes)

    def names(self) -> list[str]:
        """The distinct values as texts, in the order of their codes."""
        return [str(value) for value in self.distinct.to_pylist()]

    def at(self, rows: NDArray[np.bool_]) -> Texts:
        """The values of some rows."""
        return Texts(self.codes[rows], self.distinct)


def texts(column: Any) -> Texts:
    """Codes of a ``pyarrow`` column: surrounding spaces do not count; empty, NULL and NA are no value.

    Integers stay integers; every other type is compared as text.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    own = not pa.types.is_dictionary(column.type)
    if own:
        column = column.dictionary_encode()
    codes, distinct = _codes(column.indices), column.dictionary
    if not (pa.types.is_integer(distinct.type) or pa.types.is_string(distinct.type)):
        distinct = distinct.cast(pa.string())
    if pa.types.is_string(distinct.type):
        trimmed = pc.utf8_trim_whitespace(distinct)
        nothing = pc.is_in(trimmed, value_set=pa.array(NOTHING))
        if own and not distinct.null_count and not pc.any(nothing).as_py() and pc.all(pc.equal(trimmed, distinct)).as_py():
            return Texts(codes, distinct)
        distinct = pc.if_else(nothing, pa.scalar(None, pa.string()), trimmed)
    again = distinct.dictionary_encode()
    if len(again.dictionary) < len(distinct) or distinct.null_count:
        # what differed in spaces only, or was nothing, or a file's own dictionary that repeats itself
        codes, distinct = np.append(_codes(again.indices), MISSING)[codes], again.dictionary
    return Texts(codes, distinct)


def _codes(indices: Any) -> NDArray[np.int64]:
    return np.asarray(indices.fill_null(MISSING).to_numpy(zero_copy_only=False)).astype(np.int64)


def own_codes(column: Texts) -> NDArray[np.int64]:
    """(n,) codes of contributors; where there is no value the row is a contributor of its own."""
    missing = np.flatnonzero(column.codes == MISSING)
    codes = column.codes.copy()
    codes[missing] = len(column.distinct) + np.arange(len(missing))
    return codes


def joined(parts: Sequence[Texts]) -> Texts:
    """Columns one after another under common codes."""
    import pyarrow as pa

    if not parts:
        return Texts(np.zeros(0, dtype=np.int64), pa.array([], pa.string()))
    distinct, into = unified([part.distinct for part in parts])
    codes = [np.append(new, MISSING)[part.codes] for part, new in zip(parts, into, strict=True)]
    return Texts(np.concatenate(codes), distinct)


def unified(parts: Sequence[Any]) -> tuple[Any, list[NDArray[np.int64]]]:
    """The distinct values of several ``pyarrow`` arrays (each without repetitions), and for each array the common code of its values."""
    import pyarrow as pa

    if len({part.type for part in parts}) > 1:
        parts = [part.cast(pa.string()) for part in parts]
    encoded = pa.chunked_array([pa.DictionaryArray.from_arrays(pa.array(np.arange(len(p)), pa.int32()), p) for p in parts])
    common = encoded.unify_dictionaries()
    into = [np.asarray(chunk.indices.to_numpy(zero_copy_only=False)).astype(np.int64) for chunk in common.chunks]
    return common.chunk(0).dictionary, into
