"""What reading a format takes beside the package itself: told in one place, whatever is missing."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from riwaya.inputs import extras
from riwaya.inputs.formats import FORMATS, format_named, reader_of

ROOT = Path(__file__).parent.parent.parent
ASKED = {form.extra for form in FORMATS if form.extra} | {
    extra
    for path in (ROOT / "src/riwaya/inputs").rglob("*.py")
    for extra in re.findall(r'need\("[\w.]+", "(\w+)"', path.read_text("utf-8"))
}
# Reads a file by every format in a Python that has none of some modules, and says what each told.
WITHOUT = """
import io, json, sys
for name in sys.argv[1].split(","):
    sys.modules[name] = None
from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import FORMATS, reader_of
told = {}
for form in FORMATS:
    try:
        list(reader_of(form)(blob_of("in", io.BytesIO(open(sys.argv[2], "rb").read())), Settings()))
    except UnreadableInput as error:
        told[form.name] = str(error)
print(json.dumps(told))
"""


@pytest.mark.parametrize("extra", sorted(ASKED))
def test_every_extra_that_a_format_asks_for_is_one_of_the_package(extra):
    offered = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]

    assert extra in offered
    assert extras.is_installed(extra)


def test_an_extra_of_which_a_part_is_missing_is_not_installed(monkeypatch):
    monkeypatch.setitem(extras._MODULES, "tables", ("openpyxl", "there_is_no_such_module"))

    assert not extras.is_installed("tables")


def test_every_format_whose_extra_is_missing_says_what_installs_it_and_no_other_takes_it():
    modules = sorted({module for each in extras._MODULES.values() for module in each})
    file = Path(__file__).parent / "docx" / "statement-libreoffice.docx"
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT, ",".join(modules), file], capture_output=True, text=True, check=True
    )

    told = {name: reason for name, reason in json.loads(run.stdout).items() if "pip install" in reason}
    takes = {form.name: form.extra for form in FORMATS if form.extra}
    assert takes == {name: re.findall(r"`pip install riwaya\[(\w+)\]`", told[name])[0] for name in takes}
    assert {"compressed"} >= told.keys() - takes.keys()  # whose Zstandard alone takes an extra


def test_a_fault_of_our_own_is_no_missing_extra():
    form = format_named("pdf")._replace(home="documents.nothing_of_this_name")

    with pytest.raises(ModuleNotFoundError):
        reader_of(form)
