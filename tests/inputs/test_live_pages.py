"""Live coverage: each entry a document of its own, with its time and its address."""

import io
import json

from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Incoming

ENTRIES = (
    (
        "u3",
        "2024-01-15T12:40:00+03:00",
        "وصول فرق الإسعاف",
        "وصلت فرق الإسعاف إلى موقع الانفجار وبدأت نقل المصابين إلى المشفى المركزي.",
    ),
    (
        "u2",
        "2024-01-15T11:15:00+03:00",
        "بيان للشرطة",
        "قالت الشرطة إن الانفجار نجم عن عبوة ناسفة زرعت قرب الجسر ولم تحدد عدد الضحايا.",
    ),
    (
        "u1",
        "2024-01-15T10:05:00+03:00",
        "دوي انفجار",
        "أفاد سكان بسماع دوي انفجار قوي وسط المدينة وتصاعد الدخان من جهة الجسر.",
    ),
)
TITLE = "تغطية مباشرة: انفجار وسط المدينة"
INTRO = "تتابع غرفة الأخبار تطورات الانفجار الذي وقع صباح اليوم وسط المدينة أولا بأول مع مراسلينا."
POST = (
    '<blockquote class="twitter-tweet"><p>شاهدت الدخان من نافذتي</p>&mdash; ساكن (@sakin_ex) '
    '<a href="https://twitter.com/sakin_ex/status/1746820000000000000">January 15, 2024</a></blockquote>'
)


def live(entries: str, *, updates: tuple = ENTRIES, url: str = "https://a.example/live/1") -> str:
    ld = {
        "@type": "LiveBlogPosting",
        "headline": TITLE,
        "url": url,
        "datePublished": "2024-01-15T10:00:00+03:00",
        "publisher": {"name": "موقع الخبر"},
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "headline": head,
                "articleBody": body,
                "datePublished": at,
                "url": f"{url}#{number}",
            }
            for number, at, head, body in updates
        ],
    }
    return (
        f'<!DOCTYPE html><html><head><title>{TITLE}</title><link rel="canonical" href="{url}">'
        f'<script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script></head><body>'
        f'<main><h1>{TITLE}</h1><p class="intro">{INTRO}</p><div class="stream">{entries}</div></main>'
        "<aside><h3>الأكثر قراءة</h3><p><a href='/x'>خبر آخر لا علاقة له بالتغطية</a></p></aside></body></html>"
    )


def shown(number: str, at: str, head: str, body: str, more: str = "") -> str:
    return (
        f'<article id="{number}" class="entry"><time datetime="{at}">{at[11:16]}</time><h2>{head}</h2>'
        f"<p>{body}</p>{more}"
        "<div class='share'>شارك</div></article>"
    )


def read_all(page: str) -> list[Incoming]:
    return list(read_blob(blob_of("live.html", io.BytesIO(page.encode())), Settings()))


def told(documents: list[Incoming]) -> list[tuple[str | None, str, str | None]]:
    return [(document.url, document.text, document.published) for document in documents]


EXPECTED = [
    (f"https://a.example/live/1#{number}", f"{head}\n{body}", at) for number, at, head, body in ENTRIES
]  # fmt: skip


def test_trap_each_entry_of_a_live_page_is_a_document_of_its_own():
    documents = read_all(live("".join(shown(*entry) for entry in ENTRIES)))

    assert [("https://a.example/live/1", f"{TITLE}\n{INTRO}", "2024-01-15T10:00:00+03:00"), *EXPECTED] == told(
        documents
    )
    assert ["موقع الخبر"] * 4 == [document.publisher for document in documents]
    assert ["live.html", "live.html, entry 1", "live.html, entry 2", "live.html, entry 3"] == [
        d.name for d in documents
    ]


def test_entries_that_only_json_ld_holds_are_read():
    assert EXPECTED == told(read_all(live("")))[1:]


def test_older_entries_that_only_the_page_shows_are_read_beside_those_of_json_ld():
    documents = read_all(live("".join(shown(*entry) for entry in ENTRIES), updates=ENTRIES[:1]))

    assert EXPECTED == told(documents)[1:]
    assert ["json_ld", "time_element", "time_element"] == [d.provenance.published.basis for d in documents[1:]]


def test_entries_are_known_by_their_times_where_nothing_else_marks_them():
    rows = "".join(
        f'<li><div class="m-stamp"><span class="live-time">{at[11:16]} - 15/01/2024</span></div><div><h3>{head}</h3>'
        f"<div>{body}</div></div></li>"
        for _, at, head, body in ENTRIES
    )
    page = live("").replace('<div class="stream"></div>', f'<ul class="live-blog">{rows}</ul>')
    page = page[: page.index("<script")] + page[page.index("</script>") + 9 :]
    documents = read_all(page)

    assert [(f"{head}\n{body}", at[:16]) for _, at, head, body in ENTRIES] == [
        (document.text, document.published) for document in documents[1:]
    ]


def test_a_post_in_an_entry_is_a_post_of_that_entry():
    first, *others = ENTRIES
    documents = read_all(live(shown(*first, POST) + "".join(shown(*entry) for entry in others)))
    posts = [[s.author for s in document.segments if s.kind == "post"] for document in documents]

    assert [[], ["ساكن (@sakin_ex)"], [], []] == posts


def test_the_hour_alone_tells_no_day():
    rows = "".join(
        f'<li><span class="live-time">{at[11:16]}</span><h3>{head}</h3><div>{body}</div></li>'
        for _, at, head, body in ENTRIES
    )
    page = live("").replace('<div class="stream"></div>', f'<ul class="live-blog">{rows}</ul>')
    page = page[: page.index("<script")] + page[page.index("</script>") + 9 :]

    assert [None] * 3 == [document.published for document in read_all(page)[1:]]


def test_a_page_with_many_times_that_is_no_live_coverage_is_one_document():
    page = live("".join(shown(*entry) for entry in ENTRIES)).replace("LiveBlogPosting", "NewsArticle")

    assert 1 == len(read_all(page))


def test_a_list_of_other_pages_with_their_times_is_no_live_coverage():
    rows = "".join(
        f'<li><span class="time">{at[11:16]} - 15/01/2024</span><a href="/{number}">{head}: {body}</a></li>'
        for number, at, head, body in ENTRIES
    )
    page = (
        f"<!DOCTYPE html><html><head><title>{TITLE}</title></head><body>"
        f"<div class='live-stream-button'>البث المباشر</div><main><h1>{TITLE}</h1><p>{INTRO}</p><p>{ENTRIES[0][3]}</p>"
        f"</main><ul class='newsfeed'>{rows}</ul></body></html>"
    )

    assert [f"{TITLE}\n{INTRO}\n{ENTRIES[0][3]}"] == [document.text for document in read_all(page)]
