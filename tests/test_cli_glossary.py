"""`align glossary` and `align convert`, as they are typed."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from samples import ALIGNMENT, TERMS

from align.cli.main import cli
from align.errors import AlignError
from align.export.json import dump_alignment, dump_glossary, load_alignment
from align.export.ladder import dump_ladder
from align.export.table import glossary_table, pairs, sentences_table
from align.export.tmx import alignment_tmx, glossary_tmx
from align.read.bitext import read_pairs
from align.read.glossary import read_glossary
from align.termbase import Termbase


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ALIGN_TERMBASE", raising=False)
    return tmp_path


def run(*words: str) -> str:
    """Run a command that must succeed; return what it says."""
    result = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def fails(*words: str) -> AlignError:
    """Run a command that must fail with an error a user can read."""
    with pytest.raises(AlignError) as caught:
        CliRunner().invoke(cli, words, catch_exceptions=False)
    assert caught.value.hint
    return caught.value


def test_a_day_of_an_editor(folder):
    (folder / "glossary.tsv").write_text(glossary_table(TERMS), "utf-8")
    assert run("glossary", "import", "glossary.tsv") == "4 new, 0 changed, 0 already there, 0 rejected\n"
    assert run("glossary", "import", "glossary.tsv") == "0 new, 0 changed, 4 already there, 0 rejected\n"
    assert run("glossary", "accept", "省委书记") == "accepted 省委书记: Provincial Party Secretary\n"
    assert run("glossary", "reject", "图书馆") == "rejected 图书馆\n"
    assert run("glossary", "forbid", "省委书记", "Provincial Secretary") == "forbade 省委书记: Provincial Secretary\n"
    assert run("glossary", "deprecate", "李明", "Lee Ming") == "deprecated 李明: Lee Ming\n"
    assert run("glossary", "add", "一带一路", "Belt and Road", "--type", "policy") == "added 一带一路: Belt and Road\n"
    assert run("glossary", "merge", "李明", "一带一路") == "merged 李明 into 一带一路\n"
    assert run("glossary", "list", "--status", "approved").splitlines() == [
        "approved  title   省委书记  Provincial Party Secretary | Secretary of the Provincial Party Committee"
        " (candidate) | Provincial Secretary (forbidden)",
        "approved  person  李明      Belt and Road | Li Ming (candidate) | Lee Ming (deprecated)",
        "approved  policy  新学堂    New Classroom | New Schoolroom (deprecated) | New | School (forbidden)",
        "approved  policy  一带一路  Belt and Road | Li Ming (candidate) | Lee Ming (deprecated)",
    ]
    assert "accept  省委书记  candidate -> approved" in run("glossary", "history", "省委书记")
    assert "another form of 一带一路" in run("glossary", "show", "李明")


def test_places_are_shown(folder):
    (folder / "glossary.json").write_text(dump_glossary(TERMS), "utf-8")
    run("glossary", "import", "glossary.json")
    shown = run("glossary", "show", "省委书记")
    assert "visit.zh.txt -> visit.en.txt, sentence 2" in shown
    assert "proposed because: made by hand" in shown


def test_export_holds_what_was_accepted(folder):
    (folder / "glossary.tsv").write_text(glossary_table(TERMS), "utf-8")
    run("glossary", "import", "glossary.tsv")
    assert run("glossary", "export", "out.tbx") == "1 terms written to out.tbx\n"
    (term,) = read_glossary("out.tbx").terms
    assert [(r.text, r.status) for r in term.renderings] == [
        ("New Classroom", "approved"),
        ("New Schoolroom", "deprecated"),
        ("New | School", "forbidden"),
    ]
    assert "Li Ming" in run("glossary", "export", "-", "--to", "tsv", "--status", "candidate")


@pytest.mark.parametrize("name", ["g.tsv", "g.csv", "g.tmx", "g.tbx", "g.utf8", "g.json"])
def test_what_is_exported_is_imported_elsewhere(name):
    run("glossary", "add", "一带一路", "Belt and Road", "--type", "policy")
    run("glossary", "export", name)
    run("glossary", "import", name, "--termbase", "other.termbase")
    with Termbase("other.termbase") as base:
        assert [(t.zh, t.en, t.type, t.status) for t in base.terms()] == [
            ("一带一路", "Belt and Road", "policy", "approved")
        ]


def test_one_termbase_is_imported_into_another_with_its_rejections():
    run("glossary", "add", "一带一路", "Belt and Road")
    run("glossary", "reject", "站位")
    run("glossary", "import", "align.termbase", "--termbase", "other.termbase")
    with Termbase("other.termbase") as base:
        assert base.rejected() == {("站位", "")}
        assert [t.zh for t in base.terms()] == ["一带一路"]


def test_spreadsheet_is_obeyed(folder):
    (folder / "g.csv").write_text("zh,en,status\n改革,reform,approved\n站位,stance,rejected\n", "utf-8")
    assert run("glossary", "import", "g.csv") == "1 new, 0 changed, 0 already there, 1 rejected\n"
    assert run("glossary", "list", "--status", "rejected").split() == ["rejected", "other", "站位"]


def test_proposals_can_be_accepted_at_once(folder):
    (folder / "g.tsv").write_text(glossary_table(TERMS[:2]), "utf-8")
    run("glossary", "import", "--accept", "g.tsv")
    assert [line.split("\t")[5] for line in run("glossary", "list", "-f", "tsv").splitlines()[1:]] == ["approved"] * 2


def test_termbase_is_named_by_the_environment(folder, monkeypatch):
    monkeypatch.setenv("ALIGN_TERMBASE", str(folder / "mine.termbase"))
    run("glossary", "add", "改革", "reform")
    assert (folder / "mine.termbase").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("list",), "there is no termbase"),
        (("accept", "改革"), "there is no termbase"),
        (("show", "改革"), "there is no termbase"),
        (("import", "absent.tsv"), "cannot be read"),
        (("add", "改革", "reform", "--termbase", "absent/t.termbase"), "cannot be opened"),
        (("export", "out.doc"), "says no format"),
        (("add", "reform", "改革"), "'reform' is no Chinese, '改革' is"),
        (("forbid", "reform", "改革"), "'reform' is no Chinese, '改革' is"),
        (("list", "--termbase", "pairs.tsv"), "not a termbase"),
    ],
)
def test_glossary_errors(folder, words, message):
    (folder / "pairs.tsv").write_text(sentences_table(ALIGNMENT), "utf-8")
    assert message in str(fails("glossary", *words))
    assert [path.name for path in folder.iterdir()] == ["pairs.tsv"]


def test_unknown_term_is_named():
    run("glossary", "add", "改革", "reform")
    assert "开放 is not in the termbase" in str(fails("glossary", "show", "开放"))
    assert "开放 is not in the termbase" in str(fails("glossary", "merge", "开放", "改革"))


def test_broken_import_takes_in_nothing(folder):
    run("glossary", "add", "改革", "reform")
    (folder / "good.tsv").write_text("zh\ten\n开放\topening up\n", "utf-8")
    (folder / "bad.tsv").write_text("zh\ten\n站位\n", "utf-8")
    assert "bad.tsv:2: the English is missing" in str(fails("glossary", "import", "good.tsv", "bad.tsv"))
    assert len(run("glossary", "list").splitlines()) == 1


# Convert


@pytest.fixture
def files(folder):
    """The sample in every form it can be read from."""
    (folder / "a.json").write_text(dump_alignment(ALIGNMENT), "utf-8")
    (folder / "a.tmx").write_bytes(alignment_tmx(ALIGNMENT))
    (folder / "a.tsv").write_text(sentences_table(ALIGNMENT), "utf-8")
    (folder / "a.csv").write_text(sentences_table(ALIGNMENT, delimiter=","), "utf-8")
    (folder / "g.json").write_text(dump_glossary(TERMS), "utf-8")
    (folder / "g.tmx").write_bytes(glossary_tmx(TERMS))
    (folder / "g.tsv").write_text(glossary_table(TERMS), "utf-8")
    (folder / "g.csv").write_text(glossary_table(TERMS, delimiter=","), "utf-8")


EVERY_PAIR = [(zh, en) for zh, en, bead in pairs(ALIGNMENT) if zh and en]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("source", ["a.json", "a.tmx", "a.tsv", "a.csv"])
@pytest.mark.parametrize("target", ["out.tmx", "out.tsv", "out.csv"])
def test_pairs_go_from_form_to_form(source, target):
    run("convert", source, target)
    # A memory holds no page furniture: what came from our own file lost it, what had no roles kept it.
    furniture = "tmx" in source or (source, target) == ("a.json", "out.tmx")
    assert list(read_pairs(target)) == EVERY_PAIR[furniture:]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("source", ["g.json", "g.tmx", "g.tsv", "g.csv"])
@pytest.mark.parametrize("target", ["out.tmx", "out.tsv", "out.csv", "out.tbx", "out.utf8"])
def test_terms_go_from_form_to_form(source, target):
    run("convert", source, target)
    found = {term.zh: term.en for term in read_glossary(target).terms}
    assert found["新学堂"] == "New Classroom"
    assert found["李明"] == "Li Ming"


@pytest.mark.usefixtures("files")
def test_table_becomes_an_alignment_with_its_gaps_and_scores(folder):
    run("convert", "a.tsv", "out.json")
    read = load_alignment((folder / "out.json").read_text("utf-8"))
    assert [(zh, en, bead.score) for zh, en, bead in pairs(read)] == [
        (zh, en, bead.score) for zh, en, bead in pairs(ALIGNMENT)
    ]


@pytest.mark.usefixtures("files")
def test_levels_and_the_screen():
    assert run("convert", "a.json", "-", "--to", "ladder") == dump_ladder(ALIGNMENT.sentences)
    assert run("convert", "a.json", "-", "--to", "ladder", "--paragraphs") == dump_ladder(ALIGNMENT.paragraphs)


def test_ladder_becomes_a_table_with_its_texts(folder):
    (folder / "a.ladder").write_text("[0]:[0, 1]\n[1]:[]\n", "utf-8")
    (folder / "a.zh").write_text("改革开放是国策。\n我们走。\n", "utf-8")
    (folder / "a.en").write_text("Reform is our policy.\nSo is opening up.\n", "utf-8")
    table = run("convert", "a.ladder", "-", "--to", "tsv", "--zh", "a.zh", "--en", "a.en")
    assert table.splitlines()[1:] == [
        "改革开放是国策。\tReform is our policy. So is opening up.\t1.0000",
        "我们走。\t\t1.0000",
    ]
    (folder / "b.ladder").write_text("[0]:[0, 1, 2]\n", "utf-8")
    error = fails("convert", "b.ladder", "-", "--to", "tsv", "--zh", "a.zh", "--en", "a.en")
    assert "the ladder goes up to line 3, a.en has 2" in str(error)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("a.tsv", "a.tsv"), "would overwrite an input"),
        (("a.tsv", "a.xls"), "says no format"),
        (("a.json", "a.tbx"), "tbx holds a glossary, and this is an alignment"),
        (("g.json", "a.ladder"), "ladder holds an alignment, and this is a glossary"),
        (("a.ladder", "a.tsv"), "a ladder holds no text"),
        (("a.tsv", "absent/a.tmx"), "the folder does not exist"),
        (("absent.tsv", "a.tmx"), "absent.tsv"),
    ],
)
def test_convert_errors(words, message):
    assert message in str(fails("convert", *words))


@pytest.mark.usefixtures("files")
def test_what_a_table_holds_can_be_said(folder):
    (folder / "list.tsv").write_text("改革\treform\n", "utf-8")
    out = json.loads(run("convert", "list.tsv", "-", "--to", "json", "--as", "glossary"))
    assert [term["zh"] for term in out["terms"]] == ["改革"]
    assert "sentences" in json.loads(run("convert", "list.tsv", "-", "--to", "json"))
