"""Imports go one way: a layer knows only the layers above it, and only pipeline.py knows the stages."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "riwaya"

# In the order in which text becomes records. Layers on one line may know each other.
LAYERS = (
    ("frozen",),
    ("records", "errors"),
    ("text",),
    ("knowledge",),
    ("reading",),
    ("reconciling",),
    ("pipeline",),
    ("inputs", "store", "exports", "showing", "notebook", "extractors", "bulk", "web"),
    ("watching",),
    ("cli", "__main__"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
SURFACE = RANK["pipeline"]  # `from riwaya import read` needs all that the pipeline needs
JOINS_STAGES = "accounts"  # the one stage that puts together what the others found


def find_faults(source: Path) -> list[str]:
    """Every import under `source` that goes against the order, as "file:line: what is wrong"."""
    faults = []
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        if parts[0] == "data":
            faults.append(f"{path.relative_to(source)}:1: data holds no code")
        elif parts[-1] == "__init__":
            continue
        elif parts[0] not in RANK:
            faults.append(f"{path.relative_to(source)}:1: {parts[0]} has no place in the order of layers")
        else:
            for line, target in find_imports(path, parts):
                fault = judge(parts, target)
                if fault:
                    faults.append(f"{path.relative_to(source)}:{line}: {fault}")
    return faults


def find_imports(path: Path, parts: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    """The modules of riwaya that a file imports, at its top or inside a function, as parts below `riwaya`."""
    package = ("riwaya", *parts[:-1])
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = package[: len(package) - node.level + 1] if node.level else ()
            origin += tuple(node.module.split(".")) if node.module else ()
            names = [(*origin, alias.name) for alias in node.names]
        else:
            continue
        found += [(node.lineno, name[1:]) for name in names if name[0] == "riwaya"]
    return found


def judge(importer: tuple[str, ...], target: tuple[str, ...]) -> str | None:
    """What is wrong with one import, or None."""
    if target == ("__version__",):
        return None
    layer = target[0] if target and target[0] in RANK else None
    rank = RANK[layer] if layer else SURFACE
    name = ".".join(("riwaya", *target))
    if importer[0] == layer == "reading":
        stage = target[1] if len(target) > 1 else ""
        if importer[1] == JOINS_STAGES or stage.startswith("_"):
            return None
        return f"the stage {importer[1]} imports another, {name}"
    if layer == "reading" and importer[0] != "pipeline":
        return f"{importer[0]} imports {name}; only pipeline.py knows the stages"
    if layer is None and rank >= RANK[importer[0]]:
        return f"{importer[0]} imports {name} from the public surface, which stands on it"
    if rank > RANK[importer[0]]:
        return f"{importer[0]} imports {name}, a layer that stands on it"
    return None


def test_imports_go_one_way():
    assert [] == find_faults(SOURCE)


@pytest.fixture
def house(tmp_path):
    """Writes a made tree from {file: source} and gives the faults in it."""

    def build(files: dict[str, str]) -> list[str]:
        for name, code in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code, encoding="utf-8")
        return find_faults(tmp_path)

    return build


def test_a_house_in_order_has_no_faults(house):
    files = {
        "__init__.py": "from riwaya.pipeline import read\n",
        "records.py": "from riwaya.errors import Fault\nimport dataclasses\n",
        "text/segment.py": "from riwaya.text.normalize import fold\nfrom ..records import Token\n",
        "reading/times.py": "from riwaya.knowledge.load import Knowledge\nfrom riwaya.reading import _dates\n",
        "reading/_dates.py": "from riwaya.records import Span\n",
        "reading/accounts.py": "from riwaya.reading.times import find_times\n",
        "pipeline.py": "from riwaya.reading import times\nfrom riwaya import __version__\n",
        "bulk/run.py": "from riwaya.inputs.text import load_text\nfrom riwaya import read\n",
        "cli.py": "def main():\n    from riwaya.web import serve\n",
    }

    assert [] == house(files)


@pytest.mark.parametrize(
    ("name", "code", "fault"),
    [
        (
            "text/words.py",
            "\nfrom riwaya.knowledge.load import Knowledge\n",
            "text/words.py:2: text imports riwaya.knowledge.load.Knowledge, a layer that stands on it",
        ),
        (
            "knowledge/match.py",
            "def run():\n    import riwaya.pipeline\n",
            "knowledge/match.py:2: knowledge imports riwaya.pipeline, a layer that stands on it",
        ),
        (
            "reading/times.py",
            "from .numbers import find_numbers\n",
            "reading/times.py:1: the stage times imports another, riwaya.reading.numbers.find_numbers",
        ),
        (
            "reading/times.py",
            "from riwaya.reading import accounts\n",
            "reading/times.py:1: the stage times imports another, riwaya.reading.accounts",
        ),
        (
            "reading/_shared.py",
            "from riwaya.reading.times import find_times\n",
            "reading/_shared.py:1: the stage _shared imports another, riwaya.reading.times.find_times",
        ),
        (
            "exports/csv.py",
            "from ..reading.places import find_places\n",
            "exports/csv.py:1: exports imports riwaya.reading.places.find_places; only pipeline.py knows the stages",
        ),
        (
            "reconciling/compare.py",
            "from riwaya import read\n",
            "reconciling/compare.py:1: reconciling imports riwaya.read from the public surface, which stands on it",
        ),
        ("helpers.py", "", "helpers.py:1: helpers has no place in the order of layers"),
        ("data/ar/words.py", "", "data/ar/words.py:1: data holds no code"),
    ],
)
def test_an_import_against_the_order_is_told(house, name, code, fault):
    assert [fault] == house({name: code})
