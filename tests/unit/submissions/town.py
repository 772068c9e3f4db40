"""Lindesta, a town that does not exist: its gazetteer in metres of SWEREF 99 TM, and what its citizens wrote on postcards and said on the
telephone, with the place each means. Written by hand; the second half of the texts was never looked at while the matching was tuned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trygghetsrutan.opendata.submissions.gazetteer import Gazetteer, Place, build

EAST, NORTH = 500_000.0, 6_580_000.0

# name; kind; aliases; east, north (points), or a line's or a square's corners, metres from the church
POINTS = """
Stora torget|square|torget|40|60
Brukstorget|square||-1900|850
Lindesta station|station|järnvägsstationen;tågstationen|150|-420
Busstationen|station|bussterminalen|230|-380
Hammarskolan|school||1450|700
Almbyskolan|school||-700|-1350
Sjöängsskolan|school||900|-1500
Näsby skola|school||2300|-900
Vallaskolan|school||-1200|1700
Lindegymnasiet|school|gymnasiet|420|380
Lindesta kyrka|church|stadskyrkan|0|20
Hammars kyrka|church||1600|980
Stadsbiblioteket|library|biblioteket|120|130
Lindesta lasarett|hospital|lasarettet;sjukhuset|-520|640
Kommunhuset|townhall|stadshuset|90|180
Simhallen Delfinen|sport|simhallen;badhuset;Delfinen|610|-180
Almby IP|sport|Almby idrottsplats|-850|-1180
Gångtunneln vid Slussgatan|tunnel||-310|-290
Gångtunneln vid Bruksgatan|tunnel||-1500|600
Lekplatsen Tallen|playground||1150|1350
Lekplatsen Näckrosen|playground||-640|-940
Busshållplats Hammarskolan|stop||1430|660
Busshållplats Gällerstavägen|stop||3050|1900
ICA Kvantum Hammar|shops|Ica Kvantum|1320|520
Coop Näsby|shops||2180|-760
Folkets park|park||-960|240
Kvarnbron|bridge||-420|-60
Slussbron|bridge||-350|-180
Fritidsgården Kuben|youth|Kuben|360|-90
Skateparken|sport|skateboardrampen|700|-420
Vårdcentralen Eken|health||280|240
Strandbadet|beach||1050|-2100
Lindesta camping|camping||1250|-2250
Återvinningsstationen Almby|recycling||-760|-1010
Pendelparkeringen Norr|parking||600|2150
Polishuset|police|polisstationen|200|90
Bruksmuseet|museum||-1850|930
Parkeringshuset Linden|parking|p-huset|-60|-130
Gällersta|village||3400|2200
Mosjö|village||-4200|-3100
Ungdomens hus|culture||330|-60
Lövstabergets utsiktsplats|viewpoint|utsiktsplatsen|-2400|1900
Galleria Linden|shops|gallerian|-30|-90
Äldreboendet Solgläntan|care|Solgläntan|820|930
Storgatan 4|address||-180|3
Storgatan 12|address||-60|3
Storgatan 18|address||90|3
Storgatan 31|address||260|-3
Bruksgatan 8|address||-1640|640
Bruksgatan 15|address||-1480|600
"""
LINES = """
Storgatan|street|-400,0 400,0
Kyrkogatan|street|0,-350 0,350
Järnvägsgatan|street|-350,-350 450,-350
Slussgatan|street|-320,-340 -320,200
Bruksgatan|street|-1800,680 -1300,550
Hammarvägen|street|420,0 1000,350 1500,680
Skolgatan|street|250,350 600,350
Björkvägen|street|-900,-700 -600,-700
Björnvägen|street|1200,1500 1500,1500
Norra Ringvägen|street|-1500,1900 0,2100 1600,1900
Sjövägen|street|800,-1200 1000,-2050
Industrivägen|street|-2500,-300 -1500,-300
Tallstigen|street|1050,1250 1250,1450
Nygatan|street|-200,-350 -200,250
Drottninggatan|street|-200,150 200,150
Östra Storgatan|street|400,0 900,-30
Fabriksgatan|street|-1900,800 -1900,1200
Gruvgatan|street|-2000,900 -1700,900
Almbyvägen|street|-500,-350 -700,-900 -760,-1400
Gällerstavägen|street|1500,700 3400,2200
Karl Johans gata|street|150,-50 150,250
Näsbyvägen|street|900,-30 2300,-850
Vallgatan|street|-1300,1500 -1100,1700
Kvarngatan|street|-420,-200 -420,150
"""
AREAS = """
Hammar|district|1000,400 1900,400 1900,1200 1000,1200
Almby|district|-1100,-1500 -400,-1500 -400,-800 -1100,-800
Näsby|district|1900,-1200 2600,-1200 2600,-500 1900,-500
Bruket|district|-2150,500 -1350,500 -1350,1250 -2150,1250
Sörby|district|-200,-2200 500,-2200 500,-1500 -200,-1500
Valla|district|-1500,1350 -900,1350 -900,1950 -1500,1950
Tallbacken|district|900,1150 1450,1150 1450,1650 900,1650
Centrum|district|-350,-300 450,-300 450,350 -350,350
Stadsparken|park|-330,210 -110,210 -110,420 -330,420
Brunnsparken|park|480,60 640,60 640,220 480,220
Slussparken|park|-460,-260 -330,-260 -330,-120 -460,-120
Lövstaskogen|forest|-2700,1600 -2100,1600 -2100,2200 -2700,2200
Hammars industriområde|industry|1700,250 2300,250 2300,650 1700,650
"""


def gazetteer() -> Gazetteer:
    """The town's gazetteer as the program builds it from a file."""
    places = []
    for line in POINTS.strip().splitlines():
        name, kind, aliases, east, north = line.split("|")
        accuracy = {"address": 20.0, "village": 500.0, "beach": 150.0, "park": 150.0}.get(kind, 75.0)
        other = tuple(alias for alias in aliases.split(";") if alias)
        places.append(Place(name, kind, EAST + float(east), NORTH + float(north), accuracy, aliases=other))
    for shape, table in (("line", LINES), ("area", AREAS)):
        for line in table.strip().splitlines():
            name, kind, corners = line.split("|")
            path = np.array([[float(c) for c in corner.split(",")] for corner in corners.split()]) + np.array([EAST, NORTH])
            if shape == "area":
                path = np.vstack((path, path[:1]))
            places.append(shaped(name, kind, shape, path))
    return build(places)


def shaped(name: str, kind: str, shape: str, path: np.ndarray) -> Place:
    """A line or an area with its representative point and reach."""
    from trygghetsrutan.opendata.submissions.plane import extent, representative

    x, y = representative(shape, [path])
    return Place(name, kind, x, y, max(extent(shape, [path]), 20.0), shape, (path,))


@dataclass(frozen=True)
class Item:
    """A place in words and a text, and the place meant: a name, ``A / B`` for a crossing, empty when nobody could tell."""

    place: str
    text: str
    gold: str


def items(listed: str) -> list[Item]:
    """Items from lines of ``place | text | gold``."""
    result = []
    for line in listed.strip().splitlines():
        place, text, gold = (part.strip() for part in line.split("|"))
        result.append(Item(place, text, gold.removeprefix("-").strip()))
    return result


# Postcards and calls: place in words | text | the place meant (-: cannot be told).
TUNE = """
Stora torget | Mörkt på kvällarna | Stora torget
torget | Det är stökigt på lördagar | Stora torget
vid torget i Bruket | Ungdomar skriker | Brukstorget
Bruks torget | glassplitter | Brukstorget
torget på Bruket | Trasiga lampor | Brukstorget
Hammarskolans gård | Mopeder kör på skolgården | Hammarskolan
Hammarskolan | buskar | Hammarskolan
hammarskolans parkering | bilar som står och gasar | Hammarskolan
Bakom Hammarskolan | mörkt | Hammarskolan
Hamarskolan | klotter | Hammarskolan
Hammarskolna | klotter igen | Hammarskolan
skolan i Hammar | gäng på kvällarna | Hammarskolan
Almbyskolan | skräp | Almbyskolan
Almby skola | skräp | Almbyskolan
almbyskolegården | moppar | Almbyskolan
Almbyskolans skolgård | moppar | Almbyskolan
Näsby skola | - | Näsby skola
Näsbyskolan | mörkt vid cykelställen | Näsby skola
skolan i Näsby | mörkt | Näsby skola
Näsby skolas baksida | mörkt | Näsby skola
Sjöängsskolan | högt gräs | Sjöängsskolan
Sjöängskolan | högt gräs | Sjöängsskolan
Vid Vallaskolan | klotter | Vallaskolan
gymnasiet | gäng | Lindegymnasiet
Utanför Lindegymnasiet | gäng | Lindegymnasiet
kyrkan | mörkt | -
Lindesta kyrka | mörkt | Lindesta kyrka
Stadskyrkans trappa | fylla | Lindesta kyrka
Hammars kyrka | mörkt | Hammars kyrka
kyrkan i Hammar | mörkt | Hammars kyrka
biblioteket | stökigt | Stadsbiblioteket
stadsbibliotekets entré | stökigt | Stadsbiblioteket
lasarettet | mörkt vid parkeringen | Lindesta lasarett
Sjukhusets parkering | mörkt | Lindesta lasarett
sjukhusparkeringen | inbrott i bilar | Lindesta lasarett
vid kommunhuset | - | Kommunhuset
Simhallen | cykelstölder | Simhallen Delfinen
badhuset | cykelstölder | Simhallen Delfinen
Delfinen | cykelstölder | Simhallen Delfinen
Almby IP | mörkt | Almby IP
Almby idrottsplats | mörkt | Almby IP
idrottsplatsen i Almby | mörkt | Almby IP
gångtunneln vid Slussgatan | klotter | Gångtunneln vid Slussgatan
tunneln vid slussgatan | klotter | Gångtunneln vid Slussgatan
gångtunneln under Bruksgatan | otäckt | Gångtunneln vid Bruksgatan
Slussgatans gångtunnel | otäckt | Gångtunneln vid Slussgatan
gångtunneln | otäckt | -
tunneln | otäckt | -
lekplatsen Tallen | glas | Lekplatsen Tallen
Lekplatsen Näckrosen i Almby | glas | Lekplatsen Näckrosen
lekparken Tallen | glas | Lekplatsen Tallen
lekplatsen | glas i sanden | -
ICA Kvantum | stökigt utanför | ICA Kvantum Hammar
Ica kvantum i Hammar | stökigt utanför | ICA Kvantum Hammar
utanför Coop Näsby | tiggare | Coop Näsby
Coop i Näsby | fylla | Coop Näsby
Folkets park | mörkt | Folkets park
folketspark | mörkt | Folkets park
kvarnbron | mörkt | Kvarnbron
under Slussbron | missbrukare | Slussbron
bron | mörkt | -
Kuben | bråk | Fritidsgården Kuben
fritidsgården | bråk | Fritidsgården Kuben
skateparken | musik | Skateparken
vårdcentralen Eken | mörkt | Vårdcentralen Eken
strandbadet | glas | Strandbadet
Strandbadets parkering | burnouts | Strandbadet
campingen | stölder | Lindesta camping
återvinningen i Almby | skräp | Återvinningsstationen Almby
Återvinningsstationen Almby | sopor | Återvinningsstationen Almby
återvinningsstationen | sopor | Återvinningsstationen Almby
pendelparkeringen | inbrott | Pendelparkeringen Norr
polisstationen | - | Polishuset
p-huset | inbrott | Parkeringshuset Linden
Parkeringshuset Linden plan 2 | inbrott | Parkeringshuset Linden
tågstationen | väntar ensam | Lindesta station
järnvägsstationens väntsal | väntar ensam | Lindesta station
Busstationen | väntar ensam | Busstationen
busstation | väntar ensam | Busstationen
bus stationen | väntar ensam | Busstationen
stationen | väntar ensam | Lindesta station
Storgatan/Kyrkogatan | bilar kör fort | Storgatan / Kyrkogatan
korsningen Storgatan Kyrkogatan | fort | Storgatan / Kyrkogatan
hörnet Järnvägsgatan och Nygatan | fylla | Järnvägsgatan / Nygatan
Korsningen Bruksgatan och Storgatan | fort | -
där Slussgatan möter Storgatan | fort | Slussgatan / Storgatan
Drottninggatan - Kyrkogatan | fort | Drottninggatan / Kyrkogatan
Storgatan 12 | fylla | Storgatan 12
Storgatan 14 | fylla | Storgatan 12
storgatan 31 | fylla | Storgatan 31
Bruksgatan 8 | klotter | Bruksgatan 8
Bruksg. 8 | klotter | Bruksgatan 8
Storgatan | bilar | Storgatan
Hammarvägen | bilar | Hammarvägen
Norra Ringvägen | fort | Norra Ringvägen
Norra Ringvägen vid pendelparkeringen | fort | Pendelparkeringen Norr
Östra Storgatan | bilar | Östra Storgatan
Björkvägen | mörkt | Björkvägen
Björnvägen | mörkt | Björnvägen
Bjrökvägen | mörkt | Björkvägen
Granvägen | mörkt | -
Stadsparken | mörkt | Stadsparken
stads parken | mörkt | Stadsparken
parken | mörkt | -
Brunsparken | mörkt | Brunnsparken
Slussparken | missbrukare | Slussparken
Hammar | otryggt | Hammar
Tallbacken | otryggt | Tallbacken
Gällersta | fort genom byn | Gällersta
överallt | otryggt | -
ingen särskild plats | - | -
Vet ej | mörkt | -
| Det är mörkt vid Hammarskolan när barnen går hem. | Hammarskolan
| Jag vågar inte gå genom gångtunneln vid Slussgatan efter åtta. | Gångtunneln vid Slussgatan
| Hela Almby är nedskräpat. | Almby
| Jag bor på Bruksgatan 15 och hör motorljud varje natt. | -
| Jag bor i Näsby men det är vid busstationen som jag är rädd. | Busstationen
| På väg från lasarettet till stationen är det mörkt hela vägen. | -
| Mellan Hammarskolan och Strandbadet kör de moped. | -
| Det är inte vid simhallen utan vid skateparken de håller till. | Skateparken
| Min granne spelar hög musik. | -
| De dricker i parken varje kväll. | -
| Epatraktorer på parkeringen vid ICA Kvantum varje fredag. | ICA Kvantum Hammar
| Bussarna stannar inte vid hållplatsen. | -
| Stora torget är bra men Brukstorget är hemskt. | -
"""

UNSEEN = """
på torget | folk dricker | Stora torget
Stora Torget, vid bänkarna | folk dricker | Stora torget
brukstorget | folk dricker | Brukstorget
Brukstorgets parkering | raggare | Brukstorget
nere vid järnvägsstationen | ensamt | Lindesta station
Bussterminalen | rån | Busstationen
busstationens toaletter | sprutor | Busstationen
hållplatsen vid Hammarskolan | inget ljus | Busshållplats Hammarskolan
busshållplatsen Gällerstavägen | inget ljus | Busshållplats Gällerstavägen
Hammarskolan, baksidan | klotter | Hammarskolan
Hammar skolan | klotter | Hammarskolan
skolgården på Hammarskolan | klotter | Hammarskolan
Almbyskolans parkering | moped | Almbyskolan
Skolan i Almby | moped | Almbyskolan
Almbyskoaln | moped | Almbyskolan
sjöängsskolans cykelställ | stölder | Sjöängsskolan
Sjöängens skola | stölder | Sjöängsskolan
Vallaskolans fotbollsplan | fyrverkerier | Vallaskolan
valla skola | fyrverkerier | Vallaskolan
Lindegymnasiets entré | rökning | Lindegymnasiet
kyrkogården | mörkt | -
vid Lindesta kyrka | mörkt | Lindesta kyrka
Hammar kyrka | mörkt | Hammars kyrka
utanför stadsbiblioteket | gäng | Stadsbiblioteket
Biblioteket, ingången | gäng | Stadsbiblioteket
lasarettsparkeringen | skadegörelse | Lindesta lasarett
Lindestas lasarett | skadegörelse | Lindesta lasarett
Stadshuset | belysning | Kommunhuset
framför kommunhuset | belysning | Kommunhuset
badhusets parkering | cyklar | Simhallen Delfinen
simhalen | cyklar | Simhallen Delfinen
Almby ip:s parkering | cyklar | Almby IP
Gångtunneln Slussgatan | mörkt | Gångtunneln vid Slussgatan
i tunneln under Bruksgatan | mörkt | Gångtunneln vid Bruksgatan
gång tunneln vid bruksgatan | mörkt | Gångtunneln vid Bruksgatan
cykeltunneln vid Slussgatan | mörkt | Gångtunneln vid Slussgatan
Tallens lekplats | glas | Lekplatsen Tallen
Näckrosens lekplats | glas | Lekplatsen Näckrosen
lekplatsen i Almby | glas | Lekplatsen Näckrosen
Ica Kvantums parkering | epor | ICA Kvantum Hammar
parkeringen utanför coop näsby | epor | Coop Näsby
Folkets Parks scen | mörkt | Folkets park
under Kvarnbron | mörkt | Kvarnbron
gångvägen vid slussbron | mörkt | Slussbron
fritidsgården Kuben | bråk | Fritidsgården Kuben
utanför kuben | bråk | Fritidsgården Kuben
Skateboardrampen | musik | Skateparken
Vårdcentralen | mörkt | Vårdcentralen Eken
Strandbadets toaletter | klotter | Strandbadet
strandbadet parkeringen | klotter | Strandbadet
Lindesta Camping | inbrott | Lindesta camping
återvinningsstationen i Almby | råttor | Återvinningsstationen Almby
Pendelparkeringen Norr | inbrott | Pendelparkeringen Norr
polishuset | - | Polishuset
Bruksmuseets park | mörkt | Bruksmuseet
museet | mörkt | Bruksmuseet
parkeringshuset | mörkt | Parkeringshuset Linden
Galleria Linden | ungdomar | Galleria Linden
gallerians entré | ungdomar | Galleria Linden
Lövstabergets utsiktsplats | bilar på natten | Lövstabergets utsiktsplats
utsiktsplatsen på Lövstaberget | bilar på natten | Lövstabergets utsiktsplats
Solgläntan | hala gångar | Äldreboendet Solgläntan
äldreboendet Solgläntan | hala gångar | Äldreboendet Solgläntan
Kyrkogatan/Drottninggatan | för fort | Drottninggatan / Kyrkogatan
korsningen mellan Storgatan och Slussgatan | för fort | Slussgatan / Storgatan
Storgatan i höjd med Kyrkogatan | för fort | Storgatan / Kyrkogatan
Nygatan x Drottninggatan | för fort | Drottninggatan / Nygatan
hörnet av Kyrkogatan och Järnvägsgatan | för fort | Järnvägsgatan / Kyrkogatan
korsningen Näsbyvägen/Gruvgatan | för fort | -
Storgatan 18 B | inbrott | Storgatan 18
Storgatan 4 | inbrott | Storgatan 4
storg. 12 | inbrott | Storgatan 12
Bruksgatan 15 | inbrott | Bruksgatan 15
Nygatan 7 | inbrott | Nygatan
Karl Johans gata | fylla | Karl Johans gata
karl johans gata 3 | fylla | Karl Johans gata
Tallstigen | mörkt | Tallstigen
Tallstig | mörkt | Tallstigen
Vallgatan | mörkt | Vallgatan
Drottningatan | mörkt | Drottninggatan
Järnvägsgattan | mörkt | Järnvägsgatan
Fabriksgatan, Bruket | mörkt | Fabriksgatan
Gruvvägen | mörkt | -
Skogsvägen | mörkt | -
Björkgatan | mörkt | -
Lindvägen | mörkt | -
Kvarnvägen | mörkt | -
Hagaskolan | mörkt | -
Hammarbyskolan | mörkt | -
Solskolan | mörkt | -
Brunnsparken | fylleri | Brunnsparken
Brunnsparkens lekplats | fylleri | Brunnsparken
stadsparkens damm | fylleri | Stadsparken
I Slussparken nära bron | fylleri | Slussparken
Valla | ödsligt | Valla
Sörby | ödsligt | Sörby
Näsby centrum | ödsligt | Näsby
Lövstaskogen | ödsligt | Lövstaskogen
industriområdet i Hammar | inbrott | Hammars industriområde
Mosjö | fort | Mosjö
hemma | oro | -
stan | oro | -
centrum | oro | Centrum
vid affären | gäng | -
busshållplatsen | gäng | -
skogen | mörkt | -
elljusspåret | mörkt | -
hela kommunen | - | -
Storgatan eller Kyrkogatan | fylla | -
Stora torget och Brukstorget | fylla | -
Hammarskolan och Almbyskolan | fylla | -
från Kuben till Skateparken | fylla | -
| Buskarna vid Näsbyskolan måste klippas. | Näsby skola
| Man vågar knappt gå förbi gallerian på kvällen, det står gäng i hörnet mot p-huset. | Galleria Linden
| Det är ingen belysning i Stadsparken. | Stadsparken
| Mina barn går på Hammarskolan och vägen dit är farlig. | -
| Jag är nöjd med det nya torget men saknar fler lampor vid Kvarnbron. | Kvarnbron
| Vi bor på Tallstigen. Varje natt tjuter motorer från Strandbadet. | Strandbadet
| Som kvinna är det läskigt att stå ensam på järnvägsstationen. | Lindesta station
| Lisa Hammar heter jag, jag cyklar till jobbet varje dag. | -
| Snälla sätt upp kameror vid Busstationen! | Busstationen
| Det luktar hasch i trapphuset. | -
| Kör moped på gångvägen mellan Kvarnbron och Slussbron. | -
| I Bruket är det lugnt men runt Folkets park är det bråk. | Folkets park
| Hälsningar från en orolig mamma i Almby | -
| Har ni sett hur det ser ut bakom Coop i Näsby? | Coop Näsby
| Jag går från Stadsbiblioteket till Busstationen och det är mörkt. | -
| Lampan utanför Vallaskolan är trasig sedan i julas. | Vallaskolan
"""


NEAR_M = 130.0
"""Metres from the place meant within which a placing is right."""


@dataclass(frozen=True)
class Score:
    """What became of a list of items."""

    texts: int
    meant: int
    placed: int
    right: int
    reviewed: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / self.placed if self.placed else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.meant if self.meant else 1.0


def score(listed: list[Item]) -> Score:
    """Locate every item and compare with the place meant."""
    from trygghetsrutan.opendata.submissions.locate import place_of
    from trygghetsrutan.opendata.submissions.mentions import Finder

    known = gazetteer()
    points = {place.name: (place.x, place.y) for place in known.places}
    finder = Finder(known)
    placed = right = reviewed = 0
    wrong, missed = [], []
    for item in listed:
        outcome = place_of(finder, item.place, item.text)
        where = f"{item.place!r} {item.text!r} meant {item.gold or 'nothing'}"
        if outcome.spot is None:
            reviewed += bool(outcome.candidates)
            if item.gold:
                missed.append(f"missed {where} ({outcome.reason or 'not found'}: {[c.name for c in outcome.candidates]})")
            continue
        placed += 1
        at = (outcome.spot.x, outcome.spot.y)
        gold = crossing_point(known, item.gold) if " / " in item.gold else points.get(item.gold)
        if gold is not None and np.hypot(at[0] - gold[0], at[1] - gold[1]) <= NEAR_M:
            right += 1
        else:
            near = min(points, key=lambda name: np.hypot(at[0] - points[name][0], at[1] - points[name][1]))
            wrong.append(f"WRONG {where}, placed at {near} ({outcome.spot.by} {outcome.spot.score:.2f})")
    return Score(len(listed), sum(bool(item.gold) for item in listed), placed, right, reviewed, tuple(wrong), tuple(missed))


def crossing_point(known: Gazetteer, gold: str) -> tuple[float, float]:
    """Where the two streets of ``A / B`` meet, from their lines by hand: all crossings of the town are of straight streets."""
    one, other = (next(place for place in known.places if place.name == name) for name in gold.split(" / "))
    if other.name in UPRIGHT:
        one, other = other, one
    return float(one.paths[0][0, 0]), float(other.paths[0][0, 1])


UPRIGHT = frozenset(("Kyrkogatan", "Slussgatan", "Nygatan"))
