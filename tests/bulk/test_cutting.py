"""Files that are cut into pieces give the same documents and refusals, under the same names, as files read whole."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.bulk.archives import Archives
from riwaya.bulk.cutting import cut
from riwaya.bulk.pieces import Piece, find_documents_in
from riwaya.errors import UnreadableInput
from riwaya.inputs.archives.originals import Originals
from riwaya.inputs.blobs import Settings
from riwaya.inputs.files import read_file
from riwaya.inputs.incoming import Incoming, Refusal
from warcs import gzipped, http, record

REPORT = "سقطت قذيفة قرب السوق"


def read_whole(path: Path, settings: Settings) -> list[Incoming | Refusal]:
    return list(read_file(path, replace(settings, originals=Originals())))


def pieces_of(path: Path, records: int, settings: Settings = Settings()) -> list[Piece]:  # noqa: B008
    return list(cut(path, settings, records, Archives()))


def read_cut(path: Path, records: int, settings: Settings = Settings()) -> list[Incoming | Refusal]:  # noqa: B008
    return [found for piece in pieces_of(path, records, settings) for found in find_documents_in(piece, settings)]


def assert_same(path: Path, *, cut: str, settings: Settings = Settings()) -> None:  # noqa: B008
    """Holds a file cut into pieces of one, three and ten documents against the file read whole."""
    whole = read_whole(path, settings)
    assert whole
    for records in (1, 3, 10):
        pieces = pieces_of(path, records, settings)
        assert {cut} == {piece.cut for piece in pieces}
        assert whole == read_cut(path, records, settings)


# --------------------------------------------------------------------------------------------------------------- lines


def lines_of(count: int) -> str:
    return "".join(
        json.dumps({"text": f"{REPORT} {n}.", "id": str(n)}, ensure_ascii=False) + "\n" for n in range(count)
    )


@pytest.mark.parametrize(
    ("before", "between", "behind"),
    [
        ("", "", ""),
        ("\ufeff", "", ""),
        ("\n\n", "", ""),
        ("", "\n \n\t\n", "\n\n"),
        ("", '{"text": 3}\n{"no": "text"}\nbroken\n[]\n', "broken without an end"),
        ("", '{"records": [{"text": "' + REPORT + '"}, {"text": "' + REPORT + ' ثانية"}]}\n', ""),
    ],
)
def test_json_lines_are_cut_at_the_ends_of_lines(tmp_path, before, between, behind):
    path = tmp_path / "reports.jsonl"
    path.write_text(f"{before}{lines_of(4)}{between}{lines_of(5)}{behind}", newline="")

    assert_same(path, cut="lines")


def test_lines_may_end_as_in_windows(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text(lines_of(7).replace("\n", "\r\n"), newline="")

    assert_same(path, cut="lines")


def test_a_line_that_is_too_long_is_refused_by_its_number(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text(lines_of(3) + json.dumps({"text": "س" * 6_000_000}, ensure_ascii=False) + "\n" + lines_of(2))

    assert_same(path, cut="lines")


def test_what_is_in_utf_16_or_a_list_is_not_cut(tmp_path):
    for name, data in (
        ("a.jsonl", lines_of(5).encode("utf-16")),
        ("b.json", b'[{"text": "a b"}]'),
        ("c.json", b"{\n}"),
    ):
        (tmp_path / name).write_bytes(data)
        assert ["whole"] == [piece.cut for piece in pieces_of(tmp_path / name, 1)]
        assert read_whole(tmp_path / name, Settings()) == read_cut(tmp_path / name, 1)


# -------------------------------------------------------------------------------------------------------------- tables


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_tables_are_cut_at_the_ends_of_rows(tmp_path, encoding, ending):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=ending)
    writer.writerow(["id", "text", "url"])
    for number in range(12):
        writer.writerow([number, f'{REPORT}\n"و{number}"\r\n،\rثم', f"https://a.example/{number}"])
        if number % 4 == 0:
            writer.writerow([])
            writer.writerow(["", " ", ""])
        if number % 5 == 0:
            writer.writerow([number, REPORT, "u", "too", "many"])
    path = tmp_path / "reports.csv"
    path.write_bytes(out.getvalue().encode(encoding))

    assert_same(path, cut="table")


def test_a_table_without_names_is_cut_from_its_first_row_on(tmp_path):
    path = tmp_path / "reports.csv"
    path.write_text("\ufeff" + "".join(f"{n};{REPORT} {n}\n" for n in range(9)))

    assert_same(path, cut="table", settings=Settings(columns=(("1", "id"), ("2", "text"))))


@pytest.mark.parametrize("fault", ['"' + "xxx\n" * 1_300_000, "x" * 6_000_000])
def test_behind_a_quotation_mark_or_a_line_without_an_end_a_table_ends_as_it_does_read_whole(tmp_path, fault):
    path = tmp_path / "reports.csv"
    rows = [f"{REPORT} {n},u\n" for n in range(5)]
    path.write_text(f"text,url\n{''.join(rows)}{fault}")

    assert_same(path, cut="table")


def test_a_table_in_utf_16_is_not_cut(tmp_path):
    path = tmp_path / "reports.csv"
    path.write_bytes(f"text,url\n{REPORT},u\n{REPORT},v\n".encode("utf-16"))

    assert_same(path, cut="whole")


CELLS = st.text(st.sampled_from('اب ,"\n\r;'), max_size=6)


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=12), data=st.data())
def test_any_table_gives_cut_what_it_gives_whole(tmp_path_factory, rows, data):
    path = tmp_path_factory.mktemp("table") / "reports.csv"
    out = io.StringIO(newline="")
    ending = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    csv.writer(out, lineterminator=ending).writerows([["text", "id"], *rows])
    text = out.getvalue()
    if data.draw(st.booleans()):  # as nobody writes tables who knows them
        text = text.replace('"', data.draw(st.sampled_from(["", '"', '""'])), 3)
    path.write_text(text, newline="")

    whole = read_whole(path, Settings())
    for records in (1, 2, 5):
        assert whole == read_cut(path, records)


# ------------------------------------------------------------------------------------------------------------- Parquet


@pytest.mark.parametrize("group", [1, 2, 5, 100])
def test_parquet_is_cut_at_groups_of_rows_and_within_them(tmp_path, group):
    path = tmp_path / "reports.parquet"
    table = pyarrow.table({"text": [f"{REPORT} {n}." for n in range(23)], "id": [str(n) for n in range(23)]})
    pyarrow.parquet.write_table(table, path, row_group_size=group)

    assert_same(path, cut="parquet")


def test_parquet_without_a_column_that_is_known_is_refused_once(tmp_path):
    path = tmp_path / "reports.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"xyz": [REPORT] * 9}), path, row_group_size=2)

    assert_same(path, cut="whole")


def test_parquet_that_is_damaged_is_refused(tmp_path):
    path = tmp_path / "reports.parquet"
    path.write_bytes(b"PAR1 and no more")

    assert_same(path, cut="whole")


# -------------------------------------------------------------------------------------------------------- other files


def test_a_web_archive_is_read_whole(tmp_path):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(gzipped(*(record(http(f"{REPORT} {n}.".encode()), number=n) for n in range(4))))

    assert_same(path, cut="whole")


def test_an_empty_file_gives_what_it_gives_whole(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_bytes(b"")

    assert_same(path, cut="whole")


# ------------------------------------------------------------------------------------------------------------- changes


@pytest.mark.parametrize("change", [lambda text: text[:-2] + "x\n", lambda text: text + " ", lambda text: ""])
def test_a_file_that_was_changed_since_is_not_read(tmp_path, change):
    path = tmp_path / "reports.jsonl"
    path.write_text(lines_of(4))
    *_, last = pieces_of(path, 2)
    path.write_text(change(lines_of(4)))

    with pytest.raises(UnreadableInput, match="it was changed since the run began"):
        list(find_documents_in(last, Settings()))


def test_a_file_that_was_taken_away_since_is_told(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text(lines_of(4))
    [piece] = pieces_of(path, 10)
    path.unlink()

    with pytest.raises(UnreadableInput, match="it was there when the run began"):
        list(find_documents_in(piece, Settings()))


def test_the_same_file_is_always_cut_in_the_same_way(tmp_path):
    path = tmp_path / "reports.jsonl"
    path.write_text(lines_of(40))

    pieces = pieces_of(path, 7)
    assert pieces == pieces_of(path, 7)
    assert [7, 7, 7, 7, 7, 5] == [piece.records for piece in pieces]
    assert [0, 7, 14, 21, 28, 35] == [piece.before for piece in pieces]
    assert [piece.end for piece in pieces[:-1]] == [piece.start for piece in pieces[1:]]
