"""The exceptions Riwaya raises, and the table of issue codes.

The tree:

    RiwayaError
    ├── UnreadableInput        what was handed in cannot be read as text or as a record
    ├── UsageError             a call or an option that makes no sense
    │   └── NotThere           what is asked for by its name or number is not there
    ├── KnowledgeError         data files with faults, all of them listed
    ├── NotFetched             a url that was not fetched, and why
    └── StoreError             a store that cannot be opened, read or written: what stands in the way
        └── DecidedMeanwhile   somebody else decided on the same incident first
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class RiwayaError(Exception):
    """Anything Riwaya raises on purpose."""


class UnreadableInput(RiwayaError):
    """Input that cannot be read: binary, an unknown encoding, a record without text."""


class UsageError(RiwayaError):
    """A call that cannot be answered: an unknown format, a publication day that is no day."""


class NotThere(UsageError):
    """What is asked for by its name or number is not there: an incident, a document, a decision.

    `name` is that of an incident which is there no more, and `heirs` are those that what it told of is in now.
    """

    def __init__(self, message: str, *, name: str = "", heirs: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.name, self.heirs = name, tuple(heirs)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a data file: where it is, what is wrong, what would be right."""

    path: str
    line: int
    message: str
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        choices = f" (one of: {', '.join(self.allowed)})" if self.allowed else ""
        return f"{self.path}:{self.line}: {self.message}{choices}"


class NotFetched(RiwayaError):
    """A url that was not fetched, and why; `passing` where it may go better later."""

    def __init__(self, url: str, why: str, *, passing: bool = False) -> None:
        self.url, self.why, self.passing = url, why, passing
        super().__init__(f"{url}: {why}")


class StoreError(RiwayaError):
    """A store that cannot be opened, read or written: its disk is full, it is locked, it is none. Nothing was kept."""


class DecidedMeanwhile(StoreError):
    """Somebody decided on the same incident after it was looked at. The message names who, what and when."""


class KnowledgeError(RiwayaError):
    """Faults in the data files, told together. `faults` holds each of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


ISSUE_CODES: dict[str, str] = {
    "D01": "the document is empty",
    "D02": "the document holds no Arabic",
    "D03": "no publication day is known, so relative days stay unread",
    "D04": "the publication day was taken from a date line of the text",
    "D05": "characters that are no text (lone surrogates, control characters) were met and kept",
    "D06": "the encoding was guessed",
    "D07": "the document is in another language than Arabic",
    "D08": "the file or archive breaks off within the document",
    "D09": "the bytes of the document are not those that its archive tells",
    "D10": "pages of the document are pictures, whose text is not read",
    "D11": "signs that the fonts of the file do not name were left out",
    "D12": "what stands as the day of publication is no day that can be read",
    "W01": "a page holds only the beginning of its text",
    "W02": "a page is nested too deeply to be read to its end",
    "W03": "a page tells a moment after the one at which it was retrieved",
    "T01": "a post or quotation is cut off",
    "T02": "a quotation is opened and never closed",
    "T03": "the author struck words out; whole lines of them are not read",
    "T04": "a post was edited, and its file does not tell when",
    "T05": "nothing tells days from months in a chat, and the day was taken first",
    "H01": "a time expression could not be read",
    "H02": "a weekday and a date contradict each other",
    "H03": "a date lies after the day of publication",
    "H04": "a day is told by the Hijri calendar alone, in which local sightings of the moon differ by a day",
    "N01": "a count could not be read",
    "P01": "a place name has several candidates",
    "P02": "a name after a place word is not in the gazetteer",
    "P03": "no place of this name was found in the region named",
    "S01": "a source is named by a pronoun or phrase we could not resolve",
    "S02": "a speech verb without a source we could find",
    "A01": "an actor name has several candidates",
    "E01": "an event word whose participants we could not tell",
    "C01": "two counts in one statement contradict each other",
}
"""Every code an `Issue` may carry, with its meaning."""
