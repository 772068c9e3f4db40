"""Both ways of reading give the same rows: QGIS' own inside QGIS, fiona outside."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "examples" / "karlskoga"
OUTSIDE = """
import json, sys
from pathlib import Path
from trygghetsrutan.opendata.campaign import Source
from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.submissions.read import read
from trygghetsrutan.opendata.submissions.with_fiona import read_vector
for name, layer, encoding in json.loads(sys.stdin.read()):
    path = Path(name)
    table = read(Source("s", path.name, "map", layer=layer, encoding=encoding), path.parent, read_vector, silent)
    print(json.dumps([table.columns, table.numbers.tolist(), table.rows_in, len(table.rejected), table.geometry, table.crs]))
"""


def made(folder: Path) -> list[tuple[str, str, str]]:
    """(file, layer, encoding) of vector files with dates, numbers, nulls, Swedish letters, lines and areas, by GDAL."""
    from osgeo import ogr, osr

    ogr.UseExceptions()
    listed = []
    for driver, name, layers, options in (
        ("GPKG", "two.gpkg", ("maj", "juni"), []),
        ("ESRI Shapefile", "cp1252.shp", ("cp1252",), ["ENCODING=CP1252"]),
        ("ESRI Shapefile", "utf8.shp", ("utf8",), ["ENCODING=UTF-8"]),
        ("FlatGeobuf", "x.fgb", ("x",), ["SPATIAL_INDEX=NO"]),
        ("MapInfo File", "x.tab", ("x",), []),
        ("GML", "x.gml", ("x",), []),
    ):
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(3006)
        source = ogr.GetDriverByName(driver).CreateDataSource(str(folder / name))
        for layer in layers:
            sink = source.CreateLayer(layer, reference, ogr.wkbPoint, options)
            for field, kind in (("Beskrivn", ogr.OFTString), ("Antal", ogr.OFTInteger), ("Tal", ogr.OFTReal), ("Datum", ogr.OFTDate)):
                sink.CreateField(ogr.FieldDefn(field, kind))
            for number, text in enumerate(("mörkt på Åsen", "häcken – hög", None), 1):
                feature = ogr.Feature(sink.GetLayerDefn())
                if text is not None:
                    feature.SetField("Beskrivn", text if name != "cp1252.shp" else text.replace("–", "-"))
                    feature.SetField("Antal", number)
                    feature.SetField("Tal", number + 0.5)
                    feature.SetField("Datum", 2021, 5, 16 + number, 0, 0, 0, 0)
                feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({472648.25 + number} 6576916.5)"))
                sink.CreateFeature(feature)
            listed.append((str(folder / name), layer if len(layers) > 1 else "", ""))
        source = sink = None
    return listed


@pytest.fixture(scope="module")
def files(qgis: Any, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    sample = [(str(path), "", "") for path in sorted(SAMPLE.iterdir()) if path.suffix != ".toml"]
    return [*made(tmp_path_factory.mktemp("vector")), *sample]


@pytest.fixture(scope="module")
def outside(files: list[tuple[str, str, str]]) -> list[Any]:
    """What the publisher's Python reads."""
    python = ROOT / ".venv" / "bin" / "python"
    ran = subprocess.run([python, "-c", OUTSIDE], input=json.dumps(files), capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_every_file_gives_the_same_rows_in_qgis_and_outside(files: list[tuple[str, str, str]], outside: list[Any]) -> None:
    from trygghetsrutan.opendata.campaign import Source
    from trygghetsrutan.opendata.progress import silent
    from trygghetsrutan.opendata.submissions.read import read
    from trygghetsrutan.qgis_plugin.vector import read_vector

    assert len(files) >= 12
    for (name, layer, encoding), expected in zip(files, outside, strict=True):
        path = Path(name)
        table = read(Source("s", path.name, "map", layer=layer, encoding=encoding), path.parent, read_vector, silent)
        found = [table.columns, table.numbers.tolist(), table.rows_in, len(table.rejected), table.geometry, table.crs]
        assert json.loads(json.dumps(found)) == expected, path.name
