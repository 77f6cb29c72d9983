"""The dashboard: what it counts, that what is drawn stands in words too, and how its charts are laid out."""

import re

import pytest

from riwaya.inputs.incoming import Incoming
from riwaya.store import open_store
from riwaya.store.finding import Agreement, Asked, Counted
from riwaya.store.runs import reconcile_store
from riwaya.web.pages import dashboard
from riwaya.web.views import charts

SHELLED = "قال الدفاع المدني إن سبعة مدنيين قتلوا أمس في قصف مدفعي على سوق {}."


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_dashboard_tells_of_the_incidents_and_their_standing(desk, language):
    page = desk.get(f"/{language}/dashboard").text

    assert 200 == desk.get(f"/{language}/dashboard").status_code
    assert {"ar": "مختلف عليه", "en": "disputed"}[language] in page
    assert '<rect class="fill-' in page


def test_what_is_drawn_stands_in_a_table_too(desk):
    page = desk.get("/en/dashboard").text
    table = re.search(r'<table class="figures">.*?</table>', page, re.DOTALL)[0]

    assert '<th scope="row">15 January 2024</th>' in table


def test_sources_that_tell_of_one_incident_are_set_beside_each_other(desk):
    pairs = re.search(r'<table class="lines pairs">.*?</table>', desk.get("/en/dashboard").text, re.DOTALL)[0]

    assert re.search(r"الدفاع المدني</bdi> <[^>]+>–</span> <bdi>مديرية الصحة", pairs)


def test_a_filter_that_lets_nothing_through_is_told_as_such(desk):
    page = desk.get("/en/dashboard?type=airstrike")

    assert 200 == page.status_code
    assert "No incidents here" in page.text


def test_a_bar_leads_to_its_incidents_with_the_filters_that_are_set(desk):
    page = desk.get("/en/dashboard?since=2024-01-01").text
    address = re.search(r'href="(/en/\?[^"]*type=\w+)"', page)[1].replace("&amp;", "&")

    assert "since=2024-01-01" in address
    assert 'class="card-link"' in desk.get(address).text


# ------------------------------------------------------------------------------------------------------------- charts


def test_stretches_without_an_incident_have_their_place_too():
    counted = [Counted("2023-11", "clash", "one_line", 2), Counted("2024-02", "clash", "disputed", 1)]
    chart = charts.over_time(counted, "month")

    assert ["2023-11", "2023-12", "2024-01", "2024-02"] == [column.when for column in chart.columns]
    assert [2, 0, 0, 1] == [column.incidents for column in chart.columns]


def test_parts_lie_on_each_other_and_reach_as_high_as_their_number():
    counted = [Counted("2024", "clash", "denied", 1), Counted("2024", "raid", "one_line", 3)]
    (column,) = charts.over_time(counted, "year").columns
    denied, single = column.parts

    assert pytest.approx(denied.y) == single.y + single.height
    assert pytest.approx(3 * denied.height, abs=0.2) == single.height


def test_what_lies_long_before_the_others_is_left_out_and_told(monkeypatch):
    monkeypatch.setattr(charts, "_MOST", 3)
    counted = [Counted(str(year), "clash", "one_line", 1) for year in (1901, 2022, 2023, 2024)]
    chart = charts.over_time(counted, "year")

    assert (["2022", "2023", "2024"], 1) == ([column.when for column in chart.columns], chart.left_out)


@pytest.mark.parametrize(
    ("first", "last", "grain"),
    [("2024-05-13", "2024-05-14", "day"), ("2023-01-01", "2024-05-14", "month"), ("1990-01-01", "2024-05-14", "year")],
)
def test_a_short_time_is_counted_by_days_and_a_long_one_by_years(first, last, grain):
    assert grain == charts.grain_of(first, last)


@pytest.mark.parametrize("most", [1, 4, 5, 99, 4321, 100_000])
def test_an_axis_has_round_figures_and_few_of_them(most):
    top, step = charts._axis(most)

    assert top >= most
    assert top // step <= 4
    assert str(step).rstrip("0") in ("1", "2", "5")


def test_bars_are_as_long_as_their_numbers():
    ((_, one), (_, other)) = charts.agreement_bars([Agreement("a", "b", 3, 1, 0), Agreement("a", "c", 0, 0, 2)])

    assert [("agrees", 0.0, 180.0, 3), ("differs", 180.0, 60.0, 1)] == list(one.parts)
    assert [("denies", 0.0, 120.0, 2)] == list(other.parts)


def test_figures_are_counted_anew_when_incidents_change(tmp_path, monkeypatch):
    monkeypatch.setattr(dashboard, "_PATIENCE", 0)
    with open_store(tmp_path / "store.db") as store:
        totals = []
        for town in ("بلدة سرمين في ريف إدلب", "مدينة القائم في الأنبار"):
            store.ingest(Incoming("report.txt", SHELLED.format(town), published="2024-01-16"))
            reconcile_store(store)
            store.renew_overviews()
            totals.append(sum(each.incidents for each in dashboard._figures(store, Asked()).counted))

    assert [1, 2] == totals


def test_figures_that_still_hold_are_not_counted_again(filled, monkeypatch):
    dashboard._figures(filled, Asked())
    monkeypatch.setattr(dashboard, "_counted", None)  # whoever calls it fails

    assert dashboard._figures(filled, Asked()).counted
