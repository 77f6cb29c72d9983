"""Posts of X: answers of its API (version 2), and the archive of an account.

A post is a document, published by its author. One that passes another on is that other's, as far as its words are
there; a quoted one stands below, as a post of whoever wrote it, or is pointed to where its words are not there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from riwaya.inputs.blobs import MOST_BYTES, Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.records import Record, records_of, records_of_list
from riwaya.inputs.json.values import objects, text_or_none
from riwaya.inputs.posts.x_posts import (
    DEEPEST,
    NO_POST,
    RETWEET,
    Post,
    document_of,
    is_scraped,
    links_of,
    media_of,
    moment_of,
    scraped_document,
)

MOST_ANSWER = 50_000_000
"""Bytes of one answer of the API at most; it gives a hundred posts at a time."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The posts of an archive, of answers of the API, or of the lines that scrapers write."""
    archive = _ARCHIVE.match(blob.head)
    records = (
        records_of_list(blob, most=MOST_BYTES, behind=archive.end()) if archive else records_of(blob, most=MOST_ANSWER)
    )
    for record in records:
        yield from (record,) if isinstance(record, Refusal) else read_record(record, settings)


def read_record(record: Record, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The posts of a record: an answer of the API with many, or a post that came by itself, of whatever origin."""
    for each in _from_record(record, settings):
        if isinstance(each, Incoming) and record.issues:
            yield replace(each, issues=(*record.issues, *each.issues))
        else:
            yield each


def _from_record(record: Record, settings: Settings) -> Iterator[Incoming | Refusal]:
    value = record.value
    if not isinstance(value, dict):
        yield Refusal(record.where, "a post is an object", value)
    elif is_scraped(value):
        yield scraped_document(value, record.where, settings)
    elif "full_text" in value or isinstance(value.get("tweet"), dict):
        yield _from_archive(record, settings)
    elif "data" in value:
        yield from _from_answer(value, record.where, settings)
    else:
        yield _by_itself(value, record.where, settings)


def _by_itself(record: Mapping[str, Any], where: str, settings: Settings) -> Incoming | Refusal:
    """A post that was taken out of an answer, with its author and the posts that it refers to inside it."""
    around = [record, *objects(record.get("referenced_tweets"))]
    users = {str(each.get("author_id")): each["author"] for each in around if isinstance(each.get("author"), dict)}
    posts = {str(each.get("id")): each for each in around[1:] if isinstance(each.get("text"), str)}
    post = _of_api(record, _Included(users, posts, {}), settings, 0)
    return document_of(post, where, settings, record) if post else Refusal(where, NO_POST, record)


# ------------------------------------------------------------------------------------------------------------- the API


def _from_answer(answer: Mapping[str, Any], where: str, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The posts of one answer; those that it includes are there to be quoted, and are no documents."""
    told: Any = answer.get("includes")
    if not isinstance(told, dict):
        told = {}
    included = _Included(
        *(
            {str(each.get(key)): each for each in objects(told.get(name))}
            for name, key in (("users", "id"), ("tweets", "id"), ("media", "media_key"))
        )
    )
    data = answer["data"]
    for number, record in enumerate(data if isinstance(data, list) else [data], 1):
        name = f"{where}, post {record.get('id', number) if isinstance(record, dict) else number}"
        post = _of_api(record, included, settings, 0)
        alone = {"data": record, "includes": told}
        yield document_of(post, name, settings, record) if post else Refusal(name, NO_POST, alone)


class _Included(NamedTuple):
    """What an answer holds beside its posts, by id: users, the posts that others refer to, pictures and films."""

    users: Mapping[str, Any]
    posts: Mapping[str, Any]
    media: Mapping[str, Any]


def _of_api(record: Any, included: _Included, settings: Settings, depth: int) -> Post | None:
    if not isinstance(record, dict) or not isinstance(record.get("text"), str) or "id" not in record:
        return None
    id = str(record["id"])
    note = record.get("note_tweet")
    text = note["text"] if isinstance(note, dict) and isinstance(note.get("text"), str) else record["text"]
    user = included.users.get(str(record.get("author_id")), {})
    attached = record.get("attachments")
    keys = attached.get("media_keys") if isinstance(attached, dict) else None
    shown = [included.media[str(key)] for key in (keys if isinstance(keys, list) else ()) if str(key) in included.media]
    at, basis = moment_of(record.get("created_at"), id, settings)
    versions = [str(each) for each in record.get("edit_history_tweet_ids") or ()]
    related = {
        str(each.get("type")): str(each.get("id"))
        for each in objects(record.get("referenced_tweets"))
        if each.get("id")
    }

    def other(kind: str) -> Post | None:
        if kind not in related or depth >= DEEPEST:
            return None
        found = _of_api(included.posts.get(related[kind]), included, settings, depth + 1)
        return found or Post(related[kind], "", at=moment_of(None, related[kind], settings)[0])

    repeats = other("retweeted")
    if repeats is not None and not repeats.text and (head := RETWEET.match(text)):
        repeats = replace(repeats, handle=head[1])
    return Post(
        id,
        html.unescape(text),
        text_or_none(user.get("name")),
        text_or_none(user.get("username")),
        text_or_none(record.get("author_id")),
        at,
        basis,
        at if len(versions) > 1 and versions[0] != id else None,
        related.get("replied_to"),
        repeats,
        other("quoted"),
        (*media_of(shown), *links_of(record.get("entities"))),
    )


# --------------------------------------------------------------------------------------------------------- the archive

_ARCHIVE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*window\.YTD\.\w+\.part\d+\s*=\s*")


def _from_archive(record: Record, settings: Settings) -> Incoming | Refusal:
    """A post of an account's archive, which does not say whose it is: the publisher is for the caller to tell."""
    value = record.value
    post = _of_archive(value.get("tweet", value) if isinstance(value, dict) else None, settings)
    if post is None:
        return Refusal(record.where, "a post of an archive has an id_str and a full_text", value)
    return document_of(post, record.where, settings, value)


def _media(record: Mapping[str, Any]) -> Any:
    """The pictures and films of a post in an archive; only `extended_entities` has all of several."""
    entities = (record.get(key) for key in ("extended_entities", "entities"))
    return next((each["media"] for each in entities if isinstance(each, dict) and each.get("media")), None)


def _of_archive(record: Any, settings: Settings) -> Post | None:
    if not isinstance(record, dict):
        return None
    id = text_or_none(record.get("id_str") or record.get("id"))
    text = record.get("full_text") or record.get("text")
    if id is None or not isinstance(text, str):
        return None
    text = html.unescape(text)
    at, basis = moment_of(record.get("created_at"), id, settings)
    passed = RETWEET.match(text)
    return Post(
        id,
        text,
        at=at,
        basis=basis,
        reply_to=text_or_none(record.get("in_reply_to_status_id_str")),
        # The archive has neither the id nor the time of what was passed on.
        repeats=Post(id, "", handle=passed[1]) if passed else None,
        pointers=(*media_of(_media(record)), *links_of(record.get("entities"))),
    )
