"""Documents behind a url that somebody asked for: the only reader that uses the network.

Every address is checked before a connection is made to that very address, after each redirect anew, so neither a page
nor a directory of names can lead a request into the network of whoever reads. What came is read by its content, as a
file is, and kept as a WARC.
"""

from __future__ import annotations

import io
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from riwaya.errors import NotFetched, UnreadableInput
from riwaya.inputs.archives.bodies import unpack
from riwaya.inputs.archives.warc_writing import Wire, warc_of
from riwaya.inputs.blobs import Blob, Known, Settings, blob_of
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.network.addresses import Place, Resolve, checked_addresses, join, place_of, resolve
from riwaya.inputs.network.exchange import Connect, Exchange, Limits, exchange
from riwaya.records import VERSION, Issue, Moment, Provenance

MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = {
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,"
    "application/xml;q=0.9,application/json;q=0.9,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Language": "ar,*;q=0.5",
    "Accept-Encoding": "gzip",
}


def agent_of(contact: str | None = None) -> str:
    """What is told to servers: our name and version, and how to reach whoever runs it, where that is given.

    Raises ValueError where the contact has characters that no header may have.
    """
    if contact is None:
        return f"riwaya/{VERSION}"
    if not re.fullmatch(r"[!-~][ -~]{0,200}", contact) or "(" in contact or ")" in contact:
        raise ValueError(f"{contact!r} cannot be told as a contact: give a mail address or a url")
    return f"riwaya/{VERSION} (+{contact})"


def _pass(what: Place | Wire) -> None:
    """Nothing stands in the way, and nothing is noted."""


@dataclass(frozen=True, slots=True)
class Client:
    """How requests are made: what is said of who asks, which hosts may be private ones, and the limits.

    `before` is called before each request, those after redirects among them, and raises NotFetched where one may not
    be made; `after` is given each request with its answer. `resolve`, `connect`, `tls` and `clock` are those of the
    machine unless they are handed in.
    """

    agent: str = field(default_factory=agent_of)
    allowed: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
    before: Callable[[Place], None] = _pass
    after: Callable[[Wire], None] = _pass
    resolve: Resolve = resolve
    connect: Connect = socket.create_connection
    tls: ssl.SSLContext | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered in the end: the url after redirects, when, the answer, and its body as it was packed.

    `wires` are all requests with their answers, in order. `cut` says that the body breaks off, `fault` why.
    """

    url: str
    at: datetime
    status: int
    reason: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    wires: tuple[Wire, ...] = field(repr=False)
    cut: bool = False
    fault: str | None = None

    @property
    def known(self) -> Known:
        """What the server tells of the body."""
        kind, charset = _content_type(self.headers.get("content-type", ""))
        at = Moment(self.at.astimezone(UTC).isoformat(timespec="seconds"), "fetch")
        return Known(self.url, None, at, kind, charset)


def fetch(url: str, client: Client, headers: Mapping[str, str] | None = None) -> Fetched:
    """The answer of a server, after up to five redirects. Raises NotFetched where there is none."""
    place = place_of(url)
    seen: set[str] = set()
    wires: list[Wire] = []
    while True:
        seen.add(place.url)
        client.before(place)
        at = client.clock()
        answer = _ask(place, client, headers or {})
        wires.append(_wire(answer, at))
        client.after(wires[-1])
        link = answer.headers.get("location")
        if answer.status not in _REDIRECTS or link is None:
            return _fetched(answer, at, tuple(wires), client.limits)
        place = _redirected(place, link, seen)


def _ask(place: Place, client: Client, headers: Mapping[str, str]) -> Exchange:
    addresses = checked_addresses(place, client.allowed, client.resolve)
    told = {"User-Agent": client.agent, **_ACCEPT, **headers}
    return exchange(place, addresses, told, limits=client.limits, tls=client.tls, connect=client.connect)


def _redirected(place: Place, link: str, seen: set[str]) -> Place:
    """Where a redirect leads. Raises NotFetched where it leads nowhere, in a circle, too far, or out of https."""
    try:
        target = place_of(join(place.url, link))
    except NotFetched as error:
        raise NotFetched(place.url, f"it redirects to what is not fetched: {error.why}") from None
    if target.url in seen:
        raise NotFetched(place.url, f"its redirects go in a circle, back to {target.url}")
    if len(seen) > MOST_REDIRECTS:
        raise NotFetched(place.url, f"there were more than {MOST_REDIRECTS} redirects")
    if place.scheme == "https" and target.scheme == "http":
        raise NotFetched(place.url, f"it redirects from https to {target.url}; ask for that where you trust the way")
    return target


def _fetched(answer: Exchange, at: datetime, wires: tuple[Wire, ...], limits: Limits) -> Fetched:
    try:
        unpacked = unpack(answer.body, answer.headers.get("content-encoding", ""), most=limits.unpacked)
    except UnreadableInput as error:
        raise NotFetched(answer.place.url, str(error)) from None
    fault = answer.fault or ("the packed body breaks off" if unpacked.cut else None)
    headers = {name.lower(): value for name, value in reversed(answer.headers.items())}
    return Fetched(
        answer.place.url, at, answer.status, answer.reason, headers, unpacked.data, wires, fault is not None, fault
    )


def _wire(answer: Exchange, at: datetime) -> Wire:
    cut = "disconnect" if answer.cut else None
    return Wire(answer.place.url, at, answer.address, answer.request, answer.response, cut)


_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)


def _content_type(header: str) -> tuple[str | None, str | None]:
    """The type and the charset of a header, in small letters."""
    charset = _CHARSET.search(header)
    return header.partition(";")[0].strip().lower() or None, charset[1].lower() if charset else None


# ------------------------------------------------------------------------------------------------------- its documents


def read_url(url: str, settings: Settings, client: Client) -> Iterator[Incoming | Refusal]:
    """The documents behind a url; a refusal where it is not fetched, or where what came is not read."""
    try:
        fetched = fetch(url, client)
    except NotFetched as error:
        yield Refusal(url, error.why if error.url == url else str(error))
        return
    if not 200 <= fetched.status < 300:
        yield Refusal(url, f"the server answers {fetched.status} {fetched.reason}".rstrip())
        return
    whole = warc_of(fetched.wires, client.agent)
    yield from documents_of(fetched, settings, name=url, whole=whole)


def documents_of(
    fetched: Fetched, settings: Settings, *, name: str, publisher: str | None = None, whole: bytes | None = None
) -> Iterator[Incoming | Refusal]:
    """The documents in what was fetched, each with its moment of retrieval and whether it is cut.

    `whole` are the bytes that a document which is all of the answer is kept with, in place of those of the body.
    """
    blob = blob_for(fetched, name=name, publisher=publisher)
    for each in read_blob(blob, settings):
        if isinstance(each, Refusal):
            yield _with_fault(each, fetched)
            continue
        each = _with_known(each, fetched)
        yield replace(each, raw=whole) if whole is not None and each.raw == fetched.body else each


def blob_for(fetched: Fetched, *, name: str, publisher: str | None = None) -> Blob:
    """The body as a blob, with what is known of it."""
    return blob_of(name, io.BytesIO(fetched.body), known=replace(fetched.known, publisher=publisher))


def _with_fault(refusal: Refusal, fetched: Fetched) -> Refusal:
    """A refusal that tells too what was wrong with the answer."""
    return replace(refusal, reason=f"{refusal.reason} (and {fetched.fault})") if fetched.fault else refusal


def _with_known(incoming: Incoming, fetched: Fetched) -> Incoming:
    """A document with what its reader could not tell: when it was fetched, and that what came broke off.

    Of several in one answer the reader alone knows which it broke off in.
    """
    provenance = incoming.provenance or Provenance()
    if provenance.retrieved is None:
        provenance = replace(provenance, retrieved=fetched.known.retrieved)
    issues = incoming.issues
    if fetched.cut and incoming.raw == fetched.body:
        provenance = replace(provenance, completeness="cut")
        issues = (Issue("D08", None, None, fetched.fault or "it breaks off"), *issues)
    return replace(incoming, url=incoming.url or fetched.url, provenance=provenance, issues=issues)
