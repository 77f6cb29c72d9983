"""Tables: their traps one by one. Whole files with what they read to are in the corpus."""

from __future__ import annotations

import io
import json
import random
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from riwaya.errors import UnreadableInput
from riwaya.inputs.blobs import HEAD, Settings, blob_of
from riwaya.inputs.formats import find_format, read_blob
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.tables.columns import KEYS, POINTERS, fold_name, known_columns, map_columns
from riwaya.inputs.tables.leads import Lead, find_leads

HERE = Path(__file__).parent
REPORT = "سقطت قذيفة قرب السوق."


def read(data: str | bytes, **settings):
    data = data.encode() if isinstance(data, str) else data
    return list(read_blob(blob_of("in", io.BytesIO(data)), Settings(**settings)))


def texts(found):
    return [each.text for each in found if isinstance(each, Incoming)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_parts_the_columns_is_found_out(delimiter):
    assert [REPORT] == texts(read(f"text{delimiter}url\n{REPORT}{delimiter}https://a.example\n"))


def test_a_delimiter_inside_a_name_or_a_cell_parts_nothing():
    table = f'"النص، كاملا",النص,المصدر\nا,"{REPORT[:-1]}; {REPORT}",قناة\n'

    assert [f"{REPORT[:-1]}; {REPORT}"] == texts(read(table))


def test_a_cell_may_be_longer_than_the_usual_limit():
    long = f"{REPORT} " * 10_000
    assert [long] == list(texts(read(f"text,url\n{long},u\n")))


def test_a_quotation_mark_that_nobody_closes_ends_the_table_and_is_told():
    found = read("text,url\n" + f"{REPORT},u\n" + '"' + "xxx\n" * 1_300_000)

    assert [REPORT] == texts(found)
    assert [r.reason for r in found if isinstance(r, Refusal)] == [
        "the table cannot be read behind line 2: field larger than field limit (5000000)"
    ]


def test_a_line_without_an_end_ends_the_table_soon():
    began = time.monotonic()
    found = read("text,url\n" + f"{REPORT},u\n" + "x" * 60_000_000)

    assert [REPORT] == texts(found)
    assert "the table cannot be read behind line 2: a line of more than 5000000 letters" == found[-1].reason
    assert time.monotonic() - began < 20


def test_lines_end_as_they_may_and_a_row_is_told_by_the_line_on_which_it_begins():
    found = read(f'text,url\r"{REPORT}\n\n{REPORT}",u\r\n,v\n')

    assert [f"{REPORT}\n\n{REPORT}"] == texts(found)
    assert ["in:2", "in:5"] == [each.name for each in found]


def test_a_nul_is_kept_and_stops_nothing():
    assert [f"{REPORT}\0", REPORT] == texts(read(f"text,url\n{REPORT}\0,u\n{REPORT},v\n"))


def test_of_two_columns_of_one_name_the_first_that_holds_something_is_read():
    assert [REPORT] == texts(read(f"text,text,url\n,{REPORT},u\n"))


def test_a_summary_is_read_where_there_is_no_text_and_told_to_be_one():
    [one, other] = read(f"text,description\n{REPORT},ملخص\n,{REPORT}\n")

    assert ["whole", "summary"] == [one.provenance.completeness, other.provenance.completeness]


def test_names_are_compared_without_case_strokes_and_hamza():
    assert len({fold_name(name) for name in ("Full_Text", "full-text", " FULL TEXT ", "\ufefffull text")}) == 1
    assert {"publisher": ["مصدر  الخبر"]} == map_columns(
        ["مصدر  الخبر"], Settings(columns=(("مصدر الخبر", "publisher"),))
    )


def test_columns_that_are_mapped_go_before_those_that_are_known():
    table = f"text,ما قيل\nغير هذا,{REPORT}\n"

    assert [REPORT] == texts(read(table, columns=(("ما قيل", "text"),)))


def test_no_name_stands_for_two_keys_beside_the_same_others():
    rows = [tuple(fold_name(name) for name in line.split("\t")[1:]) for line in _table().splitlines()[1:]]

    assert len(rows) == len(set(rows))
    assert {name for _, name in rows} == known_columns().keys()
    assert {line.split("\t")[0] for line in _table().splitlines()[1:]} == {*KEYS, *POINTERS, "none"}


def _table():
    from riwaya.knowledge.load import DATA

    return (DATA / "inputs" / "columns.tsv").read_text(encoding="utf-8")


def test_records_of_json_may_call_their_keys_otherwise_and_hold_objects():
    record = {"rawContent_": 1, "body": REPORT, "source": {"title": "وكالة"}, "dateTimePub": "2024-01-15T10:00:00Z"}
    [document] = read(json.dumps(record))

    assert (REPORT, "وكالة", "2024-01-15T10:00:00+00:00") == (document.text, document.publisher, document.published)


def test_a_refused_row_is_handed_back_to_be_mended():
    [refused] = read("text,url\n,https://a.example\n")

    assert refused.record == {"text": "", "url": "https://a.example"}


def test_a_plain_report_with_commas_is_no_table():
    for text in (f"قال المصدر، أمس، إن {REPORT}", "text, and more, of a page\nsecond line", "النص\nسطر"):
        assert find_format(blob_of("in", io.BytesIO(text.encode()))).name == "text"


# ------------------------------------------------------------------------------------------------------------ workbooks


def test_a_workbook_that_unpacks_to_many_times_its_size_is_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    [refused] = read(data.getvalue())

    assert "unpacks to 200 times its size" in refused.reason


def test_a_long_workbook_whose_first_page_comes_before_what_says_what_it_is_is_known_out_of_a_stream():
    book, written = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    sheet.append(["title", "text"])
    chance = random.Random(3)
    for number in range(400):
        words = " ".join("".join(chance.choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=6)) for _ in range(60))
        sheet.append([f"خبر {number}", f"قتل شخص أمس في حلب. {words}"])
    book.save(written)
    assert written.getvalue().index(b"[Content_Types].xml") > HEAD

    found = list(read_blob(blob_of("log.xlsx", io.BytesIO(written.getvalue())), Settings()))

    assert len(found) == 400 and found[399].title == "خبر 399"


def test_a_damaged_workbook_is_told():
    whole = bytearray((HERE / "tables" / "reports.xlsx").read_bytes())
    sheet = whole.index(b"xl/worksheets/sheet1.xml")
    whole[sheet + 40 : sheet + 200] = bytes(160)

    for data in (bytes(whole), b"PK\x03\x04 xl/ and no more"):
        [refused] = read(data, form="workbook")
        assert "damaged" in refused.reason


def test_a_number_of_days_is_a_day_and_a_year_is_none(make_workbook):
    found = read(
        make_workbook(["النص", "التاريخ"], [REPORT, 45306], [REPORT, 45306.5], [REPORT, 2024], [REPORT, "45306"])
    )

    assert ["2024-01-15", "2024-01-15T12:00:00", None, "2024-01-15"] == [each.published for each in found]
    assert ["D12"] == [issue.code for issue in found[2].issues]


@pytest.fixture
def make_workbook():
    import openpyxl

    def make(*rows):
        book, data = openpyxl.Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(data)
        return data.getvalue()

    return make


# ---------------------------------------------------------------------------------------------------------------- leads


def leads(data: str):
    return list(find_leads(blob_of("in", io.BytesIO(data.encode())), Settings()))


def test_the_lists_of_gdelt_give_addresses_and_nothing_that_they_say_happened():
    graph = ["20240115093000-T12", "20240115093000", "1", "paper.example", "https://paper.example/1", "KILL#5#x"]
    graph += [""] * 19 + ["srclc:ara;eng:GT-ARA 1.0", "<PAGE_TITLE>قصف</PAGE_TITLE>"]
    mentions = ["1", "20240115093000", "20240115094500", "1", "paper.example", "https://paper.example/2", "3"]
    mentions += [""] * 7 + ["srclc:ara;eng:x", ""]

    assert leads("\t".join(graph) + "\n") == [
        Lead("https://paper.example/1", "2024-01-15T09:30:00+00:00", "paper.example", "قصف", "ar")
    ]
    assert leads("\t".join(mentions) + "\n") == [
        Lead("https://paper.example/2", "2024-01-15T09:45:00+00:00", "paper.example", None, "ar")
    ]
    assert leads(f"150383 {'a' * 32} http://data.example/2024.gkg.csv.zip\n") == [
        Lead("http://data.example/2024.gkg.csv.zip")
    ]
    [refused] = read("\t".join(graph))
    assert "`riwaya leads`" in refused.reason


def test_a_table_of_stories_without_their_text_gives_leads():
    table = (
        "id,media_name,title,url,publish_date,language\n1,صحيفة,خبر,https://a.example/1,2024-01-15,ar\n2,صحيفة,خبر,,,\n"
    )

    assert leads(table) == [
        Lead("https://a.example/1", "2024-01-15", "صحيفة", "خبر", "ar"),
        Refusal(
            "in:3",
            "the row has no address",
            {"id": "2", "media_name": "صحيفة", "title": "خبر", "url": "", "publish_date": "", "language": ""},
        ),
    ]


def test_a_table_without_text_is_no_table_of_reports():
    with pytest.raises(UnreadableInput, match="no column of it is known"):
        from riwaya.inputs.tables.delimited import read as read_table

        list(read_table(blob_of("in", io.BytesIO(b"a,b\n1,2\n")), Settings()))


# ---------------------------------------------------------------------------------------------------------------- chats


# -------------------------------------------------------------------------------------------------------------- presets


@pytest.mark.parametrize(
    ("header", "mapped"),
    [
        (
            "link,archive date,thumbnail,upload timestamp,upload title,text content,screenshot,hash,wacz",
            {"url": ["link"], "retrieved": ["archive date"], "published": ["upload timestamp"],
             "title": ["upload title"], "text": ["text content"],
             "archive": ["wacz"], "picture": ["thumbnail", "screenshot"],
             "hash": ["hash"]},
        ),
        (
            "Page Name,User Name,Post Created,Type,URL,Message,Link,Final Link,Image Text,Link Text,Description",
            {"publisher": ["Page Name"], "published": ["Post Created"], "text": ["Message", "Image Text"],
             "url": ["URL", "Link"], "page": ["Final Link"]},
        ),
        (
            "uri,url,title,body,date,time,dateTime,dateTimePub,lang,source.uri,source.title",
            {"url": ["url"], "id": ["uri"], "title": ["title"], "text": ["body"],
             "published": ["dateTimePub", "dateTime", "date", "time"], "language": ["lang"],
             "publisher": ["source.title"]},
        ),
        (
            "status,description,sensitive,date,time,source_1,source_12",
            {"summary": ["description"], "page": ["source_1", "source_12"]},
        ),
        (
            "id,title,title_ar,description,source_link,publish_date,documentation_date,status,originid",
            {"id": ["id", "originid"], "title": ["title_ar", "title"], "summary": ["description"],
             "url": ["source_link"], "published": ["publish_date"], "retrieved": ["documentation_date"]},
        ),
        (
            "id,media_name,media_url,title,url,publish_date,indexed_date,language",
            {"id": ["id"], "publisher": ["media_name"], "title": ["title"], "url": ["url"],
             "published": ["publish_date"], "retrieved": ["indexed_date"], "language": ["language"]},
        ),
    ],
    ids=["auto-archiver", "crowdtangle", "event registry", "atlos", "bayanat", "media cloud"],
)  # fmt: skip
def test_the_tables_of_programs_that_many_use_are_known(header, mapped):
    assert mapped == map_columns(header.split(","), Settings())


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("text", "text body content message full_text rawContent النص المحتوى نص_الخبر"),
        ("title", "title headline العنوان"),
        ("url", "url link permalink source_link الرابط"),
        ("published", "date published pubDate created_at publish_date التاريخ"),
        ("publisher", "source publisher channel media_name outlet المصدر"),
        ("language", "lang language اللغة"),
    ],
)
def test_every_name_that_teams_give_a_column_is_known(key, names):
    for name in names.split():
        assert {key: [name]} == map_columns([name], Settings())


def test_a_name_means_something_else_beside_that_of_a_program():
    assert {"published": ["date"]} == map_columns(["date"], Settings())
    assert {} == map_columns(["date", "sensitive"], Settings())
    assert {"summary": ["description"]} == map_columns(["description"], Settings())
    assert {"page": ["Final Link"]} == map_columns(["description", "Final Link"], Settings())


def test_whoever_is_an_object_is_called_by_its_name():
    record = {"body": REPORT, "الناشر": {"name": "وكالة"}, "author": [{"name": "رنا"}, {"title": "سامر"}, 7]}
    [document] = read(json.dumps(record))

    assert ("وكالة", "رنا, سامر") == (document.publisher, document.provenance.author)


def test_an_hour_in_a_column_of_its_own_is_read_with_its_day():
    def published(*cells):
        [document] = read("text,date,time\n" + ",".join((REPORT, *cells)) + "\n")
        return document.published, [issue.code for issue in document.issues]

    assert ("2024-01-15T18:05", []) == published("2024-01-15", "18:05")
    assert ("2024-01-15T18:05", []) == published("15 كانون الثاني 2024", "6:05 م")
    assert ("2024-01-15T18:05:00+00:00", []) == published("2024-01-15", "2024-01-15T18:05:00Z")
    assert ("2024-01-15", []) == published("2024-01-15", "2024-01-16T18:05:00Z")
    assert ("2024-01-15", []) == published("2024-01-15", "مساء")
    assert ("2024-01-15T18:05:00+00:00", []) == published("غدا", "2024-01-15T18:05:00Z")
    assert (None, ["D12"]) == published("غدا", "18:05")


def test_what_is_kept_as_html_is_read_without_its_tags_once():
    def text(cell):
        [document] = read(json.dumps({"body": cell}))
        return document.text

    assert "قال:\nسقطت قذيفة" == text("<div>قال:<br/>سقطت <b>قذيفة</b></div><script>x</script>")
    assert 'قال: "لا" & &lt;' == text("قال: &quot;لا&quot; &amp; &amp;lt;")
    assert "ثلاثة < خمسة & <سبعة>" == text("ثلاثة < خمسة & <سبعة>")


def test_a_word_in_the_place_of_an_address_is_none():
    [document] = read(f"text,url\n{REPORT},رابط\n")

    assert document.url is None


@pytest.mark.parametrize(
    ("cell", "urls"),
    [
        ('=IMAGE("https://a.example/1.jpg")', ["https://a.example/1.jpg"]),
        ("https://a.example/1.jpg, https://a.example/2.jpg.", ["https://a.example/1.jpg", "https://a.example/2.jpg"]),
        ("media/1.jpg", ["media/1.jpg"]),
        ("https://a.example/report", []),
    ],
)
def test_pictures_are_kept_by_their_addresses_each_once_and_not_that_of_the_report(cell, urls):
    [document] = read(json.dumps({"body": REPORT, "url": "https://a.example/report", "thumbnail": cell}))

    assert urls == [each.url for each in document.provenance.pointers]
