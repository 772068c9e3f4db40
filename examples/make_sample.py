"""Make the sample campaign: about 700 invented submissions in Karlskoga, in the five channels' real shapes and with the dirt of real life.

Everything here is synthetic. Places carry the names of the town, their coordinates are rough; people, numbers and events are made up
(telephone numbers out of the series kept for fiction, personal identity numbers with serials of the test series, mail at example domains).
The same seed makes the same bytes: ``python examples/make_sample.py [FOLDER]``.
"""

from __future__ import annotations

import json
import math
import random
import sys
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from sample_words import CLOSINGS, GIVEN, PLACES, SENTENCES, STREETS, SURNAMES

SEED = 20210517
STOCKHOLM = ZoneInfo("Europe/Stockholm")
START = datetime(2021, 5, 17, 6, 0)
DAYS = 14
COUNTS = {"map": 330, "postcard": 125, "email": 105, "telephone": 90, "visit": 50}
METRES_PER_DEGREE = 111_320.0
ZIP_TIME = (2021, 5, 31, 12, 0, 0)

HOT_SPOTS = {  # name in the gazetteer -> (weight, spread in metres)
    "Resecentrum": (10, 90),
    "Alfred Nobels torg": (8, 110),
    "Rävåsparken": (7, 160),
    "Nobelhallen": (4, 120),
    "Skranta centrum": (6, 130),
    "Bregårdsskolan": (5, 120),
    "Boforsparken": (4, 150),
    "Aggerudsparken": (4, 170),
    "Sandvikens badplats": (3, 180),
    "Karlskoga lasarett": (4, 150),
    "Strandpromenaden": (4, 220),
    "Gångtunneln vid Boforsvägen": (5, 50),
}


@dataclass(frozen=True)
class Person:
    name: str
    telephone: str
    email: str
    address: str


@dataclass(frozen=True)
class Told:
    """One thing that somebody told the municipality."""

    person: Person
    place: str
    lon: float
    lat: float
    text: str
    when: datetime


def main(folder: Path) -> None:
    rng = random.Random(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    gazetteer = gazetteer_features()
    spots = {f["properties"]["name"]: centre(f["geometry"]) for f in gazetteer}
    people = [person(rng, i) for i in range(540)]
    told = {channel: [tell(rng, people, spots) for _ in range(count)] for channel, count in COUNTS.items()}
    add_duplicates(rng, told)
    add_personal_data(rng, told)
    write_json(folder / "gazetteer.geojson", {"type": "FeatureCollection", "features": gazetteer})
    write_map(rng, folder / "webbkarta.geojson", told["map"])
    write_postcards(rng, folder / "vykort.xlsx", told["postcard"])
    write_mail(rng, folder / "epost.mbox", told["email"])
    write_calls(rng, folder / "telefon.csv", told["telephone"])
    write_visits(rng, folder / "besok.ods", told["visit"])


# What people tell ---------------------------------------------------------------------------------------------------------------------


def person(rng: random.Random, number: int) -> Person:
    given, surname = rng.choice(GIVEN), rng.choice(SURNAMES)
    plain = f"{given}.{surname}".lower().translate(str.maketrans("åäöé", "aaoe"))
    return Person(
        f"{given} {surname}",
        f"070-1740{605 + number % 95:03d}" if number % 3 else f"08-46500{4 + number % 90:02d}",
        f"{plain}{number}@example.org",
        f"{rng.choice(STREETS)[0]} {rng.randint(1, 60)}",
    )


def tell(rng: random.Random, people: list[Person], spots: dict[str, tuple[float, float]]) -> Told:
    if rng.random() < 0.68:
        names = list(HOT_SPOTS)
        place = rng.choices(names, [HOT_SPOTS[name][0] for name in names])[0]
        spread = HOT_SPOTS[place][1]
    else:
        place = rng.choice(list(spots))
        spread = 130 if rng.random() < 0.85 else 900
    lon, lat = moved(rng, *spots[place], spread)
    theme = rng.choices(list(SENTENCES), [8, 5, 4, 4, 7, 6, 5, 4, 3, 4, 3, 2, 2])[0]
    parts = [rng.choice(SENTENCES[theme])]
    if rng.random() < 0.45:
        parts.append(rng.choice(SENTENCES[theme]))
    if rng.random() < 0.35:
        parts.append(rng.choice(CLOSINGS))
    text = " ".join(dict.fromkeys(parts))
    # A Zipf-like choice: a few people send many, most send one.
    sender = people[min(len(people) - 1, int(rng.paretovariate(0.9)) - 1)] if rng.random() < 0.08 else rng.choice(people)
    when = START + timedelta(days=rng.randrange(DAYS), minutes=rng.randrange(17 * 60))
    return Told(sender, place, lon, lat, text, when)


def add_duplicates(rng: random.Random, told: dict[str, list[Told]]) -> None:
    """The same person tells the same thing by two channels, within two days."""
    for source, target in (("map", "email"), ("map", "telephone"), ("email", "visit"), ("postcard", "email")):
        for _ in range(5):
            first = rng.choice(told[source])
            again = Told(first.person, first.place, first.lon, first.lat, first.text, first.when + timedelta(hours=rng.randint(2, 40)))
            told[target][rng.randrange(len(told[target]))] = again


def add_personal_data(rng: random.Random, told: dict[str, list[Told]]) -> None:
    """What people write of themselves and others, though nobody asked."""
    notes = (
        "Ring mig på {telephone}.",
        "Mvh {name}",
        "Mitt personnummer är 19{year}0315-{serial}.",
        "Jag bor på {address}.",
        "Svara gärna till {email}, hälsningar {given}.",
        "Det är {other} i samma trappuppgång som håller på.",
        "Bilen har regnummer {plate}.",
        "jag heter {lower} och är orolig",
    )
    for items in told.values():
        for i in rng.sample(range(len(items)), len(items) // 6):
            item = items[i]
            note = rng.choice(notes).format(
                telephone=item.person.telephone,
                name=item.person.name,
                given=item.person.name.split()[0],
                lower=item.person.name.lower(),
                other=f"{rng.choice(GIVEN)} {rng.choice(SURNAMES)}",
                email=item.person.email,
                address=item.person.address,
                year=rng.randint(30, 99),
                serial=f"{rng.randint(9800, 9999)}",
                plate=f"{''.join(rng.choices('ABCDEFGHJKLMNOPRSTUWXYZ', k=3))} {rng.randint(100, 999)}",
            )
            items[i] = Told(item.person, item.place, item.lon, item.lat, f"{item.text} {note}", item.when)


# The gazetteer ------------------------------------------------------------------------------------------------------------------------


def gazetteer_features() -> list[dict]:
    features = []
    for name, kind, lat, lon, aliases in PLACES:
        if kind in ("park", "district"):
            geometry = {"type": "Polygon", "coordinates": [square(lon, lat, 120 if kind == "park" else 300)]}
        else:
            geometry = {"type": "Point", "coordinates": [lon, lat]}
        features.append(feature({"name": name, "kind": kind, "aliases": aliases}, geometry))
    for name, lat, lon, bearing, length in STREETS:
        features.append(
            feature(
                {"name": name, "kind": "street", "aliases": ""}, {"type": "LineString", "coordinates": street(lon, lat, bearing, length)}
            )
        )
    return features


def feature(properties: dict, geometry: dict) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def offset(lon: float, lat: float, east: float, north: float) -> tuple[float, float]:
    return (
        round(lon + east / (METRES_PER_DEGREE * math.cos(math.radians(lat))), 6),
        round(lat + north / METRES_PER_DEGREE, 6),
    )


def moved(rng: random.Random, lon: float, lat: float, spread: float) -> tuple[float, float]:
    return offset(lon, lat, rng.gauss(0, spread), rng.gauss(0, spread))


def square(lon: float, lat: float, half: float) -> list[tuple[float, float]]:
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return [offset(lon, lat, east, north) for east, north in corners]


def street(lon: float, lat: float, bearing: float, length: float) -> list[tuple[float, float]]:
    east, north = math.sin(math.radians(bearing)), math.cos(math.radians(bearing))
    return [offset(lon, lat, east * length * part, north * length * part) for part in (-0.5, 0.0, 0.5)]


def centre(geometry: dict) -> tuple[float, float]:
    points = geometry["coordinates"]
    if geometry["type"] == "Point":
        return points[0], points[1]
    if geometry["type"] == "LineString":
        return points[1][0], points[1][1]
    ring = points[0][:-1]
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)


# The five files -----------------------------------------------------------------------------------------------------------------------


def write_map(rng: random.Random, path: Path, items: list[Told]) -> None:
    """The web map's export: WGS84, but some points have their axes swapped, some came in as SWEREF 99 TM, and some are 0/0."""
    features = []
    for number, item in enumerate(items, 1):
        point = [item.lon, item.lat]
        if number % 67 == 0:
            point = [item.lat, item.lon]
        elif number % 59 == 0:
            point = list(sweref(item.lon, item.lat))
        elif number % 149 == 0:
            point = [0, 0]
        properties = {
            "id": 4000 + number,
            "Beskrivning": item.text,
            "Inkommen": item.when.strftime("%Y-%m-%dT%H:%M:%S"),
            "E-post": item.person.email if rng.random() < 0.3 else None,
        }
        features.append(feature(properties, {"type": "Point", "coordinates": point}))
    features.insert(
        40, feature({"id": 9001, "Beskrivning": "", "Inkommen": None, "E-post": None}, {"type": "Point", "coordinates": [0, 0]})
    )
    write_json(path, {"type": "FeatureCollection", "name": "synpunkter_synthetic_sample", "features": features})


def write_postcards(rng: random.Random, path: Path, items: list[Told]) -> None:
    """The typed-in postcards: a title above the headings, empty rows, dates as serials and in words."""
    rows: list[list[object]] = [
        ["Vykort #snackaomtrygghet - SYNTETISKT EXEMPEL"],
        [],
        ["Nr", "Plats", "Vad vill du berätta?", "Datum", "Namn"],
    ]
    for number, item in enumerate(items, 1):
        day: object = (item.when.date() - datetime(1899, 12, 30).date()).days
        if number % 4 == 1:
            day = f"{item.when.day}/{item.when.month} 2021"
        elif number % 4 == 2:
            day = f"{item.when.day} maj -21"
        elif number % 9 == 0:
            day = rng.choice(["måndag kväll", "i lördags", ""])
        rows.append([number, in_words(rng, item.place), item.text, day, item.person.name if rng.random() < 0.4 else ""])
        if number % 30 == 0:
            rows.append([])
    rows.append([len(items) + 1, "vid gamla kiosken som brann", "Där är det läskigt efter mörkrets inbrott.", "18 maj -21", ""])
    write_xlsx(path, "Vykort", rows)


def write_mail(rng: random.Random, path: Path, items: list[Told]) -> None:
    """The service centre's mailbox; some are HTML only, some carry the mail they answer."""
    parts = []
    for number, item in enumerate(items, 1):
        message = EmailMessage()
        message["From"] = f"{item.person.name} <{item.person.email}>"
        message["To"] = "Servicecenter <servicecenter@example.com>"
        message["Date"] = format_datetime(item.when.replace(tzinfo=STOCKHOLM))
        message["Subject"] = rng.choice(
            ["Trygghet", "snackaomtrygghet", "Synpunkt om otrygg plats", f"Otryggt {in_words(rng, item.place)}"]
        )
        message["Message-ID"] = f"<{number}.sample@example.org>"
        body = f"Hej!\n\n{item.text}\nDet gäller {in_words(rng, item.place)}.\n"
        if number % 11 == 0:
            body += f"\n-- \n{item.person.name}\n{item.person.address}\n{item.person.telephone}\n"
        if number % 13 == 0:
            body += "\nDen 16 maj 2021 skrev Servicecenter:\n> Tack för att du hör av dig. Var någonstans är det?\n"
        if number % 17 == 0:
            message.set_content(f"<html><body><p>{escape(body)}</p></body></html>", subtype="html", cte="quoted-printable")
        else:
            message.set_content(body, cte="quoted-printable")
        lines = message.as_bytes().decode("ascii").splitlines()
        quoted = [">" + line if line.lstrip(">").startswith("From ") else line for line in lines]
        parts.append("\n".join([f"From servicecenter@example.com {item.when:%a %b %d %H:%M:%S %Y}", *quoted, ""]))
    path.write_text("\n".join(parts) + "\n", encoding="ascii", newline="\n")


def write_calls(rng: random.Random, path: Path, items: list[Told]) -> None:
    """The telephone log as the exchange exports it: cp1252, semicolons, decimal commas, SWEREF 99 TM where the operator clicked."""
    lines = ["Ärende;Inkommen;Uppringare;Telefonnr;Plats;Beskrivning;E;N"]
    for number, item in enumerate(items, 1):
        east, north = sweref(item.lon, item.lat)
        clicked = rng.random() < 0.35
        columns = [
            f"T{7000 + number}",
            item.when.strftime("%Y-%m-%d %H:%M"),
            item.person.name if rng.random() < 0.7 else "anonym",
            item.person.telephone if rng.random() < 0.8 else "",
            in_words(rng, item.place),
            item.text.replace('"', "'"),
            f"{east:.2f}".replace(".", ",") if clicked else "",
            f"{north:.2f}".replace(".", ",") if clicked else "",
        ]
        lines.append(";".join(f'"{c}"' if ";" in c or "\n" in c else c for c in columns))
        if number % 40 == 0:
            lines.append(";;;;;;;")
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))


def write_visits(rng: random.Random, path: Path, items: list[Told]) -> None:
    """The desk log: a spreadsheet with true dates, an empty row now and then."""
    rows: list[list[object]] = [["Datum", "Besökare", "Adress", "Var", "Vad sades"]]
    for number, item in enumerate(items, 1):
        named = rng.random() < 0.5
        rows.append(
            [
                item.when.date(),
                item.person.name if named else "",
                item.person.address if named else "",
                in_words(rng, item.place),
                item.text,
            ]
        )
        if number % 25 == 0:
            rows.append([])
    write_ods(path, "Besök", rows)


def in_words(rng: random.Random, place: str) -> str:
    """How people name a place: with a preposition, in lower case, misspelt, or in so many words that nobody can tell."""
    forms = [place, f"vid {place}", f"nära {place}", f"i närheten av {place.lower()}", place.lower(), f"{place}, Karlskoga"]
    word = rng.choice(forms)
    chance = rng.random()
    if chance < 0.06:
        return rng.choice(["hemma hos oss", "på vägen till jobbet", "överallt", "där bussen stannar", "bakom affären"])
    if chance < 0.12 and len(place) > 9:
        middle = len(word) // 2
        return word[:middle] + word[middle + 1 :]
    return word


def sweref(lon: float, lat: float) -> tuple[float, float]:
    """SWEREF 99 TM of a WGS84 position, centimetres."""
    import pyproj

    east, north = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3006", always_xy=True).transform(lon, lat)
    return round(east, 2), round(north, 2)


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def write_xlsx(path: Path, sheet: str, rows: list[list[object]]) -> None:
    """A workbook of one sheet with shared strings, as Excel writes it."""
    strings: dict[str, int] = {}
    lines = []
    for r, row in enumerate(rows, 1):
        cells = []
        for c, value in enumerate(row):
            ref = f"{chr(65 + c)}{r}"
            if isinstance(value, int):
                style = ' s="1"' if c == 3 else ""
                cells.append(f'<c r="{ref}"{style}><v>{value}</v></c>')
            elif value:
                index = strings.setdefault(str(value), len(strings))
                cells.append(f'<c r="{ref}" t="s"><v>{index}</v></c>')
        lines.append(f'<row r="{r}">{"".join(cells)}</row>')
    main_ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    items = "".join(f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in strings)
    write_zip(
        path,
        {
            "[Content_Types].xml": f'{head}<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
            "_rels/.rels": f'{head}<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'{head}<workbook {main_ns} xmlns:r="{rel}"><sheets>'
            f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{rel}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId3" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/styles.xml": f'{head}<styleSheet {main_ns}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
            '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
            '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
            "xl/sharedStrings.xml": f'{head}<sst {main_ns} count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>',
            "xl/worksheets/sheet1.xml": f"{head}<worksheet {main_ns}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        },
    )


def write_ods(path: Path, sheet: str, rows: list[list[object]]) -> None:
    """An OpenDocument spreadsheet of one sheet; dates are dates."""
    lines = []
    for row in rows:
        cells = []
        for value in row:
            if hasattr(value, "isoformat"):
                cells.append(
                    f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}">'
                    f"<text:p>{value.isoformat()}</text:p></table:table-cell>"
                )
            elif value:
                cells.append(f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>')
            else:
                cells.append("<table:table-cell/>")
        lines.append(f"<table:table-row>{''.join(cells) or '<table:table-cell/>'}</table:table-row>")
    ns = "urn:oasis:names:tc:opendocument:xmlns"
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    write_zip(
        path,
        {
            "mimetype": mime,
            "META-INF/manifest.xml": f'{head}<manifest:manifest xmlns:manifest="{ns}:manifest:1.0" manifest:version="1.3">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
            "content.xml": f'{head}<office:document-content xmlns:office="{ns}:office:1.0" xmlns:table="{ns}:table:1.0" '
            f'xmlns:text="{ns}:text:1.0" office:version="1.3"><office:body><office:spreadsheet>'
            f'<table:table table:name="{escape(sheet)}">{"".join(lines)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        },
    )


def write_zip(path: Path, files: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "karlskoga")
