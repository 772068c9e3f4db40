"""What there is of this machine's processor, and what it is bad at, settled before numpy is loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from importlib.util import find_spec
from pathlib import Path

SWITCH = "NPY_DISABLE_CPU_FEATURES"
SLOW = "X86_V4 AVX512_ICL AVX512_SPR"
"""Names, since numpy 2.4, of what chooses the AVX-512 sort."""
SINCE = (2, 4)


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def settle(environment: MutableMapping[str, str] = os.environ, description: Path = Path("/proc/cpuinfo")) -> None:
    """On AMD's Zen 4 let numpy sort with AVX2: its AVX-512 sort is five times slower there, because that core stores compressed
    vectors in microcode (github.com/numpy/x86-simd-sort, issue 6). Results are the same. A choice the user has made stays.
    """
    if SWITCH in environment or "numpy" in sys.modules:
        return
    try:
        with description.open(encoding="ascii", errors="replace") as stream:
            text = stream.read(4096)
    except OSError:
        return
    zen4 = "AuthenticAMD" in text and "cpu family\t: 25\n" in text and " avx512f " in text
    if zen4 and _numpy() >= SINCE:
        environment[SWITCH] = SLOW


def _numpy() -> tuple[int, ...]:
    """Major and minor version of the numpy that would be imported, by the name of the folder beside it; empty when that is not there."""
    found = find_spec("numpy")
    # importlib.metadata would take longer to load than the whole command line
    folders = Path(found.origin).parents[1].glob("numpy-*.dist-info") if found and found.origin else ()
    return next((tuple(int(part) for part in folder.name.split("-")[1].split(".")[:2]) for folder in folders), ())
