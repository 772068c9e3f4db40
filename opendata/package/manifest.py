"""The files of a package: path, resource name, media type and what each is, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from . import tables

DESCRIPTOR = "datapackage.json"
CHECKSUMS = "SHA256SUMS"
PAGES = {"sv": "index.html", "en": "en.html"}


@dataclass(frozen=True)
class Item:
    """One file. ``table``: the name of the Table Schema it follows, or empty. ``name`` is unique in the package."""

    path: str
    name: str
    media_type: str
    title: dict[str, str]
    table: str = ""
    excel: bool = False

    @property
    def format(self) -> str:
        """The suffix without its dot (``csv``), or ``txt`` for a file without one."""
        if self.media_type == "application/vnd.apache.parquet":
            return "geoparquet"  # called parquet, frictionless would demand pandas to read it
        return PurePosixPath(self.path).suffix.removeprefix(".") or "txt"


def items(attachments: tuple[str, ...] = ()) -> tuple[Item, ...]:
    """All files of a package that its descriptor lists, in the order a reader wants them; ``attachments`` are PDF or PNG file names."""
    out = [
        Item(f"data/{name}.csv", name, "text/csv", {"sv": f"{_sv(name)} (CSV)", "en": f"{_en(name)} (CSV)"}, name) for name in tables.NAMES
    ]
    out += [
        Item(
            "data/regions.geojson",
            "regions_geojson",
            "application/geo+json",
            {"sv": "Områden (GeoJSON, WGS 84)", "en": "Regions (GeoJSON, WGS 84)"},
        ),
        Item(
            "data/regions.gpkg",
            "regions_gpkg",
            "application/geopackage+sqlite3",
            {"sv": "Områden och alla tabeller, med stil (GeoPackage)", "en": "Regions and all tables, with style (GeoPackage)"},
        ),
        Item(
            "data/regions.parquet",
            "regions_parquet",
            "application/vnd.apache.parquet",
            {"sv": "Områden (GeoParquet)", "en": "Regions (GeoParquet)"},
        ),
    ]
    out += [
        Item(
            f"data/excel/{name}.csv",
            f"{name}_excel",
            "text/csv",
            {"sv": f"{_sv(name)} (CSV för svensk Excel)", "en": f"{_en(name)} (CSV for Swedish Excel)"},
            name,
            excel=True,
        )
        for name in tables.NAMES
    ]
    out += [
        Item("style/regions.qml", "style_qml", "application/xml", {"sv": "Stil för QGIS (QML)", "en": "Style for QGIS (QML)"}),
        Item("style/regions.sld", "style_sld", "application/vnd.ogc.sld+xml", {"sv": "Stil (SLD)", "en": "Style (SLD)"}),
        Item("README.sv.md", "readme_sv", "text/markdown", {"sv": "Läs mig (svenska)", "en": "Read me (Swedish)"}),
        Item("README.en.md", "readme_en", "text/markdown", {"sv": "Läs mig (engelska)", "en": "Read me (English)"}),
        Item(
            "METHOD.sv.md",
            "method_sv",
            "text/markdown",
            {"sv": "Metod och anonymisering (svenska)", "en": "Method and anonymisation (Swedish)"},
        ),
        Item(
            "METHOD.en.md",
            "method_en",
            "text/markdown",
            {"sv": "Metod och anonymisering (engelska)", "en": "Method and anonymisation (English)"},
        ),
        Item(
            "release.json", "release", "application/json", {"sv": "Utgåvans regler och intyg", "en": "Rules and certificate of the release"}
        ),
        Item("audit.json", "audit", "application/json", {"sv": "Granskningsrapport", "en": "Audit report"}),
        Item("CHANGELOG.md", "changelog", "text/markdown", {"sv": "Versionshistorik", "en": "Version history"}),
        Item("LICENSE.txt", "license", "text/plain", {"sv": "Licens (CC0)", "en": "Licence (CC0)"}),
        Item("CITATION.cff", "citation", "text/x-yaml", {"sv": "Referens", "en": "Citation"}),
        Item("preview.png", "preview", "image/png", {"sv": "Förhandsbild", "en": "Preview image"}),
        Item(
            "dcat.rdf", "dcat_rdf", "application/rdf+xml", {"sv": "Metadata, DCAT-AP-SE (RDF/XML)", "en": "Metadata, DCAT-AP-SE (RDF/XML)"}
        ),
        Item("dcat.ttl", "dcat_ttl", "text/turtle", {"sv": "Metadata, DCAT-AP-SE (Turtle)", "en": "Metadata, DCAT-AP-SE (Turtle)"}),
        Item(
            "dcat.jsonld",
            "dcat_jsonld",
            "application/ld+json",
            {"sv": "Metadata, DCAT-AP-SE (JSON-LD)", "en": "Metadata, DCAT-AP-SE (JSON-LD)"},
        ),
    ]
    for name in attachments:
        kind = {".pdf": "application/pdf", ".png": "image/png"}[PurePosixPath(name).suffix]
        out.append(Item(f"print/{name}", f"print_{PurePosixPath(name).stem}", kind, {"sv": "Karta för utskrift", "en": "Map for print"}))
    return tuple(out)


def archive(name: str, version: str) -> str:
    """File name of the zip with everything but the web page."""
    return f"{name}-{version}.zip"


def _sv(name: str) -> str:
    return str(tables.schema(name)["title_sv"])


def _en(name: str) -> str:
    return str(tables.schema(name)["title"])
