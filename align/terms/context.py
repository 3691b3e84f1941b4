"""What stands beside a phrase and beside its rendering: whether both are whole where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.terms import tables
from align.terms.spans import Hypothesis
from align.terms.tags import VERBS, tag

if TYPE_CHECKING:
    from align.terms.renderings import Place

# Before these an English verb follows, so that what begins here may be a verb and its object.
_COMMANDS = frozenset(
    ["to", "will", "must", "should", "shall", "would", "can", "could", "may", "we", "not", "they", "fully", "and"]
)
_BEFORE_OBJECTS = frozenset(["of", "the", "a", "an", "our", "its", "their", "with", "for", "in"])
_POSSESSIVE = frozenset(["'s", "’s", "'", "’"])


def is_cut(place: Place, one: Hypothesis) -> bool:
    """Tell whether a rendering is followed at once by a word that may be its head noun."""
    words, solid = place.passage.words, place.grid.solid
    if one.last >= len(words):
        return False
    behind = words[one.last].text
    if behind in _POSSESSIVE:
        # The People of the People's Republic.
        return not all(solid[one.first : one.last])
    return solid[one.last] and not behind.endswith(("ed", "ing", "ly"))


def is_commanded(place: Place, one: Hypothesis) -> bool:
    """Tell whether a rendering follows to, will and the like."""
    return one.first > 0 and place.passage.words[one.first - 1].text.lower() in _COMMANDS


def begins_with_verb(place: Place, one: Hypothesis) -> bool:
    """Tell whether the phrase is a verb and its object by the order of its rendering.

    The first Chinese word can be a verb, and the first English one, with of or an article behind it, renders it:
    development of literature. Where the first Chinese word is a modifier, it comes last in such a rendering.
    """
    words, second = place.passage.words, one.first + 1
    if second >= one.last or words[second].text not in _BEFORE_OBJECTS:
        return False
    if len(place.units) < 2 or place.grid.best_unit[one.first] != place.units.start:
        return False
    first = place.passage.units[place.units.start].text
    return tag(first) in VERBS or tag(first) == "vn" or first in tables.barred("first")
