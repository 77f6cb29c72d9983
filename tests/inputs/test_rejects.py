"""What is refused lands in a file that, mended, reads to what would have been read had it not been broken."""

import csv
import io
import json

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riwaya.inputs.blobs import Settings, blob_of
from riwaya.inputs.formats import find_format, read_blob
from riwaya.inputs.incoming import Incoming, Refusal
from riwaya.inputs.rejects import Rejects

REPORT = "سقطت قذيفة قرب السوق."
WORDS = st.text(st.characters(categories=["L", "Nd", "Zs", "P"]), min_size=1, max_size=20).filter(str.strip)
DATES = ["2024-01-15", "15 كانون الثاني 2024", "2024-01-16T14:30:00", ""]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "النص": WORDS | st.just(""),
            "المصدر": WORDS,
            "الرابط": st.just("https://a.example/1"),
            "التاريخ": st.sampled_from(DATES),
            "ملاحظة": WORDS,
        }
    ),
    min_size=1,
    max_size=6,
)


def read(data: bytes, **asked):
    return list(read_blob(blob_of("in", io.BytesIO(data)), Settings(**asked)))


def essence(found):
    """The documents without where they stood and the bytes that they came in."""
    keys = ("text", "id", "url", "publisher", "title", "published", "segments", "provenance", "issues")
    return [[getattr(each, key) for key in keys] for each in found if isinstance(each, Incoming)]


def written(refusals, path):
    """The file of what was refused."""
    path.unlink(missing_ok=True)
    rejects = Rejects(path)
    for each in refusals:
        rejects.add(each)
    rejects.close()
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def as_csv(rows):
    file = io.StringIO(newline="")
    table = csv.DictWriter(file, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return file.getvalue().encode()


def as_json(value):
    return json.dumps(value, ensure_ascii=False)


def as_lines(rows):
    return "".join(as_json(row) + "\n" for row in rows).encode()


def as_list(rows):
    return as_json(rows).encode()


def as_workbook(rows):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(rows[0]))
    for row in rows:
        cells = [f"'{cell}" if cell.startswith("=") else cell or None for cell in (row[name] for name in rows[0])]
        sheet.append([45306 if cell == "2024-01-15" else cell for cell in cells])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("write", [as_csv, as_lines, as_list, as_workbook])
@given(rows=ROWS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_that_had_no_words_read_as_if_they_had_had_them(write, rows, tmp_path):
    refused = [each for each in read(write(rows)) if isinstance(each, Refusal)]
    lines = written(refused, tmp_path / "rejects.jsonl") if refused else []
    for line in lines:
        line["record"]["النص"] = REPORT
    whole = read(write([{**row, "النص": row["النص"] or REPORT} for row in rows]))

    assert len(refused) == sum(not row["النص"] for row in rows)
    again = essence(read(as_lines(lines))) if lines else []
    assert again == [each for each in essence(whole) if each[0] == REPORT][: len(again)]
    assert len(again) == len(refused)


MESSAGE = {"id": 7, "type": "message", "date": "2024-01-15T09:30:00", "text": REPORT, "from": "قناة", "author": "رنا"}
CHAT = {"name": "قناة الوادي", "type": "public_channel", "id": 99}
TELETHON = {"_": "Message", "id": 7, "peer_id": {"channel_id": 99}, "message": REPORT, "date": "2024-01-15T09:30:00Z",
            "fwd_from": {"from_name": "رنا"}}  # fmt: skip
POST = {"id": "1746800000000000000", "text": REPORT, "author_id": "5", "edit_history_tweet_ids": ["1"]}
USERS = {"users": [{"id": "5", "name": "قناة", "username": "wadi"}]}
SCRAPED = {"id": 1746800000000000000, "rawContent": REPORT, "user": {"username": "wadi", "displayname": "قناة"}}
RELIEFWEB = "https://api.reliefweb.int/v2/reports"
SITUATION = {"id": "4", "fields": {"body": REPORT, "source": [{"name": "منظمة"}], "url": "https://a.example"}}
ARCHIVED = {"tweet": {"id_str": "1746800000000000000", "full_text": REPORT}}


RECORDS = {
    "telegram": (lambda one: {**CHAT, "messages": [one]}, MESSAGE, {**MESSAGE, "text": 7}),
    "telethon": (lambda one: one, TELETHON, {**TELETHON, "message": 7}),
    "x": (lambda one: {"data": [one], "includes": USERS}, POST, {**POST, "text": 7}),
    "scraped": (lambda one: one, SCRAPED, {**SCRAPED, "id": None}),
    "archive": (lambda one: [one], ARCHIVED, {"tweet": {"id_str": "1746800000000000000"}}),
    "reliefweb": (lambda one: {"href": RELIEFWEB, "data": [one]}, SITUATION, {"id": "4", "fields": {}}),
    "answer": (lambda one: {"results": [one, {"body": REPORT}]}, {"body": REPORT, "id": 4}, {"body": None, "id": 4}),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_reads_by_its_own_format_when_it_is_mended(name, tmp_path):
    around, whole, broken = RECORDS[name]

    def as_file(one):
        head = "window.YTD.tweets.part0 = " if name == "archive" else ""
        return (head + as_json(around(one))).encode()

    [refused] = [each for each in read(as_file(broken)) if isinstance(each, Refusal)]
    [line] = written([refused], tmp_path / "rejects.jsonl")
    mended = json.loads(as_json(line).replace(as_json(broken)[1:-1], as_json(whole)[1:-1]))

    assert mended != line
    assert find_format(blob_of("in", io.BytesIO(as_lines([mended])))).name == "rejects"
    assert essence(read(as_lines([mended]))) == essence(read(as_file(whole)))[:1] != []


def test_a_line_that_was_no_json_is_kept_as_it_was_written(tmp_path):
    refused, _ = read(f'{{"text": "{REPORT}" "id": "7"}}\n{{"text": "{REPORT}"}}\n'.encode())
    [line] = written([refused], tmp_path / "rejects.jsonl")
    assert ("in:1", f'{{"text": "{REPORT}" "id": "7"}}') == (line["where"], line["record"])

    for mended in (line["record"].replace('" "', '", "'), {"text": REPORT, "id": "7"}):
        [again] = read(as_lines([{**line, "record": mended}]))
        assert (REPORT, "7", "in:1 (in:1)") == (again.text, again.id, again.name)
    [still] = read(as_lines([line]))
    assert still.reason.startswith("not JSON")


def test_what_is_no_record_of_a_format_that_is_known_is_told(tmp_path):
    lines = [
        {"where": "a:1", "format": "none", "reason": "x", "record": {"text": REPORT}},
        {"where": "a:2", "format": "json", "reason": "x", "record": 7},
        {"where": "a:3", "reason": "x", "record": {"text": REPORT}},
        {"where": "a:4", "reason": "x", "record": {"text": REPORT}, "more": 1},
        {"text": REPORT},
    ]
    found = read(as_lines(lines))

    assert [REPORT] == [each.text for each in found if isinstance(each, Incoming)]
    assert ["in:1 (a:1)", "in:2 (a:2)", "in:4", "in:5"] == [e.name for e in found if isinstance(e, Refusal)]


def test_a_record_of_a_format_that_needs_a_file_is_a_record_of_json(tmp_path):
    for form in ("table", "workbook", "parquet", "feed"):
        [document] = read(as_lines([{"where": "a", "format": form, "reason": "x", "record": {"النص": REPORT}}]))
        assert REPORT == document.text


def test_settings_hold_for_what_was_mended():
    line = {"where": "a", "format": "table", "reason": "x", "record": {"1": "2024-01-15T09:00", "2": REPORT}}
    [document] = read(as_lines([line]), columns=(("1", "published"), ("2", "text")), zone="Asia/Baghdad")

    assert (REPORT, "2024-01-15T09:00+03:00") == (document.text, document.published)
