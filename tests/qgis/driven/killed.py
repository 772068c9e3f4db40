"""Tells what the panel shows after the last end, does the step that was cut off, then dies in the middle of the next one.

The argument: the step before (``-``: none), a blank, and the step to die in (none: the way ends well).
"""

import os
import signal
from pathlib import Path

from hands import ARGUMENT, SEEN, WORK, clear_desk, open_panel, panel, seen_now


def do(step: str) -> None:
    """Start a step as its page's button does."""
    dock = panel()
    page = {"load": "sources", "search": "texts", "count": "settings", "style": "map", "release": "release"}.get(step, "publish")
    dock.choose(page)
    name = {"load": "_load", "search": "_find", "count": "_count", "style": "_style", "release": "_export", "package": "_build"}
    getattr(dock.pages[page], name.get(step, "_apply"))()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def steps():
    before, _, step = ARGUMENT.partition(" ")
    clear_desk()
    yield
    open_panel()
    if panel().session.campaign is None:
        panel().session.open(WORK / "campaign.toml")
    yield
    from trygghetsrutan.qgis_plugin import feedback
    from trygghetsrutan.qgis_plugin.panel import status

    session = panel().session
    SEEN["states"] = {each.id: each.state for each in status.steps(session.campaign, session.campaign_path, session.results)}
    seen_now()
    if before != "-":
        if before == "publish":
            panel().choose("publish")
            panel().pages["publish"]._plan()
            yield
        do(before)
        yield
    if not step:
        SEEN["end"] = {each.id: each.state for each in status.steps(session.campaign, session.campaign_path, session.results)}
        receipt = panel().pages["publish"].receipt
        SEEN["receipt"] = receipt.text() if receipt.isVisible() else ""
        return
    if step in ("package", "publish"):
        # The publisher works in a process of its own: QGIS dies while that is at it.
        panel().choose("publish")
        panel().pages["publish"].to.setText(str(WORK / "portal"))
        if step == "publish":
            panel().pages["publish"]._plan()
            yield
        call = feedback.FeedbackProgress.__call__

        def at_work(self, step, done, total):
            if done > 0:
                die()
            call(self, step, done, total)

        feedback.FeedbackProgress.__call__ = at_work
    else:
        # Everything of a file is written beside it, and has not taken its place yet.
        Path.replace = lambda self, target: die()
    do(step)
    yield
