"""Posts, films and the like in pages: lifted out with their words, or left as an address."""

import io

import pytest

from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming, read_document
from riwaya.inputs.pages.embeds import Embed, lift_embeds
from riwaya.inputs.pages.page_bytes import parse_page
from riwaya.records import Pointer, Segment

X_POST = (
    '<blockquote class="twitter-tweet"><p lang="ar" dir="rtl">استهدفنا موقعًا للعدو<br>والله المستعان '
    '<a href="https://twitter.com/hashtag/بيان?src=hash">#بيان</a> <a href="https://t.co/a">pic.twitter.com/a</a></p>'
    '&mdash; غرفة العمليات (@ops_room_ex) <a href="https://twitter.com/ops_room_ex/status/1746820000000000000'
    '?ref_src=twsrc%5Etfw">January 15, 2024</a></blockquote> <script async src="https://platform.twitter.com/widgets.js">'
    "</script>"
)
X_TEXT = "استهدفنا موقعًا للعدو\nوالله المستعان #بيان pic.twitter.com/a\n— غرفة العمليات (@ops_room_ex) January 15, 2024"


def lift(html: str) -> list[Embed]:
    return lift_embeds(
        parse_page(f"<html><body><p>قبل</p>{html}<p>بعد</p></body></html>").root, "https://a.example/b/c"
    )


def page_with(html: str) -> Incoming:
    page = (
        "<!DOCTYPE html><html><head><title>عنوان الخبر عن الهجوم</title></head><body><article>"
        "<h1>عنوان الخبر عن الهجوم</h1>"
        "<p>أفادت مصادر محلية بأن قصفًا استهدف أطراف البلدة صباح اليوم وأن الأهالي لجؤوا إلى الملاجئ.</p>"
        f"{html}<p>وأضافت المصادر أن القصف توقف ظهرًا بعد وصول فرق الإسعاف إلى المكان ونقل المصابين.</p>"
        "</article></body></html>"
    )
    (document,) = read_blob(blob_of("page.html", io.BytesIO(page.encode())), Settings())
    assert isinstance(document, Incoming)
    return document


def test_trap_a_post_of_x_in_a_page_is_no_paragraph_of_the_page():
    document = page_with(X_POST)
    start = document.text.index(X_TEXT)

    assert (
        Segment(
            "post",
            start,
            start + len(X_TEXT),
            "غرفة العمليات (@ops_room_ex)",
            "2024-01-15T09:01:57+00:00",
        )
        in document.segments
    )
    assert document.text.index("أفادت مصادر") < start < document.text.index("وأضافت المصادر")
    assert () == document.provenance.pointers


def test_the_author_of_a_post_in_a_page_is_a_link_of_the_chain_and_the_page_is_not_its_source():
    document = page_with(X_POST.replace("استهدفنا موقعًا للعدو", "استهدفت مسيّرتنا قاعدة العدو في الحسكة فجر اليوم"))
    reading = read_document(document)
    post = next(segment for segment in document.segments if segment.kind == "post")
    inside = [account for account in reading.accounts if post.start <= account.trigger.start < post.end]
    names = {source.id: source.name for source in reading.sources}

    assert inside
    assert {"غرفة العمليات (@ops_room_ex)"} == {names[account.attribution[-1].source] for account in inside}
    assert {"2024-01-15"} == {account.as_of for account in inside}


def test_trap_a_post_without_a_clock_gets_its_moment_from_its_id():
    (embed,) = lift(X_POST)

    assert (
        Embed(
            "x",
            "https://x.com/ops_room_ex/status/1746820000000000000",
            X_TEXT,
            "غرفة العمليات (@ops_room_ex)",
            "2024-01-15T09:01:57+00:00",
        )
        == embed
    )


def test_a_post_with_an_old_id_gets_the_day_that_it_shows():
    (embed,) = lift(X_POST.replace("1746820000000000000", "123456").replace("January 15, 2024", "October 3, 2009"))

    assert "2009-10-03" == embed.published


@pytest.mark.parametrize(
    ("html", "embed"),
    [
        (
            '<blockquote class="twitter-tweet"><a href="https://twitter.com/a_b/status/1746820000000000000"></a></blockquote>',
            Embed("x", "https://x.com/a_b/status/1746820000000000000"),
        ),
        (
            '<amp-twitter data-tweetid="1746820000000000000"></amp-twitter>',
            Embed("x", "https://x.com/i/status/1746820000000000000"),
        ),
        (
            '<iframe src="https://platform.twitter.com/embed/Tweet.html?dnt=false&id=1746820000000000000&lang=ar"></iframe>',
            Embed("x", "https://x.com/i/status/1746820000000000000"),
        ),
        (
            '<div class="embed" data-url="https://twitter.com/a_b/status/1746820000000000000?s=20"></div>',
            Embed("x", "https://x.com/a_b/status/1746820000000000000"),
        ),
        (
            (
                '<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper">\n'
                "https://x.com/a_b/status/1746820000000000000\n</div></figure>"
            ),
            Embed("x", "https://x.com/a_b/status/1746820000000000000"),
        ),
        (
            (
                '<script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="channel_ex/1234"'
                ' data-width="100%"></script>'
            ),
            Embed("telegram", "https://t.me/channel_ex/1234"),
        ),
        (
            '<iframe src="https://t.me/channel_ex/1234?embed=1&userpic=false"></iframe>',
            Embed("telegram", "https://t.me/channel_ex/1234"),
        ),
        (
            '<div class="fb-post" data-href="https://www.facebook.com/p/posts/77" data-width="500"></div>',
            Embed("facebook", "https://www.facebook.com/p/posts/77"),
        ),
        (
            (
                '<iframe src="https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fp%2Fposts%2F77">'
                "</iframe>"
            ),
            Embed("facebook", "https://www.facebook.com/p/posts/77"),
        ),
        (
            (
                '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Ab1/?utm_source=ig">'
                '<a href="https://www.instagram.com/p/Ab1/">View this post on Instagram</a></blockquote>'
            ),
            Embed("instagram", "https://www.instagram.com/p/Ab1/"),
        ),
        (
            '<iframe data-src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"></iframe>',
            Embed("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ),
        (
            '<lite-youtube videoid="dQw4w9WgXcQ"></lite-youtube>',
            Embed("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ),
        ('<video poster="a.jpg"><source src="/v/1.mp4"></video>', Embed("video", "https://a.example/v/1.mp4")),
        ('<oembed url="https://t.me/channel_ex/9"></oembed>', Embed("telegram", "https://t.me/channel_ex/9")),
    ],
)
def test_trap_what_a_page_embeds_without_its_words_stays_as_an_address(html, embed):
    assert [embed] == lift(html)


def test_trap_a_telegram_post_in_a_page_is_not_lost():
    document = page_with('<script src="x" data-telegram-post="channel_ex/1234"></script>')

    assert (Pointer("telegram", "https://t.me/channel_ex/1234"),) == document.provenance.pointers


def test_an_amp_post_with_its_words_has_them():
    (embed,) = lift(
        '<amp-twitter data-tweetid="1746820000000000000"><blockquote placeholder><p>نص المنشور هنا</p>'
        "— الراصد (@rasid_ex)</blockquote></amp-twitter>"
    )

    assert (
        Embed(
            "x",
            "https://x.com/i/status/1746820000000000000",
            "نص المنشور هنا\n— الراصد (@rasid_ex)",
            "الراصد (@rasid_ex)",
            "2024-01-15T09:01:57+00:00",
        )
        == embed
    )


def test_a_facebook_post_with_its_words_has_its_author_and_day():
    (embed,) = lift(
        '<div class="fb-post" data-href="https://www.facebook.com/p/posts/77"><blockquote '
        'cite="https://www.facebook.com/p/posts/77" class="fb-xfbml-parse-ignore"><p>وصلت القافلة إلى المدينة</p>'
        'Posted by <a href="https://www.facebook.com/p">الهلال المحلي</a> on '
        '<a href="#">Monday, January 15, 2024</a></blockquote></div>'
    )

    assert (
        Embed(
            "facebook",
            "https://www.facebook.com/p/posts/77",
            "وصلت القافلة إلى المدينة\nPosted by الهلال المحلي on Monday, January 15, 2024",
            "الهلال المحلي",
            "2024-01-15",
        )
        == embed
    )


def test_an_instagram_caption_has_its_author_and_moment():
    (embed,) = lift(
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Ab1/"><div><p>'
        '<a href="https://www.instagram.com/p/Ab1/">دخان فوق المرفأ</a></p><p>A post shared by <a href="#">راصد</a> '
        '(@rasid.ex) on <time datetime="2024-01-15T10:00:00+00:00">Jan 15, 2024</time></p></div></blockquote>'
    )

    assert "دخان فوق المرفأ" == embed.text.split("\n")[0]
    assert ("راصد (@rasid.ex)", "2024-01-15T10:00:00+00:00") == (embed.author, embed.published)


def test_a_tiktok_caption_has_its_author():
    (embed,) = lift(
        '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@rasid/video/7"><section><a href="#">@rasid</a>'
        "<p>لحظة سقوط القذيفة</p></section></blockquote>"
    )

    assert (
        Embed("tiktok", "https://www.tiktok.com/@rasid/video/7", "لحظة سقوط القذيفة\n@rasid", "@rasid", None) == embed
    )


def test_a_quotation_of_the_page_itself_stays_in_its_text():
    document = page_with("<blockquote><p>قال المحافظ إن المدارس ستبقى مغلقة حتى نهاية الأسبوع الجاري.</p></blockquote>")

    assert "قال المحافظ إن المدارس" in document.text
    assert [] == [segment for segment in document.segments if segment.kind == "post"]


def test_a_post_beside_the_text_is_none_of_it():
    document = page_with("")
    aside = document.raw.decode().replace("</article>", f"</article><aside class='sidebar'>{X_POST}</aside>")
    (with_aside,) = read_blob(blob_of("page.html", io.BytesIO(aside.encode())), Settings())

    assert (document.text, document.segments) == (with_aside.text, with_aside.segments)


def test_one_post_drawn_over_by_a_frame_is_told_once():
    frame = '<iframe src="https://platform.twitter.com/embed/Tweet.html?id=1746820000000000000"></iframe>'
    document = page_with(X_POST + frame)

    assert 1 == document.text.count("استهدفنا موقعًا للعدو")
    assert () == document.provenance.pointers


def test_a_post_inside_another_is_part_of_it():
    inner = '<blockquote class="twitter-tweet"><p>الداخلي</p></blockquote>'

    assert 1 == len(lift(f'<blockquote class="twitter-tweet"><p>الخارجي</p>{inner}— س (@s_x)</blockquote>'))


def test_odd_characters_behind_a_post_are_kept():
    document = page_with(
        X_POST.replace("</blockquote>", "</blockquote>\x05 وتابعت الصفحة تقول إن الوضع هادئ تماما الآن.")
    )

    assert "وتابعت الصفحة تقول" in document.text
