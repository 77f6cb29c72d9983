"""Urls are fetched within limits, from addresses that were checked, and read as what they are."""

import gzip
import io
import socket
import ssl
import struct
import time
import zlib
from datetime import UTC, datetime

import pytest

from riwaya.errors import NotFetched
from riwaya.inputs.blobs import Settings
from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.network.exchange import Limits
from riwaya.inputs.network.fetch import Client, agent_of, fetch, read_url
from riwaya.records import Moment, Provenance
from servers import CERTIFICATE, Server, ok, redirect, zipped

REPORT = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
AT = datetime(2024, 1, 31, 12, 30, tzinfo=UTC)
PUBLIC = "93.184.215.14"


@pytest.fixture
def server():
    with Server() as server:
        yield server


@pytest.fixture
def secure():
    with Server(tls=True) as server:
        yield server


def here(**options: object) -> Client:
    """A client that may reach this machine by the names of the tests, as if they were in its directory."""
    known = {
        "allowed": frozenset({"localhost", "paper.test", "agency.test"}),
        "resolve": lambda host, port: ["127.0.0.1"],
        "clock": lambda: AT,
        "tls": ssl.create_default_context(cafile=CERTIFICATE),
    }
    return Client(**{**known, **options})


def read(url: str, client: Client | None = None) -> list[Incoming | Refusal]:
    return list(read_url(url, Settings(), client or here()))


def why_not(url: str, client: Client | None = None) -> str:
    with pytest.raises(NotFetched) as raised:
        fetch(url, client or here())
    return str(raised.value)


# ------------------------------------------------------------------------------------------------------ what comes back


def test_a_url_gives_its_document_with_when_it_was_fetched_and_all_that_went_over_the_wire(server):
    server.answers["/a"] = ok(REPORT)

    [incoming] = read(server.url("/a"))

    assert (REPORT, server.url("/a")) == (incoming.text, incoming.url)
    assert Provenance(retrieved=Moment("2024-01-31T12:30:00+00:00", "fetch")) == incoming.provenance
    assert incoming.raw.startswith(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n")
    assert ok(REPORT) in incoming.raw


def test_records_behind_a_url_are_kept_each_with_its_own_bytes(server):
    server.answers["/a"] = ok('{"text": "واحد"}\n{"text": "اثنان"}\n')

    assert [('{"text": "واحد"}', "واحد"), ('{"text": "اثنان"}', "اثنان")] == [
        (each.raw.decode(), each.text) for each in read(server.url("/a"))
    ]


def test_a_server_is_told_who_asks_and_nothing_else_of_the_machine(server):
    server.answers["/a"] = ok(REPORT, "Set-Cookie: seen=1")
    client = here(agent=agent_of("desk@paper.test"))

    read(server.url("/a"), client)
    read(server.url("/a"), client)

    assert [["accept", "accept-encoding", "accept-language", "connection", "host", "user-agent"]] * 2 == [
        sorted(asked.headers) for asked in server.asked
    ]
    assert server.asked[0].headers["user-agent"] == "riwaya/0.1.0 (+desk@paper.test)"


@pytest.mark.parametrize("contact", ["", "a\r\nX: y", "ديسك", "a(b)", "x" * 300])
def test_a_contact_that_no_header_may_have_is_refused(contact):
    with pytest.raises(ValueError, match="cannot be told as a contact"):
        agent_of(contact)


def test_a_packed_body_is_read(server):
    server.answers["/gzip"] = zipped(REPORT)
    server.answers["/zlib"] = ok(zlib.compress(REPORT.encode()), "Content-Encoding: deflate")
    server.answers["/raw"] = ok(zlib.compress(REPORT.encode(), wbits=-15), "Content-Encoding: deflate")
    server.answers["/twice"] = ok(gzip.compress(gzip.compress(REPORT.encode())), "Content-Encoding: gzip, gzip")
    server.answers["/parts"] = ok(
        gzip.compress(REPORT.encode()[:9]) + gzip.compress(REPORT.encode()[9:]), "Content-Encoding: x-gzip"
    )

    assert [REPORT] * 5 == [read(server.url(path))[0].text for path in ("/gzip", "/zlib", "/raw", "/twice", "/parts")]


def test_a_body_in_chunks_is_read_and_kept_as_it_came(server):
    body = REPORT.encode()
    chunks = b"5\r\n" + body[:5] + b"\r\n%x;note=1\r\n" % (len(body) - 5) + body[5:] + b"\r\n0\r\nTrailer: x\r\n\r\n"
    server.answers["/a"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks

    [incoming] = read(server.url("/a"))

    assert (REPORT, None) == (incoming.text, incoming.provenance.completeness)
    assert chunks in incoming.raw


def test_the_charset_and_the_type_that_a_server_tells_are_handed_on(server):
    server.answers["/a"] = ok(REPORT.encode("cp1256"), kind='Text/HTML; Charset="windows-1256"; x=y')

    known = fetch(server.url("/a"), here()).known

    assert ("text/html", "windows-1256") == (known.content_type, known.charset)


PAGE = f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>قصف قرب حلب</title>
<link rel="canonical" href="/news/1"><meta property="og:site_name" content="الصحيفة">
<meta property="article:published_time" content="2024-01-31T10:00:00+02:00"></head>
<body><nav><a href="/">الرئيسية</a> <a href="/sport">رياضة</a></nav>
<article><h1>قصف قرب حلب</h1><p>{REPORT}</p>
<p>وأضاف المصدر أن القصف استمر ساعتين، وأن الأهالي نقلوا الجرحى إلى المستشفى.</p></article>
</body></html>"""


def test_a_page_is_read_by_the_charset_that_its_server_tells_and_keeps_when_it_was_fetched(server):
    server.answers["/a"] = ok(PAGE.encode("cp1256"), kind="text/html; charset=windows-1256")

    [incoming] = read(server.url("/a"))

    assert ("قصف قرب حلب", server.url("/news/1"), "2024-01-31T10:00:00+02:00") == (
        incoming.title,
        incoming.url,
        incoming.published,
    )
    assert REPORT in incoming.text
    assert "الرئيسية" not in incoming.text
    assert Moment("2024-01-31T12:30:00+00:00", "fetch") == incoming.provenance.retrieved
    assert incoming.raw.startswith(b"WARC/1.1")


def test_what_is_kept_of_a_fetch_is_read_again_as_it_was_read_first(server, tmp_path):
    page = PAGE.encode()
    server.answers |= {
        "/a": redirect("/b"),
        "/b": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (page[:301], page[301:])) + b"0\r\n\r\n",
    }  # fmt: skip
    [fetched] = read(server.url("/a"))
    file = tmp_path / "kept.warc"
    file.write_bytes(fetched.raw)

    [again] = find_documents([str(file)])

    assert (fetched.text, fetched.url, fetched.published) == (again.text, again.url, again.published)
    assert Moment("2024-01-31T12:30:00+00:00", "archive") == again.provenance.retrieved


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "500 Internal Server Error", "304 Not Modified"])
def test_an_answer_that_is_no_document_is_told(server, status):
    server.answers["/a"] = ok(REPORT, status=status)

    assert [Refusal(server.url("/a"), f"the server answers {status}")] == read(server.url("/a"))


def test_a_url_that_is_not_fetched_is_a_refusal_and_the_next_is_read(server):
    assert [Refusal("ftp://a/b", "only http and https are fetched, not ftp")] == read("ftp://a/b")


# ----------------------------------------------------------------------------------------------------------- redirects


def test_redirects_are_followed_and_each_is_kept(server):
    server.answers |= {"/a": redirect("/b", "301 Moved"), "/b": redirect("c", "307 Away"), "/c": ok(REPORT)}

    [incoming] = read(server.url("/a"))

    assert (server.url("/c"), ["/a", "/b", "/c"]) == (incoming.url, server.paths)
    assert 3 == incoming.raw.count(b"WARC-Type: response") == incoming.raw.count(b"WARC-Type: request")


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/", "http://localhost./", "http://[::1]/", "http://[::ffff:169.254.169.254]/", "http://0/",
        "http://2130706433/", "http://169.254.169.254/latest/meta-data/", "http://[64:ff9b::a9fe:a9fe]/",
        "http://100.100.100.200/", "http://inside.test/",
    ],
)  # fmt: skip
def test_a_redirect_to_an_address_that_is_not_public_is_not_followed(server, target):
    server.answers["/a"] = redirect(target)

    def directory(host: str, port: int) -> list[str]:
        if host.endswith(".test"):
            return ["127.0.0.1" if host == "paper.test" else "192.168.1.1"]
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port)]

    client = here(allowed=frozenset({"paper.test"}), resolve=directory)

    assert "not on the public network" in why_not(server.url("/a", "paper.test"), client)
    assert ["/a"] == server.paths


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://paper.test/", "javascript:1", "http://a:b@paper.test/"]
)
def test_a_redirect_to_what_is_not_fetched_is_told(server, target):
    server.answers["/a"] = redirect(target)

    assert "it redirects to what is not fetched" in why_not(server.url("/a"))


def test_redirects_in_a_circle_end(server):
    server.answers |= {"/a": redirect("/b"), "/b": redirect("/a#again")}

    assert "its redirects go in a circle" in why_not(server.url("/a"))
    assert ["/a", "/b"] == server.paths


def test_no_more_than_five_redirects_are_followed(server):
    server.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(9)}

    assert "more than 5 redirects" in why_not(server.url("/0"))
    assert 6 == len(server.paths)


def test_a_redirect_from_https_to_http_is_told_and_not_followed(server, secure):
    secure.answers["/a"] = redirect(server.url("/b", "paper.test"))
    server.answers["/b"] = ok(REPORT)

    assert "it redirects from https to http://paper.test" in why_not(secure.url("/a", "paper.test"))
    assert [] == server.asked


# ------------------------------------------------------------------------------------- addresses, names, certificates


class Rebinding:
    """A directory that first gives a public address and then this machine; the network leads both to one server."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._answers = [PUBLIC, "127.0.0.1"]
        self.asked: list[str] = []
        self.connected: list[str] = []

    def resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return [self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]]

    def connect(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.connected.append(address[0])
        return socket.create_connection(("127.0.0.1", self._port), timeout)


def test_the_connection_goes_to_the_very_address_that_was_checked(server):
    server.answers["/a"] = ok(REPORT)
    network = Rebinding(server.port)
    client = here(allowed=frozenset(), resolve=network.resolve, connect=network.connect)

    [incoming] = read(server.url("/a", "rebinding.test"), client)

    assert (REPORT, ["rebinding.test"], [PUBLIC]) == (incoming.text, network.asked, network.connected)
    assert f"WARC-IP-Address: {PUBLIC}".encode() in incoming.raw


def test_a_name_that_leads_inside_the_second_time_it_is_asked_for_is_not_followed(server):
    server.answers["/a"] = redirect("/b")
    network = Rebinding(server.port)
    client = here(allowed=frozenset(), resolve=network.resolve, connect=network.connect)

    assert "rebinding.test is at 127.0.0.1" in why_not(server.url("/a", "rebinding.test"), client)
    assert [PUBLIC] == network.connected


def test_no_proxy_is_asked(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    server.answers["/a"] = ok(REPORT)

    assert REPORT == read(server.url("/a"))[0].text


def test_a_private_host_is_fetched_from_where_it_is_allowed_by_name(server):
    server.answers["/a"] = ok(REPORT)

    assert "--allow-host localhost" in why_not(server.url("/a"), here(allowed=frozenset({"paper.test"})))
    assert REPORT == read(server.url("/a"), here(allowed=frozenset({"localhost"})))[0].text


def test_the_next_address_is_tried_where_one_takes_no_connection(server):
    server.answers["/a"] = ok(REPORT)

    assert REPORT == read(server.url("/a"), here(resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"]))[0].text


def test_a_server_that_is_not_there_is_told(server):
    server.__exit__()

    assert "no connection to localhost" in why_not(server.url("/a"))


def test_a_certificate_is_held_against_the_name_in_the_url(secure):
    secure.answers["/a"] = ok(REPORT)

    assert REPORT == read(secure.url("/a", "agency.test"))[0].text
    assert "certificate of the server is not valid" in why_not(secure.url("/a", "localhost"))
    assert "certificate of the server is not valid" in why_not(secure.url("/a", "paper.test"), here(tls=None))


# -------------------------------------------------------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + REPORT.encode(), "500 bytes were told and"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n" + REPORT.encode(), "40 bytes were told and more came"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n" + REPORT.encode()[:70], "within a chunk"),
        (ok(gzip.compress(REPORT.encode())[:-30], "Content-Encoding: gzip"), "the packed body breaks off"),
    ],
)
def test_a_length_that_is_wrong_makes_a_document_that_is_cut(server, answer, fault):
    server.answers["/a"] = answer

    fetched = fetch(server.url("/a"), here())
    [incoming] = read(server.url("/a"))

    assert fault in fetched.fault
    assert ("cut", [("D08", fetched.fault)]) == (
        incoming.provenance.completeness,
        [(issue.code, issue.message) for issue in incoming.issues],
    )
    assert REPORT.startswith(incoming.text[:15])


def test_records_before_the_place_where_an_answer_broke_off_are_whole(server):
    lines = b'{"text": "\xd9\x88\xd8\xa7\xd8\xad\xd8\xaf"}\n{"te'
    server.answers["/a"] = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + lines

    [first, second] = read(server.url("/a"))

    assert ("واحد", None) == (first.text, first.provenance.completeness)
    assert f"{len(lines)} came" in second.reason


def test_a_body_without_a_length_ends_where_the_connection_does(server):
    server.answers["/a"] = b"HTTP/1.0 200 OK\r\n\r\n" + REPORT.encode()

    [incoming] = read(server.url("/a"))

    assert (REPORT, None) == (incoming.text, incoming.provenance.completeness)


def test_a_body_without_a_length_over_tls_is_cut_unless_the_server_tells_its_end(secure):
    answer = b"HTTP/1.1 200 OK\r\n\r\n" + REPORT.encode()
    secure.answers |= {"/whole": answer, "/cut": lambda sock: sock.sendall(answer)}

    [whole], [cut] = (read(secure.url(path, "paper.test")) for path in ("/whole", "/cut"))

    assert ((REPORT, None), (REPORT, "cut")) == (
        (whole.text, whole.provenance.completeness),
        (cut.text, cut.provenance.completeness),
    )


def break_off(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + REPORT.encode())
    time.sleep(0.3)
    # To close at once, without waiting, is to break off.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_what_came_before_a_connection_broke_is_read(server):
    server.answers["/a"] = break_off

    [incoming] = read(server.url("/a"))

    assert (REPORT, "cut") == (incoming.text, incoming.provenance.completeness)


def drip(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        sock.sendall(b"a")
        time.sleep(0.05)


def flood(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        sock.sendall(b"a" * 65_536)


def flood_chunks(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        sock.sendall(b"1\r\na\r\n" * 10_000)


def flood_head(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        sock.sendall(b"X-Header: " + b"a" * 900 + b"\r\n")


def flood_line(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        sock.sendall(b"a" * 65_536)


def flood_continue(sock: socket.socket) -> None:
    while True:
        sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def many_headers(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n")


def silence(sock: socket.socket) -> None:
    time.sleep(30)


def drip_head(sock: socket.socket) -> None:
    while True:
        sock.sendall(b"H")
        time.sleep(0.05)


def steady(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        sock.sendall(b"a")


SMALL = Limits(body=1_000_000, whole=3.0, silence=1.0, pace=1_000, grace=0.5)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (drip, "less than 1000 bytes a second"),
        (flood, "the body of the answer is longer than 1000000 bytes"),
        (flood_chunks, "the body of the answer is longer than 1000000 bytes"),
        (flood_head, "the head of the answer is longer than 64000 bytes"),
        (flood_line, "the head of the answer is longer than 64000 bytes"),
        (flood_continue, "the head of the answer is longer than 64000 bytes"),
        (many_headers, "the server does not answer as HTTP asks"),
        (silence, "nothing came for too long"),
        (drip_head, "the answer took more than 3 seconds"),
    ],
)
def test_an_answer_without_an_end_is_given_up(server, answer, why):
    server.answers["/a"] = answer
    began = time.monotonic()

    assert why in why_not(server.url("/a"), here(limits=SMALL))
    assert time.monotonic() - began < 20  # a machine may be busy; what has no end has none


def test_an_answer_that_never_pauses_is_given_up_after_its_time(server):
    server.answers["/a"] = steady

    assert "the answer took more than 0.5 seconds" in why_not(server.url("/a"), here(limits=Limits(whole=0.5)))


@pytest.mark.parametrize("answer", [b"", b"220 mail.test ESMTP\r\n", b"\x00\x01\x02", b"HTTP/1.1 abc\r\n\r\n"])
def test_a_server_that_does_not_speak_http_is_told(server, answer):
    server.answers["/a"] = answer

    assert "the server does not answer as HTTP asks" in why_not(server.url("/a"))


def test_a_body_that_unpacks_to_a_flood_is_refused_before_it_fills_the_memory(server):
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb", compresslevel=9) as packing:
        for _ in range(300):
            packing.write(bytes(1_000_000))
    server.answers["/a"] = ok(bomb.getvalue(), "Content-Encoding: gzip")
    server.answers["/b"] = ok(gzip.compress(bomb.getvalue()), "Content-Encoding: gzip, gzip")

    assert "unpacks to more than 100 times that" in why_not(server.url("/a"))
    assert "unpacks to more than 100 times that" in why_not(server.url("/b"))


@pytest.mark.parametrize(("coding", "why"), [("br", "packed by 'br'"), ("gzip", "not packed as it says")])
def test_a_body_that_is_packed_otherwise_than_was_asked_is_told(server, coding, why):
    server.answers["/a"] = ok(REPORT, f"Content-Encoding: {coding}")

    assert why in why_not(server.url("/a"))
