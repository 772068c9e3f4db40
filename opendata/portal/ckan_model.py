"""What a dataset is in CKAN's words, and the marks by which we know our own work again. Nothing here touches the network.

A dataset of ours carries two extras: ``managed_by`` says whose it is, ``managed_state`` holds a short hash of every field as we left it, so
that an edit by hand shows. A resource carries ``managed_hash`` over its own fields. A resource's id is derived from the CKAN dataset's id,
its stable name and its SHA-256: the same bytes are the same resource in every version, and asking twice for one never makes two.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from .. import PROGRAM
from ..package import manifest
from ..package.dcat import LANGUAGES, LOCAL_AUTHORITY, THEMES
from .dataset import NAMESPACE, Dataset, Resource

Package = dict[str, Any]
"""A dataset as ``package_show`` gives it."""

MANAGED_BY, MANAGED_STATE, MANAGED_HASH = "managed_by", "managed_state", "managed_hash"
STAGING, PUBLISHED, WITHDRAWING, WITHDRAWN = "staging", "published", "withdrawing", "withdrawn"
CURRENT, SUPERSEDED = "current", "superseded"

NATIVE = ("title", "notes", "version", "url", "license_id", "author", "maintainer", "maintainer_email")
"""Fields of CKAN's own schema that we set, in the order a plan shows them."""

_MENDING = "mending"
_FINGERPRINTED = ("name", "description", "hash", "versions", "version_status", "data_name", "size", "last_modified")


@dataclass(frozen=True)
class Facts:
    """What a portal says about itself; asked for once per run."""

    plugins: tuple[str, ...]
    licences: dict[str, str]
    """Ids by every name and address the portal knows a licence by, in lower case."""
    schema: dict[str, Any] | None
    """The portal's own (ckanext-scheming); None where it has none."""
    organisations: tuple[str, ...]
    """Those in which the token's user may make datasets."""
    groups: tuple[str, ...]
    """Those to which the token's user may add datasets."""

    def licence_of(self, texts: Mapping[str, str]) -> str:
        """The portal's id of the licence that a dataset's ``texts`` name; empty when it knows none of its names."""
        names = ("cc-zero" if "CC0" in texts["licence"] else "", texts["licence"].lower(), texts["licence_url"].lower())
        return next((self.licences[name] for name in names if name and name in self.licences), "")


@dataclass(frozen=True)
class Wanted:
    """A dataset as CKAN shall show it."""

    name: str
    version: str
    uuid: str
    fields: dict[str, str]
    """:data:`NATIVE` fields, and those of the portal's own schema."""
    extras: dict[str, str]
    tags: tuple[str, ...]
    organisation: str
    groups: tuple[str, ...]
    files: tuple[Resource, ...]

    @property
    def content(self) -> str:
        """Short hash of all files: what a version promises never to change."""
        return short_hash(sorted((file.name, file.sha256) for file in self.files))


@dataclass(frozen=True)
class Mark:
    """What ``managed_by`` and ``managed_state`` say."""

    uuid: str
    state: str
    version: str = ""
    content: str = ""
    run: str = ""
    at: str = ""
    order: str = ""
    """Short hash of the resources' ids in their order."""
    fields: dict[str, str] = field(default_factory=dict)

    def extras(self) -> dict[str, str]:
        """The two extras."""
        words = {"state": self.state, "version": self.version, "content": self.content, "run": self.run, "at": self.at, "order": self.order}
        words |= {f"f:{name}": value for name, value in sorted(self.fields.items())}
        return {
            MANAGED_BY: f"{PROGRAM} {self.uuid}",
            MANAGED_STATE: " ".join(f"{key}={value}" for key, value in words.items() if value),
        }


def mark_of(package: Package) -> Mark | None:
    """Our mark on a dataset; None when it is not ours."""
    extras = extras_of(package)
    owner = re.fullmatch(rf"{PROGRAM} ([0-9a-f-]{{36}})", extras.get(MANAGED_BY, ""))
    if owner is None:
        return None
    words = dict(word.split("=", 1) for word in extras.get(MANAGED_STATE, "").split() if "=" in word)
    fields = {key[2:]: value for key, value in words.items() if key.startswith("f:")}
    plain = {key: words.get(key, "") for key in ("version", "content", "run", "at", "order")}
    return Mark(uuid=owner[1], state=words.get("state", ""), fields=fields, **plain)


def extras_of(package: Package) -> dict[str, str]:
    """A dataset's extras by key."""
    return {entry["key"]: entry["value"] for entry in package.get("extras") or [] if isinstance(entry, dict) and "key" in entry}


def wanted(
    dataset: Dataset, *, organisation: str, groups: Sequence[str], licence_id: str, fields: Mapping[str, str], declared: Iterable[str]
) -> Wanted:
    """``dataset`` in CKAN's words.

    ``licence_id`` is the portal's own id of the licence, ``fields`` are further fields the portal asks for, ``declared`` are the fields
    of the portal's own schema: what it declares goes there instead of into the extras, where it would be refused.
    """
    descriptor, texts = dataset.descriptor, dataset.texts
    notes = "\n\n".join(part for part in (texts["description"], texts["description_en"]) if part)
    publisher, contact = _contributor(descriptor, "publisher"), _contributor(descriptor, "contact")
    native = {
        "title": texts["title"],
        "notes": notes,
        "version": dataset.version,
        "url": _web(descriptor.get("homepage")),
        "license_id": licence_id,
        "author": _text(publisher.get("title")),
        "maintainer": _text(contact.get("title")),
        "maintainer_email": _text(contact.get("email")),
    }
    extras = {key: value for key, value in _extras(dataset, publisher).items() if value}
    own = {key: extras.pop(key) for key in list(extras) if key in set(declared)}
    keywords = [word for word in descriptor.get("keywords") or [] if isinstance(word, str)]
    return Wanted(
        name=dataset.name,
        version=dataset.version,
        uuid=dataset.uuid,
        fields=native | own | dict(fields),
        extras=extras,
        tags=tuple(dict.fromkeys(keywords)),
        organisation=organisation,
        groups=tuple(groups),
        files=uploaded(dataset),
    )


def uploaded(dataset: Dataset) -> tuple[Resource, ...]:
    """The files that become resources: all that the descriptor lists, then the descriptor, the checksums and the archive of everything."""
    beside = (manifest.DESCRIPTOR, manifest.CHECKSUMS, manifest.archive(dataset.name, dataset.version))
    return dataset.resources + tuple(file for file in dataset.others if file.path in beside)


def _extras(dataset: Dataset, publisher: Mapping[str, Any]) -> dict[str, str]:
    """Temporal, spatial and DCAT facts under the keys that ckanext-spatial and ckanext-dcat read."""
    descriptor, texts = dataset.descriptor, dataset.texts
    temporal, spatial = _dict(descriptor.get("temporal")), _dict(descriptor.get("spatial"))
    box = spatial.get("bbox")
    area = ""
    if isinstance(box, list) and len(box) == 4 and all(isinstance(value, int | float) for value in box):
        west, south, east, north = box
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        area = json.dumps({"type": "Polygon", "coordinates": [ring]})
    return {
        "identifier": f"urn:uuid:{dataset.uuid}",
        "title_en": texts["title_en"],
        "language": json.dumps(LANGUAGES),
        "temporal_start": _text(temporal.get("start")),
        "temporal_end": _text(temporal.get("end")),
        "spatial": area,
        "spatial_uri": _web(spatial.get("geonames")),
        "theme": json.dumps(THEMES),
        "publisher_name": _text(publisher.get("title")),
        "publisher_type": LOCAL_AUTHORITY if publisher else "",
    }


def file_names(files: Sequence[Resource]) -> dict[str, str]:
    """The name each file is uploaded under, by resource name: its own, or with its folders where two would be called the same.

    In lower case, because CKAN stores it so (``munge_filename``).
    """
    plain = [PurePosixPath(file.path).name.lower() for file in files]
    return {
        file.name: name if plain.count(name) == 1 else re.sub("-+", "-", file.path.lower().replace("/", "-"))
        for file, name in zip(files, plain, strict=True)
    }


def resource_id(package_id: str, file: Resource) -> str:
    """The id of a file's resource in the CKAN dataset ``package_id``."""
    return str(uuid.uuid5(NAMESPACE, f"{package_id}\n{file.name}\n{file.sha256}"))


def resource_fields(file: Resource, identifier: str, file_name: str) -> dict[str, Any]:
    """What we say about a resource, the file itself and its place among the versions apart."""
    return {
        "id": identifier,
        "name": file.title,
        "description": file.description,
        "format": file.format,
        "mimetype": file.mediatype,
        "hash": f"sha256:{file.sha256}",
        "size": file.bytes,
        "url": file_name,
        "url_type": "upload",
        "data_name": file.name,
    }


def next_resources(package_id: str, old: Sequence[Package], staged: Mapping[str, Package], want: Wanted) -> list[Package]:
    """All resources of the dataset once ``want`` is published: its own first, then older versions', then what others have put there.

    ``old`` are the dataset's present resources; ``staged`` are resources by id that hold the new files.
    """
    names, present = file_names(want.files), {resource["id"]: resource for resource in old}
    current = []
    for file in want.files:
        identifier = resource_id(package_id, file)
        known = present.get(identifier) or staged.get(identifier) or {}
        versions = [*_text(present.get(identifier, {}).get("versions")).split(), want.version]
        resource = _kept(known) | resource_fields(file, identifier, names[file.name])
        resource |= {"versions": " ".join(dict.fromkeys(versions)), "version_status": CURRENT}
        current.append(sealed(resource))
    ours = {resource["id"] for resource in current}
    superseded = [_superseded(resource) for resource in old if resource["id"] not in ours and resource.get(MANAGED_HASH)]
    superseded.sort(key=lambda resource: resource["version_status"] != CURRENT)
    foreign = [resource for resource in old if resource["id"] not in ours and not resource.get(MANAGED_HASH)]
    return current + superseded + foreign


def _superseded(resource: Package) -> Package:
    if resource.get("version_status") == SUPERSEDED:
        return resource
    last = _text(resource.get("versions")).split()[-1:] or ["?"]
    return sealed(resource | {"version_status": SUPERSEDED, "name": f"{resource.get('name')}, version {last[0]}"})


def _kept(resource: Package) -> Package:
    """Of a resource as CKAN gave it, what must be sent back so that the portal does not forget it."""
    return {key: resource[key] for key in ("created", "last_modified", "datastore_active") if resource.get(key) is not None}


def sealed(resource: Package) -> Package:
    """``resource`` with the hash by which an edit by hand shows."""
    return resource | {MANAGED_HASH: fingerprint(resource)}


def being_mended(resource: Package, run: str) -> Package:
    """``resource`` with a mark that its file is being put back by ``run``: CKAN sets the time of the upload, so it cannot be sealed yet."""
    return resource | {MANAGED_HASH: f"{_MENDING} {run} {fingerprint(resource, uploaded=False)}"}


def is_being_mended(resource: Package) -> bool:
    """True when a run of ours put the file of ``resource`` back and was interrupted before it sealed it, and nobody changed it since."""
    word, _, rest = _text(resource.get(MANAGED_HASH)).partition(" ")
    return word == _MENDING and rest.partition(" ")[2] == fingerprint(resource, uploaded=False)


def fingerprint(resource: Package, *, uploaded: bool = True) -> str:
    """Short hash of the fields of a resource that we set, and, with ``uploaded``, of when its file was uploaded."""
    name = _text(resource.get("url")).rsplit("/", 1)[-1]
    keys = [key for key in _FINGERPRINTED if uploaded or key != "last_modified"]
    return short_hash([name, *(str(resource.get(key) or "") for key in keys)])


def flat_fields(package: Package, want: Iterable[str], extras: Iterable[str]) -> dict[str, str]:
    """The fields of a dataset by the names a plan uses, for those we set: native ones, ``extras``, ``tags``, ``organisation``."""
    stored = extras_of(package)
    flat = {name: _text(package.get(name)) for name in want}
    flat |= {name: _text(stored.get(name)) for name in extras}
    flat["tags"] = ", ".join(sorted(tag["name"] for tag in package.get("tags") or []))
    flat["organisation"] = _text((package.get("organization") or {}).get("name"))
    flat["private"] = str(bool(package.get("private"))).lower()
    return flat


def flat_wanted(want: Wanted) -> dict[str, str]:
    """The same of what shall be."""
    return want.fields | want.extras | {"tags": ", ".join(sorted(want.tags)), "organisation": want.organisation, "private": "false"}


def hand_edited(package: Package, mark: Mark) -> list[str]:
    """Names of the fields that are not as we left them."""
    native = [name for name in mark.fields if name in package]
    flat = flat_fields(package, native, [name for name in mark.fields if name not in native])
    strangers = set(extras_of(package)) - set(mark.fields) - {MANAGED_BY, MANAGED_STATE}
    changed = [name for name, value in mark.fields.items() if short_hash(flat.get(name, "")) != value]
    return sorted([*changed, *strangers])


def order_hash(resources: Iterable[Package]) -> str:
    """Short hash of the resources' ids in their order."""
    return short_hash([resource["id"] for resource in resources])


def short_hash(value: Any) -> str:
    """12 hex digits of the SHA-256 of a value's canonical JSON: enough to notice an edit, too little to bloat a portal's page."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]


def _contributor(descriptor: Mapping[str, Any], role: str) -> Mapping[str, Any]:
    for entry in descriptor.get("contributors") or []:
        if isinstance(entry, dict) and (role in (entry.get("roles") or []) or entry.get("role") == role):
            return entry
    return {}


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _web(value: Any) -> str:
    """A web address; empty for anything else, and for the placeholder that stands in a campaign nobody has given an address."""
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        return ""
    host = value.split("/")[2].partition(":")[0]
    return "" if host == "example.org" or host.endswith(".example.org") else value
