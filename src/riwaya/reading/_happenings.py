"""Brings together the mentions of one happening, whoever tells of them.

Evidence for and against is added up; its weights stand in docs/explanation/one-happening.md. What sources dispute, the
outcome and the counts, is no evidence, so that a dispute parts nothing that belongs together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from riwaya.knowledge.match import Lattice
from riwaya.reading._codebook import HARMFUL, VIOLENCE, Codebook
from riwaya.records import EventMention, distance_km
from riwaya.text.normalize import fold

_MERGE_AT = 0.8
"""Evidence at which two mentions are one happening."""
_FIRST, _LATEST = 8, 24
"""Happenings that a mention is held against: those told first, as the news, and those told last. It bounds the work."""
_ENOUGH = 24
"""Places, days and names of a happening that are kept for comparing; a report tells of few, an archive of thousands."""
NOT_YET = frozenset(("planned", "conditional", "hypothetical", "ordered"))
"""Modalities of what has not happened: another happening than what has."""
_ABOUT_ANOTHER = frozenset(("accuses", "claims_responsibility", "no_claim", "condemns", "denies"))
"""Stances that are taken towards a happening told of before."""
_LEVELS = {"exact": 1, "near": 1, "locality": 1, "admin2": 2, "admin1": 3, "sea": 3, "country": 4, "unknown": 5}
_SITES = frozenset(
    """base airport oil_field refinery power_plant crossing camp quarter dam port village building prison bridge road
    hospital school""".split()
)
"""Kinds of places that are a point, or small enough to be told apart within a town."""
_STRIKES = frozenset(
    """attack airstrike drone_attack missile_attack shelling bombing suicide_bombing explosion assassination""".split()
)
"""Types of events that happen at one site; a raid or a clash moves through several."""
_SAME_SITE_KM = 3.0
_NEARNESS = ((15, 0.4), (40, 0.2))
"""What it is worth that a happening was last told of less than so many tokens before."""
_FAR_KM = 10.0
"""Two towns farther apart than this, radii apart, are two places."""


class _Spot(NamedTuple):
    """A place as far as it is compared: how fine it is, what it is called, the value it stands for."""

    level: int
    name: str
    value: dict[str, Any]


class _Evidence(NamedTuple):
    """What a mention tells that is compared. `another` is the token from which another happening is told, if so."""

    spots: list[_Spot]
    days: list[tuple[str, str]]
    targets: list[frozenset[str]]
    actors: list[frozenset[str]]
    another: int | None


@dataclass(slots=True)
class _Happening:
    """What is known of a happening while its mentions are gathered. `spots` are the finest places told so far."""

    background: bool
    last: int
    types: set[str] = field(default_factory=set)
    planned: set[bool] = field(default_factory=set)
    spots: list[_Spot] = field(default_factory=list)
    days: list[tuple[str, str]] = field(default_factory=list)
    targets: list[frozenset[str]] = field(default_factory=list)
    actors: list[frozenset[str]] = field(default_factory=list)

    def join(self, event: EventMention, evidence: _Evidence) -> None:
        """Takes a mention in."""
        self.last = event.first
        if not event.anaphoric:
            self.background = (self.background or not self.types) and event.background
            self.types.add(event.type)
            self.planned.add(event.modality in NOT_YET)
        self.spots = _finest([*self.spots, *evidence.spots])[:_ENOUGH]
        for mine, told in (
            (self.days, evidence.days),
            (self.targets, evidence.targets),
            (self.actors, evidence.actors),
        ):
            if len(mine) < _ENOUGH:
                mine.extend(told)  # type: ignore[arg-type]


def find_happenings(lattice: Lattice, codebook: Codebook, events: Sequence[EventMention]) -> list[int]:
    """The number of the happening that each event mention tells of, or -1 for a mention that points at nothing."""
    groups: list[_Happening] = []
    home: list[int] = []
    for event in events:
        if event.frame == "said":
            home.append(-1)
            continue
        evidence = _evidence(lattice, event)
        best = _best(codebook, event, evidence, groups)
        if best >= 0:
            groups[best].join(event, evidence)
            home.append(best)
        elif event.frame == "toll" or (event.anaphoric and not event.arguments and event.stance is None):
            home.append(-1)
        else:
            groups.append(_Happening(event.background, event.first))
            groups[-1].join(event, evidence)
            home.append(len(groups) - 1)
    return _with_nearest(codebook, events, home)


def _best(codebook: Codebook, event: EventMention, evidence: _Evidence, groups: Sequence[_Happening]) -> int:
    """The happening that most speaks for, the latest of equals; -1 where the evidence is too little for any."""
    found, most = -1, _MERGE_AT
    for index in (*range(min(_FIRST, len(groups))), *range(max(_FIRST, len(groups) - _LATEST), len(groups))):
        score = _fit(codebook, event, evidence, groups[index])
        if score is not None and score >= most:
            found, most = index, score
    return found


def _with_nearest(codebook: Codebook, events: Sequence[EventMention], home: list[int]) -> list[int]:
    """The happenings, with tolls and bare statements given to the news told nearest before them, or else behind."""
    news = [n for n, e in enumerate(events) if home[n] >= 0 and not e.background and codebook.group(e.type) in HARMFUL]
    out = list(home)
    before = -1
    at = 0
    for number, event in enumerate(events):
        while at < len(news) and news[at] < number:
            before = news[at]
            at += 1
        if home[number] < 0 and event.frame in ("toll", "said"):
            nearest = before if before >= 0 else news[at] if at < len(news) else -1
            out[number] = home[nearest] if nearest >= 0 else -1
    return out


# ------------------------------------------------------------------------------------------------------------- evidence


def _evidence(lattice: Lattice, event: EventMention) -> _Evidence:
    """What a mention tells that is compared."""
    spots: list[_Spot] = []
    days: list[tuple[str, str]] = []
    names: dict[str, list[frozenset[str]]] = {"target": [], "actor": []}
    for argument in event.arguments:
        value = argument.value
        if argument.field == "place":
            spots.append(_Spot(_level(value), fold(value.get("name_ar") or ""), value))
        elif argument.field == "happened" and value.get("earliest") and value.get("latest"):
            days.append((value["earliest"][:10], value["latest"][:10]))
        elif argument.field in names and (value.get("id") or value.get("kind") != "unidentified"):
            words = name_words(value, lattice.text(argument.first, argument.last))
            state = value.get("country") if argument.field == "actor" and value.get("kind") == "state_forces" else None
            names[argument.field].append(words | {f"forces of {state}"} if state else words)
    return _Evidence(_finest(spots), days, names["target"], names["actor"], _another_since(lattice, event))


def name_words(value: dict[str, Any], text: str) -> frozenset[str]:
    """What a party or target is called, as folded words without the article, for comparing."""
    words = fold(f"{value.get('name_ar') or ''} {text}").split()
    return frozenset(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words)


def _level(value: dict[str, Any]) -> int:
    """How fine a place is: 0 a site, 1 a town, then districts, regions, countries, and what nothing is known of."""
    level = _LEVELS.get(value.get("precision") or "unknown", 5)
    return 0 if level == 1 and value.get("kind") in _SITES else level


def _finest(spots: list[_Spot]) -> list[_Spot]:
    """The places told most precisely, towns and installations alike; those on which nothing is known last."""
    least = min((spot.level for spot in spots), default=0)
    return [spot for spot in spots if spot.level == least]


def _fit(codebook: Codebook, event: EventMention, evidence: _Evidence, group: _Happening) -> float | None:
    """Evidence that a mention tells of a happening; None where it cannot."""
    score = _type_fit(codebook, event, group)
    if score is None:
        return None
    points_back = event.anaphoric or event.frame == "toll"
    if event.background != group.background:
        score -= 0.3 if points_back else 2.0
    if not event.anaphoric and group.planned and (event.modality in NOT_YET) not in group.planned:
        score -= 2.5
    if evidence.another is not None and group.last < evidence.another:
        score -= 3.0
    if evidence.days and group.days:
        score += 1.0 if any(_overlap(a, b) for a in evidence.days for b in group.days) else -3.0
    if evidence.spots and group.spots:
        score += max(_spot_fit(a, b, event.type) for a in evidence.spots for b in group.spots)
    if evidence.targets and group.targets:
        score += 1.5 if _share(evidence.targets, group.targets) else -0.7
    if evidence.actors and group.actors and event.stance not in ("accuses", "denies"):
        score += 0.7 if _share(evidence.actors, group.actors) else -0.9
    if points_back:
        score += 1.0
    distance = event.first - group.last
    near = next((worth for reach, worth in _NEARNESS if distance < reach), 0.0)
    return score + (2 * near if event.anaphoric else near)


def _spot_fit(a: _Spot, b: _Spot, event_type: str) -> float:
    """How far two places speak for one happening."""
    one, other = a.value, b.value
    if (one.get("id") and one.get("id") == other.get("id")) or (a.name and a.name == b.name):
        return 1.0
    if one.get("country") and other.get("country") and one["country"] != other["country"]:
        return -2.0
    if max(a.level, b.level) >= _LEVELS["country"]:
        return 0.2
    apart = distance_km(one, other)
    same_region = bool(one.get("admin1")) and one.get("admin1") == other.get("admin1")
    if max(a.level, b.level) == _LEVELS["admin1"]:
        wide = one if a.level > b.level else other
        within = apart is not None and apart <= 1.1 * (wide.get("radius_km") or 0)
        return 0.5 if same_region or within else -1.5 if one.get("admin1") and other.get("admin1") else 0.2
    if apart is None:
        return 0.4 if same_region else 0.2 if not (one.get("admin1") and other.get("admin1")) else -1.0
    if apart > _FAR_KM + (one.get("radius_km") or 0) + (other.get("radius_km") or 0):
        return -2.0
    if a.level == b.level == 0 and apart > _SAME_SITE_KM:
        return -1.5 if event_type in _STRIKES else 0.0
    return 0.4 if same_region else 0.0


_NEAR_TYPES = (
    frozenset(
        (
            "airstrike",
            "drone_attack",
            "missile_attack",
            "shelling",
            "bombing",
            "explosion",
            "destruction",
            "interception",
        )
    ),
    frozenset(("bombing", "suicide_bombing", "explosion", "assassination")),
    frozenset(("clash", "raid", "seizure", "siege", "shelling", "crackdown")),
    frozenset(("raid", "detention", "abduction", "crackdown", "assassination", "destruction")),
    frozenset(("assassination", "execution", "airstrike", "drone_attack")),
    frozenset(("protest", "riot", "crackdown")),
    frozenset(("release", "abduction", "detention", "negotiation")),
    frozenset(("ceasefire", "negotiation", "release")),
    frozenset(("abduction", "seizure")),
)


_RESPONSES = frozenset(("detention", "withdrawal", "destruction", "seizure", "raid", "displacement", "abduction"))
"""What attackers and forces do in the course of a violent happening; with no place or day of its own, a part of it."""


def _may_hold(event: EventMention, groups: set[str]) -> bool:
    """Whether an attack or a toll may belong to a happening of other than violent types: an abduction, a protest."""
    return "custody" in groups or (event.frame == "toll" and bool(groups & HARMFUL))


def _type_fit(codebook: Codebook, event: EventMention, group: _Happening) -> float | None:
    if not group.types:  # so far only pointed at: an attack, an abduction, a protest that nobody told yet
        return 1.0 if codebook.group(event.type) in HARMFUL else None
    if "campaign" in group.types or event.type == "campaign":
        return 2.0 if event.type in group.types else None
    if event.type in group.types:
        return 1.5 if event.type == "attack" else 2.0
    groups = {codebook.group(t) for t in group.types}
    mine = codebook.group(event.type)
    if event.anaphoric and event.stance in _ABOUT_ANOTHER and groups & HARMFUL:
        return 1.4
    if event.type in ("attack", "explosion"):
        return 1.2 if VIOLENCE in groups else 0.9 if _may_hold(event, groups) else None
    if "attack" in group.types and mine == VIOLENCE:
        return 1.2
    if event.type in _RESPONSES and groups & {VIOLENCE, "custody"} and not group.background and not event.background:
        return 0.6
    if any(event.type in near and near & group.types for near in _NEAR_TYPES):
        return 0.8
    return 0.3 if mine == VIOLENCE and mine in groups and event.anaphoric else None


_BEHIND = 12
"""Tokens before a trigger within which "in another attack" still parts it from what was told before."""


def _another_since(lattice: Lattice, event: EventMention) -> int | None:
    """The token from which the words tell of another happening, beside the trigger or before it; None if not."""
    if any(lattice.at(at, "another") for at in range(event.last, min(event.last + 3, len(lattice.tokens)))):
        return event.first
    sentence = lattice.sentence_at(event.first)
    start = max(sentence.first if sentence else event.first, event.first - _BEHIND)
    for at in range(event.first - 1, start - 1, -1):
        cell = lattice.cells[at]
        if "elsewhere" in cell or ("happening_word" in cell and lattice.at(at + 1, "another")):
            return at
    return None


def _overlap(a: tuple[str, str], b: tuple[str, str]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _share(some: list[frozenset[str]], others: list[frozenset[str]]) -> bool:
    return any(len(a & b) * 2 >= min(len(a), len(b)) and a & b for a in some for b in others)
