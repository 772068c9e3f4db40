"""The words and endings by which :mod:`.reading` tells persons from places and from ordinary words; all in lower case."""

from __future__ import annotations

from ..wordlists import words

PLACE_ENDINGS = (
    "gatan", "vägen", "torget", "parken", "skolan", "stigen", "gränden", "backen", "bron", "kyrkan", "hallen", "huset", "gården",
    "badet", "berget", "skogen", "sjön", "ån", "älven", "åsen",
    "hagen", "dalen", "viken", "udden", "holmen", "näset", "området", "centrum", "centret", "macken", "tunneln", "hemmet", "lunden",
    "ängen", "plan", "planen", "allén", "kullen", "höjden",
    "stranden", "kajen", "torp", "hult", "rondellen", "stationen", "muséet", "museet", "kiosken", "krogen", "puben", "baren", "livs",
    "gata", "väg", "torg", "park", "hyttan", "bruk", "borg",
    "köping", "stad", "boda", "ryd", "rum", "arp", "hamn", "spåret", "slingan", "leden", "passagen", "gallerian", "arenan", "vallen",
    "klubben", "föreningen", "bolaget", "verket", "kassan",
    "myndigheten", "kommun", "kommunen", "banken", "festivalen", "kvarteret", "byn", "hemmen", "skola", "förskola",
    "lokalen", "caféet", "anläggningen", "platsen", "rinken",
    "gymnasiet", "biblioteket", "parkeringen", "boendet", "lasarettet", "campingen", "industriområde", "rummet", "terminalen", "rampen",
    "gläntan", "dungen",
)  # fmt: skip
"""Endings of places and organisations (lower case)."""
SURNAME_ENDINGS = (
    "qvist", "kvist", "quist", "gren", "lund", "berg", "ström", "dahl", "holm", "blad", "stedt", "blom", "roth", "sköld", "bäck",
    "stam", "sson", "lind", "crantz", "stierna",
)  # fmt: skip
PLACE_LIKE = ("lund", "berg", "ström", "holm", "strand", "dal", "dahl", "fors", "bäck", "vall", "mark", "sten", "lind")
PARTICLES = frozenset(
    ["von", "af", "de", "van", "der", "den", "la", "le", "al", "el", "bin", "ben", "ibn", "da", "di", "du", "dos", "ter", "zu"]
)
AFTER_GENITIVE = words("after_genitive")
"""What makes a genitive before it the name of a street, a building or a shop."""
AFTER_A_PLACE = AFTER_GENITIVE | frozenset(
    {"ip", "station", "lasarett", "camping", "centrum", "bibliotek", "badhus", "badplats", "bad", "sjukhus", "vårdcentral"}
)
PLACE_PREPOSITIONS = frozenset(
    [
        "på",
        "i",
        "vid",
        "genom",
        "längs",
        "runt",
        "förbi",
        "kring",
        "nära",
        "intill",
        "utanför",
        "inne",
        "innan",
        "över",
        "under",
        "ovanför",
        "nedanför",
        "mittemot",
    ]
)
BESIDE_PLACES_ONLY = frozenset(["vid", "mellan", "genom", "längs", "förbi", "nära", "intill", "utanför", "ovanför", "nedanför"])
"""Prepositions that stand before a place far more often than before a person."""
THINGS = words("things")
"""What has a name and is no person: before a name, or as what "heter" is said of."""
BEFORE_A_PLACE = PLACE_PREPOSITIONS | frozenset(
    {
        "kvarteret",
        "kv",
        "restaurang",
        "restaurangen",
        "pizzeria",
        "pizzerian",
        "hotell",
        "hotellet",
        "café",
        "caféet",
        "butiken",
        "affären",
        "filmen",
        "stadsdelen",
        "området",
        "byn",
        "orten",
        "projektet",
        "appen",
        "laget",
    }
)
INTRODUCES, SIGNS_OFF, TITLES, RELATIONS, CONTACTS = (
    words(name) for name in ("introduces", "signs_off", "titles", "relations", "contacts")
)
PERSON_VERBS, HUMAN_VERBS = words("person_verbs"), words("human_verbs")
FILLERS = frozenset(
    ["nog", "visst", "egentligen", "väl", "tydligen", "faktiskt", "bara", "typ", "då", "alltså", "ju", "förresten", "också"]
)
FILLERS_OF_NAMES = FILLERS | {"för"}
NAME_VERBS = frozenset({"heter", "hette", "kallas", "kallad", "kallade", "kallar"})
SHORT_TITLES = frozenset({"fam", "hr", "fr", "dr", "frk", "adv", "ing", "prof", "dir", "mr", "mrs", "ordf", "f", "tandl"})
BEFORE_A_NAME = INTRODUCES | SIGNS_OFF | TITLES | RELATIONS | CONTACTS | FILLERS | {"är", "för"}
MONTHS = frozenset(["maj", "april", "mars", "juni", "juli", "augusti", "valborg", "lucia"])
NO_NAMES = frozenset(
    [
        "inte",
        "ej",
        "så",
        "som",
        "vad",
        "det",
        "den",
        "något",
        "någon",
        "ingenting",
        "samma",
        "saker",
        "allt",
        "också",
        "typ",
        "en",
        "ett",
        "vi",
        "i",
        "på",
        "han",
        "hon",
        "hur",
        "oss",
        "nån",
    ]
)
ONLY_WITH_COLON = frozenset(
    [
        "namnet",
        "kallas",
        "kallad",
        "vän",
        "handläggare",
        "anmälare",
        "avsändare",
        "kontaktperson",
        "ordförande",
        "ordföranden",
        "sekreterare",
        "kassör",
        "besökare",
        "inringare",
        "uppgiftslämnare",
    ]
)
"""Words after which a lower-case word is a name only behind a colon."""

INITIALS_IN_LOWER_CASE = frozenset("bcfghjklprstwz")
"""Letters that stand for a surname after a given name in lower case; the others stand for words too ("emma o", "emma e", "emma d")."""
CLOSES_BEFORE_A_COMMA = SIGNS_OFF | {"tack", "förhand", "hjälpen", "svar", "hej", "hejdå", "hälsar", "vänlig", "bästa"}
"""After one of these and a comma the last word of a text is its writer."""
NAMED_AFTER_SAINTS = frozenset({"kyrka", "kapell", "församling", "kyrkogård", "kyrkan", "församlingshem"})
NOBODY_NEAR = frozenset(["kung", "kungen", "drottning", "drottningen", "prins", "prinsessan", "sankt", "sankta", "helige", "heliga"])
"""Before the name of somebody who is in the history books, or of a church."""
AFTER_AN_OWNER = words("after_an_owner")
"""What makes a genitive before it a person: kin, dogs, cars."""
_WORD_ENDINGS = (
    "ing", "ningen", "ningar", "het", "heten", "tion", "else", "skap", "dom", "ism", "are", "aren", "arna", "orna", "erna", "ande", "ende",
    "igt", "liga", "lig", "isk", "iskt", "ade", "ades", "ats", "et", "ten", "den", "nen", "gen", "sen", "len", "ren", "ven", "ken", "pen",
    "ar", "or", "ad", "na", "ast", "aste", "are", "arnas", "ernas", "ornas", "ens", "ets", "ig", "iga", "igen", "vis", "sam", "bar",
)  # fmt: skip


def word_like(lower: str) -> bool:
    """Whether an unknown word is inflected as Swedish words are and names seldom ("Klienten", "Skottning")."""
    return len(lower) > 4 and lower.endswith(_WORD_ENDINGS)


def place_like(lower: str) -> bool:
    """Whether a lower-case word ends like a place or an organisation, genitive or not."""
    return lower.endswith(PLACE_ENDINGS) or (lower.endswith("s") and lower[:-1].endswith(PLACE_ENDINGS))
