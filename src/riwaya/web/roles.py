"""What people may do: each role may do what those before it may."""

from __future__ import annotations

from enum import IntEnum


class Role(IntEnum):
    """A role, from the least to the most."""

    NOBODY = 0
    READER = 1
    ANALYST = 2
    REVIEWER = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """Its name in the record and in addresses."""
        return self.name.lower()
