"""Workbooks, maps and mail: the rows that staff see are the rows that come in, by whichever way they are read."""

import json
import mailbox
import sqlite3
import struct
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from trygghetsrutan.opendata.campaign import Source
from trygghetsrutan.opendata.errors import InputError
from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.submissions.mail import _split, html_text, split_text
from trygghetsrutan.opendata.submissions.read import VECTOR_SUFFIXES, read
from trygghetsrutan.opendata.submissions.sheet import from_serial
from trygghetsrutan.opendata.submissions.table import Table
from trygghetsrutan.opendata.submissions.vector import DRIVERS
from trygghetsrutan.opendata.submissions.with_fiona import read_vector

from .broken import SPREADSHEET, cells, kml, ods, ods_cells, xlsx


def table(folder: Path, name: str, content: bytes, **source: object) -> Table:
    (folder / name).write_bytes(content)
    return read(Source("s", name, "map", **source), folder, read_vector, silent)  # type: ignore[arg-type]


DATED = f'<styleSheet xmlns="{SPREADSHEET}"><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/><numFmt numFmtId="171"'
DATED += ' formatCode="0.0&quot;dd&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/>'
DATED += '<xf numFmtId="171"/></cellXfs></styleSheet>'


def test_xlsx_dates_are_dates_only_where_the_style_says_so(tmp_path: Path) -> None:
    row = "<row>" + "".join(f'<c s="{style}"><v>44333.5</v></c>' for style in range(4)) + "</row>"
    found = table(tmp_path, "x.xlsx", xlsx(cells("Beskrivning", "Datum", "Tid", "Tal") + row, styles=DATED))
    assert [column[0] for column in found.columns.values()] == ["44333.5", "2021-05-17 12:00:00", "2021-05-17 12:00:00", "44333.5"]


def test_xlsx_rows_keep_the_numbers_staff_see(tmp_path: Path) -> None:
    sheet = cells("Vykort") + "<row/>" + cells("Plats", "Beskrivning") + cells("torget", "mörkt") + "<row/>" + cells("parken", "kallt")
    found = table(tmp_path, "x.xlsx", xlsx(sheet))
    assert found.numbers.tolist() == [4, 6]
    assert found.columns["Beskrivning"] == ["mörkt", "kallt"]


def test_merged_headings_go_over_their_columns(tmp_path: Path) -> None:
    rows = (
        "<table:table-row><table:table-cell><text:p>Beskrivning</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>Koordinat</text:p></table:table-cell>'
        "<table:covered-table-cell/></table:table-row>"
    )
    found = table(tmp_path, "x.ods", ods(rows + ods_cells("", "X", "Y") + ods_cells("mörkt", "1", "2")))
    assert list(found.columns) == ["Beskrivning", "Koordinat X", "Koordinat Y"]


def test_several_sheets_are_named_and_one_can_be_chosen(tmp_path: Path) -> None:
    book = xlsx(
        cells("Plats", "Beskrivning") + cells("torget", "mörkt"),
        sheets='<sheet name="Maj" sheetId="1" r:id="rId1"/><sheet name="Juni" sheetId="2" r:id="rId2"/>',
    )
    with pytest.raises(InputError, match="'Maj', 'Juni'"):
        table(tmp_path, "x.xlsx", book)
    assert len(table(tmp_path, "x.xlsx", book, layer="Juni")) == 1


def biff2(*rows: tuple[object, ...]) -> bytes:
    """The oldest .xls there is: a bare stream of cells (BIFF2), which is small enough to be made by hand."""
    records = [(0x0009, struct.pack("<HH", 2, 0x10))]
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            at = struct.pack("<HH3x", row, column)
            if isinstance(value, str):
                text = value.encode("cp1252")
                records.append((0x0004, at + bytes([len(text)]) + text))
            else:
                records.append((0x0003, at + struct.pack("<d", value)))
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in [*records, (0x000A, b"")])


def test_old_xls_is_read(tmp_path: Path) -> None:
    found = table(tmp_path, "x.xls", biff2(("Vykort",), ("Plats", "Beskrivning", "Antal"), ("torget", "mörkt", 3.0)))
    assert {name: column[0] for name, column in found.columns.items()} == {"Plats": "torget", "Beskrivning": "mörkt", "Antal": "3"}
    assert found.numbers.tolist() == [3]


def test_ods_values_come_from_the_value_and_not_from_how_it_is_shown(tmp_path: Path) -> None:
    row = (
        '<table:table-row><table:table-cell office:value-type="date" office:date-value="2021-05-17"><text:p>17 maj</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="472648.5"><text:p>472 648,5</text:p></table:table-cell>'
        "<table:table-cell><text:p>rad ett</text:p><text:p>rad<text:s/>två</text:p></table:table-cell></table:table-row>"
    )
    found = table(tmp_path, "x.ods", ods(ods_cells("Datum", "E", "Beskrivning") + row))
    assert [column[0] for column in found.columns.values()] == ["2021-05-17", "472648.5", "rad ett\nrad två"]


@pytest.mark.parametrize(
    ("serial", "text"), [(44333, "2021-05-17"), (44333.5, "2021-05-17 12:00:00"), (0.5, "12:00:00"), (1e300, "1e+300")]
)
def test_serials_are_dates(serial: float, text: str) -> None:
    assert from_serial(serial) == text


FEATURES = [
    {
        "type": "Feature",
        "properties": {"Beskrivning": text, "Antal": number, "Datum": "2021-05-17"},
        "geometry": {"type": "Point", "coordinates": [14.5, 59.3]},
    }
    for text, number in (("mörkt på Åsen", 1), ("häcken är hög", 2), (None, None))
]


@pytest.mark.parametrize(("driver", "name", "encoding"), [
    ("GPKG", "x.gpkg", ""), ("ESRI Shapefile", "x.shp", "utf-8"), ("ESRI Shapefile", "cp1252.shp", "cp1252"), ("FlatGeobuf", "x.fgb", ""),
    ("MapInfo File", "x.tab", ""),
])  # fmt: skip
def test_every_vector_format_gives_the_rows_of_the_geojson(tmp_path: Path, driver: str, name: str, encoding: str) -> None:
    import fiona

    schema = {"geometry": "Point", "properties": {"Beskrivning": "str:80", "Antal": "int", "Datum": "str:10"}}
    more = {"encoding": encoding} if encoding else {}
    with fiona.open(tmp_path / name, "w", driver=driver, schema=schema, crs="EPSG:4326", **more) as sink:
        sink.writerecords([{**feature, "properties": {**feature["properties"]}} for feature in FEATURES])  # type: ignore[dict-item]
    (tmp_path / "x.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": FEATURES}))
    plain = read(Source("s", "x.geojson", "map"), tmp_path, read_vector, silent)
    found = read(Source("s", name, "map"), tmp_path, read_vector, silent)
    texts = {heading: column for heading, column in found.columns.items() if heading.startswith(("Beskriv", "Datum"))}
    assert list(texts.values()) == [plain.columns["Beskrivning"], plain.columns["Datum"]]
    assert [number or "0" for number in found.columns["Antal"]] == [number or "0" for number in plain.columns["Antal"]]
    assert [tuple(g["coordinates"][:2]) for g in found.geometry or () if g] == [(14.5, 59.3)] * 3
    assert found.crs == "EPSG:4326"


def test_several_layers_are_named_and_one_can_be_chosen(tmp_path: Path) -> None:
    import fiona

    for layer in ("maj", "juni"):
        schema = {"geometry": "Point", "properties": {"Text": "str"}}
        with fiona.open(tmp_path / "x.gpkg", "w", driver="GPKG", layer=layer, schema=schema, crs="EPSG:3006") as sink:
            sink.write({"type": "Feature", "properties": {"Text": layer}, "geometry": {"type": "Point", "coordinates": [472648, 6576916]}})
    with pytest.raises(InputError, match="maj, juni"):
        read(Source("s", "x.gpkg", "map"), tmp_path, read_vector, silent)
    found = read(Source("s", "x.gpkg", "map", layer="juni"), tmp_path, read_vector, silent)
    assert (found.columns["Text"], found.crs) == (["juni"], "EPSG:3006")


VIRTUAL = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


def pointer(folder: Path, name: str, lead: str = "") -> Path:
    """A file that says it is of one kind and makes OGR open another file."""
    (folder / "other.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": FEATURES}))
    (folder / name).write_text(lead + VIRTUAL.format(folder / "other.geojson"))
    return folder / name


@pytest.mark.parametrize(
    ("name", "lead"),
    [("x.gml", ""), ("x.gml", '<?xml version="1.0"?>\n<!--' + 900 * "x" + "-->"), ("x.shp", ""), ("x.shp", "title "), ("x.gpx", "")],
)
def test_a_file_that_points_to_another_brings_no_row_of_it(tmp_path: Path, name: str, lead: str) -> None:
    pointer(tmp_path, name, lead)
    with pytest.raises(InputError, match="points to other files"):
        read(Source("s", name, "map"), tmp_path, read_vector, silent)


@pytest.mark.parametrize("name", ["x.sqlite", "x.gpkg"])
@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIRTUAL TABLE other USING VirtualOGR('{}')",
        "CREATE /**/ VIRTUAL TABLE \"other\" USING [VirtualText] ('{}', 'UTF-8', 1)",
        "CREATE VIRTUAL TABLE other/* USING rtree(*/USING VirtualOGR('{}')",
        "CREATE VIEW other AS SELECT \"ogr_datasource_load_layers\"('{}')",
    ],
)
def test_a_database_with_a_table_out_of_another_file_is_refused(tmp_path: Path, name: str, sql: str) -> None:
    (tmp_path / "other.csv").write_text("Text\nnot of this campaign\n")
    with closing(sqlite3.connect(tmp_path / name)) as database:
        database.execute("CREATE TABLE own (Text TEXT)")
        database.execute("INSERT INTO own VALUES ('dark')")
        database.execute("PRAGMA writable_schema = ON")
        kind = "view" if "VIEW" in sql else "table"
        database.execute("INSERT INTO sqlite_master VALUES (?, 'other', 'other', 0, ?)", (kind, sql.format(tmp_path / "other.csv")))
        database.commit()
    with pytest.raises(InputError, match="points to other files"):
        read(Source("s", name, "map", layer="other"), tmp_path, read_vector, silent)


def test_a_database_with_indices_of_its_own_is_read(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as database:
        database.execute("CREATE TABLE own (Text TEXT, ogr_note TEXT)")
        database.execute("INSERT INTO own VALUES ('dark', '')")
        database.execute("CREATE VIRTUAL TABLE found USING rtree(id, a, b)")
        database.commit()
    assert read(Source("s", "x.sqlite", "map", layer="own"), tmp_path, read_vector, silent).columns["Text"] == ["dark"]


def test_the_reader_itself_opens_no_virtual_format(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read as a vector file"):
        read_vector(pointer(tmp_path, "x.gml"), "", "", silent)


def test_every_suffix_left_to_ogr_has_its_driver() -> None:
    import fiona.drvsupport

    needed = {fiona.drvsupport.driver_from_extension(f"x{suffix}") for suffix in VECTOR_SUFFIXES - {".sqlite", ".topojson", ".dbf"}}
    assert needed <= set(DRIVERS)


def test_a_file_without_layers_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no layers"):
        table(tmp_path, "x.gml", b'<FeatureCollection xmlns:gml="http://www.opengis.net/gml"></FeatureCollection>')


def test_kml_placemarks_are_rows(tmp_path: Path) -> None:
    body = (
        "<Placemark><name>Torget</name><description>Mörkt</description>"
        "<ExtendedData><Data name='Datum'><value>2021-05-17</value></Data></ExtendedData>"
        "<Point><coordinates>14.5,59.3,0</coordinates></Point></Placemark>"
    )
    found = table(tmp_path, "x.kml", kml(body))
    assert {name: column[0] for name, column in found.columns.items()} == {"name": "Torget", "description": "Mörkt", "Datum": "2021-05-17"}
    assert (found.geometry, found.crs) == ([{"type": "Point", "coordinates": [14.5, 59.3]}], "EPSG:4326")


def message(text: str, html: bool = False, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    for name, value in ({"From": "Åsa Öberg <asa@example.org>", "Date": "Mon, 17 May 2021 21:30:00 +0200"} | headers).items():
        mail[name] = value
    mail.set_content(text, subtype="html" if html else "plain", cte="quoted-printable")
    return mail


def test_a_mailbox_is_a_table_of_its_messages(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "x.mbox")
    box.add(message("Det är mörkt.\n\nFrom början var det ljust.\n", Subject="Re: Otryggt vid torget"))
    box.add(message("<p>Mörkt &amp; kallt</p><style>p {}</style><br>vid ån", html=True))
    box.close()
    found = read(Source("s", "x.mbox", "email"), tmp_path, read_vector, silent)
    assert found.columns["text"] == ["Otryggt vid torget\nDet är mörkt.\n\nFrom början var det ljust.", "Mörkt & kallt\n\nvid ån"]
    assert found.columns["received"] == ["2021-05-17 21:30:00"] * 2
    assert (found.columns["name"][0], found.columns["email"][0]) == ("Åsa Öberg", "asa@example.org")


def test_a_from_line_begins_a_message_after_a_blank_line_or_at_the_top(tmp_path: Path) -> None:
    start = b"From a@example.org Mon May 17 21:30:00 2021\n"
    one = start + b"Subject: ett\n\nmorkt\n" + start + b"kvar i brevet\n\n"
    found = table(tmp_path, "x.mbox", b"\n\n" + one + start.replace(b"\n", b"\r\n") + b"Subject: tva\r\n\r\nkallt\r\n")
    assert found.columns["subject"] == ["ett", "tva"]


def test_a_mailbox_is_cut_without_being_copied_for_every_message() -> None:
    class Counting(bytes):
        copied = 0

        def __getitem__(self, at: object) -> bytes:
            part = super().__getitem__(at)  # type: ignore[index]
            Counting.copied += len(part)
            return part

    message = b"From a@example.org Mon May 17 21:30:00 2021\nSubject: x\n\nmorkt\n\n"
    box = Counting(500 * message)
    assert len(_split(box)) == 500
    assert Counting.copied == len(box)


@pytest.mark.parametrize(
    ("mail", "text", "signature"),
    [
        ("Mörkt här.\n\nMvh Åsa\n070-1740605", "Mörkt här.", "Mvh Åsa\n070-1740605"),
        ("Mörkt här.\n-- \nÅsa Öberg", "Mörkt här.", "-- \nÅsa Öberg"),
        ("Mörkt här.\n\nMed vänlig hälsning,\nÅsa", "Mörkt här.", "Med vänlig hälsning,\nÅsa"),
        ("Mörkt här.\n\nDen 16 maj 2021 skrev Servicecenter <s@example.com>:\n> Tack!\n> Var?", "Mörkt här.", ""),
        ("Mörkt här.\n\nOn Sun, 16 May 2021 at 10:00, X <x@example.com> wrote:\n> Hi", "Mörkt här.", ""),
        ("Mörkt här.\n\n-----Ursprungligt meddelande-----\nFrån: X\nHemligt", "Mörkt här.", ""),
        ("Mörkt här.\n\nFrån: Servicecenter\nSkickat: den 16 maj\nTill: Åsa\nHej", "Mörkt här.", ""),
        ("Mörkt här.\n\nSkickat från min iPhone", "Mörkt här.", "Skickat från min iPhone"),
        ("Den 16 maj skrev X:\n> Var?\n\nVid torget.", "Vid torget.", ""),
        ("Hälsningar betyder inget här och det är mörkt vid torget när jag går hem på kvällen efter jobbet, varje dag.", None, ""),
    ],
)
def test_replies_are_cut_and_signatures_kept_apart(mail: str, text: str | None, signature: str) -> None:
    assert split_text(mail) == (mail if text is None else text, signature)


def test_html_without_a_text_part_is_read(tmp_path: Path) -> None:
    assert html_text("<div>Rad ett</div><div>Rad<b> två</b></div><blockquote>gammalt</blockquote>") == "Rad ett\n\nRad två"


def test_a_date_without_a_zone_database_follows_the_clock_of_sweden(monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime

    from trygghetsrutan.opendata.submissions import dates

    moments = [
        datetime.datetime(2021, month, day, hour, tzinfo=datetime.UTC)
        for month, day in ((3, 28), (10, 31), (1, 1), (7, 1))
        for hour in (0, 1)
    ]
    with_database = [dates.to_stockholm(moment) for moment in moments]

    def missing(name: str) -> None:
        raise dates.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(dates, "ZoneInfo", missing)
    assert [dates.to_stockholm(moment) for moment in moments] == with_database
