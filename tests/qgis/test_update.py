"""A second release of a campaign: counted, drawn, attacked and held back together with the first, whatever the portal."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, started, step_page


@pytest.mark.parametrize("to", ["https://ckan.example.se", "portal"])
def test_a_second_release_is_counted_and_attacked_with_the_first_whatever_the_portal(
    desk: Desk, portal: Any, tmp_path: Path, to: str
) -> None:
    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.opendata.disclosure import ledger as ledgers

    given = portal(to if "://" in to else str(tmp_path / to))
    results = desk.session.results
    started(desk, step_page(desk, "release")._export)
    page = step_page(desk, "publish")
    started(desk, page._apply)
    assert [each["ledger"] for each in given] == [str(results.ledger)]
    assert results.ledger.parent == results.release.parents[1]
    assert results.ledger.stat().st_mode & 0o077 == 0
    started(desk, step_page(desk, "settings")._count)
    draft = contract.read(results.draft)
    assert (draft.facts["tree"], len(draft.facts["earlier"])) == ("frozen", 1)
    started(desk, step_page(desk, "release")._export)
    assert contract.read(results.release).facts["audit"]["passed"]
    started(desk, page._apply)
    assert len(ledgers.history(results.ledger, desk.session.campaign.campaign.name)) == 2
    assert not [words for words in desk.told if "Not finished" in words]


def one_fewer_before(results: Any) -> Any:
    """Record a release in which the largest region of the draft had one contributor fewer; returns the region as it was."""
    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.opendata.disclosure import ledger as ledgers

    draft = contract.read(results.draft)
    shown = max(draft.regions, key=lambda region: region.contributors or 0)
    union = next(line.theme_region_id for line in draft.theme_regions if line.region_id == shown.region_id)
    row = max((row for row in draft.theme_counts if row.region_id == union), key=lambda row: row.contributors or 0)
    was, row_was = (dataclasses.replace(one, contributors=one.contributors - 1) for one in (shown, row))
    regions = tuple(was if each is shown else each for each in draft.regions)
    themes = tuple(row_was if each is row else each for each in draft.theme_counts)
    ledgers.record(results.ledger, dataclasses.replace(draft, regions=regions, theme_counts=themes))
    return was


def test_an_update_that_would_disclose_is_refused_by_the_panel_at_a_ckan_too(desk: Desk, portal: Any) -> None:
    portal("https://ckan.example.se")
    results = desk.session.results
    one_fewer_before(results)
    started(desk, step_page(desk, "release")._export)
    assert not results.release.exists()
    assert "Not finished" in desk.told[-1]


def test_what_would_disclose_is_held_back_where_the_user_ticks_it(desk: Desk) -> None:
    from trygghetsrutan.opendata import release as contract

    results = desk.session.results
    was = one_fewer_before(results)
    page = step_page(desk, "release")
    page.refresh()
    page.hold.setChecked(True)
    started(desk, page._export)
    release = contract.read(results.release)
    assert was in release.regions
    union = next(line.theme_region_id for line in release.theme_regions if line.region_id == was.region_id)
    kept = sum(line.theme_region_id == union for line in release.theme_regions)
    assert desk.told == [f"The release is written; Areas that keep their earlier figures: {kept}; Kinds of totals that are not shown: 3"]


def test_changes_can_be_held_back_only_where_there_is_a_release_before(desk: Desk) -> None:
    page = step_page(desk, "release")
    page.refresh()
    assert not page.hold.isVisibleTo(page)
    one_fewer_before(desk.session.results)
    page.refresh()
    assert page.hold.isVisibleTo(page)
    assert not page.hold.isChecked()


def test_the_choice_to_hold_back_makes_the_page_no_larger_than_others_are(desk: Desk) -> None:
    """They fit beside the map on a screen of 1366 by 768."""
    page = step_page(desk, "release")
    one_fewer_before(desk.session.results)
    page.refresh()
    needs, others = page.minimumSizeHint(), [step_page(desk, step).minimumSizeHint() for step in ("settings", "publish")]
    assert needs.width() <= max(each.width() for each in others)
    assert needs.height() <= max(each.height() for each in others)


def test_a_folder_portals_own_ledger_goes_on_and_is_reckoned_with(desk: Desk, portal: Any, run: Any, tmp_path: Path) -> None:
    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.opendata.disclosure import ledger as ledgers

    results, name = desk.session.results, desk.session.campaign.campaign.name
    run("exportrelease", OUTPUT_FOLDER=str(results.folder))
    beside = tmp_path / "portal åäö-ledger"
    ledgers.record(beside, contract.read(results.release))
    portal(str(tmp_path / "portal åäö"))
    started(desk, step_page(desk, "settings")._count)
    assert contract.read(results.draft).facts["tree"] == "frozen"
    assert ledgers.history(results.ledger, name) == ledgers.history(beside, name)
    started(desk, step_page(desk, "release")._export)
    started(desk, step_page(desk, "publish")._apply)
    assert len(ledgers.history(beside, name)) == 2
    assert ledgers.history(results.ledger, name) == ledgers.history(beside, name)
    assert [words for words in desk.told if "Not finished" in words] == []


def drawn(desk: Desk) -> dict[str, int | None]:
    """The figures of the map that the page puts into the project, by region."""
    from qgis.core import NULL, QgsProject

    started(desk, step_page(desk, "map")._style)
    (layer,) = (each for each in QgsProject.instance().mapLayers().values() if each.source().endswith("|layername=grid"))
    shown = {each["region_id"]: None if each["contributors"] == NULL else each["contributors"] for each in layer.getFeatures()}
    QgsProject.instance().removeAllMapLayers()
    return shown


def figures(path: Path) -> dict[str, int | None]:
    """Those of a release's regions that have a shape."""
    from trygghetsrutan.opendata import release as contract

    return {region.region_id: region.contributors for region in contract.read(path).regions if region.polygons}


def test_the_map_shows_an_update_as_it_will_be_and_was_released(desk: Desk) -> None:
    results = desk.session.results
    was = one_fewer_before(results)
    before = drawn(desk)
    assert before[was.region_id] == was.contributors
    assert "Areas that keep their earlier figures" in desk.told[-1]
    page = step_page(desk, "release")
    page.refresh()
    page.hold.setChecked(True)
    started(desk, page._export)
    assert before == drawn(desk) == figures(results.release) != figures(results.draft)


def test_a_map_from_the_toolbox_holds_back_with_the_folders_own_ledger(desk: Desk, run: Any) -> None:
    from qgis.core import QgsVectorLayer

    results = desk.session.results
    was = one_fewer_before(results)
    layer = QgsVectorLayer(run("stylegrid", OUTPUT_FOLDER=str(results.folder))["OUTPUT"])
    assert {each["region_id"]: each["contributors"] for each in layer.getFeatures()}[was.region_id] == was.contributors


def test_squares_counted_after_the_release_are_drawn_as_counted(desk: Desk) -> None:
    results = desk.session.results
    started(desk, step_page(desk, "release")._export)
    assert drawn(desk) == figures(results.release)
    privacy = dataclasses.replace(desk.session.campaign.privacy, k=9)
    desk.session.save(dataclasses.replace(desk.session.campaign, privacy=privacy))
    started(desk, step_page(desk, "settings")._count)
    assert drawn(desk) == figures(results.draft) != figures(results.release)


def test_the_map_of_a_second_release_is_drawn_with_the_ledger_and_without(desk: Desk, portal: Any, tmp_path: Path) -> None:
    """Its partition is the first one's, which no attack on it alone may take for an error."""
    portal(str(tmp_path / "portal"))
    results = desk.session.results
    started(desk, step_page(desk, "release")._export)
    started(desk, step_page(desk, "publish")._apply)
    started(desk, step_page(desk, "settings")._count)
    before = drawn(desk)
    started(desk, step_page(desk, "release")._export)
    assert before == drawn(desk) == figures(results.release)
    assert [words for words in desk.told if "Not finished" in words] == []


def test_a_version_that_is_published_already_is_told_before_the_next_release(desk: Desk, portal: Any, tmp_path: Path) -> None:
    from trygghetsrutan.qgis_plugin.panel import findings

    def told() -> list[str]:
        return [each.what for each in findings.findings(desk.session.campaign, desk.session.results) if "published already" in each.what]

    portal(str(tmp_path / "portal"))
    started(desk, step_page(desk, "release")._export)
    started(desk, step_page(desk, "publish")._apply)
    assert told() == []
    started(desk, step_page(desk, "settings")._count)
    assert told() == ["Version 1.0.0 is published already"]
    changed = dataclasses.replace(desk.session.campaign.portal, version="1.1.0")
    desk.session.save(dataclasses.replace(desk.session.campaign, portal=changed))
    assert told() == []
