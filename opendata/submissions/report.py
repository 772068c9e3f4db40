"""``internal/load-report.html`` and ``.json``: what came in, what became of every row, and what staff can do about it."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..files import private_dir, write_text
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


_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; } body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
th, td { border-bottom: 1px solid #8888; padding: .25rem .75rem; text-align: left; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } .warn { border-left: .3rem solid #b45309; padding-left: .75rem; }
.bar { display: flex; height: .8rem; width: 14rem; background: #8883; } .bar span { display: block; }
.l { background: #0a6c74; } .u { background: #d9a441; } .r { background: #8b3a3a; }
""".strip()


def _page(facts: dict[str, Any]) -> str:
    e = html.escape
    rows = "".join(
        f"<tr><td>{e(s['source'])}</td><td>{e(s['file'])}</td><td class=n>{s['rows_in']}</td><td class=n>{s['located']}</td>"
        f"<td class=n>{s['unlocated']}</td><td class=n>{s['rejected']}</td><td>{_bar(s)}</td>"
        f"<td>{e(', '.join(f'{name} {count}' for name, count in s['located_by'].items()))}</td>"
        f"<td>{e(', '.join(f'{name} {count}' for name, count in s['flags'].items()))}</td></tr>"
        for s in facts["sources"]
    )
    total = (
        f"<tr><th>all</th><th></th><th class=n>{facts['rows_in']}</th><th class=n>{facts['located']}</th>"
        f"<th class=n>{facts['unlocated']}</th>"
        f"<th class=n>{facts['rejected']}</th><th></th><th></th><th>duplicates {facts['duplicates']}</th></tr>"
    )
    sections = "".join(_section(source) for source in facts["sources"])
    words = "".join(f"<tr><td>{e(item['word'])}</td><td class=n>{item['times']}</td></tr>" for item in facts["words_not_found"])
    period = f"Received {e(facts['received_first'])} to {e(facts['received_last'])}. " if facts["received_first"] else ""
    review = (
        f"<p class=warn>{facts['to_review']} different wordings wait for a decision in <code>review_places.csv</code>.</p>"
        if facts["to_review"]
        else ""
    )
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Load report</title><style>{_STYLE}</style>\n'
        f"<h1>Load report</h1>\n<p>{period}Rows in = located + unlocated + rejected. This page is internal.</p>\n{review}\n"
        "<table><thead><tr><th>Source<th>File<th class=n>Rows in<th class=n>Located<th class=n>Unlocated<th class=n>Rejected"
        "<th><th>Located by<th>Flags</thead>"
        f"<tbody>{rows}{total}</tbody></table>\n{sections}"
        + (
            f"<h2>Place words not found</h2><p>Add the frequent ones to the gazetteer, as names or aliases.</p><table>{words}</table>\n"
            if words
            else ""
        )
        + "</html>\n"
    )


def _bar(source: dict[str, Any]) -> str:
    whole = source["rows_in"] or 1
    parts = "".join(
        f'<span class="{mark}" style="width:{100 * source[name] / whole:.1f}%"></span>'
        for mark, name in (("l", "located"), ("u", "unlocated"), ("r", "rejected"))
    )
    return f'<div class="bar" aria-hidden="true">{parts}</div>'


def _section(source: dict[str, Any]) -> str:
    e = html.escape
    parts = [f"<h2>{e(source['source'])}</h2>"]
    if source["notes"]:
        parts.append("<ul>" + "".join(f"<li>{e(note)}</li>" for note in source["notes"]) + "</ul>")
    mapping = "".join(
        f"<tr><td>{e(m['field'])}</td><td>{e(m['column'])}</td><td class=n>{m['score']:.2f}</td><td>{e(m['reason'])}</td></tr>"
        for m in source["mapping"]
    )
    parts.append(f"<table><thead><tr><th>Field<th>Column<th class=n>Score<th>Reason</thead><tbody>{mapping}</tbody></table>")
    for title, key in (("Rejected rows", "rejected_rows"), ("Kept, with a remark", "remarks")):
        listed = source[key]
        if listed:
            lines = "".join(f"<li>{e(source['file'])}:{item['row']}: {e(item['reason'])}</li>" for item in listed[:MOST_LISTED])
            more = f"<li>and {len(listed) - MOST_LISTED} more, in load-report.json</li>" if len(listed) > MOST_LISTED else ""
            parts.append(f"<h3>{title}</h3><ul>{lines}{more}</ul>")
    return "".join(parts) + "\n"
