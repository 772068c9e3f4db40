"""How often words are put in the right place: precision and recall on the hand-written postcards and calls of the tests.

Run as ``.venv/bin/python scripts/evaluate_places.py [--all]``; ``--all`` lists every text that was placed wrongly or not at all.
"""

from __future__ import annotations

import sys

from trygghetsrutan.tests.unit.submissions import town


def main() -> None:
    """Print the table."""
    print(f"{'half':8} {'texts':>6} {'placed':>7} {'right':>6} {'precision':>10} {'with place':>11} {'recall':>7} {'to review':>10}")
    for name, listed in (("tune", town.TUNE), ("unseen", town.UNSEEN)):
        score = town.score(town.items(listed))
        print(
            f"{name:8} {score.texts:6} {score.placed:7} {score.right:6} {score.precision:10.3f} {score.meant:11} {score.recall:7.3f}"
            f" {score.reviewed:10}"
        )
        if "--all" in sys.argv:
            for line in (*score.wrong, *score.missed):
                print("   ", line)


if __name__ == "__main__":
    main()
