import gzip
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
import zstandard

import warcs
from riwaya.inputs.archives.warc_writing import Wire, warc_of
from riwaya.inputs.blobs import Settings
from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.records import Moment
from warcs import RAID, SHELLING, http, record

FIRST, SECOND = "https://news.example/1", "https://news.example/2"


@pytest.fixture
def read_archive(tmp_path):
    def read(data, *, name="crawl.warc", **settings):
        path = tmp_path / name
        path.write_bytes(data)
        found = list(find_documents([str(path)], settings=Settings(**settings)))
        assert all(each.name.startswith(str(path)) for each in found)
        return found

    return read


def texts(found):
    return [each.text if isinstance(each, Incoming) else f"refused: {each.reason}" for each in found]


def test_a_document_has_the_address_and_the_moment_at_which_it_was_fetched(read_archive):
    (found,) = read_archive(record())

    assert (SHELLING, FIRST, Moment("2024-01-15T09:30:00+00:00", "archive")) == (
        found.text,
        found.url,
        found.provenance.retrieved,
    )
    assert found.name.endswith(f"crawl.warc, record 1 {FIRST}")
    assert SHELLING.encode() == found.raw
    assert () == found.issues


def test_the_moment_is_told_in_the_zone_asked_for(read_archive):
    (found,) = read_archive(record(), zone="Asia/Baghdad")

    assert "2024-01-15T12:30:00+03:00" == found.provenance.retrieved.at


def test_requests_and_notes_of_the_crawler_are_no_documents(read_archive):
    notes = record(b"software: crawler\r\n", kind="warcinfo", url=None, content_type="application/warc-fields")
    request = record(b"GET /1 HTTP/1.1\r\n\r\n", kind="request", content_type="application/http; msgtype=request")
    metadata = record(SHELLING.encode(), kind="metadata", content_type="text/plain")

    assert [SHELLING] == texts(read_archive(notes + request + record() + metadata))


@pytest.mark.parametrize("pack", [b"".join, lambda records: warcs.gzipped(*records)], ids=["plain", "gzip"])
def test_what_an_archive_holds_does_not_hang_on_its_compression(read_archive, pack):
    found = read_archive(pack([record(), record(http(RAID.encode()), url=SECOND)]), name="anything.bin")

    assert [SHELLING, RAID] == texts(found)


def test_an_archive_compressed_as_a_whole_is_read(read_archive):
    assert [SHELLING, RAID] == texts(read_archive(gzip.compress(record() + record(http(RAID.encode()), url=SECOND))))


@pytest.mark.parametrize("with_dictionary", [False, True], ids=["plain", "dictionary"])
@pytest.mark.parametrize("packed", [False, True], ids=["as it is", "compressed"])
def test_an_archive_compressed_by_zstandard_is_read_with_its_dictionary(read_archive, with_dictionary, packed):
    records = [record(), record(http(RAID.encode()), url=SECOND)]
    known, first = None, b""
    if with_dictionary:
        known = zstandard.ZstdCompressionDict(b"".join(records) * 3, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        data = zstandard.compress(known.as_bytes()) if packed else known.as_bytes()
        first = b"\x5d\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data
    packer = zstandard.ZstdCompressor(dict_data=known)

    assert [SHELLING, RAID] == texts(read_archive(first + b"".join(map(packer.compress, records)), name="c.warc.zst"))


BODY = SHELLING.encode() * 3


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (warcs.chunked(BODY), ["Transfer-Encoding: chunked"]),
        (gzip.compress(BODY), ["Content-Encoding: gzip"]),
        (gzip.compress(BODY) + gzip.compress(b" "), ["Content-Encoding: gzip"]),
        (warcs.deflated(BODY), ["Content-Encoding: deflate"]),
        (brotli.compress(BODY), ["Content-Encoding: br"]),
        (zstandard.compress(BODY), ["Content-Encoding: zstd"]),
        (warcs.chunked(gzip.compress(BODY)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (BODY, ["Transfer-Encoding: chunked", "Content-Encoding: gzip", "Content-Length: 12"]),
        (BODY + b"left over", [f"Content-Length: {len(BODY)}"]),
    ],
    ids="chunked gzip gzip-twice deflate brotli zstd both kept-unpacked longer-than-told".split(),
)
def test_a_body_is_read_as_it_was_meant(read_archive, body, headers):
    (found,) = read_archive(record(http(body, headers=headers)))

    assert (SHELLING * 3, ()) == (found.text.strip(), found.issues)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (warcs.chunked(BODY)[:300], ["Transfer-Encoding: chunked"]),
        (gzip.compress(BODY, 0)[:300], ["Content-Encoding: gzip"]),
        (BODY[:300], [f"Content-Length: {len(BODY)}"]),
    ],
    ids="chunked gzip length".split(),
)
def test_a_body_that_breaks_off_is_read_as_far_as_it_goes_and_told(read_archive, body, headers):
    (found,) = read_archive(record(http(body, headers=headers)))

    assert SHELLING[:50] == found.text[:50]
    assert "D08" in [issue.code for issue in found.issues]
    assert "cut" == found.provenance.completeness


def test_what_was_retrieved_again_under_the_same_address_says_nothing_new(read_archive):
    again = record(b"", kind="revisit", date="2024-01-16T09:30:00Z", headers=["WARC-Payload-Digest: sha1:ABC"])

    assert [SHELLING] == texts(read_archive(record(headers=["WARC-Payload-Digest: sha1:ABC"]) + again))


@pytest.mark.parametrize("pack", [b"".join, lambda records: warcs.gzipped(*records)], ids=["plain", "gzip"])
def test_what_was_retrieved_again_under_another_address_is_read_under_it(read_archive, pack):
    first = record(http(RAID.encode()), url="https://news.example/0")
    second = record(headers=["WARC-Payload-Digest: sha1:ABC"])
    again = record(
        b"", kind="revisit", url=SECOND, date="2024-01-16T09:30:00Z", headers=["WARC-Payload-Digest: sha1:ABC"]
    )

    found = read_archive(pack([first, second, again]))

    assert [(RAID, "https://news.example/0"), (SHELLING, FIRST), (SHELLING, SECOND)] == [(e.text, e.url) for e in found]
    assert "2024-01-16T09:30:00+00:00" == found[2].provenance.retrieved.at


def test_a_picture_that_was_retrieved_again_is_passed_over_again(read_archive):
    digest = ["WARC-Payload-Digest: sha1:PIC"]
    first = record(http(b"\x89PNG", content_type="image/png"), url="https://news.example/a", headers=digest)
    again = record(b"", kind="revisit", url="https://news.example/b", headers=digest)

    assert [] == read_archive(first + again)


def test_an_address_is_shown_without_what_would_move_the_cursor_or_turn_the_line_around(read_archive):
    (found,) = read_archive(record(url="https://news.example/\u202e\x1b[2J"))

    assert found.name.endswith("record 1 https://news.example/??[2J")


def test_what_was_retrieved_again_and_is_not_at_hand_is_told(read_archive):
    again = record(
        b"",
        kind="revisit",
        headers=["WARC-Refers-To-Target-URI: https://news.example/0", "WARC-Refers-To-Date: 2023-12-01T00:00:00Z"],
    )

    (found,) = read_archive(again)

    assert "the same as https://news.example/0 of 2023-12-01T00:00:00Z, whose record is not at hand" == found.reason


def test_records_that_refer_to_each_other_in_a_circle_are_told(read_archive):
    first = record(
        b"", kind="revisit", url=FIRST, headers=["WARC-Payload-Digest: sha1:A", f"WARC-Refers-To-Target-URI: {SECOND}"]
    )
    second = record(
        b"", kind="revisit", url=SECOND, headers=["WARC-Payload-Digest: sha1:A", f"WARC-Refers-To-Target-URI: {FIRST}"]
    )

    assert 2 == sum(isinstance(each, Refusal) for each in read_archive(first + second))


def test_a_text_made_of_a_page_is_read_where_the_page_is_not(read_archive):
    made = record(
        RAID.encode(), kind="conversion", content_type="text/plain", headers=["WARC-Refers-To: <urn:uuid:9>"], number=2
    )
    own = record(number=1)
    of_own = record(
        SHELLING.encode(),
        kind="conversion",
        content_type="text/plain",
        headers=["WARC-Refers-To: <urn:uuid:00000000-0000-4000-8000-000000000001>"],
        number=3,
    )

    assert [SHELLING, RAID] == texts(read_archive(own + of_own + made))


def test_a_file_put_into_an_archive_is_read_without_an_answer_of_a_server(read_archive):
    assert [RAID] == texts(read_archive(record(RAID.encode(), kind="resource", content_type="text/plain")))


def test_pictures_scripts_and_what_machines_ask_for_are_passed_over(read_archive):
    records = [
        record(http(b"\x89PNG\r\n\x1a\n....", content_type="text/html")),
        record(http(b"\xff\xd8\xff", content_type="image/jpeg"), url="https://news.example/a.jpg"),
        record(http(b"{}", content_type="application/json"), url="https://news.example/api"),
        record(http(b"User-agent: *", content_type="text/plain"), url="https://news.example/robots.txt"),
        record(http(b"", status="301 Moved", headers=["Location: /2"])),
    ]

    assert [] == read_archive(b"".join(records))


def test_an_error_of_a_server_is_no_report_and_is_told(read_archive):
    (found,) = read_archive(record(http(b"not found", status="404 Not Found")))

    assert "the server answered 404, which is no report" == found.reason


def test_the_encoding_that_a_server_told_reaches_the_reader(read_archive):
    seen = []
    from riwaya.inputs.archives import warc
    from riwaya.inputs.blobs import open_blob

    path = Path(read_archive(record(http(content_type="text/plain; charset=Windows-1256")))[0].name.split(",")[0])
    blob = open_blob(path)
    with blob.stream:
        list(warc.read(blob, Settings(descend=lambda inside: iter(seen.append(inside.known) or ()))))

    assert [("windows-1256", "text/plain")] == [(known.charset, known.content_type) for known in seen]


def test_addresses_between_angle_brackets_are_read_as_old_archives_write_them(read_archive):
    (found,) = read_archive(record(url=f"<{FIRST}>"))

    assert FIRST == found.url


def test_bytes_that_are_not_those_of_their_digest_are_told(read_archive):
    good = record(headers=["WARC-Block-Digest: sha256:" + __import__("hashlib").sha256(http()).hexdigest()])
    bad = record(url=SECOND, headers=["WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])

    assert [[], ["D09"]] == [[issue.code for issue in each.issues] for each in read_archive(good + bad)]


# ------------------------------------------------------------------------------------------------------ broken records


THIRD = "https://news.example/3"
GOOD = (record(), record(http(RAID.encode()), url=THIRD))


@pytest.mark.parametrize(
    "bad",
    [
        b"garbage\r\n\r\n",
        record(url=SECOND, length=5),
        record(url=SECOND, length=4_000),
        record(url=SECOND, length=10**12),
        record(url=SECOND, length=-1),
        record(url=SECOND, length="many"),
        record(url=SECOND).replace(b"Content-Length", b"X-Length"),
        record(b"no answer of a server", url=SECOND),
        record(url=SECOND)[:200],
        b"WARC/1.1\r\n" + b"X: y\r\n" * 20_000,
        record(http(b"\0\1\2", content_type="text/html"), url=SECOND),
        record(http(headers=["Content-Encoding: rot13"]), url=SECOND),
    ],
    ids="garbage short long huge negative word none no-answer half headers binary coding".split(),
)
def test_a_broken_record_never_stops_the_rest(read_archive, bad):
    found = read_archive(GOOD[0] + bad + GOOD[1])

    good = {each.url: each.text for each in found if isinstance(each, Incoming) and each.url != SECOND}
    assert {FIRST: SHELLING, THIRD: RAID} == good
    told = [each for each in found if isinstance(each, Refusal) or each.issues]
    assert told and len(told) <= 2


@pytest.mark.parametrize("place", range(0, 300, 7))
def test_a_broken_byte_in_a_compressed_record_costs_that_record_at_most(read_archive, place):
    packed = [bytearray(warcs.gzipped(each)) for each in (GOOD[0], record(url=SECOND), GOOD[1])]
    packed[1][place % len(packed[1])] ^= 0xFF

    found = read_archive(b"".join(packed))

    assert {FIRST, THIRD} <= {each.url for each in found if isinstance(each, Incoming)}


@pytest.mark.parametrize("place", range(20, 400, 19))
def test_a_compressed_record_cut_short_costs_that_record_at_most(read_archive, place):
    first, second, third = (warcs.gzipped(each) for each in (GOOD[0], record(url=SECOND), GOOD[1]))

    found = read_archive(first + second[: place % len(second)] + third)

    assert {FIRST, THIRD} <= {each.url for each in found if isinstance(each, Incoming)}
    assert any(isinstance(each, Refusal) or each.issues for each in found) or place % len(second) == 0


@pytest.mark.parametrize("size", range(1, 900, 37))
def test_a_file_that_breaks_off_gives_what_is_before_and_says_so(read_archive, size):
    whole = warcs.gzipped(*GOOD)
    size = size % (len(whole) - 20)

    found = read_archive(whole[: size + 18])

    assert found
    if size + 18 != len(warcs.gzipped(GOOD[0])):
        assert any(isinstance(each, Refusal) or each.issues for each in found)


# ------------------------------------------------------------------------------------------------------ real programs

HERE = Path(__file__).parent / "warc"
SITE = "http://127.0.0.1:8117"
FIRST_PAGE = (
    "قصف مدفعي على بلدة زمار\n"
    "قُتل ثلاثة مدنيين وأصيب آخرون في قصف مدفعي استهدف سوق بلدة زمار صباح الاثنين، بحسب مصدر طبي.\n"
    "وقال شاهد إن القذائف سقطت قرب المستشفى بعد دقائق من فتح المحال التجارية أبوابها في البلدة."
)
SECOND_PAGE = (
    "الوزارة تنفي قصف السوق\n"
    "نفت وزارة الدفاع في بيان أن تكون مدفعيتها قصفت سوق بلدة زمار، وقالت إنها تحقق في الحادث.\n"
    "وأضاف البيان أن القوات كانت على بعد عشرين كيلومترا من البلدة وقت سقوط القذائف عليها."
)
PAGES = [
    (f"{SITE}/1", FIRST_PAGE, "2024-01-15T09:30:00+03:00"),
    (f"{SITE}/2", SECOND_PAGE, "2024-01-15T14:00:00+03:00"),
    (f"{SITE}/2", SECOND_PAGE, "2024-01-15T14:00:00+03:00"),
]


# Packed and in chunks, in Windows-1256, after a redirect, beside pictures, styles and notes of the program; what Wget
# fetches again is in its archive again, and warcio fetches the first page twice.
@pytest.mark.parametrize(
    ("name", "pages"),
    [("wget.warc.gz", PAGES), ("warcio.warc.gz", [*PAGES, PAGES[0]]), ("warcio.wacz", [*PAGES, PAGES[0]])],
)
def test_an_archive_by_a_real_program_reads_to_the_pages_of_the_site(name, pages):
    found = list(find_documents([str(HERE / name)]))
    documents = [each for each in found if isinstance(each, Incoming)]

    assert pages == [(each.url, each.text, each.published) for each in documents]
    assert ["the server answered 404, which is no report"] == [e.reason for e in found if isinstance(e, Refusal)]
    assert {"archive"} == {each.provenance.retrieved.basis for each in documents}
    assert [()] * len(pages) == [each.issues for each in documents]


def test_what_riwaya_fetched_and_kept_is_read_again(read_archive):
    """The archives that are written here are read as those of others are."""
    at = datetime(2024, 1, 15, 9, 30, tzinfo=UTC)
    wire = Wire(FIRST, at, "127.0.0.1", b"GET /1 HTTP/1.1\r\n\r\n", http())

    assert [SHELLING] == texts(read_archive(warc_of([wire], "riwaya")))


def test_notes_of_crawlers_are_no_documents(read_archive):
    notes = [
        record(RAID.encode(), kind="resource", url=url, content_type="text/plain")
        for url in ("metadata://gnu.org/software/wget/warc/wget_arguments.txt", "urn:text:https://news.example/1")
    ]

    assert [SHELLING] == texts(read_archive(b"".join([record(), *notes])))


def test_an_answer_whose_headers_have_no_end_is_told(read_archive):
    found = read_archive(
        record(b"HTTP/1.1 200 OK\r\nX: y\r\n") + record(http(RAID.encode()), url="https://n.example/2")
    )

    assert ["the headers of the answer have no end"] == [each.reason for each in found if isinstance(each, Refusal)]
    assert [RAID] == [each.text for each in found if isinstance(each, Incoming)]
