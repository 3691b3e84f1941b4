"""Make align/language/data/pinyin.tsv from the tables of pypinyin: readings of characters and of words, without tones.

Of the words only those stand there whose reading the characters and shorter words in them do not give.
"""

from __future__ import annotations

from pathlib import Path

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from align.language.pinyin import usual_reading

DATA = Path(__file__).parents[1] / "align" / "language" / "data"


def main() -> None:
    """Write the table: a character or word, a tab, its readings; those of a character the usual one first."""
    table: dict[str, str] = {}
    for char in map(chr, sorted(pinyin_dict)):
        found = pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=True, errors="ignore")
        if found:
            table[char] = " ".join(dict.fromkeys(found[0]))
    for word in sorted(phrases_dict, key=lambda one: (len(one), one)):
        syllables = lazy_pinyin(word, style=Style.NORMAL, v_to_u=True)
        if len(syllables) == len(word) and tuple(syllables) != usual_reading(word, table):
            table[word] = " ".join(syllables)
    lines = (f"{word}\t{readings}\n" for word, readings in table.items())
    (DATA / "pinyin.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
