"""Print the slowest tests and the counts of every runner from the JUnit files in a folder; end with one line of totals."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SLOWEST = 15


def main(folder: Path) -> int:
    cases: list[tuple[float, str]] = []
    counts: dict[str, tuple[int, int, int]] = {}
    for path in sorted(folder.glob("*.xml")):
        root = ElementTree.parse(path).getroot()  # written by pytest a moment ago
        found = list(root.iter("testcase"))
        bad = sum(case.find("failure") is not None or case.find("error") is not None for case in found)
        skipped = sum(case.find("skipped") is not None for case in found)
        counts[path.stem] = (len(found) - bad - skipped, bad, skipped)
        cases += [(float(case.get("time", 0)), f"{path.stem}: {case.get('classname', '')}::{case.get('name')}") for case in found]
    print("\nslowest tests")
    for seconds, name in sorted(cases, reverse=True)[:SLOWEST]:
        print(f"  {seconds:8.2f} s  {name}")
    print("\ntests by runner")
    for name, (passed, bad, skipped) in counts.items():
        print(f"  {name:<10} {passed} passed, {bad} failed, {skipped} skipped")
    passed, bad, skipped = (sum(column) for column in zip(*counts.values(), strict=True)) if counts else (0, 0, 0)
    print(f"\n{passed} passed, {bad} failed, {skipped} skipped")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
