"""Claims as Web Annotations of the W3C, one a line: which words of which text say it.

Each line is an annotation of its own, so that they can be streamed, searched and held against each other by line.
Positions count code points, as the standard demands; what marks text in a browser counts UTF-16 units and has to turn
them. `cached` names the very text that was read by its SHA-256, for a page at an address may change.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

from riwaya.exports.formats import Options
from riwaya.exports.json import to_json
from riwaya.exports.material import Material
from riwaya.exports.profiles.masking import MARK
from riwaya.exports.target import Target
from riwaya.records import Account, Claim, Document, Reading, Span
from riwaya.store.moments import in_utc
from riwaya.text.graphemes import narrowed, widened

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Characters before and behind the words that are told with them."""
_ADDRESS = re.compile(r"""https?://[^\s<>"{}|\\^`\x00-\x20\ud800-\udfff]+""")


def write(material: Material, target: Target, options: Options) -> None:
    """Writes an annotation a line for each claim of each document."""
    with target.open(target.file()) as out:
        for reading in material.readings():
            out.writelines(to_json(each).encode() + b"\n" for each in annotations_of(reading))


def annotations_of(reading: Reading) -> Iterator[dict[str, Any]]:
    """The annotations of a reading, in the order of its accounts and their claims."""
    for account in reading.accounts:
        for number, claim in enumerate(account.claims):
            yield _annotation(reading, account, claim, f"{reading.document.id}/{account.id}/{number}")


def check(annotation: Mapping[str, Any], text: str) -> Literal["exact", "moved"]:
    """Whether the words of an annotation stand in a text just where it says.

    They do where its hash is that of the text, or where the words and what is told around them stand at its position.
    They are not looked for elsewhere: like words at another place are no evidence.
    """
    target = annotation["target"]
    selectors = {each["type"]: each for each in target["selector"]}
    position, quote = selectors["TextPositionSelector"], selectors.get("TextQuoteSelector")
    if target["state"]["cached"] == _name_of(_sha256(text)):
        return "exact"
    if quote is None:
        return "moved"
    start, end = position["start"], position["end"]
    before, after = quote.get("prefix", ""), quote.get("suffix", "")
    stands = (
        len(quote["exact"]) == end - start
        and text[start:end] == quote["exact"]
        and text[:start].endswith(before)
        and text.startswith(after, end)
    )
    return "exact" if stands else "moved"


def _annotation(reading: Reading, account: Account, claim: Claim, id: str) -> dict[str, Any]:
    document = reading.document
    value = {"claim": id, "field": claim.field, "value": claim.value}
    named = json.dumps([document.sha256, id, account.type, claim.field, claim.value, claim.start, claim.end])
    rule = f", {claim.rule}" if claim.rule else ""
    return {
        "@context": CONTEXT,
        "id": uuid5(NAMESPACE_URL, named).urn,
        "type": "Annotation",
        "motivation": "classifying",
        "creator": {"type": "Software", "name": f"Riwaya {reading.riwaya}{rule}"},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": claim.field},
            {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": to_json(value)},
        ],
        "target": {
            "type": "SpecificResource",
            "source": document.url if _ADDRESS.fullmatch(document.url or "") else _name_of(document.sha256),
            "state": {"type": "TimeState", **_published(document), "cached": _name_of(document.sha256)},
            "selector": list(_selectors(document.text, claim)),
        },
    }


def _selectors(text: str, claim: Claim) -> Iterator[dict[str, Any]]:
    """The words, where they may be told, and their position; neither parts a letter from its vowel sign."""
    span = widened(text, Span(claim.start, claim.end)) if text else Span(claim.start, claim.end)
    exact = text[span.start : span.end]
    if exact and text[claim.start : claim.end] == claim.text and MARK not in exact:
        before = narrowed(text, Span(max(0, span.start - _AROUND), span.start))
        after = narrowed(text, Span(span.end, min(len(text), span.end + _AROUND)))
        prefix = text[before.start : span.start].rpartition(MARK)[2]
        suffix = text[span.end : after.end].partition(MARK)[0]
        around = {name: words for name, words in (("prefix", prefix), ("suffix", suffix)) if words}
        yield {"type": "TextQuoteSelector", "exact": exact, **around}
    yield {"type": "TextPositionSelector", "start": span.start, "end": span.end}


def _published(document: Document) -> dict[str, str]:
    """When the text was as it was read: the moment of publishing; the day of it, where no moment or no zone is told."""
    told = in_utc(document.published) if document.published else ""
    if told.endswith("Z"):
        return {"sourceDate": told}
    day = told[:10]
    return {"sourceDateStart": f"{day}T00:00:00Z", "sourceDateEnd": f"{day}T23:59:59Z"} if day else {}


def _name_of(sha256: str) -> str:
    return f"urn:sha256:{sha256}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
