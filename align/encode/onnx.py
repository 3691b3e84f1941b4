"""A transformer run by onnxruntime instead of torch.

sentence-transformers has a backend of its own for this, but it asks for optimum, which cannot be installed beside the
versions of transformers that sentence-transformers needs. So only the network is exchanged: what tokenises
before it and pools behind it stays.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from align.errors import DataError, MissingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("last_hidden_state", "token_embeddings")  # as transformers and as sentence-transformers name it
PLACES = ("onnx/model.onnx", "model.onnx")  # where the models of the hub keep theirs
_SAMPLE = ("改革开放。", "reform and opening up")  # what is read while a network is traced


def check_packages() -> None:
    """Say what has to be installed.

    Raises:
        MissingError: onnxruntime is not.
    """
    _need(("onnxruntime",), "the ONNX backend")


def run_by_onnx(model: SentenceTransformer, file: Path, device: str | None) -> None:
    """Let onnxruntime do the work of a model's network.

    Args:
        model: The model, on the processor; changed in place.
        file: The network in ONNX; it takes what `INPUTS` names and gives one of `OUTPUTS`.
        device: "cpu" keeps to the processor; else the best that onnxruntime has.

    Raises:
        DataError: The file is damaged, or holds another network.
    """
    import onnxruntime
    import torch

    providers = ["CPUExecutionProvider"] if device == "cpu" else onnxruntime.get_available_providers()
    try:
        session = onnxruntime.InferenceSession(str(file), providers=providers)
    except Exception as error:  # onnxruntime raises its own
        raise DataError(f"no sound ONNX file: {str(error)[:200]}", path=file) from error
    wanted = [one.name for one in session.get_inputs()]
    output = next((one.name for one in session.get_outputs() if one.name in OUTPUTS), None)
    if output is None or not set(wanted) <= set(INPUTS):
        raise DataError("this ONNX file holds no network that reads a text", path=file)

    network: Any = model[0]
    by_torch = network.auto_model.forward

    def forward(**features: Any) -> Any:
        if features.get("output_hidden_states"):  # for vectors of words; an ONNX file has the last layer only
            return by_torch(**features)
        zeros = torch.zeros_like(features["input_ids"])
        feeds = {name: features.get(name, zeros).cpu().numpy() for name in wanted}
        return {OUTPUTS[0]: torch.from_numpy(session.run([output], feeds)[0])}

    network.auto_model.forward = forward


def find_onnx(folder: Path) -> Path | None:
    """Return the network in ONNX that a model's folder holds, or None."""
    return next((folder / place for place in PLACES if (folder / place).is_file()), None)


def export(model: SentenceTransformer, file: Path) -> None:
    """Write the network of a model as ONNX.

    Args:
        model: The model, run by torch.
        file: Where to write, in a folder of its own.

    Raises:
        MissingError: A package that this needs is not installed.
        DataError: The network is of a kind that cannot be written so.
    """
    _need(("onnx", "onnxscript"), "writing a model as ONNX")
    import torch

    features = model.tokenizer(list(_SAMPLE), padding=True, return_tensors="pt")
    names = [name for name in INPUTS if name in features]
    sizes = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    file.parent.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent.parent) as aside:
        with _quiet(), torch.inference_mode():
            torch.onnx.export(
                _network(model, names),
                tuple(features[name] for name in names),
                Path(aside) / file.name,
                input_names=names,
                output_names=[OUTPUTS[0]],
                dynamic_shapes=((sizes,) * len(names),),
                dynamo=True,
                verbose=False,
            )
        with suppress(OSError):  # another program was faster
            Path(aside).rename(file.parent)
            Path(aside).mkdir()  # which the context takes away


def _network(model: SentenceTransformer, names: Sequence[str]) -> Any:
    """Return the network with its inputs in order and one output, as a torch module."""
    import torch

    class Network(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            transformer: Any = model[0]
            self.inner = transformer.auto_model

        def forward(self, *tensors: Any) -> Any:
            return self.inner(**dict(zip(names, tensors, strict=True))).last_hidden_state

    return Network().eval()


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what torch tells while it writes a network; turn its errors into ours."""
    level = logging.root.manager.disable
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        try:
            yield
        except Exception as error:  # whatever of the network torch cannot follow
            reason = str(error).strip().split("\n")[0][:200]
            raise DataError(f"this model cannot be written as ONNX: {reason}", hint="leave --backend out") from error
        finally:
            logging.disable(level)


def _need(packages: Sequence[str], what: str) -> None:
    missing = [name for name in packages if not find_spec(name)]
    if missing:
        message = f"{what} needs packages that are not installed: {', '.join(missing)}"
        raise MissingError(message, hint="pip install 'align-zh-en[onnx]', or leave --backend out")
