"""Styles and metadata inside a GeoPackage, in the tables from which QGIS takes them when it opens a layer.

``layer_styles`` is QGIS' own; ``gpkg_metadata`` is OGC 12-128r17 annex F.8. Times are fixed, so that the same texts give the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from .geopackage import UNDATED, steady_header

ISO_19139, QGIS_METADATA = "http://www.isotc211.org/2005/gmd", "http://mrcc.com/qgis.dtd"
"""Addresses of the standards that metadata follow."""

STYLES = "layer_styles"
TABLES = (STYLES, "gpkg_metadata", "gpkg_metadata_reference", "gpkg_extensions")
"""What :func:`add_styles_and_metadata` adds to a file."""


@dataclass(frozen=True)
class Style:
    """A look of one layer, in QGIS' form and as SLD; QGIS opens the layer with the ``default`` one."""

    layer: str
    name: str
    qml: str
    sld: str
    description: str
    default: bool = True


@dataclass(frozen=True)
class Metadata:
    """What is said of one layer, as XML after the standard at the address ``standard``."""

    layer: str
    standard: str
    xml: str


def add_styles_and_metadata(
    path: Path, styles: Sequence[Style], metadata: Sequence[Metadata], descriptions: Mapping[str, str] | None = None
) -> None:
    """Add ``styles`` and ``metadata`` to a file that :func:`~.geopackage.write_layers` wrote; once to each file.

    ``descriptions`` are one line about a layer by its name.
    """
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = MEMORY")
        db.executescript(_STYLE_TABLE)
        db.execute("INSERT INTO gpkg_contents VALUES (?, 'attributes', ?, '', ?, NULL, NULL, NULL, NULL, 0)", (STYLES, STYLES, UNDATED))
        db.executescript(_METADATA_TABLES)
        db.executemany(
            "INSERT INTO layer_styles VALUES (?, '', '', ?, 'geom', ?, ?, ?, ?, ?, '', NULL, ?)",
            [
                (number, style.layer, style.name, style.qml, style.sld, style.default, style.description, UNDATED)
                for number, style in enumerate(styles, 1)
            ],
        )
        for number, one in enumerate(metadata, 1):
            db.execute("INSERT INTO gpkg_metadata VALUES (?, 'dataset', ?, 'text/xml', ?)", (number, one.standard, one.xml))
            db.execute("INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, ?, NULL)", (one.layer, UNDATED, number))
        for layer, text in (descriptions or {}).items():
            db.execute("UPDATE gpkg_contents SET description = ? WHERE table_name = ?", (text, layer))
        db.commit()
    steady_header(path)


_STYLE_TABLE = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
  description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME);
"""

_METADATA_TABLES = """
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_extensions VALUES ('gpkg_metadata', NULL, 'gpkg_metadata',
  'http://www.geopackage.org/spec120/#extension_metadata', 'read-write');
INSERT INTO gpkg_extensions VALUES ('gpkg_metadata_reference', NULL, 'gpkg_metadata',
  'http://www.geopackage.org/spec120/#extension_metadata', 'read-write');
"""
