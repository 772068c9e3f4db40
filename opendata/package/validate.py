"""``trygghetsrutan validate``: every gate a package must pass, each by another way of looking.

Own checks first, because they make sure that the libraries after them open nothing outside the package; then the two data package
libraries from different hands, the profile, the formats against each other, geometry, metadata, the page, and last the auditor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import Cancelled, Fault, InputError, UserError
from ..progress import Progress, silent
from . import gate_dcat, gate_figures, gate_files, gate_formats, gate_geometry, gate_libraries, gate_page
from .opened import Package
from .report import ANEW, Finding, Report

MOST_FINDINGS = 100
"""Findings kept per gate: one wrong delimiter must not give 100,000 lines."""

Gate = Callable[[Package], Iterator[Finding]]
"""Yields its findings. What it raises is one more: of a :class:`UserError` each fault, of anything else that it could not be checked."""

GATES: tuple[tuple[str, Gate], ...] = (
    ("files", gate_files.check),
    ("datapackage", gate_libraries.check_datapackage),
    ("frictionless", gate_libraries.check_frictionless),
    ("profile", gate_libraries.check_profile),
    (gate_figures.GATE, gate_figures.check),
    (gate_formats.GATE, gate_formats.check),
    (gate_geometry.GATE, gate_geometry.check),
    (gate_dcat.GATE, gate_dcat.check),
    (gate_page.GATE, gate_page.check),
    (gate_figures.AUDIT, gate_figures.check_audit),
)
_NEEDED = ("files",)
"""Gates without which the later ones are not run."""


def validate(package: Path, progress: Progress = silent) -> Report:
    """Check the package in the folder ``package`` at every gate; never raises for what is wrong inside it.

    Raises :class:`InputError` when there is no such folder.
    """
    if not package.is_dir():
        raise InputError(Fault(str(package), "there is no such package", "give the folder that holds datapackage.json"))
    opened = Package(package)
    findings: list[Finding] = []
    gates: list[tuple[str, bool]] = []
    for number, (name, _) in enumerate(GATES):
        progress(f"validate: {name}", number, len(GATES))
        run = not any(finding.gate in _NEEDED for finding in findings)
        gates.append((name, run))
        if run:
            findings += run_gate(name, opened)
    progress("validate", len(GATES), len(GATES))
    return Report(str(package), tuple(findings), tuple(gates))


def run_gate(name: str, package: Package) -> list[Finding]:
    """The findings of one gate; a gate that cannot do its work has found something."""
    findings: list[Finding] = []
    try:
        for finding in dict(GATES)[name](package):
            if len(findings) == MOST_FINDINGS:
                findings.append(Finding(name, "", None, f"more than {MOST_FINDINGS} findings", "mend these first"))
                break
            findings.append(finding)
    except Cancelled:
        raise
    except UserError as error:
        findings += [Finding(name, fault.where.removeprefix(f"{package.folder}/"), None, fault.what, fault.fix) for fault in error.faults]
    except Exception as error:  # a library that stumbles over a hostile file has found something
        findings.append(Finding(name, "", None, f"could not be checked ({type(error).__name__}: {str(error)[:200]})", ANEW))
    return findings
