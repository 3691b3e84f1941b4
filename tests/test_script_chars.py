"""Scripts and characters."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align.errors import LanguageError
from align.language.chars import HAN, cell_width, clip, fold, is_han, pad, wrap
from align.language.script import detect, han_share, simplify

ANY = st.text(max_size=80)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Party Secretary of Chongqing (重庆市委书记) met the delegation (代表团).", "en"),
        ("重庆发展5G、VR360、ChatGPT和Smart City等应用", "zh"),
        ("習近平總書記", "zh"),
        ("A", "en"),
        ("一", "zh"),
        ("Zhejiang Ningbo Zhoushan Hangzhou", "en"),
    ],
)
def test_detect(text, language):
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019 -- 10%",
        "日本の首相はきのう東京で会見した。",
        "대한민국 정부는 오늘 발표했다.",
        "Le gouvernement de la Chine a publié un rapport sur le travail dans les provinces et pour une politique.",
        "Die Regierung hat den Bericht über die Arbeit der Provinzen und das neue Gesetz mit dem Minister vorgelegt.",
        "El gobierno de China presentó el informe sobre la labor del año y los planes para las provincias.",
    ],
)
def test_neither(text):
    with pytest.raises(LanguageError):
        detect(text)


def test_english_that_quotes_french():
    assert detect("The minister spoke of the « raison d'être » and the « coup de grâce » of the deal.") == "en"


@settings(deadline=None)
@given(ANY)
def test_copies_are_as_long_as_the_text(text):
    assert len(simplify(text)) == len(text)
    assert len(fold(text)) == len(text)


@given(ANY)
def test_han_share_is_a_share(text):
    assert 0 <= han_share(text) <= 1


def test_han_class_may_stand_inside_a_class():
    assert re.sub(f"[{HAN}A-Z]", "", "党A。〇b𠮷") == "。b"
    assert [is_han(char) for char in "党、あ한A"] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("改革", 4), ("，。", 4), ("é", 1), ("e\u0301", 1), ("😀", 2), ("👨‍👩‍👧", 2), ("", 0)],
)
def test_width(text, width):
    assert cell_width(text) == width


LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Mn", "Me", "Mc", "Cf"]), max_size=60)


@given(LINE, st.integers(2, 30))
def test_clip_and_pad_fit(text, width):
    assert cell_width(clip(text, width)) <= width
    assert cell_width(pad(clip(text, width), width)) == width


@settings(deadline=None)
@given(LINE, st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    lines = wrap(text, width)
    assert all(cell_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_wrap_keeps_marks_with_their_words():
    assert wrap("他说：“好。”然后走了。", 8) == ["他说：", "“好。”然", "后走了。"]
