"""Writes archives by real programs of a small site of our own, served on this machine:

wget.warc.gz by GNU Wget, warcio.warc.gz by warcio (`warcio` records what `requests` fetches), and warcio.wacz by
py-wacz of it. pip install warcio requests wacz; wget on the path; then run this.
"""

import gzip
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title} - وكالة الشرق</title>
<meta property="og:site_name" content="وكالة الشرق">
<meta property="article:published_time" content="{at}"><link rel="stylesheet" href="/style.css"></head>
<body><nav><a href="/">الرئيسية</a> <a href="/1">أخبار</a> <a href="/2">محليات</a></nav>
<article><h1>{title}</h1>{body}</article><img src="/picture.png" alt=""><script src="/code.js"></script>
<footer>جميع الحقوق محفوظة</footer></body></html>"""
FIRST = PAGE.format(
    title="قصف مدفعي على بلدة زمار",
    at="2024-01-15T09:30:00+03:00",
    body="<p>قُتل ثلاثة مدنيين وأصيب آخرون في قصف مدفعي استهدف سوق بلدة زمار صباح الاثنين، بحسب مصدر طبي.</p>"
    "<p>وقال شاهد إن القذائف سقطت قرب المستشفى بعد دقائق من فتح المحال التجارية أبوابها في البلدة.</p>",
)
SECOND = PAGE.format(
    title="الوزارة تنفي قصف السوق",
    at="2024-01-15T14:00:00+03:00",
    body="<p>نفت وزارة الدفاع في بيان أن تكون مدفعيتها قصفت سوق بلدة زمار، وقالت إنها تحقق في الحادث.</p>"
    "<p>وأضاف البيان أن القوات كانت على بعد عشرين كيلومترا من البلدة وقت سقوط القذائف عليها.</p>",
)


class Site(BaseHTTPRequestHandler):
    """Pages in chunks, packed, in Windows-1256 and moved, with what a page draws in beside them."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        """Says nothing."""

    def do_GET(self):
        """Answers."""
        if self.path == "/1":
            self.answer(gzip.compress(FIRST.encode()), "text/html; charset=utf-8", chunks=True, packed=True)
        elif self.path == "/2":
            self.answer(SECOND.replace("utf-8", "windows-1256").encode("cp1256"), "text/html; charset=windows-1256")
        elif self.path == "/moved":
            self.answer(b"", "text/html", status=301, headers={"Location": "/2"})
        elif self.path in ("/style.css", "/code.js", "/robots.txt"):
            self.answer(b"/* nothing */", "text/css" if "css" in self.path else "text/javascript")
        elif self.path == "/picture.png":
            self.answer(b"\x89PNG\r\n\x1a\n", "image/png")
        else:
            self.answer("<html><p>لا صفحة هنا</p></html>".encode(), "text/html; charset=utf-8", status=404)

    def answer(self, body, kind, *, status=200, headers=(), chunks=False, packed=False):
        """An answer with a body, in chunks where asked for."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        if packed:
            self.send_header("Content-Encoding", "gzip")
        if chunks:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        pieces = [body[at : at + 200] for at in range(0, len(body), 200)] if chunks else []
        self.wfile.write(b"".join(b"%x\r\n%s\r\n" % (len(x), x) for x in pieces) + b"0\r\n\r\n" if chunks else body)


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 8117), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = "http://127.0.0.1:8117"
    urls = [f"{base}/{each}" for each in ("1", "2", "moved", "picture.png", "style.css", "nothing")]
    command = ["wget", "--quiet", "--no-proxy", "--output-document=/dev/null", "--warc-file=wget", "--no-warc-keep-log"]
    subprocess.run([*command, *urls], cwd=HERE, check=False, timeout=60)
    code = (
        "from warcio.capture_http import capture_http\nimport requests\n"
        "with capture_http('warcio.warc.gz'):\n"
        f"    for url in {[*urls, f'{base}/1']!r}: requests.get(url, proxies={{'http': None}})\n"
    )
    (HERE / "warcio.warc.gz").unlink(missing_ok=True)
    subprocess.run([sys.executable, "-c", code], cwd=HERE, check=True, timeout=60)
    subprocess.run(
        [Path(sys.executable).parent / "wacz", "create", "--file", "warcio.warc.gz", "--output", "warcio.wacz"],
        cwd=HERE,
        check=True,
        timeout=60,
    )
    server.shutdown()


if __name__ == "__main__":
    main()
