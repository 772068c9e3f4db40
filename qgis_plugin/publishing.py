"""Plan and apply by the companion publisher, with the credentials of QGIS' authentication manager."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsAuthMethodConfig

from ..opendata.errors import CheckFailed, Fault, InputError
from ..opendata.progress import Progress
from . import companion
from .i18n import tr
from .i18n.messages import in_words, sentence

PORTAL = "trygghetsrutan/portal"
"""Setting of QGIS: the portal that was chosen last."""

_SIGNS = {"create": "+", "replace": "~", "unchanged": "=", "remove": "−"}


def plan(package: str, to: str, token: str, progress: Progress) -> dict[str, Any]:
    """What publishing ``package`` would change at ``to``, where ``token`` (:func:`credential`) opens; nothing is written."""
    return _planned(["publish", package, "--to", to, *_stdin(token)], token, progress)


def apply(package: str, to: str, token: str, ledger: str, progress: Progress, *, take_over: bool = False) -> dict[str, Any]:
    """Publish; returns the receipt. Raises CheckFailed with what forbids it."""
    options = [*(["--ledger", ledger] if ledger else []), *(["--take-over"] if take_over else []), *_stdin(token)]
    return companion.check(["publish", package, "--to", to, "--apply", *options], progress, token)


def plan_withdrawal(name: str, to: str, token: str, progress: Progress) -> dict[str, Any]:
    """What taking the dataset ``name`` down would change at ``to``; nothing is written."""
    return _planned(["withdraw", name, "--from", to, *_stdin(token)], token, progress)


def withdraw(name: str, to: str, token: str, ledger: str, progress: Progress, *, reason: str = "") -> dict[str, Any]:
    """Take the dataset ``name`` down; returns the receipt. Raises CheckFailed with what forbids it."""
    options = [*(["--ledger", ledger] if ledger else []), *(["--reason", reason] if reason else []), *_stdin(token)]
    return companion.check(["withdraw", name, "--from", to, "--apply", *options], progress, token)


def portals_ledger(to: str) -> Path | None:
    """The ledger that earlier versions of the panel kept beside a portal that is a folder, when there is one."""
    if not to or "://" in to:
        return None
    beside = Path(to).parent / f"{Path(to).name}-ledger"
    return beside if beside.is_dir() else None


def plan_lines(told: dict[str, Any]) -> list[str]:
    """A plan for people: one line a change, what hinders it first."""
    forbidden = (*told.get("hindrances", ()), *told.get("edits", ()))
    lines = [f"! {sentence(Fault(each['where'], each['what'], each['fix']))}" for each in forbidden]
    for change in told.get("changes", ()):
        if change["action"] != "unchanged":
            what = f"{in_words(change['what'])} {change['field']}".rstrip()
            lines.append(f"{_SIGNS.get(change['action'], '?')} {what}: {in_words(change['reason'])}")
    same = sum(change["action"] == "unchanged" for change in told.get("changes", ()))
    if same:
        lines.append(tr("= {n} unchanged").format(n=same))
    return lines


def credential(login: str) -> str:
    """The portal's token out of QGIS' authentication manager; empty without a configuration.

    On the main thread: QGIS may have to ask for the master password. Raises :class:`InputError` when the configuration cannot be read (for
    instance a wrong master password).
    """
    if not login:
        return ""
    config = QgsAuthMethodConfig()
    if not QgsApplication.authManager().loadAuthenticationConfig(login, config, True):
        raise InputError(Fault("credentials", "the configuration cannot be read", "enter the master password, or choose another one"))
    found = config.config("password") or config.config("token") or config.config("header_value")
    if not found:
        raise InputError(
            Fault("credentials", "the configuration holds no credential", "make a Basic configuration whose password is the API token")
        )
    return str(found)


def _planned(arguments: list[str], token: str, progress: Progress) -> dict[str, Any]:
    """A plan, which may be full of hindrances; CheckFailed when the check found so much that none could be made."""
    told = companion.run(arguments, progress, token).value
    if "faults" in told:
        raise CheckFailed([Fault(each["where"], each["what"], each["fix"]) for each in told["faults"]])
    return told


def _stdin(token: str) -> list[str]:
    return ["--token-stdin"] if token else []
