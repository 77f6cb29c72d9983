"""Chats of WhatsApp: what a file beside its expectation does not show."""

import io
import zipfile

import pytest

from riwaya.inputs.blobs import Settings, blob_of, open_blob
from riwaya.inputs.formats import find_format, read_blob
from riwaya.inputs.incoming import Incoming
from riwaya.inputs.posts.whatsapp import MOST_MESSAGE, words_of
from riwaya.records import Pointer

SHELLING = "سقطت قذيفة على أطراف البلدة."


class OneWay(io.BytesIO):
    """Bytes in which one cannot go back, as those on standard input."""

    def seekable(self):
        return False

    def seek(self, *where):
        raise OSError("cannot go back")


def read_chat(*lines, stream=io.BytesIO):
    """What comes out of the lines of a chat."""
    return list(read_blob(blob_of("chat.txt", stream("\n".join(lines).encode())), Settings()))


def read_file(path):
    """The one document of a file."""
    blob = open_blob(path)
    with blob.stream:
        [document] = read_blob(blob, Settings())
    return document


def days_of(*lines, **options):
    """The days of the messages in the lines of a chat."""
    return [document.published[:10] for document in read_chat(*lines, **options)]


@pytest.mark.parametrize("stream", [io.BytesIO, OneWay])
def test_the_order_of_days_is_told_by_a_message_far_behind(stream):
    first = f"03/04/24, 09:30 - هند: {SHELLING}"
    many = (f"03/04/24, 09:31 - هند: {SHELLING} {number}" for number in range(3_000))

    assert "2024-03-04" == days_of(first, *many, f"04/13/24, 10:00 - هند: {SHELLING}", stream=stream)[0]
    assert "2024-04-03" == days_of(first, *many, f"13/04/24, 10:00 - هند: {SHELLING}", stream=stream)[0]


def test_what_whatsapp_says_itself_tells_the_order_of_days_too():
    assert ["2024-03-04"] == days_of(f"03/04/24, 09:30 - هند: {SHELLING}", "04/13/24, 10:00 - غادرت هند")


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("05/06/24, 09:30", "01/07/24, 09:30"), "2024-06-05"),
        (("05/06/24, 09:30", "06/01/24, 09:30"), "2024-05-06"),
        (("05/06/24, 09:30", "04/05/24, 09:30"), "2024-06-05"),
        (("13/06/24, 09:30", "06/14/24, 09:30", "03/04/24, 09:30"), "2024-06-13"),
    ],
    ids=["by day", "by month", "both run backward", "both have numbers above twelve"],
)
def test_an_order_in_which_days_run_backward_is_not_the_one(lines, day):
    documents = read_chat(*(f"{line} - هند: {SHELLING}" for line in lines))

    assert day == documents[0].published[:10]
    assert {"T05"} >= {issue.code for document in documents for issue in document.issues}


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        ("9:30 ص", "09:30"),
        ("٩:٣٠ م", "21:30"),
        ("12:05 ص", "00:05"),
        ("12:05 م", "12:05"),
        ("9:30\u202fPM", "21:30"),
        ("9:30 p.\u00a0m.", "21:30"),
        ("12:05 am", "00:05"),
        ("۱۸:۲۰", "18:20"),
        ("18.20", "18:20"),
        ("18:20:05", "18:20:05"),
    ],
)
def test_hours_of_twelve_and_of_twenty_four_are_read_in_any_digits(clock, told):
    [document] = read_chat(f"15/1/2024، {clock} - هند: {SHELLING}")

    assert f"2024-01-15T{told}" == document.published


@pytest.mark.parametrize(
    "opening",
    [
        "[15/01/2024, 9:30:12 ص] ",
        "\u200e[15/01/2024, 9:30:12\u202fص] \u200f",
        "\u200f[١٥\u200f/٠١\u200f/٢٠٢٤، ٩:٣٠:١٢ ص] ",
        "[15.01.24, 09:30:12] ",
        "15/01/2024 09:30:12: ",
        "15/01/2024, 09:30:12 – ",
        "2024-01-15, 09:30:12 - ",
    ],
)
def test_brackets_and_dashes_open_messages_with_marks_that_nobody_sees(opening):
    [document] = read_chat(f"{opening}هند: {SHELLING}")

    assert ("2024-01-15T09:30:12", "هند", SHELLING) == (
        document.published,
        document.provenance.author,
        document.text,
    )


@pytest.mark.parametrize(
    "line",
    [
        "16/01/2024 10:00 - حلب: هدوء حذر",
        "[16/01/2024, 10:00] حلب: هدوء حذر",
        "16.01.2024, 10:00 - حلب: هدوء حذر",
        "16/01/2024، 10:00 - حلب: هدوء حذر",
        "16/01/2024, 10:00 حلب: هدوء حذر",
    ],
)
def test_a_bulletin_with_days_of_its_own_is_one_message(line):
    [document] = read_chat(f"15/01/2024, 09:30 - هند: {SHELLING}", line)

    assert f"{SHELLING}\n{line}" == document.text


@pytest.mark.parametrize(
    "line",
    [
        "الرسائل والمكالمات مشفرة تماما بين الطرفين: لا أحد يستطيع قراءتها.",
        'أنشأت هند المجموعة "أخبار: الضيعة"',
        "أضافت هند +963 900 000 001",
        "Messages and calls are end-to-end encrypted.",
        "Hind changed the group name from “a: b” to “c”",
    ],
)
def test_what_whatsapp_says_itself_is_no_message(line):
    [document] = read_chat(f"15/01/2024, 09:29 - هند: {SHELLING}", f"15/01/2024, 09:30 - {line}", "البقية: لا أحد")

    assert SHELLING == document.text


def test_a_contact_says_on_an_iphone_what_whatsapp_does_not():
    notice = "[15/01/2024, 9:30:12] هند: \u200eMessages and calls are end-to-end encrypted."
    marked = "[15/01/2024, 9:31:12] هند: \u200fقصف على البلدة قبل قليل"
    of_chat = "[15/01/2024, 9:32:12] هند: \u200eأضاف المصدر بندا"
    by_other = "[15/01/2024, 9:33:12] رنا: \u200eأضاف المصدر بندا"

    assert ["\u200fقصف على البلدة قبل قليل", "\u200eأضاف المصدر بندا"] == [
        document.text for document in read_chat(notice, marked, of_chat, by_other)
    ]


@pytest.mark.parametrize(
    "sender", ["+963 900 000 001", "\u202a+963\u00a0900\u00a0000\u00a0001\u202c", "~ +٩٦٣٩٠٠٠٠٠٠٠١"]
)
def test_a_telephone_number_is_kept_nowhere_and_its_message_is_of_somebody_unnamed(sender):
    [document] = read_chat(f"15/01/2024, 09:30 - {sender}: {SHELLING}", "الحصيلة: جريح")

    assert (None, None) == (document.provenance.author, document.segments[0].author)
    assert f"15/01/2024, 09:30 - {SHELLING}\nالحصيلة: جريح" == document.raw.decode()


def test_a_message_is_kept_in_the_bytes_that_it_came_in():
    lines = (f"\u200f[15/01/2024, 9:30:12 ص] هند: {SHELLING} \u200e<تم تعديل هذه الرسالة>", "", "انتهى")

    [document] = read_chat(*lines)

    assert "\n".join(lines) == document.raw.decode()


@pytest.mark.parametrize(
    ("lines", "words", "files"),
    [
        (["\u200eimage omitted"], "", ()),
        (["<Media omitted>"], "", ()),
        (["\u200e<تم استبعاد الوسائط>"], "", ()),
        (["تم حذف هذه الرسالة"], "", ()),
        (["\u200e<مرفق: 0001-PHOTO.jpg>", SHELLING], SHELLING, (Pointer("picture", "0001-PHOTO.jpg"),)),
        (
            ["IMG-20240115-WA0001.jpg (الملف مرفق)", SHELLING],
            SHELLING,
            (Pointer("picture", "IMG-20240115-WA0001.jpg"),),
        ),
        (["PTT-20240115-WA0002.opus (file attached)"], "", (Pointer("audio", "PTT-20240115-WA0002.opus"),)),
        (["\u200eبيان.pdf (file attached)"], "", (Pointer("file", "بيان.pdf"),)),
        (["بيان.pdf • \u200e2 pages \u200edocument omitted"], "", ()),
        ([f"{SHELLING} \u200eimage omitted"], SHELLING, ()),
        ([f"{SHELLING} \u200e<تم تعديل هذه الرسالة>"], SHELLING, ()),
        (["<عاجل: قصف>", SHELLING], f"<عاجل: قصف>\n{SHELLING}", ()),
        ([f"قالت القناة: تم حذف هذه الرسالة. {SHELLING}"], f"قالت القناة: تم حذف هذه الرسالة. {SHELLING}", ()),
    ],
)
def test_what_whatsapp_says_in_the_place_of_words_is_none_of_the_message(lines, words, files):
    found = words_of(lines)

    assert (words, files) == (found.text, found.pointers)


@pytest.mark.parametrize(
    ("name", "publisher"),
    [
        ("WhatsApp Chat with شبكة الجسر.txt", "شبكة الجسر"),
        ("دردشة واتساب مع شبكة الجسر.txt", "شبكة الجسر"),
        ("الجسر.txt", "الجسر"),
        ("_chat.txt", None),
    ],
)
def test_a_chat_is_called_as_its_file_is(tmp_path, name, publisher):
    path = tmp_path / name
    path.write_text(f"15/01/2024, 09:30 - هند: {SHELLING}", encoding="utf-8")

    document = read_file(path)

    assert (publisher, publisher) == (document.publisher, document.provenance.post.channel)


def test_a_chat_in_an_archive_is_called_as_the_archive_is(tmp_path):
    path = tmp_path / "WhatsApp Chat - شبكة الجسر.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", f"15/01/2024, 09:30 - هند: {SHELLING}")

    document = read_file(path)

    assert "شبكة الجسر" == document.publisher


def test_a_chat_whose_beginning_is_not_exported_is_known_by_its_file(tmp_path):
    path = tmp_path / "WhatsApp Chat - لجنة الإسعاف.txt"
    added = "[15/01/2024, 9:29:00] لجنة الإسعاف: \u200fأضاف سالم هند"
    path.write_text(f"{added}\n[15/01/2024, 9:30:00] هند: {SHELLING}", encoding="utf-8")

    assert SHELLING == read_file(path).text


def test_a_message_that_is_too_long_is_refused_and_the_next_one_read():
    lines = [f"15/01/2024, 09:30 - هند: {SHELLING}", *["سطر" * 1000] * (MOST_MESSAGE // 2500)]

    refusal, document = read_chat(*lines, f"15/01/2024, 09:31 - هند: {SHELLING}")

    assert ("chat.txt:1: a message of more than 5 MB", SHELLING) == (str(refusal), document.text)


@pytest.mark.parametrize(
    "line",
    [
        "15/01/2024 09:30 قصف: الحصيلة: جريحان",
        "15/01/2024, 09:30 هند: نص: نص",
        "في 15/01/2024, 09:30 - هند: نص",
        "[15/01/2024] هند: نص",
    ],
)
def test_a_text_that_only_begins_with_a_day_is_no_chat(line):
    assert "text" == find_format(blob_of("report.txt", io.BytesIO(line.encode()))).name


def test_a_day_that_is_none_is_no_moment():
    [document] = read_chat(f"31/02/2024, 09:30 - هند: {SHELLING}")

    assert isinstance(document, Incoming)
    assert (None, None) == (document.published, document.provenance.published)
