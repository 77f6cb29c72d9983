"""How fast claims are exported, and in how much memory: a made world in a store, each format in a process of its own.

    python benchmarks/exporting.py                             1,000,000 claims, in Parquet and as a table of claims
    python benchmarks/exporting.py 100000 --format jsonl       so many claims, in these formats
    python benchmarks/exporting.py --store world.db            a store that is there; filled where it is not

Prints for each format the claims a second, the seconds and those of the processor, the peak memory of the process and
the bytes it wrote. What is held to be one incident is what the world knows, so that filling the store does not take the
time of reconciling.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from made_world import Made, make_world
from sqlalchemy import Connection, func, insert, select

from riwaya.exports.json import as_dict
from riwaya.inputs.incoming import Incoming
from riwaya.reconciling.links import Reason
from riwaya.reconciling.reconcile import WEIGHTS, Group, IncidentLink, incident_id
from riwaya.records import VERSION, Reading
from riwaya.store import contents, grouping, keeping, open_store, schema
from riwaya.store.database import at_once
from riwaya.store.log import Entry, digest_of, hash_of, last
from riwaya.store.reader import reader
from riwaya.store.store import Store

CLAIMS = 1_000_000
MOST_MEGABYTES = 500
_CLAIMS_EACH = 4.64
"""Claims of an account of the made world, on average."""
_AT_ONCE = 2000
"""Documents in one transaction."""


class Measured(NamedTuple):
    """What an export took: seconds, those of the processor, megabytes of memory at most, and bytes written."""

    seconds: float
    worked: float
    megabytes: float
    bytes: int


def fill(store: Store, made: Made) -> None:
    """Keeps a made world as it is, without the words to be searched, and groups it as it is known to be."""
    held: set[str] = set()
    for some in at_once(made.readings, _AT_ONCE):
        with store._database.writing() as connection:
            _keep(connection, some, held)
    with store._database.writing() as connection:
        seen = last(connection)
        grouping.save(
            connection,
            _groups(made),
            version=VERSION,
            weights=WEIGHTS,
            whole=True,
            seen=seen.seq if seen else 0,
            others=(),
            now=datetime.now(UTC),
        )


def _keep(connection: Connection, readings: Iterable[Reading], held: set[str]) -> None:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    before = last(connection)
    for reading in readings:
        for kind, subject, content, table, row in _things(reading):
            if kind == "original" and subject in held:
                continue
            held |= {subject} if kind == "original" else set()
            before = _entry(before, kind, subject, content)
            rows["log"].append(before._asdict())
            rows[table].append({**row, "seq": before.seq})
        record = rows["readings"][-1]
        rows["accounts"] += [{"reading": record["seq"], **each} for each in record.pop("accounts")]
    for name in ("log", "originals", "documents", "readings", "accounts"):
        connection.execute(insert(schema.metadata.tables[name]), rows[name])


def _things(reading: Reading) -> Iterator[tuple[str, str, Any, str, dict[str, Any]]]:
    """What is kept of a reading: kind, subject, content to vouch for, table and row."""
    document = reading.document
    incoming = Incoming(
        document.id, document.text, publisher=document.publisher, published=document.published, url=document.url
    )
    data, row = keeping.rows_of_document(document.id, incoming)
    original = {"sha256": row["original"], "bytes": data}
    yield "original", row["original"], contents.of_original(data), "originals", original
    yield "document", document.id, contents.of_document(row), "documents", row
    record = as_dict(reading)
    del record["document"]["text"]
    told, accounts = keeping.rows_of_reading(document.id, record, reading, reader())
    yield "reading", "", contents.of_reading(told, accounts), "readings", told | {"accounts": accounts}


def _entry(before: Entry | None, kind: str, subject: str, content: Any) -> Entry:
    seq = before.seq + 1 if before else 1
    at = "2026-03-01T12:00:00.000000Z"
    entry = Entry(seq, at, kind, subject or str(seq), digest_of(content), before.hash if before else "0" * 64, "")
    return entry._replace(hash=hash_of(entry))


def _groups(made: Made) -> Iterator[Group]:
    """The incidents of the made world, their happenings hung together one after the other."""
    members: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for reading in made.readings:
        for account in reading.accounts:
            if account.incident:
                members[made.truth[reading.document.id, account.id]].add((reading.document.id, account.incident))
    reasons = (Reason("place", 3.0, "the same place"), Reason("time", 2.0, "the same day"))
    placed: set[tuple[str, str]] = set()
    for happenings in members.values():
        own = tuple(sorted(happenings - placed))
        placed |= happenings
        if own:
            yield Group(incident_id(own), own, tuple(IncidentLink(a, b, 0.9, reasons) for a, b in pairwise(own)))


def make_store(path: str, claims: int) -> int:
    """Fills a store with a world of about so many claims, and tells how many they are.

    To be run in a process of its own: the memory that one took is counted for those that it starts.
    """
    made = make_world(int(claims / _CLAIMS_EACH))
    with open_store(path) as opened:
        fill(opened, made)
    return sum(len(account.claims) for each in made.readings for account in each.accounts)


def measure(store: str, form: str, folder: Path) -> Measured:
    """Exports a store in a process of its own."""
    goal = folder / form
    command = [sys.executable, "-m", "riwaya", "export", "--store", store, "--format", form, "--profile", "internal"]
    start = time.perf_counter()
    process = subprocess.Popen([*command, "--no-originals", "--to", str(goal)])
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"{form}: the export ended with {os.waitstatus_to_exitcode(status)}")
    files = goal.rglob("*") if goal.is_dir() else [goal]
    return Measured(
        seconds,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
        sum(path.stat().st_size for path in files if path.is_file()),
    )


def _count(store: str) -> tuple[int, int, int]:
    """Documents, accounts and incidents of a store."""
    with open_store(store, make=False) as opened, opened._database.reading() as connection:
        tables = (schema.documents.c.id, schema.accounts.c.account, schema.members.c.incident.distinct())
        documents, accounts, incidents = (connection.scalar(select(func.count(column))) or 0 for column in tables)
        return documents, accounts, incidents


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and ends with 1 where an export took more memory than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="?", type=int, default=CLAIMS)
    parser.add_argument("--format", action="append", dest="formats", help="a format; may be said again")
    parser.add_argument("--store", help="a store to use, and to fill where there is none")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or str(Path(folder) / "world.db")
        if not Path(store).exists():
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
                options.claims = apart.submit(make_store, store, options.claims).result()
        documents, accounts, incidents = _count(store)
        print(f"{documents:,} documents, {accounts:,} accounts, {options.claims:,} claims, {incidents:,} incidents")
        too_much = False
        for form in options.formats or ("parquet", "claims-csv"):
            took = measure(store, form, Path(folder))
            too_much |= took.megabytes > MOST_MEGABYTES
            print(
                f"{form}: {options.claims / took.seconds:,.0f} claims a second, {took.seconds:,.0f} s "
                f"({took.worked:,.0f} s of the processor), "
                f"{took.megabytes:,.0f} MB at most, {took.bytes / 1e6:,.0f} MB written",
                flush=True,
            )
    return int(too_much)


if __name__ == "__main__":
    sys.exit(main())
