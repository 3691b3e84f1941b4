"""The report page: complete, escaped, self-contained."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from factories import left_out, make_alignment, make_finding, make_term
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import alignments, terms

from align.diff.versions import text_rows
from align.export.html import changes_page, report, versions_page
from align.glossary import differences
from align.model import Rendering, Span, Term

EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>'
VOID = {"meta", "input", "br", "link", "img", "rect"}


class Page(HTMLParser):
    """The elements of a page, its text, and whether its tags are balanced."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.text, self.raw = [], [], "", {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("script", "style"):
            self.raw[self.open[-1]] = self.raw.get(self.open[-1], "") + data
        else:
            self.text += data

    def with_class(self, name):
        return [attrs for _, attrs in self.elements if name in (attrs.get("class") or "").split()]

    def tags(self, name):
        return [attrs for tag, attrs in self.elements if tag == name]


PAIR = make_alignment(
    [("首页", "")],
    [("省委书记李明来校,看望教师。", "Li Ming, Party Secretary, visited the school."), ("他走了。", "He left.")],
    [("大家鼓掌。", "")],
    source_roles=("boilerplate",),
    scores=(0.9, 0.9, 0.3),
    source_name="a/visit.zh.txt",
    target_name="a/visit.en.txt",
)
LEFT_OUT = left_out(PAIR, ",看望教师", ".")
TERMS = (
    make_term(PAIR, "省委书记", "Party Secretary", type="title"),
    make_term(PAIR, "李明", "Li Ming", type="person"),
)
FINDINGS = (
    make_finding(PAIR, "case-variant", target="He left", severity="info"),
    make_finding(PAIR, "spelling", source="李明", target="Li Ming", severity="error"),
)
HTML = report(PAIR, TERMS, (*FINDINGS, LEFT_OUT))
PAGE = Page(HTML)


def test_a_row_for_every_bead():
    assert len(PAGE.with_class("row")) == len(PAIR.sentences)


def test_rows_say_what_they_are():
    assert [attrs["class"].split()[1] for attrs in PAGE.with_class("row")] == [
        "is-aside",
        "is-pair",
        "is-pair",
        "is-omission",
    ]
    assert [attrs["id"] for attrs in PAGE.with_class("doubtful")] == ["p1-3"]


def test_a_term_has_its_key_on_both_sides():
    keys = [attrs["data-t"] for tag, attrs in PAGE.elements if tag == "span" and "data-t" in attrs]
    assert sorted(keys) == ["0", "0", "1", "1"]


def test_the_glossary_leads_to_the_first_place_of_a_term():
    links = {attrs["data-go"]: attrs["href"] for attrs in PAGE.tags("a") if "data-go" in attrs}
    assert links == {"0": "#p1-2", "1": "#p1-2"}


def test_findings_come_gravest_first_and_lead_to_their_row():
    listed = HTML[HTML.index('<ol class="list">') :]
    assert listed.index("spelling") < listed.index("case-variant")
    assert 'href="#p1-2"' in listed
    assert "visit.en.txt, ¶ 1, sentence 2" in listed


def test_a_place_without_words_is_not_listed_but_the_further_evidence_is():
    empty = replace(FINDINGS[0].target, text="", span=Span(0, 0))
    found = replace(FINDINGS[0], source=None, target=empty, related=(FINDINGS[1].target,))
    listed = report(PAIR, (), [found]).split('<ol class="list">')[1]
    assert re.findall(r"<q>(.*?)</q>", listed) == ["Li Ming"]


def test_every_link_leads_somewhere():
    ids = {attrs["id"] for _, attrs in PAGE.elements if "id" in attrs}
    links = {attrs["href"] for attrs in PAGE.tags("a")}
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)


def test_ids_are_unique():
    ids = [attrs["id"] for _, attrs in PAGE.elements if "id" in attrs]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("tag", ["script", "style"])
def test_the_policy_allows_only_the_page_s_own_style_and_script(tag):
    policy = next(a["content"] for a in PAGE.tags("meta") if a.get("http-equiv") == "Content-Security-Policy")
    digest = b64encode(sha256(PAGE.raw[tag].encode()).digest()).decode()
    assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_nothing_is_fetched():
    assert not re.search(r"""src\s*=|href\s*=\s*["'](?!#)|url\(|@import|https?://|fetch\(|XMLHttp""", HTML)


def test_languages_are_declared_for_readers_aloud():
    assert {attrs.get("lang") for attrs in PAGE.with_class("side")} == {"zh", "en"}


def everywhere(evil):
    """A pair, glossary and findings with a hostile text in every place that is shown."""
    pair = make_alignment(
        [(f"恶意{evil}文。", f"Bad {evil} text.")], source_name=f"{evil}.zh", target_name=f"{evil}.en", scores=(0.1,)
    )
    pair = replace(pair, signature={evil: evil}, sentences=(replace(pair.sentences[0], reason=evil),))
    term = replace(make_term(pair, evil, evil), reason=evil)
    found = make_finding(pair, evil, evil, evil, message=evil, hint=evil)
    return pair, [term], [found]


def test_hostile_text_is_shown_and_never_run():
    pair, glossary, found = everywhere(EVIL)
    page = Page(report(pair, glossary, found, alone=[pair.target]))
    assert len(page.tags("script")) == 1
    assert not page.tags("img")
    assert page.text.count(EVIL) > 10
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)


def test_hostile_versions_and_glossaries():
    pair, glossary, _ = everywhere(EVIL)
    for html in (
        versions_page(text_rows(pair.target, pair.target)),
        changes_page(differences([], glossary), EVIL, EVIL),
    ):
        page = Page(html)
        assert len(page.tags("script")) == 1
        assert not page.tags("img")
        assert EVIL in page.text


def test_several_pairs_stand_on_one_page():
    other = replace(PAIR, source=replace(PAIR.source, name="b.zh"), target=replace(PAIR.target, name="b.en"))
    page = Page(report([PAIR, other], TERMS))
    ids = [attrs["id"] for attrs in page.with_class("row")]
    assert len(ids) == len(set(ids)) == 8
    assert "2 aligned reports" in page.text


def test_the_title_is_the_headline():
    pair = make_alignment([("标题", "A Visit")], [("文。", "Text.")], source_roles=("title",), target_roles=("title",))
    assert "<h1>A Visit</h1>" in report(pair)


def test_the_page_is_the_same_every_time():
    assert report(PAIR, TERMS, (*FINDINGS, LEFT_OUT)) == HTML


@settings(max_examples=40)
@given(alignments(), st.lists(terms(), max_size=3))
def test_any_alignment_makes_a_balanced_page_with_all_its_text(pair, glossary):
    page = Page(report(pair, glossary))
    assert not page.open
    shown = "".join(page.text.split())
    for document in (pair.source, pair.target):
        assert all("".join(document.sentence_text(k).split()) in shown for k in range(len(document.sentences)))


def test_versions_page_marks_what_changed():
    old, new = (make_alignment([("句。", text)], target_name=text).target for text in ("He came.", "He left."))
    html = versions_page(text_rows(old, new))
    assert re.search(r'class="deleted differs"[^>]*>came<', html)
    assert re.search(r'class="inserted differs"[^>]*>left<', html)


def test_changes_page_lists_both_sides():
    old, new = ([Term("车俊", "person", (Rendering(text),), 0.9, 1)] for text in ("Che Jun", "Jun Che"))
    page = Page(changes_page(differences(old, new), "old.tsv", "new.tsv"))
    assert all(words in page.text for words in ("Che Jun", "Jun Che", "old.tsv", "new.tsv", "车俊", "re-rendered"))
