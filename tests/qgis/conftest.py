"""The built zip, unpacked and loaded into a real QGIS: one QgsApplication for all tests."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "examples" / "karlskoga"
ZIP = ROOT / "build" / "trygghetsrutan.zip"

Run = Callable[..., dict[str, Any]]

# QGIS writes settings and its private databases into a profile: never into the one of whoever runs the tests.
PROFILE = tempfile.mkdtemp(prefix="trygghetsrutan-qgis-")
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = PROFILE
os.environ.setdefault("XDG_RUNTIME_DIR", PROFILE)
sys.path[:0] = ["/usr/share/qgis/python/plugins", str(Path(__file__).parent)]


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
    from qgis.core import QgsApplication, QgsProject

    application = QgsApplication([], True)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    yield application
    # What a test left in a traceback or a cycle must go before QGIS does, or Python closes its files after GDAL has ended.
    # The last refusal is kept by Python: what an algorithm raises goes through C++, which prints it.
    for kept in ("last_type", "last_value", "last_traceback", "last_exc"):
        sys.__dict__.pop(kept, None)
    QgsProject.instance().clear()
    gc.collect()
    application.exitQgis()


@pytest.fixture(scope="session")
def plugin(qgis: Any) -> Any:
    """Our plugin, loaded as ``qgis_process`` loads it."""
    import trygghetsrutan

    assert Path(trygghetsrutan.__file__).is_relative_to(Path(tempfile.gettempdir())), "the tests must run the zip, not the checkout"
    loaded = trygghetsrutan.classFactory(None)
    loaded.initProcessing()
    return loaded


@pytest.fixture(scope="session")
def run(plugin: Any) -> Run:
    """Run one of our algorithms; a refusal is a QgsProcessingException with its words."""
    import processing

    def go(name: str, **parameters: Any) -> dict[str, Any]:
        found: dict[str, Any] = processing.run(f"trygghetsrutan:{name}", parameters)
        return found

    return go


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample in a folder with Swedish letters and blanks in its name."""
    folder = tmp_path_factory.mktemp("år") / "Snacka om trygghet åäö"
    shutil.copytree(SAMPLE, folder)
    return str(folder / "campaign.toml")


@pytest.fixture(scope="session")
def chain(run: Run, campaign: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The five steps, once."""
    out = str(tmp_path_factory.mktemp("ut mapp"))
    return {
        name: run(name, CAMPAIGN=campaign, OUTPUT_FOLDER=out)
        for name in ("loadsubmissions", "anonymise", "aggregate", "stylegrid", "exportrelease")
    }


@pytest.fixture(scope="session")
def out(chain: dict[str, dict[str, Any]]) -> Path:
    return Path(chain["exportrelease"]["OUTPUT_FOLDER"])


@pytest.fixture
def companion(plugin: Any) -> Any:
    """The module, with the publisher's own environment named in the settings."""
    from qgis.core import QgsSettings

    from trygghetsrutan.qgis_plugin import companion

    QgsSettings().setValue(companion.SETTING, str(ROOT / ".venv" / "bin" / "python"))
    yield companion
    QgsSettings().remove(companion.SETTING)


@pytest.fixture
def fake(companion: Any, tmp_path: Path) -> Callable[[str], None]:
    """A stand-in for the publisher: a program that QGIS runs instead of its Python."""
    from qgis.core import QgsSettings

    def make(body: str) -> None:
        program = tmp_path / "publisher"
        program.write_text(f"#!{sys.executable}\nimport json, os, sys, time\n{body}\n", encoding="utf-8")
        program.chmod(0o755)
        QgsSettings().setValue(companion.SETTING, str(program))

    return make


@pytest.fixture(scope="session")
def counted(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a campaign that is loaded, masked and counted into ``ut``, with a text that a person has to decide about."""
    from desk import leave_something_open

    folder = tmp_path_factory.mktemp("panel") / "Snacka om trygghet åäö"
    shutil.copytree(SAMPLE, folder)
    leave_something_open(folder)
    for name in ("loadsubmissions", "anonymise", "aggregate"):
        run(name, CAMPAIGN=str(folder / "campaign.toml"), OUTPUT_FOLDER=str(folder / "ut"))
    return folder


@pytest.fixture
def desk(counted: Path, tmp_path: Path) -> Iterator[Any]:
    """A panel without a dock (:class:`desk.Desk`) that works on a copy of the counted campaign."""
    from desk import Desk

    folder = shutil.copytree(counted, tmp_path / "Snacka om trygghet åäö")
    made = Desk(folder / "ut", folder / "campaign.toml")
    yield made
    made.close()


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], list[dict[str, Any]]]]:
    """Chooses a portal, at which the publisher only records in the ledger that it is given; returns what it was given."""
    from qgis.core import QgsSettings

    from trygghetsrutan.opendata import release as contract
    from trygghetsrutan.opendata.disclosure import ledger as ledgers
    from trygghetsrutan.qgis_plugin import publishing

    given: list[dict[str, Any]] = []

    def apply(package: str, to: str, token: str, ledger: str, progress: Any) -> dict[str, Any]:
        given.append({"to": to, "token": token, "ledger": ledger})
        ledgers.record(Path(ledger), contract.read(Path(package).parent / "release" / "release.gpkg"))
        return {"url": f"{to}/<b>?a=1&b", "at": "<i>nu</i>"}

    def choose(to: str) -> list[dict[str, Any]]:
        QgsSettings().setValue(publishing.PORTAL, to)
        return given

    monkeypatch.setattr(publishing, "apply", apply)
    yield choose
    QgsSettings().remove(publishing.PORTAL)
