"""Exports of Telegram: what a file beside its expectation does not show."""

import io
import json

import pytest

from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import find_format, read_blob
from riwaya.inputs.incoming import Incoming
from riwaya.inputs.posts.segments import code_point
from riwaya.inputs.posts.telegram import MendedEscapes
from riwaya.store.keeping import document_id


def make_export(*messages, **chat):
    """The bytes of an export of one channel."""
    return json.dumps({"name": "قناة", "type": "public_channel", "id": 5, **chat, "messages": messages}).encode()


def make_message(text, id=1, **parts):
    """A message of the channel at a moment."""
    return {"id": id, "type": "message", "date_unixtime": "1705302000", "from": "قناة", "text": text, **parts}


def read_export(data):
    """What comes out of the bytes of an export."""
    return list(read_blob(blob_of("result.json", io.BytesIO(data)), Settings()))


@pytest.mark.parametrize("size", range(1, 12))
def test_an_escape_that_is_no_json_is_mended_wherever_the_stream_is_cut(size):
    data = rb'["\x0b", "\\x41", "\\\x1f", "\n", "\u0041"]'
    stream = MendedEscapes(io.BytesIO(data))

    mended = b"".join(iter(lambda: stream.read(size), b""))

    assert ["\x0b", "\\x41", "\\\x1f", "\n", "A"] == json.loads(mended)


def test_a_stream_that_ends_within_an_escape_is_told_and_what_came_before_is_read():
    whole, _, _ = make_export(make_message("سقطت قذيفة"), make_message("قذيفة ثانية", 2)).rpartition(b"\\u")

    document, refusal = read_export(whole + b"\\x0")

    assert "سقطت قذيفة" == document.text
    assert refusal.reason.startswith("the export breaks off after 1 messages: ")


def test_telephone_numbers_of_contacts_are_kept_nowhere():
    contact = {"first_name": "رائد", "last_name": "", "phone_number": "+963900000000"}
    with_words = make_message("رقم للتبليغ", contact_information=contact)
    odd = make_message({"no": "text"}, 2, contact_information=contact)

    document, refusal = read_export(make_export(with_words, odd))

    assert b"phone_number" not in document.raw
    assert {key for key in odd if key != "contact_information"} == set(refusal.record["messages"][0])


def test_ids_that_repeat_across_chats_are_of_different_documents():
    [one] = read_export(make_export(make_message("سقطت قذيفة"), name=None, id=5))
    [other] = read_export(make_export(make_message("سقطت قذيفة"), name=None, id=6))

    assert document_id(one) != document_id(other)


def test_an_edited_message_is_another_document_than_it_was_before():
    [before] = read_export(make_export(make_message("قتل ثلاثة")))
    [after] = read_export(make_export(make_message("قتل أربعة", edited_unixtime="1705302060")))

    assert document_id(before) != document_id(after)
    assert "2024-01-15T07:01:00+00:00" == after.provenance.edited.at


def test_an_export_is_read_as_a_stream():
    data = make_export(*(make_message("سقطت قذيفة على الحي", number) for number in range(20_000)))
    stream = io.BytesIO(data)

    first = next(iter(read_blob(blob_of("result.json", stream), Settings())))

    assert "5/0" == first.id
    assert stream.tell() < 300_000 < len(data)


def test_two_texts_at_one_moment_are_two_documents_and_no_album():
    one, other = make_message("سقطت قذيفة", photo="a.jpg"), make_message("قذيفة ثانية", 2, photo="b.jpg")

    assert ["سقطت قذيفة", "قذيفة ثانية"] == [each.text for each in read_export(make_export(one, other))]


def test_a_picture_that_is_sent_a_minute_later_is_of_no_album():
    later = make_message("", 2, photo="b.jpg", date_unixtime="1705302060")

    [document] = read_export(make_export(make_message("سقطت قذيفة", photo="a.jpg"), later))

    assert ["a.jpg"] == [pointer.url for pointer in document.provenance.pointers]


def test_the_words_around_what_is_struck_out_are_still_those_of_whose_they_were():
    struck = {"type": "strikethrough", "text": "قتل خمسة"}
    message = make_message(["تحديث\n", struck, "\nقتل أربعة"], forwarded_from="مرصد السهل")

    [document] = read_export(make_export(message))

    assert [
        ("post", "تحديث", "مرصد السهل"),
        ("boilerplate", "قتل خمسة", None),
        ("post", "قتل أربعة", "مرصد السهل"),
    ] == [(segment.kind, document.text[segment.start : segment.end], segment.author) for segment in document.segments]


@pytest.mark.parametrize(("unit", "point"), [(0, 0), (2, 1), (3, 2), (4, 2), (99, 5)])
def test_an_offset_in_utf_16_is_told_in_characters(unit, point):
    assert point == code_point("🔴ا🔴بت", unit)


@pytest.mark.parametrize(
    ("record", "form"),
    [
        ({"id": 1, "text": "نص", "date": "2024-01-15"}, "json"),
        ({"text": 'يكتب "peer_id": ثم "rawContent":', "date": "x"}, "json"),
        ({"id": 1, "message": "نص", "date": "2024-01-15", "peer_id": {"channel_id": 5}}, "telegram-lines"),
        ({"id": 1, "rawContent": "نص", "user": {"username": "a"}}, "x"),
        ({"data": [{"id": "1", "fields": {"title": "نص"}}]}, "reliefweb"),
    ],
)
def test_records_are_told_by_keys_that_only_their_platform_writes(record, form):
    assert form == find_format(blob_of("records.jsonl", io.BytesIO(json.dumps(record).encode()))).name


def test_the_publisher_of_a_post_is_a_channel_and_its_link_is_known_by_its_id():
    [document] = read_export(make_export(make_message("سقطت قذيفة")))

    assert isinstance(document, Incoming)
    assert ("قناة", "https://t.me/c/5/1") == (document.publisher, document.url)


def test_who_liked_a_message_is_kept_nowhere():
    recent = [{"from": "غسان", "from_id": "user11", "date": "2024-03-01T10:09:00"}]

    [document] = read_export(make_export(make_message("سقطت قذيفة", reactions=[{"count": 1, "recent": recent}])))

    assert b"user11" not in document.raw


def test_a_message_longer_than_any_report_is_refused_and_the_next_one_read():
    refusal, document = read_export(make_export(make_message("ق" * 5_000_001), make_message("سقطت قذيفة", 2)))

    assert refusal.reason.startswith("more than 5 MB in one document")
    assert "سقطت قذيفة" == document.text
