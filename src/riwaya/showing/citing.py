"""Citations in words of the reader's language: who says so through whom, where it was published, and who read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.exports.lines import FSI, PDI
from riwaya.records import VERSION, Document
from riwaya.showing.evidence import Evidence, Step
from riwaya.showing.shown import Shown
from riwaya.store.runs import Told

_MOST_WORDS = 240
"""Characters of a statement that are cited; a claim has its own words, which are few."""


@dataclass(frozen=True, slots=True)
class Citing:
    """How a citation is said, by which address what is cited is found again as it is now, and on which day."""

    shown: Shown
    permalink: str
    day: str

    def incident(self, told: Told, sentence: str) -> str:
        """An incident: what is reported, by how many, and each of its reports, a line each."""
        shown = self.shown
        head = shown.words(
            "cite.accounts",
            sentence=sentence,
            reports=shown.count("reports", len(told.readings)),
            lines=shown.count("lines", told.incident.independent_lines),
        )
        documents = sorted((each.document for each in told.readings.values()), key=lambda d: (d.published or "9", d.id))
        listed = (
            shown.words("cite.document", number=shown.digits(number), document=self._document(each, publisher=True))
            for number, each in enumerate(documents, start=1)
        )
        return ".\n".join((head, *listed, self._read()))

    def claim(self, evidence: Evidence) -> str:
        """A claim, or an account as a whole: who says it through whom, in which words, and where it stands."""
        document, account = evidence.reading.document, evidence.account
        words = evidence.claim.text if evidence.claim else document.text[slice(*account.statement)]
        says = self.shown.words("cite.says", who=self._chain(evidence.chain), words=_apart(_cut(words)))
        return ". ".join((says, self._document(document, publisher=False), self._read()))

    def _chain(self, steps: tuple[Step, ...]) -> str:
        """Who says so, and through whom, those nearest to him first."""
        *through, speaks = (_apart(self._name(step)) for step in steps)
        if not through:
            return speaks
        outlets = self.shown.words("comma").join(reversed(through))
        return self.shown.words("cite.through", who=speaks, outlets=outlets)

    def _name(self, step: Step) -> str:
        source = step.source
        if source is None:
            return step.publisher or self.shown.words("publisher_unnamed")
        english = self.shown.words.language == "en" and source.name_en
        return english or source.name or self.shown.of("kind", source.kind)

    def _document(self, document: Document, *, publisher: bool) -> str:
        return self.shown.words("comma").join(self._parts(document, publisher=publisher))

    def _parts(self, document: Document, *, publisher: bool) -> Iterator[str]:
        words = self.shown.words
        if publisher and document.publisher:
            yield _apart(document.publisher)
        if document.title:
            yield words("cite.title", title=_apart(document.title))
        yield _apart(self.shown.moment(document.published) or words("cite.undated"))
        if document.url:
            yield _apart(document.url)
        if document.provenance:
            archived = (each.url for each in document.provenance.pointers if each.kind == "archive")
            yield from (words("cite.archived", url=_apart(url)) for url in archived)
        yield _apart(f"SHA-256 {document.sha256}")

    def _read(self) -> str:
        return self.shown.words(
            "cite.read", version=_apart(VERSION), day=_apart(self.day), permalink=_apart(self.permalink)
        )


def _cut(words: str) -> str:
    """Words as they are, or the beginning of many of them."""
    if len(words) <= _MOST_WORDS:
        return words
    return words[:_MOST_WORDS].rsplit(None, 1)[0] + " …"


def _apart(text: str) -> str:
    """Something that runs its own way, whatever stands around it."""
    return f"{FSI}{text}{PDI}"
