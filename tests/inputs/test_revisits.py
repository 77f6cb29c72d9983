"""What was retrieved again unchanged, where the earlier record stands in another archive."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
import zstandard

import warcs
from riwaya.inputs.archives import revisits
from riwaya.inputs.archives.warc_writing import NOT_MODIFIED, UNCHANGED, Earlier, Wire, date_of, packed, records_of
from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming
from warcs import RAID, SHELLING, http, record

FIRST, SECOND = "https://news.example/1", "https://news.example/2"
DIGEST = "WARC-Payload-Digest: sha1:ABC"
AGAIN = {"kind": "revisit", "date": "2024-01-16T09:30:00Z", "number": 9}
"""The head of a record of what was retrieved again a day later."""


@pytest.fixture
def archives(tmp_path):
    """Writes archives into a folder, each with its records, and gives the folder."""

    def write(**files):
        for name, data in files.items():
            ending = "warc.gz" if data.startswith(b"\x1f\x8b") else "warc.zst" if data[:1] in b"(\x5d" else "warc"
            (tmp_path / f"{name}.{ending}").write_bytes(data)
        return tmp_path

    return write


def told(*paths):
    return [
        (each.text, each.url, each.provenance.retrieved.at) if isinstance(each, Incoming) else each.reason
        for each in find_documents(list(map(str, paths)))
    ]


def zstd(*records):
    return b"".join(zstandard.ZstdCompressor().compress(each) for each in records)


def zstd_with_dictionary(*records):
    known = zstandard.train_dictionary(
        4_096, [f"{number}: {SHELLING} {RAID} WARC/1.1 {number}".encode() * 3 for number in range(200)]
    )
    data = known.as_bytes()
    packer = zstandard.ZstdCompressor(dict_data=known)
    frames = b"".join(packer.compress(each) for each in records)
    return b"\x5d\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data + frames


def plain(*records):
    return b"".join(records)


@pytest.mark.parametrize("pack", [plain, warcs.gzipped, zstd, zstd_with_dictionary])
def test_trap_a_day_that_says_that_a_page_is_the_same_as_the_day_before_is_read(archives, pack):
    raid = record(http(RAID.encode()), url=SECOND)
    again = record(b"", headers=[DIGEST], **AGAIN)
    folder = archives(day15=pack(raid, record(headers=[DIGEST])), day16=pack(again))

    assert [(SHELLING, FIRST, "2024-01-16T09:30:00+00:00")] == told(next(folder.glob("day16*")))


@pytest.mark.parametrize("pack", [plain, warcs.gzipped, zstd, zstd_with_dictionary])
def test_a_record_under_another_address_is_found_again_in_the_same_archive(archives, pack):
    raid = record(http(RAID.encode()), url="https://news.example/0")
    again = record(b"", url=SECOND, headers=[DIGEST], **AGAIN)
    folder = archives(day15=pack(raid, record(headers=[DIGEST]), again))

    assert [RAID, SHELLING, SHELLING] == [text for text, _, _ in told(folder)]


@pytest.mark.parametrize(
    "refers",
    [
        ["WARC-Refers-To: <urn:uuid:00000000-0000-4000-8000-000000000001>"],
        [f"WARC-Refers-To-Target-URI: <{FIRST}>", "WARC-Refers-To-Date: 2024-01-15T09:30:00Z"],
        ["WARC-Refers-To-Date: 2024-01-15T09:30:00Z"],
    ],
)
def test_an_earlier_record_is_known_by_its_id_or_its_address_and_moment(archives, refers):
    folder = archives(day15=record(), day16=record(b"", headers=refers, **AGAIN))

    assert [(SHELLING, FIRST, "2024-01-16T09:30:00+00:00")] == told(folder / "day16.warc")


def test_an_earlier_record_may_stand_in_an_archive_with_a_later_name(archives):
    folder = archives(a=record(b"", headers=[DIGEST], **AGAIN), b=record(headers=[DIGEST]))

    assert [(SHELLING, FIRST, "2024-01-16T09:30:00+00:00")] == told(folder / "a.warc")


def test_what_a_whole_folder_holds_is_told_once_for_an_address(archives):
    same = record(b"", headers=[DIGEST], **AGAIN)
    elsewhere = record(b"", url=SECOND, headers=[DIGEST], **AGAIN)
    folder = archives(day15=record(headers=[DIGEST]), day16=same + elsewhere)

    assert [
        (SHELLING, FIRST, "2024-01-15T09:30:00+00:00"),
        (SHELLING, SECOND, "2024-01-16T09:30:00+00:00"),
    ] == told(folder)


def test_what_was_read_in_one_run_does_not_silence_the_next(archives):
    folder = archives(day15=record(headers=[DIGEST]), day16=record(b"", headers=[DIGEST], **AGAIN))

    assert told(folder) == told(folder)
    assert [(SHELLING, FIRST, "2024-01-16T09:30:00+00:00")] == told(folder / "day16.warc")


def test_an_earlier_record_that_is_nowhere_beside_is_told(archives):
    other = record(http(RAID.encode()), url=SECOND, headers=["WARC-Payload-Digest: sha1:OTHER"], number=2)
    refers = [DIGEST, f"WARC-Refers-To-Target-URI: {FIRST}", "WARC-Refers-To-Date: 2024-01-15T09:30:00Z"]
    folder = archives(day15=other, day16=record(b"", headers=refers, **AGAIN))

    assert [f"the same as {FIRST} of 2024-01-15T09:30:00Z, whose record is not at hand"] == told(folder / "day16.warc")


def test_another_text_under_the_same_address_does_not_silence_one_that_is_not_at_hand(archives):
    raid = record(http(RAID.encode()), headers=["WARC-Payload-Digest: sha1:OTHER"])
    again = record(b"", headers=[DIGEST], **AGAIN)

    assert [(RAID, FIRST, "2024-01-15T09:30:00+00:00"), f"the same as {FIRST}, whose record is not at hand"] == told(
        archives(day15=raid + again)
    )


def test_a_broken_archive_beside_tells_nothing_and_stops_nothing(archives):
    broken = b"\x1f\x8b" + bytes(100)
    again = record(b"", headers=[DIGEST], **AGAIN)
    folder = archives(day14=record(headers=[DIGEST]), day15=broken, day16=again)

    assert [SHELLING] == [text for text, _, _ in told(folder / "day16.warc")]


def test_a_folder_is_looked_through_once_however_many_records_it_does_not_hold(archives, monkeypatch):
    looked = []
    beside = revisits._beside
    monkeypatch.setattr(revisits, "_beside", lambda path: looked.append(path) or beside(path))
    lost = b"".join(record(b"", url=f"{FIRST}{n}", headers=[f"{DIGEST}{n}"], **AGAIN) for n in range(20))
    folder = archives(day15=record(headers=[DIGEST]), day16=lost)

    assert 20 == len(told(folder / "day16.warc"))
    assert 1 == len(looked)


def test_archives_beside_are_looked_into_up_to_a_limit(archives, monkeypatch):
    monkeypatch.setattr(revisits, "MOST_BESIDE", 100)
    folder = archives(day15=record(headers=[DIGEST]), day16=record(b"", headers=[DIGEST], **AGAIN))

    assert [f"the same as {FIRST}, whose record is not at hand"] == told(folder / "day16.warc")


def test_a_picture_in_an_archive_beside_is_passed_over(archives):
    picture = record(http(b"\x89PNG", content_type="image/png"), headers=[DIGEST])
    folder = archives(day15=picture, day16=record(b"", headers=[DIGEST], **AGAIN))

    assert [] == told(folder / "day16.warc")


@pytest.mark.parametrize("profile", [UNCHANGED, NOT_MODIFIED])
def test_a_day_of_a_watch_is_read_by_the_one_before_it(archives, profile):
    asked = b"GET /1 HTTP/1.1\r\n\r\n"
    at, later = (datetime(2024, 1, day, 9, 30, tzinfo=UTC) for day in (15, 16))
    first = Wire(FIRST, at, "192.0.2.1", asked, http())
    answer = b"HTTP/1.1 304 Not Modified\r\n\r\n" if profile == NOT_MODIFIED else http()
    second = Wire(FIRST, later, "192.0.2.1", asked, answer, earlier=Earlier(FIRST, date_of(at), profile))
    folder = archives(day15=packed(records_of(first)), day16=packed(records_of(second)))

    assert [(SHELLING, FIRST, "2024-01-16T09:30:00+00:00")] == told(folder / "day16.warc.gz")


def test_the_archives_of_a_collection_are_beside_each_other(tmp_path):
    again = record(b"", url=SECOND, headers=[DIGEST], **AGAIN)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("archive/rec-0.warc.gz", warcs.gzipped(record(headers=[DIGEST])))
        file.writestr("archive/rec-1.warc.gz", warcs.gzipped(again))
        file.writestr("datapackage.json", '{"resources": []}')
    (tmp_path / "crawl.wacz").write_bytes(buffer.getvalue())

    assert [
        (SHELLING, FIRST, "2024-01-15T09:30:00+00:00"),
        (SHELLING, SECOND, "2024-01-16T09:30:00+00:00"),
    ] == told(tmp_path / "crawl.wacz")
