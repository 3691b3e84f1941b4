"""align.toml: what it may say, and what is wrong with what it may not."""

from pathlib import Path

import pytest

from align.errors import DataError, ReadError
from align.settings import Settings, find_settings, loads, read_settings

WHOLE = """
glossaries = ["house.tsv", "names.tbx"]
termbase = "house.db"
lexicon = "ours.lexicon"
baseline = "known.json"
encoder = "labse"
device = "cuda"
batch-size = 64
backend = "onnx"
encoder-words = true
severity = "warning"
fail-on = "error"

[rules]
spacing = "off"
numbers = "warning"
"""
WRONG = [
    ("unknown key", 'encoder = "labse"\nglosaries = []', 2, "there is no setting glosaries"),
    ("unknown rule", '[rules]\nspelling = "error"\nspeling = "off"', 3, "there is no rule speling"),
    ("wrong severity", '\nseverity = "loud"', 2, "severity cannot be 'loud'"),
    ("wrong level of a rule", '[rules]\nnumbers = "never"', 2, "numbers cannot be 'never'"),
    ("a rule that is true", "[rules]\nnumbers = true", 2, "numbers cannot be True"),
    ("a list of numbers", "glossaries = [1]", 1, "glossaries must be"),
    ("a number for a name", "\n\ntermbase = 1", 3, "termbase must be a text"),
    ("a word for a number", 'batch-size = "many"', 1, "batch-size must be a whole number"),
    ("truth for a number", "batch-size = true", 1, "batch-size must be a whole number"),
    ("nothing at once", "batch-size = 0", 1, "batch-size must be a whole number from 1 on"),
    ("a word for truth", '\nencoder-words = "yes"', 2, "encoder-words must be true or false"),
    ("unknown backend", 'backend = "jax"', 1, "backend cannot be 'jax'"),
    ("rules that are no table", 'rules = "all"', 1, "rules must be a table"),
    ("no TOML", 'encoder = "labse"\nseverity = ', 2, "this is no TOML"),
]


def test_everything_is_read():
    given = loads(WHOLE, Path("/house/align.toml"))
    assert given.glossaries == (Path("/house/house.tsv"), Path("/house/names.tbx"))
    assert (given.termbase, given.lexicon) == (Path("/house/house.db"), Path("/house/ours.lexicon"))
    assert (given.baseline, given.encoder) == (Path("/house/known.json"), "labse")
    assert (given.device, given.batch_size, given.backend, given.encoder_words) == ("cuda", 64, "onnx", True)
    assert (given.severity, given.fail_on) == ("warning", "error")
    assert given.rules.off == {"spacing"}
    assert dict(given.rules.severities) == {"numbers": "warning"}


def test_nothing_is_needed():
    assert loads("", Path("align.toml")) == Settings()


def test_one_glossary_needs_no_list():
    assert loads('glossaries = "a.tsv"', Path("x/align.toml")).glossaries == (Path("x/a.tsv"),)


@pytest.mark.parametrize(("text", "line", "message"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_told_with_its_line(text, line, message):
    with pytest.raises(DataError) as caught:
        loads(text, Path("align.toml"))
    assert (caught.value.line, caught.value.path) == (line, "align.toml")
    assert message in caught.value.message


def test_the_nearest_file_counts(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "align.toml").write_text("", "utf-8")
    assert find_settings(inner) == tmp_path / "align.toml"
    (inner / "align.toml").write_text("", "utf-8")
    assert find_settings(inner) == inner / "align.toml"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ReadError):
        read_settings(tmp_path / "align.toml")
