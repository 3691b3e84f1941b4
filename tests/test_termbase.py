"""The termbase: what is decided, what is kept, and what happens when two write or one is killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys

import pytest
from hypothesis import given, settings
from strategies import glossaries, terms

from align.errors import AlignError, DataError, ReadError, WriteError
from align.glossary import key
from align.model import Occurrence, Rendering, Span, Term
from align.termbase import Termbase, schema

HERE = Occurrence("a.zh", "a.en", 0, Span(0, 4), (Span(0, 4), Span(9, 12)))
THERE = HERE._replace(source_name="b.zh", target_name="b.en")


@pytest.fixture
def base(tmp_path):
    with Termbase(tmp_path / "t.termbase", create=True) as opened:
        yield opened


def term(zh: str, *renderings: Rendering | str, **fields) -> Term:
    made = tuple(r if isinstance(r, Rendering) else Rendering(r) for r in renderings)
    return Term(zh, **{"type": "policy", "renderings": made, "confidence": 0.5, "count": 1, **fields})


def judged(base: Termbase, zh: str) -> tuple[str, dict[str, str]]:
    entry = base.get(zh)
    statuses = {r.text: r.status for r in entry.term.renderings} | dict.fromkeys(entry.rejected, "rejected")
    return entry.status, statuses


class TestDecisions:
    def test_added_term_is_approved(self, base):
        base.add("一带一路", "Belt and Road", type="policy", note="see the style guide")
        entry = base.get("一帶一路")
        assert (entry.term.type, entry.note, entry.term.en) == ("policy", "see the style guide", "Belt and Road")
        assert judged(base, "一带一路") == ("approved", {"Belt and Road": "approved"})

    def test_second_rendering_joins_the_first(self, base):
        base.add("书记", "Secretary", type="title")
        base.add("书记", "Party Secretary")
        assert base.get("书记").term.type == "title"
        assert [r.text for r in base.get("书记").term.renderings] == ["Secretary", "Party Secretary"]

    def test_accepting_a_term_accepts_its_commonest_rendering_only(self, base):
        base.record([term("改革", "change", Rendering("reform", (HERE, THERE)))])
        base.set_status("改革", "approved")
        assert judged(base, "改革") == ("approved", {"reform": "approved", "change": "candidate"})
        base.set_status("改革", "approved")
        assert judged(base, "改革")[1]["change"] == "candidate"

    def test_accepting_a_rendering_accepts_the_term(self, base):
        base.set_status("改革", "approved", "reform")
        assert judged(base, "改革") == ("approved", {"reform": "approved"})

    @pytest.mark.parametrize("status", ["deprecated", "forbidden", "rejected"])
    def test_judging_a_rendering_leaves_the_term(self, base, status):
        base.add("改革", "reform")
        base.set_status("改革", status, "change")
        assert judged(base, "改革") == ("approved", {"reform": "approved", "change": status})

    def test_case_makes_another_rendering_but_apostrophes_do_not(self, base):
        base.add("陈敏尔", "Chen Min'er")
        base.set_status("陈敏尔", "forbidden", "chen min'er")
        base.set_status("陈敏尔", "approved", "Chen  Min’er")
        assert judged(base, "陈敏尔")[1] == {"Chen Min'er": "approved", "chen min'er": "forbidden"}

    def test_rejected_is_known_and_never_shown(self, base):
        base.add("改革", "reform")
        base.set_status("改革", "rejected", "change")
        base.set_status("政治站位", "rejected")
        assert base.rejected() == {("改革", "change"), ("政治站位", "")}
        assert [(t.zh, [r.text for r in t.renderings]) for t in base.terms()] == [("改革", ["reform"])]
        assert [t.zh for t in base.lookup("改革要有政治站位")] == ["改革"]

    def test_adding_what_was_rejected_takes_it_back(self, base):
        base.set_status("改革", "rejected")
        base.add("改革", "reform")
        assert judged(base, "改革")[0] == "approved"

    @pytest.mark.parametrize("status", ["approved", "deprecated", "forbidden"])
    def test_unknown_term_without_rendering_cannot_be_judged(self, base, status):
        with pytest.raises(DataError, match="改革 is not in the termbase"):
            base.set_status("改革", status)
        assert base.get("改革") is None

    @pytest.mark.parametrize(("zh", "en"), [("", "reform"), ("  ", "reform"), ("改革", " ")])
    def test_nothing_is_no_term(self, base, zh, en):
        with pytest.raises(DataError, match="without"):
            base.set_status(zh, "approved", en)
        assert base.entries() == ()


class TestRecord:
    @settings(max_examples=40)
    @given(glossaries(terms()))
    def test_what_is_recorded_is_given_back(self, glossary):
        forms = {key(t.zh) for t in glossary}
        with Termbase(":memory:", create=True) as base:
            assert base.record(glossary).added == len(forms)
            assert sum(base.record(glossary)[:2]) == 0
            back = {t.zh: t for t in base.terms()}
        for one in glossary:
            known = back[one.zh]
            assert (known.type, known.status, known.count, known.reason) == (
                one.type, one.status, one.count, one.reason,
            )  # fmt: skip
            decided = {r.text: r.status for r in one.renderings if r.status != "candidate"}
            assert decided.items() <= {r.text: r.status for r in known.renderings}.items()
            places = {o for r in one.renderings for o in r.occurrences}
            assert {o.source for r in known.renderings for o in r.occurrences} == {o.source for o in places}

    def test_proposal_undoes_no_decision(self, base):
        base.add("改革", "reform", type="policy")
        base.set_status("改革", "rejected", "change")
        base.set_status("政治站位", "rejected")
        tally = base.record([term("改革", "Reforms", "change", count=0), term("政治站位", "stance")])
        assert tally == (0, 0, 2)
        assert judged(base, "改革") == ("approved", {"reform": "approved", "change": "rejected"})
        assert judged(base, "政治站位") == ("rejected", {})

    def test_decision_in_a_file_is_obeyed(self, base):
        base.record([term("改革", "reform")])
        base.record([term("改革", Rendering("reform", (), "approved"), status="approved")])
        assert judged(base, "改革") == ("approved", {"reform": "approved"})

    def test_new_documents_add_to_the_count_and_old_ones_do_not(self, base):
        one = term("改革", Rendering("reform", (HERE,)), count=3)
        other = term("改革", Rendering("reforms", (THERE,)), count=2)
        base.record([one])
        base.record([one])
        base.record([other])
        entry = base.get("改革")
        assert entry.term.count == 5
        assert entry.term.renderings[0].occurrences == (HERE, THERE)

    def test_rejections_come_with_a_file(self, base):
        base.record([term("改革", "reform")], rejected=[("改革", "change"), ("站位", "")])
        assert base.rejected() == {("改革", "change"), ("站位", "")}

    def test_all_or_nothing(self, base):
        with pytest.raises(DataError, match="a term without Chinese"):
            base.record([term("改革", "reform"), term(" ", "nothing")])
        assert base.entries() == ()
        assert base.history() == ()


class TestMerge:
    def test_forms_share_renderings_and_status(self, base):
        base.add("十九大", "19th CPC National Congress")
        base.record([term("党的十九大", Rendering("19th National Congress", (HERE,)))])
        base.merge("党的十九大", "十九大")
        forms = [{r.text for r in base.get(zh).term.renderings} for zh in ("十九大", "党的十九大")]
        assert forms == [{"19th CPC National Congress", "19th National Congress"}] * 2
        assert (base.get("党的十九大").same_as, base.get("党的十九大").status) == ("十九大", "approved")
        base.add("党的十九大", "Nineteenth Congress")
        assert "Nineteenth Congress" in [r.text for r in base.get("十九大").term.renderings]

    def test_same_rendering_keeps_the_places_of_both(self, base):
        base.record([term("十九大", Rendering("Congress", (HERE,)))])
        base.record([term("党的十九大", Rendering("Congress", (HERE, THERE), "approved"))])
        base.merge("党的十九大", "十九大")
        (rendering,) = base.get("十九大").term.renderings
        assert (rendering.status, rendering.occurrences) == ("approved", (HERE, THERE))

    def test_merged_terms_can_be_merged_on(self, base):
        for zh in ("甲会", "乙会", "丙会"):
            base.add(zh, f"{zh} Congress")
        base.merge("甲会", "乙会")
        base.merge("乙会", "丙会")
        assert {len(base.get(zh).term.renderings) for zh in ("甲会", "乙会", "丙会")} == {3}
        with pytest.raises(DataError, match="one term already"):
            base.merge("甲会", "丙会")

    def test_unknown_term(self, base):
        base.add("甲会", "Congress")
        with pytest.raises(DataError, match="乙会 is not in the termbase"):
            base.merge("甲会", "乙会")


def test_every_change_is_told(base, monkeypatch):
    monkeypatch.setenv("USER", "wang")
    base.record([term("改革", "reform")])
    base.set_status("改革", "approved")
    base.set_status("改革", "approved")
    base.set_status("改革", "forbidden", "change")
    base.add("开放", "opening up")
    assert [event[2:] for event in base.history("改革")] == [
        ("import", "改革", "", "", "candidate"),
        ("import", "改革", "reform", "", "candidate"),
        ("accept", "改革", "", "candidate", "approved"),
        ("accept", "改革", "reform", "candidate", "approved"),
        ("forbid", "改革", "change", "", "forbidden"),
    ]
    assert len(base.history()) == 7
    assert {event.who for event in base.history()[2:]} == {"wang"}
    assert all(event.at <= after.at for event, after in zip(base.history(), base.history()[1:], strict=False))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["改革", "书记", "站位"]),
        ({"statuses": ["approved", "rejected"]}, ["改革", "站位"]),
        ({"types": ["title"]}, ["书记"]),
        ({"containing": "書"}, ["书记"]),
        ({"containing": "REFORM"}, ["改革"]),
        ({"containing": "50%"}, []),
    ],
)
def test_filters(base, filters, found):
    base.add("改革", "Reform", type="policy")
    base.record([term("书记", "Secretary", type="title")])
    base.set_status("站位", "rejected")
    assert [entry.term.zh for entry in base.entries(**filters)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("国务院总理出席", ["国务院", "国务院总理", "国"]),
        ("國務院總理", ["国务院", "国务院总理", "国"]),
        ("国", ["国"]),
        ("国务", ["国"]),
        ("发展５Ｇ", ["5G"]),
        ("15G", []),
        ("", []),
    ],
)
def test_lookup(base, text, found):
    for zh in ("国务院", "国务院总理", "国", "5G", "改革"):
        base.add(zh, "x")
    assert [t.zh for t in base.lookup(text)] == found


def test_lookup_of_a_report_in_a_large_base(tmp_path):
    chars = [char for char in map(chr, range(0x4E00, 0x5E00)) if key(char) == char]
    zh = [chars[i % 1501] + chars[i // 29 % 1501] + "委员会" * (i % 2) + "办" for i in range(100_000)]
    path = tmp_path / "large.termbase"
    with Termbase(path, create=True) as base:
        base.add("改革", "reform")
    _fill(path, list(dict.fromkeys(zh)))
    there = {zh[i] for i in range(0, 6000, 6)}
    report = "和".join(sorted(there))
    with Termbase(path) as base:
        found = {t.zh for t in base.lookup(report)}
    assert found >= there
    assert all(name in report for name in found)


def _fill(path, names):
    """Put many entries in at once, past the history, for speed."""
    connection = sqlite3.connect(path)
    connection.executemany(
        "INSERT INTO entry (zh, key, type, status, confidence, count, reason, note, created, changed) "
        "VALUES (?, ?, 'other', 'approved', 1, 0, '', '', '', '')",
        [(name, name) for name in names],
    )
    connection.execute("INSERT INTO rendering (entry, en, form, status, created, changed) "
                       "SELECT id, 'x', 'x', 'approved', '', '' FROM entry WHERE id > 1")  # fmt: skip
    connection.commit()
    connection.close()


WRITER = """
import sys
from align.model import Rendering, Term
from align.termbase import Termbase
path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Termbase(path, create=True) as base:
    for number in range(count):
        base.record([Term(f"{name}会议{number}之{part}", "event", (Rendering("meeting"),), 1, 1) for part in (1, 2)])
        print(number, flush=True)
"""


def writer(path, name: str, count: int) -> subprocess.Popen:
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_programs_write_at_once_and_nothing_is_lost(tmp_path):
    """They start together, so they also make the file together."""
    path = tmp_path / "t.termbase"
    both = [writer(path, name, 40) for name in "甲乙"]
    for process in both:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    with Termbase(path) as base:
        assert len(base.entries()) == 160
        assert len(base.history()) == 320


def test_killed_program_leaves_whole_transactions_and_no_lock(tmp_path):
    path = tmp_path / "t.termbase"
    victim = writer(path, "甲", 100_000)
    seen = [victim.stdout.readline() for _ in range(20)]
    victim.send_signal(signal.SIGKILL)
    printed = seen + victim.stdout.read().splitlines(keepends=True)
    victim.wait()
    victim.stdout.close()
    victim.stderr.close()
    with Termbase(path) as base:
        names = {entry.term.zh for entry in base.entries()}
        base.add("改革", "reform")
    whole = {name[:-2] for name in names}
    assert names == {f"{name}之{part}" for name in whole for part in (1, 2)}
    committed = sum(line.endswith("\n") for line in printed)
    assert committed <= len(whole) <= committed + 1
    assert _integrity(path) == "ok"


def test_program_killed_inside_a_transaction_leaves_no_trace_of_it(tmp_path):
    path = tmp_path / "t.termbase"
    with Termbase(path, create=True) as base:
        base.add("改革", "reform")
    code = """
import os, signal, sys
from align.model import Rendering, Term
from align.termbase import Termbase
def terms():
    for number in range(2000):
        yield Term(f"会议{number}", "event", (Rendering("meeting"),), 1, 1)
    os.kill(os.getpid(), signal.SIGKILL)
Termbase(sys.argv[1]).record(terms())
"""
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -signal.SIGKILL
    with Termbase(path) as base:
        assert [t.zh for t in base.terms()] == ["改革"]
        base.add("开放", "opening up")
    assert _integrity(path) == "ok"


def _integrity(path) -> str:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()


def test_reader_does_not_wait_for_a_writer(tmp_path):
    path = tmp_path / "t.termbase"
    with Termbase(path, create=True) as base, Termbase(path) as reader:
        base.add("改革", "reform")

        def slow():
            yield term("开放", "opening up")
            assert [t.zh for t in reader.terms()] == ["改革"]

        base.record(slow())
        assert len(reader.terms()) == 2


def test_writer_that_never_ends_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "PATIENCE", 0.05)
    path = tmp_path / "t.termbase"
    with Termbase(path, create=True) as one, Termbase(path) as other:

        def meanwhile():
            yield term("改革", "reform")
            with pytest.raises(WriteError, match="another program has kept the termbase"):
                other.add("开放", "opening up")

        one.record(meanwhile())


class TestFile:
    def test_absent(self, tmp_path):
        with pytest.raises(ReadError, match="there is no termbase"):
            Termbase(tmp_path / "t.termbase")

    @pytest.mark.parametrize("name", ["absent/t.termbase", "."])
    def test_bad_place(self, tmp_path, name):
        with pytest.raises(WriteError, match="cannot be opened"):
            Termbase(tmp_path / name, create=True)

    def test_in_a_read_only_folder_it_can_be_read_and_not_changed(self, tmp_path, monkeypatch):
        path = tmp_path / "t.termbase"
        with Termbase(path, create=True) as base:
            base.add("改革", "reform")
        monkeypatch.setattr(schema.os, "access", lambda *_: False)
        with Termbase(path) as base:
            assert [t.zh for t in base.lookup("改革")] == ["改革"]
            with pytest.raises(WriteError, match="cannot be opened for writing"):
                base.add("开放", "opening up")
        assert [file.name for file in tmp_path.iterdir()] == ["t.termbase"]

    @pytest.mark.parametrize("data", [b"zh\ten\n" * 200, b"\x00" * 4096])
    def test_other_file(self, tmp_path, data):
        (tmp_path / "a.tsv").write_bytes(data)
        with pytest.raises(DataError, match="not a termbase"):
            Termbase(tmp_path / "a.tsv")
        assert (tmp_path / "a.tsv").read_bytes() == data

    def test_other_database(self, tmp_path):
        connection = sqlite3.connect(tmp_path / "other.db")
        connection.execute("CREATE TABLE entry (zh)")
        connection.close()
        with pytest.raises(DataError, match="a database, but not a termbase"):
            Termbase(tmp_path / "other.db", create=True)

    def test_future_version(self, tmp_path):
        path = tmp_path / "t.termbase"
        Termbase(path, create=True).close()
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        with pytest.raises(DataError, match="version 99, this program knows up to 1"):
            Termbase(path)

    def test_damaged(self, tmp_path):
        path = tmp_path / "t.termbase"
        with Termbase(path, create=True) as base:
            base.record([term(f"会议{number}", "meeting") for number in range(500)])
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(path.stat().st_size - 4096))
        with pytest.raises(AlignError, match=r"damaged|cannot be used"), Termbase(path) as base:
            base.terms()

    def test_older_version_is_brought_up_to_date_and_keeps_its_entries(self, tmp_path, monkeypatch):
        path = tmp_path / "t.termbase"
        with Termbase(path, create=True) as base:
            base.add("改革", "reform")
        added = "ALTER TABLE entry ADD COLUMN domain TEXT NOT NULL DEFAULT 'news';\nCREATE INDEX d ON entry (domain);"
        monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, added))
        with Termbase(path) as base:
            assert [t.zh for t in base.terms()] == ["改革"]
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT domain FROM entry").fetchall() == [("news",)]
        connection.close()

    def test_migration_that_fails_leaves_the_old_file(self, tmp_path, monkeypatch):
        path = tmp_path / "t.termbase"
        with Termbase(path, create=True) as base:
            base.add("改革", "reform")
        broken = "ALTER TABLE entry ADD COLUMN domain TEXT;\nALTER TABLE absent ADD COLUMN x TEXT;"
        with monkeypatch.context() as patch:
            patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
            with pytest.raises(DataError, match="cannot be used"):
                Termbase(path)
        with Termbase(path) as base:
            assert [t.zh for t in base.terms()] == ["改革"]
