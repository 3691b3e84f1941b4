"""The errors that the bench plants: the same each time, one edit each, where the Chinese tells what was meant."""

from functools import cache
from pathlib import Path

import pytest

from align.model import Document, Span
from align.pipeline import align_documents
from align.terms.mine import mine
from bench.planted import Text, judged
from bench.plants import MAKERS, Clean, Plant, plants

HERE = Path(__file__).parent / "data"
ZH, EN = ((HERE / f"clean.{side}.txt").read_text("utf-8") for side in ("zh", "en"))
KINDS = set(MAKERS) - {"quotation"}  # the clean pair quotes nobody


@cache
def clean():
    alignment = align_documents(Document("zh.txt", "zh", ZH), Document("en.txt", "en", EN))
    return Clean(alignment, mine([alignment]))


def test_the_same_texts_give_the_same_plants():
    assert plants(clean(), {}, 3) == plants(clean(), {}, 3)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_planted_and_changes_the_text(kind):
    found = [one for one in plants(clean(), {kind: 2}, 0) if one.kind == kind]
    assert len(found) == 2
    assert all(one.of(EN) != EN for one in found)


def test_a_finding_is_new_only_if_the_clean_text_has_it_nowhere():
    document = clean().alignment.target
    text = Text("clean", "development", ZH, EN)
    result = judged(text, Plant("figure", Span(0, 7), "Yuling"), document, (), ())
    assert (result.found, result.elsewhere) == (False, ())
