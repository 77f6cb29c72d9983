"""Web pages as they were saved or fetched: one document a page, of a live blog one an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from riwaya.errors import UnreadableInput
from riwaya.inputs.arabic_letters import pass_over
from riwaya.inputs.blobs import MOST_BYTES, Blob, Known, Settings, too_long
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.moments import from_visible, is_after
from riwaya.inputs.pages.blocks import page_words
from riwaya.inputs.pages.data import body_of
from riwaya.inputs.pages.embeds import Embed, Frames, lift_embeds
from riwaya.inputs.pages.facts import Facts, choose_moment, find_facts, read_moment
from riwaya.inputs.pages.live import Entry, find_entries
from riwaya.inputs.pages.page_bytes import decode_page, parse_page, reason_for_nothing
from riwaya.inputs.pages.saved import find_note, frames_beside, has_frames_beside
from riwaya.inputs.pages.text import PageText, entry_text, take_text
from riwaya.records import Issue, Moment, Pointer, Provenance
from riwaya.text.normalize import fold
from riwaya.text.words import phrase_at

MOST_PAGE = 25_000_000
"""Bytes of a page at most; those that hold their pictures in themselves are long."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of a page. Raises UnreadableInput where it cannot be read as one."""
    data = blob.whole(MOST_PAGE)
    if not has_frames_beside(blob.path, data) and pass_over([(data, blob.known.charset)], settings):
        return
    decoded = decode_page(data, blob.known.charset)
    frames = frames_beside(blob.path)
    yield from read_page(decoded.text, blob, settings, raw=data, issues=decoded.issues, frames=frames)


def read_page(
    text: str,
    blob: Blob,
    settings: Settings,
    *,
    raw: bytes,
    issues: Sequence[Issue] = (),
    frames: Frames = lambda address: None,
) -> Iterator[Incoming | Refusal]:
    """The documents of the text of a page; `frames` gives the pages inside its frames, where they are at hand."""
    tree = parse_page(text)
    saved = find_note(text)
    known = blob.known
    if known.retrieved is None and saved.at:
        known = Known(known.url, known.publisher, Moment(saved.at, "file"), known.content_type, known.charset)
    facts = find_facts(tree.root, known, saved_from=saved.url, zone=settings.zone)
    embeds = lift_embeds(tree.root, facts.url, frames=frames, zone=settings.zone)
    page = _Page(blob.name, tree.root, facts, embeds, known, settings, raw, (*issues, *tree.issues))
    etree.strip_elements(tree.root, "script", "style", with_tail=False)  # they are most of a page, and are copied else
    if len(tree.root.text_content()) > MOST_BYTES:
        raise UnreadableInput(too_long())
    entries = find_entries(tree.root, facts.nodes, facts.url, settings.zone)
    for entry in entries:
        if entry.element is not None and (parent := entry.element.getparent()) is not None:
            parent.remove(entry.element)
    yield from _page_documents(page, entries)


class _Page(NamedTuple):
    """A page on its way to documents."""

    name: str
    root: HtmlElement
    facts: Facts
    embeds: Sequence[Embed]
    known: Known
    settings: Settings
    raw: bytes
    issues: tuple[Issue, ...]


_WORD = re.compile(r"[^\W_]+")


def _page_documents(page: _Page, entries: Sequence[Entry]) -> Iterator[Incoming | Refusal]:
    """What a page says around its entries, where that is anything, and its entries."""
    whole = _whole(page)
    if not entries or (isinstance(whole, Incoming) and len(whole.text) > len(whole.title or "") + 20):
        yield whole
    for number, entry in enumerate(entries, 1):
        found = entry_text(entry.element, entry.headline, entry.body, page.embeds)
        if not found.text.strip():
            yield Refusal(f"{page.name}, entry {number}", "the entry holds no text")
            continue
        moments = [entry.published] if entry.published else []
        retrieved = page.known.retrieved.at if page.known.retrieved else None
        published, issues = choose_moment(moments, retrieved)
        yield Incoming(
            f"{page.name}, entry {number}",
            found.text,
            url=entry.url,
            publisher=page.facts.publisher,
            title=found.headline or entry.headline,
            published=published.at if published else None,
            segments=found.segments,
            provenance=Provenance(
                author=entry.author or page.facts.author,
                published=published,
                retrieved=page.known.retrieved,
                completeness="cut" if found.cut else "whole",
                pointers=_pointers(page.embeds, found),
            ),
            issues=(*page.issues, *issues, *found.issues),
            raw=page.raw,
        )


def _whole(page: _Page) -> Incoming | Refusal:
    """The page as one document."""
    facts = page.facts
    found = take_text(
        page.root,
        titles=facts.titles,
        author=facts.author,
        summary=facts.summary,
        body=body_of(facts.node) if facts.node else None,
        embeds=page.embeds,
    )
    if not found.text.strip():
        return Refusal(page.name, reason_for_nothing("the page", page.issues))
    published, edited, issues = _find_moments(page, found)
    return Incoming(
        page.name,
        found.text,
        url=facts.url,
        publisher=facts.publisher,
        title=found.headline or (facts.titles[0] if facts.titles else None),
        published=published.at if published else None,
        segments=found.segments,
        provenance=Provenance(
            author=facts.author,
            published=published,
            edited=edited,
            retrieved=page.known.retrieved,
            completeness="cut" if found.cut else "whole",
            pointers=_pointers(page.embeds, found),
        ),
        issues=(*page.issues, *issues, *found.issues),
        raw=page.raw,
    )


def _find_moments(page: _Page, found: PageText) -> tuple[Moment | None, Moment | None, list[Issue]]:
    """When a page was published and edited, by all that it tells."""
    retrieved = page.known.retrieved.at if page.known.retrieved else None
    visible = list(_visible_moments(page, found))
    published, issues = choose_moment([*page.facts.published, *(m for m, edit in visible if not edit)], retrieved)
    edits = [*page.facts.edited, *(m for m, edit in visible if edit)]
    edited, more = choose_moment(edits, retrieved)
    if edited and published and (edited.at == published.at or is_after(published.at, edited.at)):
        edited = None
    return published, edited, issues + more


def _visible_moments(page: _Page, found: PageText) -> Iterator[tuple[Moment, bool]]:
    """The moments beside the headline, and whether each tells of an edit; those for machines first."""
    zone = page.settings.zone
    seen = []
    for beside in found.beside:
        parts = _parts_of(beside.text)
        dated = [(at, part.edit) for part in parts if (at := from_visible(part.text, zone=zone))]
        values = [at for value in beside.values if (at := read_moment(value, zone))]
        seen += [(Moment(at, "page_text"), edit) for at, edit in dated]
        for n, at in enumerate(values):
            edit = dated[n][1] if len(dated) == len(values) else all(part.edit for part in parts)
            yield Moment(at, "time_element"), edit
    yield from seen


class _Part(NamedTuple):
    text: str
    edit: bool


def _parts_of(line: str) -> list[_Part]:
    """The parts of a line of dates, each from the word that tells what its date is of: of publishing, or of an edit."""
    known = page_words()
    found = [(match.start(), fold(match.group())) for match in _WORD.finditer(line)]
    words = [word for _, word in found]
    cuts = [(0, False)]
    for n, (start, word) in enumerate(found):
        if phrase_at(words, n, known.updated):
            if not cuts[-1][1]:
                cuts.append((start, True))
        elif word in known.publishing and (cuts[-1][1] or start):
            cuts.append((start, False))
    ends = [start for start, _ in cuts[1:]] + [len(line)]
    parts = [_Part(line[start:end], edit) for (start, edit), end in zip(cuts, ends, strict=True)]
    return [part for part in parts if part.text.strip()]


def _pointers(embeds: Sequence[Embed], found: PageText) -> tuple[Pointer, ...]:
    """What the text shows without its words."""
    urls = [
        Pointer(embeds[n].platform, embeds[n].url or "")
        for n in found.shown
        if embeds[n].text is None and embeds[n].url
    ]
    return tuple(dict.fromkeys(urls))
