"""The municipality's own names: places, streets and addresses, and every form in which people write them."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from ..campaign import Campaign, Source
from ..errors import Fault, InputError
from ..progress import Progress, silent
from ..projection import Transform
from .coordinates import WGS84
from .mapping import clean
from .name_forms import (
    DEFINITE,
    INDEFINITE,
    JOINING,
    SINGLE,
    STREET_HEADS,
    bases,
    bent,
    deletions,
    fold,
    folded_name,
    head_of,
    joined,
    same_heads,
    words_of,
)
from .plane import Line, extent, parts, representative
from .read import read
from .vector import VectorReader

JOINT = "~"
"""Stands for any preposition between a head and its place."""

_SETTLEMENTS = ("city", "district", "locality", "ort", "område", "stad", "stadsdel", "town", "tätort", "village", "by")

# Accuracy in metres where a point stands for something of that kind; lines and areas bring their own.
_ACCURACY = {
    "address": 20.0,
    "adress": 20.0,
    "street": 300.0,
    "gata": 300.0,
    "väg": 300.0,
    "district": 400.0,
    "stadsdel": 400.0,
    "område": 400.0,
    "area": 400.0,
    "village": 500.0,
    "tätort": 500.0,
    "ort": 500.0,
    "forest": 300.0,
    "skog": 300.0,
    "park": 150.0,
    "path": 300.0,
    "beach": 150.0,
}
_USUAL_ACCURACY = 75.0
_NAME_FIELDS = ("name", "namn", "ortnamn", "gatunamn", "adress", "beteckning", "text")
_MOST_FORMS = 400
_STEP = 200


@dataclass(frozen=True)
class Place:
    """One entry: ``x``, ``y`` metres in the grid's CRS; ``accuracy_m`` how far the place may reach from there."""

    name: str
    kind: str
    x: float
    y: float
    accuracy_m: float
    shape: str = "point"
    paths: tuple[Line, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def is_settlement(self) -> bool:
        """Whether its name on a map says where one is."""
        return self.kind.casefold() in _SETTLEMENTS

    @property
    def is_street(self) -> bool:
        return self.shape == "line" or self.kind.lower() in ("street", "gata", "väg")


@dataclass(frozen=True)
class Gazetteer:
    """Places and the forms of their names: ``forms`` maps folded words to (place index, quality 0-1) pairs, best first."""

    places: tuple[Place, ...]
    forms: dict[tuple[str, ...], tuple[tuple[int, float], ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @functools.cached_property
    def longest(self) -> int:
        """Most words in a form."""
        return max(map(len, self.forms), default=0)

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """Every word that is part of a form."""
        return frozenset(word for form in self.forms for word in form)

    @functools.cached_property
    def near_words(self) -> dict[str, tuple[str, ...]]:
        """Words of six letters and more by each way of leaving one letter out."""
        near: dict[str, list[str]] = {}
        for word in sorted(self.words):
            if len(word) >= 6 and word.isalpha():
                for shorter in deletions(word):
                    near.setdefault(shorter, []).append(word)
        return {shorter: tuple(words) for shorter, words in near.items()}

    @functools.cached_property
    def numbers(self) -> dict[str, dict[int, int]]:
        """Street (as :func:`~.name_forms.folded_name`) to house number to place index, for addresses in the gazetteer."""
        streets: dict[str, dict[int, int]] = {}
        for index, place in enumerate(self.places):
            words = [word.group() for word in words_of(place.name)]
            if len(words) >= 2 and words[-1][0].isdigit():
                number = int("".join(filter(str.isdigit, words[-1])))
                streets.setdefault(folded_name(" ".join(words[:-1])), {}).setdefault(number, index)
        return streets


def load(campaign: Campaign, transform: Transform, vector: VectorReader, progress: Progress = silent) -> Gazetteer:
    """The campaign's gazetteer; an empty one when it names no files.

    Raises :class:`InputError` for a file that cannot be read, has no name column, or places nothing.
    """
    found: list[Place] = []
    notes: list[str] = []
    spec = campaign.gazetteer
    for name in spec.files:
        where = str(campaign.path(name))
        table = read(Source(name, name, "map"), campaign.folder, vector, progress)
        if table.geometry is None:
            raise InputError(Fault(where, "is no vector file", "name files with points, lines or areas"))
        column = _column(table.columns, spec.name_field, _NAME_FIELDS)
        if column is None:
            listed = ", ".join(list(table.columns)[:15])
            raise InputError(
                Fault(where, f"has no column {spec.name_field!r} (columns: {listed})", "correct gazetteer.name_field in campaign.toml")
            )
        names = table.columns[column]
        aliases = table.columns.get(spec.alias_field, [""] * len(table))
        kinds = table.columns.get(spec.kind_field, [""] * len(table))
        shapes = [parts(geometry) for geometry in table.geometry]
        moved = _moved([path for _, paths in shapes for path in paths], table.crs, transform, campaign.grid.crs)
        skipped = 0
        for label, other, kind, (shape, paths) in zip(names, aliases, kinds, shapes, strict=True):
            here = [next(moved) for _ in paths]
            if not label or not here:
                skipped += 1
                continue
            found.append(_place(label, other, kind, shape, here))
        if skipped:
            notes.append(f"{name}: {skipped} entries without name or geometry left out")
    return build(merged([place for place in found if math.isfinite(place.x)]), tuple(notes), progress)


def _column(columns: dict[str, list[str]], wanted: str, usual: tuple[str, ...]) -> str | None:
    if wanted in columns:
        return wanted
    return next((name for heading in usual for name in columns if clean(name) == heading), None)


def _moved(paths: list[Line], crs: str, transform: Transform, target: str) -> Iterator[Line]:
    """All paths of a file in ``target``, by one transformation, for each costs some milliseconds to set up."""
    if not paths:
        return iter(())
    every = np.concatenate(paths)
    x, y = transform(every[:, 0], every[:, 1], crs or (WGS84 if np.abs(every).max() <= 180 else target), target)
    return iter(np.split(np.column_stack((x, y)), np.cumsum([len(path) for path in paths])[:-1]))


def _place(name: str, aliases: str, kind: str, shape: str, moved: list[Line]) -> Place:
    x, y = representative(shape, moved)
    usual = _ACCURACY.get(kind.lower(), _USUAL_ACCURACY)
    accuracy = max(extent(shape, moved), 20.0) if shape in ("line", "area") else max(extent(shape, moved), usual)
    other = tuple(alias.strip() for alias in aliases.split(";") if alias.strip())
    return Place(name.strip(), kind.strip(), x, y, accuracy, shape, tuple(moved) if shape != "point" else (), other)


def merged(places: list[Place]) -> list[Place]:
    """Parts of one street (same name and kind, lines) as one place, in order of first appearance; all else stays apart."""
    streets: dict[tuple[str, str], int] = {}
    result: list[Place] = []
    for place in places:
        key = (fold(place.name), place.kind)
        if place.shape == "line" and key in streets:
            at = streets[key]
            paths = (*result[at].paths, *place.paths)
            x, y = representative("line", paths)
            aliases = tuple(dict.fromkeys((*result[at].aliases, *place.aliases)))
            reach = max(float(np.hypot(*(path - (x, y)).T).max()) for path in paths)
            result[at] = Place(place.name, place.kind, x, y, max(reach, 20.0), "line", paths, aliases)
            continue
        if place.shape == "line":
            streets[key] = len(result)
        result.append(place)
    return result


def build(places: list[Place], notes: tuple[str, ...] = (), progress: Progress = silent) -> Gazetteer:
    """A gazetteer of ``places`` with all their forms; a form keeps only the places that bear it with (nearly) the best quality."""
    forms: dict[tuple[str, ...], dict[int, float]] = {}
    for index, place in enumerate(places):
        if index % _STEP == 0:
            progress("forms of places", index, len(places))
        for form, quality in forms_of(place):
            best = forms.setdefault(form, {})
            best[index] = max(best.get(index, 0.0), quality)
    for form, index in _alone(places):
        forms.setdefault(form, {index: 0.9})
    sorted_forms = {}
    for form, found in forms.items():
        top = max(found.values())
        kept = sorted(
            ((index, quality) for index, quality in found.items() if quality >= top - 0.015), key=lambda each: (-each[1], each[0])
        )
        sorted_forms[form] = tuple(kept)
    return Gazetteer(tuple(places), sorted_forms, notes)


def _alone(places: list[Place]) -> list[tuple[tuple[str, ...], int]]:
    """The heads of which a town has one, for those that exactly one place bears: campingen, pendelparkeringen."""
    bearers: dict[str, set[int]] = {}
    for index, place in enumerate(places):
        for name in (place.name, *place.aliases):
            for word in {word.group() for word in words_of(name)}:
                split = head_of(fold(word))
                for length in range(len(fold(word))) if split else ():
                    if fold(word)[length:] in SINGLE or INDEFINITE.get(fold(word)[length:]) in SINGLE:
                        bearers.setdefault(INDEFINITE.get(fold(word)[length:], fold(word)[length:]), set()).add(index)
    result: list[tuple[tuple[str, ...], int]] = []
    for head in sorted(bearers):
        if len(bearers[head]) == 1:
            result += [((form,), next(iter(bearers[head]))) for form in sorted(bent(head))]
    return result


def forms_of(place: Place) -> list[tuple[tuple[str, ...], float]]:
    """(folded words, quality) of every form of a place's names: as written 1.0, alias .99, bent .97, built differently .94, short .93."""
    result: list[tuple[tuple[str, ...], float]] = []
    for rank, name in enumerate((place.name, *place.aliases)):
        words = [word.group() for word in words_of(name) if word.group() != "/"]
        if not words:
            continue
        folded = [JOINT if i and word.lower() in JOINING else fold(word) for i, word in enumerate(words)]
        base = 1.0 if rank == 0 else 0.99
        forms: dict[tuple[str, ...], float] = {tuple(folded): base}
        for form in _bent(folded):
            forms.setdefault(form, base - 0.03)
        for form in _rebuilt(folded):
            forms.setdefault(form, 0.94)
        for form in _shortened(folded):
            forms.setdefault(form, 0.93)
        result += list(forms.items())[:_MOST_FORMS]
    return result


def _bent(words: list[str]) -> list[tuple[str, ...]]:
    """The last word bent; the others as they are or without their genitive -s."""
    last = bent(words[-1]) if words[-1].isalpha() else {words[-1]}
    if JOINT in words:  # "gångtunneln vid boforsvägen": the head stands first
        first = bent(words[0])
        return [(head, *words[1:-1], tail) for head, tail in product(sorted(first), sorted(last))]
    return [(*words[:-1], tail) for tail in sorted(last)]


def _rebuilt(words: list[str]) -> list[tuple[str, ...]]:
    """A head and its place put together in the other ways: boforstorget, bofors torg, torget i bofors, torget bofors."""
    split: tuple[list[str], str] | None = None
    if len(words) == 1:
        found = head_of(words[0])
        if found and len(found[0]) >= 4 and not words[0].endswith(STREET_HEADS):
            split = [found[0]], found[1]
    elif JOINT in words[:2]:
        found = head_of(words[0])
        if found and not found[0]:
            split = words[2:], found[1]
    else:
        first, last = head_of(words[0]), head_of(words[-1])
        if last and not last[0] and not words[-1].endswith(STREET_HEADS):
            split = words[:-1], last[1]
        elif first and not first[0]:
            split = words[1:], first[1]
    if split is None or not split[0]:
        return []
    place, head = split
    forms: set[tuple[str, ...]] = set()
    for other in same_heads(head):
        for end in sorted(bases(place[-1])):
            own = (*place[:-1], end)
            genitive = (*place[:-1], end if end.endswith("s") else end + "s")
            definite = DEFINITE[other]
            forms |= {
                (definite, JOINT, *own),
                (other, JOINT, *own),
                (definite, *own),
                (other, *own),
                (*genitive, other),
                (*own, other),
                (*own, definite),
            }
            if len(place) == 1 and end.isalpha():
                forms |= {(compound,) for compound in joined(end, other)}
    return sorted(forms)


def _shortened(words: list[str]) -> list[tuple[str, ...]]:
    """Streets as they are shortened: boforsv, bredg."""
    for tail, short in (("vägen", "v"), ("gatan", "g"), ("väg", "v"), ("gata", "g")):
        if words[-1].endswith(tail) and len(words[-1]) - len(tail) >= 4:
            return [(*words[:-1], words[-1].removesuffix(tail) + short)]
    return []
