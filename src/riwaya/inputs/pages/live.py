"""The entries of live coverage: each is a report of its own, with a time and an address of its own.

They come from the page's elements and from its JSON-LD; what both tell is one entry. Elements are known by their marks
for machines, by the addresses in JSON-LD, or by their times: an entry is the largest element around one time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from riwaya.inputs.moments import from_any, from_visible
from riwaya.inputs.pages.data import Node, body_of, is_live, names_of, text_of
from riwaya.inputs.pages.facts import clean_url, key_of
from riwaya.records import Moment

_LIVE = re.compile(
    r"live-?_?blog|live-?_?(?:updates?|coverage|entr(?:y|ies)|posts?|stream|story|feed|news|events?)\b|lx-stream|lb24|m-live",
    re.I,
)
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[:٫](?:[0-5]\d)(?!\d)")
_STAMPS = ("time", "span", "div", "p", "a", "h4")
_SHORTEST = 40
_MOST_ENTRIES, _MOST_TIMES = 1_000, 5_000


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An entry: its element where the page shows it, and what JSON-LD tells of it."""

    element: HtmlElement | None
    fragment: str | None
    url: str | None
    published: Moment | None
    author: str | None
    headline: str | None
    body: str | None


def find_entries(root: HtmlElement, nodes: Sequence[Node], url: str | None, zone: str | None) -> list[Entry]:
    """The entries of a page in its order; none where it is no live coverage."""
    live = next((node for node in nodes if is_live(node)), None)
    if live is None and not _looks_live(root):
        return []
    updates = [each for each in _listed(live.get("liveBlogUpdate") if live else None) if isinstance(each, dict)]
    told = [_told(update, url, zone) for update in updates[:_MOST_ENTRIES]]
    elements = _elements(root, told)
    if live is None and (len(elements) < 3 or not _stands_in_live(elements[0])):
        return []
    entries = []
    used: set[int] = set()
    keys = [(key_of(entry.headline or ""), key_of((entry.body or "")[:400])[:80]) for entry in told]
    for element in elements[:_MOST_ENTRIES]:
        number = _same(element, told, keys, used)
        if number is not None:
            used.add(number)
        entries.append(_shown(element, told[number] if number is not None else None, url, zone))
    return entries + [each for n, each in enumerate(told) if n not in used and (each.body or each.headline)]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []


def _looks_live(root: HtmlElement) -> bool:
    """Whether the names of elements say that there is live coverage in the page."""
    return any(map(_is_called_live, root.iter("div", "section", "ul", "ol", "main", "article", "li")))


def _is_called_live(element: HtmlElement) -> bool:
    return _LIVE.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _stands_in_live(element: HtmlElement) -> bool:
    """Whether an entry, or what it stands in, is called so: a button that leads to the live picture is not enough."""
    around = (each for each in element.iterancestors() if each.tag not in ("body", "html"))
    return _is_called_live(element) or any(map(_is_called_live, around))


def _told(update: Node, url: str | None, zone: str | None) -> Entry:
    """An entry as JSON-LD tells it."""
    address = clean_url(text_of(update.get("url")) or text_of(update.get("@id")), url or "")
    at = from_any(text_of(update.get("datePublished")) or text_of(update.get("dateModified")) or "", zone=zone)
    return Entry(
        None,
        address.split("#", 1)[1] if address and "#" in address else None,
        address,
        Moment(at, "json_ld") if at else None,
        "، ".join(names_of(update.get("author"))[:5]) or None,
        text_of(update.get("headline")) or text_of(update.get("name")),
        body_of(update),
    )


# ------------------------------------------------------------------------------------------------------ elements


def _elements(root: HtmlElement, told: Sequence[Entry]) -> list[HtmlElement]:
    """The elements of the entries that a page shows."""
    marked = root.xpath("//*[@itemprop='liveBlogUpdate']")
    if not marked:
        wanted = {entry.fragment for entry in told if entry.fragment}
        marked = [element for element in root.xpath("//*[@id]") if element.get("id") in wanted]
        marked = _with_siblings(marked)
    if not marked:
        marked = _around_times(root)
    inner = set(marked)
    return [
        element
        for element in marked
        if not any(above in inner for above in element.iterancestors())
        and len(" ".join(element.text_content().split())) >= _SHORTEST
    ]


def _with_siblings(marked: list[HtmlElement]) -> list[HtmlElement]:
    """Elements with those beside them that look the same, for JSON-LD often holds the newest entries only."""
    found: dict[HtmlElement, None] = {}
    for element in marked:
        parent = element.getparent()
        for other in parent if parent is not None else (element,):
            if other.tag == element.tag and other.get("class") == element.get("class"):
                found[other] = None
    return list(found)


def _around_times(root: HtmlElement) -> list[HtmlElement]:
    """The largest elements around one time each, of the parent that has most of them."""
    looked = root.iter(*_STAMPS)
    times = list(islice((element for element in looked if _is_time(element)), 2 * _MOST_TIMES))
    outer = {above for time in times for above in time.iterancestors()}
    times = [time for time in times if time not in outer][:_MOST_TIMES]
    counts: Counter[HtmlElement] = Counter()
    for time in times:
        counts.update([time, *time.iterancestors()])
    found: dict[HtmlElement, HtmlElement] = {}
    for time in times:
        largest = time
        for above in time.iterancestors():
            if counts[above] > 1 or above.tag in ("body", "main", "html"):
                break
            largest = above
        found[largest] = time
    parents = Counter(element.getparent() for element in found if len(element.text_content()) >= _SHORTEST)
    if not parents:
        return []
    parent, count = max(parents.items(), key=lambda pair: pair[1])
    return [element for element in found if element.getparent() is parent] if count >= 2 else []


def _is_time(element: HtmlElement) -> bool:
    return element.tag == "time" or (_is_stamp(element) and _CLOCK.search(element.text_content()) is not None)


def _is_stamp(element: HtmlElement) -> bool:
    """Whether an element shows no more than a time, an hour or a day, by its name and its length."""
    if element.tag == "time":
        return True
    if len(element) > 1 or not re.search(r"time|date|clock|hour|stamp", element.get("class") or "", re.I):
        return False
    return len(element.text_content()) < 60


def _same(element: HtmlElement, told: Sequence[Entry], keys: Sequence[tuple[str, str]], used: set[int]) -> int | None:
    """The number of the entry of JSON-LD that is shown: by its address, its headline, or how its text begins."""
    free = [n for n in range(len(told)) if n not in used]
    fragment = _fragment(element)
    if found := [n for n in free if fragment and told[n].fragment == fragment]:
        return found[0]
    shown = key_of(element.text_content()[:6_000])
    for part, shortest in ((0, 10), (1, 20)):
        if found := [n for n in free if len(keys[n][part]) > shortest and keys[n][part] in shown]:
            return found[0]
    return None


def _fragment(element: HtmlElement) -> str | None:
    """The name by which an address leads to an element."""
    for name in ("id", "data-id", "data-post-id", "data-entry-id", "data-update-id"):
        if element.get(name):
            return str(element.get(name))
    inner = next(
        (each for each in element.iter() if isinstance(each.tag, str) and each is not element and each.get("id")), None
    )
    return str(inner.get("id")) if inner is not None else None


def _shown(element: HtmlElement, told: Entry | None, url: str | None, zone: str | None) -> Entry:
    """An entry as the page shows it, with what JSON-LD tells of it."""
    number = _fragment(element)
    return Entry(
        element,
        number,
        told.url if told and told.url else f"{url.split('#')[0]}#{number}" if url and number else url,
        (told.published if told else None) or next(_times(element, zone), None),
        told.author if told else None,
        told.headline if told else None,
        told.body if told else None,
    )


def _times(element: HtmlElement, zone: str | None) -> Iterator[Moment]:
    """The moments that an entry shows."""
    for time in element.iter("time"):
        if at := from_any(time.get("datetime") or "", zone=zone):
            yield Moment(at, "time_element")
    for each in element.iter():
        if isinstance(each.tag, str):
            for name in ("data-time", "data-timestamp", "data-date", "data-datetime", "data-published"):
                if at := from_any(each.get(name) or "", zone=zone):
                    yield Moment(at, "time_element")
    stamps = [" ".join(each.text_content().split()) for each in element.iter(*_STAMPS) if _is_stamp(each)]
    # The day and the hour often stand in elements of their own, so they are read together too.
    told = [from_visible(text, zone=zone) for text in (*stamps, " ".join(dict.fromkeys(stamps)))]
    for at in sorted(filter(None, told), key=lambda at: len(at) == len("2024-01-15")):
        yield Moment(at, "page_text")
