"""The sentences of a package in Swedish and English: what the figures show and do not show, how they were made, how to use them.

The page, the README files and the method statements all take them from here, so they cannot contradict each other.
"""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from .about import About

LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}

_MONTHS = {
    "sv": ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}


def day(value: datetime.date, language: str) -> str:
    """A date in words: ``17 maj 2021``, ``17 May 2021``."""
    return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"


def period(about: About, language: str) -> str:
    """``17 maj 2021 – 30 maj 2021``."""
    return f"{day(about.start, language)} – {day(about.end, language)}"


def number(value: int, language: str) -> str:
    """A whole number with its thousands apart: a no-break space in Swedish, a comma in English."""
    return f"{value:,}".replace(",", "\u00a0" if language == "sv" else ",")


def metres(size: int, language: str) -> str:
    """``250 m``, ``1 km``, ``1,5 km``."""
    if size < 1000:
        return f"{size}\u00a0m"
    text = f"{size / 1000:g}"
    return (text.replace(".", ",") if language == "sv" else text) + "\u00a0km"


def summary(about: About, language: str) -> str:
    """The dataset's description, or one sentence where the campaign gives none."""
    if about.description[language]:
        return about.description[language]
    if language == "sv":
        return (
            f"Platser som invånare i {about.municipality} beskrivit som otrygga eller trygga, {period(about, language)}, "
            "som antal deltagare per område. Inga enskilda synpunkter ingår."
        )
    return (
        f"Places that residents of {about.municipality} described as unsafe or safe, {period(about, language)}, "
        "as numbers of contributors per region. No single submission is included."
    )


def shows(about: About, language: str) -> tuple[str, ...]:
    """What the map shows, a sentence each."""
    k, finest, coarsest = about.k, metres(about.sizes[0], language), metres(about.sizes[-1], language)
    if language == "sv":
        return (
            "Hur många olika deltagare som pekat ut platser i varje område. En person som skickat flera synpunkter om samma område "
            "räknas en gång.",
            f"Områden som är så små som möjligt när varje siffra ska stå för minst {k} deltagare: rutor från {finest} till {coarsest} och "
            "rester, det vill säga det som är kvar av en större ruta när dess mindre rutor räknats bort.",
            "Områden, inte punkter. Var i området platserna ligger framgår inte.",
        )
    return (
        "How many different contributors pointed out places in each region. A person who sent several submissions about one region "
        "counts once.",
        f"Regions that are as small as can be when every figure must stand for at least {k} contributors: squares from {finest} to "
        f"{coarsest}, and remainders, that is what is left of a larger square when its smaller squares are taken out.",
        "Areas, not points. Where in the area the places lie cannot be seen.",
    )


def shows_not(language: str) -> tuple[str, ...]:
    """What nobody may conclude from the map, a sentence each."""
    if language == "sv":
        return (
            "Hur farlig en plats är. Siffrorna är upplevelser från dem som valde att delta, inte brott och inte ett urval av befolkningen.",
            "Att ett område utan egen ruta är tryggt. Dess synpunkter kan ingå i en rest eller vara för få för att visas.",
            "Vem som deltagit. Inga texter, namn, adresser eller klockslag finns i filerna.",
            "Jämförbara tal mellan områden av olika storlek. Jämför per km², och tänk på att fler vistas i centrum.",
            "Summan av områdena som antal personer i kommunen. Den som pekat ut platser i två områden räknas i båda.",
        )
    return (
        "How dangerous a place is. The figures are the experience of those who chose to take part, not crimes and not a sample of the "
        "population.",
        "That an area without a square of its own is safe. Its submissions may be part of a remainder, or be too few to be shown.",
        "Who took part. The files hold no texts, names, addresses or times of day.",
        "Figures that compare between regions of different size. Compare per km², and bear in mind that more people are in the centre.",
        "The sum of the regions as a number of persons. Somebody who pointed out places in two regions counts in both.",
    )


def withheld(about: About, language: str) -> str:
    """Whether figures are withheld; never how many contributors they hide."""
    if not about.withheld:
        return {
            "sv": "Alla områdens siffror är publicerade.",
            "en": "The figures of all regions are published.",
        }[language]
    return {
        "sv": f"Några deltagare finns inte med i någon publicerad siffra, eftersom de är färre än {about.k} där de finns. "
        "Hur många det är anges inte.",
        "en": f"Some contributors are in no published figure, because they are fewer than {about.k} where they are. "
        "How many is not stated.",
    }[language]


def citation(about: About, language: str) -> str:
    """How to cite the dataset."""
    kind = {"sv": "Datamängd", "en": "Dataset"}[language]
    return f"{about.municipality} ({about.end.year}): {about.title[language]}. Version {about.version}. {kind}. {about.home}"


def method(about: About, facts: dict[str, Any], language: str) -> str:
    """The method and anonymisation statement, Markdown."""
    title, k, w = md(about.title[language]), about.k, about.width
    sizes = ", ".join(metres(size, language) for size in about.sizes)
    audit = _audit(facts, language)
    if language == "sv":
        return f"""# Metod och anonymisering: {title}

## Vad som räknas

Varje siffra är ett antal **olika deltagare** (personer eller hushåll), inte ett antal synpunkter. Den som skickat flera synpunkter om
samma område räknas en gång där.

## Hur områdena blir till

Rutorna hör till en fast kedja ({sizes}, EPSG:{about.epsg}) där varje ruta är dubbelt så stor som den under. Kedjan utgår från
rutnätets nollpunkt och aldrig från uppgifterna. En ruta med minst {k} deltagare publiceras. Det som blir kvar i en större ruta är dess
*rest*; en rest med minst {k} deltagare publiceras som ett område, en med färre går upp till nästa nivå. En rest visar aldrig så många att
det går att sluta sig till hur många som finns i en enskild dold ruta: de få som är för många räknas i nästa rest runt om. Det som är kvar
på den grövsta nivån blir det sista området, *elsewhere*. Tomma rutor räknas inte upp.

## Skydd

- Minst **k = {k}** deltagare bakom varje publicerad siffra, även per tema.
- Skyddsbredd **w = {w}**: den som har allt publicerat och känner metoden kan för ingen dold ruta räkna ut ett intervall som är smalare
  än så.
- Teman räknas på sammanslagna områden. Små teman räknas ihop till *övrigt* under samma regel.
- {withheld(about, language)}

## Granskning

{audit}

## Vad som inte får slutas

{_list(shows_not(language))}

Den rättsliga bedömningen görs av den personuppgiftsansvariga kommunen.
"""
    return f"""# Method and anonymisation: {title}

## What is counted

Every figure is a number of **distinct contributors** (persons or households), not a number of submissions. Somebody who sent several
submissions about one region counts once there.

## How the regions come about

The cells belong to a fixed chain ({sizes}, EPSG:{about.epsg}) in which every cell is twice as large as the one below. The chain starts at
the grid's origin and never at the data. A cell with at least {k} contributors is published. What is left in a larger cell is its
*remainder*; a remainder with at least {k} contributors is published as one region, one with fewer goes up to the next level. A remainder
never shows so many that the number in a single hidden cell could be concluded: the few too many are counted in the next remainder around
it. What is left at the coarsest level is the last region, *elsewhere*. Empty cells are not listed.

## Protection

- At least **k = {k}** contributors behind every published figure, per theme too.
- Protection width **w = {w}**: whoever has everything that is published and knows the method can work out no interval for a hidden cell
  that is narrower than this.
- Themes are counted on united regions. Small themes are counted together as *other*, under the same rule.
- {withheld(about, language)}

## Audit

{audit}

## What must not be concluded

{_list(shows_not(language))}

The legal assessment is made by the municipality, which is the controller.
"""


def readme(about: About, files: list[tuple[str, str]], language: str) -> str:
    """README in Markdown; ``files`` are (path, what it is)."""
    table = "\n".join(f"| [`{path}`]({path}) | {what} |" for path, what in files)
    title, text = md(about.title[language]), "\n\n".join(md(part) for part in summary(about, language).split("\n\n"))
    background = "\n\n".join(md(part) for part in about.background[language].split("\n\n"))
    contact = f"{md(about.contact_name)}, <{about.contact_email}>"
    if language == "sv":
        return f"""# {title}

{text}

{background}

{md(about.municipality)}, {period(about, language)}. Version {about.version}. Licens: {LICENCE[language]}.

## Vad siffrorna visar

{_list(shows(about, language))}

## Vad siffrorna inte visar

{_list(shows_not(language))}

## Filer

| fil | vad |
|---|---|
{table}

`SHA256SUMS` kontrollerar alla filer: `sha256sum -c SHA256SUMS`.

## Läsa in

{_snippets()}

## Referens

{md(citation(about, language))}

Kontakt: {contact}
"""
    return f"""# {title}

{text}

{background}

{md(about.municipality)}, {period(about, language)}. Version {about.version}. Licence: {LICENCE[language]}.

## What the figures show

{_list(shows(about, language))}

## What the figures do not show

{_list(shows_not(language))}

## Files

| file | what |
|---|---|
{table}

`SHA256SUMS` checks all files: `sha256sum -c SHA256SUMS`.

## Loading

{_snippets()}

## Citation

{md(citation(about, language))}

Contact: {contact}
"""


LICENCE = {
    "sv": "CC0 1.0 (fri att använda, utan villkor)",
    "en": "CC0 1.0 (free to use, without conditions)",
}


SNIPPETS = {
    "Python": 'import pandas as pd\nregions = pd.read_csv("data/regions.csv", dtype={"scb_id": str})',
    "Python (GeoPandas)": 'import geopandas as gpd\nregions = gpd.read_file("data/regions.gpkg", layer="regions")',
    "Python (Frictionless)": "from frictionless import Package\n"
    'rows = Package("datapackage.json").get_table_resource("regions").read_rows()',
    "R": 'library(sf)\nregions <- st_read("data/regions.gpkg", layer = "regions")',
    "GDAL": "ogrinfo -so data/regions.gpkg regions",
}
"""One-line ways of loading the regions, by tool; Python and GDAL lines are run by tests from inside the package's folder."""


def how_to(language: str) -> dict[str, str]:
    """Programs that are used by hand, in words."""
    if language == "sv":
        return {
            "QGIS": "Dra filen data/regions.gpkg till kartan. Stilen följer med.",
            "Excel": "Öppna data/excel/regions.csv: semikolon, decimalkomma och åäö stämmer i svensk Excel.",
        }
    return {
        "QGIS": "Drop data/regions.gpkg on the map. The style comes with it.",
        "Excel": "Open data/excel/regions.csv in a Swedish Excel (semicolon, decimal comma); elsewhere import data/regions.csv as UTF-8.",
    }


def changelog(about: About) -> str:
    """CHANGELOG.md, newest first, in both languages."""
    entries = [(about.version, about.changes or "Första utgåvan. / First release.")]
    entries += [(str(e["version"]), str(e.get("changes") or "–")) for e in reversed(about.earlier)]
    if about.earlier and not about.changes:
        entries[0] = (about.version, "Ny utgåva. / New release.")
    body = "\n\n".join(f"## {md(version)}\n\n{md(text)}" for version, text in entries)
    return f"""# {md(about.title["sv"])} / {md(about.title["en"])}

Första siffran i versionen ändras när tabeller eller geografi ändras, den andra när siffror tillkommer, den tredje när texter rättas.
The first number of the version changes when tables or geography change, the second when figures are added, the third when texts are
corrected.

{body}
"""


def licence(about: About) -> str:
    """LICENSE.txt: the CC0 waiver by reference, in both languages."""
    return f"""{about.title["sv"]} / {about.title["en"]}

SPDX-License-Identifier: CC0-1.0

{about.municipality} har, så långt lagen tillåter, avstått från alla upphovsrättsliga och närstående rättigheter till denna datamängd
enligt Creative Commons Zero 1.0 Universal. Den får kopieras, ändras, spridas och användas, även kommersiellt, utan att fråga.

To the extent possible under law, {about.municipality} has waived all copyright and related or neighbouring rights to this dataset
under Creative Commons Zero 1.0 Universal. It may be copied, changed, distributed and used, also commercially, without asking.

https://creativecommons.org/publicdomain/zero/1.0/legalcode
"""


def citation_cff(about: About) -> str:
    """CITATION.cff 1.2.0; strings are JSON, which YAML reads as they are."""

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    return f"""cff-version: 1.2.0
message: {quoted("Cite the dataset as below. / Hänvisa till datamängden enligt nedan.")}
type: dataset
title: {quoted(about.title["en"])}
version: {quoted(about.version)}
date-released: {quoted(about.end.isoformat())}
license: CC0-1.0
url: {quoted(about.home)}
authors:
  - name: {quoted(about.municipality)}
identifiers:
  - type: other
    value: {quoted("urn:uuid:" + about.uuid)}
"""


def md(text: str) -> str:
    """``text`` with all that Markdown or HTML would act on made plain."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]#|~!])", r"\\\1", text)


def _list(sentences: tuple[str, ...]) -> str:
    return "\n".join(f"- {md(sentence)}" for sentence in sentences)


def _snippets() -> str:
    return "\n\n".join(f"{tool}:\n\n```\n{code}\n```" for tool, code in SNIPPETS.items())


def _audit(facts: dict[str, Any], language: str) -> str:
    verdict = facts.get("audit")
    passed = isinstance(verdict, dict) and verdict.get("passed") is True
    if language == "sv":
        if not passed:
            return "Utgåvan bär inget godkänt granskningsintyg."
        return (
            "Ett fristående program har angripit utgåvan med allt som publiceras, regeln och metoden, och inte kunnat räkna ut någon "
            "liten siffra. Intyget står i `release.json` och `audit.json`. Vem som helst kan göra om granskningen: "
            "`trygghetsrutan audit` på paketets mapp."
        )
    if not passed:
        return "The release carries no passed audit certificate."
    return (
        "An independent program attacked the release with all that is published, the rule and the method, and could work out no small "
        "figure. The certificate is in `release.json` and `audit.json`. Anybody can repeat the audit: `trygghetsrutan audit` on the "
        "package's folder."
    )
