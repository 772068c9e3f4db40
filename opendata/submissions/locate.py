"""From words to a place by the municipality's own gazetteer. A wrong place is worse than none: what is not sure goes to people.

A match is used when one place stands out, with a score of at least :data:`CONFIDENT` and a reach of at most :data:`WIDEST_M`.
"""

from __future__ import annotations

import dataclasses
import math
import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..progress import Progress
from .gazetteer import Gazetteer, Place
from .mentions import Finder, Mention, Words
from .model import Submissions
from .name_forms import JOINING, NO_THING, folded_name, head_of
from .place_review import MOST_CANDIDATES, Candidate, Decisions, PlaceReview
from .plane import crossing, inside, nearest
from .worklist import key_of

CONFIDENT = 0.85
WIDEST_M = 500.0
"""Metres; a longer street or larger district says too little to stand for a point by itself."""
NEAR_M = 150.0
"""Metres within which two names mean one place."""
CROSSING_M = 40.0
"""Metres between two streets' lines that still meet."""
_NUMBERS_APART = 4
_STEP = 500
_MEETING = re.compile(r"\b(?:korsning\w*|hörn\w*|där|möter|korsar|höjd|x)\b|/|×", re.IGNORECASE)


@dataclass(frozen=True)
class Spot:
    """Where a text points: metres, how far it may be off, how sure, and by which of :data:`~.model.LOCATED_BY`."""

    x: float
    y: float
    accuracy_m: float
    score: float
    by: str


@dataclass(frozen=True)
class Outcome:
    """A spot, or the candidates and why none was taken; neither: nothing of the gazetteer was found."""

    spot: Spot | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""


def locate(
    submissions: Submissions, gazetteer: Gazetteer, decisions: Decisions, progress: Progress
) -> tuple[Submissions, tuple[PlaceReview, ...]]:
    """Locate what has no coordinates by its place in words, else by its text.

    ``decisions`` are what people decided about the same words before; they go before everything. Returns new submissions, and one
    review per distinct words that point to several places, or to one not surely enough.
    """
    finder = Finder(gazetteer)
    x, y = submissions.x.copy(), submissions.y.copy()
    by, accuracy, score = submissions.located_by.copy(), submissions.accuracy_m.copy(), submissions.score.copy()
    reviews: dict[str, PlaceReview] = {}
    seen: dict[tuple[str, str], Outcome] = {}
    todo = np.flatnonzero(~submissions.located)
    for done, i in enumerate(todo.tolist()):
        if done % _STEP == 0:
            progress("locating", done, len(todo))
        place, text = submissions.place[i], submissions.text[i]
        words = place or text
        if not words:
            continue
        key = key_of(words)
        decision = decisions.get(key)
        if decision is not None:
            if decision.x is not None and decision.y is not None:
                x[i], y[i], by[i], accuracy[i], score[i] = decision.x, decision.y, "review", decision.accuracy_m, 1.0
            continue
        outcome = seen.get((place, text))
        if outcome is None:
            outcome = seen[place, text] = place_of(finder, place, text)
        if outcome.spot is not None:
            spot = outcome.spot
            x[i], y[i], by[i], accuracy[i], score[i] = spot.x, spot.y, spot.by, spot.accuracy_m, spot.score
        elif outcome.candidates:
            rows = reviews[key].rows if key in reviews else ()
            reviews[key] = PlaceReview(
                key, words, outcome.reason, outcome.candidates, (*rows, (str(submissions.source[i]), int(submissions.row[i])))
            )
    progress("locating", len(todo), len(todo))
    located = dataclasses.replace(submissions, x=x, y=y, located_by=by, accuracy_m=accuracy, score=score)
    return located, tuple(sorted(reviews.values(), key=lambda review: (-len(review.rows), review.words)))


def place_of(finder: Finder, place: str, text: str) -> Outcome:
    """The place that ``place`` (a place in words) names, else ``text`` (what was written)."""
    first = _read(finder, place, running=False) if place else Outcome()
    if first.spot is not None or not text:
        return first
    second = _read(finder, text, running=True)
    if not first.candidates:
        return second
    named = {candidate.name for candidate in first.candidates}
    if second.spot is not None and first.reason == SEVERAL:
        fits = [c for c in first.candidates if math.hypot(c.x - second.spot.x, c.y - second.spot.y) <= NEAR_M]
        if len(fits) == 1:  # the text says which of the places in words is meant
            best = fits[0]
            return Outcome(Spot(best.x, best.y, best.accuracy_m, min(best.score, second.spot.score), "place"))
    extra = tuple(candidate for candidate in second.candidates if candidate.name not in named)
    return Outcome(None, (first.candidates + extra)[:MOST_CANDIDATES], first.reason)


SEVERAL = "several places could be meant"
WIDE = "the place is larger than 500 m; where in it?"
UNSURE = "the name is not written clearly"
HOME = "it may be where the writer lives"
WAY = "it may be where the writer came from or went to"
WITHIN = "it is something in or by that place; which?"
APART = "the text names places far from each other"


def _read(finder: Finder, text: str, running: bool) -> Outcome:
    places = finder.gazetteer.places
    words, mentions = finder.find(text, running)
    mentions = [mention for mention in mentions if mention.role != "not"]
    if not mentions:
        return Outcome()
    mentions = _qualified(finder.gazetteer, words, mentions)
    meeting = _crossing_of(finder.gazetteer, words, mentions, running)
    if meeting is not None:
        return meeting
    plain = [mention for mention in mentions if not mention.role]
    usable = plain or mentions
    spots = [spot for mention in usable for spot in [_spots(finder.gazetteer, mention, running)] if spot]
    if not spots:
        return Outcome()
    narrowed = _narrow(spots, places)
    candidates = _candidates(places, narrowed)
    if not plain:
        roles = {mention.role for mention in usable}
        return Outcome(None, candidates, HOME if "home" in roles else WAY if "way" in roles else UNSURE)
    if len(narrowed) == 1 and _something_in(finder, words, usable[0]):
        return Outcome(None, candidates, WITHIN)
    chosen = _one(narrowed, places)
    if chosen is None:
        return Outcome(None, candidates, SEVERAL if len(narrowed) == 1 else APART)
    spot = chosen[1]
    if spot.score < CONFIDENT:
        return Outcome(None, candidates, UNSURE)
    if spot.accuracy_m > WIDEST_M:
        return Outcome(None, candidates, WIDE)
    return Outcome(spot)


def _qualified(gazetteer: Gazetteer, words: Words, mentions: list[Mention]) -> list[Mention]:
    """Without bare heads that another name qualifies: in "torget i Bruket" torget is not the one that is called so everywhere else."""
    kept = []
    for one, other in zip(mentions, [*mentions[1:], None], strict=True):
        bare = one.end - one.start == 1 and (head_of(words.folded[one.start]) or ("-", ""))[0] == ""
        if bare and other is not None and other.start - one.end == 1 and words.folded[one.end] in JOINING:
            near = [
                _agree((i, _spot(gazetteer.places[i])), (j, _spot(gazetteer.places[j])), gazetteer.places)
                for i, _ in one.places
                for j, _ in other.places
            ]
            if not any(near):
                continue
        kept.append(one)
    return kept


def _spot(place: Place) -> Spot:
    return Spot(place.x, place.y, place.accuracy_m, 1.0, "place")


def _something_in(finder: Finder, words: Words, mention: Mention) -> bool:
    """Whether a wide place (a district, a street) only tells where something else is: kiosken i Hammar, backen vid Storgatan."""
    if mention.number is not None or mention.start < 2 or words.folded[mention.start - 1] not in JOINING:
        return False
    if all(finder.gazetteer.places[place].accuracy_m <= NEAR_M for place, _ in mention.places):
        return False
    thing = words.folded[mention.start - 2]
    gap = words.text[words.spans[mention.start - 2][1] : words.spans[mention.start - 1][0]]
    return (
        gap == " "
        and thing.isalpha()
        and (head_of(thing) is not None or (len(thing) > 4 and thing.endswith(DEFINITE_ENDS) and thing not in NO_THING))
    )


DEFINITE_ENDS = ("en", "et", "an", "na")
Meant = list[tuple[int, Spot]]
"""The places one mention may mean: (index in the gazetteer, spot)."""


def _spots(gazetteer: Gazetteer, mention: Mention, running: bool) -> Meant:
    result = []
    for index, quality in mention.places:
        place = gazetteer.places[index]
        score = quality - (0.03 if running else 0.0)
        if mention.number is not None and place.is_street:
            result.append((index, _house(gazetteer, index, mention.number, score)))
            continue
        more = 50.0 if mention.how == "detail" else 0.0
        is_address = place.kind.lower() in ("address", "adress")
        result.append((index, Spot(place.x, place.y, place.accuracy_m + more, score, "address" if is_address else "place")))
    return result


def _house(gazetteer: Gazetteer, index: int, number: int, score: float) -> Spot:
    """The address itself, else the nearest number of the street, else the street."""
    place = gazetteer.places[index]
    numbers = gazetteer.numbers.get(folded_name(place.name), {})
    if numbers:
        closest = min(numbers, key=lambda each: (abs(each - number), (each - number) % 2, each))
        apart = abs(closest - number)
        if apart <= _NUMBERS_APART:
            house = gazetteer.places[numbers[closest]]
            return Spot(house.x, house.y, 20.0 + 20.0 * apart, score - 0.01 * apart, "address")
    return Spot(place.x, place.y, place.accuracy_m, score, "place")


def _narrow(spots: list[Meant], places: tuple[Place, ...]) -> list[Meant]:
    """Ambiguous names cut down by the others: torget, when Bofors is named too, is the one in Bofors."""
    result = []
    for meant in spots:
        others = [other for other in spots if other is not meant and len(other) == 1]
        if len(meant) > 1 and others:
            fits = [each for each in meant if all(_agree(each, other[0], places) for other in others)]
            meant = fits or meant
        result.append(meant)
    return result


def _one(spots: list[Meant], places: tuple[Place, ...]) -> tuple[int, Spot] | None:
    """The narrowest place that agrees with all others named; None when they disagree or one name has several places."""
    certain = []
    for meant in spots:
        close = [each for each in meant if math.hypot(each[1].x - meant[0][1].x, each[1].y - meant[0][1].y) <= NEAR_M]
        if len(close) < len(meant):
            return None
        certain.append(meant[0])
    best = min(certain, key=lambda each: (each[1].accuracy_m, -each[1].score))
    return best if all(_agree(best, other, places) for other in certain) else None


def _agree(one: tuple[int, Spot], other: tuple[int, Spot], places: tuple[Place, ...]) -> bool:
    """Whether a narrow spot lies in, on or near the place of another."""
    place, spot = places[other[0]], one[1]
    if other[1].by == "address":
        return math.hypot(spot.x - other[1].x, spot.y - other[1].y) <= NEAR_M
    if place.shape == "area":
        if inside(np.array([spot.x]), np.array([spot.y]), place.paths)[0]:
            return True
        return min(nearest(np.array([spot.x, spot.y]), path)[1] for path in place.paths) <= NEAR_M
    if place.shape == "line":
        return min(nearest(np.array([spot.x, spot.y]), path)[1] for path in place.paths) <= NEAR_M
    reach = place.accuracy_m if place.accuracy_m > NEAR_M else 0.0
    return math.hypot(spot.x - other[1].x, spot.y - other[1].y) <= NEAR_M + reach


def _crossing_of(gazetteer: Gazetteer, words: Words, mentions: list[Mention], running: bool) -> Outcome | None:
    """Two streets named as meeting: the place where they do."""
    for one, other in pairwise(mentions):
        streets = [[i for i, _ in mention.places if gazetteer.places[i].is_street] for mention in (one, other)]
        if not streets[0] or not streets[1] or set(streets[0]) & set(streets[1]):
            continue
        between = words.text[words.spans[one.end - 1][1] : words.spans[other.start][0]]
        before = words.text[max(0, words.spans[one.start][0] - 40) : words.spans[one.start][0]]
        joined = between.strip(" ,").lower()
        said = bool(_MEETING.search(between)) or joined in ("-", "–", "vid", "mot", "&", "+")
        said = said or (bool(_MEETING.search(before)) and joined in ("och", "", "med", "mot", "vid"))
        if not said or len(between) > 30:
            continue
        met = []
        for a in streets[0]:
            for b in streets[1]:
                point = crossing(gazetteer.places[a].paths, gazetteer.places[b].paths, CROSSING_M)
                if point is not None:
                    met.append((a, b, point))
        quality = min(one.places[0][1], other.places[0][1]) - (0.03 if running else 0.0)
        if len(met) == 1:
            x, y, gap = met[0][2]
            spot = Spot(x, y, 25.0 + gap, quality, "crossing")
            if quality >= CONFIDENT and not (one.role or other.role):
                return Outcome(spot)
        named = [gazetteer.places[i] for group in streets for i in group]
        return Outcome(
            None,
            tuple(Candidate(p.name, p.x, p.y, p.accuracy_m, quality) for p in named)[:MOST_CANDIDATES],
            "the two streets do not meet in the gazetteer",
        )
    return None


def _candidates(places: tuple[Place, ...], spots: list[Meant]) -> tuple[Candidate, ...]:
    found: dict[str, Candidate] = {}
    for meant in spots:
        for index, spot in meant:
            label = places[index].name
            if label in found and (found[label].x, found[label].y) != (spot.x, spot.y):
                label = f"{label} ({round(spot.x)}, {round(spot.y)})"
            found.setdefault(label, Candidate(label, spot.x, spot.y, spot.accuracy_m, round(spot.score, 2)))
    return tuple(sorted(found.values(), key=lambda candidate: (-candidate.score, candidate.name)))[:MOST_CANDIDATES]
