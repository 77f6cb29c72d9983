"""Makes the files of this folder that are no text: `python tests/inputs/tables/make_files.py`."""

from datetime import UTC, datetime, time
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent


def make_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "بلاغات"
    sheet.sheet_view.rightToLeft = True
    sheet.append(["بلاغات شهر كانون الثاني"])
    sheet.merge_cells("A1:E1")
    sheet.append([])
    sheet.append(["الرقم", "التاريخ", "النص", "المصدر", "ملاحظة"])
    sheet.append([1, 45306, "سقطت قذيفة على السوق القديم.", "الدفاع المدني", None])
    sheet.append([2, datetime(2024, 1, 16, 14, 30), "انتشال جثتين من تحت الأنقاض.", "الدفاع المدني", None])
    sheet.append([3, datetime(2024, 1, 17), None, "الدفاع المدني", "بلا نص"])
    other = book.create_sheet("حساب")
    other.append([1, 2])
    other.append(["=A1+B1", 3])
    book.save(HERE / "reports.xlsx")


def make_log() -> None:
    """A log as teams keep it: a title, merged cells, two sheets with reports, day and hour apart, links, blanks."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "الشمال"
    sheet.append(["سجل البلاغات"])
    sheet.merge_cells("A1:F1")
    sheet.append(["التاريخ", "الساعة", "الخبر", "المصدر", "رابط الخبر", None, "التاريخ"])
    sheet.append([datetime(2024, 1, 15), time(6, 10), "غارة على مخزن خارج البلدة.", "راصد", "رابط", None, "غدا"])
    sheet["E3"].hyperlink = "https://a.example/1"
    sheet.append([2024, None, "قصف متقطع طوال الليل.", "راصد", None, "بلا عنوان للعمود", None])
    for _ in range(3):
        sheet.append([])
    sheet.append([45307.5, None, "انفجار في مستودع.", "راصد", None, None, None])
    other = book.create_sheet("الجنوب")
    other.append(["المحتوى", "تاريخ النشر"])
    other.append(["هدوء حذر.", "16/1/2024"])
    hidden = book.create_sheet("قوائم")
    hidden.sheet_state = "hidden"
    hidden.append(["راصد", "مراسل"])
    book.save(HERE / "log.xlsx")


def make_parquet() -> None:
    table = pa.table(
        {
            "url": ["https://a.example/1", "https://a.example/2"],
            "body": ["قصف على محيط المطار فجرا.", None],
            "published_at": pa.array([datetime(2024, 1, 15, 3, 0, tzinfo=UTC), None], pa.timestamp("s", "UTC")),
            "embedding": [[0.1], [0.2]],
        }
    )
    pq.write_table(table, HERE / "crawl.parquet")


def make_legacy() -> None:
    rows = (
        "id;date;source;message",
        '7;2024-01-15T09:30:00+03:00;مرصد الوادي;"قال ""شاهد"" إن الغارة أصابت مخزنا؛ ولا ضحايا"',
        "8;15/01/2024;مرصد الوادي;هدوء في البلدة",
    )
    (HERE / "legacy.csv").write_bytes("".join(f"{row}\r\n" for row in rows).encode("cp1256"))
    rows = (
        "الرابط\tالنص\tالتاريخ",
        "https://a.example/1\tانفجار عبوة قرب الجسر\t2024-01-15",
        "",
        "\thttps://a.example/2\t",
    )
    (HERE / "wide.tsv").write_bytes("".join(f"{row}\n" for row in rows).encode("utf-16"))


if __name__ == "__main__":
    make_workbook()
    make_log()
    make_parquet()
    make_legacy()
