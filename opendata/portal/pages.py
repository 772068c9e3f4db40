"""The folder portal's own pages: catalogue, list of versions, tombstone, and a landing page for a package that brings none.

Plain HTML without scripts, fonts or pictures from elsewhere, so that any web server shows them and nobody is tracked. Every text from
outside is escaped here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from .. import PROGRAM
from .plan import size

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1f; --paper: #fff; --soft: #55565c; --line: #c9cad1; --link: #0b57a4; --card: #f6f7f9; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececf1; --paper: #17181c; --soft: #b4b5bd; --line: #45464e; --link: #8ec1ff; --card: #202228; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 1.0625rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header, main, footer { max-width: 50rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1rem 0 .5rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .25rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem 1.25rem; margin: 1rem 0; }
.facts, footer { color: var(--soft); font-size: .95rem; }
ul.downloads { list-style: none; padding: 0; margin: .5rem 0 0; }
summary { cursor: pointer; padding: .35rem 0; }
ul.downloads a, nav a { display: inline-block; padding: .35rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
code { font-size: .85em; overflow-wrap: anywhere; }
"""


def catalogue(records: Sequence[Mapping[str, Any]], feeds: Sequence[tuple[str, str]]) -> str:
    """The catalogue: every dataset with a link to its page, its downloads and its versions; what was withdrawn stands at the end.

    ``records`` are those of :mod:`.folder`; ``feeds`` are (path, label) of the catalogue for machines.
    """
    published = [record for record in records if record["state"] == "published"]
    withdrawn = [record for record in records if record["state"] == "withdrawn"]
    body = ["<header><h1>Öppna data om platser och trygghet</h1>"]
    body.append("<p>Här finns rutor och summor, aldrig enskilda människor eller det de skrev.")
    body.append(' <span lang="en">Open data on places and safety: areas and counts, never individuals.</span></p></header><main>')
    if not published:
        body.append("<p>Inget är publicerat just nu.</p>")
    for record in published:
        body.append(_card(record))
    if withdrawn:
        body.append('<section aria-labelledby="withdrawn"><h2 id="withdrawn">Tillbakadraget</h2><ul>')
        for record in withdrawn:
            last = record["withdrawals"][-1]
            body.append(f'<li><a href="{_href(record["name"], "")}">{escape(record["name"])}</a>, {escape(last["at"][:10])}</li>')
        body.append("</ul></section>")
    links = " · ".join(f'<a href="{_href(path)}">{escape(label)}</a>' for path, label in feeds)
    body.append(f'</main><footer><nav aria-label="För maskiner">{links}</nav></footer>')
    return _document("Öppna data om platser och trygghet", "".join(body))


def versions(record: Mapping[str, Any]) -> str:
    """All versions of one dataset with their files, sizes and checksums, newest first."""
    about = record["about"]
    body = [f'<header><nav><a href="../../index.html">Alla datamängder</a> · <a href="{_up(about)}">{escape(about["title"])}</a></nav>']
    body.append(f"<h1>Versioner av {escape(about['title'])}</h1>")
    body.append(
        "<p>En version ändras aldrig. Den som vill kunna upprepa sin analys anger version och hämtar filerna härifrån.</p></header><main>"
    )
    for version in reversed(record["versions"]):
        status = "gällande" if version["status"] == "current" else "ersatt av en senare version"
        body.append(
            f'<article><h2>{escape(version["version"])}</h2><p class="facts">{status}, publicerad {escape(version["published"][:10])}</p>'
        )
        body.append('<div class="scroll"><table><thead><tr><th scope="col">Fil</th><th scope="col">Storlek</th>'
                    '<th scope="col">SHA-256</th></tr></thead><tbody>')  # fmt: skip
        for path, facts in sorted(version["files"].items()):
            link = f'<a href="{_href(version["version"], path)}">{escape(path)}</a>'
            body.append(f"<tr><td>{link}</td><td>{escape(size(facts['bytes']))}</td><td><code>{escape(facts['sha256'])}</code></td></tr>")
        body.append("</tbody></table></div>")
        if version.get("lost"):
            body.append(f"<p>Förlorat: {escape(', '.join(version['lost']))}</p>")
        body.append("</article>")
    body.append('</main><footer><a href="../versions.json">versions.json</a></footer>')
    return _document(f"Versioner av {about['title']}", "".join(body))


def landing(record: Mapping[str, Any]) -> str:
    """The page of a dataset whose package brings none: what it is, and its files."""
    return _document(
        record["about"]["title"],
        f'<header><nav><a href="../index.html">Alla datamängder</a></nav></header><main>{_card(record, inside=True)}</main>',
    )


def tombstone(record: Mapping[str, Any]) -> str:
    """What stands where a withdrawn dataset was: when and why, and nothing of its content."""
    last = record["withdrawals"][-1]
    day, name = escape(last["at"][:10]), escape(record["name"])
    body = [f'<header><nav><a href="../index.html">Alla datamängder</a></nav><h1>Tillbakadraget: {name}</h1></header><main>']
    body.append(f"<p>Datamängden drogs tillbaka {day}. Skäl: {escape(last['reason'])}</p>")
    body.append(f"<p>Versioner som fanns: {escape(', '.join(last['versions']))}. De finns inte längre här.")
    body.append(" Den som har hämtat dem ombeds att sluta använda dem.</p>")
    body.append(f'<p lang="en">This dataset was withdrawn on {day}. If you hold a copy, please stop using it.</p></main>')
    return _document(f"Tillbakadraget: {record['name']}", "".join(body))


def _card(record: Mapping[str, Any], *, inside: bool = False) -> str:
    """One dataset with its downloads; ``inside`` its own folder the heading leads nowhere, and links need no folder's name."""
    about, current = record["about"], record["versions"][-1]
    base = () if inside else (record["name"],)
    title = escape(about["title"])
    heading = title if inside else f'<a href="{_href(*base, about["page"] or "")}">{title}</a>'
    facts = [escape(f"version {current['version']}"), escape(f"publicerad {current['published'][:10]}")]
    if about["licence"]:
        licence = escape(about["licence"])
        facts.append(f'<a href="{escape(about["licence_url"])}">{licence}</a>' if _web(about["licence_url"]) else licence)
    facts.append(f'<a href="{_href(*base, "versions", "")}">alla versioner</a>')
    lines = [f"<article><h2>{heading}</h2>"]
    lines += [f"<p>{escape(part)}</p>" for part in about["description"].split("\n\n") if part.strip()]
    lines += [f'<p class="facts">{" · ".join(facts)}</p>', _downloads(about["downloads"], base), "</article>"]
    return "".join(lines)


def _downloads(downloads: Iterable[Mapping[str, Any]], base: tuple[str, ...]) -> str:
    items = []
    for entry in downloads:
        link = f'<a href="{_href(*base, entry["path"])}">{escape(entry["title"])}</a>'
        facts = [] if f"({entry['format']}" in entry["title"] else [entry["format"]]
        items.append(f"<li>{link}, {escape(', '.join([*facts, size(entry['bytes'])]))}</li>")
    return f'<details><summary>Hämta data ({len(items)} filer)</summary><ul class="downloads">{"".join(items)}</ul></details>'


def _document(title: str, body: str) -> str:
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return (
        f'<!doctype html>\n<html lang="sv"><head><meta charset="utf-8">{viewport}<meta name="generator" content="{PROGRAM}">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>{body}</body></html>\n"
    )


def _href(*parts: str) -> str:
    """A relative link; an empty last part makes it the link of a folder."""
    return escape("/".join(quote(part, safe="/._-~+") for part in parts)) or "./"


def _up(about: Mapping[str, Any]) -> str:
    return _href("..", about["page"] or "")


def _web(address: str) -> bool:
    return address.startswith(("https://", "http://"))
