"""Reads the examples that rules carry, and says which rule does not do what it shows.

Each example of a rule is read by this rule alone and beside all rules of its stage, in other spellings, and with the
clock a week later; counterexamples have to stay silent; each exception has to hold something back; what is listed as a
known miss has to be missed still. `find_checks` lists the checks of some families; an `Examples` runs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from riwaya.knowledge.load import NAMED_TABLES, Example, Family, Knowledge, RuleSource
from riwaya.knowledge.match import Lattice, Match, Ruleset
from riwaya.text.normalize import fold

Prepare = Callable[[str, date], Lattice]
"""Makes the lattice of a text published on a day, with the mentions of all stages before the rules."""
Interpreter = Callable[[Match, Lattice, Knowledge, date], dict[str, str]]
"""What a stage makes of a match of one of its rules, as strings."""

BLANK = "___"
"""Where a template takes each word in turn."""
WEEK = timedelta(days=7)


class Check(NamedTuple):
    """One thing that a data file promises: what is to be read, by which rule, in which way (see `WAYS`)."""

    name: str
    way: str
    family: Family
    rule: RuleSource | None
    example: Example | None
    about: str = ""

    @property
    def line(self) -> int:
        """The line of the promise in its file."""
        return self.example.line if self.example else self.rule.line if self.rule else 1


class Failure(NamedTuple):
    """A promise that is not kept: where it stands, what must be, why, the text, what came instead."""

    path: str
    line: int
    must: str
    why: str | None
    text: str
    got: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{self.path}:{self.line}: {self.must}"]
        lines += [f"  why:  {self.why}"] if self.why else []
        lines += [f"  text: {self.text}"] if self.text else []
        lines += [f"  {'got: ' if not n else '     '} {each}" for n, each in enumerate(self.got or ("nothing",))]
        return "\n".join(lines)


WAYS = ("alone", "together", "spellings", "clock", "silent", "instead", "bites", "misses", "template")
"""The ways in which promises are held against the rules, in the order of the checks of a rule."""


def find_checks(families: Iterable[Family]) -> Iterator[Check]:
    """Every check of some families, in the order of their files, each with a name of its own."""
    for family in families:
        for rule in family.rules:
            if rule.status != "deprecated":
                yield from _checks_of(family, rule)
        for number, template in enumerate(family.templates, 1):
            for cls in _classes_of_template(family, template):
                yield Check(f"{family.path}::template {number}[{cls}]", "template", family, None, template, cls)


def _checks_of(family: Family, rule: RuleSource) -> Iterator[Check]:
    name = f"{family.path}::{rule.rule.id}"
    for number, example in enumerate(rule.examples, 1):
        for way in ("alone", "together", "spellings", "clock"):
            told = "" if way == "alone" else f" {way}"
            yield Check(f"{name}[example {number}{told}]", way, family, rule, example)
    for number, example in enumerate(rule.counterexamples, 1):
        yield Check(f"{name}[counterexample {number}]", "silent", family, rule, example)
        if example.instead:
            yield Check(f"{name}[counterexample {number} instead]", "instead", family, rule, example)
    for guard in rule.rule.guards:
        yield Check(f"{name}[exception {guard.id}]", "bites", family, rule, None, guard.id)
    for number, example in enumerate(rule.known_misses, 1):
        yield Check(f"{name}[known miss {number}]", "misses", family, rule, example)


def _classes_of_template(family: Family, template: Example) -> tuple[str, ...]:
    """The classes whose words a template takes: the one that it names, else all of its file."""
    return (template.expects["class"],) if "class" in template.expects else tuple(family.words)


# ------------------------------------------------------------------------------------------------------------ spellings

_VOWELLED = re.compile("[\u0621-\u0626\u0628-\u063a\u0641-\u0648\u064a](?=[\u0620-\u063a\u0641-\u064a])")
_JOINED = re.compile("(?<=[\u0620-\u06d3])([بتثجحخسشصضطظعغفقكلمنهي])(?=[\u0620-\u063f\u0641-\u064a])")
_WITH_HAMZA = str.maketrans("أإآؤئ", "اااوي")
_VOWELS = ("\u064e", "\u0650", "\u064f", "\u0652")  # not the doubling sign, which tells some words apart
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LATIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def _with_vowels(text: str) -> str:
    """A vowel sign behind each letter but a plain alef that is followed by another."""
    signs = iter(_VOWELS * (len(text) // len(_VOWELS) + 1))
    return _VOWELLED.sub(lambda letter: letter[0] + next(signs), text)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "without hamza": lambda text: text.translate(_WITH_HAMZA),
    "with tatweel": lambda text: _JOINED.sub("\\1\u0640", text),
    "with vowel signs": _with_vowels,
    "with Arabic digits": lambda text: text.translate(_ARABIC_DIGITS),
    "with Latin digits": lambda text: text.translate(_LATIN_DIGITS),
    "with double spaces": lambda text: text.replace(" ", "  "),
}
"""Other ways to write a text that say the same; nothing but offsets may differ."""


def _plain(value: str) -> str:
    return " ".join(fold(value).split())


# -------------------------------------------------------------------------------------------------------------- running


class Found(NamedTuple):
    """A match with what can be said of it: its words, what its elements took, what the stage makes of it."""

    match: Match
    text: str
    captures: dict[str, str]
    gives: dict[str, str]
    told: dict[str, str]

    def value(self, key: str) -> str | None:
        """What an example may ask for: its span, what the stage makes of it, what an element took or the rule gives."""
        if key == "span":
            return self.told.get(key, self.text)
        return self.told.get(key, self.captures.get(key, self.gives.get(key)))

    def differs(self, expects: dict[str, str]) -> tuple[str, ...]:
        """What is other than an example says, one line each."""
        return tuple(
            f"{key}: {'nothing' if self.value(key) is None else self.value(key)}, not {wanted}"
            for key, wanted in expects.items()
            if self.value(key) != wanted
        )

    def plainly(self) -> tuple[object, ...]:
        """All that is said of the match, without regard to spelling and offsets."""
        pairs = [sorted((k, _plain(v)) for k, v in part.items()) for part in (self.captures, self.gives, self.told)]
        return (self.match.rule.id, _plain(self.text), *pairs)


class Examples:
    """Runs checks against some knowledge; `prepare` and `interpreters` come from whoever knows the stages.

    Lattices and rules are kept, so one of these should run all checks.
    """

    def __init__(self, knowledge: Knowledge, prepare: Prepare, interpreters: dict[str, Interpreter]) -> None:
        self._knowledge = knowledge
        self._interpreters = interpreters
        self._prepare = lru_cache(maxsize=4096)(prepare)
        self._rulesets: dict[tuple[str, str], Ruleset] = {}

    def run(self, check: Check) -> Failure | None:
        """What is wrong, or None."""
        if check.way == "template":
            return self._template(check)
        run: Callable[[Check, RuleSource], Failure | None] = getattr(self, f"_{check.way}")
        assert check.rule is not None
        return run(check, check.rule)

    def _only(self, rule: RuleSource, without: str = "") -> Ruleset:
        key = (rule.rule.id, without)
        if key not in self._rulesets:
            self._rulesets[key] = Ruleset([rule.rule], without=frozenset([without]))
        return self._rulesets[key]

    def _matches(self, rules: Ruleset, text: str, day: date) -> list[tuple[Lattice, Match]]:
        lattice = self._prepare(text, day)
        return [(lattice, match) for s in lattice.sentences for match in rules.find(lattice, s.first, s.last)]

    def _found(self, rules: Ruleset, text: str, day: date) -> list[Found]:
        found = []
        for lattice, match in self._matches(rules, text, day):
            captures = {name: lattice.text(first, last) for name, (first, last, _) in match.captures.items()}
            interpret = self._interpreters.get(match.rule.stage)
            told = interpret(match, lattice, self._knowledge, day) if interpret else {}
            found.append(Found(match, lattice.text(match.first, match.last), captures, match.gives(), told))
        return found

    # -------------------------------------------------------------------------------------------------- examples

    def _alone(self, check: Check, rule: RuleSource) -> Failure | None:
        """The rule by itself matches, with the span and the values that the example gives.

        Where it matches several times, the example has to say something, and one of the matches has to be all of it.
        """
        example, day = _example(check), _day(check)
        found = self._found(self._only(rule), example.text, day)
        if not found or (len(found) > 1 and not example.expects):
            return _failure(check, "must match once", [each.text for each in found])
        wrong = min((each.differs(example.expects) for each in found), key=len)
        return _failure(check, "must read what its example says", wrong) if wrong else None

    def _together(self, check: Check, rule: RuleSource) -> Failure | None:
        """Beside all rules of its stage the rule still reads the same words; if not, the thief is named."""
        example, day = _example(check), _day(check)
        alone = {(match.first, match.last) for _, match in self._matches(self._only(rule), example.text, day)}
        beside = self._matches(self._knowledge.rules(rule.rule.stage), example.text, day)
        if alone <= {(match.first, match.last) for _, match in beside if match.rule.id == rule.rule.id}:
            return None
        thieves = [f"{match.rule.id}: {lattice.text(match.first, match.last)}" for lattice, match in beside]
        return _failure(check, "must win beside the other rules of its stage", thieves)

    def _spellings(self, check: Check, rule: RuleSource) -> Failure | None:
        """In every other spelling the same is read."""
        example, day = _example(check), _day(check)
        plain = [found.plainly() for found in self._found(self._only(rule), example.text, day)]
        for name, respell in SPELLINGS.items():
            text = respell(example.text)
            found = self._found(self._only(rule), text, day) if text != example.text else []
            if text != example.text and plain != (now := [each.plainly() for each in found]):
                odd = [f"{part}" for part in now if part not in plain] or ["nothing"]
                return _failure(check, f"must read the same {name}", odd + [f"not {part}" for part in plain], text=text)
        return None

    def _clock(self, check: Check, rule: RuleSource) -> Failure | None:
        """A week later, days that are counted from the day of publication are a week later, and others the same."""
        example, day = _example(check), _day(check)
        now, later = (self._found(self._only(rule), example.text, each) for each in (day, day + WEEK))
        for before, after in zip(now, later, strict=False):
            for key, old in before.told.items():
                new = after.told.get(key, "nothing")
                if _is_day(old) and not _may_become(old, new, before.told):
                    got = [f"{old} on {day}", f"{new} on {day + WEEK}"]
                    return _failure(check, f"must move {key} with the day it counts from, or not at all", got)
        return None

    # ------------------------------------------------------------------------------ counterexamples and exceptions

    def _silent(self, check: Check, rule: RuleSource) -> Failure | None:
        """The rule by itself leaves the counterexample alone, however it is spelt."""
        example, day = _example(check), _day(check)
        texts = {"": example.text, **{name: respell(example.text) for name, respell in SPELLINGS.items()}}
        for name, text in texts.items():
            if (text != example.text or not name) and (matches := self._matches(self._only(rule), text, day)):
                got = [lattice.text(match.first, match.last) for lattice, match in matches]
                return _failure(check, f"must not match {name}".rstrip(), got, text=text)
        return None

    def _instead(self, check: Check, rule: RuleSource) -> Failure | None:
        """The rule that the counterexample names reads it."""
        example, day = _example(check), _day(check)
        stage = next((s for s, r in self._stages() if r == example.instead), rule.rule.stage)
        beside = self._matches(self._knowledge.rules(stage), example.text, day)
        if any(match.rule.id == example.instead for _, match in beside):
            return None
        got = [f"{match.rule.id}: {lattice.text(match.first, match.last)}" for lattice, match in beside]
        return _failure(check, f"is to be read by {example.instead}", got)

    def _stages(self) -> Iterator[tuple[str, str]]:
        return ((s.rule.stage, s.rule.id) for family in self._knowledge.families for s in family.rules)

    def _bites(self, check: Check, rule: RuleSource) -> Failure | None:
        """Without the exception, one of the counterexamples would match."""
        freed, day = self._only(rule, without=check.about), _day(check)
        for example in rule.counterexamples:
            if self._matches(freed, example.text, day) and not self._matches(self._only(rule), example.text, day):
                return None
        guard = next(guard for guard in rule.rule.guards if guard.id == check.about)
        must = f"the exception {guard.id} holds nothing back: no counterexample matches without it"
        return Failure(check.family.path, rule.line, must, guard.why, "", ())

    def _misses(self, check: Check, rule: RuleSource) -> Failure | None:
        """What the rule is known to miss, it misses still."""
        example, day = _example(check), _day(check)
        found = self._found(self._only(rule), example.text, day)
        read = [each.text for each in found if not each.differs(example.expects)]
        return _failure(check, "reads a known miss: make it an example", read) if read else None

    # ------------------------------------------------------------------------------------------------- templates

    def _template(self, check: Check) -> Failure | None:
        """Each word of a class, put into a template, is read as what it is.

        With `read_as` in the template, a mention of that class (such as `place`) has to take the word too.
        """
        example, day = _example(check), _day(check)
        wanted = example.expects.get("read_as", check.about)
        missed = []
        for value, word in self._rows(check):
            start = example.text.index(BLANK)
            lattice = self._prepare(example.text.replace(BLANK, word), day)
            if not any(
                (not value or wanted != check.about or edge.value == value)
                and lattice.span(at, at + edge.length)[1] == start + len(word)
                for at, token in enumerate(lattice.tokens)
                if token.start <= start < token.end
                for edge in lattice.at(at, wanted)
            ):
                missed.append(word)
        must = f"must read every word of {check.about} as {wanted}"
        return Failure(check.family.path, check.line, must, None, example.text, tuple(missed)) if missed else None

    def _rows(self, check: Check) -> Iterator[tuple[str, str]]:
        """The values and words of a class, out of its family or its tables."""
        for value, words in check.family.words.get(check.about, {}).items():
            yield from ((value, str(word)) for word in words)
        for table in NAMED_TABLES:
            if table.cls == check.about:
                rows = self._knowledge.table(table.path)
                yield from ((key, name) for key in rows for name in rows.row(key)[rows.columns[-1]].split("|") if name)


def _example(check: Check) -> Example:
    assert check.example is not None
    return check.example


def _day(check: Check) -> date:
    return date.fromisoformat(check.family.as_of)


def _failure(check: Check, must: str, got: Iterable[str], *, text: str | None = None) -> Failure:
    example = _example(check)
    owner = check.rule.rule.id if check.rule else check.family.name
    return Failure(check.family.path, example.line, f"{owner} {must}", example.why, text or example.text, tuple(got))


def _is_day(value: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value))


def _may_become(old: str, new: str, told: dict[str, str]) -> bool:
    """Whether a day may become another when the clock goes on by a week."""
    if not _is_day(new):
        return False
    moved = date.fromisoformat(new) - date.fromisoformat(old)
    if told.get("grain", "day") not in ("day", "part_of_day", "minute"):
        return moved >= timedelta(0)  # the edge of a month or year that is counted from a day moves by steps of its own
    if "relative" not in told:
        return moved in (timedelta(0), WEEK)
    return moved == (WEEK if told["relative"] in ("yes", "true") else timedelta(0))
