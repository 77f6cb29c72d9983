"""The commands that keep the people of a desk: people add, list, role, password, disable, enable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from riwaya.cli.options import Commands, format_option, store_option
from riwaya.cli.output import output, print_lines

_ROLES = click.Choice(("reader", "analyst", "reviewer", "admin"))
_generate_option = click.option("--generate", is_flag=True, help="Make a password and print it, this once.")


@click.group("people", cls=Commands)
def people_group() -> None:
    """Keep the people who sign in to the desk of a team.

    Each has a role: a reader sees everything, an analyst decides, a reviewer also comments on what others decided, an
    admin also keeps the people and sees the whole history. Nobody is removed, for decisions bear their names.

    Ends with 0; with 2 where the call makes no sense.
    """


@people_group.command("add")
@click.argument("name")
@store_option
@click.option("--role", type=_ROLES, default="reader", show_default=True, help="What the person may do.")
@_generate_option
@click.option(
    "--oidc", nargs=2, metavar="ISSUER SUBJECT", help="The OpenID provider that vouches, and its id of the person."
)
def add_command(name: str, store: str, role: str, generate: bool, oidc: tuple[str, str] | None) -> None:
    """Add NAME, whose decisions will bear that name. A password is asked for, unless a provider vouches."""
    from riwaya.store.people.directory import Identity
    from riwaya.store.people.roles import role_of

    password = None if oidc else _password(generate)
    identity = Identity(*oidc) if oidc else None
    _do(store, lambda people: people.add(name, role_of(role), password=password, identity=identity))
    if generate and password:
        output().write(f"{password}\n")


@people_group.command("list")
@store_option
@format_option("table", "jsonl")
def list_command(store: str, form: str) -> None:
    """List all people with their roles."""
    people = _do(store, lambda people: people.all(), make=False)
    told = [person._asdict() | {"role": person.role.word} for person in people]
    if form == "jsonl":
        print_lines(told)
        return
    for person in told:
        out = "  disabled" if person["disabled"] else ""
        output().write(f"{person['role']:<9} {person['name']}  {person['signs_in']}{out}\n")


@people_group.command("role")
@click.argument("name")
@click.argument("role", type=_ROLES)
@store_option
def role_command(name: str, role: str, store: str) -> None:
    """Give NAME another ROLE, which counts from the next page on."""
    from riwaya.store.people.roles import role_of

    _do(store, lambda people: people.set_role(name, role_of(role)), make=False)


@people_group.command("password")
@click.argument("name")
@store_option
@_generate_option
def password_command(name: str, store: str, generate: bool) -> None:
    """Give NAME another password, and sign all browsers of the person out."""
    password = _password(generate)
    _do(store, lambda people: people.set_password(name, password), make=False)
    if generate:
        output().write(f"{password}\n")


@people_group.command("disable")
@click.argument("name")
@store_option
def disable_command(name: str, store: str) -> None:
    """Keep NAME out, at once, with all browsers and tokens of the person."""
    _do(store, lambda people: people.disable(name), make=False)


@people_group.command("enable")
@click.argument("name")
@store_option
def enable_command(name: str, store: str) -> None:
    """Let NAME in again."""
    _do(store, lambda people: people.disable(name, back=True), make=False)


def _password(generate: bool) -> str:
    """A password that is made, or asked for twice without showing it."""
    from riwaya.store.people.credentials import make_password

    if generate:
        return make_password()
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return asked


def _do(store: str, step: Callable[[Any], Any], *, make: bool = True) -> Any:
    """What a step with the people of a store gives."""
    from riwaya.store import open_store

    with open_store(store, make=make) as opened:
        return step(opened.people)


COMMANDS = (people_group,)
