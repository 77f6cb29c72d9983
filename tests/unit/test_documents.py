import hashlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.errors import UnreadableInput, UsageError
from riwaya.records import SEGMENT_KINDS, Segment
from riwaya.text.documents import decode, document_issues, find_day, find_segments, guess_language, make_document
from textlists import load_text_words

WORDS = load_text_words()
BODY = "أعلنت البلدية فتح الجسر القديم أمام المارة بعد أشهر من الإغلاق."


def segments(text: str, *kinds: str) -> list[tuple[str, str]]:
    found = find_segments(text, words=WORDS)
    return [(s.kind, text[s.start : s.end]) for s in found if not kinds or s.kind in kinds]


def the_post(text: str) -> tuple[str, str | None, str | None]:
    (post,) = (s for s in find_segments(text, words=WORDS) if s.kind == "post")
    return text[post.start : post.end], post.author, post.published


def issues(text: str) -> list[tuple[str, str | None]]:
    found = document_issues(make_document(text, words=WORDS))
    return [(i.code, None if i.start is None else text[i.start : i.end]) for i in found]


# ------------------------------------------------------------------------------------- the document


def test_a_document_keeps_its_text_and_knows_its_checksum():
    text = "خبر\r\n  عاجل\u200f \ud800"

    document = make_document(text, words=WORDS, publisher="وكالة", published="2024-01-02")

    assert document.text == text
    assert document.sha256 == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    assert document.id == document.sha256[:16]
    assert (document.publisher, document.published, document.url) == ("وكالة", "2024-01-02", None)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("قال".encode(), "utf-8"),
        ("قال".encode("utf-8-sig"), "utf-8-sig"),
        ("قال".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "قال".encode("utf-16-be"), "utf-16"),
        ("قال".encode("cp1256"), "cp1256"),
    ],
)
def test_bytes_are_decoded_by_their_mark_or_by_what_gives_arabic(data, encoding):
    decoded = decode(data)

    assert (decoded.text, decoded.encoding) == ("قال", encoding)
    assert [issue.code for issue in decoded.issues] == (["D06"] if encoding == "cp1256" else [])


def test_arabic_in_utf_8_with_a_spoilt_byte_stays_utf_8():
    whole = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس"
    decoded = decode(whole.encode()[:-1])

    assert (whole[:-1] + "\ufffd", "utf-8") == (decoded.text, decoded.encoding)
    assert ["D06"] == [issue.code for issue in decoded.issues]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
        ("naïve café".encode("latin-1"), "byte 2"),
        (b"\xef\xbb\xbf\xff\xff", "utf-8-sig"),
    ],
)
def test_bytes_that_are_no_arabic_text_are_refused(data, says):
    with pytest.raises(UnreadableInput, match=says):
        decode(data)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أعلنت الوزارة حصيلة جديدة", "ar"),
        ("وزارت کشور آمار تازه‌ای را اعلام کرد و گفت که این پایان کار نیست", "fa"),
        ("وزارت نے نئے اعداد و شمار جاری کیے ہیں", "ur"),
        ("وەزارەتی ناوخۆ ئاماری نوێی بڵاوکردەوە", "ckb"),
        ("משרד הפנים פרסם נתונים חדשים", "he"),
        ("The ministry published new figures", "und"),
        ("123 …", "und"),
    ],
)
def test_the_language_shows_in_its_letters(text, language):
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  \n", [("D01", None)]),
        ("The ministry", [("D02", None)]),
        ("وزارت کشور آمار تازه‌ای را اعلام کرد و گفت که این پایان کار نیست", [("D07", None)]),
        ("خبر \x07 هنا", [("D05", "\x07")]),
        (BODY, []),
        ("قال «لن نعود أبدا\nثم صمت", [("T02", "«")]),
        ("قال «لن نعود» ثم صمت", []),
    ],
)
def test_what_cannot_be_read_of_a_text_is_an_issue(text, expected):
    assert issues(text) == expected


# ------------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("December 14, 2023", "2023-12-14"),
        ("7:42 PM · Dec. 4, 2023", "2023-12-04"),
        ("14 December 2023", "2023-12-14"),
        ("28th, October 2025 GMT", "2025-10-28"),
        ("الثلاثاء ١٤ ديسمبر، ٢٠٢٣", "2023-12-14"),
        ("3 كانون الثاني 2024", "2024-01-03"),
        ("10 شباط/فبراير 2023", "2023-02-10"),
        ("14 ديسمبر (كانون الأول) 2023", "2023-12-14"),
        ("26 من شهر آب 2015", "2015-08-26"),
        ("2024-03-09", "2024-03-09"),
        ("2022.04.19 | 19:36", "2022-04-19"),
        ("9/3/2024", "2024-03-09"),
        ("8/16/2023", "2023-08-16"),
        ("31/2/2023", None),
        ("الثلاثاء 30/مايو/2017 - 10:16 ص", "2017-05-30"),
        ("14 December", None),
        ("14 \u0640 2023", None),
        ("12 قتيلا 2023", None),
    ],
)
def test_a_whole_day_is_found_as_posts_and_date_lines_write_it(text, day):
    found = find_day(text, words=WORDS)

    assert (found[0].isoformat() if found else None) == day


# ------------------------------------------------------------------------------------- segments


def test_a_report_has_a_headline_a_date_line_a_byline_paragraphs_and_a_tail():
    text = f"فتح الجسر القديم\nالثلاثاء 6 أغسطس 2024 09:25 ص\nشمال نيوز / وكالات\n{BODY}\n{BODY}\nالمصدر: وكالات"

    assert segments(text) == [
        ("headline", "فتح الجسر القديم"),
        ("dateline", "الثلاثاء 6 أغسطس 2024 09:25 ص"),
        ("dateline", "شمال نيوز / وكالات"),
        ("body", BODY),
        ("body", BODY),
        ("boilerplate", "المصدر: وكالات"),
    ]


@pytest.mark.parametrize("byline", ["وكالات:", "الشمال نيوز/ بغداد", "صنعاء ـ أحمد العلي", "11:56 م", "بغداد (أ ف ب)"])
def test_the_line_of_who_sent_the_text_or_when_is_a_dateline(byline):
    assert segments(f"فتح الجسر القديم\n{byline}\n{BODY}")[1] == ("dateline", byline)


def test_what_stands_above_a_headline_that_the_page_repeats_is_the_page_s():
    headline = "البلدية تفتح الجسر القديم أمام المارة"
    text = f"الصفحة الأولى\n{headline}\nالثلاثاء 5/3/2019\nشارك معنا في الحملة\n{headline}\n{BODY}"

    assert segments(text) == [
        ("boilerplate", "الصفحة الأولى"),
        ("boilerplate", headline),
        ("dateline", "الثلاثاء 5/3/2019"),
        ("boilerplate", "شارك معنا في الحملة"),
        ("headline", headline),
        ("body", BODY),
    ]


def test_a_line_repeated_far_below_the_first_paragraph_does_not_move_the_headline():
    text = f"البلدية تفتح الجسر القديم أمام المارة\n{BODY}\nردود فعل\n{BODY}\nردود فعل\n{BODY}"

    assert segments(text, "headline", "boilerplate") == [("headline", "البلدية تفتح الجسر القديم أمام المارة")]


@pytest.mark.parametrize(
    "above",
    [
        "عام",
        "أخبار عاجلة",
        "[ad_1]",
        "Logo",
        "logo-icon\n• 16\n• 0",
        "الرئيسية » أخبار » البلديات",
        "سجل إعجابك بصفحتنا على المنصات",
        "رئيس التحرير\nسامي الخطيب",
        "الإشراف العام\nسامي الخطيب\nرئيس التحرير\nليلى منصور",
    ],
)
def test_the_page_s_furniture_above_the_headline_is_no_headline(above):
    text = f"{above}\nالبلدية تفتح الجسر القديم\n{BODY}"

    assert segments(text) == [
        *(("boilerplate", line) for line in above.split("\n")),
        ("headline", "البلدية تفتح الجسر القديم"),
        ("body", BODY),
    ]


def test_an_agency_alone_above_a_text_is_not_thrown_away():
    assert ("boilerplate", "رويترز") not in segments(f"رويترز\nالبلدية تفتح الجسر القديم\n{BODY}")


@pytest.mark.parametrize(
    "line", ["أربيل -العرب اليوم", "صدى الجسر –", "أربيل _ العرب اليوم", "أربيل:", "تغطية – شبكة النهر", "النهر نيوز"]
)
def test_a_place_and_an_outlet_alone_above_a_paragraph_are_a_date_line(line):
    assert segments(f"{line}\n{BODY}") == [("dateline", line), ("body", BODY)]


@pytest.mark.parametrize("line", ["أربيل - حادث سير", "مصدر أمني: خمسة قتلى"])
def test_a_short_headline_with_a_dash_or_colon_stays_one(line):
    assert segments(f"{line}\n{BODY}") == [("headline", line), ("body", BODY)]


def test_a_place_and_an_agency_may_stand_between_dashes():
    assert segments(f"أربيل- شفق نيوز- {BODY}") == [("dateline", "أربيل- شفق نيوز-"), ("body", BODY)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("آثار الدمار في المكان - أرشيفية", "caption"),
        ("جنود قرب الجسر القديم (سامي الخطيب/رويترز)", "caption"),
        ("جنود قرب الجسر القديم (سامي الخطيب/أ ف ب/غيتي)", "caption"),
        ("جنود قرب الجسر القديم / SAMI KHATIB / AFP", "caption"),
        ("وعرضت القناة صورا قالت إنها أرشيفية.", "body"),
        ("وصل الوفد إلى الجسر (شمال/غرب المدينة)", "body"),
    ],
)
def test_a_line_that_ends_in_an_archive_or_a_photographer_is_a_caption(line, kind):
    assert (kind, line) in segments(f"{BODY}\n{line}\n{BODY}")


def test_titles_under_the_words_that_announce_other_pages_are_the_page_s():
    title, other = "مقتل خمسة في حادث سير", "البرلمان يقر الموازنة"

    assert segments(f"{BODY}\nاقرأ أيضا:\n{title}\n{BODY}\nأخبار ذات صلة\n{title}\n{other}") == [
        ("body", BODY),
        ("boilerplate", "اقرأ أيضا:"),
        ("boilerplate", title),
        ("body", BODY),
        ("boilerplate", "أخبار ذات صلة"),
        ("boilerplate", title),
        ("boilerplate", other),
    ]


def test_what_follows_the_title_of_another_page_is_told():
    line = "وعاد المارة إلى الجسر"

    assert ("body", line) in segments(f"{BODY}\nاقرأ أيضا:\nالبرلمان يقر الموازنة\n{line}\n{BODY}")


def test_a_line_of_keywords_is_the_page_s_however_long():
    keywords = "كلمات دلالية: " + " ".join(["الجسر القديم", "البلدية", "الإغلاق"] * 10)

    assert segments(f"{BODY}\n{keywords}") == [("body", BODY), ("boilerplate", keywords)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [("الثلاثاء 5 مارس 2019 مسقط عمان", "dateline"), ("حصيلة معارك 5 مارس 2019", "headline")],
)
def test_a_line_above_the_headline_that_begins_with_its_weekday_may_name_a_place(line, kind):
    assert segments(f"{line}\n{BODY}")[0] == (kind, line)


def test_a_date_line_may_stand_before_the_headline():
    assert segments(f"8/16/2023\nفتح الجسر القديم\n{BODY}") == [
        ("dateline", "8/16/2023"), ("headline", "فتح الجسر القديم"), ("body", BODY),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [BODY, f"{BODY}\n{BODY}", "هجوم 7 أكتوبر 2023"])
def test_a_first_line_with_a_full_stop_or_nothing_after_it_is_no_headline(text):
    assert segments(text, "headline", "dateline") == []


@pytest.mark.parametrize(
    "dateline",
    [
        "بغداد (رويترز) -",
        "دبي، الإمارات العربية المتحدة (CNN)--",
        "بغداد – رويترز:",
        "غزة/ الأناضول/",
        "القاهرة -",
        "أم درمان 23 سبتمبر 2024 –",
        "محافظة درعا – المرصد السوري::",
        "إيلاف من بغداد:",
        "بغداد-الشمال نيوز:",
        "صنعاء- (د ب أ):",
        "غزة:",
    ],
)
def test_place_and_agency_before_the_first_sentence_are_a_dateline(dateline):
    text = f"{dateline} قالت البلدية إن الجسر فتح."

    assert segments(text) == [("dateline", dateline), ("body", "قالت البلدية إن الجسر فتح.")]


@pytest.mark.parametrize(
    "text",
    [
        "قال مصدر أمني: الجسر مغلق منذ الصباح.",
        "البلدية – وهي الجهة المشرفة – أغلقت الجسر.",
        "أصيب أحمد (45 عاما) - وهو سائق - بجروح.",
        "المرصد: الجسر مغلق.",
        "وبدأت أعمال الجسر بعد انتهاء القمة العربية ـ ثم توقفت.",
        "قتل 3 - بينهم طفل - في حادث.",
    ],
)
def test_other_beginnings_with_dashes_and_colons_are_no_dateline(text):
    assert segments(text) == [("body", text)]


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        (f"{BODY} (أ ف ب)", "(أ ف ب)"),
        (f"{BODY} (أ.ف.ب، رويترز)", "(أ.ف.ب، رويترز)"),
        (f"{BODY} انتهى", "انتهى"),
        (f"{BODY} انتهى/25م", "انتهى/25م"),
    ],
)
def test_the_tail_of_an_agency_is_set_apart(text, tail):
    assert segments(text) == [("body", BODY), ("boilerplate", tail)]


@pytest.mark.parametrize("text", [f"{BODY} (الأحد)", "قال إن العمل في الجسر انتهى."])
def test_other_endings_are_no_tail(text):
    assert segments(text, "boilerplate") == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("اقرأ أيضًا: فتح الجسر", "boilerplate"),
        ("تابعونا على تلغرام", "boilerplate"),
        ("جميع الحقوق محفوظة © 2024", "boilerplate"),
        ("المصدر", "boilerplate"),
        ("رمز الخبر: 5054", "boilerplate"),
        ("رقم المقال | ٧٧", "boilerplate"),
        ("رمز الخبر عند النساخ علامة في الهامش.", "body"),
        ("* * *", "boilerplate"),
        ("المصدر الأمني أكد فتح الجسر أمام المارة مساء اليوم.", "body"),
        ("صورة أرشيفية للجسر القديم", "caption"),
        ("تصوير: أحمد", "caption"),
        ("صورة الأقمار الصناعية تكشف موقع الجسر.", "body"),
        ("بسم الله الرحمن الرحيم", "scripture"),
    ],
)
def test_lines_of_the_page_are_told_from_lines_of_the_report(line, kind):
    assert segments(f"عنوان قصير\n{BODY}\n{line}")[2] == (kind, line)


# ------------------------------------------------------------------------------------- quotations


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('قال "نعم" ثم "لا"', ['"نعم"', '"لا"']),
        ("قال «نعم» و“لا”", ["«نعم»", "“لا”"]),
        ("لـ”النهار الجديد” و“الغدير“", ["”النهار الجديد”", "“الغدير“"]),
        ('لـ"النهار" و"الغدير".', ['"النهار"', '"الغدير"']),
        ('قال: "أغلقنا جسر "النصر" القديم اليوم".', ['"أغلقنا جسر "النصر" القديم اليوم"', '"النصر"']),
        ("قال: «أغلقنا جسر «النصر» اليوم»", ["«أغلقنا جسر «النصر» اليوم»", "«النصر»"]),
        ("قال: «أغلقنا جسر \"النصر\" اليوم»", ["«أغلقنا جسر \"النصر\" اليوم»", '"النصر"']),
        ("قال: «لن نعود", ["«لن نعود"]),
        ('("الجسر")', ['"الجسر"']),
        ("طوله 30 مترا", []),
    ],
)  # fmt: skip
def test_quotations_are_found_with_their_marks_and_in_each_other(text, quotes):
    assert [quote for _, quote in segments(text, "quote")] == quotes


def test_a_quotation_does_not_run_into_the_next_paragraph():
    assert segments("قال: «لن نعود\nثم صمت»", "quote") == [("quote", "«لن نعود")]


# ------------------------------------------------------------------------------------- posts


def test_a_post_before_its_signature():
    signature = "— بلدية المدينة (@city_1) March 1, 2023"
    text = f"{BODY}\nوكتب على حسابه:\nفتحنا الجسر اليوم pic.twitter.com/abc1\n{signature}\n{BODY}"

    assert the_post(text) == (
        "فتحنا الجسر اليوم pic.twitter.com/abc1\n— بلدية المدينة (@city_1) March 1, 2023",
        "بلدية المدينة (@city_1)",
        "2023-03-01",
    )
    assert segments(text)[-1] == ("body", BODY)


def test_a_post_after_its_signature_with_the_head_of_its_statement():
    text = (
        f"{BODY}\nبيان صادر عن #بلدية_المدينة\n— بلدية المدينة (@city_1) March 1, 2023\nبسم الله الرحمن الرحيم\n"
        f"﴿وقل اعملوا﴾\nنعلن فتح الجسر القديم أمام جم… pic.twitter.com/abc1\n{BODY}"
    )

    post, author, published = the_post(text)

    assert post.startswith("بيان صادر عن") and post.endswith("pic.twitter.com/abc1")
    assert (author, published) == ("بلدية المدينة (@city_1)", "2023-03-01")
    assert segments(text, "scripture") == [("scripture", "بسم الله الرحمن الرحيم"), ("scripture", "﴿وقل اعملوا﴾")]
    assert issues(text) == [("T01", "جم…")]


def test_a_post_on_one_line_with_its_signature():
    line = "فتحنا الجسر pic.twitter.com/abc1 — (@city_1) ١ مارس ٢٠٢٣"

    assert the_post(f"{BODY}\n{line}\n{BODY}") == (line, "(@city_1)", "2023-03-01")


def test_a_post_in_a_paragraph_begins_after_its_introduction_and_ends_with_its_day():
    text = f"وكتب على منصة إكس: فتحنا الجسر — بلدية (@city_1) March 1, 2023 {BODY}"

    assert the_post(text) == ("فتحنا الجسر — بلدية (@city_1) March 1, 2023", "بلدية (@city_1)", "2023-03-01")
    assert segments(text, "body") == [("body", "وكتب على منصة إكس: "), ("body", BODY)]


def test_a_post_whose_signature_touches_the_address_of_its_picture():
    text = f"{BODY}\nفتحنا الجسر اليوم\npic.twitter.com/abc1— بلدية | (@city_1) March 1, 2023\n{BODY}"

    assert the_post(text) == (
        "فتحنا الجسر اليوم\npic.twitter.com/abc1— بلدية | (@city_1) March 1, 2023", "بلدية | (@city_1)", "2023-03-01",
    )  # fmt: skip


def test_segments_on_the_same_stretch_always_come_in_the_same_order():
    signature = "— غرفة العمليات (@ops_room_ex)"
    text = f'{signature} <a href="https://twitter.com/ops_room_ex/status/1746820000000000000">January 15, 2024</a>'

    assert [("post", signature), ("boilerplate", signature)] == segments(text, "post", "boilerplate")


def test_a_foreign_post_has_all_its_foreign_lines():
    post = "The bridge is open.\nAll lanes. pic.twitter.com/abc1\n— City (@city_1) March 1, 2023"

    assert the_post(f"{BODY}\n{post}\n{BODY}")[0] == post


def test_two_posts_in_a_row_are_two():
    first = "فتحنا الجسر pic.twitter.com/abc1\n— بلدية (@city_1) March 1, 2023"
    second = "أغلقنا الجسر pic.twitter.com/abc2\n— شرطة (@city_2) March 2, 2023"

    found = [s for s in find_segments(f"{first}\n{second}", words=WORDS) if s.kind == "post"]

    assert [(s.author, s.published) for s in found] == [
        ("بلدية (@city_1)", "2023-03-01"), ("شرطة (@city_2)", "2023-03-02"),
    ]  # fmt: skip
    assert segments(f"{first}\n{second}", "post") == [("post", first), ("post", second)]


def test_a_post_without_any_sign_stands_before_its_signature():
    text = f"{BODY}\nفتحنا الجسر اليوم.\n— بلدية (@city_1) 1 March 2023\n{BODY}"

    assert the_post(text)[0] == "فتحنا الجسر اليوم.\n— بلدية (@city_1) 1 March 2023"


def test_the_signature_of_a_post_takes_the_rest_of_its_link_along():
    signature = "— مرصد السهل (@sahl_watch) [April 6, 2022](https://twitter.com/sahl_watch/status/1)"
    text = f"{BODY}\n\nقصف على أطراف البلدة\n\n{signature}\n\n{BODY}"

    assert [("boilerplate", signature)] == segments(text, "boilerplate")
    assert [("body", BODY), ("body", BODY)] == segments(text, "body")


def test_a_signature_without_a_day_leaves_the_day_open():
    assert the_post(f"{BODY}\nفتحنا الجسر.\n— بلدية (@city_1)")[1:] == ("بلدية (@city_1)", None)


def test_the_picture_of_a_post_without_signature_still_tells_a_post():
    assert the_post(f"{BODY}\nفتحنا الجسر اليوم pic.twitter.com/abc1\n{BODY}") == (
        "فتحنا الجسر اليوم pic.twitter.com/abc1", None, None,
    )  # fmt: skip


def test_the_header_of_a_channel_makes_a_post_of_what_follows_to_the_rule():
    post = "🟢 بلدية المدينة - القناة الرسمية\nنعلن فتح الجسر\nالموافق للـ 15 يونيو 2024م\nتابعونا على تلغرام"
    text = f"{post}\n—————\n{BODY}"

    assert the_post(text) == (post, "بلدية المدينة", "2024-06-15")
    assert segments(text, "body", "boilerplate") == [
        ("boilerplate", "تابعونا على تلغرام"), ("boilerplate", "—————"), ("body", BODY),
    ]  # fmt: skip


def test_a_forwarded_post_names_its_channel():
    assert the_post(f"📨 تم التوجيه من: بلدية المدينة | قناة احتياطية\n{BODY}")[1] == "بلدية المدينة"


# ------------------------------------------------------------------------------------- any text

MARKS = ["\n", "\n\n", " ", '"', "«", "»", "”", "— ", "…", "﴿", "﴾", "{", "}", "ـ", "—————", "\u200f", ":", "(@abc) "]
PARTS = [
    BODY,
    "عنوان",
    "March 1, 2023",
    "pic.twitter.com/abc ",
    "بسم الله",
    "بيان صادر عن #وسم",
    "(رويترز) - ",
    "المصدر: ",
]
MORE = ["6 أغسطس 2024", "قال تعالى", "🟢 قناة - القناة الرسمية", "انتهى", "(أ ف ب)"]
LINES = st.lists(st.sampled_from(MARKS + PARTS + MORE), max_size=40).map("".join)


@given(st.one_of(st.text(), LINES))
def test_segments_of_any_text_are_ordered_and_nest(text):
    found = find_segments(text, words=WORDS)

    assert all(s.kind in SEGMENT_KINDS and 0 <= s.start < s.end <= len(text) for s in found)
    assert list(found) == sorted(found, key=lambda s: (s.start, -s.end, s.kind == "quote"))
    outer = [s for s in found if s.kind in ("headline", "dateline", "body", "post", "caption")]
    assert all(a.end <= b.start for a, b in itertools.pairwise(outer))


@given(st.one_of(st.text(), LINES))
def test_every_letter_stands_in_a_segment(text):
    covered = {at for s in find_segments(text, words=WORDS) for at in range(s.start, s.end)}

    assert all(at in covered for at, char in enumerate(text) if char.isalnum())


@given(st.one_of(st.text(), LINES))
def test_the_issues_of_any_text_lie_in_it(text):
    for issue in document_issues(make_document(text, words=WORDS)):
        assert issue.start is None or text[issue.start : issue.end]


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(data):
    try:
        decoded = decode(data)
    except UnreadableInput:
        return
    assert isinstance(decoded.text, str)


def test_a_segment_is_a_record():
    assert find_segments("", words=WORDS) == ()
    assert find_segments(BODY, words=WORDS) == (Segment("body", 0, len(BODY)),)


@pytest.mark.parametrize(
    ("line", "dateline"),
    [
        ("غزة - القدس - قُتل 23 شخصا على الأقل اليوم.", "غزة - القدس -"),
        ("بغداد - قتل جندي اليوم.", "بغداد -"),
        ("قتل جندي - وهو ضابط - في بغداد.", None),
        ("قال المتحدث - في بيان - إن القصف توقف.", None),
    ],
)
def test_cities_before_a_dash_are_a_date_line_and_an_aside_is_none(line, dateline):
    text = f"عنوان للخبر\n{line}"

    found = [text[s.start : s.end] for s in make_document(text, words=WORDS).segments if s.kind == "dateline"]

    assert ([dateline] if dateline else []) == found


@pytest.mark.parametrize("end", [": ", " - ", "/ "])
def test_a_city_a_name_and_an_agency_between_strokes_are_a_date_line(end):
    first = f"القامشلي/ سليم العلي/ الأناضول{end}"
    found = find_segments(f"افتتاح الجسر القديم\n{first}{BODY}", words=WORDS)

    assert [("headline", 0), ("dateline", 20), ("body", 20 + len(first))] == [(s.kind, s.start) for s in found]


def test_the_same_alone_below_the_headline_is_a_date_line_and_at_the_end_the_credit_of_a_picture():
    line = "القامشلي / سليم العلي / الأناضول"
    above = find_segments(f"افتتاح الجسر القديم\n{line}\n{BODY}", words=WORDS)
    below = find_segments(f"افتتاح الجسر القديم\n{BODY}\n{line}", words=WORDS)

    assert ["headline", "dateline", "body"] == [s.kind for s in above]
    assert ["headline", "body", "caption"] == [s.kind for s in below]


# ------------------------------------------------------------------------------------------ known segments


PAGE = "قصف على أطراف القرية\nقال مصدر طبي إن مدنيا قتل.\nالمجد لمن صمد\nوانتهى القصف مساء."


def _of(kind, words, **more):
    start = PAGE.index(words)
    return Segment(kind, start, start + len(words), **more)


def test_known_segments_stand_and_the_others_are_found_around_them():
    head = _of("headline", "قصف على أطراف القرية")
    post = _of("post", "المجد لمن صمد", author="قناة القرية", published="2024-01-14")

    assert find_segments(PAGE, words=WORDS, known=(post, head)) == (
        head,
        _of("body", "قال مصدر طبي إن مدنيا قتل."),
        post,
        _of("body", "وانتهى القصف مساء."),
    )


def test_a_known_headline_leaves_no_second_one():
    head = _of("headline", "قصف على أطراف القرية")
    text = PAGE.replace("قال مصدر طبي إن مدنيا قتل.", "عنوان يتلوه بلا نقطة")

    assert ["headline", "body", "body", "body"] == [s.kind for s in find_segments(text, words=WORDS, known=[head])]


def test_quotations_and_verses_are_found_inside_known_segments():
    text = "قال: «سنرد»"
    post = Segment("post", 0, len(text), "قناة")

    assert find_segments(text, words=WORDS, known=[post]) == (post, Segment("quote", 5, 11))


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ([Segment("picture", 0, 3)], "not 'picture'"),
        ([Segment("body", 3, 3)], "lies outside the text"),
        ([Segment("body", 0, 999)], "lies outside the text"),
        ([Segment("body", 0, 9), Segment("post", 5, 12)], "the body and the post at 5 overlap"),
    ],
)
def test_a_known_segment_that_is_none_of_the_text_is_refused(known, says):
    with pytest.raises(UsageError, match=says):
        find_segments(PAGE, words=WORDS, known=known)


def test_lines_that_a_post_marks_as_quoted_need_no_marks_of_quotation():
    text = "تصحيح من المكتب\nلم يصلنا أي قتيل آخر"

    document = make_document(text, words=WORDS, segments=[Segment("quote", text.index("لم"), len(text))])

    assert "T02" not in {issue.code for issue in document_issues(document)}
