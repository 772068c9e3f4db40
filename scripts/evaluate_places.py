"""How often words are put in the right place: precision and recall on the hand-written postcards and calls of the tests.

Run as ``.venv/bin/python scripts/evaluate_places.py [--all]``; ``--all`` lists every text that was placed wrongly or not at all.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def town() -> ModuleType:
    """The tests' town."""
    path = Path(__file__).resolve().parents[1] / "tests" / "unit" / "submissions" / "town.py"
    spec = importlib.util.spec_from_file_location("town", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: cannot be read")
    module = importlib.util.module_from_spec(spec)
    sys.modules["town"] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print the table."""
    tests = town()
    print(f"{'half':8} {'texts':>6} {'placed':>7} {'right':>6} {'precision':>10} {'with place':>11} {'recall':>7} {'to review':>10}")
    for name, listed in (("tune", tests.TUNE), ("unseen", tests.UNSEEN)):
        score = tests.score(tests.items(listed))
        print(
            f"{name:8} {score.texts:6} {score.placed:7} {score.right:6} {score.precision:10.3f} {score.meant:11} {score.recall:7.3f}"
            f" {score.reviewed:10}"
        )
        if "--all" in sys.argv:
            for line in (*score.wrong, *score.missed):
                print("   ", line)


if __name__ == "__main__":
    main()
