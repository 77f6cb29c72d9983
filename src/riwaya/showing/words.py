"""The words of the desk in one language: of its pages, and of the record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from riwaya.exports.wording import labels_of
from riwaya.knowledge.load import DATA, Table

LANGUAGES: Mapping[str, str] = {"ar": "rtl", "en": "ltr"}
"""The languages of the desk, and the way in which each runs."""


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = LANGUAGES[language]
        self.labels = labels_of(language)
        self._said = _said(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """What the desk says in a place; values stand in its gaps. Raises KeyError where no table has the key."""
        return self._template(key).format(**values)

    def has(self, key: str) -> bool:
        """Whether a table has a key."""
        return key in self._said

    def count(self, key: str, number: int, shown: str | None = None) -> str:
        """A number of things, in the form that the language counts so many in; `shown` is the number as it is shown."""
        return self._template(f"{key}.{_form(self.language, number)}").format(number=shown or number)

    def of(self, kind: str, name: str) -> str:
        """The label of a word of the record."""
        return self.labels.of(kind, name)

    def _template(self, key: str) -> str:
        if key not in self._said:
            raise KeyError(f"no table of the desk's words has {key!r}")
        return self._said[key]


def _form(language: str, number: int) -> str:
    """The form of plural of a number, as CLDR has it, zero and one and two set apart in Arabic."""
    if language != "ar":
        return "one" if number == 1 else "many"
    if number in (1, 2):
        return ("one", "two")[number - 1]
    return "few" if 3 <= number % 100 <= 10 else "many"


@cache
def tables() -> tuple[Table, ...]:
    """The tables of words, one a screen."""
    return tuple(Table(path) for path in sorted((DATA / "web" / "words").glob("*.tsv")))


def _said(language: str) -> dict[str, str]:
    """What the desk says in a language by the keys of all tables."""
    return {key: said for table in tables() for key, said in table.column(f"label_{language}").items()}


@cache
def words_of(language: str) -> Words:
    """The words of a language, ar or en."""
    return Words(language)
