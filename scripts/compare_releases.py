"""Compare the published figures of two releases cell by cell; exit 1 with a line per difference."""

import sys
from pathlib import Path

from trygghetsrutan.opendata import release as contract


def figures(release: contract.Release) -> dict[tuple[str, ...], tuple[object, ...]]:
    rows: dict[tuple[str, ...], tuple[object, ...]] = {
        ("region", r.region_id): (r.excludes, r.contributors, r.status) for r in release.regions
    }
    rows |= {("theme", t.region_id, t.theme): (t.contributors, t.status) for t in release.theme_counts}
    rows |= {("unites", t.theme_region_id, t.region_id): () for t in release.theme_regions}
    return rows | {("marginal", m.dimension, m.value): (m.contributors, m.status) for m in release.marginals}


def main(first: Path, second: Path) -> int:
    a, b = figures(contract.read(first)), figures(contract.read(second))
    differing = [key for key in sorted(set(a) | set(b)) if a.get(key, "absent") != b.get(key, "absent")]
    for key in differing:
        print(f"{' '.join(key)}: {a.get(key, 'absent')} and {b.get(key, 'absent')}")
    print(f"{len(set(a) | set(b))} figures compared, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
