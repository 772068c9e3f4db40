"""What is said of points, trees, releases and steps that cannot be used: where, what, and what to do, word for word."""

import csv
import dataclasses
import gzip
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from trygghetsrutan.opendata import aggregation, campaign, chain, geopackage
from trygghetsrutan.opendata import release as contract
from trygghetsrutan.opendata.disclosure import ledger
from trygghetsrutan.opendata.disclosure.cellkey import noise_table
from trygghetsrutan.opendata.engine import cluster, counting, parts
from trygghetsrutan.opendata.geopackage import Layer, write_layers
from trygghetsrutan.opendata.grid.cells import chain_of
from trygghetsrutan.opendata.grid.fixed import fixed_grid
from trygghetsrutan.opendata.grid.marginals import marginals
from trygghetsrutan.opendata.grid.partition import partition
from trygghetsrutan.opendata.grid.theme_partition import theme_partition
from trygghetsrutan.opendata.points import Rejected, Wanted, from_csv
from trygghetsrutan.opendata.privacy import review
from trygghetsrutan.opendata.release import Region, Release, ThemeRegion
from trygghetsrutan.opendata.submissions import store
from trygghetsrutan.opendata.submissions.model import blank

from ..support.commands import EXAMPLE, command
from ..support.releases import make_campaign, make_release
from ..support.told import told

CHAIN = chain_of("EPSG:3006", 500, 1000)
X, Y = np.full(9, 500_000.0), np.full(9, 6_500_000.0)
KILOMETRE = "SE_CRS3006RES1000mN6500000E500000"
QUARTERS = tuple(f"SE_CRS3006RES500mN{6_500_000 + 500 * i}E{500_000 + 500 * j}" for i in (0, 1) for j in (0, 1))
ABOUT_EXAMPLE = campaign.load(EXAMPLE / "campaign.toml")


def tree(container: str, excludes: tuple[str, ...] = ()) -> Callable[[], object]:
    earlier = Region(container + "_r", "remainder", 1000, container, excludes, 9, "published")
    return lambda: partition(X, Y, None, CHAIN, 5, 2, tree=[earlier])


def themed(theme: list[str], **more: object) -> object:
    return theme_partition(partition(X, Y, None, CHAIN, 5, 2), None, theme, **more)  # type: ignore[arg-type]


def totals(channel: list[str], values: Sequence[str] = ("map",)) -> object:
    return marginals(partition(X, Y, None, CHAIN, 5, 2), None, {"channel": channel}, {"channel": values})


@pytest.mark.parametrize(
    ("does", "line"),
    [
        (lambda: partition(X, Y[1:], None, CHAIN, 5, 2), "points: (9,) eastings for (8,) northings; give one of each per point"),
        (lambda: partition(X, Y, ["a"], CHAIN, 5, 2), "contributor: 1 contributors for 9 points; give one per point"),
        (
            lambda: partition(np.linspace(0, 1e13, 9), Y, None, CHAIN, 5, 2),
            "points: the points lie too far apart; check the CRS of the coordinates",
        ),
        (lambda: fixed_grid(X, Y, ["a"], CHAIN, 500, 5, 2), "contributor: 1 contributors for 9 points; give one per point"),
        (
            tree("SE_CRS3035RES1000mN4000000E4000000"),
            "tree: the earlier release is on another grid; use the grid of the campaign's first release",
        ),
        (tree(KILOMETRE, QUARTERS), "tree: a region of the earlier release excludes all its ground; use a release of this program"),
        (
            lambda: chain_of("EPSG:3006", 50, 1000),
            "grid: cells from 50 to 1000 m are not offered; use 100 <= finest <= coarsest <= 1024000",
        ),
        (
            lambda: chain_of("EPSG:3006", 300, 600),
            "grid: 300 m is not a cell size of this grid; use 125, 250, 500, 1000 m or a doubling of them, or 100 x 2^n",
        ),
        (lambda: themed(["mörkt"]), "theme: 1 themes for 9 points; give one per point"),
        (
            lambda: themed(9 * ["dark"], themes=["noise"]),
            "theme: a theme is not in the codebook; use the codebook the points were classified with",
        ),
        (lambda: themed(9 * ["other"]), "theme: 'other' is the name of the line that sums small themes; give that theme another id"),
        (
            lambda: themed(9 * ["dark"], tree=[ThemeRegion("q:x", "x")]),
            "tree: x is no region of this partition; use a release with the same partition",
        ),
        (
            lambda: totals(["map"]),
            "channel: 1 values for 9 points; give one per point",
        ),
        (
            lambda: totals(9 * ["map"], ["call"]),
            "channel: a row has a value that is not among those the dimension can take; correct the row or the list",
        ),
        (
            lambda: totals(9 * ["other"], ["other"]),
            "channel: 'other' is the name of the line that sums small values; call that value something else",
        ),
        (
            lambda: noise_table(0, 1.0, 1),
            "cell key: deviation, variance and lowest count do not fit; use deviation >= 1, variance > 0, never >= 0",
        ),
    ],
)
def test_arrays_and_trees_that_do_not_fit(does: Callable[[], object], line: str) -> None:
    assert told(Path("/nowhere"), does) == line


def test_a_tree_that_was_damaged() -> None:
    line = told(Path("/nowhere"), tree("RES1000m"))
    assert line.startswith("tree: the earlier release is damaged: ")
    assert line.endswith("; use the release as the program wrote it")


def rows_of(path: Path) -> list[object]:
    return list(from_csv.delimited(path, Wanted("x", "y"), Rejected(path), lambda *_: None, 100))


@pytest.mark.parametrize(
    ("setting", "text", "line"),
    [
        ("BROKEN_MOST", "x,y\n" + 999 * "1,2,3\n", "has more than 100 rows with too few or too many cells; save the table as CSV anew"),
        (
            "BLOCK",
            "x,y\n" + 99 * "1,2\n" + '1,"' + 999 * "2\n",
            "has a row longer than 100 bytes (a quotation mark that is never closed?); mend the quotation marks",
        ),
    ],
)
def test_a_table_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, text: str, line: str) -> None:
    monkeypatch.setattr(from_csv, setting, 100)
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert told(tmp_path, lambda: rows_of(tmp_path / "a.csv")) == f"a.csv: {line}"


def test_a_packed_table_that_was_cut_off(tmp_path: Path) -> None:
    whole = gzip.compress(b"x,y\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(200_000)))
    (tmp_path / "a.csv.gz").write_bytes(whole[: len(whole) // 2])
    assert told(tmp_path, lambda: rows_of(tmp_path / "a.csv.gz")) == "a.csv.gz: cannot be read to its end (OSError); save it anew"


@pytest.mark.parametrize(
    ("there", "line"),
    [
        (ImportError(), "worker tcp://far: cannot run this program (ImportError); "),
        (cluster._versions() | {"numpy": "0.1"}, f"worker tcp://far: has numpy 0.1 and not {np.__version__}; "),
    ],
)
def test_a_worker_of_another_kind(there: object, line: str) -> None:
    class Client:
        def run(self, *_: object, **__: object) -> dict[str, object]:
            return {"tcp://far": there}

    assert told(Path("/nowhere"), lambda: cluster._agreed(Client())) == line + cluster.SAME_VERSIONS


def test_a_cluster_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    line = "--engine dask: Dask is not installed; install it: pip install 'trygghetsrutan[dask]', here and on every worker"
    assert told(Path("/nowhere"), lambda: cluster.count_parts("x", Wanted("x", "y"), "EPSG:3006", CHAIN)) == line


def test_parts_that_are_no_tables(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"no Parquet")
    part = parts.Part(str(tmp_path / "a.parquet"), None)
    assert told(tmp_path, lambda: parts.cut(part)) == "a.parquet: is not a Parquet file (ArrowInvalid); save it anew"
    far = parts.Part("bucket/a.gpkg", object())
    line = "bucket/a.gpkg: is neither CSV nor Parquet; only those are read from object storage"
    assert told(tmp_path, lambda: counting.chunks_of(far, Wanted("x", "y"), Rejected(tmp_path))) == line


@pytest.fixture
def release(tmp_path: Path) -> Path:
    contract.write(make_release(1), tmp_path / "release.gpkg")
    return tmp_path / "release.gpkg"


def test_a_release_beyond_what_is_read(tmp_path: Path, release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geopackage, "LARGEST_BYTES", 8)
    line = "release.gpkg: is larger than 2 GB; give the file that the program wrote"
    assert told(tmp_path, lambda: contract.read(release)) == line


@pytest.mark.parametrize(
    ("layer", "line"),
    [
        (
            Layer("marginals", {"dimension": "TEXT"}, []),
            "release.gpkg:marginals: has no column value, contributors, status; make the release anew",
        ),
        (
            Layer("release", {"key": "TEXT", "value": "TEXT"}, [("k", "{")]),
            "release.gpkg: holds what is no release (JSONDecodeError); make the release anew",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Layer) else "",
)
def test_a_release_that_was_changed(tmp_path: Path, release: Path, layer: Layer, line: str) -> None:
    write_layers(release, list((geopackage.read_layers(release) | {layer.name: layer}).values()), 3006)
    assert told(tmp_path, lambda: contract.read(release)) == line


def test_a_release_without_certificate_is_not_written(tmp_path: Path) -> None:
    line = "a.gpkg: the release was not audited; audit it first"
    assert told(tmp_path, lambda: aggregation.write_release(Release((), facts={}), tmp_path / "a.gpkg")) == line
    assert list(tmp_path.iterdir()) == []


def test_steps_in_the_wrong_order(tmp_path: Path) -> None:
    assert told(tmp_path, lambda: chain.state(tmp_path)) == "internal/submissions.gpkg: nothing was loaded yet; load the submissions first"
    assert told(tmp_path, lambda: chain.export_release(tmp_path)) == "internal/draft.gpkg: nothing was aggregated yet; aggregate first"
    line = "review.csv: there is no such file; run the step that finds personal data first"
    assert told(tmp_path, lambda: review.read(tmp_path / "review.csv")) == line
    (tmp_path / "internal").mkdir()
    store.write(blank(3), tmp_path / chain.INTERNAL / chain.STATE, 3006)
    line = "internal/submissions.gpkg: no submission is located; locate them first: load-report.html says why"
    assert told(tmp_path, lambda: chain.aggregate_campaign(ABOUT_EXAMPLE, tmp_path)) == line


def test_a_file_of_layers_that_is_no_release(tmp_path: Path) -> None:
    write_layers(tmp_path / "a.gpkg", [Layer("regions", {"x": "TEXT"}, [])], 3006)
    line = (
        "a.gpkg: is not a release: no layer region_themes, theme_regions, marginals, release; give the release.gpkg that the program wrote"
    )
    assert told(tmp_path, lambda: contract.read(tmp_path / "a.gpkg")) == line


@pytest.fixture
def pythons_own_limit() -> Iterator[None]:
    """The longest cell that :mod:`csv` reads: frictionless raises it for the whole process as soon as it is imported."""
    limit = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(limit)


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (
            "1;extra;telefon;inte där",
            "a.csv:2: says nothing that stands in the text; for an extra row give content, kind and the words as they stand in the text",
        ),
        ("1;extra;x;" + 200_000 * "y", "a.csv: is not a CSV file; save it as CSV with the headings it had"),
    ],
    ids=["words", "cell"],
)
def test_a_review_that_cannot_be_read(tmp_path: Path, pythons_own_limit: None, row: str, line: str) -> None:
    (tmp_path / "a.csv").write_text(f"content;decision;kind;words;start;end\n{row}\n", encoding="utf-8")
    assert told(tmp_path, lambda: review.read(tmp_path / "a.csv")) == line


def test_a_package_of_a_release_that_says_too_little(tmp_path: Path) -> None:
    from trygghetsrutan.opendata.package.about import gather

    bare = dataclasses.replace(make_release(1), facts={})
    assert told(tmp_path, lambda: gather(bare, make_campaign())).splitlines() == [
        "release: does not say its chain of cells; make the release anew",
        "release: does not say its k and protection width; make the release anew",
    ]


def test_a_list_of_withdrawals_that_was_damaged(tmp_path: Path) -> None:
    (tmp_path / ledger.WITHDRAWALS).write_text('[{"when": 1}]', encoding="utf-8")
    line = f"{ledger.WITHDRAWALS}: is no list of withdrawals; restore the ledger from its copy"
    assert told(tmp_path, lambda: ledger.withdrawals(tmp_path)) == line


def test_a_campaign_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_bytes("å".encode("cp1252"))
    assert told(tmp_path, lambda: campaign.load(tmp_path / "campaign.toml")) == "campaign.toml: is not UTF-8; save the file as UTF-8"


def test_a_field_given_in_another_form(tmp_path: Path) -> None:
    done = command("publish", "package", "--to", "portal", "--field", "theme", cwd=tmp_path)
    line = "--field: is not of the form NAME=VALUE, or names a field twice; write it as --field NAME=VALUE\n"
    assert (done.returncode, done.stderr) == (2, line)


def test_points_on_no_ground_of_the_grid_cannot_be_compared(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1e9,1e9\n", encoding="utf-8")
    done = command("aggregate", "a.csv", "--x", "x", "--y", "y", "--crs", "EPSG:3006", "--compare", cwd=tmp_path)
    line = "a.csv: no row, read as EPSG:3006, lies on the ground of the grid EPSG:3006; check --x, --y and --crs\n"
    assert (done.returncode, done.stderr) == (2, line)
