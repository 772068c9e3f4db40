"""Files as they should not be: made here, not kept, each with the name staff would give it."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

HEADER = "Beskrivning;Plats;Inkommen;E;N\n"
ROW = "Det är mörkt här;Stora torget;2021-05-18;472648,5;6576916,3\n"
GOOD = HEADER + 20 * ROW
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xlsx(
    sheet: str, *, styles: str = "", shared: str | None = None, sheets: str = '<sheet name="Blad1" sheetId="1" r:id="rId1"/>'
) -> bytes:
    """A workbook around the XML of one sheet's rows."""
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{DOCUMENT}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{sheet}</sheetData></worksheet>',
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    if styles:
        parts["xl/styles.xml"] = styles
    if shared is not None:
        parts["xl/sharedStrings.xml"] = shared
    return zipped(parts)


def cells(*values: str) -> str:
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values) + "</row>"


def ods(rows: str, doctype: str = "") -> bytes:
    """An OpenDocument sheet around the XML of its rows."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<?xml version="1.0"?>{doctype}<office:document-content xmlns:office="{ODF}:office:1.0" '
            f'xmlns:table="{ODF}:table:1.0" '
            f'xmlns:text="{ODF}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Blad1">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_cells(*values: str, repeat: str = "") -> str:
    return (
        f"<table:table-row{repeat}>"
        + "".join(f"<table:table-cell><text:p>{v}</text:p></table:table-cell>" for v in values)
        + "</table:table-row>"
    )


BOMB = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def kml(body: str, doctype: str = "") -> bytes:
    return f'<?xml version="1.0"?>{doctype}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'.encode()


def geojson(features: list[object], **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties or {"Beskrivning": "mörkt"}, "geometry": geometry}


def gpkg(statements: list[str]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.gpkg"
        db = sqlite3.connect(path)
        db.execute("PRAGMA application_id = 1196444487")
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.close()
        return path.read_bytes()


def files() -> Iterator[tuple[str, bytes]]:
    """(name, content) of every broken file of ordinary size; :data:`LARGE` are the others."""
    yield from _texts()
    yield from _workbooks()
    yield from _maps()
    yield from _mail()


def _texts() -> Iterator[tuple[str, bytes]]:
    good = GOOD.encode()
    yield "empty.csv", b""
    yield "only-newlines.csv", b"\n\r\n\n"
    yield "only-bom.csv", b"\xef\xbb\xbf"
    yield "only-utf16-bom.csv", b"\xff\xfe"
    yield "spaces.csv", b"     "
    yield "header-only.csv", HEADER.encode()
    yield "one-word.csv", b"hej"
    yield "one-number.csv", b"42"
    yield "truncated.csv", good[:-25]
    yield "truncated-in-utf8.csv", good[: good.index("ä".encode()) + 1]
    yield "unclosed-quote.csv", (HEADER + '"Det är mörkt;torget;2021-05-18;;\n' + 300 * ROW).encode()
    yield "unclosed-quote-last.csv", (GOOD + '"Det är mörkt').encode()
    yield "quote-in-middle.csv", (HEADER + 'Han sa "hej" till mig;torget;;;\n').encode()
    yield "many-unclosed.csv", (HEADER + 2000 * '"mörkt;torget;;;\n').encode()
    yield "nul-bytes.csv", good.replace(b"torget", b"tor\0get")
    yield "all-nul.csv", 5000 * b"\0"
    yield "nul-tail.csv", good + 3000 * b"\0"
    yield "mixed-line-ends.csv", GOOD.replace("\n", "\r\n", 4).replace("\n", "\r", 2).encode()
    yield "cr-only.csv", GOOD.replace("\n", "\r").encode()
    yield "form-feeds.csv", (HEADER + "mörkt\x0b\x0chär;torget;;;\n").encode()
    yield "line-separators.csv", (HEADER + "mörkt\u2028här\u2029då\x85nu;torget;;;\n").encode()
    yield "duplicate-headers.csv", b"Text;Text;Text;Plats\na;b;c;d\n"
    yield "same-meaning.csv", b"Beskrivning;Synpunkt\nmycket skumt ljus;trasig lampa i parken\n"
    yield "empty-headers.csv", b";;;\nmycket skumt ljus i parken vid torget;b;c;d\n"
    yield "numbers-only.csv", b"1;2;3\n4;5;6\n7;8;9\n"
    yield "ragged.csv", (GOOD + "a;b;c;d;e;f;g;h\nx\n;;;;;;;;;\n").encode()
    yield "more-cells-than-heads.csv", b"Beskrivning\n" + 50 * b"a;b;c;d\n"
    yield "latin1.csv", GOOD.encode("cp1252")
    yield "mac.csv", GOOD.encode("mac_roman")
    yield "dos.csv", GOOD.encode("cp850")
    yield "utf16le.csv", GOOD.encode("utf-16")
    yield "utf16be-no-bom.csv", GOOD.encode("utf-16-be")
    yield "utf16-odd.csv", GOOD.encode("utf-16") + b"x"
    yield "utf32.csv", GOOD.encode("utf-32")
    yield "twice-encoded.csv", GOOD.encode().decode("cp1252").encode()
    yield "two-encodings.csv", good + GOOD.encode("cp1252")
    yield "invalid-utf8.csv", good.replace("ä".encode(), b"\xff")
    yield "random.csv", bytes((i * 7919 + i // 251) % 256 for i in range(20_000))
    yield "random.bin", bytes((i * i * 31 + 7) % 256 for i in range(20_000))
    yield "formulas.csv", (HEADER + '=HYPERLINK("http://x");@SUM(A1);+1;-1;=1+1\n').encode()
    yield "dates.csv", (HEADER + "mörkt;torget;99/99/9999;;\nmörkt;torget;0000-00-00;;\nmörkt;torget;1e400;;\n").encode()
    yield (
        "coordinates.csv",
        (HEADER + "mörkt;;;1e999;nan\nmörkt;;;inf;-inf\nmörkt;;;0;0\nmörkt;;;;6576916\nmörkt;;;öst;norr\nmörkt;;;1e-320;1e300\n").encode(),
    )
    yield "superscript.csv", (HEADER + "mörkt;;;⁴⁷²⁶⁴⁸;²²\nmörkt;;;١٢٣;٤٥٦\nmörkt;torget;１２/５ ２０２１;;\n").encode()
    yield "pdf.csv", b"%PDF-1.7\n1 0 obj\n"
    yield "picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    yield "program.csv", b"MZ\x90\0" + 100 * b"\0"
    yield "page.csv", b"<!doctype html><html><body><table><tr><td>x</td></tr></table></body></html>"
    yield "page.xls", b"<html><body><table><tr><td>Beskrivning</td></tr></table></body></html>"
    yield "word.csv", b"{\\rtf1 hej}"
    yield "archive.csv", b"\x1f\x8b\x08" + 50 * b"x"
    yield "deep.csv", (HEADER + 300 * "(" + ";;;;\n").encode()
    yield "bidi.csv", (HEADER + "m\u202eörkt\u200b\ufeff;torget;;;\n").encode()
    yield "surrogate.csv", HEADER.encode() + "mörkt;".encode() + b"\xed\xa0\x80;;;\n"
    yield "lone-quotes.csv", (HEADER + '";";";";"\n').encode()
    yield "only-quotes.csv", 999 * b'"'
    yield "only-delimiters.csv", 999 * b";" + b"\n" + 999 * b";"


def _workbooks() -> Iterator[tuple[str, bytes]]:
    head, row = cells("Beskrivning", "Plats"), cells("mörkt", "torget")
    good = xlsx(head + row)
    yield "truncated.xlsx", good[: len(good) // 2]
    yield "cut-directory.xlsx", good[:-30]
    yield "flipped.xlsx", good[:200] + bytes(b ^ 0x55 for b in good[200:400]) + good[400:]
    yield "empty-zip.xlsx", zipped({})
    yield "zip-of-text.xlsx", zipped({"readme.txt": "hej"})
    yield "text.xlsx", GOOD.encode()
    yield "text-without-delimiters.xlsx", b"hej hej"
    yield "geojson.xlsx", geojson([feature({"type": "Point", "coordinates": [14.5, 59.3]})])
    yield "xlsx.csv", good
    yield "xlsx.ods", good
    yield "no-sheet.xlsx", zipped({"xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}"/>', "xl/_rels/workbook.xml.rels": "<r/>"})
    yield "missing-part.xlsx", zipped({"xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}"/>'})
    yield "empty-sheet.xlsx", xlsx("")
    yield "header-only.xlsx", xlsx(head)
    yield "two-sheets.xlsx", xlsx(head + row, sheets='<sheet name="A" sheetId="1" r:id="rId1"/><sheet name="B" sheetId="2" r:id="rId2"/>')
    yield "broken-xml.xlsx", xlsx("<row><c><v>1</c></row>")
    yield "bad-reference.xlsx", xlsx('<row r="x"><c r="?"><v>1</v></c><c r="ZZZZZZ1"><v>1</v></c></row>')
    yield "far-column.xlsx", xlsx(head + '<row r="2"><c r="XFE2"><v>1</v></c></row>')
    yield "far-row.xlsx", xlsx(head + '<row r="99999999999"><c><v>1</v></c></row>')
    yield "bad-shared.xlsx", xlsx(head + '<row><c t="s"><v>99</v></c><c t="s"><v>-1</v></c><c t="s"><v>x</v></c></row>', shared="<sst/>")
    yield "errors.xlsx", xlsx(head + '<row><c t="e"><v>#REF!</v></c><c t="e"><v>#N/A</v></c></row>')
    yield "formulas.xlsx", xlsx(head + '<row><c><f>A1&amp;"x"</f></c><c t="str"><f>A1</f><v>torget</v></c></row>')
    yield (
        "wild-dates.xlsx",
        xlsx(
            cells("Beskrivning", "Datum") + '<row><c t="inlineStr"><is><t>mörkt</t></is></c><c s="1"><v>1e300</v></c></row>'
            '<row><c t="inlineStr"><is><t>mörkt</t></is></c><c s="1"><v>-5</v></c></row>',
            styles=f'<styleSheet xmlns="{SPREADSHEET}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        ),
    )
    yield "entities.xlsx", zipped({"xl/workbook.xml": f"{BOMB}<l>&c;</l>", "xl/_rels/workbook.xml.rels": "<r/>"})
    yield "deep.xlsx", xlsx(500 * "<row>")
    yield "path.xlsx", zipped({"../../evil": "x", "xl/workbook.xml": "<workbook/>"})
    yield "truncated.ods", ods(ods_cells("Beskrivning") + ods_cells("mörkt"))[:300]
    yield "empty.ods", ods("")
    yield "header-only.ods", ods(ods_cells("Beskrivning", "Plats"))
    yield "entities.ods", ods(ods_cells("&c;"), BOMB)
    yield "outside-entity.ods", ods(ods_cells("&x;"), OUTSIDE)
    wide = '<table:table-cell table:number-columns-repeated="1000000"><text:p>x</text:p></table:table-cell>'
    wide = f"<table:table-row>{wide}</table:table-row>"
    yield "million-columns.ods", ods(ods_cells("Beskrivning", "Plats") + wide)
    yield "million-rows.ods", ods(ods_cells("Beskrivning", "Plats") + ods_cells("x", "y", repeat=' table:number-rows-repeated="1048576"'))
    yield (
        "repeated-empty.ods",
        ods(
            ods_cells("Beskrivning", "Plats")
            + ods_cells("x", "y")
            + '<table:table-row table:number-rows-repeated="1048000">'
            + '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        ),
    )
    yield (
        "bad-numbers.ods",
        ods(
            ods_cells("Beskrivning", "E")
            + '<table:table-row><table:table-cell office:value-type="float" office:value="x"/>'
            + '<table:table-cell office:value-type="date" office:date-value="??"/></table:table-row>'
        ),
    )
    yield "not-a-workbook.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + 600 * b"\0"
    yield "cut.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    yield "text.ods", b"hej"


def _maps() -> Iterator[tuple[str, bytes]]:
    point = {"type": "Point", "coordinates": [14.52, 59.33]}
    good = geojson([feature(point) for _ in range(5)])
    yield "truncated.geojson", good[:-20]
    yield "array.geojson", b"[1, 2, 3]"
    yield "empty-object.geojson", b"{}"
    yield "empty-array.geojson", b"[]"
    yield "no-features.geojson", geojson([])
    yield "features-null.geojson", b'{"type": "FeatureCollection", "features": null}'
    yield "odd-features.geojson", geojson([1, None, "x", [], {}, feature(point), {"type": "Other"}])
    yield (
        "odd-properties.geojson",
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "properties": 5, "geometry": point}, {"type": "Feature", "geometry": None}],
            }
        ).encode(),
    )
    yield (
        "odd-geometries.geojson",
        geojson(
            [
                feature({"type": kind, "coordinates": value})
                for kind in ("Point", "LineString", "Polygon", "MultiPolygon", "Circle", 5)
                for value in (None, [], [[]], [1], ["a", "b"], {}, [[[1, 2]]], [None, None], [1e400, 5], "x", [[1, 2], [3]])
            ]
        ),
    )
    yield "collections.geojson", geojson([feature({"type": "GeometryCollection", "geometries": [None, 5, {}]})])
    yield "deep.geojson", 20_000 * b"[" + 20_000 * b"]"
    yield (
        "deep-value.geojson",
        geojson([])[:-2] + 5000 * b'{"x":' + b"1" + 5000 * b"}" + b"]}",
    )
    yield "nan.geojson", geojson([feature({"type": "Point", "coordinates": [float("nan"), float("inf")]})])
    yield "huge-number.geojson", geojson([feature(point)]).replace(b"14.52", b"1" + 5000 * b"0")
    yield "crs-odd.geojson", geojson([feature(point)], crs=5)
    yield "crs-unknown.geojson", geojson([feature(point)], crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::99999"}})
    yield "csv.geojson", GOOD.encode()
    yield "many-properties.geojson", geojson([feature(point, **{f"p{i}": i for i in range(3000)})])
    yield "entities.kml", kml("<Placemark><name>&c;</name></Placemark>", BOMB)
    yield "outside.kml", kml("<Placemark><name>&x;</name></Placemark>", OUTSIDE)
    yield "truncated.kml", kml("<Placemark><name>x</name><Point><coordinates>14.5,59.3")[:-20]
    yield "odd.kml", kml("<Placemark><name>mörkt</name><Point><coordinates>a,b</coordinates></Point></Placemark><Placemark/>")
    yield "no-places.kml", kml("")
    yield "deep.kml", kml(1000 * "<Folder>")
    yield "text.kml", b"hej"
    yield "empty.gpkg", gpkg([])
    yield "no-layers.gpkg", gpkg(["CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)"])
    yield "truncated.gpkg", gpkg(["CREATE TABLE x (a)"] + [f"INSERT INTO x VALUES ('{i * 'y'}')" for i in range(200)])[:5000]
    yield "flipped.gpkg", b"SQLite format 3\0" + 4000 * b"\xff"
    yield "text.gpkg", GOOD.encode()
    yield "text.shp", GOOD.encode()
    yield "alone.shp", struct.pack(">i5ii", 9994, 0, 0, 0, 0, 0, 50) + struct.pack("<ii8d", 1000, 1, *(8 * (0.0,)))
    yield "cut.shp", struct.pack(">i", 9994)
    yield "cut.dbf", b"\x03\x65\x05\x12" + struct.pack("<IHH", 1000, 65, 20)
    yield "entities.gml", f'<?xml version="1.0"?>{BOMB}<gml>&c;</gml>'.encode()
    yield "other.xml", b"<?xml version='1.0'?><root/>"


def _mail() -> Iterator[tuple[str, bytes]]:
    head = b"From: a@example.org\nTo: b@example.org\nDate: Tue, 18 May 2021 10:00:00 +0200\nSubject: x\n"
    yield "headers-only.eml", head
    yield "no-headers.eml", b"hej hej"
    yield "bad-charset.eml", head + b"Content-Type: text/plain; charset=klingon\n\nm\xf6rkt\n"
    yield "bad-encoding.eml", head + b"Content-Transfer-Encoding: base64\nContent-Type: text/plain\n\n!!!!=?\n"
    yield "bad-words.eml", b"From: =?utf-8?q?=FF=FE?= <a@example.org>\nSubject: =?x?y?z?=\nDate: igen\n\nm\xc3\xb6rkt\n"
    yield "eight-bit.eml", b"From: \xc5sa <a@example.org>\nSubject: m\xf6rkt\nDate: \xff\n\nm\xf6rkt\n"
    yield "no-boundary.eml", head + b"Content-Type: multipart/mixed\n\nhej\n"
    yield "unended.eml", head + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html\n\n<p>m\xc3\xb6rkt<script>'
    yield "nested.eml", head + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(300))
    yield "nul.eml", head + b"\nm\0rkt\n"
    yield "long-header.eml", b"Subject: " + 500_000 * b"x" + b"\nFrom: a@example.org\n\nhej\n"
    yield "many-addresses.eml", b"From: " + 20_000 * b"<a@b>, " + b"\nSubject: x\n\nhej\n"
    yield "brackets.eml", b"From: " + 3000 * b"(" + b"\nSubject: x\n\nhej\n"
    yield "empty.mbox", b"From a Tue May 18 10:00:00 2021\n"
    yield "text.mbox", b"hej hej\n"
    yield "truncated.mbox", b"From a@b Tue May 18 10:00:00 2021\n" + head + b"\nhej\n\nFrom a@b Tue May 18 10:00:00 2021\nFro"
    yield "html-bomb.eml", head + b"Content-Type: text/html\n\n" + 100_000 * b"<div><blockquote>"


LARGE: dict[str, Callable[[], bytes]] = {
    "ten-thousand-columns.csv": lambda: ";".join(f"k{i}" for i in range(10_000)).encode() + b"\n" + b";".join([b"x"] * 10_000),
    "ten-thousand-columns.xlsx": lambda: xlsx(cells(*(f"k{i}" for i in range(10_000))) + cells("x")),
    "fifty-megabytes.csv": lambda: HEADER.encode() + 50_000_000 * b"x" + b";torget;;;\n" + ROW.encode(),
    "fifty-megabytes-quoted.csv": lambda: HEADER.encode() + b'"' + 50_000_000 * b"x" + b'";torget;;;\n' + ROW.encode(),
    "fifty-megabytes.xlsx": lambda: xlsx(cells("Beskrivning", "Plats") + cells(50_000_000 * "x", "torget") + cells("mörkt", "torget")),
    "fifty-megabytes.geojson": lambda: geojson([feature({"type": "Point", "coordinates": [14.5, 59.3]}, Beskrivning=50_000_000 * "x")]),
    "bomb.xlsx": lambda: zip_bomb(),
}
"""Made only when they are written."""


def zip_bomb() -> bytes:
    """A small file whose sheet says it unpacks to half a gigabyte."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{SPREADSHEET}"/>')
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(500):
                part.write(1_000_000 * b" ")
    return stream.getvalue()
