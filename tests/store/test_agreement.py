"""How often two sources agree, differ and deny each other; and how many incidents there are over time."""

import pytest

from riwaya.store.finding import Agreement, Asked
from riwaya.store.runs import reconcile_store
from stores import make_incoming

FIVE = "قالت مديرية الصحة إن خمسة مدنيين قتلوا يوم 30 كانون الثاني في قصف مدفعي على سوق بلدة سرمين في ريف إدلب."
SEVEN = "قال الدفاع المدني إن سبعة مدنيين قتلوا يوم 30 كانون الثاني في قصف مدفعي على سوق بلدة سرمين في ريف إدلب."
FIVE_TOO = FIVE.replace("قالت مديرية الصحة", "قالت وزارة الداخلية")
DENIED = "نفى الجيش السوري قصف سوق بلدة سرمين في ريف إدلب يوم 30 كانون الثاني."
UNNAMED = SEVEN.replace("الدفاع المدني", "مصدر طبي")


@pytest.fixture
def told(store):
    """Keeps reports, and gives how their sources stand to each other."""

    def tell(*texts, asked=Asked()):  # noqa: B008
        for number, text in enumerate(texts):
            store.ingest(make_incoming(text, publisher=f"paper {number}"))
        reconcile_store(store)
        store.renew_overviews()
        return {(each.a, each.b): each[2:] for each in store.agreement(asked)}

    return tell


def test_sources_that_tell_other_tolls_differ_and_those_that_tell_one_agree(told):
    assert {
        ("الدفاع المدني", "مديرية الصحة"): (0, 1, 0),
        ("الدفاع المدني", "وزارة الداخلية"): (0, 1, 0),
        ("مديرية الصحة", "وزارة الداخلية"): (1, 0, 0),
    } == told(FIVE, SEVEN, FIVE_TOO)


def test_whoever_denies_what_another_says_is_told_to_deny_it(told):
    ((pair, times),) = told(FIVE, DENIED).items()

    assert "مديرية الصحة" in pair
    assert (0, 0, 1) == times


def test_whom_nobody_names_agrees_with_nobody(told):
    assert {} == told(FIVE, UNNAMED)


def test_only_incidents_that_are_asked_for_count(told):
    assert {} == told(FIVE, SEVEN, asked=Asked(types=("airstrike",)))


def test_pairs_are_made_anew_as_reports_are_taken_out(told, store):
    told(FIVE, SEVEN)
    document = next(each.id for each in store.documents() if "سبعة" in each.text)
    store.withdraw(document, who="analyst", why="a hoax", seen=store.head().seq)

    assert () == store.agreement()


@pytest.mark.parametrize(("grain", "when"), [("day", "2024-01-30"), ("month", "2024-01"), ("year", "2024")])
def test_incidents_are_counted_over_time_by_type_and_standing(told, store, grain, when):
    told(FIVE, SEVEN)

    assert [(when, "shelling", "disputed", 1)] == [tuple(each) for each in store.over_time(Asked(), grain)]
    assert ("2024-01-30", "2024-01-30") == store.first_and_last_day()


def test_what_stayed_unread_is_counted_by_its_code(told, store):
    store.ingest(make_incoming(FIVE, published=None))
    told()

    assert {"D03": 1, "H01": 1} == {code: each["incidents"] for code, each in store.counts(Asked(), "issue").items()}


def test_the_pair_that_meets_most_often_comes_first(told, store):
    told(FIVE, SEVEN, FIVE_TOO)
    (first,) = store.agreement(limit=1)

    assert Agreement("الدفاع المدني", "مديرية الصحة", 0, 1, 0) == first
