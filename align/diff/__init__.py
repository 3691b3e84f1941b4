"""Side-by-side views and differences, as rows that a terminal or a page can draw."""

from __future__ import annotations

from align.diff.rows import Block, Cell, Label, Row, Run, View, pair_rows, select

__all__ = ["Block", "Cell", "Label", "Row", "Run", "View", "pair_rows", "select"]
