"""The termbase: a glossary that lasts, in a file that several programs may write at once."""

from align.termbase.rows import Entry, EntryStatus, Event
from align.termbase.store import Tally, Termbase

__all__ = ["Entry", "EntryStatus", "Event", "Tally", "Termbase"]
