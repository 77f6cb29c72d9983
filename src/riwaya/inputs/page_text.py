"""The text of a page out of its blocks: headline, lines below it, paragraphs, captions, posts in their places.

Which blocks are the text is judged by trafilatura on a copy of the page from which everything embedded was lifted out.
It tells where the text stands; what is taken is the page's own blocks there, for trafilatura drops and joins some. The
body of the text in JSON-LD is a check: where it holds much more than was found, the blocks that it holds are taken, and
where the page shows none of them, the body itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from riwaya.inputs.embeds import Embed
from riwaya.inputs.moments import from_visible
from riwaya.inputs.page_blocks import Block, ancestors, find_blocks, page_words, words_of
from riwaya.inputs.page_facts import key_of
from riwaya.records import Issue, Segment
from riwaya.text.words import phrase_at

_SENTENCE = re.compile(r"[.؟?!:…»\"”]\W*$")
_ENOUGH = 0.8
"""The share of the words of the body in JSON-LD that the blocks taken must hold."""
_MOST_FOR_JUDGE, _DEEPEST_FOR_JUDGE = 3_000, 240
"""Blocks and nesting beyond which trafilatura takes too long, or more of the stack than there is."""


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
    chosen = _choose(root, blocks, head, body)
    issues: list[Issue] = []
    if not chosen and body and not _is_held(body, blocks, range(len(blocks))):
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


# ------------------------------------------------------------------------------------------------------ which blocks


def _choose(root: HtmlElement, blocks: Sequence[Block], head: int | None, body: str | None) -> list[int]:
    """The numbers of the blocks that are the text."""
    fit = [n for n, block in enumerate(blocks) if n != head and _may_be_text(block)]
    chosen = _around(blocks, fit, _by_judge(root, blocks, fit))
    if not chosen or (body and not _is_held(body, blocks, chosen)):
        by_body = [n for n in fit if key_of(blocks[n].text) in key_of(body or "") and len(blocks[n].text) > 15]
        if body and _is_held(body, blocks, by_body):
            return _around(blocks, fit, by_body)
        if body:
            return [] if len(_tokens(body)) > 40 else chosen
        chosen = _around(blocks, fit, _by_weight(blocks, fit, head))
    return chosen


def _may_be_text(block: Block) -> bool:
    """Whether a block can be of the text: nothing beside it, no line of links."""
    if block.kind == "embed" or block.aside:
        return False
    ended = _SENTENCE.search(block.text)
    if block.linked > 0.8 and not (ended and len(block.text) > 80):
        return False
    if block.linked > 0.5 and not ended and len(block.text) < 120:
        return False
    return not _is_furniture(block)


def _is_furniture(block: Block) -> bool:
    """Whether a block is a line of the page itself: a label of a button, a line that leads elsewhere."""
    words = words_of(block.text)
    known = page_words()
    if (
        not any(map(str.isalpha, block.text))
        or words in known.furniture
        or block.text.startswith("©")
        or phrase_at(words, 0, known.rights)
    ):
        return True
    if phrase_at(words, 0, known.related):
        return len(words) < 5 or block.links > 0 or block.kind == "heading" or block.text.rstrip().endswith(":")
    return False


def _by_judge(root: HtmlElement, blocks: Sequence[Block], fit: Iterable[int]) -> list[int]:
    """The blocks that trafilatura takes for the text."""
    if len(blocks) > _MOST_FOR_JUDGE or _depth(root) > _DEEPEST_FOR_JUDGE:
        return []
    try:
        taken = trafilatura.extract(deepcopy(root), include_comments=False, include_tables=True, deduplicate=False)
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError, IndexError, KeyError):
        return []  # its own fallbacks fail on some broken trees; ours stand in
    if not taken:
        return []
    lines = {key_of(line) for line in taken.split("\n")}
    whole = key_of(taken)
    found = []
    for n in fit:
        key = key_of(blocks[n].text)
        if key and (key in lines or (len(key) >= 20 and key in whole)):
            found.append(n)
    return found


def _depth(root: HtmlElement) -> int:
    """How deeply the elements of a tree are nested."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _by_weight(blocks: Sequence[Block], fit: Sequence[int], head: int | None) -> list[int]:
    """The blocks under the element with the most running text just below it."""
    weights: Counter[HtmlElement] = Counter()
    for n in fit:
        block = blocks[n]
        if len(block.text) < 40 or block.linked > 0.4 or (head is not None and n < head):
            continue
        for distance, element in enumerate(islice(ancestors(block.element), 4)):
            if element.tag not in ("p", "li"):
                weights[element] += len(block.text) // (1 + distance)
    if not weights:
        return [n for n in fit if len(blocks[n].text) > 25 and blocks[n].linked < 0.5 and (head is None or n > head)]
    within = set(max(weights, key=lambda element: weights[element]).iter())
    return [n for n in fit if blocks[n].linked < 0.5 and blocks[n].element in within]


def _around(blocks: Sequence[Block], fit: Sequence[int], seeds: Sequence[int]) -> list[int]:
    """The seeds in their element, and what stands between and beside them in it and is running text too."""
    if not seeds:
        return []
    within = set(_home(blocks, seeds).iter())
    inside = [n for n in seeds if blocks[n].element in within]
    parents = {_parent(blocks[n]) for n in inside if len(blocks[n].text) > 40}
    known = set(inside)
    first, last = inside[0], inside[-1]
    found = []
    for n in fit:
        block = blocks[n]
        if n in known:
            found.append(n)
        elif block.element in within and block.linked < 0.5:
            beside = _parent(block) in parents
            if first < n < last and (beside or _runs(block)):
                found.append(n)
            elif beside and not first < n < last and _runs(block):
                found.append(n)
    return _without_repeats(blocks, found)


def _runs(block: Block) -> bool:
    """Whether a block is running text."""
    words = words_of(block.text)
    return len(words) >= 5 and bool(_SENTENCE.search(block.text) or len(words) >= 15)


def _parent(block: Block) -> HtmlElement | None:
    """The element that the paragraph of a block stands in; where lines are parted by breaks, the one they stand in."""
    parent: HtmlElement | None = block.element.getparent()
    return parent if block.element.tag in ("p", "li", "h2", "h3", "h4", "blockquote") else block.element


def _home(blocks: Sequence[Block], seeds: Sequence[int]) -> HtmlElement:
    """The innermost element that holds most of what the seeds hold."""
    weights: Counter[HtmlElement] = Counter()
    for n in seeds:
        parent = _parent(blocks[n])
        weights[blocks[n].element if parent is None else parent] += len(blocks[n].text)
    total = weights.total()
    home = blocks[seeds[0]].element.getroottree().getroot()
    for element in reversed(list(home.iter())):
        above = element.getparent()
        if above is not None and element in weights:
            weights[above] += weights[element]
    while heavy := [child for child in home if weights.get(child, 0) >= 0.8 * total]:
        home = heavy[0]
    return home


def _without_repeats(blocks: Sequence[Block], numbers: Iterable[int]) -> list[int]:
    """Each long block once: pages hold some twice, for wide and for narrow screens. Labels that come back go too."""
    numbers = list(numbers)
    keys = {n: key_of(blocks[n].text) for n in numbers}
    counts = Counter(keys.values())
    seen: set[str] = set()
    found = []
    for n in numbers:
        key = keys[n]
        if key not in seen if len(key) >= 30 else counts[key] < 3:
            found.append(n)
        seen.add(key)
    return found


def _tokens(text: str) -> Counter[str]:
    return Counter(words_of(text))


def _is_held(body: str, blocks: Sequence[Block], numbers: Iterable[int]) -> bool:
    """Whether some blocks hold most of the words of a body."""
    wanted = _tokens(body)
    held = _tokens(" ".join(blocks[n].text for n in numbers))
    return sum((wanted & held).values()) >= _ENOUGH * sum(wanted.values())


# ------------------------------------------------------------------------------------------------------ what is beside


def _with_captions(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """The text with the captions that stand inside it."""
    if not chosen:
        return []
    within = set(_home(blocks, chosen).iter())
    known = set(chosen)
    found = [
        n
        for n, block in enumerate(blocks)
        if n in known
        or (
            block.kind == "caption"
            and not block.aside
            and not _is_furniture(block)
            and chosen[0] - 3 <= n <= chosen[-1] + 1
            and block.element in within
        )
    ]
    return _without_repeats(blocks, found)


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
        if n == head or _is_furniture(block) or (len(block.text) < 120 and from_visible(block.text)):
            continue
        is_lead = _is_lead(block, summary)
        is_caption = block.kind == "caption" and head is not None
        if is_lead or is_caption or _is_byline(block, author):
            above.append(n)
    after = range(chosen[-1] + 1, min(len(blocks), chosen[-1] + 4))
    below = [n for n in after if blocks[n].kind != "embed" and not blocks[n].aside and _is_source(blocks[n])]
    return _without_repeats(blocks, above), below[:1]


def _is_lead(block: Block, summary: str | None) -> bool:
    if block.linked > 0.5:
        return False
    if summary and len(block.text) > 30 and key_of(block.text)[:60] == key_of(summary)[:60]:
        return True
    if block.kind == "text" and len(block.text) > 50 and _runs(block):
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
    home = _home(blocks, chosen)
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
    fit = [n for n, block in enumerate(blocks) if n != head and _may_be_text(block) and not _is_stamp(block)]
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
    return PageText(lines.text, headline, tuple(lines.segments), (), (), False, beside)


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
