"""The choices of how the grid may look, by name: what the algorithms and the panel both offer."""

from __future__ import annotations

from .i18n import tr

# As in opendata.style (a test compares them), which would bring numpy when QGIS starts.
METHODS = ("equal_count", "natural", "pretty", "head_tail", "manual")
RAMPS = ("dusk", "fjord", "ember", "slate")
MOST_CLASSES = 9


def method_titles() -> list[str]:
    """The ways to class, in the user's language; the last one needs bounds of one's own."""
    return [tr("Equal count"), tr("Natural breaks"), tr("Pretty breaks"), tr("Head/tail breaks"), tr("Own bounds")]


def ramp_titles() -> list[str]:
    """The ramps in the user's language."""
    return [tr("Dusk"), tr("Fjord"), tr("Ember"), tr("Slate")]
