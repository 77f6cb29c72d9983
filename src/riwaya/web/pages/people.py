"""The people of a desk, for those who administer it: added, given roles and passwords, kept out."""

from __future__ import annotations

from starlette.responses import Response

from riwaya.errors import NotThere
from riwaya.store.people import directory
from riwaya.store.people.credentials import make_password
from riwaya.web.rendering import go_to, render
from riwaya.web.roles import ROLES, Role, role_of
from riwaya.web.routes import page
from riwaya.web.seen import Seen
from riwaya.web.teams import demand_team


@page("/people", Role.ADMIN)
def people(seen: Seen) -> Response:
    """All people."""
    return _people(seen)


@page("/people", Role.ADMIN, method="POST")
def add_person(seen: Seen) -> Response:
    """Adds somebody, with a password that is shown this once for the two of them to hand over."""
    demand_team(seen)
    name, role = seen.form.get("name", ""), role_of(seen.form.get("role", ""))
    password = make_password()
    added = seen.desk.store.people.add(name, role, password=password, by=seen.by)
    return _people(seen, told=added.name, password=password)


@page("/people/{id:int}/password", Role.ADMIN, method="POST")
def reset_password(seen: Seen) -> Response:
    """Gives a person a fresh password, shown this once, and signs all his browsers out."""
    password = make_password()
    changed = seen.desk.store.people.set_password(_asked(seen).name, password, by=seen.by)
    return _people(seen, told=changed.name, password=password)


@page("/people/{id:int}/role", Role.ADMIN, method="POST")
def change_role(seen: Seen) -> Response:
    """Gives a person another role."""
    seen.desk.store.people.set_role(_asked(seen).name, role_of(seen.form.get("role", "")), by=seen.by)
    return go_to(seen, "/people")


@page("/people/{id:int}/disable", Role.ADMIN, method="POST")
def disable_person(seen: Seen) -> Response:
    """Keeps a person out."""
    seen.desk.store.people.disable(_asked(seen).name, by=seen.by)
    return go_to(seen, "/people")


@page("/people/{id:int}/enable", Role.ADMIN, method="POST")
def enable_person(seen: Seen) -> Response:
    """Lets a person in again."""
    seen.desk.store.people.disable(_asked(seen).name, by=seen.by, back=True)
    return go_to(seen, "/people")


def _asked(seen: Seen) -> directory.Person:
    """The person that an address is of. Raises UsageError where there is none."""
    demand_team(seen)
    number = int(seen.path["id"])
    found = next((person for person in seen.desk.store.people.all() if person.id == number), None)
    if found is None:
        raise NotThere(f"there is no person {number}")
    return found


def _people(seen: Seen, *, told: str = "", password: str = "") -> Response:
    demand_team(seen)
    return render(
        seen, "people.html", people=seen.desk.store.people.all(), roles=ROLES, told=told, password=password
    )  # fmt: skip
