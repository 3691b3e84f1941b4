"""The shape of the house: who may import whom, and what start-up may load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "align"

# A module may import from its own rank's earlier rooms and from any lower rank; see ARCHITECTURE.md.
RANKS = [
    {"errors", "model", "beside", "distinct", "ranges", "recall"},
    {"language"},
    {"lexicon", "encode"},
    {"read", "segment", "match"},
    {"glossary", "termbase", "terms"},
    {"check"},
    {"pipeline", "evaluate"},
    {"diff", "export", "settings"},
    {"run", "inspection"},
    {"cli"},
]
HEAVY = ["jieba", "nltk", "numba", "torch", "lxml", "opencc", "pypinyin", "sentence_transformers", "jinja2", "numpy"]

MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else "__init__"


def dotted(path: Path) -> str:
    parts = ["align", *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {name for name in found if name.split(".")[0] == "align"}


def graph() -> dict[str, set[str]]:
    known = {dotted(path) for path in MODULES}
    return {dotted(path): imports(path) & known - {"align", dotted(path)} for path in MODULES}


def test_every_room_has_a_rank():
    rooms = {room(dotted(path)) for path in MODULES} - {"__init__", "__main__"}
    assert rooms <= set().union(*RANKS)


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_go_down(path):
    rank = {name: level for level, names in enumerate(RANKS) for name in names}
    here = room(dotted(path))
    if here in ("__init__", "__main__"):
        return
    upwards = {name for name in imports(path) if "." in name and rank.get(room(name), -1) > rank[here]}
    assert not upwards


def test_no_cycle():
    left = graph()
    while free := {name for name, needs in left.items() if not needs & left.keys()}:
        left = {name: needs for name, needs in left.items() if name not in free}
    assert not left, f"these import each other in a circle: {sorted(left)}"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_modules_are_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= 450


@pytest.mark.parametrize("start", ["import align, align.model, align.errors", "from align.cli import main"])
def test_start_loads_nothing_heavy(start):
    code = f"{start}\nimport sys\nprint(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not set(HEAVY) & set(loaded)
