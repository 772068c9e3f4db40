"""One good package, built once."""

from pathlib import Path

import pytest

from trygghetsrutan.opendata.package.build import build

from ...support import releases


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good package of about 60 regions (not to be changed: copy it)."""
    out = tmp_path_factory.mktemp("good") / "package"
    build(releases.make_release(60, withheld=True), releases.make_campaign(), out)
    return out
