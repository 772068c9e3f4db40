"""Files of fifty megabytes, ten thousand columns, and one that unpacks to half a gigabyte: as clear an end as any broken file."""

from pathlib import Path

import pytest

from ..unit.submissions import broken
from ..unit.submissions.broken_outcomes import assert_one_clear_line_or_a_report, outcomes


@pytest.mark.parametrize("name", broken.LARGE)
def test_gives_one_clear_line_or_a_report(tmp_path: Path, name: str) -> None:
    assert_one_clear_line_or_a_report(name, outcomes(tmp_path, {name: broken.LARGE[name]()})[name])
