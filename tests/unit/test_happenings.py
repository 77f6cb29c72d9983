"""Mentions brought together into happenings, over whole short texts, and the items that a report is made of."""

import pytest

import riwaya
from riwaya import read
from riwaya.pipeline import prepare
from riwaya.reading._items import find_items


def happenings(text):
    """The trigger words of each incident, in text order, history included."""
    reading = read(text, published="2024-03-12")
    words = {}
    for account in reading.accounts:
        start, end = account.trigger
        words.setdefault(account.incident, []).append(text[start:end])
    return list(words.values())


def items(text):
    """The first word of each item, and whether its news is surely another."""
    lattice = prepare(text, published="2024-03-12")
    found = find_items(lattice)
    starts = {item.first: item.parted for n in range(len(lattice.tokens)) if (item := found.at(n))}
    return [(lattice.tokens[first].form, parted) for first, parted in sorted(starts.items())]


ROUNDUP = (
    "قتل أربعة مدنيين صباح اليوم في غارة على سوق بمدينة الحديدة.\n\n"
    "وفي مدينة تعز، قُصف منزل بقذائف الهاون فأصيب ثلاثة أطفال.\n\n"
    "وقال طبيب إن القصف دمر المنزل."
)


def test_a_paragraph_set_in_another_place_is_an_item():
    assert items(ROUNDUP) == [("وفي", True)]


def test_where_somebody_only_speaks_in_another_place_the_item_is_not_surely_another():
    assert items("قصفت الطائرات مخزنا في صعدة.\n\nوفي صنعاء، قال مسؤول إن الضربة أصابت المخزن.") == [("وفي", False)]


def test_a_paragraph_that_begins_with_a_paper_is_no_item():
    assert items("قصفت الطائرات مخزنا في صعدة.\n\nوفي بيان، قال مسؤول إن الضربة أصابت المخزن.") == []


@pytest.mark.parametrize("marks", [("- ", "- "), ("1. ", "2. "), ("1️⃣ ", "2️⃣ "), ("09:15\n", "10:40\n")])
def test_points_of_a_list_are_items(marks):
    text = f"حوادث اليوم\n\n{marks[0]}انفجرت عبوة في سيارة.\n\n{marks[1]}انفجرت عبوة في دراجة.\n\nانتهت النشرة."

    assert [parted for _, parted in items(text)] == [True, True]


def test_the_last_point_of_a_list_is_no_longer_than_the_others():
    text = "- انفجرت عبوة بسيارة.\n- انفجرت عبوة بدراجة.\nوقال ناطق إن المنفذ واحد."
    lattice = prepare(text, published="2024-03-12")

    assert find_items(lattice).at(len(lattice.tokens) - 2) is None


def test_one_dash_is_no_list():
    assert items("بيان\n\n- انفجرت عبوة في سيارة.\n\nانتهى البيان.") == []


def test_what_an_item_tells_as_new_joins_nothing_told_before_it():
    text = "- انفجرت عبوة ناسفة بسيارة شرطي.\n\n- انفجرت عبوة ناسفة بدراجة تاجر.\n\n- انفجرت عبوة ناسفة بحافلة عمال."

    assert len(happenings(text)) == 3


def test_a_source_quoted_in_an_item_says_nothing_of_the_news_before_it():
    text = (
        "قتل أربعة مدنيين في غارة على سوق بمدينة الحديدة.\n\n"
        "على الصعيد الإنساني، قالت جمعية محلية إن مخازن الدواء فارغة منذ أسبوع."
    )

    assert happenings(text) == [["قتل"]]


def test_strikes_on_two_towns_are_two_happenings_though_they_share_the_day_and_the_doer():
    text = (
        "شنت الطائرات الأمريكية صباح اليوم غارة على مدينة صعدة. "
        "وشنت الطائرات الأمريكية مساء اليوم غارة على مدينة الحديدة."
    )

    assert len(happenings(text)) == 2


def test_a_town_that_lies_north_of_another_is_not_the_other():
    text = "قتل شرطي في هجوم مسلح في مدينة بغداد. وأصيب تاجر في هجوم مسلح في مدينة الموصل شمالي بغداد."

    assert len(happenings(text)) == 2


def test_two_villages_that_no_table_knows_are_two_places():
    text = "قصفت المدفعية قرية الزيمرانية فجرا. وقصفت المدفعية قرية الكوشخانة مساء."

    assert len(happenings(text)) == 2


def test_a_headline_joins_what_the_text_tells_of_each_of_its_places():
    text = (
        "انفجار في مدينة الرقة وقصف على مدينة إدلب\n\n"
        "انفجرت سيارة مفخخة اليوم في مدينة الرقة وقتل ثلاثة مدنيين.\n\n"
        "وفي مدينة إدلب، قُتل طفلان في قصف على حي سكني."
    )

    assert len(happenings(text)) == 2


def test_a_strike_on_a_town_and_a_strike_in_it_are_one():
    text = "وزارة الصحة: ستة قتلى في غارة النبطية.\n\nوقالت الوكالة إن غارة على مبنى في مدينة النبطية أوقعت ستة قتلى."

    assert len(happenings(text)) == 1


def test_whoever_blames_somebody_tells_no_happening_of_its_own():
    text = (
        "أصيب خمسة جنود في هجوم بطائرة مسيرة على قاعدة عين الأسد.\n\n"
        "واتهمت الحكومة جماعات خارجة عن القانون باستهداف المعسكرات."
    )

    assert len(happenings(text)) == 1


def test_arrests_on_a_day_of_their_own_are_no_part_of_the_attack():
    text = (
        "أصيب حارسان فجر أمس في هجوم بقذيفة على مقر للشركة في البصرة، وتضررت ثلاث سيارات كانت متوقفة أمام البوابة "
        "الرئيسة للمقر.\n\n"
        "وأعلنت الشرطة مساء أمس اعتقال خمسة أشخاص في حي الجمعيات."
    )

    assert len(happenings(text)) == 2


def test_blasts_in_two_quarters_of_a_city_with_dead_of_their_own_are_two():
    text = (
        "قتل أربعة أشخاص في انفجار سيارة مفخخة في حي الجهاد جنوب بغداد. "
        "وقتل ستة أشخاص في انفجار سيارة مفخخة في حي القاهرة شمال بغداد."
    )

    assert len(happenings(text)) == 2


def test_two_sources_who_count_other_dead_tell_of_one_blast():
    text = (
        "قتل أربعة أشخاص في انفجار سيارة مفخخة في حي الجهاد جنوب بغداد، بحسب الشرطة. "
        "وقال مصدر طبي إن ستة أشخاص قتلوا في انفجار السيارة المفخخة في حي الجهاد."
    )

    assert len(happenings(text)) == 1


def test_one_strike_with_dead_of_its_own_is_not_the_series():
    text = "قتل 20 شخصا اليوم في تفجيرات ضربت مدينة بغداد.\n\nوأدى تفجير في حي القاهرة شمال بغداد إلى مقتل سبعة أشخاص."

    assert len(happenings(text)) == 2


def test_a_house_and_a_school_are_two_targets():
    text = (
        "قصفت الطائرات منزل عائلة القرشي فجرا، فخرج الجيران يبحثون عن الناجين بين الحجارة حتى طلوع الشمس. "
        "وقصفت الطائرات مدرسة الفرقان مساء."
    )

    assert len(happenings(text)) == 2


def test_who_claimed_an_attack_by_a_pronoun_claimed_the_one_told_before():
    text = (
        "قتل خمسة شرطيين اليوم في كمين نصبه مجهولون في إيرانشهر.\n"
        "ويأتي ذلك بعد شهر على هجوم في زاهدان قتل فيه حارس، وتبنته جماعة «جيش العدل».\n"
    )
    reading = riwaya.read(text, published="2024-05-10")
    claim = next(account for account in reading.accounts if account.stance == "claims_responsibility")
    others = {account.incident for account in reading.accounts if account.background and account is not claim}
    assert others == {claim.incident}


def test_what_is_only_named_in_passing_is_no_incident():
    told = "قصفت طائرة مخزنا للحبوب في بلدة سراقب فجر اليوم فقتل حارسان."

    assert len(happenings(f"{told} ودفعت القوات الحكومية بتعزيزات.")) == 1
    assert len(happenings(f"{told} ودفعت القوات الحكومية بتعزيزات إلى بلدة معرة مصرين.")) == 2
    assert len(happenings(f"{told} وقال شاهد إن القوات الحكومية دفعت بتعزيزات.")) == 2


def test_what_a_text_tells_of_alone_needs_one_field():
    assert len(happenings("اشتبكت قوات الجيش.")) == 1
    assert happenings("جرت اشتباكات.") == []


def test_one_source_who_counts_the_dead_in_two_towns_tells_of_two_strikes():
    text = (
        "قالت وزارة الصحة إن غارة على بلدة كفر التين أدت إلى مقتل خمسة أشخاص. "
        "وأضافت الوزارة أن غارة على بلدة دير الورد أدت إلى مقتل ثلاثة أشخاص."
    )

    assert len(happenings(text)) == 2


def test_two_sources_may_name_the_place_of_one_strike_in_two_ways():
    text = (
        "قال مصدر طبي إن غارة على سوق دير الورد أدت إلى مقتل خمسة أشخاص. "
        "وقال مصدر أمني إن الغارة على بلدة دير الورد أدت إلى مقتل ثلاثة أشخاص."
    )

    assert len(happenings(text)) == 1


def test_a_raid_that_a_source_brings_in_elsewhere_is_another_though_as_many_died():
    text = (
        "قالت وزارة الصحة إن غارة على بلدة كفر التين أدت إلى مقتل خمسة أشخاص، "
        "كما أسفرت غارة على بلدة دير الورد عن مقتل خمسة أشخاص."
    )

    assert len(happenings(text)) == 2


def test_one_strike_of_a_series_is_none_of_the_raids_whose_dead_are_counted_together():
    text = (
        "قتل 24 شخصا في غارات استهدفت مناطق في جنوب لبنان.\n\n"
        "وقالت وكالة محلية إن غارة على بلدة دير الورد أسفرت عن مقتل سبعة أشخاص."
    )

    assert len(happenings(text)) == 2


def test_the_quarter_of_a_town_is_no_other_place_than_the_town():
    text = (
        "قال الدفاع المدني إن قصفا على مدينة الرقة أدى إلى مقتل خمسة أشخاص. "
        "وأضاف أن قصفا على حي المشلب في الرقة أدى إلى مقتل سبعة أشخاص."
    )

    assert len(happenings(text)) == 1


def test_the_raid_of_a_town_is_the_raid_that_another_item_tells_in_that_town():
    text = (
        "09:15\nوزارة الصحة: ارتفاع عدد ضحايا غارة الغازية إلى ستة قتلى.\n\n"
        "08:40\nغارة إسرائيلية على بناية سكنية في بلدة الغازية جنوب صيدا."
    )

    assert happenings(text) == [["غارة", "غارة"]]


def tallies(text):
    """What was counted in each incident that is told as a whole: who were, how many, since when; and if it is news."""
    reading = read(text, published="2024-03-12")
    return [
        (claim.field, claim.value["low"], claim.value["since"], account.background)
        for account in reading.accounts
        if account.type in ("campaign", "displacement")
        for claim in account.claims
        if claim.field in ("killed", "injured", "displaced")
    ]


RAID = "قتل ثلاثة مدنيين صباح اليوم في غارة على سوق بمدينة الحديدة.\n\n"


def test_the_dead_of_a_year_are_no_dead_of_the_raid_told_beside_them():
    text = RAID + "وقتل في المحافظة منذ مطلع العام 27 شخصا، حسب إحصاء لمنظمة محلية."

    assert tallies(text) == [("killed", 27, "2024-01-01", True)]
    assert happenings(text) == [["قتل"], ["27 شخصا"]]


def test_the_dead_of_a_year_and_those_of_a_war_are_counted_apart():
    text = (
        RAID + "وقتل منذ مطلع العام 27 شخصا، حسب إحصاء لمنظمة محلية.\n\n"
        "ووفقا لوزارة الصحة، بلغ عدد القتلى منذ 7 أكتوبر الماضي 516 قتيلا."
    )

    assert len(happenings(text)) == 3


def test_those_who_fled_since_a_month_before_are_news():
    text = RAID + "وقالت منظمة الهجرة إن نحو 800 شخص نزحوا من المدينة منذ مطلع فبراير الماضي."

    assert tallies(text) == [("displaced", 720, "2024-02-01", False)]


def test_the_first_dead_since_a_month_before_are_no_count_since_then():
    text = RAID + "وهؤلاء أول قتلى منذ بدأت الهجمات في فبراير الماضي."

    assert tallies(text) == []


def test_people_harmed_in_an_item_of_their_own_are_no_toll_of_the_item_before():
    text = (
        "- اعتقلت الشرطة أربعة مطلوبين في قضاء الحويجة.\n\n"
        "- سحبت فرق الإنقاذ جثتي مسنين من تحت أنقاض منزل شمال المقدادية."
    )

    assert happenings(text) == [["اعتقلت"], ["جثتي مسنين"]]


def test_a_toll_that_rises_in_an_item_makes_no_happening():
    text = "- انفجرت عبوة ناسفة بسيارة شرطي.\n\n- ارتفعت الحصيلة إلى سبعة قتلى."

    assert happenings(text) == [["انفجرت"]]


TWO_QUARTERS = (
    "انفجرت عبوة ناسفة بسيارة في منطقة البتراء صباح اليوم.\n\n"
    "وقصفت طائرة منزلا في منطقة السنبلة مساء اليوم.\n\n"
    "وقال ناطق باسم الشرطة إن حارسا من سكان منطقة {} أصيب بحروق."
)


@pytest.mark.parametrize(("quarter", "incident"), [("البتراء", 0), ("السنبلة", 1)])
def test_who_names_a_quarter_speaks_of_what_happened_there(quarter, incident):
    reading = read(TWO_QUARTERS.format(quarter), published="2024-03-12")
    told = [account.incident for account in reading.accounts if len(account.attribution) > 1]

    assert told == [reading.incidents[incident].id]


def test_what_points_back_points_at_what_its_own_paragraph_tells():
    text = (
        "قصفت القوات التركية بالمدفعية قرية الدردارة شمالي تل تمر.\n\n"
        "وسقطت ثلاث قذائف صاروخية على حي المحمودية في عفرين. ونفت قوات سوريا الديمقراطية مسؤوليتها عن القصف."
    )

    assert happenings(text) == [["قصفت"], ["وسقطت", "القصف"]]


def test_a_blow_at_no_place_and_on_no_day_was_dealt_in_what_its_paragraph_tells():
    text = (
        "هاجمت طائرات مسيرة محطة كهرباء في مدينة عطبرة. وحمل ناطق قوات الدعم السريع مسؤولية استهداف المحطة.\n\n"
        "وقُتل 14 مدنيا في قصف مدفعي طال سوق المواشي في الفاشر. "
        "وكان الناس يقفون أمام مخبز في طرف السوق، وكانت سيارات الإسعاف متوقفة لأن الوقود نفد منذ أسابيع. "
        "وقالت قوات الدعم السريع إنها ضربت تجمعا للقوة المشتركة."
    )

    assert happenings(text)[1] == ["وقُتل", "ضربت"]


def test_a_district_and_its_town_are_one_place_though_a_larger_town_is_named_to_tell_where():
    text = (
        "- اعتقلت الشرطة أربعة من عناصر التنظيم بقضاء الحويجة جنوب غربي كركوك.\n\n- انفجرت عبوة ناسفة في بعقوبة.\n\n"
        "وأكدت وكالة الاستخبارات اعتقال أربعة متهمين في الحويجة."
    )

    assert happenings(text) == [["اعتقلت", "اعتقال"], ["انفجرت"]]


def test_a_raid_on_the_house_is_part_of_the_taking_that_was_told_before():
    text = (
        "خُطفت الطبيبة من بيتها في بلدة الميادين قبل أيام، وما زالت عائلتها تنتظر خبرا عنها من أي جهة كانت.\n"
        "وقال أحد جيرانها إنه سمع الصراخ فخرج إلى الشرفة، وإن رجالا ملثمين دخلوا المنزل نحو الثانية فجر الأحد."
    )

    assert happenings(text) == [["خُطفت", "دخلوا"]]
    assert happenings(text.replace("المنزل", "مخفرا")) == [["خُطفت"], ["دخلوا"]]


def test_the_second_hour_does_not_tell_of_a_second_attack():
    first = "قصفت الطائرات مخزنا في صعدة أمس الاثنين."

    assert happenings(f"{first}\nوقال شاهد إن الغارة على المخزن نفذت الساعة الثانية فجرا.") == [["قصفت", "الغارة"]]
    assert len(happenings(f"{first}\nوقال شاهد إن غارة ثانية نفذت على المخزن فجرا.")) == 2


def test_a_release_is_not_the_clashes_that_were_only_pointed_at_before():
    text = (
        "ارتفع إلى تسعة قتلى عدد ضحايا الاشتباكات المسلحة في مدينة الزاوية.\n"
        "وهدأ القتال في المدينة مساء الأحد حين أفرج فصيل عن قائد لفصيل منافس."
    )

    assert happenings(text) == [["الاشتباكات"], ["أفرج"]]
