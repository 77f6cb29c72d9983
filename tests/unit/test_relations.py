"""Written pairs of claims, each with the relation that a careful reader sees between them: see relations.yaml."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from builders import TEXT
from riwaya.reconciling.incidents import build
from riwaya.records import COUNT_FIELDS, FIELDS, RELATIONS, Account, Claim, Link, Source, Span

BOOK = yaml.safe_load(Path(__file__).with_name("relations.yaml").read_text(encoding="utf-8"))
PAIRS = BOOK["pairs"]
SIDES = [(pair, side) for pair in PAIRS for side in "ab"]
KNOWN = frozenset(("line", "says", "as_of", "stance", "type", "of", "with", "at", "document"))


def _bounds(text):
    low, _, high = str(text).partition("..")
    return {"low": int(low), "high": int(high) if high else None if str(text).endswith("..") else int(low)}


def _count(said, of=None):
    who = [{"group": group, "low": n, "high": n} for group, n in (of or {}).get("who", {}).items()]
    more = {key: str(value) if key == "since" else value for key, value in (of or {}).items() if key != "who"}
    return {**_bounds(said), "scope": "incident", "since": None, "who": who, **more}


def _named(table, name):
    value = BOOK[table][name]
    admin1 = BOOK["names"].get(value.get("admin1"))
    return {**value, **({"id": name, "admin1": admin1} if table == "places" else {}), "name_ar": BOOK["names"][name]}


def _days(said):
    earliest, _, latest = str(said).rpartition("/")
    if "/" not in str(said):
        earliest = latest
    return {"earliest": earliest or None, "latest": latest, "grain": "day" if earliest else "open"}


def _value(field, said, words=None, of=None):
    if field in COUNT_FIELDS:
        return _count(said, of)
    if field in ("place", "origin", "actor", "target"):
        return _named("places" if field in ("place", "origin") else "parties", said)
    if field == "weapon":
        weapon, _, number = said.partition(" ")
        return {"id": weapon, "name_en": weapon, "count": _bounds(number) if number else None}
    if field == "happened":
        return _days(said)
    return said if field == "outcome" else words


def _account(pair, side):
    """An account out of one side of a pair, with the sources of its chain."""
    told = pair[side]
    document = told.get("document", {"a": "one", "b": "two"}[side])
    words, of = pair[f"{side}_words"], told.get("of")
    values = [(pair["field"], _value(pair["field"], told["says"], words, of))] if told["says"] is not None else []
    values += [(field, _value(field, said)) for field, said in told.get("with", {}).items()]
    values += [("place", _value("place", place)) for place in told.get("at", ())]
    line = BOOK["lines"][told["line"]]
    chain = [f"{document}/paper", *([line["through"]] if "through" in line else []), told["line"]]
    account = Account(
        f"{document}/{side}", None, told.get("type", "attack"), told.get("stance", "asserts"), "actual", "affirmed",
        False, str(told.get("as_of", "2024-03-05")), tuple(Link(id, 0, 4) for id in chain), Span(0, len(TEXT)),
        Span(0, 4), tuple(Claim(field, value, "words", 0, 5, "made", 0.9) for field, value in values),
    )  # fmt: skip
    names = {f"{document}/paper": f"paper {document}", **BOOK["names"]}
    kinds = {id: BOOK["lines"].get(id, {"kind": "outlet"})["kind"] for id in chain}
    sources = {id: Source(id, names[id], None, kinds[id], None, None, kinds[id] == "unnamed") for id in chain}
    return account, sources


@cache
def _told(number, order="ab"):
    """What becomes of the field of a pair where its two accounts are those of one incident, and the accounts."""
    pair = PAIRS[number]
    made = [_account(pair, side) for side in order]
    incident = build("i1", [account for account, _ in made], {id: s for _, known in made for id, s in known.items()})
    return incident.fields[pair["field"]], {side: account.id for side, (account, _) in zip(order, made, strict=True)}


def _relation(number, order="ab"):
    """The weightiest relation between what the two sides say, with its reason; one value for both is agreement."""
    told, ids = _told(number, order)
    held = {side: {n for n, value in enumerate(told.claims) if id in value.accounts} for side, id in ids.items()}
    across = {(min(a, b), max(a, b)) for a in held["a"] for b in held["b"]}
    found = [(r.relation, r.why) for r in told.relations if (r.a, r.b) in across]
    found += [("agrees", "one value")] if held["a"] & held["b"] else []
    return max(found, key=lambda each: WEIGHTS.index(each[0]), default=("none", ""))


WEIGHTS = ("agrees", "refines", "updates", "disputes", "denies")
IDS = [pair["pair"] for pair in PAIRS]


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=IDS)
def test_two_claims_stand_to_each_other_as_a_reader_says(number):
    assert PAIRS[number]["expect"] == _relation(number)[0], PAIRS[number]["why"]


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=IDS)
def test_the_order_of_two_claims_changes_neither_their_relation_nor_its_reason(number):
    assert _relation(number) == _relation(number, "ba")


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=IDS)
def test_every_relation_has_its_reason_in_words(number):
    relation, why = _relation(number)

    assert (relation == "none") == (why == "")


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=IDS)
def test_only_what_disputes_or_denies_makes_a_field_disputed(number):
    told, _ = _told(number)

    assert (told.status == "disputed") == any(r.relation in ("disputes", "denies") for r in told.relations)


def test_the_pairs_are_over_all_fields_and_relations():
    assert set(FIELDS) == {pair["field"] for pair in PAIRS}
    assert {*RELATIONS, "none"} == {pair["expect"] for pair in PAIRS}


def test_the_pairs_are_written_out_and_each_has_a_name_of_its_own():
    assert len(set(IDS)) == len(PAIRS) >= 60
    assert [] == [p["pair"] for p in PAIRS if not (p["why"] and p["a_words"] and p["b_words"])]
    assert [] == [(pair["pair"], side) for pair, side in SIDES if not KNOWN.issuperset(pair[side])]
