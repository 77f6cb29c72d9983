"""Places of news that names none itself: those of its toll and of the one place that a report is about."""

import riwaya


def places(text):
    """For each account its type and the places it claims."""
    read = riwaya.read(text, published="2021-03-17")
    return [(a.type, {c.value["name_ar"] for c in a.claims if c.field == "place"}) for a in read.accounts]


def test_what_a_report_about_one_place_goes_on_to_tell_happened_there():
    text = (
        "قصفت المدفعية حي السكري في مدينة حلب فجر اليوم.\n"
        "وفي وقت لاحق قال ناطق إن وزارة الدفاع دفعت بتعزيزات عسكرية، وانفجرت عبوة ناسفة بدورية للشرطة."
    )

    assert ("deployment", {"حلب"}) in places(text)


def test_a_report_about_two_places_lends_none():
    text = (
        "قصفت المدفعية مدينة حلب فجر اليوم، وشن الطيران غارة على مدينة الرقة.\n"
        "وفي وقت لاحق قال ناطق إن وزارة الدفاع دفعت بتعزيزات عسكرية."
    )

    assert ("deployment", set()) in places(text)


def test_where_one_speaks_is_no_place_of_what_he_tells():
    text = "قال المتحدث باسم الجيش في بغداد إن قواته دفعت بتعزيزات عسكرية."

    assert all("بغداد" not in told for _, told in places(text))


def test_the_seat_of_the_division_of_who_speaks_is_no_place_of_what_he_tells():
    text = "قال مصدر عسكري في الفرقة الثالثة مشاة بشندي لصحيفة محلية إن المضادات الأرضية أسقطت أربع طائرات مسيرة."

    assert all("شندي" not in told for _, told in places(text))
