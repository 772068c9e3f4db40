"""Values of ``pyarrow`` columns as the texts and shapes of every other reader. A value that cannot be told is empty, not an error."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import Fault, InputError
from .table import text_of
from .vector import Geometry


def has_text(kind: Any) -> bool | None:
    """Whether values of a ``pyarrow`` type are texts, numbers or moments; None for bytes, of which some are text."""
    from pyarrow import types

    if types.is_dictionary(kind):
        return has_text(kind.value_type)
    if types.is_binary(kind) or types.is_large_binary(kind):
        return None
    told = (types.is_string, types.is_large_string, types.is_boolean, types.is_integer, types.is_floating, types.is_decimal)
    return any(is_of(kind) for is_of in (*told, types.is_date, types.is_time, types.is_timestamp))


def bytes_of(column: Any) -> int:
    """Bytes of the values of a column, counting one that recurs as often as it stands there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    values, indices = column.dictionary, column.indices
    if has_text(values.type) is not True or not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        return int(values.nbytes + indices.nbytes)
    lengths = np.asarray(pc.fill_null(pc.binary_length(values), 0).to_numpy(zero_copy_only=False), dtype=np.int64)
    used = np.asarray(indices.drop_null().to_numpy(zero_copy_only=False), dtype=np.int64)
    return int(lengths[used].sum()) + int(indices.nbytes)


def texts_of(column: Any) -> list[str]:
    """A text for each value (see :func:`~.table.text_of`); of bytes those that are UTF-8; the empty text for lists and structures."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        values = texts_of(column.dictionary)
        return ["" if index is None else values[index] for index in column.indices.to_pylist()]
    told = has_text(column.type)
    if told is False:
        return [""] * len(column)
    if told is None:
        return [_decoded(value) for value in column.to_pylist()]
    if pa.types.is_decimal(column.type):
        return ["" if value is None else format(value, "f") for value in column.to_pylist()]
    # datetime ends at microseconds
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    elif pa.types.is_time(column.type) and column.type.unit == "ns":
        column = column.cast(pa.time64("us"), safe=False)
    try:
        return [text_of(value) for value in column.to_pylist()]
    except (pa.ArrowException, ValueError, OverflowError, KeyError):
        return [_told(value) for value in column]


def _told(scalar: Any) -> str:
    """One value by itself: a moment after the year 9999 or in an unknown time zone has no text."""
    import pyarrow as pa

    try:
        return text_of(scalar.as_py())
    except (pa.ArrowException, ValueError, OverflowError, KeyError):
        return ""


def _decoded(value: bytes | None) -> str:
    try:
        return "" if value is None or b"\0" in value else value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return ""


def shapes_of(column: Any, where: str) -> list[Geometry | None]:
    """GeoJSON objects of (n,) well-known binary: None where nothing is or an empty shape, ``{}`` for what is no shape that can be told.

    Raises :class:`InputError` when shapely is not installed.
    """
    try:
        import shapely
    except ImportError:
        raise InputError(Fault(where, "is a GeoParquet file, which needs shapely", "save it as GeoPackage or CSV")) from None
    binary = column.to_numpy(zero_copy_only=False)
    given = np.array([value is not None for value in binary], dtype=bool)
    try:
        geometries = shapely.from_wkb(binary, on_invalid="ignore")
    except NotImplementedError:  # one curve, which shapely does not know, stops all
        geometries = np.array([_shape(shapely, value) for value in binary], dtype=object)
    plain = shapely.is_geometry(geometries)
    full = plain & ~shapely.is_empty(geometries)
    points = full & (shapely.get_type_id(geometries) == shapely.GeometryType.POINT)
    found: list[Geometry | None] = [{} if bad else None for bad in (given & ~plain).tolist()]
    for index, (east, north) in zip(np.flatnonzero(points).tolist(), shapely.get_coordinates(geometries[points]).tolist(), strict=True):
        found[index] = {"type": "Point", "coordinates": [east, north]}
    for index in np.flatnonzero(full & ~points).tolist():
        found[index] = _object(geometries[index])
    return found


def _shape(shapely: Any, value: bytes | None) -> Any:
    try:
        return shapely.from_wkb(value, on_invalid="ignore")
    except NotImplementedError:
        return None


def _object(geometry: Any) -> Geometry:
    try:
        return dict(geometry.__geo_interface__)
    except (IndexError, RecursionError, ValueError):  # a part without a point; collections in collections without end
        return {}
