"""What the documents say holds: the README's commands are run, the architecture's doors are there, every dependency has its reason."""

import ast
import importlib
import re
import sys
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from ..support.commands import EXAMPLE, command

ROOT = Path(__file__).parents[2]
SHOWN = re.findall(r"^\$ trygghetsrutan (.+)\n((?:(?!\$|```).*\n)*)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
"""The commands of the README, each with what it is said to print; "..." stands for lines left out."""


def test_the_readme_shows_the_verbs_people_use_most() -> None:
    assert [line.split()[0] for line, _ in SHOWN] == ["run", "aggregate", "audit", "publish", "publish", "withdraw"]


def test_the_commands_shown_do_what_they_say(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(EXAMPLE.parent, target_is_directory=True)
    for line, printed in SHOWN:
        done = command(*line.split(), cwd=tmp_path)
        planned = line.startswith("publish") and "--apply" not in line
        assert done.returncode == (1 if planned else 0), (line, done.stderr)
        assert [said for said in printed.splitlines() if said != "..." and said not in done.stdout.splitlines()] == []


PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_what_a_page_links_to_or_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [page.parent / link for link in re.findall(r"\]\(([^):#]+)[)#]", text)]
    paths = [ROOT / path for path in re.findall(r"`((?:docs|examples|opendata|qgis_plugin|schemas|scripts|tests)/[\w./-]+)[`\s]", text)]
    assert [path.relative_to(ROOT).as_posix() for path in (*links, *paths) if not path.exists() and "NAME" not in path.name] == []


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


DEPENDENCIES = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
LEANED_ON = re.findall(r"^\| (?!library)([a-z-]+) \| .+? \| (.+?) \| .+? \| .+? \| .+? \|$", DEPENDENCIES, re.MULTILINE)
IMPORTED_AS = {
    "phonenumberslite": ("phonenumbers",),
    "dplib-py": ("dplib",),
    "pillow": ("PIL",),
    "datapackage": ("datapackage", "tableschema"),
}
OF_EXTRAS = {"dask": "dask", "distributed": "dask", "pyogrio": "fast"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@cache
def importing() -> dict[str, set[str]]:
    """Library to the modules of ours that import it, or read the files it brings."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "opendata").rglob("*.py"):
        module = ".".join(path.relative_to(ROOT / "opendata").with_suffix("").parts)
        for name in chain.from_iterable(map(names_in, ast.walk(ast.parse(path.read_text(encoding="utf-8"))))):
            found.setdefault(name.partition(".")[0], set()).add(module)
    return {name: modules for name, modules in found.items() if name not in sys.stdlib_module_names}


def names_in(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [name.name for name in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
        case ast.Call(func=ast.Attribute(attr="files"), args=[ast.Constant(value=str(package))]):
            return [package]
    return []


def test_every_dependency_has_its_reason() -> None:
    assert {name for name, _ in LEANED_ON} == {re.split(r"[><=]", line)[0] for line in PROJECT["dependencies"]}
    assert set(PROJECT["optional-dependencies"]) == set(re.findall(r"\*\*(\w+)\*\* is", DEPENDENCIES)) == set(OF_EXTRAS.values())


@pytest.mark.parametrize(("library", "used"), LEANED_ON, ids=[library for library, _ in LEANED_ON])
def test_a_dependency_is_used_where_its_line_says(library: str, used: str) -> None:
    modules = set().union(*(importing()[name] for name in IMPORTED_AS.get(library, (library,))))
    said = re.findall(r"`([a-z_.]+)`", used)
    assert said or (used == "core" and modules)
    assert [room for room in said if not any(f"{module}.".startswith(f"{room}.") for module in modules)] == []
    assert [module for module in modules if said and not any(f"{module}.".startswith(f"{room}.") for room in said)] == []


def test_nothing_is_imported_that_has_no_line() -> None:
    named = {name for library, _ in LEANED_ON for name in IMPORTED_AS.get(library, (library,))}
    assert set(importing()) - named - set(OF_EXTRAS) == set()


def test_the_wheel_holds_every_room() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    rooms = {path.parent.relative_to(ROOT) for path in (ROOT / "opendata").rglob("*.py")} | {Path("schemas")}
    assert {".".join(("trygghetsrutan", *room.parts)) for room in rooms} <= set(listed)


def test_a_test_that_a_script_names_is_there() -> None:
    scripts = [path for path in (ROOT / "scripts").rglob("*") if path.is_file() and path.suffix in ("", ".py")]
    named = {found for path in scripts for found in re.findall(r"(tests/[\w/]+\.py)::(\w+)", path.read_text(encoding="utf-8"))}
    assert [(path, name) for path, name in sorted(named) if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")] == []
    assert named
