"""A municipality: what different choices would keep, the campaign's files to a package, and a text freed of personal data.

.venv/bin/python examples/python/municipality.py examples/karlskoga/campaign.toml OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

from trygghetsrutan.opendata import api


def main(campaign: Path, out: Path) -> None:
    summary = api.run(campaign, out)
    print(f"{summary['load']['rows_in']} rows in, {summary['load']['located']} located; {summary['regions']} regions published")
    print(f"left for a person to review: {summary['load']['to_review']} places, {summary['anonymise']['left']} texts")

    # Before k is decided: what would k = 3, 5 and 10 keep, and what would fixed grids? Only points leave internal/, never texts.
    comparison = api.compare_file(str(out / "internal" / "submissions.gpkg"), crs="EPSG:3006", contributor="contributor")
    print(comparison.text())

    (masked,) = api.mask(["Ring Anna på 070-174 06 05, det är mörkt vid Rävåsens park"], places=["Rävåsens park"])
    print(masked.text)
    print(f"every gate passed: {api.validate(out / 'package').passed}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
