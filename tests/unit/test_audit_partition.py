"""What the partition makes passes the auditor; what a partition with a rule switched off makes does not."""

import dataclasses

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.disclosure.audit import audit, certificate
from trygghetsrutan.opendata.disclosure.holdback import hold_back
from trygghetsrutan.opendata.disclosure.system import Builder, solve
from trygghetsrutan.opendata.grid.cells import Cell, Chain, parse_cell_id
from trygghetsrutan.opendata.grid.marginals import marginals
from trygghetsrutan.opendata.grid.partition import Partition, partition
from trygghetsrutan.opendata.grid.theme_partition import theme_partition
from trygghetsrutan.opendata.release import FROZEN, Release

CHAIN = Chain(3006, (250, 500, 1000, 2000))
THEMES = [f"t{i}" for i in range(6)]
CHANNELS = ["map", "postcard", "visit"]


@dataclasses.dataclass(frozen=True)
class Campaign:
    """Submissions of one campaign, in the order they came."""

    x: np.ndarray
    y: np.ndarray
    contributor: np.ndarray
    theme: np.ndarray
    channel: np.ndarray

    def first(self, n: int) -> "Campaign":
        return Campaign(*(getattr(self, field.name)[:n] for field in dataclasses.fields(self)))


def campaign(seed: int, n: int, spread: float = 700.0) -> Campaign:
    rng = np.random.default_rng(seed)
    towns = rng.uniform(0, 8000, (4, 2))
    points = towns[rng.integers(0, 4, n)] + rng.normal(0, spread, (n, 2))
    return Campaign(
        400_000 + points[:, 0],
        6_400_000 + points[:, 1],
        rng.integers(0, max(1, int(n * 0.9)), n),
        np.array(THEMES)[np.minimum(rng.geometric(0.4, n) - 1, 5)],
        np.array(CHANNELS)[np.minimum(rng.geometric(0.6, n) - 1, 2)],
    )


def release(made: Campaign, k: int, width: int, first: Release | None = None, **facts: object) -> Release:
    parts = partition(made.x, made.y, made.contributor, CHAIN, k, width, tree=first.regions if first else None)
    lists = first.theme_regions if first else None
    counts, unions = theme_partition(parts, made.contributor, made.theme, THEMES, tree=lists)
    totals = marginals(parts, made.contributor, {"channel": made.channel}, {"channel": CHANNELS})
    stated = {"campaign": "test", "k": k, "width": width, "chain": {"epsg": 3006, "sizes": list(CHAIN.sizes)}, "themes": THEMES}
    return Release(parts.regions, counts, unions, totals, stated | ({"tree": FROZEN} if first else {}) | facts)


RULES = st.sampled_from([(3, 2), (4, 2), (4, 3), (5, 2), (5, 4), (8, 4)])


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(0, 900), rule=RULES, spread=st.sampled_from([150.0, 700.0, 2000.0]))
def test_every_release_of_the_partition_passes(seed: int, n: int, rule: tuple[int, int], spread: float) -> None:
    verdict = audit(release(campaign(seed, n, spread), *rule))
    assert verdict.disclosures == ()
    assert verdict.narrowest_interval is None or verdict.narrowest_interval >= rule[1]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), rule=RULES, late=st.integers(1, 120))
def test_an_update_with_what_would_tell_held_back_passes(seed: int, rule: tuple[int, int], late: int) -> None:
    everything = campaign(seed, 800)
    first = release(everything.first(800 - late), *rule)
    second = hold_back(release(everything.first(800 - late // 2), *rule, first), [first]).release
    third = hold_back(release(everything, *rule, first), [first, second]).release
    assert audit(second, [first]).disclosures == ()
    assert audit(third, [first, second]).disclosures == ()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_tampering_with_any_figure_is_noticed(seed: int, data: st.DataObject) -> None:
    made = release(campaign(seed, 500), 5, 2)
    signed = dataclasses.replace(made, facts=made.facts | certificate(made, audit(made)))
    table = data.draw(st.sampled_from(["regions", "theme_counts", "marginals"]))
    rows = list(getattr(signed, table))
    shown = [i for i, row in enumerate(rows) if row.contributors is not None]
    assume(shown)
    at = data.draw(st.sampled_from(shown))
    rows[at] = dataclasses.replace(rows[at], contributors=rows[at].contributors + data.draw(st.sampled_from([-7, -1, 1, 30])))
    assert "edited" in {d.rule for d in audit(dataclasses.replace(signed, **{table: tuple(rows)})).disclosures}
    # Even with new checksums the tables no longer agree with each other.
    forged = dataclasses.replace(made, **{table: tuple(rows)})
    assert not audit(forged).passed


def intervals_of_loads(parts: Partition) -> list[float]:
    """Widths of every hidden cell's and block's interval by the linear system of docs/method.md, solved as it stands there.

    An unknown per cell of the chain that is hidden or holds a region (its load), and per container of a region: the children's loads
    add up to the figure plus the container's own load.
    """
    k, width, sizes = parts.k, parts.width, parts.chain.sizes
    figure = {
        parse_cell_id(region.container_id)[1]: region.contributors or 0 for region in parts.regions if region.container_id != "elsewhere"
    }
    tops = {Cell(sizes[-1], c.east // sizes[-1] * sizes[-1], c.north // sizes[-1] * sizes[-1]) for c in figure}
    build = Builder()
    hidden: list[int] = []

    def load(cell: Cell) -> tuple[int, float, bool]:
        """Unknown, capacity and open ground of a cell."""
        if cell.size == sizes[0]:
            capacity, ground = (0.0, False) if cell in figure else (k - 1.0, True)
            unknown = build.unknown(0.0, capacity)
        else:
            half = cell.size // 2
            children = [load(Cell(half, cell.east + e, cell.north + n)) for e in (0, half) for n in (0, half)]
            content = sum(capacity for _, capacity, _ in children)
            ground = any(open_ for *_, open_ in children)
            if cell in figure:
                capacity, ground = (float(width) if figure[cell] == content - width else 0.0), False
            else:
                capacity = k - 1.0 if ground and content - width >= k else content
            unknown = build.unknown(0.0, capacity)
            build.sum([*(child for child, *_ in children), unknown], figure.get(cell, 0), [1.0] * 4 + [-1.0])
        if capacity:
            hidden.append(unknown)
        return unknown, capacity, ground

    loads = [load(top) for top in sorted(tops)]
    last = next(region.contributors for region in parts.regions if region.container_id == "elsewhere")
    if last is not None:
        spare = build.unknown(0.0, np.inf if last == sum(capacity for _, capacity, _ in loads) - width else 0.0)
        build.sum([*(unknown for unknown, *_ in loads), spare], last, [1.0] * len(loads) + [-1.0])
    found = solve(build.build(), np.array(hidden, dtype=np.int64))
    return (found[hidden, 1] - found[hidden, 0]).tolist()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(50, 900), rule=RULES)
def test_the_linear_system_leaves_every_load_the_width_that_the_closed_form_says(seed: int, n: int, rule: tuple[int, int]) -> None:
    made = campaign(seed, n)
    parts = partition(made.x, made.y, made.contributor, CHAIN, *rule)
    widths = intervals_of_loads(parts)
    narrowest = audit(Release(parts.regions, facts=release(made, *rule).facts)).narrowest_interval
    assume(widths and narrowest is not None)
    assert min(widths) >= rule[1]


class TestMutations:
    """A protector with one rule switched off, or that states stricter rules than it keeps."""

    MADE = campaign(3, 900)

    def rules_broken(self, made: Release, *earlier: Release) -> set[str]:
        return {d.rule for d in audit(made, earlier).disclosures}

    def test_a_smaller_k_than_stated(self) -> None:
        made = release(self.MADE, 4, 2)
        assert "below k" in self.rules_broken(dataclasses.replace(made, facts=made.facts | {"k": 5}))

    def test_a_smaller_width_than_stated(self) -> None:
        made = release(self.MADE, 5, 2)
        assert "protection width" in self.rules_broken(dataclasses.replace(made, facts=made.facts | {"width": 4}))

    def test_reports_instead_of_contributors_in_regions(self) -> None:
        parts = partition(self.MADE.x, self.MADE.y, None, CHAIN, 5, 2)
        honest = release(self.MADE, 5, 2)
        assert "totals" in self.rules_broken(dataclasses.replace(honest, regions=parts.regions, theme_counts=(), theme_regions=()))

    def test_a_partition_that_grows_with_the_campaign(self) -> None:
        first = release(self.MADE.first(600), 5, 2)
        assert "frozen tree" in self.rules_broken(release(self.MADE, 5, 2), first)

    def test_noughts_beside_a_remainder(self) -> None:
        made = release(self.MADE, 5, 2)
        at, region = next((i, r) for i, r in enumerate(made.regions) if r.kind == "cell" and r.size_m == 500)
        nought = Cell(250, *(int(v) for v in region.region_id.split("mN")[1].split("E")[::-1]))
        name = f"SE_CRS3006RES250mN{nought.north}E{nought.east}"
        told = dataclasses.replace(region, region_id=region.region_id + "_r", kind="remainder", excludes=(name,), polygons=())
        assert "hidden zeros" in self.rules_broken(dataclasses.replace(made, regions=(*made.regions[:at], told, *made.regions[at + 1 :])))

    @pytest.mark.parametrize("count", [1, 4])
    def test_other_below_k(self, count: int) -> None:
        made = release(self.MADE, 5, 2)
        rows = list(made.theme_counts)
        at = next(i for i, row in enumerate(rows) if row.theme == "other")
        beside = next(i for i, row in enumerate(rows) if row.region_id == rows[at].region_id and i != at)
        rows[beside] = dataclasses.replace(
            rows[beside], contributors=(rows[beside].contributors or 0) + (rows[at].contributors or 0) - count
        )
        rows[at] = dataclasses.replace(rows[at], contributors=count)
        assert "below k" in self.rules_broken(dataclasses.replace(made, theme_counts=tuple(rows)))

    def test_a_tree_of_its_own_for_a_theme(self) -> None:
        made = release(self.MADE, 5, 2)
        moved = made.theme_regions[0]
        others = [line for line in made.theme_regions if line.theme_region_id != moved.theme_region_id]
        twice = dataclasses.replace(made, theme_regions=(*made.theme_regions, dataclasses.replace(others[0], region_id=moved.region_id)))
        assert "one tree" in self.rules_broken(twice)
