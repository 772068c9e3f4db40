"""Plan and apply by the companion publisher, with the credentials of QGIS' authentication manager."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsAuthMethodConfig

from ..opendata.errors import CheckFailed, Fault, InputError
from ..opendata.progress import Progress
from . import companion
from .i18n import tr
from .i18n.messages import in_words

PORTAL = "trygghetsrutan/portal"
"""Setting of QGIS: the portal that was chosen last."""

FORBIDS = "forbids"
"""The action of a line that says why the plan cannot be applied; the others are those of ``opendata.portal.plan``."""
_SIGNS = {FORBIDS: "!", "create": "+", "replace": "~", "unchanged": "=", "remove": "−"}


@dataclass(frozen=True)
class PlanLine:
    """One line of a plan in the user's language."""

    action: str
    what: str
    why: str

    @property
    def sign(self) -> str:
        return _SIGNS.get(self.action, "?")


def plan(package: str, to: str, token: str, progress: Progress) -> dict[str, Any]:
    """What publishing ``package`` would change at ``to``, where ``token`` (:func:`credential`) opens; nothing is written."""
    return _planned(["publish", package, "--to", to, *_stdin(token)], token, progress)


def apply(package: str, to: str, token: str, ledger: str, progress: Progress) -> dict[str, Any]:
    """Publish, and record it in ``ledger`` (empty: in none); returns the receipt. Raises CheckFailed with what forbids it."""
    options = [*(["--ledger", ledger] if ledger else []), *_stdin(token)]
    return companion.check(["publish", package, "--to", to, "--apply", *options], progress, token)


def plan_withdrawal(name: str, to: str, token: str, progress: Progress) -> dict[str, Any]:
    """What taking the dataset ``name`` down would change at ``to``; nothing is written."""
    return _planned(["withdraw", name, "--from", to, *_stdin(token)], token, progress)


def withdraw(name: str, to: str, token: str, ledger: str, progress: Progress, *, reason: str) -> dict[str, Any]:
    """Take the dataset ``name`` down; returns the receipt. Raises CheckFailed with what forbids it."""
    options = [*(["--ledger", ledger] if ledger else []), "--reason", reason, *_stdin(token)]
    return companion.check(["withdraw", name, "--from", to, "--apply", *options], progress, token)


def portals_ledger(to: str) -> Path | None:
    """The ledger that earlier versions of the panel kept beside a portal that is a folder, when there is one."""
    if not to or "://" in to:
        return None
    beside = Path(to).parent / f"{Path(to).name}-ledger"
    return beside if beside.is_dir() else None


def lines_of(told: dict[str, Any]) -> list[PlanLine]:
    """The lines of a plan: what forbids it first, what stays the same last."""
    forbidding = (*told.get("hindrances", ()), *told.get("edits", ()))
    changes = sorted(told.get("changes", ()), key=lambda each: each["action"] == "unchanged")
    return [
        *(PlanLine(FORBIDS, each["where"], f"{in_words(each['what'])}; {in_words(each['fix'])}") for each in forbidding),
        *(PlanLine(each["action"], f"{in_words(each['what'])} {each['field']}".strip(), in_words(each["reason"])) for each in changes),
    ]


def plan_text(told: dict[str, Any]) -> list[str]:
    """A plan as plain text, a line a change; what stays the same is counted."""
    lines = lines_of(told)
    same = sum(line.action == "unchanged" for line in lines)
    text = [f"{line.sign} {line.what}: {line.why}" for line in lines if line.action != "unchanged"]
    return [*text, tr("= {n} unchanged").format(n=same)] if same else text


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
