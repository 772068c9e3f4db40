"""What CKAN would silently drop, rename or refuse, found before anything is sent.

Sources: CKAN 2.12 ``ckan/logic/validators.py`` (names, tags, extras), ``ckan/lib/munge.py`` (file names), Solr's limit of 32,766 bytes
for a term (an extra is one term), ckanext-scheming's ``scheming_dataset_schema_show``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import Fault
from .ckan_model import MANAGED_BY, MANAGED_STATE, NATIVE, Wanted, file_names
from .plan import size

TAG = re.compile(r"[\w \-.]{2,100}", re.UNICODE)
FILE_NAME = re.compile(r"(?=.{3,100}$)[a-z0-9_][a-z0-9_.-]*\.[a-z0-9]{1,20}|sha256sums")
EXTRA_LIMIT = 32_000
"""Bytes of one extra; Solr refuses a term above 32,766."""

_SET_ELSEWHERE = frozenset({*NATIVE, "name", "owner_org", "tag_string", "tags", "groups", "private", "resources", "extras", "type", "id"})
_SET_ON_RESOURCES = frozenset({"id", "url", "name", "description", "format", "mimetype", "hash", "size", "upload"})


def hindrances(want: Wanted, schema: Mapping[str, Any] | None) -> Iterator[Fault]:
    """Everything for which CKAN would not store ``want`` as it is; ``schema`` is the portal's own (ckanext-scheming), if it has one."""
    for tag in want.tags:
        if not TAG.fullmatch(tag) or tag != tag.strip():
            yield Fault(f"keyword {tag!r}", "cannot be a tag", "use 2 to 100 letters, digits, spaces, and _ . -")
    if len({tag.lower() for tag in want.tags}) < len(want.tags):
        yield Fault("keywords", "name the same tag twice, apart from capitals", "leave one out")
    for key, value in (want.fields | want.extras).items():
        if key in want.extras and len(value.encode()) > EXTRA_LIMIT:
            yield Fault(key, f"is longer than the {size(EXTRA_LIMIT)} that the portal's search can index", "shorten it")
        if key != "notes" and value != " ".join(value.split()):
            yield Fault(key, "has white space at its ends or line breaks, which the portal may drop", "write it on one line")
    if not want.fields.get("title"):
        yield Fault("title", "is empty: the portal would show the name instead", "give the campaign a title")
    for reserved in (MANAGED_BY, MANAGED_STATE):
        if reserved in want.fields or reserved in want.extras:
            yield Fault(reserved, "is this program's own field", "leave it out")
    stored = file_names(want.files)
    for name, file_name in stored.items():
        if not FILE_NAME.fullmatch(file_name):
            yield Fault(
                f"resource {name}", f"would be renamed by the portal (file {file_name})", "use letters a-z, digits, _ . - in file names"
            )
    if len(set(stored.values())) < len(stored):
        yield Fault("resources", "would have files of the same name at the portal", "give the files of the package other names")
    if schema is not None:
        yield from _scheming(want, schema)


def _scheming(want: Wanted, schema: Mapping[str, Any]) -> Iterator[Fault]:
    known = {entry.get("field_name"): entry for entry in schema.get("dataset_fields") or [] if isinstance(entry, dict)}
    for name, entry in known.items():
        value = want.fields.get(str(name), "")
        choices = [str(choice.get("value")) for choice in entry.get("choices") or [] if isinstance(choice, dict)]
        offered = f" (one of {', '.join(choices)})" if choices else ""
        if _required(entry) and name not in _SET_ELSEWHERE - set(NATIVE) and not value:
            yield Fault(f"field {name}", f"is required by this portal{offered}", f"give it with --field {name}=VALUE")
        elif value and choices and value not in choices:
            yield Fault(f"field {name}", f"cannot be {value!r} at this portal{offered}", f"give it with --field {name}=VALUE")
    for name in NATIVE:
        if name not in known and want.fields.get(name):
            yield Fault(f"field {name}", "is not in this portal's schema: it would be dropped", "ask who runs the portal to add it")
    for entry in schema.get("resource_fields") or []:
        if isinstance(entry, dict) and _required(entry) and entry.get("field_name") not in _SET_ON_RESOURCES:
            yield Fault(
                f"resource field {entry.get('field_name')}", "is required by this portal", "ask who runs the portal to make it optional"
            )


def _required(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("required")) or "not_empty" in str(entry.get("validators", "")).split()


def declared(schema: Mapping[str, Any] | None) -> set[str]:
    """Names of the dataset fields that the portal's own schema declares."""
    return {str(entry.get("field_name")) for entry in (schema or {}).get("dataset_fields") or [] if isinstance(entry, dict)}
