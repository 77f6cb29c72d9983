"""Clitics, the forms of nouns and adjectives, and the tables of verbs."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.knowledge import inflect
from riwaya.knowledge.inflect import ACCUSATIVE, Peel, adjective_forms, noun_forms, peel, verbal_noun_forms
from riwaya.text.normalize import fold

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "riwaya" / "data" / "ar"
LETTERS = {code: letter for letter, code in inflect.CODES.items()}


def read_rows(name: str) -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in (DATA / name).read_text(encoding="utf-8").splitlines()[1:]]


@pytest.fixture(scope="module")
def verb_forms() -> set[tuple[str, ...]]:
    return set(read_rows("verb_forms.tsv"))


# ------------------------------------------------------------------------------------------------------------- peeling


@pytest.mark.parametrize(
    ("form", "proclitics", "stem", "enclitic", "article"),
    [
        ("وقال", "w", "قال", "", False),
        ("فانفجرت", "f", "انفجرت", "", False),
        ("سيستهدفون", "s", "يستهدفون", "", False),
        ("وستنسحب", "ws", "تنسحب", "", False),
        ("القوات", "", "قوات", "", True),
        ("والقوات", "w", "قوات", "", True),
        ("بالصواريخ", "b", "صواريخ", "", True),
        ("وبالصواريخ", "wb", "صواريخ", "", True),
        ("كالطايرات", "k", "طايرات", "", True),
        ("للجيش", "l", "جيش", "", True),
        ("وللجيش", "wl", "جيش", "", True),
        ("للجنة", "l", "لجنة", "", True),
        ("لقوات", "l", "قوات", "", False),
        ("استهدفته", "", "استهدفت", "ه", False),
        ("اعلنتها", "", "اعلنت", "ها", False),
        ("قواتهم", "", "قوات", "هم", False),
        ("هجومهما", "", "هجوم", "هما", False),
        ("قصفنا", "", "قصف", "نا", False),
        ("اعتقلوني", "", "اعتقلوا", "ني", False),
        ("قاعدته", "", "قاعدة", "ه", False),
        ("بقاعدتهم", "b", "قاعدة", "هم", False),
        ("تبناها", "", "تبني", "ها", False),
        ("استهدفوها", "", "استهدفوا", "ها", False),
        ("ودمروه", "w", "دمروا", "ه", False),
        ("شهداوها", "", "شهداء", "ها", False),
        ("شهدايها", "", "شهداء", "ها", False),
        ("صاروخا", "", "صاروخ", ACCUSATIVE, False),
        ("وهجوما", "w", "هجوم", ACCUSATIVE, False),
        ("شييا", "", "شيء", ACCUSATIVE, False),
        ("و608", "w", "608", "", False),
        ("ب5", "b", "5", "", False),
        ("الطايره", "", "طايرة", "", True),
        ("فسيستهدفونها", "fs", "يستهدفون", "ها", False),
    ],
)
def test_peel_proposes(form: str, proclitics: str, stem: str, enclitic: str, article: bool) -> None:
    assert Peel(proclitics, stem, enclitic, article) in peel(form)


@pytest.mark.parametrize(
    ("form", "never"),
    [
        ("سلاح", "لاح"),  # s stands before the present tense alone
        ("سقط", "قط"),
        ("الغاءه", "غاء"),  # a word with the article takes no pronoun
        ("القاها", "قا"),
        ("له", "ل"),
        ("به", "ب"),
        ("وهي", "ه"),
    ],
)
def test_peel_does_not_propose(form: str, never: str) -> None:
    assert never not in {found.stem for found in peel(form)}


def test_peel_gives_the_whole_word_first_and_the_missing_dots_last() -> None:
    assert peel("والدته")[0] == Peel("", "والدته", "", False)
    assert peel("الطايره")[-1].stem.endswith("ة")
    assert peel("م") == (Peel("", "م", "", False),)


def test_peel_orders_by_what_is_left() -> None:
    stems = [found.stem for found in peel("وبقاعدتهم") if not found.stem.endswith("ة")]
    assert [len(stem) for stem in stems] == sorted((len(stem) for stem in stems), reverse=True)


def surfaces(found: Peel) -> Iterator[str]:
    """Every way in which the parts may be written together."""
    front = "".join(LETTERS[code] for code in found.proclitics)
    fronts = {front}
    if found.article:
        fronts = {front + "ال"} if not front.endswith("ل") else {front + "ل"}
        if front.endswith("ل") and found.stem.startswith("ل"):
            fronts.add(front)
    stem, ends = found.stem, set[str]()
    if found.enclitic == "":
        ends = {stem, stem[:-1] + "ه"} if stem.endswith("ة") else {stem}
    elif found.enclitic == ACCUSATIVE:
        ends = {stem + "ا"} | ({stem[:-1] + "يا"} if stem.endswith("يء") else set())
    else:
        written = {stem}
        if stem.endswith("ة"):
            written.add(stem[:-1] + "ت")
        if stem.endswith("ي"):
            written.add(stem[:-1] + "ا")
        if stem.endswith("وا"):
            written.add(stem[:-1])
        if stem.endswith("اء"):
            written |= {stem[:-1] + "ي", stem[:-1] + "و"}
        ends = {word + found.enclitic for word in written}
    for start, end in product(fronts, ends):
        yield start + end


@given(st.text(alphabet="ابتةجدرسعفقكلمنهويء", min_size=1, max_size=10))
def test_peeled_parts_join_to_the_word(form: str) -> None:
    found = peel(form)
    assert found[0] == Peel("", form, "", False)
    assert len(set(found)) == len(found)
    for one in found:
        assert form in set(surfaces(one)), one
        assert len(one.stem) > 1 or one.stem == form


def test_every_verb_is_found_again_under_its_clitics(verb_forms: set[tuple[str, ...]]) -> None:
    for verb, tense, *_features, form in list(verb_forms)[::29]:
        folded = fold(form)
        with_pronoun = folded[:-1] if folded.endswith("وا") else folded
        if folded.endswith("ي"):
            with_pronoun = folded[:-1] + "ا"
        dressed = ("وس" if tense == "present" and folded[0] in "يتن" else "و") + with_pronoun + "هم"
        assert folded in {found.stem for found in peel(dressed)}, (verb, dressed)


def test_peeling_is_quick(verb_forms: set[tuple[str, ...]]) -> None:
    words = [fold(row[-1]) for row in verb_forms]
    peel.cache_clear()
    start = time.perf_counter()
    for _ in range(2):
        for word in words:
            peel(word)
    assert (time.perf_counter() - start) / (2 * len(words)) < 50e-6  # about 1 µs; the rest is for a busy machine


# ------------------------------------------------------------------------------------------------- nouns and adjectives


@pytest.mark.parametrize(
    ("lemma", "options", "forms"),
    [
        (
            "قاعدة",
            {},
            "قاعدة:f sg|قاعدتان:du f|قاعدتين:du f|قاعدتا:construct du f|قاعدتي:construct du f|قاعدات:f pl",
        ),
        (
            "صاروخ",
            {"plural": ("صواريخ",)},
            "صاروخ:m sg|صاروخان:du m|صاروخين:du m|صاروخا:construct du m|صاروخي:construct du m|صواريخ:m pl",
        ),
        ("مطار", {"plural": ("ات",)}, "مطارين:du m|مطارات:m pl"),
        ("مهاجم", {"plural": ("ون",)}, "مهاجمين:du m pl|مهاجمون:m pl|مهاجمو:construct m pl|مهاجمي:construct du m pl"),
        ("حرب", {"gender": "f", "plural": ("حروب",)}, "حربين:du f|حروب:f pl"),
        ("منشأة", {}, "منشاة:f sg|منشاتين:du f|منشات:f pl"),
        ("قناة", {}, "قناتان:du f|قنوات:f pl"),
        ("صحراء", {"gender": "f"}, "صحراء:f sg|صحراوين:du f|صحراوات:f pl"),
        ("لواء", {"plural": ("ألوية",)}, "لواءان:du m|لواءين:du m|لوايين:du m|الوية:m pl"),
        ("جزء", {"plural": ("أجزاء",)}, "جزءان:du m|جزان:du m|جزيين:du m|اجزاء:m pl"),
        ("مخبأ", {"plural": ("مخابئ",)}, "مخبا:m sg|مخبان:du m|مخباين:du m|مخابي:m pl"),
        ("مبنى", {"plural": ("مباني",)}, "مبني:m sg|مبنيين:du m|مباني:m pl|مبان:m pl"),
        ("قاضي", {"plural": ("قضاة",), "defective": True}, "قاضي:m sg|قاض:m sg|قاضيان:du m|قضاة:m pl"),
        ("محامي", {"plural": ("ون",), "defective": True}, "محام:m sg|محامون:m pl|محامين:m pl|محاميين:du m"),
        ("كاميرا", {"gender": "f"}, "كاميرا:f sg|كاميرات:f pl"),
    ],
)
def test_noun_forms(lemma: str, options: dict[str, object], forms: str) -> None:
    found = noun_forms(lemma, **options)  # type: ignore[arg-type]
    for form, features in (pair.split(":") for pair in forms.split("|")):
        assert found.get(form) == frozenset(features.split()), form


def test_a_masculine_noun_has_no_sound_plural_unless_asked() -> None:
    assert noun_forms("صاروخ")["صاروخين"] == {"du", "m"}
    assert not any("pl" in features for features in noun_forms("صاروخ").values())


@pytest.mark.parametrize(
    ("lemma", "options", "forms"),
    [
        (
            "صاروخي",
            {},
            "صاروخي:m sg|صاروخية:f sg|صاروخيين:du m pl|صاروخيان:du m|صاروخيون:m pl|صاروخيتين:du f|صاروخيات:f pl",
        ),
        ("مسلح", {}, "مسلح:m sg|مسلحين:du m pl|مسلحون:m pl|مسلحو:construct m pl|مسلحة:f sg|مسلحتان:du f|مسلحات:f pl"),
        ("مجهول", {"plural": ("مجاهيل",)}, "مجهولين:du m pl|مجاهيل:m pl"),
        ("أحمر", {"feminine": "حمراء", "plural": ("حمر",)}, "احمر:m sg|حمراء:f sg|حمراوين:du f|حمر:m pl"),
        ("أكبر", {"feminine": "كبرى"}, "اكبر:m sg|كبري:f sg|كبريين:du f"),
        ("مستثنى", {}, "مستثنون:m pl|مستثنيان:du m|مستثناة:f sg|مستثنيات:f pl"),
        ("متبني", {"defective": True}, "متبن:m sg|متبنون:m pl|متبنية:f sg|متبنيات:f pl"),
    ],
)
def test_adjective_forms(lemma: str, options: dict[str, object], forms: str) -> None:
    found = adjective_forms(lemma, **options)  # type: ignore[arg-type]
    for form, features in (pair.split(":") for pair in forms.split("|")):
        assert found.get(form) == frozenset(features.split()), form


def test_forms_are_folded() -> None:
    for found in (noun_forms("مبنى", plural=("مبانٍ",)), adjective_forms("إرهابي"), noun_forms("هيئة")):
        assert all(form == fold(form) for form in found)


def test_verbal_noun_forms() -> None:
    assert verbal_noun_forms("انفجار", "masdar")["انفجارات"] == {"pl", "m"}
    assert verbal_noun_forms("إصابة", "masdar")["اصابتين"] == {"du", "f"}
    assert not any("pl" in features for features in verbal_noun_forms("قصف", "masdar").values())
    assert verbal_noun_forms("مشير", "active_participle")["مشيرين"] == {"du", "pl", "m"}
    assert "مدعون" in verbal_noun_forms("مدعي", "active_participle")
    assert "مرميون" in verbal_noun_forms("مرمي", "passive_participle")


# --------------------------------------------------------------------------------------------------------------- tables


@pytest.mark.parametrize(
    "row",
    [
        "v.qaala past 3 m pl active قالوا",
        "v.qaala jussive 3 m sg active يقل",
        "v.qaala past 3 m sg passive قيل",
        "v.aclana past 3 f sg active أعلنت",
        "v.aclana jussive 3 m pl active يعلنوا",
        "v.aclana past 1 c pl active أعلنا",
        "v.nafaa past 3 f sg active نفت",
        "v.nafaa jussive 3 m sg active ينف",
        "v.iddacaa past 3 m sg active ادعى",
        "v.iddacaa present 3 m sg active يدعي",
        "v.ittahama past 3 m sg active اتهم",
        "v.ittakhadha past 3 m pl active اتخذوا",
        "v.tabannaa past 3 f sg active تبنت",
        "v.tabannaa past 3 m pl active تبنوا",
        "v.asaaba past 3 m sg passive أصيب",
        "v.asaaba present 3 m sg passive يصاب",
        "v.qatala past 3 m pl passive قتلوا",
        "v.istahdafa past 1 c pl active استهدفنا",
        "v.istahdafa past 3 f sg passive استهدفت",
        "v.shanna past 3 f sg active شنت",
        "v.shanna past 3 m pl active شنوا",
        "v.shanna past 1 c pl active شننا",
        "v.radda past 3 f sg active ردت",
        "v.baththa past 3 f sg active بثت",
        "v.alqaa past 3 f sg active ألقت",
        "v.alqaa past 3 m sg passive ألقي",
        "v.ishtabaha present 3 m sg passive يشتبه",
        "v.akkada present 3 m sg active يؤكد",
        "v.bada-a past 3 m pl active بدأوا",
        "v.bada-a past 3 m pl active بدؤوا",
        "v.jaa-a past 3 m pl active جاءوا",
        "v.tuwuffiya past 3 m sg passive توفي",
        "v.udturra past 3 m sg passive اضطر",
        "v.istahwadha past 3 m pl active استحوذوا",
        "v.istajaaba past 3 f sg active استجابت",
        "v.ra-aa present 3 f sg active ترى",
        "v.saytara past 3 f sg active سيطرت",
        "v.raddada present 3 f sg active تردد",
    ],
)
def test_verb_forms(row: str, verb_forms: set[tuple[str, ...]]) -> None:
    assert tuple(row.split(" ")) in verb_forms


def test_an_intransitive_verb_has_no_passive(verb_forms: set[tuple[str, ...]]) -> None:
    assert not {row for row in verb_forms if row[0] == "v.infajara" and row[5] == "passive"}
    assert {row[2:5] for row in verb_forms if row[0] == "v.ashaara" and row[5] == "passive"} == {("3", "m", "sg")}
    assert not {row for row in verb_forms if row[0] == "v.tuwuffiya" and row[5] == "active"}


@pytest.mark.parametrize(
    "row",
    [
        "v.istahdafa masdar استهداف",
        "v.istahdafa active_participle مستهدف",
        "v.qasafa masdar قصف",
        "v.qatala masdar مقتل",
        "v.asaaba masdar إصابة",
        "v.asaaba passive_participle مصاب",
        "v.haajama masdar هجوم",
        "v.ashaara active_participle مشير",
        "v.adaafa active_participle مضيف",
        "v.iddacaa active_participle مدعي",
        "v.iddacaa active_participle مدع",
        "v.hadda-a masdar تهدئة",
    ],
)
def test_verbal_nouns(row: str) -> None:
    assert tuple(row.split(" ")) in set(read_rows("verbal_nouns.tsv"))


def test_the_tables_hold_together(verb_forms: set[tuple[str, ...]]) -> None:
    verbs = read_rows("verbs.tsv")
    ids = {row[0] for row in verbs}
    assert len(verbs) == len(ids) >= 450
    assert {row[0] for row in verb_forms} == ids
    assert {row[0] for row in read_rows("verbal_nouns.tsv")} <= ids
    assert len(verb_forms) == len(read_rows("verb_forms.tsv"))
    assert (DATA / "verb_forms.tsv").stat().st_size < 1.5 * 2**20
    assert all(row[2].isascii() for row in verbs)
    assert not {row for row in verb_forms if set(row[-1]) & set("ًٌٍَُِّْٰـ")}


def test_the_tables_are_what_the_list_gives() -> None:
    pytest.importorskip("mazini")
    spec = importlib.util.spec_from_file_location("build_verbs", ROOT / "tools" / "build_verbs.py")
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = tool
    spec.loader.exec_module(tool)
    for name, text in tool.build(DATA).items():
        assert (DATA / name).read_text(encoding="utf-8") == text, name
