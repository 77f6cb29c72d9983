"""Brings the accounts of a run together on a cluster of Spark, by joins of its own.

The steps are those of `riwaya.bulk.linking` and so are the incidents, but no machine goes through all of anything: keys
are joined with keys, pairs with the evidence of both, and what hangs together is found by handing on the least number
from happening to happening. What a step finds stands in the folder of the run, so that a run that was stopped goes on
behind the last step that was done. All machines must see that folder under one path.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from riwaya.bulk.folder import Folder
from riwaya.bulk.groups import LOOSE, group
from riwaya.bulk.happenings import numbers_of, packed, unpacked
from riwaya.bulk.linking import HAPPENINGS, keep_set_aside, reading_in, recorded, two_readings, write_part
from riwaya.bulk.steps import Job, Task
from riwaya.bulk.versions import versions
from riwaya.errors import RiwayaError
from riwaya.reconciling.clusters import MOST_TOGETHER, RUNGS, sorted_pair
from riwaya.reconciling.evidence import Evidence, evidence_of
from riwaya.reconciling.links import Reason, score, share_of
from riwaya.reconciling.reconcile import Group, IncidentLink
from riwaya.records import Reading

Frame = Any
"""A `DataFrame` of Spark."""
Told = Callable[[str], None]
_READING = (
    "reading long, document string, content binary, record binary, "
    "happenings array<struct<happening: long, evidence: binary, has: array<long>, seeks: array<long>>>"
)
_LINK = "a long, b long, share double"
_GROUP = "part long, incident binary, readings array<long>"
_AT_ONCE = 200
"""Rows that a process hands to Spark at a time."""
_PARTITIONS = "spark.sql.shuffle.partitions"
_MOST_ROUNDS = 100
"""How often the least number is handed on; what hangs together would have to be endless to need more."""


def link_on_spark(spark: Any, job: Job, told: Told) -> None:
    """Makes the parts of the incidents of a run. `spark` is a session; `told` hears of each step that is done.

    Raises UsageError where two readings of one document differ, unless the first is to be taken.
    """
    import pyspark.sql.functions as F  # noqa: N812

    def kept(name: str, build: Callable[[], Frame]) -> Frame:
        """A table that was kept by an earlier run, else one that is made and kept now."""
        place = job.path(name)
        if not (place / "_SUCCESS").exists():
            build().write.mode("overwrite").parquet(place.as_uri())
        told(name)
        return spark.read.parquet(place.as_uri())

    if not spark.sparkContext.getConf().contains(_PARTITIONS):
        spark.conf.set(_PARTITIONS, str(max(2 * spark.sparkContext.defaultParallelism, job.bins)))
    spark.sparkContext.setCheckpointDir(job.path("checkpoints").as_uri())
    shards = spark.range(job.shards).repartition(max(1, job.shards))
    readings = kept("readings", lambda: shards.mapInArrow(partial(_take, job.run, versions()), _READING))
    happenings = kept("happenings", lambda: _happenings(job, readings))
    links = kept("links", lambda: _links(happenings))
    pieces = kept("pieces", lambda: _pieces(links))
    parts = max(1, happenings.count() // HAPPENINGS)
    groups = kept("groups", lambda: _groups(happenings, links, pieces, parts))
    wanted = groups.select(F.col("part").alias("of"), F.explode("readings").alias("reading")).distinct()
    records = wanted.join(readings.select("reading", "record"), "reading")
    _cogroup(groups, records).applyInArrow(partial(_build, job), "part long").collect()
    told("parts")


# -------------------------------------------------------------------------------------------------------------- taken


def _take(run: str, expected: Mapping[str, str], batches: Iterable[Any]) -> Iterator[Any]:
    """The readings of some shards, each with the evidence and the keys of its happenings."""
    if versions() != expected:
        raise RiwayaError("another version of Riwaya or of its data is on a machine of the cluster than here")
    folder = Folder(run)
    for batch in batches:
        for shard in batch.column(0).to_pylist():
            rows, count = [], 0
            for row, reading in enumerate(folder.readings(shard)):
                record, digest = recorded(reading)
                found = [_happening(shard << 32 | (count + at), each) for at, each in enumerate(evidence_of(reading))]
                count += len(found)
                rows.append(
                    {
                        "reading": shard << 32 | row,
                        "document": json.dumps(reading.document.id),
                        "content": digest,
                        "record": record,
                        "happenings": found,
                    }
                )
                if len(rows) == _AT_ONCE:
                    yield _batch(rows)
                    rows = []
            yield _batch(rows)


def _happening(number: int, evidence: Evidence) -> dict[str, Any]:
    has, seeks = (list(map(_signed, numbers)) for numbers in numbers_of(evidence))
    return {"happening": number, "evidence": packed(evidence), "has": has, "seeks": seeks}


def _signed(number: int) -> int:
    """A number of 64 bits as Spark holds one."""
    return number - (1 << 64) if number >= 1 << 63 else number


def _batch(rows: list[dict[str, Any]]) -> Any:
    """Readings as Arrow holds them."""
    import pyarrow as pa

    numbers = pa.list_(pa.int64())
    happening = {"happening": pa.int64(), "evidence": pa.binary(), "has": numbers, "seeks": numbers}
    told = {
        "reading": pa.int64(),
        "document": pa.string(),
        "content": pa.binary(),
        "record": pa.binary(),
        "happenings": pa.list_(pa.struct(list(happening.items()))),
    }
    return pa.RecordBatch.from_pylist(rows, pa.schema(list(told.items())))


def _happenings(job: Job, readings: Frame) -> Frame:
    """The happenings of all readings but those that come again.

    Of readings of one document that differ, the first is taken and the others are counted where the job says so; else
    that raises UsageError.
    """
    import pyspark.sql.functions as F  # noqa: N812

    same = readings.groupBy("document").agg(
        F.min("reading").alias("reading"), F.min_by("content", "reading").alias("content")
    )
    differing = readings.alias("each").join(same.alias("first"), "document").filter("each.content != first.content")
    count, document = differing.agg(F.count("*"), F.min("document")).first()
    if count and not job.first:
        raise two_readings(json.loads(document))
    keep_set_aside(job, count)
    told = readings.join(same.select("reading"), "reading")
    return told.select("reading", F.explode("happenings").alias("each")).select("reading", "each.*")


# -------------------------------------------------------------------------------------------------------------- links


def _links(happenings: Frame) -> Frame:
    """The pairs that are worth it, with their shares, out of all of which one looks for what the other has."""
    import pyspark.sql.functions as F  # noqa: N812

    has = happenings.select(F.explode("has").alias("key"), F.col("happening").alias("one"), F.col("reading").alias("r"))
    seeks = happenings.select(
        F.explode("seeks").alias("key"), F.col("happening").alias("other"), F.col("reading").alias("s")
    )
    pairs = has.join(seeks, "key").filter("r != s")
    pairs = pairs.select(F.least("one", "other").alias("a"), F.greatest("one", "other").alias("b")).distinct()
    for end in ("a", "b"):
        told = happenings.select(F.col("happening").alias(end), F.col("evidence").alias(f"evidence_{end}"))
        pairs = pairs.join(told, end)
    return pairs.select("a", "b", "evidence_a", "evidence_b").mapInArrow(_score, _LINK)


def _score(batches: Iterable[Any]) -> Iterator[Any]:
    """The links among pairs that come with the evidence of both."""
    import pyarrow as pa

    for batch in batches:
        found: dict[str, list[Any]] = {"a": [], "b": [], "share": []}
        known: dict[bytes, Evidence] = {}
        for a, b, *evidence in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            for record in evidence:
                if record not in known:
                    known[record] = unpacked(record)
            share = share_of(score(known[evidence[0]], known[evidence[1]]))
            if share >= LOOSE:
                for name, value in (("a", a), ("b", b), ("share", share)):
                    found[name].append(value)
        yield pa.RecordBatch.from_pydict(
            found, pa.schema([("a", pa.int64()), ("b", pa.int64()), ("share", pa.float64())])
        )


# ------------------------------------------------------------------------------------------------------------- pieces


def _pieces(links: Frame) -> Frame:
    """The piece of each happening that is linked, by its least number: what hangs together and is no crowd."""
    import pyspark.sql.functions as F  # noqa: N812

    left = _ends(links).checkpoint()
    found = left.select("happening", F.col("happening").alias("piece")).limit(0)
    for rung in RUNGS:
        if left.isEmpty():
            break
        inside = links.filter(F.col("share") >= rung).join(left.select(F.col("happening").alias("a")), "a", "semi")
        labels = _labels(left, inside)
        sizes = labels.groupBy("piece").count()
        few = sizes if rung == RUNGS[-1] else sizes.filter(F.col("count") <= MOST_TOGETHER)
        settled = labels.join(few.select("piece"), "piece", "semi").select("happening", "piece").checkpoint()
        left = left.join(settled, "happening", "anti").checkpoint()
        found = found.union(settled)
    return found


def _ends(links: Frame) -> Frame:
    """The happenings that have a link."""
    return links.selectExpr("a as happening").union(links.selectExpr("b as happening")).distinct()


def _labels(left: Frame, links: Frame) -> Frame:
    """For each of some happenings the least number of what hangs together with it by some links.

    In each round it takes the least that its neighbours have, and then the least that this one has: so that ways are
    gone in steps that double.
    """
    import pyspark.sql.functions as F  # noqa: N812

    near = links.select("a", "b").union(links.selectExpr("b as a", "a as b")).checkpoint()
    labels = left.select("happening", F.col("happening").alias("piece")).checkpoint()
    for _ in range(_MOST_ROUNDS):
        told = near.join(labels, near["b"] == labels["happening"]).groupBy("a").agg(F.min("piece").alias("least"))
        nearer = labels.join(told, labels["happening"] == told["a"], "left").select(
            "happening", F.least("piece", "least").alias("piece")
        )
        above = nearer.select(F.col("happening").alias("up"), F.col("piece").alias("least"))
        jumped = nearer.join(above, nearer["piece"] == above["up"]).select("happening", F.col("least").alias("piece"))
        jumped = jumped.checkpoint()
        changed = jumped.join(labels.withColumnRenamed("piece", "before"), "happening").filter("piece != before")
        if changed.isEmpty():
            return jumped
        labels = jumped
    raise RiwayaError(f"what hangs together was not found in {_MOST_ROUNDS} rounds")


# -------------------------------------------------------------------------------------------------------------- parts


def _groups(happenings: Frame, links: Frame, pieces: Frame, parts: int) -> Frame:
    """The incidents of all pieces, in so many parts."""
    import pyspark.sql.functions as F  # noqa: N812

    told = happenings.join(pieces, "happening", "left").select(
        "happening", "reading", "evidence", F.coalesce("piece", "happening").alias("piece")
    )
    part = F.pmod(F.xxhash64("piece"), F.lit(parts))
    ends = [pieces.selectExpr(f"happening as {end}", f"piece as piece_{end}") for end in ("a", "b")]
    inside = links.join(ends[0], "a").join(ends[1], "b").filter("piece_a == piece_b")
    inside = inside.select("a", "b", "share", F.col("piece_a").alias("piece"))
    return _cogroup(told.withColumn("part", part), inside.withColumn("of", part)).applyInArrow(_group, _GROUP)


def _cogroup(one: Frame, other: Frame) -> Frame:
    """The rows of two tables that are of one part."""
    return one.groupBy("part").cogroup(other.groupBy("of"))


def _group(key: tuple[Any, ...], members: Any, links: Any) -> Any:
    """The incidents of a part: each as JSON, with the readings that it needs."""
    import pyarrow as pa

    inside: dict[int, list[tuple[int, int, float]]] = {}
    for a, b, share, piece in zip(*(links[name].to_pylist() for name in ("a", "b", "share", "piece")), strict=True):
        inside.setdefault(piece, []).append((a, b, share))
    pieces: dict[int, dict[int, tuple[int, bytes]]] = {}
    names = ("happening", "piece", "reading", "evidence")
    for happening, piece, reading, record in zip(*(members[name].to_pylist() for name in names), strict=True):
        pieces.setdefault(piece, {})[happening] = reading, record
    incidents, readings = [], []
    for piece, told in sorted(pieces.items()):
        found = {happening: unpacked(record) for happening, (_, record) in told.items()}
        reading_of = {found[happening].document: reading for happening, (reading, _) in told.items()}
        shares = {sorted_pair(found[a].key, found[b].key): share for a, b, share in inside.get(piece, ())}
        evidence = {each.key: each for each in found.values()}
        for each in group(sorted(evidence), shares, evidence):
            incidents.append(_packed(each))
            readings.append(sorted({reading_of[document] for document, _ in each.happenings}))
    kinds = [("part", pa.int64()), ("incident", pa.binary()), ("readings", pa.list_(pa.int64()))]
    part = [key[0].as_py()] * len(incidents)
    return pa.table({"part": part, "incident": incidents, "readings": readings}, pa.schema(kinds))


def _build(job: Job, key: tuple[Any, ...], groups: Any, records: Any) -> Any:
    """Writes a part, unless it is in its place."""
    import pyarrow as pa

    part = key[0].as_py()
    if not job.is_done(Task("parts", part)):
        known = dict(zip(records["reading"].to_pylist(), records["record"].to_pylist(), strict=True))
        write_part(job, part, _incidents(groups, known))
    return pa.table({"part": [part]}, pa.schema([("part", pa.int64())]))


def _incidents(groups: Any, records: Mapping[int, bytes]) -> Iterator[tuple[Group, dict[str, Reading]]]:
    """Incidents with the readings of their documents, sorted by their ids."""
    rows = zip(groups["incident"].to_pylist(), groups["readings"].to_pylist(), strict=True)
    for each, wanted in sorted(((_unpacked(record), wanted) for record, wanted in rows), key=lambda row: row[0].id):
        found = (reading_in(records[reading]) for reading in wanted)
        yield each, {reading.document.id: reading for reading in found}


def _packed(group: Group) -> bytes:
    links = [(link.a, link.b, link.score, link.reasons) for link in group.links]
    return json.dumps((group.id, group.happenings, links)).encode()


def _unpacked(record: bytes) -> Group:
    id, happenings, links = json.loads(record)
    found = (
        IncidentLink(tuple(a), tuple(b), score, tuple(Reason(*each) for each in reasons))
        for a, b, score, reasons in links
    )
    return Group(id, tuple((document, incident) for document, incident in happenings), tuple(found))
