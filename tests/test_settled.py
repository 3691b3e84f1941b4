"""What was decided once holds in the next run."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from align.cli.main import cli
from align.cli.settled import settled
from align.errors import ReadError
from align.termbase import Termbase

SEEDS = Path(__file__).parent.parent / "seeds"
ZH, EN = SEEDS / "002_ec3425ee7faf46ec.txt", SEEDS / "000_15c97b623b2938a8.txt"


@pytest.fixture
def base(tmp_path, monkeypatch):
    """A termbase in the working folder, with decisions of every kind and terms that are not in the report."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ALIGN_TERMBASE", raising=False)
    with Termbase("align.termbase", create=True) as opened:
        opened.add("对口支援", "counterpart support", type="policy")
        opened.add("粤港澳大湾区", "Greater Bay Area", type="place")
        opened.set_status("大数据", "forbidden", "big data")
        opened.set_status("唐良智", "rejected")
    return Path("align.termbase")


def test_only_what_concerns_the_texts_is_fetched(base):
    known, rejected = settled([ZH, EN], None, [])
    assert {term.zh for term in known} == {"对口支援", "大数据"}
    assert rejected == {("唐良智", "")}


def test_folder_is_looked_through_and_what_cannot_be_read_is_left_to_others(base, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("粤港澳大湾区。", "utf-8")
    (tmp_path / "texts" / "empty.txt").touch()
    assert [term.zh for term in settled([tmp_path / "texts", tmp_path / "absent.txt"], base, []).known] == [
        "粤港澳大湾区"
    ]


def test_glossary_stands_above_the_termbase(base):
    Path("house.tsv").write_text(
        "zh\ten\tstatus\n对口支援\tpaired assistance\tapproved\n书记\tClerk\trejected\n", "utf-8"
    )
    known, rejected = settled([ZH], None, [Path("house.tsv")])
    term = next(term for term in known if term.zh == "对口支援")
    assert {r.text for r in term.renderings} == {"counterpart support", "paired assistance"}
    assert ("书记", "") in rejected


def test_nothing_is_settled_without_a_termbase(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert settled([ZH, EN], None, []) == ((), frozenset())


def test_termbase_that_was_named_must_be_there(tmp_path):
    with pytest.raises(ReadError, match="there is no termbase"):
        settled([ZH], tmp_path / "absent.termbase", [])


def test_run_obeys(base):
    result = CliRunner().invoke(cli, ["run", str(ZH), str(EN), "-o", "out", "-q"], catch_exceptions=False)
    assert result.exit_code == 0
    rows = [line.split("\t") for line in Path("out/glossary.tsv").read_text("utf-8").splitlines()[1:]]
    statuses = {(row[0], row[1]): row[5] for row in rows}
    assert statuses["对口支援", "counterpart support"] == "approved"
    assert statuses["大数据", "big data"] == "forbidden"
    assert not [zh for zh, _ in statuses if zh == "唐良智"]
    again = CliRunner().invoke(cli, ["glossary", "import", "out/glossary.tsv"], catch_exceptions=False)
    assert again.exit_code == 0
    with Termbase(base) as opened:
        assert opened.get("对口支援").status == "approved"
        approved = [r.text for r in opened.get("对口支援").term.renderings if r.status == "approved"]
        assert approved == ["counterpart support"]
        assert opened.get("唐良智").status == "rejected"


def test_align_toml_names_the_termbase_and_glossaries(base, tmp_path, monkeypatch):
    (tmp_path / "house.tsv").write_text("zh\ten\n改革\treform\n", "utf-8")
    (tmp_path / "align.toml").write_text('termbase = "house.termbase"\nglossaries = "house.tsv"\n', "utf-8")
    base.rename(tmp_path / "house.termbase")
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    Path("a.txt").write_text("对口支援和改革。", "utf-8")
    assert {term.zh for term in settled([Path("a.txt")], None, []).known} == {"对口支援", "改革"}
    listed = CliRunner().invoke(cli, ["glossary", "list", "--containing", "对口"], catch_exceptions=False)
    assert listed.output == "approved  policy  对口支援  counterpart support\n"


def test_termbase_of_align_toml_must_be_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "align.toml").write_text('termbase = "house.termbase"\n', "utf-8")
    with pytest.raises(ReadError, match="there is no termbase"):
        settled([ZH], None, [])


def test_terms_obeys(base):
    result = CliRunner().invoke(cli, ["terms", str(ZH), str(EN)], catch_exceptions=False)
    rows = [line.split("\t") for line in result.output.splitlines()[1:]]
    statuses = {(row[0], row[1]): row[5] for row in rows}
    assert statuses["对口支援", "counterpart support"] == "approved"
    assert statuses["大数据", "big data"] == "forbidden"
    assert not [row for row in rows if row[0] == "唐良智"]
