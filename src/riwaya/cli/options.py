"""What the commands share of what they are asked: their options, their paths, and how errors are told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from riwaya.errors import KnowledgeError, RiwayaError, UsageError

if TYPE_CHECKING:
    from riwaya.inputs.blobs import Settings
    from riwaya.inputs.network.fetch import Client

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Commands(click.Group):
    """A group of commands that ends quietly when nobody reads on, and tells our own errors in a line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command that was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # `riwaya read … | head`: the reader has what it wants. Point stdout elsewhere, or closing it raises again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        except KnowledgeError as error:
            raise click.ClickException(f"the data has faults, so nothing can be read:\n{error}") from error
        except RiwayaError as error:
            raise click.ClickException(str(error)) from error


def as_day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """An option held to be a day, or a moment that begins with one."""
    try:
        date.fromisoformat(value.strip()[:10]) if value is not None else None
    except ValueError:
        raise click.BadParameter(f"{value!r} does not begin with a day such as 2024-01-31") from None
    return value


def format_option(*forms: str, piped: str = "jsonl") -> Callable[[_Command], _Command]:
    """An option for the form of what is printed: a table on a terminal, `piped` in a pipe, unless it is said."""

    def chosen(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
        return value or ("table" if sys.stdout.isatty() else piped)

    told = f"Else a table on a terminal, {piped} in a pipe."
    return click.option("--format", "form", type=click.Choice(forms), callback=chosen, help=told)


lang_option = click.option(
    "--lang", type=click.Choice(("en", "ar")), default="en", show_default=True, help="Labels of the table."
)
store_option = click.option(
    "--store",
    metavar="PATH|URL",
    envvar="RIWAYA_STORE",
    default="riwaya.db",
    show_default=True,
    help="A file, or postgresql://user@host/name; also by RIWAYA_STORE.",
)
known_at_option = click.option(
    "--as-known-at", "at", metavar="MOMENT", help="As the store was at a day's end, or at a time."
)
published_option = click.option(
    "--published", callback=as_day, metavar="DAY", help="The day of publication; relative days count from it."
)
publisher_option = click.option("--publisher", metavar="NAME", help="Who published the report.")
url_option = click.option("--url", metavar="URL", help="Where the report stands.")


only_arabic_option = click.option(
    "--only-arabic", is_flag=True, help="Pass over pages, feeds and texts in which no Arabic letter stands."
)


def network_options(command: _Command) -> _Command:
    """The options of whatever may use the network, as one: the command gets a `client`, None where it need be no other.

    What talks to servers is a long import; who reads a file goes without it.
    """

    @click.option("--allow-host", multiple=True, metavar="NAME", help="A host whose address may be a private one.")
    @click.option("--contact", metavar="MAIL|URL", envvar="RIWAYA_CONTACT", help="What servers are told of who asks.")
    @wraps(command)
    def with_client(*args: Any, allow_host: tuple[str, ...], contact: str | None, **kwargs: Any) -> Any:
        client = client_of(allow_host, contact) if allow_host or contact is not None else None
        return command(*args, client=client, **kwargs)

    return cast("_Command", with_client)


def input_options(command: _Command) -> _Command:
    """The options of how files are taken in, as one: the command gets `settings`.

    `only_arabic_option` may stand before it, for commands that read what is in the files.
    """

    @click.option(
        "--as",
        "format_",
        metavar="FORMAT",
        help="The format, where it is not to be found out; `riwaya formats` lists them.",
    )
    @click.option("--zone", metavar="ZONE", help="The zone of hours without one: Asia/Baghdad, or +03:00.")
    @click.option(
        "--columns",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="What the columns of a table stand for; `riwaya columns` drafts it.",
    )  # fmt: skip
    @wraps(command)
    def with_settings(
        *args: Any,
        format_: str | None,
        zone: str | None,
        columns: Path | None,
        only_arabic: bool = False,
        **kwargs: Any,
    ) -> Any:
        return command(*args, settings=settings_of(format_, zone, columns, only_arabic=only_arabic), **kwargs)

    return cast("_Command", with_settings)


def settings_of(form: str | None, zone: str | None, columns: Path | None, *, only_arabic: bool = False) -> Settings:
    """How files are taken in, by what the options say. Raises UsageError where they make no sense."""
    from riwaya.inputs.blobs import Settings

    if form is not None:
        from riwaya.inputs.formats import format_named

        format_named(form)
    if zone is not None:
        from riwaya.inputs.moments import zone_of

        zone_of(zone)
    settings = Settings(zone=zone, form=form, only_arabic=only_arabic)
    if columns is None:
        return settings
    from riwaya.inputs.tables.mapping import read_mapping

    return replace(settings, columns=read_mapping(columns))


rejects_option = click.option(
    "--rejects", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Write what is refused to a file that can be mended and read again.",
)  # fmt: skip


def client_of(allowed: Iterable[str], contact: str | None) -> Client:
    """How urls are fetched, by what the options say."""
    from riwaya.inputs.network.fetch import Client, agent_of

    try:
        return Client(agent=agent_of(contact), allowed=frozenset(name.lower().rstrip(".") for name in allowed))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--contact") from None


def demand(paths: Iterable[str]) -> None:
    """Says at once which paths are not there, before the first is read."""
    from riwaya.inputs.files import find_missing

    if missing := find_missing(paths):
        raise click.UsageError(f"there is no {', no '.join(missing)}")


def exists(path: str) -> bool:
    """Whether there is such a file or folder; what is too long for a path is none."""
    try:
        return Path(path).exists()
    except OSError:
        return False
