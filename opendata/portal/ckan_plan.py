"""The plan for a CKAN: its dataset as it is, compared with the package, and everything that stands in the way. No network here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..errors import Fault
from . import ckan_tables
from .ckan_checks import hindrances
from .ckan_model import (
    CURRENT,
    MANAGED_HASH,
    PUBLISHED,
    STAGING,
    WITHDRAWING,
    WITHDRAWN,
    Facts,
    Mark,
    Package,
    Wanted,
    fingerprint,
    flat_fields,
    flat_wanted,
    hand_edited,
    is_being_mended,
    mark_of,
    order_hash,
    resource_id,
)
from .dataset import Resource, version_key
from .plan import TAKE_OVER, Change, Plan, compare_fields, size


@dataclass(frozen=True)
class Look:
    """What is wanted, what is there, and the plan between them."""

    want: Wanted
    package: Package | None
    """The dataset as it is, even when soft-deleted; None where the name is free."""
    published: bool
    plan: Plan


def compose(
    address: str,
    want: Wanted,
    package: Package | None,
    facts: Facts,
    *,
    hidden: bool,
    has_token: bool,
) -> Look:
    """The plan. ``hidden``: the name is taken by a dataset that this user may not see."""
    mark = mark_of(package) if package else None
    page = f"{address}/dataset/{want.name}"
    notes = []
    if package is not None and package.get("state") == "deleted" and mark is None:
        notes.append("a deleted dataset had this name; it stays in the portal's trash")
        package = None
    faults = list(hindrances(want, facts.schema))
    edits: list[Fault] = []
    if hidden:
        faults.append(
            Fault(page, "is taken by a dataset that this user may not see", "use a token of the organisation that owns it, or another name")
        )
    elif package is not None and mark is None:
        faults.append(Fault(page, "was not published by this program", "give the dataset another name, or delete that one if it is yours"))
    elif package is not None and mark is not None:
        if mark.uuid != want.uuid:
            faults.append(Fault(page, "is another dataset with the same name", "give the dataset another name"))
        elif mark.state == WITHDRAWING:
            faults.append(Fault(page, "is being withdrawn", "finish the withdrawal first"))
        else:
            faults += _version_faults(page, want, mark)
            edits += _edits(page, package, mark)
    faults += _rights(address, want, facts, has_token=has_token)
    if not has_token:
        notes.append("without a token: planned as a reader without an account sees the portal")
    if mark is not None and mark.state == STAGING:
        notes.append("an interrupted run is continued")
    if "datastore" not in facts.plugins:
        notes.append("the portal has no DataStore: tables are published as files only")
    else:
        notes += [
            f"{file.name} stays a file without a table at the portal: it has {reason}"
            for file in want.files
            if file.is_table and (reason := ckan_tables.unfit(file))
        ]
    published = package is not None and mark is not None and mark.state == PUBLISHED and package.get("state") != "deleted"
    blocked = hidden or (package is not None and mark is None)
    changes = () if blocked else tuple(_changes(want, package, mark, facts.plugins, published=published))
    if edits and not any(change.action != "unchanged" for change in changes):
        changes += (Change("replace", "dataset", "", "set back to what was published"),)
    plan = Plan("publish", address, want.name, want.version, changes, tuple(faults), tuple(edits), tuple(notes))
    return Look(want, package, published, plan)


def _rights(address: str, want: Wanted, facts: Facts, *, has_token: bool) -> Iterator[Fault]:
    for group in want.groups:
        if has_token and group not in facts.groups:
            yield Fault(
                f"group {group}", "is not there, or this token's user may not add to it", "leave it out, or ask who runs the portal"
            )
    if has_token and not facts.organisations:
        yield Fault(
            address, "does not know this token, or its user may publish in no organisation", "make a new token as editor of an organisation"
        )
    elif not want.organisation:
        choice = f" ({', '.join(facts.organisations)})" if facts.organisations else ""
        yield Fault("organisation", f"is not said{choice}", "name it in campaign.toml (portal.organisation) or with --organisation")
    elif has_token and want.organisation not in facts.organisations:
        yield Fault(
            f"organisation {want.organisation}",
            "is not one in which this token's user may publish",
            f"use one of {', '.join(facts.organisations)}",
        )


def _version_faults(page: str, want: Wanted, mark: Mark) -> Iterator[Fault]:
    if mark.state != PUBLISHED or not mark.version:
        return
    if mark.version == want.version and mark.content != want.content:
        yield Fault(
            f"{page} {want.version}", "is published with other bytes", "a version never changes: give the new one a higher portal.version"
        )
    elif version_key(mark.version) > version_key(want.version):
        yield Fault(f"{page} {want.version}", f"is lower than the published {mark.version}", "give the new one a higher portal.version")


def _edits(page: str, package: Package, mark: Mark) -> Iterator[Fault]:
    """What somebody changed by hand since we last wrote."""
    if package.get("state") == "deleted":
        yield Fault(page, "was deleted at the portal", "publish with --take-over to bring it back")
        return
    if mark.state not in (PUBLISHED, WITHDRAWN):
        return
    for name in hand_edited(package, mark):
        yield Fault(f"{page} {name}", "was changed at the portal", TAKE_OVER)
    if mark.state == WITHDRAWN:
        return
    if order_hash(package["resources"]) != mark.order:
        yield Fault(f"{page} resources", "were added, removed or put in another order at the portal", TAKE_OVER)
    for resource in package["resources"]:
        if resource.get(MANAGED_HASH) and resource[MANAGED_HASH] != fingerprint(resource) and not is_being_mended(resource):
            yield Fault(f"{page} resource {resource.get('data_name') or resource.get('name')}", "was changed at the portal", TAKE_OVER)


def _changes(want: Wanted, package: Package | None, mark: Mark | None, plugins: Sequence[str], *, published: bool) -> Iterator[Change]:
    if package is None:
        yield Change("create", "dataset", "", f"version {want.version}")
    elif mark is not None and mark.state == WITHDRAWN:
        yield Change("create", "dataset", "", f"version {want.version}; it was withdrawn {mark.at} and would be public again")
    elif package.get("state") == "deleted":
        yield Change("create", "dataset", "", "brought back from the portal's trash")
    gone = [name for name in (mark.fields if mark and published else ()) if name not in flat_wanted(want)]
    old = flat_fields(package, want.fields, [*want.extras, *gone]) if package else {}
    yield from compare_fields("dataset", old, flat_wanted(want))
    member = {group["name"] for group in (package or {}).get("groups") or []}
    for group in want.groups:
        yield Change(
            "unchanged" if group in member else "create", f"group {group}", "", "the same" if group in member else "the dataset joins it"
        )
    yield from _resource_changes(want, package if published else None, package, plugins)


def _resource_changes(want: Wanted, published: Package | None, package: Package | None, plugins: Sequence[str]) -> Iterator[Change]:
    there = {resource["id"]: resource for resource in (package or {}).get("resources") or []}
    current = [resource for resource in (published or {}).get("resources") or [] if resource.get("version_status") == CURRENT]
    by_name = {resource.get("data_name"): resource for resource in current}
    for file in want.files:
        what, known = f"resource {file.name}", there.get(resource_id(package["id"], file)) if package else None
        if known is not None and known in current:
            yield from _same_file(what, file, known, plugins)
        elif file.name in by_name:
            yield Change("replace", what, "", f"{size(int(by_name[file.name].get('size') or 0))} -> {size(file.bytes)}, other bytes")
        else:
            yield Change("create", what, "", f"{size(file.bytes)}" + (", uploaded by an interrupted run" if known else ""))
    wanted_names = {file.name for file in want.files}
    for resource in (published or {}).get("resources") or []:
        name = resource.get("data_name")
        if not resource.get(MANAGED_HASH):
            yield Change("unchanged", f"resource {resource.get('name')}", "", "put there by somebody else: kept, at the end")
        elif resource.get("version_status") != CURRENT:
            yield Change("unchanged", f"resource {resource.get('name')}", "", "kept, marked as superseded")
        elif name not in wanted_names:
            yield Change("remove", f"resource {name}", "", f"not in version {want.version}; kept, marked as superseded")


def _same_file(what: str, file: Resource, known: Package, plugins: Sequence[str]) -> Iterator[Change]:
    shown = {"name": file.title, "description": file.description}
    differs = [name for name, value in shown.items() if (known.get(name) or "") != value]
    if is_being_mended(known):
        yield Change("replace", what, "", "was being put back by an interrupted run")
    elif known.get(MANAGED_HASH) != fingerprint(known):
        yield Change("replace", what, "", "was changed at the portal")
    elif differs:
        yield Change("replace", what, ", ".join(differs), "same bytes, other words")
    elif ckan_tables.fits(file, plugins) and not known.get("datastore_active"):
        yield Change("create", what, "table", "the DataStore does not hold it")
    else:
        yield Change("unchanged", what, "", "the same bytes")
