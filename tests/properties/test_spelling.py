"""Spelling says nothing: a report written otherwise is read the same, but for offsets; and folding is one step."""

import json
from typing import Any

import pytest
from hypothesis import given

import riwaya
from riwaya.exports.json import as_dict
from riwaya.knowledge.examples import SPELLINGS
from riwaya.text.normalize import fold, fold_with_offsets, spell
from strategies import reports, texts


def plain(value: Any) -> Any:
    """A record without what a spelling may change: offsets, checksums, the letters of names and words."""
    if isinstance(value, dict):
        return {
            k: plain(v) for k, v in value.items() if k not in ("start", "end", "sha256", "segments", "restorations")
        }
    if isinstance(value, list):
        return [plain(each) for each in value]
    return " ".join(fold(value).split()) if isinstance(value, str) else value


def read(text: str) -> dict[str, Any]:
    record = as_dict(riwaya.read(text, published="2024-01-15", publisher="الصحيفة", id="d"))
    for key in ("sources", "accounts", "incidents", "issues"):
        record[key] = plain(record[key])
    return record


@pytest.mark.slow  # the examples of rules are spelt anew in each of these ways too
@pytest.mark.parametrize("name", SPELLINGS)
@given(text=reports())
def test_another_spelling_moves_nothing_but_offsets(name, text):
    usual, respelt = read(text), read(SPELLINGS[name](text))

    for key in ("sources", "accounts", "incidents", "issues"):
        assert json.dumps(usual[key], ensure_ascii=False, indent=1) == json.dumps(
            respelt[key], ensure_ascii=False, indent=1
        )


@given(text=reports())
def test_a_made_report_is_read_at_all(text):
    assert read(text)["accounts"]


@given(texts())
def test_folding_twice_is_folding_once(text):
    assert fold(text) == fold(fold(text))
    assert spell(text) == spell(spell(text))
    assert fold(text) == fold(spell(text))


@given(texts())
def test_every_folded_letter_leads_back_to_the_letters_it_came_from(text):
    folded = fold_with_offsets(text)

    assert fold(text) == folded.text
    for at in range(len(folded.text)):
        start, end = folded.original(at, at + 1)
        letters = fold(text[start:end])
        assert folded.text[at] in letters or (folded.text[at], letters) == ("و", "ي"), "only مسئول folds by its word"
