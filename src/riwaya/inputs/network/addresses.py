"""Urls and the addresses behind them: what may be asked for, and whether an address is one of the public network.

The table `data/network/addresses.tsv` names the networks that are not; it follows the registries of IANA. An address
of IPv6 that carries one of IPv4 (mapped, translated, tunnelled) is judged by what it carries.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Container
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from riwaya.errors import Fault, KnowledgeError, NotFetched
from riwaya.knowledge.load import DATA, Table

TABLE = "network/addresses.tsv"
LONGEST_URL = 8_192
PORTS = {"http": 80, "https": 443}
_PUBLIC_6 = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")
_KEPT_IN_PATHS = "!$&'()*+,;=:@/~-._%"
_KEPT_IN_QUERIES = _KEPT_IN_PATHS + "?[]|"

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host, as the network's directory gives them; raises OSError where it has none."""


class Place(NamedTuple):
    """Where a url leads: the url as it is asked for, its scheme, host (in ASCII), port, and path with query."""

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The host as a request names it, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """The beginning that all urls of this server have."""
        return f"{self.scheme}://{self.authority}"


def place_of(url: str) -> Place:
    """Where a url leads. Raises NotFetched where it is none of http or https, holds a password, or is no url."""
    if len(url) > LONGEST_URL:
        raise NotFetched(url[:80] + "…", f"the url is longer than {LONGEST_URL} characters")
    if any(letter <= " " or letter in '\x7f\\"<>' for letter in url):
        raise NotFetched(ascii(url)[1:-1], "there are characters in the url that no url has")
    try:
        parts = urlsplit(url)
        host, port = _host_of(parts.hostname or ""), parts.port
    except ValueError as error:
        raise NotFetched(url, f"it is no url: {error}") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise NotFetched(url, f"only http and https are fetched, not {scheme or 'a url without a scheme'}")
    if "@" in parts.netloc:
        bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        raise NotFetched(bare, "the url holds a name or a password; these are not sent")
    if not host:
        raise NotFetched(url, "the url names no host")
    path, query = quote(parts.path or "/", _KEPT_IN_PATHS), quote(parts.query, _KEPT_IN_QUERIES)
    target = f"{path}?{query}" if query else path
    place = Place("", scheme, host, port or PORTS[scheme], target)
    return place._replace(url=place.origin + target)


def join(base: str, link: str) -> str:
    """The url that a link or a redirect on a page leads to; bytes of UTF-8 that HTTP reads as Latin-1 are mended."""
    with suppress(UnicodeError):
        link = link.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base, quote(link.strip(), _KEPT_IN_QUERIES + "#"))
    except ValueError:
        return link


def _host_of(name: str) -> str:
    """A host in ASCII and small letters, without the dot that may end it. Raises ValueError where it is none."""
    host = name.rstrip(".")
    if ":" in host:
        return str(IPv6Address(host)) if "%" not in host else _no_host("an address with a zone is no public one")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    host = host.lower()
    if not all(letter.isalnum() or letter in "-._" for letter in host):
        _no_host(f"{host!r} is no name of a host")
    return host


def _no_host(why: str) -> str:
    raise ValueError(why)


# -------------------------------------------------------------------------------------------------------- the addresses


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, by the directory of this machine. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def checked_addresses(place: Place, allowed: Container[str], resolve: Resolve) -> list[str]:
    """The addresses to connect to, each of which is public, or belongs to a host that was allowed by name.

    Raises NotFetched where one of them is not, or there is none.
    """
    try:
        found = resolve(place.host, place.port)
    except (OSError, UnicodeError) as error:
        raise NotFetched(place.url, f"no address is known for {place.host}: {_why(error)}", passing=True) from None
    if not found:
        raise NotFetched(place.url, f"no address is known for {place.host}", passing=True)
    if place.host not in allowed:
        for address in found:
            if reason := not_public(address):
                raise NotFetched(
                    place.url,
                    f"{place.host} is at {address}, which is not on the public network ({reason}); "
                    f"--allow-host {place.host} allows it",
                )
    return found


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def not_public(address: str) -> str | None:
    """Why an address is not one of the public network, None where it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "it is no address"
    return _judge(parsed)


def _judge(address: IPv4Address | IPv6Address) -> str | None:
    if isinstance(address, IPv6Address):
        if (carried := _carried(address)) is not None:
            return _judge(carried)
        if address == IPv6Address("::1"):
            return "this machine"
        if address not in _PUBLIC_6:
            return "not of the public part of IPv6"
    for network, name in _reserved():
        if address.version == network.version and address in network:
            return name
    return None


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The address of IPv4 that one of IPv6 stands for: mapped, of 6to4, or translated."""
    if address.ipv4_mapped is not None or address.sixtofour is not None:
        return address.ipv4_mapped or address.sixtofour
    return IPv4Address(int(address) & 0xFFFF_FFFF) if address in _TRANSLATED else None


@lru_cache(maxsize=1)
def _reserved() -> tuple[tuple[IPv4Network | IPv6Network, str], ...]:
    """The networks that are not public, with what they are. Raises KnowledgeError where the table has none."""
    table = Table(DATA / TABLE)
    if not len(table):
        raise KnowledgeError((Fault(TABLE, 1, "there are no addresses in it, so none can be held to be public"),))
    return tuple((ip_network(each), table.row(each)["name_en"]) for each in table)
