"""What libraries for web pages are known to get wrong, one by one."""

import io
import socket

import pytest

from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.files import find_documents
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming, read_document
from riwaya.inputs.pages import choice
from riwaya.records import Moment

TITLE = "انفجار في سوق المدينة القديمة"
LINES = (
    "هز انفجار سوق المدينة القديمة ظهر اليوم وتصاعد الدخان من أحد المحال التجارية وسط السوق.",
    "وقال صاحب متجر قريب إن أسطوانة غاز انفجرت في مطعم صغير وإن الحريق امتد إلى محلين مجاورين.",
    "وأخلت الشرطة السوق من المتسوقين ومنعت الاقتراب منه إلى أن أخمد رجال الإطفاء الحريق.",
)


def page(head: str = "", *, below: str = "", lines=LINES) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<!DOCTYPE html><html><head><title>{TITLE}</title>{head}</head>"
        f"<body><article><h1>{TITLE}</h1>{below}<div>{body}</div></article></body></html>"
    ).encode()


def read_one(data: bytes) -> Incoming:
    (document,) = read_blob(blob_of("page.html", io.BytesIO(data)), Settings())
    assert isinstance(document, Incoming), document
    return document


def test_trap_nothing_that_a_page_or_a_feed_names_is_fetched(monkeypatch):
    def refused(*args, **kwargs):
        raise AssertionError(f"something was asked of the network: {args}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    head = (
        '<base href="http://127.0.0.1:9/"><link rel="stylesheet" href="style.css"><script src="code.js"></script>'
        '<link rel="canonical" href="http://127.0.0.1:9/1"><meta http-equiv="refresh" content="0; url=/2">'
        '<meta property="og:image" content="http://127.0.0.1:9/a.jpg">'
    )
    below = '<img src="http://127.0.0.1:9/b.jpg"><iframe src="http://127.0.0.1:9/frame"></iframe>'
    feed = (
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd" [<!ENTITY far SYSTEM "http://127.0.0.1:9/far">]>'
        f"<rss><channel><item><title>{TITLE}</title><link>http://127.0.0.1:9/1</link><description>{LINES[0]} &far;"
        "</description></item></channel></rss>"
    )

    assert TITLE == read_one(page(head, below=below)).title
    assert TITLE == read_one(feed.encode()).title


def test_trap_a_page_in_which_the_library_finds_no_text_is_read_all_the_same(monkeypatch):
    monkeypatch.setattr(choice.trafilatura, "extract", lambda *args, **kwargs: None)

    assert "\n".join((TITLE, *LINES)) == read_one(page()).text


@pytest.mark.parametrize("error", [ValueError, RecursionError, AttributeError])
def test_trap_a_page_on_which_the_library_fails_is_read_all_the_same(monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(choice.trafilatura, "extract", fail)

    assert "\n".join((TITLE, *LINES)) == read_one(page()).text


def test_trap_lines_that_the_library_leaves_out_or_joins_are_the_pages_own(monkeypatch):
    monkeypatch.setattr(choice.trafilatura, "extract", lambda *args, **kwargs: LINES[0] + " " + LINES[2])

    assert "\n".join((TITLE, *LINES)) == read_one(page()).text


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2023-01-12T00:55:00.000+0400", "2023-01-12T00:55:00+04:00"),
        ("2024-02-16T18:37:58Z", "2024-02-16T18:37:58+00:00"),
        ("15 كانون الثاني&nbsp;2024", "2024-01-15"),
        ("١٥ شباط ٢٠٢٤", "2024-02-15"),
        ("18 أوت 2023", "2023-08-18"),
        ("نيسان 2023", None),
    ],
)
def test_trap_moments_for_machines_are_read_as_outlets_write_them_and_no_day_is_made_up(written, moment):
    told = read_one(page(f'<meta property="article:published_time" content="{written}">')).provenance.published

    assert (Moment(moment, "meta") if moment else None) == told


@pytest.mark.parametrize(
    ("dateline", "name"),
    [("بيروت – (رويترز) - ", "رويترز"), ("القاهرة (أ ف ب) - ", "فرانس برس"), ("غزة/ الأناضول/ ", "الأناضول")],
)
def test_trap_the_agency_of_a_dateline_speaks_behind_the_publisher(dateline, name):
    head = '<meta property="og:site_name" content="بوابة الحي">'
    lines = (dateline + "قتل ثلاثة مدنيين في قصف مدفعي استهدف السوق صباح اليوم.", *LINES[1:])
    reading = read_document(read_one(page(head, lines=lines)))
    names = {source.id: source.name for source in reading.sources}
    account = next(account for account in reading.accounts if account.type == "shelling")

    assert ["بوابة الحي", name] == [names[link.source] for link in account.attribution]


def test_trap_a_byline_of_an_agency_is_of_the_text():
    document = read_one(page('<meta name="author" content="الأناضول">', below='<div class="byline">الأناضول</div>'))

    assert "الأناضول" == document.provenance.author
    assert [TITLE, "الأناضول", LINES[0]] == document.text.split("\n")[:3]


def test_trap_a_page_in_persian_is_told_to_be_so_whatever_it_says_of_itself():
    lines = ("پلیس گفت که در این انفجار پنج نفر زخمی شدند و گروهی از مردم به خیابان‌ها آمدند.",) * 2
    data = (
        page(lines=lines)
        .replace(TITLE.encode(), "انفجار در بازار پکتیا".encode())
        .replace(b"<html>", b"<html lang=ar>")
    )
    reading = read_document(read_one(data))

    assert "fa" == reading.document.language
    assert "D07" in [issue.code for issue in reading.issues]


def test_trap_a_folder_of_pages_of_which_one_is_empty_gives_the_others(tmp_path):
    (tmp_path / "a.html").write_bytes(b"<html><body></body></html>")
    (tmp_path / "b.html").write_bytes(page())

    assert ["the page holds no text", "\n".join((TITLE, *LINES))] == [
        each.text if isinstance(each, Incoming) else each.reason for each in find_documents([str(tmp_path)])
    ]


def test_trap_the_edit_that_json_ld_tells_is_told():
    told = f'{{"@type":"NewsArticle","headline":"{TITLE}","dateModified":"2024-01-15T11:00:00+03:00"}}'
    document = read_one(page(f'<script type="application/ld+json">{told}</script>'))

    assert Moment("2024-01-15T11:00:00+03:00", "json_ld") == document.provenance.edited


@pytest.mark.parametrize("name", ["comments", "related-posts", "most-read", "newsletter-box", "author-bio"])
def test_trap_running_text_within_the_article_that_its_own_names_set_beside_is_none_of_it(name):
    beside = "أعتقد أن صاحب المطعم مسؤول عما جرى لأنه أهمل صيانة الأسطوانات منذ أشهر طويلة."
    lines = (*LINES[:2], f"</p><div class='{name}'><p>{beside}</p></div><p>{LINES[2]}")

    assert "\n".join((TITLE, *LINES)) == read_one(page(lines=lines)).text


@pytest.mark.parametrize("declared", ['"كلمات أعلنها الملف"', 'SYSTEM "{file}"'])
def test_trap_what_a_feed_declares_itself_is_not_unfolded(tmp_path, declared):
    (tmp_path / "beside.txt").write_text("كلمات أعلنها الملف", encoding="utf-8")
    declared = declared.format(file=(tmp_path / "beside.txt").as_uri())
    item = f"<item><title>{TITLE} &own;</title></item>"
    feed = f"<!DOCTYPE rss [<!ENTITY own {declared}>]><rss><channel>{item}</channel></rss>"

    assert f"{TITLE} &own;" == read_one(feed.encode()).title
