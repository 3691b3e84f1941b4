"""Glossaries in every format, written and read again, and as other programs write them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from golden_files import matches_golden
from hypothesis import given, settings
from lxml import etree
from samples import TERMS
from strategies import glossaries, terms

from align.errors import ReadError
from align.export.omegat import glossary_omegat
from align.export.table import glossary_table
from align.export.tbx import glossary_tbx
from align.export.tmx import glossary_tmx
from align.export.usable import usable
from align.export.xml import clean
from align.model import Rendering, Term
from align.read.glossary import read_glossary

GRAMMAR = etree.RelaxNG(etree.parse(str(Path(__file__).parent / "data" / "tbx-basic.rng")))


# One that is offered, with Chinese enough to see which column it is.
PLAIN = Term("甲乙丙丁", "policy", (Rendering("ABCD", (), "approved"),), 1, 1, "approved")


def carried(term: Term, renderings: list[Rendering], **changes) -> Term:
    """The term with what no exchange format holds, the occurrences and the reason, left out."""
    return replace(term, renderings=tuple(renderings), reason="", **changes)


def in_order(term: Term) -> list[Rendering]:
    """The renderings as the rows of a table group them: those of the term's status, then status by status."""
    statuses = dict.fromkeys((term.status, *(r.status for r in term.renderings)))
    return [Rendering(r.text, (), r.status) for status in statuses for r in term.renderings if r.status == status]


def offered(term: Term) -> list[Rendering]:
    """The renderings that a program gets which offers whatever it is given."""
    return [Rendering(r.text, (), r.status) for _, r in usable(term)]


def written(folder, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@given(glossaries(terms()).filter(bool))
def test_table_is_read_as_it_was_written(tmp_path_factory, glossary):
    folder = tmp_path_factory.mktemp("glossary")
    expected = tuple(carried(term, in_order(term)) for term in glossary)
    assert read_glossary(written(folder, "a.tsv", glossary_table(glossary))).terms == expected
    commas = glossary_table(glossary, delimiter=",")
    assert read_glossary(written(folder, "a.csv", commas)).terms == expected


@settings(max_examples=50)
@given(glossaries(terms()))
def test_memory_is_read_as_it_was_written(tmp_path_factory, glossary):
    glossary = (*glossary, PLAIN)
    path = written(tmp_path_factory.mktemp("glossary"), "a.tmx", glossary_tmx(glossary))
    expected = tuple(carried(term, offered(term)) for term in glossary if offered(term))
    assert read_glossary(path).terms == expected


@given(glossaries(terms()).filter(bool))
def test_termbase_exchange_is_read_as_it_was_written(tmp_path_factory, glossary):
    data = glossary_tbx(glossary)
    GRAMMAR.assertValid(etree.fromstring(data))
    path = written(tmp_path_factory.mktemp("glossary"), "a.tbx", data)
    expected = tuple(
        carried(
            term,
            [Rendering(r.text, (), term.status if r.status == "candidate" else r.status) for r in term.renderings],
            count=0,
            confidence=1.0,
        )
        for term in glossary
    )
    assert read_glossary(path, default="candidate").terms == expected


@settings(max_examples=50)
@given(glossaries(terms()))
def test_omegat_glossary_is_read_as_it_was_written(tmp_path_factory, glossary):
    glossary = (*glossary, *(replace(PLAIN, zh=f"{PLAIN.zh}{number}") for number in range(5)))
    path = written(tmp_path_factory.mktemp("glossary"), "a.utf8", glossary_omegat(glossary))
    read = {term.zh: (term.type, list(term.renderings)) for term in read_glossary(path).terms}
    assert read == {term.zh: (term.type, offered(term)) for term in glossary if offered(term)}


@pytest.mark.parametrize(
    ("name", "write"),
    [("glossary.tbx", glossary_tbx), ("glossary.utf8", lambda terms: glossary_omegat(terms).encode())],
)
def test_export_is_as_it_was(monkeypatch, name, write):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    monkeypatch.setattr("align.export.tbx.program_version", lambda: "0.0.0")
    assert matches_golden(name, write(TERMS))


def test_grammar_refuses_what_is_no_tbx_basic():
    """The check above can fail."""
    broken = glossary_tbx(TERMS).replace(b"administrativeStatus", b"usage")
    assert not GRAMMAR.validate(etree.fromstring(broken))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tsv", "改革\treform\n开放\topen up\n"),
        ("a.txt", "\ufeff改革\treform\r\n开放\topen up\r\n"),
        ("a.tsv", "reform\t改革\nopen up\t开放\n"),
        ("a.utf8", "# made by OmegaT\n改革\treform\ta remark\n\n开放\topen up\n"),
        ("a.csv", '改革,reform\n"开放","open up"\n'),
        ("a.csv", "Chinese;English\n改革;reform\n开放;open up\n"),
        ("a.txt", "改革,reform\n开放,open up\n"),
        ("a.tsv", "No.\tTarget term\tSource term\n1\treform\t改革\n2\topen up\t开放\n"),
        ("a.tsv", "词条\t说法\n改革\treform\n开放\topen up\n"),
        ("a.tsv", "zh_CN\ten-GB\n改革\treform\n开放\topen up\n"),
        ("a.tsv", "zh\ten\tstatus\tcount\n改革\treform\t\t\n开放\topen up\tAccepted\n"),
    ],
)
def test_table_of_other_programs(tmp_path, name, text):
    found = read_glossary(written(tmp_path, name, text)).terms
    assert [(t.zh, t.en, t.status) for t in found if t.zh in "改革开放"] == [
        ("改革", "reform", "approved"),
        ("开放", "open up", "approved"),
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_table_in_the_encoding_of_an_old_spreadsheet(tmp_path, encoding):
    data = "zh,en\r\n一帶一路,Belt and Road\r\n中國,China\r\n".encode(encoding)
    assert [t.en for t in read_glossary(written(tmp_path, "a.csv", data)).terms] == ["Belt and Road", "China"]


def test_renderings_in_one_cell_and_in_several_rows_make_one_term(tmp_path):
    text = "zh\ten\ttype\tstatus\n书记\tSecretary|Party Secretary\ttitle\t\n书记\tClerk\ttitle\tforbidden\n"
    (term,) = read_glossary(written(tmp_path, "a.tsv", text)).terms
    assert (term.type, [(r.text, r.status) for r in term.renderings]) == (
        "title",
        [("Secretary", "approved"), ("Party Secretary", "approved"), ("Clerk", "forbidden")],
    )


def test_what_the_editor_marked_as_rejected_is_told_apart(tmp_path):
    text = "zh\ten\tstatus\n站位\tstance\trejected\n书记\tSecretary\tapproved\n书记\tClerk\trejected\n"
    terms, rejected = read_glossary(written(tmp_path, "a.tsv", text))
    assert [(t.zh, [r.text for r in t.renderings]) for t in terms] == [("书记", ["Secretary"])]
    assert rejected == {("站位", ""), ("书记", "Clerk")}


V2 = """<?xml version="1.0"?><martif type="TBX"><text><body><termEntry>
<descrip type="subjectField">policy</descrip>
<langSet xml:lang="zh"><tig><term>改革</term></tig><tig><term>改　革</term></tig></langSet>
<langSet xml:lang="de"><tig><term>Reform (de)</term></tig></langSet>
<langSet xml:lang="en"><ntig><termGrp><term>reform</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig>
<tig><term>change</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry></body></text></martif>"""
DCT = """<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
<conceptEntry id="c1"><min:subjectField>policy</min:subjectField>
<langSec xml:lang="zh-Hans"><termSec><term>改革</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>reform</term>
<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
<termSec><term>change</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec>
</langSec></conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize(("name", "text"), [("a.tbx", V2), ("a.xml", V2), ("a.tbx", DCT)])
def test_term_base_of_other_programs(tmp_path, name, text):
    term = read_glossary(written(tmp_path, name, text)).terms[0]
    assert term == Term(
        "改革", "policy", (Rendering("reform", (), "approved"), Rendering("change", (), "forbidden")), 1, 0, "approved"
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.tsv", "", "the file is empty"),
        ("a.tsv", "zh\ten\n", "there is no term in the file"),
        ("a.tsv", "改革\treform\n开放\n", "a.tsv:2: the English is missing"),
        ("a.tsv", "zh\ten\n改革\treform\n\topen up\n", "a.tsv:3: the Chinese is missing"),
        ("a.tsv", "改革\n", "a.tsv:1: no column with Chinese and one with English"),
        ("a.tsv", "one\ttwo\nthree\tfour\n", "a.tsv:1: no column with Chinese"),
        ("a.tsv", "zh\ten\tstatus\n改革\treform\tmaybe\n", "a.tsv:2: the status 'maybe' is none of"),
        ("a.tsv", "zh\ten\tcount\n改革\treform\tmany\n", "a.tsv:2: .*many"),
        ("a.csv", 'zh,en\n"改革,reform\n', "a.csv:2: broken CSV"),
        ("a.tmx", "<tmx>", "a.tmx:1: broken XML"),
        ("a.tmx", "<tmx><body/></tmx>", "there is no term"),
        ("a.tbx", "<tbx><text><body><conceptEntry>\n</body></text></tbx>", "a.tbx:2: broken XML"),
        ("a.tbx", "<html/>", "its root is <html>, not <martif or tbx>"),
        ("a.tbx", "<tbx><text><body/></text></tbx>", "there is no term"),
    ],
)
def test_broken_glossary_is_named_with_its_line(tmp_path, name, text, message):
    with pytest.raises(ReadError, match=message):
        read_glossary(written(tmp_path, name, text))


def test_absent_file(tmp_path):
    with pytest.raises(ReadError, match="No such file"):
        read_glossary(tmp_path / "absent.tsv")


def test_characters_xml_forbids_are_dropped():
    data = glossary_tbx([Term("改\x00革", "policy", (Rendering("re\ufffeform"),), 1, 1)])
    texts = etree.fromstring(data).xpath("//*[local-name()='term']/text()")
    assert texts == ["改革", "reform"] == [clean("改\x00革"), clean("re\ufffeform")]
