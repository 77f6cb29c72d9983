"""The text of a page out of its blocks: headline, lines below it, paragraphs, captions, posts in their places.

Which blocks those are is chosen in `page_choice`. Where the page shows none of a text that it tells machines, that text
is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from riwaya.inputs.moments import from_visible
from riwaya.inputs.pages.blocks import Block, ancestors, find_blocks, page_words, words_of
from riwaya.inputs.pages.choice import (
    choose_blocks,
    home_of,
    is_furniture,
    is_running,
    may_be_text,
    without_repeats,
)
from riwaya.inputs.pages.embeds import Embed
from riwaya.inputs.pages.facts import key_of
from riwaya.records import Issue, Segment
from riwaya.text.words import phrase_at


class Beside(NamedTuple):
    """A short line beside the headline, where dates stand, and what it holds for machines."""

    text: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page with the segments that the page tells; `shown` are the numbers of the embeds within it.

    `headline` is the title as the page shows it, None where it shows none.
    """

    text: str
    headline: str | None
    segments: tuple[Segment, ...]
    shown: tuple[int, ...]
    issues: tuple[Issue, ...]
    cut: bool
    beside: tuple[Beside, ...]


def take_text(
    root: HtmlElement,
    *,
    titles: Sequence[str],
    author: str | None,
    summary: str | None,
    body: str | None,
    embeds: Sequence[Embed],
) -> PageText:
    """The text of a page."""
    blocks = find_blocks(root)
    head = _find_headline(blocks, titles)
    chosen = choose_blocks(root, blocks, head, body)
    issues: list[Issue] = []
    if not chosen and body:
        return _from_body(blocks, head, titles, body)
    chosen = _with_captions(blocks, chosen)
    above, below = _beside_text(blocks, head, chosen, author, summary)
    order = [*above, *_with_embeds(blocks, head, chosen, embeds), *below]
    cut = _is_cut(blocks, chosen)
    return _lay_out(blocks, head, titles, order, embeds, issues, cut=cut, first=chosen[0] if chosen else None)


# ------------------------------------------------------------------------------------------------------ the headline


def _find_headline(blocks: Sequence[Block], titles: Sequence[str]) -> int | None:
    """The block that shows the title: what says the same as a title of the page, else its one h1."""
    wanted = [key for key in map(key_of, titles) if key]
    headings = [n for n, block in enumerate(blocks) if block.kind == "heading" and not block.aside]
    for same in (_is_same, _is_nearly):
        for title in wanted:
            for n in headings:
                if blocks[n].element.tag == "h1" and same(key_of(blocks[n].text), title):
                    return n
            for n in headings:
                if same(key_of(blocks[n].text), title):
                    return n
            for n, block in enumerate(blocks):
                if block.kind != "embed" and not block.aside and same(key_of(block.text), title) and block.linked < 1:
                    return n
    firsts = [n for n in headings if blocks[n].element.tag == "h1" and len(words_of(blocks[n].text)) > 3]
    return firsts[0] if len(firsts) == 1 and blocks[firsts[0]].linked < 1 else None


def _is_same(found: str, title: str) -> bool:
    return found == title


def _is_nearly(found: str, title: str) -> bool:
    """Whether one holds the other and little more, or the title was cut."""
    if min(len(found), len(title)) < 12:
        return False
    if found in title or title in found:
        return min(len(found), len(title)) > 0.6 * max(len(found), len(title))
    return found[:40] == title[:40]


# ------------------------------------------------------------------------------------------------------ what is beside


def _with_captions(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """The text with the captions that stand inside it."""
    if not chosen:
        return []
    within = set(home_of(blocks, chosen).iter())
    known = set(chosen)
    found = [
        n
        for n, block in enumerate(blocks)
        if n in known
        or (
            block.kind == "caption"
            and not block.aside
            and not is_furniture(block)
            and chosen[0] - 3 <= n <= chosen[-1] + 1
            and block.element in within
        )
    ]
    return without_repeats(blocks, found)


_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:author|authors|byline|by-line|source|sources|agency|writer|reporter|journalist|editor|credit)(?:$|[\s_-])",
    re.I,
)
_LEAD = re.compile(
    r"(?:^|[\s_-])(?:standfirst|summary|subtitle|sub-title|subheading|subhead|sub-headline|lead|lede|excerpt|intro|sapo|deck|dek|teaser|brief|abstract|chapo|spot|article__subhead)(?:$|[\s_-])",
    re.I,
)


def _beside_text(
    blocks: Sequence[Block], head: int | None, chosen: Sequence[int], author: str | None, summary: str | None
) -> tuple[list[int], list[int]]:
    """The lines above the text that tell who wrote it and what it is about, and that behind it on its source."""
    if not chosen:
        return [], []
    known = set(chosen)
    start = head + 1 if head is not None and head < chosen[0] else max(0, chosen[0] - 6)
    above = []
    for n in range(start, chosen[0]):
        block = blocks[n]
        if n in known or block.kind == "embed" or (block.aside and not _names_author(block, author)):
            continue
        if n == head or is_furniture(block) or (len(block.text) < 120 and from_visible(block.text)):
            continue
        is_lead = _is_lead(block, summary)
        is_caption = block.kind == "caption" and head is not None
        if is_lead or is_caption or _is_byline(block, author):
            above.append(n)
    after = range(chosen[-1] + 1, min(len(blocks), chosen[-1] + 4))
    below = [n for n in after if blocks[n].kind != "embed" and not blocks[n].aside and _is_source(blocks[n])]
    return without_repeats(blocks, above), below[:1]


def _is_lead(block: Block, summary: str | None) -> bool:
    if block.linked > 0.5:
        return False
    if summary and len(block.text) > 30 and key_of(block.text)[:60] == key_of(summary)[:60]:
        return True
    if block.kind == "text" and len(block.text) > 50 and is_running(block):
        return True
    near = list(islice(ancestors(block.element), 3))
    return len(words_of(block.text)) > 5 and any(_LEAD.search(each.get("class") or "") for each in near)


def _is_byline(block: Block, author: str | None) -> bool:
    if len(block.text) > 90 or len(words_of(block.text)) > 12:
        return False
    if _names_author(block, author):
        return True
    near = list(islice(ancestors(block.element), 2))
    return any(_BYLINE.search(f"{e.get('class') or ''} {e.get('itemprop') or ''} {e.get('rel') or ''}") for e in near)


def _names_author(block: Block, author: str | None) -> bool:
    return (
        bool(author)
        and len(block.text) <= 90
        and any(key_of(name) and key_of(name) in key_of(block.text) for name in (author or "").split("، "))
    )


def _is_source(block: Block) -> bool:
    """Whether a line behind the text names whom it comes from."""
    words = words_of(block.text)
    if not 1 <= len(words) <= 12:
        return False
    return bool(len(words) > 1 and phrase_at(words, 0, page_words().sources)) or any(
        re.search(r"(?:^|[\s_-])(?:source|sources|agency)(?:$|[\s_-])", e.get("class") or "", re.I)
        for e in list(islice(ancestors(block.element), 2))
    )


def _with_embeds(
    blocks: Sequence[Block], head: int | None, chosen: Sequence[int], embeds: Sequence[Embed]
) -> list[int]:
    """The text with what was embedded in it, in its place: inside its element, or between the headline and its end."""
    if not chosen:
        return []
    home = home_of(blocks, chosen)
    parent = home.getparent()
    within = set(home.iter())
    near = within if parent is None or parent.tag in ("body", "html", "main") else set(parent.iter())
    known = set(chosen)
    found = []
    for n, block in enumerate(blocks):
        if n in known:
            found.append(n)
        elif block.kind == "embed" and not block.aside and 0 <= block.embed < len(embeds):
            inside = block.element in within
            between = (chosen[0] if head is None else min(head, chosen[0])) <= n <= chosen[-1]
            if inside or (between and block.element in near):
                found.append(n)
    return found


# ------------------------------------------------------------------------------------------------------ cuts


def _is_cut(blocks: Sequence[Block], chosen: Sequence[int]) -> bool:
    """Whether the page shows that its text goes on elsewhere: words for it in or behind the text, dots at its end."""
    if not chosen:
        return False
    known = page_words()
    last = chosen[-1]
    for n in (*chosen[-2:], *range(last + 1, min(len(blocks), last + 5))):
        words = words_of(blocks[n].text)
        if len(words) <= 25 and any(phrase_at(words, at, known.cut) for at in range(len(words))):
            return True
    return re.search(r"(?:\.{3,}|…|\[\s?(?:\.{3}|…)\s?\])$", blocks[last].text) is not None


# ------------------------------------------------------------------------------------------------------ laying out


def _lay_out(
    blocks: Sequence[Block],
    head: int | None,
    titles: Sequence[str],
    order: Sequence[int],
    embeds: Sequence[Embed],
    issues: list[Issue],
    *,
    cut: bool,
    first: int | None,
) -> PageText:
    """The text, a line for each block, with the segments that are known."""
    headline = blocks[head].text if head is not None else None
    lines = _Lines()
    title = headline or (titles[0] if titles else None)
    if title:
        lines.add(title, "headline")
    shown: list[int] = []
    last_body: Segment | None = None
    for n in order:
        block = blocks[n]
        if block.kind == "embed":
            embed = embeds[block.embed]
            shown.append(block.embed)
            if embed.text:
                lines.add(embed.text, "post", embed.author, embed.published)
        else:
            where = lines.add(block.text, "caption" if block.kind == "caption" else None)
            last_body = where if block.kind != "caption" else last_body
    if cut and last_body:
        issues.append(Issue("W01", last_body.start, last_body.end, "the page holds only the beginning of its text"))
    beside = _besides(blocks, head, first)
    return PageText(lines.text, headline, tuple(lines.segments), tuple(shown), tuple(issues), cut, beside)


class _Lines:
    """A text that grows by lines, and what is known of them."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self.segments: list[Segment] = []

    @property
    def text(self) -> str:
        """The lines in one."""
        return "\n".join(self._lines)

    def add(
        self, line: str, kind: str | None = None, author: str | None = None, published: str | None = None
    ) -> Segment:
        """Where the line stands now; it is kept as a segment where its kind is known."""
        start = self._length + (1 if self._lines else 0)
        self._lines.append(line)
        self._length = start + len(line)
        segment = Segment(kind or "body", start, self._length, author, published)
        if kind:
            self.segments.append(segment)
        return segment


def entry_text(
    element: HtmlElement | None, headline: str | None, body: str | None, embeds: Sequence[Embed]
) -> PageText:
    """The text of an entry of live coverage: all that its element shows, or what the data for machines holds of it."""
    if element is None:
        return _from_body((), None, (headline,) if headline else (), body or "")
    blocks = find_blocks(element)
    headings = [n for n, block in enumerate(blocks) if block.kind == "heading" and not block.aside]
    head = _find_headline(blocks, (headline,)) if headline else None
    head = headings[0] if head is None and headings else head
    fit = [n for n, block in enumerate(blocks) if n != head and may_be_text(block) and not _is_stamp(block)]
    order = sorted({*fit, *(n for n, block in enumerate(blocks) if block.kind == "embed" and not block.aside)})
    cut = _is_cut(blocks, fit)
    return _lay_out(blocks, head, (), order, embeds, [], cut=cut, first=fit[0] if fit else None)


_STAMP = re.compile(r"\d{1,2}[:٫]\d\d")


def _is_stamp(block: Block) -> bool:
    """Whether a block only shows the time of an entry."""
    return block.element.tag == "time" or (len(words_of(block.text)) <= 8 and _STAMP.search(block.text) is not None)


def _from_body(blocks: Sequence[Block], head: int | None, titles: Sequence[str], body: str) -> PageText:
    """The text that only the data for machines holds, as where a script builds the page."""
    headline = blocks[head].text if head is not None else None
    lines = _Lines()
    if title := headline or (titles[0] if titles else None):
        lines.add(title, "headline")
    for line in body.split("\n"):
        if line.strip():
            lines.add(" ".join(line.split()))
    beside = _besides(blocks, head, None)
    shown = tuple(block.embed for block in blocks if block.kind == "embed" and not block.aside)
    return PageText(lines.text, headline, tuple(lines.segments), shown, (), False, beside)


def _besides(blocks: Sequence[Block], head: int | None, first: int | None) -> tuple[Beside, ...]:
    """The lines beside the headline in which dates can stand, with the values of the elements in them."""
    return tuple(
        Beside(blocks[n].text, tuple(_values(blocks[n].element)) if len(blocks[n].element) < 12 else ())
        for n in _date_places(blocks, head, first)
    )


def _values(element: HtmlElement) -> Iterator[str]:
    """What an element and those in it tell machines or in a note of the day."""
    for each in element.iter("time", "abbr", "span", "a", "div", "p"):
        for name in ("datetime", "data-unixtime", "data-timestamp", "data-time", "data-datetime", "title"):
            if (value := each.get(name)) and any(char.isdigit() for char in value):
                yield value


def _date_places(blocks: Sequence[Block], head: int | None, first: int | None) -> list[int]:
    """Short blocks in which a page shows when it was published: below the headline, then just above it.

    The top of the page shows today's date, which is why no block farther up is looked at.
    """
    if head is None:
        return [] if first is None else [n for n in range(max(0, first - 3), first) if len(blocks[n].text) < 120]
    end = first if first is not None and first > head else head + 8
    below = [n for n in range(head + 1, min(end + 1, len(blocks), head + 14)) if 0 < len(blocks[n].text) < 160]
    home = blocks[head].element.getparent()
    around = home.getparent() if home is not None and home.getparent() is not None else home
    above = [
        n
        for n in range(max(0, head - 3), head)
        if len(blocks[n].text) < 120 and any(each is around or each is home for each in ancestors(blocks[n].element))
    ]
    return [*below, *reversed(above)]
