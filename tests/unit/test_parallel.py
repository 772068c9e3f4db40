"""Work by several processes is the work of one, in order; it tells how far it is and can be stopped."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import pytest

from trygghetsrutan.opendata import parallel
from trygghetsrutan.opendata.errors import Cancelled, InputError
from trygghetsrutan.opendata.parallel import in_order
from trygghetsrutan.opendata.privacy.text import Masker, mask_all
from trygghetsrutan.opendata.submissions.codebook import load_codebook
from trygghetsrutan.opendata.submissions.themes import classify

TEXTS = ["Ring 070-123 45 67, mörkt vid Storgatan", "Bilarna kör för fort", "", "Skriv till anna.svensson@exempel.se"] * 20


sys.path.insert(0, str(Path(__file__).parent))
import work_for_processes  # noqa: E402 (as the processes find it: they inherit the path)


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "PIECE", 7)


def test_several_processes_give_what_one_gives_in_order(always: None) -> None:
    make = functools.partial(work_for_processes.finder, Masker(["Storgatan"]))
    told: list[int] = []
    many = in_order(make, TEXTS, "find", lambda step, done, total: told.append(done), processes=2)
    assert many == in_order(make, TEXTS)
    assert told == sorted(told)
    assert told[-1] == len(TEXTS)


def test_an_error_in_a_process_is_raised_with_its_faults(always: None) -> None:
    with pytest.raises(InputError, match="row 30: is bad; mend it"):
        in_order(work_for_processes.faulty, range(100), processes=2)


@pytest.mark.parametrize("processes", [1, 2])
def test_it_can_be_stopped(always: None, processes: int) -> None:
    def stop(step: str, done: int, total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        in_order(functools.partial(work_for_processes.finder, Masker()), TEXTS * 3, "find", stop, processes)


def test_texts_are_masked_and_classified_the_same_by_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    codebook = load_codebook(None)
    alone = mask_all(TEXTS), classify(TEXTS, codebook, lambda *_: None)
    monkeypatch.setattr(parallel, "PAYS_FROM", 2)
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    assert (mask_all(TEXTS), classify(TEXTS, codebook, lambda *_: None)) == alone
