"""Handing incidents out at a desk: what goes is shown before it goes, and the audit tells who took what."""

import csv
import io
import zipfile

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.runs import reconcile_store
from riwaya.web.app import make_app
from riwaya.web.exporting import MOST_INCIDENTS
from riwaya.web.roles import Role
from riwaya.web.settings import Settings
from web.conftest import csrf_of, serving, signed_in

NAME = "ريم خالد العبدالله"
TEXT = f"قال الدفاع المدني إن الطفلة {NAME} قتلت أمس الاثنين في قصف مدفعي على سوق بلدة سرمين في ريف إدلب."


@pytest.fixture
def named(tmp_path):
    """A store with a report that names a child who was killed."""
    with open_store(tmp_path / "store.db") as store:
        store.ingest(Incoming("r.txt", TEXT, publisher="جريدة الصباح", published="2024-01-16"))
        reconcile_store(store)
        store.renew_overviews()
        yield store


@pytest.fixture
def asked(named):
    with TestClient(make_app(named, Settings()), base_url="http://127.0.0.1:8321") as client:
        yield client


def take(client, store, **given):
    """Takes all incidents of a store out."""
    ids = " ".join(each.id for each in store.incidents())
    form = {"csrf": csrf_of(client, "/en/export"), "incidents": ids, "format": "jsonl", **given}
    return client.post("/en/export", data=form)


def test_a_preview_tells_what_would_go(asked):
    told = {profile: asked.get(f"/en/export?profile={profile}").text for profile in ("public", "partner", "internal")}

    assert '<th scope="row">fields left out</th>' in told["public"]
    assert '<th scope="row">names of persons</th>' in told["partner"]
    assert "Nothing goes: everything is handed out as it is kept." in told["internal"]


@pytest.mark.parametrize(("profile", "is_told"), [("internal", True), ("partner", False), ("public", False)])
def test_a_name_gets_out_to_us_alone(asked, named, profile, is_told):
    answer = take(asked, named, profile=profile)

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        told = "".join(archive.read(name).decode() for name in archive.namelist())
    assert is_told == (NAME in told)
    assert f'attachment; filename="riwaya-jsonl-{profile}.zip"' == answer.headers["content-disposition"]


def test_an_export_of_one_file_is_that_file(asked, named):
    answer = take(asked, named, format="geojson", profile="public")

    assert "FeatureCollection" == answer.json()["type"]


@pytest.mark.parametrize(("profile", "told"), [("internal", 1), ("public", 0)])
def test_a_cell_of_one_incident_is_told_to_us_alone(asked, named, profile, told):
    answer = take(asked, named, format="hapi", profile=profile)

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        table = archive.read(f"riwaya-hapi-{profile}.csv").decode("utf-8-sig")
    assert told == len({row["reference_period_start"] for row in csv.DictReader(io.StringIO(table))})


def test_an_export_is_the_same_twice(asked, named):
    assert take(asked, named, profile="public").content == take(asked, named, profile="public").content


def test_the_audit_tells_who_took_what_out_and_for_whom(asked, named):
    take(asked, named, profile="partner")

    (act,) = [step.done for step in named.trail(limit=5).steps if step.done.kind == "exported"]
    assert f"jsonl partner: {named.incidents()[0].id}" == act.about


def test_a_reader_hands_out_what_is_for_anyone_alone(team_store):
    reader = signed_in(team_store, Role.READER)
    ids = " ".join(each.id for each in team_store.incidents())
    form = {"csrf": csrf_of(reader, "/en/export"), "incidents": ids, "format": "csv"}

    assert 403 == reader.get("/en/export?profile=internal").status_code
    assert 403 == reader.post("/en/export", data=form | {"profile": "partner"}).status_code
    assert 200 == reader.post("/en/export", data=form | {"profile": "public"}).status_code
    assert 'value="partner"' not in reader.get("/en/export").text


@pytest.mark.parametrize(
    "given", [{"format": "docx"}, {"profile": "press"}, {"incidents": ""}, {"incidents": "i " * MOST_INCIDENTS + "j"}]
)
def test_what_makes_no_sense_is_refused_in_words(asked, named, given):
    answer = take(asked, named, **given)

    assert answer.status_code in (400, 404)
    assert "<h1>" in answer.text


def test_the_filters_of_the_list_choose_what_is_handed_out(asked, named):
    assert named.incidents()[0].id in asked.get("/en/export?type=shelling").text
    assert "No incident is asked for." in asked.get("/en/export?type=protest").text


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_incident_is_exported_with_redaction(look, named, language, width):
    with serving(named) as address:
        page = look(f"{address}/{language}/", width)
        page.locator(".card-link").first.click()
        page.locator(f"a[href^='/{language}/export']").click()
        page.locator("input[value='partner']").check()
        page.locator("select[name='format']").select_option("claims-csv")
        page.locator(".choices button").click()
        expect(page.locator(".went")).to_be_visible()
        assert width >= page.evaluate("document.documentElement.scrollWidth")
        with page.expect_download() as coming:
            page.locator(".take .main-act").click()

        with zipfile.ZipFile(coming.value.path()) as archive:
            rows = list(csv.DictReader(io.StringIO(archive.read("riwaya-claims-csv-partner/claims.csv").decode())))
    assert any(row["field"] == "place" for row in rows)
    assert not any(NAME in cell for row in rows for cell in row.values())
