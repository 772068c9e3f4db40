"""Every command that the README shows is run, in its order, in a folder with the sample campaign and a file of points."""

import re
from pathlib import Path

import pytest

from ..support.commands import EXAMPLE, command

ROOT = Path(__file__).parents[2]
SHOWN = re.findall(r"^\$ trygghetsrutan (.+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_readme_shows_the_verbs_people_use_most() -> None:
    assert [line.split()[0] for line in SHOWN] == ["run", "aggregate", "audit", "publish", "publish", "withdraw"]


def test_the_commands_shown_do_what_they_say(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(EXAMPLE.parent, target_is_directory=True)
    rows = [f"{14.52 + 0.002 * (i % 7):.6f},{59.33 + 0.001 * (i % 5):.6f}" for i in range(200)]
    (tmp_path / "points.csv").write_text("\n".join(["longitude,latitude", *rows]) + "\n", encoding="utf-8")
    for line in SHOWN:
        done = command(*line.split(), cwd=tmp_path)
        planned = line.startswith("publish") and "--apply" not in line
        assert done.returncode == (1 if planned else 0), (line, done.stderr)


@pytest.mark.parametrize("name", re.findall(r"\]\(((?:docs/)[^)#]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")))
def test_what_the_readme_links_to_is_there(name: str) -> None:
    assert (ROOT / name).is_file()
