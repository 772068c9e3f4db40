"""The points that are measured with: seeded, written once under .work/bench/ as arrays that every contender maps into memory."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parents[2]
FOLDER = HERE / ".work" / "bench"
REAL = HERE.parent / "shared" / "data" / "greater-manchester-burglary-2016-2019.csv"

THEMES = 12
WEST, SOUTH, WIDTH, HEIGHT = 650_000.0, 6_560_000.0, 50_000.0, 40_000.0
"""A region of 50 x 40 km in SWEREF 99 TM, about a larger municipality with its surroundings."""


def folder(kind: str, n: int) -> Path:
    """The folder of arrays of ``kind`` (uniform, clustered, national, real) with ``n`` points; made when it is not there."""
    path = FOLDER / f"{kind}-{n}"
    if not (path / "done").exists():
        path.mkdir(parents=True, exist_ok=True)
        for name, values in _made(kind, n).items():
            np.save(path / f"{name}.npy", values)
        (path / "done").touch()
    return path


def load(path: Path) -> dict[str, Any]:
    """The arrays in memory, touched once so that reading the disk is not measured."""
    return {file.stem: np.load(file) for file in sorted(path.glob("*.npy"))}


def _made(kind: str, n: int) -> dict[str, Any]:
    rng = np.random.default_rng(20260101)
    if kind == "real":
        x, y = _real()
        x, y = x[:n], y[:n]
    elif kind == "uniform":
        x, y = rng.uniform(WEST, WEST + WIDTH, n), rng.uniform(SOUTH, SOUTH + HEIGHT, n)
    elif kind == "national":
        x, y = rng.uniform(300_000, 900_000, n), rng.uniform(6_150_000, 7_650_000, n)
    else:
        middle = rng.uniform(0.1, 0.9, (200, 2))
        which = rng.integers(0, 200, n)
        x = WEST + WIDTH * np.clip(middle[which, 0] + rng.normal(0, 0.005, n), 0, 0.999999)
        y = SOUTH + HEIGHT * np.clip(middle[which, 1] + rng.normal(0, 0.005, n), 0, 0.999999)
    return {
        "x": x,
        "y": y,
        "who": rng.integers(0, max(1, n // 3), len(x)),
        "theme": rng.integers(0, THEMES, len(x)).astype(np.int64),
    }


def _real() -> tuple[Any, Any]:
    """Burglaries of Greater Manchester, projected roughly to metres and moved to the ground of the grid (../shared/data)."""
    with REAL.open(encoding="utf-8") as stream:
        rows = [(float(row["Longitude"]), float(row["Latitude"])) for row in csv.DictReader(stream) if row["Longitude"]]
    degrees = np.array(rows)
    x = (degrees[:, 0] + 2.25) * 111_320.0 * np.cos(np.radians(53.5)) + 600_000.0
    y = (degrees[:, 1] - 53.5) * 110_574.0 + 6_500_000.0
    return x, y


PIECE = 1 << 20
"""Rows of a file that are made at once."""


def table_file(kind: str, n: int, suffix: str) -> Path:
    """The same points as a file: ``csv``, ``parquet`` or ``gpkg``, with columns x, y, who (text), theme (text), num."""
    path = folder(kind, n) / f"points.{suffix}"
    if path.exists():
        return path
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    arrays = {file.stem: np.load(file, mmap_mode="r") for file in sorted(path.parent.glob("*.npy"))}
    themes = pa.array([f"theme{code}" for code in range(THEMES)])

    def tables() -> Iterator[Any]:
        for start in range(0, len(arrays["x"]), PIECE):
            part = {name: values[start : start + PIECE] for name, values in arrays.items()}
            who = pc.binary_join_element_wise("p", pc.cast(pa.array(part["who"]), pa.string()), "")
            number = np.arange(start, start + len(part["x"]))
            theme = themes.take(pa.array(part["theme"]))
            yield pa.table({"x": part["x"].round(2), "y": part["y"].round(2), "who": who, "theme": theme, "num": number})

    making = path.with_name("making." + suffix)
    if suffix in ("csv", "parquet"):
        first = next(tables()).schema
        open_writer = arrow_csv.CSVWriter if suffix == "csv" else parquet.ParquetWriter
        with open_writer(making, first) as writer:
            for table in tables():
                writer.write_table(table)
    else:
        import pyogrio
        import shapely

        shapes = shapely.to_wkb(shapely.points(arrays["x"].round(2), arrays["y"].round(2)))
        table = pa.concat_tables(tables())
        fields = [table.column(name).to_numpy() for name in ("who", "theme", "num")]
        pyogrio.raw.write(making, shapes, fields, ["who", "theme", "num"], geometry_type="Point", crs="EPSG:3006", layer="points")
    making.rename(path)
    return path


CAMPAIGN = """
[campaign]
name = "matning"
title_sv = "Mätning"
title_en = "Measurement"
start = 2021-05-17
end = 2021-05-30
municipality = "Karlskoga"
municipality_code = "1883"
organisation_number = "212000-1991"
contact_name = "Mätning"
contact_email = "servicecenter@example.com"
bbox = [14.20, 59.20, 14.80, 59.60]

[[sources]]
name = "alla"
file = "submissions.csv"
channel = "map"
crs = "EPSG:3006"
[sources.fields]
text = "Beskrivning"
place = "Plats"
received = "Inkommen"
x = "E"
y = "N"
email = "E-post"

[gazetteer]
files = ["gazetteer.geojson"]
name_field = "name"
alias_field = "aliases"
kind_field = "kind"

[grid]
crs = "EPSG:3006"
finest = 250
coarsest = 8000

[privacy]
k = 5
width = 2

[page]
description_sv = "Mätning."
description_en = "Measurement."
background_sv = "Mätning."
background_en = "Measurement."

[portal]
base_url = "https://opendata.example.org/"
organisation = "karlskoga"
keywords_sv = ["trygghet"]
keywords_en = ["safety"]
version = "1.0.0"
"""
SAMPLE = HERE / "examples" / "karlskoga"


def campaign(n: int, suffix: str = "csv") -> Path:
    """``campaign.toml`` beside n submissions: two in three with coordinates, the others with a place in words or none."""
    path = FOLDER / f"submissions-{n}"
    settings = path / "campaign.toml"
    if not settings.exists():
        _submissions(path, n)
        settings.write_text(CAMPAIGN, encoding="utf-8")
    if suffix == "csv":
        return settings
    other = path / f"campaign-{suffix}.toml"
    if not other.exists():
        import pyarrow as pa
        from pyarrow import csv as arrow_csv
        from pyarrow import parquet

        texts_only = arrow_csv.ConvertOptions(column_types=dict.fromkeys(HEADINGS, pa.string()))
        parquet.write_table(arrow_csv.read_csv(path / "submissions.csv", convert_options=texts_only), path / "submissions.parquet")
        other.write_text(CAMPAIGN.replace("submissions.csv", "submissions.parquet"), encoding="utf-8")
    return other


HEADINGS = ("Beskrivning", "Plats", "Inkommen", "E", "N", "E-post")


def _submissions(path: Path, n: int) -> None:
    path.mkdir(parents=True, exist_ok=True)
    (path / "gazetteer.geojson").write_bytes((SAMPLE / "gazetteer.geojson").read_bytes())
    features = json.loads((SAMPLE / "gazetteer.geojson").read_text(encoding="utf-8"))["features"]
    names = sorted({feature["properties"]["name"] for feature in features})
    rng = np.random.default_rng(5)
    x, y = rng.normal(472_000, 4_000, n).round(1).tolist(), rng.normal(6_576_000, 4_000, n).round(1).tolist()
    by, where, who, second = (rng.integers(0, most, n).tolist() for most in (6, len(names), max(1, n // 3), 14 * 86400))
    with (path / "submissions.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        for i, text in enumerate(texts(n)):
            east, north = (x[i], y[i]) if by[i] < 4 else ("", "")
            place = names[where[i]] if by[i] in (3, 4) else ""
            moment = datetime(2021, 5, 17) + timedelta(seconds=second[i])
            writer.writerow([text, place, moment.isoformat(" "), east, north, f"person{who[i]}@exempel.se"])


def texts(n: int) -> list[str]:
    """n short Swedish texts of the kind that citizens write, some with personal data, from a few patterns."""
    patterns = (
        "Det är alldeles för mörkt under bron vid {place}, lampan har varit trasig sedan {day} mars.",
        "Bilarna kör på tok för fort förbi skolan på {place}! Någon blir påkörd snart.",
        "Ring mig på 070-{a:03}{b:04} så visar jag var det är. Mvh Anna Andersson",
        "Mycket skräp och glas i parken vid {place}, min dotter skar sig i foten. Skriv till anna{a}@exempel.se",
        "Buskarna skymmer sikten i korsningen {place}. Klipp dem!",
        "Gänget som hänger utanför affären på {place} gör att man inte vågar gå ut efter {hour}.",
    )
    places = ("Storgatan", "Kyrkbacken", "stationen", "Rävåsskolan", "torget", "Näset", "Stråningstorp", "badhuset")
    rng = np.random.default_rng(7)
    a, b, which, where = rng.integers(0, 1000, n), rng.integers(0, 10000, n), rng.integers(0, 6, n), rng.integers(0, 8, n)
    return [
        patterns[which[i]].format(place=places[where[i]], day=a[i] % 28 + 1, hour=a[i] % 6 + 17, a=int(a[i]), b=int(b[i])) for i in range(n)
    ]


if __name__ == "__main__":
    print(folder(sys.argv[1], int(float(sys.argv[2]))))
