import io
import json
from pathlib import Path

import pytest

from riwaya.inputs.blobs import Known, Settings, blob_of
from riwaya.inputs.files import find_documents
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming
from riwaya.records import Moment, Pointer, PostId, Provenance, Segment

HERE = Path(__file__).parent / "feeds"
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
)
TITLE = "قصف على زمار"
FIRST = "قُتل ثلاثة مدنيين في قصف مدفعي على بلدة زمار."
SECOND = "وأعلنت مديرية الصحة أن الحصيلة أولية."
BOTH = f"<title>{TITLE}</title><description>{FIRST}</description>"
SUMMARY = BOTH.replace("description", "summary")
PREFIXED = SUMMARY.replace("</", "</a:").replace("<t", "<a:t").replace("<s", "<a:s")
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


def rss(*items, head="<title>وكالة الشرق</title><link>https://sharq.example/</link>", spaces=SPACES):
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel>{head}{inside}</channel></rss>'


def atom(*entries):
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>وكالة الشرق</title>{inside}</feed>'


def json_feed(**item):
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})


@pytest.fixture
def read_feed(tmp_path):
    def read(data, **settings):
        path = tmp_path / "feed"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        found = list(find_documents([str(path)], settings=Settings(**settings)))
        assert [f"{path}, item {n}" for n in range(1, len(found) + 1)] == [each.name for each in found] or len(
            found
        ) < 3
        return found

    return read


# The generator puts what is content in Atom into the description in RSS, which is not told from a summary there.
# What is shown beside an item it leaves out of Atom.
@pytest.mark.parametrize(
    ("name", "completeness", "shown"),
    [("feedgen.rss", "summary", (Pointer("picture", "https://sharq.example/2.jpg"),)), ("feedgen.atom", "whole", ())],
)
def test_a_feed_by_a_real_generator_reads_as_it_was_meant(name, completeness, shown):
    first, second = find_documents([str(HERE / name)])

    assert f"قصف على زمار & جوارها\n{FIRST}\n{SECOND}" == first.text
    assert ("https://sharq.example/1", "وكالة الشرق", "2024-01-15T09:30:00+03:00") == (
        first.url,
        first.publisher,
        first.published,
    )
    assert (
        Provenance(
            author="مراسل الوكالة",
            published=Moment("2024-01-15T09:30:00+03:00", "feed"),
            edited=None if name.endswith("rss") else Moment("2024-01-15T11:30:00+03:00", "feed"),
            completeness=completeness,
            post=PostId("feed", "https://sharq.example/feed", "tag:sharq.example,2024:1"),
        )
        == first.provenance
    )
    assert "هدوء حذر في الشمال\nعاد الهدوء إلى القرى الشمالية بعد يومين من الاشتباكات." == second.text
    assert completeness == second.provenance.completeness
    assert shown == second.provenance.pointers


# ------------------------------------------------------------------------------------------------------ versions of RSS


@pytest.mark.parametrize(
    "data",
    [
        f'<rss version="0.91"><channel><title>و</title><item>{BOTH}</item></channel></rss>',
        f'<rdf:RDF {RDF} xmlns="http://purl.org/rss/1.0/"><channel/><item rdf:about="x">{BOTH}</item></rdf:RDF>',
        f'<rdf:RDF {RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><item>{BOTH}</item></rdf:RDF>',
        f'<feed xmlns="http://purl.org/atom/ns#"><entry>{SUMMARY}</entry></feed>',
        f'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry>{PREFIXED}</a:entry></a:feed>',
        rss(BOTH),
        rss(BOTH).encode("utf-16"),
        rss(BOTH).replace('"1.0"?', '"1.0" encoding="windows-1256"?').encode("cp1256"),
        json_feed(id=1, title=TITLE, summary=FIRST),
    ],
    ids="rss-0.91 rss-1.0 rss-0.9 atom-0.3 atom-prefixed rss-2.0 utf-16 windows-1256 json".split(),
)
def test_every_language_of_feeds_is_read(read_feed, data):
    (found,) = read_feed(data)

    assert (f"{TITLE}\n{FIRST}", TITLE, "summary") == (found.text, found.title, found.provenance.completeness)
    assert (Segment("headline", 0, len(TITLE)),) == found.segments


HTML = f"<p>{FIRST}</p><p>{SECOND}</p>"
ESCAPED = HTML.replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize(
    "data",
    [
        rss(
            f"<title>{TITLE}</title><description>{FIRST}</description><content:encoded><![CDATA[{HTML}]]></content:encoded>"
        ),
        rss(f"<title>{TITLE}</title><content:encoded>{ESCAPED}</content:encoded>"),
        rss(f"<title>{TITLE}</title><content:encoded>{HTML}</content:encoded>"),
        rss(f"<title>{TITLE}</title><content:encoded>{ESCAPED}</content:encoded>", spaces=""),
        atom(f'<title>{TITLE}</title><content type="html">{ESCAPED}</content>'),
        atom(
            f'<title>{TITLE}</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML}</div></content>'
        ),
        atom(f"<title>{TITLE}</title><content>{FIRST}\n{SECOND}</content>"),
        json_feed(title=TITLE, content_html=HTML),
        json_feed(title=TITLE, content_text=f"{FIRST}\n{SECOND}"),
    ],
    ids="cdata escaped open undeclared-prefix atom-html atom-xhtml atom-text json-html json-text".split(),
)
def test_the_fullest_text_of_an_item_is_read_however_it_is_packed(read_feed, data):
    (found,) = read_feed(data)

    assert (f"{TITLE}\n{FIRST}\n{SECOND}", "whole") == (found.text, found.provenance.completeness)


# ------------------------------------------------------------------------------------------------------ traps


def test_trap_a_description_alone_is_a_summary_and_one_that_breaks_off_says_so(read_feed):
    whole, cut = read_feed(
        rss(f"<description>{FIRST}</description>", f"<description>{FIRST[:20]} [&amp;hellip;]</description>")
    )

    assert ["summary", "summary"] == [whole.provenance.completeness, cut.provenance.completeness]
    assert [[], ["W01"]] == [[issue.code for issue in each.issues] for each in (whole, cut)]


def test_trap_a_content_that_breaks_off_is_cut(read_feed):
    (found,) = read_feed(rss(f"<content:encoded>&lt;p&gt;{FIRST} [&amp;hellip;]&lt;/p&gt;</content:encoded>"))

    assert "cut" == found.provenance.completeness


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("<pubDate>Mon, 15 Jan 2024 09:30:00 +0000</pubDate>", "2024-01-15T09:30:00+00:00"),
        ("<pubDate>Mon, 15 Jan 2024 09:30:00 +0300</pubDate>", "2024-01-15T09:30:00+03:00"),
        ("<pubDate>Mon, 15 Jan 2024 09:30:00 GMT</pubDate>", "2024-01-15T09:30:00+00:00"),
        ("<pubDate>2024-01-15 09:30:00</pubDate>", "2024-01-15T09:30:00"),
        ("<dc:date>2024-01-15T09:30:00+03:00</dc:date>", "2024-01-15T09:30:00+03:00"),
        ("<pubDate>الاثنين، 15 كانون الثاني/يناير 2024</pubDate>", "2024-01-15"),
        ("<pubDate>soon</pubDate>", None),
    ],
)
def test_trap_zones_are_kept_as_they_are_told_and_none_is_made_up(read_feed, told, moment):
    (found,) = read_feed(rss(f"<title>{TITLE}</title><description>{FIRST}</description>{told}"))

    assert moment == found.published


def test_trap_versions_of_an_item_are_all_kept(read_feed):
    entry = f"<id>1</id>{SUMMARY}<published>2024-01-15T09:00:00Z</published><updated>2024-01-15T09:00:00Z</updated>"
    later = entry.replace("<updated>2024-01-15T09", "<updated>2024-01-15T11").replace("ثلاثة", "خمسة")
    first, second = read_feed(atom(entry, later))

    assert ["1", "1"] == [each.provenance.post.post for each in (first, second)]
    assert [None, Moment("2024-01-15T11:00:00+00:00", "feed")] == [each.provenance.edited for each in (first, second)]


def test_trap_two_pages_with_the_same_words_are_two(read_feed):
    first, second = (f"{BOTH}<link>https://sharq.example/{number}</link>" for number in (1, 2))

    assert ["https://sharq.example/1", "https://sharq.example/2"] == [
        each.url for each in read_feed(rss(first, second))
    ]


def test_trap_an_item_that_stands_twice_word_for_word_is_read_once(read_feed):
    item = f"<guid>1</guid><title>{TITLE}</title><description>{FIRST}</description>"

    assert 1 == len(read_feed(rss(item, item)))


def test_trap_an_id_that_is_given_to_several_pages_is_not_their_id(read_feed):
    item = "<guid>7</guid><link>https://sharq.example/{}</link><title>{}</title><description>{}</description>"
    found = read_feed(rss(item.format(1, TITLE, FIRST), item.format(2, "هدوء", SECOND)))

    assert ["https://sharq.example/1", "https://sharq.example/2"] == [each.provenance.post.post for each in found]


def test_trap_a_moment_after_the_feed_was_fetched_is_told_and_not_used():
    data = rss(f"{BOTH}<pubDate>Mon, 15 Jan 2034 09:30:00 +0000</pubDate>").encode()
    known = Known(retrieved=Moment("2024-01-15T10:00:00+00:00", "fetch"))
    (found,) = read_blob(blob_of("feed", io.BytesIO(data), known=known), Settings())

    assert (None, ["W03"]) == (found.published, [issue.code for issue in found.issues])


def test_trap_entities_of_html_and_bare_signs_lose_no_words(read_feed):
    (found,) = read_feed(
        rss("<title>زمار&nbsp;&amp;amp; الهضبة &laquo;عاجل&raquo; ر&ج</title><description>نص&hellip;</description>")
    )

    assert "زمار & الهضبة «عاجل» ر&ج" == found.title


def test_trap_signs_that_are_no_xml_lose_nothing(read_feed):
    first, second = read_feed(rss(f"<title>{TITLE}\x0b</title>", f"<title>{TITLE} الثاني\x1f</title>"))

    assert [TITLE, f"{TITLE} الثاني"] == [first.title, second.title]


def test_trap_a_post_embedded_in_an_item_is_its_authors(read_feed):
    post = (
        '<blockquote class="twitter-tweet"><p lang="ar" dir="rtl">القصف مستمر منذ الفجر</p>&mdash; فلان (@folan) '
        '<a href="https://twitter.com/folan/status/1746830000000000000">January 15, 2024</a></blockquote>'
    )
    (found,) = read_feed(
        rss(f"<title>{TITLE}</title><content:encoded><![CDATA[<p>{FIRST}</p>{post}]]></content:encoded>")
    )

    [segment] = [each for each in found.segments if each.kind == "post"]
    assert found.text[segment.start : segment.end].startswith("القصف مستمر منذ الفجر")
    assert ("فلان (@folan)", "2024-01-15T09:41:41+00:00") == (segment.author, segment.published)


def test_trap_the_source_of_an_item_that_was_passed_on_is_its_publisher(read_feed):
    (found,) = read_feed(rss(f'<title>{TITLE}</title><source url="https://n.example/feed">جريدة النهر</source>'))

    assert "جريدة النهر" == found.publisher


def test_trap_addresses_of_mail_are_no_names(read_feed):
    found = read_feed(
        rss(
            f"<title>{TITLE}</title><author>desk@sharq.example (هيئة التحرير)</author>",
            f"<title>{TITLE} ٢</title><author>desk@sharq.example</author>",
        )
    )

    assert ["هيئة التحرير", None] == [each.provenance.author for each in found]


def test_a_feed_that_breaks_off_is_read_as_far_as_it_goes(read_feed):
    item = f"<title>{TITLE}</title><description>{FIRST}</description>"
    first, second = read_feed(rss(item, item.replace(TITLE, "الثاني"))[:-60])

    assert ([], "summary") == ([issue.code for issue in first.issues], first.provenance.completeness)
    assert (["D08"], "cut") == ([issue.code for issue in second.issues], second.provenance.completeness)


def test_entities_of_the_feeds_own_are_not_unfolded(read_feed):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    own = f'<!DOCTYPE rss [<!ENTITY l0 "ها"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
    data = rss(f"<title>{TITLE} &l9; &f;</title>").replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{own}')

    (found,) = read_feed(data)

    assert isinstance(found, Incoming)
    assert "root:" not in found.text
    assert len(found.text) < 100


def test_a_feed_without_items_is_told(read_feed):
    assert ["the feed holds no items"] == [each.reason for each in read_feed(rss())]


def test_items_behind_the_limit_are_told(read_feed, monkeypatch):
    monkeypatch.setattr("riwaya.inputs.pages.feed_items._MOST_ITEMS", 1)

    document, refusal = read_feed(rss(BOTH, BOTH.replace(TITLE, "خبر آخر"), BOTH.replace(TITLE, "خبر ثالث")))

    assert TITLE == document.title
    assert "only the first 1 items were read, of 3" == refusal.reason


def test_a_long_text_in_a_feed_costs_its_item_alone(read_feed):
    refusal, document = read_feed(rss(f"<title>{'a' * 11_000_000}</title>", BOTH))

    assert refusal.reason.startswith("more than 5 MB in one document")
    assert TITLE == document.title


def test_a_feed_that_is_nested_too_deeply_is_read_up_to_there_and_told(read_feed):
    document, refusal = read_feed(rss(BOTH + "<a>" * 5_000 + "</a>" * 5_000, BOTH.replace(TITLE, "خبر آخر")))

    assert TITLE == document.title
    assert "elements are nested too deeply; what comes after was not read" == refusal.reason


def test_an_item_whose_html_is_nested_too_deeply_is_told_as_that(read_feed):
    refusal, document = read_feed(rss(f"<description>{'&lt;div&gt;' * 5_000}{FIRST}</description>", BOTH))

    assert "the item holds no text: elements are nested too deeply; what comes after was not read" == refusal.reason
    assert TITLE == document.title


def test_a_feed_is_told_by_its_doctype_where_its_own_entities_are_long(read_feed):
    (document,) = read_feed(rss(BOTH).replace("<rss", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 70_000}">]><rss'))

    assert TITLE == document.title
