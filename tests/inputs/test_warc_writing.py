"""What is written of a fetch is WARC as other programs read it."""

import io
from datetime import UTC, datetime

from warcio.archiveiterator import ArchiveIterator

from riwaya.inputs.archives.warc_writing import (
    NOT_MODIFIED,
    UNCHANGED,
    Earlier,
    Wire,
    info,
    packed,
    records_of,
    warc_of,
)

AT = datetime(2024, 1, 31, 12, 30, tzinfo=UTC)
REQUEST = b"GET /a HTTP/1.1\r\nHost: paper.test\r\n\r\n"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
)
WIRE = Wire("https://paper.test/a", AT, "93.184.215.14", REQUEST, CHUNKED)
EARLIER = Earlier("https://paper.test/a", "2024-01-30T12:30:00Z", UNCHANGED)


def records(data: bytes) -> list[tuple[str, dict[str, str], bytes]]:
    """The records that another program finds: kind, headers, and block."""
    found = ArchiveIterator(io.BytesIO(data), no_record_parse=True)
    return [(each.rec_type, dict(each.rec_headers.headers), each.raw_stream.read()) for each in found]


def test_a_warc_tells_what_made_it_and_then_each_answer_and_request_as_they_went_over_the_wire():
    (made, _, about), (answer, told, response), (asked, of_request, request) = records(warc_of([WIRE], "riwaya/0.1.0"))

    assert ["warcinfo", "response", "request"] == [made, answer, asked]
    assert b"http-header-user-agent: riwaya/0.1.0\r\n" in about
    assert (CHUNKED, REQUEST) == (response, request)
    assert ("https://paper.test/a", "2024-01-31T12:30:00Z", "93.184.215.14") == (
        told["WARC-Target-URI"],
        told["WARC-Date"],
        told["WARC-IP-Address"],
    )
    assert told["WARC-Record-ID"] == of_request["WARC-Concurrent-To"]


def test_another_program_reads_the_answer_and_finds_its_payload_to_be_that_of_the_digest():
    found = ArchiveIterator(io.BytesIO(b"".join(records_of(WIRE))), check_digests="raise")
    response = next(each for each in found if each.rec_type == "response")

    assert ("200", "text/plain", b"abc") == (
        response.http_headers.get_statuscode(),
        response.http_headers.get_header("Content-Type"),
        response.content_stream().read(),
    )
    assert WIRE.digest == response.rec_headers.get_header("WARC-Payload-Digest")


def test_packed_records_are_members_that_can_be_read_alone():
    members = [packed([record]) for record in (info("riwaya", AT), *records_of(WIRE))]

    assert ["warcinfo", "response", "request"] == [kind for kind, *_ in records(b"".join(members))]
    assert ["request"] == [kind for kind, *_ in records(members[2])]


def test_an_answer_that_was_had_before_is_a_revisit_with_its_head_alone():
    (kind, told, block), _ = records(b"".join(records_of(WIRE._replace(earlier=EARLIER))))

    assert ("revisit", CHUNKED.partition(b"\r\n\r\n")[0] + b"\r\n\r\n") == (kind, block)
    assert (UNCHANGED, EARLIER.url, EARLIER.at) == (
        told["WARC-Profile"],
        told["WARC-Refers-To-Target-URI"],
        told["WARC-Refers-To-Date"],
    )
    assert WIRE.digest == told["WARC-Payload-Digest"]


def test_an_answer_that_says_nothing_changed_has_no_digest_of_a_payload_it_does_not_bring():
    not_modified = WIRE._replace(
        response=b"HTTP/1.1 304 Not Modified\r\n\r\n", earlier=EARLIER._replace(profile=NOT_MODIFIED)
    )
    (kind, told, _), _ = records(b"".join(records_of(not_modified)))

    assert ("revisit", NOT_MODIFIED) == (kind, told["WARC-Profile"])
    assert "WARC-Payload-Digest" not in told


def test_an_answer_that_broke_off_says_so():
    (_, told, _), _ = records(b"".join(records_of(WIRE._replace(cut="disconnect"))))

    assert "disconnect" == told["WARC-Truncated"]
