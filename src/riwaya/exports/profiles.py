"""Whom an export is for, and what therefore goes from it.

A profile turns material into material: what a writer is handed holds nothing any more that must not get out, and what
it wrote is looked at again before it is put in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from riwaya.errors import UsageError
from riwaya.exports.material import Material

PROFILES = ("internal",)
"""The names of the profiles, the one that lets all through first."""


@dataclass(slots=True)
class Tally:
    """What went: how many incidents were held back, and how many things of each kind were removed or made coarse."""

    held_back: int = 0
    removed: dict[str, int] = field(default_factory=dict)

    def told(self) -> Mapping[str, int]:
        """What went, by kind, for people to read."""
        return self.removed | ({"held back": self.held_back} if self.held_back else {})


@dataclass(frozen=True, slots=True)
class Fitted:
    """Material as it fits a profile, what went from it (told as it is written), and what looks at written files."""

    material: Material
    tally: Tally

    def look(self, path: Path) -> None:
        """Looks at a file that was written. Raises RiwayaError where something is in it that must not get out."""


def fit(material: Material, profile: str, *, now: str) -> Fitted:
    """Material as it fits a profile at a moment. Raises UsageError where there is no such profile."""
    if profile not in PROFILES:
        raise UsageError(f"there is no profile {profile!r}; there are {', '.join(PROFILES)}")
    return Fitted(material, Tally())
