"""Days and moments as files write them: ISO 8601, mail and HTTP dates, numbers of seconds, ids of posts, visible dates.

What comes back is ISO 8601 text. An offset that is told is kept, and none is invented: a local time without a zone
stays without one, unless the caller names a zone. What is no day comes back as None, and so do the fillers that
databases write for "not known" (years before 1900, the first second of 1970).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from hijridate import Hijri

from riwaya.errors import UsageError
from riwaya.knowledge.load import load_knowledge
from riwaya.text.documents import find_day, fold_digits
from riwaya.text.normalize import fold
from riwaya.text.words import TextWords, text_words

EARLIEST, LATEST = 1900, 2100
"""Years between which a day is taken for one."""
_SNOWFLAKE_EPOCH = 1_288_834_974_657
_FIRST_SNOWFLAKE = 1 << 38
"""Ids of posts on X told nothing of their time before November 2010, when they had fewer digits."""
_EXCEL_EPOCH = datetime(1899, 12, 30)
_MINUTES_A_DAY = 24 * 60
_NAMED_ZONES = {"E": -5, "C": -6, "M": -7, "P": -8}
"""Hours of the zones that RFC 822 names by letters, in winter; platforms of North America write them."""


# ------------------------------------------------------------------------------------------------------ what is written


def from_any(text: str, *, zone: str | None = None) -> str | None:
    """The day or moment that a machine wrote, in whichever of its ways: ISO 8601, mail, X, seconds since 1970."""
    return (
        from_iso(text, zone=zone)
        or from_mail(text, zone=zone)
        or from_x(text, zone=zone)
        or (from_epoch(text, zone=zone) if re.fullmatch(r"\s*\d{9,16}(?:\.\d+)?\s*", text) else None)
    )


_ISO = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d\d)-?(?P<d>\d\d)"
    r"(?:(?:\s?[T_]\s?|\s+|\s?-\s?)(?P<h>\d{1,2}):?(?P<mi>\d\d)(?::?(?P<s>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?:(?P<utc>Z|UTC|GMT)|(?:UTC|GMT)?(?P<sign>[+\u2212-])(?P<zh>\d\d):?(?P<zm>\d\d)?|(?P<named>[ECMP][SD]T))?)?"
)


def from_iso(text: str, *, zone: str | None = None) -> str | None:
    """The day or moment that ISO 8601 tells, as strictly or loosely as it is written; seconds are not made up."""
    match = _ISO.fullmatch(fold_digits(_visible(text)).strip())
    if not match:
        return None
    year, month, day = (int(match[name]) for name in "ymd")
    if match["h"] is None:
        return _told_day(year, month, day)
    hour = int(match["h"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "Pp" else 0)
    offset: tzinfo | None = None
    if match["utc"]:
        offset = UTC
    elif match["named"]:
        offset = timezone(timedelta(hours=_NAMED_ZONES[match["named"][0]] + (match["named"][1] == "D")))
    elif match["sign"]:
        minutes = int(match["zh"]) * 60 + int(match["zm"] or 0)
        if minutes >= _MINUTES_A_DAY:
            return None
        offset = timezone(timedelta(minutes=minutes if match["sign"] == "+" else -minutes))
    try:
        moment = datetime(year, month, day, hour, int(match["mi"]), int(match["s"] or 0), tzinfo=offset)
    except ValueError:
        return None
    return told(moment, zone=zone, seconds=match["s"] is not None)


def _visible(text: str) -> str:
    """A text without the marks of direction that software in Arabic writes beside the strokes of a date."""
    return _MARKS.sub("", text).replace("\u202f", " ")


_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def from_mail(text: str, *, zone: str | None = None) -> str | None:
    """The moment of a mail, a feed or an HTTP header (RFC 822): `Mon, 15 Jan 2024 09:30:00 +0300`."""
    if not re.search(r"\d{1,2}\s+[A-Za-z]{3,9}\.?\s+\d{2,4}\s", text) and not re.search(r"\d-[A-Z][a-z]{2}-\d", text):
        return None
    try:
        # By the standard -0000 is Universal Time, told where the local time is not known; Python takes it for local.
        return told(parsedate_to_datetime(re.sub(r"-0000(?=\s*(?:\(|$))", "+0000", text)), zone=zone)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def from_x(text: str, *, zone: str | None = None) -> str | None:
    """The moment of a post in an archive of X: `Wed Oct 10 20:19:24 +0000 2018`."""
    try:
        return told(datetime.strptime(text.strip(), "%a %b %d %H:%M:%S %z %Y"), zone=zone)
    except ValueError:
        return None


def from_epoch(value: str | float, *, zone: str | None = None) -> str | None:
    """The moment so many seconds (or, by their size, milliseconds or microseconds) after the beginning of 1970."""
    try:
        seconds = float(value)
        if not 1 <= seconds < 1e17:
            return None
        while seconds > 32_503_680_000:  # the year 3000 in seconds
            seconds /= 1000
        return told(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds)), zone=zone)
    except (ValueError, OverflowError):
        return None


def from_post_id(post: str, *, zone: str | None = None) -> str | None:
    """The moment that the id of a post on X holds, to the second; None for ids from before they held one."""
    if not re.fullmatch(r"\d{1,19}", post) or int(post) < _FIRST_SNOWFLAKE:
        return None
    return from_epoch(((int(post) >> 22) + _SNOWFLAKE_EPOCH) // 1000, zone=zone)


def from_serial(value: float, *, zone: str | None = None) -> str | None:
    """The day or moment that a number of days in a sheet tells (45306 is 2024-01-15)."""
    if not 1 <= value < 80_000:
        return None
    moment = _EXCEL_EPOCH + timedelta(seconds=round(value * 86_400))
    if value == int(value):
        return _told_day(moment.year, moment.month, moment.day)
    return told(moment, zone=zone)


# ----------------------------------------------------------------------------------------------------- what people read


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """The words of visible dates, folded: those of the text layer, of the halves of the day, and of Hijri months."""

    text: TextWords
    mornings: frozenset[str]
    afternoons: frozenset[str]
    nights: frozenset[str]
    greenwich: tuple[str, ...]
    mecca: tuple[str, ...]
    hijri: Mapping[str, int]


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    """The words of visible dates out of the data."""
    lists = load_knowledge().lists

    def folded(name: str) -> tuple[str, ...]:
        return tuple(fold(word) for word in lists.words[name])

    return DateWords(
        text=text_words(lists.words, lists.signs),
        mornings=frozenset(folded("clock_mornings")),
        afternoons=frozenset(folded("clock_afternoons")),
        nights=frozenset(folded("clock_nights")),
        greenwich=folded("clock_greenwich"),
        mecca=folded("clock_mecca"),
        hijri={name: month for month in range(1, 13) for name in folded(f"hijri_{month}")},
    )


def from_visible(text: str, *, words: DateWords | None = None, zone: str | None = None) -> str | None:
    """The day, or with its hour the moment, that a short stretch for readers tells, in any of the month names.

    A Hijri day alone is turned into ours by the calendar of Umm al-Qura, from which local sightings differ by a day.
    """
    known = words or date_words()
    day, rest = _visible_day(_visible(text), known)
    if day is None:
        return None
    clock = _clock(rest, known)
    if clock is None:
        return day.isoformat()
    hour, minute, second, offset = clock
    moment = datetime(day.year, day.month, day.day, hour, minute, second or 0, tzinfo=offset)
    return told(moment, zone=zone, seconds=second is not None)


def _visible_day(text: str, words: DateWords) -> tuple[date | None, str]:
    """The day of a stretch, and the stretch without it; a day of ours goes before a Hijri one."""
    found = find_day(text, words=words.text)
    if found and EARLIEST <= found[0].year <= LATEST:
        return found[0], text[: found[1].start] + " " + text[found[1].end :]
    for match in _HIJRI.finditer(fold_digits(text)):
        name = fold(match["name"])
        month = words.hijri.get(name) or words.hijri.get(name.split()[0])
        if month and (day := from_hijri(int(match["y"]), month, int(match["d"]))):
            return day, text[: match.start()] + " " + text[match.end() :]
    return None, text


_HIJRI = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s?(?:من\s)?(?P<name>[^\W\d_]+(?:\s[^\W\d_]+)?)[\s,،]{1,2}(?P<y>1[345]\d\d)(?!\d)"
)


def from_hijri(year: int, month: int, day: int) -> date | None:
    """The day of our calendar that one of the Hijri calendar is (Umm al-Qura); None for what is none, or too old."""
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


_CLOCK = re.compile(
    r"(?<![\d/.:-])(?P<h>\d{1,2})\s?[:٫]\s?(?P<mi>\d\d)(?::(?P<s>\d\d))?(?![\d/:])\s*(?P<half>[^\W\d_]+(?:\.[Mm]\.)?)?"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_OFFSET = re.compile(r"(?P<sign>[+\u2212-])\s?(?P<zh>\d{1,2})(?::?(?P<zm>\d\d))?(?!\d)")


def _clock(text: str, words: DateWords) -> tuple[int, int, int | None, tzinfo | None] | None:
    """The hour, the minute, the second and the offset in a stretch, the hour on 24; None where no hour stands in it."""
    plain = fold_digits(text)
    match = _CLOCK.search(plain)
    if not match:
        return None
    hour, minute, half = int(match["h"]), int(match["mi"]), fold(match["half"] or "")
    if half in words.mornings:
        hour = hour % 12 if hour <= 12 else hour
    elif half in words.afternoons:
        hour = hour % 12 + 12 if hour <= 12 else hour
    elif half in words.nights:
        hour = hour % 12 + (12 if 6 <= hour < 12 else 0) if hour <= 12 else hour
    second = int(match["s"]) if match["s"] else None
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    return hour, minute, second, _visible_offset(plain, match, words)


def _visible_offset(text: str, clock: re.Match[str], words: DateWords) -> tzinfo | None:
    """The offset that stands beside an hour: Greenwich with what is added to it, or Mecca."""
    beside = text[max(0, clock.start() - 20) : clock.start()] + " " + text[clock.start("mi") : clock.end() + 30]
    said = " ".join(["", *(fold(word) for word in _LETTERS.findall(beside)), ""])
    if any(f" {place} " in said for place in words.mecca):
        return timezone(timedelta(hours=3))
    if not any(f" {name} " in said for name in words.greenwich):
        return None
    added = _OFFSET.search(beside)
    if not added:
        return UTC
    minutes = int(added["zh"]) * 60 + int(added["zm"] or 0)
    return timezone(timedelta(minutes=minutes if added["sign"] == "+" else -minutes)) if minutes <= 14 * 60 else None


# ------------------------------------------------------------------------------------------------------ how it is told


def told(moment: datetime, *, zone: str | None = None, seconds: bool = True) -> str | None:
    """A moment as ISO 8601. One in UTC is told in the zone asked for, one without a zone is taken to be in it.

    None for a year that no report is of. Raises UsageError where there is no such zone.
    """
    if not EARLIEST <= moment.year <= LATEST or moment == datetime(1970, 1, 1, tzinfo=moment.tzinfo):
        return None
    if zone is not None:
        asked = zone_of(zone)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=asked)
        elif moment.utcoffset() == timedelta(0):
            moment = moment.astimezone(asked)
    return moment.isoformat(timespec="seconds" if seconds else "minutes")


def _told_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


@lru_cache(maxsize=16)
def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name (Asia/Baghdad) or an offset (+03:00). Raises UsageError where there is none."""
    if name.upper() in ("UTC", "Z"):
        return UTC
    if match := re.fullmatch(r"(?:UTC)?([+-])(\d\d?)(?::?(\d\d))?", name):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes < _MINUTES_A_DAY:
            return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        raise UsageError(
            f"there is no time zone {name!r}: give a name such as Asia/Baghdad or an offset, +03:00"
        ) from error


def is_after(at: str, bound: str) -> bool:
    """Whether a day or moment lies after another by more than the zones of the world could explain."""
    return _earliest(at) > _latest(bound)


def _earliest(at: str) -> datetime:
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone(timedelta(hours=14)))
    return moment


def _latest(at: str) -> datetime:
    moment = datetime.fromisoformat(at)
    if len(at) == 10:
        moment += timedelta(days=1)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone(timedelta(hours=-12)))
    return moment
