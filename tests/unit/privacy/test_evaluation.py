"""The figures in docs/masking.md: the sets are as large as promised and the masker is at least as good as promised."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from trygghetsrutan.opendata.privacy.text import Masker

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def evaluation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate_masking", ROOT / "scripts" / "evaluate_masking.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_there_are_five_hundred_texts_half_of_them_unseen_and_half_of_those_clean(evaluation: ModuleType) -> None:
    seen, unseen = (list(evaluation.read(evaluation.FOLDER / f"{name}.txt")) for name in ("seen", "unseen"))
    assert len(seen) >= 250
    assert len(unseen) >= 250
    assert sum(not gold.spans for gold in unseen) * 2 >= len(unseen)
    assert not {gold.text for gold in seen} & {gold.text for gold in unseen}


def test_the_fresh_half_has_two_hundred_texts_that_stand_in_no_other_half(evaluation: ModuleType) -> None:
    halves = {name: {gold.text for gold in evaluation.read(evaluation.FOLDER / f"{name}.txt")} for name in ("seen", "unseen", "fresh")}
    assert len(halves["fresh"] - halves["seen"] - halves["unseen"]) >= 200


@pytest.mark.parametrize("half", ["seen", "unseen"])
def test_the_masker_keeps_its_promise(evaluation: ModuleType, half: str) -> None:
    families, _, _, _ = evaluation.tally(evaluation.read(evaluation.FOLDER / f"{half}.txt"), Masker())
    structured, names = families["structured identifiers"], families["names and addresses"]
    assert structured.found_any / structured.gold >= 0.98
    assert structured.right_tier1 / structured.given_tier1 >= 0.97
    assert names.found_any / names.gold >= 0.95
    assert names.right_tier1 / names.given_tier1 >= 0.95


def test_the_docs_show_the_figures_of_today(evaluation: ModuleType) -> None:
    assert evaluation.tables(Masker()) in (ROOT / "docs" / "masking.md").read_text("utf-8")
