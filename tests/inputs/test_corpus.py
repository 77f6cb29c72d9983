"""Files of each format read exactly to what was written by hand beside them.

Beside a file stands `<file>.expected.yaml`: its documents in their order, its refusals, and the settings it is read
with. Of a document only the keys that are written there are compared; a segment is [kind, words, author, published].
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from corpus import cut_to, told
from riwaya.inputs.blobs import Settings, open_blob
from riwaya.inputs.formats import find_format, read_blob
from riwaya.inputs.incoming import Incoming, Refusal

HERE = Path(__file__).parent
EXPECTED = sorted(HERE.glob("*/*.expected.yaml"))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: f"{path.parent.name}/{path.name.split('.')[0]}")
def test_a_file_reads_to_what_was_written_by_hand(path):
    expected = yaml.safe_load(path.read_text(encoding="utf-8"))
    file = path.with_name(path.name.removesuffix(".expected.yaml"))
    blob = open_blob(file, file.name)
    with blob.stream:
        assert expected["format"] == find_format(blob).name
        found = list(read_blob(blob, Settings(**expected.get("settings", {}))))
    documents = [each for each in found if isinstance(each, Incoming)]
    refused = [f"{each.name}: {each.reason}" for each in found if isinstance(each, Refusal)]

    assert expected["documents"] == [
        cut_to(wanted, told(document)) for wanted, document in zip(expected["documents"], documents, strict=True)
    ]
    assert expected.get("refusals", []) == refused
    assert all(document.raw for document in documents)
