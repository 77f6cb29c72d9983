"""What tests of stores put into them, and the command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

from click.testing import CliRunner

from builders import make_incident
from riwaya.cli import main
from riwaya.inputs.incoming import Incoming
from riwaya.reconciling.links import Reason
from riwaya.reconciling.reconcile import IncidentLink, Reconciled
from riwaya.store.answers import StoredIncident
from riwaya.store.grouping import Happening
from riwaya.store.store import Store

SHELLING = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
AIRSTRIKE = "أعلن الجيش أن طائراته قصفت مستودع أسلحة في دير الزور أمس، ما أدى إلى مقتل خمسة مسلحين."


class Clock:
    """A clock that moves on by a second whenever it is asked, and stands where it is put."""

    def __init__(self) -> None:
        self.time = datetime(2024, 1, 31, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def make_incoming(text: str = SHELLING, name: str = "report.txt", **known: object) -> Incoming:
    """A document to be kept, published on a day so that its words for days are read."""
    return Incoming(name, text, **{"published": "2024-01-31", **known})


def run_riwaya(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """What the real command line does, in a process of its own."""
    command = [sys.executable, "-m", "riwaya", *map(str, arguments)]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120, **options)


def run_here(*arguments: object) -> SimpleNamespace:
    """What the command line does within this process: its exit status, and what it prints into a pipe."""
    done = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
    return SimpleNamespace(returncode=done.exit_code, stdout=done.stdout, stderr=done.stderr)


def make_grouped(incident: str, *happenings: Happening, score: float = 0.8) -> Reconciled:
    """An incident as reconciling gives it, with a link between each happening and the next."""
    reasons = (Reason("place", 3.0, "the same place"), Reason("time", -1.0, "a day apart"))
    links = tuple(IncidentLink(a, b, score, reasons) for a, b in pairwise(sorted(happenings)))
    accounts = tuple((document, "a1") for document, _ in happenings)
    return Reconciled(make_incident((), None, id=incident), tuple(sorted(happenings)), accounts, links)


def save_run(store: Store, *incidents: Reconciled, **options: object) -> int:
    """Keeps a run over everything that the store holds now."""
    return store.save_run(incidents, **{"seen": store.head().seq, "weights": {"place": 3.0}, **options})


def fill(store: Store, count: int, text: str = SHELLING) -> list[Happening]:
    """Puts the same text of several papers in, and gives the happening that each tells of."""
    kept = [store.ingest(make_incoming(text, publisher=f"paper {number}")) for number in range(count)]
    return [(each.document, "i1") for each in kept]


def ruled(store: Store, together: bool) -> tuple[tuple[Happening, Happening], ...]:
    """The pairs of happenings that people hold together, or apart."""
    return tuple(pair for pair, held in store.to_reconcile().ruled.items() if held == together)


def incident_of(store: Store, happening: Happening, **options: object) -> StoredIncident:
    """The incident that a happening is in."""
    [found] = [each for each in store.incidents(**options) if happening in each.happenings]
    return found
