"""Faults between publisher and CKAN: every fourth request of a publication and of an update, each with another fault of the matrix.

The full matrix (every request with every fault) is ``scripts/fault_matrix``; its table is in ``docs/publishing.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trygghetsrutan.opendata.portal.dataset import read

from .conftest import Ckan
from .faults import FAULTS, Observer, publish, requests_of, run_case

PackageOf = Callable[..., Path]
FreshName = Callable[[], str]
STEPS = 28
"""At least as many requests as either kind of run makes with the small package; the test says when that is no longer so."""


def pair(number: int, what: str) -> str:
    """Another fault for each request, another one for an update than for a first publication."""
    return FAULTS[(number // 4 * 3 + (10 if what == "update" else 0)) % len(FAULTS)]


@pytest.fixture(scope="module", params=["publish", "update"])
def bench(request: pytest.FixtureRequest, ckan: Ckan, package_of: PackageOf, fresh_name: FreshName) -> tuple[str, Any, list[str]]:
    """What a clean run leaves behind, and its requests."""
    before, package = _packages(request.param, fresh_name(), package_of)
    if before is not None:
        publish(ckan.url, ckan.token(), before)
    steps = requests_of(ckan.url, ckan.token(), package)
    versions = tuple(read(path) for path in (before, package) if path is not None)
    return request.param, Observer(ckan.url, versions[-1].name, versions, may_be_absent=True).state(), steps


def _packages(what: str, name: str, package_of: PackageOf) -> tuple[Path | None, Path]:
    if what == "publish":
        return None, package_of(name, layer=False)
    return package_of(name, layer=False), package_of(name, "1.1.0", layer=False)


@pytest.mark.parametrize("number", range(1, STEPS, 4))
def test_readers_see_one_whole_version_and_a_second_run_ends_as_a_clean_one(
    bench: tuple[str, Any, list[str]], number: int, ckan: Ckan, package_of: PackageOf, fresh_name: FreshName
) -> None:
    what, reference, steps = bench
    before, package = _packages(what, fresh_name(), package_of)
    outcome = run_case(
        ckan.url, ckan.token(), before, package, min(number, len(steps) - 1), pair(number, what), stays=False, reference=reference
    )
    assert outcome.wrong == "", outcome


def test_the_faults_reach_to_the_end_of_a_run(bench: tuple[str, Any, list[str]]) -> None:
    assert len(bench[2]) <= STEPS
