"""The words of the record that come from closed lists, so that nothing else stands where one of them should."""

from __future__ import annotations

import re
from collections.abc import Mapping

from riwaya.errors import ISSUE_CODES
from riwaya.knowledge.load import DATA
from riwaya.records import (
    COMPLETENESS,
    EVENT_TYPES,
    FIELDS,
    GRAINS,
    MODALITIES,
    MOMENT_BASES,
    POLARITIES,
    RELATIONS,
    SCOPES,
    SEGMENT_KINDS,
    STANCES,
)
from riwaya.store.decisions import KINDS


def _labelled(prefix: str) -> frozenset[str]:
    """The ids that the table of labels has with a prefix."""
    lines = (DATA / "labels.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ids = (line.partition("\t")[0] for line in lines)
    return frozenset(id.partition(".")[2] for id in ids if id.startswith(prefix + "."))


CODES: Mapping[str, frozenset[str]] = {
    "types": EVENT_TYPES,
    "stances": STANCES,
    "modalities": MODALITIES,
    "polarities": POLARITIES,
    "segments": SEGMENT_KINDS,
    "grains": GRAINS,
    "scopes": SCOPES,
    "fields": frozenset(FIELDS),
    "completeness": COMPLETENESS,
    "bases": MOMENT_BASES,
    "relations": RELATIONS,
    "publisher_bases": frozenset(("address",)),
    "issues": frozenset(ISSUE_CODES),
    "kinds": _labelled("kind"),
    "groups": _labelled("group"),
    "weapons": _labelled("weapon"),
    "outcomes": _labelled("outcome"),
    "statuses": _labelled("status"),
    "states": _labelled("state"),
    "decisions": frozenset(KINDS),
    "decision_states": frozenset(("stands", "lost", "taken back")),
    "abouts": frozenset("type time place actor target weapon words".split()),
}
"""The lists, by the names that the table of rules calls them by."""

SHAPES: Mapping[str, re.Pattern[str]] = {
    "moment": re.compile(
        r"\d{4}(?:-\d{2}(?:-\d{2}(?:[T ]\d{2}(?::?\d{2}(?::?\d{2}(?:\.\d{1,6})?)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?"
    ),
    "language": re.compile(r"[a-z]{2,3}"),
    "country": re.compile(r"[A-Z]{2}"),
    "version": re.compile(r"\d{1,3}\.\d{1,3}(?:\.\d{1,3})?(?:[a-z.+-]{1,4}\d{0,3})?"),
    "sha256": re.compile(r"[0-9a-f]{64}"),
    "rule": re.compile(r"[a-z_]+\.[a-z0-9-]+"),
}
"""What a value of a kind looks like."""
