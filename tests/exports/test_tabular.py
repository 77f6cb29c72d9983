"""Tables of an export as a spreadsheet and a program take them."""

import csv
import io
import re
import subprocess
from shutil import which

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import export, read
from riwaya.exports.formats import FORMATS, Options
from riwaya.exports.material import Held
from riwaya.exports.tabular import Column, Table, neutral, table_named, table_names, write_csv
from riwaya.exports.target import Target


def column(name, type="string", *, required=False, tag="", values=()):
    return Column(name, type, required, False, tag, values, None, "")


PLACES = Table("places", (column("name", required=True, tag="#loc+name"), column("lat", "number", tag="#geo+lat")))


def written(tmp_path, rows, **options):
    with Target(tmp_path / "places.csv") as target:
        told = write_csv(rows, PLACES, target, Options(**options))
    return told, (tmp_path / "places.csv").read_bytes()


def test_a_table_is_written_with_its_heads_and_unknown_is_empty(tmp_path):
    told, content = written(tmp_path, [{"name": "أريحا", "lat": 35.0}, {"name": "إدلب", "lat": None}])

    assert "name,lat\nأريحا,35\nإدلب,\n" == content.decode()
    assert ("places.csv", 2, len(content)) == (told.path, told.rows, told.bytes)


def test_a_spreadsheet_gets_its_mark_its_line_ends_and_its_row_of_tags(tmp_path):
    _, content = written(tmp_path, [{"name": "أريحا", "lat": 35.8}], bom=True, crlf=True, hxl=True)

    assert "\ufeffname,lat\r\n#loc+name,#geo+lat\r\nأريحا,35.8\r\n" == content.decode()


@pytest.mark.parametrize(
    "row, said",
    [
        ({"name": "أريحا"}, "differ by lat"),
        ({"name": "أريحا", "lat": 35.8, "lon": 36.6}, "differ by lon"),
        ({"name": None, "lat": 35.8}, "places.name is needed"),
        ({"name": "أريحا", "lat": "35.8"}, "places.lat takes a number, not '35.8'"),
        ({"name": "أريحا", "lat": float("nan")}, "places.lat takes a number, not nan"),
        ({"name": "أريحا", "lat": True}, "places.lat takes a number, not True"),
    ],
)
def test_a_row_that_does_not_fit_its_columns_raises(tmp_path, row, said):
    with pytest.raises(ValueError, match=said):
        written(tmp_path, [row])

    assert [] == list(tmp_path.iterdir())


def test_a_value_that_is_none_of_those_listed_raises():
    table = Table("t", (column("state", values=("reported", "denied")),))

    with pytest.raises(ValueError, match="takes reported, denied, not 'confirmed'"):
        table.cells({"state": "confirmed"})


@pytest.mark.parametrize(
    "type, value, fits",
    [
        ("date", "2024-05-13", True),
        ("date", "13 May 2024", False),
        ("date", "2024-05-13T10:00:00Z", False),
        ("datetime", "2024-05-13T10:00:00+03:00", True),
        ("datetime", "2024-05-13T10:00:00", False),
        ("integer", 1.0, False),
        ("boolean", 1, False),
    ],
)
def test_a_column_takes_what_its_type_says(type, value, fits):
    table = Table("t", (column("c", type),))

    if fits:
        assert [value] == table.cells({"c": value})
    else:
        with pytest.raises(ValueError, match="takes a"):
            table.cells({"c": value})


@pytest.mark.parametrize(
    "text, safe",
    [
        ("قصف مدفعي", "قصف مدفعي"),
        ("=1+1", "'=1+1"),
        ("+963", "'+963"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\rقصف", "'\rقصف"),
        ('"=1+1"', '\'"=1+1"'),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("قصف;=HYPERLINK(A1);", "قصف;'=HYPERLINK(A1);"),
        ("أولا\n- ثانيا", "أولا\n'- ثانيا"),
        ("35-40", "35-40"),
        ("قال: - لا", "قال: - لا"),
        ("", ""),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_made_plain(text, safe):
    assert safe == neutral(text)


@pytest.mark.slow
@pytest.mark.skipif(not which("soffice"), reason="takes LibreOffice")
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_spreadsheet_finds_no_formula_and_in_what_was_not_made_plain_it_does(tmp_path, separator):
    hostile = ["=1+1", "+1+1", "@SUM(1)", "\t=1+1", '"=1+1"', " =1+1", "قصف;=1+1;", "قصف\n=1+1"]
    written(tmp_path, [{"name": text, "lat": -1.5} for text in hostile])
    (tmp_path / "raw.csv").write_text("name\n=1+1\nقصف;=1+1;\n", encoding="utf-8")

    formulas = {}
    for name in ("places", "raw"):
        options = f"CSV:{ord(separator)},34,76,1,,0,false,true,false,false,false,-1"
        command = ["soffice", f"-env:UserInstallation={(tmp_path / 'user').as_uri()}", "--headless", "--convert-to",
                   "fods", f"--infilter={options}", "--outdir", tmp_path, tmp_path / f"{name}.csv"]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        formulas[name] = (tmp_path / f"{name}.fods").read_text(encoding="utf-8").count("table:formula=")

    assert 0 == formulas["places"]
    assert 1 <= formulas["raw"]


def test_a_number_of_ours_below_zero_stays_a_number(tmp_path):
    _, content = written(tmp_path, [{"name": "-", "lat": -3.5}])

    assert "name,lat\n'-,-3.5\n" == content.decode()


@given(st.text(alphabet="=+-@\t\r\n;\"', aق"))
def test_no_cell_begins_as_a_formula_wherever_a_spreadsheet_parts_it(text):
    line = io.StringIO()
    csv.writer(line).writerow([neutral(text)])

    (cell,) = next(csv.reader(io.StringIO(line.getvalue()), strict=True))
    for part in cell.replace("\t", ";").replace("\r", ";").replace("\n", ";").split(";"):
        assert part.lstrip("\"' ")[:1] not in tuple("=+-@") or part.startswith("'")


def test_a_long_run_of_line_ends_takes_no_long_time():
    assert len(neutral("\n" * 400_000 + "=")) == 400_000 + 3


def test_what_is_no_text_is_replaced(tmp_path):
    _, content = written(tmp_path, [{"name": "قصف\ud83d\x00", "lat": None}])

    assert "name,lat\nقصف\ufffd\ufffd,\n" == content.decode()


@pytest.mark.parametrize("name", table_names())
def test_each_table_that_ships_is_read_and_says_what_its_columns_are(name):
    table = table_named(name)

    assert len(table.names) == len(set(table.names))
    assert [] == [column.name for column in table.columns if not column.says]


HXL = re.compile(
    r"#(event|date|country|adm1|adm2|loc|geo|affected|meta|status|description|indicator)(\+[a-z][a-z0-9_]*)*"
)


@pytest.mark.parametrize("name", table_names())
def test_each_tag_is_one_of_hxl_and_fits_its_column(name):
    tagged = [column for column in table_named(name).columns if column.tag]

    assert [] == [column.tag for column in tagged if not HXL.fullmatch(column.tag)]
    assert {"integer"} >= {column.type for column in tagged if column.tag.startswith("#affected")}
    assert {"number"} >= {column.type for column in tagged if column.tag.startswith("#geo")}


@pytest.mark.parametrize("name", ["acled", "claims-csv", "csv", "hapi", "plover", "ucdp"])
def test_an_export_is_the_same_to_the_byte_each_time(material, tmp_path, name):
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        export(material, name, tmp_path / place / ("table" + FORMATS[name].suffix))

    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert files
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize("name", ["acled", "claims-csv", "csv", "hapi", "plover", "ucdp"])
def test_nothing_makes_a_table_without_rows(tmp_path, name):
    export(Held({}, ()), name, tmp_path / ("table" + FORMATS[name].suffix))

    for file in tmp_path.rglob("*.csv"):
        assert 1 == len(file.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("name", ["acled", "claims-csv", "csv", "hapi", "plover", "ucdp"])
def test_readings_without_a_store_are_exported_too(held, material, tmp_path, name):
    for place, what in (("store", material), ("held", held)):
        (tmp_path / place).mkdir()
        export(what, name, tmp_path / place / ("table" + FORMATS[name].suffix))

    def rows(place):
        return [[{**row, "timestamp": ""} for row in read(file)] for file in sorted((tmp_path / place).rglob("*.csv"))]

    assert rows("held") == rows("store")
