"""The align.toml of the place where a command is run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from align.settings import Settings


def house_settings() -> Settings | None:
    """Return the align.toml of this folder or the nearest above; its module is loaded only when there is one."""
    here = Path.cwd()
    if not any((folder / "align.toml").is_file() for folder in (here, *here.parents)):
        return None
    from align.settings import find_settings, read_settings

    path = find_settings(here)
    return read_settings(path) if path else None
