"""Measure how fast texts are masked: texts a second on one core, and the time of 1 MB of the worst inputs known.

    .venv/bin/python scripts/benchmark_masking.py [--json]

The texts are those of the sample campaign's map (examples/karlskoga), personal data in about every seventh. Times are CPU seconds, the
best of some rounds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from trygghetsrutan.opendata.privacy.text import Masker

MEGABYTE = 1_000_000
ROUNDS = 5
SAMPLE = Path(__file__).parent.parent / "examples" / "karlskoga" / "webbkarta.geojson"
HOSTILE = {
    "letters": "a",
    "capitals": "A",
    "digits": "1",
    "spaces": " ",
    "brackets": "[",
    "masks": "[telefon]",
    "at signs": "@",
    "a@": "a@",
    "addresses": "anna.andersson@exempel.se ",
    "dots": "a.",
    "hyphens": "a-",
    "anna": "anna ",
    "Anna Andersson": "Anna Andersson, ",
    "Unknown words": "sa Xyzzy ",
    "telephones": "070-1740605 ",
    "foreign telephones": "+47 22 12 34 56, ",
    "telephone cues": "ring 12345 ",
    "identity numbers": "850709-2386 ",
    "digit pairs": "12 ",
    "digits and dashes": "1-",
    "plates": "ABC123 ",
    "streets": "Storgatan 12, ",
    "street words": "storgatan ",
    "lives": "bor på bor på ",
    "homes": "jag bor på Storgatan ",
    "urls": "www.facebook.com/nisse ",
    "slashes": "a.se/",
    "sensitive": "romer ",
    "children": "son 8 år ",
    "soft hyphens": "a\u00ad",
    "combining": "a\u030a",
    "wide digits": "１",
    "emoji": "😀 Anna ",
    "signatures": "/Kalle ",
    "initials": "A. B. ",
    "lines": "mvh\nKalle\n",
    "iban": "SE45 5000 0000 0583 9825 7466 ",
    "born": "född ",
    "konto": "konto 1",
    "kv": "kv a ",
    "at words": "a at a ",
    "punkt": "a punkt ",
    "box": "Box 1:",
    "quotes": '"',
    "newlines": "\n",
    "particles": "Anna von ",
    "pnr": "personnummer ",
    "crimes": "knarkar. ",
    "crimes without an end": "han knarkar ",
    "number words": "noll sju ",
    "blogs": "blogg",
    "hosts": "a.blogg.se ",
    "plates asked for": "skylt ",
    "houses": "bor i det gula ",
    "countries": "från Syrien ",
    "networks": "min insta är ",
    "double names": "Anna-",
    "places": "Alfred Nobels ",
    "underscores": "a_",
    "user names": "kalle_a ",
    "ways home": "hem till ",
    "paid": "betala till ",
    "clearing": "clearing 1234 konto ",
    "speeds": "kör aa aa ",
    "things": "Kalle, ",
    "two initials": "A.B. ",
    "ages": "hon är 9 ",
}


def corpus() -> list[str]:
    """The texts of the sample campaign's map."""
    features = json.loads(SAMPLE.read_text(encoding="utf-8"))["features"]
    return [text for feature in features if (text := feature["properties"].get("Beskrivning"))]


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure how fast texts are masked.")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    masker = Masker()
    texts = corpus()
    for text in texts:
        masker.mask(text)
    seconds = min(_seconds(masker, texts * 5) for _ in range(ROUNDS))
    rate = len(texts) * 5 / seconds
    letters = sum(map(len, texts)) / len(texts)
    hostile = {}
    for name, part in HOSTILE.items():
        text = (part * (MEGABYTE // len(part.encode()) + 1))[: MEGABYTE // max(1, len(part.encode()) // len(part))]
        hostile[name] = _seconds(masker, [text])
    result = {
        "texts_per_second": round(rate),
        "letters_per_text": round(letters),
        "seconds_per_megabyte": {k: round(v, 3) for k, v in hostile.items()},
    }
    if arguments.json:
        print(json.dumps(result))
        return 0
    print(f"{rate:,.0f} texts a second on one core ({letters:.0f} letters each)")
    for name, taken in sorted(hostile.items(), key=lambda item: -item[1]):
        print(f"  {taken:6.3f} s  1 MB of {name}")
    return 0


def _seconds(masker: Masker, texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        masker.mask(text)
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
