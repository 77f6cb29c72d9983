"""What reading a format takes beside the package itself: told in one place, whatever is missing."""

import io
import re
import sys
import tomllib
from pathlib import Path

import pytest

from riwaya.errors import UnreadableInput
from riwaya.inputs import extras
from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import FORMATS, format_named, reader_of

ROOT = Path(__file__).parent.parent.parent
ASKED = {form.extra for form in FORMATS if form.extra} | {
    extra
    for path in (ROOT / "src/riwaya/inputs").rglob("*.py")
    for extra in re.findall(r'need\("[\w.]+", "(\w+)"', path.read_text("utf-8"))
}


@pytest.mark.parametrize("extra", sorted(ASKED))
def test_every_extra_that_a_format_asks_for_is_one_of_the_package(extra):
    offered = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]

    assert extra in offered
    assert extras.is_installed(extra)


def test_an_extra_of_which_a_part_is_missing_is_not_installed(monkeypatch):
    monkeypatch.setitem(extras._MODULES, "tables", ("openpyxl", "there_is_no_such_module"))

    assert not extras.is_installed("tables")


@pytest.mark.parametrize("form", [form for form in FORMATS if form.extra], ids=lambda form: form.name)
def test_a_format_whose_extra_is_missing_says_what_installs_it(form, monkeypatch):
    data = (Path(__file__).parent / "docx" / "statement-libreoffice.docx").read_bytes()
    _take_away(monkeypatch, extras._MODULES[form.extra])

    with pytest.raises(UnreadableInput, match=re.escape(f"takes `pip install riwaya[{form.extra}]`")):
        list(reader_of(form)(blob_of("in", io.BytesIO(data)), Settings()))


def _take_away(monkeypatch, modules):
    """Makes it as if some modules were not installed, and ours not yet in memory."""
    for name in list(sys.modules):
        if name.startswith(("riwaya.inputs.", *(f"{module}." for module in modules))):
            monkeypatch.delitem(sys.modules, name)
    for name in modules:
        monkeypatch.setitem(sys.modules, name, None)


def test_a_fault_of_our_own_is_no_missing_extra():
    form = format_named("pdf")._replace(home="documents.nothing_of_this_name")

    with pytest.raises(ModuleNotFoundError):
        reader_of(form)


def test_posts_of_x_and_lines_of_telegram_take_no_extra(monkeypatch):
    _take_away(monkeypatch, ["ijson"])

    for name in ("x", "telegram-lines"):
        assert callable(reader_of(format_named(name)))
