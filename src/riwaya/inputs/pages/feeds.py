"""Feeds (RSS of every version, RDF, Atom, JSON Feed): one document an item, with the versions of an item kept.

A reader of our own on lxml, for a feed is to be told as it is: feedparser turns times into UTC and drops the offset
that was told, cleans the HTML of items before anybody sees it, and joins fields that mean different things.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from riwaya.errors import UnreadableInput
from riwaya.inputs.arabic_letters import pass_over
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.moments import from_any, from_visible, is_after
from riwaya.inputs.pages.embeds import lift_embeds
from riwaya.inputs.pages.facts import choose_moment
from riwaya.inputs.pages.feed_items import Feed, Item, feed_of_json, feed_of_xml
from riwaya.inputs.pages.page_bytes import decode_page, parse_page, reason_for_nothing
from riwaya.inputs.pages.text import PageText, entry_text
from riwaya.records import Issue, Moment, Pointer, PostId, Provenance

MOST_FEED = 64_000_000
"""Bytes of a feed at most; some hold years."""
_TAG = re.compile(r"<(?:[a-zA-Z][\w:]*|/[a-zA-Z]\w*)\b[^<>]*>")


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of a feed, in its order. Raises UnreadableInput where it cannot be read as one."""
    data = blob.whole(MOST_FEED)
    if pass_over([(data, blob.known.charset)], settings):
        return
    decoded = decode_page(data, blob.known.charset)
    begins = decoded.text.lstrip("\ufeff \t\r\n")[:1]
    feed = feed_of_json(decoded.text) if begins == "{" else feed_of_xml(decoded.text)
    if not feed.items:
        yield Refusal(blob.name, "the feed holds no items")
    shared = _shared_guids(feed.items)
    seen: set[tuple[str | None, str | None, str | None, str, str | None]] = set()
    for number, item in enumerate(feed.items, 1):
        name = f"{blob.name}, item {number}"
        same = (item.guid, item.url, item.title, item.body, item.updated)
        if same in seen:
            continue  # some feeds hold an item twice, word for word
        seen.add(same)
        cut = feed.cut and number == len(feed.items)
        yield _document(name, item, feed, blob, settings, decoded.issues, shared=item.guid in shared, cut=cut)
    if feed.left:
        yield Refusal(blob.name, feed.left)


def _shared_guids(items: Sequence[Item]) -> set[str]:
    """The ids that a feed gives to several pages, as some programs do."""
    links: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.guid and item.url:
            links[item.guid].add(item.url)
    return {guid for guid, urls in links.items() if len(urls) > 1}


def _document(
    name: str,
    item: Item,
    feed: Feed,
    blob: Blob,
    settings: Settings,
    issues: Sequence[Issue],
    *,
    shared: bool,
    cut: bool,
) -> Incoming | Refusal:
    """One item as a document."""
    home = feed.url or blob.known.url
    base = item.base or feed.home or home or ""
    url = urljoin(base, item.url) if item.url else None
    try:
        found, pointers = _text(item, url, settings)
    except UnreadableInput as error:
        return Refusal(name, str(error))
    if not found.text.strip():
        return Refusal(name, reason_for_nothing("the item", found.issues))
    published, edited, late = _moments(item, blob, settings)
    more = [Issue("D08", None, None, "the feed breaks off within this item")] if cut else []
    return Incoming(
        name,
        found.text,
        url=url,
        publisher=blob.known.publisher or _plain(item.source or feed.title or "") or None,
        title=found.headline,
        published=published.at if published else None,
        segments=found.segments,
        provenance=Provenance(
            author=item.author,
            published=published,
            edited=edited,
            retrieved=blob.known.retrieved,
            completeness="cut" if cut or (item.whole and found.cut) else "whole" if item.whole else "summary",
            post=PostId("feed", home, (url if shared else item.guid) or url),
            pointers=tuple(dict.fromkeys((*pointers, *(_enclosed(each, base or url) for each in item.enclosures)))),
        ),
        issues=(*issues, *late, *more, *found.issues),
        raw=item.raw,
    )


def _text(item: Item, url: str | None, settings: Settings) -> tuple[PageText, list[Pointer]]:
    """The text of an item with its title as the headline, and what its HTML shows without words."""
    title = _plain(item.title or "")
    body = item.body if item.is_html or _TAG.search(item.body) else _lines(item.body)
    heading = f"<h1>{html.escape(title)}</h1>" if title else ""
    tree = parse_page(f"<html><body>{heading}<div>{body}</div></body></html>")
    embeds = lift_embeds(tree.root, url, zone=settings.zone)
    found = entry_text(tree.root, title or None, None, embeds)
    shown = [embeds[n] for n in found.shown]
    pointers = [Pointer(each.platform, each.url) for each in shown if each.text is None and each.url]
    return replace(found, issues=(*tree.issues, *found.issues)), pointers


def _plain(title: str) -> str:
    """A title without tags, with the entities that many feeds pack twice."""
    if re.search(r"&(?:#x?[\da-fA-F]+|[a-zA-Z]\w{1,30});", title):
        title = html.unescape(title)
    return " ".join(_TAG.sub(" ", title).split())


def _lines(text: str) -> str:
    """Plain text as paragraphs, a line for each."""
    if re.search(r"&(?:#x?[\da-fA-F]+|[a-zA-Z]\w{1,30});", text):
        text = html.unescape(text)
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())


def _moments(item: Item, blob: Blob, settings: Settings) -> tuple[Moment | None, Moment | None, list[Issue]]:
    """When an item was published and edited; where the feed tells only one moment, the text is of that one."""
    first, last = (_moment(told, settings) for told in (item.published, item.updated))
    if first is None:
        first, last = last, None
    retrieved = blob.known.retrieved.at if blob.known.retrieved else None
    published, issues = choose_moment([first] if first else [], retrieved)
    edited, more = choose_moment([last] if last else [], retrieved)
    if published and edited and (edited.at == published.at or is_after(published.at, edited.at)):
        edited = None
    return published, edited, issues + more


def _moment(told: str | None, settings: Settings) -> Moment | None:
    """A moment as the feed tells it, its zone kept though many are wrong."""
    at = (from_any(told, zone=settings.zone) or from_visible(told, zone=settings.zone)) if told else None
    return Moment(at, "feed") if at else None


def _enclosed(enclosure: tuple[str, str], base: str | None) -> Pointer:
    """What is shown beside an item, by its type or else the ending of its address."""
    address, kind = enclosure
    kinds = {"image": "picture", "video": "video", "audio": "audio"}
    found = kinds.get(kind.split("/")[0])
    if found is None:
        ending = re.search(r"\.(jpe?g|png|gif|webp|avif)|\.(mp4|m3u8|webm|mov)|\.(mp3|m4a|ogg)", address.lower())
        found = ("picture", "video", "audio")[(ending.lastindex or 1) - 1] if ending else "file"
    return Pointer(found, urljoin(base or "", address))
