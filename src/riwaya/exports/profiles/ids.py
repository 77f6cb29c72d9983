"""What documents and incidents are called: our own names stay, and those that somebody else gave are replaced."""

from __future__ import annotations

import hashlib
import hmac
import re

_OURS = re.compile(r"(?=(?:.*[a-f]){2})(?:[0-9a-f]{16}|i[0-9a-f]{12})")
_LOCAL = re.compile(r"[a-z]\d{1,6}")
_CALLED = re.compile(r"the publisher of (\S+?)(?=:|$)")


class Ids:
    """The ids of an export.

    An id of our own comes from a text and tells nothing. Another may be the name of a file or of a person: it is
    replaced by a hash that takes the text of its document as its key, so that nobody finds it by trying who has not the
    text. What was never learned is called nothing.
    """

    def __init__(self) -> None:
        self._told: dict[str, str] = {}

    def learn(self, id: str, text: str) -> None:
        """Learns an id, and the text of the document that it belongs to."""
        if id not in self._told:
            key = text.encode("utf-8", "surrogatepass") or b"-"
            digest = hmac.new(key, id.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
            self._told[id] = id if _OURS.fullmatch(id) else digest[:16]

    def of(self, id: object) -> str | None:
        """How an id is told: of a document, an incident, or what is called by its document, a stroke and its own id."""
        if not isinstance(id, str):
            return None
        if id in self._told:
            return self._told[id]
        document, stroke, own = id.rpartition("/")
        if stroke and document in self._told and (told := self.of(own)):
            return f"{self._told[document]}/{told}"
        return id if _LOCAL.fullmatch(id) else None

    def in_words(self, text: str) -> str:
        """Words of ours in which a document is called by its id, with the id as it is told."""
        return _CALLED.sub(lambda found: f"the publisher of {self.of(found[1]) or 'a document'}", text)
