"""What the partition keeps of a file of points in degrees, for every width: the table "What it keeps" of docs/method.md.

python tests/enumeration/keeps.py FILE.csv [k]     # columns Longitude and Latitude, EPSG:4326
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from pyproj import Transformer

from trygghetsrutan.opendata.disclosure.audit import audit
from trygghetsrutan.opendata.grid.cells import chain_of
from trygghetsrutan.opendata.grid.partition import partition
from trygghetsrutan.opendata.grid.utility import summary
from trygghetsrutan.opendata.release import Release

CHAIN = chain_of("EPSG:3035", 125, 8000)


def main() -> int:
    if len(sys.argv) not in (2, 3):
        print(__doc__)
        return 2
    k = int(sys.argv[2]) if len(sys.argv) == 3 else 5
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        degrees = np.asarray([(float(row["Longitude"]), float(row["Latitude"])) for row in csv.DictReader(file)])
    x, y = Transformer.from_crs(4326, CHAIN.epsg, always_xy=True).transform(*degrees.T)
    print(f"| w | shown | {' | '.join(f'{size} m' for size in CHAIN.sizes)} | Hellinger | narrowest | audit | moved |")
    print("|---" * (len(CHAIN.sizes) + 6) + "|")
    for width in range(2, k):
        made = partition(x, y, None, CHAIN, k, width)
        told = summary(made, x, y)
        facts = {"k": k, "width": width, "chain": {"epsg": CHAIN.epsg, "sizes": list(CHAIN.sizes)}}
        verdict = audit(Release(made.regions, facts=facts))
        shares = " | ".join(f"{share:.4f}" for share in told["share_at_or_below"].values())
        moved = int(np.maximum(made.own - made.contributors, 0)[made.contributors >= 0].sum())
        print(
            f"| {width} | {told['share_published']:.4f} | {shares} | {told['hellinger']:.3f} | {verdict.narrowest_interval} | "
            f"{'passed' if verdict.passed else 'failed'} | {moved} |",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
