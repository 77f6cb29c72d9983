"""Holds attempts to sign in to a number, by name and by address, whichever process of a desk they come to.

Each attempt counts before the password is looked at, so that many at once do not slip through together. One that
succeeds does not count any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from riwaya.store.log import moment
from riwaya.store.people.credentials import digest_of_secret
from riwaya.store.schema import attempts

WITHIN = timedelta(minutes=15)
"""How long an attempt counts."""
OF_NAME, OF_ADDRESS = 5, 20
"""Attempts that may fail within that time, for a name and from an address."""
_NETWORK = 64
"""Bits of an address of IPv6 that a customer of a provider has for himself."""


def place_of(address: str) -> str:
    """What counts as one address: of IPv6 a whole network, for whoever has one address there has them all."""
    try:
        told = ip_address(address)
    except ValueError:
        return address
    if not isinstance(told, IPv6Address):
        return str(told)
    if told.ipv4_mapped:
        return str(told.ipv4_mapped)
    bits = 128 - _NETWORK
    return f"{IPv6Address(int(told) >> bits << bits)}/{_NETWORK}"


def limited_until(connection: Connection, key: str, address: str, *, now: datetime) -> datetime | None:
    """When the next attempt may be made for a name (folded) from an address, None where it may be now."""
    ends = [
        _until(connection, attempts.c.name == digest_of_secret(key), OF_NAME, now),
        _until(connection, attempts.c.address == place_of(address), OF_ADDRESS, now),
    ]
    return max((end for end in ends if end), default=None)


def count(connection: Connection, key: str, address: str, *, now: datetime) -> None:
    """Counts an attempt; those that are too old to count are forgotten."""
    connection.execute(delete(attempts).where(attempts.c.at <= moment(now - WITHIN)))
    row: dict[str, Any] = {"at": moment(now), "name": digest_of_secret(key), "address": place_of(address)}
    connection.execute(insert(attempts).values(row))


def forget(connection: Connection, key: str) -> None:
    """Counts no attempt for a name any more: somebody signed in by it. What an address tried else still counts."""
    connection.execute(delete(attempts).where(attempts.c.name == digest_of_secret(key)))


def _until(connection: Connection, which: ColumnElement[bool], most: int, now: datetime) -> datetime | None:
    """When so many attempts are no longer within the time that they count for."""
    asked = select(attempts.c.at).where(which, attempts.c.at > moment(now - WITHIN))
    newest = connection.scalars(asked.order_by(attempts.c.at.desc()).limit(most)).all()
    return datetime.fromisoformat(newest[-1]) + WITHIN if len(newest) == most else None
