"""Values worked out many at once and remembered, since several steps ask for those of the same texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

FEW = 4096  # sentences: those of a report are asked for again and remembered, those of a book are not


def recall(memory: dict[K, V], keys: Sequence[K], work: Callable[[list[K]], Iterable[V]], *, most: int) -> list[V]:
    """Return the value of each key; those that the memory has not are worked out together and put there.

    Args:
        memory: What is known; emptied before it would hold more than `most` values.
        keys: What is asked for; a key may come again.
        work: Gives the values of keys that are all different, in their order.
        most: How many values are remembered.

    >>> memory = {"a": 1}
    >>> recall(memory, ["bc", "a", "bc"], lambda keys: map(len, keys), most=9), memory
    ([2, 1, 2], {'a': 1, 'bc': 2})
    """
    try:
        return [memory[key] for key in keys]
    except KeyError:
        known = {key: memory[key] for key in keys if key in memory}
    new = [key for key in dict.fromkeys(keys) if key not in known]
    found = dict(zip(new, work(new), strict=True))
    remember(memory, found, most=most)
    known |= found
    return [known[key] for key in keys]


def remember(memory: dict[K, V], found: Mapping[K, V], *, most: int) -> None:
    """Put values into a memory, which is emptied before it would hold more than `most`."""
    if len(memory) + len(found) > most:
        memory.clear()
    memory.update(found)
