"""Cell-key perturbation gives the check values of the papers and one noise per group of people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trygghetsrutan.opendata.disclosure.cellkey import cell_keys, noise_table, perturb, record_keys
from trygghetsrutan.opendata.errors import InputError

SECRET = bytes(range(32))


def test_check_value_of_the_papers() -> None:
    outcomes = noise_table(2, 1.08, 1).outcomes(1)
    assert {count: round(p, 4) for count, p in outcomes.items()} == {0: 0.5133, 2: 0.46, 3: 0.0267}


def test_nought_stays_nought() -> None:
    assert noise_table(3, 2.0, 2).outcomes(0) == {0: 1.0}


@settings(max_examples=40, deadline=None)
@given(deviation=st.integers(2, 8), never=st.integers(0, 2), share=st.floats(0.3, 0.6))
def test_every_row_keeps_the_expected_count_and_the_variance(deviation: int, never: int, share: float) -> None:
    table = noise_table(deviation + never, share * deviation + never + 0.5, never)
    noise = np.arange(-table.deviation, table.deviation + 1)
    rows = table.probability[1:]
    assert np.allclose(rows.sum(axis=1), 1)
    assert np.allclose(rows @ noise, 0, atol=1e-9)
    assert np.allclose(rows @ noise**2, table.variance)


def test_the_last_row_is_symmetric() -> None:
    last = noise_table(4, 3.0, 2).probability[-1]
    assert np.allclose(last, last[::-1])


def test_no_distribution_has_more_entropy_under_the_same_demands() -> None:
    noise = np.arange(-3.0, 4.0)
    best = noise_table(3, 2.0, 0).probability[-1]
    basis = np.linalg.svd(np.stack((np.ones(7), noise, noise**2)))[2][3:]
    for direction in np.concatenate((basis, -basis)):
        other = best + 1e-3 * direction
        assert -(other * np.log(other)).sum() < -(best * np.log(best)).sum()


def test_impossible_demands_are_told() -> None:
    with pytest.raises(InputError, match="no noise on a count of 1"):
        noise_table(2, 9.0, 1)


def test_small_counts_are_never_published() -> None:
    table = noise_table(5, 3.0, 2)
    counts = np.repeat(np.arange(8), 500)
    keys = np.random.default_rng(1).integers(0, 2**64, len(counts), dtype=np.uint64)
    assert not np.isin(perturb(counts, keys, table), [1, 2]).any()
    assert (perturb(counts, keys, table) >= 0).all()


def test_noise_follows_the_table() -> None:
    table = noise_table(2, 1.08, 1)
    keys = np.random.default_rng(2).integers(0, 2**64, 200_000, dtype=np.uint64)
    published = perturb(np.ones(len(keys), dtype=np.int64), keys, table)
    shares = [float((published == n).mean()) for n in (0, 2, 3)]
    assert np.allclose(shares, [0.5133, 0.46, 0.0267], atol=0.005)


def test_the_same_people_have_the_same_noise_in_every_table_and_order() -> None:
    keys = record_keys([f"person {i}" for i in range(40)], SECRET)
    by_cell = cell_keys(np.arange(40) // 20, keys, 2)
    other_table = cell_keys(1 - np.arange(40)[::-1] // 20, keys[::-1], 2)
    assert by_cell.tolist() == other_table[::-1].tolist()


def test_another_secret_gives_other_keys() -> None:
    assert record_keys(["a"], SECRET) != record_keys(["a"], SECRET[::-1])


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(InputError, match="too short"):
        record_keys(["a"], b"short")
