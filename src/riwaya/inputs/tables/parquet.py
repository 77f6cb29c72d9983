"""Tables in Parquet, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import Blob, Settings
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.tables.columns import is_named, map_columns
from riwaya.inputs.tables.rows import document_of

_ROWS = 500
"""Rows that are in memory at a time."""


def read(blob: Blob, settings: Settings) -> Iterator[Incoming | Refusal]:
    """The documents of the rows. Raises UnreadableInput where the file is damaged or names no columns of reports."""
    with blob.seekable() as stream:
        try:
            file = pq.ParquetFile(stream)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableInput(f"the Parquet file is damaged: {error}") from error
        names = [field.name for field in file.schema_arrow]
        if not is_named(names, settings):
            some = ", ".join(names[:20])
            raise UnreadableInput(f"no column of it is known by its name: give yours with --columns ({some})")
        asked = {name for each in map_columns(names, settings).values() for name in each}
        wanted = [name for name in names if name in asked]
        row = 0
        try:
            for batch in file.iter_batches(batch_size=_ROWS, columns=wanted):
                for record in batch.to_pylist():
                    row += 1
                    yield document_of(record, f"{blob.name}, row {row}", settings)
        except (pa.ArrowException, OSError) as error:
            yield Refusal(blob.name, f"the file is damaged behind row {row}: {error}")
