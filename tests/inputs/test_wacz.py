import hashlib
import io
import json
import zipfile

import pytest

import warcs
from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming
from warcs import RAID, SHELLING, http, record

ARCHIVE = warcs.gzipped(record(), record(http(RAID.encode()), url="https://news.example/2"))


def collection(*, archive=ARCHIVE, told=None, digest=None, pages=True, listed=("archive/data.warc.gz",), held=True):
    """A collection with one archive; `told` and `digest` are other digests than those of its files."""
    told = told or "sha256:" + hashlib.sha256(archive).hexdigest()
    resources = [{"name": name.split("/")[-1], "path": name, "hash": told, "bytes": len(archive)} for name in listed]
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}).encode()
    lines = ['{"format": "json-pages-1.0", "id": "pages"}', "not json"]
    lines.append(
        json.dumps({"id": "1", "url": "https://news.example/1", "ts": "2024-01-15T09:30:00Z", "title": "قصف على زمار"})
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        if held:
            file.writestr("archive/data.warc.gz", archive)
        else:
            file.writestr("archive/", b"")
        file.writestr("indexes/index.cdx.gz", b"\x1f\x8b not read")
        if pages:
            file.writestr("pages/pages.jsonl", "\n".join(lines))
        file.writestr("datapackage.json", package)
        digest = digest or "sha256:" + hashlib.sha256(package).hexdigest()
        file.writestr("datapackage-digest.json", json.dumps({"path": "datapackage.json", "hash": digest}))
    return buffer.getvalue()


@pytest.fixture
def read_collection(tmp_path):
    def read(data):
        path = tmp_path / "crawl.wacz"
        path.write_bytes(data)
        found = list(find_documents([str(path)]))
        documents = [each for each in found if isinstance(each, Incoming)]
        refused = [
            (each.name.removeprefix(f"{path}, "), each.reason) for each in found if not isinstance(each, Incoming)
        ]
        return documents, refused

    return read


def test_pages_come_with_their_address_and_the_title_of_the_list(read_collection):
    documents, refused = read_collection(collection())

    assert [
        (SHELLING, "https://news.example/1", "قصف على زمار"),
        (RAID, "https://news.example/2", None),
    ] == [(each.text, each.url, each.title) for each in documents]
    assert documents[0].name.endswith("crawl.wacz, archive/data.warc.gz, record 1 https://news.example/1")
    assert [] == refused


def test_a_collection_without_a_list_of_pages_is_read(read_collection):
    documents, refused = read_collection(collection(pages=False))

    assert ([SHELLING, RAID], []) == ([each.text for each in documents], refused)


def test_an_archive_that_was_altered_is_told_and_read(read_collection):
    documents, refused = read_collection(collection(told="sha256:" + "0" * 64))

    assert [("archive/data.warc.gz", "its bytes are not those that the collection tells; read all the same")] == refused
    assert [["D09"], ["D09"]] == [[issue.code for issue in each.issues] for each in documents]


def test_a_list_of_files_that_was_altered_is_told(read_collection):
    documents, refused = read_collection(collection(digest="sha256:" + "0" * 64))

    assert [("datapackage-digest.json", "the list of files is not the one that it tells")] == refused
    assert 2 == len(documents)


def test_a_file_that_is_told_of_and_not_there_is_told(read_collection):
    documents, refused = read_collection(collection(listed=("archive/data.warc.gz", "archive/more.warc.gz")))

    assert [("archive/more.warc.gz", "the collection tells of this file, but does not hold it")] == refused
    assert 2 == len(documents)
