"""Elements of pages of Telegram by their classes, and the words in them with what is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from riwaya.inputs.posts.segments import Mark

_BREAKS = frozenset("br div p blockquote pre".split())
_MARKS = {"s": "strikethrough", "del": "strikethrough", "strike": "strikethrough", "blockquote": "blockquote"}


def find(root: HtmlElement, name: str) -> list[HtmlElement]:
    """The elements of a class under another, in their order."""
    found: list[HtmlElement] = root.xpath(
        "descendant::*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]", name=name
    )
    return found


def first(root: HtmlElement, name: str) -> HtmlElement | None:
    """The first element of a class under another."""
    return next(iter(find(root, name)), None)


def classes_of(element: HtmlElement) -> list[str]:
    """The classes of an element."""
    return str(element.get("class") or "").split()


def is_in(element: HtmlElement, name: str, within: HtmlElement | None = None) -> bool:
    """Whether an element stands inside one of a class."""
    for parent in element.iterancestors():
        if name in classes_of(parent):
            return True
        if parent is within:
            break
    return False


_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK, _OPEN, _CLOSE = "\ue000", "\ue001", "\ue002"
"""Places in the words while they are put together; characters of no script, which are taken out of them before."""


def text_of(element: HtmlElement) -> tuple[str, list[Mark]]:
    """The words of an element, a new line where it breaks its own, and what is marked in them."""
    kinds: list[str] = []
    parts: list[str] = []
    for one, event in _walked(element):
        kind = _MARKS.get(one.tag)
        if event == "start":
            parts += [_BREAK] if one.tag in _BREAKS and one is not element else []
            if kind:
                kinds.append(kind)
                parts.append(_OPEN)
            parts.append(_plain(one.text))
        else:
            parts += [_CLOSE] if kind else []
            parts += [_BREAK] if one.tag in _BREAKS and one.tag != "br" and one is not element else []
            parts.append(_plain(one.tail) if one is not element else "")
    lines = (line.strip(" ") for line in "".join(parts).split(_BREAK))
    return _without_places(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)), kinds)


def _walked(element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The beginnings and ends of the elements of a tree, however deep; comments are none."""
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if isinstance(one.tag, str):
            yield one, event


def _plain(text: str | None) -> str:
    return _SPACE.sub(" ", re.sub("[\ue000-\ue002]", "", text or ""))


def _without_places(text: str, kinds: list[str]) -> tuple[str, list[Mark]]:
    """The words without the signs of where marks open and close, and the marks."""
    words = ""
    marks: list[Mark] = []
    opened: list[tuple[str, int]] = []
    waiting = iter(kinds)
    for part in re.split(f"([{_OPEN}{_CLOSE}])", text):
        if part == _OPEN:
            opened.append((next(waiting), len(words)))
        elif part == _CLOSE:
            marks.append(Mark(*opened.pop(), len(words)))
        else:
            words += part if words else part.lstrip("\n ")
    words = words.rstrip("\n ")
    return words, sorted(Mark(kind, start, min(end, len(words))) for kind, start, end in marks)


def words_of(element: HtmlElement, without: HtmlElement | None = None) -> str:
    """The words of an element on one line, without those of one inside it."""
    taken = set(without.iter()) if without is not None else set()
    parts = [
        _plain(one.text if event == "start" else one.tail if one is not element else "")
        for one, event in _walked(element)
        if one not in taken
    ]
    return " ".join(_SPACE.split("".join(parts))).strip()
