"""A reading as a page for a terminal: a panel for each incident, with who says what, through whom, in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich import box
from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from riwaya.exports.lines import clean, folded, hanging, in_isolate, isolated, right_to_left, squeezed, with_isolates
from riwaya.exports.wording import Labels, Wording, labels_of
from riwaya.records import Account, Claim, Fired, Incident, IncidentField, Issue, Reading, Source, Span

WIDEST = 110
"""Columns of a page at most; longer lines tire the eye."""
STATEMENT_LINES = 4
"""Lines that a statement gets; the JSON has all of it."""
NARROW = 76
"""Below so many columns, words stand under the value that they say, not beside it."""

_STANCE_STYLES = {"denies": "bold red", "doubts": "red", "no_claim": "dim", "threatens": "bold magenta",
                  "claims_responsibility": "bold magenta", "accuses": "bold yellow"}  # fmt: skip
_STATUS_STYLES = {"disputed": "bold red", "updated": "yellow", "refined": "cyan", "agreed": "green"}
_BETWEEN = {"updated": " → "}
_CLAIM_SIGNS = {"disputed": "≠", "updated": "→"}
_SUMMARY = ("place", "happened", "actor", "target", "weapon", "origin")
"""Fields that a panel begins with; then those in which the accounts differ, then the others."""


class Page:
    """A terminal, or a file that stands for one, on which readings are printed one below the other."""

    def __init__(self, out: TextIO, language: str = "en") -> None:
        self._console = Console(file=out, highlight=False, emoji=False, markup=False, soft_wrap=False)
        self._width = max(40, min(self._console.width, WIDEST))
        self._labels = labels_of(language)
        self._printed = 0

    def print_reading(self, reading: Reading, name: str) -> None:
        """Prints a reading: a line on the document, its incidents, its issues."""
        view = _View(reading, self._labels, self._width)
        if self._printed:
            self._console.print()
        for part in view.parts(name):
            self._console.print(part, width=self._width)
        self._printed += 1


class _View:
    """Lays out one reading for a number of columns."""

    def __init__(self, reading: Reading, labels: Labels, width: int) -> None:
        self.reading = reading
        self.labels = labels
        self.wording = Wording(labels)
        self.width = width
        self.inner = width - 4
        self.sources = {source.id: source for source in reading.sources}
        self.accounts = {account.id: account for account in reading.accounts}

    def parts(self, name: str) -> Iterator[Text | Panel]:
        """What is printed, top to bottom."""
        yield from self._head(name)
        if not self.reading.incidents:
            yield Text(self.labels.of("word", "no_accounts"), style="italic")
        for incident in sorted(self.reading.incidents, key=lambda incident: incident.background):
            yield self._panel(incident)
        yield from self._issues(self.reading.issues)

    # ------------------------------------------------------------------------------------------------- document

    def _head(self, name: str) -> Iterator[Text]:
        document, label = self.reading.document, self.labels.of
        line = Text(isolated(name), style="bold")
        for part in (
            isolated(document.publisher or ""),
            f"{label('word', 'published')} {clean(document.published)}" if document.published else "",
        ):
            if part:
                line.append(f" · {part}", style="not bold")
        yield from folded(line, self.width)
        counts = (
            f"{len(records)} {label('word', name if len(records) == 1 else f'{name}s')}"
            for name, records in (
                ("incident", self.reading.incidents),
                ("account", self.reading.accounts),
                ("source", self.reading.sources),
            )
            if records
        )
        if told := " · ".join(counts):
            yield Text(told, style="dim")

    # ------------------------------------------------------------------------------------------------ incidents

    def _panel(self, incident: Incident) -> Panel:
        disputed = [name for name, field in incident.fields.items() if field.status == "disputed"]
        edge = "red" if disputed else "dim" if incident.background else "cyan"
        title, lines = self._title(incident, disputed, edge)
        lines += self._fields(incident)
        shown: dict[Span, str] = {}
        for name in incident.accounts:
            account = self.accounts.get(name)
            if account:
                lines.append(Text(""))
                lines += self._account(account, incident, shown)
        return Panel(
            Group(*lines),
            title=title,
            title_align="left",
            box=box.ROUNDED,
            border_style=edge,
            style="dim" if incident.background else "none",
            width=self.width,
        )

    def _title(self, incident: Incident, disputed: list[str], edge: str) -> tuple[Text, list[Text]]:
        """The head of a panel: its type, and at the right edge what is disputed; below it where there is no room."""
        label = self.labels.of
        title = Text.assemble((f"{incident.id} ", "bold"), (label("type", incident.type), "bold"))
        if incident.background:
            title.append(f" ({label('word', 'background')})", style="not bold")
        if not disputed:
            return title, []
        fields = ", ".join(label("field", name) for name in disputed)
        right = Text(f"{label('status', 'disputed')}: {fields}", style="bold red")
        room = self.inner - title.cell_len - right.cell_len - 4
        if room < 2:
            return title, [right]
        return Text.assemble(title, " ", ("─" * room, edge), " ", right), []

    def _fields(self, incident: Incident) -> Iterator[Text]:
        """The fields of an incident: first what, where and when; a line for each value where they are disputed."""
        order = [name for name in _SUMMARY if name in incident.fields]
        order += [name for name in incident.fields if name not in order]
        for name in order:
            field = incident.fields[name]
            style = _STATUS_STYLES.get(field.status, "")
            values = self._values(name, field)
            status = "" if field.status == "single" else self.labels.of("status", field.status)
            head = self.labels.of("field", name)
            if field.status == "disputed":
                for number, (value, accounts) in enumerate(values):
                    line = Text.assemble((f"{value} ", "bold"), (self._who(accounts), "dim"))
                    line.append(f"  {status}" if not number else "", style=style)
                    yield from self._row("" if number else head, line, label_style=style)
            else:
                line = Text("")
                for number, (value, accounts) in enumerate(values):
                    line.append(_BETWEEN.get(field.status, " · ") if number else "", style=style)
                    line.append(value)
                    line.append(f" [{', '.join(accounts)}]" if len(values) > 1 else "", style="dim")
                line.append(f"  {status}", style=style)
                yield from self._row(head, line, label_style=style or "bold")
        count = incident.independent_lines
        word = "independent_line" if count == 1 else "independent_lines"
        yield Text(self.labels.of("word", word, str(count)), style="dim")

    def _values(self, name: str, field: IncidentField) -> list[tuple[str, list[str]]]:
        """The values of a field in words, each once, with the accounts that say it.

        That something happened before it was told is left out beside a value that tells more.
        """
        told: dict[str, list[str]] = {}
        open_ = [name == "happened" and (claim.value or {}).get("grain") == "open" for claim in field.claims]
        for claim, left_out in zip(field.claims, open_, strict=True):
            if not left_out or all(open_):
                accounts = told.setdefault(self.wording.value(name, claim.value), [])
                accounts += [account for account in claim.accounts if account not in accounts]
        return list(told.items())

    def _who(self, accounts: Iterable[str]) -> str:
        """Who asserts some accounts, each with the name of its account."""
        told = []
        for name in accounts:
            account = self.accounts.get(name)
            source = self.sources.get(account.attribution[-1].source) if account and account.attribution else None
            told.append(f"[{name}] {self._source(source, kind=False)}" if source else f"[{name}]")
        return ", ".join(told)

    # ------------------------------------------------------------------------------------------------- accounts

    def _account(self, account: Account, incident: Incident, shown: dict[Span, str]) -> Iterator[Text]:
        label = self.labels.of
        head = Text.assemble((account.id, "bold"), " ")
        head.append_text(self._chain(account))
        stance = Text(label("stance", account.stance), style=_STANCE_STYLES.get(account.stance, "cyan"))
        if account.modality != "actual":
            stance.append(f" · {label('modality', account.modality)}", style="italic")
        if account.polarity != "affirmed":
            stance.append(f" · {label('polarity', account.polarity)}", style="bold red")
        if account.type != incident.type:
            stance.append(f" · {label('type', account.type)}", style="not bold")
        if account.as_of and account.as_of != (self.reading.document.published or "")[:10]:
            stance.append(f" · {label('word', 'as_of')} {clean(account.as_of)}", style="not bold")
        yield from folded(Text.assemble(head, ": ", stance), self.inner, indent=3)
        key = account.statement
        if key in shown:
            yield Text(f"   {label('word', 'same_words', shown[key])}", style="dim italic")
        else:
            shown[key] = account.id
            yield from self._statement(account)
        for claim in account.claims:
            if claim.rule != "accounts.no-day-given":  # it happened before it was told, which goes without saying
                yield from self._claim(claim, incident)

    def _chain(self, account: Account) -> Text:
        """Who told whom: the publisher first, who asserts last."""
        chain = Text()
        for number, link in enumerate(account.attribution):
            if number:
                chain.append(" ← ", style="dim")
            source = self.sources.get(link.source)
            last = number == len(account.attribution) - 1
            chain.append(self._source(source) if source else link.source, style="bold" if last else "")
        return chain

    def _source(self, source: Source, *, kind: bool = True) -> str:
        first = self.reading.sources[0].id if self.reading.sources else None
        return self.wording.source(source, publisher=source.id == first, kind=kind)

    def _statement(self, account: Account) -> Iterator[Text]:
        """The words of the statement, right to left, with the trigger and the words of the claims marked."""
        start, end = account.statement
        words = Text()
        at = start
        marks = sorted({(claim.start, claim.end, "underline") for claim in account.claims})
        for first, last, style in (*marks, (end, end, "")):
            if first < at or last > end:
                continue
            words.append(squeezed(self.reading.document.text[at:first]))
            words.append(squeezed(self.reading.document.text[first:last]), style=style)
            at = last
        words.append(squeezed(self.reading.document.text[at:end]))
        yield from right_to_left(words, self.inner - 3, STATEMENT_LINES)

    def _claim(self, claim: Claim, incident: Incident) -> Iterator[Text]:
        field = incident.fields.get(claim.field)
        sign = _CLAIM_SIGNS.get(field.status, " ") if field else " "
        style = _STATUS_STYLES[field.status] if field and sign != " " else ""
        value = Text(self.wording.value(claim.field, claim.value), style=style)
        words = Text("" if claim.field in ("motive", "condition") else clean(claim.text))
        label = Text(f" {sign} ", style=style).append(self.labels.of("field", claim.field), style=style or "dim")
        yield from self._columns(label, value, words)

    def _columns(self, label: Text, value: Text, words: Text) -> Iterator[Text]:
        """A claim: its field, its value, and at the right edge the words that say it; below each other where narrow."""
        label.pad_right(max(0, 13 - label.cell_len))
        room = self.inner - 13 - value.cell_len - 2
        if words.cell_len <= room and self.width >= NARROW:
            line = Text.assemble(label, value)
            line.append(" " * (self.inner - line.cell_len - words.cell_len))
            line.append_text(in_isolate(words))
            yield line
            return
        yield from hanging(label, value, self.inner)
        if words.plain:
            yield from right_to_left(words, self.inner - 3, 2)

    def _row(self, label: str, value: Text, *, label_style: str) -> Iterator[Text]:
        head = Text(label, style=label_style)
        head.pad_right(max(1, 10 - head.cell_len))
        yield from hanging(head, value, self.inner)

    # --------------------------------------------------------------------------------------------------- issues

    def _issues(self, issues: Iterable[Issue]) -> Iterator[Text]:
        for number, issue in enumerate(issues):
            if not number:
                yield Text(self.labels.of("word", "issues"), style="bold yellow")
            line = Text.assemble((issue.code, "yellow"), " ", with_isolates(issue.message))
            yield from folded(line, self.width, indent=4)
            if issue.start is not None and issue.end is not None:
                words = Text(squeezed(self.reading.document.text[issue.start : issue.end]).strip())
                if words.plain and words.plain not in issue.message:
                    yield from right_to_left(words, self.width - 4, 1)


# ---------------------------------------------------------------------------------------------------------- explaining


def print_fired(out: TextIO, text: str, sentences: Iterable[tuple[int, int]], fired: Iterable[Fired]) -> None:
    """Prints the rules that fired, sentence by sentence, and dimmed those that nearly did, with the reason why not."""
    console = Console(file=out, highlight=False, emoji=False, markup=False)
    width = max(40, min(console.width, WIDEST))
    rules = list(fired)
    for start, end in sentences:
        own = [each for each in rules if start <= each.start < end]
        for line in right_to_left(Text(clean(text[start:end]), style="bold"), width - 3, 20):
            console.print(line)
        if not own:
            console.print(Text("  no rule", style="dim italic"))
        stages = max((len(each.stage) for each in own), default=0)
        ids = max((len(each.rule) for each in own), default=0)
        for each in sorted(own, key=lambda each: each.why_not is not None):
            told = each.why_not or ", ".join(f"{key} {isolated(value)}" for key, value in each.gives.items())
            head = Text.assemble(f"  {each.stage:<{stages}}  ", (f"{each.rule:<{ids}}", "" if each.why_not else "cyan"))
            words = Text(clean(text[each.start : each.end]))
            line = Text.assemble(head, "  ", in_isolate(words), "  " if told else "", (told, "italic"))
            line.stylize("dim" if each.why_not else "")
            for part in folded(line, width, indent=stages + ids + 6):
                console.print(part)
        console.print()
