"""Single faults put into a good package: each is one line of the fault matrix, with the gate that must catch it.

``sealed`` faults have their hashes, zip and checksums made right again afterwards, as somebody would who edits a package with care: the
gate named has to see the fault itself.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trygghetsrutan.opendata.files import sha256
from trygghetsrutan.opendata.package import archive, dcat, manifest
from trygghetsrutan.opendata.package.read import read_release
from trygghetsrutan.opendata.release import table_hashes

REGIONS, GEOJSON, GPKG = "data/regions.csv", "data/regions.geojson", "data/regions.gpkg"


@dataclass(frozen=True)
class FaultLine:
    """One line of the matrix. ``alone``: no other gate sees it."""

    name: str
    gate: str
    put: Callable[[Path], None]
    sealed: bool = True
    alone: bool = False


def seal(folder: Path, metadata: bool = False) -> None:
    """Sizes, hashes, zip and checksums right again for what lies in the folder now; with ``metadata`` DCAT too."""
    if metadata:
        reseal_descriptor(folder)
        described = json.loads((folder / manifest.DESCRIPTOR).read_text(encoding="utf-8"))
        described["resources"] = [resource for resource in described["resources"] if resource["path"] not in dcat.FILES]
        dcat.write(folder, described, "https://opendata.example.org/")
    descriptor = reseal_descriptor(folder)
    zipped = folder / manifest.archive(descriptor["name"], descriptor["version"])
    for old in folder.glob("*.zip"):
        old.unlink()
    archive.write_zip(zipped, folder, [resource["path"] for resource in descriptor["resources"]] + [manifest.DESCRIPTOR])
    checks(folder)


def reseal_descriptor(folder: Path) -> dict[str, Any]:
    """Sizes and hashes in the descriptor right again."""
    path = folder / manifest.DESCRIPTOR
    descriptor: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        file = folder / resource["path"]
        resource |= {"bytes": file.stat().st_size, "hash": f"sha256:{sha256(file)}"}
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return descriptor


def checks(folder: Path) -> None:
    """SHA256SUMS right again."""
    (folder / manifest.CHECKSUMS).unlink(missing_ok=True)
    (folder / manifest.CHECKSUMS).write_text(archive.checksums(folder, archive.all_files(folder)), encoding="utf-8")


def certify(folder: Path) -> None:
    """The certificate's hashes right again, as a forger would make them."""
    release = read_release(folder)
    edit_json(folder / "release.json", lambda facts: facts.update(hashes=table_hashes(release)))
    edit_json(folder / "audit.json", lambda told: told.update(hashes=table_hashes(release)))


def edit_json(path: Path, change: Callable[[Any], object]) -> None:
    loaded = json.loads(path.read_text(encoding="utf-8"))
    change(loaded)
    path.write_text(json.dumps(loaded, ensure_ascii=False, indent=1, sort_keys=path.name != "datapackage.json") + "\n", encoding="utf-8")


def descriptor(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    return lambda folder: edit_json(folder / manifest.DESCRIPTOR, change)


def text(path: str, old: str, new: str, count: int = 1) -> Callable[[Path], None]:
    """Replace ``old`` (a regular expression) in a file."""

    def put(folder: Path) -> None:
        before = (folder / path).read_bytes().decode("utf-8")
        after = re.sub(old, new, before, count=count, flags=re.MULTILINE)
        if after == before:
            raise ValueError(f"{old} is not in {path}")
        (folder / path).write_bytes(after.encode("utf-8"))

    return put


def binary(path: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda folder: (folder / path).write_bytes(change((folder / path).read_bytes())) and None


def both(*steps: Callable[[Path], None]) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        for step in steps:
            step(folder)

    return put


def sql(statement: str) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        with closing(sqlite3.connect(folder / GPKG)) as db:
            db.execute(statement)
            db.commit()

    return put


def shape(change: Callable[[bytes], bytes], cell: bool = True) -> Callable[[Path], None]:
    """Change the geometry blob of the first cell (or remainder) in the GeoPackage."""

    def put(folder: Path) -> None:
        with closing(sqlite3.connect(folder / GPKG)) as db:
            kind = "cell" if cell else "remainder"
            fid, blob = db.execute("SELECT fid, geom FROM regions WHERE kind = ? AND geom NOT NULL ORDER BY fid", (kind,)).fetchone()
            db.execute("UPDATE regions SET geom = ? WHERE fid = ?", (change(blob), fid))
            db.commit()

    return put


def shifted(blob: bytes, metres: float = 8000.0) -> bytes:
    """The first ring of a blob moved east."""
    out = bytearray(blob)
    at = 40 + 9 + 9  # header with envelope, MultiPolygon, Polygon
    (count,) = struct.unpack_from("<I", out, at)
    for i in range(count):
        (x,) = struct.unpack_from("<d", out, at + 4 + 16 * i)
        struct.pack_into("<d", out, at + 4 + 16 * i, x + metres)
    return bytes(out)


def turned(blob: bytes) -> bytes:
    """All of a blob turned half round about the middle of its box: as large, and in the same square."""
    out = bytearray(blob)
    west, east, south, north = struct.unpack_from("<4d", blob, 8)
    at = 40 + 9
    for _ in range(struct.unpack_from("<I", blob, at - 4)[0]):
        (rings,) = struct.unpack_from("<I", blob, at + 5)
        at += 9
        for _ in range(rings):
            (count,) = struct.unpack_from("<I", blob, at)
            for place in range(at + 4, at + 4 + 16 * count, 16):
                x, y = struct.unpack_from("<2d", blob, place)
                struct.pack_into("<2d", out, place, west + east - x, south + north - y)
            at += 4 + 16 * count
    return bytes(out)


def bow_tie(blob: bytes) -> bytes:
    """Two corners of the first ring exchanged, so that it crosses itself."""
    out = bytearray(blob)
    at = 40 + 9 + 9 + 4 + 16
    out[at : at + 16], out[at + 16 : at + 32] = blob[at + 16 : at + 32], blob[at : at + 16]
    return bytes(out)


def features(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    """Change the GeoJSON as an object, keeping one feature a line."""

    def put(folder: Path) -> None:
        collection = json.loads((folder / GEOJSON).read_text(encoding="utf-8"))
        change(collection)
        (folder / GEOJSON).write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")

    return put


def rings(change: Callable[[list[Any]], list[Any]]) -> Callable[[Path], None]:
    """Change every ring of the GeoJSON's polygons."""

    def each(collection: dict[str, Any]) -> None:
        for feature in collection["features"]:
            geometry = feature["geometry"]
            if geometry and geometry["type"] == "Polygon":
                geometry["coordinates"] = [change(ring) for ring in geometry["coordinates"]]

    return features(each)


def parquet(change: Callable[[Any], Any]) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        import pyarrow.parquet as pq

        path = folder / "data/regions.parquet"
        pq.write_table(change(pq.read_table(path)), path)

    return put


def zipped(folder: Path, path: str, content: bytes) -> None:
    """Put another content into the zip under ``path``."""
    target = next(folder.glob("*.zip"))
    with zipfile.ZipFile(target) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    entries[path] = content
    with zipfile.ZipFile(target, "w") as new:
        for name, data in entries.items():
            new.writestr(name, data)
    checks(folder)


def link(folder: Path) -> None:
    outside = folder.parent / "outside.csv"
    shutil.copy(folder / REGIONS, outside)
    (folder / REGIONS).unlink()
    (folder / REGIONS).symlink_to(outside)
