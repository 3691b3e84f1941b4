"""Encoders: real models made on the spot, saved to disk and loaded by the program's own code."""

import shutil
import socket
import sys
from importlib.util import find_spec
from pathlib import Path

import models
import numpy as np
import pytest

from align.encode import load as loading
from align.encode import onnx
from align.encode.load import content_hash, load
from align.encode.progress import Progress
from align.encode.protocol import unit
from align.encode.static import find_layout
from align.errors import DataError, MissingError

WORDS = ["改革", "开放", "reform"]
TEXTS = ["改革开放。", "reform opening", "", "改革开放。", "economy growth schools hospitals nature"]
VECTORS = np.random.default_rng(3).normal(size=(len(models.EN_WORDS), 8)).astype(np.float32)


@pytest.fixture(scope="module")
def bert(tmp_path_factory) -> Path:
    return models.bert_folder(tmp_path_factory.mktemp("bert"))


@pytest.fixture(scope="module")
def static(tmp_path_factory) -> Path:
    return models.static_folder(tmp_path_factory.mktemp("static") / "model", models.EN_WORDS, VECTORS)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load.cache_clear()
    return tmp_path / "cache" / "align"


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError("the network is off")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def by_sentence_transformers(folder: Path, texts: list[str]):
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True).encode(texts)


def test_a_transformer_gives_what_sentence_transformers_gives(bert, no_network):
    encoder = load(str(bert), device="cpu", batch_size=2)
    vectors = encoder.encode(TEXTS)
    assert encoder.kind == "transformer"
    assert vectors.dtype == np.float32
    said = [text for text in TEXTS if text]
    assert np.allclose(vectors[[0, 1, 3, 4]], unit(by_sentence_transformers(bert, said)), atol=2e-3)
    assert not vectors[2].any()


def test_tokens_are_counted_without_the_marks_around_them(bert):
    assert load(str(bert), device="cpu").sizes(["改革开放。", "reform xy", ""]).tolist() == [5, 3, 0]


def test_words_get_vectors_of_an_inner_layer(bert):
    sentences = [["改革", "开放"], ["reform", "xyz", "growth"], []]
    vectors = load(str(bert), device="cpu").encode_words(sentences)
    assert [v.shape for v in vectors] == [(2, 16), (3, 16), (0, 16)]
    assert np.allclose(np.linalg.norm(np.concatenate(vectors), axis=1), 1, atol=1e-5)


def test_a_word_has_another_vector_in_another_sentence(bert):
    one, other = load(str(bert), device="cpu").encode_words([["reform", "growth"], ["reform", "safety"]])
    assert not np.allclose(one[0], other[0])


def test_a_static_word_has_the_same_vector_everywhere(static):
    one, other = load(str(static)).encode_words([["reform", "growth"], ["reform", "safety"]])
    assert np.array_equal(one[0], other[0])


def test_the_second_run_gives_the_same_and_asks_the_model_nothing(bert, home, monkeypatch):
    first = load(str(bert), device="cpu").encode(TEXTS)
    assert (home / "vectors.sqlite").exists()
    load.cache_clear()
    again = load(str(bert), device="cpu")
    monkeypatch.setattr(again.model, "encode", None)  # calling it would fail
    assert np.array_equal(again.encode(TEXTS), first)


def test_a_model_with_other_weights_has_other_vectors_and_another_name(bert, tmp_path):
    other = models.bert_folder(tmp_path, seed=1)
    assert load(str(bert)).name != load(str(other)).name
    assert not np.allclose(load(str(bert)).encode(TEXTS[:1]), load(str(other)).encode(TEXTS[:1]), atol=1e-2)


def test_the_hash_is_that_of_the_content_not_of_the_place(static, tmp_path):
    shutil.copytree(static, tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "README.md").write_text("notes", encoding="utf-8")
    assert content_hash(tmp_path / "elsewhere") == content_hash(static)
    (tmp_path / "elsewhere" / "tokenizer.json").write_text("{}", encoding="utf-8")
    assert content_hash(tmp_path / "elsewhere") != content_hash(static)


def test_a_static_model_is_read_without_torch_and_gives_the_same(static, no_network, monkeypatch):
    expected = unit(by_sentence_transformers(static, [text for text in TEXTS if text.isascii() and text]))
    for name in ("torch", "sentence_transformers", "transformers"):
        monkeypatch.setitem(sys.modules, name, None)  # importing one now fails
    encoder = load(str(static))
    vectors = encoder.encode(TEXTS)
    assert encoder.kind == "static"
    assert np.allclose(vectors[[1, 4]], expected, atol=1e-6)
    assert not vectors[[0, 2, 3]].any()
    assert encoder.sizes(TEXTS).tolist() == [2, 2, 0, 2, 5]


@pytest.mark.parametrize("shared", [False, True], ids=["a row a token", "shared rows and weights"])
def test_a_model2vec_folder_is_read_as_sentence_transformers_reads_its_files(tmp_path, shared):
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    folder = models.model2vec_folder(tmp_path / "potion", models.EN_WORDS, VECTORS, shared=shared)
    module = StaticEmbedding.load(str(folder), local_files_only=True)
    features = module.preprocess(["reform schools"])
    expected = module.double()(features)["sentence_embedding"].detach().numpy()
    assert np.allclose(load(str(folder)).encode(["reform schools"]), unit(expected), atol=1e-6)


def test_a_static_model_behind_a_normalize_module_is_known(tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    module = StaticEmbedding(models.word_tokenizer(models.EN_WORDS), embedding_dim=4)
    SentenceTransformer(modules=[module, Normalize()], device="cpu").save(str(tmp_path / "m"))
    assert load(str(tmp_path / "m")).kind == "static"


def test_a_transformer_is_no_static_model(bert):
    assert find_layout(bert) is None


def test_loading_twice_gives_the_same_object(static):
    assert load(str(static)) is load(str(static))


def test_nothing_to_encode(bert, static):
    assert load(str(bert), device="cpu").encode([]).shape == (0, 16)
    assert load(str(static)).encode([]).shape == (0, 8)
    assert load(str(bert), device="cpu").sizes([]).shape == (0,)


def test_an_e5_model_is_given_its_prefix(bert, tmp_path):
    shutil.copytree(bert, tmp_path / "multilingual-e5-tiny")
    plain, e5 = load(str(bert), device="cpu"), load(str(tmp_path / "multilingual-e5-tiny"), device="cpu")
    assert np.allclose(e5.encode(["reform"]), plain.encode(["query: reform"]), atol=2e-3)
    assert not np.allclose(e5.encode(["reform"]), plain.encode(["reform"]), atol=1e-2)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("labse", ["sentence-transformers/LaBSE", "cannot be reached"]),
        ("someone/her-model", ["someone/her-model", "cannot be reached"]),
        ("./no-such-folder", ["no such model folder"]),
        ("/no/such/folder", ["no such model folder"]),
    ],
)
def test_a_model_that_is_not_there(name, words, no_network, monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(MissingError) as caught:
        load(name)
    assert all(word in str(caught.value) for word in words)
    assert caught.value.hint


def test_a_model_the_hub_does_not_have(monkeypatch):
    import huggingface_hub

    class Answer:
        status_code = 404

    class Session:
        def head(self, url, timeout):
            assert url.endswith("/api/models/someone/nothing")
            return Answer()

    monkeypatch.setattr(huggingface_hub, "get_session", Session)
    with pytest.raises(MissingError, match="neither on this machine nor on the hub"):
        load("someone/nothing")


def test_a_file_is_no_model(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"x")
    with pytest.raises(DataError, match="a model is a folder"):
        load(str(tmp_path / "model.bin"))


def test_a_folder_without_a_model(tmp_path, no_network):
    (tmp_path / "report.txt").write_text("no model", encoding="utf-8")
    with pytest.raises(DataError, match="the folder holds no model") as caught:
        load(str(tmp_path))
    assert "modules.json" in caught.value.hint


@pytest.mark.parametrize(
    ("file", "text", "kind"),
    [
        ("config_sentence_transformers.json", '{"model_type": "CrossEncoder"}', "CrossEncoder"),
        ("config_sentence_transformers.json", '{"model_type": "SparseEncoder"}', "SparseEncoder"),
        ("config.json", '{"architectures": ["BertForSequenceClassification"]}', "CrossEncoder"),
    ],
)
def test_models_that_make_no_vectors_of_sentences(tmp_path, bert, file, text, kind):
    shutil.copytree(bert, tmp_path / "model")
    (tmp_path / "model" / file).write_text(text, encoding="utf-8")
    if file == "config.json":
        (tmp_path / "model" / "modules.json").unlink()
    with pytest.raises(DataError, match=f"this model is a {kind}"):
        load(str(tmp_path / "model"))


def test_a_cross_encoder_that_sentence_transformers_saved(tmp_path):
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    models.bert_folder(tmp_path)
    config = BertConfig.from_pretrained(tmp_path / "base", num_labels=1)
    BertForSequenceClassification(config).save_pretrained(tmp_path / "pair")
    BertTokenizerFast.from_pretrained(tmp_path / "base").save_pretrained(tmp_path / "pair")
    CrossEncoder(str(tmp_path / "pair"), device="cpu").save_pretrained(str(tmp_path / "cross"))
    for name in ("pair", "cross"):
        with pytest.raises(DataError, match="CrossEncoder, which makes no vectors of sentences"):
            load(str(tmp_path / name))


@pytest.mark.parametrize("damage", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_damaged_transformer(bert, tmp_path, damage, no_network):
    shutil.copytree(bert, tmp_path / "model")
    (tmp_path / "model" / damage).write_bytes(b"{")
    with pytest.raises(DataError, match="cannot be loaded") as caught:
        load(str(tmp_path / "model"))
    assert len(str(caught.value)) < 500


def in_hub_cache(folder, cache, name):
    """Lay a model where the hub's own client keeps what it fetched."""
    repository = cache / ("models--" + name.replace("/", "--"))
    shutil.copytree(folder, repository / "snapshots" / "0123456789abcdef")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("0123456789abcdef", encoding="utf-8")
    return repository


@pytest.mark.parametrize("kind", ["bert", "static"])
def test_a_hub_model_that_was_fetched_needs_no_network(kind, tmp_path, no_network, monkeypatch, request):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    folder = request.getfixturevalue(kind)
    in_hub_cache(folder, tmp_path, "someone/her-model")
    encoder = load("someone/her-model", device="cpu")
    assert encoder.kind == {"bert": "transformer", "static": "static"}[kind]
    assert encoder.name.startswith("someone/her-model@0123456789ab")
    assert np.allclose(encoder.encode(["reform"]), load(str(folder), device="cpu").encode(["reform"]), atol=1e-3)


def test_a_hub_model_is_fetched_once(static, tmp_path, monkeypatch):
    """sentence-transformers fetches what is not on this machine; it is read from where it lies then."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    asked = []
    monkeypatch.setattr(loading, "_ask_hub", asked.append)
    monkeypatch.setattr(
        loading, "_sentence_transformer", lambda name, device: in_hub_cache(static, tmp_path, name) and None
    )
    for _ in range(2):
        load.cache_clear()
        assert load("someone/her-model").name == "someone/her-model@0123456789ab"
    assert asked == ["someone/her-model"]


def test_a_download_that_broke_off_is_not_there(bert, tmp_path, no_network, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    repository = in_hub_cache(bert, tmp_path, "someone/her-model")
    next(repository.rglob("*.safetensors")).unlink()
    with pytest.raises(MissingError, match="cannot be reached"):
        load("someone/her-model")


@pytest.mark.parametrize(("device", "half"), [("cuda", True), ("cpu", False), ("mps", False)])
def test_half_precision_on_cuda_only(bert, device, half, monkeypatch):
    import torch

    class Model:
        default_prompt_name = None
        halved = False

        def __init__(self):
            self.device = torch.device(device)

        def half(self):
            self.halved = True

    model = Model()
    monkeypatch.setattr(loading, "_sentence_transformer", lambda *_: model)
    encoder = load(str(bert), device=device, cache=False)
    assert model.halved == half
    assert encoder.name.endswith("float16" if half else "float32")


@pytest.mark.parametrize("damage", ["model.safetensors", "tokenizer.json"])
def test_a_damaged_static_model(static, tmp_path, damage):
    shutil.copytree(static, tmp_path / "model")
    (tmp_path / "model" / damage).write_bytes(b"{}")
    with pytest.raises(DataError, match="not a sound static model"):
        load(str(tmp_path / "model"))


def test_a_static_model_with_fewer_vectors_than_tokens(static, tmp_path):
    from safetensors.numpy import save_file

    shutil.copytree(static, tmp_path / "model")
    save_file({"embedding.weight": VECTORS[:3]}, str(tmp_path / "model" / "model.safetensors"))
    with pytest.raises(DataError, match=f"3 vectors for {len(models.EN_WORDS) + 1} tokens"):
        load(str(tmp_path / "model"))


@pytest.mark.parametrize("absent", ["onnxruntime", "onnxscript"])
def test_onnx_asks_for_its_packages(bert, static, monkeypatch, absent):
    monkeypatch.setattr(onnx, "find_spec", lambda name: None if name == absent else find_spec(name))
    with pytest.raises(MissingError, match=f"not installed: {absent}") as caught:
        load(str(bert), backend="onnx", cache=False)
    assert "pip install 'align-zh-en[onnx]'" in caught.value.hint
    assert load(str(static), backend="onnx").kind == "static"


def test_onnx_gives_what_torch_gives_and_writes_the_network_once(bert, home, monkeypatch, no_network):
    by_torch = load(str(bert), device="cpu", cache=False).encode(TEXTS)
    encoder = load(str(bert), device="cpu", backend="onnx", cache=False)
    assert np.allclose(encoder.encode(TEXTS), by_torch, atol=2e-3)
    assert encoder.name.endswith("/onnx/float32")
    [written] = (home / "onnx").rglob("*.onnx")
    load.cache_clear()
    monkeypatch.setattr(loading, "export", pytest.fail)
    assert np.allclose(load(str(bert), device="cpu", backend="onnx", cache=False).encode(TEXTS), by_torch, atol=2e-3)
    assert not list(written.parent.parent.glob("tmp*"))
    by_torch, by_onnx = (load(str(bert), device="cpu", backend=one).encode_words([WORDS]) for one in ("torch", "onnx"))
    assert np.allclose(by_onnx[0], by_torch[0])


def test_a_folder_may_bring_its_network_in_onnx(bert, tmp_path, home, monkeypatch):
    load(str(bert), device="cpu", backend="onnx", cache=False)
    shutil.copytree(bert, tmp_path / "model")
    (tmp_path / "model" / "onnx").mkdir()
    for file in next((home / "onnx").iterdir()).iterdir():
        shutil.copy(file, tmp_path / "model" / "onnx")
    monkeypatch.setattr(loading, "export", pytest.fail)
    encoder = load(str(tmp_path / "model"), device="cpu", backend="onnx", cache=False)
    assert np.allclose(encoder.encode(TEXTS), load(str(bert), device="cpu").encode(TEXTS), atol=2e-3)
    (tmp_path / "model" / "onnx" / "model.onnx").write_bytes(b"no network")
    with pytest.raises(DataError, match="no sound ONNX file"):
        load(str(tmp_path / "model"), device="cpu", backend="onnx")


@pytest.mark.parametrize("device", ["nonsense", "cuda:99"])
def test_a_device_that_is_not_there(bert, device):
    with pytest.raises(MissingError, match="cannot run there") as caught:
        load(str(bert), device=device)
    assert "cpu" in caught.value.hint


class Terminal:
    def __init__(self, live):
        self.live, self.text = live, ""

    def isatty(self):
        return self.live

    def write(self, text):
        self.text += text

    def flush(self):
        pass


@pytest.mark.parametrize("live", [True, False])
def test_progress_shows_on_a_terminal_only_and_leaves_nothing_behind(live, monkeypatch):
    clock = iter([0.0, 10.0, 20.0])
    monkeypatch.setattr("align.encode.progress.time.monotonic", lambda: next(clock))
    terminal = Terminal(live)
    progress = Progress("encoding", "sentences", 300, terminal)
    progress(100)
    progress(300)
    shown = "\r\x1b[Kencoding: 100 of 300 sentences, 10 a second, 0:20 left\r\x1b[K"
    assert terminal.text == (shown if live else "")


def test_short_work_shows_nothing():
    terminal = Terminal(True)
    Progress("encoding", "sentences", 3, terminal)(1)
    assert terminal.text == ""
