"""The ledger keeps every release, notices tampering, and holds back what would disclose by difference."""

import dataclasses
import stat
from pathlib import Path

import pytest

from trygghetsrutan.opendata.disclosure.audit import audit
from trygghetsrutan.opendata.disclosure.holdback import hold_back
from trygghetsrutan.opendata.disclosure.ledger import (
    Withdrawal,
    begun,
    bring,
    entries,
    history,
    note_withdrawal,
    record,
    withdrawals,
)
from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.release import Release

from .audit_releases import cell, make, whole


def release(a: int, b: int, **facts: object) -> Release:
    return make([whole(250, 0, 0, a), whole(250, 1, 0, b)], **facts)  # type: ignore[arg-type]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    folder = tmp_path / "ledger"
    record(folder, release(10, 9))
    record(folder, release(50, 60, campaign="another"))
    record(folder, release(15, 9))
    return folder


def test_gives_back_a_campaigns_releases_oldest_first(ledger: Path) -> None:
    assert history(ledger, "test") == [release(10, 9), release(15, 9)]


def test_recording_the_newest_once_more_changes_nothing(ledger: Path) -> None:
    record(ledger, release(15, 9))
    assert len(entries(ledger)) == 3


def test_the_folder_is_its_owners_alone(ledger: Path) -> None:
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in ledger.iterdir()} == {0o600}


def test_a_ledger_is_there_or_can_be_begun_or_the_path_is_refused(ledger: Path) -> None:
    assert begun(ledger)
    assert not begun(ledger.parent / "new" / "ledger")
    with pytest.raises(InputError, match="is no folder"):
        begun(ledger / "head")


def test_an_empty_folder_can_be_one_and_a_folder_of_other_files_cannot(tmp_path: Path) -> None:
    assert not begun(tmp_path)
    (tmp_path / ".hidden").touch()
    assert not begun(tmp_path)
    (tmp_path / "index.html").touch()
    with pytest.raises(InputError, match="holds other files and no ledger"):
        begun(tmp_path)


def test_a_ledger_whose_first_entry_was_cut_off_is_one(tmp_path: Path) -> None:
    (tmp_path / "00001.gpkg").touch()
    assert begun(tmp_path)


def test_a_changed_release_is_noticed(ledger: Path) -> None:
    path = ledger / "00001.gpkg"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(InputError, match="not the release that was recorded"):
        entries(ledger)


def test_a_changed_entry_is_noticed(ledger: Path) -> None:
    path = ledger / "00001.json"
    path.write_text(path.read_text().replace('"test"', '"tost"'))
    with pytest.raises(InputError, match="does not follow"):
        entries(ledger)


def test_a_dropped_entry_is_noticed(ledger: Path) -> None:
    (ledger / "00002.json").unlink()
    with pytest.raises(InputError, match="does not follow"):
        entries(ledger)


def test_a_newest_entry_that_was_dropped_is_noticed(ledger: Path) -> None:
    (ledger / "00003.json").unlink()
    (ledger / "00002.json").unlink()
    with pytest.raises(InputError, match="not the newest"):
        entries(ledger)


def test_a_recording_that_was_interrupted_at_the_last_step_counts(ledger: Path) -> None:
    before = (ledger / "head").read_text()
    record(ledger, release(30, 30))
    (ledger / "head").write_text(before)
    assert len(entries(ledger)) == 4
    record(ledger, release(40, 40))
    assert len(entries(ledger)) == 5


KEYS = '"campaign": "a", "file": "a", "sha256": "a", "before": "a"'


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", '{"number": 1}', "[" * 100_000, " " * 2_000_000),
        f'{{"number": "3", "tables": {{}}, {KEYS}}}',
        f'{{"number": 3, "tables": [], {KEYS}}}',
    ],
    ids=["nothing", "list", "no keys", "one key", "deep", "large", "number in words", "tables in a list"],
)
def test_what_is_no_entry_is_told_in_one_line(ledger: Path, text: str) -> None:
    (ledger / "00003.json").write_text(text)
    with pytest.raises(InputError, match=r"00003\.json"):
        entries(ledger)


def test_a_missing_ledger_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder"):
        history(tmp_path / "none", "test")


class TestHoldBack:
    def test_publishes_what_is_safe_and_keeps_the_rest(self) -> None:
        held = hold_back(release(15, 11), [release(10, 9)])
        assert [region.contributors for region in held.release.regions] == [15, 9]
        assert held.kept == (cell(250, 1, 0),)

    def test_what_is_held_back_passes_the_audit(self) -> None:
        earlier = [release(10, 9), release(16, 9)]
        held = hold_back(release(11, 14), earlier)
        assert audit(held.release, earlier).passed

    def test_nothing_is_kept_when_nothing_tells(self) -> None:
        assert hold_back(release(15, 9), [release(10, 9)]).kept == ()

    def test_regions_of_one_theme_region_are_kept_together_with_its_themes(self) -> None:
        def themed(a: int, b: int, lighting: int) -> Release:
            rows = {"q:1": {"lighting": lighting, "traffic": a + b - lighting}}
            return make([whole(250, 0, 0, a), whole(250, 1, 0, b)], rows, {"q:1": [cell(250, 0, 0), cell(250, 1, 0)]})

        old = themed(10, 9, 10)
        held = hold_back(themed(15, 9, 11), [old])
        assert [region.contributors for region in held.release.regions] == [10, 9]
        assert held.release.theme_counts == old.theme_counts

    def test_campaign_totals_are_withheld_as_soon_as_a_region_is_kept(self) -> None:
        def totals(a: int, b: int) -> Release:
            return make([whole(250, 0, 0, a), whole(250, 1, 0, b)], marginals={"channel": {"map": a, "visit": b}})

        held = hold_back(totals(15, 10), [totals(10, 9)])
        assert held.withheld == ("channel",)
        assert [m.contributors for m in held.release.marginals] == [None]
        assert audit(held.release, [totals(10, 9)]).passed

    def test_a_total_that_tells_is_withheld_alone(self) -> None:
        def totals(a: int, by_map: int) -> Release:
            return make([whole(250, 0, 0, a)], marginals={"channel": {"map": by_map, "visit": a - by_map}, "week": {"1": a}})

        held = hold_back(totals(25, 11), [totals(20, 10)])
        assert (held.kept, held.withheld) == ((), ("channel",))
        assert audit(held.release, [totals(20, 10)]).passed

    def test_another_partition_has_no_figure_to_keep(self) -> None:
        moved = dataclasses.replace(release(10, 9), regions=release(10, 9).regions[:1])
        with pytest.raises(InputError, match="another partition"):
            hold_back(moved, [release(10, 9)])


def test_a_withdrawal_is_noted_and_the_releases_stay(tmp_path: Path) -> None:
    first = Withdrawal("campaign", "portal", "2021-06-01T00:00:00Z", "An error")
    second = Withdrawal("campaign", "https://example.org", "2021-06-02T00:00:00Z", "Again")
    note_withdrawal(tmp_path / "ledger", first)
    note_withdrawal(tmp_path / "ledger", second)
    assert withdrawals(tmp_path / "ledger") == [first, second]
    assert entries(tmp_path / "ledger") == []


def test_a_ledger_takes_over_what_another_knows_of_the_campaign(ledger: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    assert bring(own, tmp_path / "there is none", "test") == 0
    assert not own.exists()
    before = {path.name: path.read_bytes() for path in ledger.iterdir()}
    assert bring(own, ledger, "test") == 2
    assert history(own, "test") == [release(10, 9), release(15, 9)]
    assert history(own, "another") == []
    assert bring(own, ledger, "test") == 0
    record(own, release(20, 15))
    assert bring(own, ledger, "test") == 0
    assert {path.name: path.read_bytes() for path in ledger.iterdir()} == before
    assert bring(ledger, own, "test") == 1
    assert history(ledger, "test") == history(own, "test")
