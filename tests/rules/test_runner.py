"""The runner of examples can say no: a small family is in order, and each planted fault in it is caught by name."""

from datetime import date, timedelta

import pytest

from riwaya.knowledge.examples import SPELLINGS, Examples, find_checks
from riwaya.knowledge.load import Knowledge, compile_data
from riwaya.text.documents import make_document
from riwaya.text.normalize import fold
from riwaya.text.segment import split_sentences, tokenize
from textlists import load_text_words

FAMILY = """\
family: times/relative_days
about: Day words.
stage: times
as_of: 2013-02-12

words:
  day_word:
    "0":
      - اليوم
    "-1":
      - أمس
      - البارحة
    "-30":
      - يومها
  first:
    - الأول
  arrived:
    - وصل

rules:
  - id: time.day-word
    pattern: $day_word:told
    exceptions:
      - id: time.day-word.before-yesterday
        followed_by: $first
        why: two days back, and a rule of its own
    gives: {offset: $told}
    examples:
      - text: قتل 3 مدنيين أمس في ريف إدلب
        en: Three civilians were killed yesterday in the Idlib countryside.
        span: أمس
        told: أمس
        offset: "-1"
        day: 2013-02-11
    counterexamples:
      - text: وصل الوفد أمس الأول
        en: The delegation arrived the day before yesterday.
        why: the exception
        instead: time.day-before-yesterday
    known_misses:
      - text: وصل ليلة الأمس
        en: He arrived last night.
        why: the article is not read yet
        span: غدا
  - id: time.day-before-yesterday
    pattern: $day_word $first
    examples:
      - text: وصل الوفد أمس الأول
        en: The delegation arrived the day before yesterday.
    counterexamples:
      - text: وصل الوفد أمس
        en: The delegation arrived yesterday.
        why: one day back
        instead: time.day-word

templates:
  - text: قتل رجل ___ في الحي
    en: A man was killed ___ in the quarter.
    class: day_word
"""


def prepare_with(knowledge: Knowledge):
    words = load_text_words()

    def prepare(text: str, day: date):
        document = make_document(text, words=words)
        tokens = tuple(tokenize(text, restorations=()))
        sentences = split_sentences(text, tokens, words=words, segments=document.segments)
        return knowledge.lexicon.lay(document, tokens, sentences)

    return prepare


def day_of(match, lattice, knowledge, as_of):
    offset = match.gives().get("offset")
    return {"day": (as_of + timedelta(days=int(offset))).isoformat()} if offset else {}


@pytest.fixture
def failures(tmp_path):
    """Runs all checks of a family, given as changes to the one above; gives what failed by the name of its check."""

    def run(changes: dict[str, str] | None = None, interpret=day_of) -> dict[str, str]:
        text = FAMILY
        for old, new in (changes or {}).items():
            assert old in text
            text = text.replace(old, new, 1)
        folder = tmp_path / "ar" / "times"
        folder.mkdir(parents=True)
        (folder / "relative_days.yaml").write_text(text, encoding="utf-8")
        compiled = compile_data(tmp_path)
        knowledge = Knowledge(compiled, tmp_path)
        examples = Examples(knowledge, prepare_with(knowledge), {"times": interpret})
        done = {check.name.partition("::")[2]: examples.run(check) for check in find_checks(compiled.families)}
        return {name: str(failure) for name, failure in done.items() if failure}

    return run


def test_a_family_in_order_fails_nowhere(failures):
    assert {} == failures()


def test_every_promise_of_a_family_is_a_check_with_a_name(tmp_path):
    (tmp_path / "ar").mkdir()
    (tmp_path / "ar" / "days.yaml").write_text(FAMILY, encoding="utf-8")
    names = [check.name for check in find_checks(compile_data(tmp_path).families)]

    assert len(set(names)) == len(names)
    assert [
        "ar/days.yaml::time.day-word[example 1]",
        "ar/days.yaml::time.day-word[example 1 together]",
        "ar/days.yaml::time.day-word[example 1 spellings]",
        "ar/days.yaml::time.day-word[example 1 clock]",
        "ar/days.yaml::time.day-word[counterexample 1]",
        "ar/days.yaml::time.day-word[counterexample 1 instead]",
        "ar/days.yaml::time.day-word[exception time.day-word.before-yesterday]",
        "ar/days.yaml::time.day-word[known miss 1]",
    ] == names[:8]


@pytest.mark.parametrize(
    ("changes", "name", "told"),
    [
        ({"day: 2013-02-11": "day: 2013-02-13"}, "time.day-word[example 1]", "day: 2013-02-11, not 2013-02-13"),
        ({"span: أمس": "span: ريف"}, "time.day-word[example 1]", "span: أمس, not ريف"),
        ({"told: أمس": "told: ريف"}, "time.day-word[example 1]", "told: أمس, not ريف"),
        ({'offset: "-1"': 'offset: "0"'}, "time.day-word[example 1]", "offset: -1, not 0"),
        ({'offset: "-1"': "shade: red"}, "time.day-word[example 1]", "shade: nothing, not red"),
        ({"مدنيين أمس": "مدنيين غدا"}, "time.day-word[example 1]", "must match once"),
        (
            {"why: one day back\n": "why: one day back\n      - text: وصل أمس الأول\n        en: x\n        why: y\n"},
            "time.day-before-yesterday[counterexample 2]",
            "must not match",
        ),
        (
            {"pattern: $day_word $first": "pattern: $arrived $first"},
            "time.day-word[counterexample 1 instead]",
            "is to be",
        ),
        (
            {"followed_by: $first": "followed_by: $arrived"},
            "time.day-word[exception time.day-word.before-yesterday]",
            "holds nothing back",
        ),
        ({"وصل ليلة الأمس": "وصل أمس", "span: غدا": "span: أمس"}, "time.day-word[known miss 1]", "make it an example"),
        ({"قتل رجل ___ في": "قتل رجل زم___ في"}, "template 1[day_word]", "must read every word of day_word"),
    ],
)
def test_a_planted_fault_is_caught(failures, changes, name, told):
    found = failures(changes)

    assert name in found
    assert told in found[name]


def test_a_rule_that_loses_its_words_to_another_names_the_thief(failures):
    thief = """\
  - id: time.thief
    pattern: $day_word $in_town
    examples:
      - text: قتل أمس في الحي
        en: He was killed yesterday in the quarter.
    counterexamples:
      - text: قتل في الحي
        en: He was killed in the quarter.
        why: no day
"""
    found = failures({"rules:\n": f"  in_town:\n    - في\n\nrules:\n{thief}"})

    assert "must win beside the other rules of its stage" in found["time.day-word[example 1 together]"]
    assert "time.thief: أمس في" in found["time.day-word[example 1 together]"]


def test_a_stage_that_looks_at_spelling_is_caught(failures):
    def by_letters(match, lattice, knowledge, as_of):
        return {**day_of(match, lattice, knowledge, as_of), "plain": str("أ" in lattice.text(match.first, match.last))}

    found = failures(interpret=by_letters)

    assert {"time.day-word[example 1 spellings]", "time.day-before-yesterday[example 1 spellings]"} == set(found)
    assert "must read the same without hamza" in found["time.day-word[example 1 spellings]"]


@pytest.mark.parametrize("shift", [1, -7, 8])
def test_a_clock_other_than_the_day_of_publication_is_caught(failures, shift):
    def by_another_clock(match, lattice, knowledge, as_of):
        day = as_of if as_of == date(2013, 2, 12) else date(2013, 2, 12) + timedelta(days=shift)
        return day_of(match, lattice, knowledge, day)

    found = failures(interpret=by_another_clock)

    assert ["time.day-word[example 1 clock]"] == list(found)


def test_a_failure_names_file_line_reason_text_and_what_came(failures):
    found = failures({"followed_by: $first": "followed_by: $arrived"})

    assert (
        "ar/times/relative_days.yaml:36: time.day-word must not match\n"
        "  why:  the exception\n"
        "  text: وصل الوفد أمس الأول\n"
        "  got:  أمس"
    ) == found["time.day-word[counterexample 1]"]


@pytest.mark.parametrize("name", SPELLINGS)
def test_another_spelling_differs_and_folds_to_the_same(name):
    text = "أكد المسؤول أن 12 مدنيا و٣ عناصر قتلوا في إدلب"
    respelt = SPELLINGS[name](text)

    assert respelt != text
    assert " ".join(fold(respelt).split()) == fold(text)
