"""The gate on the web page: it shows the published figures, keeps its security policy, and fetches nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from . import manifest, pagedata, tables, webpage
from .opened import Package
from .report import ANEW, Finding

GATE = "page"
_FETCHING = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "object": "data",
    "embed": "src",
    "source": "src",
    "video": "src",
}
_NOT_FETCHED = ("canonical", "alternate", "license")
_STARTS = "window.trygghetsrutan="


def check(package: Package) -> Iterator[Finding]:
    """Every finding of this gate."""
    for name in webpage.ASSETS:
        path = package.folder / "page" / name
        if not path.is_file():
            yield Finding(GATE, f"page/{name}", None, "is missing", ANEW)
        elif path.read_bytes() != webpage.asset(name):
            yield Finding(GATE, f"page/{name}", None, "is not the file that this program writes", ANEW)
    for language, name in manifest.PAGES.items():
        reader = _Reader()
        reader.feed((package.folder / name).read_text(encoding="utf-8", errors="replace"))
        if reader.language != language:
            yield Finding(GATE, name, 1, f"is not marked as being in {language}", ANEW)
        if reader.policies != [webpage.POLICY]:
            yield Finding(GATE, name, 1, "does not carry the content security policy", ANEW)
        for row, what in reader.faults:
            yield Finding(GATE, name, row, what, ANEW)
        for target in reader.files:
            if not (package.folder / target).is_file():
                yield Finding(GATE, name, None, f"points to {target[:80]}, which is not there", ANEW)
    yield from _data(package)


def _data(package: Package) -> Iterator[Finding]:
    path = webpage.DATA
    text = (package.folder / path).read_text(encoding="utf-8", errors="replace")
    try:
        data = json.loads(text.removeprefix(_STARTS).removesuffix(";\n"))
        regions, themes = data["regions"], data["themes"]
        strange = (
            {*data} ^ pagedata.KEYS
            | {*regions} ^ pagedata.REGION_KEYS
            | {key for theme in themes for key in {*theme} ^ pagedata.THEME_KEYS}
        )
        strange |= set() if all(_is_place(place) for place in data["places"]) else {"places"}
    except (ValueError, KeyError, TypeError, RecursionError):
        yield Finding(GATE, path, None, "is not the page's data", ANEW)
        return
    if strange:
        yield Finding(GATE, path, None, f"holds other than the page's data ({', '.join(sorted(strange))[:80]})", ANEW)
    release = package.release
    rows = [tables.region_row(region) for region in release.regions]
    columns = tables.columns("regions")
    for key, column in (("n", "contributors"), ("size", "size_m"), ("east", "east_m"), ("north", "north_m"), ("area", "area_km2")):
        if regions.get(key) != [row[columns.index(column)] for row in rows]:
            yield Finding(GATE, path, None, f"its {column} is not that of the tables", ANEW)
    if regions.get("suffix") != [pagedata.suffix(region.region_id, region.container_id) for region in release.regions]:
        yield Finding(GATE, path, None, "its regions are not those of the tables", ANEW)
    shown = sorted((theme["code"], count) for theme in themes for _, count in theme["counts"] if count is not None)
    if shown != sorted((count.theme, count.contributors) for count in release.theme_counts if count.contributors is not None):
        yield Finding(GATE, path, None, "its themes are not those of the tables", ANEW)


def _is_place(place: Any) -> bool:
    """Whether it is a name, a longitude and a latitude, and nothing more."""
    return isinstance(place, list) and len(place) == 3 and isinstance(place[0], str) and all(type(n) in (int, float) for n in place[1:])


class _Reader(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.policies: list[str] = []
        self.files: list[str] = []
        self.faults: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        row = self.getpos()[0]
        if tag == "html":
            self.language = attributes.get("lang", "")
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append(attributes.get("content", ""))
        elif tag == "meta" and "http-equiv" in attributes:
            self.faults.append((row, "has a meta element that acts"))
        for name, value in attributes.items():
            if name.startswith("on") or name == "style" or value.strip().lower().startswith("javascript:"):
                self.faults.append((row, f"has code or style in an attribute ({name[:20]})"))
        if tag in ("style", "base") or (tag == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json"):
            self.faults.append((row, f"has an inline {tag}"))
        address = attributes.get(_FETCHING.get(tag, ""), "")
        if address and attributes.get("rel") not in _NOT_FETCHED and not address.startswith("data:"):
            if ":" in address or address.startswith("/"):
                self.faults.append((row, f"fetches {address[:80]}"))
            else:
                self.files.append(address)
        if tag == "a" and not attributes.get("href", "").startswith(("#", "http:", "https:", "mailto:")):
            self.files.append(attributes.get("href", ""))
