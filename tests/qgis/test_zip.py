"""What the plugin site demands of a zip, asked of the one we build."""

from __future__ import annotations

import ast
import configparser
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ZIP = ROOT / "build" / "trygghetsrutan.zip"
TREE = ROOT / "build" / "plugin" / "trygghetsrutan"
"""What the zip was made of; a test holds that it is what the zip holds."""
REQUIRED = (
    "name",
    "description",
    "version",
    "qgisMinimumVersion",
    "author",
    "email",
    "about",
    "tracker",
    "repository",
    "homepage",
)


@pytest.fixture(scope="module")
def names() -> list[str]:
    with zipfile.ZipFile(ZIP) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def metadata() -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    with zipfile.ZipFile(ZIP) as archive:
        parser.read_string(archive.read("trygghetsrutan/metadata.txt").decode())
    return dict(parser["general"])


def own_modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(TREE.rglob("*.py")):
        if "_vendor" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_the_zip_holds_what_is_looked_at_here(names: list[str]) -> None:
    beside = {path.relative_to(TREE.parent).as_posix(): path.read_bytes() for path in TREE.rglob("*") if path.is_file()}
    with zipfile.ZipFile(ZIP) as archive:
        assert {name: archive.read(name) for name in names} == beside


def test_every_entry_is_a_plain_file_that_its_owner_may_write(names: list[str]) -> None:
    with zipfile.ZipFile(ZIP) as archive:
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}
    assert len(set(names)) == len({name.lower() for name in names})  # file systems of Windows do not tell cases apart


def test_the_zip_is_small_enough() -> None:
    assert ZIP.stat().st_size <= 25_000_000


def test_there_is_one_top_folder_with_a_valid_name(names: list[str]) -> None:
    assert {name.split("/")[0] for name in names} == {"trygghetsrutan"}
    assert "trygghetsrutan".isidentifier()
    assert "plugin" not in "trygghetsrutan"


@pytest.mark.parametrize("name", ["__init__.py", "metadata.txt", "LICENSE"])
def test_the_top_folder_holds(name: str, names: list[str]) -> None:
    assert f"trygghetsrutan/{name}" in names


def test_nothing_is_in_it_that_the_site_refuses(names: list[str]) -> None:
    refused = r"\.pyc$|__pycache__|\.git|__MACOSX|\.DS_Store|\.\.|^/|\\\\|\.(so|pyd|dll|exe|dylib|whl|zip|jar)$|resources_rc"
    assert not [name for name in names if re.search(refused, name)]


def test_the_compiled_translation_is_in_the_zip_and_its_source_is_not(names: list[str]) -> None:
    assert "trygghetsrutan/qgis_plugin/i18n/trygghetsrutan_sv.qm" in names
    assert not [name for name in names if name.endswith(".ts")]


@pytest.mark.parametrize("key", REQUIRED)
def test_metadata_has(key: str, metadata: dict[str, str]) -> None:
    assert metadata[key].strip()


def test_metadata_has_no_bare_percent_sign() -> None:
    assert "%" not in (TREE / "metadata.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["tracker", "repository", "homepage"])
def test_metadata_has_whole_addresses(key: str, metadata: dict[str, str]) -> None:
    assert re.fullmatch(r"https://[^\s/]+\.[^\s/]+/\S+", metadata[key])


def test_metadata_has_an_address_for_mail(metadata: dict[str, str]) -> None:
    assert re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]+", metadata["email"])


def test_a_release_is_refused_while_metadata_names_a_placeholder(metadata: dict[str, str]) -> None:
    """A release is what goes to the plugin site; the build for trying out goes on."""
    asked = "import release; print(*release.hindrances(), sep=chr(10))"
    ran = subprocess.run(
        [ROOT / ".venv/bin/python", "-B", "-c", asked], cwd=ROOT / "scripts", capture_output=True, text=True, check=True, timeout=60
    )
    told = re.findall(r"^metadata\.txt: (\w+) is a placeholder: give the real one$", ran.stdout, re.MULTILINE)
    assert told == [key for key, value in metadata.items() if "example.org" in value]


def test_the_version_has_three_numbers(metadata: dict[str, str]) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])


def test_the_claimed_versions_are_the_oldest_tested_and_qgis_4(metadata: dict[str, str]) -> None:
    assert (metadata["qgisMinimumVersion"], metadata["qgisMaximumVersion"]) == ("3.40", "4.99")
    assert "supportsQt6" not in metadata


def test_processing_is_told_of_the_provider(metadata: dict[str, str]) -> None:
    assert metadata["hasProcessingProvider"] == "yes"


def test_the_icon_is_in_the_zip(metadata: dict[str, str], names: list[str]) -> None:
    assert f"trygghetsrutan/{metadata['icon']}" in names


def test_the_vendored_libraries_bring_their_licences(names: list[str]) -> None:
    assert {"trygghetsrutan/_vendor/phonenumbers/LICENSE", "trygghetsrutan/_vendor/snowballstemmer/COPYING"} <= set(names)


def test_only_the_swedish_stemmer_is_vendored(names: list[str]) -> None:
    assert [name for name in names if "_stemmer.py" in name] == ["trygghetsrutan/_vendor/snowballstemmer/swedish_stemmer.py"]


def test_bandit_finds_nothing() -> None:
    found = subprocess.run([ROOT / ".venv/bin/bandit", "-q", "-r", TREE, "-f", "json"], capture_output=True, text=True, check=False)
    told = json.loads(found.stdout)
    hits = [f"{hit['filename']}:{hit['line_number']} {hit['test_id']}" for hit in told["results"]]
    assert hits == []
    assert told["errors"] == []
    assert told["metrics"]["_totals"]["loc"] > 10_000


def test_every_exemption_from_bandit_has_a_rule_and_a_reason() -> None:
    bare = [
        f"{path.relative_to(TREE)}:{number}"
        for path in sorted(TREE.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "nosec" in line and not re.search(r"# nosec B\d{3}(, ?B\d{3})* [-#] \S.{8,}", line)
    ]
    assert bare == []


def test_detect_secrets_finds_nothing() -> None:
    found = subprocess.run(
        [ROOT / ".venv/bin/detect-secrets", "scan", "--all-files", "--no-verify", "."], cwd=TREE, capture_output=True, text=True, check=True
    )
    assert json.loads(found.stdout)["results"] == {}


def test_no_line_is_hidden_from_detect_secrets() -> None:
    hidden = [path.relative_to(TREE) for path in TREE.rglob("*") if path.is_file() and b"allowlist secret" in path.read_bytes()]
    assert hidden == []


def test_qt_is_only_reached_through_qgis() -> None:
    direct = [
        f"{path.relative_to(TREE)}:{node.lineno}"
        for path, tree in own_modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(re.match(r"PyQt|PySide|sip$", a.name) for a in node.names))
        or (isinstance(node, ast.ImportFrom) and re.match(r"PyQt|PySide|sip$", node.module or ""))
    ]
    assert direct == []


def test_enums_are_scoped_as_qt_6_wants_them() -> None:
    """A class of Qt or QGIS is followed by its enum before a value: ``Qt.PenStyle.DashLine``, never ``Qt.DashLine``."""
    unscoped = []
    for path, tree in own_modules():
        inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute) or id(node) in inner or not isinstance(node.value, ast.Name):
                continue
            if re.match(r"(Q[A-Z]|Qgs|Qgis$|Qt$)", node.value.id) and re.match(r"[A-Z][a-z]", node.attr):
                unscoped.append(f"{path.relative_to(TREE)}:{node.lineno} {node.value.id}.{node.attr}")
    assert unscoped == [each for each in unscoped if is_class(each.split(" ")[1])]


def is_class(dotted: str) -> bool:
    import qgis.core
    import qgis.gui
    from qgis.PyQt import QtCore, QtGui, QtWidgets

    owner, name = dotted.split(".")
    for module in (qgis.core, qgis.gui, QtCore, QtGui, QtWidgets):
        if hasattr(module, owner):
            return isinstance(getattr(getattr(module, owner), name), type)
    return False


@pytest.mark.parametrize(
    "pattern", [r"\.exec_\(", r"resources_rc", r"QVariant\(\)", r"QVariant\.", r"toPyQt5", r"\.fromSecsSinceEpoch_", r"reportError"]
)
def test_nothing_that_qgis_4_refuses_is_used(pattern: str) -> None:
    assert not [path.relative_to(TREE) for path, _ in own_modules() if re.search(pattern, path.read_text(encoding="utf-8"))]
