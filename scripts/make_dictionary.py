"""Make the arrays of align/language/dictionary.py from the dictionary that comes with jieba."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import numpy as np

from align.language.dictionary import CHAR_BITS

DATA = Path(__file__).parents[1] / "align" / "language" / "data"


def main() -> None:
    """Number the nodes level by level, so that parents come before children and the keys are sorted."""
    cells = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").split()
    entries = dict(zip(cells[::3], zip(map(int, cells[1::3]), cells[2::3], strict=True), strict=True))
    words = list(entries)
    codes = np.array(words).view(np.uint32).reshape(len(words), -1).astype(np.int64)
    lengths = np.array([len(word) for word in words])
    node = np.zeros(len(words), np.int64)
    keys: list[np.ndarray] = []
    before = 0
    for level in range(codes.shape[1]):
        longer = np.flatnonzero(lengths > level)
        found, place = np.unique((node[longer] << CHAR_BITS) | codes[longer, level], return_inverse=True)
        node[longer] = before + 1 + place
        keys.append(found)
        before += len(found)
    counts, classes = np.zeros(before, np.int32), np.zeros(before, np.uint8)
    names = sorted({name for _, name in entries.values()})
    counts[node - 1] = [count for count, _ in entries.values()]
    classes[node - 1] = [names.index(name) + 1 for _, name in entries.values()]
    for name, array in {"keys": np.concatenate(keys), "counts": counts, "classes": classes}.items():
        np.save(DATA / f"dictionary.{name}.npy", array)
    # jieba adds up the lines, a word that stands there twice twice.
    about = {"classes": names, "total": sum(map(int, cells[1::3]))}
    (DATA / "dictionary.json").write_text(json.dumps(about) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
