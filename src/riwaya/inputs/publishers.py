"""Whose site an address is of: what names the publisher of a document that names none itself.

The domains that are known stand in `data/inputs/domains.tsv`, each with the id of an outlet or a body of `data/actors`.
They are facts of our own knowledge and no list of whom to trust; a site that is missing has no publisher.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from riwaya.inputs.incoming import Incoming
from riwaya.knowledge.load import DATA, Table
from riwaya.records import Provenance


def publisher_at(url: str | None) -> str | None:
    """The preferred Arabic name of whoever publishes at an address; None where its domain is not known.

    What is below a domain is of the same publisher, unless it stands in the table itself: `arabic.cnn.com`.
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    labels = host.rstrip(".").split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((name for domain in domains if (name := _names().get(domain))), None)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """The names by the domains out of the data."""
    parties = [Table(DATA / "actors" / name) for name in ("outlets.tsv", "actors.tsv")]
    named = {number: table.row(number)["names_ar"].split("|")[0] for table in parties for number in table}
    domains = Table(DATA / "inputs" / "domains.tsv")
    return {domain: named[domains.row(domain)["outlet"]] for domain in domains}


def with_publisher(incoming: Incoming) -> Incoming:
    """A document with the publisher whose site it is from, where it names none; its provenance tells that."""
    if incoming.publisher or not (name := publisher_at(incoming.url)):
        return incoming
    provenance = replace(incoming.provenance or Provenance(), publisher_basis="address")
    return replace(incoming, publisher=name, provenance=provenance)


def without_publisher_of_address(incoming: Incoming) -> Incoming:
    """A document without the publisher that only its address tells, for whoever is told of a better one."""
    provenance = incoming.provenance
    if provenance is None or provenance.publisher_basis != "address":
        return incoming
    return replace(incoming, publisher=None, provenance=replace(provenance, publisher_basis=None))


def with_known(incoming: Incoming, known: Mapping[str, str]) -> Incoming:
    """A document with what whoever hands it in says of it, where it does not say so itself."""
    if "publisher" in known:
        incoming = without_publisher_of_address(incoming)
    missing = {key: value for key, value in known.items() if getattr(incoming, key) is None}
    return with_publisher(replace(incoming, **missing)) if missing else incoming  # type: ignore[arg-type]
