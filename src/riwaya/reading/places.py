"""Finds place names in a text and resolves each to entries of the gazetteer, best first, with the rest kept.

A name counts where a place word or a word of location announces it, or where it is a large or unmistakable place.
Candidates are ranked by what the text says: the region or country named around the place, the kind of its place word,
the countries that the rest of the document speaks of, and last how many people live there.
A name that no table knows is kept: with country and region of the place that the text puts it in, without coordinates.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import log10

from riwaya.frozen import replace
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Edge, Lattice, Match, mask_of
from riwaya.records import Issue, Place, PlaceMention, great_circle_km
from riwaya.text.normalize import fold

STAGE = "places"
_ROADS = frozenset(("place.roads", "place.roads-between"))
_BESIDE = frozenset(("place.beside", "place.anaphor-beside"))
_SETTLED = frozenset(("capital", "city", "town", "village"))
_LARGE = 100_000
_SMALL = frozenset(("village", "town"))
_FACILITIES = frozenset(
    "hospital school market worship energy infrastructure energy_line base airport port camp".split()
)
_AREAS = frozenset(("country", "region", "sea"))
# What a place word of one kind may call: a town is called a city, a city a town, an airport only an airport.
_KINDS_OF_WORD = {
    "region": frozenset(("region",)),
    "countryside": frozenset(("region", "district")),
    "district": frozenset(("district", "city", "town", "village", "capital")),
    "subdistrict": frozenset(("subdistrict", "town", "village", "city")),
    "city": _SETTLED,
    "town": _SETTLED,
    "village": frozenset(("village", "town", "city")),
    "strip": frozenset(("region", "strip", "area", "corridor", "city")),
    "area": frozenset(("area", "region", "quarter", "town", "village", "district", "city")),
}
_PRECISION_OF_KIND = {
    "country": "country", "region": "admin1", "district": "admin2", "sea": "sea", "strait": "sea", "gulf": "sea",
}  # fmt: skip
_NEAR_KM = 20.0
_APART_KM = 30.0
_FAR_KM = 100.0
_BESIDE_KM = 60.0


class Gazetteer:
    """The tables of places as `Place` records, made when asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._countries = knowledge.table("places/countries.tsv")
        self._regions = knowledge.table("places/regions.tsv")
        self._curated = knowledge.table("places/curated.tsv")
        self._places = knowledge.table("places/places.tsv")
        self._made: dict[str, Place | None] = {}
        self._lexicon = knowledge.lexicon
        self._region_names: dict[str, list[str]] | None = None
        self.verb_forms = knowledge.verb_forms

    def place(self, place_id: str) -> Place | None:
        """The place with this id, or None."""
        if place_id not in self._made:
            self._made[place_id] = self._make(place_id)
        return self._made[place_id]

    def _make(self, place_id: str) -> Place | None:
        if row := self._countries.get(place_id):
            return _from_row(row, "country", place_id, None, None, "country")
        if row := self._regions.get(place_id):
            name, english = row["names_ar"].split("|")[0], row["name_en"]
            return _from_row(row, "region", row["country"], name, english, "admin1")
        row = self._curated.get(place_id) or self._places.get(place_id)
        if row is None:
            return None
        region = self._regions.get(row["admin1"]) if row["admin1"] else None
        admin1, admin1_en = (region["names_ar"].split("|")[0], region["name_en"]) if region else (None, None)
        precision = row.get("precision") or _PRECISION_OF_KIND.get(row["kind"], "locality")
        return _from_row(row, row["kind"], row["country"] or None, admin1, admin1_en, precision)

    def called(self, word: str, name: str) -> list[Place]:
        """The curated places of this place word and folded name, the name with the article or without."""
        word = fold(word)
        names = (name, name.removeprefix("ال"), f"ال{name}")
        listed = (place_id for each in names for place_id in self._lexicon.values(f"{word} {each}", "place_name"))
        found = dict.fromkeys(place_id for place_id in listed if place_id in self._curated)
        return [place for place_id in found if (place := self.place(place_id))]

    def regions_named(self, name: str) -> list[Place]:
        """The regions of a name that is spelt with hyphens here and without them in the table."""
        if self._region_names is None:
            self._region_names = {}
            for region in self._regions:
                for listed in self._regions.row(region)["names_ar"].split("|"):
                    self._region_names.setdefault(fold(listed), []).append(region)
        found = self._region_names.get(" ".join(fold(name).replace("-", " ").split()), ())
        return [place for region in found if (place := self.place(region))]

    def capital(self, country: str) -> Place | None:
        """The capital of a country, or None."""
        row = self._countries.get(country)
        return self.place(row["capital_place_id"]) if row and row["capital_place_id"] else None


def _from_row(
    row: dict[str, str], kind: str, country: str | None, admin1: str | None, admin1_en: str | None, precision: str
) -> Place:
    lat, lon, radius = (float(row[key]) if row.get(key) else None for key in ("lat", "lon", "radius_km"))
    name = row["names_ar"].split("|")[0]
    place_id = row.get("id") or row["code"]
    population = int(row.get("population") or 0)
    return Place(
        place_id,
        name,
        row["name_en"] or None,
        kind,
        country,
        admin1,
        admin1_en,
        lat,
        lon,
        radius,
        precision,
        population,
    )


@lru_cache(maxsize=4)
def _gazetteer(knowledge: Knowledge) -> Gazetteer:
    return Gazetteer(knowledge)


@dataclass(slots=True)
class _Draft:
    """A mention while it is resolved."""

    first: int
    last: int
    sentence: int
    rule: str
    name: str
    candidates: list[Place] = field(default_factory=list)
    word: str = ""
    facility: bool = False
    beside: str = ""
    role: str = "at"
    country: str | None = None
    container: _Draft | None = None
    anaphor: bool = False
    listed: bool = False
    plural: bool = False
    sure: bool = True
    sided: bool = False
    far: bool = False
    installation: str = ""
    paired: bool = False
    strong: bool = True
    capital: bool = False
    borders: bool = False


class _Context:
    """What a document says as a whole: its drafts in text order, its share of each country, the regions it names.

    `towns` are the ids of what it names by itself, and not only for an installation called after it.
    """

    def __init__(self, gazetteer: Gazetteer, drafts: list[_Draft], votes: dict[str, float]) -> None:
        self.gazetteer, self.drafts, self.votes = gazetteer, drafts, votes
        self.regions: Counter[tuple[str | None, str | None]] = Counter()
        self.countries: Counter[str] = Counter()
        self.ids: dict[str, set[str | None]] = defaultdict(set)
        self.towns: set[str | None] = set()
        self._told: set[str | None] = set()
        self._samples: dict[tuple[str | None, str | None], Place] = {}
        for draft in drafts:
            if not draft.far and (place := _top(draft)):
                if place.country:
                    self.countries[place.country] += 1
                    self.ids[place.country].add(place.id)
                if draft.word not in _FACILITIES and not draft.facility:
                    self.towns.add(place.id)
                if _tells_region(draft, place) and votes.get(place.country or "", 0.0) >= _SPOKEN_OF:
                    region = (place.country, place.admin1)
                    explicit = place.kind == "region" or draft.word in ("region", "countryside", "district")
                    if explicit or place.id not in self._told:
                        self.regions[region] += 2 if explicit else 1
                    self._told.add(place.id)
                    self._samples[place.country, place.admin1] = place

    def before(self, number: int) -> Iterator[_Draft]:
        """The drafts before one, nearest first, as far as words reach back."""
        return (self.drafts[at] for at in range(number - 1, max(-1, number - 1 - _REACH), -1))

    def only_region(self, draft: _Draft) -> Place | None:
        """A place in the only region that the document's other places lie in: it is named, or two of its places are."""
        place = _top(draft)
        own = (place.country, place.admin1) if place and _tells_region(draft, place) else None
        others = [key for key, weight in self.regions.items() if weight > (key == own)][:2]
        if len(others) != 1 or self.regions[others[0]] < _SURE_REGION:
            return None
        return self._samples[others[0]]

    def main_country(self) -> str | None:
        """The country that more than half of the document speaks of."""
        country = max(self.votes, key=lambda code: self.votes[code], default=None)
        return country if country and self.votes[country] > 0.5 else None


_REACH = 60
_SURE_REGION = 2


def _top(draft: _Draft) -> Place | None:
    return draft.candidates[0] if draft.candidates else None


def _tells_region(draft: _Draft, place: Place) -> bool:
    """Whether a place tells which region a document is about; a capital told from afar and a village do not."""
    return bool(place.admin1 and place.id) and place.kind not in ("capital", "village") and draft.role != "origin"


def find_places(lattice: Lattice, knowledge: Knowledge) -> tuple[tuple[PlaceMention, ...], tuple[Issue, ...]]:
    """The places of a document in text order, and what could not be resolved."""
    gazetteer = _gazetteer(knowledge)
    drafts = _drafts(lattice, knowledge, gazetteer)
    if not drafts:
        return (), ()
    _contain(drafts, lattice)
    votes = _votes(drafts, lattice)
    issues: list[Issue] = []
    for draft in reversed(drafts):
        _resolve(draft, votes)
    context = _Context(gazetteer, drafts, votes)
    for number, draft in enumerate(drafts):
        _complete(draft, number, context)
    kept = [draft for draft in drafts if draft.candidates and not _names_zone(draft, lattice)]
    for draft in kept:
        issues.extend(_issues(draft, lattice, votes))
    return tuple(_mention(draft) for draft in kept), tuple(issues)


def _names_zone(draft: _Draft, lattice: Lattice) -> bool:
    """Whether a place only tells by whose clock the time is told; it tells the country of a report all the same."""
    return draft.first > 0 and any(edge.length > 1 for edge in lattice.at(draft.first - 1, "zone"))


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: str | None = None) -> dict[str, str]:
    """What the stage makes of a match, for examples: id, name, kind, country, admin1, precision, role."""
    mentions, _ = find_places(lattice, knowledge)
    mention = next((m for m in mentions if m.first <= match.first < m.last), None)
    if mention is None:
        return {}
    place = mention.candidates[0]
    told = {
        "id": place.id, "name": place.name_ar, "kind": place.kind, "country": place.country, "admin1": place.admin1,
        "precision": place.precision, "role": mention.role, "words": lattice.text(mention.first, mention.last),
    }  # fmt: skip
    return {key: value for key, value in told.items() if value is not None}


# ----------------------------------------------------------------------------------------------------------- gathering


def _drafts(lattice: Lattice, knowledge: Knowledge, gazetteer: Gazetteer) -> list[_Draft]:
    rules = knowledge.rules(STAGE)
    inside = _inside_names(lattice)
    drafts: list[_Draft] = []
    for number, sentence in enumerate(lattice.sentences):
        end = sentence.first
        for match in rules.find(lattice, sentence.first, sentence.last):
            if match.first < end:
                continue
            before = drafts[-1] if drafts and drafts[-1].sentence == number else None
            draft = _draft(match, lattice, gazetteer, sentence.last, number, before, inside)
            if draft:
                drafts.append(draft)
                end = draft.last
    return sorted([*drafts, *_before_regions(drafts, lattice)], key=lambda draft: draft.first)


def _before_regions(drafts: list[_Draft], lattice: Lattice) -> list[_Draft]:
    """Names that no table has, told as places by what follows: in So-and-so, in the countryside of Aleppo."""
    found = []
    taken = {at for draft in drafts for at in range(draft.first, draft.last)}
    for draft in drafts:
        if draft.word not in ("region", "countryside", "district", "subdistrict") and draft.rule not in _BESIDE:
            continue
        first = lattice.sentences[draft.sentence].first
        last = draft.first - 1 if _is_in_word(lattice, draft.first - 1) else draft.first
        at = last
        while at > max(first, last - 3) and at - 1 not in taken and not _is_in_word(lattice, at - 1):
            at -= 1
        if at < last and _is_in_word(lattice, at - 1) and _name_end(lattice, at, last) == last:
            name = lattice.text(at, last)
            unknown = _Draft(at, last, draft.sentence, "place.before-region", name, [], "", False)
            unknown.role = _role(at, None, lattice)
            found.append(unknown)
    return found


def _is_in_word(lattice: Lattice, at: int) -> bool:
    return any(edge.value == "in" and "suffix" not in edge.features for edge in lattice.at(at, "place_in"))


def _inside_names(lattice: Lattice) -> frozenset[int]:
    """The tokens inside names of parties and outlets that have several words: no places of their own."""
    inside: set[int] = set()
    for at, mask in enumerate(lattice.masks):
        if not mask & _NAMED:
            continue
        for cls in ("party_name", "outlet_name"):
            for edge in lattice.cells[at].get(cls, ())[:1]:
                if edge.length > 1:
                    inside.update(range(at, at + edge.length))
    return frozenset(inside)


_NAMED = mask_of(("party_name", "outlet_name"))


def _draft(
    match: Match, lattice: Lattice, gazetteer: Gazetteer, end: int, sentence: int, before: _Draft | None,
    inside: frozenset[int],
) -> _Draft | None:  # fmt: skip
    rule = match.rule.id
    opener = next((e for a, _, e in match.captures.values() if a == match.first and e), None)
    if opener and opener.depth and lattice.tokens[match.first].form.startswith("ف") and "w" not in opener.features:
        return None  # more often a word that begins with fa
    if rule in ("place.word", "place.word-quoted"):
        if rule == "place.word" and lattice.at(match.first, "place_position"):
            return None  # a site with no listed name is mostly the site of something
        return _unknown(match, lattice, gazetteer, end, sentence, before)
    if rule == "place.name-head":
        return _headed(match, lattice, gazetteer, sentence_end=end, sentence=sentence)
    if rule in ("place.anaphor", "place.anaphor-beside"):
        return _anaphor(match, lattice, sentence)
    if rule in ("place.capital", "place.land", "place.border", "place.border-between"):
        return _of_country(match, lattice, gazetteer, sentence)
    return _named(match, lattice, gazetteer, sentence, before, inside)


def _named(
    match: Match, lattice: Lattice, gazetteer: Gazetteer, sentence: int, before: _Draft | None, inside: frozenset[int]
) -> _Draft | None:
    first, last, edge = match.captures["place_name"]
    if edge is None:
        return None
    word, facility = _word_of(match)
    called = next((e.value for e in lattice.at(first, "place_word") if "def" in e.features), "")
    listed = word == "region" and any(place.kind == word for place in _candidates(lattice, first, 1, gazetteer))
    if word and last - first == 1 and called and not listed and not (word in _SMALL and called in _SMALL):
        again = _anaphor_of(match.first, last, called, lattice, sentence, match.rule.id)
        again.beside, again.installation = _beside(match), word if word in _FACILITIES else ""
        return again
    bare = not word and match.rule.id == "place.name"
    beside = _beside(match)
    if bare and "place_flag" in lattice.cells[first - 1] and first:
        return None  # the flag of a ship tells where it is registered
    if bare and not _stands(first, last, edge, lattice, gazetteer, before, inside):
        return None
    if beside and not word and not _may_follow(first, last, edge, lattice, gazetteer, inside):
        return None
    candidates = _candidates(lattice, first, edge.length, gazetteer)
    if word and word != "city" and _is_never(first, edge, lattice):
        return None
    whole: list[Place] = []
    if word:
        begin = next((taken[0] for name in _WORD_CLASSES if (taken := match.range(name))), match.first)
        whole = _candidates(lattice, begin, match.last - begin, gazetteer)
        whole = whole or _candidates(lattice, begin, last - begin, gazetteer)
    draft = _Draft(match.first, match.last, sentence, match.rule.id, edge.lemma, whole or candidates, word, facility)
    if whole or (whole := _called_with_word(match, lattice, first, last, gazetteer)):
        draft.candidates = whole
        draft.facility, draft.listed = False, True
    elif word == "countryside":
        draft.candidates = candidates
    draft.beside = beside
    draft.country = _demonym_country(match) if word not in ("base", "infrastructure") else None
    draft.role = _role(match.first, edge if bare else None, lattice)
    if draft.role == "origin" and _is_measured_from(match.first - 1, lattice):
        draft.role, draft.beside = "at", "near"
    draft.capital = not word and "place_capital" in lattice.cells[first]
    draft.paired = match.rule.id in _ROADS
    draft.plural = _is_plural(match)
    draft.sided = bare and bool(lattice.at(first, "place_direction"))
    draft.far = bool(beside and lattice.at(match.first - 1, "place_distance"))
    draft.sure = edge.depth == 0 and _is_in(first, edge, lattice)
    if bare and before and before.plural and "w" in edge.features and before.last == match.first:
        draft.word, draft.facility, draft.plural = before.word, before.facility, True
    return draft if draft.candidates else None


def _is_plural(match: Match) -> bool:
    """Whether the place word goes for the names that follow with 'and' too: the towns of, the two villages of."""
    edge = match.edge("place_words") or match.edge("facility_words") or match.edge("place_word")
    return edge is not None and (
        edge.cls.endswith("words") or bool(edge.features & {"du", "pl"} and "sg" not in edge.features)
    )


def _called_with_word(match: Match, lattice: Lattice, first: int, last: int, gazetteer: Gazetteer) -> list[Place]:
    """Installations that are listed under the place word and the name together, where marks part the two."""
    edge = match.edge("place_word") or match.edge("facility_word")
    if edge is None:
        return []
    return gazetteer.called(edge.lemma, " ".join(token.form for token in lattice.tokens[first:last]))


_WORD_CLASSES = ("place_word", "place_words", "place_route", "facility_word", "facility_words")


def _word_of(match: Match) -> tuple[str, bool]:
    """The kind that the place word of a match tells, and whether it is a facility's."""
    for name in ("place_word", "place_words", "place_route"):
        if edge := match.edge(name):
            return edge.value, False
    for name in ("facility_word", "facility_words"):
        if edge := match.edge(name):
            return edge.value, True
    return "", False


def _beside(match: Match) -> str:
    if edge := match.edge("place_direction"):
        return edge.value
    edge = match.edge("place_beside")
    return edge.value if edge else ""


def _candidates(lattice: Lattice, at: int, length: int, gazetteer: Gazetteer) -> list[Place]:
    found: dict[str, Place] = {}
    for edge in lattice.at(at, "place_name"):
        if edge.length == length and (place := gazetteer.place(edge.value)):
            found[edge.value] = place
    return list(found.values())


def _demonym_country(match: Match) -> str | None:
    edge = match.edge("demonym")
    return _country_of(edge) if edge else None


def _country_of(edge: Edge) -> str | None:
    country = edge.value.partition(".")[0]
    return country if len(country) == 2 and country.isupper() else None


# ---------------------------------------------------------------------------------------------------------------- gates

_NAMES = frozenset(
    """place_name place_common person_name party_name outlet_name government_name hashtag place_name_head place_land
    place_not_name place_word facility_word demonym given_name name_part place party weapon time number""".split()
)


def _follows_noun(lattice: Lattice, at: int) -> bool:
    """Whether a word with the article stands right before, so that this one may be its adjective."""
    before = lattice.tokens[at - 1] if at else None
    return before is not None and before.kind == "word" and before.form.startswith(("ال", "وال", "بال", "لل"))


def _goes_on(lattice: Lattice, at: int) -> bool:
    """Whether a name that a quotation begins with goes on with an adjective: part of a title or a longer name."""
    return at < len(lattice.tokens) and lattice.tokens[at].form.startswith("ال")


_PEOPLE = ("person_name", "party_name", "outlet_name", "given_name")


def _stands(
    first: int, last: int, edge: Edge, lattice: Lattice, gazetteer: Gazetteer, before: _Draft | None,
    inside: frozenset[int],
) -> bool:  # fmt: skip
    """Whether a bare name is read as a place: it is large or unmistakable, or a word of location announces it."""
    if (first in inside and last - first == 1) or lattice.at(first, "place_never"):
        return False
    if last - first == 1 and "time" in lattice.cells[first]:
        return False
    if _is_second(first, edge, before):
        return True
    located = _located(first, edge, lattice, before)
    common = next((e for e in lattice.at(first, "place_common") if e.length == edge.length), None)
    if edge.features & {"acc", "k"} or (lattice.at(first, "outlet_name") and lattice.at(first - 1, "quote_mark")):
        return False
    known = _candidates(lattice, first, edge.length, gazetteer)
    if "def" in edge.features and any(place.kind == "country" for place in known):
        return False  # the adjective: Syrian, not Syria
    if lattice.at(first, "demonym") and lattice.tokens[first].form.startswith("ال") and _follows_noun(lattice, first):
        return False
    if lattice.at(first, "place_direction") and not located:
        return False
    large = any(_is_large(place) for place in known)
    if common is not None:
        in_row = located and any(place.kind == "capital" for place in known)
        in_row |= "place_direction" in lattice.cells[first] and _is_on(first, lattice)
        return common.value == "trigger" and large and (in_row or _is_in(first, edge, lattice))
    whole = edge.depth == 0 and any(place.kind in ("country", "capital") for place in known)
    if not located and not whole and lattice.at(first - 1, "party_name"):
        return False  # the rest of a longer name
    if not located and lattice.at(first - 1, "quote_mark") and not lattice.at(first + edge.length, "quote_mark"):
        if lattice.tokens[first - 1].end == lattice.tokens[first].start and _goes_on(lattice, first + edge.length):
            return False
    ordinary = edge.length == 1 and not whole and _is_ordinary(lattice, first)
    if edge.depth and any(e.depth == 0 for cls in _PEOPLE for e in lattice.at(first, cls)):
        return False  # a name with ba or waw of its own
    if located:
        return large or not ordinary
    person = edge.length == 1 and any(
        lattice.at(first, cls) or lattice.at(first - 1, cls) for cls in ("person_name", "given_name")
    )
    return large and not ordinary and not person


def _is_second(first: int, edge: Edge, before: _Draft | None) -> bool:
    """Whether a name follows another with 'and' behind a word for both: the towns of Houla and Markaba."""
    return before is not None and before.plural and before.last == first and "w" in edge.features


def _may_follow(
    first: int, last: int, edge: Edge, lattice: Lattice, gazetteer: Gazetteer, inside: frozenset[int]
) -> bool:
    """Whether a name right behind a word of location is one: neither a common word nor a part of a party's name."""
    if first in inside and last - first == 1:
        return False
    common = next((e for e in lattice.at(first, "place_common") if e.length == edge.length), None)
    if lattice.at(first, "place_never"):
        return False
    known = _candidates(lattice, first, edge.length, gazetteer)
    if edge.length == 1 and _is_ordinary(lattice, first) and not any(_is_large(place) for place in known):
        return False
    return common is None or (common.value == "trigger" and any(_is_large(place) for place in known))


def _is_never(first: int, edge: Edge, lattice: Lattice) -> bool:
    """Whether a name is a word that is hardly ever a place, whatever stands before it: an old farmer, security."""
    return any(e.value == "never" and e.length == edge.length for e in lattice.at(first, "place_common"))


def _is_ordinary(lattice: Lattice, at: int) -> bool:
    """Whether a word is one of the language too: a list has it as it stands, not as a form before a genitive."""
    return any(
        cls not in _NAMES and any(edge.depth == 0 and "construct" not in edge.features for edge in edges)
        for cls, edges in lattice.cells[at].items()
    )


def _is_large(place: Place) -> bool:
    return place.kind not in ("town", "village", "city") or place.population >= _LARGE


def _is_in(first: int, edge: Edge, lattice: Lattice) -> bool:
    """Whether the word 'in' stands before."""
    return "b" in edge.features or _is_in_word(lattice, first - 1)


def _is_on(first: int, lattice: Lattice) -> bool:
    """Whether the word 'on' stands before: strikes on the South."""
    return any(edge.value == "on" and "suffix" not in edge.features for edge in lattice.at(first - 1, "place_in"))


def _located(first: int, edge: Edge, lattice: Lattice, before: _Draft | None) -> bool:
    """Whether a word of location, or a place before it in a row, announces what begins here."""
    if "b" in edge.features or lattice.at(first - 1, "place_in"):
        return True
    if lattice.at(first - 1, "quote_mark") and lattice.at(first - 2, "place_in"):
        return True
    if before is None or before.last > first:
        return False
    between = range(before.last, first)
    if not between:
        return "w" in edge.features
    return len(between) == 1 and bool(lattice.at(first - 1, "comma") or lattice.at(first - 1, "dash"))


def _role(first: int, edge: Edge | None, lattice: Lattice) -> str:
    hinted = bool(lattice.at(first - 1, "place_source_hint"))
    at = first - 2 if hinted else first - 1
    for before in lattice.at(at, "place_in"):
        if before.value == "from":
            return "at" if _is_part_of(at, lattice) else "origin"
        if before.value == "towards":
            return "towards"
    return "towards" if edge is not None and "l" in edge.features else "at"


def _is_part_of(at: int, lattice: Lattice) -> bool:
    """Whether 'of' at a token tells what something is part of: the western part of, villages of, 70 % of."""
    before = at - 1
    while before > at - 3 and before >= 0 and lattice.cells[before].keys() & _TRAITS_OF_PARTS:
        before -= 1
    if before < 0:
        return False
    cell = lattice.cells[before]
    return "place_part" in cell or "numeral" in cell or lattice.tokens[before].form in ("%", "٪")


_TRAITS_OF_PARTS = frozenset(("place_side", "place_not_name"))
_DISTANCE_REACH = 3


def _is_measured_from(at: int, lattice: Lattice) -> bool:
    """Whether 'from' at a token tells where a distance is measured from: 5 km from Baghdad."""
    return any(lattice.at(back, "place_distance") for back in range(max(0, at - _DISTANCE_REACH), at))


# --------------------------------------------------------------------------------------- names that no table knows


def _unknown(
    match: Match, lattice: Lattice, gazetteer: Gazetteer, end: int, sentence: int, before: _Draft | None
) -> _Draft | None:
    word, facility = _word_of(match)
    at = match.last
    if match.rule.id == "place.word-quoted":
        inner = match.range("name")
        if inner is None:
            return None
        last = match.last
        name = lattice.text(*inner)
    else:
        last = _name_end(lattice, at, end)
        if last == at or _is_verb(lattice.tokens[at].form, gazetteer.verb_forms):
            return None
        name = lattice.text(at, last)
    edge = next(iter(match.captures.values()))[2]
    if edge and ("acc" in edge.features or _is_owned(edge, lattice.tokens[match.first].spelt)):
        return None  # a factory; his shop
    if lattice.tokens[at].form.startswith("و") and match.rule.id == "place.word":
        return None  # more often a noun that follows with and
    role = _role(match.first, None, lattice)
    draft = _Draft(match.first, last, sentence, match.rule.id, name, [], word, facility, role=role)
    draft.plural = _is_plural(match)
    if edge:
        draft.candidates = gazetteer.called(edge.lemma, fold(name))
        if not draft.candidates and word == "region" and "-" in name:
            draft.candidates = gazetteer.regions_named(name)
        draft.listed = bool(draft.candidates)
    return draft


def _is_owned(edge: Edge, spelt: str) -> bool:
    """Whether a place word is spelt with the pronoun that folds to the ending of another word: his place, a quarter."""
    return edge.lemma.endswith("ة") and spelt.endswith("ه")


_LONGEST_NAME = 4
_CLITICS = frozenset(("w", "fa", "b", "k", "l"))
_NAME_CLASSES = frozenset(
    """person_name given_name name_part place_name_head place_common place_name hashtag place_side demonym title
    number time""".split()
)


def _name_end(lattice: Lattice, at: int, end: int) -> int:
    """Where an unknown name that begins at a token ends; `at` where no name begins there.

    A name is one word that no list knows as anything else, with the words that names are made of before it
    (Tell, Abu, Beit …), and a definite word behind it that no list knows either.
    """
    tokens = lattice.tokens
    stop = min(end, at + _LONGEST_NAME)
    here = at
    while here < stop and lattice.at(here, "place_name_head"):
        here += 1
    if here == stop or not _may_be_name(lattice, here, headed=here > at):
        return here if here > at + 1 and tokens[here - 1].form.startswith("ال") else at
    here += 1
    while here < stop:
        if lattice.at(here, "place_epithet") or (lattice.at(here, "place_side") and tokens[here].form.startswith("ال")):
            here += 1
        elif (
            lattice.at(here, "dash")
            and here + 1 < stop
            and _is_close(lattice, here)
            and tokens[here + 1].kind == "word"
        ):
            here += 2
        else:
            break
    return here


def _is_verb(form: str, verb_forms: frozenset[str]) -> bool:
    """Whether a word is a verb of the present tense, alone or with an object: a hotel that politicians frequent."""
    if form[:1] not in "يت":
        return False
    return form in verb_forms or any(
        form.endswith(ending) and form.removesuffix(ending) in verb_forms for ending in _OBJECTS
    )


_OBJECTS = ("ه", "ها", "هم", "هما")


def _is_close(lattice: Lattice, at: int) -> bool:
    """Whether no space stands around a mark: a hyphen in a name."""
    tokens = lattice.tokens
    return tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start


def _may_be_name(lattice: Lattice, at: int, *, headed: bool) -> bool:
    """Whether a word may be a name: no list has it as anything else.

    Behind Tell, Abu, Beit any definite noun may; behind the Albu of a clan any word.
    """
    token = lattice.tokens[at]
    if token.kind != "word" or len(token.form) < 3 or token.form.startswith("لل"):
        return False
    cell = lattice.cells[at]
    free = headed and (token.form.startswith("ال") or "place_clan" in lattice.cells[at - 1])
    if free and not any(cls in cell for cls in ("place_in", "place_direction")):
        return True
    if "place_not_name" in cell:
        return False
    whole = any(e.depth == 0 for cls in _NAME_CLASSES if cls in cell for e in cell[cls])
    for cls, edges in cell.items():
        if cls in _NAME_CLASSES and whole:
            continue
        if any((e.depth == 0 and cls not in _NAME_CLASSES) or e.features & _CLITICS for e in edges):
            return False
    return True


def _headed(match: Match, lattice: Lattice, gazetteer: Gazetteer, *, sentence_end: int, sentence: int) -> _Draft | None:
    """A name that begins with Tell, Kom, Umm and goes on with a word that no list has, where 'in' stands before it."""
    edge = match.edge("place_name_head")
    at = match.last
    if edge is None or edge.depth or not _is_in(match.first, edge, lattice) or at >= sentence_end:
        return None
    if lattice.at(match.first - 1, "party_head"):
        return None  # the brigade of that name
    if lattice.tokens[at].form.startswith("ال") or not _may_be_name(lattice, at, headed=False):
        return None
    draft = _Draft(match.first, at + 1, sentence, match.rule.id, lattice.text(match.first, at + 1))
    draft.candidates = _candidates(lattice, match.first, at + 1 - match.first, gazetteer)
    draft.role = _role(match.first, None, lattice)
    return draft


# ----------------------------------------------------------------------------------- countries, borders, the city again


def _of_country(match: Match, lattice: Lattice, gazetteer: Gazetteer, sentence: int) -> _Draft | None:
    country = _demonym_country(match)
    rule = match.rule.id
    draft = _Draft(match.first, match.last, sentence, rule, lattice.text(match.first, match.last))
    draft.role = _role(match.first, None, lattice)
    named = match.range("place_name")
    if rule == "place.border-between" and named:
        places = _candidates(lattice, named[0], named[1] - named[0], gazetteer)
        draft.candidates = [replace(p, id=None, name_ar=draft.name, kind="border", precision="near") for p in places]
        return draft if draft.candidates else None
    if named:
        draft.candidates = _candidates(lattice, named[0], named[1] - named[0], gazetteer)
    draft.country = country
    if rule == "place.capital":
        capital = gazetteer.capital(country) if country else None
        if not draft.candidates and capital:
            draft.candidates = [capital]
    elif rule == "place.border":
        draft.beside, draft.borders = "near", bool(named) and not country
        if country and not draft.candidates and (place := gazetteer.place(country)):
            draft.candidates = [replace(place, precision="near", kind="border")]
    elif country and (place := gazetteer.place(country)):
        draft.candidates = [place]
        if rule == "place.land" and match.edge("place_land") and _is_side(match.edge("place_land")):
            draft.role = "extent" if draft.role == "at" else draft.role
    return draft if draft.candidates else None


def _is_side(edge: Edge | None) -> bool:
    return edge is not None and edge.lemma.removeprefix("ال").split()[0] in ("شمال", "جنوب", "شرق", "غرب")


def _anaphor(match: Match, lattice: Lattice, sentence: int) -> _Draft | None:
    word = match.edge("place_anaphor_word") or match.edge("place_word")
    if word is None:
        return None
    at = (match.range("place_anaphor_word") or match.range("place_word") or (match.first, 0))[0]
    beside = _beside(match)
    if not (beside or "b" in word.features or lattice.at(at - 1, "place_in")):
        return None
    if word.value == "border":
        return None  # whose border it is is told behind it
    if word.value == "area" and not lattice.at(match.last, "place_same"):
        return None  # the area may be any
    if word.value == "strip" and match.last < len(lattice.tokens) and _is_trait(match.last, lattice):
        return None  # a sector of the economy
    if word.value == "capital_of" and "place_name" in lattice.cells[min(match.last, len(lattice.cells) - 1)]:
        return None  # the capital is named
    draft = _anaphor_of(match.first, match.last, word.value, lattice, sentence, match.rule.id)
    draft.beside = beside
    return draft


def _is_trait(at: int, lattice: Lattice) -> bool:
    """Whether a definite adjective that tells no direction stands here: the health sector."""
    form = lattice.tokens[at].form
    return form.startswith("ال") and form.endswith(("ي", "ية")) and not lattice.at(at, "place_side")


def _anaphor_of(first: int, last: int, word: str, lattice: Lattice, sentence: int, rule: str) -> _Draft:
    draft = _Draft(first, last, sentence, rule, lattice.text(first, last), [], word)
    draft.role, draft.anaphor = _role(first, None, lattice), True
    return draft


# ------------------------------------------------------------------------------------------------------------ resolving


def _contain(drafts: list[_Draft], lattice: Lattice) -> None:
    """Puts each place into the one that the words right behind it name: a village, in a district, in a governorate."""
    for draft, after in pairwise(drafts):
        if draft.sentence != after.sentence:
            continue
        between = range(draft.last, after.first)
        words = [at for at in between if not _is_mark(lattice, at)]
        joined = all(any(e.value in ("in", "from") for e in lattice.at(at, "place_in")) for at in words)
        if joined and len(words) <= 1 and len(between) <= 3 and not _coordinate(after, lattice, between):
            draft.container = after


def _is_mark(lattice: Lattice, at: int) -> bool:
    return lattice.tokens[at].kind == "punct" and lattice.tokens[at].form not in ".؟!"


_HEADS_OF_PLACES = (
    "place_name", "place_word", "place_words", "place_direction", "place_beside", "facility_word", "facility_words",
)  # fmt: skip


def _coordinate(after: _Draft, lattice: Lattice, between: range) -> bool:
    """Whether the second of two places stands beside the first, not around it: 'and Homs', 'near Homs'."""
    if lattice.tokens[after.first].form.startswith("و") and any(
        "w" in edge.features for cls in _HEADS_OF_PLACES for edge in lattice.at(after.first, cls)
    ):
        return True
    if any(lattice.at(at, "dash") for at in between):
        return True
    return after.beside in ("near", "around")


def _votes(drafts: list[_Draft], lattice: Lattice) -> dict[str, float]:
    """How much of the document speaks of each country: from place names that leave no doubt, demonyms and parties."""
    votes: dict[str, float] = defaultdict(float)
    for draft in drafts:
        countries = {place.country for place in draft.candidates if place.country}
        if len(countries) == 1:
            called_after = draft.word in _FACILITIES and not draft.listed
            sure = not called_after and any(place.kind not in ("town", "village") for place in draft.candidates)
            votes[countries.pop()] += 1.0 if sure else 0.5
        if draft.country:
            votes[draft.country] += 1.0
    for cell, mask in zip(lattice.cells, lattice.masks, strict=True):
        if not mask & _TELLS_COUNTRY:
            continue
        for cls in ("demonym", "party_name"):
            if cls in cell and (country := _country_of(cell[cls][0])):
                votes[country] += 0.5
    total = sum(votes.values())
    return {country: count / total for country, count in votes.items()} if total else {}


_TELLS_COUNTRY = mask_of(("demonym", "party_name"))
_SPOKEN_OF = 0.25


def _resolve(draft: _Draft, votes: dict[str, float]) -> None:
    """Ranks the candidates of a draft. What it is contained in has been ranked before."""
    if draft.sided:  # the South, the North: a region of that name only where its country is spoken of
        draft.candidates = [place for place in draft.candidates if votes.get(place.country or "", 0.0) >= _SPOKEN_OF]
    if len(draft.candidates) > 1:
        around = draft.container.candidates[0] if draft.container and draft.container.candidates else None
        kinds = {(place.kind, place.country) for place in draft.candidates}
        draft.candidates.sort(key=lambda place: -_score(place, draft, around, votes, kinds))


def _score(
    place: Place, draft: _Draft, around: Place | None, votes: dict[str, float], kinds: set[tuple[str, str | None]]
) -> float:
    score = {"country": 4.0, "region": 2.3, "sea": 4.0 if not draft.word else 2.5}.get(
        place.kind, log10(place.population + 10) / 2
    )
    if place.kind == "capital":
        score += 1.0
    elif place.kind not in _SETTLED and place.kind not in _AREAS:
        score = 2.5
    if draft.word and not draft.facility:
        fits = _KINDS_OF_WORD.get(draft.word, frozenset((draft.word,)))
        score += 2.0 if place.kind in fits else -1.5
    elif place.kind in _SETTLED and ("country", place.country) in kinds:
        score -= 2.0
    elif place.kind in _SETTLED and ("region", place.country) in kinds:
        score += 2.0 if place.population >= 20_000 or place.kind == "capital" else 0.5
    if draft.country:
        score += 4.0 if place.country == draft.country else -3.0
    if around is not None:
        score += _fit(place, around)
    return score + 3.0 * votes.get(place.country or "", 0.0)


def _is_within(country: str | None, around: Place) -> bool:
    """Whether a country is that of the place around; what the text calls Palestine may be in Israel."""
    if not around.country or country == around.country:
        return True
    return around.country == "PS" and around.kind == "country" and country == "IL"


def _fit(place: Place, around: Place) -> float:
    """How well a candidate lies in the place that the text puts it in."""
    if not _is_within(place.country, around):
        return -4.0
    if around.kind == "country" or not around.admin1:
        return 4.0
    if place.admin1 == around.admin1:
        return 6.0
    return 1.0 if place.kind == "region" or around.kind != "region" else -2.0


def _complete(draft: _Draft, number: int, context: _Context) -> None:
    """Makes the final candidates: the place again, an unknown name, the installation at a town, the side of it."""
    if draft.anaphor:
        draft.candidates = _again(draft, number, context)
        if draft.installation:
            draft.word = draft.installation
            draft.candidates = [_facility_at(place, draft) for place in draft.candidates]
    elif not draft.candidates:
        draft.candidates = [_nameless(draft, number, context)]
    elif draft.capital and draft.candidates[0].kind == "region" and draft.candidates[0].country not in context.votes:
        country = context.main_country()
        capital = context.gazetteer.capital(country) if country else None
        draft.candidates = [capital] if capital else []
    elif draft.borders:
        draft.candidates = _this_side(draft.name, draft.candidates, context)
    elif draft.paired and _leaves(draft, number, context):
        draft.candidates = [replace(_nameless(draft, number, context), kind="road"), *draft.candidates]
    elif draft.paired:
        draft.candidates = [
            replace(p, id=None, kind="road", name_ar=draft.name, precision="near") for p in draft.candidates
        ]
    else:
        top = draft.candidates[0]
        if top.kind == "region" and not draft.word and (top.id or "").startswith("c:") and _is_stray(top, context):
            draft.candidates = []
            return
        if _misfit(draft, context):
            if draft.rule == "place.name" and not draft.sure:
                draft.candidates = []
                return
            draft.candidates = [_nameless(draft, number, context), *draft.candidates]
        elif not draft.listed and _is_installation(draft):
            draft.candidates = _installations(draft, number, context)
        elif draft.word in _IN_TOWNS and not draft.listed and draft.candidates[0].kind in _CALLED_AFTER:
            draft.candidates = _in_town(draft, number, context)
        elif draft.word == "countryside":
            draft.candidates = [_countryside(place) for place in draft.candidates]
    if draft.beside:
        draft.candidates = [_side_of(place) for place in draft.candidates]
        if draft.role == "at" and draft.beside not in ("near", "inside", "entrance", "sky", "coast"):
            draft.role = "extent"


def _leaves(draft: _Draft, number: int, context: _Context) -> bool:
    """Whether a place lies in another country than what the text names around it, and no word speaks of that one."""
    around, country = _surroundings(draft, number, context), draft.candidates[0].country
    if around is None or around.country is None or country is None:
        return False
    return around.country != country and context.ids[country] <= {draft.candidates[0].id}


def _this_side(name: str, places: list[Place], context: _Context) -> list[Place]:
    """The border with another country, in the country that the document speaks of most besides that one."""
    theirs = places[0].country
    votes = {country: votes for country, votes in context.votes.items() if country != theirs}
    ours = max(votes, key=lambda country: votes[country], default=None)
    place = context.gazetteer.place(ours) if ours and votes[ours] >= _SPOKEN_OF else None
    if place is None:  # on which side is not told
        place = Place(None, name, None, "border", None, None, None, None, None, None, "unknown")
        return [place, *places]
    return [replace(place, id=None, kind="border", precision="near"), *places]


def _misfit(draft: _Draft, context: _Context) -> bool:
    """Whether no candidate lies where the text puts the place: in the region or country named around it, in the only
    region of the document where it is called a village, in any country that the document speaks of besides."""
    place = draft.candidates[0]
    if place.country is None:  # a sea, a region of several countries: it lies in no one's
        return False
    area = place.kind in _AREAS and not (place.kind == "region" and draft.word in _FACILITIES)
    if area or place.kind == "capital" or draft.country or draft.word == "region":
        return place.kind == "country" and draft.word in ("city", "town", "village")
    around = _top(draft.container) if draft.container else None
    if around is not None:
        inside = [p for p in draft.candidates if _is_within(p.country, around) or distance_km(p, around) < _BESIDE_KM]
        if not inside or around.kind != "region" or not around.admin1:
            return not inside and around.country is not None
        return draft.word in ("village", "town") and all(p.admin1 != around.admin1 for p in inside)
    if draft.word in ("village", "town") and place.kind in ("village", "town") and (main := context.only_region(draft)):
        return all(p.admin1 != main.admin1 and distance_km(p, main) > _FAR_KM for p in draft.candidates)
    if draft.word in _IN_TOWNS and draft.listed:
        return _is_stray(place, context)
    if draft.word in _SETTLED or draft.listed:
        return False
    large = place.population >= _LARGE and draft.word not in _FACILITIES
    return not large and _is_stray(place, context)


def _is_stray(place: Place, context: _Context) -> bool:
    """Whether nothing else in a document that speaks of countries speaks of this place's."""
    if place.country is None:
        return False
    others = sum(len(ids) for country, ids in context.ids.items() if country != place.country)
    return (
        others >= 2
        and context.ids[place.country or ""] <= {place.id}
        and context.votes.get(place.country or "", 0) < 0.25
    )


def _nameless(draft: _Draft, number: int, context: _Context) -> Place:
    """A place for a name that no table has, in the country and region that the text names around it."""
    around = _surroundings(draft, number, context)
    kind = draft.word or "place"
    if around is None:
        return Place(None, draft.name, None, kind, draft.country, None, None, None, None, None, "unknown")
    country = draft.country or around.country
    return Place(None, draft.name, None, kind, country, around.admin1, around.admin1_en, None, None, None, "unknown")


def _surroundings(draft: _Draft, number: int, context: _Context) -> Place | None:
    """The place around a nameless one: what the words behind it name, else the nearest before it in the sentence,
    else the only region, or else the main country, of the document."""
    container = draft.container
    seen = 0
    while container is not None and seen < 6:
        if (found := _top(container)) and found.country and (found.admin1 or container.container is None):
            return found
        container, seen = container.container, seen + 1
    for other in context.drafts[number + 1 : number + 2]:  # what it is told to be near, or on a side of
        if other.first == draft.last and other.beside and (found := _top(other)) and found.admin1:
            return found
    for other in context.before(number):
        if other.sentence != draft.sentence:
            break
        if (found := _top(other)) and found.admin1 and other.role not in ("origin", "towards") and not other.far:
            return found
    if draft.plural:
        for other in context.drafts[number + 1 : number + 4]:
            if other.sentence == draft.sentence and other.plural and (found := _top(other)) and found.admin1:
                return found
    if draft.facility or draft.word in _IN_TOWNS:
        for other in context.before(number):
            if (found := _top(other)) and found.admin1 and found.kind in _SETTLED:
                return found
    if (region := context.only_region(draft)) is not None:
        return region
    country = context.main_country()
    return context.gazetteer.place(country) if country else None


_CALLED_AFTER = _SETTLED | _AREAS
_IN_TOWNS = frozenset(("quarter", "junction", "bridge"))


def _again(draft: _Draft, number: int, context: _Context) -> list[Place]:
    """What 'the city', 'the base', 'the country' stands for: the nearest place before it that the word may call."""
    if draft.word == "capital_of":
        country = context.main_country()
        capital = context.gazetteer.capital(country) if country else None
        return [capital] if capital else []
    if draft.word == "country":
        top = context.countries.most_common(1)
        place = context.gazetteer.place(top[0][0]) if top else None
        return [place] if place else []
    fits = _KINDS_OF_WORD.get(draft.word, frozenset((draft.word,)))
    if draft.word in ("district", "subdistrict"):
        fits = frozenset((draft.word,))  # the same word means the judiciary, or a side
    for other in context.before(number):
        place = _top(other)
        if place is None or other.anaphor:
            continue
        if draft.word == "strip" and not (other.word == "strip" or place.id in _STRIPS):
            continue
        if draft.word == "strip" and other.beside and place.kind == "region" and place.id not in _STRIPS:
            continue  # the middle of the Strip is not the Strip
        if other.word == draft.word or place.kind in fits:
            return list(other.candidates)
    if draft.word == "strip" and context.main_country() == "PS" and (strip := context.gazetteer.place("r:PS.GZ")):
        return [strip]
    if draft.word == "region":  # the governorate after one of its towns is that town's region
        for other in context.before(number):
            if (place := _top(other)) and place.admin1:
                name, english = place.admin1, place.admin1_en
                return [replace(place, id=None, name_ar=name, name_en=english, kind="region", precision="admin1")]
    return []


def _in_town(draft: _Draft, number: int, context: _Context) -> list[Place]:
    """A quarter or a square that bears the name of a town: that town only where it lies close to what is around it."""
    around = _surroundings(draft, number, context)
    towns = [place for place in draft.candidates if place.kind in _SETTLED]
    if around is not None and any(distance_km(place, around) < _APART_KM for place in towns):
        return towns
    return [_nameless(draft, number, context), *draft.candidates]


_STRIPS = frozenset(("r:PS.GZ", "r:PS.GZA", "gn:281133"))
"""What 'the Strip' means without its name: Gaza."""


def _is_installation(draft: _Draft) -> bool:
    return draft.facility or (draft.word in _FACILITIES and draft.candidates[0].kind != draft.word)


def _installations(draft: _Draft, number: int, context: _Context) -> list[Place]:
    """An installation called after a place, where that lies in the region around it; else one of that name."""
    around = _surroundings(draft, number, context)
    places = draft.candidates
    if around is not None and around.admin1 and places[0].kind in _CALLED_AFTER:
        places = [place for place in places if place.admin1 == around.admin1 or place.kind == "country"]
        if not places and draft.container is None:  # called after a town of the report, told beside another
            places = [place for place in draft.candidates if place.id in context.towns]
    return [_facility_at(place, draft) for place in places] or [_nameless(draft, number, context)]


def _facility_at(place: Place, draft: _Draft) -> Place:
    """An installation called after a place: somewhere in it, or near it where it needs room."""
    apart = draft.word in ("base", "airport", "energy", "port")
    precision = "near" if apart and place.kind in _SETTLED else place.precision
    radius = max(place.radius_km or 0.0, _NEAR_KM) if apart else place.radius_km
    name = draft.name
    return replace(place, id=None, name_ar=name, name_en=None, kind=draft.word, radius_km=radius, precision=precision)


def _countryside(place: Place) -> Place:
    if place.kind == "region" and place.name_ar.startswith("ريف"):
        return place
    radius = max(place.radius_km or 0.0, 2 * _NEAR_KM)
    return replace(place, precision="admin2", radius_km=radius)


def _side_of(place: Place) -> Place:
    """A place beside or on one side of another: less exact than that one."""
    if place.precision in ("country", "admin1", "sea", "unknown"):
        return place
    return replace(place, precision="near", radius_km=max(2 * (place.radius_km or 0.0), _NEAR_KM))


def _mention(draft: _Draft) -> PlaceMention:
    within = (draft.container.first, draft.container.last) if draft.container else None
    return PlaceMention(draft.first, draft.last, tuple(draft.candidates), draft.rule, draft.role, within)


def _issues(draft: _Draft, lattice: Lattice, votes: dict[str, float]) -> Iterable[Issue]:
    start, end = lattice.span(draft.first, draft.last)
    top = draft.candidates[0]
    if top.id is None and top.precision == "unknown":
        around = _top(draft.container) if draft.container else None
        if len(draft.candidates) > 1 and around:
            yield Issue("P03", start, end, f"no place called {draft.name!r} is known in {around.name_ar}")
        elif not draft.facility and not draft.anaphor:
            yield Issue("P02", start, end, f"no place called {draft.name!r} is known")
    elif len(draft.candidates) > 1 and not draft.anaphor and _doubtful(draft, votes):
        other = draft.candidates[1]
        yield Issue("P01", start, end, f"{draft.name!r} may be in {top.country} or in {other.country}")


def _doubtful(draft: _Draft, votes: dict[str, float]) -> bool:
    top, other = draft.candidates[:2]
    if top.country == other.country and distance_km(top, other) < _APART_KM:
        return False
    around = draft.container.candidates[0] if draft.container and draft.container.candidates else None
    kinds = {(place.kind, place.country) for place in draft.candidates}
    scores = [_score(place, draft, around, votes, kinds) for place in (top, other)]
    return scores[0] - scores[1] < 1.0


def distance_km(a: Place, b: Place) -> float:
    """The distance between two places on the ground; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return float("inf")
    return great_circle_km((a.lat, a.lon), (b.lat, b.lon))
