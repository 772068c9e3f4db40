"""Build the plugin zip: our tree, the two vendored libraries, the compiled translation; the same input gives the same bytes."""

import ast
import configparser
import re
import shutil
import sys
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

from qm import compile_ts

ROOT = Path(__file__).resolve().parent.parent
NAME = "trygghetsrutan"
BUILD = ROOT / "build"
LARGEST = 25_000_000  # bytes, the limit of the plugin site
TOP = ("__init__.py", "__main__.py", "metadata.txt", "LICENSE", "requirements.lock")
TREES = ("opendata", "qgis_plugin", "schemas")
LEFT_OUT = {"__pycache__", ".mypy_cache", ".ruff_cache", "node_modules"}
PAGE = "opendata/package/page/dist"
"""The bundle of the public page, made by scripts/build_page; it is not in git."""
SOURCES_OF_PAGE = ("opendata/package/page/src", "opendata/package/page/package")  # what the page is bundled from; the bundle is shipped
LEFT_OUT_SUFFIXES = {".pyc", ".ts"}
FIXED_TIME = (2021, 5, 17, 0, 0, 0)

PLACEHOLDER = re.compile(r"\bexample\.(com|net|org)\b")
"""Domains that nobody can own (RFC 2606): in metadata.txt they stand for what only the publisher of the plugin knows."""

# xlrd, which reads old .xls workbooks, cannot be copied in: part of it is under the BSD licence with the advertising clause, which the
# GPL does not go together with. The publisher's own environment has it; inside QGIS staff are told to save such a file as .xlsx.
# What the zip's private copies consist of: distribution, package, which of its modules (None: all).
VENDORED = (
    ("phonenumberslite", "phonenumbers", None),
    ("snowballstemmer", "snowballstemmer", {"__init__.py", "among.py", "basestemmer.py", "swedish_stemmer.py"}),
)
ONLY_SWEDISH = '''"""Snowball's Swedish stemmer out of the snowballstemmer distribution; the other languages are left out."""

from .swedish_stemmer import SwedishStemmer

__all__ = ("language", "stemmer")


def stemmer(lang):
    if lang.lower() != "swedish":
        raise KeyError(f"only Swedish is in this copy, not {lang!r}")
    return SwedishStemmer()
'''
# Bandit reads private copies too; these two patterns stand in libraries we do not edit otherwise.
ASSERT = "  # nosec B101 - checks the library's own tables, not input"
EXCEPT_PASS = "  # nosec B110 - the library tries the next reading of a number"


def main() -> int:
    archive = build(BUILD / "plugin", BUILD / f"{NAME}.zip")
    files = sum(1 for path in (BUILD / "plugin").rglob("*") if path.is_file())
    print(f"{archive.relative_to(ROOT)}: {archive.stat().st_size / 1e6:.2f} MB, {files} files")
    return 0


def build(folder: Path, archive: Path) -> Path:
    """Make the plugin below ``folder`` (replaced) and the zip ``archive``; returns ``archive``."""
    tree = folder / NAME
    shutil.rmtree(folder, ignore_errors=True)
    tree.mkdir(parents=True)
    copy_own(tree)
    for package in VENDORED:
        vendor(*package, tree / "_vendor")
    (tree / "_vendor" / "__init__.py").write_text('"""Private copies of pure-Python libraries; their licences lie beside them."""\n')
    for source in sorted((ROOT / "qgis_plugin" / "i18n").glob("*.ts")):
        (tree / "qgis_plugin" / "i18n" / f"{source.stem}.qm").write_bytes(compile_ts(source))
    if general(tree / "metadata.txt")["version"] != version_of(tree):
        raise SystemExit("build_plugin: metadata.txt and __init__.py name different versions")
    write_zip(tree, archive)
    if archive.stat().st_size > LARGEST:
        raise SystemExit(f"build_plugin: {archive} is larger than the plugin site takes")
    return archive


def placeholders(metadata: Path) -> list[str]:
    """Keys of a metadata.txt whose value is a placeholder, in the order of the file; ``scripts/release`` refuses them."""
    return [key for key, value in general(metadata).items() if PLACEHOLDER.search(value)]


def general(metadata: Path) -> dict[str, str]:
    """Key to value of a metadata.txt."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(metadata.read_text(encoding="utf-8"))
    return dict(parser["general"])


def version_of(tree: Path) -> str:
    """The version of the program whose files lie below ``tree``."""
    found = re.search(r'__version__ = "([^"]+)"', (tree / "opendata" / "__init__.py").read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit("build_plugin: opendata/__init__.py names no version")
    return found[1]


def copy_own(tree: Path) -> None:
    for name in TOP:
        shutil.copyfile(ROOT / name, tree / name)
    for name in TREES:
        for source in sorted((ROOT / name).rglob("*")):
            inside = source.relative_to(ROOT).as_posix()
            unwanted = LEFT_OUT & set(source.parts) or source.suffix in LEFT_OUT_SUFFIXES or source.name.startswith(".")
            if source.is_file() and not unwanted and not inside.startswith(SOURCES_OF_PAGE):
                target = tree / source.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


def vendor(dist_name: str, package: str, modules: set[str] | None, into: Path) -> None:
    """Copy ``package`` of the locked, installed distribution ``dist_name`` below ``into``, importing itself under its new place."""
    dist: Distribution = distribution(dist_name)
    for file in sorted(dist.files or (), key=str):
        inside = file.parts[0] == package and file.suffix == ".py" and (modules is None or "/".join(file.parts[1:]) in modules)
        licence = "licenses" in file.parts
        if not inside and not licence:
            continue
        target = into / package / file.name if licence else into / Path(*file.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = Path(str(dist.locate_file(file))).read_text(encoding="utf-8")
        target.write_text(text if licence else privately(text, package), encoding="utf-8", newline="\n")
    if modules is not None:
        (into / package / "__init__.py").write_text(ONLY_SWEDISH, encoding="utf-8", newline="\n")


def privately(text: str, package: str) -> str:
    """The module with imports of its own package made relative to the private copy, and bandit's known findings reasoned."""
    for node in ast.walk(ast.parse(text)):
        absolute = (isinstance(node, ast.Import) and any(a.name.split(".")[0] == package for a in node.names)) or (
            isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == package
        )
        if absolute:
            raise SystemExit(f"build_plugin: {package} imports itself by its public name; teach privately() to rewrite it")
    text = re.sub(r"^(\s*assert .*)$", rf"\1{ASSERT}", text, flags=re.M)
    return re.sub(r"^(\s*except[^\n]*:)(\n\s*pass)$", rf"\1{EXCEPT_PASS}\2", text, flags=re.M)


def write_zip(tree: Path, archive: Path) -> None:
    """A zip with sorted names, one fixed time and fixed permissions."""
    archive.unlink(missing_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for path in sorted(p for p in tree.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(tree.parent).as_posix(), FIXED_TIME)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, path.read_bytes(), compresslevel=9)


if __name__ == "__main__":
    sys.exit(main())
