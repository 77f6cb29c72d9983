"""What a store answers with: incidents, their links, suggestions, what reconciling needs, what a search finds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from riwaya.records import Reading, Span
from riwaya.store.decisions import Decision, Pair
from riwaya.store.documents import StoredDocument
from riwaya.store.grouping import Happening
from riwaya.store.weights import Weights

Moment = str | date | datetime | int
"""A moment: a day, which counts to its end, a time (without a zone in UTC), or the number of the last entry of then."""


class StoredLink(NamedTuple):
    """A link between two happenings: the share, the reasons, its state, and the decision that made it so, if any."""

    a: Happening
    b: Happening
    score: float
    reasons: tuple[dict[str, Any], ...]
    state: str
    decision: Decision | None


class StoredIncident(NamedTuple):
    """An incident as the machine grouped it last: its happenings, the links between them, and the run's number.

    `amended` are the decisions that stand on what its accounts say. `seen` is to be handed back with a decision: it
    tells what the person had before him.
    """

    id: str
    run: int
    happenings: tuple[Happening, ...]
    links: tuple[StoredLink, ...]
    amended: tuple[Decision, ...]
    seen: int


class Suggestion(NamedTuple):
    """A link between two incidents that came near each other and were not joined: their ids, the link, and why.

    `seen` is to be handed back with a decision.
    """

    incidents: tuple[str, str]
    link: StoredLink
    seen: int


class ToReconcile(NamedTuple):
    """What reconciling needs, all as of one moment: the current readings, and what people decided.

    `ruled` says of pairs of happenings whether they are one incident; `lost` are decisions whose happenings no words
    tell of any more; `weights` are those in force. `seen` is to be handed back with the run.
    """

    seen: int
    readings: tuple[Reading, ...]
    ruled: Mapping[Pair, bool]
    lost: tuple[Decision, ...]
    weights: Weights


class Hit(NamedTuple):
    """A document that was found: how many of the words it has as asked for, where it has any of them, and a stretch."""

    document: StoredDocument
    exact: int
    spans: tuple[Span, ...]
    stretch: Span
