"""Other sentence aligners, measured beside ours where they are installed: hunalign, and Gale-Church by galechurch."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
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
        with suppress(subprocess.CalledProcessError):
            run = measure(command)
            if run.stdout:  # nothing is said of a grid that is too large for a peer
                figures.append(f"{name} {run.seconds:.1f} s, {run.megabytes:.0f} MB")
    return "; ".join(figures)


def _commands(zh: Path, en: Path) -> Iterator[tuple[str, list[str]]]:
    if shutil.which("hunalign"):
        yield "hunalign", ["hunalign", "/dev/null", str(zh), str(en)]
    if find_spec("galechurch"):
        yield "galechurch", [sys.executable, "-c", _GALE_CHURCH, str(zh), str(en)]
