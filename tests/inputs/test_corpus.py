"""Files of each format read exactly to what was written by hand beside them.

Beside a file stands `<file>.expected.yaml`: its documents in their order, its refusals, and the settings it is read
with. Of a document only the keys that are written there are compared; a segment is [kind, words, author, published].
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from riwaya.exports.json import provenance_as_dict
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
        _cut_to(wanted, _told(document)) for wanted, document in zip(expected["documents"], documents, strict=True)
    ]
    assert expected.get("refusals", []) == refused
    assert all(document.raw for document in documents)


def _told(document: Incoming) -> dict[str, Any]:
    told = {key: getattr(document, key) for key in ("name", "text", "id", "url", "publisher", "title", "published")}
    told["segments"] = [[s.kind, document.text[s.start : s.end], s.author, s.published] for s in document.segments]
    told["issues"] = [issue.code for issue in document.issues]
    told["provenance"] = provenance_as_dict(document.provenance) if document.provenance else None
    return told


def _cut_to(wanted: Any, told: Any) -> Any:
    """What was found, cut to the keys that the expectation has."""
    if isinstance(wanted, dict) and isinstance(told, dict):
        return {key: _cut_to(value, told.get(key)) for key, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(told, list) and len(wanted) == len(told):
        return [_cut_to(one, other) for one, other in zip(wanted, told, strict=True)]
    return told
