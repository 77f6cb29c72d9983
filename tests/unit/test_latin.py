"""Names in Latin letters are one name, whichever way their Arabic is transliterated."""

import pytest

from riwaya.text.latin import consonants, is_latin, latin_words


@pytest.mark.parametrize(
    "spellings",
    [
        ("Deir ez-Zor", "Dayr az-Zawr", "Deir Ezzor", "Dayr al-Zur", "deir el-zour"),
        ("Kirkuk", "Kirkouk", "KIRKŪK", "Kirkook"),
        ("al-Raqqa", "Ar-Raqqah", "Raqqa", "Rakka", "Arraqqa"),
        ("Al-Hasakah", "Hasaka", "al-Ḥasaka", "Alhasakah"),
        ("Hodeidah", "Al Hudaydah", "Hudayda"),
        ("Gaza", "Ghazzah", "Jaza"),
        ("Sana'a", "Sanaa", "Ṣanʿāʾ"),
        ("Ash-Shaykh Miskin", "al-Sheikh Miskin"),
        ("Qamishli", "Kamishli"),
    ],
)
def test_spellings_of_one_name_are_one(spellings):
    assert 1 == len({latin_words(each) for each in spellings})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Homs", "Hama"),
        ("Hama", "Hamas"),
        ("Idlib", "Aleppo"),
        ("Basra", "Busra"),
        ("Marib", "Mareb City"),
        ("Al", "Ala"),
    ],
)
def test_other_names_stay_apart(one, other):
    assert latin_words(one) != latin_words(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Homs", "Hims"), ("Mosul", "Mawsil"), ("Erbil", "Arbil"), ("Sirte", "Surt")]
)
def test_spellings_that_differ_in_vowels_share_their_consonants(one, other):
    (first,), (second,) = latin_words(one), latin_words(other)

    assert first != second
    assert consonants(first) == consonants(second) is not None


def test_too_few_consonants_tell_nothing():
    assert (None, None) == (consonants("hama"), consonants("ufir"))


def test_an_article_alone_is_no_name():
    assert () == latin_words("al-")


def test_a_word_is_latin_by_its_letters():
    assert [True, True, False, False] == [is_latin(each) for each in ("Kirkuk", "Šām", "كركوك", "2024")]
