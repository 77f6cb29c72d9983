"""What people may do: each role may do what those before it may."""

from __future__ import annotations

from enum import IntEnum

from riwaya.errors import UsageError


class Role(IntEnum):
    """A role, from the least to the most."""

    NOBODY = 0
    READER = 1
    ANALYST = 2
    REVIEWER = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """Its name in the record, in addresses and in tables."""
        return self.name.lower()


ROLES = tuple(role.word for role in Role if role)
"""The names of the roles that people have."""


def role_of(word: str) -> Role:
    """The role of a name. Raises UsageError where there is none."""
    if word not in ROLES:
        raise UsageError(f"no role is called {word!r}; these are: {', '.join(ROLES)}")
    return Role[word.upper()]
