"""The commands on the data that reads reports: lint, rules."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from riwaya.cli.options import demand
from riwaya.cli.output import count, output
from riwaya.errors import Fault, KnowledgeError


@click.command("lint")
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

    demand(paths)
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
    out = output()
    out.writelines(f"{fault}\n" for fault in faults)
    out.writelines(f"{fault} (warning)\n" for fault in odd)
    if faults or odd:
        click.echo(f"riwaya: {count(len(faults), 'fault')}, {count(len(odd), 'warning')}", err=True)
    sys.exit(bool(faults))


@click.command("rules")
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
    out = output()
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


COMMANDS = (lint_command, rules_command)
