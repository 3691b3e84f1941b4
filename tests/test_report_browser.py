"""The report in a real browser: it renders, fits, fetches nothing, runs nothing foreign, and does what it offers."""

import pytest
from browser import Browser, installed
from factories import left_out, make_alignment, make_finding, make_term
from test_report import EVIL, everywhere

from align.export.html import report

pytestmark = pytest.mark.skipif(not installed(), reason="no Chromium is installed")

PAIR = make_alignment(
    [("首页 > 要闻", ""), ("", "Home > Hot News")],
    [
        ("省委书记李明5月3日上午率省代表团来我校考察,看望慰问一线教师。",
         "Li Ming, Secretary of the Provincial Party Committee, visited our school with a delegation on May 3."),
        ("他参观了新落成的图书馆,并同大家座谈。", ("He was shown the new library.", "He talked with all.")),
        ("李明勉励大家。", "Li Ming encouraged everyone."),
    ],
    [("大家热烈鼓掌。", ""), ("example.org/" + "a" * 90 + "。", "See example.org/" + "b" * 120 + ".")],
    source_roles=("boilerplate",),
    target_roles=("boilerplate",),
    scores=(0.9, 0.9, 0.97, 0.3),
)  # fmt: skip
LEFT_OUT = left_out(PAIR, "看望慰问一线教师", "with a delegation")
TERMS = [
    make_term(PAIR, "省委书记", "Secretary of the Provincial Party Committee", type="title", confidence=0.7),
    make_term(PAIR, "李明", "Li Ming", type="person", confidence=0.95),
    make_term(PAIR, "图书馆", "library", type="organisation", confidence=0.8),
]
FINDINGS = [make_finding(PAIR, "term-variant", source="图书馆", target="library"), LEFT_OUT]


@pytest.fixture(scope="module")
def browser():
    one = Browser(installed())
    yield one
    one.close()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(report(PAIR, TERMS, FINDINGS), encoding="utf-8")
    return file


@pytest.fixture
def page(browser, path):
    browser.media()
    browser.open(path)
    return browser


def test_every_row_is_drawn(page):
    heights = page.run("[...document.querySelectorAll('.row')].map((row) => row.getBoundingClientRect().height)")
    assert len(heights) == len(PAIR.sentences)
    assert min(heights) > 15


def test_nothing_but_the_file_is_asked_for(page):
    page.run("new Promise((done) => setTimeout(done, 200))")
    assert {request["request"]["url"].split(":")[0] for request in page.seen("Network.requestWillBeSent")} == {"file"}
    assert len(page.seen("Network.requestWillBeSent")) == 1


def test_no_error_and_no_refusal_by_the_page_s_own_policy(page):
    assert not page.seen("Runtime.exceptionThrown")
    assert not page.seen("Log.entryAdded")


@pytest.mark.parametrize("width", [1280, 800, 400, 320])
def test_nothing_hangs_over_the_edge(page, width):
    page.resize(width)
    assert page.run("document.documentElement.scrollWidth") <= width


def boxes(page):
    """The edges of both sides of the first full row."""
    return page.run(
        "[...document.querySelectorAll('.row.is-pair .side')].slice(0, 2).map((side) => side.getBoundingClientRect())"
        ".map((box) => ({left: box.left, right: box.right, top: box.top, bottom: box.bottom}))"
    )


@pytest.mark.parametrize("width", [1280, 800])
def test_the_texts_stand_side_by_side(page, width):
    page.resize(width)
    zh, en = boxes(page)
    assert zh["right"] <= en["left"]
    assert abs(zh["top"] - en["top"]) < 2


def test_on_a_narrow_screen_they_stand_one_below_the_other(page):
    page.resize(400)
    zh, en = boxes(page)
    assert zh["bottom"] <= en["top"]


def test_findings_stand_in_the_margin_of_a_wide_screen(page):
    right = page.run("document.querySelector('.flagged .side.en').getBoundingClientRect().right")
    assert page.run("document.querySelector('.flagged .note.warning').getBoundingClientRect().left") >= right


def test_pointing_at_a_term_lights_up_both_sides(page):
    page.point(".row .side.zh [data-t~='2']")
    lit = page.run("[...document.querySelectorAll('.lit')].map((mark) => mark.textContent)")
    assert lit == ["图书馆", "library"]
    assert "library" in page.run("document.querySelector('#card').textContent")


def test_pointing_at_a_figure_lights_up_both_sides(page):
    page.point(".row .side.zh [data-n]")
    assert page.run("[...document.querySelectorAll('.lit')].map((mark) => mark.textContent)") == ["5月", "May"]


def test_a_click_pins_every_place_of_a_term_and_escape_lets_go(page):
    page.click(".row .side.zh [data-t='1']")
    pinned = "document.querySelectorAll('.pinned').length"
    assert page.run(pinned) == 4
    page.call("Input.dispatchKeyEvent", type="keyDown", key="Escape")
    assert page.run(pinned) == 0


VISIBLE = "[...document.querySelectorAll('.row')].filter((row) => row.offsetParent).map((row) => row.id)"


def enter(page, selector, value):
    page.run(
        f"(() => {{ const field = document.querySelector('{selector}'); field.value = '{value}';"
        " field.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )


@pytest.mark.parametrize(
    ("words", "rows"), [("图书馆", ["p1-4"]), ("LI MING", ["p1-3", "p1-5"]), ("nowhere", []), ("", None)]
)
def test_finding_words(page, words, rows):
    enter(page, "#find", words)
    assert page.run(VISIBLE) == (rows if rows is not None else [f"p1-{k + 1}" for k in range(len(PAIR.sentences))])
    assert page.run("document.querySelector('.none').offsetParent !== null") == (rows == [])


@pytest.mark.parametrize(
    ("choice", "rows"), [("flagged", ["p1-3", "p1-4"]), ("gap", ["p1-3", "p1-6"]), ("doubtful", ["p1-4"])]
)
def test_showing_some_rows(page, choice, rows):
    page.click(f".choice input[value='{choice}'] + span")
    assert page.run(VISIBLE) == rows


LINES = "[...document.querySelectorAll('#terms tbody tr')].filter((row) => !row.hidden).map((row) => row.id)"


def test_the_glossary_is_sorted_by_a_click_and_back_by_another(page):
    page.click("#terms thead th:nth-child(5) button")
    assert page.run(LINES) == ["t1", "t2", "t0"]
    page.click("#terms thead th:nth-child(5) button")
    assert page.run(LINES) == ["t0", "t2", "t1"]
    assert page.run("document.querySelector('#terms thead th:nth-child(5)').getAttribute('aria-sort')") == "ascending"


def test_chinese_is_sorted_by_its_reading(page):
    page.click("#terms thead th:nth-child(1) button")  # Lǐ, shěng, tú
    assert page.run(LINES) == ["t1", "t0", "t2"]


@pytest.mark.parametrize(
    ("field", "value", "lines"), [("#find-term", "li ming", ["t1"]), ("#type-of-term", "title", ["t0"])]
)
def test_filtering_the_glossary(page, field, value, lines):
    enter(page, field, value)
    assert page.run(LINES) == lines


CONTRAST = """
(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const level = (c) => { const v = c / 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * level(r) + 0.7152 * level(g) + 0.0722 * level(b);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  return Object.fromEntries(%s.map((query) => {
    const element = document.querySelector(query);
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))];
    return [query, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  }));
})()
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_dark(page, scheme):
    page.media(scheme=scheme)
    queries = [
        ".is-pair .s",
        ".clause",
        ".note.warning .tag",
        ".note .hint",
        ".absent",
        "nav a",
        ".tiles dt",
        "td .type",
    ]
    assert {query: ratio for query, ratio in page.run(CONTRAST % queries).items() if ratio < 4.5} == {}


def test_dark_is_dark(page):
    light = page.run("getComputedStyle(document.body).backgroundColor")
    page.media(scheme="dark")
    assert page.run("getComputedStyle(document.body).backgroundColor") != light


def test_paper_has_no_tools_and_all_rows(page):
    page.media("print")
    assert page.run("[...document.querySelectorAll('.tools, nav')].every((tool) => !tool.offsetParent)")
    assert len(page.run(VISIBLE)) == len(PAIR.sentences)


def test_hostile_text_runs_nothing(browser, tmp_path):
    file = tmp_path / "evil.html"
    file.write_text(report(*everywhere(EVIL)), encoding="utf-8")
    browser.open(file)
    browser.run("new Promise((done) => setTimeout(done, 200))")
    browser.point(".row .side.zh [data-t]")
    assert not browser.seen("Page.javascriptDialogOpening")
    assert len(browser.seen("Network.requestWillBeSent")) == 1
    assert browser.run("document.querySelectorAll('img').length") == 0
    assert EVIL in browser.run("document.querySelector('.row').textContent")


def test_without_scripts_everything_can_still_be_read(browser, path):
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(path)
        assert len(browser.run(VISIBLE)) == len(PAIR.sentences)
        assert browser.run("[...document.querySelectorAll('.tools')].every((tool) => !tool.offsetParent)")
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
