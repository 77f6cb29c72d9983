"""Runs migrations on the connection that it is handed, and makes the triggers anew after each."""

from __future__ import annotations

from typing import Any

from alembic import context

from riwaya.store import guards
from riwaya.store.schema import metadata


def is_ours(thing: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    """Whether a table, column or index is one that `schema` describes; the index of words is each database's own."""
    return not (name or "").startswith(guards.INDEX)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=is_ours,
    version_table="riwaya_version",
    render_as_batch=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
guards.renew(context.get_bind())
