"""What an incident comes to in one row."""

from dataclasses import replace

from builders import make_account, make_claim, make_count, make_reading, make_source
from riwaya.exports.facts import best, disputed_fields, figure, is_told_as_done, span_of_days, standing, status_of
from riwaya.exports.material import of_readings
from riwaya.records import Incident


def told(*counts):
    """A case of accounts by sources of their own, each with its count of dead."""
    accounts = [
        make_account(f"a{number}", [make_claim("killed", make_count(count))], chain=("s0", f"s{number}"))
        for number, count in enumerate(counts, 1)
    ]
    named = [make_source(f"s{number}", name=f"مصدر {number}", kind="official") for number, _ in enumerate(counts, 1)]
    incident = Incident("i1", "attack", tuple(account.id for account in accounts), False, len(accounts), {})
    reading = make_reading(accounts, [incident], [make_source(), *named])
    (case,) = of_readings([reading]).cases()
    return case


def test_two_figures_that_differ_give_the_least_and_the_most():
    found = figure(told(3, 5), "killed")

    assert (3, 5) == (found.low, found.high)
    assert 2 == len(found.claims)


def test_nobody_tells_of_the_injured():
    assert (None, None, None, ()) == figure(told(3), "injured")


def test_what_a_person_corrected_does_not_stand_and_what_he_says_does():
    case = told(3)
    document, account = case.accounts[0]
    amended = {
        "document": document,
        "account": account.id.partition("/")[2],
        "field": "killed",
        "values": [make_count(4)],
    }

    corrected = replace(case, amended=(amended,))

    assert [make_count(4)] == [each.value for each in standing(corrected, "killed")]
    assert best(corrected, "killed").amended
    assert "reviewed" == status_of(corrected)


def test_nothing_is_confirmed_by_a_machine():
    assert "reported" == status_of(told(3))
    assert () == disputed_fields(told(3))


def timed(*times):
    """A case of accounts by sources of their own, each with its time."""
    case = told(*range(1, len(times) + 1))
    values = [{"earliest": first, "latest": last, "grain": grain} for first, last, grain in times]
    document = case.accounts[0][0]
    amended = [
        {"document": document, "account": account.id.partition("/")[2], "field": "happened", "values": [value]}
        for (_, account), value in zip(case.accounts, values, strict=True)
    ]
    return replace(case, amended=tuple(amended))


def test_a_time_that_holds_a_narrower_one_widens_nothing():
    day, month = ("2024-05-13", "2024-05-13", "day"), ("2024-05-01", "2024-05-31", "month")

    assert ("2024-05-13", "2024-05-13") == span_of_days(timed(day, month, (None, "2024-05-14", "open")))


def test_two_days_that_differ_give_the_first_and_the_last():
    days = [("2024-05-13", "2024-05-13", "day"), ("2024-05-15", "2024-05-15", "day")]

    assert ("2024-05-13", "2024-05-15") == span_of_days(timed(*days))


def test_a_time_that_is_open_on_a_side_has_no_day_there():
    assert (None, "2024-05-14") == span_of_days(timed((None, "2024-05-14", "open")))
    assert ("2024-05-14", None) == span_of_days(timed(("2024-05-14", None, "open")))
    assert (None, None) == span_of_days(told(3))


def denied(case):
    """The case as if all its accounts denied it."""
    return replace(case, accounts=tuple((document, replace(each, stance="denies")) for document, each in case.accounts))


def test_who_denies_that_somebody_died_tells_of_no_dead():
    assert (5, 5) == figure(told(5), "killed")[:2]
    assert (None, None) == figure(denied(told(5)), "killed")[:2]
    assert (0, 0) == figure(denied(told(0)), "killed")[:2]


def test_what_is_only_denied_is_not_told_as_done():
    assert is_told_as_done(told(5))
    assert not is_told_as_done(denied(told(5)))
