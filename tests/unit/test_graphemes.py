"""Where a text may be cut."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from riwaya.records import Span
from riwaya.text.graphemes import may_cut, narrowed, widened

SIGNS = "بلاـه \r\n\u064b\u0650\u0651\u0670\u06dd\u0600٣\u200c\u200d\u200fa\u0301é👍🏽👨👩🇸🇾🇮🇶❤\ufe0f각\u1161"


@pytest.mark.parametrize(
    ("text", "at", "may"),
    [("بِنت", 1, False), ("بِنت", 2, True), ("\r\n", 1, False), ("👍🏽", 1, False), ("🇸🇾", 1, False), ("👨‍👩", 2, False)],
    ids=["before a vowel sign", "behind it", "in the end of a line", "before a skin", "in a flag", "in a family"],
)
def test_a_sign_is_not_parted(text, at, may):
    assert may is may_cut(text, at)


def test_a_span_grows_or_shrinks_to_whole_signs():
    text = "وَلِفَصيل"

    assert Span(2, 6) == widened(text, Span(3, 5))
    assert "لِفَ" == text[slice(*widened(text, Span(3, 5)))]
    assert Span(4, 4) == narrowed(text, Span(3, 5))
    assert Span(4, 6) == narrowed(text, Span(3, 6))


@given(st.text(st.sampled_from(SIGNS), max_size=12))
def test_where_a_text_may_be_cut_the_standard_lets_it_be_cut_too(text):
    allowed = {match.start() for match in regex.finditer(r"\X", text)} | {0, len(text)}

    assert {at for at in range(len(text) + 1) if may_cut(text, at)} <= allowed
