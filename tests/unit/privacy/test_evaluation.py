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


def texts_of(evaluation: ModuleType) -> dict[str, list[str]]:
    return {one.path.stem: [gold.text for gold in evaluation.read(one.path)] for one in evaluation.sets()}


def test_no_text_with_personal_data_stands_in_two_sets(evaluation: ModuleType) -> None:
    marked = [{gold.text for gold in evaluation.read(one.path) if gold.spans} for one in evaluation.sets()]
    assert sum(map(len, marked)) == len(set().union(*marked))


def test_there_are_far_more_than_five_hundred_texts(evaluation: ModuleType) -> None:
    texts = texts_of(evaluation)
    assert sum(map(len, texts.values())) > 1300
    assert min(map(len, texts.values())) >= 200


def test_nearly_half_of_every_set_is_clean(evaluation: ModuleType) -> None:
    for one in evaluation.sets():
        golds = list(evaluation.read(one.path))
        assert sum(not gold.spans for gold in golds) * 9 >= len(golds) * 4, one.title


def test_a_set_that_says_nothing_of_tuning_was_not_tuned_on(evaluation: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("# title: Said\n# tuned: yes\nmörkt\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("mörkt\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("# title: Last\nmörkt\n", encoding="utf-8")
    assert [(one.title, one.tuned) for one in evaluation.sets(tmp_path)] == [("a", False), ("Last", False), ("Said", True)]


def test_marks_may_hold_brackets(evaluation: ModuleType) -> None:
    gold = evaluation.parse("maila [e-post:sara [at] exempel.se] nu")
    assert gold.text == "maila sara [at] exempel.se nu"
    assert [gold.text[span.start : span.end] for span in gold.spans] == ["sara [at] exempel.se"]


def test_the_masker_keeps_its_promise_where_it_was_tuned(evaluation: ModuleType) -> None:
    for one in evaluation.sets():
        if one.tuned:
            families, _, _, _ = evaluation.tally(evaluation.read(one.path), Masker())
            structured, names = families["structured identifiers"], families["names and addresses"]
            assert structured.found_any / structured.gold >= 0.98, one.title
            assert structured.right_tier1 / structured.given_tier1 >= 0.97, one.title
            assert names.found_any / names.gold >= 0.95, one.title
            assert names.right_tier1 / names.given_tier1 >= 0.95, one.title


def test_the_docs_show_the_figures_of_today(evaluation: ModuleType) -> None:
    assert evaluation.tables(Masker()) in (ROOT / "docs" / "masking.md").read_text("utf-8")
