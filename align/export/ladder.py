"""The ladder, the field's exchange form of an alignment: `[0, 1]:[0]` a line, indices from 0."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from align.errors import ReadError
from align.model import Bead

_BEAD = re.compile(r"\s*\[([\d\s,]*)\]\s*:\s*\[([\d\s,]*)\]\s*(?::\s*([-+.\deE]+)\s*)?")


def dump_ladder(beads: Iterable[Bead]) -> str:
    """Return the beads, one a line.

    >>> print(dump_ladder([Bead(range(0, 2), range(0, 1), 0.9), Bead(range(2, 2), range(1, 2), 0.8)]), end="")
    [0, 1]:[0]
    []:[1]
    """
    return "".join(f"{list(bead.source)}:{list(bead.target)}\n" for bead in beads)


def load_ladder(text: str, *, path: str | Path | None = None) -> tuple[Bead, ...]:
    r"""Read a ladder; a third field, the cost some aligners write, is passed over.

    An empty side is put where the side has come to, so that the beads tile both documents.

    Args:
        text: The lines; empty lines are skipped.
        path: The file, to be named in an error.

    Returns:
        The beads, each with score 1.

    Raises:
        ReadError: A line is no bead, or the indices of a side do not follow one another.

    >>> load_ladder("[0]:[]\n[1]:[0, 1]\n")[1]
    Bead(source=range(1, 2), target=range(0, 2), score=1.0, reason='')
    """
    beads: list[Bead] = []
    source = target = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _BEAD.fullmatch(line)
        if not match:
            raise ReadError("not a bead", path=path, line=number, hint="write one as [0, 1]:[0]")
        try:
            bead = Bead(_run(match[1], source), _run(match[2], target), 1.0)
        except ValueError as error:
            raise ReadError(str(error), path=path, line=number, hint="write one as [0, 1]:[0]") from error
        beads.append(bead)
        source, target = bead.source.stop, bead.target.stop
    return tuple(beads)


def _run(text: str, start: int) -> range:
    """Return the indices written in a bracket as a range, an empty one at `start`."""
    indices = [int(part) for part in text.split(",")] if text.strip() else []
    run = range(indices[0], indices[-1] + 1) if indices else range(start, start)
    if list(run) != indices:
        raise ValueError(f"the indices [{text}] do not follow one another")
    return run
