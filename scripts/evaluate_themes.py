"""How often the main theme is right, and what is taken for what, on the hand-written texts of the tests.

Run as ``.venv/bin/python scripts/evaluate_themes.py [--all]``; ``--all`` lists the texts of the tuning half that got another theme.
"""

from __future__ import annotations

import sys
from collections import Counter

from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.submissions.codebook import load_codebook
from trygghetsrutan.opendata.submissions.themes import classify
from trygghetsrutan.tests.unit.submissions import fresh_theme_texts, theme_texts


def main() -> None:
    """Print shares and the confusion table of each half."""
    codebook, own = load_codebook(), theme_texts
    listed = (("tune", own.TUNE), ("second", own.SECOND), ("fresh", own.FRESH), ("unseen", own.UNSEEN))
    halves = [(name, *own.texts(texts)) for name, texts in listed]
    pairs = fresh_theme_texts.FRESH
    halves.append(("another author", [theme for _, theme in pairs], [text for text, _ in pairs]))
    for name, gold, texts in halves:
        found = classify(texts, codebook, silent)
        right = sum(themed.main == theme for theme, themed in zip(gold, found, strict=True))
        among = sum(theme in (themed.main, *themed.others) for theme, themed in zip(gold, found, strict=True))
        print(f"{name}: {len(texts)} texts, main theme right {right / len(texts):.3f}, gold among main and others {among / len(texts):.3f}")
        table = Counter((theme, themed.main) for theme, themed in zip(gold, found, strict=True))
        for theme in codebook.ids:
            row = {other: table[theme, other] for other in codebook.ids if table[theme, other]}
            total = sum(row.values())
            taken = ", ".join(f"{other} {count}" for other, count in row.items() if other != theme)
            print(f"  {theme:17} {row.get(theme, 0):3} of {total:3}" + (f"   taken for {taken}" if taken else ""))
        if name in sys.argv and "--all" in sys.argv:
            for theme, text, themed in zip(gold, texts, found, strict=True):
                if theme != themed.main:
                    print(f"    {theme}: {text}\n        -> {themed.main} {themed.because}")


if __name__ == "__main__":
    main()
