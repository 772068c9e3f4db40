"""The tables of a package and their two ways of being written: ids, areas, codes, history."""

import csv
import dataclasses
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.grid.cells import Cell
from trygghetsrutan.opendata.package import about, codes, tables
from trygghetsrutan.opendata.package.build import build
from trygghetsrutan.opendata.release import Region

from ...support import releases
from ...support.told import told

anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@given(anything)
def test_a_text_survives_the_csv_and_is_no_formula(text: str) -> None:
    text = about.line(text)
    table = tables.Table("themes", tables.columns("themes"), [("t", text, "x", None, None, None)])
    row = list(csv.reader(io.StringIO(tables.machine_csv(table), newline="")))[1]
    assert row[1].removeprefix("'") == text.removeprefix("'")
    assert not row[1].startswith(("=", "+", "-", "@"))


def test_a_cell_carries_the_ids_others_join_on() -> None:
    name = "SE_CRS3006RES1000mN6133000E394000"
    row = tables.region_row(Region(name, "cell", 1000, name, (), 7, "published"))
    assert row[4:7] == (name, "3940006133000", None)


def test_a_european_cell_carries_the_id_of_the_regulation() -> None:
    name = "SE_CRS3035RES1000mN4033000E4578000"
    row = tables.region_row(Region(name, "cell", 1000, name, (), 7, "published"))
    assert row[4:7] == (None, None, "CRS3035RES1000mN4033000E4578000")


def test_a_remainders_area_is_its_container_without_what_it_excludes() -> None:
    assert tables.area_km2(Cell(1000, 0, 0), [Cell(500, 0, 0), Cell(250, 500, 500)]) == pytest.approx(0.6875)


def test_every_field_is_described_in_both_languages() -> None:
    for name in tables.NAMES:
        for field in tables.schema(name)["fields"]:
            assert all(field[key] for key in ("title", "title_sv", "description", "description_sv")), (name, field["name"])


def test_every_code_of_a_release_stands_in_the_codebook() -> None:
    contents = releases.make_tables(60)
    known = {row[:2] for row in contents["codebook"].rows}
    assert {row[:2] for row in contents["marginals"].rows} | {("theme", row[1]) for row in contents["region_themes"].rows} <= known


def test_a_week_is_named_in_words() -> None:
    (code,) = codes.complete((), [("week", "2021-W20")])
    assert (code.name_sv, code.name_en) == ("Vecka 20, 2021", "Week 20, 2021")


def test_earlier_releases_come_before_this_one() -> None:
    earlier = {
        "version": "0.9.0",
        "campaign": "x",
        "period_start": "2020-05-01",
        "period_end": "2020-05-02",
        "k": 5,
        "width": 2,
        "regions": 3,
    }
    release = releases.make_release(1)
    release = dataclasses.replace(release, facts=release.facts | {"earlier": [earlier]})
    rows = tables.tables(release, about.gather(release, releases.make_campaign()), ())["releases"].rows
    assert [row[0] for row in rows] == ["0.9.0", "1.0.0"]


def test_an_earlier_release_without_a_version_has_no_line_in_the_history() -> None:
    release = releases.make_release(1)
    release = dataclasses.replace(release, facts=release.facts | {"earlier": [{"version": "", "k": 5, "width": 2}]})
    rows = tables.tables(release, about.gather(release, releases.make_campaign()), ())["releases"].rows
    assert [row[0] for row in rows] == ["1.0.0"]


def test_an_earlier_release_that_lacks_its_rule_is_refused(tmp_path: Path) -> None:
    release = releases.make_release(1)
    release = releases.certified(dataclasses.replace(release, facts=release.facts | {"earlier": [{"version": "0.9.0"}]}))
    line = "release: its list of earlier releases lacks something; make the release anew"
    assert told(tmp_path, lambda: build(release, releases.make_campaign(), tmp_path / "package")) == line


@pytest.mark.parametrize(
    "ring", [(), ((0, 0), (1, 0), (0, 0)), ((0, 0), (1, 0), (1, 1), (0, 1)), ((0, 0), (float("nan"), 0), (1, 1), (0, 0))]
)
def test_a_release_with_a_broken_shape_is_refused(tmp_path: Path, ring: tuple[Any, ...]) -> None:
    release = releases.make_release(1)
    broken = dataclasses.replace(release.regions[0], polygons=((ring,),))
    with pytest.raises(InputError, match="not closed"):
        build(dataclasses.replace(release, regions=(broken,)), releases.make_campaign(), tmp_path / "package")
