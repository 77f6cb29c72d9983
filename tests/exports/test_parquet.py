"""The record as Parquet says what the record as JSON Lines says, to those who read it with other tools."""

import json

import pyarrow.parquet
import pytest

from riwaya.exports import native, parquet
from riwaya.exports.formats import Options
from riwaya.exports.native import TABLES
from riwaya.exports.parquet_table import columns_of
from riwaya.exports.target import Target


@pytest.fixture
def folder(material, tmp_path):
    with Target(tmp_path / "parquet") as target:
        parquet.write(material, target, Options())
    return tmp_path / "parquet"


def lines_of(material, folder, name):
    if not folder.exists():
        with Target(folder) as target:
            native.write(material, target, Options())
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_each_row_says_what_the_line_says(material, folder, tmp_path):
    for name in TABLES:
        kinds = columns_of(name)
        rows = pyarrow.parquet.read_table(folder / f"{name}.parquet").to_pylist()
        lines = lines_of(material, tmp_path / "lines", name)
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            for key in line.keys() & kinds.keys() - {"accounts"}:
                told = json.loads(row[key]) if kinds[key] == "json" and row[key] is not None else row[key]
                assert told == line[key]


def test_parts_of_values_are_columns(folder):
    rows = pyarrow.parquet.read_table(folder / "claims.parquet").to_pylist()

    for row in rows:
        value = json.loads(row["value"])
        if row["field"] == "killed":
            assert (value["low"], value["high"], value["scope"]) == (
                row["value_low"],
                row["value_high"],
                row["value_scope"],
            )
        if row["field"] == "place":
            assert (value["id"], value["lat"]) == (row["value_id"], row["value_lat"])


def test_claims_and_relations_are_joined_by_ids(folder):
    duckdb = pytest.importorskip("duckdb")
    of = {name: f"'{folder / name}.parquet'" for name in TABLES}

    told = duckdb.sql(
        f"SELECT r.relation, count(DISTINCT c.id) FROM {of['relations']} r, unnest(r.a_claims) AS one(id) "
        f"JOIN {of['claims']} c ON c.id = one.id GROUP BY r.relation"
    ).fetchall()
    orphans = duckdb.sql(
        f"SELECT count(*) FROM {of['claims']} c ANTI JOIN {of['accounts']} a ON a.id = c.account"
    ).fetchall()

    assert {"disputes", "denies"} <= {relation for relation, _ in told}
    assert [(0,)] == orphans


def test_the_files_say_what_they_are_and_are_the_same_twice(material, folder, tmp_path):
    with Target(tmp_path / "again") as target:
        parquet.write(material, target, Options())

    for name in TABLES:
        path = folder / f"{name}.parquet"
        told = pyarrow.parquet.read_metadata(path).metadata
        assert b"These are claims found in sources, not findings." == told[b"note"]
        assert (b"internal", b"2026-03-01T12:00:00.000000Z") == (told[b"profile"], told[b"known_at"])
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()
