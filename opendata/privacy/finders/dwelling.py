"""Homes told by a place or in words: "bron i Sandviken där vi bor", "mannen på nr 16", "bor bortanför kvarnen", "HJÄLP OSS I VIVALLA".

All are listed and none is masked: the same words name a place as well as a home. What stands within a few words of a place decides, so
time grows with the number of prepositions.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from ..facts import Facts
from ..finding import MASK_AT_ONCE, REVIEW, Finding
from ..wordlists import words
from .address import street_like
from .cues import PLACE_ENDINGS, PLACE_LIKE
from .vocabulary import Vocabulary

_HOME_PEOPLE = words("home_people")
_CUES = words("home_cues") | words("persons") | words("relations") | _HOME_PEOPLE
_VILLAGES = words("villages")
_ORGANISATIONS = words("organisations")
_VILLAGE_ENDINGS = (
    "torp",
    "hult",
    "boda",
    "ryd",
    "hyttan",
    "sund",
    "sta",
    "torpet",
    "åsen",
    "höjden",
    "backa",
    "inge",
    "löv",
    "bruk",
    "ängen",
)
_MORE_ENDINGS = ("mon", "näs", "vik", "ås", "bro", "by", "bo", "hage", "forsen", "torpa", "åker", "rud", "tuna", "lösa")
"""Further endings of places, for texts whose capitals say nothing."""
_SIDES = frozenset(["norra", "södra", "östra", "västra", "gamla", "nya", "stora", "lilla", "övre", "nedre", "mellersta"])
_REACH = 80
"""Letters before a place in which what makes it a home is looked for."""
_AHEAD = 40
_SURE = 0.4
"""Confidence from which a name is somebody whose home may stand beside it."""
_PLACE = re.compile(
    r"(?<![^\W_])(?:i|på|vid|från|ifrån|frå|till|te|ve|uppå|in|kring|runt|ovanför|nedanför|bakom|bredvid|intill|nära|mittemot) "
    r"(?P<home>(?:(?:norra|södra|östra|västra|gamla|nya|stora|lilla|övre|nedre|"
    r"mellersta) )?[^\W\d_]{3,40}(?:-[^\W\d_]{1,30})?(?-i: [A-ZÅÄÖ][^\W\d_]{2,25})?)(?![^\W_])"
)
_PLACE_ANY_CASE = re.compile(_PLACE.pattern, re.IGNORECASE)
_STREET_OF_OURS = re.compile(
    r"(?<![^\W_])(?:min|vår|våran|vårat|mitt|vårt)(?: [^\W\d_]{2,10})? (?:gata|väg|gränd|stig|by|kvarter|bostadsområde|område|"
    r"adress|hemgata|hus|infart|uppfart|villa|port|tomt)"
    r"(?: heter|,| är|:|, som heter| dvs| alltså)? (?P<home>[^\W\d_]{4,40})(?: i (?P<town>[^\W\d_]{3,25}))?(?![^\W_])",
    re.IGNORECASE,
)
_LIVING = re.compile(
    r"(?<![^\W_])(?:bor|bo|bodde|bott|[^\W\d_]{0,9}boende|boendes|bosatta?|huset ligger|hemma|hem|granne|grannar(?:na)?|grannen|"
    r"hyra?|hyrt|hyrde|nyinflyttade?|"
    r"inflyttade?|flytta[rt]?|flyttade|född|bofasta?|uppvuxen|stugan vår|huset vårt|villan vår|villan|kåken|lägenheten|radhuset|"
    r"sommarstugan|uppväxt|växte|vuxit|"
    r"(?:min|vår|våran|vårat|vårt|mitt|mina|våra|hans|hennes|deras) (?:[^\W\d_]{1,12} )?(?:gata|väg|by|hus|villa|stuga|sommarstuga|"
    r"lägenhet|lya|etta|tvåa|trea|fyra|radhus|parhus|köksfönster|sovrumsfönster|sovrum|kök|vardagsrum|bil|gård|torp|tomt|balkong|"
    r"uppfart|infart|brevlåda|carport|garage|altan|trädgård|port|portuppgång|"
    r"uppgång|trappa|trapphus|källare|fönster|häck|staket|bostad|hem|dörr|ytterdörr|kvarter|hyreshus|rum|studentrum|kolonilott|"
    r"tvättstuga))"
    r"(?: \w{1,12}){0,5},?$",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?<![^\W_])(?:vi|oss|mig|mej|oss alla|folk|folket|familj(?:en)?|familjer(?:na)?|pensionärer|pensionärerna|"
    r"barnfamiljer(?:na)?|invånare|invånarna|"
    r"hushåll(?:en)?|boende|gamla|gamlingar)(?: (?:är|e|som|är det|har|blir))?"
    r"(?: (?:några|många|alla|flera|fler|ett gäng|ett par|andra|föräldrar|grannar|boende|bor|pensionärer|mammor|äldre|gamla|"
    r"familjer|som|två|tre|"
    r"fyra|fem|tio|tjugo|här|där|borta|nere|uppe|ute|inne|längst|bort|ner|upp|in|ut|hemma|tjejer|ungdomar|killar)){0,4},?$",
    re.IGNORECASE,
)
_PEOPLE = (words("persons") | words("relations") | _HOME_PEOPLE | {"han", "hon", "dom", "de"}) - {
    "heter",
    "kallas",
    "ex",
    "man",
    "typ",
    "person",
}
_BETWEEN = frozenset(
    "som bor här där borta nere uppe ute längst bort ner upp mitt emot mittemot ovanför under bredvid på i våningen botten huset "
    "hörnet hörnhuset änden "
    "slutet villan stugan radhuset porten uppgången första andra tredje fjärde femte sjätte översta nedersta boende gubben "
    "kärringen ensam".split()
)
"""Words between somebody and where that one lives."""
_FARTHEST = 7
_AFTER = re.compile(
    r"(?-i: [A-ZÅÄÖ][^\W\d_]{1,25})?,? (?:(?:där|som|dit|varifrån|eftersom|då|för)(?: också| numera)? (?:vi|jag|ja|hon|han|de|dom|"
    r"dem|hen|familjen|mamma|pappa|mormor|"
    r"morfar|farmor|farfar|min|mina|våra|vår|man)(?: (?:själva?|nu|numera|också|själv|[^\W\d_]{2,12}))?"
    r" (?:bor|bodde|bott|har bott|är hemma|hyr|har (?:vår|mitt|vårt|min|hus|villa|lägenhet|stuga|sommarstuga)|flytta\w*|växte|hör hemma)"
    r"|(?:är|e) (?:min|vår|vårat|mitt) (?:gata|hemgata|hem|väg|by)|(?:är|e) (?:jag|vi) (?:bosatta?|hemma))",
    re.IGNORECASE,
)
_AFTER_A_NAME = re.compile(
    r"(?:,? ?\([^()\n]{0,60}\))?(?:,? (?:här|där|borta|nere|uppe|ute|hemma|själv|numera|med familj|med familjen|m fl|med flera|"
    r"och co|å co|bor|bosatt|boende|"
    r"kvar|allt|fortfarande|ensam|ännu|tillfälligt))*,? $",
    re.IGNORECASE,
)
_COMES = re.compile(
    r"(?<![^\W_])(?:jag|ja|vi|hon|han|mvh|hälsningar|hälsn)(?![^\W_])[^.!?\n]{0,50}(?: (?:är|e|ä|kommer|skriver|ringer|ringde|"
    r"hälsar)|hälsningar|hälsn)(?: \w{1,14})?$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?<![^\W_])(?i:bor|bosatt|bostad|hemort|boende|bostadsort|by|gata|hemma|adress)(?: i| på)?(?:: ?|(?<=adress) är |"
    r"(?<=boende) )(?P<home>[A-ZÅÄÖ][^\W\d_]{2,30}(?: [A-ZÅÄÖ][^\W\d_]{2,25})?)",
)
_STREET_AFTER_A_NAME = re.compile(
    r"[,\n/–-]{1,2} ?(?:på |i )?(?P<home>(?:(?:norra|södra|östra|västra|gamla|nya|stora|lilla|övre|nedre) )?[^\W\d_]{4,40})(?![^\W_])",
    re.IGNORECASE,
)
_HOUSE = r"[^\W\d_]{0,14}(?:huset|stugan|villan|kåken|gården|torpet|längan|lägenheten|våningen|baracken)"
_BY_WHAT = (
    r" (?:vid|bakom|på|i|mitt emot|mittemot|bredvid|intill|efter|före|ovanför|ovanpå|under) (?:[^\W\d_]{2,25}|"
    r"\d{1,3}:an)(?-i: [A-ZÅÄÖ][^\W\d_]{2,25})?(?: \d{1,3}[a-zA-Z]?(?![^\W_]))?"
)
_COLOURED = re.compile(
    r"(?<![^\W_])(?:i|på|vid) (?P<home>(?:det |den )?(?:(?:lilla |stora |gamla )?(?:röda|gula|vita|blå|blåa|gröna|svarta|bruna|rosa|grå|"
    rf"gråa|sneda|fallfärdiga|stora|sista|första|översta) {_HOUSE}(?:{_BY_WHAT})?|(?:[^\W\d_]{{3,10}} )?{_HOUSE}{_BY_WHAT}))",
    re.IGNORECASE,
)
_NUMBER_OF_A_HOME = re.compile(
    r"(?<![^\W_])(?:bor|bodde|grannen?|grannarna|huset)(?![^\W_])[^.!?\n\d]{0,40}?[ ,]"
    r"(?P<home>(?:nr|nummer|n:o|hus|port|uppgång|avd|avdelning) ?\d{1,3}[A-Za-z]?)(?![^\W_])",
    re.IGNORECASE,
)
_SIGNED_AT = re.compile(
    r"(?:/|(?<![^\W_])(?i:mvh|vh|hälsn\w{0,8}|hälsar|vänligen))[^.!?\n]{0,60}?(?:,| i| på|"
    r" från) (?P<home>[A-ZÅÄÖ][^\W\d_]{2,30}(?: [A-ZÅÄÖ][^\W\d_]{2,25})?)"
    r"[ .!)]*(?:\n|$)"
)
_NUMBER = re.compile(
    r"(?<![^\W_])(?:på|i|vid|från) "
    r"(?P<home>(?:(?:nr|nummer|n:o|no|hus|husnummer|port|uppgång|uppg|trappa|lgh|lägenhet)\.? ?\d{1,4}[a-zA-Z]?|\d{2,3}:?an))(?![^\W_])",
    re.IGNORECASE,
)
_BESIDE_A_NUMBER = _PEOPLE | {"bor", "bodde", "oss", "mig", "vi", "alla", "folket", "hos"}
_ROOM = re.compile(
    r"(?<![^\W_])(?:rum|rummet|rumsnummer|rumsnr|studentrum|korridor|dörr)(?: ?(?:nr|"
    r"nummer)\.?)? ?\d{1,4}[A-Za-z]?(?![^\W_])(?! ?(?:och kök|kvm|m2))",
    re.IGNORECASE,
)
_TOWN_AFTER = re.compile(r",? i (?P<town>[^\W\d_]{3,25})(?![^\W_])", re.IGNORECASE)
_SENTENCE = re.compile(r".*[.!?\n;](?=\s|$)", re.DOTALL)

_LIVES = re.compile(
    r"(?<![^\W_])(?:bor|bodde|bott|bo|boende|boendes|bosatta?|hör hemma|huserar|logerar|campar|inneboende)(?![^\W_])", re.IGNORECASE
)
_HOW = frozenset(
    "jag ja vi han hon de dom ensam själv själva kvar allt nu numera fortfarande ännu just precis alldeles tillfälligt sedan sen "
    "tillsammans ihop ju också även "
    "bara nog väl här där ute uppe nere inne strax bort borta längst ner upp in ut bort hemma å sig mitt gemensamt granne grannar "
    "högt lågt rätt ganska så".split()
)
_WHERE = frozenset(
    "vägg i på vid ve te intill bredvid nära bakom bortom bortanför nedanför ovanför under ovanpå framför mellan mittemot emot "
    "hos utanför efter längs utmed "
    "utefter invid med över mot norr söder öster väster".split()
)
_STOPS = frozenset(
    "och o så fast men där som när sen sedan utan eftersom att är har vill kan det de dä den jag vi han hon dom för om var vet "
    "ser hör har ni kör går inte "
    "men då eller vågar tycker".split()
)
_HOUSES = tuple(
    "huset hus stugan stuga villan villa gården gård lägenheten lägenhet radhuset radhus torpet torp längan kvarnen macken "
    "kyrkan skolan boende "
    "boendet hemmet kåken backe backen prästgården affären bruket bruk säteri by kvarn station kyrka stationen vandrarhem "
    "vandrarhemmet camping "
    "campingen korridor korridoren servicehus hotell hotellet husvagn herrgården herrgård baracken baracker barackerna sjön bron ån skogen "
    "porten kiosken parken konsum ica coop våningen husen".split()
)
_WORD = re.compile(r"[ ]{1,2}(?P<word>[^\W\d_]+(?:[-:][^\W\d_]+)*|\d{1,3}[a-zA-Z]?(?![\w:])(?! (?:år|månader|veckor|dagar)))")
_BARE_PREPOSITION = re.compile(r"(?:i|på|vid|te|ve|hos) (?!de[nt] |en |ett )", re.IGNORECASE)
_SHORTEST = 3
"""Letters of a rest of a home up to which it tells nothing."""
_LONGEST = 9
"""Words of a described home."""


FARTHEST = 100_000
"""Letters that are read: no citizen writes more, and time stays bounded."""

_LIVE_WORDS = frozenset(
    ["bor", "bodde", "bott", "bo", "boende", "boendes", "bosatt", "bosatta", "hör", "huserar", "inneboende", "logerar", "campar"]
)
_OURS = frozenset(["min", "vår", "våran", "vårat", "mitt", "vårt"])
_TOLD_BY = frozenset(["bor", "bosatt", "bostad", "hemort", "boende", "bostadsort", "by", "gata", "hemma", "adress"])
_CLOSES = frozenset(["mvh", "vh", "hälsn", "hälsning", "hälsningar", "hälsar", "vänligen"])


def worth(facts: Facts, found: Sequence[Finding]) -> bool:
    """Whether a text may tell of a home in words: a cue, or somebody's name."""
    return not _CUES.isdisjoint(facts.bag) or any(finding.kind == "namn" for finding in found)


def find(facts: Facts, found: Sequence[Finding]) -> Iterator[Finding]:
    """Homes for review, in the first :data:`FARTHEST` letters; ``found``: what was found already."""
    text, known, bag, digits, caps = facts.text[:FARTHEST], facts.known, facts.bag, facts.digits, facts.caps
    taken = sorted((one.start, one.end) for one in found if one.tier == MASK_AT_ONCE)
    names = {one.end for one in found if one.kind == "namn" and one.confidence >= _SURE}
    for match in _LIVES.finditer(text) if not _LIVE_WORDS.isdisjoint(bag) else ():
        home = _described(text, match.end(), known, caps)
        if home:
            yield from _outside(home[0], home[1], taken, "home in words")
    for match in _STREET_OF_OURS.finditer(text) if not _OURS.isdisjoint(bag) else ():
        if _may_be(match["home"], known, False):
            yield from _outside(*match.span("home"), taken, "street named as a home")
            if match["town"]:
                yield from _town(match, "town", known, taken)
    for match in _NUMBER.finditer(text) if digits else ():
        if _somebody(text[max(0, match.start() - _REACH) : match.start()], _BESIDE_A_NUMBER):
            yield from _outside(*match.span("home"), taken, "number where somebody lives")
    for match in _NUMBER_OF_A_HOME.finditer(text) if digits else ():
        yield from _outside(*match.span("home"), taken, "number where somebody lives")
    for match in _SIGNED_AT.finditer(text) if "/" in text or not _CLOSES.isdisjoint(bag) else ():
        if _may_be(match["home"], known, caps):
            yield from _outside(*match.span("home"), taken, "place after a signature")
    for match in _ROOM.finditer(text) if digits else ():
        yield Finding("lägenhet", match.start(), match.end(), REVIEW, 0.4, "number after a word for a room")
    for match in _TOLD.finditer(text) if not _TOLD_BY.isdisjoint(bag) else ():
        if match["home"].lower() not in known.towns and match["home"].lower() not in known.ordinary:
            yield from _outside(*match.span("home"), taken, "home after the word for it")
    ends = sorted(names)
    for name in ends:
        street = _STREET_AFTER_A_NAME.match(text, name)
        if street and street_like(street["home"].lower().rpartition(" ")[2]):
            yield from _outside(*street.span("home"), taken, "street after a name")
    for match in _COLOURED.finditer(text) if any(token.endswith(_HOUSES) for token in bag) else ():
        if _is_a_home(text, match.start(), match.end("home"), ends):
            yield from _outside(*match.span("home"), taken, "house described as a home")
    for match in _PLACE_ANY_CASE.finditer(text):
        if not _may_be(match["home"], known, caps):
            continue
        start, end = match.span("home")
        if _is_a_home(text, match.start(), end, ends):
            yield from _outside(start, _whole(match, known), taken, "place named as a home")
            town = _TOWN_AFTER.match(text, end)
            if town:
                yield from _town(town, "town", known, taken)


def _is_a_home(text: str, start: int, end: int, names: list[int]) -> bool:
    """Whether what stands around a place from its preposition at ``start`` to ``end`` makes it somebody's; ``names``: where names end."""
    if _AFTER.match(text, end, end + _AHEAD + _REACH):
        return True
    before = text[max(0, start - _REACH) : start]
    nearest = bisect.bisect_right(names, start)
    for name in reversed(names[max(0, nearest - 2) : nearest]):
        if start - name <= _REACH and _AFTER_A_NAME.fullmatch(text, name, start):
            return True
    mark = _SENTENCE.match(before)
    clause = (before[mark.end() :] if mark else before).rstrip(" ")
    if text[start : start + 5].lower().lstrip("i").startswith("frå") and _COMES.search(clause):
        return True
    return _somebody(clause, _PEOPLE) or _LIVING.search(clause) is not None or _GROUP.search(clause) is not None


def _somebody(clause: str, people: frozenset[str]) -> bool:
    """Whether a clause ends with one of ``people``, but for words that tell where."""
    for word in reversed(clause.lower().replace(",", "").split()[-_FARTHEST:]):
        if word in people:
            return True
        if word not in _BETWEEN:
            return False
    return False


def _whole(match: re.Match[str], known: Vocabulary) -> int:
    """Where the place of ``match`` ends: with its second word, unless that is an ordinary one."""
    first, _, second = match["home"].partition(" ")
    return match.end("home") if second and second.lower() not in known.ordinary else match.start("home") + len(first)


def _may_be(home: str, known: Vocabulary, caps: bool) -> bool:
    """Whether a word may be where somebody lives: a street, a known or small place, or one that ends or is written like a place."""
    parts = home.split(" ")
    word = parts[1] if len(parts) > 1 and parts[0].lower() in _SIDES else parts[0]
    lower = word.lower()
    if len(parts) > 1 and lower in {"vägen", "gatan", "gränden", "stigen"} and parts[0].lower() in _SIDES:
        return True
    if street_like(lower) or lower in _VILLAGES:
        return True
    if lower in known.towns or lower in known.ordinary or lower in _ORGANISATIONS:
        return False
    if lower in known.places or (len(lower) > 5 and lower.endswith(_VILLAGE_ENDINGS)):
        return True
    if caps:
        return len(lower) > 4 and lower.removesuffix("s").endswith((*PLACE_LIKE, *PLACE_ENDINGS, *_MORE_ENDINGS))
    return word[0].isupper() and not word.isupper()


def _town(match: re.Match[str], group: str, known: Vocabulary, taken: list[tuple[int, int]]) -> Iterator[Finding]:
    lower = match[group].lower()
    if lower in known.towns or lower in known.places:
        yield from _outside(*match.span(group), taken, "town of a home")


def _described(text: str, at: int, known: Vocabulary, caps: bool) -> tuple[int, int] | None:
    """From where to where a home is told after a word for living that ends at ``at``."""
    start = end = -1
    last = ""
    for _ in range(_LONGEST + len(_HOW)):
        match = _WORD.match(text, at)
        if not match:
            break
        lower, word = match["word"].lower(), match["word"]
        if start < 0 and lower not in _WHERE:
            if lower not in _HOW:
                return None
            at = match.end()
            continue
        if start < 0:
            start = match.start("word")
        elif (
            lower in _STOPS
            and not (lower in {"och", "o", "å"} and text.startswith("mellan", start))
            and not (last in _WHERE and lower in {"det", "den", "de"})
        ):
            break
        elif (
            (word[0].isupper() and not caps and lower not in known.towns and lower not in known.ordinary)
            or word[0].isdigit()
            or (end > 0 and last in _WHERE)
            or lower.endswith(_HOUSES)
            or _may_be(word, known, caps)
        ):
            end = match.end()
        if text.count(" ", start, match.end()) > _LONGEST:
            break
        last = lower
        at = match.end()
    if not 0 <= start < end:
        return None
    bare = _BARE_PREPOSITION.match(text, start, end)
    return (bare.end(), end) if bare else (start, end)


def _outside(start: int, end: int, taken: list[tuple[int, int]], reason: str) -> Iterator[Finding]:
    """What of a span is not masked already, if more than a preposition; ``taken``: from where to where something is, in order."""
    pieces = []
    for first, last in taken[max(0, bisect.bisect_left(taken, (start, 0)) - 1) :]:
        if first >= end:
            break
        if last > start:
            pieces.append((start, first))
            start = max(start, last)
    for first, last in [*pieces, (start, end)]:
        if last - first > _SHORTEST or not pieces:
            yield Finding("adress", first, last, REVIEW, 0.3, reason)
