"""The command line. `main` is all of it; the commands stand by their subjects.

Commands import what they need when they run, so that `riwaya --version` and completion answer at once.
"""

from __future__ import annotations

import click

from riwaya.cli import (
    bulk,
    data,
    deciding,
    demonstrating,
    exporting,
    importing,
    incidents,
    keeping,
    people,
    reports,
    serving,
    taking,
    watching,
)
from riwaya.cli.options import Commands
from riwaya.records import VERSION


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="riwaya", message="%(prog)s %(version)s")
def main() -> None:
    """Read Arabic reports of conflict into accounts: who says what, in which words, through whom, as of when."""


for subject in (
    reports,
    taking,
    incidents,
    bulk,
    keeping,
    watching,
    deciding,
    exporting,
    importing,
    people,
    serving,
    demonstrating,
    data,
):
    for command in subject.COMMANDS:
        main.add_command(command)
