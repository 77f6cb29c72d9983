"""Plots for notebooks: what is drawn is what was told, in letters that are joined."""

import pytest

import riwaya
from riwaya.errors import UsageError
from riwaya.exports.material import of_readings
from riwaya.notebook.agreeing import agreements_of
from riwaya.notebook.given import material_of

matplotlib = pytest.importorskip("matplotlib", minversion="3.11")
matplotlib.use("agg")

from riwaya.notebook import plots  # noqa: E402  (after the backend is chosen)


@pytest.fixture(autouse=True)
def closed():
    """Closes what a test drew."""
    yield
    from matplotlib import pyplot

    pyplot.close("all")


def shelling(demo):
    with material_of(demo) as material:
        return next(case.id for case in material.cases() if case.incident.type == "shelling")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_toll_has_a_line_for_each_source_with_all_its_figures_in_order(demo, language):
    axes = plots.plot_tolls(demo, shelling(demo), language=language)
    drawn = {line.get_label(): list(line.get_ydata()) for line in axes.lines if not line.get_label().startswith("_")}

    assert {"الدفاع المدني": [4, 7, 8], "مديرية الصحة في إدلب": [5]} == drawn
    assert axes.get_xlabel() == {"ar": "حتى", "en": "as of"}[language]
    assert (0, True) == (axes.get_ylim()[0], axes.get_ylim()[1] > 8)


def test_a_toll_is_asked_of_one_incident_and_of_a_count_that_somebody_tells(demo):
    with pytest.raises(UsageError, match="of 3 incidents one is to be named"):
        plots.plot_tolls(demo)
    with pytest.raises(UsageError, match="there is no incident i0"):
        plots.plot_tolls(demo, "i0")
    with pytest.raises(UsageError, match="tells a count of displaced"):
        plots.plot_tolls(demo, shelling(demo), field="displaced")
    with pytest.raises(UsageError, match="there is no count 'dead'"):
        plots.plot_tolls(demo, shelling(demo), field="dead")


def test_sources_agree_or_differ_in_each_field_that_both_tell(demo):
    with material_of(demo) as material:
        found = agreements_of(material)

    assert {"agrees": 4, "differs": 1} == dict(found.counts["الدفاع المدني", "مديرية الصحة في إدلب"])
    assert 1 == found.counts["الدفاع المدني", "فصيل لواء السفح"]["denies"]
    assert all(a != b for a, b in found.counts)


def test_whoever_is_not_named_is_compared_with_nobody(demo_readings):
    security = [source for reading in demo_readings for source in reading.sources if source.name == "مصدر أمني"]
    found = agreements_of(of_readings(demo_readings))

    assert security
    assert all(source.anonymous for source in security)
    assert "مصدر أمني" not in found.names


def test_outlets_are_compared_too_and_nothing_else_is(demo):
    with material_of(demo) as material:
        assert "قناة السنديان" in agreements_of(material, by="outlet").names
        with pytest.raises(UsageError, match="by speaker or outlet"):
            agreements_of(material, by="country")


def test_the_matrix_shows_the_figures_on_both_sides_of_its_diagonal(demo):
    axes = plots.plot_agreement(demo, most=2)
    told = [(text.get_position(), text.get_text()) for text in axes.texts]

    assert sorted(position for position, _ in told) == sorted((y, x) for (x, y), _ in told)
    assert len({text for _, text in told}) <= 1


def test_a_map_has_a_mark_and_a_true_circle_for_each_town(demo):
    axes = plots.plot_map(demo, language="ar")
    marks = {(round(line.get_xdata()[0], 4), round(line.get_ydata()[0], 4)) for line in axes.lines}
    circles = [patch for patch in axes.patches if patch.get_alpha() == 0.18]

    assert {(36.6096, 35.8137), (43.7727, 35.3259), (30.3667, 13.7)} == marks
    assert 3 == len(circles)
    heights = [patch.get_xy()[:, 1].max() - patch.get_xy()[:, 1].min() for patch in circles]
    assert 3.0 in [round(height / 2 * 111.195, 2) for height in heights]  # kilometres


def test_arabic_letters_are_joined(demo):
    axes = plots.plot_map(demo, language="ar")
    joined, apart = (axes.text(0, 0, text).get_window_extent().width for text in ("لا", "ل\u200cا"))

    assert joined != apart


RANGES = (
    "قال الدفاع المدني إن عشرات المدنيين قتلوا أمس الاثنين في قصف مدفعي على سوق بلدة سرمين في ريف إدلب.",
    "قالت مديرية الصحة إن أربعة إلى ستة مدنيين قتلوا أمس الاثنين في قصف مدفعي على سوق بلدة سرمين في ريف إدلب.",
)


def test_a_range_is_a_band_and_a_count_that_is_open_ends_in_an_arrow():
    readings = [riwaya.read(text, published="2024-01-16", publisher=f"صحيفة {n}") for n, text in enumerate(RANGES)]
    axes = plots.plot_tolls(readings, field="killed")
    ends = {tuple(point[1] for point in line) for lines in axes.collections for line in _segments(lines)}

    assert ["or more"] == [text.get_text() for text in axes.texts]
    assert (4, 6) in ends


def _segments(collection):
    return collection.get_segments() if hasattr(collection, "get_segments") else ()
