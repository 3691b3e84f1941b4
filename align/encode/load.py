"""Finds a model by name or path and loads it: once, when first needed, and without the network for a folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from align.encode.cache import VectorCache, cache_folder
from align.encode.onnx import check_packages, export, find_onnx, run_by_onnx
from align.encode.protocol import Backend, WordEncoder
from align.encode.static import find_layout, load_static, read_json
from align.encode.transformer import TransformerEncoder
from align.errors import DataError, MissingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHORT_NAMES = {"labse": "sentence-transformers/LaBSE"}

_HEADS = ("modules.json", "config.json")  # one of them is in every model
_WEIGHTS = ("*.safetensors", "*.bin", "*.onnx")  # come last: a download that broke off has none
_CHUNK = 1 << 22


@lru_cache(maxsize=4)
def load(
    name: str, *, device: str | None = None, batch_size: int = 32, backend: Backend = "torch", cache: bool = True
) -> WordEncoder:
    """Load an encoder.

    Args:
        name: A folder with a sentence-transformers or model2vec model, a short name (`labse`), or the
            name of a model on the Hugging Face hub. A folder never touches the network; a hub name does when
            the model is not on this machine yet.
        device: Where a transformer runs: "cpu", "cuda", "mps"; None takes the best there is.
        batch_size: How many sentences a transformer reads at once.
        backend: What runs a transformer.
        cache: Whether vectors of a transformer are kept on disk; a static model is faster than a disk.

    Raises:
        MissingError: The model, or a package it needs, is not there.
        DataError: The model is damaged or of a kind sentence-transformers cannot read.
    """
    folder = _folder(name)
    if folder:
        identity = f"{folder.name}@{content_hash(folder)}"
    else:
        hub_name = SHORT_NAMES.get(name, name)
        folder = _on_this_machine(hub_name) or _fetched(hub_name)
        identity = f"{hub_name}@{folder.name[:12]}"  # the commit
    layout = find_layout(folder)
    if layout:  # whatever the backend: there is nothing to run
        return load_static(layout, identity)
    _refuse_other_kinds(folder)
    model = _with_onnx(folder, device, identity) if backend == "onnx" else _local(folder, device)
    half = backend == "torch" and model.device.type == "cuda"
    if half:
        model.half()
    precision = "float16" if half else "float32"
    store = VectorCache.at_home() if cache else None
    return TransformerEncoder(model, f"{identity}/{backend}/{precision}", batch_size=batch_size, cache=store)


def content_hash(folder: Path) -> str:
    """Return twelve hexadecimal digits over the names and the bytes of all files under a folder.

    What a training run leaves beside the model (`README.md`, hidden files, checkpoints) does not count.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        aside = any(part.startswith((".", "checkpoint")) for part in relative.parts) or path.suffix == ".md"
        if aside or not path.is_file():
            continue
        digest.update(f"{relative.as_posix()}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()[:12]


def _folder(name: str) -> Path | None:
    """Return the folder a name means, or None when it is the name of a model on the hub."""
    path = Path(name).expanduser()
    if path.is_dir():
        return path.resolve()
    if path.exists():
        raise DataError("a model is a folder, this is a file", path=path, hint="name the folder it lies in")
    looks_local = name.startswith((".", "~", "/")) or name.count("/") > 1 or "\\" in name
    if looks_local:
        raise MissingError("there is no such model folder", path=path, hint="name the folder that holds modules.json")
    return None


def _on_this_machine(hub_name: str) -> Path | None:
    """Return where the hub's own cache keeps a model, or None when it was never fetched."""
    from huggingface_hub import constants, try_to_load_from_cache

    for file in _HEADS:
        with suppress(ValueError):  # no name the hub allows; it will say so itself
            found = try_to_load_from_cache(hub_name, file, cache_dir=constants.HF_HUB_CACHE)
            folder = Path(found).parent if isinstance(found, str) else None
            if folder and any(any(folder.rglob(kind)) for kind in _WEIGHTS):
                return folder
    return None


def _fetched(hub_name: str) -> Path:
    """Fetch a model from the hub and return where it lies then."""
    _ask_hub(hub_name)
    _sentence_transformer(hub_name, "cpu")
    folder = _on_this_machine(hub_name)
    if folder is None:
        raise MissingError(f"the encoder {hub_name} was fetched and is not found", hint="give the folder of a model")
    return folder


def _ask_hub(name: str) -> None:
    """Ask once whether the hub has a model: its own client asks for over a minute when the network is off."""
    from huggingface_hub import constants, get_session

    hint = "give the folder of a model, or fetch it once while the network is on"
    try:
        status = get_session().head(f"{constants.ENDPOINT}/api/models/{name}", timeout=10).status_code
    except Exception as error:  # whatever the client's library raises when there is no way
        raise MissingError(
            f"no encoder named {name} on this machine, and the hub cannot be reached", hint=hint
        ) from error
    if status in (401, 403, 404):
        raise MissingError(f"no encoder named {name}, neither on this machine nor on the hub", hint="check the name")


def _refuse_other_kinds(folder: Path) -> None:
    """Refuse what is no sentence encoder; of other models vectors would be made that mean nothing.

    Raises:
        DataError: The folder holds no model, or one that scores pairs of texts or keeps a vector a word.
    """
    if not any((folder / name).is_file() for name in _HEADS):
        raise DataError("the folder holds no model", path=folder, hint="name the folder that holds modules.json")
    made_as = read_json(folder / "config_sentence_transformers.json").get("model_type", "SentenceTransformer")
    bare = not (folder / "modules.json").is_file()
    classifier = "ForSequenceClassification" in str(read_json(folder / "config.json").get("architectures"))
    if made_as != "SentenceTransformer" or (bare and classifier):
        kind = "CrossEncoder" if classifier else made_as
        hint = "give a SentenceTransformer, such as labse"
        raise DataError(f"this model is a {kind}, which makes no vectors of sentences", path=folder, hint=hint)


def _local(folder: Path, device: str | None) -> SentenceTransformer:
    with _offline():
        return _sentence_transformer(str(folder), device)


def _with_onnx(folder: Path, device: str | None, identity: str) -> SentenceTransformer:
    """Load a model whose network onnxruntime runs: that of its folder, or one written once for all."""
    check_packages()
    model = _local(folder, "cpu")
    file = find_onnx(folder) or cache_folder() / "onnx" / identity.replace("/", "--") / "model.onnx"
    if not file.is_file():
        export(model, file)
    run_by_onnx(model, file, device)
    return model


def _sentence_transformer(name: str, device: str | None) -> SentenceTransformer:
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise MissingError(
            "sentence-transformers is not installed", hint="pip install sentence-transformers"
        ) from error
    logging.disable_progress_bar()
    try:
        local = Path(name).is_dir()
        return SentenceTransformer(name, device=device, local_files_only=local)
    except Exception as error:  # torch, transformers, safetensors and the hub each raise their own
        raise _explained(error, name) from error


def _explained(error: Exception, name: str) -> MissingError | DataError:
    """Word what went wrong while a model was loaded."""
    reason = str(error).strip().split("\n")[0][:200] or type(error).__name__
    if re.search(r"\b(device|cuda|mps|nvidia)\b", reason, re.IGNORECASE):
        return MissingError(f"the encoder cannot run there: {reason}", hint="leave --device out, or give cpu")
    if Path(name).is_dir():
        hint = "it must be the folder of a sentence-transformers or model2vec model"
        return DataError(f"the encoder cannot be loaded: {reason}", path=name, hint=hint)
    return MissingError(f"the encoder {name} cannot be loaded: {reason}", hint="give the folder of a model")


@contextmanager
def _offline() -> Iterator[None]:
    """Forbid the Hugging Face libraries the network for a while, whatever they think a folder may refer to."""
    from huggingface_hub import constants

    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = True
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before
