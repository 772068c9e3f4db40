"""A portal that is a CKAN: what it says about itself, the plan, and the order of the steps (each of them is in :mod:`.ckan_write`)."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping, Sequence

from ..errors import CheckFailed, Fault, InputError
from ..progress import Progress
from .ckan_checks import declared
from .ckan_model import STAGING, WITHDRAWING, WITHDRAWN, Facts, Mark, Package, mark_of, resource_id, short_hash, wanted
from .ckan_plan import Look, compose
from .ckan_write import Writer, extras_list, workspace_name
from .dataset import Dataset
from .plan import COPIES_REMAIN, Change, Plan, Proof, Receipt, refuse, stamp
from .transport import Client, Connection, Refused


class CkanPortal:
    """The CKAN at ``connection.address``."""

    def __init__(
        self, connection: Connection, *, organisation: str = "", groups: Sequence[str] = (), fields: Mapping[str, str] | None = None
    ):
        self._client = Client(connection)
        self._organisation, self._groups, self._fields = organisation, tuple(groups), dict(fields or {})
        self._writer = Writer(self._client, self.plugins)
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
        try:
            return self._bring(look, now, progress)
        except CheckFailed as failure:
            raise CheckFailed([*failure.faults, self._what_readers_see(look)]) from None

    def _bring(self, look: Look, now: datetime.datetime, progress: Progress) -> Receipt:
        want, package = look.want, look.package
        mark = Mark(want.uuid, STAGING, want.version, want.content, secrets.token_hex(4), stamp(now))
        if package is not None and look.published and not look.plan.would_change:
            mended = self._writer.mend(package, want, mark.run)
            if mended is package:
                proofs = self._writer.proofs(self._client.anonymous(), package, want, progress)
                return self._receipt(look, now, proofs)
            package = mended
        home = package or self._writer.create(self._writer.dress(want, mark, want.name), mark)
        if home.get("state") == "deleted":
            home = self._writer.revise(
                home, {"update": {"state": "active", "private": True}}, lambda seen, _: seen.get("state") == "active"
            )
        staged: dict[str, Package] = {}
        if home["private"]:
            home = self._writer.upload(self._writer.claim(home, want, mark), home["id"], want, want.files, mark, progress)
        else:
            home = self._writer.mend(home, want, mark.run)
            present = {resource["id"] for resource in home["resources"]}
            fresh = [file for file in want.files if resource_id(home["id"], file) not in present]
            if fresh:
                stage = self._writer.workspace(home["id"], want, mark, progress)
                stage = self._writer.upload(stage, home["id"], want, fresh, mark, progress)
                staged = {resource["id"]: resource for resource in stage["resources"]}
                self._writer.revise(stage, {"filter": ["-resources__*"]}, lambda seen, its: not seen["resources"] and its.run == mark.run)
        done = self._writer.switch(home, staged, want, mark)
        proofs = self._writer.as_readers_see(look.package, done, want, progress)
        return self._receipt(look, now, proofs)

    def plan_withdrawal(self, name: str) -> Plan:
        """What withdrawing would change; no write."""
        package, mark = self._writer.ours(name)
        if package is None or mark is None:
            fault = Fault(f"{self.address}/dataset/{name}", "is not there, or was not published by this program", "check the name")
            return Plan("withdraw", self.address, name, "", (), (fault,))
        if mark.state == WITHDRAWN and not package["resources"]:
            return Plan("withdraw", self.address, name, "", (Change("unchanged", "dataset", "", "withdrawn"),), notes=(COPIES_REMAIN,))
        changes = [Change("replace", "dataset", "private", "hidden from readers at once")]
        changes += [Change("remove", f"resource {resource.get('name')}", "", "file and table") for resource in package["resources"]]
        changes.append(Change("replace", "dataset", "", "by a tombstone that says when and why"))
        return Plan("withdraw", self.address, name, str(package.get("version") or ""), tuple(changes), notes=(COPIES_REMAIN,))

    def withdraw(self, name: str, reason: str, *, now: datetime.datetime, progress: Progress) -> Receipt:
        """Hide the dataset at once, delete files and tables, then leave a public tombstone. An edit by hand never stands in the way."""
        self._need_token()
        plan = self.plan_withdrawal(name)
        refuse(plan)
        package, mark = self._writer.ours(name)
        if package is None or mark is None or not plan.would_change:
            uuid = mark.uuid if mark else ""
            return Receipt(
                "withdraw", self.address, name, plan.version, uuid, stamp(now), self._writer.page(name), plan.changes, notes=plan.notes
            )
        run = secrets.token_hex(4)
        going = Mark(mark.uuid, WITHDRAWING, run=run, at=stamp(now))
        package = self._writer.revise(
            package,
            {"filter": ["-extras__*"], "update": {"private": True, "state": "active", "extras": extras_list(going.extras())}},
            lambda seen, its: bool(seen["private"]) and its.run == run,
        )
        self._writer.empty(package, progress)
        workspace, owner = self._writer.ours(workspace_name(name))
        if workspace is not None and owner is not None and owner.uuid == mark.uuid and workspace.get("state") != "deleted":
            claimed = self._writer.revise(workspace, {"update": {"notes": f"run {run}"}}, lambda seen, _: seen.get("notes") == f"run {run}")
            self._writer.empty(claimed, progress)
            self._writer.delete(claimed)
        package = self._writer.show(package["id"])
        tomb = {
            "title": f"Tillbakadraget: {name}",
            "notes": f"Datamängden drogs tillbaka {stamp(now)[:10]}. Skäl: {reason}\n\nThis dataset was withdrawn on {stamp(now)[:10]}. "
            "If you hold a copy, please stop using it.",
            "private": False,
        }
        end = Mark(mark.uuid, WITHDRAWN, plan.version, run=run, at=stamp(now), fields={"notes": short_hash(tomb["notes"])})
        package = self._writer.revise(
            package,
            {
                "filter": ["-resources__*", "-extras__*", "-tags__*"],
                "update": tomb | {"version": "", "url": "", "extras": extras_list(end.extras())},
            },
            lambda _, its: its.run == run and its.state == WITHDRAWN,
        )
        seen = self._client.anonymous().read("package_show", id=name)
        if seen is None or seen["resources"]:
            raise CheckFailed(
                Fault(self._writer.page(name), "does not show the tombstone to readers", "look at it in a browser and run this again")
            )
        return Receipt(
            "withdraw", self.address, name, plan.version, mark.uuid, stamp(now), self._writer.page(name), plan.changes, notes=plan.notes
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
            groups = self._client.read("group_list_authz") if self._client.has_token else []
            self._facts = Facts(
                tuple(plugins or ()),
                licences,
                schema,
                tuple(entry["name"] for entry in listed or []),
                tuple(entry["name"] for entry in groups or []),
            )
        return self._facts

    def plugins(self) -> tuple[str, ...]:
        """The plugins that the portal runs."""
        return self.facts().plugins

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
        want = wanted(
            dataset,
            organisation=self._organisation or str(settings.get("organisation") or "") or _organisation_of(package, facts),
            groups=self._groups or tuple(str(group) for group in settings.get("groups") or []),
            licence_id=facts.licence_of(dataset.texts),
            fields=self._fields,
            declared=declared(facts.schema),
        )
        return compose(self.address, want, package, facts, hidden=hidden, has_token=self._client.has_token)

    def _receipt(self, look: Look, now: datetime.datetime, proofs: tuple[Proof, ...]) -> Receipt:
        notes = list(look.plan.notes)
        found = self._client.anonymous().read("package_search", fq=f'name:"{look.want.name}"', rows=0)
        if not found or found.get("count") != 1:
            notes.append("the portal's search does not show it yet")
        return Receipt(
            "publish", self.address, look.want.name, look.want.version, look.want.uuid, stamp(now), self._writer.page(look.want.name),
            look.plan.changes, proofs, tuple(notes),
        )  # fmt: skip

    def _what_readers_see(self, look: Look) -> Fault:
        """After a failure: which version is public, as far as the portal can be asked."""
        page, again = self._writer.page(look.want.name), "run the same command again"
        try:
            seen = self._client.anonymous().read("package_show", id=look.want.name)
        except CheckFailed as refusal:
            if not (isinstance(refusal, Refused) and refusal.status in (401, 403)):
                return Fault(page, "cannot be asked what it shows readers now", again)
            seen = None
        if seen is None:
            return Fault(page, "is not public", again)
        return Fault(page, f"shows readers version {seen.get('version') or 'a tombstone'}", again)

    def _need_token(self) -> None:
        if not self._client.has_token:
            raise InputError(
                Fault(
                    "token", f"is needed to write to {self.address}", "give it in TRYGGHETSRUTAN_TOKEN, in the keyring or on standard input"
                )
            )


def _organisation_of(package: Package | None, facts: Facts) -> str:
    """Where a dataset belongs that says no organisation: where it is if it is ours, else in the only one there is; empty when not clear."""
    if package and mark_of(package):
        name = str((package.get("organization") or {}).get("name") or "")
        if name:
            return name
    return facts.organisations[0] if len(facts.organisations) == 1 else ""
