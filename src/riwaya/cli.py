"""The command line.

Commands import what they need when they run, so that `riwaya --version` and completion answer at once.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from riwaya.errors import Fault, KnowledgeError, RiwayaError, UsageError
from riwaya.records import VERSION

if TYPE_CHECKING:
    from riwaya.inputs.files import Incoming, Refusal
    from riwaya.records import Reading
    from riwaya.store.keeping import Kept
    from riwaya.store.store import Hit, Store

FORMATS = ("table", "json", "jsonl")


class Commands(click.Group):
    """A group of commands that ends quietly when nobody reads on, and tells our own errors in a line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command that was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # `riwaya read … | head`: the reader has what it wants. Point stdout elsewhere, or closing it raises again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        except KnowledgeError as error:
            raise click.ClickException(f"the data has faults, so nothing can be read:\n{error}") from error
        except RiwayaError as error:
            raise click.ClickException(str(error)) from error


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """An option held to be a day, or a moment that begins with one."""
    try:
        date.fromisoformat(value.strip()[:10]) if value is not None else None
    except ValueError:
        raise click.BadParameter(f"{value!r} does not begin with a day such as 2024-01-31") from None
    return value


_store_option = click.option(
    "--store",
    metavar="PATH|URL",
    envvar="RIWAYA_STORE",
    default="riwaya.db",
    show_default=True,
    help="A file, or postgresql://user@host/name; also by RIWAYA_STORE.",
)
_known_at_option = click.option(
    "--as-known-at", "at", metavar="MOMENT", help="As the store was at a day's end, or at a time."
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="riwaya", message="%(prog)s %(version)s")
def main() -> None:
    """Read Arabic reports of conflict into accounts: who says what, in which words, through whom, as of when."""


# ---------------------------------------------------------------------------------------------------------------- read


@main.command("read")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--published", callback=_day, metavar="DAY", help="The day of publication; relative days count from it.")
@click.option("--publisher", metavar="NAME", help="Who published the report.")
@click.option("--url", metavar="URL", help="Where the report stands.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Else a table on a terminal, jsonl in a pipe.")
@click.option("--lang", type=click.Choice(("en", "ar")), default="en", show_default=True, help="Labels of the table.")
@click.option("--strict", is_flag=True, help="End with 1 where there were issues.")
def read_command(
    paths: tuple[str, ...],
    published: str | None,
    publisher: str | None,
    url: str | None,
    form: str | None,
    lang: str,
    strict: bool,
) -> None:
    """Read reports into accounts.

    PATH is a text file, a file of JSON Lines (.jsonl, .ndjson, .json) with one record a line, a folder of both, or -
    for standard input. A record has a text, and may have id, title, published, publisher and url; the options stand
    in where it has not.

    Ends with 0; with 1 where a document could not be read at all or, with --strict, had issues; with 2 where the call
    makes no sense.
    """
    _demand(paths)
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    known = {"published": published, "publisher": publisher, "url": url}
    tally = _Tally()
    readings = _read_all(paths, {key: value for key, value in known.items() if value is not None}, tally)
    if form == "table":
        _print_tables(readings, lang)
    elif form == "json":
        _print_json(readings)
    else:
        _print_lines(readings)
    if strict and tally.troubled:
        click.echo(f"riwaya: {_count(tally.troubled, 'document')} with issues", err=True)
    if tally.refused or (strict and tally.troubled):
        sys.exit(1)


@dataclass(slots=True)
class _Tally:
    """What a run has come by so far."""

    read: int = 0
    refused: int = 0
    troubled: int = 0


def _demand(paths: Iterable[str]) -> None:
    """Says at once which paths are not there, before the first is read."""
    missing = [path for path in paths if path != "-" and not _exists(path)]
    if missing:
        raise click.UsageError(f"there is no {', no '.join(missing)}")


def _exists(path: str) -> bool:
    """Whether there is such a file or folder; what is too long for a path is none."""
    try:
        return Path(path).exists()
    except OSError:
        return False


def _read_all(paths: Iterable[str], known: dict[str, str], tally: _Tally) -> Iterator[tuple[str, Reading]]:
    """The readings of all documents, each with the name of where it came from; refusals go to standard error."""
    from riwaya.inputs.files import Incoming, Refusal, find_documents, read_document
    from riwaya.knowledge.load import load_knowledge

    knowledge = load_knowledge()
    with _Progress() as progress:
        for incoming in find_documents(paths, sys.stdin.buffer):
            refusal = incoming if isinstance(incoming, Refusal) else None
            if isinstance(incoming, Incoming):
                reading = read_document(_with_known(incoming, known), knowledge=knowledge)
                if isinstance(reading, Refusal):
                    refusal = reading
                else:
                    tally.read += 1
                    tally.troubled += bool(reading.issues)
                    yield incoming.name, reading
            if refusal:
                tally.refused += 1
                progress.clear()
                click.echo(f"riwaya: {refusal}", err=True)
            progress.show(
                f"{_count(tally.read, 'document')} read, {tally.troubled} with issues, {tally.refused} refused"
            )


def _with_known(incoming: Incoming, known: dict[str, str]) -> Incoming:
    """A document with what the options say, where it does not say so itself."""
    missing = {key: value for key, value in known.items() if getattr(incoming, key) is None}
    return replace(incoming, **missing) if missing else incoming  # type: ignore[arg-type]


class _Progress:
    """A line on a terminal that tells how far a long run has come; nothing where the output itself goes there."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty() and not sys.stdout.isatty()
        self._began = self._last = time.monotonic()
        self._dirty = False

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *raised: object) -> None:
        self.clear()

    def show(self, text: str) -> None:
        """Writes the line anew, five times a second at most."""
        now = time.monotonic()
        if self._shown and now - self._began > 1 and now - self._last > 0.2:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
            self._last, self._dirty = now, True

    def clear(self) -> None:
        """Takes the line away."""
        if self._dirty:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._dirty = False


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# -------------------------------------------------------------------------------------------------------------- output


def _output() -> TextIO:
    """Standard output in UTF-8, whatever the locale; what UTF-8 cannot say (lone surrogates) is escaped."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return sys.stdout


def _print_lines(readings: Iterable[tuple[str, Reading]]) -> None:
    from riwaya.exports.json import as_dict

    out = _output()
    for _, reading in readings:
        out.write(_to_json(as_dict(reading), None) + "\n")
        out.flush()


def _print_json(readings: Iterable[tuple[str, Reading]]) -> None:
    """One list of all readings, laid out to be read."""
    from riwaya.exports.json import as_dict

    out = _output()
    before = "[\n"
    for _, reading in readings:
        out.write(before + _to_json(as_dict(reading), 1))
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")


def _to_json(record: Any, indent: int | None) -> str:
    from riwaya.exports.json import to_json

    return to_json(record, indent)


def _print_tables(readings: Iterable[tuple[str, Reading]], lang: str) -> None:
    from riwaya.exports.table import Page

    page = Page(_output(), lang)
    for name, reading in readings:
        page.print_reading(reading, name)


# ----------------------------------------------------------------------------------------------------------- reconcile


@main.command("reconcile")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@_store_option
@click.option("--format", "form", type=click.Choice(FORMATS), help="Else a table on a terminal, jsonl in a pipe.")
@click.option("--lang", type=click.Choice(("en", "ar")), default="en", show_default=True, help="Labels of the table.")
def reconcile_command(paths: tuple[str, ...], store: str, form: str | None, lang: str) -> None:
    """Bring the accounts of many documents together: one incident a line.

    PATH is a file of readings, as `riwaya read --format jsonl` prints them, or - for standard input. Without one, what
    the store holds is grouped anew and the run is kept there; what people decided stands. The order of the readings
    changes nothing. Each link between two documents has a score and its reasons.

    Ends with 0; with 1 where a line was no reading; with 2 where the call makes no sense.
    """
    from riwaya.exports.incident_table import IncidentPage
    from riwaya.exports.json import reconciled_as_dict
    from riwaya.inputs.files import Refusal
    from riwaya.inputs.readings import find_readings
    from riwaya.reconciling.reconcile import reconcile

    _demand(paths)
    readings, refused = [], 0
    if paths:
        for found in find_readings(paths, sys.stdin.buffer):
            if isinstance(found, Refusal):
                refused += 1
                click.echo(f"riwaya: {found}", err=True)
            else:
                readings.append(found)
        incidents = reconcile(readings)
    else:
        from riwaya.store import open_store
        from riwaya.store.runs import reconcile_store

        with open_store(store, make=False) as opened:
            incidents = reconcile_store(opened)
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    out = _output()
    if form == "table":
        rows = ((each.incident.id, each.incident, len({d for d, _ in each.accounts})) for each in incidents)
        IncidentPage(out, lang).print_list(rows)
    elif form == "json":
        out.write(_to_json([reconciled_as_dict(incident) for incident in incidents], 1) + "\n")
    else:
        out.writelines(_to_json(reconciled_as_dict(incident), None) + "\n" for incident in incidents)
    if refused:
        sys.exit(1)


@main.command("incidents")
@_store_option
@click.option("--type", "event_type", metavar="TYPE", help="Of this type, such as airstrike.")
@click.option("--since", callback=_day, metavar="DAY", help="That may have happened on this day or later.")
@click.option("--before", callback=_day, metavar="DAY", help="That may have happened before this day.")
@click.option("--disputed", is_flag=True, help="Of which the accounts dispute something.")
@_known_at_option
@click.option("--format", "form", type=click.Choice(("table", "jsonl")), help="Else a table on a terminal.")
@click.option("--lang", type=click.Choice(("en", "ar")), default="en", show_default=True, help="Labels of the table.")
def incidents_command(
    store: str,
    event_type: str | None,
    since: str | None,
    before: str | None,
    disputed: bool,
    at: str | None,
    form: str | None,
    lang: str,
) -> None:
    """List the incidents of a store, as its newest run grouped them and people decided.

    Ends with 0; with 1 where there are none; with 2 where the call makes no sense.
    """
    from riwaya.exports.incident_table import IncidentPage
    from riwaya.store import open_store
    from riwaya.store.runs import find_told, is_within, told_as_dict

    with open_store(store, make=False) as opened:
        found = [
            told
            for told in find_told(opened, at=at)
            if (event_type is None or told.incident.type == event_type)
            and is_within(told.incident, since, before)
            and (not disputed or any(field.status == "disputed" for field in told.incident.fields.values()))
        ]
    if (form or ("table" if sys.stdout.isatty() else "jsonl")) == "table":
        IncidentPage(_output(), lang).print_list((each.stored.id, each.incident, len(each.readings)) for each in found)
    else:
        _output().writelines(_to_json(told_as_dict(told), None) + "\n" for told in found)
    if not found:
        click.echo("riwaya: no incidents; `riwaya reconcile` groups what was ingested", err=True)
        sys.exit(1)


@main.command("show")
@click.argument("incident", metavar="ID")
@_store_option
@_known_at_option
@click.option("--format", "form", type=click.Choice(("table", "json")), help="Else a table on a terminal.")
@click.option("--lang", type=click.Choice(("en", "ar")), default="en", show_default=True, help="Labels of the table.")
def show_command(incident: str, store: str, at: str | None, form: str | None, lang: str) -> None:
    """Show an incident of a store: its fields by its sources, and how what they say stands to each other.

    ID is that of `riwaya incidents`. Ends with 0; with 2 where the call makes no sense.
    """
    from riwaya.exports.incident_table import IncidentPage
    from riwaya.store import open_store
    from riwaya.store.runs import show, told_as_dict

    with open_store(store, make=False) as opened:
        told = show(opened, incident, at=at)
    if (form or ("table" if sys.stdout.isatty() else "json")) == "table":
        IncidentPage(_output(), lang).print_incident(told.stored.id, told.incident, told.accounts, told.readings)
    else:
        _output().write(_to_json(told_as_dict(told), 1) + "\n")


# --------------------------------------------------------------------------------------------------------------- store


@main.command("ingest")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@_store_option
@click.option("--published", callback=_day, metavar="DAY", help="The day of publication; relative days count from it.")
@click.option("--publisher", metavar="NAME", help="Who published the report.")
@click.option("--url", metavar="URL", help="Where the report stands.")
@click.option("--again", is_flag=True, help="Read what the store holds again, where another version read it.")
@click.option("--format", "form", type=click.Choice(("table", "jsonl")), help="Else a table on a terminal.")
def ingest_command(
    paths: tuple[str, ...],
    store: str,
    published: str | None,
    publisher: str | None,
    url: str | None,
    again: bool,
    form: str | None,
) -> None:
    """Read reports and keep them in a store, which is made where there is none.

    PATH is what `riwaya read` takes. A report is known by its text, publisher, url and day of publication, and one that
    the store holds is not kept twice; where another version of Riwaya read it, this reading is added. Each report goes
    in at once and as a whole, so what was stopped half way can be started again.

    Ends with 0; with 1 where a document could not be read; with 2 where the call makes no sense.
    """
    from riwaya.inputs.files import Refusal
    from riwaya.store import open_store

    if not paths and not again:
        raise click.UsageError("give the reports to keep, or --again to read those of the store anew")
    _demand(paths)
    known = {key: value for key, value in (("published", published), ("publisher", publisher), ("url", url)) if value}
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    counted = {"kept": 0, "read_again": 0, "held": 0, "refused": 0}
    out = _output()
    with open_store(store, make=bool(paths)) as opened, _Progress() as progress:
        for outcome in _ingest_all(opened, paths, known, again):
            if isinstance(outcome, Refusal):
                counted["refused"] += 1
                progress.clear()
                click.echo(f"riwaya: {outcome}", err=True)
            else:
                counted[outcome.outcome] += 1
                if form == "jsonl":
                    out.write(_to_json(outcome._asdict(), None) + "\n")
                    out.flush()
            progress.show(f"{_count(sum(counted.values()), 'document')}, {counted['kept']} kept")
    if form == "table":
        out.write(
            f"{_count(counted['kept'], 'document')} kept, {counted['read_again']} read again, "
            f"{counted['held']} held already, {counted['refused']} refused\n"
        )
    if counted["refused"]:
        sys.exit(1)


def _ingest_all(store: Store, paths: Iterable[str], known: dict[str, str], again: bool) -> Iterator[Kept | Refusal]:
    """What becomes of each document, of those handed in first."""
    from riwaya.inputs.files import Incoming, find_documents

    for incoming in find_documents(paths, sys.stdin.buffer):
        yield store.ingest(_with_known(incoming, known)) if isinstance(incoming, Incoming) else incoming
    if again:
        yield from store.read_again()


@main.command("verify")
@_store_option
@click.option("--noted", metavar="HEAD", help="The head that an earlier run told, noted down elsewhere.")
def verify_command(store: str, noted: str | None) -> None:
    """Check that everything in a store is as it was kept.

    Holds every original, document, reading, run and decision against the log, and the log against itself. Tells its
    head, which noted down elsewhere shows later whether the end of the log was taken away or the whole written anew.

    Ends with 0 where all is well, 1 where it is not, 2 where the call makes no sense.
    """
    from riwaya.store import open_store
    from riwaya.store.verifying import head_of

    with open_store(store, make=False) as opened:
        verified = opened.verify(noted=head_of(noted) if noted else None)
    out = _output()
    out.writelines(f"{fault}\n" for fault in verified.faults)
    held = ", ".join(_count(number, kind) for kind, number in verified.counted.items())
    out.write(f"{held}\nhead {verified.head}\n")
    if verified.faults:
        click.echo(f"riwaya: {_count(len(verified.faults), 'fault')}", err=True)
        sys.exit(1)


@main.command("search")
@click.argument("query", nargs=-1, required=True)
@_store_option
@click.option("--since", callback=_day, metavar="DAY", help="Published on this day or later.")
@click.option("--before", callback=_day, metavar="DAY", help="Published before this day.")
@click.option("--publisher", metavar="NAME", help="Published by this one.")
@_known_at_option
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="As many at most.")
@click.option("--format", "form", type=click.Choice(("table", "jsonl")), help="Else a table on a terminal.")
def search_command(
    query: tuple[str, ...],
    store: str,
    since: str | None,
    before: str | None,
    publisher: str | None,
    at: str | None,
    limit: int,
    form: str | None,
) -> None:
    """Find documents in a store by their words, whatever the spelling.

    All words must stand in a document, in any of their forms: with or without vowel signs, hamza and proclitics, in
    the singular or the plural. Words in quotation marks must follow each other as they are.

    Ends with 0; with 1 where nothing was found; with 2 where the call makes no sense.
    """
    from riwaya.store import open_store

    with open_store(store, make=False) as opened:
        words = " ".join(query)
        hits = opened.search(words, at=at, since=since, before=before, publisher=publisher, limit=limit)
    out = _output()
    for hit in hits:
        if (form or ("table" if sys.stdout.isatty() else "jsonl")) == "jsonl":
            out.write(_to_json(_hit_as_dict(hit), None) + "\n")
        else:
            about = "  ".join(filter(None, (hit.document.id, hit.document.published, hit.document.publisher)))
            stretch = " ".join(hit.document.text[hit.stretch.start : hit.stretch.end].split())
            out.write(f"{about}\n  {stretch}\n")
    if not hits:
        sys.exit(1)


def _hit_as_dict(hit: Hit) -> dict[str, Any]:
    document = {key: value for key, value in hit.document._asdict().items() if key != "text"}
    stretch = {"start": hit.stretch.start, "end": hit.stretch.end, "text": hit.document.text[slice(*hit.stretch)]}
    return {
        "document": document,
        "exact": hit.exact,
        "words": [{"start": span.start, "end": span.end} for span in hit.spans],
        "stretch": stretch,
    }


# ------------------------------------------------------------------------------------------------------------- explain


@main.command("explain")
@click.argument("source", metavar="PATH|-|TEXT")
@click.option("--published", callback=_day, metavar="DAY", help="The day of publication; relative days count from it.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Else a table on a terminal, jsonl in a pipe.")
@click.option("--near/--no-near", default=True, show_default=True, help="Also the rules that nearly matched.")
def explain_command(source: str, published: str | None, form: str | None, near: bool) -> None:
    """Tell which rules read a text, and which nearly did and why not.

    The text stands in a file, comes from standard input (-), or is given itself, in quotation marks.
    """
    from riwaya import pipeline

    text = _text_of(source)
    fired = [each for each in pipeline.explain(text, published=published) if near or each.why_not is None]
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    out = _output()
    if form == "table":
        from riwaya.exports.table import print_fired

        lattice = pipeline.prepare(text, published=published)
        spans = [lattice.span(sentence.first, sentence.last) for sentence in lattice.sentences]
        print_fired(out, text, spans, fired)
        return
    records = [
        {"stage": f.stage, "rule": f.rule, "text": text[f.start : f.end], "start": f.start, "end": f.end,
         "gives": f.gives, "why_not": f.why_not}
        for f in fired
    ]  # fmt: skip
    if form == "json":
        out.write(_to_json(records, 1) + "\n")
    else:
        out.writelines(_to_json(record, None) + "\n" for record in records)


def _text_of(source: str) -> str:
    """The text of a file or of standard input; what is no path and has Arabic letters is a text itself."""
    from riwaya.inputs.files import Refusal, find_documents

    if source != "-" and not _exists(source):
        if any("\u0600" <= letter <= "\u06ff" for letter in source):
            return source
        _demand([source])
    found = next(iter(find_documents([source], sys.stdin.buffer)))
    if isinstance(found, Refusal):
        raise click.ClickException(str(found))
    return found.text


# ---------------------------------------------------------------------------------------------------------------- data


@main.command("lint")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--warnings/--no-warnings", default=True, show_default=True, help="Also what is only odd.")
def lint_command(paths: tuple[str, ...], warnings: bool) -> None:
    """Check the data, and tell all its faults at once.

    Each fault of the rules, words and tables comes with its file and line. PATH is a data folder of your own, or a
    file or folder of the data that is to be told of alone; the others are read all the same, for a rule in one file
    needs the words of another.

    Ends with 0 where there are no faults, 1 where there are.
    """
    from riwaya.knowledge.lint import lint
    from riwaya.knowledge.load import DATA

    _demand(paths)
    given = [Path(path).resolve() for path in paths]
    folders = [path for path in given if (path / "ar").is_dir()]
    inside = [path for path in given if path not in folders]
    if strangers := [str(path) for path in inside if not path.is_relative_to(DATA)]:
        raise click.UsageError(f"{', '.join(strangers)}: neither a data folder, which has a folder ar, nor in {DATA}")
    found = [lint(folder) for folder in folders]
    if inside or not given:
        found.append(lint().under(path.relative_to(DATA).as_posix() for path in inside) if inside else lint())
    faults = [fault for each in found for fault in each.faults]
    odd = [fault for each in found for fault in each.warnings] if warnings else []
    out = _output()
    out.writelines(f"{fault}\n" for fault in faults)
    out.writelines(f"{fault} (warning)\n" for fault in odd)
    if faults or odd:
        click.echo(f"riwaya: {_count(len(faults), 'fault')}, {_count(len(odd), 'warning')}", err=True)
    sys.exit(bool(faults))


@main.command("rules")
@click.argument("rule_id", metavar="[ID]", required=False)
@click.option(
    "--write", type=click.Path(file_okay=False, path_type=Path), help="Write the reference pages into a folder."
)
@click.option(
    "--check", type=click.Path(file_okay=False, path_type=Path), help="End with 1 where pages there are stale."
)
def rules_command(rule_id: str | None, write: Path | None, check: Path | None) -> None:
    """List rules, show them, or write their pages.

    ID is the id of a rule, or the beginning of several.
    """
    from riwaya.knowledge.load import DATA, read_families
    from riwaya.knowledge.pages import render_pages, render_rule, stale_pages, write_pages

    faults: list[Fault] = []
    families = read_families(DATA, faults)
    if faults:
        raise KnowledgeError(tuple(faults))
    if write or check:
        pages = render_pages(families)
        if write:
            write_pages(pages, write)
        stale = stale_pages(pages, check) if check else ()
        for name in stale:
            click.echo(f"{name} is stale: run make docs", err=True)
        sys.exit(bool(stale))
    out = _output()
    found = [(family, source) for family in families for source in family.rules]
    if rule_id is None:
        width = max(len(source.rule.id) for _, source in found)
        out.writelines(f"{s.rule.id:<{width}}  {s.rule.stage:<12}  {s.rule.pattern}\n" for _, s in found)
        return
    chosen = [each for each in found if each[1].rule.id == rule_id]
    chosen = chosen or [each for each in found if each[1].rule.id.startswith(rule_id)]
    if not chosen:
        raise click.UsageError(f"no rule is called {rule_id}, nor begins so")
    out.write("\n".join(f"# {source.rule.id}\n\n{render_rule(source, family)}" for family, source in chosen))
