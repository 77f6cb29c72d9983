"""Near copies among texts: found by the stretches of words that they share."""

import random

import pytest

from riwaya.reconciling.copies import Copy, find_copies, prints_of

REPORT = (
    "وصلت قافلة من ثلاثين شاحنة تحمل مواد غذائية وأدوية إلى المدينة بعد ظهر السبت، وتولت فرق المتطوعين توزيعها على "
    "الأحياء التي قطعت عنها الطريق منذ أسبوعين بسبب السيول."
)
OTHER = "أعلنت إدارة المعرض أن الدورة المقبلة ستضم مئتي ناشر من عشرين بلدا، وأن الدخول سيكون مجانا طوال أيام الأسبوع."


def copies(*texts):
    return [(copy.a, copy.b) for copy in find_copies({f"t{n}": prints_of(text) for n, text in enumerate(texts)})]


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        REPORT.replace("ثلاثين", "30"),
        REPORT.replace("المدينة", "المدينه").replace("السبت، و", "السَّبت و"),
        f"{OTHER} {REPORT} {OTHER}",
        REPORT[: len(REPORT) * 2 // 3],
        REPORT.replace("المتطوعين", "الإغاثة"),
    ],
    ids=["itself", "a figure in digits", "another spelling", "inside a longer text", "cut", "a word changed"],
)
def test_a_text_printed_again_is_a_copy(text):
    assert [("t0", "t1")] == copies(REPORT, text)


@pytest.mark.parametrize(
    "text",
    [OTHER, "", "وصلت قافلة من ثلاثين شاحنة", "دخلت المدينة السبت شاحنات محملة بالأدوية والأغذية وزعها متطوعون."],
    ids=["another text", "nothing", "a few words", "the same news in other words"],
)
def test_what_shares_a_phrase_at_most_is_no_copy(text):
    assert [] == copies(REPORT, text)


def test_figures_are_all_one_word():
    assert prints_of("قتل 12 شخصا وأصيب 30 آخرون في المدينة") == prints_of("قتل ١٥ شخصا وأصيب 41 آخرون في المدينة")


def test_of_many_copies_only_as_many_pairs_are_given_as_hang_them_together():
    found = find_copies({f"t{n:03}": prints_of(REPORT) for n in range(100)})

    assert 99 == len(found)
    assert {f"t{n:03}" for n in range(100)} == {name for copy in found for name in (copy.a, copy.b)}


def test_only_what_may_be_held_against_each_other_is():
    prints = {name: prints_of(REPORT) for name in ("a", "b", "c")}

    assert [Copy("a", "c", 1.0)] == find_copies(prints, may=lambda one, other: "b" not in (one, other))


def test_the_order_of_texts_changes_nothing():
    prints = {"a": prints_of(REPORT), "b": prints_of(f"{REPORT} {OTHER}"), "c": prints_of(OTHER)}

    assert find_copies(prints) == find_copies(dict(reversed(prints.items())))


def test_the_work_grows_with_the_texts_and_not_with_their_pairs():
    choice = random.Random(7)
    words = [f"كلمة{n}" for n in range(5000)]
    looked_at = []

    def count(texts):
        looked_at.clear()
        find_copies(
            {f"t{n:04}": text for n, text in enumerate(texts)}, may=lambda *pair: looked_at.append(pair) or True
        )
        return len(looked_at)

    texts = [prints_of(" ".join(choice.choices(words, k=80))) for _ in range(1000)]
    echoes = [text for text in texts for _ in range(2)]

    assert 0 == count(texts)
    assert len(texts) == count(echoes)
