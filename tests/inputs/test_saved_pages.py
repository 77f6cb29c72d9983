"""Pages that a browser saved with their parts in a folder beside them, in the shape that Chromium gives them."""

from pathlib import Path

import pytest

from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming
from riwaya.inputs.pages.saved import MOST_FRAMES
from riwaya.records import Pointer

URL = "https://rasid.example/news/2024/77"
PAGE = """<!DOCTYPE html>
<!-- saved from url=(0034)https://rasid.example/news/2024/77 -->
<html lang="ar" dir="rtl"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>غارة على مستودع للحبوب</title></head><body><h1>غارة على مستودع للحبوب</h1>
<p>استهدفت غارة جوية مستودعا للحبوب جنوب المدينة فجر اليوم، وقال عمال المستودع إن النيران أتت على نصف المخزون.</p>
%s
<p>وذكر رئيس البلدية أن أحدا لم يصب لأن المستودع كان مغلقا ساعة القصف.</p></body></html>
"""
FRAME = '<iframe src="./صفحة_files/saved_resource.html" width="100%"></iframe>'
POST = """<!DOCTYPE html>
<!-- saved from url=(0036)https://t.me/rasid_ex/1234?embed=1 -->
<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body>
<div class="tgme_widget_message" data-post="rasid_ex/1234">
<a class="tgme_widget_message_owner_name" href="https://t.me/rasid_ex"><span>قناة الراصد</span></a>
<div class="tgme_widget_message_text js-message_text" dir="auto">الدخان يغطي سماء الحي الجنوبي</div>
<time datetime="2024-01-15T03:40:10+00:00">Jan 15</time></div></body></html>
"""
FILM = """<!DOCTYPE html>
<!-- saved from url=(0041)https://www.youtube.com/embed/AbCdEfGhIjK -->
<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head>
<body><div id="player"></div></body></html>
"""


def save(folder: Path, page: str, *frames: str) -> Path:
    """A page as a browser saves it, with the pages of its frames."""
    parts = folder / "صفحة_files"
    parts.mkdir()
    (parts / "style.css").write_text("p { color: black }")
    for number, frame in enumerate(frames):
        (parts / f"saved_resource{f'({number})' if number else ''}.html").write_text(frame, encoding="utf-8")
    file = folder / "صفحة.html"
    file.write_text(page, encoding="utf-8")
    return file


def read_all(path: Path) -> list[Incoming]:
    documents = list(find_documents([str(path)]))
    assert all(isinstance(each, Incoming) for each in documents), documents
    return documents


def test_trap_the_address_of_a_saved_page_is_the_one_that_the_browser_notes(tmp_path):
    (document,) = read_all(save(tmp_path, PAGE % ""))

    assert (URL, "غارة على مستودع للحبوب") == (document.url, document.title)


@pytest.mark.parametrize("note", ["(0014)about:internet", "(0022)file:///home/page.html"])
def test_a_note_that_is_no_address_of_the_web_tells_none(tmp_path, note):
    page = (PAGE % "").replace("(0034)https://rasid.example/news/2024/77", note)

    assert [None] == [document.url for document in read_all(save(tmp_path, page))]


def test_a_folder_with_a_saved_page_holds_that_page_and_not_its_parts(tmp_path):
    save(tmp_path, PAGE % FRAME, POST)

    assert [URL] == [document.url for document in read_all(tmp_path)]


def test_a_folder_that_is_called_like_one_of_parts_and_has_no_page_is_read(tmp_path):
    save(tmp_path, PAGE % FRAME, PAGE % "").unlink()
    (tmp_path / "صفحة_files" / "style.css").unlink()

    assert [URL] == [document.url for document in read_all(tmp_path)]


def test_the_words_of_a_post_in_a_saved_frame_are_its_authors(tmp_path):
    (document,) = read_all(save(tmp_path, PAGE % FRAME, POST))
    (post,) = [segment for segment in document.segments if segment.kind == "post"]

    assert "الدخان يغطي سماء الحي الجنوبي" == document.text[post.start : post.end]
    assert ("قناة الراصد", "2024-01-15T03:40:10+00:00") == (post.author, post.published)


def test_a_saved_frame_without_words_is_pointed_to_by_the_address_that_it_was_saved_from(tmp_path):
    (document,) = read_all(save(tmp_path, PAGE % FRAME, FILM))

    assert (Pointer("youtube", "https://www.youtube.com/watch?v=AbCdEfGhIjK"),) == document.provenance.pointers


@pytest.mark.parametrize("address", ["../frame.html", "./صفحة_files/../../frame.html", "./صفحة_files/link.html"])
def test_a_frame_that_leads_out_of_the_folder_of_parts_is_not_read(tmp_path, address):
    (tmp_path / "frame.html").write_text(POST, encoding="utf-8")
    (tmp_path / "home").mkdir()
    page = save(tmp_path / "home", PAGE % f'<iframe src="{address}"></iframe>')
    (page.with_name("صفحة_files") / "link.html").symlink_to(tmp_path / "frame.html")
    (document,) = read_all(page)

    assert "الدخان" not in document.text


def test_only_so_many_frames_are_read(tmp_path):
    frames = "".join(f'<iframe src="./صفحة_files/none{n}.html"></iframe>' for n in range(MOST_FRAMES))
    (document,) = read_all(save(tmp_path, PAGE % (frames + FRAME), POST))

    assert "الدخان" not in document.text
