"""What the panel works on: the campaign file, what has to be done again when it changes, and work in the background."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from desk import Desk, state_of


def test_a_campaign_file_that_is_a_folder_is_refused_and_the_old_one_kept(desk: Desk, tmp_path: Path) -> None:
    assert not desk.session.open(tmp_path)
    assert desk.session.campaign is not None
    assert len(desk.told) == 1


def test_texts_of_the_page_are_written_into_the_campaign_file(desk: Desk) -> None:
    from trygghetsrutan.opendata import campaign as settings
    from trygghetsrutan.qgis_plugin.panel.pagetexts import PageTexts

    dialog = PageTexts(None, desk.session)
    dialog.lines["title_en"].setText('Safety  "2026" \\ å')
    dialog.paragraphs["background_en"].setPlainText("One.\n\nTwo.\n")
    dialog.lines["keywords_sv"].setText("trygghet,  belysning , trygghet,")
    dialog._save()
    found = settings.load(desk.session.campaign_path)
    assert found.campaign.title_en == 'Safety "2026" \\ å'
    assert found.page.background_en == "One.\n\nTwo."
    assert found.portal.keywords_sv == ("trygghet", "belysning")
    assert found.sources == desk.session.campaign.sources


def test_texts_and_settings_of_the_grid_do_not_ask_for_loading_again_but_sources_do(desk: Desk) -> None:
    session = desk.session
    session.load("Läser", lambda result: None)
    desk.wait()
    assert state_of(desk, "sources")[0] == "done"
    about = dataclasses.replace(session.campaign.campaign, title_sv="Ny titel")
    session.save(dataclasses.replace(session.campaign, campaign=about, privacy=dataclasses.replace(session.campaign.privacy, k=7)))
    assert state_of(desk, "sources")[0] == "done"
    session.save(dataclasses.replace(session.campaign, sources=session.campaign.sources[:-1]))
    assert state_of(desk, "sources")[0] == "attention"


def test_loading_again_keeps_the_texts_masked(desk: Desk) -> None:
    from trygghetsrutan.opendata.submissions import store

    before = store.read(desk.session.results.submissions).masked.tolist()
    desk.session.load("Läser", lambda result: None)
    desk.wait()
    assert store.read(desk.session.results.submissions).masked.tolist() == before
    assert any(before)


def test_what_is_drawn_in_slices_can_be_cancelled_between_them(desk: Desk) -> None:
    done: list[str] = []
    desk.session.start_slices(
        "Ritar", [lambda: done.append("one"), desk.session.cancel, lambda: done.append("three")], lambda: done.append("end")
    )
    desk.wait()
    assert done == ["one"]
    assert desk.told == []


def test_a_refusal_of_processing_is_told_and_an_error_that_only_bears_its_name_is_not(desk: Desk) -> None:
    from qgis.core import QgsProcessingException

    desk.session.show_error("Räknar", QgsProcessingException("k is too small"))
    desk.session.show_error("Räknar", type("QgsProcessingException", (Exception,), {})("words of a submission"))
    assert desk.told[0] == "Räknar: k is too small"
    assert "words of a submission" not in desk.told[1]
