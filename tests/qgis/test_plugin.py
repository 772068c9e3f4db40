"""The plugin in QGIS: it loads, registers its algorithms, and takes everything away again."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from ..spoken import says, templates, tree

ROOT = Path(__file__).resolve().parents[2]
FIVE = ("loadsubmissions", "anonymise", "aggregate", "stylegrid", "exportrelease")


def test_the_five_algorithms_are_registered(plugin: Any) -> None:
    from qgis.core import QgsApplication

    found = {algorithm.name() for algorithm in QgsApplication.processingRegistry().providerById("trygghetsrutan").algorithms()}
    assert set(FIVE) <= found


def test_every_algorithm_and_every_parameter_has_a_help_text(plugin: Any) -> None:
    from qgis.core import QgsApplication

    bare = []
    for algorithm in QgsApplication.processingRegistry().providerById("trygghetsrutan").algorithms():
        if not algorithm.shortHelpString():
            bare.append(algorithm.name())
        bare += [f"{algorithm.name()}.{p.name()}" for p in algorithm.parameterDefinitions() if not p.help()]
    assert bare == []


def test_no_module_of_the_plugin_imports_the_core_heavily_at_start(unpacked: Path, qgis: Any) -> None:
    """Loading the provider brings no vendored library and no chain: start-up of QGIS stays what it was."""
    import subprocess
    import sys

    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import trygghetsrutan.qgis_plugin.plugin; "
        "print(sorted(m for m in sys.modules if m.startswith('trygghetsrutan') and ('_vendor' in m or '.panel' in m "
        "or m.endswith(('chain', 'style', 'campaign', 'adapters')))))"
    )
    found = subprocess.run([sys.executable, "-c", code, str(unpacked)], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_every_text_is_translated_to_swedish() -> None:
    """Nothing missing, nothing unfinished, nothing left of texts that are gone."""
    import subprocess
    import sys

    found = subprocess.run([sys.executable, ROOT / "scripts" / "translations", "--check"], capture_output=True, text=True, check=False)
    assert found.stdout == ""


def test_the_compiled_translation_speaks_swedish(unpacked: Path, qgis: Any) -> None:
    from qgis.PyQt.QtCore import QTranslator

    translator = QTranslator()
    assert translator.load(str(unpacked / "trygghetsrutan" / "qgis_plugin" / "i18n" / "trygghetsrutan_sv.qm"))
    assert translator.translate("trygghetsrutan", "Load submissions") == "Läs in synpunkter"


def test_placeholders_survive_translation() -> None:
    import re
    import xml.etree.ElementTree as ElementTree

    tree = ElementTree.parse(ROOT / "qgis_plugin" / "i18n" / "trygghetsrutan_sv.ts")
    pairs = [(m.findtext("source") or "", m.findtext("translation") or "") for m in tree.getroot().iter("message")]
    assert [s for s, t in pairs if sorted(re.findall(r"\{\w+\}", s)) != sorted(re.findall(r"\{\w+\}", t))] == []


def test_the_paths_are_those_of_the_chain(plugin: Any) -> None:
    from trygghetsrutan.opendata import chain
    from trygghetsrutan.qgis_plugin import paths

    names = ("INTERNAL", "RELEASE", "PACKAGE", "STATE", "DRAFT", "RELEASED")
    assert [getattr(paths, name) for name in names] == [getattr(chain, name) for name in names]


def test_transforming_agrees_with_the_publishers(plugin: Any) -> None:
    """0.1 mm: QGIS and pyproj put a point into the same cell."""
    import numpy as np

    from trygghetsrutan.qgis_plugin.adapters import transform

    x, y = transform(np.array([14.525, np.nan]), np.array([59.325, 59.0]), "EPSG:4326", "EPSG:3006")
    assert abs(x[0] - 472967.91004) < 1e-4
    assert abs(y[0] - 6576338.23904) < 1e-4
    assert np.isnan(x[1])


def test_qgis_reads_the_rows_that_the_publisher_reads(plugin: Any, tmp_path: Path) -> None:
    import json

    from trygghetsrutan.opendata.progress import silent
    from trygghetsrutan.qgis_plugin.vector import read_vector

    feature = {
        "type": "Feature",
        "properties": {"text": "mörkt", "n": 3, "none": None},
        "geometry": {"type": "Point", "coordinates": [14.5, 59.3]},
    }
    path = tmp_path / "å.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    layer = read_vector(path, "", "", silent)
    assert dict(zip(layer.names, layer.rows[0], strict=True)) == {"text": "mörkt", "n": 3, "none": None}
    assert layer.geometries == [{"type": "Point", "coordinates": [14.5, 59.3]}]
    assert layer.crs == "EPSG:4326"


def test_a_file_that_points_to_another_brings_no_row_of_it(plugin: Any, tmp_path: Path) -> None:
    from trygghetsrutan.opendata.errors import InputError
    from trygghetsrutan.opendata.progress import silent
    from trygghetsrutan.qgis_plugin.vector import read_vector

    (tmp_path / "other.csv").write_text("text\nnot of this campaign\n", encoding="utf-8")
    layer = f'<OGRVRTLayer name="other"><SrcDataSource>{tmp_path / "other.csv"}</SrcDataSource></OGRVRTLayer>'
    for name in ("x.gml", "x.shp", "x.gpx"):
        (tmp_path / name).write_text(f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>", encoding="utf-8")
        with pytest.raises(InputError, match="cannot be read as a vector file"):
            read_vector(tmp_path / name, "", "", silent)


def test_the_plugin_says_what_is_translated_and_nothing_else(plugin: Any) -> None:
    from trygghetsrutan.opendata import swedish
    from trygghetsrutan.qgis_plugin.i18n.own_sv import OWN, STEPS

    paths = [path for path in sorted((ROOT / "qgis_plugin").rglob("*.py")) if path.name != "own_sv.py"]
    texts = {text for path in paths for node in ast.walk(tree(path)) if isinstance(node, ast.expr) for text in templates(node, {})}
    assert [text for text in (*OWN, *STEPS) if text not in texts] == []
    assert sorted(text for path in paths for text in says(path) if text not in OWN | STEPS and not swedish.is_listed(text)) == []


def test_a_fault_is_told_in_swedish(plugin: Any, monkeypatch: Any) -> None:
    from trygghetsrutan.opendata.errors import Fault
    from trygghetsrutan.qgis_plugin.i18n import messages

    monkeypatch.setattr(messages, "language", lambda: "sv")
    told = messages.sentence(Fault("k", "2 protects nobody", "use at least 3"))
    assert told == "k: 2 skyddar ingen; använd minst 3"
    assert messages.sentence(Fault("x", "nobody translated this", "y")) == "x: nobody translated this; y"


def test_steps_reasons_and_changes_of_a_plan_are_told_in_swedish(plugin: Any, monkeypatch: Any) -> None:
    from trygghetsrutan.qgis_plugin import publishing
    from trygghetsrutan.qgis_plugin.i18n import messages

    monkeypatch.setattr(messages, "language", lambda: "sv")
    steps = ("making the environment", "masking", "validate: files", "audit: regions")
    assert [messages.in_words(step) for step in steps] == ["skapar miljön", "maskerar", "kontrollerar: filer", "granskar: ytor"]
    assert messages.in_words("listed name after a word for a person") == "namn ur listan efter ett ord för en person"
    told = {
        "hindrances": [{"where": "organisation", "what": "is not said (a, b)", "fix": "plan again"}],
        "changes": [
            {"action": "create", "what": "resource regions", "field": "table", "reason": "the DataStore does not hold it"},
            {"action": "replace", "what": "dataset", "field": "title", "reason": "Ett -> Två"},
        ],
    }
    assert publishing.plan_text(told) == [
        "! organisation: är inte angiven (a, b); gör planen igen",
        "+ resursen regions table: finns inte i DataStore",
        "~ datamängden title: Ett -> Två",
    ]


def test_what_is_known_without_loading_the_core_agrees_with_it(plugin: Any) -> None:
    from trygghetsrutan.opendata import style
    from trygghetsrutan.opendata.grid import rule
    from trygghetsrutan.qgis_plugin import look
    from trygghetsrutan.qgis_plugin.algorithms import aggregate

    assert (style.METHODS, tuple(style.RAMPS), style.CLASSES_MOST) == (look.METHODS, look.RAMPS, look.MOST_CLASSES)
    assert (look.METHODS[0], look.RAMPS[0]) == (style.EQUAL_COUNT, style.DEFAULT_RAMP)
    assert look.ramp_titles() == [ramp.title_en for ramp in style.RAMPS.values()]
    assert aggregate.SMALLEST_K == rule.SMALLEST_K
