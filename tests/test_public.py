"""The public surface: what `import riwaya` offers is listed, in order, and says what it does."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import riwaya

ROOT = Path(__file__).parent.parent
CONSTANTS = (str, int, float, tuple, frozenset, dict)


def find_names_of_ours() -> list[str]:
    """The names that `riwaya/__init__.py` itself defines or takes from its own modules."""
    tree = ast.parse((ROOT / "src" / "riwaya" / "__init__.py").read_text(encoding="utf-8"))
    names = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and ((node.module or "").startswith("riwaya") or node.level):
            names += [alias.asname or alias.name for alias in node.names]
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
    return [name for name in names if not name.startswith("_")]


def test_the_list_of_public_names_is_sorted_and_holds_each_once():
    assert sorted(set(riwaya.__all__)) == list(riwaya.__all__)


def test_the_list_of_public_names_is_complete():
    assert set(find_names_of_ours()) - {"VERSION"} <= set(riwaya.__all__)  # which is public as __version__


@pytest.mark.parametrize("name", riwaya.__all__)
def test_a_public_name_says_what_it_is(name):
    thing = getattr(riwaya, name)
    if isinstance(thing, CONSTANTS):
        return
    assert inspect.getdoc(thing)
    # A dataclass without words of its own gets its signature for a docstring.
    assert not re.match(rf"{name}\(", inspect.getdoc(thing)), f"{name} has no docstring of its own"


def test_the_errors_are_public():
    assert {"RiwayaError", "UnreadableInput", "UsageError", "KnowledgeError"} <= set(riwaya.__all__)


def test_reading_is_public():
    assert {"read", "explain", "Reading"} <= set(riwaya.__all__)


def test_the_version_is_that_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == riwaya.__version__


def test_importing_does_no_work():
    """No data file is opened and nothing of the command line comes in before the first reading."""
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "import riwaya\n"
        "print([name for name in opened if 'riwaya' in name and '/data/' in name.replace(chr(92), '/')])\n"
        "print([name for name in ('click', 'rich') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]\n[]\n" == done.stdout
