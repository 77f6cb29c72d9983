"""Pages without an Arabic letter are passed over where that is asked for, and none that may hold one."""

import codecs
import html
import io
import json
import re
import unicodedata
import zipfile
from dataclasses import replace
from html.entities import html5
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from inputs.pages.layouts import all_pages
from riwaya.cli import main
from riwaya.inputs.arabic_letters import may_hold_arabic
from riwaya.inputs.blobs import Known, PassedOver, Settings, blob_of
from riwaya.inputs.files import find_documents
from riwaya.inputs.formats import read_blob
from riwaya.inputs.incoming import Refusal
from warcs import gzipped, http, record

HERE = Path(__file__).parent
WORDS = "وصل الوفد أمس"
TEXT = f"{WORDS} إلى المدينة، وقال ناطق باسمه إن اللقاء كان قصيرا."
ENGLISH = "The delegation arrived in the city yesterday, and its spokesman said that the meeting was short."
FRENCH = "La délégation est arrivée hier, et son porte-parole a dit que l’entretien fut bref."
OTHERS = {
    "English": ENGLISH,
    "French": FRENCH,
    "Greek": "Η αντιπροσωπεία έφτασε χθες στην πόλη και η συνάντηση ήταν σύντομη.",
    "Russian": "Делегация прибыла вчера, и представитель сказал, что встреча была короткой.",
    "Hebrew": "המשלחת הגיעה אתמול לעיר, והדובר אמר שהפגישה הייתה קצרה.",
    "Hindi": "प्रतिनिधिमंडल कल शहर पहुँचा और प्रवक्ता ने कहा कि बैठक छोटी थी।",
    "Chinese": "代表团昨天抵达该市，发言人说会面很短。",
    "Korean": "대표단이 어제 도시에 도착했고 대변인은 만남이 짧았다고 말했다.",
    "Syriac and Thaana, which are near": "ܫܠܡܐ ދިވެހި",
    "a smile and old letters": "😀 𐡀𐤀 𞀀",
    "other references": "&#1488; &#x5d0; &#8217; &#x201c; &#65279; &#15750; &#x62700; &eacute; &hellip; &#39;",
    "other escapes": r"\u00e9 \u6240 \u2019 \ufeff \ud83d\ude00 \x41 C:\users %20 100%da %C3%A9",
    "colours and addresses": "color:#1575aa; #627 ; /page#1600 ; &id=1575 ; ?a=1&b=#1575",
}


def page(body: str, head: str = "") -> str:
    """A page with a text in it."""
    return f"<!DOCTYPE html><html><head><title>News</title>{head}</head><body><h1>News</h1><p>{body}</p></body></html>"


def read(data: bytes, *, charset=None, only_arabic=True, content_type=None):
    """What some bytes hold, and how many pages were passed over."""
    passed_over = PassedOver()
    settings = Settings(only_arabic=only_arabic, passed_over=passed_over.add)
    known = Known(content_type=content_type, charset=charset)
    return list(read_blob(blob_of("it", io.BytesIO(data), known=known), settings)), passed_over.count


def read_all(path, *, only_arabic=True):
    passed_over = PassedOver()
    settings = Settings(only_arabic=only_arabic, passed_over=passed_over.add)
    return list(find_documents([str(path)], None, settings)), passed_over.count


def references(text: str, form: str) -> str:
    return "".join(form.format(ord(letter)) if ord(letter) > 127 else letter for letter in text)


def meta(charset: str) -> str:
    return f'<meta charset="{charset}">'


WAYS = {
    "UTF-8": page(TEXT).encode(),
    "UTF-8 with its mark": page(TEXT).encode("utf-8-sig"),
    "UTF-8 that breaks off": page(TEXT).encode()[:-40],
    "UTF-8 with a spoilt byte": page(TEXT).encode().replace(b"News", b"N\xffws", 1),
    "a single letter": page("و").encode(),
    "presentation forms": page("ﻭﺻﻞ ﺍﻟﻮﻓﺪ").encode(),
    "ligatures": page("ﷺ").encode(),
    "letters of Africa and Asia": page("ݐ").encode(),
    "letters of the Quran": page("ࢠ").encode(),
    "UTF-16": page(TEXT).encode("utf-16"),
    "UTF-16, little end first": page(TEXT).encode("utf-16-le"),
    "UTF-16, big end first": page(TEXT).encode("utf-16-be"),
    "UTF-32": page(TEXT).encode("utf-32"),
    "windows-1256": page(TEXT).encode("cp1256"),
    "windows-1256 that is told": page(TEXT, meta("windows-1256")).encode("cp1256"),
    "ISO 8859-6": page(TEXT.replace("،", ","), meta("iso-8859-6")).encode("iso8859-6"),
    "MacArabic": page(TEXT, meta("x-mac-arabic")).encode("mac_arabic"),
    "DOS": page(WORDS, meta("cp720")).encode("cp720"),
    "UTF-7": page(TEXT, meta("utf-7")).encode("utf-7"),
    "windows-1256 that is UTF-8 by chance": page("ة،", meta("windows-1256")).encode("cp1256"),
    "decimal references": page(references(TEXT, "&#{};")).encode(),
    "decimal references without their end": page(references(TEXT, "&#{} ")).encode(),
    "decimal references with zeros": page(references(TEXT, "&#000{};")).encode(),
    "hexadecimal references": page(references(TEXT, "&#x{:x};")).encode(),
    "hexadecimal references in capitals": page(references(TEXT, "&#X{:04X};")).encode(),
    "hexadecimal references without their end": page(references(TEXT, "&#x{:x} ")).encode(),
    "references that were escaped": page(html.escape(references(TEXT, "&#{};"))).encode(),
    "references that were escaped twice": page(html.escape(html.escape(references(TEXT, "&#{};")))).encode(),
    "references that were escaped by numbers": page(references(WORDS, "&#38;&#35;{}&#59;")).encode(),
    "a title alone": page(ENGLISH).replace("<h1>News", f"<h1>{references(WORDS, '&#{};')}").encode(),
    "an attribute alone": page(ENGLISH, f'<meta property="og:title" content="{WORDS}">').encode(),
    "data for machines": page(
        "", f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "articleBody": TEXT})}</script>'
    ).encode(),
    "references in data for machines": page(
        "",
        '<script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "'
        + references(TEXT, "\\u0026#{};")
        + '"}</script>',
    ).encode(),
    "what a script builds its page of": page(
        "", f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"title": TEXT})}</script>'
    ).encode(),
    "JSON in JSON": page("", f"<script>var s = {json.dumps(json.dumps(TEXT))}</script>").encode(),
    "escapes with braces": page("", "<script>var s = '\\u{627}\\u{644}'</script>").encode(),
    "bytes of UTF-8 in a script": page("", "<script>var s = '\\xd8\\xa7'</script>").encode(),
    "an address": page(f'<a href="/{quote(WORDS)}">more</a>').encode(),
    "an address in small letters": page(f'<a href="/{quote(WORDS).lower()}">more</a>').encode(),
}


# --------------------------------------------------------------------------------------------- what must be let through


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_a_page_that_may_hold_an_arabic_letter_is_read_as_ever(data):
    found, passed_over = read(data)

    assert 0 == passed_over
    assert found == read(data, only_arabic=False)[0] != []


def test_pages_of_all_layouts_are_read_as_ever():
    for each in all_pages():
        assert (read(each.data, only_arabic=False)[0], 0) == read(each.data)


FILES = [path for path in sorted(HERE.glob("*/*")) if path.suffix in (".atom", ".rss", ".mht", ".mhtml")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_feeds_and_pages_with_all_their_parts_are_read_as_ever(path):
    assert (read_all(path, only_arabic=False)[0], 0) == read_all(path)


def script_letters():
    return [chr(code) for code in range(0x20000) if unicodedata.name(chr(code), "").startswith("ARABIC")]


@pytest.mark.parametrize(
    "written",
    [
        str.encode,
        lambda letter: b"&#%d;" % ord(letter),
        lambda letter: b"&#0%d " % ord(letter),
        lambda letter: b"&amp;#%d;" % ord(letter),
        lambda letter: b"&#x%x;" % ord(letter),
        lambda letter: b"&#X00%X " % ord(letter),
        lambda letter: json.dumps(letter).encode(),
        lambda letter: json.dumps(letter).upper().replace("\\U", "\\u").encode(),
        lambda letter: b"\\u{%x}" % ord(letter),
    ],
    ids=["UTF-8", "decimal", "open", "escaped", "hexadecimal", "capitals", "JSON", "JSON in capitals", "braces"],
)
def test_each_character_of_the_script_is_found_however_it_is_written(written):
    assert [] == [letter for letter in script_letters() if not may_hold_arabic(b"<p>" + written(letter) + b"</p>")]


def test_no_arabic_letter_has_a_name_in_html():
    assert [] == [name for name, letters in html5.items() if may_hold_arabic(letters.encode())]


def test_no_other_character_is_arabic_by_another_name():
    """Whoever folds spelling must not come by an Arabic letter that was not looked for."""
    others = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    folded = ((letter, unicodedata.normalize("NFKD", letter)) for letter in others)
    assert [] == [a for a, b in folded if a != b and may_hold_arabic(b.encode()) and not may_hold_arabic(a.encode())]


LETTERS = st.sampled_from("ابةتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئ")
AROUND = st.text(st.characters(codec="ascii", exclude_characters="&\\%\0"), max_size=60)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1256", "iso8859-6",
             "mac_arabic", "cp720", "utf-7", "ascii"]  # fmt: skip


@given(before=AROUND, letters=st.text(LETTERS, min_size=1, max_size=20), behind=AROUND, name=st.sampled_from(ENCODINGS))
def test_whatever_stands_around_a_letter_in_whatever_encoding_its_page_is_let_through(before, letters, behind, name):
    data = page(before + letters + behind).encode(name, "xmlcharrefreplace")

    assert may_hold_arabic(data, name)


@given(text=st.text(max_size=200), left=st.integers(5, 9))
def test_text_that_holds_no_arabic_is_passed_over_wherever_it_breaks_off(text, left):
    text = re.sub(r"[\0\\%#]|utf-?7", "", text, flags=re.IGNORECASE).encode("utf-8", "replace").decode()
    has = any(may_hold_arabic(letter.encode()) for letter in text)

    assert has == may_hold_arabic(page(html.escape(text)).encode() + "é€😀".encode()[:left])


# -------------------------------------------------------------------------------------------------- what is passed over


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize(
    "written",
    [
        lambda text: page(text).encode(),
        lambda text: page(text, meta("utf-8")).encode("utf-8-sig"),
        lambda text: page(text).encode() + "é".encode()[:1],
        lambda text: text.encode(),
    ],
    ids=["page", "with marks", "breaks off", "text"],
)
def test_what_holds_no_arabic_letter_is_passed_over_and_counted(written, text):
    assert ([], 1) == read(written(text))
    assert 1 == len(read(written(text), only_arabic=False)[0])


def test_what_a_server_says_is_believed_where_it_may_be_so():
    assert may_hold_arabic(FRENCH.encode(), "windows-1256")
    assert not may_hold_arabic(FRENCH.encode(), "utf-8")
    assert not may_hold_arabic(ENGLISH.encode(), "windows-1256")
    assert may_hold_arabic(b"+Bic-", "utf-7")
    assert not may_hold_arabic(b"+Bic-", None)
    assert may_hold_arabic(FRENCH.encode(), "no-such-encoding")


def test_pages_are_passed_over_wherever_they_lie(tmp_path):
    english, arabic = page(ENGLISH).encode(), page(TEXT).encode()
    (tmp_path / "a.html").write_bytes(english)
    (tmp_path / "b.html").write_bytes(arabic)
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("d.html", english)
        archive.writestr("e.html", arabic)
    (tmp_path / "f.warc.gz").write_bytes(
        gzipped(
            record(http(english, content_type="text/html"), number=1),
            record(http(arabic, content_type="text/html"), url="https://news.example/2", number=2),
            record(http(ENGLISH.encode()), url="https://news.example/3", number=3),
        )
    )
    found, passed_over = read_all(tmp_path)
    everything, none = read_all(tmp_path, only_arabic=False)

    assert (4, 0) == (passed_over, none)
    assert [each for each in everything if WORDS in each.text] == found
    assert (3, 7) == (len(found), len(everything))


def test_feeds_and_pages_of_telegram_are_passed_over_as_one():
    feed = "<rss version='2.0'><channel><item><title>{}</title><description>News.</description></item></channel></rss>"
    preview = (
        '<html><body><div class="tgme_widget_message" data-post="a/1">'
        '<div class="tgme_widget_message_text js-message_text">{}</div></div></body></html>'
    )

    for form in (feed, preview):
        assert ([], 1) == read(form.format("News").encode())
        found, passed_over = read(form.format(references(WORDS, "&#{};")).encode())
        assert (1, 0) == (len(found), passed_over)


def test_a_page_whose_frame_speaks_arabic_is_read(tmp_path):
    parts = tmp_path / "saved_files"
    parts.mkdir()
    post = (
        '<div class="tgme_widget_message" data-post="rasid_ex/1234"><div class="tgme_widget_message_text">'
        f"{TEXT}</div></div>"
    )
    (parts / "frame.html").write_text(post, encoding="utf-8")
    frame = '<iframe src="./saved_files/frame.html"></iframe>'
    (tmp_path / "saved.html").write_text(page(ENGLISH + frame), encoding="utf-8")
    [found], passed_over = read_all(tmp_path / "saved.html")
    (tmp_path / "saved.html").write_text(page(ENGLISH), encoding="utf-8")

    assert TEXT in found.text and 0 == passed_over
    assert ([], 1) == read_all(tmp_path / "saved.html")


@pytest.mark.parametrize("words", [ENGLISH, TEXT])
def test_a_page_saved_in_one_file_is_looked_through_with_its_frames(words):
    def part(text: str, address: str) -> str:
        data = codecs.encode(text.encode(), "base64").decode()
        return (
            f"--x\nContent-Type: text/html\nContent-Location: {address}\nContent-Transfer-Encoding: base64\n\n{data}\n"
        )

    start, frame = "https://news.example/1", "https://t.me/a/1?embed=1"
    data = (
        f"From: <Saved>\nSnapshot-Content-Location: {start}\n"
        'Content-Type: multipart/related; type="text/html"; boundary="x"\n\n'
        + part(page(f'{ENGLISH}<iframe src="{frame}"></iframe>'), start)
        + part(f"<html><body><p>{words}</p></body></html>", frame)
        + "--x--\n"
    ).encode()

    found, passed_over = read(data)

    assert ((1, 0) if words == TEXT else (0, 1)) == (len(found), passed_over)


def test_records_and_tables_are_left_alone(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": ENGLISH}))
    (tmp_path / "b.csv").write_text(f'text,url\n"{ENGLISH}",https://a.example/1\n')

    found, passed_over = read_all(tmp_path)

    assert (2, 0) == (len(found), passed_over)


DIGEST = "WARC-Payload-Digest: sha1:ABC"
AGAIN = {"kind": "revisit", "date": "2024-01-16T09:30:00Z", "headers": (DIGEST,)}


def test_a_page_that_was_passed_over_is_not_missed_where_it_is_retrieved_again(tmp_path):
    answer = http(page(ENGLISH).encode(), content_type="text/html")
    (tmp_path / "a.warc.gz").write_bytes(
        gzipped(
            record(answer, headers=(DIGEST,)),
            record(b"", number=2, **AGAIN),
            record(b"", number=3, url="https://news.example/2", **AGAIN),
        )
    )
    (tmp_path / "b.warc.gz").write_bytes(gzipped(record(b"", number=4, url="https://news.example/3", **AGAIN)))

    # Once under each address, as it would be read.
    assert ([], 3) == read_all(tmp_path)
    assert 3 == len(read_all(tmp_path, only_arabic=False)[0])


def test_what_cannot_be_read_is_told_all_the_same(tmp_path):
    answers = [http(b"gone", status="404 Not Found"), http(page(ENGLISH).encode(), content_type="text/html")]
    records = [record(answer, url=f"https://news.example/{n}", number=n) for n, answer in enumerate(answers, 1)]
    (tmp_path / "a.warc.gz").write_bytes(gzipped(*records)[:-30])

    [refused, *_], passed_over = read_all(tmp_path)

    assert isinstance(refused, Refusal) and "404" in refused.reason
    assert 1 == passed_over


def test_settings_that_differ_in_it_are_not_the_same():
    assert Settings(only_arabic=True) != Settings()
    assert replace(Settings(), passed_over=print) == Settings()


# --------------------------------------------------------------------------------------------------------- the commands


@pytest.fixture
def pages(tmp_path):
    """A folder with two pages in English and one in Arabic."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in {"a": ENGLISH, "b": TEXT, "c": FRENCH}.items():
        (folder / f"{name}.html").write_text(page(text), encoding="utf-8")
    return folder


def test_the_command_tells_how_many_it_passed_over(pages):
    done = CliRunner().invoke(main, ["read", str(pages), "--only-arabic", "--format", "jsonl"])
    all_of_it = CliRunner().invoke(main, ["read", str(pages), "--format", "jsonl"])

    assert (0, "riwaya: 2 pages without an Arabic letter passed over\n") == (done.exit_code, done.stderr)
    assert [line for line in all_of_it.stdout.splitlines() if WORDS in line] == done.stdout.splitlines()
    assert (3, "") == (len(all_of_it.stdout.splitlines()), all_of_it.stderr)


def test_a_store_is_not_given_what_is_passed_over(pages, tmp_path):
    store = ["--store", str(tmp_path / "store.db")]
    done = CliRunner().invoke(main, ["ingest", str(pages), "--only-arabic", "--format", "table", *store])

    assert 0 == done.exit_code
    assert "1 document kept" in done.stdout
    assert "riwaya: 2 pages without an Arabic letter passed over\n" == done.stderr
