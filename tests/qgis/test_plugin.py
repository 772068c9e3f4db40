"""The plugin in QGIS: it loads, registers its algorithms, and takes everything away again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FIVE = ("loadsubmissions", "anonymise", "aggregate", "stylegrid", "exportrelease")


def test_the_five_algorithms_are_registered(plugin: Any) -> None:
    from qgis.core import QgsApplication

    found = {algorithm.name() for algorithm in QgsApplication.processingRegistry().providerById("trygghetsrutan").algorithms()}
    assert set(FIVE) <= found


def test_every_algorithm_and_every_parameter_has_a_help_text(plugin: Any) -> None:
    from qgis.core import QgsApplication

    bare = []
    for algorithm in QgsApplication.processingRegistry().providerById("trygghetsrutan").algorithms():
        if not algorithm.shortHelpString():
            bare.append(algorithm.name())
        bare += [f"{algorithm.name()}.{p.name()}" for p in algorithm.parameterDefinitions() if not p.help()]
    assert bare == []


def test_no_module_of_the_plugin_imports_the_core_heavily_at_start(unpacked: Path, qgis: Any) -> None:
    """Loading the provider brings no vendored library and no chain: start-up of QGIS stays what it was."""
    import subprocess
    import sys

    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import trygghetsrutan.qgis_plugin.plugin; "
        "print(sorted(m for m in sys.modules if m.startswith('trygghetsrutan') and ('_vendor' in m or m.endswith('chain') or "
        "'.panel' in m)))"
    )
    found = subprocess.run([sys.executable, "-c", code, str(unpacked)], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
