"""Joins events, what happened to people, outcomes and attribution into one account each.

First the mentions of one happening are brought together, whoever tells of them; then whatever one chain of sources says
of one happening becomes one account. Silence stays silence: an account gets no claim that its own source did not make.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Lattice
from riwaya.records import (
    COUNT_FIELDS,
    Account,
    Argument,
    Claim,
    EventMention,
    Link,
    Party,
    Sentence,
    Source,
    SourceLink,
    Span,
    Statement,
    TimeMention,
    distance_km,
)
from riwaya.text.normalize import fold

VIOLENCE = "violence"
_TALK = "talk"
_HARMFUL = frozenset((VIOLENCE, "custody", "contention"))
_FIRST, _LATEST = 8, 24
"""Happenings that a mention is held against: those told first, as the news, and those told last. It bounds the work."""
_ENOUGH = 24
"""Places, days and names of a happening that are kept for comparing; a report tells of few, an archive of thousands."""
_NOT_YET = frozenset(("planned", "conditional", "hypothetical", "ordered"))
"""Modalities of what has not happened: another happening than what has."""
_ABOUT_ANOTHER = frozenset(("accuses", "claims_responsibility", "no_claim", "condemns", "denies"))
"""Stances that are taken towards a happening told of before."""
_STANCE_RANK = (
    "claims_responsibility", "denies", "accuses", "threatens", "condemns", "no_claim", "plans", "doubts", "asserts",
)  # fmt: skip
_MERGE_AT = 0.8
"""Evidence at which two mentions are one happening; the weights stand in docs/explanation/one-happening.md."""


class Drafts(NamedTuple):
    """Accounts without incidents: `happenings[i]` numbers the happening that account `i` tells of."""

    sources: tuple[Source, ...]
    accounts: tuple[Account, ...]
    happenings: tuple[int, ...]


@dataclass(slots=True)
class _Happening:
    """What is known of a happening while its mentions are gathered."""

    members: list[int]
    types: set[str]
    background: bool
    last: int
    places: list[dict[str, Any]]
    days: list[tuple[str, str]]
    targets: list[frozenset[str]]
    actors: list[frozenset[str]]
    planned: set[bool]


def assemble(
    lattice: Lattice,
    knowledge: Knowledge,
    statements: Sequence[Statement],
    events: Sequence[EventMention],
    casualties: Sequence[Argument],
    outcomes: Sequence[Argument],
) -> Drafts:
    """The sources, the accounts and which happening each account tells of, in text order."""
    if not events:
        return Drafts((_publisher(lattice),), (), ())
    codebook = _Codebook(knowledge)
    reasons = _reasons(events)
    loose = _outside(reasons, (*casualties, *outcomes))
    events = _with_loose_ends(lattice, codebook, statements, _without_reasons(reasons, events), loose)
    events = _with_bare_statements(lattice, statements, events)
    happenings = _happenings(lattice, codebook, statements, events)
    events = _dated(lattice, codebook, events, happenings)
    return _accounts(lattice, codebook, statements, events, happenings)


class _Codebook:
    """What the codebook says of event types: their group, and whether a type is the general one of its group."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._table = knowledge.table("codebook/events.tsv")
        self._groups: dict[str, str] = {}
        self._by_means = {
            weapon: event_type
            for event_type in self._table
            for weapon in (self._table.row(event_type).get("means") or "").split(",")
            if weapon
        }

    def group(self, event_type: str) -> str:
        """The group of a type: violence, custody, contention, movement, talk, diplomacy, relief, measure."""
        if event_type not in self._groups:
            row = self._table.get(event_type)
            self._groups[event_type] = row["group"] if row else event_type
        return self._groups[event_type]

    def narrowed(self, event_type: str, arguments: Iterable[Argument]) -> str:
        """A general attack as the type that its one means makes it; any other type as it is."""
        if event_type != "attack":
            return event_type
        types = {self._by_means.get(a.value["id"]) for a in arguments if a.field == "weapon"}
        return (types.pop() if len(types) == 1 else None) or event_type

    def specific(self, types: Iterable[str]) -> str | None:
        """The first type that is no general one, or the first."""
        found = list(types)
        return next((t for t in found if t not in ("attack", "explosion")), found[0] if found else None)


# --------------------------------------------------------------------------------- counts and outcomes find their event


def _statement_at(statements: Sequence[Statement], token: int) -> int:
    """The index of the statement that holds a token, or -1."""
    low, high = 0, len(statements)
    while low < high:
        middle = (low + high) // 2
        if statements[middle].last <= token:
            low = middle + 1
        else:
            high = middle
    return low if low < len(statements) and statements[low].first <= token else -1


def _sentence_numbers(lattice: Lattice) -> list[int]:
    """The number of the sentence of each token."""
    numbers = [0] * len(lattice.tokens)
    for number, sentence in enumerate(lattice.sentences):
        for token in range(sentence.first, sentence.last):
            numbers[token] = number
    return numbers


def _with_loose_ends(
    lattice: Lattice,
    codebook: _Codebook,
    statements: Sequence[Statement],
    events: Sequence[EventMention],
    loose: Sequence[Argument],
) -> list[EventMention]:
    """The events, each with the counts and outcomes told beside it; a toll far from any event points back to one."""
    sentences = _sentence_numbers(lattice)
    by_sentence: dict[int, list[int]] = {}
    for number, event in enumerate(events):
        by_sentence.setdefault(sentences[event.first], []).append(number)
    taken: dict[int, list[Argument]] = {}
    alone: dict[int, list[Argument]] = {}
    for argument in loose:
        where = _statement_at(statements, argument.first)
        near = [n for n in by_sentence.get(sentences[argument.first], ()) if _may_take(events[n], argument, codebook)]
        same = [n for n in near if _statement_at(statements, events[n].first) == where]
        choice = same or ([] if where >= 0 and statements[where].chain else near)
        if choice:
            taken.setdefault(min(choice, key=lambda n: _distance(events[n], argument)), []).append(argument)
        elif _cumulative(argument) is None and where >= 0:
            alone.setdefault(where, []).append(argument)
    out = [replace(event, arguments=(*event.arguments, *taken.get(n, ()))) for n, event in enumerate(events)]
    for where, arguments in alone.items():
        first, last = arguments[0].first, arguments[0].last
        out.append(
            EventMention(
                "attack",
                first,
                last,
                "toll",
                "accounts.toll-points-back",
                tuple(arguments),
                anaphoric=True,
                clause=(first, last),
                statement=where,
            )
        )
    return sorted(out, key=lambda event: (event.first, event.last))


_REASONS = ("motive", "condition")


def _reasons(events: Sequence[EventMention]) -> set[int]:
    """The tokens that stand in a motive or condition."""
    words = ((a.first, a.last) for event in events for a in event.arguments if a.field in _REASONS)
    return {token for first, last in words for token in range(first, last)}


def _outside(reasons: set[int], arguments: Iterable[Argument]) -> tuple[Argument, ...]:
    """The arguments that stand in no motive or condition: those whom an attack avenges are not its dead."""
    return tuple(a for a in arguments if not (a.first in reasons and a.last - 1 in reasons))


def _without_reasons(reasons: set[int], events: Sequence[EventMention]) -> list[EventMention]:
    """The events told outside motives and conditions, without participants and places that stand inside one."""
    out = []
    for event in events:
        if event.first not in reasons:
            words = [a for a in event.arguments if a.field in _REASONS]
            others = _outside(reasons, (a for a in event.arguments if a.field not in _REASONS))
            out.append(replace(event, arguments=(*others, *words)))
    return out


def _with_bare_statements(
    lattice: Lattice, statements: Sequence[Statement], events: Sequence[EventMention]
) -> list[EventMention]:
    """The events, and a mention that points back for each quoted statement in which no event was read.

    Who says so is never lost: such a source has an account of what is told around it, without claims.
    """
    told = {event.statement for event in events}
    bare = []
    for number, statement in enumerate(statements):
        if number in told or not statement.chain or _segment_at(lattice, statement.first) not in ("body", "post"):
            continue
        first, last = statement.cue or (statement.first, min(statement.first + 1, statement.last))
        bare.append(
            EventMention(
                "attack",
                first,
                last,
                "said",
                "accounts.bare-statement",
                anaphoric=True,
                clause=(first, last),
                statement=number,
            )
        )
    return sorted((*events, *bare), key=lambda event: (event.first, event.last))


def _sentence_at(lattice: Lattice, token: int) -> Sentence | None:
    """The sentence that holds a token."""
    number = bisect_right(lattice.sentences, token, key=lambda sentence: sentence.first) - 1
    found = lattice.sentences[number] if number >= 0 else None
    return found if found and token < found.last else None


def _segment_at(lattice: Lattice, token: int) -> str:
    """The kind of segment that a token's sentence stands in."""
    sentence = _sentence_at(lattice, token)
    return sentence.segment if sentence else "body"


def _cumulative(argument: Argument) -> str | None:
    scope = argument.value.get("scope") if isinstance(argument.value, dict) else None
    return "cumulative" if scope == "cumulative" else None


_SUFFER = frozenset(("killed", "injured", "missing", "outcome", "displaced"))


def _may_take(event: EventMention, argument: Argument, codebook: _Codebook) -> bool:
    """Whether an event of this type can have such a count or outcome."""
    group = codebook.group(event.type)
    if _cumulative(argument):
        return event.type == "campaign"
    if event.type == "campaign":
        return argument.field in _SUFFER
    if argument.field in ("detained", "abducted"):
        return event.type in ("detention", "abduction", "raid", "release", "crackdown", "seizure")
    if argument.field == "displaced":
        return event.type == "displacement" or group == VIOLENCE
    return group in (VIOLENCE, "contention") or event.type in (
        "abduction",
        "seizure",
        "siege",
        "raid",
        "detention",
        "release",
    )


def _distance(event: EventMention, argument: Argument) -> float:
    """How far an argument stands from an event: within the clause is nearest, and an event told before is nearer."""
    inside = event.clause[0] <= argument.first < event.clause[1]
    gap = argument.first - event.last if argument.first >= event.last else 1.5 * (event.first - argument.last)
    return gap + (0 if inside else 8) + (4 if event.background else 0)


# -------------------------------------------------------------------------------------------------------- one happening


def _arguments(event: EventMention, field: str) -> list[Argument]:
    return [argument for argument in event.arguments if argument.field == field]


def _name_words(value: dict[str, Any], text: str) -> frozenset[str]:
    """What a party or target is called, as folded words without the article, for comparing."""
    words = fold(f"{value.get('name_ar') or ''} {text}").split()
    return frozenset(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words)


def _happenings(
    lattice: Lattice, codebook: _Codebook, statements: Sequence[Statement], events: Sequence[EventMention]
) -> list[int]:
    """The number of the happening that each event mention tells of, or -1 for a mention that points at nothing."""
    groups: list[_Happening] = []
    home: list[int] = []
    for number, event in enumerate(events):
        if event.frame == "said":
            home.append(-1)
            continue
        within_reach = (*range(min(_FIRST, len(groups))), *range(max(_FIRST, len(groups) - _LATEST), len(groups)))
        scored = [(_fit(lattice, codebook, event, groups[index], events), index) for index in within_reach]
        best = max(
            ((score, index) for score, index in scored if score is not None),
            default=None,
            key=lambda row: (row[0], row[1]),
        )
        if best and best[0] >= _MERGE_AT:
            _join(lattice, groups[best[1]], number, event)
            home.append(best[1])
        elif event.frame == "toll" or (event.anaphoric and not event.arguments and event.stance is None):
            home.append(-1)
        else:
            groups.append(_Happening([], set(), event.background, event.first, [], [], [], [], set()))
            _join(lattice, groups[-1], number, event)
            home.append(len(groups) - 1)
    return _with_nearest(codebook, events, home)


def _with_nearest(codebook: _Codebook, events: Sequence[EventMention], home: list[int]) -> list[int]:
    """The happenings, with tolls and bare statements given to the news told nearest before them, or else behind."""
    news = [n for n, e in enumerate(events) if home[n] >= 0 and not e.background and codebook.group(e.type) in _HARMFUL]
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


def _join(lattice: Lattice, group: _Happening, number: int, event: EventMention) -> None:
    group.members.append(number)
    group.last = event.first
    if not event.anaphoric:
        group.background = (group.background or not group.types) and event.background
        group.types.add(event.type)
        group.planned.add(event.modality in _NOT_YET)
    if len(group.places) + len(group.targets) + len(group.actors) > 3 * _ENOUGH:
        return
    for argument in event.arguments:
        if argument.field == "place":
            group.places.append(argument.value)
        elif argument.field == "happened" and argument.value.get("earliest") and argument.value.get("latest"):
            group.days.append((argument.value["earliest"][:10], argument.value["latest"][:10]))
        elif argument.field == "target":
            group.targets.append(_name_words(argument.value, lattice.text(argument.first, argument.last)))
        elif argument.field == "actor":
            group.actors.append(_name_words(argument.value, lattice.text(argument.first, argument.last)))


def _fit(
    lattice: Lattice, codebook: _Codebook, event: EventMention, group: _Happening, events: Sequence[EventMention]
) -> float | None:
    """Evidence that a mention tells of a happening; None where it cannot."""
    score = _type_fit(codebook, event, group)
    if score is None:
        return None
    if event.background != group.background:
        score -= 0.3 if event.anaphoric or event.frame == "toll" else 2.0
    if not event.anaphoric and group.planned and (event.modality in _NOT_YET) not in group.planned:
        score -= 2.5
    another = _another_since(lattice, event)
    if another is not None and group.last < another:
        score -= 3.0
    mine = _Happening([], set(), event.background, 0, [], [], [], [], set())
    _join(lattice, mine, 0, event)
    if mine.days and group.days:
        score += 1.0 if any(_overlap(a, b) for a in mine.days for b in group.days) else -3.0
    score += _place_fit(mine.places, group.places)
    if mine.targets and group.targets:
        score += 1.5 if _share(mine.targets, group.targets) else -0.7
    if mine.actors and group.actors and event.stance not in ("accuses", "denies"):
        score += 0.7 if _share(mine.actors, group.actors) else -0.9
    if event.anaphoric or event.frame == "toll":
        score += 1.0
    distance = event.first - group.last
    near = 0.4 if distance < 15 else 0.2 if distance < 40 else 0.0
    return score + (2 * near if event.anaphoric else near)


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


def _type_fit(codebook: _Codebook, event: EventMention, group: _Happening) -> float | None:
    if not group.types:  # so far only pointed at: an attack, an abduction, a protest that nobody told yet
        return 1.0 if codebook.group(event.type) in _HARMFUL else None
    if "campaign" in group.types or event.type == "campaign":
        return 2.0 if event.type in group.types else None
    if event.type in group.types and event.type != "attack":
        return 2.0
    groups = {codebook.group(t) for t in group.types}
    mine = codebook.group(event.type)
    if event.anaphoric and event.stance in _ABOUT_ANOTHER and groups & _HARMFUL:
        return 1.4
    if event.type in ("attack", "explosion"):
        return 1.2 if VIOLENCE in groups else 0.9 if "custody" in groups or event.frame == "toll" else None
    if "attack" in group.types and mine == VIOLENCE:
        return 1.2
    if event.type in _RESPONSES and groups & {VIOLENCE, "custody"} and not group.background and not event.background:
        return 0.8
    if any(event.type in near and near & group.types for near in _NEAR_TYPES):
        return 0.8
    return 0.3 if mine == VIOLENCE and mine in groups and event.anaphoric else None


_BEHIND = 12
"""Tokens before a trigger within which "in another attack" still parts it from what was told before."""


def _another_since(lattice: Lattice, event: EventMention) -> int | None:
    """The token from which the words tell of another happening, beside the trigger or before it; None if not."""
    if any(lattice.at(at, "another") for at in range(event.last, min(event.last + 3, len(lattice.tokens)))):
        return event.first
    sentence = _sentence_at(lattice, event.first)
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


_LEVELS = {"exact": 0, "near": 0, "locality": 1, "admin2": 2, "admin1": 3, "sea": 3, "country": 4, "unknown": 5}
_FAR_KM = 10.0
"""Two towns farther apart than this, radii apart, are two places."""


def _finest(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The places named most precisely, towns and installations alike; those on which nothing is known last."""
    levels = [max(1, _LEVELS.get(place.get("precision") or "unknown", 5)) for place in places]
    return [place for place, level in zip(places, levels, strict=True) if level == min(levels)]


def _place_fit(some: list[dict[str, Any]], others: list[dict[str, Any]]) -> float:
    """How far the places of a mention and a happening speak for one happening; only the most precise of each count."""
    if not some or not others:
        return 0.0
    best = -2.0
    for a in _finest(some):
        for b in _finest(others):
            if (a.get("id") and a.get("id") == b.get("id")) or fold(a.get("name_ar") or "") == fold(
                b.get("name_ar") or "?"
            ):
                return 1.0
            if a.get("country") and b.get("country") and a["country"] != b["country"]:
                continue
            wide = {"country", "unknown"} & {a.get("precision"), b.get("precision")}
            if wide or not a.get("admin1") or not b.get("admin1"):
                best = max(best, 0.2)
            elif "admin1" in (a.get("precision"), b.get("precision")):
                best = max(best, 0.5 if a["admin1"] == b["admin1"] else -1.5)
            else:
                apart = distance_km(a, b)
                near = apart is None or apart <= _FAR_KM + (a.get("radius_km") or 0) + (b.get("radius_km") or 0)
                best = max(best, (0.4 if a["admin1"] == b["admin1"] else 0.0) if near else -2.0)
    return best


def _dated(
    lattice: Lattice, codebook: _Codebook, events: Sequence[EventMention], home: Sequence[int]
) -> list[EventMention]:
    """The events; where nothing dates a happening that is the news, the day of its first sentence does, if any."""
    dated = {home[n] for n, event in enumerate(events) if _arguments(event, "happened")}
    out = list(events)
    for number, event in enumerate(events):
        if (
            home[number] < 0
            or home[number] in dated
            or event.background
            or codebook.group(event.type) == _TALK
            or event.frame == "toll"
        ):
            continue
        found = _day_in_sentence(lattice, event)
        if found:
            out[number] = replace(event, arguments=(*event.arguments, found))
            dated.add(home[number])
    return out


def _day_in_sentence(lattice: Lattice, event: EventMention) -> Argument | None:
    sentence = _sentence_at(lattice, event.first)
    if sentence is None:
        return None
    for at in range(sentence.first, sentence.last):
        for edge in lattice.at(at, "time"):
            time = edge.mention
            if (
                isinstance(time, TimeMention)
                and time.role == "at"
                and time.earliest
                and time.latest
                and (time.latest - time.earliest).days < 2
            ):
                value = {"earliest": time.earliest.isoformat(), "latest": time.latest.isoformat(), "grain": time.grain}
                return Argument("happened", value, time.first, time.last, "accounts.day-of-saying", 0.6)
    return None


# ------------------------------------------------------------------------------------------------------------- accounts


def _publisher(lattice: Lattice) -> Source:
    return Source("s0", lattice.document.publisher, None, "outlet", None, None, False)


class _Sources:
    """The sources of a document, each party once."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.all = [_publisher(lattice)]
        self._ids: dict[str, str] = {}

    def key(self, link: SourceLink) -> str:
        """What makes two links one source: the known id, or the folded words."""
        return link.party.id or fold(link.party.name_ar)

    def add(self, link: SourceLink) -> Link:
        key = self.key(link)
        if key not in self._ids:
            self._ids[key] = f"s{len(self.all)}"
            self.all.append(_source(self._ids[key], link.party))
        start, end = self.lattice.span(link.first, link.last)
        return Link(self._ids[key], start, end)


def _source(source_id: str, party: Party) -> Source:
    actor = party.id if party.source_kind not in ("agency", "outlet", "post") else None
    return Source(source_id, party.name_ar, party.name_en, party.source_kind, party.country, actor, party.anonymous)


def _accounts(
    lattice: Lattice,
    codebook: _Codebook,
    statements: Sequence[Statement],
    events: Sequence[EventMention],
    home: Sequence[int],
) -> Drafts:
    sources = _Sources(lattice)
    told: dict[tuple[tuple[str, ...], int, str], list[int]] = {}
    for number, event in enumerate(events):
        if home[number] < 0:
            continue
        statement = statements[event.statement] if 0 <= event.statement < len(statements) else None
        chain = tuple(sources.key(link) for link in statement.chain) if statement else ()
        stance = event.stance or (statement.stance if statement else "asserts")
        told.setdefault((chain, home[number], "no_claim" if stance == "no_claim" else ""), []).append(number)
    types = _types_of_happenings(codebook, events, home)
    history = _histories(events, home)
    drafts: list[tuple[int, Account]] = []
    bare: set[str] = set()
    for (chain, happening, _), numbers in told.items():
        account = _account(
            lattice, codebook, statements, [events[n] for n in numbers], types[happening], sources, bool(chain)
        )
        if happening in history and all(events[n].anaphoric for n in numbers):
            account = replace(account, background=True)
        drafts.append((happening, account))
        if all(events[n].frame in ("said", "toll") for n in numbers):
            bare.add(account.id)
    kept = _without_echoes(drafts, bare)
    kept.sort(key=lambda row: (row[1].trigger.start, row[1].id))
    accounts = tuple(replace(account, id=f"a{n}") for n, (_, account) in enumerate(kept, 1))
    used = {link.source for account in accounts for link in account.attribution} | {"s0"}
    return Drafts(tuple(s for s in sources.all if s.id in used), accounts, tuple(h for h, _ in kept))


def _histories(events: Sequence[EventMention], home: Sequence[int]) -> set[int]:
    """The happenings told as history wherever they are told outright; what points back to one is history too."""
    told: dict[int, bool] = {}
    for number, event in enumerate(events):
        if home[number] >= 0 and not event.anaphoric:
            told[home[number]] = told.get(home[number], True) and event.background
    return {happening for happening, background in told.items() if background}


def _types_of_happenings(codebook: _Codebook, events: Sequence[EventMention], home: Sequence[int]) -> dict[int, str]:
    """The type each happening is told with: the most often told specific one, the earliest of those."""
    told: dict[int, dict[str, float]] = {}
    for number, event in enumerate(events):
        if home[number] >= 0 and event.stance not in ("condemns", "no_claim"):
            weights = told.setdefault(home[number], {})
            weight = (0.3 if event.anaphoric else 1.0) * (
                0.4 if event.type in ("attack", "explosion", "interception", "destruction") else 1.0
            )
            kind = codebook.narrowed(event.type, event.arguments)
            weights[kind] = weights.get(kind, 0.0) + weight
    out = {number: max(weights, key=lambda t: weights[t]) for number, weights in told.items()}
    for number, event in enumerate(events):
        if home[number] >= 0:
            out.setdefault(home[number], event.type)
    return out


def _account(
    lattice: Lattice,
    codebook: _Codebook,
    statements: Sequence[Statement],
    events: Sequence[EventMention],
    happening_type: str,
    sources: _Sources,
    sourced: bool,
) -> Account:
    lead = next((e for e in events if not e.anaphoric), events[0])
    statement = statements[lead.statement] if 0 <= lead.statement < len(statements) else None
    stances = {
        e.stance or (statements[e.statement].stance if 0 <= e.statement < len(statements) else "asserts")
        for e in events
    }
    stance = next((s for s in _STANCE_RANK if s in stances), "asserts")
    own = [codebook.narrowed(e.type, e.arguments) for e in events if not e.anaphoric]
    event_type = codebook.specific(own) or happening_type
    if event_type in ("attack", "explosion") and codebook.group(happening_type) == VIOLENCE:
        event_type = happening_type
    links = [Link("s0", None, None)]
    if statement:
        links.extend(sources.add(link) for link in statement.chain)
    trigger = Span(*lattice.span(lead.first, lead.last))
    words = Span(*lattice.span(statement.first, statement.last)) if statement else trigger
    claims = _claims(lattice, events)
    as_of = statement.as_of if statement else None
    background = all(e.background for e in events)
    tells = not background and stance != "no_claim" and any(e.frame != "said" for e in events)
    dated = any(c.field == "happened" for c in claims)
    if tells and not dated and as_of and codebook.group(event_type) != _TALK:
        value = {"earliest": None, "latest": as_of[:10], "grain": "open"}
        claims.append(
            Claim(
                "happened",
                value,
                lattice.document.text[trigger.start : trigger.end],
                *trigger,
                "accounts.no-day-given",
                0.5,
            )
        )
    return Account(
        id=f"{lead.first:09d}",
        incident=None,
        type=event_type,
        stance=stance,
        modality=lead.modality,
        polarity=lead.polarity,
        background=background,
        as_of=as_of,
        attribution=tuple(links),
        statement=words,
        trigger=trigger,
        claims=tuple(claims),
    )


def value_key(field: str, value: Any) -> Any:
    """What makes two values of a field one and the same."""
    if not isinstance(value, dict):
        return value
    if field in ("actor", "target", "place", "origin"):
        return value.get("id") or fold(value.get("name_ar") or "")
    if field == "weapon":
        count = value.get("count") or {}
        return value["id"], count.get("low"), count.get("high")
    if field in COUNT_FIELDS:
        return value.get("low"), value.get("high"), value.get("scope"), value.get("since")
    return value.get("earliest"), value.get("latest")


def _claims(lattice: Lattice, events: Sequence[EventMention]) -> list[Claim]:
    """The claims of one account: each value of a field once, with the fullest words, without what only points back."""
    best: dict[tuple[str, Any], Argument] = {}
    for event in events:
        for argument in event.arguments:
            if (
                argument.field in ("target", "place")
                and argument.last - argument.first == 1
                and lattice.at(argument.first, "points_back")
            ):
                continue
            key = (argument.field, value_key(argument.field, argument.value))
            held = best.get(key)
            if held is None or (argument.confidence, argument.last - argument.first) > (
                held.confidence,
                held.last - held.first,
            ):
                best[key] = argument
    chosen = _without_vaguer(lattice, list(best.values()))
    out = []
    for argument in sorted(chosen, key=lambda a: (a.first, a.field)):
        start, end = lattice.span(argument.first, argument.last)
        out.append(
            Claim(
                argument.field,
                argument.value,
                lattice.document.text[start:end],
                start,
                end,
                argument.rule,
                argument.confidence,
            )
        )
    return out


def _without_vaguer(lattice: Lattice, arguments: list[Argument]) -> list[Argument]:
    """Arguments without those that another of the same field and account says more fully."""
    out = []
    for argument in arguments:
        rivals = [a for a in arguments if a.field == argument.field and a is not argument]
        if argument.field in ("actor", "target"):
            words = _name_words({}, lattice.text(argument.first, argument.last))
            if any(words < _name_words({}, lattice.text(a.first, a.last)) for a in rivals):
                continue
        if argument.field == "happened" and any(_narrower(a.value, argument.value) for a in rivals):
            continue
        if argument.field == "weapon" and any(
            a.value["id"] == argument.value["id"] and _says_more(a.value, argument.value) for a in rivals
        ):
            continue
        out.append(argument)
    days = [a for a in out if a.field == "happened"]
    if len(days) > 1:
        keep = max(days, key=lambda a: (a.confidence, -a.first))
        out = [a for a in out if a.field != "happened" or a is keep]
    return out


def _narrower(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether interval a lies within b and is not b."""
    if (a.get("earliest"), a.get("latest")) == (b.get("earliest"), b.get("latest")):
        return False
    low, high = b.get("earliest") or "", b.get("latest") or "9"
    return bool(a.get("earliest") and a.get("latest")) and low <= a["earliest"] and a["latest"] <= high


def _says_more(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return bool(a.get("count")) and not b.get("count")


def _without_echoes(drafts: list[tuple[int, Account]], bare: set[str]) -> list[tuple[int, Account]]:
    """The accounts, without those in the publisher's own voice that say nothing but what a quoted source says too.

    `bare` are the ids of accounts in which no event was read: they repeat nobody.
    """
    said: dict[int, set[tuple[str, Any]]] = {}
    for happening, account in drafts:
        if len(account.attribution) > 1 and account.id not in bare:
            said.setdefault(happening, set()).update((c.field, value_key(c.field, c.value)) for c in account.claims)
    out = []
    for happening, account in drafts:
        own = len(account.attribution) == 1 and account.stance == "asserts" and happening in said
        mine = {(c.field, value_key(c.field, c.value)) for c in account.claims if c.rule != "accounts.no-day-given"}
        if own and mine <= said[happening]:
            continue
        out.append((happening, account))
    return out
