"""What tables of categories give away: themes of theme regions, and counts over the whole campaign.

A theme region is a table of regions by themes of which both margins are published, so every entry has the bounds of Fréchet (1940)
and Hoeffding (1940); "other" is one sum over the themes that are hidden there. Campaign totals are attacked together with both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ..progress import Progress
from ..release import OTHER, Release
from .linked import attack_lump, lump, overlapping_themes
from .structure import INSIDERS, PERSONAL, Rules
from .verdict import Disclosure, Log

_SHOWN = 12
_THEME = "theme"

Rows = dict[str, dict[str, int | None]]


def attack_themes(release: Release, rule: Rules, log: Log, progress: Progress) -> list[Disclosure]:
    """Themes inside every theme region, alone and tied together by the campaign's totals per theme."""
    counted = {region.region_id: region.contributors for region in release.regions}
    members = release.members()
    rows = {name: themes for name, themes in release.theme_rows().items() if name in members}
    totals = release.marginal_rows().get(_THEME, {})
    known = known_values(release, rows, totals)

    found = list(overlapping_themes(rows, members, counted, rule.k))
    pairs = 0
    for name, themes in rows.items():
        parts = [counted.get(region) for region in members[name]]
        if None not in parts and None not in themes.values():
            pairs += len(parts) * len(themes)
            found += _margins(name, parts, themes, rule, log)
    found += _lumps(rows, known, rule, log)
    log.note("region x theme", "Yta x tema ur rad- och kolumnsummor", "Region x theme from row and column sums", pairs)
    themed = {region for name in rows for region in members[name]}
    unthemed = sum(n or 0 for region, n in counted.items() if region not in themed)
    tied = lump(rows, known, isinstance(release.facts.get("themes"), list | tuple), totals, unthemed)
    count = 0
    if tied is not None:
        # Whatever holds with the rules known holds without: only where the rules cannot be is it worth attacking without them.
        answer = attack_lump(tied, rule.width, float(rule.k - 1), progress) or attack_lump(tied, rule.width, np.inf, progress)
        if answer is not None:
            told, count, narrowest = answer
            log.ruled.append(narrowest)
            found += told
    log.note("theme totals", "Dolda teman ur kampanjens totaler", "Hidden themes from the campaign's totals", count)
    return found


def known_values(release: Release, rows: Mapping[str, Mapping[str, int | None]], totals: Mapping[str, int | None]) -> set[str]:
    """All themes an attacker knows of: the codebook that the release states (``facts["themes"]``) and every theme shown anywhere."""
    stated = release.facts.get("themes")
    known = {str(theme) for theme in stated} if isinstance(stated, list | tuple) else set()
    known.update(totals)
    for themes in rows.values():
        known.update(themes)
    known.discard(OTHER)
    return known


def _margins(name: str, parts: list[int | None], themes: Mapping[str, int | None], rule: Rules, log: Log) -> Iterator[Disclosure]:
    """Every region of the theme region ``name`` against every theme, between the bounds that the two margins leave."""
    sizes = np.array(parts, dtype=np.int64)
    counts = np.array(list(themes.values()), dtype=np.int64)
    total = int(sizes.sum())
    if len(sizes) < 2 or len(counts) < 2 or total != int(counts.sum()):
        return
    width = np.minimum(np.minimum.outer(sizes, counts), np.minimum.outer(total - sizes, total - counts))
    log.ruled.append(float(width.min()))
    log.plain.append(float(width.min()))
    for i, j in np.argwhere(width < rule.width)[:_SHOWN].tolist():
        size, count, theme = int(sizes[i]), int(counts[j]), list(themes)[j]
        low, high = max(0, size + count - total), min(size, count)
        yield Disclosure(
            "themes",
            f"{name} / {theme}",
            (f"{name} = {total}", f"{theme} = {count}", f"region = {size}"),
            f"I {name} är {count} av {total} {theme}, och en av ytorna har {size}: där är {theme} {low}–{high}.",
            f"In {name} {count} of {total} are {theme}, and one of its regions has {size}: there {theme} is {low} to {high}.",
            low,
            high,
        )


def _lumps(rows: Rows, known: set[str], rule: Rules, log: Log) -> Iterator[Disclosure]:
    """Every "other" against what as many hidden themes can hold; where nothing else is shown it says no more than the total."""
    lumped = 0
    for name, themes in rows.items():
        number = themes.get(OTHER)
        if number is None or None in themes.values() or len(themes) == 1:
            continue
        hidden = len(known - set(themes))
        lumped += hidden
        least = min(count for theme, count in themes.items() if theme != OTHER and count is not None)
        found = _capacity(f"{name} / {OTHER}", number, hidden, least, rule, log)
        if found is not None:
            yield found
    log.note("other", 'Teman hopslagna i "övrigt"', 'Themes lumped into "other"', lumped)


def _capacity(where: str, number: int, hidden: int, least: int | None, rule: Rules, log: Log) -> Disclosure | None:
    """What ``number`` tells of each of ``hidden`` values; ``least`` is the smallest value shown beside it, None when there is none.

    As long as they could all be below k that is what an attacker takes them for. Otherwise one of at least k was lumped with them, which
    is smaller than any shown, and nobody can tell which it is.
    """
    if hidden < 2:
        return None
    most = rule.k - 1
    slack = hidden * most - number
    if slack < 0:
        if least is None:
            return None
        most = least - 1
        width = most - max(1, number - (hidden - 1) * most)
    else:
        width = min(most, number, slack)
    log.ruled.append(float(width))
    log.plain.append(float(number))
    if width >= rule.width:
        return None
    low, high = max(0, number - (hidden - 1) * most), min(most, number)
    return Disclosure(
        "protection width",
        where,
        (f"{where} = {number}", f"{hidden} x {most} = {hidden * most}"),
        f"{where} är {number} och rymmer {hidden} dolda slag med högst {most} personer var: varje slag har {low}–{high}.",
        f"{where} is {number} and lumps {hidden} hidden values of at most {most} people each: every one has {low} to {high}.",
        low,
        high,
    )


def attack_marginals(release: Release, rule: Rules, log: Log) -> list[Disclosure]:
    """Campaign totals against each other and against the sum of the regions, and the group rule for what is personal."""
    tables = release.marginal_rows()
    published = sum(region.contributors or 0 for region in release.regions)
    found: list[Disclosure] = []
    sensitive = release.facts.get("k_sensitive")
    needed = max(rule.k, sensitive) if type(sensitive) is int else rule.k
    for name, values in tables.items():
        if None in values.values():
            continue
        total = sum(n or 0 for n in values.values())
        if total != published:
            found.append(_difference(name, total, published, rule.k))
        if name in PERSONAL:
            found += [_group(name, value, n or 0, total) for value, n in values.items() if value != OTHER and total - INSIDERS <= (n or 0)]
            found += [_below(name, value, n or 0, needed) for value, n in values.items() if (n or 0) < needed]
        stated = release.facts.get("values")
        possible = stated.get(name) if isinstance(stated, dict) else None
        if name != _THEME and OTHER in values and len(values) > 1 and isinstance(possible, list):
            hidden = len({str(value) for value in possible} - set(values))
            least = min(count for value, count in values.items() if value != OTHER and count is not None)
            one = _capacity(f"{name} / {OTHER}", values[OTHER] or 0, hidden, least, rule, log)
            found += [one] if one is not None else []
    log.note("marginals", "Kommuntotaler", "Totals of the campaign", sum(len(values) for values in tables.values()))
    return found


def _difference(name: str, total: int, published: int, k: int) -> Disclosure:
    gap = total - published
    small_sv, small_en = (", färre än k", ", fewer than k") if 0 < gap < k else ("", "")
    return Disclosure(
        "totals",
        name,
        (f"{name} = {total}", f"regions = {published}"),
        f"{name} summerar till {total} men ytorna till {published}: skillnaden {gap} är det som skulle hållas inne{small_sv}.",
        f"{name} adds up to {total} but the regions to {published}: the difference {gap} is what was to be withheld{small_en}.",
        gap,
        gap,
    )


def _below(name: str, value: str, count: int, needed: int) -> Disclosure:
    return Disclosure(
        "below k",
        f"{name} = {value}",
        (f"{value} = {count}",),
        f"{name} = {value} visar {count}; om personer krävs minst {needed}.",
        f"{name} = {value} shows {count}; about people at least {needed} is required.",
        count,
        count,
    )


def _group(name: str, value: str, count: int, total: int) -> Disclosure:
    return Disclosure(
        "group",
        f"{name} = {value}",
        (f"{name} = {total}", f"{value} = {count}"),
        f"{count} av {total} har {name} = {value}: då vet man det om nästan alla.",
        f"{count} of {total} have {name} = {value}: that is known of nearly everybody then.",
    )
