"""jieba's dictionary as arrays that are mapped, not read: half a million words are there at once.

It is a trie. Its nodes are the words of the dictionary and their beginnings, numbered from 1 in the order of their
keys; the key of a node is its parent's number and its last character. So the keys are sorted, and all characters of
a text go down the trie together, one search a level. `scripts/make_dictionary.py` makes the arrays from jieba's
dict.txt (MIT licence).
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
CHAR_BITS = 21  # what a code point needs
_DATA = resources.files("align.language") / "data"


class Trie(NamedTuple):
    """The nodes: their keys, how often the word was counted and its class (0 for what only begins words).

    `class_names` has the names of the classes as jieba gives them, `total` is the sum of all counts.
    """

    keys: Ints
    counts: npt.NDArray[np.int32]
    classes: npt.NDArray[np.uint8]
    class_names: tuple[str, ...]
    total: int

    def children(self, nodes: Ints, codes: Ints) -> Ints:
        """Return the node below each node by each code point, 0 where there is none; the root is 0."""
        keys = (nodes << CHAR_BITS) | codes
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, places + 1, 0)


class Found(NamedTuple):
    """Where words of the dictionary stand in a text, in order of their first and then of their last character."""

    starts: Ints
    ends: Ints
    nodes: Ints


@cache
def trie() -> Trie:
    """Open the dictionary."""
    about = json.loads(_DATA.joinpath("dictionary.json").read_text("utf-8"))
    return Trie(_array("keys"), _array("counts"), _array("classes"), tuple(about["classes"]), about["total"])


def _array(name: str) -> npt.NDArray[Any]:
    with resources.as_file(_DATA / f"dictionary.{name}.npy") as path:
        array: npt.NDArray[Any] = np.load(path, mmap_mode="r")
        return array.view(np.ndarray)


def find(text: str) -> Found:
    """Find every word of the dictionary in a text, those inside and across others as well.

    >>> found = find("深化改革")
    >>> list(zip(found.starts.tolist(), found.ends.tolist()))
    [(0, 1), (0, 2), (0, 4), (1, 2), (2, 3), (2, 4), (3, 4)]
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    starts, length = np.arange(len(codes)), 0
    nodes = np.zeros(len(codes), np.int64)
    found = []
    while len(starts):
        nodes = trie().children(nodes, codes[starts + length])
        length += 1
        below = nodes > 0
        starts, nodes = starts[below], nodes[below]
        words = trie().counts[nodes - 1] > 0
        found.append((starts[words], starts[words] + length, nodes[words]))
        inside = starts + length < len(codes)
        starts, nodes = starts[inside], nodes[inside]
    columns = [np.concatenate(column) for column in zip(*found, strict=True)] or [np.zeros(0, np.int64)] * 3
    order = np.argsort(columns[0], kind="stable")
    return Found(*(column[order] for column in columns))


def count(word: str) -> int:
    """Return how often a word was counted, 0 when it is not in the dictionary."""
    node = _node(word)
    return int(trie().counts[node - 1]) if node else 0


def word_class(word: str) -> str | None:
    """Return the class of a word as jieba names them (n, v, a and so on), None when it is not in the dictionary."""
    node = _node(word)
    number = int(trie().classes[node - 1]) if node else 0
    return trie().class_names[number - 1] if number else None


def _node(word: str) -> int:
    node = 0
    for char in word:
        node = _child(node, char)
        if not node:
            return 0
    return node


@lru_cache(maxsize=65536)
def _child(node: int, char: str) -> int:
    """Return the node below a node by a character, 0 where there is none; many words begin alike."""
    keys, key = trie().keys, (node << CHAR_BITS) | ord(char)
    place = int(keys.searchsorted(key))
    return place + 1 if place < len(keys) and keys[place] == key else 0
