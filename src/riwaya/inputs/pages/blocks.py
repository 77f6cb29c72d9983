"""The blocks of a page: what a reader sees as one line or paragraph, with the element that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from riwaya.inputs.pages.embeds import MARK
from riwaya.knowledge.load import load_knowledge
from riwaya.text.normalize import fold
from riwaya.text.words import Phrases, phrases


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A line or paragraph of a page. `kind` is text, heading, item, caption or embed; `links` counts letters in links.

    `aside` is true where the page's own names say that it is no part of the text: menus, shares, related pages.
    """

    kind: str
    text: str
    element: HtmlElement
    links: int = 0
    aside: bool = False
    embed: int = -1

    @property
    def linked(self) -> float:
        """The share of it that stands in links."""
        return self.links / len(self.text) if self.text else 0.0


_BLOCKS = frozenset(
    """address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td th thead tr ul
    time-line amp-body""".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SKIPPED = frozenset(
    """head script style noscript template svg math button select option textarea input iframe canvas object embed video
    audio map datalist dialog""".split()
)
_ASIDE_TAGS = frozenset(("nav", "footer", "aside", "form", "menu"))
_ASIDE_NAMES = frozenset(
    """related relatedposts relatednews related-articles share shares sharing sharer sharedaddy addthis addtoany
    sharethis social socials comment comments commentlist respond disqus cookie cookies gdpr consent newsletter
    breadcrumb breadcrumbs menu menus nav navbar navigation sidebar promo ads adv advert advertisement
    advertising dfp popular mostread trending recommended recommendation recommendations footer subscribe
    subscription tags tagcloud login signin modal popup outbrain taboola mgid pagination pager morenews latest
    ticker
    masthead topbar offcanvas skip rating readmore readalso seealso alsoread relacionadas jp-relatedposts""".split()
)
_ASIDE_PAIRS = re.compile(
    r"(?:read|see|also|know|watch)-(?:more|also|next|too)|most-(?:read|viewed|popular)|more-(?:news|stories|from|on)|"
    r"(?:last|latest|other|similar)-(?:news|posts|articles|stories)|you-may|may-also|post-tags|entry-tags|tags-list|author-box|"
    r"about-author|author-bio|inline-links|article-tools|font-size|copy-link|short-?link|post-nav|nav-links|sign-up"
)
_ASIDE_LABELS = re.compile(r"breadcrumb|contentinfo|navigation|banner|complementary|search", re.I)
_UNSEEN = re.compile(r"(?:^|\s)(?:visually-?hidden\S*|screen-reader-text|sr-only|hidden-xs-up)(?:\s|$)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:img|image|photo|picture|media|figure|wp|gallery|article|main|lead)?[\s_-]?(?:caption|legend)(?:$|[\s_-])|caption$",
    re.I,
)
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u2028\u2029]+")


def find_blocks(root: HtmlElement) -> list[Block]:
    """The blocks of a tree in its order. What is not shown is left out; what is beside the text is marked so."""
    walker = _Walker(root)
    return walker.blocks


def aside_names(element: HtmlElement) -> bool:
    """Whether the names and the role of an element say that it holds something beside the text."""
    if element.tag in _ASIDE_TAGS or _ASIDE_LABELS.search(element.get("role") or ""):
        return True
    named = " ".join(element.get(name) or "" for name in ("class", "id", "data-e2e", "data-testid")).lower()
    if len(named) < 3:
        return False
    if element.tag in ("html", "body", "main"):
        return False
    joined = re.sub(r"[\s_-]+", "-", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", named))
    if _ASIDE_PAIRS.search(joined):
        return True
    return any(
        name in _ASIDE_NAMES and f"no-{name}" not in joined and f"has-{name}" not in joined
        for name in joined.split("-")
    )


class _Walker:
    """One walk over a tree that gathers its blocks."""

    def __init__(self, root: HtmlElement) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._links = 0
        self._owners: list[HtmlElement] = [root]
        self._in_link = self._aside = self._caption = 0
        self._sizes = _sizes(root)
        self._titled = _around_titles(root)
        self._half = self._sizes[root] / 2
        self._walk(root)
        self._flush()

    def _walk(self, root: HtmlElement) -> None:
        skipped: HtmlElement | None = None
        asides: set[HtmlElement] = set()
        captions: set[HtmlElement] = set()
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self._is_skipped(element) and element is not root:
                    skipped = element
                    walk.skip_subtree()
                    continue
                self._start(element, root, asides, captions)
            else:
                if element is skipped:
                    skipped = None
                else:
                    self._end(element, asides, captions)
                if element is not root and element.tail:
                    self._add(element.tail)

    def _is_skipped(self, element: HtmlElement) -> bool:
        tag = element.tag
        if tag == MARK:
            self._flush()
            self.blocks.append(Block("embed", "", element, aside=self._aside > 0, embed=int(element.get("n") or -1)))
            return True
        if tag in _SKIPPED:
            return True
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        if _UNSEEN.search(element.get("class") or ""):
            return True
        return bool(element.get("aria-hidden") == "true" and tag in ("div", "section", "ul"))

    def _start(
        self, element: HtmlElement, root: HtmlElement, asides: set[HtmlElement], captions: set[HtmlElement]
    ) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
            self._owners.append(element)
        elif tag == "br":
            if self._owners[-1].tag in _HEADINGS:
                self._pieces.append(" ")
            else:
                self._flush()
        elif tag == "a":
            self._in_link += 1
        if not self._aside and element is not root and aside_names(element) and self._may_be_aside(element):
            asides.add(element)
            self._aside += 1
        if tag == "figcaption" or (not self._caption and _CAPTION.search(element.get("class") or "")):
            if tag not in _BLOCKS:
                self._flush()
            captions.add(element)
            self._caption += 1
        if element.text:
            self._add(element.text)

    def _may_be_aside(self, element: HtmlElement) -> bool:
        """Whether so little stands in it that it can be beside the text: wrappers bear such names, too."""
        if element.tag in ("nav", "footer"):
            return True
        return element not in self._titled and self._sizes[element] < self._half

    def _end(self, element: HtmlElement, asides: set[HtmlElement], captions: set[HtmlElement]) -> None:
        tag = element.tag
        if tag in _BLOCKS or element in captions:
            self._flush()
        if tag in _BLOCKS:
            self._owners.pop()
        if tag == "a":
            self._in_link -= 1
        if element in asides:
            self._flush()
            self._aside -= 1
        if element in captions:
            self._caption -= 1

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        if self._in_link:
            self._links += len(text.strip())

    def _flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self._pieces)).strip(" ")
        links, self._pieces, self._links = self._links, [], 0
        if not text or not any(char.isalnum() for char in text):
            return
        owner = self._owners[-1]
        kind = (
            "caption"
            if self._caption
            else "heading"
            if owner.tag in _HEADINGS
            else "item"
            if owner.tag == "li"
            else "text"
        )
        self.blocks.append(Block(kind, text, owner, min(links, len(text)), self._aside > 0))


def _sizes(root: HtmlElement) -> dict[HtmlElement, int]:
    """How many letters stand in each element, those of the elements in it included."""
    sizes: dict[HtmlElement, int] = {}
    for element in reversed(list(root.iter())):
        own = sizes.get(element, 0) + len(element.text or "")
        sizes[element] = own
        above = element.getparent()
        if above is not None:
            sizes[above] = sizes.get(above, 0) + own + len(element.tail or "")
    return sizes


def _around_titles(root: HtmlElement) -> set[HtmlElement]:
    """The elements around a heading of the first rank."""
    found: set[HtmlElement] = set()
    for heading in root.iter("h1"):
        for element in heading.iterancestors():
            if element in found:
                break
            found.add(element)
    return found


# ------------------------------------------------------------------------------------------------------ words of pages


@dataclass(frozen=True, slots=True, eq=False)
class PageWords:
    """The words of pages, folded, as phrases by their first word."""

    updated: Phrases
    related: Phrases
    furniture: frozenset[tuple[str, ...]]
    rights: Phrases
    cut: Phrases
    sources: Phrases
    publishing: frozenset[str]


@lru_cache(maxsize=1)
def page_words() -> PageWords:
    """The words of pages out of the data."""
    lists = load_knowledge().lists.words

    def known(*names: str) -> Phrases:
        return phrases(fold(word) for name in names for word in lists[name])

    return PageWords(
        updated=known("page_updated"),
        related=known("page_related", "related"),
        furniture=frozenset(tuple(fold(word).split()) for word in lists["page_furniture"]),
        rights=known("page_rights"),
        cut=known("page_cut"),
        sources=known("page_sources"),
        publishing=frozenset(fold(word) for word in lists["publishing"]),
    )


_WORD = re.compile(r"[^\W_]+(?:[\u064b-\u0652\u0670][^\W_]*)*")


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a line."""
    return tuple(filter(None, (fold(word) for word in _WORD.findall(text))))


def ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    """An element and all around it, innermost first."""
    yield element
    yield from element.iterancestors()
