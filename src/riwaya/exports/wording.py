"""The values of a record in words of one language: for people, in place of codes."""

from __future__ import annotations

from functools import cache
from typing import Any

from riwaya.exports.lines import isolated
from riwaya.knowledge.load import DATA, Table
from riwaya.records import Source


class Labels:
    """The words of the table in one language."""

    def __init__(self, language: str) -> None:
        column = f"label_{language}"
        self._arabic = language == "ar"
        self._labels = Table(DATA / "labels.tsv").column(column)
        self._types = Table(DATA / "codebook" / "events.tsv").column(column)
        countries = Table(DATA / "places" / "countries.tsv").column("names_ar" if self._arabic else "name_en")
        self._countries = {code: names.partition("|")[0] for code, names in countries.items()}
        self._isolated: dict[str, str] = {}

    @property
    def prefers_arabic(self) -> bool:
        """Whether names are given in Arabic where there are both."""
        return self._arabic

    def of(self, kind: str, name: str, *values: str) -> str:
        """The label of a word of the record, such as `of("stance", "denies")`; the word itself where there is none.

        Of the kind `country` it is the name of the country of a code.
        """
        of_kind = {"type": self._types, "country": self._countries}.get(kind)
        label = self._labels.get(f"{kind}.{name}") if of_kind is None else of_kind.get(name)
        if label is None:
            label = name.replace("_", " ")
        elif not values and self._arabic:
            return self._of_table(label)
        return isolated(label.format(*values) if values else label) if self._arabic else label.format(*values)

    def _of_table(self, label: str) -> str:
        """A label of the table in its isolate, which is made once."""
        if label not in self._isolated:
            self._isolated[label] = isolated(label)
        return self._isolated[label]


@cache
def labels_of(language: str) -> Labels:
    """The words of a language, en or ar."""
    return Labels(language)


class Wording:
    """Says values and sources in the words of one language.

    Places have the codes of their countries, or with `countries` their names.
    """

    def __init__(self, labels: Labels, *, countries: bool = False) -> None:
        self._labels = labels
        self._countries = countries
        self._comma = "، " if labels.prefers_arabic else ", "

    def source(self, source: Source, *, publisher: bool = False, kind: bool = True) -> str:
        """The name of a source; what it is where it has none."""
        names = (source.name, source.name_en) if self._labels.prefers_arabic else (source.name_en, source.name)
        name = next((name for name in names if name), None)
        if name is None:
            return self._labels.of("word", "publisher") if publisher else self._labels.of("kind", source.kind)
        told = isolated(name)
        return f"{told} ({self._labels.of('kind', source.kind)})" if source.anonymous and kind else told

    def value(self, name: str, value: Any) -> str:
        """A value in words; that somebody denies that it happened at all is one without a value."""
        label = self._labels.of
        if value is None:
            return label("relation", "denies")
        if name == "outcome" and isinstance(value, str):
            return label("outcome", value)
        if not isinstance(value, dict):
            return isolated(str(value))
        if name == "happened":
            return self._time(value)
        if name in ("place", "origin"):
            return self._place(value)
        if name == "weapon":
            count = value.get("count")
            weapon = label("weapon", value.get("id") or "unspecified")
            return label("word", "times", self._bounds(count), weapon) if count else weapon
        if "low" in value and "high" in value:
            return self._toll(value)
        return self._party(value)

    def _name(self, value: dict[str, Any]) -> str | None:
        keys = ("name_ar", "name_en") if self._labels.prefers_arabic else ("name_en", "name_ar")
        return next((isolated(str(value[key])) for key in keys if value.get(key)), None)

    def _party(self, value: dict[str, Any]) -> str:
        kind = self._labels.of("kind", value["kind"]) if value.get("kind") else ""
        name = self._name(value)
        if not name:
            return kind or self._labels.of("word", "unknown")
        return f"{name} ({kind})" if kind else name

    def _place(self, value: dict[str, Any]) -> str:
        name = self._name(value) or self._labels.of("word", "unknown")
        region = value.get("admin1" if self._labels.prefers_arabic else "admin1_en")
        parts = [name, *([isolated(region)] if region and isolated(region) != name else [])]
        parts += [self._country(value["country"])] if value.get("country") else []
        told = self._comma.join(dict.fromkeys(parts))
        return self._labels.of("word", "near", told) if value.get("precision") == "near" else told

    def _country(self, code: str) -> str:
        return self._labels.of("country", code) if self._countries else code

    def _time(self, value: dict[str, Any]) -> str:
        earliest, latest, grain = value.get("earliest"), value.get("latest"), value.get("grain")
        label = self._labels.of
        if earliest and latest:
            told = str(earliest) if earliest == latest else label("word", "to", str(earliest), str(latest))
        elif earliest or latest:
            told = label("word", "since" if earliest else "until", str(earliest or latest))
        else:
            return label("word", "unknown")
        return f"{told}{self._comma}{label('grain', grain)}" if grain in ("part_of_day", "minute") else told

    def _bounds(self, value: dict[str, Any]) -> str:
        low, high = value.get("low"), value.get("high")
        label = self._labels.of
        if low == 0 and high == 0:
            return label("word", "none")
        if high is None:
            return label("word", "or_more", str(low)) if low is not None else label("word", "unknown")
        if low is None:
            return label("word", "at_most", str(high))
        return str(low) if low == high else label("word", "to", str(low), str(high))

    def _toll(self, value: dict[str, Any]) -> str:
        label = self._labels.of
        parts = [self._bounds(value)]
        if value.get("scope") in ("cumulative", "area"):
            parts.append(label("scope", value["scope"]))
        if value.get("since"):
            parts.append(label("word", "since", str(value["since"])))
        if value.get("as_of"):
            parts.append(f"{label('word', 'as_of')} {value['as_of']}")
        if groups := value.get("who"):
            told = self._comma.join(
                f"{self._bounds(group)} {label('group', str(group.get('group')))}" for group in groups
            )
            parts.append(label("word", "among_them", told))
        return self._comma.join(parts)
