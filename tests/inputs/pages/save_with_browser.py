"""Saves one of our pages with a real browser: as MHTML and as the HTML of its tree.

    PYTHONPATH=src:tests python tests/inputs/pages/save_with_browser.py chromium

Needs Chromium and openssl. The page lies on news.example and shows a frame from t.me; both are this machine, for the
browser is told so. What it writes stands in `saved/` and is checked in.
"""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from inputs.pages.layouts import fill, load_layouts
from inputs.pages.stories import STORIES

HOME = Path(__file__).parent
FRAME = (HOME / "frame.html").read_text(encoding="utf-8")


def page() -> bytes:
    """The page, with a post that the browser has no script for and a frame that it fetches."""
    layout = next(layout for layout in load_layouts() if layout.name == "alarabiya_2019")
    frame = '<iframe src="https://t.me/channel_ex/1234?embed=1" width="100%" height="200"></iframe>'
    html = fill(layout, STORIES[0]).data.decode().replace("https://www.khalijia.example/ar", "http://news.example/ar")
    at = html.index('<div class="related-inline')
    return (html[:at] + frame + html[at:]).encode()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host = self.headers.get("Host", "")
        data = FRAME.encode() if host.startswith("t.me") else page() if self.path.startswith("/ar/") else b""
        self.send_response(200 if data else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """The ports of the two servers, the second over TLS."""
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=t.me"]
    subprocess.run([*made, "-keyout", "key.pem", "-out", "cert.pem"], cwd=folder, check=True, capture_output=True)
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _Handler) for _ in range(2)]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    servers[1].socket = context.wrap_socket(servers[1].socket, server_side=True)
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield servers[0].server_port, servers[1].server_port
    finally:
        for server in servers:
            server.shutdown()


class Browser:
    """A browser that is told what to do over a pipe."""

    def __init__(self, program: str, folder: Path, ports: tuple[int, int]) -> None:
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        rules = f"MAP news.example:80 127.0.0.1:{ports[0]}, MAP t.me:443 127.0.0.1:{ports[1]}"
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"]
        options += ["--ignore-certificate-errors", f"--user-data-dir={folder}", f"--host-resolver-rules={rules}"]

        def place() -> None:
            os.dup2(to_read, 3)
            os.dup2(to_write, 4)

        self._process = subprocess.Popen(
            [program, *options], preexec_fn=place, close_fds=False, stderr=subprocess.DEVNULL
        )
        self._rest = b""
        self._number = 0

    def ask(self, method: str, session: str | None = None, **params: object) -> dict:
        """What the browser answers."""
        self._number += 1
        call = {"id": self._number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        os.write(self._write, json.dumps(call).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            pass
        return answer["result"]

    def wait_for(self, method: str) -> None:
        """Waits until the browser tells of something."""
        while self._next().get("method") != method:
            pass

    def _next(self) -> dict:
        while b"\0" not in self._rest:
            self._rest += os.read(self._read, 1 << 16)
        told, self._rest = self._rest.split(b"\0", 1)
        return json.loads(told)

    def close(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait()


def main() -> None:
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as ports:
        browser = Browser(sys.argv[1], Path(name) / "profile", ports)
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.ask("Page.enable", session)
        browser.ask("Page.navigate", session, url="http://news.example/ar/arab/2024/01/15/qasf.html")
        browser.wait_for("Page.loadEventFired")
        saved = browser.ask("Page.captureSnapshot", session, format="mhtml")["data"]
        tree = browser.ask("Runtime.evaluate", session, expression="document.documentElement.outerHTML")
        browser.close()
    (HOME / "saved").mkdir(exist_ok=True)
    (HOME / "saved" / "chromium.mhtml").write_bytes(saved.encode("utf-8"))
    (HOME / "saved" / "chromium.html").write_text(f"<!DOCTYPE html>\n{tree['result']['value']}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
