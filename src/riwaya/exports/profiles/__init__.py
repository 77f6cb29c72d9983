"""Whom an export is for, and what therefore goes from it.

A profile turns material into material: what a writer is handed holds nothing any more that must not get out, and what
it wrote is looked at again before it is put in place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from riwaya.errors import RiwayaError, UsageError
from riwaya.exports.cells import Cells
from riwaya.exports.material import Material
from riwaya.exports.profiles.ledger import Ledger, Tally
from riwaya.exports.profiles.rules import PROFILES, load_profile

__all__ = ["PROFILES", "Fitted", "LeakError", "Tally", "fit"]


class LeakError(RiwayaError):
    """Something stands in a file that must not get out. Tells the file and what kind of thing, and never the thing."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Material as it fits a profile, what went from it (told as it is written), and what looks at written files.

    `cells` say which cells of an aggregate are too small to be told.
    """

    material: Material
    tally: Tally
    cells: Cells = field(default_factory=Cells)
    ledger: Ledger | None = None

    def look(self, path: Path) -> None:
        """Looks at a file that was written. Raises LeakError where something is in it that must not get out."""
        if self.ledger is None:
            return
        from riwaya.exports.profiles.files import texts_in

        for where, text in texts_in(path):
            if kind := self.ledger.find_in(text):
                raise LeakError(f"{path.name}: {where} would tell a {kind} that was taken out; nothing is written")


def fit(material: Material, profile: str, *, now: str) -> Fitted:
    """Material as it fits a profile at a moment. Raises UsageError where there is no such profile."""
    if profile not in PROFILES:
        raise UsageError(f"there is no profile {profile!r}; there are {', '.join(PROFILES)}")
    if profile == "internal":
        return Fitted(material, Tally())
    from riwaya.exports.profiles.fitting import Fitting
    from riwaya.knowledge.load import load_knowledge

    rules = load_profile(profile)
    cells = Cells(rules.smallest_cell)
    tally, ledger = Tally(cells), Ledger()
    return Fitted(Fitting(material, rules, load_knowledge(), tally, ledger, now=now), tally, cells, ledger)
