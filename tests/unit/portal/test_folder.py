"""The folder portal: readers get the old version or the new one, whole; nothing is lost and nothing lies."""

from __future__ import annotations

import datetime
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
from pathlib import Path
from types import ModuleType

import pytest

from trygghetsrutan.opendata.errors import CheckFailed, Fault, InputError
from trygghetsrutan.opendata.portal import folder, folder_catalogue
from trygghetsrutan.opendata.portal.exchange import lock
from trygghetsrutan.opendata.portal.folder import FolderPortal
from trygghetsrutan.opendata.portal.plan import apply, plan, plan_withdrawal, withdraw

from .conftest import MakePackage

NAME = "snacka-om-trygghet"
NOON = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)


def fine(_package: Path) -> tuple[Fault, ...]:
    return ()


def publish(package: Path, portal: FolderPortal, **settings: bool) -> None:
    apply(package, portal, check=fine, now=NOON, **settings)


def tree(root: Path) -> dict[str, str]:
    """Every file a reader can get, with its hash."""
    files = (path for path in root.rglob("*") if path.is_file() and ".portal" not in path.parts)
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def portal(tmp_path: Path) -> FolderPortal:
    return FolderPortal(tmp_path / "portal")


def test_a_plan_writes_nothing(make_package: MakePackage, portal: FolderPortal) -> None:
    assert plan(make_package(), portal).would_change
    assert not portal.root.exists()


def test_every_file_of_the_package_is_published_as_it_is(make_package: MakePackage, portal: FolderPortal) -> None:
    package = make_package()
    publish(package, portal)
    published = tree(portal.root / NAME)
    assert tree(package).items() <= published.items()


def test_the_receipt_proves_every_file(make_package: MakePackage, portal: FolderPortal) -> None:
    package = make_package()
    receipt = apply(package, portal, check=fine, now=NOON)
    assert {proof.sha256 for proof in receipt.files} == set(tree(package).values())


def test_the_catalogue_links_to_the_page_of_the_dataset(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package(), portal)
    assert f'href="{NAME}/index.html"' in (portal.root / "index.html").read_text()


def test_the_catalogue_for_machines_names_the_dataset(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package(), portal)
    assert f"https://data.example.com/{NAME}/#dataset" in (portal.root / "catalog.rdf").read_text()


def test_a_package_that_dcat_cannot_describe_is_still_on_the_page(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package(publisher=None), portal)
    assert f'href="{NAME}/index.html"' in (portal.root / "index.html").read_text()


def test_publishing_twice_changes_nothing(make_package: MakePackage, portal: FolderPortal) -> None:
    package = make_package()
    publish(package, portal)
    before = tree(portal.root)
    receipt = apply(package, portal, check=fine)
    assert (receipt.changed, tree(portal.root)) == (False, before)


def test_a_plan_of_what_is_published_would_change_nothing(make_package: MakePackage, portal: FolderPortal) -> None:
    package = make_package()
    publish(package, portal)
    assert plan(package, portal).exit_code == 0


def test_the_same_packages_give_the_same_portal(make_package: MakePackage, tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        portal = FolderPortal(tmp_path / name)
        publish(make_package("first"), portal)
        publish(make_package("second", version="1.1.0"), portal)
        trees.append(tree(portal.root))
    assert trees[0] == trees[1]


def test_an_old_version_is_kept_byte_for_byte(make_package: MakePackage, portal: FolderPortal) -> None:
    package = make_package("first")
    publish(package, portal)
    publish(make_package("second", version="1.1.0", title_sv="Nytt"), portal)
    assert tree(portal.root / NAME / "versions" / "1.0.0") == tree(package)


def test_an_old_version_is_marked_as_superseded(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package("first"), portal)
    publish(make_package("second", version="1.1.0"), portal)
    record = json.loads((portal.root / NAME / "versions.json").read_text())
    assert [(entry["version"], entry["status"]) for entry in record["versions"]] == [("1.0.0", "superseded"), ("1.1.0", "current")]


def test_the_plan_names_the_field_that_would_change(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package("first"), portal)
    changes = plan(make_package("second", version="1.1.0", title_sv="Nytt namn"), portal).changes
    assert ("replace", "title") in {(change.action, change.field) for change in changes}


def test_a_published_version_cannot_change_its_bytes(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package("first"), portal)
    with pytest.raises(CheckFailed, match="published with other bytes"):
        publish(make_package("second", title_sv="Nytt"), portal)


def test_a_lower_version_does_not_replace_a_higher(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package("second", version="1.10.0"), portal)
    with pytest.raises(CheckFailed, match=r"lower than the published 1\.10\.0"):
        publish(make_package("first", version="1.9.0"), portal)


def test_a_faulty_package_is_not_published(make_package: MakePackage, portal: FolderPortal) -> None:
    with pytest.raises(CheckFailed, match="discloses"):
        apply(make_package(), portal, check=lambda _: (Fault("audit", "discloses", "do not publish"),))
    assert not portal.root.exists()


def test_a_file_that_is_not_what_the_descriptor_says_is_not_published(make_package: MakePackage, portal: FolderPortal) -> None:
    package = make_package()
    (package / "data" / "regions.csv").write_text("region_id\n")
    with pytest.raises(CheckFailed, match="hash and size"):
        publish(package, portal)


def test_a_link_out_of_the_package_is_not_followed(make_package: MakePackage, portal: FolderPortal, tmp_path: Path) -> None:
    package = make_package()
    (tmp_path / "secret").write_text("secret")
    (package / "leak.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(InputError, match="is a link"):
        publish(package, portal)


@pytest.mark.parametrize("path", ["../secret", "/etc/hostname", "data/../../secret", "C:/secret", "data\\regions.csv", ""])
def test_a_path_out_of_the_package_is_refused(make_package: MakePackage, portal: FolderPortal, tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("secret")
    package = make_package(resources=[{"name": "leak", "path": path, "bytes": 6, "hash": "sha256:0"}])
    with pytest.raises(InputError, match="no path to a file"):
        plan(package, portal)


def test_a_folder_of_somebody_else_is_left_alone(make_package: MakePackage, portal: FolderPortal) -> None:
    (portal.root / NAME).mkdir(parents=True)
    with pytest.raises(CheckFailed, match="not made by this program"):
        publish(make_package(), portal, take_over=True)


def test_another_dataset_with_the_same_name_is_left_alone(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package("first"), portal)
    other = make_package("second", version="2.0.0", id="urn:uuid:6f3d4c1e-6b52-5f0a-9a57-5a1d0c9a7f11")
    with pytest.raises(CheckFailed, match="another dataset"):
        publish(other, portal, take_over=True)


@pytest.mark.parametrize("path", ["README.md", "versions/1.0.0/README.md", "versions/index.html"])
def test_an_edit_by_hand_is_shown_and_not_overwritten(make_package: MakePackage, portal: FolderPortal, path: str) -> None:
    package = make_package()
    publish(package, portal)
    (portal.root / NAME / path).write_text("by hand")
    assert any(path in fault.where for fault in plan(package, portal).edits)
    with pytest.raises(CheckFailed, match="changed by hand"):
        publish(package, portal)


def test_taking_over_brings_the_published_state_back(make_package: MakePackage, portal: FolderPortal) -> None:
    package = make_package()
    publish(package, portal)
    before = tree(portal.root)
    (portal.root / NAME / "README.md").write_text("by hand")
    (portal.root / NAME / "extra.txt").write_text("by hand")
    publish(package, portal, take_over=True)
    assert tree(portal.root) == before


def test_a_web_root_of_somebody_else_is_not_overwritten(make_package: MakePackage, portal: FolderPortal) -> None:
    portal.root.mkdir()
    (portal.root / "index.html").write_text("our municipality")
    with pytest.raises(CheckFailed, match="not made by this program"):
        publish(make_package(), portal)


def test_a_damaged_old_version_is_not_passed_on_as_the_published_one(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package("first"), portal)
    publish(make_package("second", version="1.1.0"), portal)
    (portal.root / NAME / "versions" / "1.0.0" / "README.md").write_text("damaged")
    publish(make_package("third", version="1.2.0"), portal, take_over=True)
    assert not (portal.root / NAME / "versions" / "1.0.0" / "README.md").exists()
    assert "README.md" in json.loads((portal.root / NAME / "versions.json").read_text())["versions"][0]["lost"]


def test_a_second_publisher_is_told_that_another_is_at_work(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package("first"), portal)
    with lock(portal.root / ".portal" / "lock"), pytest.raises(CheckFailed, match="another publisher"):
        publish(make_package("second", version="1.1.0"), portal)


def test_a_full_disk_leaves_the_old_version(make_package: MakePackage, portal: FolderPortal, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(make_package("first"), portal)
    before = tree(portal.root)

    def full(_source: Path, _target: Path) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(CheckFailed, match="No space left on device"):
        publish(make_package("second", version="1.1.0"), portal)
    assert tree(portal.root) == before


def _die_at(module: ModuleType, step: str, count: int, package: Path, root: Path) -> None:
    """Publish in a process of its own that is killed when ``module`` comes to its ``count``-th call of ``step``."""
    real, calls = getattr(module, step), [0]

    def deadly(*arguments: object, **named: object) -> object:
        calls[0] += 1
        if calls[0] == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **named)

    setattr(module, step, deadly)
    publish(package, FolderPortal(root))


@pytest.mark.parametrize(
    ("module", "step", "count"),
    [
        *((folder, step, count) for step, count in (("_copy", 1), ("_copy", 5), ("_link", 2), ("_write", 2), ("exchange", 1))),
        *((folder_catalogue, "write_bytes", count) for count in (1, 3)),
    ],
)
def test_killed_anywhere_readers_see_one_version_and_a_second_run_ends_the_same(
    make_package: MakePackage, portal: FolderPortal, tmp_path: Path, module: ModuleType, step: str, count: int
) -> None:
    first, second = make_package("first"), make_package("second", version="1.1.0")
    clean = FolderPortal(tmp_path / "clean")
    for target in (portal, clean):
        publish(first, target)
    publish(second, clean)
    process = multiprocessing.get_context("fork").Process(target=_die_at, args=(module, step, count, second, portal.root))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    shown = json.loads((portal.root / NAME / "datapackage.json").read_text())["version"]
    reference = first if shown == "1.0.0" else second
    assert tree(reference).items() <= tree(portal.root / NAME).items()
    publish(second, portal)
    assert tree(portal.root) == tree(clean.root)


def test_withdrawing_leaves_nothing_of_the_content(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package("first"), portal)
    publish(make_package("second", version="1.1.0"), portal)
    withdraw(NAME, portal, "Fel siffra", now=NOON)
    assert set(tree(portal.root / NAME)) == {"index.html", "versions.json"}
    assert not any(path.is_file() and path.name == "regions.csv" for path in portal.root.rglob("*"))


def test_the_tombstone_says_when_and_why(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package(), portal)
    withdraw(NAME, portal, "Fel <siffra>", now=NOON)
    page = (portal.root / NAME / "index.html").read_text()
    assert "2026-05-01" in page
    assert "Fel &lt;siffra&gt;" in page


def test_a_withdrawn_dataset_is_out_of_the_harvest(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package(), portal)
    withdraw(NAME, portal, "Fel siffra", now=NOON)
    assert NAME not in (portal.root / "catalog.rdf").read_text()


def test_a_withdrawal_says_what_cannot_be_undone(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package(), portal)
    assert any("cannot be called back" in note for note in plan_withdrawal(NAME, portal).notes)


def test_withdrawing_twice_changes_nothing(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package(), portal)
    withdraw(NAME, portal, "Fel siffra", now=NOON)
    before = tree(portal.root)
    assert not withdraw(NAME, portal, "Annat skäl").changed
    assert tree(portal.root) == before


def test_withdrawing_does_not_wait_for_an_edit_by_hand_to_be_sorted_out(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package(), portal)
    (portal.root / NAME / "README.md").write_text("by hand")
    withdraw(NAME, portal, "Fel siffra", now=NOON)
    assert not (portal.root / NAME / "README.md").exists()


def test_what_is_not_ours_cannot_be_withdrawn(portal: FolderPortal) -> None:
    (portal.root / "annat").mkdir(parents=True)
    with pytest.raises(CheckFailed, match="not made by this program"):
        withdraw("annat", portal, "Fel siffra")


def test_a_withdrawn_dataset_can_be_published_again_and_the_plan_says_so(make_package: MakePackage, portal: FolderPortal) -> None:
    package = make_package()
    publish(package, portal)
    withdraw(NAME, portal, "Fel siffra", now=NOON)
    assert "would be public again" in plan(package, portal).text()
    publish(package, portal)
    assert tree(package).items() <= tree(portal.root / NAME).items()


@pytest.mark.parametrize("reason", ["", "  ", "a" * 501, "bell\a"])
def test_a_withdrawal_needs_a_printable_reason(portal: FolderPortal, reason: str) -> None:
    with pytest.raises(InputError, match="reason"):
        withdraw(NAME, portal, reason)


@pytest.mark.parametrize("name", ["..", "../x", "", "A", "a/b"])
def test_a_withdrawal_cannot_reach_outside_the_portal(portal: FolderPortal, name: str) -> None:
    with pytest.raises(InputError, match="NAME"):
        withdraw(name, portal, "Fel siffra")


def test_the_ledger_hears_of_a_publication_until_it_is_sure_to_have_it(make_package: MakePackage, portal: FolderPortal) -> None:
    heard: list[str] = []
    for _ in range(2):
        apply(make_package(), portal, check=fine, record=lambda receipt: heard.append(receipt.version))
    assert heard == ["1.0.0", "1.0.0"]  # the run before may have ended between portal and ledger; recording twice changes nothing


def test_titles_from_outside_cannot_write_html(make_package: MakePackage, portal: FolderPortal) -> None:
    publish(make_package(title_sv="<script>alert(1)</script>"), portal)
    assert "<script" not in (portal.root / "index.html").read_text()


def test_a_package_without_a_page_gets_one(make_package: MakePackage, portal: FolderPortal) -> None:
    package = make_package()
    (package / "index.html").unlink()
    publish(package, portal)
    assert "data/regions.csv" in (portal.root / NAME / "index.html").read_text()


OTHER = "annan-kampanj"
DESCRIPTORS = (f"{OTHER}/datapackage.json", f"{OTHER}/versions/1.0.0/datapackage.json")


@pytest.fixture
def other(make_package: MakePackage, portal: FolderPortal) -> Path:
    """The package of a second dataset in a portal that holds :data:`NAME` too."""
    publish(make_package(), portal)
    package = make_package("other", name=OTHER)
    publish(package, portal)
    return package


@pytest.fixture(params=["gone", "broken", "a list", "edited"])
def undescribed(request: pytest.FixtureRequest, other: Path, portal: FolderPortal) -> Path:
    """The same, and the second dataset's descriptor is whole in neither of its places."""
    for path in DESCRIPTORS:
        (portal.root / path).unlink()
        if request.param != "gone":
            (portal.root / path).write_text({"broken": "{", "a list": "[]", "edited": '{"name": "x"}'}[request.param])
    return other


def test_a_lost_descriptor_does_not_keep_other_datasets_from_being_published(
    undescribed: Path, make_package: MakePackage, portal: FolderPortal
) -> None:
    assert plan(make_package(), portal).edits == ()
    publish(make_package("second", version="1.1.0"), portal)
    assert f"https://data.example.com/{NAME}/#dataset" in (portal.root / "catalog.rdf").read_text()


def test_a_dataset_without_descriptor_is_left_out_of_the_harvest_and_that_is_said(
    undescribed: Path, make_package: MakePackage, portal: FolderPortal
) -> None:
    line = (
        f"{portal.root / OTHER}: has lost its datapackage.json: the catalogue for machines leaves it out; "
        "publish it again with --take-over, or put its datapackage.json back"
    )
    package = make_package("second", version="1.1.0")
    assert plan(package, portal).notes == (line,)
    assert apply(package, portal, check=fine).notes == (line,)
    assert OTHER not in (portal.root / "catalog.rdf").read_text()
    assert f'href="{OTHER}/index.html"' in (portal.root / "index.html").read_text()


def test_a_lost_descriptor_does_not_stop_a_withdrawal(undescribed: Path, portal: FolderPortal) -> None:
    receipt = withdraw(NAME, portal, "Fel siffra", now=NOON)
    assert any(OTHER in note for note in receipt.notes)
    assert NAME not in (portal.root / "catalog.rdf").read_text()


def test_taking_over_a_dataset_without_descriptor_brings_everything_back(undescribed: Path, portal: FolderPortal) -> None:
    before = plan(undescribed, portal)
    assert (before.notes, len(before.edits)) == ((), 2)
    publish(undescribed, portal, take_over=True)
    again = plan(undescribed, portal)
    assert (again.exit_code, again.notes) == (0, ())
    assert f"https://data.example.com/{OTHER}/#dataset" in (portal.root / "catalog.rdf").read_text()


@pytest.mark.parametrize("path", DESCRIPTORS)
def test_one_of_the_two_descriptors_is_enough_for_the_harvest(
    other: Path, make_package: MakePackage, portal: FolderPortal, path: str
) -> None:
    before = (portal.root / "catalog.rdf").read_bytes()
    (portal.root / path).write_text("{")
    assert plan(make_package(), portal).exit_code == 0
    publish(make_package(), portal)
    assert (portal.root / "catalog.rdf").read_bytes() == before


@pytest.mark.parametrize("text", ["[]", "7", "{", '{"index.html": 7}', "[" * 100_000], ids=["list", "number", "broken", "odd", "deep"])
def test_a_lost_list_of_our_pages_is_made_anew_when_told_to_take_over(make_package: MakePackage, portal: FolderPortal, text: str) -> None:
    package = make_package()
    publish(package, portal)
    (portal.root / ".portal" / "pages.json").write_text(text)
    with pytest.raises(CheckFailed, match="not made by this program"):
        publish(package, portal)
    publish(package, portal, take_over=True)
    assert plan(package, portal).exit_code == 0


def test_a_withdrawal_that_cannot_delete_the_versions_says_so_until_it_can(
    make_package: MakePackage, portal: FolderPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(make_package(), portal)
    remove = shutil.rmtree

    def held_open(folder: Path, ignore_errors: bool = False) -> None:
        if not ignore_errors:
            raise PermissionError(13, os.strerror(13), str(folder))

    monkeypatch.setattr(shutil, "rmtree", held_open)
    for _ in range(2):
        with pytest.raises(CheckFailed, match=r"\.portal/work-.*: could not be deleted \(Permission denied\)"):
            withdraw(NAME, portal, "Fel siffra", now=NOON)
        assert "Tillbakadraget" in (portal.root / NAME / "index.html").read_text()
    monkeypatch.setattr(shutil, "rmtree", remove)
    withdraw(NAME, portal, "Fel siffra", now=NOON)
    assert not any(path.name == "regions.csv" for path in portal.root.rglob("*"))


def test_a_record_that_cannot_be_read_is_told_before_anything_is_written(
    other: Path, make_package: MakePackage, portal: FolderPortal
) -> None:
    (portal.root / OTHER / "versions.json").write_text("{")
    before = tree(portal.root)
    with pytest.raises(CheckFailed, match=f"{OTHER}/versions.json: cannot be read as a record"):
        publish(make_package("second", version="1.1.0"), portal)
    assert tree(portal.root) == before
