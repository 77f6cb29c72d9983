"""Web pages: their bytes, what they tell of themselves, and the text in them."""

import io
import sys

import pytest

from riwaya.inputs.blobs import Known, Settings, blob_of
from riwaya.inputs.formats import find_format, read_blob
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.records import Moment, Pointer

FIRST = "أعلن الدفاع المدني مقتل ثلاثة أشخاص وإصابة خمسة آخرين في قصف استهدف سوق البلدة صباح اليوم."
SECOND = "وقال شهود إن القذائف سقطت قرب المدرسة الابتدائية بعد خروج التلاميذ منها بدقائق قليلة."
THIRD = "ولم تعلن أي جهة مسؤوليتها عن القصف حتى ساعة متأخرة من مساء أمس الأول بحسب المصادر نفسها."
TITLE = "قتلى وجرحى في قصف على سوق شعبية"


def html(head: str = "", body: str = "", *, title: str = TITLE, top: str = "", below: str = "") -> str:
    body = body or f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
    return (
        f'<!DOCTYPE html><html lang="ar"><head><title>{TITLE}</title>{head}</head><body>{top}<main><article>'
        f"<h1>{title}</h1>{below}<div class='body'>{body}</div></article></main></body></html>"
    )


def read_all(page: str | bytes, known: Known = Known(), settings: Settings = Settings()) -> list[Incoming | Refusal]:  # noqa: B008
    data = page if isinstance(page, bytes) else page.encode()
    return list(read_blob(blob_of("page.html", io.BytesIO(data), known=known), settings))


def read_one(page: str | bytes, known: Known = Known(), settings: Settings = Settings()) -> Incoming:  # noqa: B008
    (document,) = read_all(page, known, settings)
    assert isinstance(document, Incoming), document
    return document


# ------------------------------------------------------------------------------------------------------ bytes


def labelled(charset: str) -> str:
    return html(f'<meta charset="{charset}">')


@pytest.mark.parametrize(
    ("page", "issues"),
    [
        (labelled("windows-1256").encode("cp1256"), []),
        (labelled("utf-8").encode("cp1256"), ["the encoding was guessed: windows-1256"]),
        (html().encode("cp1256"), ["the encoding was guessed: windows-1256"]),
        (labelled("iso-8859-1").encode("cp1256"), ["the encoding was guessed: windows-1256"]),
        (labelled("iso-8859-6").encode("iso8859-6"), []),
        (labelled("windows-1256").encode(), ["the page says it is cp1256, but it is utf-8"]),
        (labelled("utf-8").encode(), []),
        (labelled("nonsense").encode(), []),
        (labelled("utf-16").encode("utf-16"), []),
        (html().encode("utf-8-sig"), []),
    ],
)
def test_trap_a_page_is_read_in_the_encoding_that_its_bytes_are_in(page, issues):
    document = read_one(page)

    assert "\n".join((TITLE, FIRST, SECOND, THIRD)) == document.text
    assert issues == [issue.message for issue in document.issues]


def test_the_encoding_that_a_server_tells_is_asked_before_that_of_the_page():
    document = read_one(labelled("iso-8859-1").encode("cp1256"), Known(charset="windows-1256"))

    assert (FIRST in document.text, ()) == (True, document.issues)


def test_a_page_with_a_few_spoilt_bytes_is_read_and_says_so():
    data = html().encode().replace("القصف".encode(), b"\xd8\xa7\xff", 1)
    document = read_one(data)

    assert ["taken for utf-8, though 1 bytes are not"] == [i.message for i in document.issues if i.code == "D06"]


def test_trap_entities_are_decoded_once_and_bidi_marks_kept():
    body = (
        f"<p>{FIRST}</p>"
        "<p>كتب &amp;lt;b&amp;gt; و&quot;نص&quot; \u200fو\u2067اسم\u2069 في اللوحة المعلقة على الجدار.</p>"
    )

    assert 'كتب &lt;b&gt; و"نص" \u200fو\u2067اسم\u2069 في اللوحة' in read_one(html(body=f"<p>{FIRST}</p>{body}")).text


def test_trap_links_leave_their_words_and_no_marks():
    body = f'<p>{FIRST}</p><p>وقال <a href="/x">المجلس المحلي</a> في <b>بيان</b> إن <i>السوق</i> أغلقت ثلاثة أيام.</p>'

    assert "وقال المجلس المحلي في بيان إن السوق أغلقت ثلاثة أيام." in read_one(html(body=body)).text


def test_lines_parted_by_breaks_are_lines():
    document = read_one(html(body=f"<div>{FIRST}<br><br>{SECOND}<br/>{THIRD}</div>"))

    assert "\n".join((TITLE, FIRST, SECOND, THIRD)) == document.text


# ------------------------------------------------------------------------------------------------------ facts


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE = f'"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-01-15T09:30:00+03:00"'


@pytest.mark.parametrize(
    "head",
    [
        ld(f"{{{ARTICLE}}}"),
        ld(f'[{{"@type":"WebSite"}},{{{ARTICLE}}}]'),
        ld(f'{{"@graph":[{{"@type":"WebPage"}},{{{ARTICLE}}}]}}'),
        ld(f'{{"@type":"WebPage","mainEntity":{{{ARTICLE}}}}}'),
        ld(f"<!-- {{{ARTICLE}}} -->"),
        ld(f"//<![CDATA[\n{{{ARTICLE}}}\n//]]>"),
        ld(f"{{{ARTICLE},}}"),
        ld(f'{{{ARTICLE},"description":"سطر\nوسطر"}}'),
        ld(f'{{{ARTICLE},"description":"قال "نعم" ومضى"}}'),
        ld(f'{{"@type":"BreadcrumbList"}}{{{ARTICLE}}}'),
        ld(f"{{{ARTICLE}}}".replace('"', "&quot;")),
        ld(f"{{{ARTICLE}}};"),
        ld(f"{{{ARTICLE}}}".replace('"NewsArticle"', '["Article","ReportageNewsArticle"]')),
    ],
)
def test_json_ld_is_read_however_it_is_nested_and_broken(head):
    assert Moment("2024-01-15T09:30:00+03:00", "json_ld") == read_one(html(head)).provenance.published


def test_the_dates_of_other_articles_on_a_page_are_not_its_own():
    other = '{"@type":"NewsArticle","headline":"خبر آخر تماما","datePublished":"2024-01-02T10:00:00Z"}'
    third = '{"@type":"NewsArticle","headline":"خبر ثالث","datePublished":"2024-01-03T10:00:00Z"}'
    listed = f'{{"@type":"ItemList","itemListElement":[{{"item":{other}}},{{"item":{third}}}]}}'

    assert read_one(html(ld(listed))).published is None
    assert "2024-01-15T09:30:00+03:00" == read_one(html(ld(f"[{other},{{{ARTICLE}}},{third}]"))).published


def meta(name: str, content: str, kind: str = "property") -> str:
    return f'<meta {kind}="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "below", "published"),
    [
        (meta("article:published_time", "2024-01-15T09:30:00+03:00"), "", ("2024-01-15T09:30:00+03:00", "meta")),
        (meta("pubdate", "15/01/2024", "name"), "", ("2024-01-15", "meta")),
        (meta("DC.date.issued", "2024-01-15", "name"), "", ("2024-01-15", "meta")),
        (
            "",
            '<time itemprop="datePublished" datetime="2024-01-15T09:30Z">x</time>',
            ("2024-01-15T09:30+00:00", "time_element"),
        ),
        ("", '<time datetime="2024-01-15T09:30Z">قبل يومين</time>', ("2024-01-15T09:30+00:00", "time_element")),
        ("", '<p><a data-unixtime="1705310400">09:20</a></p>', ("2024-01-15T09:20:00+00:00", "time_element")),
        ("", "<div class='d'>الاثنين ١٥ كانون الثاني ٢٠٢٤ - ٩:٣٠ ص</div>", ("2024-01-15T09:30", "page_text")),
        ("", "<div>15 جانفي 2024</div>", ("2024-01-15", "page_text")),
        ("", "<div>3 رجب 1445هـ</div>", ("2024-01-15", "page_text")),
        ('<link rel="canonical" href="https://a.example/news/2024/01/15/x">', "", ("2024-01-15", "url")),
        ('<link rel="canonical" href="https://a.example/20240115/x.html">', "", ("2024-01-15", "url")),
        (meta("date", "0001-01-01T00:00:00", "name"), "", None),
        (meta("article:published_time", "1970-01-01T00:00:00Z"), "", None),
        ("", "<div>آخر تحديث: 15 يناير 2024</div>", None),
    ],
)
def test_the_moment_of_publishing_comes_by_the_ladder_with_what_tells_it(head, below, published):
    told = read_one(html(head, below=below)).provenance.published

    assert (Moment(*published) if published else None) == told


def test_a_lower_rung_tells_the_hour_or_the_offset_of_the_same_moment_and_never_another_day():
    whole = meta("article:published_time", "2024-01-15T09:30:00+03:00")

    assert (
        "2024-01-15T09:30:00+03:00"
        == read_one(html(ld(f"{{{ARTICLE}}}".replace("T09:30:00+03:00", "")) + whole)).published
    )
    assert "2024-01-15T09:30:00+03:00" == read_one(html(ld(f"{{{ARTICLE}}}".replace("+03:00", "")) + whole)).published
    assert "2024-01-14" == read_one(html(ld(f"{{{ARTICLE}}}".replace("15T09:30:00+03:00", "14")) + whole)).published


def test_trap_the_offset_and_the_hour_are_kept_and_the_edit_is_told():
    head = meta("article:published_time", "2024-01-15T09:30+03:00") + meta(
        "article:modified_time", "2024-01-15T11:00+03:00"
    )
    told = read_one(html(head)).provenance

    assert (Moment("2024-01-15T09:30+03:00", "meta"), Moment("2024-01-15T11:00+03:00", "meta")) == (
        told.published,
        told.edited,
    )


@pytest.mark.parametrize("edited", ["2024-01-15T09:30+03:00", "2024-01-10T09:30+03:00"])
def test_an_edit_at_or_before_publishing_is_none(edited):
    head = meta("article:published_time", "2024-01-15T09:30+03:00") + meta("article:modified_time", edited)

    assert read_one(html(head)).provenance.edited is None


def test_a_moment_after_the_page_was_retrieved_is_refused_and_told():
    known = Known(retrieved=Moment("2024-01-20T10:00:00+00:00", "archive"))
    head = meta("article:published_time", "2026-05-01T00:00:00+00:00")
    document = read_one(html(head, below="<div>15 يناير 2024</div>"), known)

    assert Moment("2024-01-15", "page_text") == document.provenance.published
    assert ["W03"] == [issue.code for issue in document.issues]


def test_the_date_of_today_at_the_top_of_a_page_is_not_its_date():
    top = "<header><div class='date'>الخميس 26 نوفمبر 2026</div><ul><li>أ</li></ul></header>"

    assert read_one(html(top=top)).published is None


def test_a_visible_line_with_two_dates_tells_publishing_and_edit():
    told = read_one(html(below="<p>نشر في 15/01/2024 - 12:05 آخر تحديث 16/01/2024 - 08:00</p>")).provenance

    assert (Moment("2024-01-15T12:05", "page_text"), Moment("2024-01-16T08:00", "page_text")) == (
        told.published,
        told.edited,
    )


def test_a_zone_that_the_user_names_is_that_of_moments_without_one():
    document = read_one(html(below="<p>15/01/2024 - 12:05</p>"), settings=Settings(zone="Asia/Damascus"))

    assert "2024-01-15T12:05+03:00" == document.published


@pytest.mark.parametrize(
    ("head", "known", "url"),
    [
        ('<link rel="canonical" href="https://a.example/n/1">', None, "https://a.example/n/1"),
        ('<link rel="canonical" href="/n/1">', "https://a.example/n/1?utm=x", "https://a.example/n/1"),
        ('<link rel="canonical" href="https://a.example/">', "https://a.example/n/1", "https://a.example/n/1"),
        (meta("og:url", "https://a.example/n/1"), None, "https://a.example/n/1"),
        ('<link rel="canonical" href="javascript:void(0)">', None, None),
        (
            '<link rel="canonical" href="https://www.a.example/n/1">',
            "https://m.a.example/n/1",
            "https://www.a.example/n/1",
        ),
        ('<link rel="canonical" href="https://other.test/n/1">', "https://a.example/copy", "https://a.example/copy"),
        (
            '<link rel="canonical" href="https://a.example/n/1">',
            "https://web.archive.org/web/2024/https://a.example/n/1",
            "https://a.example/n/1",
        ),
        ("", "https://a.example/n/1", "https://a.example/n/1"),
    ],
)
def test_the_address_is_the_one_that_the_page_gives_itself(head, known, url):
    assert url == read_one(html(head), Known(url=known)).url


def test_what_a_browser_notes_when_it_saves_a_page_is_read():
    chrome = html().replace("<html", "<!-- saved from url=(0026)https://a.example/news/12 -->\n<html", 1)
    single = html().replace(
        "<head>",
        "<head><!--\n Page saved with SingleFile \n url: https://a.example/news/12 \n"
        " saved date: Mon Jan 15 2024 13:00:00 GMT+0300 (Arabian Standard Time)\n-->",
        1,
    )

    assert "https://a.example/news/12" == read_one(chrome).url
    document = read_one(single)
    assert "https://a.example/news/12" == document.url
    assert Moment("2024-01-15T13:00:00+03:00", "file") == document.provenance.retrieved


def test_publisher_and_author_are_told_and_an_author_that_is_the_publisher_is_none():
    head = ld(
        f'{{{ARTICLE},"author":[{{"name":"ليلى حداد"}},{{"name":"سامر علي"}}],"publisher":{{"name":"موقع الشام"}}}}'
    )
    same = ld(f'{{{ARTICLE},"author":{{"name":"موقع الشام"}},"publisher":{{"name":"موقع الشام"}}}}')

    document = read_one(html(head))
    assert ("موقع الشام", "ليلى حداد، سامر علي") == (document.publisher, document.provenance.author)
    assert read_one(html(same)).provenance.author is None
    assert "من الأرشيف" == read_one(html(head), Known(publisher="من الأرشيف")).publisher


def test_the_logo_is_no_headline_and_the_site_is_no_part_of_the_title():
    head = f"<title>{TITLE} | موقع الشام</title>" + meta("og:site_name", "موقع الشام")
    page = html(head, title="موقع الشام", below=f"<h2>{TITLE}</h2>").replace(f"<title>{TITLE}</title>", "", 1)
    document = read_one(page)

    assert (TITLE, "موقع الشام") == (document.title, document.publisher)
    assert ["headline"] == [segment.kind for segment in document.segments]
    assert TITLE == document.text.split("\n")[0]


# ------------------------------------------------------------------------------------------------------ text


def test_captions_are_segments_and_no_voice_of_the_page():
    figure = "<figure><img src='a.jpg'><figcaption>آثار القصف على السوق (أرشيفية)</figcaption></figure>"
    document = read_one(html(below=figure))
    (caption,) = [segment for segment in document.segments if segment.kind == "caption"]

    assert "آثار القصف على السوق (أرشيفية)" == document.text[caption.start : caption.end]


@pytest.mark.parametrize(
    "tail",
    [
        "<p>هذا المحتوى متاح للمشتركين فقط</p>",
        "<div class='gate'>لمتابعة القراءة يرجى تسجيل الدخول</div>",
        "<p>وأضاف المصدر أن فرق الإنقاذ ما زالت تبحث عن مفقودين تحت...</p>",
    ],
)
def test_a_page_with_the_beginning_of_its_text_says_so(tail):
    document = read_one(html(body=f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>{tail}"))

    assert "cut" == document.provenance.completeness
    assert ["W01"] == [issue.code for issue in document.issues]


def test_a_whole_page_is_whole():
    assert "whole" == read_one(html()).provenance.completeness


def test_the_body_in_json_ld_stands_in_where_a_script_builds_the_page():
    body = f"{FIRST}\\n{SECOND}\\n{THIRD}\\n" + FIRST.replace("ثلاثة", "أربعة")
    head = ld(f'{{{ARTICLE},"articleBody":"{body}"}}')
    page = f"<!DOCTYPE html><html><head>{head}</head><body><div id='root'></div></body></html>"

    assert [TITLE, FIRST, SECOND, THIRD] == read_one(page).text.split("\n")[:4]


def test_what_such_a_page_embeds_is_pointed_to():
    body = f"{FIRST}\\n{SECOND}\\n{THIRD}\\n" + FIRST.replace("ثلاثة", "أربعة")
    head = ld(f'{{{ARTICLE},"articleBody":"{body}"}}')
    frame = '<div id="root"><iframe src="https://t.me/channel_ex/12?embed=1"></iframe></div>'
    document = read_one(f"<!DOCTYPE html><html><head>{head}</head><body>{frame}</body></html>")

    assert (Pointer("telegram", "https://t.me/channel_ex/12"),) == document.provenance.pointers


def test_the_body_in_json_ld_tells_which_part_of_a_page_is_the_text():
    other = (
        "<div class='x'>"
        + "".join(f"<p>{word} {SECOND} {FIRST}</p>" for word in ("أولا", "ثانيا", "ثالثا", "رابعا"))
        + "</div>"
    )
    first = "قال متحدث إن الطريق الدولي فتح أمام الشاحنات بعد إزالة الأنقاض منه"
    second = "وأكد أن الحركة عادت إلى طبيعتها تدريجيًا في الاتجاهين."
    body = f"{first}. {second}"
    head = ld(f'{{{ARTICLE},"articleBody":"{body}"}}')
    page = html(head, body=f"<p>{first}.</p><p>{second}</p>").replace("</main>", f"</main>{other}")

    assert f"{TITLE}\n{first}.\n{second}" == read_one(page).text


def test_what_is_not_shown_is_not_read():
    hidden = (
        f"<p style='display:none'>{THIRD}</p><p hidden>{THIRD}</p><template><p>{THIRD}</p></template><!-- {THIRD} -->"
    )

    assert THIRD not in read_one(html(body=f"<p>{FIRST}</p><p>{SECOND}</p>{hidden}")).text


def test_a_film_in_the_text_is_a_pointer():
    document = read_one(
        html(body=f"<p>{FIRST}</p><iframe src='https://www.youtube.com/embed/abcdefghijk'></iframe><p>{SECOND}</p>")
    )

    assert (Pointer("youtube", "https://www.youtube.com/watch?v=abcdefghijk"),) == document.provenance.pointers


def test_the_bytes_of_a_page_are_kept():
    data = html().encode("cp1256")

    assert data == read_one(data).raw


# ------------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<!DOCTYPE html><html><head><script>var a = 1;</script></head><body><script>go()</script></body></html>",
        "<html><body>" + "<div>" * 3,
    ],
)
def test_a_page_without_text_is_refused(page):
    assert [Refusal("page.html", "the page holds no text")] == read_all(page)


def test_a_page_in_no_encoding_is_refused():
    (refusal,) = read_all(b"<html><body>" + bytes(range(128, 160)) * 50 + b"</body></html>")

    assert isinstance(refusal, Refusal)
    assert "neither UTF-8 nor in an Arabic encoding" in refusal.reason


def test_a_page_nested_too_deeply_is_read_as_far_as_it_goes_and_says_so():
    document = read_one(html(body=f"<p>{FIRST}</p><p>{SECOND}</p>" + "<div>" * 5_000 + f"<p>{THIRD}</p>"))

    assert FIRST in document.text
    assert "W02" in {issue.code for issue in document.issues}


@pytest.mark.parametrize(
    "page",
    [
        html(body="<b>" * 1_500 + f"<p>{FIRST}</p><p>{SECOND}</p>"),
        html(body=f"<p>{FIRST}</p><p>{SECOND}</p>" + "<table><tr><td>" * 400),
        html(body=f"<p>{FIRST}</p><p>{SECOND}\0\x01\x0b\ufffe</p>"),
        html(ld("[" * 100_000) + ld('{"@graph":' * 2_000), body=f"<p>{FIRST}</p><p>{SECOND}</p>"),
        html(meta("article:published_time", "9" * 100_000), body=f"<p>{FIRST}</p><p>{SECOND}</p>"),
        html('<link rel="canonical" href="http://[::1/x">', body=f"<p>{FIRST}</p><p>{SECOND}</p>"),
        html(body=f"<p>{FIRST}</p><p>{SECOND}</p><iframe src='https://[bad'></iframe><p onclick=\"'>"),
        html(body=f"<p>{FIRST}</p><p>{SECOND}</p><img src='data:image/png;base64,{'A' * 2_000_000}'>"),
        html(body=f"<p>{FIRST}</p><p>{SECOND}</p>")[:-70],
        html(body=f"<p>{FIRST}</p>" + f"<p>{SECOND}</p>" * 3_000),
    ],
    ids=["bold", "tables", "control", "json", "meta", "link", "frames", "data", "cut", "long"],
)
def test_odd_pages_are_read_all_the_same(page):
    assert FIRST in read_one(page).text


def test_a_page_of_more_bytes_than_are_read_is_refused():
    (refusal,) = read_all(html(body=f"<p>{FIRST}</p>" + " " * 25_000_001))

    assert (
        Refusal("page.html", "more than 25 MB in one document: split it, or give JSON Lines, one document a line")
        == refusal
    )


def test_a_page_with_a_text_longer_than_a_report_is_refused():
    (refusal,) = read_all(html(body=f"<p>{FIRST}</p>" + "<p>" + "قصف " * 1_300_000 + "</p>"))

    assert isinstance(refusal, Refusal)
    assert "more than 5 MB in one document" in refusal.reason


def test_a_missing_extra_is_told(monkeypatch):
    monkeypatch.delitem(sys.modules, "riwaya.inputs.pages.page", raising=False)
    monkeypatch.delitem(sys.modules, "riwaya.inputs.pages.text", raising=False)
    monkeypatch.delitem(sys.modules, "riwaya.inputs.pages.choice", raising=False)
    monkeypatch.setitem(sys.modules, "trafilatura", None)

    assert [Refusal("page.html", "reading a web page (HTML) takes `pip install riwaya[pages]`")] == read_all(html())


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (html().encode(), "page"),
        (html().encode("utf-16"), "page"),
        (b'\xef\xbb\xbf\n<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>', "page"),
        (b"<!-- saved from url=(0013)about:internet -->\n<html>", "page"),
        (b"<HTML><BODY>", "page"),
        (b"<p>text</p>", "page"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "feed"),
        ("<نص> بين قوسين".encode(), "text"),
        (b"a < b and <p> is no page", "text"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=x", "mhtml"),
    ],
)
def test_pages_are_told_by_their_content(data, name):
    form = find_format(blob_of("saved.txt", io.BytesIO(data)))

    assert form is not None
    assert name == form.name


def test_what_a_server_calls_a_page_is_one_however_it_begins():
    data = "أخبار اليوم <p>نص الخبر</p>".encode()

    assert "page" == find_format(blob_of("x", io.BytesIO(data), known=Known(content_type="text/html"))).name
    assert "text" == find_format(blob_of("x", io.BytesIO(data))).name


def test_labels_that_come_back_are_no_text_and_a_paragraph_shown_twice_is_told_once():
    films = "<figure><figcaption>يعرض الآن</figcaption></figure>" * 4
    document = read_one(
        html(below=films, body=f"<p>{FIRST}</p><p>{SECOND}</p><p class='mobile'>{SECOND}</p><p>{THIRD}</p>")
    )

    assert "\n".join((TITLE, FIRST, SECOND, THIRD)) == document.text
