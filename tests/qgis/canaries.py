"""Identifiers planted into a copy of the sample campaign, and where they may not turn up again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

NAME = "Kanariefågelström"
MAIL = "kanarie.fagel@exempel.se"
PHONE = "070-174 06 99"
NUMBER = "19121212-1212"
SENTENCE = "Lyktan blåste omkull när kanariefågeln sjöng"
PLANTED = (NAME, MAIL, PHONE, PHONE.replace(" ", ""), NUMBER, SENTENCE, NAME.casefold())


def plant(campaign: Path) -> None:
    """Into the text and the columns about the sender, in a file of points and in a table; one row of each cannot be read."""
    path = campaign / "webbkarta.geojson"
    points = json.loads(path.read_text(encoding="utf-8"))
    words = f"{SENTENCE}. Ring {NAME}, {PHONE}, {MAIL}, {NUMBER}."
    for feature in points["features"][:6]:
        feature["properties"] |= {"Beskrivning": words, "E-post": MAIL}
    points["features"][6]["properties"] |= {"Beskrivning": words, "Inkommen": f"när {NAME} ringde"}
    path.write_text(json.dumps(points, ensure_ascii=False), encoding="utf-8")
    calls = campaign / "telefon.csv"
    rows = calls.read_bytes().decode("cp1252").splitlines()
    for row in range(1, 8):
        cells = rows[row].split(";")
        cells[2:4] = [NAME, PHONE]
        cells[5] = words
        rows[row] = ";".join(cells)
    calls.write_bytes("\r\n".join(rows).encode("cp1252"))


def found_in(folder: Path, leave_out: tuple[Path, ...] = ()) -> list[str]:
    """What was planted and stands in a file's name or bytes below ``folder``, also inside zips; ``internal`` folders are left out."""
    hits = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "internal" not in path.parts and not any(path.is_relative_to(each) for each in leave_out):
            for name, data in _parts(path):
                hits += [f"{name}: {word}" for word in told(data) + [word for word in PLANTED if word in name]]
    return hits


def told(data: bytes) -> list[str]:
    """What was planted and stands in ``data``, in any of the encodings that files and programs here use."""
    return [word for word in PLANTED if any(word.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "cp1252"))]


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    yield str(path), path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                yield f"{path}!{member}", archive.read(member)
