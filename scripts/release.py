"""``scripts/release``: wheel, plugin zip and their sums out of one commit, built twice and compared."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import build_plugin

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
SUMS = "SHA256SUMS"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rehearse", action="store_true", help="build from any tree, and tell what a real release would refuse")
    rehearsal = parser.parse_args().rehearse
    refusals = hindrances()
    for line in refusals:
        print(f"release: {line}", file=sys.stderr)
    if refusals and not rehearsal:
        return 1
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        made = build(Path(first))
        again = build(Path(second))
        differing = [one.name for one, other in zip(made, again, strict=True) if one.read_bytes() != other.read_bytes()]
        if differing:
            print(f"release: built twice, these differ: {', '.join(differing)}", file=sys.stderr)
            return 1
        shutil.rmtree(DIST, ignore_errors=True)
        DIST.mkdir()
        for path in made:
            shutil.copyfile(path, DIST / path.name)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(DIST.iterdir())]
    (DIST / SUMS).write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    return 0


def hindrances() -> list[str]:
    """What forbids a release of the tree as it is, a line each with what to do."""
    found = []
    if git("status", "--porcelain"):
        found.append("the work tree has changes that are not committed: commit them")
    version = build_plugin.version_of(ROOT)
    heading = re.search(r"^## (\S+) - (\S+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    if heading is None or heading[1] != version:
        found.append(f"CHANGELOG.md does not begin with {version}: write what is new under its heading")
    elif not re.fullmatch(r"\d{4}-\d\d-\d\d", heading[2]):
        found.append(f"CHANGELOG.md calls {version} {heading[2]}: give the day of the release (YYYY-MM-DD)")
    found += [f"metadata.txt: {key} is a placeholder: give the real one" for key in build_plugin.placeholders(ROOT / "metadata.txt")]
    return found


def build(into: Path) -> list[Path]:
    """Wheel and zip, in ``into``."""
    when = git("log", "-1", "--format=%ct")
    # Setuptools leaves its own folders in the tree it builds from; a copy keeps ours clean and old leavings out of the wheel.
    source = into / "source"
    for name in git("ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name)
    shutil.copytree(ROOT / build_plugin.PAGE, source / build_plugin.PAGE, dirs_exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(into), str(source)],
        env={**os.environ, "SOURCE_DATE_EPOCH": when},
        check=True,
        capture_output=True,
    )
    archive = build_plugin.build(into / "plugin", into / f"{build_plugin.NAME}-{build_plugin.version_of(ROOT)}.zip")
    return [*sorted(into.glob("*.whl")), archive]


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
