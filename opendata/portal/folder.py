"""A portal that is a folder: any web server can serve it, and nothing but files is needed.

``DIR/NAME/`` holds the current version of a dataset with its page, ``DIR/NAME/versions/V/`` every version for good,
``DIR/NAME/versions.json`` the record. The whole of ``NAME/`` is prepared beside and exchanged in one step, so that a reader gets the old
version or the new one. The catalogue at the top is made from the records alone and can always be made again. ``DIR/.portal/`` (0700) is
where work is done.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..errors import CheckFailed, Fault
from ..files import private_dir, sha256
from ..progress import Progress
from . import pages
from .dataset import Dataset
from .exchange import exchange, lock
from .folder_catalogue import FrontPages
from .folder_record import RECORD, VERSIONS, Record, about_of, as_json, is_current, next_record, record_of, tomb, version_faults
from .plan import COPIES_REMAIN, TAKE_OVER, Change, Plan, Proof, Receipt, compare_fields, refuse, size, stamp

_PRIVATE = ".portal"


@dataclass(frozen=True)
class FolderPortal:
    """The portal in the folder ``root``; the folder is made when something is first published."""

    root: Path

    @property
    def address(self) -> str:
        return str(self.root)

    @property
    def _front(self) -> FrontPages:
        return FrontPages(self.root, self.root / _PRIVATE / "pages.json")

    def plan(self, dataset: Dataset) -> Plan:
        """What publishing would change; reads and hashes what is there, writes nothing."""
        record, place = record_of(self.root, dataset.name), self.root / dataset.name
        hindrances: list[Fault] = []
        edits: list[Fault] = []
        if self.root.exists() and not self.root.is_dir():
            hindrances.append(Fault(str(self.root), "is not a folder", "give the folder of the portal"))
        if any(file.path.split("/")[0] in (VERSIONS, RECORD) for file in dataset.files):
            hindrances.append(Fault("package", f"holds {VERSIONS} or {RECORD}", "build the package anew: the portal needs these names"))
        if record is None and (place.exists() or place.is_symlink()):
            hindrances.append(Fault(str(place), "was not made by this program", "move it away, or give the dataset another name"))
        elif record is not None and record["uuid"] != dataset.uuid:
            hindrances.append(Fault(str(place), "is another dataset with the same name", "give the dataset another name"))
        elif record is not None:
            hindrances += version_faults(record, dataset)
            edits += self._edits(record)
        edits += self._front.edits()
        changes = [] if hindrances else self._changes(record, dataset, edits)
        notes = () if hindrances else self._front.undescribed(dataset)
        return Plan("publish", self.address, dataset.name, dataset.version, tuple(changes), tuple(hindrances), tuple(edits), notes)

    def publish(self, dataset: Dataset, *, take_over: bool, now: datetime.datetime, progress: Progress) -> Receipt:
        """Bring the folder to the state of :meth:`plan`. Raises :class:`CheckFailed` when that is refused or cannot be written."""
        with self._writing() as work:
            plan = self.plan(dataset)
            refuse(plan, take_over=take_over)
            record = record_of(self.root, dataset.name)
            if record is None or not is_current(record, dataset) or self._edits(record):
                record = next_record(record, dataset, stamp(now))
                fresh = self._prepare(work, record, dataset, progress)
                exchange(fresh, self.root / dataset.name, work / "replaced")
            self._front.write()
        proofs = tuple(Proof(file.name, str(self.root / dataset.name / file.path), file.sha256, file.bytes) for file in dataset.files)
        self._prove(proofs)
        url = str(self.root / dataset.name / (dataset.page or "index.html"))
        return Receipt(
            "publish", self.address, dataset.name, dataset.version, dataset.uuid, stamp(now), url, plan.changes, proofs, plan.notes
        )

    def plan_withdrawal(self, name: str) -> Plan:
        """What withdrawing would change; writes nothing."""
        record = record_of(self.root, name)
        if record is None:
            what = "was not made by this program" if (self.root / name).exists() else "is not published here"
            fault = Fault(str(self.root / name), what, "give the name of a dataset that this program published here")
            return Plan("withdraw", self.address, name, "", (), (fault,))
        changes = []
        if record["state"] == "withdrawn":
            changes.append(Change("unchanged", "dataset", "", f"withdrawn {record['withdrawals'][-1]['at']}"))
        for version in record["versions"]:
            changes.append(Change("remove", f"version {version['version']}", "", f"{len(version['files'])} files"))
        if record["state"] == "published":
            changes.append(Change("replace", "dataset", "", "by a tombstone that says when and why"))
        changes += self._front.changes(None if record["state"] == "published" else self._front.rendered())
        version = record["versions"][-1]["version"] if record["versions"] else ""
        return Plan("withdraw", self.address, name, version, tuple(changes), notes=(COPIES_REMAIN,))

    def withdraw(self, name: str, reason: str, *, now: datetime.datetime, progress: Progress) -> Receipt:
        """Exchange the dataset for its tombstone in one step, then delete every version. Raises :class:`CheckFailed` when one is left."""
        with self._writing() as work:
            plan = self.plan_withdrawal(name)
            refuse(plan)
            record = record_of(self.root, name)
            if record is not None and record["state"] == "published":
                record = tomb(record, stamp(now), reason)
                fresh = work / "tombstone"
                fresh.mkdir()
                fresh.chmod(_folder_mode())
                _write(fresh / "index.html", pages.tombstone(record).encode())
                _write(fresh / RECORD, as_json(record))
                exchange(fresh, self.root / name, work / "replaced")
            self._front.write()
            _delete(work)
            progress("withdraw", 1, 1)
        uuid = record["uuid"] if record else ""
        url = str(self.root / name / "index.html")
        notes = (COPIES_REMAIN, *self._front.undescribed())
        return Receipt("withdraw", self.address, name, plan.version, uuid, stamp(now), url, plan.changes, notes=notes)

    def _edits(self, record: Record) -> list[Fault]:
        """What differs in the dataset's folder from what was written there."""
        place, expected = self.root / record["name"], dict[str, str]()
        for version in record["versions"]:
            expected |= {f"{VERSIONS}/{version['version']}/{path}": facts["sha256"] for path, facts in version["files"].items()}
        if record["versions"]:
            expected |= {path: facts["sha256"] for path, facts in record["versions"][-1]["files"].items()}
        for path, data in _own_pages(record).items():
            expected[path] = hashlib.sha256(data).hexdigest()
        faults = []
        there = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if not path.is_dir() or path.is_symlink()}
        for path in sorted(set(expected) | (set(there) - {RECORD})):
            if path not in there:
                faults.append(Fault(str(place / path), "is gone", TAKE_OVER))
            elif path not in expected:
                faults.append(Fault(str(place / path), "was put there by hand", TAKE_OVER))
            elif there[path].is_symlink() or sha256(there[path]) != expected[path]:
                faults.append(Fault(str(place / path), "was changed by hand", TAKE_OVER))
        return faults

    def _changes(self, record: Record | None, dataset: Dataset, edits: list[Fault]) -> list[Change]:
        published = record if record is not None and record["state"] == "published" else None
        old_about: Record = published["about"] if published else {}
        new_about = about_of(dataset)
        old_version: Record = published["versions"][-1] if published else {"version": "", "files": {}}
        changes = []
        if published is None:
            again = f"; it was withdrawn {record['withdrawals'][-1]['at']} and would be public again" if record else ""
            changes.append(Change("create", "dataset", "", f"version {dataset.version}{again}"))
        shown = ("title", "description", "licence", "licence_url", "page")
        changes += compare_fields(
            "dataset",
            {key: old_about.get(key) for key in shown} | {"version": old_version["version"]},
            {key: new_about[key] for key in shown} | {"version": dataset.version},
        )
        edited = {fault.where for fault in edits}
        new_files = {file.path: file for file in dataset.files}
        for path in sorted(set(old_version["files"]) | set(new_files)):
            old, new = old_version["files"].get(path), new_files.get(path)
            what = f"resource {new.name if new else path}"
            if new is None:
                changes.append(Change("remove", what, "", f"not in version {dataset.version}; version {old_version['version']} keeps it"))
            elif old is None:
                changes.append(Change("create", what, "", size(new.bytes)))
            elif old["sha256"] != new.sha256:
                changes.append(Change("replace", what, "", f"{size(old['bytes'])} -> {size(new.bytes)}, other bytes"))
            elif any(str(self.root / dataset.name / part / path) in edited for part in ("", f"{VERSIONS}/{dataset.version}")):
                changes.append(Change("replace", what, "", "was changed by hand"))
            else:
                changes.append(Change("unchanged", what, "", "the same bytes"))
        for version in published["versions"] if published else []:
            if version["version"] != dataset.version:
                changes.append(Change("unchanged", f"version {version['version']}", "", "kept, marked as superseded"))
        ours = {str(self.root / dataset.name / path) for path in new_files}
        for where in sorted(edited - ours):
            if where.startswith(str(self.root / dataset.name) + os.sep):
                changes.append(Change("replace", f"file {Path(where).relative_to(self.root).as_posix()}", "", "was changed by hand"))
        return changes + self._front.changes(self._front.rendered(dataset) if is_current(record, dataset) else None)

    def _prepare(self, work: Path, record: Record, dataset: Dataset, progress: Progress) -> Path:
        """The dataset's folder as it shall be, in ``work``; every byte read back and compared."""
        fresh = work / "fresh"
        fresh.mkdir()
        for old in record["versions"][:-1]:
            self._keep(record["name"], old, fresh / VERSIONS / old["version"])
        kept = fresh / VERSIONS / dataset.version
        for done, file in enumerate(dataset.files):
            progress("copy", done, len(dataset.files))
            target = kept / file.path
            _copy(file.file, target)
            if sha256(target) != file.sha256:
                raise CheckFailed(Fault(str(file.file), "changed while it was being published", "build the package anew and publish again"))
            _copy(target, fresh / file.path)
        for path, data in _own_pages(record).items():
            _write(fresh / path, data)
        _write(fresh / RECORD, as_json(record))
        for folder in (fresh, *(below for below in fresh.rglob("*") if below.is_dir())):
            folder.chmod(_folder_mode())
        progress("copy", len(dataset.files), len(dataset.files))
        return fresh

    def _keep(self, name: str, version: Record, target: Path) -> None:
        """Carry an older version over; a file that was damaged by hand is not passed on as if it were the published one."""
        source = self.root / name / VERSIONS / version["version"]
        for path, facts in list(version["files"].items()):
            if (source / path).is_file() and sha256(source / path) == facts["sha256"]:
                _link(source / path, target / path)
            else:
                del version["files"][path]
                version.setdefault("lost", []).append(path)

    def _restore(self, replaced: Path) -> None:
        """Put a dataset back whose exchange was cut off between its two renames (only where the system has no atomic exchange)."""
        try:
            name = json.loads((replaced / RECORD).read_text(encoding="utf-8"))["name"]
        except (OSError, ValueError):
            return
        if not (self.root / name).exists():
            replaced.rename(self.root / name)

    def _prove(self, proofs: tuple[Proof, ...]) -> None:
        faults = [
            Fault(proof.url, "is not what was published", "publish again")
            for proof in proofs
            if not Path(proof.url).is_file() or sha256(Path(proof.url)) != proof.sha256
        ]
        if faults:
            raise CheckFailed(faults)

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """An empty private folder to work in, while nobody else publishes here. OS errors become faults that name what to do."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            private = private_dir(self.root / _PRIVATE)
            with lock(private / "lock"):
                for left in private.glob("work-*"):
                    self._restore(left / "replaced")
                    _delete(left)
                work = Path(tempfile.mkdtemp(prefix="work-", dir=private))
                try:
                    yield work
                finally:
                    shutil.rmtree(work, ignore_errors=True)
        except BlockingIOError:
            raise CheckFailed(Fault(self.address, "another publisher is at work here", "wait until it has ended and plan again")) from None
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else type(error).__name__
            raise CheckFailed(
                Fault(
                    self.address,
                    f"could not be written ({reason})",
                    "readers see what they saw before; mend that and run the same command again",
                )
            ) from None


def _own_pages(record: Record) -> dict[str, bytes]:
    """The pages inside the dataset's folder that the portal adds to the package's files."""
    if record["state"] == "withdrawn":
        return {"index.html": pages.tombstone(record).encode()}
    own = {f"{VERSIONS}/index.html": pages.versions(record).encode()}
    if "index.html" not in record["versions"][-1]["files"]:
        own["index.html"] = pages.landing(record).encode()
    return own


def _delete(work: Path) -> None:
    """Remove a folder of ours with all it holds. Raises :class:`CheckFailed` when the system does not let us."""
    try:
        shutil.rmtree(work)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise CheckFailed(
            Fault(
                str(work),
                f"could not be deleted ({reason}): it holds files that readers shall not get, or not yet",
                "close what has them open, or delete it by hand; then run the same command again",
            )
        ) from None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    _flush(path)


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    _flush(target)


def _link(source: Path, target: Path) -> None:
    """The same file under another name; a copy where the file system knows no links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        _copy(source, target)


def _folder_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask
