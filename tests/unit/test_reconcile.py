"""Accounts of several documents brought together: what makes two happenings one, and what keeps them apart."""

import itertools
import json

import pytest

import riwaya
from riwaya import UsageError
from riwaya.exports.json import as_dict
from riwaya.inputs.files import Refusal
from riwaya.inputs.readings import find_readings, reading_of
from riwaya.reconciling.clusters import average_link, components

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


def test_what_hangs_together_by_links_is_one_component():
    names = [key(name) for name in "abcde"]

    assert components(names, [(key("d"), key("b")), (key("b"), key("a"))]) == [
        [key("a"), key("b"), key("d")],
        [key("c")],
        [key("e")],
    ]


def test_a_chain_of_links_is_cut_where_its_ends_have_nothing_in_common():
    chain = shares(ab=0.9, bc=0.5, cd=0.9, ac=0.0, ad=0.0, bd=0.0)

    assert average_link([key(name) for name in "abcd"], chain, 0.4) == [[key("a"), key("b")], [key("c"), key("d")]]


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
