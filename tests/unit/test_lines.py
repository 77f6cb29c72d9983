"""Independent lines: which accounts go back to one origin, and the reasons that can be read."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import riwaya
from builders import make_account, make_source
from riwaya.reconciling.lines import find_origins

REPORT = (
    "استهدف هجوم بطائرتين مسيرتين قاعدة حرير الجوية في أربيل فجر الثلاثاء، وسمع دوي انفجارين متتاليين أعقبهما إطلاق "
    "كثيف لصفارات الإنذار داخل القاعدة ومحيطها."
)
OTHER = "هاجمت مسيرتان مفخختان قاعدة حرير في محافظة أربيل قبل شروق شمس الثلاثاء، وهرعت سيارات الإسعاف إلى المكان."
POST = (
    "استهدفنا فجر اليوم قاعدة حرير الجوية في أربيل بطائرتين مسيرتين أصابتا أهدافهما بدقة، ولن تتوقف عملياتنا حتى خروج "
    "آخر جندي من أرضنا."
)
PAPERS = ("صحيفة الأفق", "صحيفة الضفاف", "صحيفة النهار", "صحيفة المدى", "صحيفة الوطن")


def read(number, text, publisher=None):
    return riwaya.read(text, published="2024-01-16", publisher=publisher or PAPERS[number], id=f"d{number}")


def lines_of(*readings):
    """The independent lines of the one incident that some documents tell of."""
    [incident] = [each.incident for each in riwaya.reconcile(readings) if len(each.happenings) == len(readings)]
    assert incident.independent_lines == len(incident.lines)
    return incident.lines


def told(*rows, sources=(), texts=None):
    """The origins of accounts given as name and chain of sources."""
    known = {source.id: source for source in sources}
    known |= {id: make_source(id, name=id) for _, chain in rows for id in chain if id not in known}
    return find_origins([make_account(id, chain=chain) for id, chain in rows], known, texts or {})


def grouped(origins):
    return [line.accounts for line in origins.independent]


# ------------------------------------------------------------------------------------------------------ whole documents


def test_one_agency_report_printed_by_five_papers_is_one_line():
    [line] = lines_of(*(read(number, f"{REPORT} (أ ف ب)") for number in range(5)))

    assert {f"d{number}" for number in range(5)} == {account[:2] for account in line.accounts}
    assert 4 == len(line.joined)


def test_a_paper_that_prints_an_agency_without_naming_it_is_found_by_its_words():
    [line] = lines_of(read(0, f"{REPORT} (أ ف ب)"), read(1, REPORT))

    assert "فرانس برس" == line.name
    assert ["d0 and d1 tell it in the same words, 100% of the shorter text"] == [joining.why for joining in line.joined]


def test_a_report_printed_again_with_other_figures_is_the_same_line():
    one = f"{REPORT} وقتل خمسة جنود وأصيب 12 آخرون نقلوا إلى مستشفى المدينة."
    two = f"{REPORT} وقتل سبعة جنود وأصيب 15 آخرون نقلوا إلى مستشفى المدينة."

    assert 1 == len(lines_of(read(0, one), read(1, two)))


def test_two_papers_in_words_of_their_own_are_two_lines():
    assert ["صحيفة الأفق", "صحيفة الضفاف"] == [line.name for line in lines_of(read(0, REPORT), read(1, OTHER))]


def test_a_post_that_is_handed_on_is_its_authors():
    credited = f"منشور لكتائب الراية على تلغرام بتاريخ 16/01/2024:\n«{POST}»"
    lines = lines_of(read(0, credited), read(1, POST))

    assert [("d0/a1", "d1/a1")] == [line.accounts for line in lines]


def test_one_statement_quoted_by_two_papers_is_one_line():
    one = "قالت خلية الإعلام الأمني إن طائرتين مسيرتين هاجمتا قاعدة حرير في أربيل فجر الثلاثاء."
    two = "هوجمت قاعدة حرير في أربيل بمسيرتين فجر الثلاثاء، وفق ما أعلنت خلية الإعلام الأمني."
    [line] = lines_of(read(0, one), read(1, two))

    assert "خلية الإعلام الأمني" == line.name
    assert ["both go back to خلية الإعلام الأمني"] == [joining.why for joining in line.joined]


def test_the_order_of_documents_changes_no_line():
    readings = [read(0, f"{REPORT} (أ ف ب)"), read(1, REPORT), read(2, OTHER)]

    assert 1 == len({lines_of(*order) for order in permutations(readings)})


# -------------------------------------------------------------------------------------------------------- made accounts


UNNAMED = make_source("unnamed", name="مصدر أمني", kind="unnamed", anonymous=True)
AGENCY = make_source("agency", name="وكالة الأفق", kind="agency")


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        ((("p1", "unnamed"), ("p2", "unnamed")), 2),
        ((("p1", "agency", "unnamed"), ("p2", "agency", "unnamed")), 1),
        ((("p1", "agency"), ("p2", "agency")), 1),
        ((("p1", "agency"), ("p2",)), 2),
        ((("p1", "agency"), ("agency",)), 1),
        ((("p1",), ("p1",)), 1),
    ],
    ids=[
        "an unnamed source of two papers", "of one agency", "one agency", "an agency and a paper",
        "an agency and its own page", "two reports of one paper",
    ],
)  # fmt: skip
def test_an_account_goes_back_to_whoever_asserts(chains, expected):
    rows = [(f"d{number}/a1", chain) for number, chain in enumerate(chains)]

    assert expected == len(grouped(told(*rows, sources=(UNNAMED, AGENCY))))


def test_an_unnamed_source_in_two_prints_of_one_text_is_one():
    texts = dict.fromkeys(("d1", "d2"), REPORT)
    rows = [("d1/a1", ("p1", "unnamed")), ("d2/a1", ("p2", "unnamed"))]

    assert [("d1/a1", "d2/a1")] == grouped(told(*rows, sources=(UNNAMED,), texts=texts))


def test_two_who_are_named_stay_two_though_their_words_are_the_same():
    texts = dict.fromkeys(("d1", "d2"), REPORT)
    rows = [("d1/a1", ("p1", "الشرطة")), ("d2/a1", ("p2", "الدفاع المدني"))]

    assert 2 == len(grouped(told(*rows, texts=texts)))


def test_who_speaks_for_one_actor_is_one_line():
    army, spokesman = (
        make_source(id, name=name, name_en="The Army", kind="military", actor="XA.army")
        for id, name in (("army", "جيش الساحل"), ("staff", "هيئة الأركان"))
    )
    origins = told(("d1/a1", ("p1", "army")), ("d2/a1", ("p2", "staff")), sources=(army, spokesman))

    assert ["both speak for The Army"] == [joining.why for joining in origins.independent[0].joined]


def test_two_officials_of_one_state_are_two_lines():
    officials = [make_source(id, name=id, kind="official", actor="XA.official") for id in ("وزير", "محافظ")]
    rows = [("d1/a1", ("p1", "وزير")), ("d2/a1", ("p2", "محافظ"))]

    assert 2 == len(grouped(told(*rows, sources=officials)))


def test_what_a_medium_says_itself_is_no_line_where_it_rests_on_whom_it_quotes():
    rows = [("d1/a1", ("p1", "agency")), ("d1/a2", ("p1", "agency", "الشرطة")), ("d2/a1", ("p2", "agency"))]

    assert [("d1/a2",)] == grouped(told(*rows, sources=(AGENCY,)))


def test_of_two_media_that_quote_only_each_other_one_counts():
    rows = [("d1/a1", ("p1",)), ("d1/a2", ("p1", "agency")), ("d2/a1", ("agency",)), ("d2/a2", ("agency", "p1"))]

    assert 1 == len(grouped(told(*rows, sources=(AGENCY, make_source("p1", name="p1", kind="outlet")))))


def test_a_line_is_named_after_the_shortest_name_of_somebody():
    rows = [("d1/a1", ("p1", "متحدث باسم وزارة الصحة")), ("d2/a1", ("p2", "وزارة الصحة"))]
    [line] = told(*rows).independent

    assert ("وزارة الصحة", ["متحدث باسم وزارة الصحة speaks for وزارة الصحة"]) == (
        line.name,
        [joining.why for joining in line.joined],
    )


SPOKESWOMEN = ("الناطقة باسم صحة الإقليم هدى السالم", "هدى السالم المتحدثة باسم دائرة الصحة")


def test_a_person_told_of_by_two_offices_is_one_line():
    rows = [(f"d{number}/a1", (f"p{number}", name)) for number, name in enumerate(SPOKESWOMEN)]
    [line] = told(*rows).independent

    assert [f"{SPOKESWOMEN[0]} and {SPOKESWOMEN[1]} are one person"] == [joining.why for joining in line.joined]


def test_a_family_name_behind_a_rank_is_whoever_has_it():
    rows = [("d1/a1", ("p1", "قائد الشرطة وسام الحلبي")), ("d2/a1", ("p2", "العقيد الحلبي"))]

    assert [("d1/a1", "d2/a1")] == grouped(told(*rows))


def test_of_two_who_have_one_family_name_nobody_knows_which_is_meant():
    rows = [
        ("d1/a1", ("p1", "قائد الشرطة وسام الحلبي")),
        ("d2/a1", ("p2", "العقيد الحلبي")),
        ("d3/a1", ("p3", "الطبيب كمال الحلبي")),
    ]

    assert 3 == len(grouped(told(*rows)))


def test_two_who_hold_one_office_are_two_lines():
    rows = [("d1/a1", ("p1", "الناطقة باسم الصحة هدى السالم")), ("d2/a1", ("p2", "الناطق باسم الصحة سمير الجابري"))]

    assert 2 == len(grouped(told(*rows)))


def test_a_spokesman_quoted_by_two_papers_in_two_ways_disputes_nothing_with_himself():
    one = "قالت الناطقة باسم صحة المحافظة هدى السالم إن 13 مدنيا قتلوا في قصف مدفعي على سوق حمص يوم الثلاثاء."
    two = "قتل 15 مدنيا يوم الثلاثاء في قصف مدفعي على سوق حمص، وفق هدى السالم المتحدثة باسم صحة المحافظة."
    [incident] = riwaya.reconcile([read(0, one), read(1, two)])

    assert {"disputes"}.isdisjoint(relation.relation for relation in incident.incident.fields["killed"].relations)
    assert 1 == incident.incident.independent_lines


# ----------------------------------------------------------------------------------------------------------- properties

TEXTS = (REPORT, f"{REPORT} {OTHER}", OTHER, POST)
SOURCES = ("agency", "unnamed", "p1", "الشرطة", "مدير الشرطة العام", "وزارة الصحة", "متحدث باسم وزارة الصحة",
           *SPOKESWOMEN, "العقيد الحلبي", "قائد الشرطة وسام الحلبي", "كمال الحلبي")  # fmt: skip
CHAINS = st.lists(st.sampled_from(SOURCES), max_size=2, unique=True)
DOCUMENTS = st.lists(
    st.tuples(st.sampled_from(("p1", "p2", "p3")), st.sampled_from(TEXTS), st.lists(CHAINS, min_size=1, max_size=3)),
    min_size=1,
    max_size=5,
)


def origins_of(documents):
    rows, texts = [], {}
    for number, (paper, text, chains) in enumerate(documents):
        texts[f"d{number}"] = text
        rows += [(f"d{number}/a{n}", (paper, *chain)) for n, chain in enumerate(chains)]
    return told(*rows, sources=(UNNAMED, AGENCY), texts=texts)


@given(DOCUMENTS)
def test_every_line_is_hung_together_by_its_joinings(documents):
    for line in origins_of(documents).independent:
        reached = {line.accounts[0]}
        for _ in line.joined:
            reached |= {end for j in line.joined if {j.a, j.b} & reached for end in (j.a, j.b)}
        assert set(line.accounts) == reached
        assert len(line.accounts) == len(line.joined) + 1
        assert all(joining.why for joining in line.joined)


@given(DOCUMENTS)
def test_no_account_is_in_two_lines_and_there_is_a_line_at_least(documents):
    accounts = [account for line in origins_of(documents).independent for account in line.accounts]

    assert accounts
    assert len(accounts) == len(set(accounts))


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_the_order_of_accounts_changes_no_line(documents, random):
    rows, texts = [], {}
    for number, (paper, text, chains) in enumerate(documents):
        texts[f"d{number}"] = text
        rows += [(f"d{number}/a{n}", (paper, *chain)) for n, chain in enumerate(chains)]
    shuffled = random.sample(rows, len(rows))
    one, two = (told(*each, sources=(UNNAMED, AGENCY), texts=texts) for each in (rows, shuffled))

    assert one.names == two.names
    assert {(line.name, frozenset(line.accounts), line.joined) for line in one.independent} == {
        (line.name, frozenset(line.accounts), line.joined) for line in two.independent
    }


@given(DOCUMENTS)
def test_another_document_takes_away_no_more_lines_than_it_joins(documents):
    before, after = origins_of(documents[:-1] or documents), origins_of(documents)
    newest = f"d{len(documents) - 1}/"
    touched = {name for account, name in after.names.items() if account.startswith(newest)}
    joined = [line for line in before.independent if {after.names[account] for account in line.accounts} & touched]

    assert len(before.independent) - len(after.independent) <= len(joined)


def test_sources_without_a_name_are_known_through_whoever_is_named_before_them():
    hidden = make_source("s1", name=None, kind="post", anonymous=True)
    medic = make_source("s2", name="مصدر طبي", kind="unnamed", anonymous=True)
    rows = [(f"{d}/a1", (f"قناة {d}", f"{d}/s1", f"{d}/s2")) for d in ("d1", "d2")]
    rows += [(f"{d}/a2", (f"قناة {d}", f"{d}/s1")) for d in ("d1", "d2")]
    sources = [replace(source, id=f"{d}/{source.id}") for d in ("d1", "d2") for source in (hidden, medic)]

    assert {
        "d1/a1": "قناة d1: an unnamed source: مصدر طبي",
        "d2/a1": "قناة d2: an unnamed source: مصدر طبي",
        "d1/a2": "قناة d1: an unnamed source",
        "d2/a2": "قناة d2: an unnamed source",
    } == told(*rows, sources=sources).names


def test_sources_without_a_name_in_one_document_are_told_apart():
    sources = [make_source(id, name=None, kind="post", anonymous=True) for id in ("s1", "s2")]

    origins = told(("a1", ("s0", "s1")), ("a2", ("s0", "s2")), sources=sources)

    assert [("a1",), ("a2",)] == grouped(origins)
