"""The static web page of a package: two HTML files that say everything without a script, and the script's data.

No third-party request, no inline script or style: the page carries its own strict content security policy and works from ``file://``.
Free texts are escaped here and nowhere else.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from ..errors import Fault, InputError
from ..geopackage import Polygons
from . import dcat, manifest, pagedata, texts
from .about import LANGUAGES, About
from .context import Context
from .tables import Table
from .webtexts import UI

ASSETS = ("app.js", "app.css", "LICENSES.txt")
DATA = "page/data.js"
FILES = (*(f"page/{name}" for name in ASSETS), DATA)
"""All that lies under ``page/`` in a package."""
TILES = "https://tile.openstreetmap.org"
"""Background images the reader may turn on; nothing is fetched from there before."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: "
    f"{TILES}; connect-src 'none'; base-uri 'none'; form-action 'none'"
)

_BAR = 100
_FIRST_FILES = ("regions", "regions_excel", "regions_geojson", "regions_gpkg")
"""The downloads most readers want; the others are one click further."""


def write(
    folder: Path,
    about: About,
    contents: dict[str, Table],
    shapes: Sequence[Polygons],
    descriptor: dict[str, Any],
    around: Context,
) -> None:
    """Write ``index.html``, ``en.html`` and ``page/`` into the package ``folder``; ``shapes`` are in WGS84.

    Raises :class:`InputError` when the script was not built (``scripts/build_page``).
    """
    (folder / "page").mkdir()
    for name in ASSETS:
        (folder / "page" / name).write_bytes(asset(name))
    (folder / DATA).write_bytes(pagedata.text(about, contents, shapes, around).encode("utf-8"))
    zipped = manifest.archive(about.name, about.version)
    for language in LANGUAGES:
        html = _Page(about, contents, descriptor, (zipped, (folder / zipped).stat().st_size), language).html()
        (folder / manifest.PAGES[language]).write_bytes(html.encode("utf-8"))


def size(count: int, language: str) -> str:
    """Bytes for people: ``812 B``, ``1,4 kB``, ``12 MB``."""
    value, unit = float(count), "B"
    for bigger in ("kB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, bigger
    text = f"{value:.0f}" if unit == "B" or value >= 10 else f"{value:.1f}"
    return (text.replace(".", ",") if language == "sv" else text) + f"\u00a0{unit}"


def asset(name: str) -> bytes:
    """One of :data:`ASSETS` as this program brings it. Raises :class:`InputError` when it was not built."""
    path = importlib.resources.files(__package__).joinpath("page", "dist", name)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            Fault("package", f"the web page's {name} has not been built", "run scripts/build_page (it needs Node.js)")
        ) from None


class _Page:
    """One language's page."""

    def __init__(self, about: About, contents: dict[str, Table], descriptor: dict[str, Any], zipped: tuple[str, int], language: str):
        self.about, self.contents, self.descriptor, self.zipped, self.language = about, contents, descriptor, zipped, language
        self.words = UI[language]

    def html(self) -> str:
        other = next(language for language in LANGUAGES if language != self.language)
        title = escape(self.about.title[self.language])
        first, *rest = texts.summary(self.about, self.language).split("\n\n")
        return f"""<!doctype html>
<html lang="{self.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="strict-origin-when-cross-origin">
<title>{title} – {escape(self.about.municipality)}</title>
<meta name="description" content="{escape(" ".join(first.split()))}">
<meta property="og:title" content="{title}">
<meta property="og:image" content="{escape(self.about.home)}{manifest.PREVIEW}">
<link rel="canonical" href="{escape(self.about.home)}{manifest.PAGES[self.language] if self.language != "sv" else ""}">
<link rel="alternate" hreflang="{other}" href="{manifest.PAGES[other]}">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="page/app.css">
<script type="application/ld+json">{pagedata.script_json(dcat.schema_org(self.descriptor, self.language))}</script>
</head>
<body>
<a class="skip" href="#main">{self.words["skip"]}</a>
<header>
<p class="owner">{escape(self.about.municipality)}
<a class="language" href="{manifest.PAGES[other]}" lang="{other}" hreflang="{other}">{texts.LANGUAGE_NAMES[other]}</a></p>
<h1>{title}</h1>
{_paragraphs([first])}
</header>
<main id="main">
{self._map()}
{self._explained()}
{self._charts()}
{self._table()}
{self._downloads()}
{self._loading()}
{self._about(rest)}
</main>
<footer><p>{escape(self.about.contact_name)}, <a href="mailto:{escape(self.about.contact_email)}">{escape(self.about.contact_email)}</a></p>
<p>{self.words["licence"]}: <a href="{self.descriptor["licenses"][0]["path"]}" rel="license">{texts.LICENCE[self.language]}</a></p></footer>
<script src="{DATA}" defer></script>
<script src="page/app.js" defer></script>
</body>
</html>
"""

    def _map(self) -> str:
        w = self.words
        facts = (
            (w["period"], texts.period(self.about, self.language)),
            (w["regions"], texts.number(self.about.regions, self.language)),
            (w["least"], str(self.about.k)),
            (w["version"], self.about.version),
        )
        listed = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
        return f"""<section id="map-section" aria-labelledby="map-title">
<h2 id="map-title">{w["map"]}</h2>
<noscript><p class="note">{w["noscript"]}</p></noscript>
<div class="controls" id="controls" hidden>
<label>{w["theme"]} <select id="theme"></select></label>
<fieldset><legend>{w["measure"]}</legend>
<label><input type="radio" name="measure" value="density" checked> {w["density"]}</label>
<label><input type="radio" name="measure" value="count"> {w["count"]}</label></fieldset>
<div class="views"><button type="button" id="close">{w["close"]}</button>
<button type="button" id="whole">{w["whole"]}</button></div>
</div>
<div class="mapframe"><div id="map" role="group" aria-label="{w["map"]}" aria-describedby="map-help"></div>
<div class="side" id="side"><div id="legend" aria-live="polite"></div><div id="details" aria-live="polite"></div></div></div>
<label class="tiles" id="background" hidden><input type="checkbox" id="tiles"> {w["tiles"]}</label>
<p class="help" id="map-help">{w["keys"]}</p>
<dl class="facts">{listed}</dl>
</section>"""

    def _explained(self) -> str:
        w = self.words
        return f"""<section class="columns" aria-labelledby="shows-title"><div>
<h2 id="shows-title">{w["shows"]}</h2>
{_bullets(texts.shows(self.about, self.language))}</div><div>
<h2>{w["shows_not"]}</h2>
{_bullets(texts.shows_not(self.language))}</div>
<p class="note">{escape(texts.withheld(self.about, self.language))} <a href="{manifest.method_path(self.language)}">{w["method"]}</a></p>
</section>"""

    def _charts(self) -> str:
        names = {(row[0], row[1]): row[2 if self.language == "sv" else 3] for row in self.contents["codebook"].rows}
        dimensions: dict[str, list[tuple[str, int | None]]] = {}
        sums: dict[str, int] = {}
        for _, theme, count, _ in self.contents["region_themes"].rows:
            sums[theme] = sums.get(theme, 0) + (count or 0)
        for dimension, value, count, _ in self.contents["marginals"].rows:
            dimensions.setdefault(dimension, []).append((names[dimension, value], count))
        if "theme" not in dimensions and sums:
            dimensions["theme"] = [(names["theme", theme], count) for theme, count in sums.items()]
        if not dimensions:
            return ""
        order: list[str] = [name for name in ("theme", "day_part", "week", "channel") if name in dimensions]
        order += sorted(set(dimensions) - set(order))
        charts = "".join(self._chart(name, dimensions[name]) for name in order)
        return f"""<section aria-labelledby="charts-title"><h2 id="charts-title">{self.words["charts"]}</h2>
<p>{self.words["charts_note"]}</p><div class="charts">{charts}</div></section>"""

    def _chart(self, dimension: str, rows: list[tuple[str, int | None]]) -> str:
        if dimension in ("theme", "channel"):
            rows = sorted(rows, key=lambda row: -(row[1] or 0))
        most = max((count or 0 for _, count in rows), default=0) or 1
        lines = []
        for name, count in rows:
            head = f'<tr><th scope="row">{escape(name)}</th>'
            if count is None:
                lines.append(f'{head}<td colspan="2" class="withheld">{self.words["withheld"]}</td></tr>')
                continue
            bar = f'<rect width="{_BAR * count / most:.1f}" height="10"/>'
            bar = f'<svg viewBox="0 0 {_BAR} 10" preserveAspectRatio="none" aria-hidden="true">{bar}</svg>'
            lines.append(f'{head}<td class="bar">{bar}</td><td class="n">{texts.number(count, self.language)}</td></tr>')
        heading = self.words.get(f"by_{dimension}", dimension)
        return f'<table class="chart"><caption>{escape(heading)}</caption><tbody>{"".join(lines)}</tbody></table>'

    def _table(self) -> str:
        return f"""<section aria-labelledby="table-title" id="table-section" hidden><h2 id="table-title">{self.words["table"]}</h2>
<div id="table"></div></section>"""

    def _downloads(self) -> str:
        w = self.words
        key = "title_sv" if self.language == "sv" else "title"
        files = [(self.zipped[0], w["everything"], "ZIP", size(self.zipped[1], self.language))]
        listed = {
            r["name"]: (r["path"], r[key], r["format"].upper(), size(r["bytes"], self.language)) for r in self.descriptor["resources"]
        }
        files += [listed.pop(name) for name in _FIRST_FILES]
        rest = [*listed.values(), (manifest.DESCRIPTOR, w["descriptor"], "JSON", ""), (manifest.CHECKSUMS, w["checksums"], "TXT", "")]
        return f"""<section aria-labelledby="downloads-title"><h2 id="downloads-title">{w["downloads"]}</h2>
{self._files(files, "downloads-title")}
<details><summary id="all-files">{w["all_files"]}</summary>{self._files(rest, "all-files")}</details></section>"""

    def _files(self, files: Iterable[tuple[str, str, str, str]], title: str) -> str:
        w = self.words
        rows = "".join(
            f'<tr><td><a href="{escape(path)}" download>{escape(name)}</a></td><td>{escape(kind)}</td><td class="n">{weight}</td></tr>'
            for path, name, kind, weight in files
        )
        head = f'<tr><th scope="col">{w["file"]}</th><th scope="col">{w["format"]}</th><th scope="col" class="n">{w["size"]}</th></tr>'
        return _scrolling(title, f'<table class="files"><thead>{head}</thead><tbody>{rows}</tbody></table>')

    def _loading(self) -> str:
        parts = [f"<h3>{escape(tool)}</h3><p>{escape(how)}</p>" for tool, how in texts.how_to(self.language).items()]
        parts += [f'<h3>{escape(tool)}</h3><pre tabindex="0"><code>{escape(code)}</code></pre>' for tool, code in texts.SNIPPETS.items()]
        return f"""<section aria-labelledby="loading-title"><h2 id="loading-title">{self.words["loading"]}</h2>{"".join(parts)}</section>"""

    def _about(self, rest: list[str]) -> str:
        w = self.words
        background = self.about.background[self.language].split("\n\n")
        history = "".join(
            f"<tr><td>{escape(row[0])}</td><td>{escape(row[1])}</td><td>{escape(row[2])} – {escape(row[3])}</td>"
            f"<td>{escape(row[8] or '')}</td></tr>"
            for row in reversed(self.contents["releases"].rows)
        )
        head = "".join(f'<th scope="col">{w[key]}</th>' for key in ("version", "campaign", "period", "changes"))
        return f"""<section aria-labelledby="about-title"><h2 id="about-title">{w["about"]}</h2>
{_paragraphs(rest)}{_paragraphs(background)}
<h3>{w["cite"]}</h3><p class="cite">{escape(texts.citation(self.about, self.language))}</p>
<h3 id="history-title">{w["history"]}</h3>
{_scrolling("history-title", f"<table><thead><tr>{head}</tr></thead><tbody>{history}</tbody></table>")}</section>"""


def _scrolling(title: str, content: str) -> str:
    """A box that scrolls sideways on a narrow screen, by keyboard too."""
    return f'<div class="scroll" tabindex="0" role="group" aria-labelledby="{title}">{content}</div>'


def _paragraphs(parts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in parts if part)


def _bullets(sentences: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences) + "</ul>"
