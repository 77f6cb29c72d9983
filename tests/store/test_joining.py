"""New documents are grouped with what the store holds near them, without grouping everything anew."""

from riwaya.inputs.files import find_documents
from riwaya.store.runs import reconcile_store
from riwaya.web.demo import REPORTS
from stores import AIRSTRIKE, SHELLING, make_incoming

OTHER = "أعلن الدفاع المدني أن أربعة مدنيين قتلوا يوم 30 كانون الثاني في قصف مدفعي على قرية قرب حلب."


def groups(store):
    return {frozenset(incident.happenings) for incident in store.incidents()}


def test_reports_that_come_one_by_one_are_grouped_as_all_at_once(store):
    for incoming in find_documents([str(REPORTS)]):
        store.join([store.ingest(incoming).document])
    found = groups(store)
    reconcile_store(store)

    assert found == groups(store)
    assert 3 == len(found)


def test_what_is_far_in_time_or_place_stays_as_the_last_run_left_it(store):
    far = store.ingest(make_incoming(AIRSTRIKE, published="2023-11-20")).document
    reconcile_store(store)
    before = {each.id: each.run for each in store.incidents()}
    new = store.ingest(make_incoming(SHELLING)).document
    placed = store.join([new])

    assert {(new, "i1")} == set(placed)
    assert before.items() < {each.id: each.run for each in store.incidents()}.items()
    assert far not in {document for document, _ in placed}


def test_what_people_hold_apart_stays_apart_when_a_third_report_comes(store):
    a, b = (store.ingest(make_incoming(SHELLING, publisher=f"paper {n}")).document for n in range(2))
    store.join([a, b])
    (incident,) = store.incidents()
    store.reject((a, "i1"), (b, "i1"), who="analyst", why="two villages", seen=incident.seen)
    placed = store.join([store.ingest(make_incoming(OTHER, publisher="paper 3")).document])
    together = [{document for document, _ in group} for group in groups(store)]

    assert 1 == len(placed)
    assert not any({a, b} <= group for group in together)


def test_a_document_that_tells_of_nothing_makes_no_run(store):
    nothing = store.ingest(make_incoming("افتتحت البلدية حديقة عامة.")).document

    assert {} == store.join([nothing])
    assert () == store.incidents()
