"""The folder portal's catalogue, for people and for machines, made from the records and descriptors of its datasets alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import PROGRAM
from ..errors import Fault
from ..files import sha256, write_bytes
from ..package.manifest import DESCRIPTOR
from . import pages
from .dataset import Dataset
from .folder_record import RECORD, VERSIONS, Record, as_json, records
from .plan import TAKE_OVER, Change

FEEDS = (("catalog.rdf", "DCAT-AP-SE (RDF/XML)"), ("catalog.ttl", "Turtle"), ("catalog.jsonld", "JSON-LD"), ("catalog.json", "JSON"))
"""The catalogue for machines: path and label. dataportal.se harvests the first."""

CATALOGUE = ("index.html", *(path for path, _ in FEEDS))
"""The portal's own files at its top."""
_DCAT_FORMS = {"catalog.rdf": "xml", "catalog.ttl": "turtle", "catalog.jsonld": "json-ld"}


@dataclass(frozen=True)
class FrontPages:
    """The portal's own files at the top of ``root``; ``noted`` is where it is noted what this program wrote to each."""

    root: Path
    noted: Path

    def rendered(self, dataset: Dataset | None = None) -> dict[str, bytes]:
        """The files by path as they shall be; ``dataset`` is one that is about to be put back, whatever its folder holds now."""
        listed = records(self.root)
        ours = {dataset.name: dataset.descriptor} if dataset else {}
        descriptors = [ours.get(record["name"]) or self._descriptor(record) for record in listed if record["state"] == "published"]
        return _rendered(listed, [descriptor for descriptor in descriptors if descriptor is not None])

    def changes(self, rendered: Mapping[str, bytes] | None) -> list[Change]:
        """What would change among the files. ``rendered``: as they shall be; None where a dataset comes or goes, which changes them all."""
        changes = []
        for path in CATALOGUE:
            target = self.root / path
            if not target.exists():
                changes.append(Change("create", f"page {path}", "", "made from the records"))
            elif rendered is None or target.read_bytes() != rendered[path]:
                changes.append(Change("replace", f"page {path}", "", "made anew from the records"))
            else:
                changes.append(Change("unchanged", f"page {path}", "", "the same"))
        return changes

    def undescribed(self, dataset: Dataset | None = None) -> tuple[str, ...]:
        """A line for each dataset, but for ``dataset``, that the catalogue for machines has to leave out."""
        fix = f"publish it again with --take-over, or put its {DESCRIPTOR} back"
        return tuple(
            str(Fault(str(self.root / record["name"]), f"has lost its {DESCRIPTOR}: the catalogue for machines leaves it out", fix))
            for record in records(self.root)
            if record["state"] == "published" and record["name"] != (dataset.name if dataset else "") and self._descriptor(record) is None
        )

    def edits(self) -> list[Fault]:
        """Files that this program did not write as they are now."""
        known = self._written()
        faults = []
        for path in CATALOGUE:
            target = self.root / path
            if target.exists() and sha256(target) not in known.get(path, []):
                what = "was changed by hand" if path in known else "was not made by this program"
                faults.append(Fault(str(target), what, TAKE_OVER))
        return faults

    def write(self) -> None:
        """Make the files from the records; each is replaced whole, and the hashes are noted before, so that an interruption
        is told apart from an edit by hand. A page that is as it shall be, but not known as ours any more, becomes known again."""
        known, fresh, after = self._written(), dict[str, bytes](), dict[str, str]()
        for path, data in self.rendered().items():
            digest = hashlib.sha256(data).hexdigest()
            if digest not in known.get(path, []) or not _holds(self.root / path, data):
                fresh[path], after[path] = data, digest
        if fresh:
            intent = known | {path: [*known.get(path, [])[-1:], digest] for path, digest in after.items()}
            write_bytes(self.noted, as_json(intent), private=True)
        for path, data in fresh.items():
            write_bytes(self.root / path, data)

    def _descriptor(self, record: Record) -> dict[str, Any] | None:
        """The current version's descriptor as it was published, from either of its two places; None when it is whole in neither."""
        version, place = record["versions"][-1], self.root / record["name"]
        for path in (place / VERSIONS / version["version"] / DESCRIPTOR, place / DESCRIPTOR):
            if path.is_file() and sha256(path) == version["files"][DESCRIPTOR]["sha256"]:
                descriptor: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
                return descriptor
        return None

    def _written(self) -> dict[str, list[str]]:
        """SHA-256 of what this program wrote to each page, newest last; none of a page of which that is not known any more."""
        try:
            known = json.loads(self.noted.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
            return {}
        return {path: hashes for path, hashes in known.items() if isinstance(hashes, list)} if isinstance(known, dict) else {}


def _rendered(listed: list[Record], descriptors: list[dict[str, Any]]) -> dict[str, bytes]:
    """The files by path, made from the records and the current packages' descriptors alone."""
    listing = [
        {"name": record["name"], "state": record["state"], "record": f"{record['name']}/{RECORD}"}
        | ({"title": record["about"]["title"], "version": record["versions"][-1]["version"]} if record["versions"] else {})
        for record in listed
    ]
    return {
        "index.html": pages.catalogue(listed, FEEDS).encode(),
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


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
