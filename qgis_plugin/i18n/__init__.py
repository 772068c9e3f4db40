"""Texts in the user's language: source strings are English, ``trygghetsrutan_sv.ts`` holds the Swedish ones.

``scripts/translations`` collects every ``tr("…")`` into the .ts file, which the build compiles; ``tr`` takes one plain string literal and
values go in with ``.format``.
"""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QLocale, QSettings, QTranslator

CONTEXT = "trygghetsrutan"


def tr(text: str) -> str:
    """``text`` in the language of QGIS."""
    return str(QCoreApplication.translate(CONTEXT, text))


def language() -> str:
    """Two letters: the language QGIS shows itself in."""
    settings = QSettings()
    chosen = settings.value("locale/userLocale", "", type=str) if settings.value("locale/overrideFlag", False, type=bool) else ""
    return str(chosen or QLocale().name())[:2].lower()


def install() -> QTranslator | None:
    """Load and install the translator of :func:`language`; None when there is none (English)."""
    path = Path(__file__).parent / f"trygghetsrutan_{language()}.qm"
    if not path.is_file():
        return None
    translator = QTranslator()
    if not translator.load(str(path)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove(translator: QTranslator | None) -> None:
    """Undo :func:`install`."""
    if translator is not None:
        QCoreApplication.removeTranslator(translator)
