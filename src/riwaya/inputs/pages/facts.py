"""Where a page comes from and when: address, publisher, author, title, and the moments of publishing and editing.

Moments come by a ladder: JSON-LD, meta elements, time elements, the address, dates for readers beside the headline.
The first rung that tells one decides the day; a later one of the same day may tell the hour or the offset. What lies
after the page was retrieved is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from riwaya.inputs.blobs import Known
from riwaya.inputs.moments import from_any, from_iso, from_visible, is_after
from riwaya.inputs.pages.data import Node, is_article, json_ld, metas, names_of, text_of
from riwaya.inputs.publishers import publisher_at
from riwaya.records import Issue, Moment
from riwaya.text.normalize import fold


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page tells of itself. `titles` are the titles it gives for machines, best first; `node` is its JSON-LD."""

    url: str | None
    publisher: str | None
    author: str | None
    titles: tuple[str, ...]
    summary: str | None
    node: Node | None
    nodes: tuple[Node, ...]
    published: tuple[Moment, ...]
    edited: tuple[Moment, ...]


def find_facts(root: HtmlElement, known: Known, *, saved_from: str | None = None, zone: str | None = None) -> Facts:
    """What a page tells of itself for machines."""
    told = metas(root)
    nodes = json_ld(root)
    title = _first(told, _TITLE_NAMES) or _element_text(root, "title")
    url = find_url(root, told, known.url or saved_from)
    node = _node_of(nodes, title, url)
    publisher = known.publisher or _publisher(told, node, nodes)
    site = publisher or publisher_at(url)
    marked = next(iter(root.xpath("//*[@itemprop='headline']")), None)
    titles = [
        text_of(node.get("headline")) if node else None,
        " ".join((marked.get("content") or marked.text_content()).split()) if marked is not None else None,
        _first(told, _TITLE_NAMES),
        _element_text(root, "title"),
    ]
    return Facts(
        url=url,
        publisher=publisher,
        author=_author(root, told, node, site),
        titles=tuple(dict.fromkeys(_bare(each, site) for each in titles if each)),
        summary=_first(told, ("og:description", "description", "twitter:description")),
        node=node,
        nodes=tuple(nodes),
        published=tuple(_moments(root, told, node, url, "published", zone)),
        edited=tuple(_moments(root, told, node, None, "edited", zone)),
    )


# ------------------------------------------------------------------------------------------------------ address, names

_TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title", "title")


def _first(told: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next((" ".join(told[name].split()) for name in names if told.get(name)), None)


def _element_text(root: HtmlElement, tag: str) -> str | None:
    element = next(iter(root.iter(tag)), None)
    return " ".join(element.text_content().split()) or None if element is not None else None


def find_url(root: HtmlElement, told: Mapping[str, str], known: str | None) -> str | None:
    """The address that a page gives itself, unless that is the front of its site or another site; else its origin."""
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), None) or known or ""
    links = (link.get("href") for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    for each in (*links, told.get("og:url")):
        address = clean_url(each, base)
        if not address or (known and not _is_of_site(address, known)):
            continue
        if urlsplit(address).path.strip("/") or urlsplit(address).query or not known:
            return address
    return known


_CACHES = ("ampproject.org", "archive.org", "archive.ph", "archive.today", "archive.is", "googleusercontent.com")
"""Where copies of pages of other sites lie."""


def _is_of_site(address: str, known: str) -> bool:
    """Whether a page that was found at an address can be the one of another: of the same site, or a copy in a cache."""
    site, origin = (_site_of(each) for each in (address, known))
    return site == origin or origin is None or origin in _CACHES


def _site_of(address: str) -> str | None:
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return ".".join(host.split(".")[-2:]) if host else None


def clean_url(address: str | None, base: str = "") -> str | None:
    """An address made absolute; None for what is none on the web."""
    if not address or len(address) > 4_000:
        return None
    try:
        whole = urljoin(base, address.strip())
        parts = urlsplit(whole)
        return whole if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _node_of(nodes: Iterable[Node], title: str | None, url: str | None) -> Node | None:
    """The object of JSON-LD that is this page's text: by its title or address where there are several."""
    articles = [node for node in nodes if is_article(node)]
    if len(articles) == 1:
        return articles[0]
    wanted = key_of(title or "")
    for node in articles:
        headline = key_of(text_of(node.get("headline")) or text_of(node.get("name")) or "")
        if headline and wanted and (headline in wanted or wanted in headline):
            return node
    for node in articles:
        of_page = node.get("mainEntityOfPage")
        addresses = {node.get("url"), node.get("@id"), of_page.get("@id") if isinstance(of_page, dict) else of_page}
        if url and any(isinstance(each, str) and each.split("#")[0] == url for each in addresses):
            return node
    return None


_NO_LETTERS = re.compile(r"[\W_]+")


def key_of(text: str) -> str:
    """A text folded and without anything but letters and digits, to compare texts by."""
    return _NO_LETTERS.sub("", fold(text))


def _publisher(told: Mapping[str, str], node: Node | None, nodes: Iterable[Node]) -> str | None:
    names = names_of(node.get("publisher")) if node else []
    if not names and node and isinstance(node.get("publisher"), dict):
        wanted = node["publisher"].get("@id")
        names = [name for each in nodes if wanted and each.get("@id") == wanted for name in names_of(each.get("name"))]
    return next(iter(names), None) or _first(told, ("og:site_name", "application-name", "dc.publisher", "publisher"))


_AUTHOR_NAMES = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
)


def _author(root: HtmlElement, told: Mapping[str, str], node: Node | None, publisher: str | None) -> str | None:
    """Who wrote the text, where the page names somebody other than its publisher."""
    names = names_of(node.get("author")) if node else []
    if not names:
        names = [name for key in _AUTHOR_NAMES if told.get(key) for name in names_of(told[key])][:1]
    if not names:
        marked = root.xpath("//*[@itemprop='author'] | //a[@rel='author']")
        names = [name for each in marked[:3] for name in names_of(" ".join(each.text_content().split()))][:1]
    kept = [name for name in names if key_of(name) and key_of(name) != key_of(publisher or "")]
    return "، ".join(kept[:5]) or None


_PARTED = re.compile(r"\s+[|\-–—:»·•]\s+|\s*[|»]\s*")


def _bare(title: str, publisher: str | None) -> str:
    """A title without the name of its site, where that is parted from it."""
    pieces = list(_PARTED.finditer(title))
    for part in reversed(pieces):
        rest = key_of(title[part.end() :])
        site = key_of(publisher or "")
        if site and (rest == site or (len(rest) > 3 and rest in site) or (len(site) > 3 and rest.startswith(site))):
            return title[: part.start()].strip()
    if pieces and site_first(title[: pieces[0].start()], publisher):
        return title[pieces[0].end() :].strip()
    return title.strip()


def site_first(start: str, publisher: str | None) -> bool:
    """Whether a title begins with the name of its site."""
    return bool(publisher) and key_of(start) == key_of(publisher or "")


# ------------------------------------------------------------------------------------------------------ moments

_PUBLISHED_NAMES = tuple(
    """article:published_time og:article:published_time article:published og:published_time datepublished
    publish_date publish-date publishdate published_time published_at publication_date pub_date pubdate publisheddate
    dc.date.issued dcterms.issued dc.date.created dcterms.created dcterms.date dc.date date.issued date_published
    sailthru.date parsely-pub-date cxenseparse:recs:publishtime cxenseparse:publishtime article.published
    article_date_original originalpublicationdate displaydate ptime newsdate datecreated article:created_time
    itemprop:datepublished shareaholic:article_published_time rnews:datepublished date""".split()
)
_EDITED_NAMES = tuple(
    """article:modified_time og:article:modified_time og:updated_time article:modified datemodified dc.date.modified
    dcterms.modified last-modified last_modified lastmod updated_time modified_time article.updated revision_date
    shareaholic:article_modified_time""".split()
)
_PUBLISHED_ELEMENTS = (
    "//*[@itemprop='datePublished'] | //time[@pubdate] | //abbr[contains(concat(' ', @class, ' '), ' published ')]"
)
_DAY_IN_URL = re.compile(
    r"[/=_-](20\d\d|19\d\d)[/_-](\d{1,2})[/_-](\d{1,2})(?=[/_.&?-]|$)|[/_-](20[0-3]\d)([01]\d)([0-3]\d)(?=[/_.-]|$)|/(20\d\d)/[A-Za-z_-]+/(\d{1,2})/(\d{1,2})(?=/)"
)


def _moments(
    root: HtmlElement, told: Mapping[str, str], node: Node | None, url: str | None, which: str, zone: str | None
) -> Iterator[Moment]:
    """The moments that a page tells for machines, by the ladder."""
    early = which == "published"
    if node:
        for key in ("datePublished", "uploadDate", "dateCreated") if early else ("dateModified",):
            if (value := text_of(node.get(key))) and (at := read_moment(value, zone)):
                yield Moment(at, "json_ld")
                break
    for name in _PUBLISHED_NAMES if early else _EDITED_NAMES:
        if (value := told.get(name)) and (at := read_moment(value, zone)):
            yield Moment(at, "meta")
    for element in root.xpath(_PUBLISHED_ELEMENTS if early else "//*[@itemprop='dateModified']"):
        values = (element.get(name) for name in ("datetime", "content", "title"))
        value = next(filter(None, values), None) or " ".join(element.text_content().split())
        if at := read_moment(value, zone):
            yield Moment(at, "time_element")
    if url and (match := _DAY_IN_URL.search(unquote(urlsplit(url).path))):
        year, month, day = filter(None, match.groups())
        if at := from_iso(f"{year}-{int(month):02}-{int(day):02}"):
            yield Moment(at, "url")


def read_moment(value: str, zone: str | None) -> str | None:
    """The moment that a page wrote for machines, or for readers in the place of that."""
    if len(value) > 120:
        return None
    return from_any(value, zone=zone) or from_visible(value, zone=zone)


def choose_moment(moments: Iterable[Moment], retrieved: str | None) -> tuple[Moment | None, list[Issue]]:
    """The moment that the highest rung tells, as exactly as any rung tells it, and issues for those that cannot be."""
    kept: list[Moment] = []
    issues = []
    for moment in moments:
        if retrieved and is_after(moment.at, retrieved):
            issues.append(Issue("W03", None, None, f"{moment.at} ({moment.basis}) lies after the page was retrieved"))
        else:
            kept.append(moment)
    if not kept:
        return None, issues
    best = kept[0]
    for other in kept[1:]:
        if _refines(other.at, best.at):
            best = other
    return best, issues


def _refines(other: str, best: str) -> bool:
    """Whether a moment tells the same as another and more: the hour of its day, or the offset of its hour."""
    if len(best) == 10:
        return len(other) > 10 and other[:10] == best
    has_offset = re.search(r"[+-]\d\d:\d\d$", best[10:])
    return not has_offset and other[:16] == best[:16] and re.search(r"[+-]\d\d:\d\d$", other[10:]) is not None
