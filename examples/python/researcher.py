"""A researcher: own points to a release, what is lost by it, and an attack on it; then a municipality's published package.

.venv/bin/python examples/python/researcher.py OUT [PACKAGE]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from trygghetsrutan.opendata import api


def main(out: Path, package: Path | None) -> None:
    # Points of a study: here 5,000 made-up ones around two centres, metres in SWEREF 99 TM, by 3,000 persons about two themes.
    random = np.random.default_rng(1)
    centre = np.where(random.random(5000) < 0.7, 0, 4000)
    x = 472_000 + centre + random.normal(0, 900, 5000)
    y = 6_577_000 + centre + random.normal(0, 900, 5000)
    person, theme = random.integers(0, 3000, 5000), np.where(random.random(5000) < 0.5, "lighting", "traffic")

    release = api.aggregate(x, y, contributor=person, theme=theme, k=5, finest=250, coarsest=8000)
    finest = [region for region in release.regions if region.size_m == 250]
    print(f"{len(release.regions)} regions, {len(finest)} of them of 250 m; every figure stands on at least 5 persons")

    verdict = api.audit(release)
    print(f"an attacker who knows the algorithm is left with intervals of at least {verdict.narrowest_interval}: passed {verdict.passed}")
    api.write(release, out / "study.gpkg")

    if package is not None:
        published = api.read(package)
        known = sum(region.contributors or 0 for region in published.regions)
        print(f"{published.facts['campaign']['title_en']}: {known} contributors in {len(published.regions)} regions")
        print(f"the same attack on the package: passed {api.audit(package).passed}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
