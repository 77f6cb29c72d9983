"""The commands that keep documents in a store, check it and search it: ingest, verify, search."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riwaya.cli.options import (
    as_day,
    demand,
    format_option,
    input_options,
    known_at_option,
    network_options,
    only_arabic_option,
    published_option,
    publisher_option,
    rejects_option,
    store_option,
    url_option,
)
from riwaya.cli.output import Progress, Refused, count, output, print_lines, tell_passed_over
from riwaya.cli.reports import take_in

if TYPE_CHECKING:
    from riwaya.inputs.blobs import Settings
    from riwaya.inputs.incoming import Incoming, Refusal
    from riwaya.inputs.network.fetch import Client
    from riwaya.store.answers import Hit
    from riwaya.store.keeping import Kept
    from riwaya.store.store import Store


@click.command("ingest")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@store_option
@published_option
@publisher_option
@url_option
@only_arabic_option
@input_options
@rejects_option
@network_options
@click.option("--again", is_flag=True, help="Read what the store holds again, where another version read it.")
@format_option("table", "jsonl")
def ingest_command(
    paths: tuple[str, ...],
    store: str,
    published: str | None,
    publisher: str | None,
    url: str | None,
    settings: Settings,
    rejects: Path | None,
    client: Client | None,
    again: bool,
    form: str,
) -> None:
    """Read reports and keep them in a store, which is made where there is none.

    PATH is what `riwaya read` takes. A report is known by its text, publisher, url and day of publication, and one that
    the store holds is not kept twice; where another version of Riwaya read it, this reading is added. Each report goes
    in at once and as a whole, so what was stopped half way can be started again.

    Ends with 0; with 1 where a document could not be read; with 2 where the call makes no sense.
    """
    from riwaya.inputs.blobs import PassedOver
    from riwaya.inputs.incoming import Refusal
    from riwaya.store import open_store

    if not paths and not again:
        raise click.UsageError("give the reports to keep, or --again to read those of the store anew")
    demand(paths)
    known = {key: value for key, value in (("published", published), ("publisher", publisher), ("url", url)) if value}
    counted = {"kept": 0, "read_again": 0, "held": 0, "refused": 0}
    accounts = issues = 0
    passed_over = PassedOver()
    documents = take_in(paths, replace(settings, passed_over=passed_over.add), client, known)
    with open_store(store, make=bool(paths)) as opened, Progress() as progress, Refused(progress, rejects) as refused:
        for outcome in _ingest_all(opened, documents, again, ahead="-" not in paths):
            if isinstance(outcome, Refusal):
                refused.add(outcome)
                counted["refused"] = refused.count
            else:
                counted[outcome.outcome] += 1
                accounts += outcome.accounts
                issues += outcome.issues
                if form == "jsonl":
                    print_lines([outcome._asdict()])
            progress.show(
                f"{count(sum(counted.values()), 'document')}, {counted['kept']} kept, {counted['held']} held already, "
                f"{count(accounts, 'account')}, {count(issues, 'issue')}"
            )
        refused.tell(count(counted["kept"], "document") + " kept")
    if form == "table":
        output().write(
            f"{count(counted['kept'], 'document')} kept, {counted['read_again']} read again, "
            f"{counted['held']} held already, {counted['refused']} refused\n"
        )
    tell_passed_over(passed_over.count)
    if counted["refused"]:
        sys.exit(1)


def _ingest_all(
    store: Store, documents: Iterable[Incoming | Refusal], again: bool, *, ahead: bool
) -> Iterator[Kept | Refusal]:
    """What becomes of each document, of those handed in first."""
    yield from store.ingest_all(documents, ahead=ahead)
    if again:
        yield from store.read_again()


@click.command("verify")
@store_option
@click.option("--noted", metavar="HEAD", help="The head that an earlier run told, noted down elsewhere.")
def verify_command(store: str, noted: str | None) -> None:
    """Check that everything in a store is as it was kept.

    Holds every original, document, reading, run and decision against the log, and the log and the audit against
    themselves. Tells the log's head, which noted down elsewhere shows later whether its end was taken away or the whole
    written anew.

    Ends with 0 where all is well, 1 where it is not, 2 where the call makes no sense.
    """
    from riwaya.store import open_store
    from riwaya.store.verifying import head_of

    with open_store(store, make=False) as opened:
        verified = opened.verify(noted=head_of(noted) if noted else None)
    out = output()
    out.writelines(f"{fault}\n" for fault in verified.faults)
    held = ", ".join(count(number, kind) for kind, number in verified.counted.items())
    out.write(f"{held}\nhead {verified.head}\n")
    if verified.faults:
        click.echo(f"riwaya: {count(len(verified.faults), 'fault')}", err=True)
        sys.exit(1)


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@store_option
@click.option("--since", callback=as_day, metavar="DAY", help="Published on this day or later.")
@click.option("--before", callback=as_day, metavar="DAY", help="Published before this day.")
@click.option("--publisher", metavar="NAME", help="Published by this one.")
@known_at_option
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="As many at most.")
@format_option("table", "jsonl")
def search_command(
    query: tuple[str, ...],
    store: str,
    since: str | None,
    before: str | None,
    publisher: str | None,
    at: str | None,
    limit: int,
    form: str,
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
    if form == "jsonl":
        print_lines(map(_hit_as_dict, hits))
    for hit in hits if form == "table" else ():
        about = "  ".join(filter(None, (hit.document.id, hit.document.published, hit.document.publisher)))
        stretch = " ".join(hit.document.text[hit.stretch.start : hit.stretch.end].split())
        output().write(f"{about}\n  {stretch}\n")
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


COMMANDS = (ingest_command, verify_command, search_command)
