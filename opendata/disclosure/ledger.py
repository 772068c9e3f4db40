"""The ledger: every release ever published, so that a new one is attacked together with the old ones.

A folder (0700) of numbered entries. An entry is a release file and a line of JSON that names its hash and the hash of the entry
before it, and ``head`` names the newest, so an entry that was changed, dropped or slipped in later is noticed. Nothing in it is
personal: it holds what was published.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import Fault, InputError
from ..files import private_dir, sha256, write_text
from ..release import Release, read, table_hashes, write

_FIRST = "0" * 64
_HEAD = "head"
"""The file that holds the newest entry's hash, so that dropping the newest entries is noticed."""
WITHDRAWALS = "withdrawals.json"
"""The file that lists what was taken down."""

_OWN = re.compile(rf"\d{{5}}\.(?:json|gpkg)|{_HEAD}|{re.escape(WITHDRAWALS)}")
"""Names of what a ledger holds."""

_LARGEST_ENTRY = 100_000


@dataclass(frozen=True)
class Entry:
    """One published release as the ledger knows it."""

    number: int
    campaign: str
    file: str
    sha256: str
    tables: dict[str, str]
    before: str
    """Hash of the entry before, 64 noughts for the first."""

    def digest(self) -> str:
        return hashlib.sha256(_line(self).encode()).hexdigest()


def campaign_name(release: Release) -> str:
    """The name a release's campaign goes by in the ledger: ``facts["campaign"]``, or its ``name`` where that is a table."""
    campaign = release.facts.get("campaign", "")
    if isinstance(campaign, dict):
        campaign = campaign.get("name", "")
    return str(campaign)


def begun(ledger: Path) -> bool:
    """Whether there is a ledger; False where none is yet and one can be made.

    Raises :class:`InputError` where the path can be no folder: asked before anything is published, because afterwards is too late.
    """
    if ledger.is_dir():
        held = [path.name for path in ledger.iterdir()]
        if any(_OWN.fullmatch(name) for name in held):
            return True
        if any(not name.startswith(".") for name in held):
            raise InputError(Fault(str(ledger), "holds other files and no ledger", "name the folder that holds the ledger"))
        return False
    above = next(path for path in (ledger.absolute(), *ledger.absolute().parents) if path.exists() or path.is_symlink())
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise InputError(Fault(str(ledger), "is no folder", "name the folder that holds the ledger"))
    return False


def record(ledger: Path, release: Release) -> Entry:
    """Add a published release; recording the newest release of a campaign once more changes nothing.

    Raises :class:`InputError` when the ledger was tampered with.
    """
    private_dir(ledger)
    known = entries(ledger)
    tables = table_hashes(release)
    campaign = campaign_name(release)
    mine = [entry for entry in known if entry.campaign == campaign]
    if mine and mine[-1].tables == tables:
        return mine[-1]
    number = len(known) + 1
    file = f"{number:05d}.gpkg"
    path = ledger / file
    write(release, path, private=True)
    entry = Entry(number, campaign, file, sha256(path), tables, known[-1].digest() if known else _FIRST)
    write_text(ledger / f"{number:05d}.json", _line(entry), private=True)
    write_text(ledger / _HEAD, entry.digest() + "\n", private=True)
    return entry


def entries(ledger: Path) -> list[Entry]:
    """All entries, oldest first, after checking that the chain of hashes is whole.

    Raises :class:`InputError` for a folder that does not exist and for an entry that was changed, dropped or slipped in.
    """
    if not ledger.is_dir():
        raise InputError(Fault(str(ledger), "is no folder", "name the folder that holds the ledger"))
    found: list[Entry] = []
    before = _FIRST
    for number, path in enumerate(sorted(ledger.glob("[0-9]*.json")), start=1):
        entry = _entry(path)
        if entry.number != number or entry.before != before or path.name != f"{number:05d}.json" or entry.file != f"{number:05d}.gpkg":
            raise InputError(Fault(str(path), "does not follow the entry before it", "restore the ledger from its copy"))
        release = ledger / entry.file
        if not release.is_file() or sha256(release) != entry.sha256:
            raise InputError(Fault(str(release), "is not the release that was recorded", "restore the ledger from its copy"))
        before = entry.digest()
        found.append(entry)
    _check_head(ledger, found)
    return found


def _check_head(ledger: Path, found: list[Entry]) -> None:
    """Whether the newest entries are still there. An entry beyond the head is one whose recording was interrupted at the last step."""
    head = ledger / _HEAD
    known = head.read_text(encoding="utf-8").strip() if head.is_file() else ""
    if known not in [entry.digest() for entry in found[-2:]] and (known or len(found) > 1):
        raise InputError(Fault(str(head), "names an entry that is not the newest", "restore the ledger from its copy"))


def history(ledger: Path, campaign: str) -> list[Release]:
    """Earlier releases of ``campaign``, oldest first. Raises :class:`InputError` as :func:`entries` does."""
    return [read(ledger / entry.file) for entry in entries(ledger) if entry.campaign == campaign]


def bring(ledger: Path, other: Path, campaign: str) -> int:
    """Record in ``ledger`` every release of ``campaign`` that ``other`` holds and it does not, oldest first; returns how many.

    ``other`` need not exist and stays as it is. Raises :class:`InputError` when one of them was tampered with.
    """
    if not other.is_dir():
        return 0
    known = [entry.tables for entry in entries(ledger)] if begun(ledger) else []
    missing = [entry for entry in entries(other) if entry.campaign == campaign and entry.tables not in known]
    for entry in missing:
        record(ledger, read(other / entry.file))
    return len(missing)


@dataclass(frozen=True)
class Withdrawal:
    """A campaign's releases were taken down from a portal. They stay in the ledger: copies that others made remain to be reckoned with."""

    campaign: str
    portal: str
    at: str
    reason: str


def note_withdrawal(ledger: Path, withdrawal: Withdrawal) -> None:
    """Add ``withdrawal`` to the ledger's list of withdrawals (:data:`WITHDRAWALS`, 0600)."""
    private_dir(ledger)
    noted = [dataclasses.asdict(one) for one in withdrawals(ledger)]
    listed = [*noted, dataclasses.asdict(withdrawal)]
    write_text(ledger / WITHDRAWALS, json.dumps(listed, ensure_ascii=False, indent=1) + "\n", private=True)


def withdrawals(ledger: Path) -> list[Withdrawal]:
    """All withdrawals, oldest first. Raises :class:`InputError` when the list was damaged."""
    path = ledger / WITHDRAWALS
    if not path.exists():
        return []
    try:
        return [Withdrawal(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError):
        raise InputError(Fault(str(path), "is no list of withdrawals", "restore the ledger from its copy")) from None


def _line(entry: Entry) -> str:
    return json.dumps(dataclasses.asdict(entry), ensure_ascii=False, sort_keys=True) + "\n"


def _entry(path: Path) -> Entry:
    try:
        if path.stat().st_size > _LARGEST_ENTRY:
            raise ValueError("too large")
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        entry = Entry(**values)
        if type(entry.number) is not int or not all(isinstance(v, str) for v in (entry.campaign, entry.file, entry.sha256, entry.before)):
            raise ValueError("wrong types")
        if not isinstance(entry.tables, dict):
            raise ValueError("wrong types")
        return entry
    except (OSError, ValueError, TypeError, RecursionError):
        raise InputError(Fault(str(path), "is no entry of a ledger", "restore the ledger from its copy")) from None
