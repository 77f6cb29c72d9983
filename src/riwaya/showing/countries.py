"""Countries by their names in a language, for lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable

from riwaya.knowledge.load import DATA, Table
from riwaya.showing.shown import Shown


def every_country(shown: Shown) -> list[tuple[str, str]]:
    """The code and the name of every country that the gazetteer has, by name."""
    return by_name(shown, Table(DATA / "places" / "countries.tsv"))


def by_name(shown: Shown, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Some countries, each with its code and its name, by name."""
    return sorted(((code, shown.of("country", code)) for code in codes), key=lambda country: country[1])
