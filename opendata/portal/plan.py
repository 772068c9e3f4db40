"""Plan and apply: what publishing would change, said before anything is written, and what it did change, said afterwards.

The doors are :func:`plan`, :func:`apply`, :func:`plan_withdrawal` and :func:`withdraw`; a :class:`Portal` is one way to reach a portal
(:mod:`.folder`, :mod:`.ckan`), all with the same small surface.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from ..errors import CheckFailed, Fault, InputError
from ..progress import Progress, silent
from .dataset import NAME_PATTERN, Dataset, read

Action = Literal["create", "replace", "unchanged", "remove"]
REASON_LIMIT = 500
"""Longest reason of a withdrawal, in characters: it is printed on the tombstone."""

TAKE_OVER = "keep a copy if it matters, then publish with --take-over"
"""What to do about an edit by hand."""

_SIGNS: dict[str, str] = {"create": "+", "replace": "~", "unchanged": "=", "remove": "-"}


@dataclass(frozen=True)
class Change:
    """One line of a plan: what would happen to a dataset's field, a resource, or a page of the portal, and why."""

    action: Action
    what: str
    """``dataset``, ``resource NAME`` or ``page PATH``."""
    field: str
    """The field concerned; empty when it is the whole thing."""
    reason: str

    def __str__(self) -> str:
        return f"{_SIGNS[self.action]} {self.action:9} {self.what}{' ' + self.field if self.field else ''}: {self.reason}"


@dataclass(frozen=True)
class Plan:
    """What publishing (or withdrawing) would do. Nothing was written to make it."""

    intent: Literal["publish", "withdraw"]
    portal: str
    name: str
    version: str
    changes: tuple[Change, ...]
    hindrances: tuple[Fault, ...] = ()
    """What apply would refuse for, whatever is asked."""
    edits: tuple[Fault, ...] = ()
    """What somebody changed at the portal by hand since this program last wrote: apply refuses unless told to take over."""
    notes: tuple[str, ...] = ()

    @property
    def would_change(self) -> bool:
        return any(change.action != "unchanged" for change in self.changes)

    @property
    def exit_code(self) -> int:
        """0 when nothing would change, 1 when something would or when apply would refuse."""
        return int(self.would_change or bool(self.hindrances) or bool(self.edits))

    def text(self, *, everything: bool = False) -> str:
        """The plan for people, one line a change; what stays the same is counted, or listed with ``everything``."""
        lines = [f"{self.intent} {self.name} {self.version}".rstrip() + f" at {self.portal}"]
        lines += [f"  {change}" for change in self.changes if everything or change.action != "unchanged"]
        same = sum(change.action == "unchanged" for change in self.changes)
        if same and not everything:
            lines.append(f"  = {same} unchanged")
        lines += [f"  ! edited by hand: {fault}" for fault in self.edits]
        lines += [f"  ! {fault}" for fault in self.hindrances]
        lines += [f"  {note}" for note in self.notes]
        if self.hindrances:
            lines.append("This cannot be applied as it is.")
        elif self.edits:
            lines.append("Somebody edited this by hand: --apply refuses unless --take-over is given.")
        else:
            lines.append("Nothing was written; --apply does this." if self.would_change else "Nothing would change.")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """The plan as what JSON can hold."""
        return {
            "intent": self.intent,
            "portal": self.portal,
            "name": self.name,
            "version": self.version,
            "would_change": self.would_change,
            "can_apply": not self.hindrances and not self.edits,
            "changes": [asdict(change) for change in self.changes],
            "hindrances": [asdict(fault) for fault in self.hindrances],
            "edits": [asdict(fault) for fault in self.edits],
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Proof:
    """One file as it stands at the portal: read back and compared."""

    name: str
    url: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Receipt:
    """What was done, for the records: holds no credential and no figure of the data."""

    intent: Literal["publish", "withdraw"]
    portal: str
    name: str
    version: str
    uuid: str
    at: str
    """UTC, ISO 8601."""
    url: str
    """Where a reader finds the dataset, or its tombstone."""
    changes: tuple[Change, ...]
    files: tuple[Proof, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return any(change.action != "unchanged" for change in self.changes)

    def text(self) -> str:
        """The receipt for people."""
        done = {"publish": "published", "withdraw": "withdrawn"}[self.intent]
        head = f"{done}: {self.name} {self.version}".rstrip() + f" at {self.url} ({self.at})"
        if not self.changed:
            head = f"nothing to do: {self.name} {self.version}".rstrip() + f" is at {self.url} already"
        counts = [
            f"{count} {word}"
            for action, word in (("create", "created"), ("replace", "replaced"), ("remove", "removed"), ("unchanged", "unchanged"))
            if (count := sum(change.action == action for change in self.changes))
        ]
        lines = [head, "  " + ", ".join(counts)] if counts else [head]
        if self.files:
            lines.append(f"  {len(self.files)} files read back and compared")
        return "\n".join([*lines, *(f"  {note}" for note in self.notes)])

    def as_dict(self) -> dict[str, Any]:
        """The receipt as what JSON can hold."""
        return asdict(self) | {"changed": self.changed}

    def json(self) -> str:
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


class Portal(Protocol):
    """One way to reach a portal."""

    @property
    def address(self) -> str:
        """Folder or web address, without any credential."""
        ...

    def plan(self, dataset: Dataset) -> Plan:
        """What publishing ``dataset`` would change. Writes nothing."""
        ...

    def publish(self, dataset: Dataset, *, take_over: bool, now: datetime.datetime, progress: Progress) -> Receipt:
        """Publish ``dataset`` whole or not at all; what is there already and proven identical stays as it is."""
        ...

    def plan_withdrawal(self, name: str) -> Plan:
        """What withdrawing the dataset ``name`` would change. Writes nothing."""
        ...

    def withdraw(self, name: str, reason: str, *, now: datetime.datetime, progress: Progress) -> Receipt:
        """Take ``name`` down at once, whatever was edited by hand, then remove its content and leave a tombstone."""
        ...


Check = Callable[[Path], Sequence[Fault]]
"""Validates and audits a package: every fault that forbids publishing it."""


def plan(package: Path, portal: Portal) -> Plan:
    """What publishing the package in the folder ``package`` would change at ``portal``. Writes nothing anywhere.

    Raises :class:`InputError` and :class:`CheckFailed` as :func:`~.dataset.read` does, and what reaching the portal raises.
    """
    return portal.plan(read(package))


def apply(
    package: Path,
    portal: Portal,
    *,
    check: Check,
    take_over: bool = False,
    now: datetime.datetime | None = None,
    record: Callable[[Receipt], None] | None = None,
    progress: Progress = silent,
) -> Receipt:
    """Publish the package: validate and audit with ``check``, then bring ``portal`` to the state of the plan, whole or not at all.

    Safe to run twice and after any interruption. ``record`` (the ledger) is called with every receipt: a run that finds nothing to do may
    follow one that ended before it recorded. Raises :class:`CheckFailed` when ``check`` finds something, when the plan has hindrances, when
    the portal was edited by hand and ``take_over`` is not given, or when what the portal stores is not what was sent.
    """
    faults = tuple(check(package))
    if faults:
        raise CheckFailed(faults)
    dataset = read(package)
    receipt = portal.publish(dataset, take_over=take_over, now=now or _now(), progress=progress)
    if record is not None:
        record(receipt)
    return receipt


def plan_withdrawal(name: str, portal: Portal) -> Plan:
    """What withdrawing the dataset ``name`` would change at ``portal``. Writes nothing."""
    return portal.plan_withdrawal(_dataset_name(name))


def withdraw(
    name: str,
    portal: Portal,
    reason: str,
    *,
    now: datetime.datetime | None = None,
    record: Callable[[Receipt], None] | None = None,
    progress: Progress = silent,
) -> Receipt:
    """Take the dataset ``name`` with all its versions down; a tombstone says when and, with ``reason``, why.

    The reason is printed publicly: one line of at most :data:`REASON_LIMIT` characters. Withdrawing twice
    changes nothing. What cannot be undone is in the receipt's notes.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > REASON_LIMIT or not reason.isprintable():
        raise InputError(
            Fault("--reason", "is empty, too long or not plain text", f"say in one line of at most {REASON_LIMIT} characters why")
        )
    receipt = portal.withdraw(_dataset_name(name), reason, now=now or _now(), progress=progress)
    if record is not None:
        record(receipt)
    return receipt


COPIES_REMAIN = (
    "Copies that others have downloaded, and copies in caches, archives and catalogues that harvested it, cannot be called back."
)


def refuse(plan: Plan, *, take_over: bool = False) -> None:
    """Raise :class:`CheckFailed` for what forbids applying ``plan``; edits by hand do not with ``take_over``."""
    faults = plan.hindrances if take_over else plan.hindrances + plan.edits
    if faults:
        raise CheckFailed(faults)


def compare_fields(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """The changes that bring the fields ``old`` to ``new``; values are shown shortened, so that a plan stays readable."""
    changes = []
    for key in sorted(set(old) | set(new)):
        before, after = old.get(key), new.get(key)
        if before == after or not (before or after):
            changes.append(Change("unchanged", what, key, "the same"))
        elif before in (None, "", [], {}):
            changes.append(Change("create", what, key, short(after)))
        elif after in (None, "", [], {}):
            changes.append(Change("remove", what, key, f"was {short(before)}"))
        else:
            changes.append(Change("replace", what, key, f"{short(before)} -> {short(after)}"))
    return changes


def short(value: Any, limit: int = 60) -> str:
    """``value`` on one line of at most ``limit`` characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    text = re.sub(r"\s+", " ", text).strip()
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def size(count: int) -> str:
    """A number of bytes for people, in SI units."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= scale:
            return f"{count / scale:.1f} {unit}"
    return f"{count} B"


def stamp(now: datetime.datetime) -> str:
    """``now`` as UTC, whole seconds, ISO 8601 with a Z."""
    return now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _dataset_name(name: str) -> str:
    if not NAME_PATTERN.fullmatch(name):
        raise InputError(Fault("NAME", "is not the name of a dataset", "give the name as the portal shows it: a-z, 0-9, - and _"))
    return name


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
