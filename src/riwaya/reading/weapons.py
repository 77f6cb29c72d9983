"""Finds weapons and means of attack in a text, each with its id and its count.

A count is what the words say: the number before the noun, two for a dual, one for a singular noun that can be counted.
A plural without a number, a mass noun (gunfire, artillery) and a kind of strike have no count.
"""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.frozen import replace
from riwaya.knowledge.load import Knowledge
from riwaya.knowledge.match import Edge, Lattice, Match
from riwaya.records import Number, PartyMention, WeaponMention

STAGE = "weapons"
_HEADS: tuple[str, ...] = (
    "arm",
    "arms",
    "arm_plane",
    "arm_march",
    "arm_vague",
    "arm_vagues",
    "arm_mass",
    "arm_gunfire",
    "arm_carrier",
)
_HEADS += ("arm_rigged_noun", "arm_model_alone")
_MASS_RULES = frozenset(("weapon.mass", "weapon.gunfire", "weapon.strike-means", "weapon.model-alone"))


def find_weapons(lattice: Lattice, knowledge: Knowledge) -> tuple[WeaponMention, ...]:
    """The weapons of a document in text order."""
    rules = knowledge.rules(STAGE)
    found: list[WeaponMention] = []
    end = 0
    for sentence in lattice.sentences:
        for match in rules.find(lattice, sentence.first, sentence.last):
            if match.first < end or _is_half(match, lattice) or _is_in_outlet(match, lattice):
                continue
            found.append(_mention(match, lattice))
            if match.rule.id == "weapon.strike-means":
                found.extend(_more_means(match, lattice, sentence.last))
            end = found[-1].last
    return tuple(_planes_again(found, lattice))


def interpret(match: Match, lattice: Lattice, knowledge: Knowledge, as_of: str | None = None) -> dict[str, str]:
    """What the stage makes of a match, for examples: weapon, name, low, high."""
    mention = _mention(match, lattice)
    told = {"weapon": mention.weapon, "name": mention.name_en}
    return told | {key: str(n) for key, n in (("low", mention.low), ("high", mention.high)) if n is not None}


def _planes_again(found: list[WeaponMention], lattice: Lattice) -> Iterator[WeaponMention]:
    """The weapons, with 'the planes' read as the drones that were told before them."""
    drones = False
    for mention in found:
        plane = mention.rule == "weapon.plane"
        told = range(mention.first, mention.last)
        noun = next((at for at in told if plane and lattice.at(at, "arm_plane")), mention.first)
        behind = lattice.at(noun + 1, "number")
        bare = mention.last == noun + 1 or any(noun + 1 + edge.length == mention.last for edge in behind)
        again = plane and bare and lattice.tokens[noun].form.startswith(_DEFINITE)
        if drones and again and mention.weapon == "aircraft":
            yield replace(mention, weapon="drone", name_en="drone")
            continue
        if plane or mention.weapon == "drone":
            drones = mention.weapon == "drone"
        yield mention


_DEFINITE = ("ال", "وال", "بال", "لل")


def _is_half(match: Match, lattice: Lattice) -> bool:
    """Whether all there is of a match is a form before a genitive: then it is an adjective, not a dual."""
    edges = [edge for cls in _HEADS for edge in lattice.at(match.first, cls)]
    return match.last - match.first == 1 and bool(edges) and all("construct" in edge.features for edge in edges)


def _is_in_outlet(match: Match, lattice: Lattice) -> bool:
    """Whether the words are the name of a channel: al-Masirah is a drone too."""
    for at in range(max(0, match.first - _NAME_REACH), match.first + 1):
        for edge in lattice.at(at, "party"):
            mention = edge.mention
            if at + edge.length >= match.last and isinstance(mention, PartyMention):
                if mention.party.source_kind in _OUTLETS:
                    return True
    return False


_AFTER_PREDICATE = frozenset(
    "comma stop colon semicolon dash ev_prep ev_fall ev_explode ev_rel complementizer time place".split()
)
_NAME_REACH = 4
_PARTICLES = frozenset(("w", "fa", "b", "k", "l"))
_OUTLETS = frozenset(("outlet", "agency", "post"))


def _mention(match: Match, lattice: Lattice) -> WeaponMention:
    weapon, name = _named(_kind(match, lattice))
    first, last = match.range("means") or (match.first, match.last)
    number = None
    if match.rule.id not in ("weapon.strike-means", "weapon.ramming"):
        if number := _number_before(match, lattice):
            first = min(number.first, first)
        elif number := _number_behind(match, lattice):
            last = number.last
        first = _volley_before(first, lattice)
    low, high = (number.low, number.high) if number else _count_of_noun(match, lattice)
    return WeaponMention(first, last, weapon, name, low, high, match.rule.id)


def _named(value: str) -> tuple[str, str]:
    """The id of a weapon and its English name, from a value such as `unspecified/bomb`."""
    weapon, _, name = value.partition("/")
    return weapon, name or weapon.replace("_", " ")


def _kind(match: Match, lattice: Lattice) -> str:
    """Which weapon it is: without a pilot a drone; else make and model say, then the sort, then the noun."""
    values: dict[str, str] = {}
    for at in range(match.first, match.last):
        for cls in ("arm_without_pilot", "arm_uncrewed", "arm_model", "arm_sort", "arm_genitive", "arm_means"):
            if cls not in values and (edges := lattice.at(at, cls)) and at + edges[0].length <= match.last:
                values[cls] = edges[0].value
    if match.rule.id == "weapon.strike-means":
        return values.get("arm_means", "unspecified")
    if vehicle := match.edge("means"):
        return vehicle.value
    sort = values.get("arm_sort", "")
    head = _head(match, lattice)
    if "arm_without_pilot" in values or "arm_uncrewed" in values or sort == "drone":
        return head if head.startswith("drone") else "drone"
    if head in ("car_bomb", "ied", "mine", "suicide_vest", "air_defence") or head.startswith("drone"):
        return head
    if head.startswith("unspecified") and sort in ("air_defence", "rocket", "artillery"):
        return head
    return values.get("arm_model") or sort or values.get("arm_genitive") or head


def _head(match: Match, lattice: Lattice) -> str:
    """The weapon that the noun says, of the longest phrase that the lists have."""
    best: Edge | None = None
    for cls in _HEADS:
        for edge in lattice.at(match.first, cls):
            if match.first + edge.length <= match.last and (best is None or edge.length > best.length):
                best = edge
    return best.value if best else "unspecified"


def _number_before(match: Match, lattice: Lattice) -> Number | None:
    """The number that counts the weapon: it ends where the noun begins, which then has no particle before it."""
    if any(edge.features & _PARTICLES for cls in _HEADS for edge in lattice.at(match.first, cls)):
        return None  # two were wounded by bullets
    number = _number_that_ends(match.first, lattice)
    if number is None and match.first > 0 and lattice.tokens[match.first - 1].form == "من":
        part = _number_that_ends(match.first - 1, lattice)
        number = part if part and part.low == part.high else None  # four of the six planes
    return number


def _number_that_ends(end: int, lattice: Lattice) -> Number | None:
    """The number without a noun of its own that ends where a token begins."""
    for back in range(1, 7):
        for edge in lattice.at(end - back, "number"):
            number = edge.mention
            if isinstance(number, Number) and edge.length == back and not number.noun:
                return number
    return None


def _has_genitive(match: Match, lattice: Lattice) -> bool:
    """Whether a genitive stands behind the noun: a make, or a sort that does not agree with it as an adjective does."""
    behind = match.first + 1
    if behind >= match.last:
        return False
    agrees = lattice.tokens[behind].form.endswith("ا")
    return bool(lattice.at(behind, "arm_model")) or (bool(lattice.at(behind, "arm_genitive")) and not agrees)


def _number_behind(match: Match, lattice: Lattice) -> Number | None:
    """The number told behind a plural: rockets whose number is 14; the rockets are 14."""
    heads = [edge for cls in _HEADS for edge in lattice.at(match.first, cls)]
    if match.rule.id in _MASS_RULES or not any(edge.cls == "arms" or "pl" in edge.features for edge in heads):
        return None
    told = next(iter(lattice.at(match.last, "arm_number_is")), None)
    at = match.last + (told.length if told else 0)
    if told is None and not any("def" in edge.features for edge in heads):
        return None
    for edge in lattice.at(at, "number"):
        number = edge.mention
        if isinstance(number, Number) and not number.noun:
            adjective = lattice.tokens[number.first].form.startswith("ال")  # the six planes
            if told or adjective or _stands_alone(lattice, number.last):
                return number
    return None


def _stands_alone(lattice: Lattice, behind: int) -> bool:
    """Whether nothing that a number before it may count stands at a token."""
    return behind >= len(lattice.tokens) or bool(lattice.cells[behind].keys() & _AFTER_PREDICATE)


def _volley_before(first: int, lattice: Lattice) -> int:
    """Where a weapon begins with the volley it is told in: a salvo of twenty rockets."""
    for back in (2, 3):
        if any(edge.length == back for edge in lattice.at(first - back, "arm_volley")):
            return first - back
    return first


def _count_of_noun(match: Match, lattice: Lattice) -> tuple[int | None, int | None]:
    if match.rule.id in _MASS_RULES:
        return None, None
    open_ended = not _has_genitive(match, lattice)
    for cls in _HEADS:
        for edge in lattice.at(match.first, cls):
            if open_ended and "construct" in edge.features:
                continue  # stands before a genitive only; without one it is an accusative
            if cls in ("arms", "arm_vague", "arm_vagues") or ("pl" in edge.features and "du" not in edge.features):
                return None, None
            if "sg" in edge.features:
                return 1, 1
            if "du" in edge.features:
                return 2, 2
    return None, None


def _more_means(match: Match, lattice: Lattice, last: int) -> list[WeaponMention]:
    """Further means that follow with 'and': artillery and rocket fire are two means of one strike."""
    found = []
    at = match.last
    while at < last:
        edge = next((e for e in lattice.at(at, "arm_means") if "w" in e.features), None)
        if edge is None:
            break
        weapon, name = _named(edge.value)
        found.append(WeaponMention(at, at + edge.length, weapon, name, None, None, match.rule.id))
        at += edge.length
    return found
