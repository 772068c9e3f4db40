"""What QGIS waits for, in a process of its own without a window: plugin_start.py FOLDER start|panel. FOLDER holds the plugin.

``start`` is what QGIS does with a plugin when it starts, beyond the same with an empty plugin; ``panel`` is the first opening of the panel,
on the sample campaign. Prints the seconds (wall clock and CPU) of that part alone as JSON.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = tempfile.mkdtemp()
folder, part = sys.argv[1:3]
EMPTY = Path(os.environ["QGIS_CUSTOM_CONFIG_PATH"]) / "emptyplugin"
EMPTY.mkdir()
(EMPTY / "__init__.py").write_text(
    "class Plugin:\n    def initProcessing(self): pass\n    def initGui(self): pass\ndef classFactory(iface): return Plugin()\n"
)
sys.path[:0] = [folder, str(EMPTY.parent)]

from qgis.core import QgsApplication, QgsSettings  # noqa: E402 (the environment comes first)
from qgis.gui import QgsMapCanvas, QgsMessageBar  # noqa: E402
from qgis.PyQt.QtWidgets import QMainWindow  # noqa: E402
from qgis.utils import iface as _  # noqa: E402, F401 (QGIS has this loaded when plugins come)

application = QgsApplication([], True)
application.initQgis()
QgsSettings().setValue("locale/overrideFlag", True)
QgsSettings().setValue("locale/userLocale", "sv")
window = QMainWindow()
canvas, bar = QgsMapCanvas(), QgsMessageBar()
window.setCentralWidget(canvas)
window.show()
application.processEvents()
iface = SimpleNamespace(
    mainWindow=lambda: window,
    mapCanvas=lambda: canvas,
    messageBar=lambda: bar,
    addDockWidget=window.addDockWidget,
    addPluginToMenu=lambda menu, action: None,
    addToolBarIcon=lambda action: None,
)


def start(name: str) -> tuple[float, float, object]:
    wall, cpu = time.perf_counter(), time.process_time()
    plugin = __import__(name).classFactory(iface)
    plugin.initGui()
    return time.perf_counter() - wall, time.process_time() - cpu, plugin


empty = start("emptyplugin")
wall, cpu, plugin = start("trygghetsrutan")
told = {"wall": wall - empty[0], "cpu": cpu - empty[1]}
if part == "panel":
    sample = Path(__file__).resolve().parents[2] / "examples" / "karlskoga" / "campaign.toml"
    QgsSettings().setValue("trygghetsrutan/campaign", str(sample))
    wall, cpu = time.perf_counter(), time.process_time()
    plugin.action.setChecked(True)  # type: ignore[attr-defined]
    application.processEvents()
    told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
print(json.dumps({"seconds": {name: round(value, 4) for name, value in told.items()}}), flush=True)
os._exit(0)
