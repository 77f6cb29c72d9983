"""The table for a terminal: who says what, in an order, in so many columns, with Arabic in isolates."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from builders import (
    TEXT,
    make_account,
    make_claim,
    make_count,
    make_field,
    make_incident,
    make_reading,
    make_source,
)
from riwaya.exports.lines import clean, isolated, with_isolates
from riwaya.exports.table import Page, print_fired
from riwaya.knowledge.load import DATA, Table
from riwaya.records import COUNT_FIELDS, EVENT_TYPES, FIELDS, MODALITIES, OUTCOMES, STANCES, Fired, Issue, Reading, Span

MARKS = re.compile("[\u2066-\u2069]")
PUBLISHER = make_source(name="الصحيفة")
MINISTRY = make_source("s1", name="وزارة الصحة", name_en="Ministry of Health", kind="ministry")
ANONYMOUS = make_source("s2", name="مصدر أمني", kind="unnamed", anonymous=True)


@pytest.fixture
def page(monkeypatch):
    """Prints a reading in so many columns, and gives the lines."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def lines(reading: Reading, width: int = 100, language: str = "en", name: str = "report.txt") -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        out = io.StringIO()
        Page(out, language).print_reading(reading, name)
        return out.getvalue().splitlines()

    return lines


def disputed() -> Reading:
    """Two sources, an outcome in dispute, a toll brought up to date."""
    first = make_account("a1", [make_claim("outcome", "hit", words="استهدف")], ["s0", "s1"])
    second = make_account(
        "a2", [make_claim("outcome", "missed", words="المعسكر"), make_claim("killed", make_count(3))], ["s0", "s2"],
        stance="denies",
    )  # fmt: skip
    fields = {
        "killed": make_field("single", (make_count(3, None), ("a2",))),
        "outcome": make_field("disputed", ("hit", ("a1",)), ("missed", ("a2",)), relation="disputes"),
    }
    incident = make_incident([first, second], fields, independent_lines=2)
    at = TEXT.index("المعسكر")
    issue = Issue("P01", at, at + 7, "several places have this name")
    return make_reading([first, second], [incident], [PUBLISHER, MINISTRY, ANONYMOUS], [issue])


def plain(lines: list[str]) -> str:
    return MARKS.sub("", "\n".join(lines))


def test_a_panel_tells_its_type_who_says_what_through_whom_and_what_is_disputed(page):
    shown = plain(page(disputed()))

    assert re.search(r"╭─ i1 attack ─+ disputed: outcome ─╮", shown)
    assert re.search(r"│ outcome +hit \[a1\] Ministry of Health  disputed +│\n│ +missed \[a2\] مصدر أمني +│", shown)
    assert "│ killed    3 or more " in shown
    assert "2 independent lines" in shown
    assert "a1 الصحيفة ← Ministry of Health: asserts" in shown
    assert "a2 الصحيفة ← مصدر أمني (unnamed): denies" in shown
    assert re.search(r"│  ≠ outcome   missed +المعسكر │", shown)


def test_what_could_not_be_read_comes_last_with_its_words(page):
    shown = plain(page(disputed()))

    assert re.search(r"╯\nissues\nP01 several places have this name\n +المعسكر$", shown)


def test_words_stand_once_where_two_accounts_share_them(page):
    shown = plain(page(disputed()))

    assert 1 == shown.count(TEXT)
    assert "the words of a1" in shown


def test_background_comes_last(page):
    accounts = [make_account("a1", incident="i1"), make_account("a2", incident="i2")]
    told = make_incident(accounts[:1], background=True)
    news = make_incident(accounts[1:], id="i2")
    shown = plain(page(make_reading(accounts, [told, news], [PUBLISHER])))

    assert shown.index("i2 attack") < shown.index("i1 attack (background)")


def test_a_reading_without_accounts_says_so(page):
    assert "no accounts of any happening were found" in page(make_reading())


@pytest.mark.parametrize("width", [40, 60, 76, 80, 100, 200])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_line_is_wider_than_the_terminal_and_every_frame_is_straight(page, width, language):
    lines = page(disputed(), width, language)

    assert max(map(cell_len, lines)) <= width
    framed = [line for line in lines if line[:1] in "╭│╰"]
    assert framed
    assert 1 == len({cell_len(line) for line in framed})


@pytest.mark.parametrize("width", [40, 60, 100])
def test_every_line_closes_the_isolates_that_it_opens(page, width):
    for line in page(disputed(), width):
        depth = 0
        for mark in MARKS.findall(line):
            depth += 1 if mark == "\u2068" else -1
            assert 0 <= depth <= 1
        assert depth == 0


def test_right_to_left_letters_stand_in_isolates_only(page):
    for line in page(disputed(), 60):
        outside = re.sub("\u2068[^\u2069]*\u2069", "", line)
        assert not re.search("[\u0600-\u06ff]", outside), line


def test_labels_are_in_the_language_asked_for(page):
    shown = plain(page(disputed(), language="ar"))

    assert "وزارة الصحة: يقول" in shown
    assert "ينفي" in shown
    assert "disputed" not in shown


def test_no_colour_goes_to_a_file(page):
    assert "\x1b" not in "".join(page(disputed()))


def test_colour_goes_where_it_is_asked_for(page, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    lines = "".join(page(disputed()))
    monkeypatch.setenv("NO_COLOR", "1")
    without = "".join(page(disputed()))

    assert re.search("\x1b\\[[0-9;]*31m", lines)
    assert not re.search("\x1b\\[[0-9;]*3[0-7]m", without)


def test_a_document_cannot_write_to_the_terminal(page):
    text = "قال\x1b[2J\x07 مصدر\u202e أمني\u2069 إن\x9b31m هجوما وقع"
    account = make_account("a1", [make_claim("motive", "\x1b[31mثأرا", text, "مصدر")], statement=Span(0, len(text)))
    source = make_source(name="\x1b]0;title\x07الصحيفة")
    issue = Issue("P01", 0, 8, "odd \x1b[2J")
    reading = make_reading([account], [make_incident([account])], [source], [issue], text=text, publisher="\x1b[2J")
    shown = "\n".join(page(reading, name="\x1b[2J.txt"))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("killed", make_count(3), "3"),
        ("killed", make_count(3, None), "3 or more"),
        ("killed", make_count(None, 9), "at most 9"),
        ("killed", make_count(3, 5), "3 to 5"),
        ("killed", make_count(0), "none"),
        ("killed", make_count(9, scope="cumulative", since="2023-10-07"), "9, in all, since 2023-10-07"),
        ("killed", make_count(9, as_of="2023-10-09"), "9, as of 2023-10-09"),
        ("killed", make_count(9, who=[{"group": "children", "low": 2, "high": 2}]), "9, among them 2 children"),
        ("outcome", "no_damage", "no damage"),
        ("weapon", {"id": "cruise_missile", "count": {"low": 4, "high": 4}}, "4 × cruise missile"),
        ("weapon", {"id": "drone", "name_en": "drone", "count": None}, "drone"),
        ("happened", {"earliest": "2024-01-14", "latest": "2024-01-14", "grain": "day"}, "2024-01-14"),
        ("happened", {"earliest": "2024-01-14", "latest": "2024-01-14", "grain": "part_of_day"}, "2024-01-14, part of"),
        ("happened", {"earliest": "2024-01-01", "latest": "2024-01-31", "grain": "month"}, "2024-01-01 to 2024-01-31"),
        ("happened", {"earliest": None, "latest": "2024-01-31", "grain": "open"}, "until 2024-01-31"),
        ("place", {"name_en": "Taji", "name_ar": "x", "admin1_en": "Baghdad", "country": "IQ", "precision": "near"},
         "near Taji, Baghdad, IQ"),
        ("target", {"id": None, "name_ar": "سوق", "name_en": None, "kind": "market", "country": None}, "سوق (market)"),
        ("actor", {"id": None, "name_ar": None, "name_en": None, "kind": "unidentified"}, "unidentified"),
        ("motive", "ثأرا لقتلاهم", "ثأرا لقتلاهم"),
    ],
)  # fmt: skip
def test_a_value_is_told_in_words(page, field, value, told):
    account = make_account("a1", [make_claim(field, value)])
    incident = make_incident([account], {field: make_field("single", (value, ("a1",)))})
    lines = plain(page(make_reading([account], [incident], [PUBLISHER]))).splitlines()
    # once for the incident and once for the account
    shown = [re.sub(" +", " ", line).strip("│ ") for line in lines]

    assert 2 == sum(line.startswith(f"{field} {told}") for line in shown)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_clean_text_is_safe_and_stays_so(text):
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", clean(text))
    assert clean(text) == clean(clean(text))
    assert isolated(text).strip("\u2068\u2069") == clean(text)


def test_a_message_that_quotes_arabic_keeps_its_own_direction():
    assert "'\u2068تل أبيض\u2069' may be in SY or in \u2068تل\u2069 (TR)" == with_isolates(
        "'تل أبيض' may be in SY or in تل (TR)"
    )


def test_every_word_of_the_record_has_a_label_in_both_languages():
    labels, types = Table(DATA / "labels.tsv"), Table(DATA / "codebook" / "events.tsv")
    wanted = {f"stance.{s}" for s in STANCES} | {f"modality.{m}" for m in MODALITIES} | {f"field.{f}" for f in FIELDS}
    wanted |= {f"outcome.{o}" for o in OUTCOMES} | {f"field.{f}" for f in COUNT_FIELDS}

    assert set() == wanted - set(labels)
    assert EVENT_TYPES == set(types)
    assert all(labels.row(key)["label_en"] and labels.row(key)["label_ar"] for key in labels)


def test_rules_are_told_by_sentence_those_that_nearly_fired_last(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = io.StringIO()
    text = "قتل رجل أمس. عاد الهدوء."
    near = Fired("time.date", 8, 11, "times", "then wanted $month")
    sure = Fired("time.day-word", 8, 11, "times", None, {"day": "-1"})
    print_fired(out, text, [(0, 12), (13, 24)], [near, sure])

    assert [
        "قتل رجل أمس.",
        "times time.day-word أمس day -1",
        "times time.date أمس then wanted $month",
        "عاد الهدوء.",
        "no rule",
    ] == [" ".join(line.split()) for line in MARKS.sub("", out.getvalue()).splitlines() if line]
