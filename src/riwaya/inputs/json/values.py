"""What stands in JSON of others, held to the kind that is looked for; and a record as the bytes that it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def text_or_none(value: Any) -> str | None:
    """A string or a whole number as text, None where it is neither or empty."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list; of anything else none."""
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def raw_of(record: Any) -> bytes:
    """A record that was read as JSON, as bytes again."""
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
