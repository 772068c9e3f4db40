"""Broken and hostile files: one clear line and exit 2, or a report row; never a crash, never a lost row."""

import dataclasses
from pathlib import Path

import pytest

from trygghetsrutan.opendata.campaign import Source
from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.projection import with_pyproj
from trygghetsrutan.opendata.submissions import load
from trygghetsrutan.opendata.submissions.with_fiona import read_vector

from . import broken
from .broken_outcomes import assert_one_clear_line_or_a_report, campaign
from .broken_outcomes import outcomes as outcomes_of

FILES = dict(broken.files())


def test_there_are_a_hundred_of_them() -> None:
    names = [*(name for name, _ in broken.files()), *broken.LARGE]
    assert len(names) >= 100
    assert len(set(names)) == len(names)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return outcomes_of(tmp_path_factory.mktemp("broken"), FILES)


@pytest.mark.parametrize("name", FILES)
def test_gives_one_clear_line_or_a_report(outcomes: dict[str, str], name: str) -> None:
    assert_one_clear_line_or_a_report(name, outcomes[name])


def test_an_entity_never_brings_another_file_in(outcomes: dict[str, str]) -> None:
    assert "document type" in outcomes["outside.kml"]
    assert "document type" in outcomes["outside-entity.ods"]


def test_the_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    (tmp_path / "b.csv").write_bytes(b"%PDF-1.4")
    both = dataclasses.replace(campaign(tmp_path, "a.csv"), sources=(Source("a", "a.csv", "map"), Source("b", "b.csv", "map")))
    with pytest.raises(InputError) as error:
        load.load(both, with_pyproj, read_vector, silent)
    assert len(error.value.faults) == 2
