"""What goes wrong at portals is named, nothing is lost, and nothing private becomes public."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from trygghetsrutan.opendata.errors import CheckFailed, InputError
from trygghetsrutan.opendata.portal.ckan_model import resource_id
from trygghetsrutan.opendata.portal.ckan_tables import ROW_LIMIT
from trygghetsrutan.opendata.portal.dataset import read
from trygghetsrutan.opendata.portal.plan import apply, plan, withdraw

from .conftest import REPOSITORY, Ckan
from .faults import Proxy, publish

PackageOf = Callable[..., Path]
FreshName = Callable[[], str]


@contextlib.contextmanager
def _cut_off(ckan: Ckan, when: Callable[[], bool]) -> Iterator[str]:
    """The address of a proxy to the portal that answers nothing but HTTP 500 once ``when`` holds; it is asked after every write."""

    def cut() -> None:
        if proxy.broken < 0 and when():
            proxy.broken, proxy.fault, proxy.stays = len(proxy.log), "500", True

    proxy = Proxy(ckan.url, cut)
    try:
        yield proxy.url
    finally:
        proxy.close()


def test_a_name_that_another_organisation_has_taken_is_named(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    ckan.do("package_create", name=name, owner_org="annan-kommun", private=True)
    with pytest.raises(CheckFailed, match="may not see"):
        apply(package_of(name), ckan.portal(), check=lambda _: ())


def test_a_dataset_that_is_not_ours_is_left_alone_even_when_taking_over(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    ckan.do("package_create", name=name, owner_org="karlskoga", title="Någon annans")
    with pytest.raises(CheckFailed, match="not published by this program"):
        apply(package_of(name), ckan.portal(), check=lambda _: (), take_over=True)
    assert ckan.show("package_show", id=name)["title"] == "Någon annans"


def test_a_public_dataset_of_another_organisation_is_left_alone(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    ckan.do("package_create", name=name, owner_org="annan-kommun", title="Grannens")
    with pytest.raises(CheckFailed, match="not published by this program"):
        apply(package_of(name), ckan.portal(), check=lambda _: (), take_over=True)
    assert ckan.show("package_show", id=name)["title"] == "Grannens"


@pytest.mark.parametrize(("role", "organisation"), [("editor", "karlskoga"), ("sysadmin", "annan-kommun")])
def test_somebody_elses_deleted_dataset_of_the_same_name_stays_in_the_trash(
    ckan: Ckan, package_of: PackageOf, fresh_name: FreshName, role: str, organisation: str
) -> None:
    """CKAN gives the name to the new dataset and calls the deleted one by its id."""
    name = fresh_name()
    theirs = ckan.do("package_create", name=name, owner_org=organisation, title="Någon annans")
    ckan.do("package_delete", id=theirs["id"])
    package = package_of(name)
    assert "stays in the portal's trash" in plan(package, ckan.portal(role)).text()
    apply(package, ckan.portal(role), check=lambda _: ())
    kept = ckan.do("package_show", id=theirs["id"])
    assert (kept["title"], kept["state"], kept["name"]) == ("Någon annans", "deleted", theirs["id"])
    assert ckan.show("package_show", id=name)["title"] == "Snacka om trygghet 2021"


def test_a_name_in_the_trash_of_another_organisation_is_named(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    theirs = ckan.do("package_create", name=name, owner_org="annan-kommun")
    ckan.do("package_delete", id=theirs["id"])
    with pytest.raises(CheckFailed, match="may not see"):
        apply(package_of(name), ckan.portal(), check=lambda _: ())
    assert ckan.do("package_show", id=theirs["id"])["state"] == "deleted"


def test_a_file_over_the_portals_limit_is_named_and_nothing_becomes_public(
    ckan: Ckan, package_of: PackageOf, fresh_name: FreshName
) -> None:
    name = fresh_name()
    rows = "region_id,contributors,status\n" + "".join(f"{number:040},5,published\n" for number in range(200_000))
    with pytest.raises(CheckFailed, match=r"(?s)too large.*max_resource_size"):
        apply(package_of(name, rows=rows), ckan.portal(), check=lambda _: ())
    assert ckan.show("package_show", id=name) is None


def test_a_full_disk_at_the_server_is_named_and_the_old_version_stays(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    apply(package_of(name), ckan.portal(), check=lambda _: ())
    second = package_of(name, "1.1.0")
    home = ckan.show("package_show", id=name)
    target = ckan.stored(resource_id(home["id"], read(second).resources[0]))
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + "~")
    beside.symlink_to("/dev/full")
    with pytest.raises(CheckFailed, match=r"(?s)failed on its side.*shows readers version 1\.0\.0"):
        apply(second, ckan.portal(), check=lambda _: ())
    assert ckan.show("package_show", id=name)["version"] == "1.0.0"
    beside.unlink()
    apply(second, ckan.portal(), check=lambda _: ())
    assert ckan.show("package_show", id=name)["version"] == "1.1.0"


def test_a_file_that_is_silently_not_stored_is_named_and_nothing_becomes_public(
    ckan: Ckan, package_of: PackageOf, fresh_name: FreshName
) -> None:
    name = fresh_name()

    def lose() -> None:
        for resource in ckan.do("package_show", id=name)["resources"]:
            ckan.stored(resource["id"]).unlink(missing_ok=True)

    proxy = Proxy(ckan.url, lose)
    try:
        with pytest.raises(CheckFailed, match="not stored as sent"):
            apply(package_of(name), ckan.portal(url=proxy.url), check=lambda _: ())
    finally:
        proxy.close()
    assert ckan.show("package_show", id=name) is None


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_when_readers_get_other_bytes_the_old_state_is_put_back(
    ckan: Ckan, package_of: PackageOf, fresh_name: FreshName, version: str
) -> None:
    name, lost = fresh_name(), []
    if version == "1.1.0":
        apply(package_of(name), ckan.portal(), check=lambda _: ())

    def lose() -> None:
        shown = ckan.show("package_show", id=name)
        if shown is not None and shown["version"] == version and not lost:
            lost.append(ckan.stored(shown["resources"][0]["id"]))
            lost[0].unlink()

    package, proxy = package_of(name, version), Proxy(ckan.url, lose)
    try:
        with pytest.raises(CheckFailed, match="set back"):
            apply(package, ckan.portal(url=proxy.url), check=lambda _: ())
    finally:
        proxy.close()
    shown = ckan.show("package_show", id=name)
    assert (shown and shown["version"]) == (None if version == "1.0.0" else "1.0.0")
    apply(package, ckan.portal(), check=lambda _: ())
    assert ckan.show("package_show", id=name)["version"] == version


def test_a_file_that_the_portal_lost_later_is_put_back(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    package = package_of(name)
    apply(package, ckan.portal(), check=lambda _: ())
    resource = ckan.show("package_show", id=name)["resources"][0]
    ckan.stored(resource["id"]).unlink()
    apply(package, ckan.portal(), check=lambda _: ())
    assert requests.get(resource["url"], timeout=60).content == (package / "data" / "regions.csv").read_bytes()
    assert plan(package, ckan.portal()).exit_code == 0


def test_a_run_that_ended_while_a_lost_file_was_put_back_is_continued(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    package = package_of(name)
    apply(package, ckan.portal(), check=lambda _: ())
    resource = ckan.show("package_show", id=name)["resources"][0]
    ckan.stored(resource["id"]).unlink()
    with _cut_off(ckan, lambda: True) as url, pytest.raises(CheckFailed):
        apply(package, ckan.portal(url=url), check=lambda _: ())
    assert "put back by an interrupted run" in plan(package, ckan.portal()).text()
    apply(package, ckan.portal(), check=lambda _: ())
    assert requests.get(resource["url"], timeout=60).content == (package / "data" / "regions.csv").read_bytes()
    assert plan(package, ckan.portal()).exit_code == 0


def test_a_run_that_ended_just_before_the_switch_loses_no_table(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    """The new files have left the workspace and are in no dataset: their tables are left over without a resource."""
    name, seen = fresh_name(), []
    apply(package_of(name), ckan.portal(), check=lambda _: ())
    second = package_of(name, "1.1.0")

    def left() -> bool:
        seen.append(len(ckan.do("package_show", id=f"{name}-staging")["resources"]))
        return seen[-1] < max(seen)

    with _cut_off(ckan, left) as url, pytest.raises(CheckFailed, match=r"HTTP 500"):
        apply(second, ckan.portal(url=url), check=lambda _: ())
    apply(second, ckan.portal(), check=lambda _: ())
    resource = ckan.show("package_show", id=name)["resources"][0]
    assert resource["datastore_active"]
    assert [row["region_id"] for row in ckan.show("datastore_search", resource_id=resource["id"])["records"]] == ["0123"]


def test_a_table_that_the_portal_lost_is_planned_and_put_back(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    package = package_of(name)
    apply(package, ckan.portal(), check=lambda _: ())
    resource = ckan.show("package_show", id=name)["resources"][0]
    ckan.do("datastore_delete", resource_id=resource["id"], force=True)
    assert "the DataStore does not hold it" in plan(package, ckan.portal()).text()
    apply(package, ckan.portal(), check=lambda _: ())
    assert len(ckan.show("datastore_search", resource_id=resource["id"])["records"]) == 2
    assert plan(package, ckan.portal()).exit_code == 0


def test_a_table_with_a_row_changed_by_hand_is_put_back(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    package = package_of(name)
    apply(package, ckan.portal(), check=lambda _: ())
    resource = ckan.show("package_show", id=name)["resources"][0]
    row = {"region_id": "x", "contributors": 1, "status": "published"}
    ckan.do("datastore_upsert", resource_id=resource["id"], force=True, method="insert", records=[row])
    apply(package, ckan.portal(), check=lambda _: ())
    assert len(ckan.show("datastore_search", resource_id=resource["id"])["records"]) == 2
    assert plan(package, ckan.portal()).exit_code == 0


@pytest.mark.parametrize("when", [2, 3, 5])
def test_of_two_publishers_at_once_one_wins_and_the_other_says_so(
    ckan: Ckan, package_of: PackageOf, fresh_name: FreshName, when: int
) -> None:
    name, calls = fresh_name(), [0]
    apply(package_of(name), ckan.portal(), check=lambda _: ())
    mine, theirs = package_of(name, "1.1.0"), package_of(name, "1.2.0", title_sv="Deras")

    def other() -> None:
        calls[0] += 1
        if calls[0] == when:
            publish(ckan.url, ckan.token(), theirs)

    proxy = Proxy(ckan.url, other)
    try:
        with pytest.raises(CheckFailed, match=r"(?s)changed by somebody else.*shows readers version 1\.2\.0"):
            apply(mine, ckan.portal(url=proxy.url), check=lambda _: ())
    finally:
        proxy.close()
    assert ckan.show("package_show", id=name)["title"] == "Deras"


def test_what_an_abandoned_run_left_is_deleted_from_the_server(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    apply(package_of(name), ckan.portal(), check=lambda _: ())
    proxy = Proxy(ckan.url)
    proxy.broken, proxy.fault = 13, "500"
    abandoned = package_of(name, "1.1.0")
    with pytest.raises(CheckFailed):
        apply(abandoned, ckan.portal(url=proxy.url), check=lambda _: ())
    proxy.close()
    home = ckan.show("package_show", id=name)
    left = ckan.stored(resource_id(home["id"], read(abandoned).resources[0]))
    was_there = left.exists()
    apply(package_of(name, "1.2.0", rows="region_id,contributors,status\n0124,6,published\n"), ckan.portal(), check=lambda _: ())
    assert (was_there, left.exists()) == (True, False)


def test_a_workspace_that_somebody_deleted_is_made_anew(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    apply(package_of(name), ckan.portal(), check=lambda _: ())
    apply(package_of(name, "1.1.0"), ckan.portal(), check=lambda _: ())
    ckan.do("package_delete", id=f"{name}-staging")
    apply(package_of(name, "1.2.0", title_sv="Tredje"), ckan.portal(), check=lambda _: ())
    assert ckan.show("package_show", id=name)["version"] == "1.2.0"


def test_a_table_of_a_hundred_thousand_rows_becomes_one_at_the_portal_and_a_longer_one_stays_a_file(
    ckan: Ckan, package_of: PackageOf, fresh_name: FreshName
) -> None:
    head, line = "region_id,contributors,status\n", "SE_CRS3006RES1000mN6133000E394000,7,published\n"
    most, more = fresh_name(), fresh_name()
    apply(package_of(most, rows=head + line * ROW_LIMIT, layer=False), ckan.portal(), check=lambda _: ())
    table = ckan.show("package_show", id=most)["resources"][0]
    assert ckan.show("datastore_search", resource_id=table["id"], limit=0)["total"] == ROW_LIMIT
    longer = package_of(more, rows=head + line * (ROW_LIMIT + 1), layer=False)
    assert "regions stays a file without a table at the portal" in plan(longer, ckan.portal()).text()
    apply(longer, ckan.portal(), check=lambda _: ())
    assert ckan.show("package_show", id=more)["resources"][0]["datastore_active"] is False


def test_two_publishers_of_a_new_dataset_never_make_two(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name, ended = fresh_name(), []
    package = package_of(name)

    def run() -> None:
        try:
            apply(package, ckan.portal(), check=lambda _: ())
            ended.append("done")
        except CheckFailed:
            ended.append("refused")

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "done" in ended
    assert plan(package, ckan.portal()).exit_code == 0


def test_withdrawing_goes_before_edits_by_hand(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name = fresh_name()
    apply(package_of(name), ckan.portal(), check=lambda _: ())
    ckan.do("package_patch", id=name, title="Ändrad")
    withdraw(name, ckan.portal(), "Fel siffra")
    assert ckan.show("package_show", id=name)["resources"] == []


def test_a_tag_that_the_portal_would_refuse_is_named_in_the_plan(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    found = plan(package_of(fresh_name(), keywords=["trygghet/oro"]), ckan.portal())
    assert any("cannot be a tag" in fault.what for fault in found.hindrances)


def test_a_group_that_is_not_there_is_named_in_the_plan(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    found = plan(package_of(fresh_name()), ckan.portal(groups=("finns-inte",)))
    assert any("finns-inte" in fault.where for fault in found.hindrances)


def test_an_organisation_where_one_may_not_publish_is_named_in_the_plan(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    found = plan(package_of(fresh_name()), ckan.portal(organisation="annan-kommun"))
    assert any("annan-kommun" in fault.where for fault in found.hindrances)


def test_a_token_that_the_portal_does_not_know_is_named(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    from trygghetsrutan.opendata.portal.ckan import CkanPortal
    from trygghetsrutan.opendata.portal.transport import Connection, Token

    found = plan(package_of(fresh_name()), CkanPortal(Connection(ckan.url, Token("nonsense")), organisation="karlskoga"))
    assert any("does not know this token" in fault.what for fault in found.hindrances)


def test_without_a_token_nothing_is_written(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    with pytest.raises(InputError, match="token"):
        apply(package_of(fresh_name()), ckan.portal(role=None), check=lambda _: ())


def test_a_portal_with_its_own_schema_names_the_fields_it_requires(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    found = plan(package_of(fresh_name()), ckan.portal(url=ckan.facts["scheming_url"]))
    assert {"field update_frequency", "field responsible_unit"} <= {fault.where for fault in found.hindrances}


def test_a_value_that_the_portals_schema_does_not_offer_is_named(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    fields = {"update_frequency": "ibland", "responsible_unit": "EST"}
    found = plan(package_of(fresh_name()), ckan.portal(url=ckan.facts["scheming_url"], fields=fields))
    assert any("yearly, irregular" in fault.what for fault in found.hindrances)


def test_a_portal_with_its_own_schema_is_given_its_fields(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    name, fields = fresh_name(), {"update_frequency": "yearly", "responsible_unit": "EST"}
    package = package_of(name)
    apply(package, ckan.portal(url=ckan.facts["scheming_url"], fields=fields), check=lambda _: ())
    stored = requests.get(f"{ckan.facts['scheming_url']}/api/3/action/package_show", params={"id": name}, timeout=60).json()["result"]
    assert {key: stored[key] for key in fields} == fields
    assert plan(package, ckan.portal(url=ckan.facts["scheming_url"], fields=fields)).exit_code == 0


def test_the_token_is_in_no_output_log_or_process_list(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName, tmp_path: Path) -> None:
    """The real program in a process of its own, with everything it says and its command line searched for the token."""
    token = ckan.token().reveal()
    script = (
        "import sys, logging; logging.basicConfig(level=logging.DEBUG)\n"
        "from pathlib import Path\n"
        "from trygghetsrutan.opendata.portal import open_portal, credentials\n"
        "from trygghetsrutan.opendata.portal.plan import apply, plan\n"
        "token = credentials.find(sys.argv[1])\n"
        "portal = open_portal(sys.argv[1], token=token, organisation='karlskoga')\n"
        "print(plan(Path(sys.argv[2]), portal).as_dict(), vars(portal), token)\n"
        "print(open('/proc/self/cmdline').read(), dict(__import__('os').environ))\n"
        "print(apply(Path(sys.argv[2]), portal, check=lambda _: ()).json())\n"
        "raise RuntimeError(f'{token} {token!r} {vars(portal)}')\n"
    )
    command = [sys.executable, "-c", script, ckan.url, str(package_of(fresh_name()))]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=REPOSITORY, env=os.environ | {"TRYGGHETSRUTAN_TOKEN": token}
    )
    said = done.stdout + done.stderr
    assert '"intent": "publish"' in said
    assert token not in said


def test_a_receipt_is_json_without_a_credential(ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> None:
    receipt = apply(package_of(fresh_name()), ckan.portal(), check=lambda _: ())
    assert ckan.token().reveal() not in json.dumps(receipt.as_dict())
