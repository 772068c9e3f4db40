"""The files of a package: path, resource name, media type and what each is, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Literal

from . import tables

DESCRIPTOR = "datapackage.json"
LARGEST_DESCRIPTOR = 5_000_000
"""Bytes; a larger one is not opened."""
CHECKSUMS = "SHA256SUMS"
PAGES = {"sv": "index.html", "en": "en.html"}
GEOJSON, GEOPACKAGE, PARQUET = "data/regions.geojson", "data/regions.gpkg", "data/regions.parquet"
QML, SLD = "style/regions.qml", "style/regions.sld"
CERTIFICATE = "release.json"
AUDIT = "audit.json"
CHANGELOG, LICENCE, CITATION = "CHANGELOG.md", "LICENSE.txt", "CITATION.cff"
PREVIEW = "preview.png"
DCAT_XML, DCAT_TURTLE, DCAT_JSON = "dcat.rdf", "dcat.ttl", "dcat.jsonld"

Role = Literal["data", "reading", "aside"]
"""Figures in some form; what to know before using them; all else. Catalogues offer the first and point to the second."""


def csv_path(table: str) -> str:
    """Where a table lies."""
    return f"data/{table}.csv"


def excel_path(table: str) -> str:
    """Where the copy of a table for Swedish Excel lies."""
    return f"data/excel/{table}.csv"


def readme_path(language: str) -> str:
    return f"README.{language}.md"


def method_path(language: str) -> str:
    return f"METHOD.{language}.md"


def archive(name: str, version: str) -> str:
    """File name of the zip with everything but the web page."""
    return f"{name}-{version}.zip"


@dataclass(frozen=True)
class Item:
    """One file. ``table``: the name of the Table Schema it follows, or empty. ``name`` is unique in the package."""

    path: str
    name: str
    media_type: str
    title: dict[str, str]
    role: Role = "aside"
    table: str = ""
    excel: bool = False

    @property
    def format(self) -> str:
        """The suffix without its dot (``csv``), or ``txt`` for a file without one."""
        if self.media_type == "application/vnd.apache.parquet":
            return "geoparquet"  # called parquet, frictionless would demand pandas to read it
        return PurePosixPath(self.path).suffix.removeprefix(".") or "txt"


@cache
def items() -> tuple[Item, ...]:
    """All files of a package that its descriptor lists, in the order a reader wants them; the metadata made of the others come last."""
    return (*_tables(), *_maps(), *_tables_for_excel(), *_texts(), *_metadata())


def role_of(name: str) -> Role:
    """The role of the file with this resource name; what is not known here is of a package of another kind, and its data."""
    return next((item.role for item in items() if item.name == name), "data")


def _tables() -> list[Item]:
    return [Item(csv_path(table), table, "text/csv", _titles(table, "CSV", "CSV"), _role(table), table) for table in tables.NAMES]


def _tables_for_excel() -> list[Item]:
    return [
        Item(
            excel_path(table),
            f"{table}_excel",
            "text/csv",
            _titles(table, "CSV för svensk Excel", "CSV for Swedish Excel"),
            _role(table),
            table,
            excel=True,
        )
        for table in tables.NAMES
    ]


def _titles(table: str, sv: str, en: str) -> dict[str, str]:
    plan = tables.schema(table)
    return {"sv": f"{plan['title_sv']} ({sv})", "en": f"{plan['title']} ({en})"}


def _role(table: str) -> Role:
    # The list of releases tells of the dataset and holds none of its figures by place.
    return "aside" if table == "releases" else "data"


def _maps() -> list[Item]:
    return [
        _item(GEOJSON, "regions_geojson", "application/geo+json", "Områden (GeoJSON, WGS 84)", "Regions (GeoJSON, WGS 84)", "data"),
        _item(
            GEOPACKAGE,
            "regions_gpkg",
            "application/geopackage+sqlite3",
            "Områden och alla tabeller, med stil (GeoPackage)",
            "Regions and all tables, with style (GeoPackage)",
            "data",
        ),
        _item(PARQUET, "regions_parquet", "application/vnd.apache.parquet", "Områden (GeoParquet)", "Regions (GeoParquet)", "data"),
    ]


def _texts() -> list[Item]:
    markdown = "text/markdown"
    return [
        _item(QML, "style_qml", "application/xml", "Stil för QGIS (QML)", "Style for QGIS (QML)"),
        _item(SLD, "style_sld", "application/vnd.ogc.sld+xml", "Stil (SLD)", "Style (SLD)"),
        _item(readme_path("sv"), "readme_sv", markdown, "Läs mig (svenska)", "Read me (Swedish)", "reading"),
        _item(readme_path("en"), "readme_en", markdown, "Läs mig (engelska)", "Read me (English)", "reading"),
        _item(
            method_path("sv"),
            "method_sv",
            markdown,
            "Metod och anonymisering (svenska)",
            "Method and anonymisation (Swedish)",
            "reading",
        ),
        _item(
            method_path("en"),
            "method_en",
            markdown,
            "Metod och anonymisering (engelska)",
            "Method and anonymisation (English)",
            "reading",
        ),
        _item(CERTIFICATE, "release", "application/json", "Utgåvans regler och intyg", "Rules and certificate of the release"),
        _item(AUDIT, "audit", "application/json", "Granskningsrapport", "Audit report"),
        _item(CHANGELOG, "changelog", markdown, "Versionshistorik", "Version history"),
        _item(LICENCE, "license", "text/plain", "Licens (CC0)", "Licence (CC0)"),
        _item(CITATION, "citation", "text/x-yaml", "Referens", "Citation"),
        _item(PREVIEW, "preview", "image/png", "Förhandsbild", "Preview image"),
    ]


def _metadata() -> list[Item]:
    kinds = (
        (DCAT_XML, "dcat_rdf", "application/rdf+xml", "RDF/XML"),
        (DCAT_TURTLE, "dcat_ttl", "text/turtle", "Turtle"),
        (DCAT_JSON, "dcat_jsonld", "application/ld+json", "JSON-LD"),
    )
    return [
        _item(path, name, media_type, f"Metadata, DCAT-AP-SE ({form})", f"Metadata, DCAT-AP-SE ({form})")
        for path, name, media_type, form in kinds
    ]


def _item(path: str, name: str, media_type: str, sv: str, en: str, role: Role = "aside") -> Item:
    return Item(path, name, media_type, {"sv": sv, "en": en}, role)
