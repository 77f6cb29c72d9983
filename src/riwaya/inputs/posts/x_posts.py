"""Posts of X as documents, and the lines that scrapers write of them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from riwaya.inputs.blobs import Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.json.values import objects, raw_of, text_or_none
from riwaya.inputs.moments import from_any, from_post_id
from riwaya.records import Forward, Moment, Pointer, PostId, Provenance, Segment

NO_POST = "a post has an id and a text"
RETWEET = re.compile(r"RT @(\w{1,15}): ")
DEEPEST = 3
"""Posts in posts that are followed; X itself shows one."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post as any of the formats tells it; `raw` is its record."""

    id: str
    text: str
    name: str | None = None
    handle: str | None = None
    account: str | None = None
    at: str | None = None
    basis: str = "post"
    edited: str | None = None
    reply_to: str | None = None
    repeats: Post | None = None
    quotes: Post | None = None
    pointers: tuple[Pointer, ...] = ()

    @property
    def author(self) -> str | None:
        """Who posted, as the platform signs: the name, and the handle in brackets."""
        if self.name and self.handle:
            return f"{self.name} (@{self.handle})"
        return self.name or (f"@{self.handle}" if self.handle else None)

    @property
    def url(self) -> str:
        """Where the post stands."""
        return f"https://x.com/{self.handle or 'i/web'}/status/{self.id}"


def document_of(post: Post, where: str, settings: Settings, record: Any) -> Incoming:
    """A post as a document, with the posts in it."""
    whole = _laid_out(post, settings)
    at = post.at
    return Incoming(
        name=where,
        text=whole.text,
        id=post.id,
        url=post.url,
        publisher=post.author,
        published=at,
        segments=whole.segments,
        provenance=Provenance(
            published=Moment(at, post.basis) if at else None,
            edited=Moment(post.edited, "post") if post.edited else None,
            completeness="cut" if whole.text.endswith("…") else "whole",
            post=PostId("x", post.account or post.handle, post.id, post.reply_to),
            forwarded=_forward(post.repeats),
            pointers=whole.pointers,
        ),
        raw=raw_of(record),
    )


# ------------------------------------------------------------------------------------------------------------ the text


@dataclass(frozen=True, slots=True)
class _Laid:
    text: str
    segments: tuple[Segment, ...] = ()
    pointers: tuple[Pointer, ...] = ()


def _laid_out(post: Post, settings: Settings) -> _Laid:
    """The words of a post with those of the posts in it, each as a segment of its author."""
    if post.repeats is not None:
        inner = _laid_out(replace(post.repeats, repeats=None), settings)
        head = RETWEET.match(post.text)
        text, start = inner.text, 0
        if not post.repeats.text and head:  # only what the repeating post shows of it
            text, start = post.text, head.end()
        if not text.strip():
            return _Laid(text, (), (Pointer("x", post.repeats.url),))
        end = len(post.repeats.text.rstrip()) or len(text)
        own = Segment("post", start, end, post.repeats.author, post.repeats.at)
        return _Laid(text, (own, *inner.segments), (*post.pointers, *inner.pointers))
    quoted = post.quotes
    if quoted is None:
        return _Laid(post.text, (), post.pointers)
    if not quoted.text.strip():
        return _Laid(post.text, (), (*post.pointers, Pointer("x", quoted.url)))
    text = f"{post.text.rstrip()}\n\n"
    start = len(text)
    text += quoted.text.strip()
    return _Laid(text, (Segment("post", start, len(text), quoted.author, quoted.at),), post.pointers)


def _forward(post: Post | None) -> Forward | None:
    return Forward(post.author, post.account or post.handle, post.url, post.at) if post else None


# ------------------------------------------------------------------------------------------------------------ scrapers


def is_scraped(record: Mapping[str, Any]) -> bool:
    """Whether a record is a post as scrapers write them: its words, and a user with a username."""
    user = record.get("user")
    words = any(isinstance(record.get(key), str) for key in ("rawContent", "renderedContent", "content", "full_text"))
    return words and isinstance(user, dict) and ("username" in user or "screen_name" in user)


def scraped_document(record: Mapping[str, Any], where: str, settings: Settings) -> Incoming | Refusal:
    """A post that a scraper wrote, as a document."""
    post = _of_scraper(record, settings, 0)
    return document_of(post, where, settings, record) if post else Refusal(where, NO_POST, record)


def _of_scraper(record: Any, settings: Settings, depth: int) -> Post | None:
    if not isinstance(record, dict) or depth > DEEPEST:
        return None
    id = text_or_none(record.get("id_str")) or text_or_none(record.get("id"))
    found = (record.get(key) for key in ("rawContent", "full_text", "content", "renderedContent", "text"))
    text = next((each for each in found if isinstance(each, str)), None)
    if id is None or text is None:
        return None
    user = record.get("user") if isinstance(record.get("user"), dict) else {}
    assert isinstance(user, dict)
    at, basis = moment_of(record.get("date") or record.get("created_at"), id, settings)
    return Post(
        id,
        html.unescape(text),
        text_or_none(user.get("displayname") or user.get("name")),
        text_or_none(user.get("username") or user.get("screen_name")),
        text_or_none(user.get("id_str") or user.get("id")),
        at,
        basis,
        None,
        text_or_none(record.get("inReplyToTweetIdStr") or record.get("inReplyToTweetId")),
        _of_scraper(record.get("retweetedTweet"), settings, depth + 1),
        _of_scraper(record.get("quotedTweet"), settings, depth + 1),
        (*_scraped_media(record.get("media")), *_scraped_links(record)),
    )


def _scraped_links(record: Mapping[str, Any]) -> tuple[Pointer, ...]:
    """The addresses that a post links to: as objects with a url, or as they are."""
    found = [each for key in ("links", "outlinks") if isinstance(record.get(key), list) for each in record[key]]
    urls = (each.get("url") if isinstance(each, dict) else each for each in found)
    return tuple(dict.fromkeys(Pointer(_kind_of(url), url) for url in urls if isinstance(url, str) and url))


def _scraped_media(media: Any) -> tuple[Pointer, ...]:
    """The pictures and films of a post: in lists by their kind, or in one list; of a film its first picture."""
    if isinstance(media, dict):
        media = [each for kind in ("photos", "videos", "animated") for each in objects(media.get(kind))]
    found = []
    for each in objects(media):
        urls = [each.get(key) for key in ("fullUrl", "url", "videoUrl", "thumbnailUrl")]
        if url := next((url for url in urls if isinstance(url, str) and url), None):
            found.append(Pointer("picture" if url in urls[:2] else "video", url))
    return tuple(dict.fromkeys(found))


# ------------------------------------------------------------------------------------------------------------- helpers


def links_of(entities: Any) -> tuple[Pointer, ...]:
    """The addresses that a post links to, written out: pictures and films of its own, posts, pages."""
    found = []
    for each in objects(entities.get("urls") if isinstance(entities, dict) else None):
        url = each.get("expanded_url") or each.get("unwound_url")
        if isinstance(url, str) and url:
            found.append(Pointer(_kind_of(url), url))
    return tuple(dict.fromkeys(found))


def media_of(media: Any) -> tuple[Pointer, ...]:
    """The pictures and films that a post shows; of a film of which no address is told, its first picture."""
    found = []
    for each in objects(media):
        urls = (each.get(key) for key in ("media_url_https", "url", "preview_image_url"))
        if url := next((url for url in urls if isinstance(url, str) and url), None):
            found.append(Pointer("picture" if each.get("type") == "photo" else "video", url))
    return tuple(dict.fromkeys(found))


def _kind_of(url: str) -> str:
    if re.search(r"/status/\d+/photo/\d", url):
        return "picture"
    if re.search(r"/status/\d+/video/\d", url):
        return "video"
    return "x" if re.match(r"https?://(?:\w+\.)?(?:twitter|x)\.com/", url) else "page"


def moment_of(written: Any, id: str, settings: Settings) -> tuple[str | None, str]:
    """The moment of a post and what tells it: what is written, else its id, which holds its time."""
    if isinstance(written, str | int | float) and (at := from_any(str(written), zone=settings.zone)):
        return at, "post"
    return from_post_id(id, zone=settings.zone), "post_id"
