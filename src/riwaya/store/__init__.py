"""Documents, readings, incidents and decisions in a database that only grows. `open_store` opens one.

SQLAlchemy comes in when a store is opened, not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from riwaya.errors import StoreError

if TYPE_CHECKING:
    from riwaya.store.store import Store

__all__ = ["open_store"]


def open_store(url: Any, **options: Any) -> Store:
    """Opens a store: a file, or `postgresql://user@host/name`. Options are those of `riwaya.store.store.open_store`.

    Raises StoreError where what a store needs is not installed, or it cannot be opened.
    """
    try:
        import sqlalchemy  # noqa: F401
    except ModuleNotFoundError as error:
        raise StoreError(f"a store needs SQLAlchemy and Alembic: pip install 'riwaya[store]' ({error})") from error
    from riwaya.store.store import open_store as opened

    return opened(url, **options)
