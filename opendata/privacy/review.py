"""The review of tier 2 findings: a table a person can fill in, in the plugin or in a spreadsheet, that survives re-runs.

A decision belongs to the content of a text, not to its row: the same text keeps its decisions, a changed text is reviewed again. A text
that is no longer among the submissions leaves the table with everything decided about it, for the table holds whole texts: it must not
remember what somebody withdrew.
``internal/review_text.csv`` has one row per finding (``;`` between columns, UTF-8 with a mark, as Swedish spreadsheets want it).
``decision`` is ``accept`` (mask it), ``reject`` (leave it) or ``extra`` (a person found more: ``words`` holds what to mask); empty is open.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import Fault, InputError
from ..files import private_dir
from ..parallel import in_order
from ..progress import Progress, silent
from ..submissions import worklist
from ..submissions.model import Submissions
from .finding import KINDS, MASK_AT_ONCE, REVIEW, Finding
from .text import Masker, mask_spans

FILE = "review_text.csv"
ACCEPT, REJECT, EXTRA, OPEN = "accept", "reject", "extra", ""
DECISIONS = (ACCEPT, REJECT, EXTRA)
_STEP = "finding personal data"
_TOLD = 20_000
"""Texts between two reports of progress."""
_COLUMNS = ("content", "source", "row", "channel", "kind", "start", "end", "words", "decision", "by", "at", "confidence", "reason", "text")
_NEEDED = ("content", "kind", "start", "end", "words", "decision")


@dataclass(frozen=True)
class Item:
    """One finding to decide on, or one that a person added (``extra``), in the text whose :func:`content_key` is ``content``."""

    content: str
    kind: str
    start: int
    end: int
    decision: str = OPEN
    by: str = ""
    at: str = ""
    """When it was decided, ISO 8601."""
    confidence: float = 1.0
    reason: str = ""
    text: str = ""
    source: str = ""
    row: int = 0
    channel: str = ""

    @property
    def words(self) -> str:
        """The words found."""
        return self.text[self.start : self.end]


@dataclass(frozen=True)
class Reviewed:
    """The state of the review after a run."""

    submissions: Submissions
    """With ``masked`` filled for every text that has no open finding, empty for the others."""
    items: tuple[Item, ...]
    findings: tuple[tuple[Finding, ...], ...]
    """Per submission."""

    @property
    def total(self) -> int:
        """How many findings a person decides on."""
        return len(self.items)

    @property
    def left(self) -> int:
        """How many of them are open."""
        return sum(item.decision == OPEN for item in self.items)

    @property
    def complete(self) -> bool:
        """Whether nothing is open, so that masked texts may be used."""
        return self.left == 0


def content_key(text: str) -> str:
    """What decisions about a text are kept under: 32 hex digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def review(submissions: Submissions, masker: Masker, internal: Path, progress: Progress = silent) -> Reviewed:
    """Find in every text, take over earlier decisions from ``internal``, write the table anew and mask what may be masked.

    Raises :class:`InputError` when the table was edited into something that cannot be read; it is then left as it is.
    """
    path = internal / FILE
    earlier = read(path) if path.exists() else ()
    decided = _by_content(earlier)
    found = in_order(functools.partial(_finding, masker), submissions.text.tolist(), _STEP, progress)
    items: dict[tuple[str, int, int, str], Item] = {}
    masked = np.full(len(submissions), "", dtype=object)
    for index, text in enumerate(submissions.text):
        if index % _TOLD == 0:
            progress("masking", index, len(submissions))
        findings = found[index]
        mine = _decide(text, findings, decided.get(content_key(text), ()))
        for item in mine:
            placed = dataclasses.replace(
                item, source=submissions.source[index], row=int(submissions.row[index]), channel=submissions.channel[index]
            )
            items.setdefault((item.content, item.start, item.end, item.kind), placed)
        if all(item.decision != OPEN for item in mine):
            masked[index] = apply(text, findings, mine)
    kept = tuple(items.values())
    write(path, kept)
    return Reviewed(dataclasses.replace(submissions, masked=masked), kept, tuple(found))


def _finding(masker: Masker) -> Callable[[str], tuple[Finding, ...]]:
    return lambda text: tuple(masker.find(text))


def apply(text: str, findings: Iterable[Finding], items: Iterable[Item]) -> str:
    """``text`` with tier 1 and everything accepted or added masked."""
    spans = [finding for finding in findings if finding.tier == MASK_AT_ONCE]
    spans += [
        Finding(item.kind, item.start, item.end, MASK_AT_ONCE, 1.0, item.decision) for item in items if item.decision in {ACCEPT, EXTRA}
    ]
    return mask_spans(text, _united(spans))


def add(items: Sequence[Item], text: str, kind: str, start: int, end: int, by: str, at: str) -> tuple[Item, ...]:
    """``items`` and one that a person marked in ``text``. Raises :class:`InputError` when the span or the kind cannot be."""
    if kind not in KINDS or not 0 <= start < end <= len(text):
        raise InputError(Fault("review", "the marked words are not in the text", "mark them again"))
    return (*items, Item(content_key(text), kind, start, end, EXTRA, by, at, 1.0, "marked by a person", text))


def decide(items: Sequence[Item], index: int, decision: str, by: str, at: str) -> tuple[Item, ...]:
    """``items`` with a decision on one of them. Raises :class:`InputError` when there is no such decision."""
    if decision not in (ACCEPT, REJECT, OPEN):
        raise InputError(Fault("review", f"there is no decision {decision!r}", "use accept or reject"))
    changed = dataclasses.replace(items[index], decision=decision, by=by if decision else "", at=at if decision else "")
    return (*items[:index], changed, *items[index + 1 :])


def write(path: Path, items: Iterable[Item]) -> None:
    """Write the table, readable by its owner only; cells that a spreadsheet would run are shielded."""
    private_dir(path.parent)
    values = ({**dataclasses.asdict(item), "words": item.words, "confidence": f"{item.confidence:.2f}"} for item in items)
    worklist.write(path, _COLUMNS, ([str(cells[column]) for column in _COLUMNS] for cells in values))


def read(path: Path) -> tuple[Item, ...]:
    """The table as a person left it.

    An added row may hold only ``content``, ``kind``, ``words`` and ``decision`` = extra: the words are then looked for in the text. Raises
    :class:`InputError` with one fault per row that cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(Fault(path.name, "there is no such file", "run the step that finds personal data first")) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    try:
        heading = [name.strip().lower() for name in next(rows, [])]
        missing = [name for name in _NEEDED if name not in heading]
        if missing:
            raise InputError(Fault(f"{path.name}:1", f"column {missing[0]!r} is missing", "keep the headings as they were written"))
        records = [(number, dict(zip(heading, map(worklist.bare, row), strict=False))) for number, row in enumerate(rows, 2) if any(row)]
    except csv.Error:
        raise InputError(Fault(path.name, "is not a CSV file", "save it as CSV with the headings it had")) from None
    texts = {record["content"]: record["text"] for _, record in records if record.get("text") and record.get("content")}
    faults: list[Fault] = []
    items = [item for number, record in records for item in _items(f"{path.name}:{number}", record, texts, faults)]
    if faults:
        raise InputError(faults)
    return tuple(items)


def _items(where: str, record: dict[str, str], texts: dict[str, str], faults: list[Fault]) -> list[Item]:
    decision = record.get("decision", "").strip().lower()
    kind = record.get("kind", "").strip().lower().strip("[]")
    content, text = record.get("content", ""), texts.get(record.get("content", ""), "")
    if decision not in (OPEN, *DECISIONS):
        faults.append(Fault(where, "decision is none of accept, reject, extra", "write one of them, or leave it empty"))
        return []
    if kind not in KINDS:
        faults.append(Fault(where, "kind is not one the program knows", f"use one of {', '.join(KINDS)}"))
        return []
    by, at = record.get("by", ""), record.get("at", "")
    base = Item(
        content,
        kind,
        0,
        0,
        decision,
        by,
        at,
        _number(record.get("confidence", "")),
        record.get("reason", ""),
        text,
        record.get("source", ""),
    )
    base = dataclasses.replace(base, row=int(_number(record.get("row", ""))), channel=record.get("channel", ""))
    start, end = record.get("start", "").strip(), record.get("end", "").strip()
    if start.isdecimal() and end.isdecimal() and int(start) < int(end) <= max(len(text), int(end) if not text else 0):
        return [dataclasses.replace(base, start=int(start), end=int(end))]
    words = record.get("words", "").strip()
    if decision != EXTRA or not words or words.lower() not in text.lower():
        faults.append(
            Fault(
                where, "says nothing that stands in the text", "for an extra row give content, kind and the words as they stand in the text"
            )
        )
        return []
    return [dataclasses.replace(base, start=at_, end=at_ + len(words), reason="marked by a person") for at_ in _occurrences(text, words)]


def _occurrences(text: str, words: str) -> list[int]:
    places = []
    lower, wanted = text.lower(), words.lower()
    if len(lower) != len(text):  # a letter whose lower case is longer; only exact words can be placed
        lower, wanted = text, words
    at = lower.find(wanted)
    while at != -1:
        places.append(at)
        at = lower.find(wanted, at + len(wanted))
    return places


def _number(value: str) -> float:
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return 0.0
    return number if 0 <= number < 2**53 else 0.0


def _by_content(items: Iterable[Item]) -> dict[str, list[Item]]:
    grouped: dict[str, list[Item]] = {}
    for item in items:
        grouped.setdefault(item.content, []).append(item)
    return grouped


def _decide(text: str, findings: Sequence[Finding], earlier: Iterable[Item]) -> list[Item]:
    """Today's tier 2 findings with the decisions of before, and what persons added."""
    content = content_key(text)
    known = {(item.kind, item.start, item.end): item for item in earlier if item.decision in (ACCEPT, REJECT)}
    items = []
    for finding in findings:
        if finding.tier == REVIEW:
            before = known.get((finding.kind, finding.start, finding.end))
            items.append(
                Item(
                    content,
                    finding.kind,
                    finding.start,
                    finding.end,
                    before.decision if before else OPEN,
                    before.by if before else "",
                    before.at if before else "",
                    finding.confidence,
                    finding.reason,
                    text,
                )
            )
    items += [
        dataclasses.replace(item, text=text) for item in earlier if item.decision == EXTRA and 0 <= item.start < item.end <= len(text)
    ]
    return items


def _united(spans: Iterable[Finding]) -> list[Finding]:
    """Overlapping spans as one, of the longest one's kind."""
    united: list[tuple[Finding, int]] = []
    for span in sorted(spans, key=lambda finding: (finding.start, -finding.end)):
        if united and span.start < united[-1][0].end:
            last, longest = united[-1]
            size = span.end - span.start
            kind = span.kind if size > longest else last.kind
            united[-1] = (last._replace(kind=kind, end=max(last.end, span.end)), max(longest, size))
        else:
            united.append((span, span.end - span.start))
    return [span for span, _ in united]
