"""The command that follows feeds and pages that somebody lists: watch."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riwaya.cli.options import client_of, store_option
from riwaya.cli.output import count, output
from riwaya.errors import UsageError

if TYPE_CHECKING:
    from riwaya.watching.listing import Listing


@click.command("watch")
@click.argument("sources", metavar="SOURCES", type=click.Path(path_type=Path))
@store_option
@click.option(
    "--files", "folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False), default="watched",
    show_default=True, help="Where archives are kept, and what was fetched when.",
)  # fmt: skip
@click.option("--once", is_flag=True, help="Fetch what is due now, and end.")
@click.option("--dry-run", is_flag=True, help="Tell what would be fetched, and fetch nothing.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="A host whose address may be a private one.")
def watch_command(
    sources: Path, store: str, folder: Path, once: bool, dry_run: bool, allow_host: tuple[str, ...]
) -> None:
    """Follow the feeds and pages that a file lists, and read what is new into a store.

    SOURCES is a TOML file. Nothing is fetched that it does not list. One request is made at a time, robots.txt and what
    servers ask for are kept to, and each answer goes into an archive (WARC) before it is read. What happens is told on
    standard error. A watch that was stopped goes on where it was.

    Ends with 0; with --once with 1 where something was not fetched or not read; with 2 where the call makes no sense.
    """
    from riwaya.watching.listing import read_listing

    listing = read_listing(sources)
    if dry_run:
        _print_plan(listing, folder)
        return
    if not _watch(listing, store, folder, once, allow_host):
        sys.exit(1)


def _watch(listing: Listing, store: str, folder: Path, once: bool, allow_host: tuple[str, ...]) -> bool:
    """Watches until there is nothing more to do, or somebody stops it; whether all went well."""
    try:
        from riwaya.watching.watch import Watch
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "protego":
            raise
        raise UsageError("watching takes `pip install riwaya[store,watch]`") from error
    from riwaya.store import open_store

    client = client_of(allow_host, listing.contact)
    chance = random.Random()
    with (
        open_store(store) as opened,
        Watch(listing, folder, opened, client, say=_say, sleep=time.sleep, chance=chance) as watch,
    ):
        _say(f"watching {count(len(listing.watched), 'source')} into {opened.name}")
        try:
            watch.run(once=once)
        except KeyboardInterrupt:
            _say("stopped; the same command goes on from here")
        tally = watch.tally
    _say(
        f"{tally.fetched} read, {tally.unchanged} unchanged, {tally.failed} failed; "
        f"{count(tally.kept, 'document')} kept, {tally.held} held already, {tally.refused} refused"
    )
    return not (tally.failed or tally.refused)


def _say(text: str) -> None:
    click.echo(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {text}", err=True)


def _print_plan(listing: Listing, folder: Path) -> None:
    """What a watch would fetch and when, as far as it is known without fetching anything."""
    out = output()
    due, waiting = _remembered(listing, folder)
    for watched in listing.watched:
        when = due.get(watched.name)
        told = "now" if when is None or when <= datetime.now(UTC) else f"at {when:%Y-%m-%d %H:%M} UTC"
        out.write(f"{watched.name}: {watched.kind} {watched.url} {told}, then every {_span(watched.every)}\n")
        if watched.follow:
            pages = count(waiting.get(watched.name, 0), "page")
            out.write(f"{watched.name}: and the pages it links to, where their host is listed; {pages} now\n")
    out.write(f"hosts: {', '.join(sorted(listing.hosts))}; of each robots.txt first\n")


def _remembered(listing: Listing, folder: Path) -> tuple[dict[str, datetime], Counter[str]]:
    """When what was fetched before is due again, and how many pages wait; makes nothing where there is nothing."""
    from riwaya.watching.state import NAME, State

    if not (folder / NAME).exists():
        return {}, Counter()
    state = State(folder)
    try:
        visits = {each.name: state.visit(each.name, each.url).due for each in listing.watched}
        waiting = Counter(page.name for page in state.waiting(visits, most=1_000_000))
    finally:
        state.close()
    return {name: due for name, due in visits.items() if due is not None}, waiting


def _span(duration: timedelta) -> str:
    seconds = int(duration.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


COMMANDS = (watch_command,)
