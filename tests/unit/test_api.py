"""The public surface: complete in its documentation, and shown by examples that hold."""

import doctest
import re
from pathlib import Path

import numpy as np
import pytest

from trygghetsrutan.opendata import api

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
ERRORS = {"Cancelled", "CheckFailed", "Fault", "InputError", "UserError"}


def test_every_public_function_has_its_line() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert {name for name in api.__all__ if not re.search(rf"`{name}\(", text)} == ERRORS


def test_what_the_page_shows_holds() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.IGNORE_EXCEPTION_DETAIL, encoding="utf-8")
    assert (result.failed, result.attempted > 5) == (0, True)


def test_a_theme_short_is_bad_input() -> None:
    x = np.linspace(472_000, 473_000, 30)
    with pytest.raises(api.InputError, match="20 themes for 30 points"):
        api.aggregate(x, x + 6_105_000, contributor=np.arange(30), theme=np.array(["lighting"] * 20))


def test_an_update_made_from_python_tells_what_it_builds_on() -> None:
    rng = np.random.default_rng(0)
    x, y = 500_000 + rng.uniform(0, 1000, 60), 6_500_000 + rng.uniform(0, 1000, 60)
    first = api.aggregate(x, y)
    update = api.aggregate(x, y, earlier=[first])
    assert [told["regions"] for told in update.facts["earlier"]] == [len(first.regions)]
    assert api.audit(update).passed
