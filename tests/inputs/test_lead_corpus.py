"""Lists of leads, and reports that are pasted, read exactly to what was written by hand beside them.

Beside a list stands `<file>.leads.yaml`: its leads, and its refusals. Beside a text that is pasted stands
`<file>.pasted.yaml`: what is said of it, and the document, or why it is none.
"""

from pathlib import Path

import pytest
import yaml

from corpus import cut_to, told
from riwaya.errors import UsageError
from riwaya.inputs.blobs import Settings, open_blob
from riwaya.inputs.incoming import Refusal
from riwaya.inputs.pasting import pasted
from riwaya.inputs.tables.leads import find_leads

HERE = Path(__file__).parent


def expectations(ending):
    """The files that have expectations of a kind, each with them."""
    paths = sorted(HERE.glob(f"*/*{ending}"))
    assert paths
    return [
        pytest.param(path.with_name(path.name.removesuffix(ending)), yaml.safe_load(path.read_text("utf-8")),
                     id=f"{path.parent.name}/{path.name.removesuffix(ending)}")
        for path in paths
    ]  # fmt: skip


@pytest.mark.parametrize(("file", "expected"), expectations(".leads.yaml"))
def test_a_list_gives_the_leads_that_were_written_by_hand(file, expected):
    blob = open_blob(file, file.name)
    with blob.stream:
        found = list(find_leads(blob, Settings(**expected.get("settings", {}))))
    refused = [f"{each.name}: {each.reason}" for each in found if isinstance(each, Refusal)]

    assert expected["leads"] == [list(each) for each in found if not isinstance(each, Refusal)]
    assert expected.get("refusals", []) == refused


@pytest.mark.parametrize(("file", "expected"), expectations(".pasted.yaml"))
def test_what_is_pasted_is_the_document_that_was_written_by_hand(file, expected):
    def paste():
        return pasted(file.read_bytes(), **expected.get("told", {}))

    if "refused" in expected:
        with pytest.raises(UsageError) as fault:
            paste()
        assert expected["refused"] == str(fault.value)
    else:
        assert expected["document"] == cut_to(expected["document"], told(paste()))
