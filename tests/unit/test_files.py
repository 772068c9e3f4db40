"""Writing files: whole or not at all, and nothing left beside them."""

import os
import stat
import time
from pathlib import Path
from typing import NoReturn

import pytest

from trygghetsrutan.opendata import files


def half(path: Path) -> NoReturn:
    path.write_text("half", encoding="utf-8")
    raise RuntimeError


def test_a_file_that_fails_half_way_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), files.replacing(path) as beside:
        half(beside)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_private_file_is_the_owners_before_its_first_byte(tmp_path: Path) -> None:
    with files.replacing(tmp_path / "a.txt", private=True) as beside:
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600


def test_what_a_killed_process_left_is_removed_by_the_next_one(tmp_path: Path) -> None:
    left = tmp_path / ".submissions~abc123.gpkg"
    left.write_bytes(b"personal")
    os.utime(left, (time.time() - 7200, time.time() - 7200))
    files.write_bytes(tmp_path / "submissions.gpkg", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["submissions.gpkg"]


def test_what_another_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / ".submissions~abc123.gpkg"
    other.write_bytes(b"half")
    files.write_bytes(tmp_path / "submissions.gpkg", b"new")
    assert other.exists()


def test_a_folder_that_fails_half_way_is_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "old").touch()
    with pytest.raises(RuntimeError), files.replacing_dir(folder) as beside:
        half(beside / "half")
    assert [path.name for path in tmp_path.rglob("*")] == ["package", "old"]


def test_a_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "old").touch()
    with files.replacing_dir(folder) as beside:
        (beside / "new").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["package", "new"]


def test_a_folder_does_not_take_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "package").write_text("somebody's")
    with pytest.raises(NotADirectoryError), files.replacing_dir(tmp_path / "package"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_a_folder_that_a_killed_process_left_is_removed_by_the_next_one(tmp_path: Path) -> None:
    left, working = tmp_path / ".package-abandoned", tmp_path / ".package-working"
    for folder in (left, working):
        folder.mkdir()
        (folder / "preview.png").write_bytes(b"")
    os.utime(left, (0, time.time() - files.ABANDONED_SECONDS - 1))
    with files.replacing_dir(tmp_path / "package"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [".package-working", "package"]
