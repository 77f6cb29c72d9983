"""What a feed says of its items, whichever of its languages it is written in."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html.entities import html5
from typing import Any, NamedTuple

from riwaya.errors import UnreadableInput
from riwaya.inputs.xml import mend_xml


class Item(NamedTuple):
    """An item as the feed tells it: `body` is its fullest text, `whole` where that is more than a description."""

    guid: str | None
    url: str | None
    title: str | None
    body: str
    is_html: bool
    whole: bool
    published: str | None
    updated: str | None
    author: str | None
    source: str | None
    enclosures: tuple[tuple[str, str], ...]
    base: str | None
    raw: bytes


class Feed(NamedTuple):
    """A feed: its title, its own address, that of its site, its items, and whether the file breaks off.

    `left` is why not all of it was read, None where all was.
    """

    title: str | None
    url: str | None
    home: str | None
    items: tuple[Item, ...]
    cut: bool
    left: str | None = None


_MOST_ITEMS = 100_000


# ------------------------------------------------------------------------------------------------------ JSON Feed


def feed_of_json(text: str) -> Feed:
    """The feed in a JSON Feed. Raises UnreadableInput where it is none."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"the feed is no JSON: {str(error)[:100]}") from error
    items = whole.get("items") if isinstance(whole, dict) else None
    if not isinstance(items, list):
        raise UnreadableInput("the feed holds no list of items")
    return Feed(
        _string(whole.get("title")),
        _string(whole.get("feed_url")),
        _string(whole.get("home_page_url")),
        tuple(_of_json(item) for item in items[:_MOST_ITEMS] if isinstance(item, dict)),
        False,
        _beyond(items),
    )


def _of_json(item: dict[str, Any]) -> Item:
    content, plain, summary = (_string(item.get(key)) for key in ("content_html", "content_text", "summary"))
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_string(each.get("name")) for each in authors or () if isinstance(each, dict)]
    attached = item.get("attachments") if isinstance(item.get("attachments"), list) else []
    enclosures = [
        (_string(x.get("url")), _string(x.get("mime_type")) or "") for x in attached or () if isinstance(x, dict)
    ]
    if image := _string(item.get("image")):
        enclosures.append((image, "image/"))
    return Item(
        guid=_string(item.get("id")),
        url=_string(item.get("url")) or _string(item.get("external_url")),
        title=_string(item.get("title")),
        body=content or plain or summary or "",
        is_html=content is not None,
        whole=bool(content or plain),
        published=_string(item.get("date_published")),
        updated=_string(item.get("date_modified")),
        author="، ".join(name for name in names if name) or None,
        source=None,
        enclosures=tuple((url, kind) for url, kind in enclosures if url),
        base=None,
        raw=json.dumps(item, ensure_ascii=True).encode(),
    )


def _string(value: Any) -> str | None:
    """A string that says something; a number as one, for ids are written as either."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


# ------------------------------------------------------------------------------------------------------ XML

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]{0,1000}(?:\[.{0,1000000}?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"&([a-zA-Z][a-zA-Z0-9]{1,31});")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_BARE = re.compile(r"&(?!#\d{1,7};|#[xX][\da-fA-F]{1,6};|[a-zA-Z_][\w.-]{0,63};)")
_ENDS = re.compile(r"</(?:rss|feed|(?:\w+:)?RDF|(?:\w+:)?feed)\s*>\s*(?:<!--.*)?$", re.DOTALL)
_SPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
_ATOM = frozenset(("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://www.w3.org/2005/atom"))
_CORE = frozenset(
    (
        "",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
        "http://my.netscape.com/publish/formats/rss-0.91.dtd",
    )
)
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def feed_of_xml(text: str) -> Feed:
    """The feed in some XML, however broken. Raises UnreadableInput where nothing of it can be read."""
    # What a feed declares itself is left out, for it can fill the memory or fetch what lies beside it.
    text = _DOCTYPE.sub("", _NOT_XML.sub(" ", _DECLARATION.sub("", text.lstrip("\ufeff"))), count=1)
    text = _BARE.sub("&amp;", _ENTITY.sub(_unnamed, text))
    root, deep = mend_xml(text.lstrip().encode("utf-8", "replace"), extra="pages", what="feeds")
    if _name(root) == "feed":
        top, items = root, [each for each in root if _name(each) == "entry"]
    else:
        top = next((each for each in root if _name(each) == "channel"), root)
        items = [each for each in (*root, *top) if _name(each) == "item"]
    said = _Said(top)
    return Feed(
        said.text("title"),
        said.link("self"),
        said.link("alternate") or said.text("link"),
        tuple(_of_xml(item) for item in items[:_MOST_ITEMS]),
        not _ENDS.search(text[-2000:]),
        "elements are nested too deeply; what comes after was not read" if deep else _beyond(items),
    )


def _beyond(items: Sequence[Any]) -> str | None:
    """What to say of the items that are more than are read, None where there are none."""
    if len(items) <= _MOST_ITEMS:
        return None
    return f"only the first {_MOST_ITEMS:,} items were read, of {len(items):,}"


def _unnamed(match: re.Match[str]) -> str:
    """An entity of HTML as its number, for XML knows five by name; what is none stays as it is written."""
    name = match[1]
    if name in _OF_XML:
        return match[0]
    letters = html5.get(f"{name};")
    return "".join(f"&#{ord(letter)};" for letter in letters) if letters else f"&amp;{name};"


class _Said:
    """What the children of an element say, by their names: `title`, `dc:creator`, `content:encoded`."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self._children: dict[str, list[Any]] = {}
        for child in element:
            self._children.setdefault(_name(child), []).append(child)

    def all(self, name: str) -> list[Any]:
        """The children of a name."""
        return self._children.get(name, [])

    def text(self, *names: str) -> str | None:
        """The first text that says something."""
        for name in names:
            for child in self.all(name):
                if said := "".join(child.itertext()).strip():
                    return said
        return None

    def inner(self, name: str) -> str | None:
        """What the first child of a name holds as HTML, in whichever way it is packed."""
        for child in self.all(name):
            found = _inner(child)
            if found.strip():
                return found
        return None

    def link(self, relation: str) -> str | None:
        """The address of the first link of Atom of a relation."""
        for child in (*self.all("link"), *self.all("atom:link")):
            if child.get("href") and (child.get("rel") or "alternate") == relation:
                return str(child.get("href")).strip()
        return None


def _of_xml(element: Any) -> Item:
    said = _Said(element)
    content = said.inner("content:encoded") or said.inner("content") or said.inner("xhtml:body")
    described = said.inner("description") or said.inner("summary") or said.inner("dc:description")
    plain = next((each for each in said.all("content") or said.all("summary") if each.get("type") == "text"), None)
    guid = said.text("guid", "id", "dc:identifier")
    return Item(
        guid=guid or element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"),
        url=_url(said, guid),
        title=said.text("title", "dc:title", "media:title"),
        body=content or described or "",
        is_html=plain is None and "<" in (content or described or ""),
        whole=content is not None,
        published=said.text(
            "pubDate", "published", "dc:date", "issued", "dcterms:issued", "dcterms:created", "created"
        ),
        updated=said.text("updated", "atom:updated", "dcterms:modified", "modified", "lastBuildDate"),
        author=_author(said),
        source=_source(said),
        enclosures=_enclosures(said),
        base=element.get(_BASE) or (element.getparent().get(_BASE) if element.getparent() is not None else None),
        raw=_raw(element),
    )


def _url(said: _Said, guid: str | None) -> str | None:
    """The address of the page of an item."""
    found = said.text("feedburner:origLink") or said.link("alternate") or said.text("link")
    if found:
        return found
    permanent = next((each.get("isPermaLink") for each in said.all("guid")), None)
    if guid and permanent != "false" and re.match(r"https?://", guid):
        return guid
    return next((each.get("href") for each in said.all("link") if each.get("href")), None)


def _author(said: _Said) -> str | None:
    """The name of whoever wrote an item; an address of mail alone is none."""
    names = []
    for child in (*said.all("dc:creator"), *said.all("author"), *said.all("itunes:author")):
        own = next((each for each in child if _name(each) == "name"), None)
        text = "".join((own if own is not None else child).itertext()).strip()
        if match := re.fullmatch(r"\S+@\S+\s*\((.+)\)", text):
            text = match[1]
        elif match := re.fullmatch(r"(.*?)\s*<?\S+@\S+\.\S+>?", text):
            text = match[1]
        names.append(" ".join(text.split()))
    return "، ".join(dict.fromkeys(name for name in names if name)) or None


def _source(said: _Said) -> str | None:
    """Whose item it was before this feed passed it on."""
    for child in said.all("source"):
        own = next((each for each in child if _name(each) == "title"), None)
        text = " ".join("".join((own if own is not None else child).itertext()).split())
        if text:
            return text
    return said.text("dc:source") if re.search(r"[^\W\d_]", said.text("dc:source") or "") else said.text("dc:publisher")


def _enclosures(said: _Said) -> tuple[tuple[str, str], ...]:
    """What is shown beside an item: addresses with their types."""
    found = [(each.get("url") or "", each.get("type") or "") for each in said.all("enclosure")]
    found += [(e.get("href") or "", e.get("type") or "") for e in said.all("link") if e.get("rel") == "enclosure"]
    group = [each for outer in said.all("media:group") for each in outer if _name(each) == "media:content"]
    for each in (*said.all("media:content"), *group):
        found.append((each.get("url") or "", each.get("type") or f"{each.get('medium') or ''}/"))
    found += [(each.get("url") or "", "image/") for each in said.all("media:thumbnail")]
    return tuple(dict.fromkeys((url.strip(), kind) for url, kind in found if url.strip()))


def _inner(element: Any) -> str:
    """What an element holds as HTML: escaped text, text between CDATA marks, or elements that stand in it openly."""
    if not len(element) or element.get("type") == "text":
        return "".join(element.itertext())
    from lxml import etree

    pieces = [element.text or ""]
    pieces += [etree.tostring(child, encoding="unicode", with_tail=True) for child in element]
    return re.sub(r'\sxmlns(?::\w+)?="[^"]*"|(?<=[</])\w+:(?=\w)', "", "".join(pieces))


def _raw(element: Any) -> bytes:
    from lxml import etree

    found: bytes = etree.tostring(element, encoding="utf-8", with_tail=False)
    return found


def _name(element: Any) -> str:
    """The name of an element with the usual prefix of its namespace, whatever prefix the feed gives it."""
    if not isinstance(element.tag, str):
        return ""
    space, _, local = element.tag.rpartition("}")
    space = space.lstrip("{")
    if space in _CORE:
        return local
    if space in _ATOM:
        parent = element.getparent()
        own = parent is None or str(parent.tag).startswith("{" + space)
        return local if own else f"atom:{local}"
    return f"{_SPACES.get(space, 'other')}:{local}"
