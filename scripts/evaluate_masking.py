"""Measure the masker on the hand-written texts in tests/masking and print the table that stands in docs/masking.md.

    .venv/bin/python scripts/evaluate_masking.py            all sets
    .venv/bin/python scripts/evaluate_masking.py --misses   what is missed or wrong in the sets that were tuned on (others are never shown)
    .venv/bin/python scripts/evaluate_masking.py --docs     put the tables of today into docs/masking.md

Every file tests/masking/*.txt is a set. Its heading says what it is ("# title: ...") and whether the masker was tuned on it
("# tuned: yes"); a set that does not say so was not.

A gold span counts as found when every letter and digit of it lies in findings; a finding counts as right when at least half of its
letters and digits lie in gold spans of an identifier or in that of a child ("Elsa, 7 år" is one span, and the name in it a name).
Sensitive content counts as found when a finding of its kind touches it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from trygghetsrutan.opendata.privacy.text import IDENTIFIERS, KINDS, SENSITIVE, Finding, Masker

FOLDER = Path(__file__).parent.parent / "tests" / "masking"
DOCS = FOLDER.parent.parent / "docs" / "masking.md"
BEGIN, END = "<!-- figures: scripts/evaluate_masking.py --docs -->", "<!-- end of figures -->"
NAMES_AND_ADDRESSES = frozenset({"namn", "adress", "lägenhet", "fastighet", "postadress"})
STRUCTURED = frozenset(IDENTIFIERS) - NAMES_AND_ADDRESSES
FAMILIES = {"structured identifiers": STRUCTURED, "names and addresses": NAMES_AND_ADDRESSES}
_MARK = re.compile(rf"\[({'|'.join(re.escape(kind) for kind in KINDS)}):((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_NOT_COUNTED = re.compile(r"[\W_]")


_HEADING = re.compile(r"# (title|tuned): *(.+)")


@dataclass(frozen=True)
class TextSet:
    """A file of texts; ``tuned``: the masker was changed by what was seen in it."""

    path: Path
    title: str
    tuned: bool


@dataclass(frozen=True)
class Gold:
    """A text and where its personal data stands."""

    text: str
    spans: tuple[Finding, ...]


@dataclass
class Tally:
    """Counts of one family in one set."""

    gold: int = 0
    found_tier1: int = 0
    found_any: int = 0
    given_tier1: int = 0
    right_tier1: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def sets(folder: Path = FOLDER) -> list[TextSet]:
    """The sets in ``folder``: those the masker was not tuned on first, then by name."""
    found = []
    for path in folder.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        heading = dict(match.groups() for line in lines[:5] if (match := _HEADING.fullmatch(line.strip())))
        found.append(TextSet(path, heading.get("title", path.stem), heading.get("tuned", "no") == "yes"))
    return sorted(found, key=lambda one: (one.tuned, one.path.name))


def read(path: Path) -> Iterator[Gold]:
    """The texts of one set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        yield parse(line.replace("\\n", "\n"))


def parse(marked: str) -> Gold:
    """A text with ``[kind:words]`` marks as text and spans."""
    parts: list[str] = []
    spans: list[Finding] = []
    done = length = 0
    for match in _MARK.finditer(marked):
        parts += [marked[done : match.start()], match[2]]
        length += match.start() - done
        spans.append(Finding(match[1], length, length + len(match[2]), 1, 1.0, "gold"))
        length += len(match[2])
        done = match.end()
    return Gold("".join([*parts, marked[done:]]), tuple(spans))


def tally(texts: Iterable[Gold], masker: Masker) -> tuple[dict[str, Tally], dict[str, Tally], int, int]:
    """Per family and per sensitive kind the counts; how many texts are clean, and in how many of them something was masked at once."""
    families = {name: Tally() for name in FAMILIES}
    sensitive = {name: Tally() for name in SENSITIVE}
    clean = touched = 0
    for gold in texts:
        findings = masker.find(gold.text)
        identifiers = [finding for finding in findings if finding.kind in IDENTIFIERS]
        sure, anything = _letters(gold.text, (f for f in identifiers if f.tier == 1)), _letters(gold.text, identifiers)
        real = _letters(gold.text, (span for span in gold.spans if span.kind in IDENTIFIERS or span.kind == "barn"))
        for name, kinds in FAMILIES.items():
            counts = families[name]
            for span in (span for span in gold.spans if span.kind in kinds):
                letters = _letters(gold.text, [span])
                counts.gold += 1
                counts.found_tier1 += letters <= sure
                counts.found_any += letters <= anything
                if not letters <= sure:
                    tier = "tier 2" if letters <= anything else "MISSED"
                    counts.missed.append(f"{tier} {span.kind} «{gold.text[span.start : span.end]}» in: {gold.text!r}")
            for finding in (finding for finding in findings if finding.kind in kinds and finding.tier == 1):
                letters = _letters(gold.text, [finding])
                right = 2 * len(letters & real) >= len(letters)
                counts.given_tier1 += 1
                counts.right_tier1 += right
                if not right or len(letters - real) > 0:
                    counts.wrong.append(
                        f"{'WRONG' if not right else 'wide'} {finding.kind} «{gold.text[finding.start : finding.end]}» in: {gold.text!r}"
                    )
        for kind, counts in sensitive.items():
            given = [finding for finding in findings if finding.kind == kind]
            wanted = [span for span in gold.spans if span.kind == kind]
            counts.gold += len(wanted)
            hits = sum(any(f.start < span.end and span.start < f.end for f in given) for span in wanted)
            counts.found_any += hits
            counts.given_tier1 += len(given)
            counts.right_tier1 += sum(any(f.start < span.end and span.start < f.end for span in wanted) for f in given)
            if hits < len(wanted):
                counts.missed.append(f"MISSED {kind} in: {gold.text!r}")
        if not gold.spans:
            clean += 1
            touched += any(finding.tier == 1 for finding in findings)
    return families, sensitive, clean, touched


def table(texts: list[Gold], masker: Masker, title: str) -> tuple[str, dict[str, Tally], dict[str, Tally]]:
    """The figures of one set as a Markdown table."""
    families, sensitive, clean, touched = tally(texts, masker)
    listed = Counter(finding.kind for gold in texts for finding in masker.find(gold.text) if finding.tier == 2)
    lines = [
        f"**{title}**: {len(texts)} texts, {clean} of them without personal data; in {touched} of those something was masked.",
        "",
        "| family | gold spans | recall tier 1 | recall tier 1 + 2 | masked at once | precision tier 1 |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, counts in families.items():
        lines.append(
            f"| {name} | {counts.gold} | {_share(counts.found_tier1, counts.gold)} | {_share(counts.found_any, counts.gold)} "
            f"| {counts.given_tier1} | {_share(counts.right_tier1, counts.given_tier1)} |"
        )
    lines += ["", "| sensitive content (tier 2) | gold | recall | listed | precision |", "|---|---:|---:|---:|---:|"]
    for kind, counts in sensitive.items():
        lines.append(
            f"| {kind} | {counts.gold} | {_share(counts.found_any, counts.gold)} "
            f"| {counts.given_tier1} | {_share(counts.right_tier1, counts.given_tier1)} |"
        )
    lines += ["", f"Listed for review: {sum(listed.values())} ({', '.join(f'{kind} {count}' for kind, count in sorted(listed.items()))})."]
    return "\n".join(lines), families, sensitive


def tables(masker: Masker) -> str:
    """The tables of all sets as they stand in the docs."""
    return "\n\n".join(table(list(read(one.path)), masker, _title(one))[0] for one in sets())


def _title(one: TextSet) -> str:
    return f"{one.title} ({'tuned on' if one.tuned else 'never tuned on'})"


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Measure the masker on the texts in tests/masking.")
    parser.add_argument("--misses", action="store_true", help="show what is missed or wrong in the sets that were tuned on")
    parser.add_argument("--docs", action="store_true", help="put the tables of today into docs/masking.md")
    arguments = parser.parse_args()
    masker = Masker()
    if arguments.docs:
        before, _, after = DOCS.read_text(encoding="utf-8").partition(BEGIN)
        DOCS.write_text(f"{before}{BEGIN}\n\n{tables(masker)}\n\n{END}{after.partition(END)[2]}", encoding="utf-8")
        return 0
    for one in sets():
        if arguments.misses and not one.tuned:
            continue
        text, families, sensitive = table(list(read(one.path)), masker, _title(one))
        print(text, end="\n\n")
        if arguments.misses:
            for counts in (*families.values(), *sensitive.values()):
                print("\n".join([*counts.missed, *counts.wrong]))
    return 0


def _letters(text: str, spans: Iterable[Finding]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end) if not _NOT_COUNTED.match(text[at])}


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


if __name__ == "__main__":
    sys.exit(main())
