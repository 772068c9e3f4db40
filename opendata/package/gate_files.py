"""The first gate: descriptor, paths, sizes, hashes, bytes of the CSV files: what must hold before any library opens a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..files import sha256
from . import manifest, tables, webpage
from .about import LICENCE_NAME, LICENCE_URL
from .opened import Package
from .paths import path_fault
from .report import ANEW, Finding

GATE = "files"
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_BOM = b"\xef\xbb\xbf"
_NOT_LISTED = (manifest.DESCRIPTOR, manifest.CHECKSUMS, *manifest.PAGES.values())


def check(package: Package) -> Iterator[Finding]:
    """Every finding of this gate."""
    yield from _descriptor(package.descriptor)
    unsafe = False
    for resource in package.resources:
        fault = path_fault(package.folder, resource["path"])
        if fault:
            unsafe = True
            yield Finding(GATE, resource["path"][:200], None, fault, "keep every file inside the package's folder")
    if unsafe:
        return
    for resource in package.resources:
        yield from _resource(package.folder, resource)
    yield from _strangers(package)
    yield from _checksums(package.folder)


def _descriptor(descriptor: dict[str, Any]) -> Iterator[Finding]:
    def found(what: str, fix: str = ANEW) -> Finding:
        return Finding(GATE, manifest.DESCRIPTOR, None, what, fix)

    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not resources:
        yield found("lists no resources")
        return
    if len([r for r in resources if isinstance(r, dict) and isinstance(r.get("path"), str)]) != len(resources):
        yield found("lists a resource that is no object with one path")
    names = Counter(str(resource.get("name")) for resource in resources if isinstance(resource, dict))
    for name, times in sorted(names.items()):
        if times > 1:
            yield found(f"has {times} resources called {name[:80]!r}", "give each a name of its own")
        if not _NAME.fullmatch(name):
            yield found(f"resource name {name[:80]!r} is not lower-case ASCII")
    for path, times in sorted(Counter(str(resource.get("path")) for resource in resources if isinstance(resource, dict)).items()):
        if times > 1:
            yield found(f"lists {path[:80]!r} {times} times")
    for item in manifest.items():
        if names[item.name] == 0:
            yield found(f"does not list {item.path} (resource {item.name})")
    licences = descriptor.get("licenses")
    if not isinstance(licences, list) or not licences:
        yield found("names no licence", f"add {LICENCE_NAME}")
    elif any(not isinstance(entry, dict) or not (entry.get("name") or entry.get("path")) for entry in licences):
        yield found("has a licence without name and path", f"write {LICENCE_NAME} and {LICENCE_URL}")


def _resource(folder: Path, resource: dict[str, Any]) -> Iterator[Finding]:
    name, path = resource["path"], folder / resource["path"]
    if not path.is_file():
        yield Finding(GATE, name, None, "is missing", ANEW)
        return
    size = path.stat().st_size
    if resource.get("bytes") != size:
        yield Finding(GATE, name, None, f"has {size} bytes where the descriptor says {str(resource.get('bytes'))[:20]}", ANEW)
    stated = resource.get("hash")
    if not isinstance(stated, str) or not _HASH.fullmatch(stated):
        yield Finding(GATE, name, None, "has no sha256 hash in the descriptor", ANEW)
    elif stated != f"sha256:{sha256(path)}":
        yield Finding(GATE, name, None, "is not the file the descriptor was made for (hash differs)", ANEW)
    known = {item.name: item for item in manifest.items()}.get(str(resource.get("name")))
    if known and known.path != name:
        yield Finding(GATE, name, None, f"is not where {known.name} belongs ({known.path})", ANEW)
    if known and known.table:
        yield from _csv_bytes(path, name, known)
        if not known.excel:
            yield from _declared(resource, known)


def _csv_bytes(path: Path, name: str, item: manifest.Item) -> Iterator[Finding]:
    data = path.read_bytes()
    if data.startswith(_BOM) is not item.excel:
        yield Finding(GATE, name, 1, "begins with a byte order mark" if not item.excel else "lacks its byte order mark", ANEW)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Finding(GATE, name, data[: error.start].count(b"\n") + 1, "is not UTF-8", ANEW)
        return
    if "\r" in text or "\0" in text:
        yield Finding(
            GATE,
            name,
            text[: min(i for i in (text.find("\r"), text.find("\0")) if i >= 0)].count("\n") + 1,
            "has other line ends than the rest, or NUL",
            ANEW,
        )
    if text and not text.endswith("\n"):
        yield Finding(GATE, name, text.count("\n") + 1, "its last line does not end: the file may be cut off", ANEW)
    fields = tables.schema(item.table)["fields"]
    header = ",".join(field["name"] for field in fields) if not item.excel else ";".join(field["title_sv"] for field in fields)
    if text.split("\n", 1)[0].removeprefix("\ufeff") != header:
        yield Finding(GATE, name, 1, f"its header is not {header}", ANEW)


def _declared(resource: dict[str, Any], item: manifest.Item) -> Iterator[Finding]:
    from .descriptor import table_schema

    if resource.get("profile") != "tabular-data-resource" or resource.get("type") != "table":
        yield Finding(GATE, manifest.DESCRIPTOR, None, f"resource {item.name} is not declared as a table", ANEW)
    if resource.get("schema") != table_schema(item.table):
        yield Finding(GATE, manifest.DESCRIPTOR, None, f"the schema of {item.name} is not the published one", ANEW)
    if (
        str(resource.get("encoding")).lower() != "utf-8"
        or not isinstance(resource.get("dialect"), dict)
        or resource["dialect"].get("delimiter") != ","
    ):
        yield Finding(GATE, manifest.DESCRIPTOR, None, f"encoding and delimiter of {item.name} are not utf-8 and comma", ANEW)


def _strangers(package: Package) -> Iterator[Finding]:
    listed = {resource["path"] for resource in package.resources}
    archive = manifest.archive(str(package.descriptor.get("name")), str(package.descriptor.get("version")))
    known = {*listed, *_NOT_LISTED, archive, *webpage.FILES}
    for path in sorted(package.folder.rglob("*")):
        name = path.relative_to(package.folder).as_posix()
        if path.is_symlink():
            yield Finding(GATE, name, None, "is a link", "keep every file inside the package's folder")
        elif path.is_file() and name not in known:
            yield Finding(GATE, name, None, "is not part of the package", "remove it")
    for name in (*_NOT_LISTED, archive):
        if not (package.folder / name).is_file():
            yield Finding(GATE, name, None, "is missing", ANEW)


def _checksums(folder: Path) -> Iterator[Finding]:
    path = folder / manifest.CHECKSUMS
    if not path.is_file():
        return
    stated: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        match = re.fullmatch(r"([0-9a-f]{64})  (.+)", line)
        if not match:
            yield Finding(GATE, manifest.CHECKSUMS, number, "is not a checksum and a path", ANEW)
            continue
        stated[match[2]] = match[1]
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if name == manifest.CHECKSUMS or file.is_symlink() or not file.is_file():
            continue
        if name not in stated:
            yield Finding(GATE, name, None, f"is not in {manifest.CHECKSUMS}", ANEW)
        elif stated[name] != sha256(file):
            yield Finding(GATE, name, None, f"is not the file in {manifest.CHECKSUMS}", ANEW)
    for name in sorted(set(stated)):
        if path_fault(folder, name) or not (folder / name).is_file():
            yield Finding(GATE, name[:200], None, f"is in {manifest.CHECKSUMS} but not in the package", ANEW)
