"""The words of a piece of HTML out of a record; all of it is the publisher's, where whole pages hold more."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = frozenset(
    "address article blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre "
    "section table tbody td th thead tr ul".split()
)
_WORDLESS = frozenset("script style template noscript".split())


def text_of_html(html: str) -> str:
    """The words, a paragraph, item or cell on a line of its own; entities are read once."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (" ".join(re.split(r"[ \t\r\n\f]+", line)).strip(" ") for line in "".join(parser.pieces).split("\v"))
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    """Gathers words; where a line ends there is a vertical tab, which HTML has none of."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _WORDLESS and self._inside is None:
            self._inside = tag
        elif tag in _BREAKS:
            self.pieces.append("\v")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = None
        elif tag in _BREAKS:
            self.pieces.append("\v")

    def handle_data(self, data: str) -> None:
        if self._inside is None:
            self.pieces.append(data.replace("\v", " "))
