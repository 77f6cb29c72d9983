"""The days of events that no word beside them dates: of the saying, of the news, of an hour, of what came after it."""

import riwaya


def days(text, published="2021-03-17"):
    """For each account the type, the day or the two days it claims, and the words that tell them."""
    out = []
    for account in riwaya.read(text, published=published).accounts:
        for claim in account.claims:
            if claim.field == "happened":
                low, high = claim.value["earliest"], claim.value["latest"]
                out.append((account.type, low if low == high else (low, high), claim.text))
    return out


def test_what_the_report_goes_on_to_tell_of_the_news_is_of_its_day():
    text = (
        "قتل أربعة أشخاص أمس الثلاثاء في غارتين على بلدة سرمين.\n"
        "وفي مدينة أعزاز أصيب خمسة أطفال في قصف مدفعي طال مدرسة."
    )

    assert ("shelling", "2021-03-16", "أمس الثلاثاء") in days(text)


def test_what_has_a_time_of_its_own_is_not_of_the_day_of_the_news():
    text = (
        "قتل أربعة أشخاص أمس الثلاثاء في غارتين على بلدة سرمين.\n"
        "وفي مدينة أعزاز أصيب خمسة أطفال في قصف مدفعي طال مدرسة قبل أسبوع."
    )

    assert ("shelling", "2021-03-10", "قبل أسبوع") in days(text)


def test_news_of_two_days_gives_no_day_to_what_follows():
    text = (
        "قتل أربعة أشخاص أمس الثلاثاء في غارتين على بلدة سرمين.\n"
        "وانفجرت سيارة مفخخة صباح الأحد في مدينة الرقة.\n"
        "وفي مدينة أعزاز أصيب خمسة أطفال في قصف مدفعي طال مدرسة."
    )

    assert ("shelling", (None, "2021-03-17")) in [told[:2] for told in days(text)]


def test_an_hour_alone_is_of_the_day_of_its_happening():
    text = (
        "شن الطيران أمس الثلاثاء غارة على ميناء الصليف.\nوقال شاهد إن الغارة على ميناء الصليف وقعت الساعة العاشرة مساء."
    )

    assert ("airstrike", "2021-03-16", "الساعة العاشرة مساء") in days(text)


def test_an_hour_alone_is_of_no_day_where_none_is_told():
    text = "قصفنا عند الساعة 17:45 تجمعا لجنود العدو في محيط بلدة حولا بالقذائف المدفعية."

    assert [day for _, day, _ in days(text)] == [(None, "2021-03-17")]


def test_a_time_in_a_clause_on_what_was_done_before_is_of_that():
    text = "وبدأ القتال في مدينة أعزاز بعد أن خطفت جماعة من المسلحين شابا قبل أسبوع، ثم انتقل إلى قرى أخرى."

    assert [("abduction", "2021-03-10", "قبل أسبوع")] == days(text)


def test_an_event_is_so_long_before_what_came_after_it():
    text = "شن الطيران اليوم الأربعاء غارة على بلدة سرمين، بعد يومين من هجوم مسلح على حاجز في مدينة أعزاز."

    assert {("airstrike", "2021-03-17", "اليوم الأربعاء"), ("attack", "2021-03-15", "بعد يومين")} <= set(days(text))


def test_the_day_of_an_announcement_is_not_the_day_of_what_another_dates():
    text = (
        "أعلنت الشرطة، اليوم الأربعاء، مقتل ستة مدنيين في قصف مدفعي نفذه مسلحون على بلدة سرمين.\n"
        "وقال المجلس المحلي إن المسلحين قصفوا بلدة سرمين بالمدفعية أمس الثلاثاء."
    )

    found = riwaya.read(text, published="2021-03-17")

    assert len(found.incidents) == 1
    assert "2021-03-17" not in [day for _, day, _ in days(text)]
    assert ("shelling", "2021-03-16", "أمس الثلاثاء") in days(text)


def test_the_day_of_an_announcement_is_the_day_of_what_nothing_else_dates():
    text = "أعلنت الشرطة، اليوم الأربعاء، مقتل ستة مدنيين في قصف مدفعي نفذه مسلحون على بلدة سرمين."

    assert days(text) == [("shelling", "2021-03-17", "اليوم الأربعاء")]


def test_a_day_long_before_that_of_an_announcement_is_of_another_happening():
    text = (
        "أعلنت الشرطة، اليوم الأربعاء، مقتل ستة مدنيين في قصف مدفعي نفذه مسلحون على بلدة سرمين.\n"
        "وقال المجلس المحلي إن المسلحين قصفوا بلدة سرمين بالمدفعية يوم 3 مارس."
    )

    assert len(riwaya.read(text, published="2021-03-17").incidents) == 2


def test_what_has_gone_on_since_a_day_just_past_is_of_that_day_and_later():
    assert days("اندلعت اشتباكات منذ مساء الاثنين بين الجيش ومسلحين في مدينة الرقة.") == [
        ("clash", ("2021-03-15", "2021-03-17"), "مساء الاثنين")
    ]


def test_what_is_counted_since_a_day_is_not_of_that_day():
    text = "شن الطيران غارة على بلدة سرمين هي الثالثة منذ أمس."

    assert [day for _, day, _ in days(text)] == [(None, "2021-03-17")]


def test_the_day_between_the_words_of_saying_and_who_speaks_is_the_day_of_speaking():
    text = (
        "ارتفع إلى تسعة قتلى عدد ضحايا الاشتباكات في مدينة الزاوية، وفقا لما صرح به يوم الأربعاء متحدث باسم المستشفى.\n"
        "ودارت الاشتباكات في المدينة مساء الثلاثاء."
    )

    assert days(text) == [
        ("clash", (None, "2021-03-17"), "الاشتباكات"),
        ("clash", "2021-03-16", "مساء الثلاثاء"),
    ]
