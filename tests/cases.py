"""Cases of one account for tests of layouts, built of claims, and how a table that was written is read."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from builders import make_account, make_claim, make_reading, make_source
from riwaya.exports.formats import FORMATS, Options
from riwaya.exports.material import Case, Material, of_readings
from riwaya.exports.target import Target
from riwaya.records import Claim, Incident


def export(material: Material, name: str, path: Path, **options: Any) -> None:
    """Writes material in a format."""
    with Target(path) as target:
        FORMATS[name].write(material, target, Options(**options))


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a table that was written."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def of_columns(row: Mapping[str, str], *names: str) -> dict[str, str]:
    """Some cells of a row."""
    return {name: row[name] for name in names}


def case_of(type: str, claims: Iterable[Claim], *, stance: str = "asserts", background: bool = False) -> Case:
    """An incident that the civil defence tells of in one account."""
    account = make_account("a1", claims, chain=("s0", "s1"), type=type, stance=stance)
    incident = Incident("i1", type, ("a1",), background, 1, {})
    sources = [make_source(), make_source("s1", name="الدفاع المدني", kind="organisation")]
    (case,) = of_readings([make_reading([account], [incident], sources)]).cases()
    return case


def place(precision: str = "locality", **told: Any) -> Claim:
    """A claim of a place, a town where nothing else is said."""
    value = {"id": "x", "name_ar": "أريحا", "name_en": "Ariha", "kind": "town", "country": "SY", "admin1": "إدلب",
             "admin1_en": "Idlib", "lat": 35.8, "lon": 36.6, "radius_km": 3.0}  # fmt: skip
    return make_claim("place", value | told | {"precision": precision})


def time(earliest: str | None, latest: str | None, grain: str) -> Claim:
    """A claim of a time."""
    return make_claim("happened", {"earliest": earliest, "latest": latest, "grain": grain})


DAY = time("2024-05-13", "2024-05-13", "day")


def party(field: str, kind: str, name: str = "جهة") -> Claim:
    """A claim of who acted or was hit."""
    return make_claim(field, {"id": None, "name_ar": name, "name_en": None, "kind": kind, "country": None})
