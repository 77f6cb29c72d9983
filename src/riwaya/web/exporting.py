"""What a desk hands out: some incidents in a format, and what goes from them because of whom they are for."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from riwaya.exports.formats import Format, Options
from riwaya.exports.material import Case, Material, claims_of
from riwaya.exports.packing import pack, paths_in
from riwaya.exports.profiles import fit
from riwaya.exports.writing import write_fitted
from riwaya.store.handing_out import Kept
from riwaya.store.store import Store

MOST_INCIDENTS = 500
"""Incidents that a desk hands out at once; `riwaya export` knows no such bound."""
_MOST_EXAMPLES = 12
_MEDIA = {".csv": "text/csv", ".html": "text/html", ".json": "application/json", ".pdf": "application/pdf"}


class Changed(NamedTuple):
    """Words of a claim as they are, and as they would be handed out."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be handed out and what would go: incidents, documents, how much of what kind, and some examples."""

    incidents: int
    documents: int
    went: dict[str, int]
    examples: tuple[Changed, ...]


class Written(NamedTuple):
    """An export: the name of its file, of which media type it is, and its bytes."""

    name: str
    media_type: str
    content: bytes


def preview(store: Store, ids: tuple[str, ...], profile: str) -> Preview:
    """What would go from some incidents. Raises UsageError where there is no such profile or incident."""
    kept = Kept(store, incidents=ids)
    fitted = fit(kept, profile, now=store.now())
    documents = sum(1 for _ in fitted.material.readings())
    cases = list(fitted.material.cases())
    went = dict(fitted.tally.told())
    examples = tuple(islice(_changed(kept, cases), _MOST_EXAMPLES)) if went else ()
    return Preview(len(cases), documents, went, examples)


def _changed(kept: Material, cases: Iterable[Case]) -> Iterator[Changed]:
    """The first words of claims that would be handed out otherwise than they are, each pair once."""
    before = {id: claim.text for case in kept.cases() for id, _, _, claim in claims_of(case)}
    told: set[tuple[str, str]] = set()
    for case in cases:
        for id, _, _, claim in claims_of(case):
            words = before.get(id)
            if words is not None and words != claim.text and (words, claim.text) not in told:
                told.add((words, claim.text))
                yield Changed(claim.field, words, claim.text)


def export(store: Store, ids: tuple[str, ...], format_: Format, profile: str, options: Options) -> Written:
    """Some incidents in a format, as fits whom they are for; one file, or an archive of several.

    Raises UsageError where there is no such profile or incident, LeakError where something would get out.
    """
    fitted = fit(Kept(store, incidents=ids), profile, now=store.now())
    name = f"riwaya-{format_.name}-{profile}"
    with TemporaryDirectory() as made:
        folder = Path(made)
        write_fitted(fitted, format_, folder / (name + format_.suffix), options)
        files = paths_in(folder)
        if format_.suffix and len(files) == 1:
            media_type = _MEDIA.get(format_.suffix, "application/octet-stream")
            return Written(files[0], media_type, (folder / files[0]).read_bytes())
        packed = io.BytesIO()
        pack(folder, files, packed)
        return Written(f"{name}.zip", "application/zip", packed.getvalue())
