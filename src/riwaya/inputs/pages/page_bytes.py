"""Text out of the bytes of a page, and the tree of its elements.

Servers and pages are often wrong about their own encoding, so what the bytes can be goes before what is said of them:
Arabic in any other encoding is never valid UTF-8. The tree is built without the network, and no deeper than the parser
allows.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from riwaya.errors import UnreadableInput
from riwaya.inputs.charsets import codec_of, told_inside
from riwaya.records import Issue
from riwaya.text.documents import Decoded

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ARABIC = re.compile("[\u0620-\u064a]")
_ARTICLE = re.compile("\u0627\u0644[\u0620-\u064a]")
_OTHER_LETTERS = re.compile("[^\x00-\x7f\u0600-\u06ff\\W]")
_LEGACY = ("cp1256", "iso8859-6")
_DATA_URL = re.compile(rb"(?<=[\"'(=])data:[\w/+.;=-]{1,120},[A-Za-z0-9+/=%\s]{200,}")


def decode_page(data: bytes, told: str | None = None) -> Decoded:
    """The text of a page, in the encoding that its bytes are in; `told` is what its server said.

    Raises UnreadableInput where it is in none in which it could be read.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding, ())
    said = [name for name in (codec_of(told), *map(codec_of, told_inside(data))) if name]
    if data[:200].count(0) > 20:
        return _utf_16(data, said)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, said)
    wrong = next((name for name in said if name not in ("utf-8", "ascii")), None)
    if wrong and not text.isascii() and wrong != "utf-8-sig":
        return Decoded(text, "utf-8", (Issue("D06", None, None, f"the page says it is {wrong}, but it is utf-8"),))
    return Decoded(text, "utf-8", ())


def _utf_16(data: bytes, said: list[str]) -> Decoded:
    """UTF-16 without its mark, told by its many zero bytes."""
    encoding = next((name for name in said if name.startswith("utf-16")), None)
    if encoding in (None, "utf-16"):
        encoding = "utf-16-le" if data[1:200:2].count(0) > data[0:200:2].count(0) else "utf-16-be"
    text = data.decode(encoding, "replace")
    if not re.search(r"<\w", text):
        raise UnreadableInput("it is binary, not a page")
    return Decoded(
        text, encoding, () if encoding in said else (Issue("D06", None, None, f"the encoding was guessed: {encoding}"),)
    )


def _decode_other(data: bytes, said: list[str]) -> Decoded:
    """What is no valid UTF-8: UTF-8 with a few bytes spoilt, or the Arabic encoding that gives the most Arabic."""
    spoilt = data.decode("utf-8", "replace")
    odd = spoilt.count("\ufffd")
    if 20 * odd < len(_ARABIC.findall(spoilt)):
        return Decoded(spoilt, "utf-8", (Issue("D06", None, None, f"taken for utf-8, though {odd} bytes are not"),))
    best, best_text, most = None, "", 0
    for name in dict.fromkeys((*(name for name in said if not name.startswith("utf")), *_LEGACY)):
        try:
            text = data.decode(name, "replace")
        except (LookupError, ValueError):
            continue
        count = len(_ARTICLE.findall(text)) - text.count("\ufffd")
        if count > most and 2 * len(_ARABIC.findall(text)) > len(_OTHER_LETTERS.findall(text)):
            best, best_text, most = name, text, count
    if best is not None:
        issues = () if best in said[:1] else (Issue("D06", None, None, f"the encoding was guessed: {_plain(best)}"),)
        return Decoded(best_text, _plain(best), issues)
    if said and not said[0].startswith("utf"):
        try:
            return Decoded(data.decode(said[0]), _plain(said[0]), ())  # a page in another language
        except UnicodeDecodeError:
            pass
    if 200 * odd < len(spoilt):
        return Decoded(spoilt, "utf-8", (Issue("D06", None, None, f"taken for utf-8, though {odd} bytes are not"),))
    raise UnreadableInput("the page is neither UTF-8 nor in an Arabic encoding that is known: save it anew as UTF-8")


def _plain(name: str) -> str:
    return name.replace("cp125", "windows-125")


# ------------------------------------------------------------------------------------------------------ the tree


class Tree(NamedTuple):
    """The root of a page, and an issue where the parser gave up on the way."""

    root: HtmlElement
    issues: tuple[Issue, ...]


def reason_for_nothing(what: str, issues: Sequence[Issue]) -> str:
    """What to say of a page or a part of one that holds no text, as far as its issues tell why."""
    deep = [issue.message for issue in issues if issue.code == "W02"]
    return ": ".join([f"{what} holds no text", *deep[:1]])


_LONG_TAG = re.compile(rb"<[a-zA-Z][\w:-]{0,40}\s[^<>]{20000,}>")
_MOST_ATTRIBUTES = 2_000


def _fewer_attributes(match: re.Match[bytes]) -> bytes:
    """A tag without its attributes where they are thousands: the parser holds each against each of the others."""
    tag: bytes = match[0]
    return tag if tag.count(b"=") <= _MOST_ATTRIBUTES else tag.split(maxsplit=1)[0] + b">"


def parse_page(text: str) -> Tree:
    """The tree of a page's text. Raises UnreadableInput where nothing of it can be read."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    data = _DATA_URL.sub(b"data:,", text.replace("\0", "").encode("utf-8", "surrogatepass"))
    data = _LONG_TAG.sub(_fewer_attributes, data)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"it is no page that can be read: {error}") from error
    if root is None:
        raise UnreadableInput("the page is empty")
    deep = any("depth" in entry.message.lower() for entry in parser.error_log)
    issues = (
        (Issue("W02", None, None, "elements are nested too deeply; what comes after was not read"),) if deep else ()
    )
    return Tree(root, issues)
