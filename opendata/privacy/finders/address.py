"""Where somebody lives: street and number, flat, property, postcode with town, and any place named as a home.

Street endings are those of Swedish street names (Lantmäteriet's "God ortnamnssed", Svensk standard SS 63 70 03). Weak endings are
also ordinary words and need a capital letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Finding

_STRONG = (
    "gatan",
    "gata",
    "gat",
    "vägen",
    "väg",
    "vägn",
    "gränd",
    "gränden",
    "stigen",
    "allén",
    "alle",
    "allé",
    "esplanaden",
    "leden",
    "slingan",
    "svängen",
    "vag",
    "vagen",
    "v",
)
_WEAK = (
    "stig", "torget", "torg", "plan", "plats", "platsen", "kajen", "promenaden", "parken", "park", "gården", "gård", "höjden", "strand", "stranden", "ringen", "rundan",
    "kroken", "liden", "brinken", "hagen", "vreten", "åsen", "ängen", "tomten", "dalen", "lunden", "skogen", "udden", "viken", "backen", "backe", "kullen", "bron",
    "berget", "hult", "torp", "torpet", "hyttan", "holmen", "hamnen", "tået", "passagen", "gången", "trappan", "sundet", "näset", "mossen", "marken", "fältet", "heden", "åkern",
)  # fmt: skip
_GENERIC = frozenset(
    "gatan gata vägen väg stigen torget torg parken park backen gränden gränd plan planen plats platsen allén stranden skogen gården bron gången "
    "riksväg riksvägen länsväg länsvägen europaväg europavägen cykelväg cykelvägen gångväg gångvägen motorväg motorvägen landsväg landsvägen omväg "
    "huvudgatan sidogatan tvärgatan bakgatan bilväg bilvägen grusväg grusvägen skogsväg skogsvägen promenadvägen gågatan tvärgata återvändsgata "
    "återvändsgatan infartsväg infartsvägen utfartsväg genomfartsvägen gatorna vägarna hållplats hållplatsen lekplats lekplatsen badplats badplatsen "
    "parkeringsplats parkeringsplatsen arbetsplats arbetsplatsen campingplats fotbollsplan fotbollsplanen idrottsplats idrottsplatsen grillplats grillplatsen "
    "mötesplats mötesplatsen bakgården innergården skolgården kyrkogården fritidsgården lekparken skateparken stadsparken pulkabacken marknaden verksamheten "
    "ingången utgången omgången möjligheten hela villaväg promenad tillgången nedgången uppgången övergången undergången årgången gångstigen motionsslingan elljusslingan".split()
)  # fmt: skip
_UNITS = (
    r"(?: ?(?:m|meter|km|cm|kilometer|min|minuter|minuters|tim|timmar|timme|st|stycken|kr|kronor|ggr|gånger|gång|år|års|åring|åringar|dagar|veckor|månader|"
    r"personer|pers|ungdomar|killar|tjejer|barn|män|kvinnor|lampor|lyktstolpar|bilar|mopeder|procent|%|grader|h|kl)\b|[:.]\d|/\d|-?åring|\d|-?tiden|-talet)"
)
_STREET = re.compile(
    r"(?<![^\W_])(?P<word>[^\W\d_][^\W\d_-]{2,40}(?:-[^\W\d_]{1,40})?|gata|väg|gränd|stig|torg|plats|allé|backe|plan)(?:\.|:s)? ?(?:nr\.? ?|nummer )?"
    rf"(?P<number>\d{{1,3}})(?!{_UNITS})(?P<tail> ?[a-zA-Z](?![^\W_])(?! \d)| ?- ?\d{{1,3}}(?!\d)(?:[A-Za-z](?![^\W_]))?)?"
    r"(?P<floor>[ ,]{1,2}(?:\d|[nbv])\.? ?(?:tr|trappor|vån|våningen|nb|bv)(?![^\W_])\.?)?(?P<c_o>[ ,]{1,2}(?:lgh|lägenhet|lght)\.? ?(?:nr ?)?\d{1,4})?"
)
_LEADING = re.compile(r"(?:(?<![^\W_])[A-ZÅÄÖ][\w:.]{0,30}[ ]){1,3}$")
_FLAT = re.compile(
    r"\b(?:lgh|lägenhet|lght|läg|lägenhetsnummer|lägenhetsnr|lgh-?nr|lägenheten)\b\.?[ :]{0,2}(?:nr\.? ?|nummer )?(?P<number>\d{1,4}[a-zA-Z]?)(?![^\W_])(?! ?(?:rum|m2|kvm|st|kr)\b)",
    re.IGNORECASE,
)
_PROPERTY = re.compile(r"(?<![^\W_])(?P<name>[A-ZÅÄÖ][^\W\d_]{2,30}(?:[ -][A-ZÅÄÖ]?[^\W\d_]{2,30})?) (?P<number>\d{1,4}:\d{1,4})(?![\d:])")
_PROPERTY_CUE = re.compile(
    r"(?<![^\W_])(?:fastighet(?:en|sbeteckning(?:en)?)?|kv(?:arteret)?\.?|tomten)[ :]{1,2}(?P<name>[A-ZÅÄÖa-zåäö][^\W\d_]{2,30}(?: [A-ZÅÄÖ][^\W\d_]{2,30})? \d{1,4}(?::\d{1,4})?)(?![^\W_])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d")
_POST = re.compile(r"(?<![\d-])(?:SE?-?|se-)?[1-9]\d{2} ?\d{2} {1,2}(?P<town>[^\W\d_]{2,30}(?: [A-ZÅÄÖ][^\W\d_]{1,30})?)")
_POST_CUE = re.compile(r"\b(?:postnummer|postnr|postadress)\b[ :]{0,3}(?P<code>\d{3} ?\d{2})(?!\d)", re.IGNORECASE)
_BOX = re.compile(r"(?<![^\W_])[Bb]ox \d{1,5}(?!\d)")
_LIVES = re.compile(
    r"(?<![^\W_])(?:bor|bodde|bott|bo|boende|boendes|hyr|hyresgäst|granne|hemma|hemadress|hemadressen|bostad|bostadsadress|adress|adressen)(?![^\W_])"
    r"(?P<between>(?: (?:själv|ensam|också|även|ju|sedan|jag|vi|nu|numera|hemma|uppe|nere|ute|inne|där|här|är|kvar|då|idag|precis|alldeles|granne|"
    r"åt|en|ett|på|i|vid|intill|bredvid|nära|mitt|emot|mittemot|med|ovanför|under|i|närheten|av|korsningen|hörnet)){1,5}|[ :]{1,3})[ ]?"
    r"(?P<home>[^\W\d_][\w:é-]{1,40}(?: [A-ZÅÄÖ][^\W\d_]{1,30}){0,2})",
    re.IGNORECASE,
)
_AT_HOME = frozenset({"på", "vid", "intill", "bredvid", "nära", "emot", "mittemot", "korsningen", "hörnet"})
_LIVES_WORDS = frozenset({"adress", "adressen", "hemadress", "hemadressen", "bostadsadress"})


def find(text: str, towns: frozenset[str], common: frozenset[str], caps: bool) -> Iterator[Finding]:
    """Findings of this family; ``towns`` (lower case) may follow a postcode and are no home by themselves, ``common`` are no street names.

    ``caps``: the text is all capitals, so that a capital letter says nothing.
    """
    if any(mark in text for mark in "0123456789"):
        yield from _streets(text)
        for match in _FLAT.finditer(text):
            yield Finding("lägenhet", match.start(), match.end(), 1, 0.9, "number after a word for flat")
        yield from _properties(text, common)
        yield from _postcodes(text, towns, common)
    yield from _homes(text, towns, common, caps)


def street_like(word: str) -> bool:
    """Whether a lower-case word ends like the name of a street."""
    return word not in _GENERIC and len(word) > 5 and word.endswith(_STRONG[:-1]) and not word.endswith(("gatans", "vägens"))


def _streets(text: str) -> Iterator[Finding]:
    for match in _STREET.finditer(text):
        word = match["word"]
        lower = word.lower()
        start = match.start()
        spoken = lower in {"gata", "väg", "gränd", "stig", "torg", "plats", "allé", "backe", "plan"}
        leading = _LEADING.search(text, max(0, start - 80), start)
        if spoken:
            # "Karl Johans gata 4": the street's first words stand before it, with a genitive.
            if not leading or not leading[0].rstrip().endswith(("s", "x", "z")):
                continue
            start = leading.start()
        elif lower in _GENERIC:
            continue
        elif (
            len(lower) > 4
            and lower.endswith(_STRONG[:-1])
            or lower.endswith("v")
            and match[0][len(word) : len(word) + 1] == "."
            and len(lower) > 4
        ):
            pass
        elif not (lower.endswith(_WEAK) and len(lower) > 5 and word[0].isupper()):
            continue
        first = text[start : match.start()].split(" ")[0] if spoken else ""
        if not spoken:
            prefix = re.search(
                r"(?:(?<![^\W_])(?:norra|södra|östra|västra|gamla|nya|stora|lilla|övre|nedre|sankt|s:t|n|s|ö|v)[. ]{1,2})$",
                text[max(0, start - 12) : start],
                re.IGNORECASE,
            )
            if prefix:
                start -= len(prefix[0])
        yield Finding("adress", start, match.end(), 1, 0.9 if first or word[0].isupper() else 0.8, "street and number")


def _properties(text: str, common: frozenset[str]) -> Iterator[Finding]:
    for match in _PROPERTY_CUE.finditer(text):
        yield Finding("fastighet", match.start("name"), match.end("name"), 1, 0.9, "designation after a word for property")
    for match in _PROPERTY.finditer(text):
        words = match["name"].lower().replace("-", " ").split()
        if any(word in common for word in words) or len(match["number"]) >= 5 and _CLOCK.fullmatch(match["number"]):
            continue
        yield Finding("fastighet", match.start(), match.end(), 1, 0.8, "name and register number of a property")


def _postcodes(text: str, towns: frozenset[str], common: frozenset[str]) -> Iterator[Finding]:
    for match in _POST.finditer(text):
        town = match["town"]
        first = town.split(" ")[0]
        if first.lower() in towns:
            end = match.end() if town.lower() in towns else match.start("town") + len(first)
            yield Finding("postadress", match.start(), end, 1, 0.95, "postcode and town")
        elif first[0].isupper() and not first.isupper() and first.lower() not in common:
            yield Finding("postadress", match.start(), match.end(), 1, 0.8, "postcode and a name")
    for match in _POST_CUE.finditer(text):
        yield Finding("postadress", match.start("code"), match.end("code"), 1, 0.9, "postcode after the word for it")


def _homes(text: str, towns: frozenset[str], common: frozenset[str], caps: bool) -> Iterator[Finding]:
    for match in _LIVES.finditer(text):
        home = match["home"]
        first = home.split(" ")[0].lower()
        between = match["between"].lower().split()
        named = match[0].split(" ")[0].lower().rstrip(":") in _LIVES_WORDS
        street = street_like(first)
        if first in common or first in _AT_HOME and not street:
            continue
        capital = home[0].isupper() and not caps
        if street or capital and (named or _AT_HOME.intersection(between)):
            yield Finding("adress", match.start("home"), match.end("home"), 1, 0.85, "place named as a home")
        elif capital and "i" in between and first not in towns:
            yield Finding("adress", match.start("home"), match.end("home"), 2, 0.5, "part of town named as a home")
