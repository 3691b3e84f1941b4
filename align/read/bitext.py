"""Sentence pairs from parallel files, as a stream: TSV, CSV, TMX and Moses pairs, plain or compressed."""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, product, zip_longest
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from align.errors import ReadError
from align.language.chars import HAN
from align.model import Alignment, Bead, Document, Language, Paragraph, Sentence, Span
from align.read.tmx import read_units
from align.read.xml import language_of

_OPEN: Mapping[str, Callable[..., object]] = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}
_HAN = re.compile(f"[{HAN}]")


class Row(NamedTuple):
    """A sentence pair as a file gives it; `score` is 1 when the file has none."""

    zh: str
    en: str
    score: float = 1.0


def read_pairs(*paths: str | Path) -> Iterator[tuple[str, str]]:
    """Read the sentence pairs of parallel files, the Chinese first, one after another.

    A name ending in .tmx is a translation memory, one in .csv a table with commas; .zh and .en are the two
    halves of a Moses pair, of which one may be named or both; any other is a table with tabs, with a header
    or without, columns in either order. `.gz`, `.xz` and `.bz2` are unpacked. Pairs with an empty side are
    passed over.

    Args:
        paths: The files. Nothing is held in memory but the pair at hand.

    Yields:
        Chinese and English, without surrounding white space.

    Raises:
        ReadError: A file is absent, damaged, or not of the format its name says; with the line.
    """
    for path in _once(paths):
        yield from ((row.zh, row.en) for row in read_rows(path) if row.zh and row.en)


def read_rows(path: str | Path) -> Iterator[Row]:
    """Read one parallel file as `read_pairs` does, with scores and with pairs that have an empty side."""
    path = Path(path)
    kind = _kind(path)
    try:
        if kind == ".tmx":
            yield from _tmx(path)
        elif kind in (".zh", ".en"):
            yield from _moses(path)
        else:
            yield from _table(path, "," if kind == ".csv" else "\t")
    except FileNotFoundError as error:
        missing = error.filename or path
        raise ReadError("the file does not exist", path=missing, hint="check the name") from error
    except IsADirectoryError as error:
        raise ReadError("this is a folder", path=path, hint="name the files in it") from error
    except (EOFError, lzma.LZMAError, gzip.BadGzipFile, zlib.error) as error:
        raise ReadError(f"the compressed file is damaged: {error}", path=path, hint="fetch it again") from error
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", path=path) from error


def read_bitext(path: str | Path) -> Alignment:
    """Read a parallel file as an alignment: a line a sentence and a paragraph, a pair a bead.

    An empty side makes a gap.

    Raises:
        ReadError: As `read_pairs`, or there is no pair in the file.
    """
    rows = list(read_rows(path))
    if not rows:
        raise ReadError("there is no sentence pair in the file", path=path)
    source = _document(path, "zh", [row.zh for row in rows])
    target = _document(path, "en", [row.en for row in rows])
    beads = tuple(_beads(rows))
    return Alignment(source, target, beads, beads)


def _beads(rows: Iterable[Row]) -> Iterator[Bead]:
    i = j = 0
    for row in rows:
        bead = Bead(range(i, i + bool(row.zh)), range(j, j + bool(row.en)), row.score)
        i, j = bead.source.stop, bead.target.stop
        yield bead


def _document(path: str | Path, language: Language, cells: Sequence[str]) -> Document:
    lines = [cell for cell in cells if cell]
    ends = list(_running_ends(lines))
    spans = [Span(end - len(line), end) for line, end in zip(lines, ends, strict=True)]
    return Document(
        f"{path}:{language}",
        language,
        "\n".join(lines),
        tuple(Paragraph(span, "body", range(index, index + 1)) for index, span in enumerate(spans)),
        tuple(Sentence(span, index) for index, span in enumerate(spans)),
    )


def _running_ends(lines: Iterable[str]) -> Iterator[int]:
    end = -1
    for line in lines:
        end += 1 + len(line)
        yield end


def _once(paths: Iterable[str | Path]) -> list[Path]:
    """Drop the second half of a Moses pair when both halves were named."""
    seen: dict[Path, Path] = {}
    for path in map(Path, paths):
        seen.setdefault(_halves(path)[0] if _kind(path) in (".zh", ".en") else path, path)
    return list(seen.values())


def _kind(path: Path) -> str:
    """Return the suffix that says the format, below that of the compression."""
    return (Path(path.stem) if path.suffix in _OPEN else path).suffix.lower()


def _halves(path: Path) -> tuple[Path, Path]:
    packed = path.suffix if path.suffix in _OPEN else ""
    stem = path.with_name(path.name.removesuffix(packed)[: -len(".zh")])
    return stem.with_name(f"{stem.name}.zh{packed}"), stem.with_name(f"{stem.name}.en{packed}")


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, _OPEN.get(path.suffix, open)(path, "rb"))


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 file, or a UTF-16 one with its mark."""
    with _open(path) as file:
        start = file.read(2)
        file.seek(0)
        if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            with io.TextIOWrapper(file, encoding="utf-16") as text:
                yield from text
            return
        for number, raw in enumerate(file, 1):
            try:
                line = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                raise ReadError("not UTF-8", path=path, line=number, hint="save the file as UTF-8") from error
            yield line.removeprefix("\ufeff") if number == 1 else line


def _moses(path: Path) -> Iterator[Row]:
    zh, en = _halves(path)
    for number, (left, right) in enumerate(zip_longest(_lines(zh), _lines(en)), 1):
        if left is None or right is None:
            short = zh if left is None else en
            message = f"the file ends at line {number - 1}, its other half does not"
            raise ReadError(message, path=short, hint="both must have a sentence a line")
        yield Row(left.strip(), right.strip())


def _cells(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, with the number of their line."""
    if delimiter == "\t":
        numbered = ((n, line.rstrip("\r\n").split("\t")) for n, line in enumerate(_lines(path), 1))
        yield from ((number, row) for number, row in numbered if any(row))
        return
    reader = csv.reader(_lines(path), strict=True)
    try:
        yield from ((reader.line_num, row) for row in reader if any(row))
    except csv.Error as error:
        raise ReadError(f"broken CSV: {error}", path=path, line=reader.line_num) from error


def _table(path: Path, delimiter: str) -> Iterator[Row]:
    rows = _cells(path, delimiter)
    first = next(rows, None)
    if first is None:
        return
    columns = _header(first[1])
    zh, en, score = columns or (*_order(first[1]), None)
    for number, row in rows if columns else chain([first], rows):
        if len(row) <= max(zh, en):
            message = f"a {'comma' if delimiter == ',' else 'tab'} is missing"
            raise ReadError(message, path=path, line=number, hint="each line holds Chinese and English")
        yield Row(row[zh].strip(), row[en].strip(), _score(row, score))


def _header(row: Sequence[str]) -> tuple[int, int, int | None] | None:
    """Return the columns of Chinese, English and score when the row names them, or None."""
    names = [cell.strip().lower() for cell in row]
    languages = [language_of(name) for name in names]
    if "zh" not in languages or "en" not in languages:
        return None
    return languages.index("zh"), languages.index("en"), names.index("score") if "score" in names else None


def _order(row: Sequence[str]) -> tuple[int, int]:
    english_first = len(row) > 1 and not _HAN.search(row[0]) and bool(_HAN.search(row[1]))
    return (1, 0) if english_first else (0, 1)


def _score(row: Sequence[str], column: int | None) -> float:
    try:
        return min(1.0, max(0.0, float(row[column]))) if column is not None else 1.0
    except (ValueError, IndexError):
        return 1.0


def _tmx(path: Path) -> Iterator[Row]:
    with _open(path) as file:
        for unit in read_units(file, path):
            score = _score([unit.props.get("x-score", "")], 0)
            yield from (Row(zh, en, score) for zh, en in product(unit.zh, unit.en))
