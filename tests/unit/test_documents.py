"""What the documents say holds: the README's commands are run, the architecture's doors are there, every dependency has its reason."""

import importlib
import re
import tomllib
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


def architecture() -> str:
    return (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


DOORS = re.findall(r"^\| `([a-z_.]+)` \| (`.+?`) \|", architecture(), re.MULTILINE)


@pytest.mark.parametrize(("room", "doors"), DOORS, ids=[room for room, _ in DOORS])
def test_every_door_is_there(room: str, doors: str) -> None:
    module = importlib.import_module(f"trygghetsrutan.opendata.{room}")
    assert [name for name in re.findall(r"`(\w+)`", doors) if not hasattr(module, name)] == []


def test_every_room_has_its_line() -> None:
    named = {room.split(".")[0] for room, _ in DOORS}
    there = {path.stem for path in (ROOT / "opendata").glob("*.py")} | {
        path.parent.name for path in (ROOT / "opendata").glob("*/__init__.py")
    }
    assert there - {"__init__"} == named


def test_what_lies_under_internal_is_listed(ran: tuple[Path, dict]) -> None:
    listed = re.search(r"`DIR/internal/` \(0700\): (.+?)\. `DIR/release", architecture(), re.DOTALL)
    assert listed is not None
    assert set(re.findall(r"`([^`]+)`", listed[1])) == {path.name for path in (ran[0] / "internal").iterdir()}


def test_every_dependency_has_its_reason_and_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[><=]", line)[0] for line in project["dependencies"]}
    table = re.findall(r"^\| ([a-z-]+) \| .+?\| (.+?) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name, _ in table} - {"library"} == wanted
    for name, used in table:
        for module in re.findall(r"`([a-z_.]+)`", used):
            path = ROOT / "opendata" / module.replace(".", "/")
            assert path.is_dir() or path.with_suffix(".py").is_file(), f"{name}: {module}"


def test_the_wheel_holds_every_room() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    rooms = {path.parent.relative_to(ROOT) for path in (ROOT / "opendata").rglob("*.py")} | {Path("schemas")}
    assert {".".join(("trygghetsrutan", *room.parts)) for room in rooms} <= set(listed)
