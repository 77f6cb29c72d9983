"""A watch over a web server that we did not write: Python's own, over a folder of files."""

import json
import os
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

FIRST = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
SECOND = "قال شهود إن سيارة مفخخة انفجرت في سوق شعبي."


class Quiet(SimpleHTTPRequestHandler):
    """Notes what it answers instead of printing it."""

    def log_request(self, code: int = 0, size: object = None) -> None:
        self.server.noted.append((self.path, int(code)))

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def files(tmp_path):
    """A folder that is served, with where, and what was answered."""
    folder = tmp_path / "served"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    server.noted = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://localhost:{server.server_port}", server.noted
    server.shutdown()
    server.server_close()


def test_what_did_not_change_is_not_sent_again(desk, files):
    folder, base, noted = files
    feed = folder / "feed.json"
    watched = desk.feed(url=f"{base}/feed.json")
    for text, day in ((FIRST, 20), (FIRST, 20), (SECOND, 21)):
        feed.write_text(json.dumps([{"text": text}]), encoding="utf-8")
        os.utime(feed, (1_705_700_000 + day * 86_400,) * 2)
        desk.once(watched)
        desk.later(hours=1)

    assert [("/robots.txt", 404), ("/feed.json", 200), ("/feed.json", 304), ("/feed.json", 200)] == noted
    assert [FIRST, SECOND] == desk.texts()
    assert ["response", "response", "revisit", "response"] == [kind for kind, _ in desk.answers_kept()]


def test_a_folder_that_redirects_to_itself_with_a_stroke_is_followed(desk, files):
    folder, base, noted = files
    (folder / "news").mkdir()
    (folder / "news" / "index.html").write_text(json.dumps([{"text": FIRST}]), encoding="utf-8")

    desk.once(desk.feed(url=f"{base}/news"))

    assert [("/robots.txt", 404), ("/news", 301), ("/news/", 200)] == noted
    assert [FIRST] == desk.texts()
