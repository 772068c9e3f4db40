"""The page Map draws what the toolbox draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desk import Desk


def test_the_map_of_the_panel_is_the_one_of_the_toolbox(desk: Desk, run: Any) -> None:
    from trygghetsrutan.qgis_plugin.panel.drawing import Drawing
    from trygghetsrutan.qgis_plugin.styling.renderer import Look

    session = desk.session
    parameters = {"CAMPAIGN": str(session.campaign_path), "OUTPUT_FOLDER": str(session.folder), "LANGUAGE": 0}
    run("stylegrid", **parameters)
    made = run("printlayout", **parameters)
    files = [session.results.map_layers, session.results.map_picture, session.results.map_layers.with_suffix(".sld"), Path(made["PNG"])]
    wanted = {path: path.read_bytes() for path in files}
    for path in files:
        path.unlink()
    drawing = Drawing(session.results, session.campaign, Look())
    session.start("Kartan", drawing.style, lambda _none: session.start_slices("Ritar", drawing.picture_slices(), lambda: None))
    desk.wait()
    session.start_slices("Ritar", Drawing(session.results, session.campaign, Look()).print_slices("A4"), lambda: None)
    desk.wait()
    assert desk.told == []
    assert {path: path.read_bytes() for path in files} == wanted
