"""A request as pages see it: who asks, in which language, of which store; and what the desk as a whole holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.requests import Request

from riwaya.showing.shown import DIGITS, GRAPHIC, MONTHS, THEMES, Preferences, Shown
from riwaya.store.people import directory
from riwaya.store.people.audit import By
from riwaya.store.store import Store
from riwaya.web.forms import Upload
from riwaya.web.roles import Role
from riwaya.web.settings import Settings

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever asks: the name that decisions bear, the role, and at a desk of a team who it is among its people."""

    name: str
    role: Role
    account: directory.Person | None = None


NOBODY = Person("", Role.NOBODY)


@dataclass(frozen=True)
class Desk:
    """What all pages share."""

    store: Store
    settings: Settings
    templates: Environment


@dataclass(frozen=True)
class Seen:
    """A request, with all that a page needs to answer it."""

    desk: Desk
    request: Request
    language: str
    person: Person
    form: dict[str, str] = field(default_factory=dict)
    token: str = ""
    files: tuple[Upload, ...] = ()

    @cached_property
    def store(self) -> Store:
        """The store that is looked at; at a desk of a team it notes from where somebody decides."""
        return store_for(self.desk, self.request)

    @property
    def by(self) -> By:
        """Whoever asks, and from where, as the audit tells it."""
        return By(self.person.name, address_of(self.request))

    def note(self, kind: str, about: str = "") -> None:
        """Notes in the audit what the person does."""
        self.desk.store.people.note(self.by, kind, about)

    @cached_property
    def preferences(self) -> Preferences:
        """What the person prefers, as a cookie keeps it."""
        told = (*self.request.cookies.get("riwaya_prefs", "").split("."), "", "", "", "")
        digits, months, theme, graphic = told[:4]
        return Preferences(
            digits if digits in DIGITS else DIGITS[0],
            months if months in MONTHS else "both",
            theme if theme in THEMES else THEMES[0],
            graphic if graphic in GRAPHIC else GRAPHIC[0],
        )

    @cached_property
    def shown(self) -> Shown:
        """How values are shown to the person."""
        return Shown(self.language, self.preferences)

    @property
    def path(self) -> dict[str, str]:
        """The parts of the address that stand for something."""
        return self.request.path_params

    def query(self, name: str) -> str | None:
        """A value of the query, None where there is none or it is empty."""
        return self.request.query_params.get(name) or None

    def may(self, role: Role) -> bool:
        """Whether the person may do what a role may."""
        return self.person.role >= role

    def address(self, path: str, language: str | None = None) -> str:
        """The address of a page in the language of the request, or in another one."""
        return f"/{language or self.language}{path}"


def address_of(request: Request) -> str:
    """The address that a request came from; behind a proxy that is trusted, the one that it tells."""
    return request.client.host if request.client else ""


def store_for(desk: Desk, request: Request) -> Store:
    """The store of a desk as whoever sends a request has it."""
    return desk.store.acting_from(address_of(request)) if desk.settings.team else desk.store
