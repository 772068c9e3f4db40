"""The cheap looks that let most texts pass unread never lose a finding that reading everything would mask."""

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

from trygghetsrutan.opendata.privacy import text as masking
from trygghetsrutan.opendata.privacy.facts import facts_of
from trygghetsrutan.opendata.privacy.finders.spoken import COUNTING
from trygghetsrutan.opendata.privacy.finding import MASK_AT_ONCE, Finding
from trygghetsrutan.opendata.privacy.wordlists import words

from .test_text_properties import identity_numbers, plates, telephone_numbers, texts

ROOT = Path(__file__).parents[3]
GATED = masking.Masker()
CUES = words("births") | words("money") | COUNTING | {"storgatan"}
"""What the finders look for before they look for dates of birth, accounts and streets with a number in words."""


class Ungated(masking.Masker):
    """Every finder reads every text at every reading, as if it held every cue and digits enough."""

    def _once(self, text: str, listing: bool = True) -> list[Finding]:
        facts = facts_of(text, self._known)
        facts = facts._replace(digits=max(facts.digits, 99), bag=facts.bag | CUES)
        found = [finding for _, find in masking._IN_THE_TEXT for finding in find(facts)]
        for _, find_beside in masking._BESIDE_WHAT_WAS_FOUND:
            found += find_beside(facts, tuple(found))
        found += masking.dwelling.find(facts, tuple(found))
        found += self._sensitive.find(facts, found)
        return list(masking._resolve(found)) if len(found) > 1 else found


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
