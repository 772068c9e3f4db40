"""The situation report: what the submissions say of places and events, for the parties' own work.

Internal: it names no person, quotes only masked texts whose review is finished, and is written with the owner's rights only.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ..opendata import codes
from ..opendata.campaign import Campaign
from ..opendata.files import private_dir, write_text
from ..opendata.progress import Progress
from .paths import Results

NEAR_M = 250.0
"""Metres within which a submission is told under a named place."""
MOST_PLACES, MOST_QUOTES = 20, 3
_QUOTE = (30, 220)  # characters a quotation has at least and at most

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Lägesbild", "Situation report"),
    "internal": (
        "Intern. Får inte publiceras. Platser och händelser, aldrig enskilda personer.",
        "Internal. Not to be published. Places and events, never individuals.",
    ),
    "summary": (
        "{n} synpunkter från {people} personer eller hushåll, {located} av dem lägesatta.",
        "{n} submissions from {people} persons or households, {located} of them located.",
    ),
    "places": ("Platser efter hur många som oroas", "Places by how many are concerned"),
    "place": ("Plats", "Place"),
    "people": ("Personer", "Persons"),
    "submissions": ("Synpunkter", "Submissions"),
    "mostly": ("Mest om", "Mostly about"),
    "parties": ("Teman efter ansvarig part", "Themes by responsible party"),
    "party": ("Ansvarig", "Responsible"),
    "theme": ("Tema", "Theme"),
    "day": ("Tid på dygnet", "Part of the day"),
    "channel": ("Kanal", "Channel"),
    "change": ("Förändring sedan förra kampanjen", "Change since the last campaign"),
    "now": ("Nu", "Now"),
    "then": ("Då", "Then"),
    "difference": ("Skillnad", "Difference"),
    "quotes": ("Röster (maskerade, granskade)", "Voices (masked, reviewed)"),
    "no_quotes": (
        "Inga citat: granskningen av texterna är inte färdig, eller så finns ingen maskerad text.",
        "No quotations: the review of the texts is not finished, or there is no masked text.",
    ),
    "elsewhere": ("Övriga platser", "Other places"),
    "unknown": ("Okänt", "Unknown"),
}


def write(campaign: Campaign, results: Results, earlier: Results | None, language: str, progress: Progress) -> None:
    """Write ``internal/situation-report.html`` (0600), whole or not at all.

    Raises :class:`InputError` when nothing was loaded yet, here or in the earlier campaign's folder.
    """
    from ..opendata import chain
    from ..opendata.submissions import gazetteer
    from ..opendata.submissions.codebook import codebook_of
    from .adapters import transform
    from .vector import read_vector

    progress("situation report", 0, 3)
    submissions = chain.state(results.folder)
    before = chain.state(earlier.folder) if earlier else None
    codebook = codebook_of(campaign)
    index = 0 if language == "sv" else 1
    names = {theme.id: (theme.name_sv, theme.name_en)[index] for theme in codebook.themes}
    parties = {theme.id: codebook.parties[theme.responsible][index] for theme in codebook.themes if theme.responsible in codebook.parties}
    places = gazetteer.load(campaign, transform, read_vector).places
    progress("situation report", 1, 3)
    at = _nearest(submissions, places, _word("elsewhere", language))
    say = Say(language, names)
    info = campaign.campaign
    title = info.title_sv if language == "sv" else info.title_en
    people = len(set(submissions.contributor.tolist()) - {""}) or len(submissions)
    summary = _word("summary", language).format(n=len(submissions), people=people, located=int(submissions.located.sum()))
    parts = [
        f"<h1>{say('title')}: {html.escape(title)}</h1>",
        f'<p class="internal">{say("internal")}</p>',
        f"<p>{html.escape(summary)}</p>",
        *_places(submissions, at, say),
        *_parties(submissions, parties, say),
        *_counted(say("day"), [say.code("day_part", part) for part in submissions.day_part], submissions.contributor, say),
        *_counted(say("channel"), [say.code("channel", channel) for channel in submissions.channel], submissions.contributor, say),
        *(_change(submissions, before, say) if before is not None else []),
        *_quotes(submissions, say),
    ]
    progress("situation report", 2, 3)
    body = "\n".join(parts)
    private_dir(results.internal)
    page = f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{say("title")}</title><style>{_CSS}</style></head>'
    write_text(results.situation, f"{page}<body>\n{body}\n</body></html>\n", private=True)
    progress("situation report", 3, 3)


class Say:
    """Words and theme names in one language, escaped for HTML."""

    def __init__(self, language: str, themes: Mapping[str, str]):
        self.language, self.themes = language, themes

    def __call__(self, key: str) -> str:
        return html.escape(_word(key, self.language))

    def theme(self, theme: str) -> str:
        return html.escape(self.themes.get(theme, theme or _word("unknown", self.language)))

    def code(self, listed: str, code: str) -> str:
        """What a code of the program's own lists is called; an empty one is unknown."""
        return html.escape(codes.name(listed, code, self.language)) if code else self("unknown")


def _word(key: str, language: str) -> str:
    return _WORDS[key][0 if language == "sv" else 1]


def _nearest(submissions: Any, places: Sequence[Any], elsewhere: str) -> list[str]:
    """Name of the nearest gazetteer place within :data:`NEAR_M` of each submission; unlocated: empty."""
    if not places:
        return [elsewhere if here else "" for here in submissions.located]
    px, py = np.array([place.x for place in places]), np.array([place.y for place in places])
    names = []
    for x, y in zip(submissions.x.tolist(), submissions.y.tolist(), strict=True):
        if np.isnan(x):
            names.append("")
            continue
        far = np.hypot(px - x, py - y)
        best = int(np.argmin(far))
        names.append(places[best].name if far[best] <= NEAR_M else elsewhere)
    return names


def _people(contributors: Iterable[str]) -> int:
    """Distinct contributors; those without a key count one each."""
    listed = list(contributors)
    return len({each for each in listed if each}) + sum(not each for each in listed)


def _places(submissions: Any, at: Sequence[str], say: Say) -> list[str]:
    groups: dict[str, list[int]] = {}
    for i, name in enumerate(at):
        if name:
            groups.setdefault(name, []).append(i)
    last = _word("elsewhere", say.language)
    ranked = sorted(groups, key=lambda name: (name == last, -_people(submissions.contributor[groups[name]]), name))
    rows = []
    for name in [*ranked[:MOST_PLACES], *([last] if last in ranked[MOST_PLACES:] else [])]:
        mine = groups[name]
        themes = Counter(submissions.theme[i] for i in mine if submissions.theme[i]).most_common(3)
        mostly = ", ".join(f"{say.theme(theme)} ({count})" for theme, count in themes)
        rows.append((html.escape(name), _people(submissions.contributor[mine]), len(mine), mostly))
    return [f"<h2>{say('places')}</h2>", _table((say("place"), say("people"), say("submissions"), say("mostly")), rows)]


def _parties(submissions: Any, parties: Mapping[str, str], say: Say) -> list[str]:
    counts = Counter(submissions.theme.tolist())
    rows = []
    for theme, n in counts.items():
        party = parties.get(theme, _word("unknown", say.language))
        rows.append((html.escape(party), say.theme(theme), _people(submissions.contributor[submissions.theme == theme]), n))
    rows.sort(key=lambda row: (row[0], -row[2], row[1]))
    return [f"<h2>{say('parties')}</h2>", _table((say("party"), say("theme"), say("people"), say("submissions")), rows)]


def _counted(title: str, labels: Sequence[str], contributors: Any, say: Say) -> list[str]:
    column = np.array(labels, dtype=object)
    rows = [(label, _people(contributors[column == label]), n) for label, n in Counter(labels).most_common()]
    return [f"<h2>{title}</h2>", _table(("", say("people"), say("submissions")), rows)]


def _change(submissions: Any, before: Any, say: Say) -> list[str]:
    def of(state: Any) -> dict[str, int]:
        return {theme: _people(state.contributor[state.theme == theme]) for theme in set(state.theme.tolist())}

    now, then = of(submissions), of(before)
    rows = [
        (say.theme(theme), now.get(theme, 0), then.get(theme, 0), f"{now.get(theme, 0) - then.get(theme, 0):+d}")
        for theme in sorted(set(now) | set(then), key=lambda theme: (-abs(now.get(theme, 0) - then.get(theme, 0)), theme))
    ]
    return [f"<h2>{say('change')}</h2>", _table((say("theme"), say("now"), say("then"), say("difference")), rows)]


def _quotes(submissions: Any, say: Say) -> list[str]:
    """Masked texts by theme. ``masked`` is empty while a finding of its text is open, so what is quoted has been reviewed."""
    low, high = _QUOTE
    chosen: dict[str, list[str]] = {}
    for theme, text, again in zip(submissions.theme, submissions.masked, submissions.duplicate_of.tolist(), strict=True):
        if again < 0 and low <= len(text) <= high and text not in chosen.get(theme, ()):
            chosen.setdefault(theme, []).append(text)
    if not chosen:
        return [f"<h2>{say('quotes')}</h2>", f"<p>{say('no_quotes')}</p>"]
    parts = [f"<h2>{say('quotes')}</h2>"]
    for theme in sorted(chosen, key=say.theme):
        parts.append(f"<h3>{say.theme(theme)}</h3>")
        parts += [f"<blockquote>{html.escape(text)}</blockquote>" for text in sorted(chosen[theme], key=len, reverse=True)[:MOST_QUOTES]]
    return parts


def _table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    head = "".join(f"<th>{each}</th>" for each in headings)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


_CSS = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c}"
    ".internal{background:#fdecea;border-left:4px solid #b3261e;padding:.5rem 1rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d6d9dc;vertical-align:top}"
    "blockquote{margin:.4rem 0;padding:.2rem 1rem;border-left:3px solid #b9c3ca}h2{margin-top:2rem}@media print{h2{break-after:avoid}}"
)
