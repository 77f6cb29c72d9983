"""The tables of places are what docs/reference/places-data.md says they are."""

import csv
import math
import re
from collections import Counter, defaultdict
from importlib.resources import files

import pytest

TABLES = ("places", "regions", "curated", "countries", "common_words")
HEADERS = {
    "places": "id kind country admin1 lat lon radius_km population source name_en names_ar",
    "regions": "id country lat lon radius_km source name_en names_ar",
    "curated": "id kind country admin1 lat lon radius_km precision source name_en names_ar",
    "countries": "code lat lon radius_km capital_place_id name_en names_ar",
    "common_words": "needs name_ar",
}
SETTLEMENT_KINDS = {"capital", "city", "town", "village"}
CURATED_KINDS = set(
    "base airport oil_field refinery power_plant crossing camp quarter dam port strait sea island region mountain "
    "road village district building prison bridge".split()
)
PRECISIONS = set("exact near locality admin2 admin1 country sea unknown".split())
ARABIC_NAME = re.compile("[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a0-9]+)*")
# South, north, west, east of the land, a little wide.
BOXES = {
    "IQ": (29.0, 37.5, 38.7, 48.9), "SY": (32.2, 37.4, 35.5, 42.5), "LB": (33.0, 34.75, 35.0, 36.7),
    "PS": (31.2, 32.6, 34.1, 35.7), "IL": (29.4, 33.4, 34.2, 35.8), "JO": (29.1, 33.5, 34.8, 39.4),
    "YE": (12.0, 19.1, 41.8, 54.6), "SD": (8.6, 22.3, 21.8, 38.7), "LY": (19.4, 33.3, 9.2, 25.3),
    "EG": (21.9, 31.8, 24.6, 37.0), "SA": (16.2, 32.3, 34.4, 55.8), "IR": (25.0, 39.8, 44.0, 63.4),
    "TR": (35.7, 42.2, 25.6, 44.9), "KW": (28.5, 30.2, 46.5, 49.6), "AE": (22.6, 26.2, 51.4, 56.5),
    "QA": (24.4, 26.3, 50.7, 51.8), "BH": (25.5, 26.4, 50.3, 50.9), "OM": (16.6, 26.5, 51.9, 59.95),
    "SS": (3.4, 12.3, 23.9, 36.0), "SO": (-1.8, 12.1, 40.9, 51.5), "AF": (29.3, 38.6, 60.4, 75.0),
}  # fmt: skip


def read_table(name):
    text = files("riwaya").joinpath("data", "places", f"{name}.tsv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def tables():
    return {name: read_table(name) for name in TABLES}


@pytest.fixture(scope="module")
def by_name(tables):
    found = defaultdict(list)
    for table in ("places", "regions", "curated"):
        for row in tables[table]:
            for name in row["names_ar"].split("|"):
                found[name].append(row)
    return found


def rows_of(tables, *names):
    return [row for name in names for row in tables[name]]


def km_between(a, b):
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, point)) for point in (a, b))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_its_columns_and_no_ragged_line(name):
    text = files("riwaya").joinpath("data", "places", f"{name}.tsv").read_text(encoding="utf-8")
    lines = text.split("\n")

    assert HEADERS[name].split() == lines[0].split("\t")
    assert "" == lines[-1]
    assert {lines[0].count("\t")} == {line.count("\t") for line in lines[:-1]}
    assert "\r" not in text


def test_ids_are_unique_over_all_tables(tables):
    ids = Counter(row["id"] for row in rows_of(tables, "places", "regions", "curated"))
    ids.update(row["code"] for row in tables["countries"])

    assert [] == [key for key, count in ids.items() if count > 1]


def test_every_division_a_place_names_exists_and_is_of_its_country(tables):
    region_country = {row["id"]: row["country"] for row in tables["regions"]}
    wrong = [
        row["id"]
        for row in rows_of(tables, "places", "curated")
        if row["admin1"] and region_country.get(row["admin1"]) != row["country"]
    ]

    assert [] == wrong


def test_countries_are_known_and_capitals_point_at_places(tables):
    codes = {row["code"] for row in tables["countries"]}
    places = {row["id"]: row for row in tables["places"]}

    assert set() == {row["country"] for row in rows_of(tables, "places", "regions", "curated")} - codes - {""}
    assert set() == {row["kind"] for row in tables["curated"] if not row["country"]} - {"sea", "strait", "region"}
    for row in tables["countries"]:
        if row["capital_place_id"]:
            capital = places[row["capital_place_id"]]
            assert (row["code"], "capital") == (capital["country"], capital["kind"])


def test_columns_hold_the_values_that_are_allowed(tables):
    assert set() == {row["kind"] for row in tables["places"]} - SETTLEMENT_KINDS
    assert set() == {row["kind"] for row in tables["curated"]} - CURATED_KINDS
    assert set() == {row["precision"] for row in tables["curated"]} - PRECISIONS
    assert {"trigger", "never"} == {row["needs"] for row in tables["common_words"]}
    for row in rows_of(tables, "places", "regions", "curated", "countries"):
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
        assert float(row["radius_km"]) >= 1
        assert row["name_en"].isascii() and row["name_en"].strip() == row["name_en"] != ""


def test_places_lie_in_their_countries(tables):
    outside = []
    for row in rows_of(tables, "places", "regions", "curated"):
        # A field or a road may lie offshore or run over a border.
        if row["country"] in BOXES and row.get("kind") not in ("oil_field", "sea", "strait", "region", "road"):
            south, north, west, east = BOXES[row["country"]]
            if not (south <= float(row["lat"]) <= north and west <= float(row["lon"]) <= east):
                outside.append(row["id"])

    assert [] == outside


def test_names_are_plain_arabic(tables):
    wrong = []
    for row in rows_of(tables, "places", "regions", "curated", "countries"):
        names = row["names_ar"].split("|")
        wrong += [(row["name_en"], name) for name in names if not ARABIC_NAME.fullmatch(name)]
        if len(names) != len(set(names)):
            wrong.append((row["name_en"], "a name is listed twice"))
    wrong += [row for row in tables["common_words"] if not ARABIC_NAME.fullmatch(row["name_ar"])]

    assert [] == wrong


def test_names_of_divisions_come_without_the_word_for_their_rank(tables):
    ranks = ("محافظة ", "ولاية ", "مديرية ", "قضاء ", "شعبية ", "إمارة ", "أوبلاست")

    assert [] == [r["id"] for r in tables["regions"] if any(n.startswith(ranks) for n in r["names_ar"].split("|"))]


def test_every_common_word_is_a_name_of_some_place(tables, by_name):
    words = [row["name_ar"] for row in tables["common_words"]]

    assert [] == [word for word in words if word not in by_name]
    assert len(words) == len(set(words))


def test_well_known_cities_never_need_a_place_word(tables):
    words = {row["name_ar"] for row in tables["common_words"]}

    assert set() == words & {
        "بغداد",
        "دمشق",
        "غزة",
        "بيروت",
        "صنعاء",
        "الخرطوم",
        "طرابلس",
        "الموصل",
        "حلب",
        "رفح",
        "الفاشر",
    }


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon", "within_km"),
    [
        ("بغداد", "IQ", 33.34, 44.40, 10), ("البوكمال", "SY", 34.45, 40.92, 5), ("صور", "LB", 33.27, 35.20, 5),
        ("خان يونس", "PS", 31.34, 34.31, 5), ("الفاشر", "SD", 13.63, 25.35, 5), ("كادقلي", "SD", 11.01, 29.72, 5),
        ("بابنوسة", "SD", 11.33, 27.81, 5), ("سديروت", "IL", 31.52, 34.60, 3), ("عسقلان", "IL", 31.67, 34.57, 5),
        ("كريات شمونة", "IL", 33.21, 35.57, 5), ("المخا", "YE", 13.32, 43.25, 5), ("حيس", "YE", 13.93, 43.48, 5),
        ("ترهونة", "LY", 32.43, 13.63, 5), ("طهران", "IR", 35.69, 51.42, 10), ("شرناق", "TR", 37.52, 42.46, 60),
        ("عيتا الشعب", "LB", 33.10, 35.33, 3), ("كفركلا", "LB", 33.28, 35.55, 5),
        ("مارون الراس", "LB", 33.10, 35.44, 3),
        ("قاعدة عين الأسد", "IQ", 33.79, 42.44, 2), ("مطار التيفور", "SY", 34.52, 37.63, 4),
        ("معبر رفح", "PS", 31.25, 34.26, 2), ("مخيم نور شمس", "PS", 32.32, 35.06, 2),
        ("الشجاعية", "PS", 31.50, 34.47, 3),
        ("ميناء رأس عيسى", "YE", 15.12, 42.67, 3), ("قاعدة الوطية", "LY", 32.47, 11.89, 3),
        ("مخيم زمزم", "SD", 13.48, 25.31, 3), ("الضاحية الجنوبية", "LB", 33.85, 35.51, 3),
    ],
)  # fmt: skip
def test_a_name_is_found_where_the_place_is(by_name, name, country, lat, lon, within_km):
    here = [r for r in by_name[name] if r["country"] == country]

    assert here
    assert min(km_between((lat, lon), (float(r["lat"]), float(r["lon"]))) for r in here) <= within_km


@pytest.mark.parametrize(
    ("name", "admin1"),
    [
        ("جنين", "جنين"), ("خان يونس", "خان يونس"), ("غزة", "غزة"), ("بيت لاهيا", "شمال غزة"),
        ("النصيرات", "دير البلح"),
        ("حوارة", "نابلس"), ("ترمسعيا", "رام الله والبيرة"), ("قفين", "طولكرم"), ("طمون", "طوباس"), ("يطا", "الخليل"),
        ("أبو ديس", "القدس"), ("الخضر", "بيت لحم"), ("عزون", "قلقيلية"), ("بديا", "سلفيت"), ("الجفتلك", "أريحا"),
    ],
)  # fmt: skip
def test_a_palestinian_place_is_filed_under_its_governorate(tables, by_name, name, admin1):
    names = {row["id"]: row["names_ar"].split("|")[0] for row in tables["regions"]}

    assert admin1 in {names.get(r.get("admin1")) for r in by_name[name] if r["country"] == "PS"}


def test_the_divisions_of_the_countries_we_read_most_are_complete(tables):
    count = Counter(row["country"] for row in tables["regions"])
    wanted = {"IQ": 19, "SY": 14, "LB": 8, "YE": 22, "SD": 18, "LY": 22, "PS": 18, "JO": 12, "EG": 27, "SA": 13}
    wanted |= {"IR": 31, "TR": 81, "IL": 6, "KW": 6, "AE": 7, "TN": 24}

    assert wanted == {code: count[code] for code in wanted}


def test_the_press_name_of_a_country_comes_first_and_its_variants_are_there(tables):
    names = {row["code"]: row["names_ar"].split("|") for row in tables["countries"]}

    assert ["الولايات المتحدة", "أمريكا", "أميركا"] == names["US"][:3]
    assert {"سوريا", "سورية"} <= set(names["SY"])
    assert {"السعودية", "المملكة العربية السعودية"} <= set(names["SA"])
    assert "إيران" == names["IR"][0]
    assert "فلسطين" == names["PS"][0]


def test_the_tables_stay_small(tables):
    sizes = [files("riwaya").joinpath("data", "places", f"{name}.tsv").read_bytes() for name in TABLES]

    assert sum(map(len, sizes)) < 1_600_000
