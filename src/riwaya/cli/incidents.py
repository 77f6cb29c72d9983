"""The commands that bring accounts together and show incidents: reconcile, incidents, show, suggestions, review."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from riwaya.cli.options import as_day, demand, format_option, known_at_option, lang_option, store_option
from riwaya.cli.output import output, print_json, print_lines, print_list
from riwaya.cli.reports import take_readings

if TYPE_CHECKING:
    from riwaya.exports.incident_table import Listed
    from riwaya.store.finding import StoredOverview
    from riwaya.store.reviewing import ItemState

_ALL = 2**31
"""More incidents than a store holds."""


@click.command("reconcile")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@store_option
@format_option("table", "json", "jsonl")
@lang_option
def reconcile_command(paths: tuple[str, ...], store: str, form: str, lang: str) -> None:
    """Bring the accounts of many documents together: one incident a line.

    PATH is a file of readings, as `riwaya read --format jsonl` prints them, or - for standard input. Without one, what
    the store holds is grouped anew and the run is kept there; what people decided stands. The order of the readings
    changes nothing. Each link between two documents has a score and its reasons.

    Ends with 0; with 1 where a line was no reading; with 2 where the call makes no sense.
    """
    from riwaya.exports.incident_table import IncidentPage, listed
    from riwaya.exports.json import reconciled_as_dict
    from riwaya.reconciling.reconcile import reconcile

    demand(paths)
    refused = 0
    if paths:
        readings, refused = take_readings(paths)
        incidents = reconcile(readings)
    else:
        from riwaya.store import open_store
        from riwaya.store.runs import reconcile_store

        with open_store(store, make=False) as opened:
            incidents = reconcile_store(opened)
    if form == "table":
        rows = (listed(each.incident.id, each.incident, len({d for d, _ in each.accounts})) for each in incidents)
        IncidentPage(output(), lang).print_list(rows)
    else:
        printed = print_list if form == "json" else print_lines
        printed(map(reconciled_as_dict, incidents))
    if refused:
        sys.exit(1)


@click.command("incidents")
@store_option
@click.option("--type", "event_type", metavar="TYPE", help="Of this type, such as airstrike.")
@click.option("--since", callback=as_day, metavar="DAY", help="That may have happened on this day or later.")
@click.option("--before", callback=as_day, metavar="DAY", help="That may have happened before this day.")
@click.option("--disputed", is_flag=True, help="Of which the accounts dispute something.")
@known_at_option
@format_option("table", "jsonl")
@lang_option
def incidents_command(
    store: str,
    event_type: str | None,
    since: str | None,
    before: str | None,
    disputed: bool,
    at: str | None,
    form: str,
    lang: str,
) -> None:
    """List the incidents of a store, as its newest run grouped them and people decided.

    Ends with 0; with 1 where there are none; with 2 where the call makes no sense.
    """
    from riwaya.exports.incident_table import IncidentPage, listed
    from riwaya.exports.material import is_within
    from riwaya.store import open_store
    from riwaya.store.finding import Asked
    from riwaya.store.runs import Told, find_told, told_as_dict

    def is_asked_for(row: Listed) -> bool:
        return event_type in (None, row.type) and (not disputed or bool(row.disputed))

    found: list[Told] = []
    rows: list[Listed] = []
    with open_store(store, make=False) as opened:
        seen = opened.overviews_until()
        if form == "table" and (at, since, before) == (None, None, None) and 0 < seen == opened.head().seq:
            every = map(_in_short, opened.overviews(Asked(background=True), limit=_ALL).overviews)
            rows = sorted(filter(is_asked_for, every), key=lambda row: row.id)
        else:
            for told in find_told(opened, at=at):
                row = listed(told.stored.id, told.incident, len(told.readings))
                if is_asked_for(row) and is_within(told.incident, since, before):
                    found.append(told)
                    rows.append(row)
                    seen = told.stored.seen
    if form == "table":
        page = IncidentPage(output(), lang)
        page.print_list(rows)
        if rows:
            page.print_seen(seen)
    else:
        print_lines(map(told_as_dict, found))
    if not rows:
        click.echo("riwaya: no incidents; `riwaya reconcile` groups what was ingested", err=True)
        sys.exit(1)


def _in_short(overview: StoredOverview) -> Listed:
    """A line out of an incident in short, which tells the same."""
    from riwaya.exports.incident_table import Listed

    card = overview.card
    return Listed(
        overview.incident, overview.type, card["values"].get("happened"), card["values"].get("place"),
        overview.documents, card["accounts"], tuple(n for n, status in card["status"].items() if status == "disputed"),
        overview.background,
    )  # fmt: skip


@click.command("show")
@click.argument("incident", metavar="ID")
@store_option
@known_at_option
@format_option("table", "json", piped="json")
@lang_option
def show_command(incident: str, store: str, at: str | None, form: str, lang: str) -> None:
    """Show an incident of a store: its fields by its sources, and how what they say stands to each other.

    ID is that of `riwaya incidents`. Ends with 0; with 2 where the call makes no sense.
    """
    from riwaya.exports.incident_table import IncidentPage
    from riwaya.store import open_store
    from riwaya.store.runs import show, told_as_dict

    with open_store(store, make=False) as opened:
        told = show(opened, incident, at=at)
    if form == "table":
        page = IncidentPage(output(), lang)
        page.print_incident(told.stored.id, told.incident, told.accounts, told.readings)
        shown = told_as_dict(told)
        page.print_amended(shown["amended"], told.accounts)
        page.print_links(shown["links"])
        page.print_seen(told.stored.seen)
    else:
        print_json(told_as_dict(told))


@click.command("suggestions")
@store_option
@click.option(
    "--least", type=click.FloatRange(0, 1), default=0.25, show_default=True, help="The least share that is shown."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="As many at most.")
@known_at_option
@format_option("table", "jsonl")
@lang_option
def suggestions_command(store: str, least: float, limit: int, at: str | None, form: str, lang: str) -> None:
    """List incidents that may be one: near each other, and not near enough to be joined.

    The likeliest come first, each with the link between the two that speaks most for it, its share and its reasons.
    What somebody decided on is not listed. `riwaya decide` confirms or rejects.

    Ends with 0; with 1 where there are none; with 2 where the call makes no sense.
    """
    from riwaya.exports.incident_table import IncidentPage, listed
    from riwaya.store import open_store
    from riwaya.store.runs import show, suggestion_as_dict

    with open_store(store, make=False) as opened:
        found = [each for each in opened.suggestions(at=at) if each.link.score >= least][:limit]
        if form == "jsonl":
            print_lines(map(suggestion_as_dict, found))
        page = IncidentPage(output(), lang)
        for each in found if form == "table" else ():
            told = [show(opened, id, at=at) for id in each.incidents]
            page.print_list(listed(one.stored.id, one.incident, len(one.readings)) for one in told)
            page.print_links([suggestion_as_dict(each)])
            output().write("\n")
        if found and form == "table":
            page.print_seen(found[0].seen)
    if not found:
        click.echo("riwaya: no suggestions", err=True)
        sys.exit(1)


@click.command("review")
@store_option
@click.option("--state", type=click.Choice(["open", "done", "skipped"]), default="open", show_default=True)
@click.option(
    "--reason",
    type=click.Choice(["dispute", "similar", "unread", "restored", "precision"]),
    help="Only what is there for this reason.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="As many at most.")
@format_option("table", "jsonl")
def review_command(store: str, state: ItemState, reason: str | None, limit: int, form: str) -> None:
    """List what a person should look at, the weightiest first, each with its reason.

    These are disputes, incidents that may be one, parts that were not read, words that were restored, and places and
    days that nobody tells closely. `riwaya decide review` says what you found; the desk shows the words beside them.
    An item is open again where what it rests on changes.

    Ends with 0; with 1 where there is nothing; with 2 where the call makes no sense.
    """
    from riwaya.store import open_store

    with open_store(store, make=True) as opened:
        opened.renew_overviews()
        seen = opened.head().seq
        items = opened.review_items(state=state, reason=reason, limit=limit).items
    if form == "jsonl":
        print_lines(item._asdict() | {"seen": seen} for item in items)
    for item in items if form == "table" else ():
        output().write(f"{item.id}  {item.state:<8}  {item.reason:<9}  {item.incident or '-'}  {item.about}\n")
    if items and form == "table":
        output().write(f"seen {seen}\n")
    if not items:
        click.echo("riwaya: nothing to look at", err=True)
        sys.exit(1)


COMMANDS = (reconcile_command, incidents_command, show_command, suggestions_command, review_command)
