"""E-mail addresses (also written so that machines miss them), web addresses that lead to a person, and user names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ..facts import Facts
from ..finding import MASK_AT_ONCE, REVIEW, Finding
from ..wordlists import phrases, words

_SIGNS = re.compile(r"[@/<({\[#_]|[2&](?:gma|hot|out|liv|yah|icl|tel|com|bre|spr|hom|msn)")
_SIGN = re.compile(r"[@/<({\[#_2&]")
"""What :data:`_SIGNS` begins with, as one class: several times quicker to look for."""
_ONLINE_WORDS = words("online")
_TOP = r"(?:se|nu|com|net|org|eu|info|biz|io|me|app|no|dk|fi|de|uk|pl|fr|nl|us)"
_AT = re.compile(
    r"@(?= ?[\w-]{2})|\(@\)|[(\[{<] ?(?:at|a|snabel-?a|snabel) ?[)\]}>]| (?:at|snabel-?a|snabela) |(?<=\w)[\s_]?snabel-?a[\s_]?(?=\w)",
    re.IGNORECASE,
)
_DOT = r"(?: ?\. ?| ?, ?(?=(?:se|com|nu)\b)| ?[(\[{] ?(?:dot|punkt|\.) ?[)\]}] ?| (?:dot|punkt) )"
_DOMAIN = re.compile(
    rf" ?([\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}|[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{0,3}}?{_DOT}{_TOP})(?![\w-])", re.IGNORECASE
)
_PROVIDER = re.compile(
    r" ?(?:gmail|hotmail|outlook|live|yahoo|icloud|telia|comhem|bredband|spray|tele2|home|msn|me|protonmail|proton|mac)"
    r"[ .]{1,2}(?:com|se|nu|net)(?![\w-])",
    re.IGNORECASE,
)
_LOCAL_WORD = re.compile(r"[\w+%’'-]{1,30}(?: ?\(?(?:punkt|dot)\)? )$", re.IGNORECASE)
_BARE_HOST = re.compile(r"[\w-]{2,63}")
_LOCAL = re.compile(r"[\w.+%'’-]")
_AT_AS_TWO = re.compile(
    r"(?<![\w@.-])[\w.-]{2,40}[2&](?:gmail|hotmail|outlook|live|yahoo|icloud|telia|comhem|bredband|spray|tele2|home|msn)\.(?:com|se|"
    r"nu|net)(?![\w-])",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[\w.]{1,29}\w")
_NETWORKS = (
    "insta(?:gram)?|insta|ig|snap(?:chat)?|snappen|tik ?tok|facebook|face|fb|messenger|discord|disc|kik|twitter|telegram|linkedin|"
    "skype|signal|flashback|"
    "whatsapp|viber|roblox|steam|twitch|youtube|reddit|jodel|threads|bluesky|mastodon|xbox|playstation|psn|minecraft|fortnite|"
    "tinder|yubo|vinted|blocket|tradera"
)
_NETWORK_SIGNS = (
    "insta", "snap", "tik", "face", "fb", "messenger", "disc", "kik", "twitter", "telegram", "linkedin", "skype", "signal", "flashback",
    "whatsapp", "viber", "roblox", "steam", "twitch", "youtube", "reddit", "jodel", "threads", "bluesky", "mastodon", "xbox",
    "playstation", "psn", "minecraft", "fortnite", "tinder", "yubo", "vinted", "blocket", "tradera",
)  # fmt: skip
"""One of these stands in every text that names a network, but for the shortest name of one."""
_IG = re.compile(r"\big")
_USER_SIGNS = ("använda", "user", "alias", "nick", "gamertag", "psn", "steam", "epic", "handle", "kontonamn")
_BLOG_SIGNS = ("blog", "wordpress", "tumblr", "nouw", "devote", "wixsite", "weebly", "webnode", ".n.")
_PAGE_SIGNS = ("blogg", "sida", "profil", "kanal", "film", "sajt", "portfolio", "cv", "länk", "bild", "konto")
_NETWORK = re.compile(
    rf"\b(?:{_NETWORKS})(?:konto|namn)?(?:t|et|en)?(?P<verb>,? (?:heter jag|där heter jag|är|e|heter|hittar ni mig som|som|namn|"
    r"konto|under))?"
    r"(?P<sign> ?[:=] ?| - |, | )(?P<name>[\w.-]{3,30})",
    re.IGNORECASE,
)
_NAME_ON_NETWORK = re.compile(
    rf"(?<![\w@.#-])(?P<name>[\w.-]{{3,30}}) (?:på|i) (?:min |sin |hennes |hans )?(?:{_NETWORKS})(?![^\W_])", re.IGNORECASE
)
_USER_NAME = re.compile(
    r"(?<![^\W_])(?:användarnamn(?:et)?|användare(?:n)?|username|user|alias|nick|nickname|gamertag|psn-?id|steam-?id|epic|handle|"
    r"kontonamn(?:et)?)"
    r"(?: (?:är|e|heter|på \w{2,12} är))?[ :=]{1,3}(?P<name>[\w.#-]{3,30})",
    re.IGNORECASE,
)
_TAGGED = re.compile(r"(?<![^\W_])[\w.]{2,32}#\d{4}(?!\d)")
_ANY_TOP = r"[a-z]{2,12}"
"""Any ending: what follows in the pattern says that it is an address."""
_URL = re.compile(
    rf"(?<![\w@.-])(?:https?://|www\.)?(?:[\w-]{{1,63}}\.){{1,4}}{_ANY_TOP}(?::\d{{2,5}})?/[^\s<>\ue000]{{1,400}}", re.IGNORECASE
)
_PERSON_SITES = re.compile(
    r"(?:facebook|fb|instagram|snapchat|tiktok|twitter|x|linkedin|flashback|ratsit|mrkoll|merinfo|hitta|eniro|birthday|upplysning|"
    r"discord|youtube|"
    r"lexbase|verifiera|telegram|t|vk|github|myheritage)\.(?:se|com|org|me|nu)(?::\d+)?/\w",
    re.IGNORECASE,
)
_BLOG = re.compile(
    rf"(?<![\w@.-])(?:https?://)?(?:www\.)?[\w-]{{2,63}}\.(?:[\w-]{{0,40}}blogg?[\w-]{{0,40}}|wordpress|tumblr|nouw|devote|"
    rf"wixsite|weebly|webnode|"
    rf"n)\.{_ANY_TOP}(?![\w-])(?:/[^\s<>\ue000,]{{0,200}})?(?<![.,;:!?)])"
    rf"|(?<![\w@.-])(?:https?://)?(?:www\.)?[\w-]{{0,40}}blogg[\w-]{{0,40}}\.{_TOP}(?:/[^\s<>\ue000,]{{1,200}})(?<![.,;:!?)])",
    re.IGNORECASE,
)
_OWN_PAGE = re.compile(
    r"(?<![^\W_])(?:min|mina|hans|hennes|sin|vår|mitt) (?:egen |lilla )?(?:blogg|sida|hemsida|profil|profilsida|kanal|film|sajt|"
    r"fotoblogg|portfolio|cv|länk|bild|bilder|konto)[^\d@\n]{0,20}?(?<![\w@.-])"
    rf"(?P<page>(?:https?://)?(?:www\.)?(?:[\w-]{{1,63}}\.){{1,3}}(?:{_TOP}(?![\w-])|{_ANY_TOP}(?=/))(?:/[^\s<>\ue000]{{1,400}})?)",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?<![^\W_])(?:min|mitt|mina|hans|hennes|vår|sin|sitt|deras|mej|mig)(?: [^\W\d_]+){0,2} $", re.IGNORECASE)
_NO_USERS = words("common") | words("persons") | words("person_verbs")
_PERSON_PATH = re.compile(
    r"/(?:~|@|u/|users?/|profile?s?/|profil/|person(?:er)?/|people/|medlem/|in/)|[?&](?:name|namn|user|email|q|person|pnr)=|@|%40",
    re.IGNORECASE,
)


def worth(facts: Facts) -> bool:
    """Whether a text may hold an address or a user name."""
    if "www" in facts.bag or not _ONLINE_WORDS.isdisjoint(facts.bag):
        return True
    return _SIGN.search(facts.text) is not None and _SIGNS.search(facts.text) is not None


def find(facts: Facts) -> Iterator[Finding]:
    """What is found, and the user names among it wherever else they stand in the text."""
    text = facts.text
    found = []
    for finding in _found(text):
        found.append(finding)
        yield finding
    names = [
        _BARE.sub("", text[finding.start : finding.end]).rpartition("/")[2].lower()
        for finding in found[:_MOST_NAMES]
        if finding.tier == MASK_AT_ONCE and finding.kind in _USERS
    ]
    wanted = frozenset(name for name in names if len(name) >= _SHORTEST_REPEATED and name not in _NO_USERS)
    if wanted:
        for match in _WORD.finditer(text):
            if match[0].lower() in wanted:
                yield Finding("konto", match.start(), match.end(), MASK_AT_ONCE, 0.8, "after the word for a user name")


def _found(text: str) -> Iterator[Finding]:
    """E-mail, handles, user names after the name of a network, and addresses of pages about a person."""
    low = text.casefold()
    networks = _among(_NETWORK_SIGNS, low) or _IG.search(low) is not None
    yield from _emails(text)
    for match in _AT_AS_TWO.finditer(text) if "2" in text or "&" in text else ():
        yield Finding("e-post", match.start(), match.end(), MASK_AT_ONCE, 0.8, "e-mail address with a 2 for the sign above it")
    for match in _HANDLE.finditer(text) if "@" in text else ():
        yield Finding("konto", match.start(), match.end(), MASK_AT_ONCE, 0.9, "user name after @")
    for match in _TAGGED.finditer(text) if "#" in text else ():
        yield Finding("konto", match.start(), match.end(), MASK_AT_ONCE, 0.9, "user name with a number sign")
    for match in _USER_NAME.finditer(text) if _among(_USER_SIGNS, low) else ():
        name = match["name"].rstrip(".-")
        tier = MASK_AT_ONCE if _telling(name) else REVIEW
        yield Finding("konto", match.start("name"), match.start("name") + len(name), tier, 0.7, "after the word for a user name")
    for match in _NAME_ON_NETWORK.finditer(text) if networks else ():
        if _telling(match["name"].strip(".-")):
            yield Finding("konto", match.start("name"), match.end("name"), MASK_AT_ONCE, 0.8, "user name before the name of a network")
    for match in _NETWORK.finditer(text) if networks else ():
        name = match["name"]
        sign = match["sign"].strip(" ,") or (
            match["verb"] and name.lower() not in _NO_USERS and _OWNER.search(text, max(0, match.start() - 30), match.start())
        )
        telling = _telling(name)
        if sign or telling:
            start = match.start("name")
            yield Finding(
                "konto",
                start,
                start + len(name.rstrip(".-")),
                MASK_AT_ONCE if telling else REVIEW,
                0.8 if telling else 0.5,
                "after the name of a network",
            )
    for match in _UNDERSCORED.finditer(text) if "_" in text else ():
        if not _FILES.match(match[0]):
            tier = MASK_AT_ONCE if _CALLED.search(text, max(0, match.start() - 30), match.start()) else REVIEW
            yield Finding("konto", match.start(), match.end(), tier, 0.7, "after the word for a user name")
    if "/" in text:
        for match in _URL.finditer(text):
            address = match[0].rstrip(".,;:!?)\"'")
            if _PERSON_SITES.search(address) or _PERSON_PATH.search(address) or _of_somebody(address):
                yield Finding(
                    "webbadress", match.start(), match.start() + len(address), MASK_AT_ONCE, 0.9, "address of a page about a person"
                )
    for match in _BLOG.finditer(text) if "." in text and _among(_BLOG_SIGNS, low) else ():
        yield Finding("webbadress", match.start(), match.end(), MASK_AT_ONCE, 0.85, "address of somebody's own page")
    for match in _OWN_PAGE.finditer(text) if "." in text and _among(_PAGE_SIGNS, low) else ():
        page = match["page"].rstrip(".,;:!?)\"'")
        yield Finding(
            "webbadress", match.start("page"), match.start("page") + len(page), MASK_AT_ONCE, 0.8, "address of somebody's own page"
        )


def _among(signs: tuple[str, ...], low: str) -> bool:
    """Whether one of the signs stands in the text, before a pattern that needs one looks for itself."""
    return any(sign in low for sign in signs)


_BARE = re.compile(r"^@|[/?#.]+$")
_WORD = re.compile(r"\w[\w.-]{2,40}\w")
_USERS = frozenset({"konto", "webbadress"})
_MOST_NAMES, _SHORTEST_REPEATED = 50, 5
_UNDERSCORED = re.compile(r"(?<![\w@./-])[^\W\d_]\w{0,30}_\w{0,30}[^\W_](?![\w@-]|\.\w)")
"""A word with an underscore inside: hardly anything else than a user name is written so."""
_FILES = re.compile(r"(?:img|dsc|bild|foto|pxl|vid|wp|mov|scan|skärm|screenshot|fil|dok|utm|lamp|stolpe|punkt|el)\w*_", re.IGNORECASE)
_CALLED = re.compile(
    r"(?:kallar (?:sig|mig)|heter|under namnet|signaturen|kolla|följ|adda|lägg till|dm:?a|skriv till|konto(?:t)?|"
    r"profil(?:en)?)[ :]{1,2}$",
    re.IGNORECASE,
)


def _telling(name: str) -> bool:
    """Whether a word is written as only user names are."""
    return any(mark in name[1:-1] for mark in "._") or (
        any(letter.isdigit() for letter in name) and any(letter.isalpha() for letter in name)
    )


@functools.cache
def _names() -> frozenset[str]:
    return words("given") - words("ambiguous") - words("common")


@functools.cache
def _towns() -> frozenset[str]:
    return frozenset(town.lower() for town in phrases("towns"))


def _of_somebody(address: str) -> bool:
    """Whether a part of the path is somebody's name ("/gunnars-promenader"), on a site that is not a municipality's."""
    host, _, path = address.lower().removeprefix("https://").removeprefix("http://").partition("/")
    if not _towns().isdisjoint(host.split(".")) or "kommun" in host:
        return False
    return any(part in _names() or part.removesuffix("s") in _names() for part in re.split(r"[^a-zåäöé]+", path) if len(part) > 3)


def _emails(text: str) -> Iterator[Finding]:
    floor = 0
    for sign in _AT.finditer(text):
        if sign.start() < floor:
            continue
        plain = sign[0] == "@"
        domain = _DOMAIN.match(text, sign.end()) or _PROVIDER.match(text, sign.end())
        if domain is None and not plain:
            continue
        start = sign.start()
        if plain and text[start - 1 : start] == " " and text[start + 1 : start + 2] != " ":
            continue  # a user name
        if start > floor and text[start - 1] == " ":
            start -= 1
        first = start
        while first > floor and start - first < 64 and _LOCAL.match(text, first - 1):
            first -= 1
        while first < start and text[first] in ".'’-":
            first += 1
        if first == start:
            continue
        spelled = _LOCAL_WORD.search(text, max(floor, first - 40), first)
        first = spelled.start() if spelled else first
        if domain:
            yield Finding(
                "e-post",
                first,
                domain.end(),
                MASK_AT_ONCE,
                0.99 if plain else 0.9,
                "e-mail address" if plain else "e-mail address in disguise",
            )
            floor = domain.end()
        elif plain and start == sign.start():
            host = _BARE_HOST.match(text, sign.end())
            if host:
                yield Finding("e-post", first, host.end(), MASK_AT_ONCE, 0.8, "e-mail address without an ending")
                floor = host.end()
