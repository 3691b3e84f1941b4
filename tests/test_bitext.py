"""Parallel files of every kind, whole and broken."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tracemalloc
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import alignments

from align.errors import ReadError
from align.export.table import pairs, sentences_table
from align.read.bitext import read_bitext, read_pairs

PAIRS = [("改革。", "Reform."), ("开放。", "Open up.")]
LINES = "".join(f"{zh}\t{en}\n" for zh, en in PAIRS)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tsv", LINES.encode()),
        ("a.txt", LINES.replace("\n", "\r\n").encode("utf-8-sig")),
        ("a.tsv", LINES.encode("utf-16")),
        ("a.tsv", b"zh\ten\tscore\n" + LINES.replace("\n", "\t0.5\n").encode()),
        ("a.tsv", "id\tEnglish\tzh-CN\n1\tReform.\t改革。\n\n2\tOpen up.\t开放。\n".encode()),
        ("a.tsv", "".join(f"{en}\t{zh}\n" for zh, en in PAIRS).encode()),
        ("a.tsv", f"{LINES}只有中文。\t\n".encode()),
        ("a.csv", '\ufeffen,zh\r\n"Reform.",改革。\r\n"Open up.","开放。"\r\n'.encode()),
        ("a.tsv.gz", gzip.compress(LINES.encode())),
        ("a.tsv.xz", lzma.compress(LINES.encode())),
        ("a.tsv.bz2", bz2.compress(LINES.encode())),
    ],
)
def test_table(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert list(read_pairs(tmp_path / name)) == PAIRS


@pytest.mark.parametrize("packed", ["", ".xz"])
@pytest.mark.parametrize("named", [["c.zh"], ["c.en"], ["c.zh", "c.en"], ["c.en", "c.zh"]])
def test_moses_pair_is_read_once_however_it_is_named(tmp_path, packed, named):
    pack = lzma.compress if packed else bytes
    (tmp_path / f"c.zh{packed}").write_bytes(pack("改革。\n开放。\n".encode()))
    (tmp_path / f"c.en{packed}").write_bytes(pack(b"Reform.\nOpen up.\n"))
    assert list(read_pairs(*(tmp_path / f"{name}{packed}" for name in named))) == PAIRS


def test_several_files_follow_one_another(tmp_path):
    (tmp_path / "a.tsv").write_text(LINES, "utf-8")
    (tmp_path / "b.tsv").write_text(LINES, "utf-8")
    assert list(read_pairs(tmp_path / "a.tsv", tmp_path / "b.tsv")) == PAIRS * 2


def tmx(units: str, head: str = '<?xml version="1.0"?>') -> str:
    return f'{head}\n<tmx version="1.4"><header/><body>{units}</body></tmx>'


def unit(*variants: tuple[str, str]) -> str:
    return "<tu>" + "".join(f'<tuv xml:lang="{lang}"><seg>{seg}</seg></tuv>' for lang, seg in variants) + "</tu>"


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (unit(("zh-CN", "改革"), ("en-US", "reform")), [("改革", "reform")]),
        (unit(("EN", "reform"), ("ZH_TW", "改革")), [("改革", "reform")]),
        (unit(("zh", "改革"), ("en", "reform"), ("en", "reforms")), [("改革", "reform"), ("改革", "reforms")]),
        (unit(("zh", "改革"), ("de", "Reform"), ("en", "reform")), [("改革", "reform")]),
        (unit(("zh", "改<bpt i='1'>&lt;b></bpt>革<ept i='1'>x</ept>"), ("en", "<hi>re<ph>\\n</ph></hi>form")),
         [("改革", "reform")]),
        (unit(("zh", ""), ("en", "reform")), []),
        (unit(("zh", "改\n  革 &amp; 开放"), ("en", "x")), [("改 革 & 开放", "x")]),
        ("", []),
    ],
)  # fmt: skip
def test_memory_of_other_programs(tmp_path, units, expected):
    (tmp_path / "a.tmx").write_text(tmx(units), "utf-8")
    assert list(read_pairs(tmp_path / "a.tmx")) == expected


def test_memory_in_utf16_with_a_namespace_and_a_document_type(tmp_path):
    text = tmx(
        unit(("zh", "改革"), ("en", "reform")),
        '<?xml version="1.0" encoding="UTF-16"?>\n<!DOCTYPE tmx SYSTEM "absent.dtd">',
    )
    (tmp_path / "a.tmx").write_bytes(text.replace("<tmx ", '<tmx xmlns="http://x" ').encode("utf-16"))
    assert list(read_pairs(tmp_path / "a.tmx")) == [("改革", "reform")]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.tsv", "改革\treform\n开放\n", "a.tsv:2: a tab is missing"),
        ("a.tsv", "zh\ten\n\n改革\n", "a.tsv:3: a tab is missing"),
        ("a.csv", "zh,en\n改革\n", "a.csv:2: a comma is missing"),
        ("a.csv", 'zh,en\n"改革,reform\n', "a.csv:2: broken CSV"),
        ("a.tsv", "改革\treform\n开放\topen\n".encode() + b"\xb8\xc4\tx\n", "a.tsv:3: not UTF-8"),
        ("a.tmx", tmx(unit(("zh", "改革"))).replace("</body>", "\n</bod>"), "a.tmx:3: broken XML"),
        ("a.tmx", tmx(unit(("zh", "改\n<革"))), "a.tmx:3: broken XML"),
        ("a.tmx", "", "a.tmx:1: broken XML"),
        ("a.tmx", "<html/>", "its root is <html>, not <tmx>"),
        ("a.tmx", tmx(unit(("de", "x"), ("fr", "y"))), "no unit has both Chinese and English, only de, fr"),
        ("a.tmx", tmx("", '<?xml version="1.0" encoding="GB18030"?>'), "a.tmx: cannot be read as XML"),
        ("a.tsv.gz", gzip.compress(LINES.encode())[:-9], "damaged"),
        ("a.tsv.gz", b"\x1f\x8bnot gzip at all", "damaged"),
        ("a.tsv.gz", LINES, "damaged"),
        ("a.tsv.xz", lzma.compress(LINES.encode())[:-9], "damaged"),
    ],
)
def test_broken_file_is_named_with_its_line(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(ReadError, match=message):
        list(read_pairs(tmp_path / name))


def test_uneven_halves(tmp_path):
    (tmp_path / "c.zh").write_text("改革。\n", "utf-8")
    (tmp_path / "c.en").write_text("Reform.\nOpen up.\n", "utf-8")
    with pytest.raises(ReadError, match=r"c.zh: the file ends at line 1, its other half does not"):
        list(read_pairs(tmp_path / "c.en"))


@pytest.mark.parametrize(
    ("name", "message"), [("absent.tsv", "does not exist"), ("c.zh", "c.en: .*does not exist"), (".", "a folder")]
)
def test_absent_file(tmp_path, name, message):
    (tmp_path / "c.zh").touch()
    with pytest.raises(ReadError, match=message):
        list(read_pairs(tmp_path / name))


def test_memory_is_read_as_a_stream(tmp_path):
    """Half a memory of 20,000 units costs no more than a fraction of it."""
    path = tmp_path / "a.tmx"
    path.write_text(tmx(unit(("zh", "改革" * 50), ("en", "reform" * 50)) * 20_000), "utf-8")
    tracemalloc.start()
    count = sum(1 for _ in islice(read_pairs(path), 10_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 10_000
    assert peak < path.stat().st_size / 10


@given(alignments(st.just("body")))
def test_table_gives_the_beads_back(tmp_path_factory, alignment):
    path = tmp_path_factory.mktemp("bitext") / "a.tsv"
    path.write_text(sentences_table(alignment), "utf-8")
    if not alignment.sentences:
        with pytest.raises(ReadError, match="no sentence pair"):
            read_bitext(path)
        return
    read = read_bitext(path)
    assert [(zh, en) for zh, en, _ in pairs(read)] == [(zh, en) for zh, en, _ in pairs(alignment)]
    assert [b.score for b in read.sentences] == [round(b.score, 4) for b in alignment.sentences]
