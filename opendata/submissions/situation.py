"""``internal/situation-report.html``: what the submissions say of places and events, for the parties' own work.

Internal: it names no person, quotes only masked texts whose review is finished, and is written with the owner's rights only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import numpy as np

from .. import codes, reportpage
from ..campaign import Campaign
from ..files import private_dir, write_text
from .codebook import Codebook
from .gazetteer import Place
from .model import Strings, Submissions

FILE = "situation-report.html"
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


def write(
    campaign: Campaign,
    submissions: Submissions,
    before: Submissions | None,
    places: Sequence[Place],
    codebook: Codebook,
    language: str,
    internal: Path,
) -> Path:
    """Write the report (0600) into ``internal`` in ``language`` (``sv`` or ``en``); returns the file.

    ``submissions`` have contributor keys, themes and, where the review is finished, masked texts; ``before`` are those of the campaign
    before, to tell what changed, or None. ``places``: the gazetteer's, in the submissions' CRS.
    """
    say = Words(language, codebook)
    info = campaign.campaign
    summary = say("summary").format(n=len(submissions), people=_people(submissions.contributor), located=int(submissions.located.sum()))
    body = [
        f'<p class="warn">{say("internal")}</p>\n',
        f"<p>{summary}</p>\n",
        _places(submissions, _nearest(submissions, places, say("elsewhere")), say),
        _parties(submissions, say),
        _counted("day", [say.code("day_part", part) for part in submissions.day_part], submissions.contributor, say),
        _counted("channel", [say.code("channel", channel) for channel in submissions.channel], submissions.contributor, say),
        _change(submissions, before, say) if before is not None else "",
        _quotes(submissions, say),
    ]
    title = f"{say('title')}: {info.title_sv if language == 'sv' else info.title_en}"
    path = private_dir(internal) / FILE
    write_text(path, reportpage.page([reportpage.Part(language, title, "".join(body))]), private=True)
    return path


class Words:
    """The report's own words, themes, parties and codes in one language, as plain text."""

    def __init__(self, language: str, codebook: Codebook):
        index = 0 if language == "sv" else 1
        self._language, self._index = language, index
        self._themes = {theme.id: (theme.name_sv, theme.name_en)[index] for theme in codebook.themes}
        parties = codebook.parties
        self._parties = {theme.id: parties[theme.responsible][index] for theme in codebook.themes if theme.responsible in parties}

    def __call__(self, key: str) -> str:
        return _WORDS[key][self._index]

    def theme(self, theme: str) -> str:
        return self._themes.get(theme, theme or self("unknown"))

    def party(self, theme: str) -> str:
        """Who answers for the theme."""
        return self._parties.get(theme, self("unknown"))

    def code(self, listed: str, code: str) -> str:
        """What a code of the program's own lists is called; an empty one is unknown."""
        return codes.name(listed, code, self._language) if code else self("unknown")


def _nearest(submissions: Submissions, places: Sequence[Place], elsewhere: str) -> list[str]:
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


def _people(contributors: Strings) -> int:
    return len(set(contributors.tolist()))


def _places(submissions: Submissions, at: Sequence[str], say: Words) -> str:
    groups: dict[str, list[int]] = {}
    for i, name in enumerate(at):
        if name:
            groups.setdefault(name, []).append(i)
    last = say("elsewhere")
    ranked = sorted(groups, key=lambda name: (name == last, -_people(submissions.contributor[groups[name]]), name))
    rows = []
    for name in [*ranked[:MOST_PLACES], *([last] if last in ranked[MOST_PLACES:] else [])]:
        mine = groups[name]
        themes = Counter(submissions.theme[i] for i in mine if submissions.theme[i]).most_common(3)
        mostly = ", ".join(f"{say.theme(theme)} ({count})" for theme, count in themes)
        rows.append((name, _people(submissions.contributor[mine]), len(mine), mostly))
    return _table(say("places"), (say("place"), say("people"), say("submissions"), say("mostly")), rows, (1, 2))


def _parties(submissions: Submissions, say: Words) -> str:
    rows = [
        (say.party(theme), say.theme(theme), _people(submissions.contributor[submissions.theme == theme]), n)
        for theme, n in Counter(submissions.theme.tolist()).items()
    ]
    rows.sort(key=lambda row: (row[0], -row[2], row[1]))
    return _table(say("parties"), (say("party"), say("theme"), say("people"), say("submissions")), rows, (2, 3))


def _counted(key: str, labels: Sequence[str], contributors: Strings, say: Words) -> str:
    column = np.array(labels, dtype=object)
    rows = [(label, _people(contributors[column == label]), n) for label, n in Counter(labels).most_common()]
    return _table(say(key), ("", say("people"), say("submissions")), rows, (1, 2))


def _change(submissions: Submissions, before: Submissions, say: Words) -> str:
    now, then = _by_theme(submissions), _by_theme(before)
    rows = [
        (say.theme(theme), now.get(theme, 0), then.get(theme, 0), f"{now.get(theme, 0) - then.get(theme, 0):+d}")
        for theme in sorted(set(now) | set(then), key=lambda theme: (-abs(now.get(theme, 0) - then.get(theme, 0)), theme))
    ]
    return _table(say("change"), (say("theme"), say("now"), say("then"), say("difference")), rows, (1, 2, 3))


def _by_theme(submissions: Submissions) -> Mapping[str, int]:
    return {theme: _people(submissions.contributor[submissions.theme == theme]) for theme in set(submissions.theme.tolist())}


def _quotes(submissions: Submissions, say: Words) -> str:
    """Masked texts by theme. ``masked`` is empty while a finding of its text is open, so what is quoted has been reviewed."""
    low, high = _QUOTE
    chosen: dict[str, list[str]] = {}
    for theme, text, again in zip(submissions.theme, submissions.masked, submissions.duplicate_of.tolist(), strict=True):
        if again < 0 and low <= len(text) <= high and text not in chosen.get(theme, ()):
            chosen.setdefault(theme, []).append(text)
    parts = [f"<h2>{escape(say('quotes'))}</h2>\n"]
    if not chosen:
        parts.append(f"<p>{escape(say('no_quotes'))}</p>\n")
    for theme in sorted(chosen, key=say.theme):
        parts.append(f"<h3>{escape(say.theme(theme))}</h3>\n")
        parts += [f"<blockquote>{escape(text)}</blockquote>\n" for text in sorted(chosen[theme], key=len, reverse=True)[:MOST_QUOTES]]
    return "".join(parts)


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], numbers: Sequence[int]) -> str:
    """A heading and a table of plain texts."""
    cells = [[escape(str(cell)) for cell in row] for row in rows]
    return f"<h2>{escape(title)}</h2>\n" + reportpage.table([escape(name) for name in headings], cells, numbers=numbers)
