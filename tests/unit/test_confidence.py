"""The confidence of a claim: its model, its table, and how it is fitted, measured and drawn."""

import math
import random
import xml.etree.ElementTree as Xml

import pytest
from calibration import Bin, Point, Rated, brier, calibration_error, collect, draw, find_bins, measure, unavoidable
from judged_claims import NO_DAY, holds_for_golden, is_told

import fit_confidence
import riwaya
from golden.documents import WantedClaim
from riwaya.knowledge.confidence import CIRCUMSTANCES, COLUMNS, MADE, TABLE, Confidence, read_confidence
from riwaya.knowledge.load import DATA, load_knowledge

REPORT = "قتل ثلاثة جنود في انفجار عبوة ناسفة غرب الرمادي أمس الاثنين، بحسب مصدر أمني. وقال إن المنفذ فر من المكان."


def claims_of(text):
    return [claim for account in riwaya.read(text, published="2019-03-05").accounts for claim in account.claims]


# ------------------------------------------------------------------------------------------------------------ the model


def test_the_confidence_of_every_claim_is_a_share():
    claims = claims_of(REPORT)

    assert claims
    assert all(0 < claim.confidence < 1 for claim in claims)


def test_however_much_speaks_for_a_claim_it_is_never_certain():
    model = Confidence({"base": 900.0})

    assert (0.99, 0.01) == (model.of({"base": 1.0}), model.of({"base": -1.0}))


def test_a_surer_rule_and_a_value_told_again_never_make_a_claim_less_sure():
    model = load_knowledge().confidence
    around = {"base": 1.0, "field.killed": 1.0}
    surer = [model.of(around | {"rule": rule}) for rule in (-4.0, -1.0, 0.0, 1.0)]
    again = [model.of(around | {"said_again": math.log(times)}) for times in (1, 2, 3)]

    assert (sorted(surer), sorted(again)) == (surer, again)


def test_a_toll_with_a_rival_is_less_sure_than_one_without():
    alone = "قتل ثلاثة جنود في انفجار عبوة ناسفة غرب الرمادي."
    rival = alone + " وقال مصدر طبي إن خمسة جنود قتلوا في الانفجار."

    def confidence(text):
        return next(c.confidence for c in claims_of(text) if c.field == "killed" and c.value["low"] == 3)

    assert confidence(rival) < confidence(alone)


# ------------------------------------------------------------------------------------------------------------ the table


def write_table(folder, *rows, without=()):
    """A whole table of noughts, with some rows added and others left out."""
    names = [*MADE, *CIRCUMSTANCES]
    lines = [f"{name}\t0\tabout" for name in names if name not in without]
    (folder / TABLE).write_text("\n".join(["\t".join(COLUMNS), *lines, *rows]) + "\n", encoding="utf-8")
    faults = []
    read_confidence(folder, faults)
    return [fault.message for fault in faults]


def test_the_table_that_ships_has_no_faults_and_tells_where_it_comes_from():
    faults = []
    read_confidence(DATA, faults)
    text = (DATA / TABLE).read_text(encoding="utf-8")

    assert [] == faults
    assert all(f"\n{name}\t\t" in text for name in MADE)


def test_a_whole_table_has_no_faults(tmp_path):
    assert [] == write_table(tmp_path)


@pytest.mark.parametrize(
    ("rows", "without", "fault"),
    [
        (["mood\t1\tabout"], (), "mood is no circumstance of a claim"),
        (["rule\t1\tabout"], (), "rule is weighed twice"),
        ([], ("rule",), "rule is missing"),
        ([], ("made.on",), "made.on is missing"),
        (["rule\tmuch\tabout"], ("rule",), "the weight of rule is 'much', no number"),
        (["rule\tinf\tabout"], ("rule",), "the weight of rule is 'inf', no number"),
        (["rule\t-1\tabout"], ("rule",), "rule may only move a claim up, and its weight is -1"),
        (["rivals\t1\tabout"], ("rivals",), "rivals may only move a claim down, and its weight is 1"),
    ],
)
def test_a_fault_of_the_table_is_told(tmp_path, rows, without, fault):
    assert [fault] == write_table(tmp_path, *rows, without=without)


def test_a_table_that_is_not_there_or_has_other_columns_is_a_fault(tmp_path):
    faults = []
    read_confidence(tmp_path, faults)
    (tmp_path / TABLE).write_text("id\tweight\n", encoding="utf-8")
    read_confidence(tmp_path, faults)

    assert [
        "the table of weights is not there; tools/fit_confidence.py writes it",
        "its columns are name, value, about",
    ] == [fault.message for fault in faults]


# -------------------------------------------------------------------------------------------------------------- the fit


def make_points(weights, number=3000):
    """Claims whose circumstances are drawn, and that hold as often as some weights say."""
    dice, model = random.Random(5), Confidence(weights)
    points = []
    for n in range(number):
        around = {"base": 1.0, "rule": 0.0, **{name: float(dice.random() < 0.5) for name in weights if name != "base"}}
        points.append(Point("made", f"d{n % 60}", "killed", around, dice.random() < model.of(around)))
    return points


def test_a_fit_finds_the_weights_that_made_the_claims():
    found = fit_confidence.fit(make_points({"base": 1.0, "said_again": 1.5, "rivals": -1.0}))

    assert pytest.approx(1.0, abs=0.25) == found["base"]
    assert pytest.approx(1.5, abs=0.3) == found["said_again"]
    assert pytest.approx(-1.0, abs=0.25) == found["rivals"]


def test_a_weight_of_the_wrong_sign_comes_out_as_nought():
    found = fit_confidence.fit(make_points({"base": 1.0, "said_again": -1.5, "quoted": -1.5}))

    assert 0.0 == found["said_again"]
    assert found["quoted"] < -1


def test_documents_left_out_are_rated_once_each_and_truly():
    points = make_points({"base": 0.5, "said_again": 1.5, "rivals": -1.5})
    rated = fit_confidence.left_out(points)

    assert sorted(map(id, points)) == sorted(id(point) for point, _ in rated)
    assert calibration_error([one for _, one in rated]) < 0.05


def test_the_fit_writes_a_table_that_can_be_read_and_fills_the_page(tmp_path, monkeypatch):
    points = make_points({"base": 0.5, "rivals": -1.5}, 400)
    page, plot = tmp_path / "page.md", tmp_path / "plot.svg"
    page.write_text(f"# Title\n\n{fit_confidence.BEGIN}old\n{fit_confidence.END}\nBelow.\n", encoding="utf-8")
    for name, value in {"DATA": tmp_path, "PAGE": page, "PLOT": plot, "collect": lambda folder: points}.items():
        monkeypatch.setattr(fit_confidence, name, value)
    monkeypatch.setattr("sys.argv", ["fit_confidence.py", "--write"])
    assert 2 == fit_confidence.main()  # there are no reports
    assert not plot.exists()

    monkeypatch.setattr("sys.argv", ["fit_confidence.py", "--write", "--golden-alone"])
    assert 0 == fit_confidence.main()
    faults = []
    assert read_confidence(tmp_path, faults).weights["rivals"] < -1
    assert [] == faults
    assert "documents left out" in page.read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8").endswith("<!-- end -->\n\nBelow.\n")
    Xml.fromstring(plot.read_text(encoding="utf-8"))


# ---------------------------------------------------------------------------------------------------------- the figures


def make_rated(given, held, of, group="d"):
    return [Rated(given, n < held, f"{group}{n % 7}") for n in range(of)]


def test_shares_that_are_true_have_no_calibration_error():
    rated = make_rated(0.2, 20, 100) + make_rated(0.8, 80, 100)

    assert pytest.approx(0.0, abs=0.06) == calibration_error(rated) - unavoidable(rated)


def test_shares_that_are_all_too_high_are_off_by_as_much():
    assert pytest.approx(0.3) == calibration_error(make_rated(0.9, 60, 100))


def test_knowing_nothing_has_a_brier_score_of_a_quarter():
    assert pytest.approx(0.25) == brier(make_rated(0.5, 50, 100))


def test_bins_hold_as_many_claims_each_from_the_least_sure_to_the_surest():
    bins = find_bins([Rated(n / 100, n >= 50, "d") for n in range(100)], 4)

    assert [25, 25, 25, 25] == [one.claims for one in bins]
    assert [0.0, 0.0, 1.0, 1.0] == [one.held for one in bins]
    assert all(0 <= one.low <= one.held <= one.high <= 1 for one in bins)


def test_the_interval_of_a_figure_holds_the_figure():
    figures = measure(make_rated(0.9, 60, 100))

    assert figures.low <= figures.ece <= figures.high


def test_the_plot_names_its_axes_and_tells_how_many_claims_each_bin_holds():
    svg = draw({"one": [Bin(0.5, 0.4, 0.3, 0.5, 12), Bin(0.9, 0.8, 0.7, 0.9, 13)]}, "Reliability")
    words = " ".join(Xml.fromstring(svg).itertext())

    for wanted in ("Reliability", "confidence given", "share of claims that hold", "claims in each bin: 12, 13"):
        assert wanted in words


# ------------------------------------------------------------------------------------------------- which claims hold


def count(low, rule="casualties.some"):
    value = {"low": low, "high": low, "scope": "incident", "since": None, "who": []}
    return {"field": "killed", "value": value, "text": str(low), "rule": rule, "confidence": 0.5}


def wanted(value, field="killed"):
    return WantedClaim(f"a/{field}", field, value, {})


@pytest.mark.parametrize(
    ("own", "told", "right"),
    [
        (["3"], ["3", "5"], True),
        (["5"], ["3", "5"], False),  # another source says three
        ([], ["3"], True),
        ([], ["5"], False),
        ([], [], False),  # every count is annotated
    ],
)
def test_a_toll_holds_where_its_source_says_it(own, told, right):
    own, told = (list(map(wanted, values)) for values in (own, told))

    assert right is holds_for_golden(count(3), own, told, silent=False, stray=False)


@pytest.mark.parametrize(
    ("silent", "stray", "right"), [(False, False, None), (True, False, False), (False, True, False)]
)
def test_what_is_not_annotated_is_wrong_only_where_it_cannot_be_right(silent, stray, right):
    claim = {"field": "outcome", "value": "hit", "text": "x", "rule": "outcome.some", "confidence": 0.5}

    assert right is holds_for_golden(claim, [], [], silent=silent, stray=stray)


@pytest.mark.parametrize(
    ("own", "told", "right"), [([], [], True), (["2019-03-04"], [], False), ([], ["2019-03-04"], None)]
)
def test_that_no_day_is_told_holds_where_none_is(own, told, right):
    value = {"earliest": None, "latest": "2019-03-05", "grain": "open"}
    claim = {"field": "happened", "value": value, "text": "x", "rule": NO_DAY, "confidence": 0.5}
    own, told = ([wanted(day, "happened") for day in days] for days in (own, told))

    assert right is holds_for_golden(claim, own, told, silent=False, stray=False)


def test_a_count_is_told_in_figures_and_in_words():
    accounts = [{"says": "Seven killed"}, {"says": "Toll raised to 12"}, {"says": None}]

    assert [True, True, False] == [is_told({"low": n, "high": n}, accounts) for n in (7, 12, 5)]


def test_the_golden_documents_alone_can_be_measured(tmp_path):
    points = collect(tmp_path)

    assert {"golden"} == {point.set for point in points}
    assert len(points) > 300
    assert all(set(point.around) <= set(CIRCUMSTANCES) for point in points)
