"""What each profile does, as the data says: to the fields of records, to places, to what is young, to small cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from riwaya.errors import Fault, KnowledgeError, UsageError
from riwaya.knowledge.load import DATA, read_yaml

PROFILES = ("internal", "partner", "public")
"""The names of the profiles, the one that lets all through first."""

_FILE = "profiles/profiles.yaml"
_TABLE = "profiles/redaction.tsv"


class Row(NamedTuple):
    """What is done to a field of a record: an action, and what it is told beside (a list's or a record's name)."""

    action: str
    about: str


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What a profile that takes something away does.

    `rows` tell what is done to a field of a record. `strict` is whether only words are kept that are known to be no
    names. Points are moved to the middle of a cell of `grid` degrees and then have the precision `grid_precision`.
    `hold` and `hold_in_progress` are the hours that what is told is held back for, the second for types that
    `in_progress` names. `sites` are the kinds of places where people live, are cared for or find shelter, of which
    `homes` are told without their names by every profile. `deeds` are words for what befalls
    people or what they say, `bodies` kinds of sources and of actors that are no persons.
    """

    name: str
    rows: dict[tuple[str, str], Row]
    strict: bool
    grid: float
    grid_precision: str
    hold: int
    hold_in_progress: int
    smallest_cell: int
    keeps_names_of_sites: bool
    in_progress: frozenset[str]
    sites: frozenset[str]
    homes: frozenset[str]
    private_sources: frozenset[str]
    private_targets: frozenset[str]
    private_titles: frozenset[str]
    site_words: tuple[str, ...]
    deeds: tuple[str, ...]
    bodies: frozenset[str]

    def row(self, record: str, field: str) -> Row | None:
        """What is done to a field of a record, None where no rule tells it."""
        return self.rows.get((record, field))


@lru_cache(maxsize=8)
def load_profile(name: Literal["partner", "public"] | str) -> Profile:
    """A profile that takes something away. Raises UsageError where there is none of this name."""
    faults: list[Fault] = []
    raw = read_yaml(DATA / _FILE, _FILE, faults)
    if faults:
        raise KnowledgeError(tuple(faults))
    if name not in raw["profiles"] or "words" not in raw["profiles"][name]:
        raise UsageError(f"there is no profile {name!r} that takes anything away")
    own: dict[str, Any] = raw["profiles"][name]
    return Profile(
        name,
        _rows(name),
        own["words"] == "strict",
        float(own["grid_degrees"]),
        str(own["grid_precision"]),
        int(own["hold_hours"]),
        int(own["hold_hours_in_progress"]),
        int(own["smallest_cell"]),
        own["names_of_sites"] == "kept",
        frozenset(map(str, raw["in_progress"])),
        frozenset(map(str, raw["sites"])),
        frozenset(map(str, raw["homes"])),
        frozenset(map(str, raw["private_sources"])),
        frozenset(map(str, raw["private_targets"])),
        frozenset(map(str, raw["private_titles"])),
        tuple(map(str, raw["site_words"])),
        tuple(map(str, raw["deeds"])),
        frozenset(map(str, raw["bodies"])),
    )


def _rows(profile: str) -> dict[tuple[str, str], Row]:
    """The rows of the table for a profile."""
    lines = (DATA / _TABLE).read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    at = columns.index(profile)
    rows = {}
    for line in lines[1:]:
        cells = line.split("\t")
        action, _, about = cells[at].partition(":")
        rows[cells[0], cells[1]] = Row(action, about)
    return rows
