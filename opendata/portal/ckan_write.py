"""Writing to a CKAN so that a reader never sees half.

A new dataset is private until all of it is there and proven. A new version of a public dataset is put into a private workspace dataset
(``NAME-staging``), file by file, read back and compared, its tables and views made; then it is taken out of there and one
``package_revise`` under an optimistic lock puts it, with metadata and version, in the place of the old one. Resources keep their ids, so
what becomes public is the very file that was proven. A public file is only ever written again with its own bytes, when the portal
lost them.

Every write names the ``metadata_modified`` it builds on. When somebody else has written meanwhile, CKAN refuses and we say so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from ..errors import CheckFailed, Fault
from ..progress import Progress
from . import ckan_tables
from .ckan_model import (
    MANAGED_HASH,
    PUBLISHED,
    STAGING,
    Mark,
    Package,
    Wanted,
    being_mended,
    file_names,
    fingerprint,
    flat_fields,
    flat_wanted,
    mark_of,
    next_resources,
    order_hash,
    resource_fields,
    resource_id,
    short_hash,
)
from .dataset import Resource
from .plan import Proof
from .transport import ATTEMPTS, Client, Refused, Uncertain

Acted = Callable[[Package, Mark], bool]
"""Whether a dataset, and our mark on it, show that a write of ours is there; asked after doubtful answers only, perhaps several times."""


class Differs(CheckFailed):
    """A file does not come back as it was published."""


class Writer:
    """Writes to the CKAN behind ``client``; ``plugins`` says which plugins the portal runs."""

    def __init__(self, client: Client, plugins: Callable[[], Sequence[str]]):
        self._client, self._plugins = client, plugins

    def ours(self, name: str) -> tuple[Package | None, Mark | None]:
        """The dataset ``name`` and our mark on it; None for each that is not there, or not for us to see."""
        try:
            package = self._client.read("package_show", id=name)
        except Refused as refusal:
            if refusal.status in (401, 403):
                return None, None
            raise
        return package, mark_of(package) if package else None

    def show(self, identifier: str) -> Package:
        """A dataset as it is now. Raises :class:`CheckFailed` when the portal has it no longer."""
        package: Package | None = self._client.read("package_show", id=identifier)
        if package is None:
            raise CheckFailed(Fault(self._client.address, "lost the dataset while we worked on it", "plan again"))
        return package

    def dress(self, want: Wanted, mark: Mark, name: str) -> dict[str, Any]:
        """All metadata as it shall be, on a private dataset: what the portal drops or renames shows before anything is public."""
        title = want.fields["title"] if name == want.name else f"Arbetsyta för {want.name} (privat)"
        update: dict[str, Any] = want.fields | {"title": title, "name": name, "owner_org": want.organisation, "private": True}
        update["tags"] = [{"name": tag} for tag in want.tags]
        update["extras"] = extras_list(want.extras | mark.extras())
        if want.groups:
            update["groups"] = [{"name": group} for group in want.groups]
        return update

    def create(self, update: dict[str, Any], mark: Mark) -> Package:
        """A new private dataset. After a doubtful answer we look before we ask again."""
        for attempt in range(ATTEMPTS):
            try:
                made: Package = self._client.write("package_create", update)
                break
            except (Uncertain, Refused) as trouble:
                found, owner = self.ours(update["name"])
                if found is not None and owner is not None and owner.run == mark.run:
                    made = found
                    break
                if isinstance(trouble, Refused):
                    if found is not None and owner is not None and owner.uuid == mark.uuid and found.get("state") != "deleted":
                        raise outrun(update["name"]) from None
                    raise
                if attempt == ATTEMPTS - 1:
                    raise
                self._client.rest(attempt)
        if made.get("private") is not True:
            self.delete(made)
            raise CheckFailed(
                Fault(
                    self.page(update["name"]),
                    "was asked for as private and was not made so; it was deleted at once",
                    "tell who runs the portal",
                )
            )
        return made

    def claim(self, package: Package, want: Wanted, mark: Mark) -> Package:
        """Put our run's mark and all metadata on a private dataset, and compare what the portal made of it."""
        update = self.dress(want, mark, package["name"])
        update["groups"] = groups(package, want)
        claimed = self.revise(
            package,
            {"filter": ["-extras__*", "-tags__*"], "update": update},
            lambda _, its: its.run == mark.run,
        )
        if claimed.get("private") is not True:
            raise CheckFailed(Fault(self.page(package["name"]), "is not private although it was asked to be", "tell who runs the portal"))
        expected = flat_wanted(want) | {"title": update["title"], "private": "true"}
        self._same(expected, claimed, want)
        return claimed

    def workspace(self, home_id: str, want: Wanted, mark: Mark, progress: Progress) -> Package:
        """The private dataset in which a new version of the public ``home_id`` is put together, rid of what an abandoned run left there."""
        name = workspace_name(want.name)
        package, owner = self.ours(name)
        if package is None or package.get("state") == "deleted":
            return self.claim(self.create(self.dress(want, mark, name), mark), want, mark)
        if owner is None or owner.uuid != want.uuid or not package.get("private"):
            raise CheckFailed(
                Fault(self.page(name), "is not the private workspace of this dataset", "rename or delete it; its name is needed")
            )
        return self.empty(self.claim(package, want, mark), progress, {resource_id(home_id, file) for file in want.files})

    def upload(self, stage: Package, home_id: str, want: Wanted, files: Sequence[Resource], mark: Mark, progress: Progress) -> Package:
        """Put ``files`` into the private ``stage`` one after the other, prove each, then make tables and views."""
        try:
            return self._fill(stage, home_id, want, files, mark, progress)
        except CheckFailed:
            if self._is_anothers(stage["id"], mark):
                raise outrun(want.name) from None
            raise

    def _is_anothers(self, identifier: str, mark: Mark) -> bool:
        """True when the portal says that another run is at the dataset, or that it is gone; False also when it cannot be asked."""
        try:
            package = self._client.read("package_show", id=identifier)
        except CheckFailed:
            return False
        owner = mark_of(package) if package else None
        return owner is None or owner.run != mark.run

    def _fill(self, stage: Package, home_id: str, want: Wanted, files: Sequence[Resource], mark: Mark, progress: Progress) -> Package:
        names, plugins = file_names(want.files), self._plugins()
        for done, file in enumerate(files):
            progress("upload", done, len(files))
            identifier = resource_id(home_id, file)
            there = _resource(stage, identifier)
            if there is None or not self._proven(self._client, stage, there, file):
                stage = self._send(stage, identifier, file, names[file.name], mark)
                there = _resource(stage, identifier)
                if there is None or not self._proven(self._client, stage, there, file):
                    raise CheckFailed(
                        Fault(
                            f"resource {file.name}",
                            "was accepted by the portal but not stored as sent",
                            "tell who runs the portal; nothing became public",
                        )
                    )
        progress("upload", len(files), len(files))
        for file in files:
            identifier = resource_id(home_id, file)
            filled = ckan_tables.fits(file, plugins)
            if filled:
                active = bool((_resource(stage, identifier) or {}).get("datastore_active"))
                ckan_tables.fill(self._client, identifier, file, active=active)
            ckan_tables.show(self._client, identifier, file, filled=filled, plugins=plugins)
        stage = self.show(stage["id"])
        owner = mark_of(stage)
        if owner is None or owner.run != mark.run or not stage["private"]:
            raise outrun(want.name)
        for file in files:
            there = _resource(stage, resource_id(home_id, file)) or {}
            if ckan_tables.fits(file, plugins) and not there.get("datastore_active"):
                fault = Fault(f"resource {file.name}", "has a table that the portal does not show", "run the same command again")
                raise CheckFailed(fault)
        return stage

    def _send(self, stage: Package, identifier: str, file: Resource, name: str, mark: Mark) -> Package:
        content, described = file.file.read_bytes(), resource_fields(file, identifier, name)
        data: dict[str, str]
        if _resource(stage, identifier) is None:
            data = {"update__resources__extend": json.dumps([described])}
            files = {"update__resources__-1__upload": (name, content)}
        else:
            data = {f"update__resources__{identifier}": json.dumps(described)}
            files = {f"update__resources__{identifier}__upload": (name, content)}
        stage = self.revise(stage, data, lambda seen, its: its.run == mark.run and _resource(seen, identifier) is not None, files)
        stored = _resource(stage, identifier) or {}
        if str(stored.get("url")).rsplit("/", 1)[-1] != name:
            raise CheckFailed(Fault(f"resource {file.name}", "was renamed by the portal", "give the file a plainer name"))
        return stage

    def switch(self, home: Package, staged: Mapping[str, Package], want: Wanted, mark: Mark) -> Package:
        """The one write by which readers see the new version instead of the old one."""
        resources = next_resources(home["id"], home["resources"], staged, want)
        fields = {name: short_hash(value) for name, value in flat_wanted(want).items()}
        final = Mark(want.uuid, PUBLISHED, want.version, want.content, mark.run, mark.at, order_hash(resources), fields)
        update = self.dress(want, final, want.name) | {"private": False, "resources": resources, "groups": groups(home, want)}
        done = self.revise(
            home,
            {"filter": ["-resources__*", "-extras__*", "-tags__*"], "update": update},
            lambda _, its: its.run == mark.run and its.state == PUBLISHED,
        )
        self._same(flat_wanted(want), done, want)
        for sent, stored in zip(resources, done["resources"], strict=False):
            if sent["id"] != stored["id"] or (MANAGED_HASH in sent and fingerprint(stored) != sent[MANAGED_HASH]):
                raise CheckFailed(Fault(f"resource {sent.get('name')}", "is not stored as it was sent", "plan again to see what differs"))
        return done

    def _same(self, expected: Mapping[str, str], package: Package, want: Wanted) -> None:
        """Compare what the portal made of our fields with what was sent."""
        stored = flat_fields(package, want.fields, want.extras)
        wrong = [name for name, value in expected.items() if stored.get(name, "") != value]
        if wrong:
            raise CheckFailed(
                Fault(
                    f"field {name}",
                    "was stored by the portal otherwise than it was sent",
                    "ask who runs the portal what it does to this field",
                )
                for name in wrong
            )

    def mend(self, package: Package, want: Wanted, run: str) -> Package:
        """The public dataset with those of its files and tables put back that the portal has lost or changed, as they were published.

        The same object when nothing was wrong. After mending, :meth:`switch` seals the resources anew; until then they say that ``run``
        is at them, so that the next run goes on instead of taking it for an edit by hand.
        """
        names, plugins = file_names(want.files), self._plugins()
        for file in want.files:
            identifier = resource_id(package["id"], file)
            there = _resource(package, identifier)
            if there is None:
                continue
            if not self._proven(self._client, package, there, file):
                sent = being_mended(there | resource_fields(file, identifier, names[file.name]), run)
                described = resource_fields(file, identifier, names[file.name]) | {MANAGED_HASH: sent[MANAGED_HASH]}
                data = {f"update__resources__{identifier}": json.dumps(described)}
                files = {f"update__resources__{identifier}__upload": (names[file.name], file.file.read_bytes())}
                package = self.revise(package, data, _sealed_as(identifier, sent[MANAGED_HASH]), files)
            if ckan_tables.fits(file, plugins) and ckan_tables.fill(
                self._client, identifier, file, active=bool(there.get("datastore_active"))
            ):
                ckan_tables.show(self._client, identifier, file, filled=True, plugins=plugins)
                package = self.show(package["id"])
        return package

    # --- proof ----------------------------------------------------------------------------------------------------------------------

    def _proven(self, client: Client, package: Package, resource: Package, file: Resource) -> bool:
        status, digest, count = client.fetch(self._download_url(package, resource), file.bytes)
        return status == 200 and digest == file.sha256 and count == file.bytes

    def proofs(self, client: Client, package: Package, want: Wanted, progress: Progress) -> tuple[Proof, ...]:
        """Every file of the version, downloaded and compared. Raises :class:`Differs` naming those that differ."""
        proofs, faults = [], []
        for done, file in enumerate(want.files):
            progress("compare", done, len(want.files))
            resource = _resource(package, resource_id(package["id"], file))
            if resource is None or not self._proven(client, package, resource, file):
                faults.append(Fault(f"resource {file.name}", "does not reach readers as it was published", "run the same command again"))
            else:
                proofs.append(Proof(file.name, self._download_url(package, resource), file.sha256, file.bytes))
        progress("compare", len(want.files), len(want.files))
        if faults:
            raise Differs(faults)
        return tuple(proofs)

    def as_readers_see(self, before: Package | None, done: Package, want: Wanted, progress: Progress) -> tuple[Proof, ...]:
        """Look without an account. When readers would get other bytes than were published, the old state is put back first."""
        reader = self._client.anonymous()
        seen = reader.read("package_show", id=want.name)
        if seen is None or seen.get("version") != want.version or not _same_ids(seen, done):
            raise CheckFailed(Fault(self.page(want.name), "does not show readers yet what was published", "run the same command again"))
        try:
            return self.proofs(reader, seen, want, progress)
        except Differs as difference:
            self._take_back(before, done, want)
            raise CheckFailed(
                [*difference.faults, Fault(self.page(want.name), "was set back to what it showed before", "run it again")]
            ) from None

    def _take_back(self, before: Package | None, done: Package, want: Wanted) -> None:
        if before is None or before["private"]:
            extras = extras_list(want.extras | Mark(want.uuid, STAGING, want.version, want.content).extras())
            self.revise(
                done, {"filter": ["-extras__*"], "update": {"private": True, "extras": extras}}, lambda seen, _: bool(seen["private"])
            )
            return
        kept = {key: before[key] for key in ("resources", "extras", "tags") if key in before}
        fields = {key: value for key, value in before.items() if isinstance(value, str) and not key.startswith("metadata_") and key != "id"}
        self.revise(
            done,
            {"filter": ["-resources__*", "-extras__*", "-tags__*"], "update": fields | kept},
            lambda seen, _: seen.get("version") == before.get("version"),
        )

    # --- writing --------------------------------------------------------------------------------------------------------------------

    def revise(
        self, package: Package, data: Mapping[str, Any], acted: Acted, files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Package:
        """One ``package_revise`` that builds on ``package`` as it is and on nothing else.

        After a doubtful answer the portal is looked at: ``acted`` says whether our write is there; it is repeated only when nobody wrote.
        Raises :class:`CheckFailed` when somebody else did.
        """
        match = {"id": package["id"], "metadata_modified": package["metadata_modified"]}
        payload = {"match": json.dumps(match) if files else match, **data}
        doubt: tuple[Fault, ...] = ()
        for attempt in range(ATTEMPTS):
            try:
                revised: Package = self._client.write("package_revise", payload, files)["package"]
                return revised
            except Uncertain as trouble:
                doubt = trouble.faults
            except Refused as refusal:
                if not (isinstance(refusal.details, dict) and "match" in refusal.details):
                    raise
                if not doubt:
                    raise outrun(package["name"]) from None
            if attempt < ATTEMPTS - 1:
                self._client.rest(attempt)
            now = self.show(package["id"])
            mark = mark_of(now)
            if mark is not None and acted(now, mark):
                return now
            if now["metadata_modified"] != package["metadata_modified"]:
                raise outrun(package["name"])
        raise CheckFailed(doubt)

    def empty(self, package: Package, progress: Progress, keep: Collection[str] = ()) -> Package:
        """Delete files and tables of a private dataset's resources from the portal, then those resources; ids in ``keep`` stay."""
        doomed = [resource for resource in package["resources"] if resource["id"] not in keep]
        for done, resource in enumerate(doomed):
            progress("remove", done, len(doomed))
            if resource.get("datastore_active") or ("datastore" in self._plugins() and str(resource.get("format")).upper() == "CSV"):
                ckan_tables.drop(self._client, resource["id"])
        if not doomed:
            return package
        package = self.show(package["id"])
        gone = {resource["id"] for resource in doomed}
        cleared = [_cleared(resource, self._client.address) if resource["id"] in gone else resource for resource in package["resources"]]
        package = self.revise(
            package,
            {"filter": ["-resources__*"], "update": {"resources": cleared}},
            lambda seen, _: all(resource.get("url_type") != "upload" for resource in seen["resources"] if resource["id"] in gone),
        )
        kept = [resource for resource in package["resources"] if resource["id"] not in gone]
        return self.revise(
            package,
            {"filter": ["-resources__*"], "update": {"resources": kept}},
            lambda seen, _: not gone & {resource["id"] for resource in seen["resources"]},
        )

    def delete(self, package: Package) -> None:
        """Put a dataset into the portal's trash."""
        self._client.until_sure(lambda: self._client.write("package_delete", {"id": package["id"]}))

    def page(self, name: str) -> str:
        """Where readers find the dataset ``name``."""
        return f"{self._client.address}/dataset/{name}"

    def _download_url(self, package: Package, resource: Package) -> str:
        name = str(resource.get("url")).rsplit("/", 1)[-1]
        return f"{self._client.address}/dataset/{package['id']}/resource/{resource['id']}/download/{name}"


def workspace_name(name: str) -> str:
    """The name of the private dataset in which new versions of ``name`` are put together."""
    return f"{name[:92]}-staging"


def _cleared(resource: Package, address: str) -> Package:
    """A resource whose uploaded file CKAN deletes when it is told so."""
    kept = {key: value for key, value in resource.items() if key not in ("url", "url_type")}
    return kept | {"url": f"{address}/withdrawn", "clear_upload": True, "datastore_active": False}


def _same_ids(one: Package, other: Package) -> bool:
    return [resource["id"] for resource in one["resources"]] == [resource["id"] for resource in other["resources"]]


def _sealed_as(identifier: str, seal: str) -> Acted:
    return lambda seen, _: (_resource(seen, identifier) or {}).get(MANAGED_HASH) == seal


def _resource(package: Package, identifier: str) -> Package | None:
    return next((resource for resource in package["resources"] if resource["id"] == identifier), None)


def groups(package: Package, want: Wanted) -> list[dict[str, str]]:
    """The groups a dataset is in, with ours; who put it into others keeps it there."""
    names = [group["name"] for group in package.get("groups") or []]
    return [{"name": name} for name in dict.fromkeys([*names, *want.groups])]


def extras_list(values: Mapping[str, str]) -> list[dict[str, str]]:
    """Extras as CKAN takes them; empty ones are left out, because it refuses them."""
    return [{"key": key, "value": value} for key, value in sorted(values.items()) if value]


def outrun(name: str) -> CheckFailed:
    """What is raised when another run, or a person, wrote to the dataset ``name`` meanwhile."""
    return CheckFailed(
        Fault(
            name,
            "was changed by somebody else, perhaps another publisher, while we worked",
            "what we had not finished stays hidden; plan again",
        )
    )
