"""The map shows where and when as exactly as it is told, and as it was known at a day."""

import re

import pytest
from fastapi.testclient import TestClient

from maps import fill
from riwaya.store import open_store
from riwaya.web.app import make_app
from riwaya.web.settings import Settings
from riwaya.web.views import basemap


@pytest.fixture(scope="module")
def mapped(tmp_path_factory):
    """A store with these reports, brought together."""
    with open_store(tmp_path_factory.mktemp("map") / "store.db") as store:
        fill(store)
        yield store


@pytest.fixture(scope="module")
def map_desk(mapped):
    with TestClient(make_app(mapped, Settings()), base_url="http://127.0.0.1:8321") as client:
        yield client


def shapes_of(desk, query=""):
    """What the map shows, by kind."""
    answer = desk.get(f"/en/map/incidents?{query}")
    assert 200 == answer.status_code, answer.text
    return {feature["properties"]["kind"]: feature["properties"] for feature in answer.json()["features"]}


def listed(desk, query=""):
    """The types of the incidents in the list, and how many are in the drawer."""
    page = desk.get(f"/en/map?part=beside&{query}").text
    beside, _, drawer = page.partition("map-drawer")
    return sorted(re.findall(r"Reports: ([\w -]+)", beside)), drawer.count('class="map-row ')


def test_a_place_is_drawn_as_exactly_as_it_is_told(map_desk):
    shapes = shapes_of(map_desk)

    assert {"point", "circle", "area"} == set(shapes)
    assert ("r:SY.06", "asserted") == (shapes["area"]["boundary"], shapes["area"]["look"])
    assert ("disputed", 1) == (shapes["circle"]["look"], shapes["circle"]["incidents"])
    assert shapes["circle"]["radius_km"] > 0


def test_nothing_is_drawn_at_the_middle_of_an_area(map_desk):
    page = map_desk.get("/en/map").text
    [area] = re.findall(r"<a [^>]*shape-area.*?</a>", page, re.DOTALL)

    assert 'class="area"' in area and "hatch-asserted" in area
    assert "<use" not in area


def test_what_tells_no_place_stands_in_the_drawer_and_not_on_the_map(map_desk):
    types, in_drawer = listed(map_desk)

    assert ["abduction", "drone attack", "shelling"] == types
    assert 1 == in_drawer
    assert 1 == map_desk.get("/en/map/incidents").json()["nowhere"]


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("layer=disputed", ["shelling"]),
        ("layer=asserted", ["abduction", "drone attack"]),
        ("layer=denied", []),
        ("layer=disputed&layer=asserted&layer=denied&layer=reviewed", ["abduction", "drone attack", "shelling"]),
        ("type=abduction", ["abduction"]),
        ("box=41,33,43,35", ["drone attack"]),
        ("since=2024-02-01&before=2024-03-01", ["abduction"]),
        ("q=مهندسا", ["abduction"]),
        ("source=وزارة", []),
    ],
)
def test_list_and_map_show_what_the_filters_let_through(map_desk, query, types):
    number = sum(shape["incidents"] for shape in shapes_of(map_desk, query).values())

    assert types == listed(map_desk, query)[0]
    assert len(types) == number


def test_knowledge_is_replayed_as_it_came(map_desk):
    then, later = (map_desk.get(f"/en/map?part=beside&known_at={day}").text for day in ("2024-01-16", "2024-01-17"))

    assert ["shelling"] == listed(map_desk, "known_at=2024-01-16")[0]
    assert "1 report<" in then and "disputed: killed" not in then
    assert "2 reports" in later and "disputed: killed" in later
    assert "As known at 16 January 2024" in then
    assert "asserted" == shapes_of(map_desk, "known_at=2024-01-16")["circle"]["look"]


def test_time_is_drawn_with_what_happened_apart_from_what_was_reported(map_desk):
    page = map_desk.get("/ar/map").text

    assert 3 == len(re.findall(r'class="span look-', page))
    assert 4 == page.count('class="published"')


@pytest.mark.parametrize("language", ["ar", "en"])
def test_places_are_named_in_the_language_of_the_reader(map_desk, language):
    names = {town[0] for town in map_desk.get(f"/{language}/map/towns").json()}

    assert {"ar": "حلب", "en": "Aleppo"}[language] in names
    assert {"ar": "Aleppo", "en": "حلب"}[language] not in names


@pytest.mark.parametrize("path", ["/map/incidents", "/map/towns", "/map/boundaries"])
def test_what_a_browser_has_is_not_sent_again(map_desk, path):
    first = map_desk.get(f"/en{path}")
    again = map_desk.get(f"/en{path}", headers={"if-none-match": first.headers["etag"]})

    assert (200, 304, b"") == (first.status_code, again.status_code, again.content)


@pytest.mark.parametrize(
    "query", ["box=1,2,3", "box=50,30,40,35", "box=nan,0,1,1", "layer=sure", "part=map", "type=party", "lines=many"]
)
def test_a_query_that_makes_no_sense_is_told_as_such(map_desk, query):
    answer = map_desk.get(f"/en/map?{query}")

    assert 400 == answer.status_code
    assert "cannot be done as asked" in answer.text


def test_a_map_without_anything_says_so(map_desk):
    page = map_desk.get("/ar/map?type=riot").text

    assert "لا حوادث هنا" in page


def test_what_is_kept_ready_for_one_reader_is_not_given_to_another_who_prefers_otherwise(map_desk):
    latin = map_desk.get("/ar/map?part=beside").text
    arabic = map_desk.get("/ar/map?part=beside", headers={"cookie": "riwaya_prefs=arabic.levant.auto"}).text

    assert "2024" in latin and "٢٠٢٤" not in latin
    assert "٢٠٢٤" in arabic and "2024-" not in re.sub(r'"[^"]*"', "", arabic)


def test_what_comes_in_is_on_the_map_at_once(tmp_path):
    with open_store(tmp_path / "store.db") as store:
        store.renew_overviews()
        with TestClient(make_app(store, Settings()), base_url="http://127.0.0.1:8321") as desk:
            before = desk.get("/en/map?part=beside").text, desk.get("/en/map/incidents").json()["features"]
            fill(store)
            after = desk.get("/en/map?part=beside").text, desk.get("/en/map/incidents").json()["features"]

    assert "No incidents here" in before[0] and [] == before[1]
    assert "3 incidents" in after[0] and 3 == len(after[1])


def test_without_the_libraries_the_map_shows_what_it_has_and_says_what_is_missing(mapped, monkeypatch):
    monkeypatch.setattr("riwaya.web.assets.Assets.has", lambda self, name: False)
    for module in ("riwaya.web.views.basemap", "riwaya.web.pages.map"):
        monkeypatch.setattr(f"{module}.world", lambda: None)
    basemap.base_of.cache_clear()
    with TestClient(make_app(mapped, Settings()), base_url="http://127.0.0.1:8321") as desk:
        page = desk.get("/en/map?box=35,30,46,38").text
    basemap.base_of.cache_clear()

    assert "make assets" in page
    assert "vendor/" not in page
    assert 2 == len(re.findall(r'class="shape shape-(?:point|circle) ', page))
    assert re.search(r'class="divisions" d="M-?\d', page)
