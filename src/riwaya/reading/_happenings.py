"""Brings together the mentions of one happening, whoever tells of them.

Evidence for and against is added up; its weights stand in docs/explanation/one-happening.md. What sources dispute, the
outcome and the counts, is no evidence, so that a dispute parts nothing that belongs together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from riwaya.knowledge.match import Lattice, mask_of
from riwaya.reading._codebook import CONTENTION, HARMFUL, TALK, VIOLENCE, Codebook
from riwaya.reading._event_parts import place_value
from riwaya.reading._items import Item, Items, find_items, paragraph_starts
from riwaya.reading._strikes import Count, Strike, Where, counts_differ, is_another, is_part
from riwaya.records import COUNT_FIELDS, DAY_OF_SAYING, Argument, EventMention, PlaceMention, distance_km
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
_THINGS = frozenset("house school hospital market vehicle ship worship airport energy".split())
"""Kinds of targets that are things, and seldom one inside another."""
_SETTLEMENTS = frozenset(("village", "town", "city"))
_COMMON_DOERS = mask_of(("own_force", "armed", "arm_trait", "member_head", "name_stop", "number"))
"""Words that tell no force from another: forces, gunmen, three of."""
_ARTICLE = re.compile("^(?:[وفبك]?ال|[وف]?لل)")
"""The article, with what is written as one word with it; nobody is called by either."""
_COMMON_THINGS = mask_of(
    ("place_word", "thing_hit", "main_thing", "facility_word", "people", "people_plural", "name_stop", "number")
)
"""Words that tell no target from another of its kind: house, village, two."""
_STRIKE_NOUNS = mask_of(("ev_noun", "ev_noun_f", "attack_noun"))
_KNOWN = "="
"""What the id of a known actor begins with among its words."""
_TOLD_WITHIN = 2
"""Days within which what happened is told of as news."""
_GENERAL = frozenset(("attack", "explosion"))
_SAME_SITE_KM = 3.0
_NEARNESS = ((15, 0.4), (40, 0.2))
"""What it is worth that a happening was last told of less than so many tokens before."""
_SMALL_KM = 8.0
"""Radius of a district that is no larger than a town."""
_FAR_KM = 10.0
"""Two towns farther apart than this, radii apart, are two places."""


_PARTICIPANTS = frozenset(("actor", "target"))
_HEADLINE = "headline"
"""Who tells what the headline does: it names one strike by the chief town, and the text by the village."""
_NOBODY: Mapping[int, tuple[str, ...]] = {}


class _Spot(NamedTuple):
    """A place as far as it is compared: how fine it is, its name, the side of it that is meant, its value."""

    level: int
    name: str
    side: str | None
    value: dict[str, Any]


class _Day(NamedTuple):
    """The first and the last day of a happening, and whether it was only told of on that day."""

    earliest: str
    latest: str
    said: bool


class _Target(NamedTuple):
    """A target as far as it is compared: its words, those of them that tell it from others of its kind, and what kind
    of thing it is, if it is a thing and not people."""

    words: frozenset[str]
    own: frozenset[str]
    thing: str | None


class _Evidence(NamedTuple):
    """What a mention tells that is compared. `another` is the token from which another happening is told, if so;
    `item` is the piece of news it stands in, if the report is made of such. `quarters` are the names of places smaller
    than a town; `many` tells that it is a series, `the_house` that it is a raid on a house which only points back."""

    spots: list[_Spot]
    days: list[_Day]
    targets: list[_Target]
    actors: list[frozenset[str]]
    quarters: list[frozenset[str]]
    strike: Strike
    many: bool
    since: frozenset[str]
    another: int | None
    item: Item | None
    the_house: bool


@dataclass(slots=True)
class _Happening:
    """What is known of a happening while its mentions are gathered. `spots` are the finest places told so far;
    `headlined` is what the headline calls it, where the text told it first; `pointed` are the types by which it was
    only pointed at: the clashes."""

    background: bool
    first: int
    last: int
    types: set[str] = field(default_factory=set)
    pointed: set[str] = field(default_factory=set)
    headlined: str | None = None
    planned: set[bool] = field(default_factory=set)
    spots: list[_Spot] = field(default_factory=list)
    days: list[_Day] = field(default_factory=list)
    targets: list[_Target] = field(default_factory=list)
    actors: list[frozenset[str]] = field(default_factory=list)
    quarters: list[frozenset[str]] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    strikes: list[Strike] = field(default_factory=list)
    many: bool = False
    since: frozenset[str] = frozenset()

    def join(self, event: EventMention, evidence: _Evidence) -> None:
        """Takes a mention in."""
        if event.first < self.first:
            self.headlined = event.type
        self.last = max(self.last, event.first)
        if event.anaphoric:
            self.pointed.add(event.type)
        else:
            self.background = (self.background or not self.types) and event.background
            self.types.add(event.type)
            self.planned.add(event.modality in NOT_YET)
        self.many = self.many or evidence.many
        self.since |= evidence.since
        if not event.anaphoric and len(self.strikes) < _ENOUGH:
            self.strikes.append(evidence.strike)
        self.spots = _finest([*self.spots, *evidence.spots])[:_ENOUGH]
        for mine, told in (
            (self.days, evidence.days),
            (self.targets, evidence.targets),
            (self.actors, evidence.actors),
            (self.quarters, evidence.quarters),
            (self.counts, evidence.strike.counts),
        ):
            if len(mine) < _ENOUGH:
                mine.extend(told)  # type: ignore[arg-type]


def find_happenings(
    lattice: Lattice,
    codebook: Codebook,
    events: Sequence[EventMention],
    quoted: Mapping[int, tuple[str, ...]] = _NOBODY,
) -> list[int]:
    """The number of the happening that each event mention tells of, or -1 for a mention that points at nothing.

    `quoted` are the statements of others than the publisher, with who makes them: what they tell is kept however little
    it is.

    A headline is held against what the text below it tells; it names in one line what paragraphs tell apart.
    """
    groups: list[_Happening] = []
    items = find_items(lattice)
    paragraphs = paragraph_starts(lattice)
    home = [-1] * len(events)
    headline = [number for number, event in enumerate(events) if _in_headline(lattice, event)]
    for number in _reading_order(headline, events):
        event = events[number]
        if event.frame == "said":
            continue
        teller = quoted.get(event.statement, (_HEADLINE if number in headline else "",))[-1]
        evidence = _evidence(lattice, event, items.at(event.first), teller)
        best = _claimed(lattice, events, home, number)
        if best < 0:
            told = bisect_right(paragraphs, event.first) if _depends(event, evidence) else 0
            best = _best(codebook, event, evidence, groups, paragraphs[told - 1] if told else 0)
        if best < 0:
            if event.frame == "toll" or (event.anaphoric and not event.arguments and event.stance is None):
                continue
            best = len(groups)
            groups.append(_Happening(event.background, event.first, event.first))
        groups[best].join(event, evidence)
        home[number] = best
    home = _with_tolls_of_items(events, items, home, len(groups))
    home = _without_passing(headline, codebook, events, quoted, home)
    return _with_nearest(lattice, codebook, events, items, home)


def _without_passing(
    headline: Container[int],
    codebook: Codebook,
    events: Sequence[EventMention],
    quoted: Container[int],
    home: Sequence[int],
) -> list[int]:
    """The happenings, without what is only named in passing: in one mention of the publisher's, of which no more is
    told than who did it or whom it befell, beside happenings that are told. Where a text tells of nothing else, one
    such field is enough; a march is told by its name.
    """
    mentions = Counter(at for at in home if at >= 0)
    told: dict[int, set[str]] = {}
    for number, event in enumerate(events):
        if home[number] >= 0:
            told.setdefault(home[number], set()).update(a.field for a in event.arguments if a.field != "outcome")
    most = max(map(len, told.values()), default=0)
    out = list(home)
    if not most and any(event.frame == "said" for event in events):
        return out  # somebody is quoted on it
    for number, event in enumerate(events):
        at, group = home[number], codebook.group(event.type)
        if at < 0 or mentions[at] > 1 or event.stance or event.statement in quoted or group in (TALK, CONTENTION):
            continue
        enough = 2 if most > 1 and told[at] <= _PARTICIPANTS else 1
        if len(told[at]) < enough and number not in headline:
            out[number] = -1
    return out


def _claimed(lattice: Lattice, events: Sequence[EventMention], home: Sequence[int], number: int) -> int:
    """The happening that a claim names by a pronoun, told before it in its sentence: an attack, which the group
    claimed. -1 for any other mention.
    """
    event = events[number]
    sentence = lattice.sentence_at(event.first) if event.frame == "stance" else None
    if sentence is None:
        return -1
    if not any("suffix" in edge.features for edges in lattice.cells[event.first].values() for edge in edges):
        return -1
    for before in range(number - 1, -1, -1):
        if events[before].first < sentence.first:
            return -1
        if home[before] >= 0 and events[before].frame != "stance":
            return home[before]
    return -1


def _reading_order(headline: Sequence[int], events: Sequence[EventMention]) -> list[int]:
    """The events as they stand, but those of the headline behind the text where that tells of their kind outright."""
    told = {
        events[n].type
        for n in range(headline[-1] + 1 if headline else 0, len(events))
        if events[n].frame not in ("said", "toll") and not (events[n].anaphoric or events[n].background)
    }
    late = [n for n in headline if any(_are_near(events[n].type, other) for other in told)]
    return [*(n for n in range(len(events)) if n not in late), *late] if late else list(range(len(events)))


def _are_near(one: str, other: str) -> bool:
    """Whether one happening is often told with both types."""
    return one == other or "attack" in (one, other) or other in _NEAR_TO.get(one, _NONE)


def _in_headline(lattice: Lattice, event: EventMention) -> bool:
    sentence = lattice.sentence_at(event.first)
    return sentence is not None and sentence.segment == "headline"


def _best(
    codebook: Codebook, event: EventMention, evidence: _Evidence, groups: Sequence[_Happening], since: int
) -> int:
    """The happening that most speaks for, the latest of equals; -1 where the evidence is too little for any.

    One of its kind told from `since` on, where the paragraph of a mention that hangs on others begins, comes first.
    """
    found, most = -1, (False, _MERGE_AT)
    for index in (*range(min(_FIRST, len(groups))), *range(max(_FIRST, len(groups) - _LATEST), len(groups))):
        group = groups[index]
        score = _fit(codebook, event, evidence, group)
        if score is None or score < _MERGE_AT:
            continue
        beside = 0 < since <= group.last and codebook.group(event.type) in map(codebook.group, group.types)
        if (beside, score) >= most:
            found, most = index, (beside, score)
    return found


def _with_tolls_of_items(events: Sequence[EventMention], items: Items, home: list[int], fresh: int) -> list[int]:
    """The happenings, from `fresh` on with one more for the people harmed in an item that tells of nothing else.

    A toll that rises, or some of those told of before, are harmed in what was told before.
    """
    told = {item for n, event in enumerate(events) if home[n] >= 0 and (item := items.at(event.first))}
    made: dict[Item, int] = {}
    out = list(home)
    for number, event in enumerate(events):
        item = items.at(event.first)
        if home[number] < 0 and event.frame == "toll" and item and item.parted and item not in told:
            if item in made or any(_is_harm_told_first(argument) for argument in event.arguments):
                out[number] = made.setdefault(item, fresh + len(made))
    return out


def _is_harm_told_first(argument: Argument) -> bool:
    """Whether people were harmed, and are told of for the first time."""
    value = argument.value
    if argument.field not in ("killed", "injured") or not value.get("low"):
        return False
    return not any(value.get(mark) for mark in ("rises", "some", "superseded", "period"))


def _with_nearest(
    lattice: Lattice, codebook: Codebook, events: Sequence[EventMention], items: Items, home: list[int]
) -> list[int]:
    """The happenings, with tolls and bare statements given to the news told nearest before them, or else behind.

    Within an item that is only the news of the item: what it says of rain is nothing said of the attack above it.
    A sentence that names the site or the village of other news told before speaks of that.
    """
    news = [
        n
        for n, e in enumerate(events)
        if home[n] >= 0 and not e.background and e.frame != "tally" and codebook.group(e.type) in HARMFUL
    ]
    out = list(home)
    before = -1
    at = 0
    sites: dict[str, int] = {}
    for number, event in enumerate(events):
        while at < len(news) and news[at] < number:
            before = news[at]
            sites.update(dict.fromkeys(_sites(events[before]), before))
            at += 1
        if event.frame not in ("toll", "said"):
            continue
        if home[number] < 0:
            near = (before, news[at] if at < len(news) else -1)
            item = items.at(event.first)
            out[number] = next((home[n] for n in near if n >= 0 and _within(item, events[n])), -1)
        named = {sites[site] for site in _sites_in(lattice, event) if site in sites} if sites else set()
        if named and out[number] not in {home[n] for n in named}:
            out[number] = home[max(named)]
    return out


def _sites(event: EventMention) -> Iterator[str]:
    """The sites, villages and quarters where an event is told to have happened."""
    for argument in event.arguments:
        if argument.field == "place" and (name := _site(argument.value)):
            yield name


def _sites_in(lattice: Lattice, event: EventMention) -> Iterator[str]:
    """The same as far as the sentence of a mention names them."""
    sentence = lattice.sentence_at(event.first)
    for at in range(sentence.first, sentence.last) if sentence else ():
        for edge in lattice.at(at, "place"):
            if isinstance(edge.mention, PlaceMention) and (name := _site(place_value(edge.mention))):
                yield name


def _site(value: dict[str, Any]) -> str | None:
    """What tells a place from others, where it is smaller than a town."""
    is_one = value.get("kind") in _SITES or value.get("precision") == "unknown"
    return fold(value.get("name_ar") or "") or None if is_one else None


def _within(item: Item | None, event: EventMention) -> bool:
    """Whether an event is told in an item; anything is where there are no items."""
    return item is None or item.first <= event.first < item.last


# ------------------------------------------------------------------------------------------------------------- evidence


def _evidence(lattice: Lattice, event: EventMention, item: Item | None, teller: str) -> _Evidence:
    """What a mention tells that is compared."""
    spots: list[_Spot] = []
    days: list[_Day] = []
    targets: list[_Target] = []
    actors: list[frozenset[str]] = []
    quarters: list[frozenset[str]] = []
    counts: list[Count] = []
    for argument in event.arguments:
        value = argument.value
        if argument.field == "place":
            if value.get("id") or not _only_points_back(lattice, argument):
                spots.append(_spot(lattice, argument))
                if spots[-1].level in (0, _LEVELS["unknown"]) and (name := _own_words(lattice, argument)):
                    quarters.append(name)
        elif argument.field == "happened" and value.get("earliest") and value.get("latest"):
            if event.stance not in _ABOUT_ANOTHER:
                said = argument.rule == DAY_OF_SAYING
                days.append(_Day(value["earliest"][:10], value["latest"][:10], said))
        elif argument.field == "target" and (value.get("id") or value.get("kind") != "unidentified"):
            targets.append(_target(lattice, argument))
        elif argument.field == "actor" and (doers := _doers(lattice, argument)):
            actors.append(doers)
        elif argument.field in ("killed", "injured") and value.get("scope") == "incident":
            counts.append(Count(argument.field, value.get("low") or 0, value.get("high")))
    another = _another_since(lattice, event)
    many = _is_many(lattice, event)
    fine = [spot for spot in spots if _is_fine(spot)]
    fine = [spot for spot in fine if not spot.side] or fine
    places = tuple([Where(frozenset(spot.name.split()), spot.value, _is_within_town(spot)) for spot in fine])
    things = tuple([(target.thing, target.own) for target in targets if target.thing])
    strike = Strike(teller, places, things, tuple(counts), many, not many and _is_new(lattice, event))
    since = frozenset([argument.value["since"] for argument in event.arguments if _since(argument)])
    the_house = event.type == "raid" and any(
        a.field == "target" and a.value.get("kind") == "house" and _only_points_back(lattice, a)
        for a in event.arguments
    )
    return _Evidence(_finest(spots), days, targets, actors, quarters, strike, many, since, another, item, the_house)


def _since(argument: Argument) -> str | None:
    """The day since which people were counted, if an argument is such a count."""
    return argument.value.get("since") if argument.field in COUNT_FIELDS else None


def _is_fine(spot: _Spot) -> bool:
    """Whether a place is no larger than a town: by its size, or by what it is called where no table knows it."""
    kind, radius = spot.value.get("kind"), spot.value.get("radius_km")
    return spot.level <= 1 or kind in _SITES or kind in _SETTLEMENTS or (radius is not None and radius <= _SMALL_KM)


def _is_within_town(spot: _Spot) -> bool:
    """Whether a place is a quarter or a site, by its kind or because no table knows it as a town."""
    kind = spot.value.get("kind")
    return kind in _SITES or (kind not in _SETTLEMENTS and spot.level >= _LEVELS["unknown"])


def _is_new(lattice: Lattice, event: EventMention) -> bool:
    """Whether the trigger is a noun that brings in what nobody told of: a raid, and not the raid."""
    if not lattice.masks[event.first] & _STRIKE_NOUNS:
        return False
    cell = lattice.cells[event.first]
    edges = (edge for cls in ("ev_noun", "ev_noun_f", "attack_noun") for edge in cell.get(cls, ()))
    return all(edge.features.isdisjoint(("def", "suffix")) for edge in edges)


def _is_many(lattice: Lattice, event: EventMention) -> bool:
    """Whether the trigger is a noun in the plural or the dual."""
    cell = lattice.cells[event.first]
    if not lattice.masks[event.first] & _STRIKE_NOUNS:
        return "ev_nouns" in cell
    edges = (edge for cls in ("ev_noun", "ev_noun_f", "attack_noun") for edge in cell.get(cls, ()))
    return "ev_nouns" in cell or any(not edge.features.isdisjoint(("pl", "du")) for edge in edges)


def _spot(lattice: Lattice, argument: Argument) -> _Spot:
    """A place as it is compared, with the side of it that the words name: the south of the city."""
    value = argument.value
    side = next((edge.value for edge in lattice.at(argument.first, "place_direction")), None)
    return _Spot(_level(value), fold(value.get("name_ar") or ""), side, value)


def _own_words(lattice: Lattice, argument: Argument) -> frozenset[str]:
    """The words that tell a target or a place from others of its kind."""
    tokens = (n for n in range(argument.first, argument.last) if not lattice.masks[n] & _COMMON_THINGS)
    words = (lattice.tokens[n].form for n in tokens if lattice.tokens[n].kind == "word")
    return frozenset[str]().union(*map(words_of_name, words))


def _target(lattice: Lattice, argument: Argument) -> _Target:
    value = argument.value
    words = name_words(value, lattice.text(argument.first, argument.last))
    return _Target(words, _own_words(lattice, argument), value["kind"] if value.get("kind") in _THINGS else None)


def _only_points_back(lattice: Lattice, argument: Argument) -> bool:
    """Whether a place is only "the town", told before."""
    return argument.last - argument.first == 1 and bool(lattice.at(argument.first, "points_back"))


def _doers(lattice: Lattice, argument: Argument) -> frozenset[str]:
    """What tells an actor from others: its id, whose forces they are, its words without "forces" and "gunmen"."""
    value = argument.value
    if value.get("country") and value.get("kind") in ("state_forces", "external_forces"):
        return frozenset((f"{_KNOWN}forces of {value['country']}",))
    if value.get("id"):
        return frozenset((f"{_KNOWN}{value['id']}", *name_words(value, "")))
    if value.get("kind") == "unidentified":
        return frozenset()
    tokens = (n for n in range(argument.first, argument.last) if not lattice.masks[n] & _COMMON_DOERS)
    words = (lattice.tokens[n].form for n in tokens if lattice.tokens[n].kind == "word")
    return frozenset[str]().union(*map(words_of_name, words))


def name_words(value: dict[str, Any], text: str) -> frozenset[str]:
    """What a party or target is called, as folded words without the article, for comparing."""
    return words_of_name(f"{value.get('name_ar') or ''} {text}")


@lru_cache(maxsize=1 << 14)
def words_of_name(name: str) -> frozenset[str]:
    """The folded words of a name without the article, for comparing."""
    return frozenset([_ARTICLE.sub("", word) if len(word) > 4 else word for word in fold(name).split()])


def _level(value: dict[str, Any]) -> int:
    """How fine a place is: 0 a site, 1 a town, then districts, regions, countries, and what nothing is known of."""
    level = _LEVELS.get(value.get("precision") or "unknown", 5)
    return 0 if level == 1 and value.get("kind") in _SITES else level


def _finest(spots: list[_Spot]) -> list[_Spot]:
    """The places told most precisely, towns and installations alike; those on which nothing is known last."""
    if not spots:
        return spots
    least = max(1, min([spot.level for spot in spots]))
    finest = [spot for spot in spots if spot.level <= least]
    plain = [spot for spot in finest if not spot.side]  # "north of the capital" only tells where the town lies
    return plain or [spot for spot in spots if not spot.side and spot.level == _LEVELS["admin2"]] or finest


def _fit(codebook: Codebook, event: EventMention, evidence: _Evidence, group: _Happening) -> float | None:
    """Evidence that a mention tells of a happening; None where it cannot."""
    score = _type_fit(codebook, event, group)
    if score is None or (group.headlined not in (None, event.type) and event.first < group.first):
        return None
    if evidence.since and group.since and evidence.since.isdisjoint(group.since):
        return None
    points_back = event.anaphoric or event.frame == "toll" or _answers(event, evidence)
    if event.background != group.background:
        score -= 0.3 if points_back else 2.0
    if not event.anaphoric and group.planned and (event.modality in NOT_YET) not in group.planned:
        score -= 2.5
    if evidence.another is not None and group.last < evidence.another:
        score -= 3.0
    distance = event.first - group.last if event.first >= group.first else group.first - event.first
    responds = event.type in _RESPONSES and event.type not in group.types and distance >= _NEARNESS[0][0]
    if responds and evidence.days:  # it was done on a day of its own
        score -= 0.5
    if evidence.days and group.days:
        lasting = any(day.earliest != day.latest for day in (*evidence.days, *group.days))
        same_day = 1.0 if event.type in group.types else 0.0 if responds or lasting else 0.5
        fits = {_same_day(a, b) for a in evidence.days for b in group.days}
        score += same_day if True in fits else -0.3 if None in fits else -3.0
    at_place = _places_fit(event, evidence, group)
    takes = _takes(codebook, event, group)
    at_target = 0.0 if takes else _targets_fit(evidence.targets, group.targets)
    same_target = at_target > 0
    score += at_place + at_target
    if evidence.item and group.last < evidence.item.first:
        anew = not points_back and at_place < 1.0 and not same_target
        if evidence.item.parted and (anew or event.frame == "toll"):
            return None
        score -= 0.5 if points_back or event.type in group.types else 1.0
    if not points_back and not same_target and at_place <= -1.5 and event.type in _STRIKES:
        return None
    if not points_back and event.type in _STRIKES and is_another(evidence.strike, group.strikes):
        return None
    if not points_back and not same_target and event.type in _STRIKES:
        told_apart = _told_apart(evidence, group)
        if told_apart is None:
            return None
        score += told_apart
    if evidence.actors and group.actors and event.stance not in ("accuses", "denies"):
        score += max(_actors_fit(evidence.actors, group.actors), -1.0 if event.stance is None else 0.0)
    if points_back or (evidence.the_house and takes):  # they entered the house, and took her
        score += 1.0
    near = next((worth for reach, worth in _NEARNESS if distance < reach), 0.0)
    return score + (2 * near if event.anaphoric else near)


def _told_apart(evidence: _Evidence, group: _Happening) -> float | None:
    """What speaks against one happening where each mention tells of a place within the town and of its own dead.

    Sources dispute the dead of one strike, and name its place in two ways, but seldom both. None where one is a series
    and the other one strike of it.
    """
    if is_part(evidence.strike, group.strikes):
        return None
    mine, told = (
        [count for count in counts if count.low == count.high] for counts in (evidence.strike.counts, group.counts)
    )
    counted = counts_differ(mine, told)
    if not (evidence.quarters and group.quarters) or _share(evidence.quarters, group.quarters):
        return 0.0
    return -3.0 if counted else -0.7


def _takes(codebook: Codebook, event: EventMention, group: _Happening) -> bool:
    """Whether one of the two is a taking of people and the other is not: whom they took is not whom they beat."""
    return (codebook.group(event.type) == "custody") != ("custody" in map(codebook.group, group.types))


def _depends(event: EventMention, evidence: _Evidence) -> bool:
    """Whether what a mention tells of hangs on what was told right before: it points back, or it is a blow at no place
    and on no day.
    """
    if event.frame == "toll":
        return False
    return event.anaphoric or (event.type in _GENERAL and not (evidence.spots or evidence.days))


def _answers(event: EventMention, evidence: _Evidence) -> bool:
    """Whether a mention takes a stance towards what was told, and tells no place or day of its own."""
    return event.stance in _ABOUT_ANOTHER and not (evidence.spots or evidence.days)


def _targets_fit(some: Sequence[_Target], others: Sequence[_Target]) -> float:
    """How far targets speak for one happening. People hit in a house are no other target than the house."""
    if not (some and others):
        return 0.0
    if any(_are_one(a, b) for a in some for b in others):
        return 1.5
    if {bool(target.thing) for target in some}.isdisjoint({bool(target.thing) for target in others}):
        return 0.0
    kinds = [{target.thing for target in targets} - {None} for targets in (some, others)]
    if kinds[0] and kinds[1] and kinds[0].isdisjoint(kinds[1]):
        return -1.5
    nameless = not all(target.own for target in (*some, *others))
    return 0.0 if kinds[0] & kinds[1] or nameless else -0.7  # "a trading ship" may be the one that another names


def _are_one(a: _Target, b: _Target) -> bool:
    """Whether two targets are called alike: by what tells them from others, or the second time by its kind alone."""
    if a.own and b.own:
        return _share([a.own], [b.own])
    return a.thing is not None and a.thing == b.thing and _share([a.words], [b.words])


def _actors_fit(some: list[frozenset[str]], others: list[frozenset[str]]) -> float:
    """How far actors speak for one happening; two that are both known tell more against it than two descriptions."""
    if _share(some, others):
        return 0.7
    return -0.9 if _any_known(some) and _any_known(others) else -0.7


def _any_known(actors: list[frozenset[str]]) -> bool:
    return any(word.startswith(_KNOWN) for words in actors for word in words)


def _places_fit(event: EventMention, evidence: _Evidence, group: _Happening) -> float:
    """How far the places of a mention speak for a happening; 0 where either has none."""
    named = _names_place(evidence.targets, group.spots) or _names_place(group.targets, evidence.spots)
    if not evidence.spots or not group.spots:
        return 1.0 if named else 0.0
    mine, told = evidence.spots, group.spots
    if event.first < group.first and any(a.name == fold(b.value.get("admin1") or "") for a in mine for b in told):
        return 1.0 if named else 0.4  # a headline may name the province by its chief town
    if any(spot.level == 0 for spot in mine) and any(spot.level == 0 for spot in told):
        mine, told = ([spot for spot in spots if spot.level == 0] for spots in (mine, told))
    return max(1.0 if named else -9.0, *(_spot_fit(a, b, event.type) for a in mine for b in told))


def _names_place(targets: Sequence[_Target], spots: Sequence[_Spot]) -> bool:
    """Whether a target is called by the name of a place: the camp of that name, the raid on the town."""
    if not targets:
        return False
    for spot in spots:
        if name := words_of_name(spot.name):
            for target in targets:
                if name <= target.words:
                    return True
    return False


def _spot_fit(a: _Spot, b: _Spot, event_type: str) -> float:
    """How far two places speak for one happening."""
    one, other = a.value, b.value
    if (one.get("id") and one.get("id") == other.get("id")) or (a.name and a.name == b.name):
        if a.side and b.side and a.side != b.side:
            return 0.0
        return 1.0 if 0 < a.level < _LEVELS["country"] else 1.5
    if one.get("country") and other.get("country") and one["country"] != other["country"]:
        return -2.0
    if {one.get("kind"), other.get("kind")} <= _SETTLEMENTS and min(a.level, b.level) >= _LEVELS["country"]:
        return -2.0  # two names that no table knows are still two towns
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
    if {one.get("kind"), other.get("kind")} <= _SETTLEMENTS and apart > _SAME_SITE_KM:
        return -0.7
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
    frozenset(("raid", "bombing", "suicide_bombing", "clash")),
    frozenset(("raid", "detention", "abduction", "crackdown", "assassination", "destruction")),
    frozenset(("assassination", "execution", "airstrike", "drone_attack")),
    frozenset(("protest", "riot", "crackdown")),
    frozenset(("release", "detention")),
    frozenset(("ceasefire", "negotiation", "release")),
    frozenset(("abduction", "seizure")),
)
_NONE = frozenset[str]()
_NEAR_TO = {kind: _NONE.union(*(near for near in _NEAR_TYPES if kind in near)) for kind in _NONE.union(*_NEAR_TYPES)}
"""The types with which a happening is told that is told with this one too, itself among them."""


_RESPONSES = frozenset(("detention", "withdrawal", "destruction", "seizure", "raid", "displacement", "abduction"))
"""What attackers and forces do in the course of a violent happening; with no place or day of its own, a part of it."""


def _may_hold(event: EventMention, groups: set[str]) -> bool:
    """Whether an attack or a toll may belong to a happening of other than violent types: an abduction, a protest."""
    return "custody" in groups or (event.frame == "toll" and bool(groups & HARMFUL))


def _may_be(codebook: Codebook, event: EventMention, pointed: set[str]) -> bool:
    """Whether an event may be what was only pointed at before: a release is not "the clashes", but "the attack" may be
    an abduction."""
    of_violence = {codebook.group(each) for each in pointed} == {VIOLENCE} and pointed.isdisjoint(_GENERAL)
    another = of_violence and codebook.group(event.type) != VIOLENCE
    return not another or any(_are_near(event.type, each) for each in pointed)


def _type_fit(codebook: Codebook, event: EventMention, group: _Happening) -> float | None:
    if not group.types:  # so far only pointed at: an attack, an abduction, a protest that nobody told yet
        return 1.0 if codebook.group(event.type) in HARMFUL and _may_be(codebook, event, group.pointed) else None
    if "campaign" in group.types or event.type == "campaign":
        return 2.0 if event.type in group.types else None
    if event.type in group.types:
        return 1.5 if event.type == "attack" else 2.0
    groups = set(map(codebook.group, group.types))
    mine = codebook.group(event.type)
    if event.anaphoric and event.stance in _ABOUT_ANOTHER and groups & HARMFUL:
        return 1.4
    if event.type in _GENERAL:
        return 1.2 if VIOLENCE in groups else 0.6 if _may_hold(event, groups) else None
    if "attack" in group.types and mine == VIOLENCE:
        return 1.2
    follows = groups & ({VIOLENCE, "custody"} if mine == "custody" or event.type == "raid" else {VIOLENCE})
    if event.type in _RESPONSES and follows and not group.background and not event.background:
        return 0.6
    if not _NEAR_TO.get(event.type, _NONE).isdisjoint(group.types):
        return 0.8
    return 0.3 if mine == VIOLENCE and mine in groups and event.anaphoric else None


_ANOTHER = mask_of(("another",))
_OTHER_NEWS = mask_of(("elsewhere", "happening_word"))
_LONGEST_TIME = 6
_BEHIND = 12
"""Tokens before a trigger within which "in another attack" still parts it from what was told before."""


def _another_since(lattice: Lattice, event: EventMention) -> int | None:
    """The token from which the words tell of another happening, beside the trigger or before it; None if not."""
    ends = (event.last, *(a.last for a in event.arguments if a.field == "weapon"))  # with a second salvo
    masks = lattice.masks
    for end in ends:
        for at in range(end, min(end + 3, len(masks))):
            if masks[at] & _ANOTHER and _is_another(lattice, at):
                return event.first
    sentence = lattice.sentence_at(event.first)
    start = max(sentence.first if sentence else event.first, event.first - _BEHIND)
    for at in range(event.first - 1, start - 1, -1):
        if masks[at] & _OTHER_NEWS:
            cell = lattice.cells[at]
            if "elsewhere" in cell or ("happening_word" in cell and _is_another(lattice, at + 1)):
                return at
    return None


def _is_another(lattice: Lattice, at: int) -> bool:
    """Whether a word says that something is another or the second one, and is no hour or day: at the second hour."""
    if not lattice.at(at, "another"):
        return False
    return not any(edge.length > back for back in range(_LONGEST_TIME) for edge in lattice.at(at - back, "time"))


def _same_day(a: _Day, b: _Day) -> bool | None:
    """Whether two days may be one; None where one is told to be shortly before the other, on which it was told of."""
    if a.earliest <= b.latest and b.earliest <= a.latest:
        return True
    told, said = (b, a) if a.said else (a, b)
    if told.said or not said.said or told.latest > said.earliest:
        return False
    back = date.fromisoformat(said.earliest) - date.fromisoformat(told.latest)
    return None if back.days <= _TOLD_WITHIN else False


def _share(some: list[frozenset[str]], others: list[frozenset[str]]) -> bool:
    return any(len(a & b) * 2 >= min(len(a), len(b)) and a & b for a in some for b in others)
