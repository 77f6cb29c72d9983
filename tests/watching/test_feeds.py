"""A feed and the pages behind it, watched as they really come: RSS, then HTML."""

from datetime import timedelta

from riwaya.store import open_store
from servers import ok

FIRST = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
MENDED = "قال مصدر أمني إن أربعة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
WHOLE = "وأضاف المصدر أن القصف استمر ساعتين، وأن الأهالي نقلوا الجرحى إلى المستشفى الميداني في البلدة المجاورة."


def feed(link: str, text: str) -> bytes:
    """A feed of one item, whose guid stays though its words change."""
    return ok(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>أخبار الوكالة</title><link>https://agency.test/</link><item>
<title>قصف قرب حلب</title><link>{link}</link><guid isPermaLink="false">77</guid>
<pubDate>Wed, 31 Jan 2024 10:00:00 +0000</pubDate><description>{text}</description>
</item></channel></rss>""",
        kind="application/rss+xml",
    )


def page(text: str) -> bytes:
    """The page of the item."""
    return ok(
        f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>قصف قرب حلب</title>
<meta property="og:site_name" content="موقع الوكالة">
<meta property="article:published_time" content="2024-01-31T10:00:00+00:00"></head>
<body><nav><a href="/">الرئيسية</a></nav><article><h1>قصف قرب حلب</h1>
<p>{text}</p><p>{WHOLE}</p></article></body></html>""",
        kind="text/html; charset=utf-8",
    )


def test_items_are_read_from_the_feed_and_the_pages_behind_them_once(desk):
    link = desk.server.url("/news/1")
    desk.server.answers |= {"/feed": [feed(link, FIRST), feed(link, MENDED)], "/news/1": page(FIRST)}
    agency = desk.feed(follow=True, zone="Asia/Baghdad", every=timedelta(minutes=15))

    desk.once(agency)
    desk.later(hours=1)
    desk.once(agency)

    with open_store(desk.folder / "store.db") as store:
        kept = list(store.documents())
        readings = store.current([each.id for each in kept])
    told = [readings[each.id].document for each in kept]
    assert ["summary", "whole", "summary"] == [each.provenance.completeness for each in told]
    assert [("الوكالة", link, "2024-01-31T13:00:00+03:00")] * 3 == [
        (each.publisher, each.url, each.published) for each in told
    ]
    assert [[FIRST], [FIRST, WHOLE], [MENDED]] == [each.text.split("\n")[1:] for each in told]
    assert ["/robots.txt", "/feed", "/news/1", "/feed"] == desk.server.paths
    assert readings[kept[0].id].accounts
