"""What validation found, as text for people at a terminal, JSON for programs and HTML for the file to keep."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from .. import reportpage

ANEW = "make the package anew"
"""How most findings are mended."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: which gate saw it, in which file (relative to the package) and row, and how to mend it.

    ``row`` counts lines as an editor does (the header is 1) or features of a vector file; None where there is none.
    """

    gate: str
    file: str
    row: int | None
    what: str
    fix: str

    @property
    def where(self) -> str:
        """``file`` or ``file:row``; the package itself when the finding is about no single file."""
        return (self.file or "package") if self.row is None else f"{self.file}:{self.row}"

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.fix} [{self.gate}]"


@dataclass(frozen=True)
class Report:
    """The outcome: findings in the order of the gates, and the gates with whether each was run (a later one may need an earlier)."""

    package: str
    findings: tuple[Finding, ...]
    gates: tuple[tuple[str, bool], ...]

    @property
    def passed(self) -> bool:
        """No finding, and every gate was run."""
        return not self.findings and all(run for _, run in self.gates)

    def to_text(self) -> str:
        """One line per gate, then one per finding."""
        counts = {gate: sum(finding.gate == gate for finding in self.findings) for gate, _ in self.gates}
        lines = [f"{gate:12} {_outcome(counts[gate], run)}" for gate, run in self.gates]
        lines += [str(finding) for finding in self.findings]
        lines.append(f"{self.package}: {'passed' if self.passed else f'{len(self.findings)} findings'}")
        return "\n".join(lines) + "\n"

    def to_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "package": self.package,
            "passed": self.passed,
            "gates": [{"gate": gate, "run": run} for gate, run in self.gates],
            "findings": [asdict(finding) for finding in self.findings],
        }

    def to_html(self) -> str:
        """A page that needs nothing else; what comes from the package is escaped."""
        counts = {gate: sum(finding.gate == gate for finding in self.findings) for gate, _ in self.gates}
        gates = [[escape(gate), _outcome(counts[gate], run)] for gate, run in self.gates]
        body = reportpage.table(("Gate", "Outcome"), gates)
        if self.findings:
            rows = [[escape("" if cell is None else str(cell)) for cell in asdict(finding).values()] for finding in self.findings]
            body += "<h2>Findings</h2>\n" + reportpage.table(("Gate", "File", "Row", "What", "Fix"), rows, numbers=(2,))
        title = f"{self.package}: {'passed' if self.passed else 'not passed'}"
        return reportpage.page([reportpage.Part("en", title, body)])


def _outcome(count: int, run: bool) -> str:
    if not run:
        return "not run: mend what comes before"
    return "ok" if not count else f"{count} finding{'s' if count > 1 else ''}"
