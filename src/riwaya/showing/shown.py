"""How values are shown to a person: in a language, with the digits and the names of months that he prefers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from riwaya.exports.lines import FSI, PDI
from riwaya.exports.wording import Wording
from riwaya.knowledge.load import DATA, Table
from riwaya.showing.words import Words, words_of

DIGITS = ("latin", "arabic")
MONTHS = ("levant", "egypt", "both", "maghreb")
THEMES = ("auto", "light", "dark")
GRAPHIC = ("closed", "shown")
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_ISOLATES = str.maketrans("", "", FSI + PDI)


@dataclass(frozen=True)
class Preferences:
    """What a person prefers, whatever the page. `digits` and `months` count in Arabic only.

    `graphic` says whether descriptions of violence to bodies are closed until they are opened, or shown at once.
    """

    digits: str = "latin"
    months: str = "both"
    theme: str = "auto"
    graphic: str = "closed"


class Shown:
    """Says values of the record, numbers and days in the words of one language."""

    def __init__(self, language: str, preferences: Preferences) -> None:
        self.words: Words = words_of(language)
        self.preferences = preferences
        self._arabic_digits = language == "ar" and preferences.digits == "arabic"
        self._wording = Wording(self.words.labels, countries=True)

    @cached_property
    def _months(self) -> tuple[str, ...]:
        table = Table(DATA / "web" / "months.tsv")
        rows = [table.row(str(number)) for number in range(1, 13)]
        if self.words.language == "en":
            return tuple(row["en"] for row in rows)
        if self.preferences.months == "both":
            return tuple(f"{row['levant']}/{row['egypt']}" for row in rows)
        return tuple(row[self.preferences.months] for row in rows)

    def digits(self, text: object) -> str:
        """Text of our own with the digits that are preferred."""
        return str(text).translate(_ARABIC_DIGITS) if self._arabic_digits else str(text)

    def count(self, key: str, number: int) -> str:
        """A number of things in words."""
        return self.words.count(key, number, self.digits(number))

    def of(self, kind: str, name: str) -> str:
        """The label of a word of the record."""
        return self.words.of(kind, name).translate(_ISOLATES)

    def day(self, told: str | None) -> str:
        """A day, or the day of a moment, in words; nothing where there is none."""
        try:
            day = date.fromisoformat((told or "")[:10])
        except ValueError:
            return self.digits(told or "")
        return self.digits(f"{day.day} {self._months[day.month - 1]} {day.year}")

    def stretch(self, told: str) -> str:
        """A month (2024-01) or a year (2024) in words."""
        year, _, month = told.partition("-")
        return self.digits(f"{self._months[int(month) - 1]} {year}" if month else year)

    def moment(self, told: str | None) -> str:
        """A moment in words: its day, and the time in UTC where one is told."""
        try:
            at = datetime.fromisoformat(told or "")
        except ValueError:
            return self.day(told)
        if len(told or "") <= 10:
            return self.day(told)
        utc = at.astimezone(UTC) if at.tzinfo else at
        return f"{self.day(utc.date().isoformat())} {self.digits(f'{utc:%H:%M}')}{' UTC' if at.tzinfo else ''}"

    def value(self, field: str, value: Any) -> str:
        """A value of a field in words."""
        if field == "happened" and isinstance(value, dict):
            return self._time(value)
        if isinstance(value, dict):  # a day in figures would be turned round in a line of Arabic
            value = value | {key: self.day(value[key]) for key in ("as_of", "since") if value.get(key)}
        told = self._wording.value(field, value)
        # In a line that runs left to right an Arabic name would draw the brackets behind it to its own end.
        return self.digits(told if self.words.direction == "ltr" else told.translate(_ISOLATES))

    def _time(self, value: dict[str, Any]) -> str:
        earliest, latest, grain = value.get("earliest"), value.get("latest"), value.get("grain")
        if not earliest and not latest:
            return self.of("word", "unknown")
        if earliest and latest:
            same = earliest[:10] == latest[:10]
            told = self.day(earliest) if same else self.words("span", start=self.day(earliest), end=self.day(latest))
        else:
            told = self.words("since" if earliest else "until", day=self.day(earliest or latest))
        if grain in ("part_of_day", "minute") and earliest and len(earliest) > 10:
            hours = self.digits("–".join(dict.fromkeys((earliest[11:16], (latest or earliest)[11:16]))))
            return f"{told} {hours}"
        return told
