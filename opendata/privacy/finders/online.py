"""E-mail addresses (also written so that machines miss them), web addresses that lead to a person, and user names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Finding

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
_HANDLE = re.compile(r"(?<![\w@./])@[\w.]{1,29}\w")
_NETWORK = re.compile(
    r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|facebook|fb|messenger|discord|kik|twitter|telegram|linkedin|skype|signal|flashback)"
    r"(?:konto|namn)?(?:t|et)?(?: (?:heter jag|är|heter|namn|konto))?(?P<sign> ?[:=] ?| )(?P<name>[\w.-]{3,30})",
    re.IGNORECASE,
)
_URL = re.compile(rf"(?<![\w@.-])(?:https?://|www\.)?(?:[\w-]{{1,63}}\.){{1,4}}{_TOP}(?::\d{{2,5}})?/[^\s<>\ue000]{{1,400}}", re.IGNORECASE)
_PERSON_SITES = re.compile(
    r"(?:facebook|fb|instagram|snapchat|tiktok|twitter|x|linkedin|flashback|ratsit|mrkoll|merinfo|hitta|eniro|birthday|upplysning|"
    r"discord|youtube|"
    r"lexbase|verifiera|telegram|t|vk|github|myheritage)\.(?:se|com|org|me|nu)(?::\d+)?/\w",
    re.IGNORECASE,
)
_PERSON_PATH = re.compile(
    r"/(?:~|@|users?/|profile?s?/|profil/|person(?:er)?/|people/|medlem/|in/)|[?&](?:name|namn|user|email|q|person|pnr)=|@|%40",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Finding]:
    """E-mail, handles, user names after the name of a network, and addresses of pages about a person."""
    yield from _emails(text)
    for match in _HANDLE.finditer(text):
        yield Finding("konto", match.start(), match.end(), 1, 0.9, "user name after @")
    for match in _NETWORK.finditer(text):
        name, sign = match["name"], match["sign"].strip()
        telling = any(mark in name[1:-1] for mark in "._") or any(letter.isdigit() for letter in name)
        if sign or telling:
            start = match.start("name")
            yield Finding(
                "konto", start, start + len(name.rstrip(".-")), 1 if telling else 2, 0.8 if telling else 0.5, "after the name of a network"
            )
    if "/" in text:
        for match in _URL.finditer(text):
            address = match[0].rstrip(".,;:!?)\"'")
            if _PERSON_SITES.search(address) or _PERSON_PATH.search(address):
                yield Finding("webbadress", match.start(), match.start() + len(address), 1, 0.9, "address of a page about a person")


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
                "e-post", first, domain.end(), 1, 0.99 if plain else 0.9, "e-mail address" if plain else "e-mail address in disguise"
            )
            floor = domain.end()
        elif plain and start == sign.start():
            host = _BARE_HOST.match(text, sign.end())
            if host:
                yield Finding("e-post", first, host.end(), 1, 0.8, "e-mail address without an ending")
                floor = host.end()
