"""What several unit tests share."""

import json
from pathlib import Path

import pytest

from ..support.commands import EXAMPLE, command


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("run")
    done = command("run", str(EXAMPLE / "campaign.toml"), "--out", "out", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "out", json.loads(done.stdout)
