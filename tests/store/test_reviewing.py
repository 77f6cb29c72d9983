"""What a person should look at is found with its reason, keeps its state, and is open again where it changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select

from riwaya import DecidedMeanwhile, UsageError
from riwaya.store import overview
from riwaya.store import overviews as overviews_module
from riwaya.store.runs import find_decided, reconcile_store
from riwaya.store.schema import overview_terms, overviews, overviews_made, review_items
from stores import AIRSTRIKE, fill, incident_of, make_grouped, make_incoming, save_run

FIVE = "قال المجلس المحلي إن خمسة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
SIX = "قال الدفاع المدني إن ستة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
VAGUE = "قالت الشرطة إن تفجيرًا وقع الشهر الماضي في العراق."
BROKEN = "قال شاهد عيان أمس إن عشرين شخصًا قتـ.ـلوا في قصف مدفعي على بلدة سرمين في ريف إدلب."
UNKNOWN = "قصفت طائرات حربية بلدة خربطون الواقعة قرب إدلب أمس، وفق الدفاع المدني."
NOTHING = "افتتح في بلدة خربطون قرب إدلب سوق للخضار."
WHY = {"who": "salma", "why": "the words say so"}


def take(store, *texts):
    kept = [store.ingest(make_incoming(text, publisher=f"paper {n}")) for n, text in enumerate(texts)]
    reconcile_store(store)
    store.renew_overviews()
    return [each.document for each in kept]


def only(store, reason, **asked):
    [item] = store.review_items(reason=reason, **asked).items
    return item


@pytest.fixture
def disputed(store):
    """A store with a shelling that two papers differ on."""
    take(store, "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب.", FIVE)
    return store


def test_a_dispute_is_to_be_looked_at_before_anything_else(disputed):
    first = disputed.review_items().items[0]

    assert ("dispute", "killed", "open") == (first.reason, first.about, first.state)
    assert [3, 5] == sorted(value["low"] for value in first.told["values"])
    assert disputed.review_counts()["dispute"] == 1


@pytest.mark.parametrize(
    ("text", "reason", "about"),
    [
        (VAGUE, "precision", "happened"),
        (VAGUE, "precision", "place"),
        (BROKEN, "restored", None),
        (UNKNOWN, "unread", None),
    ],
)
def test_each_reason_to_look_is_found_in_what_a_report_says(store, text, reason, about):
    [document] = take(store, text)
    items = store.review_items(reason=reason).items

    assert (about or document) in [item.about for item in items]
    assert all(incident_of(store, item.happenings[0]).id == item.incident for item in items)


def test_restored_words_come_with_where_they_stand(store):
    take(store, BROKEN)
    [[start, end, read_as]] = only(store, "restored").told["words"]

    assert "قتـ.ـلوا" == BROKEN[start:end]
    assert "قتلوا" == read_as


def test_two_incidents_that_may_be_one_are_an_item_until_somebody_decides(store):
    a, b = sorted([*fill(store, 1), *fill(store, 1, AIRSTRIKE)])
    link = make_grouped("i0", a, b, score=0.4).links
    save_run(store, make_grouped("i1", a), make_grouped("i2", b), others=link)
    store.renew_overviews()

    item = only(store, "similar")
    assert ("i1", "i2", (a, b)) == (item.incident, item.other, item.happenings)
    assert ["place", "time"] == [reason["about"] for reason in item.told["reasons"]]
    [suggestion] = store.suggestions()
    assert (item.incident, item.other) == suggestion.incidents
    assert (suggestion,) == store.suggestions(at=store.now())
    assert [item] == list(store.review_items(reason="similar", incident="i2").items)

    made = store.reject(a, b, seen=store.head().seq, **WHY)
    assert () == store.review_items(reason="similar").items
    store.undo(made.seq, seen=made.seq, **WHY)
    assert "similar" == only(store, "similar").reason


def test_an_incident_that_a_run_calls_otherwise_is_still_one_item_with_the_other(store, monkeypatch):
    monkeypatch.setattr(overviews_module, "_AT_ONCE", 1)
    a, b = sorted([*fill(store, 1), *fill(store, 1, AIRSTRIKE)])
    link = make_grouped("i0", a, b, score=0.4).links
    save_run(store, make_grouped("i1", a), make_grouped("i9", b), others=link)
    store.renew_overviews()
    save_run(store, make_grouped("i5", b), others=link, whole=False)
    store.renew_overviews()

    item = only(store, "similar")
    assert ("i1", "i5") == (item.incident, item.other)


@pytest.mark.parametrize(
    ("state", "asked", "reviewed"),
    [("accepted", "done", True), ("rejected", "done", True), ("skipped", "skipped", False)],
)
def test_what_a_person_finds_gives_an_item_its_state_and_is_taken_back(disputed, state, asked, reviewed):
    item = only(disputed, "dispute")
    made = disputed.review(item.id, state, seen=disputed.head().seq, **WHY)

    assert (state, made.seq) == (disputed.review_item(item.id).state, disputed.review_item(item.id).decision)
    assert () == disputed.review_items(reason="dispute").items
    assert [item.id] == [each.id for each in disputed.review_items(reason="dispute", state=asked).items]
    assert reviewed == disputed.overview(item.incident).reviewed
    assert ("open", state) == (made.was["state"], made.becomes["state"])

    disputed.undo(made.seq, seen=made.seq, **WHY)
    assert "open" == only(disputed, "dispute").state


def test_an_item_is_open_again_where_what_it_rests_on_changes(disputed):
    item = only(disputed, "dispute")
    disputed.review(item.id, "accepted", seen=disputed.head().seq, **WHY)
    disputed.ingest(make_incoming(FIVE, publisher="paper 7"))
    reconcile_store(disputed)
    disputed.renew_overviews()
    assert () == disputed.review_items(reason="dispute").items

    disputed.ingest(make_incoming(SIX, publisher="paper 8"))
    reconcile_store(disputed)
    disputed.renew_overviews()
    assert "killed" == only(disputed, "dispute").about


def test_a_value_that_somebody_corrects_settles_what_it_is_about(disputed):
    item = only(disputed, "dispute")
    document, account = item.told["accounts"][0]
    made = disputed.amend(document, account, "killed", [4], seen=disputed.head().seq, **WHY)

    assert ("edited", made.seq) == (disputed.review_item(item.id).state, disputed.review_item(item.id).decision)
    disputed.undo(made.seq, seen=made.seq, **WHY)
    assert "open" == disputed.review_item(item.id).state


def test_of_two_people_who_look_at_one_item_the_second_is_told(disputed):
    item, seen = only(disputed, "dispute"), disputed.head().seq

    def look(who):
        try:
            return disputed.review(item.id, "accepted", who=who, why="seen", seen=seen)
        except DecidedMeanwhile as error:
            return error

    with ThreadPoolExecutor() as pool:
        found = list(pool.map(look, ("salma", "karim")))
    [stopped] = [each for each in found if isinstance(each, DecidedMeanwhile)]
    assert "reviewed dispute of" in str(stopped)
    assert 1 == len(disputed.decisions())


def test_what_is_said_of_an_incident_stands_in_nobodys_way(disputed):
    item, seen = only(disputed, "dispute"), disputed.head().seq
    note = disputed.note(item.incident, who="karim", why="the ministry counts the wounded too")
    document, account = item.told["accounts"][0]

    disputed.amend(document, account, "killed", [4], seen=seen, **WHY)
    disputed.note(item.incident, who="karim", why="seen")
    assert ["stands"] * 3 == [each.state for each in find_decided(disputed)[0]]
    disputed.undo(note.seq, seen=disputed.head().seq, **WHY)
    assert item.incident == incident_of(disputed, item.happenings[0]).id
    assert 1 == sum(1 for _ in runs_of(disputed))


def runs_of(store):
    with store._database.reading() as connection:
        yield from connection.exec_driver_sql("SELECT seq FROM runs").all()


def test_a_note_goes_where_the_words_go_that_it_is_about(disputed):
    item = only(disputed, "dispute")
    made = disputed.note(item.incident, who="karim", why="which village?")

    assert [made.seq] == [each.decision.seq for each in disputed.history(item.incident)]
    part = item.happenings[:1]
    disputed.split(item.incident, part, seen=disputed.head().seq, **WHY)
    parts = {incident_of(disputed, happening).id for happening in item.happenings}
    assert 2 == len(parts)
    for incident in parts:
        assert ["note", "split"] == [each.decision.kind for each in disputed.history(incident)]


def test_items_made_step_by_step_are_those_made_anew(store):
    take(store, VAGUE, BROKEN, UNKNOWN, FIVE, SIX, NOTHING)
    item = only(store, "dispute")
    store.review(item.id, "rejected", seen=store.head().seq, **WHY)
    store.split(item.incident, item.happenings[:1], seen=store.head().seq, **WHY)
    step_by_step = all_of(store)

    with store._database.writing() as connection:
        for table in (overviews, overview_terms, overviews_made, review_items):
            connection.execute(delete(table))
    store.renew_overviews()
    assert step_by_step == all_of(store)
    assert step_by_step


def all_of(store):
    with store._database.reading() as connection:
        return sorted(map(tuple, connection.execute(select(review_items))))


def test_a_report_that_tells_of_no_incident_is_to_be_looked_at_for_what_stayed_unread(store):
    document, telling = take(store, NOTHING, UNKNOWN)
    items = {item.about: item for item in store.review_items(reason="unread").items}
    item = items[document]

    assert {document, telling} == items.keys()
    assert ("", ((document, ""),), "open") == (item.incident, item.happenings, item.state)
    place = [(start, end) for code, start, end, _ in item.told["issues"] if code == "P02"]
    assert ["بلدة خربطون"] == [NOTHING[start:end] for start, end in place]

    made = store.review(item.id, "accepted", seen=store.head().seq, **WHY)
    assert [telling] == [each.about for each in store.review_items(reason="unread").items]
    assert ("accepted", made.seq) == (store.review_item(item.id).state, store.review_item(item.id).decision)
    store.undo(made.seq, seen=made.seq, **WHY)
    assert "open" == store.review_item(item.id).state
    store.withdraw(document, seen=store.head().seq, **WHY)
    assert [telling] == [each.about for each in store.review_items(reason="unread").items]
    store.restore(document, seen=store.head().seq, **WHY)
    assert item == store.review_item(item.id)


def test_a_report_of_nothing_that_was_read_whole_is_not_to_be_looked_at(store):
    take(store, "قال الرئيس إن الاقتصاد بخير.")

    assert () == store.review_items().items


def test_pages_of_items_follow_each_other(store):
    take(store, VAGUE, BROKEN, UNKNOWN, FIVE, SIX)
    everything = [item.id for item in store.review_items().items]
    paged, after = [], None
    while True:
        page = store.review_items(after=after, limit=2)
        paged += [item.id for item in page.items]
        after = page.next
        if after is None:
            break

    assert everything == paged
    assert len(everything) == sum(store.review_counts().values())


@pytest.mark.parametrize("asked", [{"state": "lost"}, {"reason": "boredom"}])
def test_what_is_asked_for_must_be_there(store, asked):
    with pytest.raises(UsageError, match="items of the review are"):
        store.review_items(**asked)


def test_an_item_that_is_gone_is_told(disputed):
    with pytest.raises(UsageError, match="there is no item 'x' in the review"):
        disputed.review("x", "accepted", seen=0, **WHY)
    with pytest.raises(UsageError, match="not 'open'"):
        disputed.review(only(disputed, "dispute").id, "open", seen=0, **WHY)


def test_what_is_only_decided_on_is_not_worked_out_again(disputed, monkeypatch):
    item = only(disputed, "dispute")

    def work_out(*arguments):
        raise AssertionError("nothing of what the documents tell has changed")

    monkeypatch.setattr("riwaya.store.overviews.overview_of", work_out)
    made = disputed.review(item.id, "accepted", seen=disputed.head().seq, **WHY)
    disputed.note(item.incident, who="karim", why="seen")
    assert ("accepted", True) == (disputed.review_item(item.id).state, disputed.overview(item.incident).reviewed)
    disputed.undo(made.seq, seen=disputed.head().seq, **WHY)
    assert ("open", False) == (disputed.review_item(item.id).state, disputed.overview(item.incident).reviewed)


def test_moments_that_another_report_leaves_as_they_were_are_not_worked_out_again(disputed, monkeypatch):
    made = []
    real = overview.assemble
    monkeypatch.setattr(
        overview, "assemble", lambda told, readings, **known: made.append(len(told)) or real(told, readings, **known)
    )
    later = SIX.replace("أمس", "أول من أمس")
    disputed.ingest(make_incoming(later, publisher="paper 8", published="2024-02-01"))
    reconcile_store(disputed)
    disputed.renew_overviews()

    assert [3] == made
    assert [2, 3] == [step["documents"] for step in disputed.overviews().overviews[0].card["steps"]]
