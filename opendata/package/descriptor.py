"""``datapackage.json``: Data Package 2.0 in the subset that both ``datapackage`` (which builds it) and ``frictionless`` read.

Left out on purpose, because one of the two or the official profile reads them differently: ``fieldsMatch``, ``list``, ``categories``,
``uniqueKeys``, labelled ``missingValues``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import CheckFailed, Fault
from ..files import sha256
from ..geopackage import Box
from . import tables
from .about import LICENCE_NAME, LICENCE_TITLE, LICENCE_URL, About
from .dcat import ORGANISATION
from .manifest import DESCRIPTOR, PREVIEW, Item
from .texts import summary

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_KEPT_IN_FIELDS = ("name", "type", "title", "title_sv", "description", "description_sv", "constraints")


def describe(folder: Path, about: About, listed: Sequence[Item], box: Box | None) -> dict[str, Any]:
    """The descriptor of the files listed, which are all in place in ``folder``; ``box`` is west, south, east, north."""
    return with_files(_head(about, box) | {"resources": []}, folder, listed)


def with_files(descriptor: dict[str, Any], folder: Path, listed: Sequence[Item]) -> dict[str, Any]:
    """``descriptor`` with the files ``listed``, which are in place in ``folder``, behind those it has."""
    return descriptor | {"resources": [*descriptor["resources"], *(_resource(folder, item) for item in listed)]}


def checked(descriptor: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The descriptor of the package in ``folder`` as ``datapackage`` builds it.

    Raises :class:`CheckFailed` when ``datapackage`` does not find it valid, which would be a fault of the program.
    """
    import datapackage

    with _profiles_read_once():
        package = datapackage.Package(descriptor, base_path=str(folder))
        valid = package.valid
    if not valid:
        raise CheckFailed([Fault(DESCRIPTOR, str(error)[:300], "report this as a fault of the program") for error in package.errors])
    return descriptor


@contextmanager
def _profiles_read_once() -> Iterator[None]:
    """Let ``datapackage`` read and check each of its profiles once and not once per resource: a fifth of the whole chain's time."""
    from datapackage import package, resource

    original = resource.Profile
    package.Profile = resource.Profile = functools.cache(original)
    try:
        yield
    finally:
        package.Profile = resource.Profile = original


def text(descriptor: dict[str, Any]) -> str:
    """The descriptor as it is written."""
    return json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"


def _head(about: About, box: Box | None) -> dict[str, Any]:
    spatial: dict[str, Any] = {"name": about.municipality, "code": about.municipality_code}
    if about.geonames:
        spatial["geonames"] = about.geonames
    if box:
        spatial["bbox"] = list(box)
    return {
        "$schema": PROFILE,
        "profile": "data-package",
        "name": about.name,
        "id": f"urn:uuid:{about.uuid}",
        "title": about.title["en"],
        "title_sv": about.title["sv"],
        "description": summary(about, "en"),
        "description_sv": summary(about, "sv"),
        "version": about.version,
        "portal": {"organisation": about.organisation, "groups": list(about.groups)},
        "homepage": about.home,
        "licenses": [{"name": LICENCE_NAME, "path": LICENCE_URL, "title": LICENCE_TITLE}],
        "publisher": {"name": about.municipality, "id": ORGANISATION + "".join(filter(str.isdigit, about.organisation_number))},
        "contributors": [
            {"title": about.municipality, "roles": ["publisher"], "organization": about.municipality, "path": about.base_url},
            {"title": about.contact_name, "roles": ["contact"], "email": about.contact_email, "organization": about.municipality},
        ],
        "sources": [
            {"title": f"{about.title['en']}, {about.start.isoformat()}/{about.end.isoformat()}", "path": about.home},
        ],
        "keywords": list(dict.fromkeys((*about.keywords["sv"], *about.keywords["en"]))),
        "keywords_by_language": {language: list(words) for language, words in about.keywords.items()},
        "image": PREVIEW,
        "spatial": spatial,
        "temporal": {"start": about.start.isoformat(), "end": about.end.isoformat()},
        "crs": f"EPSG:{about.epsg}",
    }


def _resource(folder: Path, item: Item) -> dict[str, Any]:
    path = folder / item.path
    resource: dict[str, Any] = {
        "name": item.name,
        "path": item.path,
        "title": item.title["en"],
        "title_sv": item.title["sv"],
        "format": item.format,
        "mediatype": item.media_type,
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
    }
    if not item.table:
        return resource | {"profile": "data-resource"}
    plan = tables.schema(item.table)
    resource |= {"description": plan["description"], "description_sv": plan["description_sv"]}
    if item.excel:
        # The Swedish reading copy keeps the schema of the table it repeats; it is compared with it value by value.
        # Its schema is said, because frictionless would guess types from the first rows and then refuse later ones.
        return resource | {
            "profile": "data-resource",
            "encoding": "utf-8-sig",
            "dialect": {"delimiter": ";"},
            "schema": excel_schema(item.table),
        }
    return resource | {
        "type": "table",
        "profile": "tabular-data-resource",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": table_schema(item.table),
    }


def excel_schema(name: str) -> dict[str, Any]:
    """The Table Schema of the copy for Swedish Excel: Swedish headings, decimal comma."""
    fields = [
        {"name": field["title_sv"], "type": field["type"]} | ({"decimalChar": ","} if field["type"] == "number" else {})
        for field in tables.schema(name)["fields"]
    ]
    return {"fields": fields, "missingValues": [""]}


def table_schema(name: str) -> dict[str, Any]:
    """The Table Schema as it stands in a descriptor."""
    plan = tables.schema(name)
    fields = [{key: field[key] for key in _KEPT_IN_FIELDS if key in field} for field in plan["fields"]]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": plan["primaryKey"]}
    if "foreignKeys" in plan:
        schema["foreignKeys"] = plan["foreignKeys"]
    return schema
