"""Holds a reading against a golden document: one fact for each thing that a person reads in it.

Words are compared folded: spelling of hamza, final ya and ta marbuta, marks, digits, the article and the clitics
و ف ب ك ل make no difference. Expected words may have alternatives with | between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import riwaya
from golden.documents import COUNT, INTERVAL, Golden, WantedAccount, WantedClaim, WantedIncident
from riwaya.records import COUNT_FIELDS
from riwaya.text.normalize import fold

STAGES = {
    **dict.fromkeys(("source", "chain", "sources"), "attribution"),
    **dict.fromkeys(("stance",), "stance"),
    **dict.fromkeys(("modality", "polarity"), "modality"),
    **dict.fromkeys(("background",), "background"),
    **dict.fromkeys(("type",), "event type"),
    **dict.fromkeys(("together", "apart", "lines"), "grouping"),
    **dict.fromkeys(("disputed", "undisputed", "status"), "disputes"),
    **dict.fromkeys((*COUNT_FIELDS, "counts"), "casualties"),
    **dict.fromkeys(("place", "origin"), "place"),
    **dict.fromkeys(("happened", "as_of"), "time"),
    **dict.fromkeys(("actor", "target"), "actor"),
    **dict.fromkeys(("weapon",), "weapon"),
    **dict.fromkeys(("outcome",), "outcome"),
    **dict.fromkeys(("motive", "condition"), "motive"),
    **dict.fromkeys(("nothing-else",), "false alarm"),
    **dict.fromkeys(("segments", "restorations", "sources-table", "issues"), "text"),
    "found": "account",
}
"""The stage that a fact belongs to, by what follows the slash in its name."""

# An incident of talk that is not expected is no false alarm beside news: whether a reaction is an incident of its own
# is a matter of taste. In a document without news it is one.
TALK = frozenset(("statement", "accusation", "threat"))

WORD = re.compile(r"[^\W_]+")
SMALL = frozenset(("في", "من", "علي", "الي", "عن"))
GENERIC = frozenset(("محافظه", "ولايه", "اقليم", "منطقه", "مدينه", "قضاء"))
LIMIT = 0.5


@dataclass(frozen=True)
class Fact:
    """One expectation: whether it holds, what was expected, what was read.

    `follows` is true where it could not hold because its account or incident was not found.
    """

    name: str
    held: bool
    wanted: str
    read: str
    follows: bool = False

    @property
    def stage(self) -> str:
        """The stage that answers for it."""
        kind = re.sub(r"-\d+$", "", self.name.split("/")[1].split(".")[0])
        if kind in ("silent", "disputed", "status"):
            return STAGES["disputed"] if kind != "silent" else STAGES[self.name.split(".")[1]]
        return STAGES[kind]


# ----------------------------------------------------------------------------------------------------- comparing words


@cache
def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, without the commonest prepositions where something else remains."""
    found = WORD.findall(fold(text).casefold())
    return tuple([word for word in found if word not in SMALL] or found)


@cache
def shapes(word: str) -> frozenset[str]:
    """The shapes a word may be compared in: without و ف, ب ك ل, the article, and with one dual and plural ending."""
    out = {word}
    out |= {w[1:] for w in out if w[0] in "وف" and len(w) > 3}
    out |= {w[1:] for w in out if w[0] in "بكل" and len(w) > 3} | {
        w[2:] for w in out if w.startswith("لل") and len(w) > 3
    }
    out |= {w[2:] for w in out if w.startswith("ال") and len(w) > 3}
    out |= {w[:-2] + "ين" for w in out if w[-2:] in ("ون", "ان") and len(w) > 4}
    return frozenset(out)


def count_shared(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words of a have a partner in b, each used once."""
    left, shared = list(b), 0
    for word in a:
        for place, other in enumerate(left):
            if shapes(word) & shapes(other):
                del left[place]
                shared += 1
                break
    return shared


def same_words(wanted: str, texts: Iterable[str | None]) -> bool:
    """Whether a text says what is wanted: half of all words shared, or all of two or more wanted words in it."""
    for option in wanted.split("|"):
        want = folded_words(option)
        for text in texts:
            have = folded_words(text) if text else ()
            shared = count_shared(want, have)
            if (
                want
                and have
                and ((len(want) > 1 and shared == len(want)) or 2 * shared >= LIMIT * (len(want) + len(have)))
            ):
                return True
    return False


def same_name(wanted: str, names: Iterable[str | None]) -> bool:
    """Whether a name of a region is one of the wanted ones, apart from words such as governorate."""
    for option in wanted.split("|"):
        want = [word for word in folded_words(option) if word not in GENERIC]
        for name in names:
            have = [word for word in folded_words(name or "") if word not in GENERIC]
            if want and len(want) == len(have) == count_shared(want, have):
                return True
    return False


# ---------------------------------------------------------------------------------------------------- reading a record


class Read:
    """A reading by what is asked of it."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = record
        self.text: str = record["document"]["text"]
        self.sources = {source["id"]: source for source in record["sources"]}
        self.accounts: list[dict[str, Any]] = record["accounts"]
        self.incidents = {incident["id"]: incident for incident in record["incidents"]}
        restorations = record["document"]["restorations"]
        for claim in (claim for account in self.accounts if restorations for claim in account["claims"]):
            claim["restored"] = self.restore(claim["start"], claim["end"], restorations)

    def restore(self, start: int, end: int, restorations: Sequence[dict[str, Any]]) -> str:
        """A stretch of the text with its broken-up words as they are read."""
        out, at = "", start
        for restoration in restorations:
            if at <= restoration["start"] and restoration["end"] <= end:
                out += self.text[at : restoration["start"]] + restoration["read_as"]
                at = restoration["end"]
        return out + self.text[at:end]

    def chain(self, account: dict[str, Any]) -> list[tuple[str | None, ...]]:
        """The names of each link after the publisher, which has no words of its own in the text."""
        links = account["attribution"]
        if links and links[0]["start"] is None:
            links = links[1:]
        out: list[tuple[str | None, ...]] = []
        for link in links:
            source = self.sources[link["source"]]
            words = self.text[link["start"] : link["end"]] if link["start"] is not None else None
            out.append((source["name"], source["name_en"], words))
        return out

    def show_chain(self, account: dict[str, Any]) -> str:
        return " > ".join(next(filter(None, names), "?") for names in self.chain(account)) or "(the publisher)"


def texts_of(claim: dict[str, Any]) -> list[str | None]:
    """The words of a claim, as they stand and with broken-up words restored, and the names of its value."""
    value = claim["value"] if isinstance(claim["value"], dict) else {}
    return [claim["text"], claim.get("restored"), value.get("name_ar"), value.get("name_en")]


def show_count(value: dict[str, Any] | None) -> str:
    if not value:
        return "no count"
    low, high = value["low"], value["high"]
    scope = value.get("scope", "incident")
    return (f"{low}" if low == high else f"{low}+" if high is None else f"{low}..{high}") + (
        f" ({scope})" if scope != "incident" else ""
    )


def bounds(text: str) -> tuple[int, int | None]:
    """The low and high of a count such as 5, 5..7, 5+."""
    found = COUNT.match(text)
    assert found, text
    low = int(found["low"])
    return low, None if found["more"] else int(found["high"] or low)


def count_holds(wanted: str, value: dict[str, Any]) -> bool:
    """Whether a count that was read is one of the wanted ones."""
    return (value["low"], value["high"]) in map(bounds, wanted.split("|"))


def interval(text: str) -> tuple[str | None, str | None]:
    """The earliest and latest day of 2024-01-31, 2024-01-30..2024-01-31 or ..2024-01-31."""
    found = INTERVAL.match(text)
    assert found, text
    return found["earliest"], found["latest"] if found["to"] else found["earliest"]


def show_value(claim: dict[str, Any]) -> str:
    """A claim that was read, in the words of the annotation."""
    field, value = claim["field"], claim["value"]
    if field in COUNT_FIELDS:
        return show_count(value)
    if field == "happened":
        return f"{value['earliest'] or ''}..{value['latest'] or ''} ({value['grain']})"
    if field == "weapon":
        return f"{value['id']} x {show_count(value['count'])} ({claim['text']})"
    if field in ("place", "origin"):
        return f"{claim['text']} = {value['name_ar']}, {value['admin1']}, {value['country']}"
    if field in ("actor", "target"):
        return f"{claim['text']} ({value['kind']}, {value['country']})"
    return f"{value} ({claim['text']})" if field == "outcome" else claim["text"]


def main_holds(wanted: WantedClaim, claim: dict[str, Any]) -> bool:
    """Whether the main value of a wanted claim is read."""
    value, field = claim["value"], wanted.field
    if field in COUNT_FIELDS:
        scope = wanted.parts.get("scope", "incident")
        return count_holds(wanted.value, value) and value["scope"] in scope.split("|")
    if field == "happened":
        days = [day[:10] if day else None for day in (value["earliest"], value["latest"])]
        return tuple(days) in map(interval, wanted.value.split("|"))
    if field == "weapon":
        return value["id"] in wanted.value.split("|")
    if field == "outcome":
        return value in wanted.value.split("|")
    return same_words(wanted.value, texts_of(claim))


def part_holds(part: str, wanted: str, claim: dict[str, Any]) -> bool:
    """Whether a part beside the main value is read."""
    value = claim["value"]
    if part == "admin1":
        return same_name(wanted, (value["admin1"], value["admin1_en"]))
    if part == "count":
        return bool(value["count"]) and count_holds(wanted, value["count"])
    if part == "text":
        return same_words(wanted, texts_of(claim))
    if part == "since":
        return str(value["since"])[:10] == wanted
    if part == "who":
        return all(group_holds(group, value["who"]) for group in wanted.split("|"))
    return str(value.get(part)) in wanted.split("|")


def group_holds(wanted: str, who: Sequence[dict[str, Any]]) -> bool:
    name, _, count = wanted.partition(" ")
    return any(part["group"] == name and count_holds(count, part) for part in who or ())


# ---------------------------------------------------------------------------------------------------- pairing accounts


def best_claim(wanted: WantedClaim, account: dict[str, Any]) -> dict[str, Any] | None:
    """The claim of an account that says most of what is wanted, the main value before the parts."""
    claims = [claim for claim in account["claims"] if claim["field"] == wanted.field]

    def fit(claim: dict[str, Any]) -> tuple[bool, int]:
        return main_holds(wanted, claim), sum(part_holds(p, v, claim) for p, v in wanted.parts.items() if p != "scope")

    return max(claims, key=fit, default=None)


WEIGHTS = {"happened": 0.7, "outcome": 1.0, "place": 1.2}


def fit_account(wanted: WantedAccount, incident: WantedIncident, account: dict[str, Any], read: Read) -> float:
    """How well an account that was read fits a wanted one; 0 where they cannot be the same."""
    chain = read.chain(account)
    innermost = same_words(wanted.chain[-1], chain[-1]) if wanted.chain and chain else not wanted.chain and not chain
    types = wanted.told.get("type", incident.type).split("|")
    typed = account["type"] in types
    weight, agreed = 0.0, 0
    for claim in wanted.claims:
        found = best_claim(claim, account)
        if found and main_holds(claim, found):
            weight += WEIGHTS.get(claim.field, 1.5)
            agreed += claim.field != "happened"
    bare = not any(claim.field != "happened" for claim in wanted.claims)
    # The publisher speaks all through a text, so its voice alone tells nothing.
    alike = typed and (bare or agreed) if not wanted.chain else innermost and (typed or agreed)
    if not (alike or (typed and agreed) or agreed > 1):
        return 0.0
    weight += 3 * innermost + 2 * typed + (account["stance"] in wanted.stance.split("|"))
    weight += 0.5 * (chain_holds(wanted, chain)) + 0.5 * (account["background"] is incident.background)
    return weight


def chain_holds(wanted: WantedAccount, chain: Sequence[Sequence[str | None]]) -> bool:
    return len(chain) == len(wanted.chain) and all(map(same_words, wanted.chain, chain))


def pair_accounts(golden: Golden, read: Read) -> dict[str, dict[str, Any]]:
    """Wanted accounts, by key, with the accounts they are read as: one to one, best first."""
    scored = []
    for n, (incident, wanted) in enumerate((i, a) for i in golden.incidents for a in i.accounts):
        for m, account in enumerate(read.accounts):
            if fit := fit_account(wanted, incident, account, read):
                scored.append((-fit, n, m, wanted.key))
    pairs: dict[str, dict[str, Any]] = {}
    used: set[int] = set()
    for _, _, m, key in sorted(scored):
        if key not in pairs and m not in used:
            pairs[key] = read.accounts[m]
            used.add(m)
    return pairs


# ----------------------------------------------------------------------------------------------------------- the facts


def account_facts(
    wanted: WantedAccount, incident: WantedIncident, found: dict[str, Any] | None, read: Read
) -> Iterator[Fact]:
    """What is expected of one account."""
    key = wanted.key

    def fact(name: str, held: bool, want: object, got: object) -> Fact:
        return Fact(
            f"{key}/{name}", bool(found and held), str(want), str(got) if found else "no such account", not found
        )

    types = wanted.told.get("type", incident.type)
    who = " > ".join(wanted.chain) or "(the publisher)"
    yield Fact(
        f"{key}/found", bool(found), f"{types} by {who}", why_not_found(wanted, types, read) if not found else "found"
    )
    chain = read.chain(found) if found else []
    shown = read.show_chain(found) if found else ""
    innermost = same_words(wanted.chain[-1], chain[-1]) if wanted.chain and chain else not wanted.chain and not chain
    yield fact("source", innermost, wanted.chain[-1] if wanted.chain else who, shown)
    if wanted.chain:
        yield fact("chain", chain_holds(wanted, chain), who, shown)
    yield fact(
        "stance", bool(found) and found["stance"] in wanted.stance.split("|"), wanted.stance, found and found["stance"]
    )
    for name, value in wanted.told.items():
        got = found and found[name]
        if name == "background":
            got = "yes" if got else "no"
        yield fact(name, str(got)[: 10 if name == "as_of" else None] in value.split("|"), value, got)
    for claim in wanted.claims:
        name = claim.key.split("/")[1]
        best = best_claim(claim, found) if found else None
        others = " | ".join(show_value(c) for c in found["claims"] if c["field"] == claim.field) if found else ""
        yield fact(name, bool(best) and main_holds(claim, best), show_wanted(claim), others or "no claim")
        for part, value in claim.parts.items():
            if part != "scope":
                got = show_value(best) if best and part != "who" else best and best["value"]["who"]
                yield fact(f"{name}.{part}", bool(best) and part_holds(part, value, best), value, got or "no claim")
    for field in wanted.silent:
        said = [show_value(claim) for claim in found["claims"] if claim["field"] == field] if found else []
        yield fact(f"silent.{field}", not said, "silence", " | ".join(said) or "silence")


def show_wanted(claim: WantedClaim) -> str:
    return claim.value + (f" ({claim.parts['scope']})" if "scope" in claim.parts else "")


def why_not_found(wanted: WantedAccount, types: str, read: Read) -> str:
    """Where a missing account went: other speakers, another event, or nothing at all."""
    claimed = [
        account
        for account in read.accounts
        if any((best := best_claim(c, account)) and main_holds(c, best) for c in wanted.claims if c.field != "happened")
    ]
    said = " | ".join(sorted({f"{account['type']} by {read.show_chain(account)}" for account in claimed}))
    if wanted.chain and any(
        (chain := read.chain(account)) and same_words(wanted.chain[-1], chain[-1]) for account in read.accounts
    ):
        return f"its source speaks elsewhere; its claims stand at {said or 'no account'}"
    if said:
        return f"its claims stand at {said}"
    if any(account["type"] in types.split("|") for account in read.accounts):
        return "none of its claims"
    return "no event"


def incident_facts(
    wanted: WantedIncident, golden: Golden, homes: dict[str, str | None], home: str | None, read: Read
) -> Iterator[Fact]:
    """What is expected of one incident, which was read as the one with the id `home`."""
    key = wanted.key
    incident = read.incidents.get(home or "")
    fields = incident["fields"] if incident else {}

    def fact(name: str, held: bool, want: object, got: object) -> Fact:
        name = f"{key}/{name}"
        return Fact(
            name, bool(incident and held), str(want), str(got) if incident else "no such incident", not incident
        )

    yield fact(
        "type",
        bool(incident) and incident["type"] in wanted.type.split("|"),
        wanted.type,
        incident and incident["type"],
    )
    if wanted.background is not None:
        want = "yes" if wanted.background else "no"
        told = "yes" if incident and incident["background"] else "no"
        yield fact("background", told == want, want, told)
    mine = [account.key for account in wanted.accounts]
    if len(mine) > 1:
        places = {homes[account] for account in mine}
        yield fact(
            "together",
            places == {home},
            "one incident",
            f"{len(places - {None})} incidents, {sum(homes[a] is None for a in mine)} not found",
        )
    if len(golden.incidents) > 1:
        strangers = [other for other, at in homes.items() if at == home and other not in mine]
        yield fact("apart", not strangers, "no account of another", ", ".join(strangers) or "none")
    if wanted.lines is not None:
        yield fact(
            "lines",
            bool(incident) and incident["independent_lines"] == wanted.lines,
            wanted.lines,
            incident and incident["independent_lines"],
        )
    open_disputes = sorted(name for name, content in fields.items() if disputed(content))
    for field in wanted.disputed:
        held = bool(open_disputes) if field == "any" else field in open_disputes
        yield fact(f"disputed.{field}", held, "disputed", ", ".join(open_disputes) or "no dispute")
    if "any" not in wanted.disputed:
        false = sorted(set(open_disputes) - {*wanted.disputed, *wanted.arguable})
        yield fact("undisputed", not false, "no other dispute", ", ".join(false) or "none")
    for field, status in wanted.status:
        got = fields[field]["status"] if field in fields else "no claim"
        yield fact(f"status.{field}", got == status, status, got)
    accounts = [account for account in read.accounts if home and account["incident"] == home]
    counts = {
        (claim.field, *bounds(option))
        for account in wanted.accounts
        for claim in account.claims
        if claim.field in COUNT_FIELDS
        for option in claim.value.split("|")
    }
    extra = [
        f"{claim['field']} {show_count(claim['value'])}"
        for account in accounts
        for claim in account["claims"]
        if claim["field"] in COUNT_FIELDS
        and (claim["field"], claim["value"]["low"], claim["value"]["high"]) not in counts
    ]
    yield fact("counts", not extra, "no other count", " | ".join(extra) or "none")
    names = [*(account.chain[-1] for account in wanted.accounts if account.chain), *golden.speakers]
    strange = [
        read.show_chain(account)
        for account in accounts
        if (chain := read.chain(account)) and not any(same_words(name, chain[-1]) for name in names)
    ]
    yield fact("sources", not strange, "no other source", " | ".join(strange) or "none")
    for field in wanted.silent:
        yield fact(f"silent.{field}", field not in fields, "silence", "claims" if field in fields else "silence")


def disputed(field: dict[str, Any]) -> bool:
    return field["status"] == "disputed" or any(r["relation"] in ("disputes", "denies") for r in field["relations"])


def other_facts(golden: Golden, read: Read) -> Iterator[Fact]:
    """What is expected of segments, restorations, sources and issues."""
    document = read.record["document"]
    for n, want in enumerate(golden.others["segments"], 1):
        held = any(
            segment["kind"] == want["kind"]
            and want["holds"] in read.text[segment["start"] : segment["end"]]
            and str(segment.get("published"))[:10] == want.get("published", str(segment.get("published"))[:10])
            and want.get("author", "") in str(segment.get("author"))
            for segment in document["segments"]
        )
        got = " | ".join(
            f"{s['kind']}: {s.get('author') or ''} {s.get('published') or ''} {read.text[s['start'] : s['end']][:30]}"
            for s in document["segments"]
        )
        yield Fact(f"document/segments-{n}", held, f"{want['kind']}: {want['holds']}", got or "none")
    restored = [(read.text[r["start"] : r["end"]], r["read_as"]) for r in document["restorations"]]
    for n, want in enumerate(golden.others["restorations"], 1):
        held = any(want["raw"] in raw and fold(want["read_as"]) in fold(word) for raw, word in restored)
        got = ", ".join(f"{raw} = {word}" for raw, word in restored)
        yield Fact(f"document/restorations-{n}", held, f"{want['raw']} = {want['read_as']}", got or "none")
    for n, want in enumerate(golden.others["sources"], 1):
        named = [s for s in read.record["sources"] if same_words(want["name"], (s["name"], s["name_en"]))]
        held = any(all(str(s[k]) in want[k].split("|") for k in ("kind", "country") if k in want) for s in named)
        got = " | ".join(f"{s['name']} ({s['kind']}, {s['country']})" for s in named)
        yield Fact(f"document/sources-table-{n}", held, " ".join(want.values()), got or "no such source")
    for n, want in enumerate(golden.others["issues"], 1):
        issues = read.record["issues"]
        held = any(
            issue["code"] == want["code"]
            and (
                issue["start"] is None
                or want.get("holds", "") in read.text[max(0, issue["start"] - 4) : issue["end"] + 4]
            )
            for issue in issues
        )
        yield Fact(f"document/issues-{n}", held, want["code"], ", ".join(issue["code"] for issue in issues) or "none")


def compare(golden: Golden, record: dict[str, Any]) -> tuple[Fact, ...]:
    """Every fact of a golden document, held against the record of a reading of it."""
    read = Read(record)
    pairs = pair_accounts(golden, read)
    homes = {
        account.key: pairs[account.key]["incident"] if account.key in pairs else None for account in golden.accounts
    }
    out: list[Fact] = []
    taken: set[str] = set()
    for wanted in golden.incidents:
        found = [home for account in wanted.accounts if (home := homes[account.key])]
        home = max(found, key=found.count, default=None)
        taken.update(found)
        out += incident_facts(wanted, golden, homes, home, read)
        for account in wanted.accounts:
            out += account_facts(account, wanted, pairs.get(account.key), read)
    allowed = set(golden.may_also) | (TALK if any(not i.background for i in golden.incidents) else set())
    extra = [i["type"] for i in read.incidents.values() if i["id"] not in taken and i["type"] not in allowed]
    out.append(Fact("document/nothing-else", not extra, "no other incident", ", ".join(extra) or "none"))
    out += other_facts(golden, read)
    return tuple(out)


@cache
def hold(golden_name: str) -> tuple[Fact, ...]:
    """The facts of a golden document, held against what Riwaya reads in it now."""
    from golden.documents import load_golden

    golden = next(document for document in load_golden() if document.name == golden_name)
    return compare(golden, read_golden(golden))


def read_golden(golden: Golden) -> dict[str, Any]:
    """The record of Riwaya's reading of a golden document."""
    reading = riwaya.read(golden.text, published=golden.published, publisher=golden.publisher, id=golden.name)
    record: dict[str, Any] = riwaya.as_dict(reading)
    return record
