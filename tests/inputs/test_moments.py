import pytest

from riwaya.errors import UsageError
from riwaya.inputs.moments import (
    from_any,
    from_epoch,
    from_iso,
    from_mail,
    from_post_id,
    from_serial,
    from_visible,
    from_x,
    is_after,
    zone_of,
)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-01-15", "2024-01-15"),
        ("20240115", "2024-01-15"),
        ("2024-01-15T09:30+03:00", "2024-01-15T09:30+03:00"),
        ("2024-01-15T09:30:12+0300", "2024-01-15T09:30:12+03:00"),
        ("2024-01-15T09:30:12.345678Z", "2024-01-15T09:30:12+00:00"),
        ("2024-01-15 09:30:12 UTC+02", "2024-01-15T09:30:12+02:00"),
        ("2024-01-15 9:05", "2024-01-15T09:05"),
        ("2024-01-15 9:05 PM", "2024-01-15T21:05"),
        ("2024-01-15 12:05 am", "2024-01-15T00:05"),
        ("٢٠٢٤-٠١-١٥T٠٩:٣٠", "2024-01-15T09:30"),
        ("20240115T093012Z", "2024-01-15T09:30:12+00:00"),
        ("2024-01-15 18:20:00 EST", "2024-01-15T18:20:00-05:00"),
        ("2024-07-15 18:20:00 PDT", "2024-07-15T18:20:00-07:00"),
        ("\u200f2024-01-15\u202f9:05 PM\u200e", "2024-01-15T21:05"),
    ],
)
def test_iso_8601_is_read_as_it_is_written(written, moment):
    assert moment == from_iso(written)


@pytest.mark.parametrize(
    "written",
    [
        "2024-13-01",
        "2024-02-30T10:00",
        "2024-01-15T25:00",
        "0001-01-01T00:00:00",
        "1445-07-03",
        "yesterday",
        "2024",
        "",
    ],
)
def test_what_is_no_day_is_not_made_one(written):
    assert from_iso(written) is None
    assert from_any(written) is None


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 15 Jan 2024 09:30:00 +0300", "2024-01-15T09:30:00+03:00"),
        ("15 Jan 2024 09:30:00 GMT", "2024-01-15T09:30:00+00:00"),
        (
            "Mon, 15 Jan 2024 09:30:00 -0000",
            "2024-01-15T09:30:00+00:00",
        ),  # by the standard, Universal Time all the same
    ],
)
def test_dates_of_mail_are_read(written, moment):
    assert moment == from_mail(written)


def test_dates_of_x_are_read():
    assert from_x("Wed Oct 10 20:19:24 +0000 2018") == "2018-10-10T20:19:24+00:00"
    assert from_any("Wed Oct 10 20:19:24 +0000 2018") == "2018-10-10T20:19:24+00:00"


def test_seconds_and_thousandths_since_1970_are_told_apart_by_their_size():
    assert from_epoch("1705310400") == "2024-01-15T09:20:00+00:00"
    assert from_epoch(1705310400123) == "2024-01-15T09:20:00+00:00"
    assert from_epoch(1705310400123456) == "2024-01-15T09:20:00+00:00"
    assert from_any("1705310400") == "2024-01-15T09:20:00+00:00"


@pytest.mark.parametrize("value", ["0", 0, "-5", "nan", "inf", "text"])
def test_fillers_for_no_time_are_none(value):
    assert from_epoch(value) is None


def test_the_id_of_a_post_tells_its_moment():
    assert from_post_id("1050118621198921728") == "2018-10-10T20:19:24+00:00"
    assert from_post_id("20") is None  # ids were plain numbers once
    assert from_post_id("12345678901234567890123") is None


def test_numbers_of_days_in_sheets_are_read():
    assert from_serial(45306) == "2024-01-15"
    assert from_serial(45306.395833333336) == "2024-01-15T09:30:00"
    assert from_serial(0) is None


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("الاثنين 15 كانون الثاني/يناير 2024 - 09:30 ص", "2024-01-15T09:30"),
        ("١٥ شباط ٢٠٢٤ ٠٩:٣٠ م", "2024-02-15T21:30"),
        ("15 فيفري 2024", "2024-02-15"),
        ("نشر في 15/01/2024 الساعة 21:05", "2024-01-15T21:05"),
        ("2024/01/15 12:10 ص", "2024-01-15T00:10"),
        ("15 يناير 2024 12:10 ظهرًا", "2024-01-15T12:10"),
        ("15 يناير 2024 11:40 ليلا", "2024-01-15T23:40"),
        ("\u0661\u0665\u200f/\u0660\u0661\u200f/\u0662\u0660\u0662\u0664", "2024-01-15"),
        ("15\u200f/1\u200f/2024 9:05\u202fم", "2024-01-15T21:05"),
        ("15 يناير 2024 - 10:45 غرينتش", "2024-01-15T10:45+00:00"),
        ("15 يناير 2024 10:45 GMT+3", "2024-01-15T10:45+03:00"),
        ("الاثنين 15 يناير 2024 18:00 بتوقيت مكة المكرمة", "2024-01-15T18:00+03:00"),
        ("3 رجب 1445 هـ الموافق 15 يناير 2024", "2024-01-15"),
        ("3 رجب 1445 هـ", "2024-01-15"),
        ("12 جمادى الآخرة 1445", "2023-12-25"),
        ("القسم 15:30", None),
        ("نيسان 2023", None),
        ("45 يناير 2024", None),
    ],
)
def test_dates_for_readers_are_read_in_all_month_names(written, moment):
    assert moment == from_visible(written)


def test_a_zone_is_never_made_up():
    assert from_iso("2024-01-15T09:30") == "2024-01-15T09:30"
    assert from_iso("2024-01-15T09:30", zone="Asia/Baghdad") == "2024-01-15T09:30+03:00"


def test_a_moment_in_utc_is_told_in_the_zone_asked_for_and_others_keep_theirs():
    assert from_iso("2024-01-15T21:30Z", zone="Asia/Baghdad") == "2024-01-16T00:30+03:00"
    assert from_iso("2024-01-15T21:30+02:00", zone="Asia/Baghdad") == "2024-01-15T21:30+02:00"
    assert from_iso("2024-01-15", zone="Asia/Baghdad") == "2024-01-15"


@pytest.mark.parametrize("name", ["Baghdad", "+99:00", "../../etc/passwd", ""])
def test_a_zone_that_is_none_is_told(name):
    with pytest.raises(UsageError, match="there is no time zone"):
        zone_of(name)


def test_after_means_after_in_every_zone():
    assert is_after("2024-01-18", "2024-01-15")
    assert is_after("2024-01-15T12:00+00:00", "2024-01-15T11:00+00:00")
    assert not is_after("2024-01-16", "2024-01-15T23:00+00:00")  # the day had begun farther east
    assert not is_after("2024-01-15", "2024-01-15")
