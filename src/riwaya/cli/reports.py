"""The commands that read reports and tell how they were read: read, explain."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riwaya.cli.options import (
    demand,
    exists,
    format_option,
    input_options,
    lang_option,
    network_options,
    only_arabic_option,
    published_option,
    publisher_option,
    rejects_option,
    url_option,
)
from riwaya.cli.output import Progress, Refused, count, output, print_lines, print_list, tell_passed_over

if TYPE_CHECKING:
    from riwaya.inputs.blobs import Settings
    from riwaya.inputs.incoming import Incoming, Refusal
    from riwaya.inputs.network.fetch import Client
    from riwaya.records import Reading


@click.command("read")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@published_option
@publisher_option
@url_option
@format_option("table", "json", "jsonl")
@lang_option
@only_arabic_option
@input_options
@rejects_option
@network_options
@click.option("--strict", is_flag=True, help="End with 1 where there were issues.")
def read_command(
    paths: tuple[str, ...],
    published: str | None,
    publisher: str | None,
    url: str | None,
    form: str,
    lang: str,
    settings: Settings,
    rejects: Path | None,
    client: Client | None,
    strict: bool,
) -> None:
    """Read reports into accounts.

    PATH is a file of any format that `riwaya formats` lists, a folder, a pattern ('*.html'), a url, which is fetched,
    or - for standard input. Formats are told by content. What a document does not say of itself, the options say.

    Ends with 0; with 1 where a document could not be read at all or, with --strict, had issues; with 2 where the call
    makes no sense.
    """
    from riwaya.exports.json import as_dict
    from riwaya.inputs.blobs import PassedOver

    demand(paths)
    known = {"published": published, "publisher": publisher, "url": url}
    tally = _Tally()
    passed_over = PassedOver()
    settings = replace(settings, passed_over=passed_over.add)
    documents = take_in(paths, settings, client, {key: value for key, value in known.items() if value is not None})
    readings = _read_all(documents, tally, rejects)
    if form == "table":
        from riwaya.exports.table import Page

        page = Page(output(), lang)
        for name, reading in readings:
            page.print_reading(reading, name)
    else:
        printed = print_list if form == "json" else print_lines
        printed(as_dict(reading) for _, reading in readings)
    tell_passed_over(passed_over.count)
    if strict and tally.troubled:
        click.echo(f"riwaya: {count(tally.troubled, 'document')} with issues", err=True)
    if tally.refused or (strict and tally.troubled):
        sys.exit(1)


@dataclass(slots=True)
class _Tally:
    """What a run has come by so far."""

    read: int = 0
    refused: int = 0
    troubled: int = 0
    accounts: int = 0
    issues: int = 0

    def add(self, reading: Reading) -> None:
        """Counts a reading."""
        self.read += 1
        self.troubled += bool(reading.issues)
        self.accounts += len(reading.accounts)
        self.issues += len(reading.issues)

    def __str__(self) -> str:
        return (
            f"{count(self.read, 'document')}, {count(self.accounts, 'account')}, {count(self.issues, 'issue')}, "
            f"{self.refused} refused"
        )


def take_in(
    paths: Iterable[str], settings: Settings, client: Client | None, known: dict[str, str]
) -> Iterator[Incoming | Refusal]:
    """The documents of all paths, with what the options say of them."""
    from riwaya.inputs.files import find_documents
    from riwaya.inputs.incoming import Incoming
    from riwaya.inputs.publishers import with_known

    for found in find_documents(paths, sys.stdin.buffer, settings, client):
        yield with_known(found, known) if isinstance(found, Incoming) else found


def _read_all(
    documents: Iterable[Incoming | Refusal], tally: _Tally, rejects: Path | None
) -> Iterator[tuple[str, Reading]]:
    """The readings of all documents, each with the name of where it came from; refusals go to standard error."""
    from riwaya.inputs.incoming import Incoming, Refusal, read_document
    from riwaya.knowledge.load import load_knowledge

    knowledge = load_knowledge()
    with Progress() as progress, Refused(progress, rejects) as refused:
        for incoming in documents:
            reading = read_document(incoming, knowledge=knowledge) if isinstance(incoming, Incoming) else incoming
            if isinstance(reading, Refusal):
                refused.add(reading)
                tally.refused = refused.count
            else:
                tally.add(reading)
                yield incoming.name, reading
            progress.show(str(tally))
        refused.tell(count(tally.read, "document") + " read")


@click.command("explain")
@click.argument("source", metavar="PATH|-|TEXT")
@published_option
@format_option("table", "json", "jsonl")
@click.option("--near/--no-near", default=True, show_default=True, help="Also the rules that nearly matched.")
def explain_command(source: str, published: str | None, form: str, near: bool) -> None:
    """Tell which rules read a text, and which nearly did and why not.

    The text stands in a file, comes from standard input (-), or is given itself, in quotation marks.
    """
    from riwaya import pipeline

    text = _text_of(source)
    fired = [each for each in pipeline.explain(text, published=published) if near or each.why_not is None]
    if form == "table":
        from riwaya.exports.table import print_fired

        lattice = pipeline.prepare(text, published=published)
        spans = [lattice.span(sentence.first, sentence.last) for sentence in lattice.sentences]
        print_fired(output(), text, spans, fired)
        return
    printed = print_list if form == "json" else print_lines
    printed(
        {"stage": f.stage, "rule": f.rule, "text": text[f.start : f.end], "start": f.start, "end": f.end,
         "gives": f.gives, "why_not": f.why_not}
        for f in fired
    )  # fmt: skip


def take_readings(paths: Iterable[str]) -> tuple[list[Reading], int]:
    """The readings in files of JSON Lines, and how many lines were none, each of which is told on standard error."""
    refused: list[str] = []
    return list(taken_readings(paths, refused)), len(refused)


def taken_readings(paths: Iterable[str], refused: list[str]) -> Iterator[Reading]:
    """The readings in files of JSON Lines, one by one; lines that are none are told on standard error and noted."""
    from riwaya.inputs.incoming import Refusal
    from riwaya.inputs.readings import find_readings

    for found in find_readings(paths, sys.stdin.buffer):
        if isinstance(found, Refusal):
            refused.append(str(found))
            click.echo(f"riwaya: {found}", err=True)
        else:
            yield found


def _text_of(source: str) -> str:
    """The text of a file or of standard input; what is no path and has Arabic letters is a text itself."""
    from riwaya.inputs.files import find_documents
    from riwaya.inputs.incoming import Refusal

    if source != "-" and not exists(source):
        if any("\u0600" <= letter <= "\u06ff" for letter in source):
            return source
        demand([source])
    found = next(iter(find_documents([source], sys.stdin.buffer)))
    if isinstance(found, Refusal):
        raise click.ClickException(str(found))
    return found.text


COMMANDS = (read_command, explain_command)
