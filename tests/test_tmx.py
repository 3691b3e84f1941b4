"""Translation memories: valid, complete, and read by us and by others."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from golden_files import matches_golden
from hypothesis import given
from lxml import etree
from samples import ALIGNMENT, TERMS
from strategies import alignments, glossaries, terms

from align.export.table import pairs
from align.export.tmx import alignment_tmx, glossary_tmx
from align.export.xml import clean
from align.model import Rendering, Term
from align.read.bitext import read_pairs

DTD = etree.DTD(str(Path(__file__).parent / "data" / "tmx14.dtd"))


def is_valid(data: bytes) -> bool:
    DTD.assertValid(etree.fromstring(data))
    return True


@pytest.fixture
def frozen(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    monkeypatch.setattr("align.export.tmx.program_version", lambda: "0.0.0")


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("pairs.tmx", lambda: alignment_tmx(ALIGNMENT)),
        ("paragraphs.tmx", lambda: alignment_tmx(ALIGNMENT, level="paragraphs")),
        ("glossary.tmx", lambda: glossary_tmx(TERMS)),
    ],
)
def test_memory_is_as_it_was(name, write):
    assert matches_golden(name, write())


def test_same_date_gives_the_same_bytes(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert alignment_tmx(ALIGNMENT) == alignment_tmx(ALIGNMENT)
    assert b'creationdate="19700101T000000Z"' in alignment_tmx(ALIGNMENT)


def test_header_says_what_the_standard_wants_and_how_it_was_made():
    root = etree.fromstring(alignment_tmx(ALIGNMENT))
    header = root.find("header")
    assert header.get("srclang") == "zh-CN"
    assert {p.get("type"): p.text for p in header.findall("prop")} == {
        "x-source-document": "visit.zh.txt",
        "x-target-document": "visit.en.txt",
        "x-align": "0.1.0",
        "x-lexicon": "abc123",
    }


def test_unit_is_numbered_by_its_bead_and_gaps_and_furniture_are_left_out():
    root = etree.fromstring(alignment_tmx(ALIGNMENT))
    assert [unit.get("tuid") for unit in root.iter("tu")] == ["s2", "s3", "s4"]


def test_what_must_not_be_suggested_is_left_out():
    texts = etree.fromstring(glossary_tmx(TERMS)).xpath("//tuv[@xml:lang='en']/seg/text()")
    assert "New Classroom" in texts
    assert not {"New Schoolroom", "New | School"} & set(texts)


def test_dtd_refuses_what_is_no_tmx():
    """The check above can fail."""
    broken = alignment_tmx(ALIGNMENT).replace(b' srclang="zh-CN"', b"")
    assert not DTD.validate(etree.fromstring(broken))


@given(alignments())
def test_memory_is_valid_and_read_as_it_was_written(tmp_path_factory, alignment):
    data = alignment_tmx(alignment)
    path = tmp_path_factory.mktemp("tmx") / "a.tmx"
    path.write_bytes(data)
    assert is_valid(data)
    furniture = {i for i in range(len(alignment.source.sentences)) if alignment.source.role_of(i) == "boilerplate"}
    assert list(read_pairs(path)) == [
        (clean(zh), clean(en))
        for zh, en, bead in pairs(alignment)
        if zh and en and not furniture.issuperset(bead.source)
    ]


@given(glossaries(terms()))
def test_glossary_memory_is_valid(glossary):
    assert is_valid(glossary_tmx(glossary))


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_character_that_xml_forbids_is_dropped(bad):
    data = glossary_tmx([Term(f"改{bad}革", "policy", (Rendering(f"re{bad}form"),), 1, 1)])
    assert etree.fromstring(data).xpath("//seg/text()") == ["改革", "reform"] or bad in "\x0b\x1f"
    named = replace(ALIGNMENT, signature=MappingProxyType({f"a{bad}": f"b{bad}"}))
    assert is_valid(alignment_tmx(named))


def test_translate_toolkit_reads_it():
    from translate.storage.tmx import tmxfile

    store = tmxfile.parsefile(io.BytesIO(alignment_tmx(ALIGNMENT)))
    expected = [(zh, en) for zh, en, bead in pairs(ALIGNMENT) if zh and en][1:]
    assert [(str(unit.source), str(unit.target)) for unit in store.units] == expected
