"""HTML of the reports that stay inside: a page that needs nothing else, without scripts, the same in each of its languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 66rem; margin: 2rem auto; padding: 0 1rem; } h2 { margin-top: 2rem; } p, li { max-width: 46rem; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; } thead th { border-bottom: 2px solid; }
th, td { border-bottom: 1px solid #8888; padding: .3rem .75rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { overflow-wrap: normal; } tbody th { font-weight: normal; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .sum > * { font-weight: bold; }
small { display: block; opacity: .8; } .warn { border-left: .3rem solid #b45309; padding-left: .75rem; }
section + section { border-top: 3px double; margin-top: 4rem; padding-top: 1rem; }
.sign { display: flex; gap: 3rem; margin-top: 4rem; } .sign span { flex: 1; border-top: 1px solid; max-width: 20rem; }
.bar { display: flex; height: .5rem; width: 12rem; background: #8883; margin-top: .3rem; } .bar span { display: block; }
.l { background: #0a6c74; } .u { background: #d9a441; } .r { background: #8b3a3a; }
@media print { section + section { break-before: page; border: 0; } nav { display: none; } body { margin: 0; } }
""".strip()

_NAMES = {"sv": "Svenska", "en": "English"}


@dataclass(frozen=True)
class Part:
    """The report in one language: ``body`` is HTML, ``title`` plain text."""

    language: str
    title: str
    body: str


def page(parts: Sequence[Part]) -> str:
    """A page of the parts, one below the other, each marked with its language; links at the top lead to them when there are several."""
    first = parts[0]
    links = " · ".join(f'<a href="#{part.language}" lang="{part.language}">{_NAMES[part.language]}</a>' for part in parts)
    sections = "".join(
        f'<section id="{part.language}" lang="{part.language}">\n<h1>{escape(part.title)}</h1>\n{part.body}</section>\n' for part in parts
    )
    return (
        f'<!doctype html>\n<html lang="{first.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(first.title)}</title>\n'
        f"<style>\n{_STYLE}\n</style></head><body>\n" + (f"<nav>{links}</nav>\n" if len(parts) > 1 else "") + sections + "</body></html>\n"
    )


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int] = (), last_is_sum: bool = False) -> str:
    """A table whose cells are HTML already; the first of each row heads it. ``numbers`` are columns set to the right."""
    mark = [' class="n"' if column in numbers else "" for column in range(max(map(len, [headings, *rows])))]
    head = "".join(f'<th scope="col"{mark[i]}>{heading}</th>' for i, heading in enumerate(headings))
    lines = [f"<thead><tr>{head}</tr></thead>" if headings else "", "<tbody>"]
    for at, row in enumerate(rows, 1):
        cells = "".join(f"<td{mark[i]}>{cell}</td>" for i, cell in enumerate(row) if i)
        kind = ' class="sum"' if last_is_sum and at == len(rows) else ""
        lines.append(f'<tr{kind}><th scope="row"{mark[0]}>{row[0]}</th>{cells}</tr>')
    return "<table>" + "\n".join([*lines, "</tbody></table>"]) + "\n"


def listing(lines: Sequence[str]) -> str:
    """A list of lines that are plain text."""
    return "<ul>" + "\n".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>\n"
