"""Whether bytes may hold an Arabic letter, told without reading them: most pages of the web are in other languages.

One letter is enough, and where nobody can tell without reading, the answer is yes. So a page with a link to its Arabic
edition is read for nothing, but none is lost that quotes a line of Arabic, or has an Arabic headline alone.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from riwaya.inputs.blobs import Settings
from riwaya.inputs.charsets import codec_of, told_inside


class _Way(NamedTuple):
    """A way to write Arabic letters: a byte without which there is none, and how they look."""

    sign: bytes
    pattern: re.Pattern[bytes]


def _way(sign: bytes, rest: bytes) -> _Way:
    # A byte is looked for thirty times as fast as a pattern, and one that begins with what is told as fast as can be.
    return _Way(sign[:1], re.compile(re.escape(sign) + b"(?i:" + rest.replace(b".", b"[0-9a-f]") + b")"))


_IN_UTF_8 = (
    *(_way(bytes([lead]), b"") for lead in range(0xD8, 0xDC)),  # U+0600 to U+06FF; nothing else begins so
    _way(b"\xdd", rb"[\x90-\xbf]"),  # U+0750 to U+077F
    _way(b"\xe0", rb"\xa1[\xb0-\xbf]|\xa2|\xa3"),  # U+0870 to U+08FF
    # U+FB50 to U+FDFF and U+FE70 to U+FEFC; U+FEFF, which is near them, is the mark of the order of bytes.
    _way(b"\xef", rb"\xad[\x90-\xbf]|[\xae-\xb7]|\xb9[\xb0-\xbf]|\xba|\xbb[\x80-\xbc]"),
    _way(b"\xf0", rb"\x90[\xb9\xbb]|\x9e[\xb8-\xbb]"),  # U+10E60, U+10EC0 and U+1EE00, with what follows each
)
_SHORT = rb"(?:6..|7[5-7].|8[7-9a-f].)"
_LONG = rb"(?:fb[5-9a-f].|f[cd]..|fe[7-9a-e].|fef[0-9a-c])"
_HEX = rb"0*(?:" + _SHORT + rb"|" + _LONG + rb"|10e[67c-f].|1ee..)"
_DECIMAL = (
    rb"0*(?:1(?:5[3-9]|[678]\d|9[01])\d|2(?:1[6-9]|2\d|30)\d|6(?!5279)(?:4[3-9]|5[0-2])\d\d|69[23]\d\d|126[4-7]\d\d)"
)
_ESCAPED = (
    # &#1575; or &#x627; or, in what was escaped again, &amp;#1575; or \u0026#1575; or &#38;&#35;1575;
    _way(b"#", rb"(?<=[&;68p]#)(?:35;|x0*23;)?(?:" + _DECIMAL + rb"(?!\d)|x" + _HEX + rb"(?!.))"),
    _way(b"\\u", rb"0" + _SHORT + rb"|" + _LONG + rb"|d803|d83b|\{" + _HEX + rb"\}"),
    _way(b"\\x", rb"d[89ab]"),
    _way(b"%", rb"d[89ab]%|u0[678]"),
)


def pass_over(pages: Iterable[tuple[bytes, str | None]], settings: Settings) -> bool:
    """Whether pages are passed over, which the settings are told: they ask for it, and none may hold an Arabic letter.

    Each comes with what its server said of its encoding.
    """
    if not settings.only_arabic or any(may_hold_arabic(data, charset) for data, charset in pages):
        return False
    settings.passed_over()
    return True


def may_hold_arabic(data: bytes, charset: str | None = None) -> bool:
    """Whether a page, a feed or a text may hold a character of the Arabic script; `charset` is what its server said.

    It may where there is one in UTF-8 or in an escape of HTML, JSON or addresses, and where it is in another encoding:
    it is no UTF-8, says that it is something else, or has zero bytes. UTF-8 that breaks off is UTF-8.
    """
    if b"\0" in data or _has(data, _ESCAPED):
        return True
    if data.isascii():
        return "utf-7" in map(codec_of, (charset, *told_inside(data)))
    if _has(data, _IN_UTF_8):
        return True
    try:
        codecs.utf_8_decode(data, "strict", False)
    except UnicodeDecodeError:
        return True
    told = filter(None, (charset, *told_inside(data)))
    return any(codec_of(name) not in ("utf-8", "utf-8-sig", "ascii") for name in told)


def _has(data: bytes, ways: Iterable[_Way]) -> bool:
    return any(way.sign in data and way.pattern.search(data) is not None for way in ways)
