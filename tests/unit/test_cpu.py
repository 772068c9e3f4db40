"""The switch for numpy's sort is set on the processor that needs it and nowhere else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ZEN4 = "vendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 17\nflags\t\t: fpu avx2 avx512f avx512dq\n"
PROGRAM = "import sys, pathlib; from trygghetsrutan.opendata import cpu; e = {}; cpu.settle(e, pathlib.Path(sys.argv[1])); print(e)"


@pytest.mark.parametrize(
    ("text", "set_"),
    [
        (ZEN4, True),
        (ZEN4.replace("avx512f ", ""), False),
        (ZEN4.replace(": 25", ": 26"), False),
        (ZEN4.replace("AuthenticAMD", "GenuineIntel"), False),
        ("", False),
    ],
)
def test_only_zen_4_with_avx_512_is_switched(tmp_path: Path, text: str, set_: bool) -> None:
    described = tmp_path / "cpuinfo"
    described.write_text(text)
    told = subprocess.run([sys.executable, "-c", PROGRAM, str(described)], capture_output=True, text=True, check=True).stdout
    assert ("X86_V4" in told) == set_


def test_a_machine_that_does_not_describe_itself_is_left_alone(tmp_path: Path) -> None:
    told = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path / "none")], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "{}"
