"""The publisher's :class:`VectorReader`: vector files through fiona (GDAL), outside QGIS."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from ..errors import Fault, InputError
from ..progress import Progress
from .vector import DRIVERS, Geometry, VectorLayer

_STEP = 5000


def read_vector(path: Path, layer: str, encoding: str, progress: Progress) -> VectorLayer:
    """A :class:`~.vector.VectorReader` by fiona; raises :class:`InputError` for what GDAL cannot read."""
    import fiona
    import fiona.errors

    try:
        layers = layers_of(path)
        if layer and layer not in layers:
            raise InputError(Fault(str(path), f"has no layer {layer!r}", f"name one of {', '.join(layers)}"))
        if not layer and len(layers) != 1:
            return VectorLayer("", layers, (), (), (), "")
        options = {"encoding": encoding} if encoding else {}
        with fiona.open(path, layer=layer or layers[0], enabled_drivers=DRIVERS, **options) as source:
            names = tuple(source.schema["properties"])
            kinds = [_MOMENTS.get(kind.partition(":")[0]) for kind in source.schema["properties"].values()]
            rows: list[list[Any]] = []
            geometries: list[Geometry | None] = []
            total = _length(source)
            for feature in source:
                rows.append([_plain(feature.properties[name], kind) for name, kind in zip(names, kinds, strict=True)])
                geometries.append(None if feature.geometry is None else feature.geometry.__geo_interface__)
                if len(rows) % _STEP == 0:
                    progress("reading", len(rows), max(total, len(rows)))
            return VectorLayer(layer or layers[0], layers, names, rows, geometries, _epsg(source.crs))
    except (
        fiona.errors.FionaError,
        fiona.errors.FionaValueError,
        UnicodeDecodeError,
        LookupError,
        OSError,
        ValueError,
        SystemError,
    ) as error:
        raise InputError(
            Fault(str(path), f"cannot be read as a vector file ({type(error).__name__})", "open it in QGIS and save it as GeoPackage")
        ) from None


def layers_of(path: Path) -> tuple[str, ...]:
    """Names of a file's layers; raises fiona's errors for what none of :data:`~.vector.DRIVERS` opens."""
    import fiona
    import fiona.errors

    try:
        fiona.open(path, enabled_drivers=DRIVERS).close()  # listlayers would open it with any driver
    except fiona.errors.FionaValueError:
        raise
    except ValueError:
        pass  # it opened and has no first layer
    return tuple(fiona.listlayers(path))


def _length(source: Any) -> int:
    try:
        return len(source)
    except TypeError:  # some drivers cannot count without reading
        return 0


def _epsg(crs: Any) -> str:
    code = crs.to_epsg() if crs else None
    return f"EPSG:{code}" if code else ""


_MOMENTS: dict[str, Any] = {"date": datetime.date, "datetime": datetime.datetime, "time": datetime.time}


def _plain(value: Any, moment: Any) -> Any:
    """Dates come from fiona as ISO text, from QGIS as dates: as dates both give the same text. Bytes have no text."""
    if isinstance(value, bytes):
        return None
    if moment is not None and isinstance(value, str):
        try:
            return moment.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, (str, int, float, bool, datetime.date, datetime.time)) or value is None:
        return value
    return str(value)
