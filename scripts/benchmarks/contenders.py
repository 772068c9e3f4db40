"""Who does what in each case. A contender prepares (loads data and libraries) and returns the work that is timed, which returns a check."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import data
import numpy as np

FINEST, COARSEST, K = 250, 8000, 5
LONG_AND_LAT = "EPSG:4326"


@dataclass(frozen=True)
class Contender:
    """``home``: whose Python runs it (ours, bench, qgis). ``most``: largest n that it is worth waiting for, ``least``: smallest."""

    home: str
    prepare: Callable[[str, int], Callable[[], Any]]
    most: int = 10**8
    least: int = 0


def _arrays(kind: str, n: int) -> dict[str, Any]:
    return data.load(data.folder(kind, n))


# --- counting at the finest level (the others), and the whole partition over six levels (ours)


def _partition(contributors: bool) -> Callable[[str, int], Callable[[], Any]]:
    def prepare(kind: str, n: int) -> Callable[[], Any]:
        from trygghetsrutan.opendata.grid.cells import chain_of
        from trygghetsrutan.opendata.grid.partition import partition

        points, sizes = _arrays(kind, n), chain_of("EPSG:3006", FINEST, COARSEST)
        who = points["who"] if contributors else None
        return lambda: int((partition(points["x"], points["y"], who, sizes, K, 2).contributors >= 0).sum())

    return prepare


def _rows(contributors: bool, themes: bool) -> Callable[[str, int], Callable[[], Any]]:
    def prepare(kind: str, n: int) -> Callable[[], Any]:
        from trygghetsrutan.opendata.aggregation import Rule, draft_rows
        from trygghetsrutan.opendata.grid.cells import chain_of
        from trygghetsrutan.opendata.grid.partition import partition_rows
        from trygghetsrutan.opendata.grid.tally import count

        points, sizes = _arrays(kind, n), chain_of("EPSG:3006", FINEST, COARSEST)
        names = [f"theme{code:02}" for code in range(data.THEMES)]

        def work() -> int:
            rows = count(points["x"], points["y"], points["who"] if contributors else None, points["theme"] if themes else None, FINEST)
            if themes:
                return len(draft_rows(rows, names, Rule(sizes, K)).release.theme_counts)
            return int((partition_rows(rows, sizes, K, 2).contributors >= 0).sum())

        return work

    return prepare


def _duckdb(query: str) -> Callable[[str, int], Callable[[], Any]]:
    def prepare(kind: str, n: int) -> Callable[[], Any]:
        import duckdb
        import pyarrow as pa

        connection = duckdb.connect()
        connection.register("arrays", pa.table(_arrays(kind, n)))
        connection.execute("create table points as select * from arrays")
        connection.unregister("arrays")
        return lambda: len(connection.execute(query).fetchnumpy()["n"])

    return prepare


CELL = f"cast(floor(x / {FINEST}) as integer) as c, cast(floor(y / {FINEST}) as integer) as r"


def _polars(kind: str, n: int) -> Callable[[], Any]:
    import polars

    frame = polars.DataFrame({name: values for name, values in _arrays(kind, n).items() if name in "xy"})
    column, row = (polars.col(name) / FINEST for name in "xy")
    key = (row.floor().cast(polars.Int64) * 65536 + column.floor().cast(polars.Int64)).alias("cell")
    return lambda: frame.lazy().group_by(key).agg(polars.len()).collect().height


def _pandas(kind: str, n: int) -> Callable[[], Any]:
    import pandas

    points = _arrays(kind, n)
    frame = pandas.DataFrame({"x": points["x"], "y": points["y"]})

    def work() -> int:
        key = np.floor(frame["y"] / FINEST).astype("int64") * 65536 + np.floor(frame["x"] / FINEST).astype("int64")
        return len(frame.groupby(key).size())

    return work


def _numpy_unique(kind: str, n: int) -> Callable[[], Any]:
    points = _arrays(kind, n)

    def work() -> int:
        key = (points["y"] // FINEST).astype(np.int64) * 65536 + (points["x"] // FINEST).astype(np.int64)
        return len(np.unique(key, return_counts=True)[0])

    return work


def _geopandas(kind: str, n: int) -> Callable[[], Any]:
    import geopandas
    import shapely

    points = _arrays(kind, n)
    low = [np.floor(points[name].min() / FINEST) * FINEST for name in "xy"]
    columns, rows = (int((points[name].max() - start) // FINEST) + 1 for name, start in zip("xy", low, strict=True))
    west, south = np.meshgrid(low[0] + np.arange(columns) * FINEST, low[1] + np.arange(rows) * FINEST)
    cells = geopandas.GeoDataFrame(geometry=shapely.box(west.ravel(), south.ravel(), west.ravel() + FINEST, south.ravel() + FINEST))
    frame = geopandas.GeoDataFrame(geometry=shapely.points(points["x"], points["y"]))
    return lambda: len(geopandas.sjoin(frame, cells, predicate="within").groupby("index_right").size())


def _h3(kind: str, n: int) -> Callable[[], Any]:
    import h3
    import pyproj

    points = _arrays(kind, n)
    longitude, latitude = pyproj.Transformer.from_crs("EPSG:3006", LONG_AND_LAT, always_xy=True).transform(points["x"], points["y"])
    pairs = list(zip(latitude.tolist(), longitude.tolist(), strict=True))

    def work() -> int:
        from collections import Counter

        return len(Counter(h3.latlng_to_cell(lat, lng, 9) for lat, lng in pairs))

    return work


def _qgis(kind: str, n: int) -> Callable[[], Any]:
    from qgis.analysis import QgsNativeAlgorithms
    from qgis.core import QgsApplication, QgsProcessingFeedback, QgsVectorLayer

    sys.path.append("/usr/share/qgis/python/plugins")
    application = QgsApplication([], False)
    application.initQgis()
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    if QgsApplication.processingRegistry().algorithmById("native:creategrid") is None:
        QgsApplication.processingRegistry().addProvider(QgsNativeAlgorithms(QgsApplication.processingRegistry()))
    path = data.folder(kind, n) / "points.gpkg"
    points = _arrays(kind, n)
    west, east = np.floor(points["x"].min() / FINEST) * FINEST, (np.floor(points["x"].max() / FINEST) + 1) * FINEST
    south, north = np.floor(points["y"].min() / FINEST) * FINEST, (np.floor(points["y"].max() / FINEST) + 1) * FINEST
    layer = QgsVectorLayer(str(path), "points", "ogr")

    def work(running: Any = application) -> int:  # QGIS ends when nothing holds its application
        settings = {"TYPE": 2, "HSPACING": FINEST, "VSPACING": FINEST, "CRS": "EPSG:3006", "OUTPUT": "TEMPORARY_OUTPUT"}
        extent = f"{west},{east},{south},{north} [EPSG:3006]"
        grid = processing.run("native:creategrid", settings | {"EXTENT": extent}, feedback=QgsProcessingFeedback())["OUTPUT"]
        counted = processing.run(
            "native:countpointsinpolygon",
            {"POLYGONS": grid, "POINTS": layer, "FIELD": "NUMPOINTS", "OUTPUT": "TEMPORARY_OUTPUT"},
            feedback=QgsProcessingFeedback(),
        )["OUTPUT"]
        return sum(1 for feature in counted.getFeatures() if feature["NUMPOINTS"] > 0)

    return work


# --- reading


def _ours_reads(suffix: str) -> Callable[[str, int], Callable[[], Any]]:
    def prepare(kind: str, n: int) -> Callable[[], Any]:
        from trygghetsrutan.opendata.points import Rejected, Wanted, chunks

        path = data.folder(kind, n) / f"points.{suffix}"
        wanted = Wanted(contributor="who", theme="theme") if suffix == "gpkg" else Wanted("x", "y", "who", "theme")
        return lambda: sum(len(chunk) for chunk in chunks(path, wanted, Rejected(path)))

    return prepare


def _fiona_reads(kind: str, n: int) -> Callable[[], Any]:
    import fiona

    path = data.folder(kind, n) / "points.gpkg"

    def work() -> int:
        with fiona.open(path) as source:
            return sum(1 for feature in source if feature.geometry.coordinates and feature.properties["who"])

    return work


def _reads(library: str, suffix: str, coded: bool = False) -> Callable[[str, int], Callable[[], Any]]:
    def prepare(kind: str, n: int) -> Callable[[], Any]:
        path = data.folder(kind, n) / f"points.{suffix}"
        columns = ["x", "y", "who", "theme"]
        if library == "polars":
            import polars

            def read() -> Any:
                return (polars.read_csv if suffix == "csv" else polars.read_parquet)(path, columns=columns)

            if coded:
                codes = [polars.col(name).cast(polars.Categorical) for name in ("who", "theme")]
                return lambda: read().with_columns(codes).height
            return lambda: read().height
        if library == "duckdb":
            import duckdb

            return lambda: duckdb.sql(f"select {', '.join(columns)} from '{path}'").to_arrow_table().num_rows
        if library == "pandas":
            import pandas

            if suffix == "csv":
                return lambda: len(pandas.read_csv(path, usecols=columns))
            return lambda: len(pandas.read_parquet(path, columns=columns))
        import geopandas

        return lambda: len(geopandas.read_file(path, columns=["who", "theme"], use_arrow=True))

    return prepare


# --- projecting


def _projects(ours: bool) -> Callable[[str, int], Callable[[], Any]]:
    def prepare(kind: str, n: int) -> Callable[[], Any]:
        import pyproj

        points = _arrays(kind, n)
        lonlat = pyproj.Transformer.from_crs("EPSG:3006", LONG_AND_LAT, always_xy=True).transform(points["x"], points["y"])
        if ours:
            from trygghetsrutan.opendata.projection import with_pyproj

            return lambda: len(with_pyproj(*lonlat, LONG_AND_LAT, "EPSG:3006")[0])
        back = pyproj.Transformer.from_crs(LONG_AND_LAT, "EPSG:3006", always_xy=True)
        return lambda: len(back.transform(*lonlat)[0])

    return prepare


def _geopandas_projects(kind: str, n: int) -> Callable[[], Any]:
    import geopandas

    points = _arrays(kind, n)
    series = geopandas.GeoSeries(geopandas.points_from_xy(points["x"], points["y"]), crs="EPSG:3006").to_crs(LONG_AND_LAT)
    return lambda: len(series.to_crs("EPSG:3006"))


# --- texts, audit


def _masks(kind: str, n: int) -> Callable[[], Any]:
    from trygghetsrutan.opendata.privacy.text import Masker

    masker, lines = Masker(), data.texts(n)
    return lambda: sum(masker.mask(line).text != line for line in lines)


def _classifies(kind: str, n: int) -> Callable[[], Any]:
    from trygghetsrutan.opendata.progress import silent
    from trygghetsrutan.opendata.submissions.codebook import load_codebook
    from trygghetsrutan.opendata.submissions.themes import classify

    codebook, lines = load_codebook(None), data.texts(n)
    return lambda: len(classify(lines, codebook, silent))


def _audits(kind: str, n: int) -> Callable[[], Any]:
    from trygghetsrutan.opendata.aggregation import Rule, draft_rows
    from trygghetsrutan.opendata.disclosure.audit import audit
    from trygghetsrutan.opendata.grid.cells import chain_of
    from trygghetsrutan.opendata.grid.tally import count

    points = _arrays(kind, n)
    rows = count(points["x"], points["y"], points["who"], points["theme"], FINEST)
    names = [f"theme{code:02}" for code in range(data.THEMES)]
    release = draft_rows(rows, names, Rule(chain_of("EPSG:3006", FINEST, COARSEST), K)).release
    figures = len(release.regions) + len(release.theme_counts)

    def work() -> str:
        return f"{len(release.regions)} regions, {figures} figures, passed {audit(release).passed}"

    return work


# --- placing, packaging


def _locates(kind: str, n: int) -> Callable[[], Any]:
    from trygghetsrutan.opendata import campaign as settings
    from trygghetsrutan.opendata.progress import silent
    from trygghetsrutan.opendata.projection import with_pyproj
    from trygghetsrutan.opendata.submissions import gazetteer, load, locate
    from trygghetsrutan.opendata.submissions.with_fiona import read_vector

    campaign = settings.load(data.campaign(n))
    submissions = load.load(campaign, with_pyproj, read_vector, silent).submissions
    places = gazetteer.load(campaign, with_pyproj, read_vector)
    return lambda: int(locate.locate(submissions, places, {}, silent)[0].located.sum())


def _packages(validate: bool) -> Callable[[str, int], Callable[[], Any]]:
    def prepare(kind: str, n: int) -> Callable[[], Any]:
        import tempfile

        from trygghetsrutan.opendata import campaign as settings
        from trygghetsrutan.opendata.aggregation import Rule, certify, draft_rows
        from trygghetsrutan.opendata.grid.cells import chain_of
        from trygghetsrutan.opendata.grid.tally import count
        from trygghetsrutan.opendata.package.build import build
        from trygghetsrutan.opendata.package.validate import validate as check

        campaign = settings.load(data.SAMPLE / "campaign.toml")
        points = _arrays(kind, n)
        rows = count(points["x"], points["y"], points["who"], points["theme"], FINEST)
        names = [f"theme{code:02}" for code in range(data.THEMES)]
        drawn = draft_rows(rows, names, Rule(chain_of("EPSG:3006", FINEST, COARSEST), K)).release
        about = campaign.campaign
        told = {"name": about.name, "title_sv": about.title_sv, "title_en": about.title_en, "municipality": about.municipality}
        told |= {"start": about.start.isoformat(), "end": about.end.isoformat(), "municipality_code": about.municipality_code}
        release, _ = certify(dataclasses.replace(drawn, facts=drawn.facts | {"campaign": told}))
        out = Path(tempfile.mkdtemp()) / "package"
        if validate:
            build(release, campaign, out)
            return lambda: f"{len(release.regions)} regions, {len(check(out).findings)} findings"

        def work() -> str:
            build(release, campaign, out)
            return f"{len(release.regions)} regions"

        return work

    return prepare


ALL: dict[str, dict[str, Contender]] = {
    "partition": {
        "trygghetsrutan, six levels": Contender("ours", _partition(False)),
        "trygghetsrutan, six levels, rows": Contender("ours", _rows(False, False)),
        "trygghetsrutan, six levels, contributors": Contender("ours", _partition(True)),
        "trygghetsrutan, six levels, contributors, rows": Contender("ours", _rows(True, False)),
        "duckdb, finest level": Contender("bench", _duckdb(f"select {CELL}, count(*) as n from points group by all")),
        "duckdb, finest level, distinct contributors": Contender(
            "bench", _duckdb(f"select {CELL}, count(distinct who) as n from points group by all"), 10**7
        ),
        "polars, finest level": Contender("bench", _polars),
        "pandas, finest level": Contender("bench", _pandas, 10**7),
        "numpy.unique, finest level": Contender("bench", _numpy_unique, 10**7),
        "geopandas sjoin, finest level": Contender("bench", _geopandas, 10**6),
        "h3, resolution 9": Contender("bench", _h3, 10**6),
        "QGIS grid and count points": Contender("qgis", _qgis, 10**6, 10**6),
    },
    "themes": {
        "trygghetsrutan, regions and themes": Contender("ours", _rows(True, True), 10**7),
        "duckdb, finest level and theme": Contender(
            "bench", _duckdb(f"select {CELL}, theme, count(distinct who) as n from points group by all"), 10**7
        ),
    },
    "read csv": {"trygghetsrutan, names as codes": Contender("ours", _ours_reads("csv"), 10**7)}
    | {library: Contender("bench", _reads(library, "csv"), 10**7) for library in ("polars", "duckdb", "pandas")}
    | {"polars, names as codes": Contender("bench", _reads("polars", "csv", True), 10**7)},
    "read parquet": {"trygghetsrutan, names as codes": Contender("ours", _ours_reads("parquet"), 10**7)}
    | {library: Contender("bench", _reads(library, "parquet"), 10**7) for library in ("polars", "duckdb", "pandas")}
    | {"polars, names as codes": Contender("bench", _reads("polars", "parquet", True), 10**7)},
    "read geopackage": {
        "trygghetsrutan, names as codes": Contender("ours", _ours_reads("gpkg"), 10**6),
        "geopandas with Arrow": Contender("bench", _reads("geopandas", "gpkg"), 10**6),
        "fiona": Contender("ours", _fiona_reads, 10**6),
    },
    "project": {
        "trygghetsrutan": Contender("ours", _projects(True), 10**7),
        "pyproj": Contender("bench", _projects(False), 10**7),
        "geopandas to_crs": Contender("bench", _geopandas_projects, 10**6),
    },
    "locate": {"trygghetsrutan": Contender("ours", _locates, 10**5)},
    "package": {
        "trygghetsrutan, build": Contender("ours", _packages(False), 10**7),
        "trygghetsrutan, validate": Contender("ours", _packages(True), 10**7),
    },
    "mask texts": {"trygghetsrutan": Contender("ours", _masks, 10**5)},
    "theme texts": {"trygghetsrutan": Contender("ours", _classifies, 10**5)},
    "audit": {"trygghetsrutan": Contender("ours", _audits, 10**6)},
}


def needs_file(case: str) -> str:
    """The suffix of the file that a case reads; empty when it works on arrays."""
    return {"read csv": "csv", "read parquet": "parquet", "read geopackage": "gpkg"}.get(case, "")


def home(name: str) -> Path:
    """The Python that a contender of this home runs in."""
    return data.HERE / {"ours": ".venv", "bench": ".venv-bench", "qgis": ".venv-qgis"}[name] / "bin" / "python"
