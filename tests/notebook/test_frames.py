"""Frames for notebooks: the rows of our tables, with types, from readings, material and stores alike."""

import sys
from datetime import date

import pytest

import riwaya
from riwaya.errors import UsageError
from riwaya.exports.material import of_readings
from riwaya.exports.tabular import table_named
from riwaya.notebook.frames import TABLES
from riwaya.store import open_store
from riwaya.store.handing_out import Kept

pandas = pytest.importorskip("pandas")


@pytest.mark.parametrize("table", TABLES)
def test_a_frame_has_the_columns_and_the_types_of_its_table(demo, table):
    frame = riwaya.to_pandas(demo, table)
    kinds = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "datetime64[s]"}

    assert {column.name: kinds[column.type] for column in table_named(table).columns} == {
        name: str(kind).replace("str", "string").replace("stringing", "string") for name, kind in frame.dtypes.items()
    }


def test_a_path_a_store_and_its_material_give_one_frame(demo):
    with open_store(demo, make=False) as store:
        frames = [riwaya.to_pandas(given, "claims") for given in (demo, str(demo), store, Kept(store))]

    assert all(frame.equals(frames[0]) for frame in frames)


def test_readings_one_and_several_and_their_material_give_frames(demo_readings):
    assert riwaya.to_pandas(demo_readings).equals(riwaya.to_pandas(of_readings(demo_readings)))
    assert list(riwaya.to_pandas(demo_readings[0], "documents")["document_id"]) == [demo_readings[0].document.id]


def test_what_nobody_tells_is_missing_and_a_day_is_a_day(demo):
    shelling = riwaya.to_pandas(demo).set_index("type").loc["shelling"]

    assert (4, 8) != (shelling["killed_min"], shelling["killed_max"])  # four was told anew since
    assert (5, 8) == (shelling["killed_min"], shelling["killed_max"])
    assert pandas.isna(shelling["detained_min"])
    assert date(2024, 5, 13) == shelling["happened_earliest"].date()


def test_polars_holds_the_same(demo):
    pytest.importorskip("polars")
    for table in TABLES:
        ours = riwaya.to_polars(demo, table)
        theirs = riwaya.to_pandas(demo, table)

        assert ours.columns == list(theirs.columns)
        assert [[plain(cell) for cell in row] for row in ours.rows()] == [
            [plain(cell) for cell in row] for row in theirs.itertuples(index=False)
        ]


def plain(cell):
    """A cell without the type that a library gives it."""
    if cell is None or cell is pandas.NA or cell is pandas.NaT:
        return None
    return cell.date() if isinstance(cell, pandas.Timestamp) else cell


def test_places_have_shapes_as_narrow_as_they_are_told(demo):
    pytest.importorskip("geopandas")
    frame = riwaya.to_geopandas(demo).set_index("type")

    assert frame.crs == "EPSG:4326"
    assert "Point" == frame.loc["shelling"].geometry.geom_type
    assert (36.6096, 35.8137) == (frame.loc["shelling"].geometry.x, frame.loc["shelling"].geometry.y)
    assert frame.loc["shelling", "coordinate_uncertainty_m"] == 3000


@pytest.mark.parametrize("given", [7, [7], ["text", "text"]])
def test_what_is_no_reading_is_refused(given):
    with pytest.raises(UsageError, match="frames are made of readings, material or a store, not of"):
        riwaya.to_pandas(given)


def test_a_table_that_there_is_not_is_refused_with_those_that_there_are(demo):
    with pytest.raises(UsageError, match="incidents, accounts, claims, documents, sources"):
        riwaya.to_pandas(demo, "verdicts")


@pytest.mark.parametrize(
    ("library", "make", "what"),
    [
        ("pandas", riwaya.to_pandas, r"pip install riwaya\[notebook\]"),
        ("polars", riwaya.to_polars, "pip install polars"),
        ("geopandas", riwaya.to_geopandas, "pip install geopandas"),
    ],
)
def test_where_a_library_is_missing_the_error_says_what_installs_it(demo, monkeypatch, library, make, what):
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(UsageError, match=what):
        make(demo)
