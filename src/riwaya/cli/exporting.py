"""The command that writes what others read: export."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riwaya.cli.options import as_day, demand, known_at_option, store_option
from riwaya.cli.reports import taken_readings

if TYPE_CHECKING:
    from riwaya.exports.formats import Format, Options
    from riwaya.exports.material import Material
    from riwaya.exports.profiles import Fitted


@click.command("export")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--format", "form", metavar="FORMAT", required=True, help="`riwaya exports` lists them.")
@click.option("--profile", metavar="PROFILE", required=True, help="Whom it is for: internal, partner or public.")
@click.option(
    "--to", "goal", metavar="PATH", default="-", help="A file, a folder for formats of several, or - (stdout)."
)
@store_option
@click.option(
    "--incidents",
    type=click.Path(path_type=Path),
    help="Incidents, as `riwaya reconcile` prints them, or a folder in which `riwaya bulk reconcile` made them.",
)
@click.option("--incident", "ids", metavar="ID", multiple=True, help="This incident of the store; may be said again.")
@click.option("--since", callback=as_day, metavar="DAY", help="What may have happened on this day or later.")
@click.option("--before", callback=as_day, metavar="DAY", help="What may have happened before this day.")
@known_at_option
@click.option("--lang", type=click.Choice(("en", "ar")), default="en", show_default=True, help="Of what people read.")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark.")
@click.option("--crlf", is_flag=True, help="End lines of CSV with CR LF.")
@click.option("--hxl", is_flag=True, help="Add a row of HXL tags below the heads of a table.")
@click.option("--base", metavar="URL", default="", help="Where the desk stands that links go to; else relative.")
@click.option("--now", metavar="MOMENT", help="Hold back by this moment instead of the clock.")
@click.option("--no-originals", is_flag=True, help="Leave out the bytes that documents came in; their texts go.")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would go.")
def export_command(
    paths: tuple[str, ...],
    form: str,
    profile: str,
    goal: str,
    store: str,
    incidents: Path | None,
    ids: tuple[str, ...],
    since: str | None,
    before: str | None,
    at: str | None,
    lang: str,
    bom: bool,
    crlf: bool,
    hxl: bool,
    base: str,
    now: str | None,
    no_originals: bool,
    dry_run: bool,
) -> None:
    """Write accounts and incidents in a format that others read.

    PATH is a file of readings, as `riwaya read --format jsonl` prints them, or - for standard input; their accounts are
    brought together, or stand as --incidents says. Without one, what the store holds is exported. --profile says whom
    it is for, and so what goes from it; nothing is written where something is left that must not get out.

    Ends with 0; with 1 where a line was no reading; with 2 where the call makes no sense.
    """
    from datetime import UTC, datetime

    from riwaya.exports.formats import Options, format_named
    from riwaya.exports.material import Chosen
    from riwaya.exports.profiles import fit

    format_ = format_named(form)
    demand(paths)
    options = Options(
        language=lang, bom=bom, crlf=crlf, hxl=hxl, originals=not no_originals, base=base, profile=profile
    )
    now = _as_moment(now) or datetime.now(UTC).isoformat()
    refused: list[str] = []
    with _material(paths, incidents, store, at, ids, refused) as material:
        _export(fit(Chosen(material, since, before), profile, now=now), format_, options, goal, dry_run)
    if refused:
        sys.exit(1)


def _as_moment(text: str | None) -> str | None:
    """A moment as somebody types it, with its offset, in UTC where it has none; of a day its beginning."""
    from datetime import UTC, datetime

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"--now: {text!r} is no moment, such as 2026-03-01T12:00") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


@contextmanager
def _material(
    paths: tuple[str, ...],
    incidents: Path | None,
    store: str,
    at: str | None,
    ids: tuple[str, ...],
    refused: list[str],
) -> Iterator[Material]:
    """What is exported, for as long as the block lasts: of files, else of the store; lines that are none are noted."""
    if not paths:
        from riwaya.store import open_store
        from riwaya.store.handing_out import Kept

        with open_store(store, make=False) as opened:
            yield Kept(opened, at=at, incidents=ids or None)
    elif incidents is None:
        from riwaya.exports.material import of_readings

        yield of_readings(taken_readings(paths, refused))
    else:
        from riwaya.bulk.handing_out import find_incidents, shelved

        of_one_run = len(paths) == 1 and Path(paths[0]).resolve() == incidents.resolve()
        with shelved(taken_readings(paths, refused), find_incidents(incidents), first=of_one_run) as material:
            yield material


def _export(fitted: Fitted, format_: Format, options: Options, goal: str, dry_run: bool) -> None:
    """Writes an export, and tells on standard error what went from it."""
    import shutil
    import tempfile

    from riwaya.exports.writing import write_fitted

    if goal == "-" and not format_.suffix and not dry_run:
        raise click.UsageError(f"{format_.name} is a folder of files: say with --to where it goes")
    with tempfile.TemporaryDirectory() as folder:
        name = "export" + format_.suffix
        path = Path(folder) / name if dry_run or goal == "-" else Path(goal)
        write_fitted(fitted, format_, path, options)
        if goal == "-" and not dry_run:
            with path.open("rb") as written:
                shutil.copyfileobj(written, sys.stdout.buffer)
    for kind, number in fitted.tally.told().items():
        click.echo(f"riwaya: {kind}: {number}", err=True)
    if dry_run:
        for name, kind, number in fitted.tally.by_field():
            click.echo(f"riwaya:   {name}: {kind}: {number}", err=True)


@click.command("exports")
def exports_command() -> None:
    """List the formats that `riwaya export` writes."""
    from riwaya.exports.formats import FORMATS

    width = max(map(len, FORMATS))
    for each in FORMATS.values():
        takes = f" (takes riwaya[{each.extra}])" if each.extra else ""
        click.echo(f"{each.name:<{width}}  {each.suffix or 'folder':<8}  {each.says}{takes}")


COMMANDS = (export_command, exports_command)
