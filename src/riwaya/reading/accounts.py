"""Joins events, what happened to people, outcomes and attribution into one account each.

First the mentions of one happening are brought together, whoever tells of them; then whatever one chain of sources says
of one happening becomes one account. Silence stays silence: an account gets no claim that its own source did not make.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from riwaya.frozen import replace
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Lattice, mask_of
from riwaya.reading._codebook import TALK, VIOLENCE, Codebook, codebook_of
from riwaya.reading._confidence import Setting, Weigher
from riwaya.reading._days import with_days
from riwaya.reading._happenings import find_happenings, words_of_name
from riwaya.reading._history import as_history
from riwaya.reading._settings import with_places
from riwaya.reading._ships import with_ships_named
from riwaya.records import (
    COUNT_FIELDS,
    Account,
    Argument,
    Claim,
    EventMention,
    Link,
    Party,
    Source,
    SourceLink,
    Span,
    Statement,
    whole_of,
)
from riwaya.text.normalize import fold

_NAMES_MEANS = mask_of(("ev_names_means",))
_STANCE_RANK = (
    "claims_responsibility", "denies", "accuses", "threatens", "condemns", "no_claim", "plans", "doubts", "asserts",
)  # fmt: skip


class Drafts(NamedTuple):
    """Accounts without incidents: `happenings[i]` numbers the happening that account `i` tells of."""

    sources: tuple[Source, ...]
    accounts: tuple[Account, ...]
    happenings: tuple[int, ...]


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
    codebook = codebook_of(knowledge)
    reasons = _reasons(events)
    loose = _outside(reasons, (*casualties, *outcomes))
    events = _with_loose_ends(lattice, codebook, statements, _without_reasons(reasons, events), loose)
    events = _with_bare_statements(lattice, statements, events)
    quoted = {number: tuple(map(_key, each.chain)) for number, each in enumerate(statements) if each.chain}
    happenings = find_happenings(lattice, codebook, events, quoted)
    events = _with_modality_pointed_to(events, happenings)
    events = with_days(lattice, codebook, events, happenings)
    events = with_places(lattice, codebook, statements, events, happenings)
    events = _with_means_of_strike(lattice, codebook, events, happenings)
    events = with_ships_named(lattice, events)
    weigher = Weigher(lattice, knowledge.confidence, events, happenings, value_key)
    return _accounts(lattice, codebook, weigher, statements, quoted, events, happenings)


# --------------------------------------------------------------------------------- counts and outcomes find their event


def _statement_at(statements: Sequence[Statement], token: int) -> int:
    """The index of the statement that holds a token, or -1."""
    at = bisect_right(statements, token, key=attrgetter("last"))
    return at if at < len(statements) and statements[at].first <= token else -1


def _statement_of(statements: Sequence[Statement], event: EventMention) -> Statement | None:
    """The statement that tells an event, where there is one."""
    return statements[event.statement] if 0 <= event.statement < len(statements) else None


def _stance_of(statements: Sequence[Statement], event: EventMention) -> str:
    """The stance an event is told with: its own, or that of its statement. Who denies that somebody is behind an attack
    denies it.
    """
    statement = _statement_of(statements, event)
    if statement and statement.stance == "denies" and event.stance == "accuses":
        return "denies"
    return event.stance or (statement.stance if statement else "asserts")


def _with_loose_ends(
    lattice: Lattice,
    codebook: Codebook,
    statements: Sequence[Statement],
    events: Sequence[EventMention],
    loose: Sequence[Argument],
) -> list[EventMention]:
    """The events, each with the counts and outcomes told beside it; a toll far from any event points back to one."""
    by_sentence: dict[int, list[int]] = {}
    for number, event in enumerate(events) if loose else ():
        by_sentence.setdefault(_sentence_start(lattice, event.first), []).append(number)
    taken: dict[int, list[Argument]] = {}
    alone: dict[int, list[Argument]] = {}
    tallies: list[Argument] = []
    for argument in loose:
        where = _statement_at(statements, argument.first)
        beside = by_sentence.get(_sentence_start(lattice, argument.first), ())
        near = [n for n in beside if _may_take(events[n], argument, codebook)]
        same = [n for n in near if _statement_at(statements, events[n].first) == where]
        choice = same or ([] if where >= 0 and statements[where].chain else near)
        if choice:
            taken.setdefault(min(choice, key=lambda n: _distance(events[n], argument)), []).append(argument)
        elif _is_cumulative(argument):
            tallies += [argument] * _is_counted(argument)
        elif where >= 0:
            alone.setdefault(where, []).append(argument)
    out = list(events)
    for number, arguments in taken.items():
        out[number] = replace(events[number], arguments=(*events[number].arguments, *arguments))
    for where, arguments in alone.items():
        first, last = arguments[0].first, arguments[0].last
        toll = EventMention(
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
        out.append(as_history(lattice, statements, events, toll))
    out += _tallies(statements, tallies)
    return sorted(out, key=lambda event: (event.first, event.last))


def _tallies(statements: Sequence[Statement], counts: Sequence[Argument]) -> list[EventMention]:
    """A mention for what was counted since a day long before and no event took: a war, a year, as a campaign.

    It is history beside the news. Those who fled since then are displaced, and that is told.
    """
    told: dict[tuple[int, str, str | None], list[Argument]] = {}
    for count in counts:
        kind = "displacement" if count.field == "displaced" else "campaign"
        told.setdefault((_statement_at(statements, count.first), kind, count.value["since"]), []).append(count)
    out = []
    for (where, kind, _), arguments in told.items():
        first, last = arguments[0].first, arguments[0].last
        mention = EventMention(kind, first, last, "tally", "accounts.tally", tuple(arguments), clause=(first, last))
        out.append(replace(mention, background=kind == "campaign", statement=max(where, 0)))
    return out


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
    if not reasons:
        return list(events)
    out = []
    for event in events:
        if event.first in reasons:
            continue
        words = [a for a in event.arguments if a.field in _REASONS]
        others = _outside(reasons, (a for a in event.arguments if a.field not in _REASONS))
        arguments = (*others, *words)
        out.append(event if arguments == event.arguments else replace(event, arguments=arguments))
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


def _with_modality_pointed_to(events: Sequence[EventMention], home: Sequence[int]) -> list[EventMention]:
    """The events; whoever is quoted on what is only planned, ordered or possible does not say that it happened."""
    told: dict[int, set[str]] = {}
    for number, event in enumerate(events):
        if home[number] >= 0 and event.frame != "said":
            told.setdefault(home[number], set()).add(event.modality)
    return [
        replace(event, modality=next(iter(found)))
        if event.frame == "said" and len(found := told.get(home[number], set())) == 1
        else event
        for number, event in enumerate(events)
    ]


def _sentence_start(lattice: Lattice, token: int) -> int:
    """The token that a token's sentence begins with, or -1."""
    sentence = lattice.sentence_at(token)
    return sentence.first if sentence else -1


def _segment_at(lattice: Lattice, token: int) -> str:
    """The kind of segment that a token's sentence stands in."""
    sentence = lattice.sentence_at(token)
    return sentence.segment if sentence else "body"


def _is_cumulative(argument: Argument) -> bool:
    """Whether an argument is a count since a day long before, of a war rather than of one happening."""
    return isinstance(argument.value, dict) and argument.value.get("scope") == "cumulative"


def _is_counted(argument: Argument) -> bool:
    """Whether somebody counted, and did not only tell of people: 27 dead, and not the first dead since the spring."""
    value = argument.value
    return not value.get("partial") and (value["high"] is not None or (value["low"] or 0) > 1)


_SUFFER = frozenset(("killed", "injured", "missing", "outcome", "displaced"))


def _may_take(event: EventMention, argument: Argument, codebook: Codebook) -> bool:
    """Whether an event of this type can have such a count or outcome."""
    group = codebook.group(event.type)
    if _is_cumulative(argument):
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


def _with_means_of_strike(
    lattice: Lattice, codebook: Codebook, events: Sequence[EventMention], home: Sequence[int]
) -> list[EventMention]:
    """The events; where nobody tells the means of a happening, a raid names them: it is flown by aircraft."""
    told = {home[n] for n, event in enumerate(events) if _arguments(event, "weapon")}
    out = list(events)
    for number, event in enumerate(events):
        means = lattice.at(event.first, "ev_names_means") if lattice.masks[event.first] & _NAMES_MEANS else ()
        if means and home[number] not in told and codebook.type_by_means(means[0].value) == event.type:
            value = {"id": means[0].value, "name_en": means[0].value, "count": None}
            weapon = Argument("weapon", value, event.first, event.last, "accounts.named-by-strike", 0.6)
            out[number] = replace(event, arguments=(*event.arguments, weapon))
    return out


# ------------------------------------------------------------------------------------------------------------- accounts


def _publisher(lattice: Lattice) -> Source:
    return Source("s0", lattice.document.publisher, None, "outlet", None, None, False)


def _key(link: SourceLink) -> str:
    """What makes two links one source: the known id, or the folded words."""
    return link.party.id or fold(link.party.name_ar)


class _Sources:
    """The sources of a document, each party once."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.all = [_publisher(lattice)]
        self._ids: dict[str, str] = {}

    def add(self, link: SourceLink) -> Link:
        key = _key(link)
        if key not in self._ids:
            self._ids[key] = f"s{len(self.all)}"
            self.all.append(_source(self._ids[key], link.party))
        start, end = self.lattice.span(link.first, link.last)
        return Link(self._ids[key], start, end)


def _source(source_id: str, party: Party) -> Source:
    actor = party.id if party.source_kind not in ("agency", "outlet", "post") else None
    return Source(
        source_id, party.name_ar or None, party.name_en, party.source_kind, party.country, actor, party.anonymous
    )


def _accounts(
    lattice: Lattice,
    codebook: Codebook,
    weigher: Weigher,
    statements: Sequence[Statement],
    quoted: Mapping[int, tuple[str, ...]],
    events: Sequence[EventMention],
    home: Sequence[int],
) -> Drafts:
    """The accounts, one for what each chain of sources says of a happening; `quoted` are the chains of statements."""
    sources = _Sources(lattice)
    told: dict[tuple[tuple[str, ...], int, str], list[int]] = {}
    for number, event in enumerate(events):
        if home[number] < 0:
            continue
        chain = quoted.get(event.statement, ())
        stance = _stance_of(statements, event)
        told.setdefault((chain, home[number], "no_claim" if stance == "no_claim" else ""), []).append(number)
    types = _types_of_happenings(codebook, events, home)
    history = _histories(events, home)
    full = _told_fully(lattice, events, home)
    drafts: list[tuple[int, Account]] = []
    bare: set[str] = set()
    for (_, happening, _), numbers in told.items():
        mine = [events[n] for n in numbers]
        account = _account(
            lattice, codebook, weigher, statements, mine, happening, types[happening], sources, full[happening]
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
    return Drafts(tuple([s for s in sources.all if s.id in used]), accounts, tuple([h for h, _ in kept]))


def _histories(events: Sequence[EventMention], home: Sequence[int]) -> set[int]:
    """The happenings told as history wherever they are told outright; what points back to one is history too."""
    told: dict[int, bool] = {}
    for number, event in enumerate(events):
        if home[number] >= 0 and not event.anaphoric:
            told[home[number]] = told.get(home[number], True) and event.background
    return {happening for happening, background in told.items() if background}


_TYPE_WEIGHT = {
    "attack": 0.4, "explosion": 0.4, "interception": 0.4, "destruction": 0.4,
    "crackdown": 0.6, "withdrawal": 0.6, "detention": 0.6, "displacement": 0.6,
}  # fmt: skip
"""General types, and what comes of a happening rather than being it, say less about what it is called."""


def _types_of_happenings(codebook: Codebook, events: Sequence[EventMention], home: Sequence[int]) -> dict[int, str]:
    """The type each happening is told with: the most often told specific one, the earliest of those."""
    told: dict[int, dict[str, float]] = {}
    for number, event in enumerate(events):
        if home[number] >= 0 and event.stance not in ("condemns", "no_claim"):
            weights = told.setdefault(home[number], {})
            weight = (0.3 if event.anaphoric else 1.0) * _TYPE_WEIGHT.get(event.type, 1.0)
            kind = codebook.narrowed(event.type, event.arguments)
            weights[kind] = weights.get(kind, 0.0) + weight
    means: dict[int, list[Argument]] = {}
    for number, event in enumerate(events):
        means.setdefault(home[number], []).extend(_arguments(event, "weapon"))
    out = {
        number: codebook.narrowed(whole_of(max(weights, key=lambda t: weights[t]), weights), means[number])
        for number, weights in told.items()
    }
    for number, event in enumerate(events):
        if home[number] >= 0:
            out.setdefault(home[number], event.type)
    return out


def _account(
    lattice: Lattice,
    codebook: Codebook,
    weigher: Weigher,
    statements: Sequence[Statement],
    events: Sequence[EventMention],
    happening: int,
    happening_type: str,
    sources: _Sources,
    told_fully: set[str],
) -> Account:
    lead = next((e for e in events if not e.anaphoric), events[0])
    statement = _statement_of(statements, lead)
    stances = {_stance_of(statements, event) for event in events}
    stance = next((s for s in _STANCE_RANK if s in stances), "asserts")
    own = [codebook.narrowed(e.type, e.arguments) for e in events if not e.anaphoric]
    event_type = whole_of(codebook.specific(own) or happening_type, {e.type for e in events})
    if event_type in ("attack", "explosion", "interception") and codebook.group(happening_type) == VIOLENCE:
        event_type = happening_type
    links = [Link("s0", None, None)]
    if statement:
        links.extend(sources.add(link) for link in statement.chain)
    trigger = Span(*lattice.span(*(lead.words or (lead.first, lead.last))))
    words = Span(*lattice.span(statement.first, statement.last)) if statement else trigger
    as_of = statement.as_of if statement else None
    background = all(e.background for e in events)
    setting = Setting(happening, background, quoted=len(links) > 1)
    claims = _claims(lattice, weigher, events, told_fully, setting)
    tells = not background and stance != "no_claim" and any(e.frame != "said" for e in events)
    dated = any(c.field == "happened" for c in claims)
    if tells and not dated and as_of and codebook.group(event_type) != TALK:
        value = {"earliest": None, "latest": as_of[:10], "grain": "open"}
        claims.append(
            Claim(
                "happened",
                value,
                lattice.document.text[trigger.start : trigger.end],
                *trigger,
                "accounts.no-day-given",
                weigher.no_day(lead, setting),
            )
        )
    return Account(
        id=f"{lead.first:09d}",
        incident=None,
        type=event_type,
        stance=stance,
        modality=_modality_of_threat(claims) if stance == "threatens" else lead.modality,
        polarity=lead.polarity,
        background=background,
        as_of=as_of,
        attribution=tuple(links),
        statement=words,
        trigger=trigger,
        claims=tuple(claims),
    )


def _modality_of_threat(claims: Sequence[Claim]) -> str:
    """The modality of what is threatened: on a condition, where one is told; else it is planned."""
    return "conditional" if any(claim.field == "condition" for claim in claims) else "planned"


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


def _points_back(lattice: Lattice, argument: Argument) -> bool:
    """Whether an argument only points at something told before: the base, the place."""
    return argument.last - argument.first == 1 and bool(lattice.at(argument.first, "points_back"))


def _told_fully(lattice: Lattice, events: Sequence[EventMention], home: Sequence[int]) -> dict[int, set[str]]:
    """For each happening the fields that somebody tells in full words; people hit on a ship do not tell the ship."""
    out: dict[int, set[str]] = {}
    for number, event in enumerate(events):
        fields = out.setdefault(home[number], set())
        for argument in event.arguments:
            if argument.field in ("target", "place") and not _points_back(lattice, argument):
                fields.add(_sort_of(argument))
    return out


def _sort_of(argument: Argument) -> str:
    """The field of an argument; of a target also whether it is a vehicle or ship, in which people may be hit."""
    moves = argument.field == "target" and argument.value["kind"] in ("ship", "vehicle")
    return f"{argument.field}, {argument.value['kind']}" if moves else argument.field


def _claims(
    lattice: Lattice, weigher: Weigher, events: Sequence[EventMention], told_fully: set[str], setting: Setting
) -> list[Claim]:
    """The claims of one account: each value of a field once, with the fullest words.

    What only points back is left out where the field is told in full, here or by another source of the happening.
    """
    best: dict[tuple[str, Any], Argument] = {}
    told_by: dict[tuple[str, Any], EventMention] = {}
    for event in events:
        for argument in event.arguments:
            if _points_back(lattice, argument) and _sort_of(argument) in told_fully:
                continue
            key = (argument.field, value_key(argument.field, argument.value))
            held = best.get(key)
            if held is None or (argument.confidence, argument.last - argument.first) > (
                held.confidence,
                held.last - held.first,
            ):
                best[key], told_by[key] = argument, event
    chosen = _without_vaguer(lattice, list(best.items()))
    out = []
    for key, argument in sorted(chosen, key=lambda row: (row[1].first, row[1].field)):
        start, end = lattice.span(argument.first, argument.last)
        out.append(
            Claim(
                argument.field,
                argument.value,
                lattice.document.text[start:end],
                start,
                end,
                argument.rule,
                weigher.weigh(argument, key, told_by[key], setting),
            )
        )
    return out


def _without_vaguer(
    lattice: Lattice, told: Sequence[tuple[tuple[str, Any], Argument]]
) -> list[tuple[tuple[str, Any], Argument]]:
    """Arguments, by what their values are known as, without those that another of the same field and account says more
    fully."""
    out = []
    by_field: dict[str, list[Argument]] = {}
    for _, argument in told:
        by_field.setdefault(argument.field, []).append(argument)
    for row in told:
        argument = row[1]
        field = argument.field
        rivals = by_field[field]  # it is among them, but says no more than itself
        if len(rivals) > 1:
            if field in ("actor", "target"):
                words = _words(lattice, argument)
                if any(words < _words(lattice, a) for a in rivals):
                    continue
            elif field == "happened" and any(_narrower(a.value, argument.value) for a in rivals):
                continue
            elif field == "weapon" and any(
                a.value["id"] == argument.value["id"] and _says_more(a.value, argument.value) for a in rivals
            ):
                continue
        out.append(row)
    days = [a for _, a in out if a.field == "happened"]
    if len(days) > 1:
        keep = max(days, key=lambda a: (a.confidence, -a.first))
        out = [row for row in out if row[1].field != "happened" or row[1] is keep]
    return out


def _words(lattice: Lattice, argument: Argument) -> frozenset[str]:
    """The words that tell an argument, for comparing."""
    return words_of_name(lattice.text(argument.first, argument.last))


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
        if len(account.attribution) == 1 and account.stance == "asserts" and happening in said:
            told = (claim for claim in account.claims if claim.rule != "accounts.no-day-given")
            if all((claim.field, value_key(claim.field, claim.value)) in said[happening] for claim in told):
                continue
        out.append((happening, account))
    return out
