"""The DataStore and the views of resources: tables with our own data dictionary, read back and compared, and previews.

Types are never guessed: what the Table Schema calls a string is text, so an id keeps its leading zeros.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from typing import Any

from ..errors import CheckFailed, Fault
from .dataset import Resource
from .transport import Client, Refused

TYPES = {"integer": "bigint", "number": "numeric", "boolean": "boolean", "date": "date"}
"""PostgreSQL types by Table Schema type; everything else is text."""
ROW_LIMIT = 100_000
"""Tables with more rows stay files: one request fills a table, so that readers never see part of it."""
NAME_LIMIT = 63
"""Bytes of a PostgreSQL column name; longer ones would be cut."""
VIEW_TITLE = "Tabell"

_DUMP_LIMIT = 500_000_000


def columns(file: Resource) -> list[dict[str, Any]]:
    """The DataStore's columns with our data dictionary."""
    return [
        {
            "id": spec["name"],
            "type": TYPES.get(str(spec.get("type", "string")), "text"),
            "info": {
                "label": str(spec.get("title_sv") or spec.get("title") or spec["name"]),
                "notes": str(spec.get("description_sv") or spec.get("description") or ""),
            },
        }
        for spec in file.fields
    ]


def rows(file: Resource) -> list[dict[str, str | None]]:
    """The rows of a CSV file; an empty cell is nothing, not an empty text."""
    with file.file.open(encoding="utf-8", newline="") as stream:
        return [
            {key: value or None for key, value in row.items() if key is not None}
            for row in csv.DictReader(stream, delimiter=file.delimiter)
        ]


def unfit(file: Resource) -> str:
    """Why a table cannot go into the DataStore as it is; empty when it can."""
    names = [spec["name"] for spec in file.fields]
    if any(len(name.encode()) > NAME_LIMIT or name.startswith("_") or '"' in name for name in names):
        return "a column name that the DataStore cannot hold"
    lines = 0
    for chunk in _chunks(file):
        lines += chunk.count(b"\n")
        if lines > ROW_LIMIT + 1:  # the first line is the header
            return f"more than {ROW_LIMIT} rows"
    return ""


def fits(file: Resource, plugins: Collection[str]) -> bool:
    """True when a portal with ``plugins`` can hold ``file`` as a table."""
    return "datastore" in plugins and file.is_table and not unfit(file)


def fill(client: Client, identifier: str, file: Resource, *, active: bool) -> bool:
    """Give the resource ``identifier`` the DataStore table of ``file``; False when it has it already.

    ``active``: the portal says that the resource has a table. A table that it does not know of (its resource was taken away and came
    back) is made anew, because nobody would be shown it. Raises :class:`CheckFailed` when the portal stores something else than was sent.
    """
    want = rows(file)

    def make() -> bool:
        if active and _holds(client, identifier, file, want):
            return False
        if client.read("datastore_info", id=identifier) is not None:
            client.write("datastore_delete", {"resource_id": identifier, "force": True})
        client.write("datastore_create", {"resource_id": identifier, "force": True, "fields": columns(file), "records": want})
        if _holds(client, identifier, file, want):
            return True
        raise CheckFailed(
            Fault(f"resource {file.name}", "reads differently from the DataStore than it was sent", "tell who runs the portal")
        )

    return client.until_sure(make)


def drop(client: Client, identifier: str) -> None:
    """Remove the DataStore table of a resource; none is as good."""
    try:
        client.until_sure(lambda: client.write("datastore_delete", {"resource_id": identifier, "force": True}))
    except Refused as refusal:
        if refusal.status != 404:
            raise


def show(client: Client, identifier: str, file: Resource, *, filled: bool, plugins: Iterable[str]) -> bool:
    """Give a resource the view that suits it, unless it has one. True when the portal can show it."""
    kind = view_type(file, filled=filled)
    if kind not in set(plugins):
        return False
    title = VIEW_TITLE if filled else file.title

    def make() -> None:
        views = client.read("resource_view_list", id=identifier) or []
        if not any(view.get("view_type") == kind for view in views):
            client.write("resource_view_create", {"resource_id": identifier, "view_type": kind, "title": title})

    client.until_sure(make)
    return True


def view_type(file: Resource, *, filled: bool) -> str:
    """The CKAN view plugin that suits a file; empty for none."""
    if filled:
        return "datatables_view"
    kind = file.path.rsplit(".", 1)[-1].lower()
    return {"md": "text_view", "txt": "text_view", "json": "text_view", "png": "image_view"}.get(kind, "")


def _holds(client: Client, identifier: str, file: Resource, want: list[dict[str, str | None]]) -> bool:
    """True when the DataStore gives back exactly the rows and the dictionary."""
    info = client.read("datastore_info", id=identifier)
    if info is None:
        return False
    stored = {entry.get("id"): (entry.get("info") or {}).get("label") for entry in info.get("fields") or [] if isinstance(entry, dict)}
    if stored != {column["id"]: column["info"]["label"] for column in columns(file)}:
        return False
    text = client.fetch_text(f"{client.address}/datastore/dump/{identifier}?bom=false", _DUMP_LIMIT)
    if text is None:
        return False
    names = [spec["name"] for spec in file.fields]
    got = [{name: row.get(name) or None for name in names} for row in csv.DictReader(io.StringIO(text, newline=""))]
    kinds = {column["id"]: column["type"] for column in columns(file)}
    return len(got) == len(want) and all(
        _same(one[name], other.get(name), kinds[name]) for one, other in zip(got, want, strict=True) for name in names
    )


def _same(stored: str | None, sent: str | None, kind: str) -> bool:
    if stored is None or sent is None or kind in ("text", "date"):
        return stored == sent
    if kind == "boolean":
        truth = {"t": True, "true": True, "1": True, "f": False, "false": False, "0": False}
        return truth.get(stored.lower()) == truth.get(sent.lower())
    return float(stored) == float(sent)


def _chunks(file: Resource) -> Iterable[bytes]:
    with file.file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            yield chunk
