"""Incidents over documents for a terminal: a line each, or one as a table of its fields by its sources.

In Arabic the table begins at the right: fields stand in the rightmost column, the first account beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TextIO, TypeVar

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from riwaya.exports.lines import clean, isolated, with_isolates
from riwaya.exports.wording import Wording, labels_of
from riwaya.records import FIELDS, Account, FieldValue, Incident, Reading

_COLUMN = 22
"""Columns of a terminal that an account gets at least; where there are more accounts, a further table follows."""
_STYLES = {"disputed": "bold red", "updated": "yellow", "refined": "cyan", "agreed": "green"}
_Cell = TypeVar("_Cell")
_TELLING = ("disputes", "denies", "updates", "refines")


class Listed(NamedTuple):
    """What a line of a list tells of an incident; `happened` and `place` are the first that anybody told, if any."""

    id: str
    type: str
    happened: Any
    place: Any
    documents: int
    accounts: int
    disputed: tuple[str, ...]
    background: bool


def listed(id: str, incident: Incident, documents: int) -> Listed:
    """A line out of an incident, with its id and its number of documents."""
    happened, place = (
        next(iter(incident.fields[name].values), None) if name in incident.fields else None
        for name in ("happened", "place")
    )
    disputed = tuple(name for name, field in incident.fields.items() if field.status == "disputed")
    return Listed(id, incident.type, happened, place, documents, len(incident.accounts), disputed, incident.background)


class IncidentPage:
    """A terminal, or a file that stands for one, on which incidents are printed."""

    def __init__(self, out: TextIO, language: str = "en") -> None:
        self._console = Console(file=out, highlight=False, emoji=False, markup=False)
        self._labels = labels_of(language)
        self._wording = Wording(self._labels)
        self._arabic = language == "ar"

    def print_list(self, incidents: Iterable[Listed]) -> None:
        """Prints incidents, a line each."""
        label = self._labels.of
        head = ["id", label("field", "happened"), label("word", "incident"), label("field", "place")]
        head += [label("word", "documents"), label("word", "accounts"), label("status", "disputed")]
        table = self._table(head)
        for each in incidents:
            row = [
                Text(each.id, style="bold"),
                Text(self._told("happened", each.happened)),
                Text(label("type", each.type)),
                Text(self._told("place", each.place)),
                Text(str(each.documents)),
                Text(str(each.accounts)),
                Text(", ".join(label("field", name) for name in each.disputed), style="red"),
            ]
            table.add_row(*self._turned(row), style="dim" if each.background else "")
        self._console.print(table)

    def print_incident(
        self, id: str, incident: Incident, accounts: Sequence[tuple[str, Account]], readings: Mapping[str, Reading]
    ) -> None:
        """Prints an incident: its fields by its accounts, and below how they stand to each other, in words."""
        label = self._labels.of
        lines = incident.independent_lines
        told = label("word", "independent_line" if lines == 1 else "independent_lines", str(lines))
        head = Text.assemble((f"{id} ", "bold"), (label("type", incident.type), "bold"), f" · {told}")
        if incident.background:
            head.append(f" ({label('word', 'background')})")
        self._console.print(head)
        numbers = {account.id: number for number, (_, account) in enumerate(accounts, 1)}
        at_once = max(1, (self._console.width - 14) // (_COLUMN + 3))
        for at in range(0, len(accounts), at_once):
            self._console.print(self._matrix(incident, accounts[at : at + at_once], numbers, readings))
        for line in self._relations(incident, numbers):
            self._console.print(line)

    def print_links(self, links: Iterable[Mapping[str, Any]]) -> None:
        """Prints links as `riwaya reconcile` gives them: which happenings, the share, and below the reasons."""
        for link in links:
            self._console.print(self._link(link))
            for reason in link["reasons"]:
                told = f"  {reason['weight']:+.1f} {reason['about']}: {with_isolates(reason['why'])}"
                self._console.print(Text(told, style="dim"))

    def print_amended(self, amended: Iterable[Mapping[str, Any]], accounts: Sequence[tuple[str, Account]]) -> None:
        """Prints what people say that accounts really tell, beside what it was, as `riwaya show` gives it in JSON."""
        numbers = {account.id: number for number, (_, account) in enumerate(accounts, 1)}
        for each in amended:
            field, decided = each["field"], each["decided"]
            sides = [self._values(field, each[side]) for side in ("was", "values")]
            number = numbers.get(f"{each['document']}/{each['account']}", 0)
            self._console.print(
                Text.assemble(
                    (f"{self._labels.of('field', field)} [{number}]: ", "bold"),
                    (sides[0], "strike"),
                    f" → {sides[1]} ({isolated(decided['by'])} {decided['at'][:10]}: {isolated(decided['why'])})",
                )
            )

    def _values(self, field: str, values: Sequence[Any]) -> str:
        return "; ".join(self._wording.value(field, value) for value in values) or "–"

    def print_seen(self, seen: int) -> None:
        """Prints the number that a decision on what was printed is to be given with."""
        self._console.print(Text(self._labels.of("word", "seen", str(seen)), style="dim"))

    def _link(self, link: Mapping[str, Any]) -> Text:
        """The two happenings, the share, the state, and who decided."""
        ends = [f"{link[end]['document']}/{link[end]['incident']}" for end in ("a", "b")]
        told = Text.assemble(f"{ends[0]} – {ends[1]} ", (f"{link['score']:.2f} ", "bold"))
        told.append(self._labels.of("state", link["state"]))
        if decided := link.get("decided"):
            told.append(f" ({isolated(decided['by'])} {decided['at'][:10]}: {isolated(decided['why'])})")
        return told

    # ------------------------------------------------------------------------------------------------- the table

    def _matrix(
        self,
        incident: Incident,
        accounts: Sequence[tuple[str, Account]],
        numbers: Mapping[str, int],
        readings: Mapping[str, Reading],
    ) -> Table:
        heads = [
            self._head(numbers[account.id], document, account, readings[document]) for document, account in accounts
        ]
        table = self._table(["", *heads])
        for name in (name for name in FIELDS if name in incident.fields):
            status = incident.fields[name].status
            cells = [self._cell(account, name) for _, account in accounts]
            if any(cells):
                style = _STYLES.get(status, "")
                row = [Text(self._labels.of("field", name), style=style or "bold")]
                table.add_row(*self._turned([*row, *(Text(cell, style=style) for cell in cells)]))
        return table

    def _table(self, head: Sequence[str | Text]) -> Table:
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, show_lines=False)
        for title in self._turned(head):
            whole = title == "id"  # it is there to be copied
            table.add_column(title, justify="right" if self._arabic else "left", overflow="fold", no_wrap=whole)
        return table

    def _turned(self, cells: Sequence[_Cell]) -> list[_Cell]:
        """Cells from left to right; in Arabic the first is the rightmost."""
        return list(reversed(cells)) if self._arabic else list(cells)

    def _head(self, number: int, document: str, account: Account, reading: Reading) -> Text:
        """Who says so, through whom, as of when, with which stance."""
        label = self._labels.of
        sources = {f"{document}/{source.id}": source for source in reading.sources}
        publisher = isolated(reading.document.publisher or "") or label("word", "publisher")
        chain = [
            self._wording.source(sources[link.source], publisher=not at) if at or not reading.document.publisher
            else publisher
            for at, link in enumerate(account.attribution)
            if link.source in sources
        ]  # fmt: skip
        head = Text.assemble((f"{number} ", "dim"), (chain[-1] if chain else publisher, "bold"))
        if len(chain) > 1:
            head.append("\n← " + " ← ".join(reversed(chain[:-1])), style="not bold")
        head.append(f"\n{label('stance', account.stance)}", style="not bold cyan")
        if account.as_of:
            head.append(f" · {label('word', 'as_of')} {clean(account.as_of)}", style="not bold dim")
        head.append(f"\n{clean(account.id)}", style="not bold dim")
        return head

    def _cell(self, account: Account, name: str) -> str:
        """What an account says of a field, each value once; nothing where it is silent."""
        told = (
            self._wording.value(name, claim.value)
            for claim in account.claims
            if claim.field == name and not (name == "happened" and claim.value.get("grain") == "open")
        )
        return "\n".join(dict.fromkeys(told))

    # -------------------------------------------------------------------------------------------------- relations

    def _relations(self, incident: Incident, numbers: Mapping[str, int]) -> Iterable[Text]:
        """How the values of a field stand to each other, where they do more than agree."""
        for name, field in incident.fields.items():
            for relation in field.relations:
                if relation.relation not in _TELLING:
                    continue
                sides = [self._side(name, field.claims[at], numbers) for at in (relation.a, relation.b)]
                style = "red" if relation.relation in ("disputes", "denies") else "cyan"
                yield Text.assemble(
                    (f"{self._labels.of('field', name)}: ", "bold"),
                    f"{sides[0]} / {sides[1]} ",
                    (self._labels.of("relation", relation.relation), style),
                    (f" ({with_isolates(relation.why)})", "dim"),
                )

    def _side(self, name: str, value: FieldValue, numbers: Mapping[str, int]) -> str:
        """A value, and the numbers of the accounts that say it."""
        told = ", ".join(str(numbers[account]) for account in value.accounts if account in numbers)
        return f"{self._wording.value(name, value.value)} [{told}]"

    def _told(self, name: str, value: Any) -> str:
        return "" if value is None else self._wording.value(name, value)
