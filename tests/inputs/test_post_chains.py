"""Whose words a post is read as: everybody between the publisher and whoever wrote it is a link, named or not."""

import io
import json

import pytest

from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import read_document

SHELLING = "قتل ثلاثة مدنيين في قصف مدفعي على بلدة الريحان."
OFFICE = "المكتب الطبي"


def chains_in(name, data):
    """The chains of the accounts in each document of a file, as the names of their links, outermost first."""
    found = []
    for document in read_blob(blob_of(name, io.BytesIO(data)), Settings()):
        reading = read_document(document)
        names = {source.id: source.name for source in reading.sources}
        found.append([tuple(names[link.source] for link in each.attribution) for each in reading.accounts])
    return found


def make_message(**parts):
    """A message of Telegram Desktop's JSON that tells of a shelling."""
    return {"id": 1, "type": "message", "date_unixtime": "1705302000", "text": SHELLING, **parts}


def make_chat(*messages, kind="public_channel", name="قناة السهل"):
    """The bytes of an export of one chat."""
    return json.dumps({"name": name, "type": kind, "id": 5, "messages": messages}).encode()


@pytest.mark.parametrize(
    ("kind", "parts", "chain"),
    [
        ("public_channel", {"from": "قناة السهل"}, ("قناة السهل",)),
        ("public_channel", {"from": "قناة السهل", "forwarded_from": OFFICE}, ("قناة السهل", OFFICE)),
        ("public_channel", {"from": "قناة السهل", "forwarded_from": None}, ("قناة السهل", None)),
        ("public_channel", {"from": "قناة السهل", "forwarded_from": "قناة السهل"}, ("قناة السهل",)),
        ("private_group", {"from": "هند"}, ("قناة السهل", "هند")),
        ("private_group", {"from": None}, ("قناة السهل", None)),
        ("private_group", {"from": "هند", "forwarded_from": OFFICE}, ("قناة السهل", "هند", OFFICE)),
        ("private_group", {"from": "هند", "forwarded_from": "هند"}, ("قناة السهل", "هند")),
        ("private_group", {"from": "هند", "forwarded_from": None}, ("قناة السهل", "هند", None)),
        ("private_group", {"from": None, "forwarded_from": OFFICE}, ("قناة السهل", None, OFFICE)),
        ("private_group", {"from": None, "forwarded_from": None}, ("قناة السهل", None, None)),
        ("private_group", {"from": "قناة السهل", "forwarded_from": OFFICE}, ("قناة السهل", OFFICE)),
    ],
)
def test_a_chain_holds_whoever_wrote_a_message_and_whoever_passed_it_on(kind, parts, chain):
    assert [[chain]] == chains_in("result.json", make_chat(make_message(**parts), kind=kind))


@pytest.mark.parametrize(
    ("parts", "chain"),
    [
        ({"forwarded_from": OFFICE}, (OFFICE,)),
        ({"saved_from": OFFICE, "forwarded_from": OFFICE}, (OFFICE,)),
        ({"saved_from": "قناة السهل", "forwarded_from": OFFICE}, ("قناة السهل", OFFICE)),
        ({"saved_from": "قناة السهل", "forwarded_from": None}, ("قناة السهل", None)),
        ({"saved_from": None, "forwarded_from": OFFICE}, (None, OFFICE)),
        ({"forwarded_from": None}, (None,)),
    ],
)
def test_what_was_saved_is_published_where_it_was_found_and_not_by_whoever_saved_it(parts, chain):
    data = make_chat(make_message(**{"from": "ليلى", **parts}), kind="saved_messages", name=None)

    assert [[chain]] == chains_in("result.json", data)


def test_one_message_whose_author_is_hidden_has_one_unnamed_source_around_what_is_struck_out():
    struck = {"type": "strikethrough", "text": "قتل خمسة مدنيين."}
    message = make_message(**{"from": "هند", "forwarded_from": None})
    message["text"] = ["قصفت المدفعية بلدة الريحان صباح اليوم.\n", struck, "\n", SHELLING]
    [document] = read_blob(blob_of("result.json", io.BytesIO(make_chat(message))), Settings())

    sources = read_document(document).sources

    assert ["post"] == [source.kind for source in sources if source.anonymous]


def test_a_source_that_a_hidden_author_quotes_stands_behind_an_unnamed_link():
    quoting = "قال مصدر طبي إن ثلاثة مدنيين قتلوا في قصف مدفعي على بلدة الريحان."
    message = make_message(**{"from": "قناة السهل", "forwarded_from": None, "text": quoting})

    assert [[("قناة السهل", None, "مصدر طبي")]] == chains_in("result.json", make_chat(message))


@pytest.mark.parametrize(
    ("origin", "chain"),
    [
        (f'<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/med/7">{OFFICE}</a>', OFFICE),
        (f'<span class="tgme_widget_message_forwarded_from_name">{OFFICE}</span>', OFFICE),
        ('<span class="tgme_widget_message_forwarded_from_name"></span>', None),
        ('<span class="tgme_widget_message_forwarded_from_name">Deleted Account</span>', None),
        ('<div class="tgme_widget_message_forwarded_from">Forwarded from</div>', None),
    ],
)
def test_a_preview_that_passes_a_post_on_has_a_link_for_its_author(origin, chain):
    page = f"""<html><body><div class="tgme_widget_message" data-post="sahl/5">
        <a class="tgme_widget_message_owner_name">قناة السهل</a>{origin}
        <div class="tgme_widget_message_text js-message_text">{SHELLING}</div></div></body></html>"""

    assert [[("قناة السهل", chain)]] == chains_in("preview.html", page.encode())


@pytest.mark.parametrize(
    ("origin", "chain"),
    [
        (f'<div class="from_name">{OFFICE}</div>', ("شبكة الجسر", "هند", OFFICE)),
        ('<div class="from_name">Deleted Account</div>', ("شبكة الجسر", "هند", None)),
    ],
)
def test_an_exported_page_has_a_link_for_the_member_and_one_for_the_author(origin, chain):
    page = f"""<html><body><div class="page_wrap"><div class="page_header"><div class="text bold">شبكة الجسر</div></div>
        <div class="page_body"><div class="message default clearfix" id="message4"><div class="body">
        <div class="from_name">هند</div><div class="forwarded body">{origin}<div class="text">{SHELLING}</div></div>
        </div></div></div></div></body></html>"""

    assert [[chain]] == chains_in("messages.html", page.encode())


CHANNEL = {"id": -1005, "type": "ChatType.CHANNEL", "title": "قناة السهل"}
GROUP = {"id": -1006, "type": "ChatType.SUPERGROUP", "title": "شبكة الجسر"}
HIND = {"id": 9, "first_name": "هند"}


@pytest.mark.parametrize(
    ("record", "chain"),
    [
        ({"chat": CHANNEL, "sender_chat": CHANNEL}, ("قناة السهل",)),
        ({"chat": CHANNEL, "forward_sender_name": "سمير"}, ("قناة السهل", "سمير")),
        ({"chat": CHANNEL, "forward_date": "2024-01-15 08:00:00"}, ("قناة السهل", None)),
        ({"chat": GROUP, "from_user": HIND}, ("شبكة الجسر", "هند")),
        ({"chat": GROUP, "from_user": {"id": 9}}, ("شبكة الجسر", None)),
        ({"chat": GROUP, "sender_chat": GROUP}, ("شبكة الجسر",)),
        ({"chat": GROUP, "sender_chat": CHANNEL}, ("شبكة الجسر", "قناة السهل")),
        ({"chat": GROUP, "from_user": HIND, "forward_from_chat": CHANNEL}, ("شبكة الجسر", "هند", "قناة السهل")),
        ({"chat": {"id": 9, "first_name": "هند"}, "from_user": HIND}, ("هند",)),
        ({"peer_id": {"channel_id": 5}, "from_id": None}, (None,)),
        ({"peer_id": {"channel_id": 6}, "from_id": {"user_id": 9}}, (None, None)),
        ({"peer_id": {"channel_id": 5}, "fwd_from": {"from_id": {"channel_id": 8}}}, (None, None)),
        ({"peer_id": {"channel_id": 5}, "fwd_from": {"from_name": OFFICE}}, (None, OFFICE)),
    ],
)
def test_lines_of_client_libraries_have_a_link_for_the_member_and_one_for_the_author(record, chain):
    line = {"id": 1, "date": "2024-01-15T09:00:00", "text": SHELLING, "grouped_id": None, **record}

    assert [[chain]] == chains_in("lines.jsonl", json.dumps(line).encode())


def make_answer(post, **included):
    """An answer of X's API with one post."""
    return json.dumps({"data": [{"edit_history_tweet_ids": [post["id"]], **post}], "includes": included}).encode()


NOUR = {"id": "11", "username": "nour_r", "name": "نور"}
MED = {"id": "13", "username": "med", "name": OFFICE}


@pytest.mark.parametrize(
    ("users", "chain"),
    [
        ([NOUR, MED], ("نور (@nour_r)", f"{OFFICE} (@med)")),
        ([NOUR], ("نور (@nour_r)", None)),
        ([MED], (None, f"{OFFICE} (@med)")),
    ],
)
@pytest.mark.parametrize("relation", ["retweeted", "quoted"])
def test_a_post_of_x_in_another_has_a_link_for_its_author(relation, users, chain):
    post = {
        "id": "1746793000000000002",
        "author_id": "11",
        "text": "انظروا",
        "referenced_tweets": [{"type": relation, "id": "1746700000000000009"}],
    }
    other = {"id": "1746700000000000009", "author_id": "13", "text": SHELLING}

    assert [[chain]] == chains_in("answer.json", make_answer(post, users=users, tweets=[other]))


def test_a_message_of_a_chat_is_of_its_sender():
    line = f"15/01/2024, 09:30 - هند: {SHELLING}\n"

    assert [[(None, "هند")]] == chains_in("chat.txt", line.encode())


def test_what_an_answer_says_of_its_media_may_be_of_any_kind():
    post = {"id": "1746793000000000002", "author_id": "11", "text": SHELLING, "attachments": {"media_keys": 5}}

    assert [[("نور (@nour_r)",)]] == chains_in("answer.json", make_answer(post, users=[NOUR], media=7))
