"""Pages that a browser saved, one of them in one file with its frames."""

import base64
import io
from pathlib import Path

import pytest

from inputs.pages.stories import POST_TEXT
from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.files import find_documents
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.records import Moment, Pointer

SAVED = Path(__file__).parent / "pages" / "saved"
URL = "http://news.example/ar/arab/2024/01/15/qasf.html"
PAGE = (
    "<html><head><title>قتلى في قصف على البلدة</title></head><body><h1>قتلى في قصف على البلدة</h1>"
    "<p>أعلن الدفاع المدني مقتل ثلاثة أشخاص في قصف استهدف سوق البلدة صباح اليوم الاثنين.</p>"
    "<p>وقال شهود إن القذائف سقطت قرب المدرسة الابتدائية بعد خروج التلاميذ منها.</p>%s</body></html>"
)


def test_a_page_that_chromium_saved_in_one_file_is_read_with_the_words_in_its_frame():
    (document,) = find_documents([str(SAVED / "chromium.mhtml")])
    posts = [s for s in document.segments if s.kind == "post"]

    assert (URL, "الخليجية نت") == (document.url, document.publisher)
    assert "2024-01-15T13:45:00+03:00" == document.published
    assert Moment("2026-11-26T08:59:17+00:00", "file") == document.provenance.retrieved
    assert [
        ("عاجل: سماع دوي انفجار قرب الجسر الجنوبي\nوالتفاصيل تتبع", "قناة الرصد", "2024-01-15T05:40:10+00:00"),
        (
            POST_TEXT,
            "غرفة العمليات (@ops_room_ex)",
            "2024-01-15T09:01:57+00:00",
        ),
    ] == [(document.text[s.start : s.end], s.author, s.published) for s in posts]
    assert () == document.provenance.pointers
    assert (SAVED / "chromium.mhtml").read_bytes() == document.raw


def test_the_tree_of_the_same_page_gives_the_same_text_and_points_to_the_frame():
    (whole,) = find_documents([str(SAVED / "chromium.mhtml")])
    (tree,) = find_documents([str(SAVED / "chromium.html")])
    framed = "عاجل: سماع دوي انفجار قرب الجسر الجنوبي\nوالتفاصيل تتبع\n"

    assert whole.text.replace(framed, "") == tree.text
    assert (Pointer("telegram", "https://t.me/channel_ex/1234"),) == tree.provenance.pointers


def mhtml(*parts: tuple[str, bytes], head: str = "") -> bytes:
    lines = [b"From: <Saved by a test>", b"MIME-Version: 1.0", *(head.encode().split(b"\n") if head else [])]
    lines += [b'Content-Type: multipart/related; boundary="==b=="', b""]
    for headers, body in parts:
        lines += [b"--==b==", *headers.encode().split(b"\n"), b"", body]
    return b"\r\n".join([*lines, b"--==b==--", b""])


def read_all(data: bytes) -> list[Incoming | Refusal]:
    return list(read_blob(blob_of("page.mht", io.BytesIO(data)), Settings()))


HTML = (
    "Content-Type: text/html; charset=%s\nContent-Transfer-Encoding: base64\nContent-Location: https://a.example/n/%s"
)


def test_a_legacy_encoding_that_a_part_tells_is_used():
    page = base64.encodebytes((PAGE % "").encode("cp1256"))
    (document,) = read_all(mhtml((HTML % ("windows-1256", 1), page)))

    assert "https://a.example/n/1" == document.url
    assert document.text.startswith("قتلى في قصف على البلدة\nأعلن الدفاع المدني")
    assert () == document.issues


def test_the_page_is_the_part_that_the_file_names_and_not_the_first():
    frame = base64.encodebytes(("<html><body><p>إعلان</p></body></html>").encode())
    page = base64.encodebytes((PAGE % "").encode())
    data = mhtml(
        (HTML % ("utf-8", "ad"), frame),
        (HTML % ("utf-8", "2"), page),
        head="Snapshot-Content-Location: https://a.example/n/2\nDate: Mon, 15 Jan 2024 12:00:00 GMT",
    )
    (document,) = read_all(data)

    assert "https://a.example/n/2" == document.url
    assert Moment("2024-01-15T12:00:00+00:00", "file") == document.provenance.retrieved


@pytest.mark.parametrize(
    "data",
    [
        mhtml(),
        mhtml(("Content-Type: image/png\nContent-Transfer-Encoding: base64", b"AAAA")),
        mhtml()[:120],
    ],
)
def test_a_file_without_its_page_is_refused(data):
    (refusal,) = read_all(data)

    assert Refusal("page.mht", "it holds no page: the file was cut, or only its parts were saved") == refusal


def test_a_file_that_was_cut_is_read_as_far_as_it_goes():
    data = mhtml((HTML % ("utf-8", "1"), base64.encodebytes((PAGE % "<p>خاتمة</p>").encode())))
    (document,) = read_all(data[: -len(data) // 4])

    assert "أعلن الدفاع المدني" in document.text


def test_a_frame_that_shows_itself_ends():
    inner = '<iframe src="cid:a@mhtml.blink"></iframe>'
    page = base64.encodebytes((PAGE % inner).encode())
    (document,) = read_all(mhtml((HTML % ("utf-8", "1") + "\nContent-ID: <a@mhtml.blink>", page)))

    assert "أعلن الدفاع المدني" in document.text


def test_parts_inside_parts_without_end_are_refused_or_read_in_time():
    data = mhtml((HTML % ("utf-8", "1"), base64.encodebytes((PAGE % "").encode())))
    for number in range(60):
        boundary = f"n{number}".encode()
        data = (
            b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="' + boundary + b'"\r\n\r\n--' + boundary
            + b"\r\n" + data + b"\r\n--" + boundary + b"--\r\n"
        )  # fmt: skip
    (document,) = read_all(data)

    assert isinstance(document, Incoming | Refusal)


def test_a_frame_without_words_is_pointed_to_by_the_address_of_its_part():
    page = PAGE % '<iframe src="cid:frame-1@mhtml.blink"></iframe>'
    head = "Content-Type: text/html; charset=utf-8"
    number = "Content-ID: <frame-1@mhtml.blink>"
    address = "Content-Location: https://www.youtube.com/embed/AbCdEfGhIjK"
    frame = (f"{head}\n{number}\n{address}", b"<html><body><div id='player'></div></body></html>")
    data = mhtml((head, page.encode()), frame)
    (document,) = read_blob(blob_of("a.mhtml", io.BytesIO(data)), Settings())

    assert (Pointer("youtube", "https://www.youtube.com/watch?v=AbCdEfGhIjK"),) == document.provenance.pointers
