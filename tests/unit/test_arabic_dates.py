"""The ways in which Arabic writes days: what a report tells by each, and what a line above it does."""

import pytest

from riwaya import read
from riwaya.inputs.moments import from_visible

SATURDAY = "2024-08-10"
DAYS = [
    ("15 يناير 2024", "2024-01-15"),
    ("15 كانون الثاني 2024", "2024-01-15"),
    ("15 كانون الثاني/يناير 2024", "2024-01-15"),
    ("15 يناير/كانون الثاني 2024", "2024-01-15"),
    ("7 تشرين أول 2023", "2023-10-07"),
    ("7 تشرين الأول 2023", "2023-10-07"),
    ("١٥ تموز ٢٠٢٤", "2024-07-15"),
    ("۱۵ تموز ۲۰۲۴", "2024-07-15"),
    ("15 كانون 2 2024", "2024-01-15"),
    ("3 تشرين 1، 2023", "2023-10-03"),
    ("18 أوت 2023", "2023-08-18"),
    ("14 جويلية 2022", "2022-07-14"),
    ("9 غشت 2023", "2023-08-09"),
    ("الاثنين 15 كانون الثاني/يناير 2024", "2024-01-15"),
    ("1 رمضان 1445", "2024-03-11"),
]


def happened(when: str, published: str = SATURDAY):
    """What the one account of a report tells of when it happened, and the codes of its issues."""
    reading = read(f"قتل ثلاثة مدنيين في قصف مدفعي على مدينة حلب {when}.", published=published)
    [account] = reading.accounts
    [claim] = [claim for claim in account.claims if claim.field == "happened"]
    return claim.value, [issue.code for issue in reading.issues if issue.code.startswith("H")]


@pytest.mark.parametrize(("written", "day"), DAYS)
def test_a_day_is_told_in_a_report_in_all_calendars_and_lands(written, day):
    assert {"earliest": day, "latest": day, "grain": "day"} == happened(f"في {written}")[0]


@pytest.mark.parametrize(("written", "day"), DAYS)
def test_a_day_is_told_in_a_line_or_a_cell_in_all_calendars_and_lands(written, day):
    assert day == from_visible(written)


def test_a_day_that_the_hijri_calendar_alone_tells_is_flagged():
    assert ["H04"] == happened("في 1 رمضان 1445")[1]
    assert [] == happened("في 1 رمضان 1445 هـ الموافق 11 مارس 2024")[1]


def test_a_month_is_no_day():
    assert {"earliest": "2023-04-01", "latest": "2023-04-30", "grain": "month"} == happened("في نيسان 2023")[0]
    assert from_visible("نيسان 2023") is None


@pytest.mark.parametrize(
    ("when", "day", "grain"),
    [
        ("الأحد الماضي", "2024-08-04", "day"),
        ("مساء أمس الجمعة", "2024-08-09", "part_of_day"),
        ("فجر اليوم", "2024-08-10", "part_of_day"),
        ("قبل يومين", "2024-08-08", "day"),
    ],
)
def test_days_are_counted_from_that_of_publishing(when, day, grain):
    assert ({"earliest": day, "latest": day, "grain": grain}, []) == happened(when)


def test_yesterday_is_held_against_the_weekday_beside_it():
    value, issues = happened("أمس الخميس")

    assert ("2024-08-08", ["H02"]) == (value["earliest"], issues)


def test_the_parts_of_a_date_are_one_day_and_not_three():
    value, issues = happened("اليوم الاثنين 15 كانون الثاني/يناير 2024", "2024-01-15")

    assert ({"earliest": "2024-01-15", "latest": "2024-01-15", "grain": "day"}, []) == (value, issues)
