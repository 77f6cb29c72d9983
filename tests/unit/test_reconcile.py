"""Accounts of several documents brought together: what makes two happenings one, and what keeps them apart."""

import itertools
import json
import random

import pytest
from made_world import make_world

import riwaya
from riwaya import UsageError
from riwaya.exports.json import as_dict
from riwaya.inputs.incoming import Refusal
from riwaya.inputs.readings import find_readings, reading_of
from riwaya.reconciling.clusters import MOST_TOGETHER, average_link, pieces, strongest_links
from riwaya.reconciling.reconcile import Reconciler

BASE = "استهدف هجوم بطائرتين مسيرتين قاعدة حرير الجوية في أربيل فجر الثلاثاء"


def read(id, text, published="2024-01-16", publisher=None):
    return riwaya.read(text, published=published, publisher=publisher or f"صحيفة {id}", id=id)


def groups(*readings):
    """The documents of each incident that more than one tells of."""
    found = [sorted({document for document, _ in each.accounts}) for each in riwaya.reconcile(readings)]
    return [documents for documents in found if len(documents) > 1]


def test_two_papers_on_one_attack_are_one_incident():
    one = read("one", f"{BASE}، وفق ما أعلنت خلية الإعلام الأمني.")
    two = read("two", "قال مصدر أمني إن مسيرتين مفخختين هاجمتا قاعدة حرير في محافظة أربيل فجر اليوم الثلاثاء.")

    assert groups(one, two) == [["one", "two"]]


def test_two_attacks_on_one_base_a_day_apart_are_two():
    one = read("one", f"{BASE}.")
    two = read("two", f"{BASE.replace('الثلاثاء', 'الأربعاء')}.", published="2024-01-17")

    assert groups(one, two) == []


def test_who_disputes_how_it_ended_tells_of_one_happening():
    one = read("one", f"أعلنت فصائل مسلحة أن {BASE} وأصاب أهدافه وقتل خمسة جنود.")
    two = read("two", f"قال مسؤول في التحالف إن {BASE} لكن المسيرتين أسقطتا ولم تقع إصابات.")
    [incident] = riwaya.reconcile([one, two])

    assert incident.incident.fields["outcome"].status == "disputed"
    assert {"one/", "two/"} == {
        name[:4] for claim in incident.incident.fields["outcome"].claims for name in claim.accounts
    }


def test_one_kind_of_attack_in_two_towns_on_one_day_is_two():
    one = read("one", "قصفت المدفعية سوقا في مدينة تعز صباح الاثنين فقتل ثلاثة مدنيين.")
    two = read("two", "قصفت المدفعية سوقا في مدينة الحديدة صباح الاثنين فقتل ثلاثة مدنيين.")

    assert groups(one, two) == []


def test_a_bombardment_told_without_its_means_may_be_one_by_missiles():
    one = read("one", "أصابت صواريخ باليستية مقرا في أربيل مساء الاثنين، وتبنى الحرس الثوري الإيراني الهجوم.")
    two = read("two", "قال الحرس الثوري الإيراني في بيان فجر الثلاثاء إنه قصف مقرا في أربيل.")

    assert groups(one, two) == [["one", "two"]]


def test_what_one_source_calls_a_drone_and_another_a_missile_parts_nothing():
    one = read(
        "one",
        "أصابت طائرة مسيرة مصنعا في مدينة تعز، بحسب الشرطة. وقال عمال إن صاروخا أصاب المصنع وقتل ثلاثة منهم.",
        published=None,
    )
    two = read("two", "أصاب صاروخ مصنعا في مدينة تعز فقتل ثلاثة عمال.", published=None)

    assert groups(one, two) == [["one", "two"]]


def test_history_joins_the_incident_that_it_tells_of():
    news = read("news", f"{BASE}.")
    later = read(
        "later",
        "انفجرت عبوة ناسفة بحافلة في الموصل اليوم. وكان هجوم بطائرتين مسيرتين قد استهدف قاعدة حرير في أربيل "
        "يوم 16 يناير الماضي.",
        published="2024-02-20",
    )

    assert groups(news, later) == [["later", "news"]]


def test_every_link_has_its_score_and_reasons():
    one = read("one", f"{BASE}.")
    two = read("two", f"قال شهود إن انفجارات سمعت بعدما {BASE}.")
    [incident] = riwaya.reconcile([one, two])
    [link] = incident.links

    assert (link.a[0], link.b[0], link.state) == ("one", "two", "suggested")
    assert 0.5 < link.score <= 1
    assert {"place": "the same place", "time": "on the same day"}.items() <= {
        r.about: r.why for r in link.reasons
    }.items()


READINGS = [
    read("a", f"{BASE}."),
    read("b", f"قال شهود إن انفجارات سمعت بعدما {BASE}."),
    read("c", "قصفت المدفعية سوقا في مدينة تعز صباح الاثنين فقتل ثلاثة مدنيين."),
    read("d", "قالت مصادر طبية إن أربعة مدنيين قتلوا في قصف استهدف سوقا في مدينة تعز صباح الاثنين."),
    read("e", "تظاهر المئات في البصرة اليوم احتجاجا على انقطاع الكهرباء."),
]


def test_the_order_of_the_readings_changes_nothing():
    expected = riwaya.reconcile(READINGS)

    assert all(riwaya.reconcile(order) == expected for order in itertools.permutations(READINGS))


def test_every_account_stands_in_exactly_one_incident():
    placed = [account for each in riwaya.reconcile(READINGS) for account in each.accounts]

    assert sorted(placed) == sorted((r.document.id, a.id) for r in READINGS for a in r.accounts)


def test_another_document_takes_no_claim_away():
    def claims(readings):
        return {
            (field, json.dumps(value.value, sort_keys=True), name)
            for each in riwaya.reconcile(readings)
            for field, told in each.incident.fields.items()
            for value in told.claims
            for name in value.accounts
        }

    for some in range(len(READINGS)):
        assert claims(READINGS[:some]) <= claims(READINGS[: some + 1])


def test_a_document_changes_only_the_incidents_that_it_touches():
    before = {each.incident.id: each for each in riwaya.reconcile(READINGS[:-1])}
    after = {each.incident.id: each for each in riwaya.reconcile(READINGS)}

    assert before.items() <= after.items()


def test_readings_that_come_one_by_one_give_what_they_give_together():
    reconciler = Reconciler()
    told = [reconciler.add([reading]) for reading in READINGS]

    assert reconciler.incidents() == riwaya.reconcile(READINGS)
    assert [{document for each in changed for document, _ in each.accounts} for changed in told] == [
        {"a"}, {"a", "b"}, {"c"}, {"c", "d"}, {"e"},
    ]  # fmt: skip


def test_a_made_world_gives_the_same_incidents_in_any_order_and_one_by_one():
    made = make_world(400, seed=5)
    together = riwaya.reconcile(made.readings)
    shuffled = random.Random(1).sample(made.readings, len(made.readings))
    reconciler = Reconciler()
    for at in range(0, len(shuffled), 50):
        reconciler.add(shuffled[at : at + 50])

    assert reconciler.incidents() == together
    assert riwaya.reconcile(shuffled) == together


@pytest.mark.slow
def test_documents_taken_out_and_decisions_taken_back_leave_no_trace():
    made = make_world(250, seed=6)
    draw = random.Random(2)
    kept = draw.sample(made.readings, len(made.readings) // 2)
    keys = [(reading.document.id, reading.incidents[0].id) for reading in kept]
    pairs = [tuple(sorted(draw.sample(keys, 2))) for _ in range(60)]
    ruled = {pair: draw.random() < 0.5 for pair in pairs[:30]}
    reconciler = Reconciler(ruled={pair: draw.random() < 0.5 for pair in pairs})
    reconciler.add(draw.sample(made.readings, len(made.readings)))
    for reading in made.readings:
        if reading not in kept:
            reconciler.remove(reading.document.id)
    reconciler.rule(ruled)

    assert reconciler.incidents() == riwaya.reconcile(kept, ruled=ruled)
    reconciler.rule({})
    assert reconciler.incidents() == riwaya.reconcile(kept)


def test_what_somebody_ruled_is_not_overturned():
    alike, unlike = (("a", "i1"), ("b", "i1")), (("a", "i1"), ("e", "i1"))
    ruled = {alike: False, unlike: True}
    found = riwaya.reconcile(READINGS, ruled=ruled)
    [told] = [each for each in found if ("e", "i1") in each.happenings]

    assert [each.happenings for each in found] == [
        (("a", "i1"), ("e", "i1")), (("b", "i1"),), (("c", "i1"), ("d", "i1")),
    ]  # fmt: skip
    assert [(link.a, link.b, link.state) for link in told.links] == [(("a", "i1"), ("e", "i1"), "confirmed")]


NEAR = read("near", "قال مصدر أمني إن طائرة مسيرة هاجمت حقلا للغاز في محافظة أربيل.")


def suggested(*readings, **options):
    reconciler = Reconciler(**options)
    reconciler.add(readings)
    return [(link.a[0], link.b[0], link.state) for link in reconciler.suggestions()]


def test_incidents_that_come_near_each_other_are_suggested_by_their_strongest_link():
    assert [("a", "near", "suggested")] == suggested(*READINGS, NEAR)
    assert [] == suggested(*READINGS)


def test_what_somebody_rejected_between_two_incidents_is_not_suggested_by_another_link():
    ruled = {(("a", "i1"), ("near", "i1")): False}

    assert [] == suggested(*READINGS, NEAR, ruled=ruled)


def test_confirming_a_link_between_two_incidents_joins_them_whole():
    ruled = {(("a", "i1"), ("c", "i1")): True}

    assert [each.happenings for each in riwaya.reconcile(READINGS, ruled=ruled)] == [
        (("a", "i1"), ("b", "i1"), ("c", "i1"), ("d", "i1")), (("e", "i1"),),
    ]  # fmt: skip


def test_what_one_document_tells_apart_is_not_joined_by_way_of_what_somebody_confirmed():
    two = read("two", f"{BASE}. وقصفت المدفعية سوقا في مدينة تعز صباح الاثنين فقتل ثلاثة مدنيين.")
    assert [incident.id for incident in two.incidents] == ["i1", "i2"]
    ruled = {(("a", "i1"), ("two", "i2")): True}

    found = riwaya.reconcile([READINGS[0], two], ruled=ruled)

    assert [(("a", "i1"), ("two", "i2")), (("two", "i1"),)] == [each.happenings for each in found]


def test_some_happenings_alone_are_grouped():
    reconciler = Reconciler(only={("a", "i1"), ("c", "i1"), ("d", "i1")})
    reconciler.add(READINGS)
    reconciler.remove("b")

    assert [each.happenings for each in reconciler.incidents()] == [(("a", "i1"),), (("c", "i1"), ("d", "i1"))]


def test_a_document_that_is_not_there_cannot_be_taken_out():
    with pytest.raises(UsageError, match="no document 'a'"):
        Reconciler().remove("a")


def test_a_reading_that_comes_twice_counts_once():
    assert riwaya.reconcile(READINGS) == riwaya.reconcile([*READINGS, READINGS[0]])


def test_two_readings_of_one_document_that_differ_are_refused():
    with pytest.raises(UsageError, match="two readings of the document 'a'"):
        riwaya.reconcile([READINGS[0], read("a", "تظاهر المئات في البصرة اليوم.")])


# ------------------------------------------------------------------------------------------------------------ grouping


def key(name):
    return name, "i1"


def shares(**pairs):
    return {(key(pair[0]), key(pair[1])): share for pair, share in pairs.items()}


def both_ends(shares):
    links = {}
    for (a, b), share in shares.items():
        links.setdefault(a, {})[b] = links.setdefault(b, {})[a] = share
    return links


def test_what_hangs_together_by_links_is_one_piece():
    a, b, c, d, e = (key(name) for name in "abcde")
    links = both_ends(shares(bd=0.9, ab=0.15, ce=0.05))

    assert [piece.members for piece in pieces([e, d, a, c], links)] == [(a, b, d), (c,), (e,)]


def test_of_a_crowd_only_what_hangs_together_better_is_one_piece():
    names = [(f"d{number:03}", "i1") for number in range(4 * MOST_TOGETHER)]
    fours = [tuple(names[at : at + 4]) for at in range(0, len(names), 4)]
    chain = dict.fromkeys(itertools.pairwise(names), 0.15)
    links = both_ends(chain | {pair: 0.5 for four in fours for pair in itertools.pairwise(four)})
    found = pieces(names, links)

    assert [piece.members for piece in found] == fours
    assert pieces(names[::-1], links) == found


def test_a_chain_of_links_is_cut_where_its_ends_have_nothing_in_common():
    chain = shares(ab=0.9, bc=0.5, cd=0.9, ac=0.0, ad=0.0, bd=0.0)

    assert average_link([key(name) for name in "abcd"], chain, 0.4) == [[key("a"), key("b")], [key("c"), key("d")]]


def test_the_strongest_links_that_hold_a_group_together_are_told():
    group = [key(name) for name in "abcd"]
    told = strongest_links(group, shares(ab=0.9, ac=0.5, bc=0.8, bd=0.6, cd=0.7))

    assert told == [(key("a"), key("b")), (key("b"), key("c")), (key("c"), key("d"))]


def test_equal_shares_are_joined_in_one_order_however_they_come():
    members = [key(name) for name in "abc"]
    pairs = shares(ab=0.6, bc=0.6, ac=0.1)
    turned = dict(reversed(pairs.items()))

    assert average_link(members, pairs, 0.4) == average_link(members[::-1], turned, 0.4)


# ------------------------------------------------------------------------------------------------------------- readings


def test_a_reading_comes_back_from_its_public_record():
    assert [reading_of(json.loads(json.dumps(as_dict(reading)))) for reading in READINGS] == READINGS


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (lambda r: r.pop("accounts"), "accounts is missing"),
        (lambda r: r["document"].update(text=3), "document.text must be a string"),
        (lambda r: r["accounts"][0]["claims"][0].update(field="colour"), "'colour' is no field of a claim"),
        (lambda r: r["accounts"][0].update(background="no"), r"accounts\[0\].background must be true or false"),
        (lambda r: r.update(sources={}), "sources must be a list"),
    ],
)
def test_what_is_no_reading_is_told_by_its_key(break_it, told):
    record = as_dict(READINGS[0])
    break_it(record)

    with pytest.raises(riwaya.UnreadableInput, match=told):
        reading_of(record)


def test_lines_that_are_no_readings_are_refused_by_their_number_and_the_others_come(tmp_path):
    path = tmp_path / "readings.jsonl"
    path.write_text("{oops\n" + json.dumps(as_dict(READINGS[0])) + "\n\n[1]\n", encoding="utf-8")
    found = list(find_readings([str(path)]))

    assert [type(each) for each in found] == [Refusal, riwaya.Reading, Refusal]
    assert [each.name for each in found if isinstance(each, Refusal)] == [f"{path}:1", f"{path}:4"]
