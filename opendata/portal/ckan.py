"""A portal that is a CKAN.

How a reader is kept from ever seeing half: a new dataset is private until all of it is there and proven. A new version of a public dataset is
put into a private workspace dataset (``NAME-staging``), file by file, read back and compared, its tables and views made; then it is taken
out of there and one ``package_revise`` under an optimistic lock puts it, with metadata and version, in the place of the old one. The
resources keep their ids, so what becomes public is the very file that was proven. Nothing public is ever written to in place.

Every write names the ``metadata_modified`` it builds on. When somebody else has written meanwhile, CKAN refuses and we say so.
"""

from __future__ import annotations

import datetime
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import CheckFailed, Fault, InputError
from ..progress import Progress
from . import ckan_tables
from .ckan_checks import declared
from .ckan_model import (
    MANAGED_HASH,
    PUBLISHED,
    STAGING,
    WITHDRAWING,
    WITHDRAWN,
    Mark,
    Package,
    Wanted,
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
    wanted,
)
from .ckan_plan import Look, compose
from .dataset import NAME_PATTERN, Dataset, Resource
from .plan import COPIES_REMAIN, Change, Plan, Proof, Receipt, refuse, stamp
from .transport import ATTEMPTS, Client, Connection, Refused, Uncertain

Acted = Callable[[Package, Mark], bool]


@dataclass(frozen=True)
class Facts:
    """What a portal says about itself; asked for once per run."""

    plugins: tuple[str, ...]
    licences: dict[str, str]
    """Ids by every name and address the portal knows a licence by, in lower case."""
    schema: dict[str, Any] | None
    organisations: tuple[str, ...]
    """Those in which the token's user may make datasets."""


class CkanPortal:
    """The CKAN at ``connection.address``."""

    def __init__(
        self, connection: Connection, *, organisation: str = "", groups: Sequence[str] = (), fields: Mapping[str, str] | None = None
    ):
        self._client = Client(connection)
        self._organisation, self._groups, self._fields = organisation, tuple(groups), dict(fields or {})
        self._facts: Facts | None = None

    @property
    def address(self) -> str:
        return self._client.address

    # --- the doors ------------------------------------------------------------------------------------------------------------------

    def plan(self, dataset: Dataset) -> Plan:
        """What publishing would change: a few small reads, no download, no write."""
        return self._look(dataset).plan

    def publish(self, dataset: Dataset, *, take_over: bool, now: datetime.datetime, progress: Progress) -> Receipt:
        """Bring the portal to the state of :meth:`plan`, whole or not at all."""
        self._need_token()
        look = self._look(dataset)
        refuse(look.plan, take_over=take_over)
        want, package = look.want, look.package
        mark = Mark(want.uuid, STAGING, want.version, want.content, secrets.token_hex(4), stamp(now))
        if package is not None and look.published and not look.plan.would_change:
            self._mend(package, want)
            return self._receipt(look, package, now, self._proofs(self._client.anonymous(), package, want, progress))
        home = package or self._create(self._dress(want, mark, want.name), mark)
        if home.get("state") == "deleted":
            home = self._revise(home, {"update": {"state": "active", "private": True}}, lambda now_, _: now_.get("state") == "active")
        present = {resource["id"] for resource in home["resources"]} if not home["private"] else set()
        fresh = [file for file in want.files if resource_id(home["id"], file) not in present]
        if not home["private"]:
            self._mend(home, want)
        staged: dict[str, Package] = {}
        if home["private"] or fresh:
            stage = self._claim(home, want, mark) if home["private"] else self._workspace(want, mark)
            stage = self._upload(stage, home["id"], want, fresh, mark, progress)
            staged = {resource["id"]: resource for resource in stage["resources"]}
            if stage["id"] == home["id"]:
                home = stage
            else:
                self._revise(stage, {"filter": ["-resources__*"]}, lambda now_, mark_: not now_["resources"] and mark_.run == mark.run)
        done = self._switch(home, staged, want, mark)
        proofs = self._as_readers_see(look.package, done, want, progress)
        return self._receipt(look, done, now, proofs)

    def plan_withdrawal(self, name: str) -> Plan:
        """What withdrawing would change; no write."""
        package, mark = self._ours(name)
        if package is None or mark is None:
            fault = Fault(f"{self.address}/dataset/{name}", "is not there, or was not published by this program", "check the name")
            return Plan("withdraw", self.address, name, "", (), (fault,))
        if mark.state == WITHDRAWN and not package["resources"]:
            return Plan("withdraw", self.address, name, "", (Change("unchanged", "dataset", "", "withdrawn"),), notes=(COPIES_REMAIN,))
        changes = [Change("replace", "dataset", "private", "hidden from readers at once")]
        changes += [Change("remove", f"resource {resource.get('name')}", "", "file and table") for resource in package["resources"]]
        changes.append(Change("replace", "dataset", "", "by a tombstone that says when and why"))
        return Plan("withdraw", self.address, name, str(package.get("version") or ""), tuple(changes), notes=(COPIES_REMAIN,))

    def withdraw(self, name: str, reason: str, *, take_over: bool, now: datetime.datetime, progress: Progress) -> Receipt:
        """Hide the dataset at once, delete files and tables, then leave a public tombstone. An edit by hand never stands in the way."""
        self._need_token()
        plan = self.plan_withdrawal(name)
        refuse(plan, take_over=take_over)
        package, mark = self._ours(name)
        if package is None or mark is None or not plan.would_change:
            uuid = mark.uuid if mark else ""
            return Receipt("withdraw", self.address, name, plan.version, uuid, stamp(now), self._page(name), plan.changes, notes=plan.notes)
        run = secrets.token_hex(4)
        going = Mark(mark.uuid, WITHDRAWING, run=run, at=stamp(now))
        package = self._revise(
            package,
            {"filter": ["-extras__*"], "update": {"private": True, "state": "active", "extras": _extras(going.extras())}},
            lambda now_, mark_: bool(now_["private"]) and mark_.run == run,
        )
        self._empty(package, run, progress)
        workspace, owner = self._ours(_workspace_name(name))
        if workspace is not None and owner is not None and owner.uuid == mark.uuid and workspace.get("state") != "deleted":
            claimed = self._revise(workspace, {"update": {"notes": f"run {run}"}}, lambda now_, _: now_.get("notes") == f"run {run}")
            self._empty(claimed, "", progress)
            self._delete(claimed)
        package = self._show(package["id"])
        versions = str(plan.version)
        tomb = {
            "title": f"Tillbakadraget: {name}",
            "notes": f"Datamängden drogs tillbaka {stamp(now)[:10]}. Skäl: {reason}\n\nThis dataset was withdrawn on {stamp(now)[:10]}. "
            "If you hold a copy, please stop using it.",
            "private": False,
        }
        end = Mark(mark.uuid, WITHDRAWN, versions, run=run, at=stamp(now), fields={"notes": short_hash(tomb["notes"])})
        package = self._revise(
            package,
            {
                "filter": ["-resources__*", "-extras__*", "-tags__*"],
                "update": tomb | {"version": "", "url": "", "extras": _extras(end.extras())},
            },
            lambda now_, mark_: mark_.run == run and mark_.state == WITHDRAWN,
        )
        seen = self._client.anonymous().read("package_show", id=name)
        if seen is None or seen["resources"]:
            raise CheckFailed(
                Fault(self._page(name), "does not show the tombstone to readers", "look at it in a browser and run this again")
            )
        return Receipt(
            "withdraw", self.address, name, plan.version, mark.uuid, stamp(now), self._page(name), plan.changes, notes=plan.notes
        )

    # --- looking --------------------------------------------------------------------------------------------------------------------

    def facts(self) -> Facts:
        """What the portal is: its plugins, licences, own schema, and where the token's user may publish."""
        if self._facts is None:
            status = self._client.read("status_show")
            plugins = status.get("extensions") if isinstance(status, dict) else None
            licences: dict[str, str] = {}
            for entry in self._client.read("license_list") or []:
                for key in ("id", "url", "title", "od_conformance_url"):
                    licences.setdefault(str(entry.get(key) or "").lower(), entry["id"])
            schema = self._client.read("scheming_dataset_schema_show", type="dataset") if "scheming_datasets" in (plugins or []) else None
            listed = self._client.read("organization_list_for_user", permission="create_dataset") if self._client.has_token else []
            self._facts = Facts(tuple(plugins or ()), licences, schema, tuple(entry["name"] for entry in listed or []))
        return self._facts

    def _look(self, dataset: Dataset) -> Look:
        facts = self.facts()
        package, hidden = None, False
        try:
            package = self._client.read("package_show", id=dataset.name)
        except Refused as refusal:
            if refusal.status not in (401, 403):
                raise
            hidden = True
        settings = dataset.descriptor.get("portal")
        settings = settings if isinstance(settings, dict) else {}
        mark = mark_of(package) if package else None
        organisation = self._organisation or str(settings.get("organisation") or "")
        if not organisation and package and mark:
            organisation = str((package.get("organization") or {}).get("name") or "")
        if not organisation and len(facts.organisations) == 1:
            organisation = facts.organisations[0]
        groups = self._groups or tuple(str(group) for group in settings.get("groups") or [])
        texts = dataset.texts
        licence = next(
            (
                facts.licences[key]
                for key in ("cc-zero" if "CC0" in texts["licence"] else "", texts["licence"].lower(), texts["licence_url"].lower())
                if key in facts.licences and key
            ),
            "",
        )
        want = wanted(
            dataset, organisation=organisation, groups=groups, licence_id=licence, fields=self._fields, declared=declared(facts.schema)
        )
        return compose(
            self.address,
            want,
            package,
            mark,
            facts.schema,
            facts.organisations,
            facts.plugins,
            hidden=hidden,
            has_token=self._client.has_token,
        )

    def _ours(self, name: str) -> tuple[Package | None, Mark | None]:
        try:
            package = self._client.read("package_show", id=name)
        except Refused as refusal:
            if refusal.status in (401, 403):
                return None, None
            raise
        return package, mark_of(package) if package else None

    def _show(self, identifier: str) -> Package:
        package: Package | None = self._client.read("package_show", id=identifier)
        if package is None:
            raise CheckFailed(Fault(self.address, "lost the dataset while we worked on it", "plan again"))
        return package

    # --- steps of publishing --------------------------------------------------------------------------------------------------------

    def _dress(self, want: Wanted, mark: Mark, name: str) -> dict[str, Any]:
        """All metadata as it shall be, on a private dataset: what the portal drops or renames shows before anything is public."""
        title = want.fields["title"] if name == want.name else f"Arbetsyta för {want.name} (privat)"
        update: dict[str, Any] = want.fields | {"title": title, "name": name, "owner_org": want.organisation, "private": True}
        update["tags"] = [{"name": tag} for tag in want.tags]
        update["extras"] = _extras(want.extras | mark.extras())
        if want.groups:
            update["groups"] = [{"name": group} for group in want.groups]
        return update

    def _create(self, update: dict[str, Any], mark: Mark) -> Package:
        """A new private dataset. After a doubtful answer we look before we ask again."""
        for attempt in range(ATTEMPTS):
            try:
                made: Package = self._client.write("package_create", update)
                break
            except (Uncertain, Refused) as trouble:
                found, owner = self._ours(update["name"])
                if found is not None and owner is not None and owner.run == mark.run:
                    made = found
                    break
                if isinstance(trouble, Refused):
                    if found is not None and owner is not None and owner.uuid == mark.uuid and found.get("state") != "deleted":
                        raise _outrun(update["name"]) from None
                    raise
                if attempt == ATTEMPTS - 1:
                    raise
                self._client.rest(attempt)
        if made.get("private") is not True:
            self._delete(made)
            raise CheckFailed(
                Fault(
                    self._page(update["name"]),
                    "was asked for as private and was not made so; it was deleted at once",
                    "tell who runs the portal",
                )
            )
        return made

    def _claim(self, package: Package, want: Wanted, mark: Mark) -> Package:
        """Put our run's mark and all metadata on a private dataset, and compare what the portal made of it."""
        update = self._dress(want, mark, package["name"])
        update["groups"] = _groups(package, want)
        claimed = self._revise(
            package,
            {"filter": ["-extras__*", "-tags__*"], "update": update},
            lambda now_, mark_: mark_.run == mark.run,
        )
        if claimed.get("private") is not True:
            raise CheckFailed(Fault(self._page(package["name"]), "is not private although it was asked to be", "tell who runs the portal"))
        expected = flat_wanted(want) | {"title": update["title"], "private": "true"}
        self._same(expected, claimed, want)
        return claimed

    def _workspace(self, want: Wanted, mark: Mark) -> Package:
        """The private dataset in which a new version of a public one is put together."""
        name = _workspace_name(want.name)
        package, owner = self._ours(name)
        if package is None or package.get("state") == "deleted":
            return self._claim(self._create(self._dress(want, mark, name), mark), want, mark)
        if owner is None or owner.uuid != want.uuid or not package.get("private"):
            raise CheckFailed(
                Fault(self._page(name), "is not the private workspace of this dataset", "rename or delete it; its name is needed")
            )
        return self._claim(package, want, mark)

    def _upload(self, stage: Package, home_id: str, want: Wanted, files: Sequence[Resource], mark: Mark, progress: Progress) -> Package:
        """Put ``files`` into the private ``stage`` one after the other, prove each, then make tables and views."""
        names, plugins = file_names(want.files), self.facts().plugins
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
            filled = "datastore" in plugins and file.is_table and not ckan_tables.unfit(file)
            if filled:
                ckan_tables.fill(self._client, identifier, file)
            ckan_tables.show(self._client, identifier, file, filled=filled, plugins=plugins)
        stage = self._show(stage["id"])
        owner = mark_of(stage)
        if owner is None or owner.run != mark.run or not stage["private"]:
            raise _outrun(want.name)
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
        stage = self._revise(stage, data, lambda now_, mark_: mark_.run == mark.run and _resource(now_, identifier) is not None, files)
        stored = _resource(stage, identifier) or {}
        if str(stored.get("url")).rsplit("/", 1)[-1] != name:
            raise CheckFailed(Fault(f"resource {file.name}", "was renamed by the portal", "give the file a plainer name"))
        return stage

    def _switch(self, home: Package, staged: Mapping[str, Package], want: Wanted, mark: Mark) -> Package:
        """The one write by which readers see the new version instead of the old one."""
        resources = next_resources(home["id"], home["resources"], staged, want)
        fields = {name: short_hash(value) for name, value in flat_wanted(want).items()}
        final = Mark(want.uuid, PUBLISHED, want.version, want.content, mark.run, mark.at, order_hash(resources), fields)
        update = self._dress(want, final, want.name) | {"private": False, "resources": resources, "groups": _groups(home, want)}
        done = self._revise(
            home,
            {"filter": ["-resources__*", "-extras__*", "-tags__*"], "update": update},
            lambda now_, mark_: mark_.run == mark.run and mark_.state == PUBLISHED,
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

    def _mend(self, package: Package, want: Wanted) -> None:
        """Put back files of the version that the portal has lost or changed; only with the very bytes that were published."""
        for file in want.files:
            identifier = resource_id(package["id"], file)
            there = _resource(package, identifier)
            if there is not None and not self._proven(self._client, package, there, file):
                data = {f"update__resources__{identifier}": json.dumps({"size": file.bytes})}
                files = {f"update__resources__{identifier}__upload": (file_names(want.files)[file.name], file.file.read_bytes())}
                package |= self._revise(package, data, lambda _now, _mark: False, files)

    # --- proof ----------------------------------------------------------------------------------------------------------------------

    def _proven(self, client: Client, package: Package, resource: Package, file: Resource) -> bool:
        status, digest, count = client.fetch(self._download(package, resource), file.bytes)
        return status == 200 and digest == file.sha256 and count == file.bytes

    def _proofs(self, client: Client, package: Package, want: Wanted, progress: Progress) -> tuple[Proof, ...]:
        """Every file of the version, downloaded and compared. Raises :class:`CheckFailed` naming those that differ."""
        proofs, faults = [], []
        for done, file in enumerate(want.files):
            progress("compare", done, len(want.files))
            resource = _resource(package, resource_id(package["id"], file))
            if resource is None or not self._proven(client, package, resource, file):
                faults.append(Fault(f"resource {file.name}", "does not reach readers as it was published", "run the same command again"))
            else:
                proofs.append(Proof(file.name, self._download(package, resource), file.sha256, file.bytes))
        progress("compare", len(want.files), len(want.files))
        if faults:
            raise CheckFailed(faults)
        return tuple(proofs)

    def _as_readers_see(self, before: Package | None, done: Package, want: Wanted, progress: Progress) -> tuple[Proof, ...]:
        """Look without an account. When readers would get something else than was published, the old state is put back first."""
        reader = self._client.anonymous()
        try:
            seen = reader.read("package_show", id=want.name)
        except Refused:
            seen = None
        try:
            if (
                seen is None
                or seen.get("version") != want.version
                or [r["id"] for r in seen["resources"]] != [r["id"] for r in done["resources"]]
            ):
                raise CheckFailed(Fault(self._page(want.name), "does not show readers what was published", "look at it in a browser"))
            return self._proofs(reader, seen, want, progress)
        except Refused:
            raise
        except CheckFailed as failure:
            if any("could not be reached" in fault.what or "in time" in fault.what for fault in failure.faults):
                raise
            self._take_back(before, done)
            raise CheckFailed(
                [*failure.faults, Fault(self._page(want.name), "shows the state from before again", "run the same command again")]
            ) from None

    def _take_back(self, before: Package | None, done: Package) -> None:
        if before is None or before["private"]:
            self._revise(done, {"update": {"private": True}}, lambda now_, _: bool(now_["private"]))
            return
        kept = {key: before[key] for key in ("resources", "extras", "tags") if key in before}
        fields = {key: value for key, value in before.items() if isinstance(value, str) and not key.startswith("metadata_") and key != "id"}
        self._revise(
            done,
            {"filter": ["-resources__*", "-extras__*", "-tags__*"], "update": fields | kept},
            lambda now_, _: now_.get("version") == before.get("version"),
        )

    def _receipt(self, look: Look, package: Package, now: datetime.datetime, proofs: tuple[Proof, ...]) -> Receipt:
        notes = list(look.plan.notes)
        found = self._client.anonymous().read("package_search", fq=f'name:"{look.want.name}"', rows=0)
        if not found or found.get("count") != 1:
            notes.append("the portal's search does not show it yet")
        return Receipt(
            "publish", self.address, look.want.name, look.want.version, look.want.uuid, stamp(now), self._page(look.want.name),
            look.plan.changes, proofs, tuple(notes),
        )  # fmt: skip

    # --- writing --------------------------------------------------------------------------------------------------------------------

    def _revise(
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
                    raise _outrun(package["name"]) from None
            if attempt < ATTEMPTS - 1:
                self._client.rest(attempt)
            now = self._show(package["id"])
            mark = mark_of(now)
            if mark is not None and acted(now, mark):
                return now
            if now["metadata_modified"] != package["metadata_modified"]:
                raise _outrun(package["name"])
        raise CheckFailed(doubt)

    def _empty(self, package: Package, run: str, progress: Progress) -> None:
        """Delete the files and tables of every resource of a private dataset from the portal, then the resources."""
        for done, resource in enumerate(package["resources"]):
            progress("remove", done, len(package["resources"]))
            if resource.get("datastore_active"):
                ckan_tables.drop(self._client, resource["id"])
        package = self._show(package["id"])
        if not package["resources"]:
            return
        cleared = [
            {key: value for key, value in resource.items() if key not in ("url", "url_type")}
            | {"url": f"{self.address}/withdrawn", "clear_upload": True, "datastore_active": False}
            for resource in package["resources"]
        ]
        package = self._revise(
            package,
            {"filter": ["-resources__*"], "update": {"resources": cleared}},
            lambda now_, _: all(resource.get("url_type") != "upload" for resource in now_["resources"]),
        )
        self._revise(package, {"filter": ["-resources__*"]}, lambda now_, _: not now_["resources"])

    def _delete(self, package: Package) -> None:
        for attempt in range(ATTEMPTS):
            try:
                self._client.write("package_delete", {"id": package["id"]})
                return
            except Uncertain:
                if attempt == ATTEMPTS - 1:
                    raise
                self._client.rest(attempt)

    def _need_token(self) -> None:
        if not self._client.has_token:
            raise InputError(
                Fault(
                    "token", f"is needed to write to {self.address}", "give it in TRYGGHETSRUTAN_TOKEN, in the keyring or on standard input"
                )
            )

    def _page(self, name: str) -> str:
        return f"{self.address}/dataset/{name}"

    def _download(self, package: Package, resource: Package) -> str:
        name = str(resource.get("url")).rsplit("/", 1)[-1]
        return f"{self.address}/dataset/{package['id']}/resource/{resource['id']}/download/{name}"


def _workspace_name(name: str) -> str:
    assert_name = f"{name[:92]}-staging"
    return assert_name if NAME_PATTERN.fullmatch(assert_name) else name


def _resource(package: Package, identifier: str) -> Package | None:
    return next((resource for resource in package["resources"] if resource["id"] == identifier), None)


def _groups(package: Package, want: Wanted) -> list[dict[str, str]]:
    """The groups a dataset is in, with ours; who put it into others keeps it there."""
    names = [group["name"] for group in package.get("groups") or []]
    return [{"name": name} for name in dict.fromkeys([*names, *want.groups])]


def _extras(values: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in sorted(values.items()) if value]


def _outrun(name: str) -> CheckFailed:
    return CheckFailed(
        Fault(
            name,
            "was changed by somebody else, perhaps another publisher, while we worked",
            "what we had not finished stays hidden; plan again",
        )
    )
