"""Incidents in short tell of what the store holds, however it came to hold it; and are found by what they tell."""

import random
from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from riwaya import UsageError
from riwaya.exports.wording import Wording, labels_of
from riwaya.records import FieldValue, IncidentField
from riwaya.store.finding import Asked, Box
from riwaya.store.runs import reconcile_store, show
from riwaya.store.schema import overview_terms, overviews, overviews_made
from stores import AIRSTRIKE, SHELLING, fill, incident_of, make_grouped, make_incoming, save_run

LATER = "قال المجلس المحلي إن خمسة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
DENIAL = "نفى متحدث عسكري أمس قصف قرية قرب حلب."
WHY = {"who": "salma", "why": "seen"}


def kept(store):
    """All that the tables hold."""
    with store._database.reading() as connection:
        rows = [dict(row) for row in connection.execute(select(overviews)).mappings()]
        terms = {tuple(row) for row in connection.execute(select(overview_terms))}
    return sorted(rows, key=lambda row: row["incident"]), terms


def make_anew(store):
    with store._database.writing() as connection:
        for table in (overviews, overview_terms, overviews_made):
            connection.execute(delete(table))
    store.renew_overviews()


def listed(store, **asked):
    return [each.incident for each in store.overviews(Asked(**asked)).overviews]


@pytest.fixture
def two(store):
    """A store with a shelling that two papers tell of and differ on, and an air strike; and their ids."""
    one = store.ingest(make_incoming(publisher="paper 1")).document
    store.ingest(make_incoming(LATER, publisher="paper 2"))
    other = store.ingest(make_incoming(AIRSTRIKE, publisher="paper 3", published="2024-03-05")).document
    reconcile_store(store)
    store.renew_overviews()
    return store, incident_of(store, (one, "i1")).id, incident_of(store, (other, "i1")).id


def test_an_incident_in_short_tells_what_its_page_does(two):
    store, shelling, _ = two
    short, told = store.overview(shelling), show(store, shelling)

    assert (told.incident.type, 2, told.incident.independent_lines) == (short.type, short.documents, short.lines)
    assert [3, 5] == short.card["counts"]["killed"]
    assert "2024-01-31" == short.disputed_since
    assert short.denied_since is None


def test_the_newest_report_comes_first_and_pages_follow_each_other(two):
    store, shelling, airstrike = two
    first = store.overviews(limit=1)
    second = store.overviews(after=first.next, limit=1)

    assert [[airstrike], [shelling]] == [[each.incident for each in page.overviews] for page in (first, second)]
    assert (2, None) == (first.matches, second.next)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"types": ("shelling",)}, "shelling"),
        ({"state": "disputed"}, "shelling"),
        ({"state": "denied"}, ""),
        ({"terms": (("disputed", "killed"),)}, "shelling"),
        ({"terms": (("publisher", "paper 3"),)}, "airstrike"),
        ({"terms": (("publisher", "paper 3"), ("publisher", "paper 1"))}, ""),
        ({"since": "2024-02-01"}, "airstrike"),
        ({"before": "2024-02-01"}, "shelling"),
        ({"known_at": "2024-02-01"}, "shelling"),
        ({"known_at": "2024-01-30"}, ""),
        ({"least_lines": 2}, "shelling"),
        ({"country": "SY", "types": ("airstrike",)}, "airstrike"),
        ({"documents": ()}, ""),
    ],
)
def test_a_filter_lets_through_what_it_asks_for(two, asked, found):
    store, shelling, airstrike = two

    assert {"shelling": [shelling], "airstrike": [airstrike], "": []}[found] == listed(store, **asked)


def test_what_a_decision_changes_shows_in_the_list_at_once(two):
    store, shelling, _ = two
    a, b = incident_of(store, next(iter(show(store, shelling).stored.happenings))).happenings
    store.reject(a, b, seen=store.head().seq, **WHY)

    assert 3 == len(listed(store))
    assert 2 == len(listed(store, state="reviewed"))
    assert [] == listed(store, state="disputed")


def test_a_withdrawn_document_is_in_no_list(two):
    store, _, airstrike = two
    [(document, _)] = show(store, airstrike).stored.happenings
    made = store.withdraw(document, seen=store.head().seq, **WHY)
    gone = listed(store)
    store.undo(made.seq, seen=store.head().seq, **WHY)

    assert airstrike not in gone
    assert airstrike in listed(store)


def test_a_denial_that_comes_later_is_known_from_its_day_on(store):
    store.ingest(make_incoming())
    store.ingest(make_incoming(DENIAL, publisher="paper 2", published="2024-02-01"))
    happenings = [(each.id, "i1") for each in store.documents()]
    save_run(store, make_grouped("i1", *happenings))
    store.renew_overviews()

    assert "2024-02-01" == store.overview("i1").denied_since
    assert [[], ["i1"]] == [listed(store, state="denied", known_at=day) for day in ("2024-01-31", "2024-02-01")]
    assert [1, 2] == [step["documents"] for step in store.overview("i1").card["steps"]]


@pytest.fixture
def with_nowhere(two):
    """The two, and a third that tells no place."""
    store, shelling, airstrike = two
    store.ingest(make_incoming("قال مصدر أمني إن مسلحين اغتالوا ضابطا أمس.", publisher="paper 4"))
    reconcile_store(store)
    store.renew_overviews()
    return store, shelling, airstrike


def test_a_map_shows_places_with_how_their_incidents_are_told_and_how_many_are_nowhere(with_nowhere):
    store, shelling, _ = with_nowhere
    spots, nowhere = store.on_map(Asked())

    assert (2, 1, 1) == (sum(s.incidents for s in spots), sum(s.disputed for s in spots), nowhere)
    assert [shelling] == [spot.example for spot in spots if spot.disputed]
    assert 1 == len(listed(store, nowhere=True))


def test_a_box_holds_what_lies_in_it_and_the_areas_that_reach_into_it(with_nowhere):
    store, shelling, airstrike = with_nowhere
    at = {id: store.overview(id) for id in (shelling, airstrike)}
    box = Box(*(at[shelling].lon - 0.1, at[shelling].lat - 0.1), *(at[shelling].lon + 0.1, at[shelling].lat + 0.1))

    assert shelling in listed(store, box=box)
    assert [] == listed(store, box=Box(100, -10, 120, 10))


@pytest.mark.parametrize(
    ("layers", "found"),
    [(("asserted",), "airstrike"), (("disputed",), "shelling"), (("denied",), ""), (("reviewed",), "")],
)
def test_a_layer_holds_the_incidents_that_are_told_so(two, layers, found):
    store, shelling, airstrike = two

    assert {"shelling": [shelling], "airstrike": [airstrike], "": []}[found] == listed(store, layers=layers)


def test_a_dispute_is_in_no_layer_before_it_was_known(two):
    store, shelling, _ = two
    since = store.overview(shelling).disputed_since
    before = (date.fromisoformat(since[:10]) - timedelta(days=1)).isoformat()

    assert [] == listed(store, layers=("disputed",), known_at=before)
    assert [shelling] == listed(store, layers=("disputed",), known_at=since)


def test_what_is_remembered_of_a_map_is_forgotten_when_something_is_kept(two):
    store, *_ = two
    before = store.on_map(Asked())
    again = store.on_map(Asked())
    store.ingest(make_incoming("قال مصدر أمني إن مسلحين اغتالوا ضابطا أمس.", publisher="paper 4"))
    reconcile_store(store)
    store.renew_overviews()

    assert before is again
    assert before.nowhere + 1 == store.on_map(Asked()).nowhere


def test_reports_on_incidents_span_from_the_first_to_the_last(two):
    store, *_ = two
    found = store.overviews().overviews

    assert (min(each.known for each in found), max(each.changed for each in found)) == store.known_span(Asked())
    assert (None, None) == store.known_span(Asked(types=("strike",)))


def test_incidents_are_counted_by_what_they_tell(two):
    store, *_ = two

    assert {"2024-01": 1, "2024-03": 1} == {
        month: n["incidents"] for month, n in store.counts(Asked(), "month").items()
    }
    assert {"killed": 1} == {field: n["disputed"] for field, n in store.counts(Asked(), "disputed").items()}
    with pytest.raises(UsageError, match="not counted by 'colour'"):
        store.counts(Asked(), "colour")


def test_what_a_decision_brought_up_to_date_meanwhile_stays_so(two):
    store, shelling, _ = two
    store.ingest(make_incoming(AIRSTRIKE, publisher="a third paper"))
    reconcile_store(store)

    def decide(done, of):
        if not store.decisions():
            store.note(shelling, **WHY)

    store.renew_overviews(told=decide)
    assert store.head().seq == store.overviews_until() == store.decisions()[0].seq


@pytest.mark.parametrize("seed", range(3))
def test_made_bit_by_bit_they_are_what_they_are_made_at_once(store, seed):
    draw = random.Random(seed)
    fill(store, 2)
    reconcile_store(store)
    store.renew_overviews()
    for number in range(8):
        did = draw.choice(("ingest", "reconcile", "withdraw", "reject", "undo", "amend"))
        with suppress(UsageError):  # not everything makes sense at every moment
            act(store, did, draw, number)
        store.renew_overviews()
        bit_by_bit = kept(store)
        make_anew(store)
        assert kept(store) == bit_by_bit, did


def act(store, what, draw, number):
    """Does something to a store."""
    documents = [each.id for each in store.documents(all=True)]
    joined = [each.happenings for each in store.incidents() if len(each.happenings) > 1]
    seen = store.head().seq
    if what == "ingest":
        text, paper = draw.choice((SHELLING, LATER, DENIAL, AIRSTRIKE)), f"paper {draw.randint(3, 9)}"
        store.ingest(make_incoming(text, publisher=paper, published=f"2024-02-0{number + 1}"))
    elif what == "reconcile":
        reconcile_store(store)
    elif what == "withdraw":
        store.withdraw(draw.choice(documents), seen=seen, **WHY)
    elif what == "reject" and joined:
        store.reject(*draw.choice(joined)[:2], seen=seen, **WHY)
    elif what == "undo" and (made := store.decisions()):
        store.undo(draw.choice(made).seq, seen=seen, **WHY)
    elif what == "amend":
        store.amend(draw.choice(documents), "a1", "killed", [{"low": 9, "high": 9}], seen=seen, **WHY)


def test_whoever_only_denies_that_it_happened_tells_no_value_of_a_field():
    three = {"low": 3, "high": 3, "scope": "incident"}
    field = IncidentField("disputed", (FieldValue(three, ("x/a1",)), FieldValue(None, ("y/a1",))), ())

    assert (three,) == field.values
    assert "denies" == Wording(labels_of("en")).value("killed", None)
