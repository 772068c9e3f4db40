"""``internal/load-report.html`` and ``.json``: what came in, what became of every row, and what staff can do about it."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .. import reportpage
from ..files import private_dir, write_text
from ..swedish import in_swedish
from .load import Loaded
from .model import FLAGS, LOCATED_BY, Submissions
from .name_forms import PREPOSITIONS, STREET_HEADS, head_of, words_of
from .place_review import PlaceReview

MOST_LISTED = 500
MOST_WORDS = 60


def summary(loaded: Loaded, submissions: Submissions, reviews: Sequence[PlaceReview]) -> dict[str, Any]:
    """The report as plain values.

    ``submissions`` are those of ``loaded`` after locating and marking duplicates, in the same order. Per source
    ``rows_in == located + unlocated + rejected``.
    """
    sources = []
    for source in loaded.sources:
        here = submissions.source == source.name
        located = here & submissions.located
        methods = {by: int((located & (submissions.located_by == by)).sum()) for by in LOCATED_BY}
        marks = {name: int(sum(name in flags for flags in submissions.flags[here])) for name in FLAGS}
        sources.append(
            {
                "source": source.name,
                "file": source.file,
                "channel": source.channel,
                "rows_in": source.rows_in,
                "located": int(located.sum()),
                "located_by": {name: count for name, count in methods.items() if count},
                "unlocated": int((here & ~submissions.located).sum()),
                "rejected": len(source.rejected),
                "rejected_rows": [{"row": each.row, "reason": each.reason} for each in source.rejected],
                "remarks": [{"row": each.row, "reason": each.reason} for each in source.remarks],
                "flags": {name: count for name, count in marks.items() if count},
                "notes": list(source.notes),
                "mapping": [
                    {"field": guess.field, "column": guess.column, "score": round(guess.score, 2), "reason": guess.reason}
                    for guess in source.mapping
                ],
            }
        )
    dated = submissions.received[~np.isnat(submissions.received)]
    return {
        "sources": sources,
        "rows_in": sum(source["rows_in"] for source in sources),
        "located": int(submissions.located.sum()),
        "unlocated": int((~submissions.located).sum()),
        "rejected": sum(source["rejected"] for source in sources),
        "duplicates": int((submissions.duplicate_of >= 0).sum()),
        "received_first": str(dated.min().astype("datetime64[D]")) if len(dated) else "",
        "received_last": str(dated.max().astype("datetime64[D]")) if len(dated) else "",
        "to_review": len(reviews),
        "words_not_found": [{"word": word, "times": times} for word, times in words_not_found(submissions, reviews)],
    }


def write(loaded: Loaded, submissions: Submissions, reviews: Sequence[PlaceReview], internal: Path) -> None:
    """Write both files (0600) into ``internal``."""
    facts = summary(loaded, submissions, reviews)
    private_dir(internal)
    write_text(internal / "load-report.json", json.dumps(facts, ensure_ascii=False, indent=1) + "\n", private=True)
    write_text(internal / "load-report.html", _page(facts), private=True)


def words_not_found(submissions: Submissions, reviews: Sequence[PlaceReview]) -> list[tuple[str, int]]:
    """Words of unlocated submissions that look like places and are not to be reviewed, most frequent first."""
    known = {row for review in reviews for row in review.rows}
    counts: Counter[str] = Counter()
    for i in np.flatnonzero(~submissions.located).tolist():
        if (submissions.source[i], int(submissions.row[i])) in known:
            continue
        counts.update(set(_placelike(submissions.place[i], True)) or set(_placelike(submissions.text[i], False)))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]


def _placelike(text: str, is_place: bool) -> list[str]:
    found = words_of(text)
    result = []
    for i, match in enumerate(found):
        word = match.group()
        if len(word) < 3 or not word[0].isalpha() or word.lower() in PREPOSITIONS:
            continue
        head = head_of(word.lower())
        previous = found[i - 1].group().lower() if i else ""
        compound = head is not None and len(head[0]) >= 3 and (word[0].isupper() or word.lower().endswith(STREET_HEADS))
        named = word[0].isupper() and previous in PREPOSITIONS
        if compound or named or (is_place and (head is not None or word[0].isupper())):
            result.append(word.lower())
    return result


_LOCATED_BY = {"coordinates": "koordinater", "place": "ortnamn", "address": "adress", "crossing": "korsning", "review": "beslut"}
_FLAGS = {
    "outside_area": "utanför området",
    "outside_period": "utanför perioden",
    "swapped_axes": "omkastade axlar",
    "crs_detected": "annat referenssystem upptäckt",
    "duplicate": "dubblett",
}


def _page(facts: dict[str, Any]) -> str:
    return reportpage.page([_part(facts, "sv"), _part(facts, "en")])


def _part(facts: dict[str, Any], language: str) -> reportpage.Part:
    def words(swedish: str, english: str) -> str:
        return swedish if language == "sv" else english

    e = html.escape
    rows = [
        [
            f"{e(s['source'])}<small>{e(s['file'])}</small>{_bar(s)}",
            *(str(s[name]) for name in ("rows_in", "located", "unlocated", "rejected")),
            _counts(s["located_by"], _LOCATED_BY, language),
            _counts(s["flags"], _FLAGS, language),
        ]
        for s in facts["sources"]
    ]
    rows.append(
        [
            words("Alla", "All"),
            *(str(facts[name]) for name in ("rows_in", "located", "unlocated", "rejected")),
            "",
            words("dubbletter", "duplicates") + f" {facts['duplicates']}",
        ]
    )
    headings = (
        ("Källa", "Rader in", "Lägesatta", "Utan läge", "Avvisade", "Lägesatta genom", "Märkta")
        if language == "sv"
        else ("Source", "Rows in", "Located", "Unlocated", "Rejected", "Located by", "Flags")
    )
    first, last = e(facts["received_first"]), e(facts["received_last"])
    period = words(f"Mottagna {first} till {last}. ", f"Received {first} to {last}. ") if first else ""
    body = [
        f"<p>{period}",
        words(
            "Rader in = lägesatta + utan läge + avvisade. Sidan är intern.",
            "Rows in = located + unlocated + rejected. This page is internal.",
        ),
        "</p>\n",
    ]
    if facts["to_review"]:
        waiting = words("olika ordalydelser väntar på beslut i", "different wordings wait for a decision in")
        body.append(f'<p class="warn">{facts["to_review"]} {waiting} <code>review_places.csv</code>.</p>\n')
    body.append(reportpage.table(headings, rows, numbers=range(1, 5), last_is_sum=True))
    body += [_section(source, language) for source in facts["sources"]]
    if facts["words_not_found"]:
        body.append(
            words(
                "<h2>Ortord som inte hittades</h2>\n<p>Lägg till de vanliga bland ortnamnen, som namn eller alias.</p>\n",
                "<h2>Place words not found</h2>\n<p>Add the frequent ones to the gazetteer, as names or aliases.</p>\n",
            )
        )
        found = [[e(item["word"]), str(item["times"])] for item in facts["words_not_found"]]
        body.append(reportpage.table((words("Ord", "Word"), words("Gånger", "Times")), found, numbers=(1,)))
    return reportpage.Part(language, words("Inläsningsrapport", "Load report"), "".join(body))


def _counts(counts: dict[str, int], swedish: dict[str, str], language: str) -> str:
    names = swedish if language == "sv" else {}
    return "<br>".join(f"{html.escape(names.get(name, name.replace('_', ' ')))} {count}" for name, count in counts.items())


def _bar(source: dict[str, Any]) -> str:
    whole = source["rows_in"] or 1
    parts = "".join(
        f'<span class="{mark}" style="width:{100 * source[name] / whole:.1f}%"></span>'
        for mark, name in (("l", "located"), ("u", "unlocated"), ("r", "rejected"))
    )
    return f'<div class="bar" aria-hidden="true">{parts}</div>'


def _score(score: float, language: str) -> str:
    return f"{score:.2f}".replace(".", "," if language == "sv" else ".")


def _section(source: dict[str, Any], language: str) -> str:
    swedish = language == "sv"
    e, told = html.escape, in_swedish if swedish else str
    parts = [f"<h2>{e(source['source'])}</h2>\n"]
    if source["notes"]:
        parts.append(reportpage.listing([told(note) for note in source["notes"]]))
    mapping = [
        [f"<code>{e(guess['field'])}</code>", e(guess["column"]), _score(guess["score"], language), e(told(guess["reason"]))]
        for guess in source["mapping"]
    ]
    headings = ("Fält", "Kolumn", "Poäng", "Skäl") if swedish else ("Field", "Column", "Score", "Reason")
    if mapping:
        parts.append(reportpage.table(headings, mapping, numbers=(2,)))
    for key, title in (
        ("rejected_rows", "Avvisade rader" if swedish else "Rejected rows"),
        ("remarks", "Behållna, med en anmärkning" if swedish else "Kept, with a remark"),
    ):
        listed = source[key]
        if listed:
            lines = [f"{source['file']}:{item['row']}: {told(item['reason'])}" for item in listed[:MOST_LISTED]]
            more = len(listed) - MOST_LISTED
            if more > 0:
                lines.append(f"och {more} till, i load-report.json" if swedish else f"and {more} more, in load-report.json")
            parts += [f"<h3>{title}</h3>\n", reportpage.listing(lines)]
    return "".join(parts)
