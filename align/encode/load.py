"""Finds a model by name or path and loads it: once, when first needed, and without the network for a folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from align.encode.cache import VectorCache
from align.encode.protocol import WordEncoder
from align.encode.static import find_layout, load_static
from align.encode.transformer import TransformerEncoder
from align.errors import DataError, MissingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Backend = Literal["torch", "onnx"]
SHORT_NAMES = {"labse": "sentence-transformers/LaBSE"}

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
    layout = find_layout(folder) if folder else None
    if folder and layout:  # whatever the backend: there is nothing to run
        return load_static(layout, f"{folder.name}@{content_hash(layout.folder)}")
    if backend == "onnx" and not (find_spec("onnxruntime") and find_spec("optimum")):
        message = "the ONNX backend needs packages that are not installed"
        raise MissingError(message, hint="pip install 'sentence-transformers[onnx]', or leave --backend out")
    hub_name = SHORT_NAMES.get(name, name)
    model = _local(folder, device, backend) if folder else _from_hub(hub_name, device, backend)
    identity = f"{folder.name}@{content_hash(folder)}" if folder else _hub_identity(hub_name)
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


def _local(folder: Path, device: str | None, backend: Backend) -> SentenceTransformer:
    with _offline():
        return _sentence_transformer(str(folder), device, backend, local=True)


def _from_hub(name: str, device: str | None, backend: Backend) -> SentenceTransformer:
    """Take a hub model from this machine when it is there, else from the network."""
    with _offline(), suppress(MissingError):
        return _sentence_transformer(name, device, backend, local=True)
    _ask_hub(name)
    return _sentence_transformer(name, device, backend, local=False)


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


def _sentence_transformer(name: str, device: str | None, backend: Backend, *, local: bool) -> SentenceTransformer:
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise MissingError(
            "sentence-transformers is not installed", hint="pip install sentence-transformers"
        ) from error
    logging.disable_progress_bar()
    try:
        return SentenceTransformer(name, device=device, backend=backend, local_files_only=local)
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


def _hub_identity(name: str) -> str:
    """Return the name with the commit that lies on this machine."""
    from huggingface_hub import snapshot_download

    try:
        return f"{name}@{Path(snapshot_download(name, local_files_only=True)).name[:12]}"
    except Exception:  # a folder layout of the hub's own cache that we do not know: the name must do
        return name


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
