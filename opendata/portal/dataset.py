"""What a data package asks a portal to show: read once from ``datapackage.json``, every byte accounted for.

A package comes from outside, so paths, names and sizes in it are checked before anything is believed: a resource is a regular file
inside the package, with the size and the SHA-256 that the descriptor states.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import CheckFailed, Fault, InputError
from ..files import sha256
from ..package.manifest import DESCRIPTOR, LARGEST_DESCRIPTOR, PAGES
from ..package.paths import path_fault

NAME_PATTERN = re.compile(r"[a-z0-9_-]{2,100}")
"""Names of datasets as CKAN enforces them (``name_validator``: 2 to 100 of these), so that one package fits every portal."""
RESERVED_NAMES = frozenset({"new", "edit", "search"})
VERSION_PATTERN = re.compile(r"[0-9]+(\.[0-9]+){0,2}([-+][0-9A-Za-z.-]{1,40})?")
NAMESPACE = uuid.UUID("6f3d4c1e-6b52-5f0a-9a57-5a1d0c9a7f10")
"""Namespace of the ids this program gives to what it publishes."""

_ANEW = "build the package anew"
_FORMATS = {
    "cff": ("CFF", "text/x-yaml"),
    "csv": ("CSV", "text/csv"),
    "geojson": ("GeoJSON", "application/geo+json"),
    "gpkg": ("GPKG", "application/geopackage+sqlite3"),
    "html": ("HTML", "text/html"),
    "json": ("JSON", "application/json"),
    "jsonld": ("JSON-LD", "application/ld+json"),
    "md": ("MD", "text/markdown"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
    "pdf": ("PDF", "application/pdf"),
    "png": ("PNG", "image/png"),
    "qml": ("QML", "application/xml"),
    "rdf": ("RDF", "application/rdf+xml"),
    "sld": ("SLD", "application/vnd.ogc.sld+xml"),
    "ttl": ("TTL", "text/turtle"),
    "txt": ("TXT", "text/plain"),
    "zip": ("ZIP", "application/zip"),
}


@dataclass(frozen=True)
class Resource:
    """One file of a package."""

    name: str
    """The descriptor's name: what stays the same from version to version."""
    path: str
    """POSIX path inside the package."""
    file: Path
    title: str
    description: str
    format: str
    mediatype: str
    bytes: int
    sha256: str
    fields: tuple[dict[str, Any], ...] = ()
    """Fields of the Table Schema; empty for what is no tabular data resource."""
    delimiter: str = ","

    @property
    def is_table(self) -> bool:
        return bool(self.fields)


@dataclass(frozen=True)
class Dataset:
    """One package as a portal sees it."""

    name: str
    version: str
    uuid: str
    folder: Path
    descriptor: dict[str, Any]
    resources: tuple[Resource, ...]
    """Files that the descriptor lists, in its order."""
    others: tuple[Resource, ...]
    """Every other file of the package (descriptor, read-me, page, styles …), by path."""
    page: str = ""
    """POSIX path of the package's web page; empty when it has none."""
    texts: dict[str, str] = field(default_factory=dict)
    """``title``, ``title_en``, ``description``, ``description_en``, ``licence``, ``licence_title``, ``licence_url``: plain text, empty when
    not stated."""

    @property
    def files(self) -> tuple[Resource, ...]:
        return self.resources + self.others

    def hashes(self) -> dict[str, str]:
        """SHA-256 of every file by path."""
        return {resource.path: resource.sha256 for resource in self.files}


def read(package: Path) -> Dataset:
    """Read the package in folder ``package``.

    Raises :class:`InputError` when it is no package this program can publish (one fault per reason), and :class:`CheckFailed` when a file
    is not what the descriptor says.
    """
    descriptor = _descriptor(package)
    where = str(package / DESCRIPTOR)
    faults = list(_naming_faults(descriptor, where))
    listed: dict[str, dict[str, Any]] = {}
    for index, entry in enumerate(_list(descriptor.get("resources"))):
        path = entry.get("path") if isinstance(entry, dict) else None
        if not isinstance(path, str) or path_fault(package, path) or not (package / path).is_file():
            faults.append(Fault(f"{where}: resource {index + 1}", "has no path to a file of the package", _ANEW))
        elif path in listed:
            faults.append(Fault(where, f"lists {path} twice", _ANEW))
        else:
            listed[path] = entry
    if not listed and not faults:
        faults.append(Fault(where, "lists no resource", _ANEW))
    names = [entry.get("name") for entry in listed.values()]
    for name in sorted({str(name) for name in names if names.count(name) > 1 or not isinstance(name, str) or not name}):
        faults.append(Fault(where, f"resource name {name!r} is missing or used twice", _ANEW))
    if faults:
        raise InputError(faults)

    resources = tuple(_resource(package, path, entry) for path, entry in listed.items())
    _check_stated(where, resources, listed)
    others = tuple(_resource(package, path, {}) for path in _all_files(package) if path not in listed)
    return Dataset(
        name=descriptor["name"],
        version=str(descriptor["version"]),
        uuid=_identifier(descriptor),
        folder=package,
        descriptor=descriptor,
        resources=resources,
        others=others,
        page=PAGES["sv"] if (package / PAGES["sv"]).is_file() else "",
        texts=_texts(descriptor),
    )


def version_key(version: str) -> tuple[Any, ...]:
    """Sort key by which 1.10.0 comes after 1.9.0 and a pre-release before its release."""
    numbers, _, tail = re.sub(r"\+.*", "", version).partition("-")
    return (*(int(part) for part in [*numbers.split("."), "0", "0"][:3]), tail == "", tail)


def swedish(entry: Mapping[str, Any], key: str) -> str:
    """The Swedish text of ``key``: ``KEY_sv``, else ``KEY``; empty when neither is a text."""
    return next((value for value in (entry.get(f"{key}_sv"), entry.get(key)) if isinstance(value, str) and value), "")


def english(entry: Mapping[str, Any], key: str) -> str:
    """The text of ``key`` itself when a Swedish one stands beside it; else empty."""
    value = entry.get(key)
    return value if isinstance(value, str) and f"{key}_sv" in entry else ""


def _descriptor(package: Path) -> dict[str, Any]:
    path = package / DESCRIPTOR
    try:
        if path.stat().st_size > LARGEST_DESCRIPTOR:
            raise InputError(Fault(str(path), "is larger than a descriptor can be", "give the folder of a data package"))
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(Fault(str(package), "is no data package: it holds no datapackage.json", "give the folder of a package")) from None
    except (ValueError, RecursionError):
        raise InputError(Fault(str(path), "is not JSON in UTF-8", _ANEW)) from None
    if not isinstance(descriptor, dict):
        raise InputError(Fault(str(path), "is not a JSON object", _ANEW))
    return descriptor


def _naming_faults(descriptor: dict[str, Any], where: str) -> Iterator[Fault]:
    name, version = descriptor.get("name"), descriptor.get("version")
    if not isinstance(name, str) or not NAME_PATTERN.fullmatch(name) or name in RESERVED_NAMES:
        yield Fault(where, "name cannot be the name of a dataset", "use 2 to 100 of a-z, 0-9, - and _; not new, edit or search")
    if not isinstance(version, str) or not VERSION_PATTERN.fullmatch(version):
        yield Fault(where, "version is not of the form 1.0.0", "state a version of the data and build the package anew")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _all_files(package: Path) -> list[str]:
    """Every file of the package as a POSIX path, sorted; a link is a fault, because it may lead out of the package."""
    found = []
    for path in package.rglob("*"):
        relative = path.relative_to(package).as_posix()
        if path.is_symlink():
            raise InputError(Fault(str(package), f"{relative} is a link", "put the file itself into the package"))
        if path.is_file():
            found.append(relative)
    return sorted(found)


def _resource(package: Path, path: str, entry: dict[str, Any]) -> Resource:
    file = package / path
    suffix = file.suffix.lower().lstrip(".")
    label, mediatype = _FORMATS.get(suffix, (suffix.upper() or "TXT", "application/octet-stream"))
    schema = entry.get("schema")
    fields = _list(schema.get("fields")) if isinstance(schema, dict) else []
    dialect = entry.get("dialect")
    # The copy for a spreadsheet has a schema too, but no plain dialect: decimal comma and byte order mark.
    tabular = suffix == "csv" and entry.get("profile") == "tabular-data-resource"
    return Resource(
        name=entry.get("name") or path,
        path=path,
        file=file,
        title=swedish(entry, "title") or path,
        description=swedish(entry, "description"),
        format=label,
        mediatype=entry.get("mediatype") or mediatype,
        bytes=file.stat().st_size,
        sha256=sha256(file),
        fields=tuple(spec for spec in fields if isinstance(spec, dict) and isinstance(spec.get("name"), str)) if tabular else (),
        delimiter=str(dialect.get("delimiter", ",")) if isinstance(dialect, dict) else ",",
    )


def _check_stated(where: str, resources: tuple[Resource, ...], listed: dict[str, dict[str, Any]]) -> None:
    faults = []
    for resource in resources:
        entry = listed[resource.path]
        if entry.get("hash") != f"sha256:{resource.sha256}" or entry.get("bytes") != resource.bytes:
            faults.append(Fault(f"{where}: {resource.name}", f"{resource.path} is not the file whose hash and size are stated", _ANEW))
    if faults:
        raise CheckFailed(faults)


def _identifier(descriptor: dict[str, Any]) -> str:
    stated = str(descriptor.get("id", "")).removeprefix("urn:uuid:")
    try:
        return str(uuid.UUID(stated))
    except ValueError:
        return str(uuid.uuid5(NAMESPACE, descriptor["name"]))


def _texts(descriptor: dict[str, Any]) -> dict[str, str]:
    licence = next((entry for entry in _list(descriptor.get("licenses")) if isinstance(entry, dict)), {})
    return {
        "title": swedish(descriptor, "title") or descriptor["name"],
        "title_en": english(descriptor, "title"),
        "description": swedish(descriptor, "description"),
        "description_en": english(descriptor, "description"),
        "licence": swedish(licence, "name"),
        "licence_title": swedish(licence, "title") or swedish(licence, "name"),
        "licence_url": swedish(licence, "path"),
    }
