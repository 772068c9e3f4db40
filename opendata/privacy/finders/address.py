"""Where somebody lives: street and number, flat, property, postcode with town, and any place named as a home.

Endings of street names after Lantmäteriet's advice on place names ("God ortnamnssed"). Weak endings are also ordinary words and need a
capital letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..facts import Facts
from ..finding import MASK_AT_ONCE, REVIEW, Finding
from ..wordlists import words
from .cues import place_like
from .spoken import COUNTING
from .vocabulary import Vocabulary

_STRONG = (
    "gatan", "gata", "vägen", "väg", "vägn", "gränd", "gränden", "stigen", "allén", "alle", "allé", "esplanaden", "leden", "slingan",
    "svängen", "vag", "vagen",
    "gtan", "gatn", "vägne", "gaten",
)  # fmt: skip
_WEAK = (
    "stig", "torget", "torg", "plan", "plats", "platsen", "kajen", "promenaden", "parken", "park", "gården", "gård", "höjden",
    "strand", "stranden", "ringen", "rundan",
    "kroken", "liden", "brinken", "hagen", "vreten", "åsen", "ängen", "tomten", "dalen", "lunden", "skogen", "udden", "viken",
    "backen", "backe", "kullen", "bron",
    "berget", "hult", "torp", "torpet", "hyttan", "holmen", "hamnen", "tået", "passagen", "gången", "trappan", "sundet", "näset",
    "mossen", "marken", "fältet", "heden", "åkern",
    "bringen", "sluttningen", "rinken", "bågen", "ängarna", "gat",
)  # fmt: skip
_DEFINITE = frozenset(
    {"gatan", "vägen", "gränden", "stigen", "torget", "allén", "backen", "leden", "gången", "bron", "gården", "planen", "parken"}
)
_ADJECTIVE = re.compile(
    r"(?<![^\W_])(?:gröna|röda|blå|blåa|gula|vita|svarta|bruna|långa|korta|breda|smala|höga|låga|raka|krokiga|sneda|branta|djupa|kalla|"
    r"varma|gyllene|kungliga|mellersta|inre|yttre|övre|nedre|norra|södra|östra|västra|stora|lilla|gamla|nya|första|andra|tredje|fjärde|"
    r"femte|sjätte|tysta|ljusa|mörka|sköna|fina|heliga|tysk[ae]|danska|ryska|finska|svenska|engelska) $",
    re.IGNORECASE,
)
"""Before "gatan" and the like: a street of two words ("Gröna gatan 12")."""
_SPOKEN = frozenset({"gata", "väg", "gränd", "stig", "torg", "plats", "allé", "allè", "alle", "backe", "plan", "park"})
_GENERIC = words("generic_streets")
_UNITS = (
    r"(?: ?(?:jan(?:uari)?|feb(?:ruari)?|mars|apr(?:il)?|maj|juni|juli|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?|"
    r"steg|trappsteg|rader|våningar|hållplatser|minuters|dygn|p-platser|platser|parkeringar|containrar|kameror|stenar|gatlyktor|"
    r"gatlampor|"
    r"av|m|meter|km|cm|kilometer|min|minuter|minuters|tim|timmar|timme|st|stycken|kr|kronor|ggr|gånger|gång|år|års|åring|"
    r"åringar|dagar|veckor|månader|nätter|kvällar|helger|olyckor|inbrott|bränder|papperskorgar|bänkar|skyltar|hål|gropar|stolpar|"
    "träd|buskar|bussar|cyklar|poliser|vakter|"
    r"fartgupp|farthinder|sprutor|rutor|butiker|ställen|platser|hundar|elsparkcyklar|lyktor|personbilar|lastbilar|gubbar|gäng|minst|"
    "fulla|stora|små|nya|trasiga|"
    r"personer|pers|ungdomar|killar|tjejer|barn|män|kvinnor|lampor|lyktstolpar|bilar|mopeder|procent|grader|h|kl|km/h)\b| ?%|"
    r" 000(?!\d)|[:.]\d|/\d|-?åring|\d|-?tiden|-talet)"
)
_COUNTED = (
    r"(?:(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio)(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio)?|"
    r"ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton)(?![^\W_])"
)
_STREET = re.compile(
    r"(?<![^\W_])(?P<word>[^\W\d_]{3,30}+(?:-[^\W\d_]{1,30}+)?)(?P<dot>\.)?:?(?: {1,2}(?:nr\.? ?|nummer )?|(?=\d))"
    rf"(?P<number>\d{{1,3}}|{_COUNTED})(?!{_UNITS})(?P<tail>[a-zA-Z](?:-[a-zA-Z])?(?![^\W_])| [A-Z]-[A-Z](?![^\W_])|"
    rf" [a-dfghA-HJ-NP-Z](?![^\W_])(?! ?\d{{1,2}}(?!\d)(?! ?(?:tr|vån)))"
    rf"| ?- ?\d{{1,3}}(?!\d)(?:[A-Za-z](?![^\W_]))?)?"
    r"(?P<entrance>[ ,]{1,2}(?:uppg|uppgång|port|ing|ingång|trapphus|hus)\.? ?[A-Za-z\d]{1,2}(?![^\W_]))?"
    r"(?P<floor>[ ,]{1,2}(?:\d|[nbv])\.? ?(?:tr|trappor|vån|våningen|nb|bv)(?![^\W_])\.?(?: upp| ned| (?:till )?(?:vänster|"
    "höger))*)?(?P<flat>[ ,]{1,2}(?:lgh|lägenhet|"
    r"lght)\.? ?(?:nr ?)?\d{1,4})?"
    rf"(?:(?:, ?| och | & | ?/ ?)\d{{1,3}}(?! ?\d)(?!{_UNITS})(?![^\W_]{{2}})[a-zA-Z]?(?![^\W_])){{0,3}}"
)
_SHORTENED = re.compile(r".*(?<!da)(?<!la)(?<!in)(?<!ta)g")
_LEADING = re.compile(r"(?:(?<![^\W_])[A-ZÅÄÖ][^\W\d_]{0,30}(?::s)?\.? ){1,3}$")
_SIDE = re.compile(
    r"(?<![^\W_])(?:norra|södra|östra|västra|gamla|nya|stora|lilla|övre|nedre|sankt|sankta|s:t|s:ta|st|n|s|ö|v)(?:\. ?| )$", re.IGNORECASE
)
_AT_A_STREET = re.compile(r"(?<![^\W_])(?:på|vid|bor|adress|till) $", re.IGNORECASE)
_FLAT = re.compile(
    r"\b(?:lgh|lägenhet|lght|läg|lägenhetsnummer|lägenhetsnr|lgh-?nr|lägenheten)\b\.?[ :]{0,2}(?:nr\.? ?|"
    r"nummer )?(?P<number>\d{1,4}[a-zA-Z]?)"
    r"(?![^\W_])(?! ?(?:rum|m2|kvm|st|kr)\b)",
    re.IGNORECASE,
)
_FLAT_WORDS = frozenset(["lgh", "lägenhet", "lght", "läg", "lägenhetsnummer", "lägenhetsnr", "lgh-nr", "lghnr", "lägenheten"])
_FLOOR_WORDS = frozenset(["tr", "trappor", "vån"])
_PROPERTY_WORDS = frozenset(
    ["fastighet", "fastigheten", "fastighetsbeteckning", "fastighetsbeteckningen", "kv", "kvarter", "kvarteret", "tomten"]
)
_FEWEST_IN_POSTCODES = 5
_PROPERTY = re.compile(
    r"(?<![^\W_])(?P<name>[A-ZÅÄÖ][^\W\d_]{2,30}+(?:[ -][A-ZÅÄÖ]?[^\W\d_]{2,30}+)?) (?P<number>\d{1,4}:\d{1,4}|"
    r"\d{1,4} : \d{1,4})(?![\d:])"
)
_PROPERTY_CUE = re.compile(
    r"(?<![^\W_])(?:fastighet(?:en|sbeteckning(?:en)?)?|kv(?:arteret)?\.?|tomten)[ :]{1,2}"
    r"(?P<name>[^\W\d_]{3,31}+(?: [^\W\d_]{3,31}+)? \d{1,4}(?::\d{1,4})?)(?![^\W_])",
    re.IGNORECASE,
)
_FLAT_AFTER_STREET = re.compile(r"[ ,]{1,2}(?P<flat>(?:09|1[0-6])[01]\d)(?!\d)(?=[ ,.;)\n]|$)(?! ?(?:kr|st|m)\b)")
"""The national flat number: two digits for the floor (10: the ground floor), two for the door."""
_VILLAGE_AFTER_STREET = re.compile(r", (?P<place>[A-ZÅÄÖ][^\W\d_]{3,25})(?=[.,;)\n]|$)")
_VILLAGE = re.compile(
    r"(?<![^\W_])[A-ZÅÄÖ][^\W\d_]{2,25} (?:Nedre|Övre|Norra|Södra|Östra|Västra|Lilla|Stora|Gamla|Nya|Yttre|Inre|Mellan) \d{1,3}"
    rf"(?!\d|:\d)(?!{_UNITS})[A-Za-z]?(?![^\W_])"
)
""" "Gärdet Nedre 3": a house in a village."""
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d")
_YEAR_AND_NUMBER = re.compile(r"(?:19|20)\d\d:")
"""The number of a law, a report or a motion ("Brå 2023:9")."""
_POST = re.compile(r"(?<![\d-])(?:SE?-?|se-)?[1-9]\d{2} ?\d{2}[ ,]{1,2}(?P<town>[^\W\d_]{2,30}+(?: [A-ZÅÄÖ][^\W\d_]{1,30})?)")
_BARE_POST = re.compile(r"[ ,]{1,3}(?P<code>[1-9]\d{2} ?\d{2})(?!\d)(?! [^\W\d_])")
_FARM = re.compile(r"(?<![^\W_])(?:[A-ZÅÄÖ][^\W\d_]{1,30}+ ){1,3}\d{1,4}[A-Za-z]?(?=[, \n]{1,3}(?:SE-|S-)?\d{3} ?\d{2} [A-ZÅÄÖ])")
_POST_CUE = re.compile(r"\b(?:postnummer|postnr|postadress|postnumret)\b[ :]{0,3}(?:är )?(?P<code>\d{3} ?\d{2})(?!\d)", re.IGNORECASE)
_BOX = re.compile(r"(?<![^\W_])[Bb][Oo][Xx] \d{1,5}(?!\d)")

_LIVES = words("homes")
"""Words that say that a place is a home."""
_WORTH = _LIVES | {"hem", "hemmet", "hos", "port", "tomt", "uppfart", "infart", "trapphus", "villa", "brevlåda", "trappuppgång"}
"""Words that make a text worth reading for homes."""
_ADDRESS_WORDS = frozenset(["adress", "adressen", "hemadress", "hemadressen", "bostadsadress", "adr", "gatuadress", "gatuadressen"])
_LIVES_ALTERNATIVES = "|".join(sorted(_LIVES, key=len, reverse=True))
_BETWEEN = (
    r"(?:(?: |: ?|\. )(?:själv|ensam|tillfälligt|tillsvidare|fortfarande|permanent|just|också|även|ju|sedan|"
    r"jag|vi|är|nu|numera|hemma|uppe|nere|ute|inne|där|här|kvar|då|förr|"
    r"tidigare|länge|idag|precis|alldeles|granne|med|"
    r"åt|på|i|vid|intill|bredvid|nära|mitt|emot|mittemot|ovanför|under|av|korsningen|hörnet|till|borta|strax|bakom|utanför)(?=[ :])){0,5}"
)
_HOME = re.compile(
    rf"(?<![^\W_])(?P<lives>{_LIVES_ALTERNATIVES})(?P<between>{_BETWEEN})[ :.]{{1,2}} ?"
    r"(?P<home>[^\W\d_][^\W\d_]{1,40}(?:-[^\W\d_]{1,40})?)",
    re.IGNORECASE,
)
_HOME_STREET = re.compile(
    r"(?<![^\W_])(?:bor|bodde|boende|hemma|bosatt|bostad|flyttade|flyttat|flytta|(?:min|vår) (?:gata|väg|adress|gård|"
    r"port))(?![^\W_])[^.!?\n]{0,45}?"
    r"(?: på | vid | intill |, )(?P<home>[^\W\d_]{3,40})(?P<number> ?(?:nr|nummer) ?\d{1,3}[a-zA-Z]?(?![^\W_]))?(?![^\W_])",
    re.IGNORECASE,
)
_WAY_HOME = re.compile(
    r"(?<![^\W_])(?:hem(?:ma|met)?(?: igen)? (?:till|på|från|i|vid)|mitt hem (?:på|i|vid)|"
    r"hos (?:mig|oss) (?:på|i|vid)|(?:min|vår|våran|vårt|mitt) "
    r"(?:port|hus|gård|tomt|uppfart|infart|trapphus|villa|brevlåda|trappuppgång|trappa) (?:på|i|vid))"
    r" (?P<home>[^\W\d_]{3,40})(?P<number> ?\d{1,3}(?!\d)[a-zA-Z]?(?![^\W_]))?(?![^\W_])",
    re.IGNORECASE,
)
_NUMBER_ON = re.compile(
    r"(?<![^\W_])(?P<number>(?:hus |port |uppgång )?(?:nr|nummer|n:o) ?\d{1,3}[a-zA-Z]?) (?:på|i|vid) (?P<home>[^\W\d_]{5,40})(?![^\W_])",
    re.IGNORECASE,
)
_DESCRIBED_HOME = re.compile(
    r"(?<![^\W_])(?:bor|bodde|hör hemma|hemma|bosatt|granne med)(?: \w{1,12}){0,2}? (?P<home>(?:i|på|vid|med) (?:det|den|ett|en)"
    r"(?: [^\W\d_]{2,20}){0,3} (?:[^\W\d_]{0,20})(?:huset|hus|stugan|stuga|villan|villa|gården|lägenheten|radhuset|torpet|lyan|"
    "vindsvåningen|"
    r"längan|kåken)(?: (?:till vänster|till höger|bakom|vid|mitt emot|mittemot|bredvid|närmast|ovanför|nedanför|intill|efter|före|på|i)"
    r"(?: [^\W\d_]{1,25}){1,4})?)(?![^\W_])",
    re.IGNORECASE,
)
_FLOOR = re.compile(
    r"(?<![^\W_])\d{1,2} ?(?:tr|trappor|vån)\b\.?(?: upp)?(?: (?:till )?(?:vänster|höger|v|h))(?![^\W_])|"
    r"(?<![^\W_])\d{1,2} ?tr\b\.?(?: upp)?",
    re.IGNORECASE,
)
_MORE_HOME = re.compile(r" (?P<word>[A-ZÅÄÖ][^\W\d_]{1,30}|(?:gård|herrgård|säteri|prästgård|camping|äldreboende|vandrarhem)(?![^\W_]))")
_WHERE_IT_IS = re.compile(r" (?:(?:i|på|vid) )?[A-ZÅÄÖ][^\W\d_]{1,30}")
_NUMBERED_HOME = re.compile(r"(?: [^\W\d_]{1,30}){0,3} \d{1,3}(?!\d)(?:[a-zA-Z](?![^\W_])| [a-dfghA-HJ-NP-Z](?![^\W_]))?")
_NUMBER_UNIT = re.compile(_UNITS)
_VILLAGES = ("torp", "hult", "boda", "ryd", "hyttan", "sund")
"""Endings of villages that no other word has, for homes in lower case."""
_AT = frozenset({"på", "vid", "intill", "bredvid", "nära", "emot", "mittemot", "korsningen", "hörnet", "bakom", "utanför"})


def worth(facts: Facts) -> bool:
    """Whether a text may tell where somebody lives."""
    return facts.digits > 0 or not _WORTH.isdisjoint(facts.bag) or _counted(facts)


def find(facts: Facts) -> Iterator[Finding]:
    """Streets and flats with their numbers, properties, postcodes, and any place named as a home."""
    text, known, bag = facts.text, facts.known, facts.bag
    if facts.digits or _counted(facts):
        streets = list(_streets(text, known))
        yield from streets
        if "nr" in bag or "nummer" in bag:
            for match in _NUMBER_ON.finditer(text):
                if street_like(match["home"].lower()):
                    yield Finding("adress", match.start("number"), match.end("home"), MASK_AT_ONCE, 0.8, "number on a street")
        if not _FLAT_WORDS.isdisjoint(bag):
            for match in _FLAT.finditer(text):
                yield Finding("lägenhet", match.start(), match.end(), MASK_AT_ONCE, 0.9, "number after a word for flat")
        if not _FLOOR_WORDS.isdisjoint(bag):
            for match in _FLOOR.finditer(text):
                yield Finding("lägenhet", match.start(), match.end(), MASK_AT_ONCE, 0.8, "floor of a flat")
        if "box" in bag:
            for match in _BOX.finditer(text):
                yield Finding("postadress", match.start(), match.end(), MASK_AT_ONCE, 0.8, "post box")
        if ":" in text or not _PROPERTY_WORDS.isdisjoint(bag):
            yield from _properties(text, known)
        if facts.digits >= _FEWEST_IN_POSTCODES:
            yield from _postcodes(text, known, streets)
    if not _WORTH.isdisjoint(bag):
        yield from _homes(text, known, facts.caps)


def _counted(facts: Facts) -> bool:
    """Whether a number in words may follow a street."""
    return not COUNTING.isdisjoint(facts.bag) and any(street_like(token) for token in facts.bag)


def street_like(lower: str) -> bool:
    """Whether a lower-case word ends like the name of a street."""
    return lower not in _GENERIC and len(lower) > 5 and lower.endswith(_STRONG)


def _streets(text: str, known: Vocabulary) -> Iterator[Finding]:
    for match in _STREET.finditer(text):
        word = match["word"]
        lower = word.lower()
        start = match.start()
        tier, confidence = MASK_AT_ONCE, 0.9
        if not match["number"][0].isdigit() and not (len(lower) > 5 and lower.endswith(_STRONG) and lower not in _GENERIC):
            continue
        adjective = _ADJECTIVE.search(text, max(0, start - 20), start) if lower in _DEFINITE else None
        if adjective:
            start = adjective.start()
            tier = MASK_AT_ONCE if adjective[0][0].isupper() else REVIEW
        elif lower in _SPOKEN:
            # "Karl Johans gata 4": the street's first words stand before it, with a genitive.
            leading = _LEADING.search(text, max(0, start - 80), start)
            if not leading or not leading[0].rstrip().endswith(("s", "x", "z")):
                continue
            start = leading.start()
        elif lower in _GENERIC:
            if not word[0].isupper():
                continue
            if _with_side(text, start) == start:
                # "Skolvägen 3c" may be a street of that name.
                if lower.endswith(("vägen", "gatan")) and lower not in _DEFINITE and _AT_A_STREET.search(text, max(0, start - 9), start):
                    yield Finding("adress", start, match.end(), REVIEW, 0.4, "street and number")
                continue
            start = _with_side(text, start)
        elif (len(lower) > 4 and lower.endswith(_STRONG)) or (match["dot"] and len(lower) > 4 and lower.endswith(("v", "g"))):
            start = _with_side(text, start)
        elif word[0].isupper() and len(lower) > 5 and lower.endswith(_WEAK):
            start = _with_side(text, start)
            tier = REVIEW if lower in known.ordinary else MASK_AT_ONCE
        elif (word[0].isupper() and len(lower) > 5 and _SHORTENED.fullmatch(lower) and lower not in known.ordinary) or (
            word[0].isupper() and not word.isupper() and lower in known.places and ":" not in match[0]
        ):
            tier, confidence = REVIEW, 0.5
        else:
            continue
        end = match.end()
        flat = _FLAT_AFTER_STREET.match(text, end)
        if flat:
            yield Finding("lägenhet", flat.start("flat"), flat.end("flat"), tier, 0.8, "number after a word for flat")
        village = _VILLAGE_AFTER_STREET.match(text, end)
        if (
            village
            and tier == MASK_AT_ONCE
            and village["place"].lower() not in known.towns
            and village["place"].lower() not in known.ordinary
        ):
            end = village.end()
        yield Finding("adress", start, end, tier, confidence, "street and number")
    for match in _VILLAGE.finditer(text):
        yield Finding("adress", match.start(), match.end(), MASK_AT_ONCE, 0.8, "street and number")


def _with_side(text: str, start: int) -> int:
    """Where the street's name begins when "Norra" or "S:t" stands before it."""
    side = _SIDE.search(text, max(0, start - 12), start)
    return side.start() if side else start


def _properties(text: str, known: Vocabulary) -> Iterator[Finding]:
    for match in _PROPERTY_CUE.finditer(text):
        if match["name"].split(" ")[0].lower() not in known.ordinary:
            short = match[0].lower().startswith(("kv ", "kv."))
            start = match.start() if short else match.start("name")
            yield Finding("fastighet", start, match.end("name"), MASK_AT_ONCE, 0.9, "designation after a word for property")
    for match in _PROPERTY.finditer(text):
        start = match.start()
        name = match["name"].lower().replace("-", " ").split()
        if len(name) > 1 and (name[0] in _PROPERTY_WORDS or name[0] in known.ordinary):
            start = match.start("name") + len(name[0]) + 1
            name = name[1:]
        if (
            _YEAR_AND_NUMBER.match(match["number"])
            or any(word in known.ordinary for word in name)
            or (len(match["number"]) >= 5 and _CLOCK.fullmatch(match["number"]))
        ):
            continue
        yield Finding("fastighet", start, match.end(), MASK_AT_ONCE, 0.8, "name and register number of a property")


def _postcodes(text: str, known: Vocabulary, streets: list[Finding]) -> Iterator[Finding]:
    ends = {street.end for street in streets}
    for end in sorted(ends):
        bare = _BARE_POST.match(text, end)
        if bare:
            yield Finding("postadress", bare.start("code"), bare.end(), MASK_AT_ONCE, 0.8, "postcode after a street")
    for match in _POST.finditer(text):
        town = match["town"]
        if any(match.start() - gap in ends for gap in (1, 2)):
            yield Finding("postadress", match.start(), match.end("town"), MASK_AT_ONCE, 0.9, "postcode after a street")
            continue
        first = town.split(" ")[0]
        if first.lower() in known.towns:
            end = match.end() if town.lower() in known.towns else match.start("town") + len(first)
            yield Finding("postadress", match.start(), end, MASK_AT_ONCE, 0.95, "postcode and town")
        elif first[0].isupper() and not first.isupper() and first.lower() not in known.ordinary:
            yield Finding("postadress", match.start(), match.end(), MASK_AT_ONCE, 0.8, "postcode and a name")
    for match in _FARM.finditer(text):
        yield Finding("adress", match.start(), match.end(), MASK_AT_ONCE, 0.8, "name and number before a postcode")
    for match in _POST_CUE.finditer(text):
        yield Finding("postadress", match.start("code"), match.end("code"), MASK_AT_ONCE, 0.9, "postcode after the word for it")


def _homes(text: str, known: Vocabulary, caps: bool) -> Iterator[Finding]:
    for match in _HOME_STREET.finditer(text):
        if street_like(match["home"].lower()):
            yield Finding(
                "adress",
                match.start("home"),
                match.end("number") if match["number"] else match.end("home"),
                MASK_AT_ONCE,
                0.8,
                "street named as a home",
            )
    for match in _WAY_HOME.finditer(text):
        lower = match["home"].lower()
        end = match.end("number") if match["number"] else match.end("home")
        if street_like(lower):
            yield Finding("adress", match.start("home"), end, MASK_AT_ONCE, 0.8, "street named as a home")
        elif not caps and match["home"][0].isupper() and lower not in known.towns and lower not in known.ordinary:
            yield Finding("adress", match.start("home"), end, REVIEW, 0.4, "part of town named as a home")
    for match in _DESCRIBED_HOME.finditer(text):
        yield Finding("adress", match.start("home"), match.end("home"), REVIEW, 0.5, "house described as a home")
    for match in _HOME.finditer(text):
        start, end = match.span("home")
        home = match["home"]
        first = home.lower()
        lives = match["lives"].lower()
        between = match["between"].lower().replace(":", " ").split()
        address = lives in _ADDRESS_WORDS
        if (lives in {"hemma", "granne", "bo", "hyr", "hyresgäst"} and not between) or (lives == "hyr" and not _AT.intersection(between)):
            continue
        at = bool(_AT.intersection(between)) or address
        numbered = _NUMBERED_HOME.match(text, end)
        if (at or "i" in between) and numbered and not _NUMBER_UNIT.match(text, numbered.end()):
            last = [first, *numbered[0].lower().split()][-2] if not numbered[0].split()[-1].isalpha() else first
            words = [first, *(word for word in numbered[0].lower().split() if word.isalpha())]
            if address or any(street_like(word) or word in _SPOKEN for word in (*words, last)):
                yield Finding("adress", start, numbered.end(), MASK_AT_ONCE, 0.85, "place with a number named as a home")
                continue
        street = street_like(first)
        if first in known.ordinary and not street:
            continue
        capital = home[0].isupper() and not caps
        more = _MORE_HOME.match(text, end) if capital else None
        if more and (more["word"][0].islower() or more["word"].lower() not in known.ordinary):
            end = more.end()
        if street or (at and (capital or first in known.places) and first not in known.towns):
            yield Finding("adress", start, end, MASK_AT_ONCE, 0.85, "place named as a home")
        elif "i" in between and (capital or first in known.places or first.endswith(_VILLAGES)) and first not in known.towns:
            yield Finding("adress", start, end, REVIEW, 0.5, "part of town named as a home")
        elif lives in {"bor", "bodde"} and not between and (place_like(first) or first in known.places) and first not in known.towns:
            yield Finding("adress", start, end, REVIEW, 0.4, "place right after a word for living")
        elif at and not capital and len(first) > 4:
            where = _WHERE_IT_IS.match(text, end)
            end = where.end() if where else end
            yield Finding("adress", start, end, REVIEW, 0.3, "word named as a home")
