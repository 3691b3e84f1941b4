"""Make align/terms/data/background.tsv: how often phrases stand in official and in general Chinese.

Counts only, no text: word n-grams of the official documents that stand in at least `--documents` of them, with
their frequency, document frequency, the variety of what stands before and behind them (branching entropy,
Jin and Tanaka-Ishii 2006), and their frequency in general Chinese (a sample of the parallel text).
"""

from __future__ import annotations

import argparse
import lzma
import math
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

HAN_RUN = re.compile(r"[\u3400-\u9fffA-Za-z0-9+]+")
LONGEST_WORDS, LONGEST_CHARACTERS = 5, 12
# The work reports used for measuring stay out of the statistics they are measured with.
HELD_OUT = ("gwr2016", "gwr2017", "gwr2018", "gwr2019")


def read(path: Path) -> str:
    """Return the text, a paragraph that is repeated in the file only once."""
    return "\n".join(dict.fromkeys(lzma.open(path, "rt", encoding="utf-8").read().splitlines()))


def runs(text: str) -> Iterator[list[str]]:
    """Yield the words of each stretch between punctuation marks."""
    import jieba

    for match in HAN_RUN.finditer(text):
        yield jieba.lcut(match.group())


def grams(words: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield every n-gram with its left and right neighbour, or an empty string at the edge."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST_WORDS, len(words)) + 1):
            gram = "".join(words[start:end])
            if len(gram) > LONGEST_CHARACTERS:
                break
            if len(gram) > 1:
                yield gram, words[start - 1] if start else "", words[end] if end < len(words) else ""


def entropy(counts: Counter[str]) -> float:
    """Return the branching entropy in bits; an edge of the run counts as a neighbour of its own each time."""
    edges = counts.get("", 0)
    values = [count for word, count in counts.items() if word] + [1] * edges
    total = sum(values)
    return -sum(value / total * math.log2(value / total) for value in values) if total else 0.0


def official(paths: Iterable[Path], documents: int) -> dict[str, tuple[int, int, float, float]]:
    frequency: Counter[str] = Counter()
    document_frequency: Counter[str] = Counter()
    left: dict[str, Counter[str]] = defaultdict(Counter)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    for path in paths:
        seen = set()
        for words in runs(read(path)):
            for gram, before, after in grams(words):
                frequency[gram] += 1
                seen.add(gram)
                left[gram][before] += 1
                right[gram][after] += 1
        document_frequency.update(seen)
    return {
        gram: (count, document_frequency[gram], entropy(left[gram]), entropy(right[gram]))
        for gram, count in frequency.items()
        if document_frequency[gram] >= documents
    }


def general(path: Path, wanted: set[str], step: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % step == 0:
                for words in runs(line.split("\t")[0]):
                    counts.update(gram for gram, _, _ in grams(words) if gram in wanted)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ALIGN_DATA", "../shared")))
    parser.add_argument("--documents", type=int, default=3, help="fewest official documents a phrase stands in")
    parser.add_argument("--step", type=int, default=4, help="take every n-th sentence of general Chinese")
    parser.add_argument("-o", type=Path, default=Path("align/terms/data/background.tsv"))
    options = parser.parse_args()
    paths = [path for path in sorted((options.data / "train/official-zh").glob("*.xz"))
             if not path.name.startswith(HELD_OUT)]  # fmt: skip
    table = official(paths, options.documents)
    common = general(options.data / "train/dictionary-examples.tsv.xz", set(table), options.step)
    with options.o.open("w", encoding="utf-8") as out:
        out.write("# Made by scripts/background.py from party congress reports and government work reports.\n")
        out.write("zh\tfrequency\tdocuments\tleft\tright\tgeneral\n")
        for gram, (count, documents, left, right) in sorted(table.items()):
            out.write(f"{gram}\t{count}\t{documents}\t{left:.1f}\t{right:.1f}\t{common[gram]}\n")


if __name__ == "__main__":
    main()
