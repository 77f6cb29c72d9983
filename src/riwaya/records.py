"""Every record that passes between the stages, frozen and typed.

The first part is the public record: what `riwaya read` prints (`Reading` and what is in it).
The second part is what stages hand to each other: tokens, mentions, statements.

All offsets are half-open and count code points of the original text, except `first` and `last`,
which are half-open indices into the document's tokens.
"""

from __future__ import annotations

import math
from collections.abc import Container
from dataclasses import field
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from riwaya.frozen import frozen

VERSION = "0.1.0"
"""The version of the package, and so of the record it prints."""

# ---------------------------------------------------------------------------------------------- the words of the record

EVENT_TYPES = frozenset(
    """attack airstrike drone_attack missile_attack shelling bombing suicide_bombing clash assassination execution
    abduction detention interception raid seizure siege destruction protest riot crackdown threat accusation deployment
    withdrawal release ceasefire negotiation aid displacement sanction campaign explosion statement""".split()
)
STANCES = frozenset("asserts claims_responsibility denies accuses doubts threatens plans condemns no_claim".split())
MODALITIES = frozenset("actual possible planned conditional ordered hypothetical".split())
POLARITIES = frozenset("affirmed negated".split())
SEGMENT_KINDS = frozenset("headline dateline body quote post scripture caption boilerplate".split())
OUTCOMES = frozenset("hit missed intercepted failed repelled damage no_damage no_casualties".split())
GRAINS = frozenset("minute part_of_day day week month season year open".split())
PRECISIONS = frozenset("exact near locality admin2 admin1 country sea unknown".split())
SCOPES = frozenset("incident cumulative area".split())
COUNT_FIELDS = ("killed", "injured", "missing", "detained", "abducted", "displaced")
FIELDS = ("actor", "target", "weapon", "place", "origin", "happened", "outcome", "motive", "condition", *COUNT_FIELDS)
COMPLETENESS = frozenset("whole summary cut".split())
MOMENT_BASES = frozenset(
    "given record json_ld meta time_element page_text url feed post post_id archive http fetch file assumed".split()
)
POINTER_KINDS = frozenset("x telegram facebook instagram youtube tiktok picture video audio file page".split())
RELATIONS = frozenset("agrees refines updates disputes denies".split())
DAY_OF_SAYING = "accounts.day-of-saying"
"""The rule of a day that hangs on a verb of saying: that of the happening only where nothing else dates it."""
_PART_OF = {"crackdown": "protest", "shelling": "clash"}


def whole_of(event_type: str, told: Container[str]) -> str:
    """The type of that which an event is a part of, where it is told too: a crackdown, of a protest; else its own."""
    whole = _PART_OF.get(event_type)
    return whole if whole is not None and whole in told else event_type


class Span(NamedTuple):
    """A stretch of the original text, half-open, in code points."""

    start: int
    end: int


# --------------------------------------------------------------------------------------------------------- the document


@frozen
class Segment:
    """A stretch of a document with a kind; a post has an author and a day of its own."""

    kind: str
    start: int
    end: int
    author: str | None = None
    published: str | None = None


@frozen
class Restoration:
    """A word broken up to slip past moderation, and the word it is read as. The text is never changed."""

    start: int
    end: int
    read_as: str


@frozen
class Issue:
    """Something in the text we could not read: a code of `errors.ISSUE_CODES`, a span (None: the whole document)."""

    code: str
    start: int | None
    end: int | None
    message: str


class Moment(NamedTuple):
    """A day or a moment in ISO 8601, with its offset where one is told, and what tells it: one of `MOMENT_BASES`."""

    at: str
    basis: str


@frozen
class PostId:
    """What a platform calls a post: its channel (an id or a handle), the post's own id, and what it replies to.

    `named` is what the channel called itself then, where that is another name than the one it has now.
    """

    platform: str
    channel: str | None
    post: str | None
    reply_to: str | None = None
    named: str | None = None


@frozen
class Forward:
    """Whose post was passed on, as far as the platform tells, and when it was first posted; a hidden name is None.

    `passed_by` are those between the publisher and that post, outermost first: a member of a group, a channel whose
    posts a group repeats.
    """

    name: str | None
    channel: str | None = None
    url: str | None = None
    at: str | None = None
    passed_by: tuple[str | None, ...] = ()


@frozen
class Pointer:
    """Something that a document shows or cites and whose words it does not hold: a post, a picture, a film, a page.

    Of the kind `archive` it is where the document was archived, of the kind `hash` the hash that was told with it, as
    it was written; `url` is that then.
    """

    kind: str
    url: str


@frozen
class Provenance:
    """How a document reached us, as its file tells it; None where it does not.

    `completeness` is whole, summary (an abstract by the publisher) or cut (the text breaks off). `publisher_basis` is
    `address` where the file names no publisher and the one told is whose site its address is of.
    """

    author: str | None = None
    published: Moment | None = None
    edited: Moment | None = None
    retrieved: Moment | None = None
    completeness: str | None = None
    post: PostId | None = None
    forwarded: Forward | None = None
    pointers: tuple[Pointer, ...] = ()
    publisher_basis: str | None = None


@frozen
class Document:
    """One published text, unchanged.

    `withheld` is None, save in what was made to fit a profile: then it is the name of that, words of the document are
    masked or left out, and `sha256` and all offsets are still those of the whole text.
    """

    id: str
    text: str
    sha256: str
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: str | None = None
    language: str = "ar"
    segments: tuple[Segment, ...] = ()
    restorations: tuple[Restoration, ...] = ()
    provenance: Provenance | None = None
    withheld: str | None = None


# ---------------------------------------------------------------------------------------------------- the public record


@frozen
class Source:
    """Whoever asserts. `actor` is the id of the actor it also is, where that is known."""

    id: str
    name: str | None
    name_en: str | None
    kind: str
    country: str | None
    actor: str | None
    anonymous: bool


@frozen
class Link:
    """One link of a chain of attribution; `start` and `end` are None for the publisher, who has no words of its own."""

    source: str
    start: int | None
    end: int | None


@frozen
class Claim:
    """One value of one field of an account, with the words that say it and the rule that read them."""

    field: str
    value: Any
    text: str
    start: int
    end: int
    rule: str | None
    confidence: float


@frozen
class Account:
    """One source's version of one happening in one document."""

    id: str
    incident: str | None
    type: str
    stance: str
    modality: str
    polarity: str
    background: bool
    as_of: str | None
    attribution: tuple[Link, ...]
    statement: Span
    trigger: Span
    claims: tuple[Claim, ...]


@frozen
class FieldValue:
    """One value that an incident's field is said to have, and the accounts that say it."""

    value: Any
    accounts: tuple[str, ...]


@frozen
class Relation:
    """How two values of one field stand to each other: indices into the field's claims, and why."""

    a: int
    b: int
    relation: str
    why: str


@frozen
class IncidentField:
    """A field of an incident as the accounts tell it: single, agreed, refined, updated or disputed."""

    status: str
    claims: tuple[FieldValue, ...]
    relations: tuple[Relation, ...]

    @property
    def values(self) -> tuple[Any, ...]:
        """The values that accounts tell; those who only deny that it happened tell none."""
        return tuple(claim.value for claim in self.claims if claim.value is not None)


@frozen
class Joining:
    """Two accounts that go back to the same origin, and why."""

    a: str
    b: str
    why: str


@frozen
class Line:
    """Accounts that go back to one origin, the name of it, and as many joinings as hang the accounts together."""

    name: str
    accounts: tuple[str, ...]
    joined: tuple[Joining, ...]


@frozen
class Incident:
    """The happening itself as far as the accounts tell: groups accounts, decides nothing.

    `lines` are the independent lines, `independent_lines` their number.
    """

    id: str
    type: str
    accounts: tuple[str, ...]
    background: bool
    independent_lines: int
    fields: dict[str, IncidentField]
    lines: tuple[Line, ...] = ()


@frozen
class Reading:
    """What one document says: sources, accounts, incidents, and what could not be read."""

    riwaya: str
    document: Document
    sources: tuple[Source, ...]
    accounts: tuple[Account, ...]
    incidents: tuple[Incident, ...]
    issues: tuple[Issue, ...]


# --------------------------------------------------------------------------------------------------- between the stages

TokenKind = Literal["word", "number", "punct", "url", "handle", "hashtag", "symbol"]


@frozen
class Token:
    """A word with its clitics, a number, a mark.

    `form` is folded for comparison; `spelt` keeps hamza and alef maqsura as they are written.
    """

    start: int
    end: int
    form: str
    spelt: str
    kind: TokenKind


@frozen
class Sentence:
    """A sentence as a range of tokens, cut into clauses (ranges too).

    `segment` is the kind of the innermost segment around it that is no quotation.
    """

    first: int
    last: int
    clauses: tuple[tuple[int, int], ...]
    segment: str


@frozen
class Number:
    """A count as bounds: 5 is 5..5, at least five 5..None, dozens 24..None.

    `noun` says that a counted noun is inside (a dual).
    """

    first: int
    last: int
    low: int | None
    high: int | None
    rule: str
    noun: bool = False
    approximate: bool = False


@frozen
class TimeMention:
    """A time expression, anchored; days are datetime.date.

    `role` is at, after (dates what is told right behind it), since, until (as of), deadline, duration or age.
    `clock` is the words of the clock time kept beside the day; `relative` says it was counted from the anchor day.
    """

    first: int
    last: int
    earliest: date | None
    latest: date | None
    grain: str
    rule: str
    role: str = "at"
    relative: bool = False
    clock: str | None = None


@frozen
class Place:
    """An entry of the gazetteer that a toponym may stand for. Coordinates in degrees, radius in kilometres."""

    id: str | None
    name_ar: str
    name_en: str | None
    kind: str
    country: str | None
    admin1: str | None
    admin1_en: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    precision: str
    population: int = 0


def distance_km(a: dict[str, Any], b: dict[str, Any]) -> float | None:
    """Kilometres between the points of two place values, None where one has none."""
    lat_a, lon_a, lat_b, lon_b = a.get("lat"), a.get("lon"), b.get("lat"), b.get("lon")
    if lat_a is None or lon_a is None or lat_b is None or lon_b is None:
        return None
    return great_circle_km((lat_a, lon_a), (lat_b, lon_b))


@lru_cache(maxsize=1 << 14)
def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two points given as latitude and longitude in degrees (haversine, mean radius 6371 km)."""
    lat_a, lon_a, lat_b, lon_b = (math.radians(degrees) for degrees in (*a, *b))
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, h)))


@frozen
class PlaceMention:
    """A place in the text, its candidates best first.

    `role` is at, origin, towards, extent (a region named around another).
    """

    first: int
    last: int
    candidates: tuple[Place, ...]
    rule: str
    role: str = "at"
    within: tuple[int, int] | None = None


@frozen
class Party:
    """People, a force, a group, a body, an office: whoever may act or speak.

    `kind` is the kind of actor it is, `source_kind` the kind of source.
    """

    id: str | None
    name_ar: str
    name_en: str | None
    kind: str
    source_kind: str
    country: str | None
    anonymous: bool = False


@frozen
class PartyMention:
    """A mention of a party.

    `can_speak` and `can_act` tell what the head noun allows; `number` is sg, du or pl; `head` is the token of the head.
    `antecedent` is where the group is named that a noun such as "the movement" or "the fighters" points back to.
    """

    first: int
    last: int
    party: Party
    rule: str
    head: int
    can_speak: bool = True
    can_act: bool = True
    number: str = "sg"
    pronoun: bool = False
    candidates: tuple[Party, ...] = ()
    antecedent: tuple[int, int] | None = None


@frozen
class WeaponMention:
    """A weapon or means of attack with its count: 1..1 only for a singular with a count word, None where not said."""

    first: int
    last: int
    weapon: str
    name_en: str
    low: int | None
    high: int | None
    rule: str


@frozen
class SourceLink:
    """One link of a chain before sources get their ids: a party, the tokens that name it, and the cue."""

    party: Party
    first: int
    last: int
    cue: tuple[int, int] | None = None


@frozen
class Statement:
    """Stretches of tokens that one chain asserts. `chain` is without the publisher: outermost first, who asserts last.

    An empty chain is the publisher's own voice. `stance` is what the cue of attribution says (asserts, denies, …).
    `as_of` is the day the words were spoken, as an ISO day. `post` is the index of the post it stands in, if any.
    """

    first: int
    last: int
    chain: tuple[SourceLink, ...]
    stance: str
    as_of: str | None
    rule: str
    cue: tuple[int, int] | None = None
    post: int | None = None
    quoted: bool = False


@frozen
class Argument:
    """What fills a field of an event: the claim's value, the tokens that say it, the rule, how sure."""

    field: str
    value: Any
    first: int
    last: int
    rule: str
    confidence: float = 0.8


@frozen
class EventMention:
    """What one statement says happened: a type, a trigger, arguments.

    `frame` is the class of construction that told it. `anaphoric` marks a mention that points back (the attack, the
    operation); `generic` one without a particular happening. `words` are the tokens that tell it, where they are not
    its trigger alone.
    """

    type: str
    first: int
    last: int
    frame: str
    rule: str
    arguments: tuple[Argument, ...] = ()
    stance: str | None = None
    modality: str = "actual"
    polarity: str = "affirmed"
    background: bool = False
    anaphoric: bool = False
    generic: bool = False
    clause: tuple[int, int] = (0, 0)
    statement: int = 0
    words: tuple[int, int] | None = None


@frozen
class Fired:
    """A rule that matched, or that nearly did.

    `why_not` tells the element it failed at, or the exception that held it back.
    """

    rule: str
    start: int
    end: int
    stage: str
    why_not: str | None = None
    gives: dict[str, str] = field(default_factory=dict)
