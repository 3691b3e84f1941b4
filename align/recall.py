"""Values worked out many at once and remembered, since several steps ask for those of the same texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


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
    known = {key: memory[key] for key in keys if key in memory}
    new = [key for key in dict.fromkeys(keys) if key not in known]
    if new:
        if len(memory) + len(new) > most:
            memory.clear()
        known.update(zip(new, work(new), strict=True))
        memory.update(known)
    return [known[key] for key in keys]
