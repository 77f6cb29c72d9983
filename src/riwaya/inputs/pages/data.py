"""What a page says of itself for machines: its JSON-LD and its meta elements."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

Node = Mapping[str, Any]

ARTICLES = frozenset(
    """Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle
    BackgroundReportNewsArticle ReviewNewsArticle BlogPosting LiveBlogPosting SocialMediaPosting Report
    AdvertiserContentArticle""".split()
)
"""The types of schema.org for what is one text by a publisher."""
_MOST_NODES = 2_000
_DEEPEST = 12


def json_ld(root: HtmlElement) -> list[Node]:
    """The objects of a page's JSON-LD, outermost first, however they are listed, nested and broken."""
    found: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            found += _objects(_parse(script.text), 0)
            if len(found) > _MOST_NODES:
                return found[:_MOST_NODES]
    return found


_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$"
)
_LOOSE_COMMA = re.compile(r",(\s*[}\]])")
_ENDLESS_COMMA = re.compile(r"\}\s*\{")


def _parse(text: str) -> Any:
    """The value of a script; what writers of templates get wrong is mended, and what cannot be is None."""
    text = _WRAPPED.sub("", text.strip()).strip().rstrip(";")
    mended = _LOOSE_COMMA.sub(r"\1", text)
    for attempt in (text, mended, html.unescape(mended), "[" + _ENDLESS_COMMA.sub("},{", mended) + "]"):
        try:
            return json.loads(attempt, strict=False)  # line breaks inside strings are the commonest fault
        except (ValueError, RecursionError):
            continue
    return _fields_of(text)


_FIELD = re.compile(
    r'"(@type|headline|datePublished|dateModified|name|url)"\s*:\s*"((?:[^"\\\n]|\\.){1,400})"\s*[,}\n]'
)


def _fields_of(text: str) -> Any:
    """The plain fields of an object that is no JSON, such as one with a bare quotation mark in its text."""
    found: dict[str, str] = {}
    for match in _FIELD.finditer(text[:20_000]):
        found.setdefault(match[1], match[2])
    found.pop("name", None)  # whose name it is cannot be told
    return found if found.get("@type") in ARTICLES else None


def _objects(value: Any, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _objects(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart", "subjectOf"):
            if isinstance(value.get(key), dict | list):
                yield from _objects(value[key], depth + 1)


def is_article(node: Node) -> bool:
    """Whether an object is one text by a publisher."""
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(each, str) and each.rsplit("/", 1)[-1] in ARTICLES for each in kinds)


def is_live(node: Node) -> bool:
    """Whether an object is a live blog."""
    kind = node.get("@type")
    return "LiveBlogPosting" in (kind if isinstance(kind, list) else [kind])


def text_of(value: Any) -> str | None:
    """A text of JSON-LD without the entities and the marks of a page, None where it holds none."""
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str)), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(re.sub(r"<[^<>]{1,200}>", " ", value)).split()) or None


def body_of(node: Node) -> str | None:
    """The text of an object, with its lines and without the marks of a page; None where it holds none."""
    value = node.get("articleBody")
    if not isinstance(value, str):
        return None
    text = html.unescape(value)
    text = re.sub(r"<(?:br|/p|/div|/h\d)\b[^<>]{0,200}>", "\n", text)
    return re.sub(r"<[^<>]{1,500}>", " ", text).strip() or None


def names_of(value: Any) -> list[str]:
    """The names of people or bodies, however they are given; addresses are none."""
    if isinstance(value, list):
        return list(dict.fromkeys(name for each in value for name in names_of(each)))
    if isinstance(value, dict):
        return names_of(value.get("name"))
    name = text_of(value)
    return [name] if name and len(name) <= 120 and not re.match(r"https?:|www\.|@?null$|undefined$", name) else []


def metas(root: HtmlElement) -> dict[str, str]:
    """The meta elements of a page by their names in small letters, the first of each."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found
