"""The commands about what reports come in: formats, columns, leads, paste."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riwaya.cli.options import format_option, input_options, lang_option, url_option
from riwaya.cli.output import count, output, print_lines, print_list
from riwaya.errors import UsageError

if TYPE_CHECKING:
    from riwaya.inputs.blobs import Settings
    from riwaya.inputs.incoming import Incoming
    from riwaya.records import Reading


@click.command("formats")
@format_option("table", "jsonl")
def formats_command(form: str) -> None:
    """List the formats that reports are read in, in the order in which they are told apart.

    With what some of them take to be installed, and whether it is.
    """
    from riwaya.inputs.extras import is_installed
    from riwaya.inputs.formats import FORMATS

    told = [
        {
            "name": each.name,
            "about": each.about,
            "extra": each.extra,
            "installed": each.extra is None or is_installed(each.extra),
        }
        for each in FORMATS
    ]
    if form == "jsonl":
        print_lines(told)
        return
    for each in told:
        needs = f"  (needs riwaya[{each['extra']}])" if not each["installed"] else ""
        output().write(f"{each['name']:<12}{each['about']}{needs}\n")


@click.command("columns")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def columns_command(file: Path) -> None:
    """Print what the columns of a table are taken for, as a file for --columns to be mended.

    FILE is a table (CSV, XLSX, Parquet) or JSON with records. What is not known stands there as a comment.
    """
    from riwaya.inputs.blobs import open_blob
    from riwaya.inputs.tables.mapping import draft_mapping

    blob = open_blob(file)
    with blob.stream:
        output().write(draft_mapping(blob))


@click.command("leads")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@input_options
def leads_command(paths: tuple[str, ...], settings: Settings) -> None:
    """Print the addresses in lists of GDELT, and in tables of stories, as JSON Lines: where reports may be found.

    Each lead has url, seen, publisher, title and language. What such a list says happened is not taken: it is a
    machine's reading, and no report. Compressed files and ZIP archives are opened.

    Ends with 0; with 1 where a line could not be read; with 2 where the call makes no sense.
    """
    from riwaya.inputs.blobs import open_blob
    from riwaya.inputs.incoming import Refusal
    from riwaya.inputs.tables.leads import find_leads

    refused = 0
    for path in paths:
        blob = open_blob(Path(path))
        with blob.stream:
            for found in find_leads(blob, settings):
                if isinstance(found, Refusal):
                    refused += 1
                    click.echo(f"riwaya: {found}", err=True)
                else:
                    print_lines([found._asdict()])
    if refused:
        click.echo(f"riwaya: {count(refused, 'line')} refused", err=True)
        sys.exit(1)


@click.command("paste")
@url_option
@click.option("--at", metavar="MOMENT", help="When it was published: 2024-01-31, or with the hour, as it stands there.")
@click.option("--zone", metavar="ZONE", help="The zone of that hour, such as Asia/Baghdad or +03:00.")
@click.option("--publisher", metavar="NAME", help="Who published it, where it is a report.")
@click.option("--channel", metavar="NAME", help="The channel or page that it stands on, where it is a post.")
@click.option("--author", metavar="NAME", help="Who wrote it; of a post, who posted it.")
@click.option("--title", metavar="TEXT", help="Its headline, where that is not in the text.")
@click.option("--store", metavar="PATH|URL", help="Keep it in this store, rather than print what is read.")
@format_option("table", "json", "jsonl")
@lang_option
def paste_command(
    url: str | None,
    at: str | None,
    zone: str | None,
    publisher: str | None,
    channel: str | None,
    author: str | None,
    title: str | None,
    store: str | None,
    form: str,
    lang: str,
) -> None:
    """Read one report that is pasted in: from standard input, or on a terminal in an editor.

    It goes the way of all reports, and with --store its text is kept as it was pasted.

    Ends with 0; with 1 where it cannot be read; with 2 where the call makes no sense.
    """
    from riwaya.inputs.pasting import pasted

    incoming = pasted(
        _text_given(), url=url, at=at, zone=zone, publisher=publisher, channel=channel, author=author, title=title
    )
    if store is not None:
        _keep(incoming, store)
        return
    reading = _read(incoming)
    if form == "table":
        from riwaya.exports.table import Page

        Page(output(), lang).print_reading(reading, incoming.name)
        return
    from riwaya.exports.json import as_dict

    (print_list if form == "json" else print_lines)([as_dict(reading)])


def _text_given() -> bytes:
    """What was pasted. Raises UsageError where it is nothing."""
    data = (click.edit("") or "").encode() if sys.stdin.isatty() else sys.stdin.buffer.read()
    if not data.strip():
        raise UsageError("nothing was pasted")
    return data


def _read(incoming: Incoming) -> Reading:
    from riwaya.inputs.incoming import Refusal, read_document

    reading = read_document(incoming)
    if isinstance(reading, Refusal):
        raise click.ClickException(str(reading))
    return reading


def _keep(incoming: Incoming, store: str) -> None:
    from riwaya.inputs.incoming import Refusal
    from riwaya.store import open_store

    with open_store(store) as opened:
        kept = opened.ingest(incoming)
    if isinstance(kept, Refusal):
        raise click.ClickException(str(kept))
    output().write(f"{kept.document} {kept.outcome.replace('_', ' ')}\n")


COMMANDS = (paste_command, formats_command, columns_command, leads_command)
