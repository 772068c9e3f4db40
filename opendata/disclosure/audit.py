"""The independent auditor: takes a release as its readers get it and tries to give somebody away.

It imports nothing of the code that protects, reads only published tables and the rules they state, and plays an attacker who knows all
of that, every earlier release, and linear algebra. First the structure (:mod:`structure`), then the closed form for what is disjoint
(:mod:`intervals`), then earlier releases (:mod:`difference`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..progress import Progress, silent
from ..release import ELSEWHERE, FROZEN, Region, Release
from .difference import attack_earlier
from .intervals import hidden, plain_widths, rule_widths
from .layout import Layout
from .refine import attack, overlapping
from .structure import Rules, breach, check, rules
from .themes import attack_marginals, attack_themes
from .verdict import Attempt, Disclosure, Log, Verdict, certificate

__all__ = ["Attempt", "Disclosure", "Verdict", "audit", "certificate"]


def audit(release: Release, earlier: Sequence[Release] = (), progress: Progress = silent) -> Verdict:
    """Attack ``release``, alone and together with ``earlier`` releases of the same campaign (oldest first).

    A disclosure is a count of 1 … k-1 that an attacker is certain of, an interval narrower than the release's protection width, or a
    breach of a rule that safety rests on. Raises :class:`InputError` when the release does not state its rules.
    """
    rule = rules(release)
    progress("audit: structure", 0, 4)
    found, layout = check(release, rule)
    log = Log()
    log.note("structure", "Form, kontrollsummor och regler", "Form, checksums and rules", _rows(release))
    progress("audit: regions", 1, 4)
    if layout is not None:
        found += _regions(release, rule, layout, log)
        found += attack(overlapping(release, layout), rule.k)
    progress("audit: themes", 2, 4)
    found += attack_themes(release, rule, log, progress)
    found += attack_marginals(release, rule, log)
    progress("audit: earlier releases", 3, 4)
    found += attack_earlier(release, rule, layout, earlier, log)
    found += _update(release, rule, earlier, log)
    progress("audit", 4, 4)
    return Verdict(
        disclosures=tuple(found),
        narrowest_interval=_narrowest(log.ruled),
        narrowest_without_rules=_narrowest(log.plain),
        tried=tuple(log.tried),
    )


def _rows(release: Release) -> int:
    return len(release.regions) + len(release.theme_counts) + len(release.theme_regions) + len(release.marginals)


def _narrowest(widths: list[float]) -> int | None:
    numbers = [width for width in widths if not np.isnan(width)]
    return int(min(numbers)) if numbers else None


def _regions(release: Release, rule: Rules, layout: Layout, log: Log) -> Iterator[Disclosure]:
    """Cells and blocks hidden in each region and elsewhere, without and with knowledge of the rules."""
    figure = np.array([-1 if region.contributors is None else region.contributors for region in release.regions], dtype=np.int64)
    total = np.maximum(figure, 0)
    within = hidden(layout, figure, len(rule.sizes), rule.k, rule.width, blocks=not rule.fixed)
    drawn = np.array([region.container_id != ELSEWHERE for region in release.regions], dtype=bool)
    shown = figure >= 0
    # Where the figure refutes what is believed of blocks, single cells are still known to hold at most k - 1.
    content = np.where(total > within.content, within.cells * (rule.k - 1), within.content)
    content = np.where(drawn, content, within.elsewhere)
    by_rule = rule_widths(total, content, rule.k - 1)
    secret = shown & ~(drawn & (within.cells < 2))
    ruled = secret & (not rule.update)
    beyond = int((ruled & np.isnan(by_rule)).sum())
    # In an update a hidden cell may have grown beyond k - 1, so the rules limit the first release only; what came since is at least k.
    by_rule[~ruled] = np.nan
    without = plain_widths(total, np.where(drawn, within.cells, 2))[secret]
    log.note("cells", "Dolda rutor, utan regelkunskap", "Hidden cells, no rule known", int(within.cells[secret].sum()))
    log.note("regions", "Ytor med dolda rutor, med regelkunskap", "Regions with hidden cells, rules known", int(ruled.sum()))
    log.note("beyond rule", "Ytor vars tal är större än regeln rymmer", "Regions whose figure is beyond the rule", beyond)
    log.ruled += by_rule[~np.isnan(by_rule)].tolist()
    log.plain += without.tolist()
    for i in np.nonzero(by_rule < rule.width)[0].tolist():
        yield _too_narrow(release.regions[i], int(content[i]), int(by_rule[i]), rule)


def _update(release: Release, rule: Rules, earlier: Sequence[Release], log: Log) -> Iterator[Disclosure]:
    """An update is spared what limits a first release, so there must be a first release: given, or told of in the fact ``earlier``."""
    if not rule.update or earlier:
        return
    told = release.facts.get("earlier")
    if isinstance(told, list | tuple) and told:
        sv, en = "Tidigare leveranser som nämns men inte angavs", "Earlier releases it tells of that were not given"
        log.note("not given", sv, en, len(told))
        return
    yield breach(
        "frozen tree",
        "tree",
        f"tree = {FROZEN}: leveransen bygger på en tidigare som varken angavs eller nämns.",
        f"tree = {FROZEN}: the release builds on an earlier one that was neither given nor told of.",
    )


def _too_narrow(region: Region, content: int, width: int, rule: Rules) -> Disclosure:
    total, most = region.contributors or 0, rule.k - 1
    if width == 0:
        sv, en = f"varje dold del är full, en ruta har exakt {most}", f"every hidden part is full, a cell has exactly {most}"
    else:
        sv, en = f"någon dold del är känd på {width} när", f"some hidden part is known to within {width}"
    name, need = region.region_id, rule.width
    return Disclosure(
        "protection width",
        name,
        (f"{name} = {total}", f"content = {content} (k-1 = {most})"),
        f"{name} har talet {total}, och dess dolda rutor rymmer högst {content}, högst {most} var: {sv}; minst {need} krävs.",
        f"{name} shows {total}, and its hidden cells hold {content} at most, at most {most} each: {en}; at least {need} is required.",
        *((most, most) if width == 0 else (None, None)),
    )
