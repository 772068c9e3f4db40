"""The cheap looks that let most texts pass unread never lose a finding that reading everything would mask."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from trygghetsrutan.opendata.privacy import text as masking
from trygghetsrutan.opendata.privacy.finders import address, beside, money, names, numbers, online, sensitive, spoken, telephone, vehicle
from trygghetsrutan.opendata.privacy.finding import MASK_AT_ONCE, Finding

from .test_text_properties import identity_numbers, plates, telephone_numbers, texts

ROOT = Path(__file__).parents[3]
GATED = masking.Masker()
SENSITIVE = sensitive.SensitiveFinder()


class Ungated(masking.Masker):
    """Every finder reads every text."""

    def _once(self, text: str) -> list[Finding]:
        found = list(self._everything(text))
        caps = text.isupper() and len(text) > masking._SHORTEST_SHOUT
        found += beside.find(text, tuple(found), self._names, self._known, caps)
        return list(masking._resolve(found)) if len(found) > 1 else found

    def _everything(self, text: str) -> Iterator[Finding]:
        raw = names.WORD.findall(text)
        tokens = [word.lower() for word in raw]
        bag = frozenset(tokens)
        digits = sum(letter.isdigit() for letter in text)
        caps = text.isupper() and len(text) > masking._SHORTEST_SHOUT
        yield from money.find(text, True)
        yield from numbers.find(text, max(digits, 99), True)
        yield from telephone.find(text)
        yield from vehicle.find(text, tokens)
        yield from vehicle.personal(text)
        yield from spoken.find(text)
        yield from online.find(text)
        yield from address.find(text, self._known, bag, max(digits, 99), True, caps)
        named = list(self._names.find(text, raw, tokens, caps))
        yield from named
        yield from numbers.beside_names(text, [finding.end for finding in named])
        yield from SENSITIVE.find(text, "\n".join(raw).lower(), bag, [])


EVERYTHING = Ungated()


@pytest.fixture(scope="module")
def handwritten() -> list[str]:
    spec = importlib.util.spec_from_file_location("evaluate_masking", ROOT / "scripts" / "evaluate_masking.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return [gold.text for one in module.sets() for gold in module.read(one.path)]


def masked(masker: masking.Masker, text: str) -> list[tuple[str, int, int]]:
    return [(finding.kind, finding.start, finding.end) for finding in masker.find(text) if finding.tier == MASK_AT_ONCE]


def test_nothing_is_lost_in_the_handwritten_texts(handwritten: list[str]) -> None:
    assert [text for text in handwritten if masked(GATED, text) != masked(EVERYTHING, text)] == []


@given(texts, identity_numbers() | telephone_numbers() | plates(), texts)
@settings(deadline=None, max_examples=150)
def test_nothing_is_lost_in_any_text(before: str, identifier: str, after: str) -> None:
    text = f"{before} {identifier} {after}"
    assert masked(GATED, text) == masked(EVERYTHING, text)
