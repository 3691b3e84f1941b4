"""Training a static encoder from a parallel text, as a user does it."""

import random
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from align.cli.main import cli
from align.encode.load import load
from align.encode.train import Recipe, fit_pairs, train_static
from align.errors import AlignError, DataError

# Words of an invented office language, each with one rendering.
WORDS = {
    "改革": "reform", "开放": "opening", "经济": "economy", "发展": "growth", "教育": "schools", "医疗": "hospitals",
    "环境": "nature", "保护": "protection", "农村": "villages", "城市": "cities", "交通": "traffic", "科技": "science",
}  # fmt: skip


def sentences(count: int, seed: int = 0) -> list[tuple[str, str]]:
    draw = random.Random(seed)
    drawn = [draw.sample(list(WORDS), 3) for _ in range(count)]
    return [("".join(words), " ".join(WORDS[word] for word in words)) for words in drawn]


@pytest.fixture(scope="module")
def pairs_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("pairs") / "pairs.tsv"
    path.write_text("".join(f"{zh}\t{en}\n" for zh, en in sentences(300)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory, pairs_file) -> Path:
    folder = tmp_path_factory.mktemp("trained") / "model"
    arguments = ["encoder", "train", str(pairs_file), "-o", str(folder), "--dimensions", "64", "--vocabulary", "200"]
    result = CliRunner().invoke(cli, [*arguments, "--epochs", "10"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "learnt from" in result.stderr
    return folder


def test_it_brings_translations_together(trained):
    encoder = load(str(trained))
    pairs = list(dict.fromkeys(sentences(40, seed=9)))
    zh, en = (encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
    # Sentences of the same words in another order are the same to a static model.
    same = np.array([[sorted(a[1].split()) == sorted(b[1].split()) for b in pairs] for a in pairs])
    found = (zh @ en.T).argmax(axis=1)
    assert same[np.arange(len(pairs)), found].mean() > 0.9


def test_the_folder_is_of_the_standard_format(trained):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(trained), device="cpu", local_files_only=True)
    vectors = model.encode(["改革开放", "reform opening"], normalize_embeddings=True)
    assert np.allclose(vectors, load(str(trained)).encode(["改革开放", "reform opening"]), atol=1e-5)


def test_the_same_seed_gives_the_same_model():
    one, other = (train_static(sentences(50), Recipe(200, 8, 2, 32)) for _ in range(2))
    assert np.array_equal(one.encode(["改革"]), other.encode(["改革"]))


def test_rare_words_fall_to_pieces_not_to_nothing(trained):
    encoder = load(str(trained))
    assert encoder.encode(["改开", "schoolsandcities"]).any(axis=1).all()


def test_progress_is_told():
    told = []
    recipe = Recipe(vocabulary=200, dimensions=4, epochs=2, batch=32)
    train_static(sentences(50), recipe, told.append)
    assert told == list(range(1, recipe.steps(50) + 1)) == [1, 2, 3, 4]


@pytest.mark.parametrize("pairs", [[], [("改革", "reform")]])
def test_too_few_pairs(pairs):
    with pytest.raises(DataError, match="too few"):
        train_static(pairs)


def test_pairs_that_are_no_translations_are_left_out():
    assert fit_pairs([("改革开放", "reform and opening up")] * 2 + [("改革", "改革")]) == [
        ("改革开放", "reform and opening up")
    ]


def test_a_folder_with_other_things_is_not_written_to(tmp_path, pairs_file):
    (tmp_path / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(AlignError, match="holds something that is no model"):
        CliRunner().invoke(cli, ["encoder", "train", str(pairs_file), "-o", str(tmp_path)], catch_exceptions=False)


def test_nothing_is_left_behind_when_there_is_nothing_to_learn_from(tmp_path):
    (tmp_path / "one.tsv").write_text("改革开放\treform and opening up\n", encoding="utf-8")
    command = ["encoder", "train", str(tmp_path / "one.tsv"), "-o", str(tmp_path / "model")]
    with pytest.raises(AlignError, match="too few sentence pairs"):
        CliRunner().invoke(cli, command, catch_exceptions=False)
    assert not (tmp_path / "model").exists()


def test_the_command_makes_a_model_that_aligns(tmp_path, pairs_file):
    command = ["encoder", "train", str(pairs_file), "-o", str(tmp_path / "model"), "--dimensions", "16"]
    made = CliRunner().invoke(cli, [*command, "--vocabulary", "200", "--epochs", "2"], catch_exceptions=False)
    assert made.exit_code == 0
    assert (tmp_path / "model" / "modules.json").exists()
    for name, text in (("a.zh", "改革开放。\n"), ("a.en", "Reform and opening up.\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("a.zh", "a.en")]
    used = CliRunner().invoke(cli, ["sentences", "-f", "json", "--encoder", str(tmp_path / "model"), *files])
    assert '"encoder": "model@' in used.output
