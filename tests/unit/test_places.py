"""Places: which names count, which entry of the gazetteer they are, and what is kept of a name that no table has."""

import pytest

from riwaya.knowledge.load import load_knowledge
from riwaya.pipeline import prepare
from riwaya.reading.places import find_places


def read(text):
    """Each mention as (words, mention)."""
    lattice = prepare(text)
    mentions, _ = find_places(lattice, load_knowledge())
    return {lattice.text(mention.first, mention.last): mention for mention in mentions}


def codes(text):
    return [issue.code for issue in find_places(prepare(text), load_knowledge())[1]]


def test_a_governorate_and_the_side_of_the_country_it_lies_on_are_two_mentions():
    found = read("قصف الطيران موقعا في محافظة الأنبار غربي العراق")

    assert found["محافظة الأنبار"].candidates[0].kind == "region"
    assert found["غربي العراق"].role == "extent"
    assert found["غربي العراق"].candidates[0].precision == "country"
    assert found["محافظة الأنبار"].within == (found["غربي العراق"].first, found["غربي العراق"].last)


def test_the_city_is_meant_unless_the_text_says_governorate():
    assert read("وصلت القافلة إلى الرقة")["الرقة"].candidates[0].kind in ("city", "town")
    assert read("وصلت القافلة إلى محافظة الرقة")["محافظة الرقة"].candidates[0].kind == "region"


@pytest.mark.parametrize(("around", "country"), [("لبنان", "LB"), ("ليبيا", "LY")])
def test_a_namesake_goes_to_the_country_that_the_text_names(around, country):
    assert read(f"اندلعت اشتباكات في طرابلس شمالي {around}")["طرابلس"].candidates[0].country == country


def test_the_other_namesakes_are_kept_as_candidates():
    found = read("اندلعت اشتباكات في طرابلس شمالي لبنان")["طرابلس"]

    assert "LY" in {place.country for place in found.candidates}


def test_a_name_that_no_table_has_takes_country_and_region_of_the_place_around_it():
    found = read("أصيب راع في قرية الخويلدية الفوقا بريف حمص الشرقي")["قرية الخويلدية الفوقا"]
    place = found.candidates[0]

    assert (place.id, place.country, place.admin1, place.precision) == (None, "SY", "حمص", "unknown")
    assert (place.lat, place.lon) == (None, None)


def test_a_name_that_no_table_has_is_told_as_an_issue():
    assert codes("أصيب راع في قرية الخويلدية الفوقا بريف حمص الشرقي") == ["P02"]


def test_a_word_of_the_language_is_no_place_without_a_word_that_announces_it():
    assert read("طرق الرجل الباب ثم رحل") == {}


def test_a_name_in_a_place_that_is_dropped_again_is_still_told():
    found = read("دخلت قوة من مناطق كورما، شقرة في السودان")

    assert found["مناطق كورما"].candidates[0].id is None


def test_the_side_of_a_town_is_less_exact_than_the_town():
    found = read("سقط صاروخ جنوب شرقي الموصل")["جنوب شرقي الموصل"]

    assert found.role == "extent"
    assert found.candidates[0].precision == "near"


def test_the_base_said_again_is_the_base_named_before():
    found = read("تعرضت قاعدة عين الأسد لهجوم. وأُطلقت الصواريخ من شرق القاعدة")

    assert found["شرق القاعدة"].candidates[0].name_ar == found["قاعدة عين الأسد"].candidates[0].name_ar


def test_the_territory_of_a_country_is_the_country():
    place = read("أُطلق الصاروخ من الأراضي اليمنية")["الأراضي اليمنية"].candidates[0]

    assert (place.id, place.precision) == ("YE", "country")


@pytest.mark.parametrize("text", ["", "...", "في في في", "قرية", "محافظة محافظة محافظة", "شمال شرق شمال شرق"])
def test_odd_texts_raise_nothing(text):
    find_places(prepare(text), load_knowledge())


def test_the_flag_of_a_ship_is_no_place():
    assert list(read("أصيبت سفينة ترفع علم بنما قبالة اليمن")) == ["قبالة اليمن"]


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("جاء المهاجمون من بغداد", "بغداد", "origin"),
        ("سيطروا على الجزء الغربي من محافظة السويداء", "محافظة السويداء", "at"),
        ("سيطروا على 70% من قطاع غزة", "قطاع غزة", "at"),
        ("شنوا غارات على أحياء متفرقة من مدينة غزة", "مدينة غزة", "at"),
        ("وقع الهجوم على بعد 5 كم من بغداد", "بغداد", "at"),
    ],
)
def test_of_a_part_or_a_distance_is_no_origin(text, words, role):
    assert read(text)[words].role == role


def test_the_capital_without_its_name_is_that_of_the_country_spoken_of():
    assert read("دوى انفجار في العاصمة، وهو الثاني في العراق")["العاصمة"].candidates[0].id == "gn:98182"
    assert read("قتل رجل غرب العاصمة، وهو الثاني في الجزائر")["غرب العاصمة"].candidates[0].country == "DZ"


def test_the_border_with_a_country_lies_on_this_side_of_it():
    place = read("أحبط الجيش الأردني تهريبا على الحدود مع سوريا")["الحدود مع سوريا"].candidates[0]

    assert (place.country, place.kind, place.precision) == ("JO", "border", "near")


@pytest.mark.parametrize("words", ["قرب الحدود الأردنية السورية", "بالقرب من الحدود الأردنية"])
def test_near_the_border_is_at_the_border(words):
    place = read(f"عثر الجنود على نفق {words} أمس")[words].candidates[0]

    assert (place.kind, place.country, place.precision) == ("border", "JO", "near")


def test_on_which_side_of_a_border_is_not_guessed():
    place = read("عثر الجنود على نفق قرب الحدود مع الجزائر")["قرب الحدود مع الجزائر"].candidates[0]

    assert (place.kind, place.country) == ("border", None)


def test_what_lies_in_what_the_text_calls_palestine_may_be_in_israel():
    place = read("أطلقوا صاروخا على منطقة عسقلان جنوبي فلسطين المحتلة")["منطقة عسقلان"].candidates[0]

    assert place.country == "IL"


def test_a_place_and_its_direction_in_one_listed_name_are_that_place():
    assert read("أصاب الصاروخ شقة في ضاحية بيروت الجنوبية")["ضاحية بيروت الجنوبية"].candidates[0].id == "c:dahieh"


@pytest.mark.parametrize(
    "text", ["ضربوا مزارع مسن أمام بيته", "قال مدير مديرية أمن المدينة", "أصاب القصف مدرسة ابتدائية"]
)
def test_a_word_that_is_hardly_ever_a_place_is_none_behind_a_place_word(text):
    assert read(text) == {}


def test_a_village_that_is_called_the_farm_is_no_place_said_again():
    found = read("أحرقت بيوت في قرية المزرعة بمحافظة السويداء")

    assert found["قرية المزرعة"].candidates[0].name_ar == "المزرعة"


def test_a_region_is_found_by_its_name_with_a_hyphen_too():
    assert read("هجوم في محافظة سيستان-بلوشستان")["محافظة سيستان-بلوشستان"].candidates[0].id == "r:IR.04"


def test_a_verb_behind_a_place_word_is_no_name():
    assert read("وهو فندق يقصده سياسيون") == {}


def test_a_night_is_no_town_in_france():
    assert read("وقع القصف في ليل الأحد - الاثنين") == {}


def test_a_base_called_after_a_far_town_is_not_in_that_town():
    text = "قصفوا موقع المرج قرب كفركلا في جنوب لبنان، وقصفوا الخيام وحيفا"

    assert read(text)["موقع المرج"].candidates[0].country == "LB"


def test_a_word_for_two_towns_goes_for_the_second_name_too():
    found = read("قصفوا تجمعات بين بلدتي حولا ومركبا جنوب لبنان")

    assert [found[words].candidates[0].admin1 for words in ("بلدتي حولا", "ومركبا")] == ["النبطية", "النبطية"]


def test_a_junction_of_two_roads_stays_in_the_country_around_it():
    found = read("قتل رجل عند تقاطع الشرقية-الدوير جنوبي لبنان")

    assert found["تقاطع الشرقية-الدوير"].candidates[0].country == "LB"


def test_a_distance_from_a_port_is_no_way_from_it():
    mention = read("وقع الحادث على بعد 13 ميلا بحريا من ميناء المخا")["ميناء المخا"]

    assert (mention.role, mention.candidates[0].precision) == ("at", "near")


def test_a_time_zone_is_no_place():
    assert {"عدن"} == set(read("وقع الانفجار في عدن عند الساعة 2:15 بتوقيت صنعاء"))


def test_the_name_of_a_clan_is_one_name_with_the_word_before_it():
    assert "البو حمدان" == read("اقتحمت القوة قرية البو حمدان")["قرية البو حمدان"].candidates[0].name_ar


def test_a_town_of_two_words_behind_a_direction_is_no_monastery():
    assert read("قصفوا بلدة الشحيل شرقي دير الزور")["شرقي دير الزور"].candidates[0].kind in ("city", "town")


def test_an_installation_called_after_a_town_of_the_report_stays_there():
    text = "انقطعت الكهرباء عن عطبرة أمس. وقال مصدر في بورتسودان إن مسيرة ضربت محطة كهرباء عطبرة"

    assert read(text)["محطة كهرباء عطبرة"].candidates[0].admin1 == "نهر النيل"


def test_a_quarter_called_after_a_province_far_away_is_not_there():
    place = read("سقطت القذيفة على حي الوحدة في نيالا")["حي الوحدة"].candidates[0]

    assert (place.id, place.country, place.admin1) == (None, "SD", "جنوب دارفور")


def test_like_and_an_owned_or_indefinite_word_are_no_places():
    assert read("وقعوا في كمين محكم أمام محله لبيع الأدوات قرب معمل، وضبطوا معملا لصنع الصواريخ") == {}


def test_a_state_that_is_called_as_a_kind_of_place_is_is_the_state():
    assert read("هاجم مسلحون قرية في ولاية الجزيرة بالسودان")["ولاية الجزيرة"].candidates[0].id == "r:SD.38"
