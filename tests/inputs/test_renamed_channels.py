"""A channel that changes its name or address stays one: its number does not change, and its names are its aliases."""

import base64
import io
import json

import pytest

from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import read_document
from riwaya.reconciling.reconcile import reconcile
from riwaya.store.keeping import document_id

SHELLING = "قتل ثلاثة مدنيين في قصف مدفعي على مدينة حلب صباح اليوم."
DEAD = "قتل خمسة مدنيين في قصف مدفعي على مدينة حلب صباح اليوم، وأصيب عشرة."


def read_one(name, data, zone=None):
    """The one document in some bytes."""
    [document] = read_blob(blob_of(name, io.BytesIO(data)), Settings(zone=zone))
    return document


def exported(name, text=SHELLING, number=5, zone=None, **parts):
    """A message of an export that Telegram Desktop made while a channel was called so."""
    message = {"id": 7, "type": "message", "date_unixtime": "1705302000", "from": name, "text": text, **parts}
    chat = {"name": name, "type": "public_channel", "id": number, "messages": [message]}
    return read_one("result.json", json.dumps(chat).encode(), zone)


def previewed(name, handle, number=5):
    """The same message in a preview; its number stands in what the page sends back when it is looked at."""
    view = base64.urlsafe_b64encode(json.dumps({"c": -number, "p": 7}).encode()).decode().rstrip("=")
    page = f"""<html><body><div class="tgme_widget_message" data-post="{handle}/7" data-view="{view}">
        <a class="tgme_widget_message_owner_name">{name}</a>
        <div class="tgme_widget_message_text js-message_text">{SHELLING}</div>
        <time datetime="2024-01-15T07:00:00+00:00"></time></div></body></html>"""
    return read_one("preview.html", page.encode())


def by_library(name):
    """The same message as a client library writes it."""
    chat = {"id": -1005, "type": "ChatType.CHANNEL", "title": name}
    line = {"id": 7, "chat": chat, "date": "2024-01-15T07:00:00+00:00", "text": SHELLING, "sender_chat": chat}
    return read_one("lines.jsonl", json.dumps(line).encode())


def test_a_message_is_one_document_whatever_its_channel_is_called_and_whoever_wrote_the_file():
    documents = [
        exported("أخبار الوادي"),
        exported("مرصد الوادي"),
        exported("مرصد الوادي", zone="Asia/Damascus"),
        previewed("أخبار الوادي", "wadi_news"),
        previewed("مرصد الوادي", "wadi_watch"),
        by_library("أخبار الوادي"),
    ]

    assert {"5/7"} == {document.id for document in documents}
    assert {("5", "7")} == {(each.provenance.post.channel, each.provenance.post.post) for each in documents}
    assert 1 == len({document_id(document) for document in documents})


def test_messages_of_two_channels_of_one_name_are_two_documents():
    assert document_id(exported("أخبار الوادي")) != document_id(exported("أخبار الوادي", number=6))


@pytest.mark.parametrize("view", ["", "%%%", "bm90IGpzb24", "WzFd", "eyJjIjoieCJ9"])
def test_a_preview_that_does_not_tell_the_number_of_its_channel_is_known_by_its_address(view):
    page = f"""<html><body><div class="tgme_widget_message" data-post="wadi/7" data-view="{view}">
        <div class="tgme_widget_message_text js-message_text">{SHELLING}</div></div></body></html>"""

    document = read_one("preview.html", page.encode())

    assert ("wadi/7", "wadi") == (document.id, document.provenance.post.channel)


def lines_of(*documents):
    """The independent lines of the one incident that some documents tell of."""
    readings = [read_document(document) for document in documents]
    [reconciled] = reconcile(readings)
    return reconciled.incident.independent_lines


def test_two_messages_of_a_channel_that_was_renamed_between_them_are_one_line():
    before, after = exported("أخبار الوادي"), exported("مرصد السهل", DEAD, id=8)

    assert 1 == lines_of(before, after)
    assert 2 == lines_of(before, exported("مرصد السهل", DEAD, number=6, id=8))


def test_a_post_that_was_forwarded_goes_back_to_its_channel_under_whichever_name():
    own = exported("مرصد السهل", DEAD)
    forwarded = {"forwarded_from": "أخبار الوادي", "forwarded_from_id": "channel5"}

    assert 1 == lines_of(own, exported("شبكة الجسر", number=9, **forwarded))
    assert 2 == lines_of(own, exported("شبكة الجسر", number=9, **{**forwarded, "forwarded_from_id": "channel6"}))


def test_a_channel_that_names_itself_as_it_was_called_then_quotes_nobody():
    title = {"id": 1, "type": "service", "action": "create_channel", "title": "أخبار الوادي"}
    message = {"id": 7, "type": "message", "date_unixtime": "1705302000", "text": f"أخبار الوادي: {SHELLING}"}
    chat = {"name": "مرصد السهل", "type": "public_channel", "id": 5, "messages": [title, message]}

    reading = read_document(read_one("result.json", json.dumps(chat).encode()))

    assert [["s0"]] == [[link.source for link in account.attribution] for account in reading.accounts]
