"""Tells on a terminal how far long work is, how fast it goes and how long it will take."""

from __future__ import annotations

import sys
import time
from typing import TextIO

SILENT = 1.0  # seconds before anything is shown: short work needs no progress
PAUSE = 0.2  # seconds between two lines


class Progress:
    """A line on stderr that is written over, when that is a terminal; else silent.

    Args:
        what: What is done, as "encoding".
        unit: What is counted, as "sentences".
        total: How many there are.
        stream: Where to write; None is stderr.
    """

    def __init__(self, what: str, unit: str, total: int, stream: TextIO | None = None) -> None:
        self.what, self.unit, self.total = what, unit, total
        self.stream = stream or sys.stderr
        self.start = time.monotonic()
        self.shown = 0.0
        self.live = self.stream.isatty()

    def __call__(self, done: int) -> None:
        """Show that `done` units are done; the line is wiped when all are."""
        now = time.monotonic()
        if not self.live or now - self.start < SILENT:
            return
        if done >= self.total:
            self.stream.write("\r\x1b[K")
        elif now - self.shown >= PAUSE:
            self.shown = now
            self.stream.write(f"\r\x1b[K{line(self.what, self.unit, done, self.total, now - self.start)}")
        self.stream.flush()


def line(what: str, unit: str, done: int, total: int, seconds: float) -> str:
    """Word how far the work is.

    >>> line("encoding", "sentences", 1200, 5000, 60.0)
    'encoding: 1,200 of 5,000 sentences, 20 a second, 3:10 left'
    >>> line("encoding", "sentences", 0, 5000, 1.0)
    'encoding: 0 of 5,000 sentences'
    """
    text = f"{what}: {done:,} of {total:,} {unit}"
    if not done or seconds <= 0:
        return text
    rate = done / seconds
    left = round((total - done) / rate)
    pace = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
    return f"{text}, {pace} a second, {left // 60}:{left % 60:02d} left"
