"""The command that takes in what another store exported: import."""

from __future__ import annotations

from pathlib import Path

import click

from riwaya.cli.options import store_option


@click.command("import")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@store_option
@click.option("--documents", is_flag=True, help="Only documents that the store does not hold yet, with their readings.")
def import_command(folder: Path, store: str, documents: bool) -> None:
    """Take into a store what another one exported as JSON Lines with the profile internal.

    FOLDER is what `riwaya export --format jsonl` wrote. An empty store, which is made where there is none, gets all of
    it: documents as they came, readings, the grouping, and what people decided. One that holds something takes only
    documents, with --documents.

    Ends with 0; with 2 where something in the folder is wrong, or the store cannot take it. Then nothing went in.
    """
    from riwaya.store import open_store

    with open_store(store) as opened:
        came = opened.take_in(folder, documents_only=documents)
    told = f"{came.documents} documents, {came.readings} readings, {came.decisions} decisions"
    click.echo(f"riwaya: taken in: {told}" + (f"; held already: {came.held}" if came.held else ""), err=True)


COMMANDS = (import_command,)
