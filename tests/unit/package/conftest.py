"""Fixtures of the package's tests: made-up releases and one good package, built once."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from trygghetsrutan.opendata.package.build import build


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"package_tests_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def releases() -> ModuleType:
    """The generator of made-up releases and campaigns."""
    return _module(Path(__file__).with_name("releases.py"))


@pytest.fixture(scope="session")
def good(releases: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good package of about 60 regions (not to be changed: copy it)."""
    out = tmp_path_factory.mktemp("good") / "package"
    build(releases.make_release(60, withheld=True), releases.make_campaign(), out)
    return out
