"""Tables in Parquet, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.tables.columns import is_named, map_columns
from riwaya.inputs.tables.rows import document_of

_ROWS = 500
"""Rows that are in memory at a time."""
_BUFFER = 1 << 20
"""Bytes that are read of a column at a time."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the rows. Raises UnreadableInput where the file is damaged or names no columns of reports."""
    yield from read_rows(blob, settings, 0, None)


def read_rows(blob: Blob, settings: Settings, before: int, rows: int | None) -> Iterator[Incoming | Refusal]:
    """The documents of so many rows, all that are left where it is None, behind so many others.

    Raises UnreadableInput where the file is damaged or names no columns of reports.
    """
    with blob.seekable() as stream:
        file = open_table(stream)
        wanted = wanted_of(file, settings)
        last = file.metadata.num_rows if rows is None else before + rows
        groups, row = groups_of(file, before, last)
        try:
            for batch in file.iter_batches(batch_size=_ROWS, columns=wanted, row_groups=groups):
                first, row = row, row + len(batch)
                if row > before:
                    wished = batch.slice(max(before - first, 0), last - max(before, first))
                    for number, record in enumerate(wished.to_pylist(), max(before, first) + 1):
                        yield document_of(record, f"{blob.name}, row {number}", settings)
                if row >= last:
                    break
        except (pa.ArrowException, OSError) as error:
            yield Refusal(blob.name, f"the file is damaged behind row {row}: {error}")


def open_table(stream: IO[bytes]) -> pq.ParquetFile:
    """A table, of which no more is in memory than is read at a time. Raises UnreadableInput where it is damaged."""
    try:
        return pq.ParquetFile(stream, buffer_size=_BUFFER)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableInput(f"the Parquet file is damaged: {error}") from error


def wanted_of(file: pq.ParquetFile, settings: Settings) -> list[str]:
    """The names of the columns that are read. Raises UnreadableInput where none is known."""
    names = [field.name for field in file.schema_arrow]
    if not is_named(names, settings):
        some = ", ".join(names[:20])
        raise UnreadableInput(f"no column of it is known by its name: give yours with --columns ({some})")
    asked = {name for each in map_columns(names, settings).values() for name in each}
    return [name for name in names if name in asked]


def groups_of(file: pq.ParquetFile, first: int, last: int) -> tuple[list[int], int]:
    """The groups in which some rows stand, a half-open range, and the row with which the first of them begins."""
    groups: list[int] = []
    begins, row = first, 0
    for number in range(file.metadata.num_row_groups):
        end = row + file.metadata.row_group(number).num_rows
        if row < last and end > first:
            begins = begins if groups else row
            groups.append(number)
        row = end
    return groups, begins
