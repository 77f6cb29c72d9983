import bz2
import gzip
import io
import json
import lzma
import zipfile

import pytest
import zstandard

import warcs
from riwaya.inputs.archives.zips import show
from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming
from warcs import RAID, SHELLING, record


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture
def read_file(tmp_path):
    def read(data, name="file.bin"):
        path = tmp_path / name
        path.write_bytes(data)
        return [(each.name.removeprefix(f"{tmp_path}/"), _said(each)) for each in find_documents([str(path)])]

    return read


def _said(found):
    return found.text if isinstance(found, Incoming) else f"refused: {found.reason}"


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress], ids="gzip bzip2 xz zstandard".split()
)
def test_a_compressed_file_is_read_as_what_is_in_it(read_file, pack):
    lines = "\n".join(json.dumps({"id": str(n), "text": SHELLING}) for n in range(3))

    assert [("posts.jsonl:1", SHELLING), ("posts.jsonl:2", SHELLING), ("posts.jsonl:3", SHELLING)] == read_file(
        pack(lines.encode()), "posts.jsonl.gz"
    )


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress], ids="gzip bzip2 xz zstandard".split()
)
def test_a_compressed_file_that_breaks_off_is_told(read_file, pack):
    packed = pack(SHELLING.encode() * 50)

    assert [("report.txt.gz", "refused: the compressed file breaks off")] == read_file(packed[:-12], "report.txt.gz")


def test_records_before_a_break_in_a_compressed_file_are_read(read_file):
    lines = "\n".join(json.dumps({"id": str(n), "text": f"{SHELLING} {n * n}"}) for n in range(5000)).encode()
    packed = gzip.compress(lines, 0)

    found = read_file(packed[: len(packed) // 2], "posts.jsonl.gz")

    assert len(found) > 1000
    assert ("posts.jsonl:1", f"{SHELLING} 0") == found[0]
    assert "refused: the compressed file breaks off" == found[-1][1]


def test_each_member_is_told_by_its_content_and_not_by_its_name(read_file):
    members = [
        ("a/report.dat", SHELLING),
        ("posts.txt", json.dumps({"text": RAID})),
        ("photo.txt", b"\xff\xd8\xff\xe0 a picture"),
        ("__MACOSX/a/._report.dat", b"\0\0"),
        ("a/", b""),
        ("crawl", warcs.gzipped(record())),
    ]

    assert [
        ("file.bin, a/report.dat", SHELLING),
        ("file.bin, posts.txt:1", RAID),
        ("file.bin, crawl, record 1 https://news.example/1", SHELLING),
    ] == read_file(zipped(members))


def test_a_member_that_cannot_be_read_never_stops_the_rest(read_file):
    packed = bytearray(zipped([("a.txt", SHELLING * 3), ("b.txt", RAID)], zipfile.ZIP_STORED))
    packed[60] ^= 0xFF

    found = read_file(bytes(packed))

    assert ["file.bin, a.txt", "file.bin, b.txt"] == [name for name, _ in found]
    assert found[0][1].startswith("refused: this file of the archive is broken: Bad CRC-32")
    assert RAID == found[1][1]


def test_a_locked_member_is_told(read_file):
    packed = bytearray(zipped([("a.txt", SHELLING)]))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1

    assert [("file.bin, a.txt", "refused: it is locked by a password")] == read_file(bytes(packed))


def test_archives_in_archives_are_read_to_a_depth(read_file):
    data = SHELLING.encode()
    for depth in range(5):
        data = zipped([(f"{depth}.zip", data)])
        said = read_file(data)[0][1]
        assert (SHELLING if depth < 3 else "refused: archives in archives, more than 3 deep") == said


def test_names_that_lead_out_of_the_archive_or_turn_the_line_around_are_only_shown(read_file, tmp_path):
    members = [("../../etc/out.txt", SHELLING), ("/abs.txt", RAID), ("a\u202etxt.exe\x1b[2J.txt", RAID)]

    names = [name for name, _ in read_file(zipped(members))]

    assert ["file.bin, ../../etc/out.txt", "file.bin, /abs.txt", "file.bin, a?txt.exe?[2J.txt"] == names
    assert ["file.bin"] == [path.name for path in tmp_path.iterdir()]


def test_a_long_name_is_shown_short():
    assert 200 == len(show("a" * 60_000))


def test_an_archive_whose_members_are_the_same_bytes_is_not_read(read_file):
    packed = bytearray(zipped([("a.txt", "a" * 1000), ("b.txt", "b" * 1000)]))
    second = packed.rindex(b"PK\x01\x02")
    packed[second + 42 : second + 46] = (0).to_bytes(4, "little")

    assert [("file.bin", "refused: files of the archive overlap, as in a bomb: not read")] == read_file(bytes(packed))


def test_an_archive_without_a_directory_is_told(read_file):
    ((name, said),) = read_file(zipped([("a.txt", SHELLING)])[:60])

    assert ("file.bin", "refused: the archive cannot be opened: File is not a zip file") == (name, said)


def test_an_empty_archive_is_told(read_file):
    assert [("file.bin", "refused: no file in this archive")] == read_file(zipped([]))
