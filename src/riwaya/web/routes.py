"""The table of pages: what each answers to, and the least role that it takes.

No page is served that does not say who may see it: a page is made by `page`, which asks for the role.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.responses import Response

from riwaya.web.roles import Role
from riwaya.web.seen import Seen

Answer = Callable[[Seen], Response]


class Page(NamedTuple):
    """A page: its path below that of the language, its method, the least role, and what answers."""

    path: str
    method: str
    role: Role
    answer: Answer

    @property
    def shows(self) -> bool:
        """Whether it only shows what the store holds."""
        return self.method == "GET" and self.role >= Role.READER


PAGES: list[Page] = []
"""All pages, in the order in which they are asked."""


def page(path: str, role: Role, *, method: str = "GET") -> Callable[[Answer], Answer]:
    """Makes a function a page."""

    def keep(answer: Answer) -> Answer:
        PAGES.append(Page(path, method, role, answer))
        return answer

    return keep
