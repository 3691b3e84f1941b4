"""Bytes to documents: encodings, saved pages, and input that is no text."""

import codecs
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import LanguageError, ReadError
from align.read.encodings import decode
from align.read.html import is_html, page_text
from align.read.text import document_from_bytes, read_document

SIMPLIFIED = [
    "你好，世界。",
    "车俊",
    "陈敏尔出席会议。",
    "8日下午,浙渝对口支援工作座谈会在重庆举行。",
    "“两个高水平”建设……",
    "卡尔·马克思",
    "朱镕基总理",
    "第1条",
    "5G、VR360等应用",
    "一",
]
TRADITIONAL = ["習近平總書記", "國務院總理說：「要改革。」", "民國一百年", "第一條  本法", "朱鎔基總理", "立法院。"]
WESTERN = ["Chen Min’er spoke.", "“The café” – he said…", "£5 million", "naïve"]


@pytest.mark.parametrize("text", SIMPLIFIED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_simplified(text, encoding):
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("text", TRADITIONAL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5", "gb18030", "utf-32"])
def test_traditional(text, encoding):
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("text", WESTERN)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_english(text, encoding):
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("text", ["It ended 14½-13½ after all.", "He met Šefčovič in Łódź.", "Some 20 m² are left."])
def test_rare_signs_and_letters_of_latin_text_are_utf8(text):
    assert decode(text.encode("utf-8"), "a.txt") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SIMPLIFIED[3], SIMPLIFIED[4], TRADITIONAL[1], SIMPLIFIED[8]])
def test_utf16_without_a_mark(text, encoding):
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE], ids=["be", "le"])
def test_utf16_with_a_mark(mark):
    encoding = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"
    assert decode(mark + "改革".encode(encoding), "a.txt") == "改革"


PRINTABLE = st.characters(exclude_categories=("C", "Z"))


@settings(deadline=None)
@given(PRINTABLE, st.text(PRINTABLE | st.just(" ")))
def test_all_utf8_with_a_mark_comes_back(first, rest):
    text = first + rest
    assert decode(text.encode("utf-8-sig"), "a.txt") == text


def test_line_ends_are_kept():
    assert decode("改革\r\n开放\r\n".encode("gb18030"), "a.txt") == "改革\r\n开放\r\n"


NOT_TEXT = {
    "empty": (b"", "empty"),
    "white space": (b" \r\n\t", "empty"),
    "a mark alone": (codecs.BOM_UTF8, "empty"),
    "ideographic space": ("\u3000\u3000".encode(), "empty"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "docx": (b"PK\x03\x04....", "Office"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1", "Office"),
    "png": (b"\x89PNG\r\n\x1a\n", "image"),
    "jpeg": (b"\xff\xd8\xff\xe0", "image"),
    "gzip": (b"\x1f\x8b\x08\x00", "gzip"),
    "nul bytes": (b"abc\x00\x01\x02\x03def" * 20, "binary"),
    "control characters": (bytes(range(1, 9)) * 20, "binary"),
    "Korean": ("안녕하세요 여러분 반갑습니다 한국어 문장입니다 ".encode("euc-kr") * 5, "encoding"),
    "Japanese": ("これは日本語の文章です。東京は大きい。".encode("shift_jis") * 5, "encoding"),
    "Russian": ("Привет, это текст на русском языке. ".encode("koi8-r") * 5, "encoding"),
    "broken UTF-8": ("改革开放是关键。\n".encode() * 20 + b"\xe6\x94", "line"),
    "broken UTF-16": (codecs.BOM_UTF16_LE + b"a\x00b", "UTF-16"),
}


@pytest.mark.parametrize("name", NOT_TEXT)
def test_no_text(name):
    data, word = NOT_TEXT[name]
    with pytest.raises(ReadError) as caught:
        decode(data, "a.txt")
    assert caught.value.path == "a.txt"
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    assert word in str(caught.value) or caught.value.line == 21


def test_a_broken_byte_is_placed():
    with pytest.raises(ReadError) as caught:
        decode("改革。\n开放。\n".encode() * 20 + b"\xff\n", "a.txt")
    assert caught.value.line == 41


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_error(data):
    try:
        text = decode(data, "a.txt")
    except ReadError as error:
        text = error.message
    assert text.strip()
    assert "\x00" not in text


def test_missing_file(tmp_path):
    with pytest.raises(ReadError, match="no such file"):
        read_document(tmp_path / "none.txt")


def test_folder(tmp_path):
    with pytest.raises(ReadError, match="folder"):
        read_document(tmp_path)


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("改革开放。".encode("gbk"))))
    assert read_document("-").text == "改革开放。"


@pytest.mark.parametrize("text", ["これは日本語の文章です。", "Привет, как дела?", "12 + 3 = 15"])
def test_neither_chinese_nor_english(text):
    with pytest.raises(LanguageError) as caught:
        document_from_bytes(text.encode(), "a.txt")
    assert caught.value.path == "a.txt"


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>某网</title><style>p {{color: red}}</style></head>
<body><nav><a href="/">首页</a></nav>
<ul><li><a>要闻</a></li><li><a>政务</a></li><li><a>服务</a></li><li><a>互动</a></li></ul>
<h1>代表团到访</h1><script>var a = "<p>x</p>";</script><!-- 注释 -->
<div><p>　　第一段，<b>很</b>重
要。</p><p style="display:none">看不见</p>&nbsp;&nbsp;第二段。<br/><br/>第三段见<a href="#">附件</a>。</div>
<table><tr><td>单元一</td><td>单元二</td></tr></table><footer>版权所有</footer></body></html>"""
BLOCKS = ["代表团到访", "第一段，很重 要。", "第二段。", "第三段见附件。", "单元一", "单元二"]


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("none", "gb18030"), ("x", "utf-16")]
)
def test_page(charset, encoding):
    data = PAGE.format(charset=charset).encode(encoding)
    assert page_text(data, "a.html").split("\n\n") == BLOCKS


def test_page_is_told_by_its_beginning_or_name():
    assert is_html(b"\n<!doctype HTML>\n<p>", "-")
    assert is_html(b"<p>", "a.HTM")
    assert not is_html("关于 <html> 的说明".encode(), "a.txt")


def test_page_with_an_xml_declaration():
    data = b'<?xml version="1.0" encoding="utf-8"?><html><body><p>A &amp; B</p></body></html>'
    assert page_text(data, "a.html") == "A & B"


@pytest.mark.parametrize("data", [b"<html></html>", b"<html><body><script>x</script></body></html>", b"<!-- -->"])
def test_page_without_text(data):
    with pytest.raises(ReadError, match="no text"):
        page_text(data, "a.html")


def test_page_becomes_a_document():
    document = document_from_bytes(PAGE.format(charset="utf-8").encode(), "a.html")
    assert document.language == "zh"


def test_deep_page():
    assert page_text(b"<div>" * 1000 + b"deep" + b"</div>" * 1000, "a.html") == "deep"
