"""The exchange forms of the field's word aligners: "zh tokens ||| en tokens" in, "0-0 1-2" out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from align.encode.protocol import WordEncoder
from align.errors import ReadError
from align.language.script import han_share
from align.lexicon.lexicon import Lexicon
from align.match.word_texts import joined
from align.match.word_vectors import link_by_both
from align.match.words import DEFAULT, Settings, link_texts

BAR = "|||"


def parse_pairs(text: str, name: str | None = None) -> list[tuple[list[str], list[str]]]:
    """Read sentence pairs, a line each, words apart by white space, the sides by three bars.

    An empty line is an empty pair, so that output and input keep the same lines.

    Args:
        text: The lines.
        name: The file, for the message.

    Raises:
        ReadError: A line has no bars, or more than one of them.

    >>> parse_pairs("改革 开放 ||| reform and opening up")
    [(['改革', '开放'], ['reform', 'and', 'opening', 'up'])]
    """
    pairs = []
    for number, line in enumerate(text.splitlines(), 1):
        sides = line.split(BAR) if line.strip() else ["", ""]
        if len(sides) != 2:
            hint = "write 'zh words ||| en words'"
            raise ReadError(f"{len(sides)} parts between '{BAR}' instead of 2", path=name, line=number, hint=hint)
        pairs.append((sides[0].split(), sides[1].split()))
    return pairs


def format_links(links: Iterable[tuple[int, int, float]], *, scores: bool = False) -> str:
    """Write the links of one pair.

    >>> format_links([(0, 0, 0.98), (1, 2, 0.5)]), format_links([(0, 0, 0.98)], scores=True)
    ('0-0 1-2', '0-0:0.980')
    """
    return " ".join(f"{i}-{j}:{score:.3f}" if scores else f"{i}-{j}" for i, j, score in links)


def english_first(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> bool:
    """Tell whether the English side was written first, by the first hundred pairs.

    >>> english_first([(["reform"], ["改革"])]), english_first([(["改革"], ["reform"])])
    (True, False)
    """
    left, right = (" ".join(" ".join(pair[side]) for pair in pairs[:100]) for side in (0, 1))
    return han_share(left) < han_share(right)


def link_lines(
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]],
    lexicon: Lexicon,
    settings: Settings = DEFAULT,
    encoder: WordEncoder | None = None,
) -> list[list[tuple[int, int, float]]]:
    """Link sentence pairs written in either order; the links are in that order, too.

    An encoder's links join those of the lexicon, see `word_vectors`.
    """
    swapped = english_first(pairs)
    chinese_first = [(zh, en) for en, zh in pairs] if swapped else pairs
    texts = [(joined(zh), joined(en, " ")) for zh, en in chinese_first]
    if encoder is None:
        found = link_texts(texts, lexicon, settings)
    else:
        found, _ = link_by_both(texts, lexicon, encoder, settings)
    return [sorted((j, i, score) for i, j, score in links) for links in found] if swapped else found
