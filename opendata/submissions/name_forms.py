"""How Swedish place names bend, join and get misspelt: word lists and small rules, no library."""

from __future__ import annotations

import functools
import re
from itertools import pairwise, product

# Heads of place names: indefinite, definite. The genitive is the definite (or indefinite) with -s.
_HEADS = """
    allé allén|arena arenan|backe backen|bad badet|badhus badhuset|badplats badplatsen|bana banan|berg berget|bibliotek biblioteket|
    bro bron|brygga bryggan|busshållplats busshållplatsen|busskur busskuren|busstation busstationen|bussterminal bussterminalen|
    camping campingen|centrum centrumet|cykelbana cykelbanan|cykeltunnel cykeltunneln|cykelväg cykelvägen|dagis dagiset|damm dammen|
    elljusspår elljusspåret|fabrik fabriken|fotbollsplan fotbollsplanen|friluftsgård friluftsgården|fritidsgård fritidsgården|
    förskola förskolan|galleria gallerian|gata gatan|golfbana golfbanan|grusplan grusplanen|gymnasium gymnasiet|gård gården|
    gångbro gångbron|gångtunnel gångtunneln|gångväg gångvägen|gränd gränden|hage hagen|hall hallen|hamn hamnen|
    handelscentrum handelscentrumet|herrgård herrgården|hotell hotellet|hus huset|hållplats hållplatsen|höjd höjden|
    idrottshall idrottshallen|idrottsplats idrottsplatsen|industriområde industriområdet|ishall ishallen|
    järnvägsstation järnvägsstationen|kiosk kiosken|korsning korsningen|krog krogen|kulle kullen|kyrka kyrkan|kyrkogata kyrkogatan|
    kyrkogård kyrkogården|köpcentrum köpcentrumet|lasarett lasarettet|led leden|lekpark lekparken|lekplats lekplatsen|lund lunden|
    minigolf minigolfen|museum museet|mack macken|motionsspår motionsspåret|park parken|parkering parkeringen|
    parkeringshus parkeringshuset|parkeringsplats parkeringsplatsen|passage passagen|pizzeria pizzerian|plan planen|
    plantering planteringen|plats platsen|polisstation polisstationen|promenad promenaden|pendelparkering pendelparkeringen|
    resecentrum resecentrumet|restaurang restaurangen|rondell rondellen|sal salen|servicehus servicehuset|simhall simhallen|
    sjukhus sjukhuset|skatepark skateparken|skog skogen|skola skolan|skolgård skolgården|skogsdunge skogsdungen|slinga slingan|
    spår spåret|stadion stadion|station stationen|stig stigen|strand stranden|strandpromenad strandpromenaden|stråk stråket|
    tågstation tågstationen|terminal terminalen|tomt tomten|torg torget|trappa trappan|trappor trapporna|tunnel tunneln|
    undergång undergången|vad vadet|viadukt viadukten|vall vallen|vårdcentral vårdcentralen|väg vägen|äng ängen|
    äldreboende äldreboendet|övergångsställe övergångsstället|återvinningsstation återvinningsstationen|
    återvinningscentral återvinningscentralen|ö ön|näs näset|vik viken|stad staden
"""
DEFINITE = dict(pair.split() for pair in _HEADS.split("|"))
INDEFINITE = {definite: indefinite for indefinite, definite in DEFINITE.items()}

SAME_HEAD = (
    ("busshållplats", "hållplats", "busskur"),
    ("gångtunnel", "tunnel", "cykeltunnel", "undergång", "viadukt"),
    ("förskola", "dagis"),
    ("järnvägsstation", "tågstation", "station"),
    ("busstation", "bussterminal"),
    ("badplats", "bad"),
    ("simhall", "badhus"),
    ("lekplats", "lekpark"),
    ("parkering", "parkeringsplats"),
    ("elljusspår", "motionsspår"),
    ("sjukhus", "lasarett"),
    ("bro", "gångbro"),
    ("köpcentrum", "handelscentrum"),
)
"""Heads that people use for each other."""

STREET_HEADS = (
    "vägen",
    "väg",
    "gatan",
    "gata",
    "gränd",
    "gränden",
    "stigen",
    "stig",
    "allén",
    "allé",
    "leden",
    "esplanaden",
    "promenaden",
    "slingan",
    "backen",
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


PREPOSITIONS = _words("""
    vid på i till från mot under över bakom framför intill nära bredvid utanför utmed längs kring runt omkring mellan inne ute hos
    genom bortom ovanför nedanför invid
""")
JOINING = _words("""
    vid på i under intill nära bredvid utanför av till mot över hos inne
""")
"""Prepositions that stand for each other between a head and its place: torget i Bofors, torget vid Bofors."""

DETAILS = _words("""
    gård gården gårdens parkering parkeringen parkeringsplats parkeringsplatsen entré entrén ingång ingången baksida baksidan
    framsida område området omgivning gränd plan planen skog skogen park parken backe backen tunnel tunneln bro bron rondell
    rondellen korsning korsningen hållplats hållplatsen busshållplats trappa trappan lekplats lekplatsen cykelställ cykelstället
    gångväg gångvägen matsal toalett toaletten garage garaget huset hus skolgård skolgården läktare läktaren
""")
"""What a place has: a compound or genitive with one of these means the place itself."""

SINGLE = _words("""
    camping busstation bussterminal järnvägsstation tågstation station resecentrum simhall badhus bibliotek sjukhus lasarett kommunhus
    stadshus polisstation polishus brandstation galleria gymnasium museum ishall golfbana stadion skatepark återvinningscentral
    återvinningsstation
    pendelparkering fritidsgård vårdcentral
""")
"""Heads of which a town has one: alone they mean it, when the gazetteer knows exactly one."""

ORDINARY = _words("""
    näset bråten berget stranden ängen backen hagen lunden parken skogen bron torget kyrkan skolan stationen centrum platsen vägen
    gatan huset hallen hamnen dammen viken ön udden kullen höjden gården hörnan slottet kvarnen bruket bryggan banan planen stigen
    leden vallen åsen sjön ån bäcken heden mon moen dalen tunneln staden byn sandviken
""")
"""Names that are also ordinary words: in running text and in lower case they are no name."""

NO_THING = _words("""
    kvällen natten dagen morgonen helgen sommaren vintern gången mycket bilar mopeder ungdomar människor personer känner bor kör står sitter
    hänger cyklar otryggheten
    närheten närhet anslutning början slutet mitten kanten något någonstans ställen delen hållet området områden stan staden hörnet
""")
"""Words that look like a definite noun before a preposition and are no thing at a place."""

_LINKS = ("", "s", "e", "a", "o", "u")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+\s?[a-zA-Z]?(?![^\W\d_])|/")


def words_of(text: str) -> list[re.Match[str]]:
    """Words, house numbers and slashes of a text, in order."""
    return list(_WORD.finditer(text))


@functools.lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A word as it is compared: lower case, é as e, without hyphens and apostrophes."""
    return (
        word.casefold()
        .replace("é", "e")
        .replace("è", "e")
        .replace("ü", "u")
        .replace("-", "")
        .replace("’", "")
        .replace("'", "")
        .replace(" ", "")
    )


def folded_name(name: str) -> str:
    """A name as it is compared: its words folded, whatever stands between them."""
    return " ".join(fold(word.group()) for word in words_of(name))


def head_of(word: str) -> tuple[str, str] | None:
    """(base, indefinite head) of a compound or of a head alone: bregårdsskolan gives (bregårds, skola); None: it has no head."""
    for length in range(len(word), 1, -1):
        tail = word[len(word) - length :]
        if len(word) - length in (1, 2):
            continue
        if tail in INDEFINITE:
            return word[: len(word) - length], INDEFINITE[tail]
        if tail in DEFINITE and len(tail) > 2:
            return word[: len(word) - length], tail
    return None


def bent(word: str) -> set[str]:
    """The forms in which a name's last word is met: definite and indefinite, each with genitive -s."""
    forms = {word}
    split = head_of(word)
    if split:
        base, head = split
        forms |= {base + head, base + DEFINITE[head]}
    forms |= {form if form.endswith(("s", "x", "z")) else form + "s" for form in forms}
    return forms


def bases(word: str) -> set[str]:
    """The forms in which a place's own word is met before or after a head: aggeruds, aggerud; bregårds, bregård, bregården."""
    plain = {word}
    if word.endswith("s") and len(word) > 4:
        plain.add(word[:-1])
    return plain | {each + ending for each in plain if each[-1:] not in "aeiouyåäös" for ending in ("en", "et")}


def joined(base: str, head: str) -> set[str]:
    """Compounds of a base and a head with the letters that Swedish puts between them: bofors + torg, bråt + e + park."""
    root = {base}
    if base.endswith(("a", "e")) and len(base) > 4:
        root.add(base[:-1])
    if base.endswith("en") and len(base) > 5:
        root.add(base[:-2])
    return {
        stem + link + tail for stem, link, tail in product(root, _LINKS[:3], (head, DEFINITE[head])) if not (link and stem.endswith(link))
    }


def same_heads(head: str) -> set[str]:
    """The head and those that people say for it."""
    return {head}.union(*(group for group in SAME_HEAD if head in group))


# --- misspellings

_SAME_SOUND = {
    frozenset(pair) for pair in ("åa", "äa", "öo", "äe", "åo", "ck", "qk", "sz", "vw", "ij", "yi", "td", "bp", "gj", "ue", "kg", "éa")
}  # fmt: skip
_KEYS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_NEIGHBOURS = {frozenset((a, b)) for row in _KEYS for a, b in pairwise(row)} | {
    frozenset((a, b)) for upper, lower in pairwise(_KEYS) for i, a in enumerate(upper) for b in lower[max(0, i - 1) : i + 1]
}


def deletions(word: str) -> set[str]:
    """The word, and the word with any one letter left out: two words that share one are at most a few slips apart."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def slips(typed: str, meant: str) -> int | None:
    """How many slips of finger or ear lie between two words (1 or 2), or None when they differ as other words do.

    A slip: two letters swapped, one doubled or not, a neighbour key, a like sound; or, once only, a letter left out or put in, for two of
    those make another name (hammarskolan, hammarbyskolan). The first letter stands.
    """
    if typed[0] != meant[0] and frozenset((typed[0], meant[0])) not in _SAME_SOUND:
        return None
    return _slips(typed, meant, 2, 1, "")


def _slips(a: str, b: str, left: int, loose: int, last: str) -> int | None:
    while a and b and a[0] == b[0]:
        last, a, b = a[0], a[1:], b[1:]
    if not a and not b:
        return 0
    if left == 0 or abs(len(a) - len(b)) > left:
        return None
    tries: list[int | None] = []
    if len(a) >= 2 and len(b) >= 2 and a[0] == b[1] and a[1] == b[0]:
        tries.append(_slips(a[2:], b[2:], left - 1, loose, b[1]))
    if a and b and (frozenset((a[0], b[0])) in _SAME_SOUND or frozenset((a[0], b[0])) in _NEIGHBOURS):
        tries.append(_slips(a[1:], b[1:], left - 1, loose, b[0]))
    for longer, shorter, turned in ((a, b, False), (b, a, True)):
        if longer:
            doubled = longer[0] == last or longer[1:2] == longer[0]
            if doubled or loose:
                rest = (longer[1:], shorter)
                tries.append(_slips(*(rest[::-1] if turned else rest), left - 1, loose - (not doubled), longer[0]))
    found = [each for each in tries if each is not None]
    return 1 + min(found) if found else None
