"""The independent auditor: takes a release as its readers get it and tries to give somebody away.

It imports nothing of the code that protects, reads only published tables and the rules they state, and plays an attacker who knows all
of that, every earlier release, and linear algebra. First the structure (:mod:`structure`), then the closed form for what is disjoint
(:mod:`intervals`), then earlier releases (:mod:`difference`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..progress import Progress, silent
from ..release import ELSEWHERE, Region, Release
from .difference import attack_earlier
from .intervals import hidden_blocks, plain_widths, rule_widths
from .layout import Layout
from .structure import Rules, check, rules
from .themes import attack_marginals, attack_themes
from .verdict import Attempt, Disclosure, Verdict, certificate

__all__ = ["Attempt", "Disclosure", "Verdict", "audit", "certificate"]


def audit(release: Release, earlier: Sequence[Release] = (), progress: Progress = silent) -> Verdict:
    """Attack ``release``, alone and together with ``earlier`` releases of the same campaign (oldest first).

    A disclosure is a count of 1 … k-1 that an attacker is certain of, an interval narrower than the release's protection width, or a
    breach of a rule that safety rests on. Raises :class:`InputError` when the release does not state its rules.
    """
    rule = rules(release)
    progress("audit: structure", 0, 4)
    found, layout = check(release, rule)
    tried = [Attempt("structure", "Form, kontrollsummor och regler", "Form, checksums and rules", _rows(release))]
    widths: list[float] = []
    plain: list[float] = []
    progress("audit: regions", 1, 4)
    if layout is not None:
        found += _regions(release, rule, layout, tried, widths, plain)
    progress("audit: themes", 2, 4)
    found += attack_themes(release, rule, tried, widths, plain, progress)
    found += attack_marginals(release, rule, tried, widths, plain)
    progress("audit: earlier releases", 3, 4)
    found += attack_earlier(release, rule, layout, earlier, tried)
    progress("audit", 4, 4)
    return Verdict(
        passed=not found,
        disclosures=tuple(found),
        narrowest_interval=_narrowest(widths),
        narrowest_without_rules=_narrowest(plain),
        tried=tuple(tried),
    )


def _rows(release: Release) -> int:
    return len(release.regions) + len(release.theme_counts) + len(release.theme_regions) + len(release.marginals)


def _narrowest(widths: list[float]) -> int | None:
    numbers = [width for width in widths if not np.isnan(width)]
    return int(min(numbers)) if numbers else None


def _regions(
    release: Release, rule: Rules, layout: Layout, tried: list[Attempt], widths: list[float], plain: list[float]
) -> Iterator[Disclosure]:
    """Cells and blocks hidden in each region, without and with the knowledge that an unpublished block holds at most k-1."""
    hidden = hidden_blocks(layout)
    shown = np.array([region.contributors is not None and region.container_id != ELSEWHERE for region in release.regions], dtype=bool)
    total = np.array([region.contributors or 0 for region in release.regions], dtype=np.int64)
    simple = release.facts.get("method") == "fixed" or (
        isinstance(release.facts.get("method"), dict) and release.facts["method"].get("name") == "fixed"
    )
    parts = hidden.cells if simple else hidden.blocks
    by_rule, without = rule_widths(total, parts, rule.k - 1), plain_widths(total, parts)
    by_rule[~shown] = np.nan
    without[~shown] = np.nan
    secret = shown & (parts > 1)
    tried.append(Attempt("cells", "Dolda rutor, utan regelkunskap", "Hidden cells, no rule known", int(hidden.cells[secret].sum())))
    tried.append(Attempt("blocks", "Dolda block, med regelkunskap", "Hidden blocks, rules known", int(parts[secret].sum())))
    tried.append(
        Attempt(
            "beyond rule",
            "Ytor där regeln inte räcker till (reparerade)",
            "Regions where the plain rule cannot hold (repaired)",
            int((secret & np.isnan(by_rule)).sum()),
        )
    )
    if secret.any():
        widths.append(float(np.nanmin(np.append(by_rule[secret], np.nan))) if not np.isnan(by_rule[secret]).all() else np.nan)
        plain.append(float(np.nanmin(without[secret])))
    for i in np.nonzero(secret & (by_rule < rule.width))[0].tolist():
        yield _too_narrow(release.regions[i], int(parts[i]), int(by_rule[i]), rule)


def _too_narrow(region: Region, parts: int, width: int, rule: Rules) -> Disclosure:
    total, most = region.contributors or 0, rule.k - 1
    low = max(0, total - (parts - 1) * most)
    high = min(most, total)
    certain = low == high
    return Disclosure(
        "protection width",
        region.region_id,
        (f"{region.region_id} = {total}", f"{parts} x (k-1) = {parts} x {most} = {parts * most}"),
        f"{region.region_id} rymmer {parts} dolda delar med högst {most} personer var, och talet är {total}: varje del har "
        + (f"exakt {low}." if certain else f"{low}–{high}, snävare än {rule.width}."),
        f"{region.region_id} holds {parts} hidden parts of at most {most} people each, and its figure is {total}: every part has "
        + (f"exactly {low}." if certain else f"{low} to {high}, narrower than {rule.width}."),
        low,
        high,
    )
