"""The record of a dataset in a folder portal (``versions.json``): its versions, the hash of every file, and what was withdrawn."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import PROGRAM
from ..errors import CheckFailed, Fault
from ..package.dcat import is_distribution
from .dataset import Dataset, version_key

RECORD = "versions.json"
VERSIONS = "versions"

Record = dict[str, Any]
"""What ``versions.json`` says; see :func:`next_record` and :func:`tomb`."""


def records(root: Path) -> list[Record]:
    """The records of all datasets of the portal in ``root``, by name. Raises as :func:`record_of` does."""
    if not root.is_dir():
        return []
    names = sorted(path.name for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [record for record in (record_of(root, name) for name in names) if record is not None]


def record_of(root: Path, name: str) -> Record | None:
    """The record of a dataset, or None where there is none of ours. Raises :class:`CheckFailed` for one that cannot be read."""
    path = root / name / RECORD
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, OSError, RecursionError):
        raise CheckFailed(
            Fault(str(path), "cannot be read as a record", "restore it from a backup, or move the dataset's folder away")
        ) from None
    return record if isinstance(record, dict) and record.get("publisher") == PROGRAM else None


def version_faults(record: Record, dataset: Dataset) -> Iterator[Fault]:
    """Why this version cannot be published here: it is there with other bytes, or not the highest."""
    where = f"{dataset.name} {dataset.version}"
    for version in record["versions"]:
        if version["version"] == dataset.version:
            if {path: facts["sha256"] for path, facts in version["files"].items()} != dataset.hashes():
                yield Fault(where, "is published with other bytes", "a version never changes: give the new one a higher portal.version")
            elif version["status"] != "current":
                yield Fault(where, "was superseded", "publish a version higher than the current one")
        elif version_key(version["version"]) > version_key(dataset.version) and version["status"] == "current":
            yield Fault(where, f"is lower than the published {version['version']}", "give the new one a higher portal.version")


def is_current(record: Record | None, dataset: Dataset) -> bool:
    """Whether readers get this version of the dataset now."""
    return record is not None and record["state"] == "published" and bool(record["versions"][-1]["version"] == dataset.version)


def about_of(dataset: Dataset) -> dict[str, Any]:
    """What the portal's pages say of the current version."""
    texts = dataset.texts
    return {
        "title": texts["title"],
        "description": texts["description"],
        "licence": texts["licence_title"],
        "licence_url": texts["licence_url"],
        "page": dataset.page,
        "downloads": [
            {"path": file.path, "title": file.title, "format": file.format, "bytes": file.bytes}
            for file in dataset.resources
            if is_distribution(file.name)
        ],
    }


def next_record(record: Record | None, dataset: Dataset, published: str) -> Record:
    """The record after publishing ``dataset``; a version that is current already keeps its date."""
    versions: list[Record] = copy.deepcopy(record["versions"]) if record else []
    if versions and versions[-1]["version"] == dataset.version:
        published = versions.pop()["published"]
    for version in versions:
        version["status"] = "superseded"
    files = {file.path: {"sha256": file.sha256, "bytes": file.bytes} for file in dataset.files}
    versions.append({"version": dataset.version, "published": published, "status": "current", "files": files})
    return {
        "publisher": PROGRAM,
        "name": dataset.name,
        "uuid": dataset.uuid,
        "state": "published",
        "about": about_of(dataset),
        "versions": versions,
        "withdrawals": record["withdrawals"] if record else [],
    }


def tomb(record: Record, at: str, reason: str) -> Record:
    """The record after withdrawing: nothing of the content, only that it was."""
    last = {"at": at, "reason": reason, "versions": [version["version"] for version in record["versions"]]}
    kept = {key: record[key] for key in ("publisher", "name", "uuid")}
    return kept | {"state": "withdrawn", "versions": [], "withdrawals": [*record["withdrawals"], last]}


def as_json(value: Any) -> bytes:
    """JSON as all files of the portal are written."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
