"""The folder portal's catalogue, for people and for machines, made from the records and descriptors of its datasets alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import PROGRAM
from . import pages
from .folder_record import RECORD, Record, as_json

FEEDS = (("catalog.rdf", "DCAT-AP-SE (RDF/XML)"), ("catalog.ttl", "Turtle"), ("catalog.jsonld", "JSON-LD"), ("catalog.json", "JSON"))
"""The catalogue for machines: path and label. dataportal.se harvests the first."""

CATALOGUE = ("index.html", *(path for path, _ in FEEDS))
"""The portal's own files at its top."""
_DCAT_FORMS = {"catalog.rdf": "xml", "catalog.ttl": "turtle", "catalog.jsonld": "json-ld"}


def catalogue(records: list[Record], descriptors: list[dict[str, Any]]) -> dict[str, bytes]:
    """The portal's own files at its top, by path, made from the records and the current packages' descriptors alone."""
    listing = [
        {"name": record["name"], "state": record["state"], "record": f"{record['name']}/{RECORD}"}
        | ({"title": record["about"]["title"], "version": record["versions"][-1]["version"]} if record["versions"] else {})
        for record in records
    ]
    return {
        "index.html": pages.catalogue(records, FEEDS).encode(),
        "catalog.json": as_json({"publisher": PROGRAM, "datasets": listing}),
    } | _dcat(descriptors)


def _dcat(descriptors: list[dict[str, Any]]) -> dict[str, bytes]:
    """The catalogue as DCAT-AP-SE; the address it is served under is what the packages' own addresses begin with."""
    from ..package import dcat

    described = [entry for entry in descriptors if _address(entry) and _can_be_described(entry)]
    base = _address(described[0]) if described else "https://opendata.example.org/"
    graph = dcat.catalogue(described, base)
    return {path: dcat.serialise(graph, form).encode() for path, form in _DCAT_FORMS.items()}


def _address(descriptor: Mapping[str, Any]) -> str:
    """What a package's homepage says about the portal's address; empty when it names no folder of a portal."""
    homepage, tail = descriptor.get("homepage"), f"{descriptor.get('name')}/"
    is_ours = isinstance(homepage, str) and homepage.startswith(("https://", "http://")) and homepage.endswith(f"/{tail}")
    return str(homepage).removesuffix(tail) if is_ours else ""


def _can_be_described(descriptor: dict[str, Any]) -> bool:
    """False for a package of another kind, which lacks what DCAT-AP-SE asks for: it is on the page and not in the harvest."""
    from ..package import dcat

    try:
        dcat.catalogue([descriptor], _address(descriptor))
    except (AttributeError, KeyError, StopIteration, TypeError, ValueError):
        return False
    return True
