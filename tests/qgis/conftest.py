"""The built zip, unpacked and loaded into a real QGIS: one QgsApplication for all tests."""

from __future__ import annotations

import os
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
ZIP = ROOT / "build" / "trygghetsrutan.zip"

# QGIS writes settings and its private databases into a profile: never into the one of whoever runs the tests.
PROFILE = tempfile.mkdtemp(prefix="trygghetsrutan-qgis-")
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = PROFILE
os.environ.setdefault("XDG_RUNTIME_DIR", PROFILE)
sys.path.insert(0, "/usr/share/qgis/python/plugins")


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the unpacked plugin, as QGIS' plugin folder does."""
    folder = tmp_path_factory.mktemp("plugins")
    with zipfile.ZipFile(ZIP) as archive:
        archive.extractall(folder)
    sys.path.insert(0, str(folder))
    return folder


@pytest.fixture(scope="session")
def qgis(unpacked: Path) -> Iterator[Any]:
    """QGIS with Processing, without a desktop."""
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    yield application
    application.exitQgis()


@pytest.fixture(scope="session")
def plugin(qgis: Any) -> Any:
    """Our plugin, loaded as ``qgis_process`` loads it."""
    import trygghetsrutan

    assert Path(trygghetsrutan.__file__).is_relative_to(Path(tempfile.gettempdir())), "the tests must run the zip, not the checkout"
    loaded = trygghetsrutan.classFactory(None)
    loaded.initProcessing()
    return loaded
