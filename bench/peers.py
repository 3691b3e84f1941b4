"""Other sentence aligners, measured beside ours where one is installed: hunalign, and Gale-Church as galechurch has it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bench.command import measure

_GALE_CHURCH = """
import sys, galechurch
sides = (open(path, encoding="utf-8").read().splitlines() for path in sys.argv[1:])
print(*galechurch.align(*sides).to_pharaoh_lines(), sep="\\n")
"""


def peers(zh: Path, en: Path) -> str:
    """Return what the installed peers took for two texts, a unit a line; what they cannot do is left out."""
    figures = []
    for name, command in _commands(zh, en):
        try:
            run = measure(command)
        except subprocess.CalledProcessError:
            continue  # a grid too large for its memory, say
        figures.append(f"{name} {run.seconds:.1f} s, {run.megabytes:.0f} MB")
    return "; ".join(figures)


def _commands(zh: Path, en: Path) -> Iterator[tuple[str, list[str]]]:
    if shutil.which("hunalign"):
        yield "hunalign", ["hunalign", "/dev/null", str(zh), str(en)]
    if find_spec("galechurch"):
        yield "galechurch", [sys.executable, "-c", _GALE_CHURCH, str(zh), str(en)]
