"""The core speaks English; these are its words in Swedish, a module a room, where GIS staff meet them: panel, toolbox, load report.

In a template ``{}`` stands for a value, in the same order in both languages. What is not listed stays English. A test checks that the
core still says each, and that all it says in these rooms is listed.
"""

from __future__ import annotations

import functools
import re

from . import audit, package, points, portal, privacy, settings, steps, submissions

WORDS = settings.WORDS | submissions.WORDS | points.WORDS | privacy.WORDS | audit.WORDS | package.WORDS | portal.WORDS | steps.WORDS

PIECES = {
    " (did you mean {}?)": " (menade du {}?)",
    " (columns: {})": " (kolumner: {})",
    " (one of {})": " (något av {})",
    ", layer {}": ", lager {}",
    " with swapped axes": " med omkastade axlar",
    "; it was withdrawn {} and would be public again": "; den drogs tillbaka {} och skulle bli offentlig igen",
    ", fewer than k": ", färre än k",
    "every hidden part is full, a cell has exactly {}": "varje dold del är full, en ruta har exakt {}",
    "some hidden part is known to within {}": "någon dold del är känd på {} när",
    "{} to {}, narrower than {}": "{}–{}, snävare än {}",
    "exactly {}": "exakt {}",
    "{} people": "{} personer",
    "came": "tillkommit",
    "went": "försvunnit",
    "more": "fler",
    "fewer": "färre",
}
"""Values that are words of the core's own, at the end of a value or all of it."""


def in_swedish(text: str) -> str:
    """``text`` in Swedish, part by part where it is several joined by ``;`` or ``:``; as it is where there is no translation."""
    if text in WORDS:
        return WORDS[text]
    if text.endswith(".") and (told := in_swedish(text[:-1])) != text[:-1]:
        return f"{told}."
    joined = _parts(text)
    if joined and all(told for _, told in joined[1]):
        return joined[0].join(told for _, told in joined[1])
    for pattern, swedish in _patterns():
        if found := pattern.fullmatch(text):
            return swedish.format(*(_value(value) for value in found.groups()))
    return joined[0].join(told or part for part, told in joined[1]) if joined else text


def _parts(text: str) -> tuple[str, list[tuple[str, str]]] | None:
    """What joins the parts of a text, and the parts with their Swedish (empty: there is none); None when it is one."""
    for mark, most in (("; ", -1), (": ", 1)):
        if mark in text:
            return mark, [(part, told if (told := in_swedish(part)) != part else "") for part in text.split(mark, most)]
    return None


def is_listed(template: str) -> bool:
    """Whether a text of the core has a Swedish line, itself or part by part."""
    for mark in ("; ", ": "):
        if template not in WORDS and mark in template:
            return all(is_listed(part) for part in template.split(mark, -1 if mark == "; " else 1))
    return template.removesuffix(".") in WORDS or template in WORDS or not any(map(str.isalpha, template))


def _value(value: str) -> str:
    for piece, swedish in _pieces():
        if found := piece.fullmatch(value):
            before, *values = found.groups()
            return str(before) + swedish.format(*values)
    return value


def _pattern(template: str) -> str:
    return "(.*?)".join(map(re.escape, template.split("{}")))


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Templates as patterns, those with the most words of their own first: ``use one of {}`` goes before ``use {}``."""
    known = sorted((pair for pair in WORDS.items() if "{}" in pair[0]), key=lambda pair: -len(pair[0].replace("{}", "")))
    return tuple((re.compile(_pattern(template), re.DOTALL), swedish) for template, swedish in known)


@functools.cache
def _pieces() -> tuple[tuple[re.Pattern[str], str], ...]:
    # A word alone is no ending: a file may be called "more".
    before = {piece: "(.*?)" if piece[0] in " ,;" else "()" for piece in PIECES}
    return tuple((re.compile(before[piece] + _pattern(piece), re.DOTALL), swedish) for piece, swedish in PIECES.items())
