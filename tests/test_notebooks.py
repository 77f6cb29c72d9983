"""The notebooks in docs/ run from their first cell to the last, and are kept without what they print."""

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
NOTEBOOKS = sorted((HERE / "docs" / "notebooks").glob("*.ipynb"))


def opened(path):
    import nbformat

    return nbformat.read(path, as_version=4)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore")  # those of the machinery that runs notebooks
def test_a_notebook_runs(path, monkeypatch):
    for module in ("matplotlib", "pandas", "polars", "geopandas"):
        pytest.importorskip(module)
    client = pytest.importorskip("nbclient")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(HERE / "src"), os.environ.get("PYTHONPATH", ""))))
    notebook = opened(path)
    client.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()

    told = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in told)
    assert not [output for output in told if output.output_type == "error" or output.get("name") == "stderr"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_what_it_prints(path):
    pytest.importorskip("nbformat")
    for cell in opened(path).cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


def test_there_are_notebooks():
    assert len(NOTEBOOKS) == 2
