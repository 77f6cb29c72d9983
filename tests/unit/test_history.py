"""The dead of another happening, long before the news, are no toll of the news."""

import pytest

import riwaya
from riwaya.records import Reading

NEWS = "قتل 68 شخصا في غارة على سوق حلب أمس."


def read(text: str, published: str | None = "2024-03-06") -> Reading:
    return riwaya.read(f"{NEWS} {text}", published=published)


def killed(reading: Reading) -> list[tuple[bool, list[int]]]:
    """Of each incident, whether it is history, and the dead that are told of it."""
    found = []
    for incident in reading.incidents:
        told = incident.fields.get("killed")
        found.append((incident.background, [claim.value["low"] for claim in told.claims] if told else []))
    return found


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("وذكّرت القناة بما حدث في إدلب عام 2019 حين قتل 90 شخصا.", "2024-03-06"),
        ("وقبل عامين قتل 90 شخصا في المدينة نفسها.", "2024-03-06"),
        ("وقبل عامين قتل 90 شخصا في المدينة نفسها.", None),
        ("وكان 90 شخصا قد لقوا حتفهم قبل أربعة أشهر في إدلب.", "2024-03-06"),
        ("وكان 90 شخصا قد لقوا حتفهم قبل أربعة أشهر في إدلب.", None),
    ],
)
def test_the_dead_of_a_time_long_ago_are_those_of_a_happening_of_its_own(text: str, published: str | None) -> None:
    assert [(False, [68]), (True, [90])] == killed(read(text, published))


@pytest.mark.parametrize(
    "text",
    [
        "وقال مسعفون إن 90 شخصا قتلوا.",
        "وكان 90 شخصا قد لقوا حتفهم أمس.",
        "وقبل ثلاثة أيام قتل 90 شخصا.",
        "وكانت حصيلة سابقة قبل شهر قد تحدثت عن 90 قتيلا.",
    ],
)
def test_the_dead_of_no_time_of_the_news_or_of_an_earlier_toll_are_no_history(text: str) -> None:
    assert [(False, [68, 90])] == killed(read(text))


def test_the_dead_of_a_time_that_an_event_is_told_of_are_its_dead() -> None:
    text = "واستهدفت غارة إدلب في أكتوبر الماضي. وقتل 90 شخصا في أكتوبر."

    assert [(False, [68]), (True, [90])] == killed(read(text))


def test_history_keeps_its_time_and_the_place_where_it_happened() -> None:
    reading = read("وذكّرت القناة بما حدث في إدلب عام 2019 حين قتل 90 شخصا من المهاجرين السوريين.")
    fields = reading.incidents[1].fields

    assert ["إدلب"] == [claim.value["name_ar"] for claim in fields["place"].claims]
    assert [("2019-01-01", "2019-12-31")] == [
        (claim.value["earliest"], claim.value["latest"]) for claim in fields["happened"].claims
    ]
