"""The commands that work on reports by the million: bulk read, reconcile, dedupe, status."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riwaya.cli.options import (
    format_option,
    input_options,
    only_arabic_option,
    published_option,
    publisher_option,
    url_option,
)
from riwaya.cli.output import Progress, count, output, print_json, tell_passed_over
from riwaya.errors import UsageError

if TYPE_CHECKING:
    from riwaya.bulk.folder import Folder
    from riwaya.bulk.running import Stage
    from riwaya.bulk.steps import Step
    from riwaya.inputs.blobs import Settings


workers_option = click.option(
    "--workers", metavar="N", type=click.IntRange(1, 1024),
    help="Processes of this machine.  [default: as many as it has processors]",
)  # fmt: skip


master_option = click.option("--master", metavar="URL", help="Work on the cluster of Spark at this address.")
spark_option = click.option("--spark", is_flag=True, help="Work on the cluster of Spark that spark-submit names.")


@click.group("bulk")
def bulk_group() -> None:
    """Work on reports by the million, in a folder that is resumed where it was stopped."""


@bulk_group.command("read")
@click.argument("paths", metavar="[INPUT]...", nargs=-1)
@click.option("--to", "goal", metavar="FOLDER", required=True, type=click.Path(path_type=Path, file_okay=False),
              help="Where it is written; one that was begun is gone on with.")  # fmt: skip
@click.option("--files", "lists", metavar="LIST", multiple=True, type=click.Path(path_type=Path, dir_okay=False),
              help="A file that names inputs, one a line; may be given again.")  # fmt: skip
@published_option
@publisher_option
@url_option
@only_arabic_option
@input_options
@workers_option
@master_option
@spark_option
@click.option("--shard", "records", metavar="N", type=click.IntRange(1, 1_000_000),
              help="Documents that are read and written at a go.  [default: 1000]")  # fmt: skip
@click.option("--limit", metavar="SECONDS", type=click.IntRange(1), default=600, show_default=True,
              help="What a document may take at most.")  # fmt: skip
def read_command(
    paths: tuple[str, ...],
    goal: Path,
    lists: tuple[Path, ...],
    published: str | None,
    publisher: str | None,
    url: str | None,
    settings: Settings,
    workers: int | None,
    master: str | None,
    spark: bool,
    records: int | None,
    limit: int,
) -> None:
    """Read reports by the million into a folder of Parquet.

    INPUT is a file of any format that `riwaya formats` lists, a folder, or a pattern ('*.warc.gz'). The folder gets the
    tables documents, sources, accounts, claims and issues in shards, and a manifest. Called again with the same inputs,
    or without any, it goes on where it was stopped, whatever stopped it.

    Ends with 0; with 1 where something was refused or it was stopped; with 2 where the call makes no sense.
    """
    from riwaya.bulk.plan import Options
    from riwaya.bulk.running import begin, read_in_bulk

    _demand_one_place(workers, spark, master)
    signal.signal(signal.SIGTERM, _stop)
    options = Options(published, publisher, url, settings.zone, settings.form, settings.columns, settings.only_arabic)
    inputs = [*paths, *(line for each in lists for line in _lines_of(each))]
    with Progress() as progress:
        try:
            folder = begin(inputs, goal, options=options, records=records, told=_shown(progress))
            if not folder.is_finished and (spark or master):
                from riwaya.bulk.spark import read_on_spark

                read_on_spark(folder, master=master, limit=limit, told=_shown(progress))
            elif not folder.is_finished:
                read_in_bulk(folder, workers=workers or os.cpu_count() or 1, limit=limit, told=_shown(progress))
        except KeyboardInterrupt:
            progress.clear()
            click.echo("riwaya: stopped; the same command goes on", err=True)
            sys.exit(1)
    refused = _tell(folder)
    if refused:
        sys.exit(1)


def _demand_one_place(workers: int | None, spark: bool, master: str | None) -> None:
    if workers and (spark or master):
        raise click.UsageError("--workers is for this machine; how many there are of a cluster, Spark is told")


def _stop(*signalled: object) -> None:
    raise KeyboardInterrupt


def _lines_of(path: Path) -> list[str]:
    """The inputs that a file names, one a line; empty lines and those that begin with # are none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise UsageError(f"{path}: not UTF-8") from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _shown(progress: Progress) -> Any:
    def show(stage: Stage) -> None:
        if stage.again:
            progress.clear()
            click.echo(f"riwaya: {stage.again}", err=True)
        elif stage.of:
            progress.show(f"{count(stage.documents, 'document')}, {stage.shards} of {count(stage.of, 'shard')}")
        else:
            progress.show(f"planned: {count(stage.files, 'file')}, {stage.bytes / 1e6:,.0f} MB")

    return show


def _tell(folder: Folder) -> int:
    """Tells what a run that is finished holds, and gives how many documents were refused."""
    counts = folder.status().counts
    refused = counts["refused"]
    told = ", ".join(count(counts[name], name[:-1]) for name in ("documents", "accounts", "claims", "issues"))
    kept = f"; what was refused is in {folder.shards_path}/*/rejects.jsonl" if refused else ""
    click.echo(f"riwaya: {told}, {refused} refused{kept}", err=True)
    tell_passed_over(counts["passed_over"])
    return refused


@bulk_group.command("reconcile")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--first", is_flag=True,
              help="Take the first of readings of one document that differ, which are refused else.")  # fmt: skip
@workers_option
@master_option
@spark_option
def reconcile_command(folder: Path, first: bool, workers: int | None, master: str | None, spark: bool) -> None:
    """Bring the accounts of a run in bulk together: the same incidents as `riwaya reconcile` makes of them.

    FOLDER is one that `riwaya bulk read` finished. It gets the tables incidents, relations and links in parts, and a
    manifest of them, in `reconciled`. Called again it goes on where it was stopped, whatever stopped it.

    Ends with 0; with 1 where it was stopped; with 2 where the call makes no sense.
    """
    from riwaya.bulk.folder import Folder
    from riwaya.bulk.reconciling import reconcile_in_bulk, reconcile_on_spark

    _demand_one_place(workers, spark, master)

    def link(told: Any) -> dict[str, Any]:
        if spark or master:
            return reconcile_on_spark(Folder(folder), master=master, first=first, told=told)
        return reconcile_in_bulk(Folder(folder), workers=workers or os.cpu_count() or 1, first=first, told=told)

    made = _done_in_steps(link)
    told = ", ".join(count(made[name], name[:-1]) for name in ("incidents", "relations", "links"))
    aside = made["set_aside"]
    left = f"; {count(aside, 'reading')} set aside, for another of the document came first" if aside else ""
    click.echo(f"riwaya: {told}{left}", err=True)


@bulk_group.command("dedupe")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@workers_option
def dedupe_command(folder: Path, workers: int | None) -> None:
    """Find the reports of a run in bulk that are printed again: near copies of others, whatever their figures.

    FOLDER is one that `riwaya bulk read` finished. It gets the tables groups and pairs in `copies`; nothing is taken
    out. Called again it goes on where it was stopped, whatever stopped it.

    Ends with 0; with 1 where it was stopped; with 2 where the call makes no sense.
    """
    from riwaya.bulk.copying import find_copies_in_bulk
    from riwaya.bulk.folder import Folder

    def find(told: Any) -> dict[str, Any]:
        return find_copies_in_bulk(Folder(folder), workers=workers or os.cpu_count() or 1, told=told)

    made = _done_in_steps(find)
    copies = f"{made['copies']:,} {'copy' if made['copies'] == 1 else 'copies'}"
    click.echo(
        f"riwaya: {count(made['documents'], 'document')}, {copies} in {count(made['groups'], 'group')}", err=True
    )


def _done_in_steps(work: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """What work gives that tells how far its steps are; where somebody stops it, the command ends."""
    signal.signal(signal.SIGTERM, _stop)
    with Progress() as progress:

        def show(step: Step) -> None:
            if step.again:
                progress.clear()
                click.echo(f"riwaya: {step.again}", err=True)
            progress.show(f"{step.name}: {step.done} of {count(step.of, 'part')}")

        try:
            return work(show)
        except KeyboardInterrupt:
            progress.clear()
            click.echo("riwaya: stopped; the same command goes on", err=True)
            sys.exit(1)


@bulk_group.command("status")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@format_option("table", "json", piped="json")
def status_command(folder: Path, form: str) -> None:
    """Tell how far a run in bulk is, whether it is going on or was stopped.

    Where `riwaya bulk reconcile` or `riwaya bulk dedupe` was begun, that is told too.

    Ends with 0; with 1 where reading is not finished; with 2 where the call makes no sense.
    """
    from riwaya.bulk.copying import PLACE as COPIES
    from riwaya.bulk.folder import Folder
    from riwaya.bulk.reconciling import PLACE as RECONCILED
    from riwaya.bulk.steps import state_of

    status = Folder(folder).status()
    works = {name: state for name in (RECONCILED, COPIES) if (state := state_of(folder / name))}
    if form == "json":
        told = {"shards": status.shards, "done": status.done, "finished": status.is_finished, **status.counts}
        print_json(told | works)
    else:
        output().write(f"{status.done} of {count(status.shards, 'shard')}\n")
        for name, number in status.counts.items():
            output().write(f"{name:<11}{number:>12,}\n")
        for name, state in works.items():
            output().write(f"\n{name}{'' if state['finished'] else ', not finished: parts that are done'}\n")
            for each, number in state.get("parts", state).items():
                if each != "finished":
                    output().write(f"{each:<11}{number:>12,}\n")
    if not status.is_finished:
        sys.exit(1)


COMMANDS = (bulk_group,)
