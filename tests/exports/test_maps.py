"""Incidents as maps, read back by the programs that read maps: GDAL, GeoPandas, DuckDB."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from dataclasses import replace

import duckdb
import geopandas
import pytest
import shapely

from builders import make_account, make_claim, make_reading, make_source
from riwaya.exports.formats import Options, format_named
from riwaya.exports.material import of_readings
from riwaya.exports.places import located, shape_of
from riwaya.exports.shapes import Spot, area, box_of, circle
from riwaya.exports.target import Target
from riwaya.knowledge.boundaries import regions
from riwaya.records import Incident

TOWN = {
    "id": "gn:172994", "name_ar": "أريحا", "name_en": "Ariha", "kind": "town", "country": "SY", "admin1": "إدلب",
    "admin1_en": "Idlib", "lat": 35.8137, "lon": 36.6096, "radius_km": 3.0, "precision": "locality",
}  # fmt: skip
REGION = TOWN | {"id": "r:SY.12", "name_ar": "إدلب", "kind": "region", "radius_km": 42.0, "precision": "admin1"}


def told_at(place, said="المعسكر"):
    """Material of one account at a place, or at none, in some words."""
    claims = [replace(make_claim("place", place), text=said)] if place else []
    account = make_account(claims=claims)
    return of_readings([make_reading([account], [Incident("i1", "attack", ("a1",), False, 1, {})], [make_source()])])


def only(material):
    (case,) = material.cases()
    return located(case, Options())


def written(material, name, tmp_path, **options):
    format_ = format_named(name)
    path = tmp_path / f"map{format_.suffix}"
    with Target(path) as target:
        format_.write(material, target, Options(**options))
    return path


def asked_of_gdal(path):
    """What ogrinfo tells of all features of a file, where it warns of nothing."""
    if not shutil.which("ogrinfo"):
        pytest.skip("GDAL is not installed")
    done = subprocess.run(["ogrinfo", "-al", "-ro", path], capture_output=True, text=True, check=True)
    assert "" == done.stderr
    return done.stdout


# -------------------------------------------------------------------------------------------------------------- shapes


def test_a_town_is_a_point_with_the_metres_around_it_and_the_words_that_tell_it():
    told = only(told_at(TOWN))

    assert Spot((36.6096, 35.8137), 3000) == told.shape
    assert ("locality", 3000, "المعسكر") == tuple(
        told.columns[name] for name in ("geo_precision", "coordinate_uncertainty_m", "geo_literal")
    )


def test_a_region_is_its_outline():
    told = only(told_at(REGION))

    assert {"Polygon", "MultiPolygon"} & {told.shape.as_geojson()["type"]}
    assert told.columns["coordinate_uncertainty_m"] is None
    west, south, east, north = box_of(told.shape)
    assert west < 36.6 < east and south < 35.8 < north


@pytest.mark.parametrize(
    "place",
    [
        TOWN | {"precision": "country"},
        TOWN | {"precision": "sea"},
        TOWN | {"precision": "unknown"},
        TOWN | {"precision": "admin1", "radius_km": 280.0},
        TOWN | {"lat": None, "lon": None},
        TOWN | {"radius_km": None},
    ],
    ids=["a country", "a sea", "nowhere known", "a region without an outline", "no point", "nobody says how near"],
)
def test_what_is_wide_or_unknown_is_no_point(place):
    assert shape_of(place) is None


def test_a_district_without_an_outline_is_a_point_with_its_radius():
    assert Spot((36.6096, 35.8137), 20000) == shape_of(TOWN | {"precision": "admin2", "radius_km": 20.0})


def test_words_that_a_profile_took_out_are_not_told():
    assert only(told_at(TOWN, said="█████")).columns["geo_literal"] is None


def test_a_circle_is_as_wide_as_it_is_told():
    west, south, east, north = box_of(circle((36.0, 60.0), 111_195))

    assert (59.0, 61.0) == (pytest.approx(south), pytest.approx(north))
    assert (34.0, 38.0) == (pytest.approx(west), pytest.approx(east))


def test_every_outline_turns_as_it_should_and_all_but_two_are_sound():
    found = {id: shapely.from_wkb(area(polygons).as_wkb()) for id, polygons in regions().polygons.items()}

    parts = [part for outline in found.values() for part in shapely.get_parts(outline)]
    assert all(part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors) for part in parts)
    assert ["r:EG.20", "r:TR.34"] == [id for id, outline in found.items() if not outline.is_valid]


# ------------------------------------------------------------------------------------------------------------- GeoJSON


def test_gdal_reads_the_map_and_warns_of_nothing(material, tmp_path):
    told = asked_of_gdal(written(material, "geojson", tmp_path))

    assert "Feature Count: 3" in told
    assert "DESCRIPTION=These are claims found in sources, not findings." in told
    assert "geo_literal (String) = مدينة أريحا" in told


def test_geopandas_reads_the_map_and_warns_of_nothing(material, tmp_path):
    with warnings.catch_warnings(action="error"):
        table = geopandas.read_file(written(material, "geojson", tmp_path))

    assert ["denied", "denied", "disputed"] == list(table["status"])
    assert (36.6096, 35.8137) == (table.geometry[0].x, table.geometry[0].y)
    assert [3000, 20000, 2500] == list(table["coordinate_uncertainty_m"])


def test_an_incident_of_a_country_has_no_geometry_and_is_told(tmp_path):
    path = written(told_at(TOWN | {"precision": "country"}), "geojson", tmp_path)

    (feature,) = json.loads(path.read_bytes())["features"]
    assert feature["geometry"] is None
    assert "country" == feature["properties"]["geo_precision"]
    assert "Feature Count: 1" in asked_of_gdal(path)


def test_a_map_of_nothing_is_one(tmp_path):
    assert [] == json.loads(written(of_readings([]), "geojson", tmp_path).read_bytes())["features"]


def test_words_of_others_break_no_map(tmp_path):
    material = told_at(TOWN, said='</script>"\u2028\ud800')

    (feature,) = json.loads(written(material, "geojson", tmp_path).read_bytes())["features"]
    table = geopandas.read_parquet(written(material, "geoparquet", tmp_path))

    assert '</script>"\u2028\ufffd' == feature["properties"]["geo_literal"] == table["geo_literal"][0]


# ---------------------------------------------------------------------------------------------------------- GeoParquet


def test_geopandas_reads_the_table_by_a_box_too(material, tmp_path):
    path = written(material, "geoparquet", tmp_path)

    with warnings.catch_warnings(action="error"):
        table = geopandas.read_parquet(path)
        near = geopandas.read_parquet(path, bbox=(43, 35, 44, 36))

    assert "OGC:CRS84" == table.crs.to_string()
    assert ["shelling", "drone_attack", "abduction"] == list(table["type"])
    assert ["drone_attack"] == list(near["type"])


def test_duckdb_reads_the_columns_the_boxes_and_the_shapes(material, tmp_path):
    path = written(material, "geoparquet", tmp_path)

    rows = duckdb.sql(f"select type, killed_min, bbox.xmin, geometry::blob from read_parquet('{path}')").fetchall()
    ((geo,),) = duckdb.sql(f"select value from parquet_kv_metadata('{path}') where key = 'geo'::blob").fetchall()

    assert [("shelling", 5, 36.6096), ("drone_attack", 0, 43.7727), ("abduction", None, 30.3667)] == [
        row[:3] for row in rows
    ]
    assert (36.6096, 35.8137) == shapely.from_wkb(bytes(rows[0][3])).coords[0]
    described = json.loads(geo)
    assert ("1.1.0", "geometry") == (described["version"], described["primary_column"])
    assert {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": {"bbox": {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}},
        "bbox": [30.3667, 13.7, 43.7727, 35.8137],
    } == described["columns"]["geometry"]


def test_an_outline_is_the_same_as_text_and_as_binary(tmp_path):
    shape = shape_of(REGION)

    assert shapely.from_geojson(json.dumps(shape.as_geojson())).equals(shapely.from_wkb(shape.as_wkb()))


def test_a_table_without_a_shape_or_a_row_is_read(tmp_path):
    for number, material in enumerate((told_at(None), of_readings([]))):
        folder = tmp_path / str(number)
        folder.mkdir()
        table = geopandas.read_parquet(written(material, "geoparquet", folder))
        assert 1 - number == len(table)
        assert not table.geometry.notna().any()


# ----------------------------------------------------------------------------------------------------------------- KML


def test_gdal_reads_the_placemarks_and_warns_of_nothing(material, tmp_path):
    told = asked_of_gdal(written(material, "kml", tmp_path))

    assert 3 == told.count("OGRFeature(")
    assert "Name (String) = ⊘ shelling, Ariha" in told
    assert "GEOMETRYCOLLECTION (POINT (36.6096 35.8137),POLYGON ((" in told
    assert "begin (DateTime) = 2024/05/13" in told
    assert "Style = @disputed" in told


def test_placemarks_are_told_in_arabic_too(material, tmp_path):
    assert "Name (String) = ≠ اختطاف, بارا" in asked_of_gdal(written(material, "kml", tmp_path, language="ar"))


def test_words_of_others_are_no_markup_to_a_viewer_of_kml(tmp_path):
    path = written(told_at(TOWN, said="<img src=x>]]>\x00$[name]"), "kml", tmp_path)

    told = asked_of_gdal(path)

    assert "<br/>place: &lt;img src=x&gt;]]&gt;\ufffd$&#91;name]<br/>" in told
    assert "geo_literal (String) = <img src=x>]]>\ufffd$[name]" in told


def test_a_region_and_an_incident_without_a_place_are_read_from_kml(tmp_path):
    assert "POLYGON" in asked_of_gdal(written(told_at(REGION), "kml", tmp_path))
    assert "OGRFeature(" in asked_of_gdal(written(told_at(None), "kml", tmp_path))


# ----------------------------------------------------------------------------------------------------------------- all


@pytest.mark.parametrize("name", ["geojson", "geoparquet", "kml"])
def test_a_map_is_the_same_from_a_store_and_from_its_readings_and_when_it_is_written_again(
    name, material, held, tmp_path
):
    found = []
    for number, each in enumerate((material, material, held)):
        folder = tmp_path / str(number)
        folder.mkdir()
        found.append(written(each, name, folder).read_bytes())

    assert found[0] == found[1] == found[2]


def test_a_place_that_a_person_corrected_stands_on_the_map(tmp_path):
    material = told_at(TOWN)
    (case,) = material.cases()
    document, account = case.accounts[0]
    amended = {
        "document": document,
        "account": account.id.partition("/")[2],
        "field": "place",
        "values": [TOWN | {"lat": 35.9, "lon": 36.7, "radius_km": 1.0}],
    }

    told = located(replace(case, amended=(amended,)), Options())

    assert Spot((36.7, 35.9), 1000) == told.shape
    assert told.columns["geo_literal"] is None
