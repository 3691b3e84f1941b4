"""An encoder joined to the lexicon, from the files of a model to the beads of a document."""

import json
import random
import shutil

import models
import numpy as np
import pytest
from click.testing import CliRunner

from align.cli.main import cli
from align.encode.load import load
from align.encode.protocol import unit
from align.errors import MissingError
from align.match.encoded import BUDGET, encode_documents, nearest_documents
from align.match.search import Step
from align.model import Document, Paragraph, Sentence, Span
from align.pipeline import Settings, align_documents, pair_documents

# Words no lexicon knows, so that only the encoder can tell what translates what.
ZH = [a + b for a in "鑫淼焱垚犇骉" for b in "曌翀彧喆頔"]
EN = [a + b for a in ("blor", "fren", "quix", "zam", "vost", "trel") for b in ("ak", "ib", "on", "uth", "ey")]


def lines(texts, language):
    text = "\n".join(texts)
    ends = np.cumsum([len(one) + 1 for one in texts]) - 1
    spans = [Span(int(end) - len(one), int(end)) for one, end in zip(texts, ends, strict=True)]
    return Document(
        language, language, text,
        tuple(Paragraph(span, "body", range(k, k + 1)) for k, span in enumerate(spans)),
        tuple(Sentence(span, k) for k, span in enumerate(spans)),
    )  # fmt: skip


def toy_pair(seed=5):
    """Return two texts of invented words and their beads: one to one, split in two, and left out."""
    draw = random.Random(seed)
    zh, en, gold = [], [], []
    for number in range(40):
        words = [draw.randrange(len(ZH)) for _ in range(8)]
        source, target = len(zh), len(en)
        zh.append(" ".join(ZH[w] for w in words) + " 。")
        halves = [words[:4], words[4:]] if number % 7 == 3 else [] if number % 13 == 5 else [words]
        en += [" ".join(EN[w] for w in half).capitalize() + " ." for half in halves]
        gold.append((range(source, source + 1), range(target, len(en))))
    return lines(zh, "zh"), lines(en, "en"), gold


def space(folder, vectors_of_english):
    shared = unit(np.random.default_rng(1).normal(size=(len(ZH), 24)).astype(np.float32))
    english = shared if vectors_of_english is None else vectors_of_english
    return models.static_folder(folder, [*ZH, *EN], np.concatenate((shared, english)))


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return str(space(tmp_path_factory.mktemp("good") / "model", None))


@pytest.fixture(scope="module")
def noise(tmp_path_factory):
    vectors = np.random.default_rng(2).normal(size=(len(EN), 24)).astype(np.float32)
    return str(space(tmp_path_factory.mktemp("noise") / "model", unit(vectors)))


def right(alignment, gold):
    return sum((bead.source, bead.target) in gold for bead in alignment.sentences) / len(gold)


@pytest.mark.parametrize("lexical", [False, True])
def test_an_encoder_aligns_what_no_lexicon_knows(good, lexical):
    source, target, gold = toy_pair()
    alignment = align_documents(source, target, Settings(lines=True, encoder=good, lexical=lexical))
    assert right(alignment, gold) >= (0.95 if not lexical else 0.9)
    assert right(align_documents(source, target, Settings(lines=True)), gold) < 0.9


# Texts a lexicon knows well, with a sentence split and one left out.
KNOWN_ZH = """改革开放四十年来，我国经济快速发展。
我们要坚持以人民为中心的发展思想。
教育是国家的未来，医疗是人民的保障。
环境保护工作取得了新的成绩。
农村的道路已经修好，城市的交通更加方便。
科技创新推动了工业的进步。
去年全市新增就业十五万人。
政府将继续建设更多的住房。
安全生产的责任必须落实。
两地合作的前景十分广阔。
会议讨论了明年的工作计划。
代表们参观了港口和工厂。""".splitlines()
KNOWN_EN = """Over forty years of reform and opening up, our economy has developed rapidly.
We must keep to the idea of development that puts the people at the center.
Education is the future of the country.
Medical care is the protection of the people.
Work on environmental protection has made new achievements.
Roads in the countryside have been repaired, and traffic in the cities is more convenient.
Innovation in science and technology has driven the progress of industry.
Last year the city created 150,000 new jobs.
The government will go on building more housing.
The prospects of cooperation between the two places are very broad.
The meeting discussed the work plan for next year.
The delegates visited the port and the factories.""".splitlines()


def test_noise_does_not_hurt(noise):
    source, target = lines(KNOWN_ZH, "zh"), lines(KNOWN_EN, "en")
    alone = align_documents(source, target, Settings(lines=True))
    both = align_documents(source, target, Settings(lines=True, encoder=noise))
    assert (range(2, 3), range(2, 4)) in [(bead.source, bead.target) for bead in alone.sentences]
    assert both.sentences == alone.sentences


def test_a_random_transformer_does_not_hurt(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = str(models.bert_folder(tmp_path))
    source, target = lines(KNOWN_ZH, "zh"), lines(KNOWN_EN, "en")
    alone = align_documents(source, target, Settings(lines=True))
    both = align_documents(source, target, Settings(lines=True, encoder=folder, device="cpu"))
    assert [(b.source, b.target) for b in both.sentences] == [(b.source, b.target) for b in alone.sentences]


def test_the_signature_names_the_encoder(good):
    source, target, _ = toy_pair()
    signature = align_documents(source, target, Settings(lines=True, encoder=good)).signature
    assert signature["encoder"] == load(good).name
    assert "encoder" not in align_documents(source, target, Settings(lines=True)).signature


class Counting:
    """An encoder that keeps what it was given."""

    kind = "transformer"
    name = "counting"
    longest = None

    def __init__(self, inner):
        self.inner, self.given = inner, []

    def encode(self, sentences):
        self.given += list(sentences)
        return self.inner.encode(sentences)

    def sizes(self, sentences):
        return self.inner.sizes(sentences)


@pytest.mark.parametrize("longest", [None, 18, 9])
def test_only_close_calls_are_encoded_again_and_within_the_budget(good, longest):
    encoder = Counting(load(good))
    encoder.longest = longest
    source, target, gold = toy_pair()
    encoded = encode_documents(source, target, encoder)
    once = [document.sentence_text(k) for document in (source, target) for k in range(len(document.sentences))]
    assert encoder.given == once
    steps = [Step(zh.start, zh.stop, en.start, en.stop) for zh, en in gold]
    alone = [(step, 0.95) for step in steps]
    merged = Step(steps[10].i0, steps[11].i1, steps[10].j0, steps[11].j1)
    answers = iter([alone, [*alone[:10], (merged, 0.6), *alone[12:]]] * 2)
    encoded.sentences(lambda extras: next(answers))
    again = encoder.given[len(once) :]
    assert encoder.sizes(again).sum() <= BUDGET * encoder.sizes(once).sum()
    joined = [
        source.sentence_text(10) + source.sentence_text(11),
        " ".join(target.sentence_text(j) for j in range(merged.j0, merged.j1)),
    ]
    assert encoder.sizes(joined).tolist() == [18, 19]
    # What the model would cut off stays pooled.
    assert [text in again for text in joined] == [longest != 9, longest is None]


def test_a_static_encoder_needs_no_second_look(good):
    encoder = Counting(load(good))
    encoder.kind = "static"
    source, target, _ = toy_pair()
    encoded = encode_documents(source, target, encoder)
    before = len(encoder.given)
    alone = [(Step(k, k + 1, k, k + 1), 0.95) for k in range(20)] + [(Step(20, 40, 20, 41), 0.2)]
    answers = iter([alone, [(Step(0, 40, 0, 41), 0.5)]])
    encoded.sentences(lambda extras: next(answers))
    assert len(encoder.given) == before


def test_the_bench_command_compares_three_ways(good, tmp_path):
    source, target, gold = toy_pair()
    files = {"zh": source.text, "en": target.text}
    files["gold"] = "".join(f"{list(zh)}:{list(en)}\n" for zh, en in gold)
    for side, text in files.items():
        (tmp_path / f"toy.{side}").write_text(text, encoding="utf-8")
    arguments = ["encoder", "bench", good]
    arguments += [word for side in files for word in (f"--{side}", str(tmp_path / f"toy.{side}"))]
    runner = CliRunner()
    rows = json.loads(runner.invoke(cli, [*arguments, "--json"], catch_exceptions=False).output)
    assert [row["with"] for row in rows] == ["lexicon alone", "encoder alone", "both"]
    assert rows[1]["strict F1"] > rows[0]["strict F1"]
    assert rows[0]["sentences/s"] is None
    assert rows[1]["sentences/s"] > 0
    assert "strict F1" in runner.invoke(cli, arguments, catch_exceptions=False).output


def test_the_bench_command_wants_as_many_of_each(good, tmp_path):
    result = CliRunner().invoke(cli, ["encoder", "bench", good, "--zh", "a", "--en", "b", "--en", "c", "--gold", "d"])
    assert result.exit_code == 2
    assert "equally often" in result.output


def test_the_option_reaches_the_alignment(good, tmp_path):
    source, target, _ = toy_pair()
    (tmp_path / "a.zh").write_text(source.text, encoding="utf-8")
    (tmp_path / "a.en").write_text(target.text, encoding="utf-8")
    arguments = [
        "sentences",
        "--lines",
        "-f",
        "json",
        "--encoder",
        good,
        str(tmp_path / "a.zh"),
        str(tmp_path / "a.en"),
    ]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert load(good).name in result.output


def report(language, words, draw):
    return lines([" ".join(draw.choice(words) for _ in range(8)) for _ in range(12)], language)


def test_of_many_documents_only_those_near_are_looked_at(good):
    draw = random.Random(3)
    topics = [draw.sample(range(len(ZH)), 6) for _ in range(12)]
    chinese = [report("zh", [ZH[w] for w in topic], draw) for topic in topics]
    english = [report("en", [EN[w] for w in topic], draw) for topic in reversed(topics)]
    near = nearest_documents(chinese, english, load(good))
    assert {(k, 11 - k) for k in range(12)} <= near
    assert len(near) <= 2 * 3 * 12 < 12 * 12


@pytest.mark.parametrize(("chinese", "english"), [(0, 3), (3, 0), (0, 0)])
def test_documents_of_one_language_have_no_near_ones(good, chinese, english):
    draw = random.Random(3)
    sides = [report("zh", ZH, draw) for _ in range(chinese)], [report("en", EN, draw) for _ in range(english)]
    assert nearest_documents(*sides, load(good)) == set()


@pytest.mark.parametrize(("model", "fewer"), [("good", True), ("noise", False)])
def test_an_encoder_proposes_the_pairs_and_the_words_decide(model, fewer, request, monkeypatch):
    draw = random.Random(3)
    topics = [draw.sample(range(len(ZH)), 6) for _ in range(9)]
    chinese = [report("zh", [ZH[w] for w in topic], draw) for topic in topics]
    english = [report("en", [EN[w] for w in topic], draw) for topic in topics]
    partner = {id(zh): id(en) for zh, en in zip(chinese, english, strict=True)}
    looked_at = []

    def likeness(source, target, settings):
        looked_at.append((source, target))
        return 0.9 if partner[id(source)] == id(target) else 0.1

    monkeypatch.setattr("align.pipeline._likeness", likeness)
    settings = Settings(lines=True, encoder=request.getfixturevalue(model))
    pairs, alone = pair_documents([*chinese, *english], settings)
    assert {(id(pair.source), id(pair.target)) for pair in pairs} == set(partner.items())
    assert not alone
    assert not fewer or len(looked_at) < 81


def test_align_toml_names_the_encoder(good, tmp_path, monkeypatch):
    source, target, _ = toy_pair()
    shutil.copytree(good, tmp_path / "model")
    (tmp_path / "align.toml").write_text('encoder = "model"\n', encoding="utf-8")
    (tmp_path / "a.zh").write_text(source.text, encoding="utf-8")
    (tmp_path / "a.en").write_text(target.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["sentences", "--lines", "-f", "json", "a.zh", "a.en"], catch_exceptions=False)
    assert load(good).name in result.output


TOML = 'encoder = "model"\ndevice = "cpu"\nbatch-size = 7\nbackend = "onnx"\nencoder-words = true\n'


@pytest.mark.parametrize("command", [["sentences"], ["terms"], ["run", "-o", "out"], ["check"], ["words"]])
@pytest.mark.parametrize(
    "given", [[], ["--device", "mps", "--batch-size", "3", "--backend", "torch"]], ids=["", "given"]
)
def test_align_toml_says_how_the_encoder_runs_and_the_command_line_has_the_last_word(
    command, given, good, tmp_path, monkeypatch
):
    asked = []

    def loaded(name, **options):
        asked.append((name, options))
        raise MissingError("asked for")

    monkeypatch.setattr("align.encode.load.load", loaded)
    shutil.copytree(good, tmp_path / "model")
    (tmp_path / "align.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "a.zh").write_text("\n".join(KNOWN_ZH), encoding="utf-8")
    (tmp_path / "a.en").write_text("\n".join(KNOWN_EN), encoding="utf-8")
    (tmp_path / "pairs").write_text("改革 ||| reform", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    files = ["pairs"] if command == ["words"] else ["a.zh", "a.en"]
    with pytest.raises(MissingError):
        CliRunner().invoke(cli, [*command, *given, *files], catch_exceptions=False)
    way = {"device": "cpu", "batch_size": 7, "backend": "onnx"}
    if given:
        way = {"device": "mps", "batch_size": 3, "backend": "torch"}
    assert asked[0] == (str(tmp_path / "model"), way)
