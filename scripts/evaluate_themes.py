"""How often the main theme is right, and what is taken for what, on the hand-written texts of the tests.

Run as ``.venv/bin/python scripts/evaluate_themes.py [--all]``; ``--all`` lists the texts of the tuning half that got another theme.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

from trygghetsrutan.opendata.progress import silent
from trygghetsrutan.opendata.submissions.codebook import load_codebook
from trygghetsrutan.opendata.submissions.themes import classify


def hand_written(name: str = "theme_texts") -> ModuleType:
    """The tests' texts."""
    path = Path(__file__).resolve().parents[1] / "tests" / "unit" / "submissions" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print shares and the confusion table of each half."""
    source, codebook = hand_written(), load_codebook()
    own = (("tune", source.TUNE), ("second", source.SECOND), ("fresh", source.FRESH), ("unseen", source.UNSEEN))
    halves = [(name, *source.texts(listed)) for name, listed in own]
    pairs: tuple[tuple[str, str], ...] = hand_written("fresh_theme_texts").FRESH
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
