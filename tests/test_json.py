"""The program's own files: what is written is read again, and what is broken is named."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given, settings
from strategies import alignments, glossaries, terms

from align.errors import AlignError, DataError, ReadError
from align.export.json import (
    ALIGNMENT,
    GLOSSARY,
    dump_alignment,
    dump_glossary,
    format_of,
    load_alignment,
    load_glossary,
)
from align.model import Alignment, Bead, Document, Paragraph, Sentence, Span

SCHEMAS = {
    name: json.loads(files("align.export").joinpath(f"{name}.schema.json").read_text("utf-8"))
    for name in ("alignment", "glossary")
}


@settings(max_examples=50)
@given(alignments())
def test_alignment_is_read_as_it_was_written(alignment):
    text = dump_alignment(alignment)
    assert load_alignment(text) == alignment
    jsonschema.validate(json.loads(text), SCHEMAS["alignment"])
    assert format_of(text) == ALIGNMENT


@settings(max_examples=50)
@given(glossaries(terms()))
def test_glossary_is_read_as_it_was_written(glossary):
    text = dump_glossary(glossary)
    assert load_glossary(text) == glossary
    jsonschema.validate(json.loads(text), SCHEMAS["glossary"])
    assert format_of(text) == GLOSSARY


def test_numbers_of_numpy_are_written_as_numbers():
    numpy = pytest.importorskip("numpy")
    score = numpy.float32(0.1)
    beads = (Bead(range(numpy.int64(0), numpy.int64(1)), range(1), score),)
    assert load_alignment(dump_alignment(_pair(beads))).sentences[0].score == score


def _pair(beads=()) -> Alignment:
    source = Document("a", "zh", "改革。", (Paragraph(Span(0, 3), "body", range(1)),), (Sentence(Span(0, 3), 0),))
    target = Document("b", "en", "Reform.", (Paragraph(Span(0, 7), "body", range(1)),), (Sentence(Span(0, 7), 0),))
    return Alignment(source, target, (), beads)


def _broken(place: list, value) -> str:
    tree = json.loads(dump_alignment(_pair((Bead(range(1), range(1), 0.5),))))
    node = tree
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    return json.dumps(tree)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (["format"], "other", "not an alignment of align"),
        (["version"], 99, "version 99, this program reads up to 1"),
        (["version"], "1", "version: a whole number expected"),
        (["score"], float("nan"), "score: a number from 0 to 1 expected"),
        (["score"], 1.5, "score: a number from 0 to 1 expected"),
        (["signature"], {"a": 1}, "signature: an object of texts expected"),
        (["source"], [], "source: an object expected"),
        (["source", "text"], None, "source.text: a text expected"),
        (["source", "language"], "de", "source.language: zh or en expected"),
        (["source", "paragraphs", 0, "role"], "x", r"source.paragraphs\[0\].role: title or heading"),
        (["source", "paragraphs", 0, "span"], [0, 4], r"paragraphs\[0\].span: a stretch inside 0 to 3"),
        (["source", "paragraphs", 0, "sentences"], [0, 2], "a stretch inside 0 to 1"),
        (["source", "sentences", 0], [0, 3], r"source.sentences\[0\]: a list of 3 expected"),
        (["source", "sentences", 0], [0, 4, 0], "a sentence inside 0 to 3"),
        (["source", "sentences", 0], [0, 3, 1], "the index of one of 1 paragraphs"),
        (["sentences", 0], 7, r"sentences\[0\]: an object expected"),
        (["sentences", 0], {}, r"sentences\[0\].source is missing"),
        (["sentences", 0, "target"], [0, 2], "a stretch inside 0 to 1"),
        (["sentences", 0, "target"], [1, 0], "a stretch inside 0 to 1"),
        (["sentences", 0, "score"], True, "a number from 0 to 1"),
        (["sentences", 0, "reason"], 1, "reason: a text expected"),
        (["links"], {}, "links: a list expected"),
        (["links"], [[0, 9, 0, 1, 0.5]], r"links\[0\]: stretches inside 0 to 3 and 0 to 7"),
        (["links"], [[0, 1, 0, -1, 0.5]], "a whole number expected"),
        (["moves"], None, "moves: a list expected"),
    ],
)
def test_broken_alignment_is_named(place, value, message):
    with pytest.raises(DataError, match=message) as caught:
        load_alignment(_broken(place, value), path="a.json")
    assert caught.value.path == "a.json"


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "not JSON"), ("{", "not JSON"), ("\n\n{]", "a.json:3: not JSON"), ("[" * 100_000, "too deeply"),
     ("9" * 5000, "not JSON")],
)  # fmt: skip
def test_text_that_is_no_json(text, message):
    with pytest.raises(ReadError, match=message):
        load_alignment(text, path="a.json")


@pytest.mark.parametrize("text", ["[]", "1", "null", '{"version": 1}', dump_alignment(_pair())])
def test_glossary_is_not_taken_for_something_else(text):
    with pytest.raises(DataError, match="not a glossary of align"):
        load_glossary(text)


@given(alignments())
def test_every_cut_of_a_file_is_an_error_and_no_crash(alignment):
    text = dump_alignment(alignment)
    with pytest.raises(AlignError):
        load_alignment(text[: len(text) // 2])
