"""Three hundred identifiers planted into a copy of the sample campaign, and where they may not turn up again.

Used by the test of the whole chain and by those of QGIS. Every identifier stands in a text and in a column or header about the sender, in
all five channels; one row of each kind of file cannot be read, so that errors are looked through too.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

PEOPLE = 60
_GIVEN = ("Tekla", "Rolf", "Faduma", "Nils", "Zlatan", "Ulla")
_ENDINGS = ("lund", "fors", "sson", "kvist", "berg", "gren", "holm", "man", "stam", "dal")
SENTENCE = "Lyktan blåste omkull när kanariefågeln sjöng"


class Canary(NamedTuple):
    """One invented person: name, mail address, telephone number, personal identity number, street address."""

    name: str
    mail: str
    telephone: str
    number: str
    address: str


def _canary(at: int) -> Canary:
    date = f"{20 + at:02}{1 + at % 12:02}{1 + at % 28:02}{at:03}"
    number = f"19{date[:6]}-{date[6:]}{_check_digit(date)}"
    name = f"{_GIVEN[at % 6]} Kanarie{_ENDINGS[at // 6]}"
    # Numbers kept for fiction by the Swedish Post and Telecom Authority.
    return Canary(name, f"kanarie.{at:02}@exempel.se", f"031-390 06 {at:02}", number, f"Kanariestigen {300 + at}")


def _check_digit(digits: str) -> str:
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(digits)]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


CANARIES = tuple(_canary(at) for at in range(PEOPLE))
IDENTIFIERS = tuple(dict.fromkeys(value for canary in CANARIES for value in canary))
NAME = CANARIES[0].name


def _forms(identifier: str) -> Iterator[str]:
    """An identifier as it is and as programs rewrite it."""
    yield from (identifier, identifier.casefold(), identifier.upper(), identifier.replace(" ", ""), identifier.replace(" ", "%20"))
    if sum(letter.isdigit() for letter in identifier) > 8:
        yield re.sub(r"\D", "", identifier)
        yield "+46" + re.sub(r"\D", "", identifier)[1:]


PLANTED = tuple(dict.fromkeys([SENTENCE, "anarief", "ANARIEF", *(form for each in IDENTIFIERS for form in _forms(each))]))
"""What is looked for: every identifier in every form, and what all names, addresses and the sentence share."""


def plant(campaign: Path) -> None:
    """Into the files of a campaign's five channels, whose names stay."""
    share = PEOPLE // 5
    _in_points(campaign / "webbkarta.geojson", CANARIES[:share])
    _in_calls(campaign / "telefon.csv", CANARIES[share : 2 * share])
    _in_mail(campaign / "epost.mbox", CANARIES[2 * share : 3 * share])
    _in_archive(campaign / "vykort.xlsx", "xl/sharedStrings.xml", CANARIES[3 * share : 4 * share])
    _in_archive(campaign / "besok.ods", "content.xml", CANARIES[4 * share :])


def rename_sources(campaign: Path) -> None:
    """Put a canary into the name of every source's file too."""
    settings = (campaign / "campaign.toml").read_text(encoding="utf-8")
    for at, name in enumerate(("webbkarta.geojson", "telefon.csv", "epost.mbox", "vykort.xlsx", "besok.ods")):
        canary = CANARIES[at]
        renamed = f"{canary.name} {canary.telephone} {name}"
        (campaign / name).rename(campaign / renamed)
        settings = settings.replace(f'file = "{name}"', f'file = "{renamed}"')
    (campaign / "campaign.toml").write_text(settings, encoding="utf-8")


def _words(canary: Canary) -> str:
    return f"{SENTENCE}. Ring {canary.name}, {canary.telephone}, {canary.mail}, {canary.number}, {canary.address}."


def _in_points(path: Path, canaries: tuple[Canary, ...]) -> None:
    points = json.loads(path.read_text(encoding="utf-8"))
    for feature, canary in zip(points["features"], canaries, strict=False):
        feature["properties"] |= {"Beskrivning": _words(canary), "E-post": canary.mail, canary.name: canary.number}
    spoilt = points["features"][len(canaries)]["properties"]
    spoilt |= {"Beskrivning": _words(canaries[0]), "Inkommen": f"när {canaries[0].name} ringde"}
    path.write_text(json.dumps(points, ensure_ascii=False), encoding="utf-8")


def _in_calls(path: Path, canaries: tuple[Canary, ...]) -> None:
    rows = path.read_bytes().decode("cp1252").splitlines()
    for at, canary in enumerate((*canaries, canaries[0]), start=1):
        cells = rows[at].split(";")
        cells[2:4] = [canary.name, canary.telephone]
        cells[5] = _words(canary)
        if at > len(canaries):
            cells[1] = f"när {canary.name} ringde"
        rows[at] = ";".join(cells)
    path.write_bytes("\r\n".join(rows).encode("cp1252"))


def _in_mail(path: Path, canaries: tuple[Canary, ...]) -> None:
    messages = re.split(rb"(?m)^(?=From servicecenter)", path.read_bytes())
    kept = [message for message in messages if message.strip()]
    for at, canary in enumerate(canaries):
        headers = (
            f"From {canary.mail} Fri May 28 20:29:00 2021\n"
            f"Return-Path: <{canary.mail}>\n"
            f"From: {canary.name} <{canary.mail}>\n"
            f"Reply-To: {canary.name} <{canary.mail}>\n"
            f"To: Servicecenter <servicecenter@example.com>\n"
            f"Date: Fri, 28 May 2021 20:{10 + at}:00 +0200\n"
            f"Subject: Samtal med {canary.name}, {canary.telephone}\n"
            f"Message-ID: <{canary.number}.{at}@exempel.se>\n"
            f"X-Sender: {canary.name}, {canary.address}\n"
            'Content-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: 8bit\nMIME-Version: 1.0\n\n'
        )
        body = f"Hej!\n\n{_words(canary)}\nDet gäller vid Nobelhallen.\n\nMvh\n{canary.name}\n{canary.address}\n{canary.telephone}\n\n"
        kept.append((headers + body).encode("utf-8"))
    path.write_bytes(b"".join(kept))


def _in_archive(path: Path, member: str, canaries: tuple[Canary, ...]) -> None:
    """Into the sentences, names and street addresses of a workbook, in the order they stand in."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    content = parts[member].decode("utf-8")
    columns: tuple[tuple[str, Callable[[Canary], str]], ...] = (
        (r">[^<>]{45,}[.!]<", _words),
        (r">[A-ZÅÄÖ][a-zåäöé]+ [A-ZÅÄÖ][a-zåäöéćč]+<", lambda canary: canary.name),
        (r">[A-ZÅÄÖ][a-zåäö]+(?:vägen|gatan|stigen) \d+<", lambda canary: canary.address),
    )
    for pattern, value in columns:
        values = [value(canary) for canary in canaries]
        content = re.sub(pattern, lambda match, left=values: f">{left.pop(0)}<" if left else match[0], content)
    parts[member] = content.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in parts.items():
            archive.writestr(entry, data)


def found_in(folder: Path, leave_out: tuple[Path, ...] = ()) -> list[str]:
    """What was planted and stands in a file's name or bytes below ``folder``, also inside zips; ``internal`` folders are left out."""
    hits = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "internal" not in path.parts and not any(path.is_relative_to(each) for each in leave_out):
            for name, data in _parts(path):
                hits += [f"{name}: {word}" for word in told(data) + [word for word in PLANTED if word in name.removeprefix(str(folder))]]
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
