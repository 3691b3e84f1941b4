"""The lexicon's file: a header in JSON, then the arrays as they lie in memory.

Layout: eight bytes of magic, the length of the header (uint32, little-endian), the header, then each array
at an offset that is a multiple of 64. The header gives the format version, the length and CRC-32 of all that
follows it, and the name, type, shape and offset of each array. The arrays are mapped, not read: nothing is
decoded at the start and processes share the pages.
"""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from align.errors import DataError, ReadError
from align.lexicon.lexicon import Lexicon

MAGIC = b"ALIGNLEX"
VERSION = 1
ARRAYS = (
    "zh", "en", "starts", "columns", "codes", "zh_linked", "en_linked", "zh_count", "en_count", "jumps",
)  # fmt: skip
_HINT = "learn it again with `align learn`, or leave the option out to use the shipped lexicon"


def load(path: str | Path | None = None) -> Lexicon:
    """Open a lexicon file; the same file is opened once.

    Args:
        path: The file; None opens the lexicon that comes with the program.

    Raises:
        ReadError: The file is not there or cannot be read.
        DataError: It is no lexicon, of another version, or damaged.
    """
    return _load(None if path is None else Path(path))


# `load()` and `load(None)` are two calls to a cache: what is remembered by lexicon would be made for each.
@lru_cache(maxsize=4)
def _load(path: Path | None) -> Lexicon:
    if path is None:
        with resources.as_file(resources.files("align.lexicon") / "data" / "zh-en.bin") as shipped:
            return loads(_map(shipped), shipped, verified=True)  # by whoever installed the program
    return loads(_map(path), path)


def loads(data: bytes | mmap.mmap, path: Path | None = None, *, verified: bool = False) -> Lexicon:
    """Read a lexicon from the content of its file.

    Args:
        data: The content.
        path: The file, for the message when it is broken.
        verified: Do not look at the checksum, for which all of the content would have to be read.
    """
    try:
        header, start = _header(data, verified=verified)
        arrays = {name: _array(data, start, header["arrays"][name]) for name in ARRAYS}
        info = MappingProxyType(header["info"])
        _check(arrays)
        return Lexicon(**arrays, hash=str(header["hash"]), info=info)
    except (KeyError, TypeError, ValueError, IndexError, UnicodeDecodeError) as error:
        raise DataError(f"not a sound lexicon: {error}", path=path, hint=_HINT) from error


def dumps(lexicon: Lexicon) -> bytes:
    """Return the content of a lexicon's file; the same lexicon gives the same bytes."""
    places, payload = {}, bytearray()
    for name in ARRAYS:
        array = np.ascontiguousarray(getattr(lexicon, name))
        payload += bytes(-len(payload) % 64)
        places[name] = {"type": array.dtype.str, "shape": array.shape, "offset": len(payload)}
        payload += array.tobytes()
    header = {
        "version": VERSION,
        "hash": lexicon.hash,
        "length": len(payload),
        "crc32": zlib.crc32(payload),
        "info": dict(lexicon.info),
        "arrays": places,
    }
    text = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % 64)
    return MAGIC + len(text).to_bytes(4, "little") + text + bytes(payload)


def content_hash(arrays: Mapping[str, Any]) -> str:
    """Return the name of a lexicon's content: sixteen hexadecimal digits over its arrays."""
    import hashlib  # loads a library of cryptography, which nobody needs to look words up

    digest = hashlib.sha256()
    for name in ARRAYS:
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name}{array.dtype.str}{array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()[:16]


def _map(path: Path) -> bytes | mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except ValueError:  # an empty file cannot be mapped
        return b""
    except OSError as error:
        raise ReadError(f"cannot read the lexicon: {error.strerror}", path=path, hint=_HINT) from error


def _header(data: bytes | mmap.mmap, *, verified: bool) -> tuple[dict[str, Any], int]:
    if data[: len(MAGIC)] != MAGIC:
        raise ValueError("it does not begin as one")
    start = len(MAGIC) + 4 + int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "little")
    header: dict[str, Any] = json.loads(bytes(data[len(MAGIC) + 4 : start]))
    if header["version"] != VERSION:
        raise ValueError(f"format version {header['version']}, this program reads version {VERSION}")
    if len(data) - start != header["length"]:
        raise ValueError(f"{len(data) - start} bytes of data instead of {header['length']}")
    if not verified and zlib.crc32(memoryview(data)[start:]) != header["crc32"]:
        raise ValueError("the checksum does not agree")
    return header, start


def _array(data: bytes | mmap.mmap, start: int, place: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    shape = tuple(place["shape"])
    count = int(np.prod(shape))
    return np.frombuffer(data, np.dtype(place["type"]), count, start + place["offset"]).reshape(shape)


def _check(arrays: Mapping[str, Any]) -> None:
    """Refuse tables whose parts do not fit one another, which would read outside an array later."""
    zh, en, starts, columns = (arrays[name] for name in ("zh", "en", "starts", "columns"))
    sizes = {"starts": len(zh) + 1, "codes": len(columns), "zh_linked": len(zh), "en_linked": len(en)}
    sizes |= {"zh_count": len(zh), "en_count": len(en)}
    for name, size in sizes.items():
        if len(arrays[name]) != size:
            raise ValueError(f"{name} has {len(arrays[name])} values instead of {size}")
    if len(starts) and (starts[0] != 0 or starts[-1] != len(columns)):
        raise ValueError("the rows do not cover the entries")
