"""Compiles patterns and runs them over tokens; the only matcher we have.

A `Lattice` lays over the tokens of a document, at each position, the edges that the lexicon (and later the stages)
found to begin there: a word class, a value, how many tokens it spans. A pattern is a sequence of word classes, gaps
and marks that walks along edges. Patterns name classes only; the words stand in the data.

    $said $party:source $that <statement:40>   a verb of saying, a party kept as `source`, "that", up to 40 tokens
    ($near|$inside)? $place[!l]                one of two classes, perhaps absent, then a place without the proclitic l
    ($dead|$hurt):victims                      one of two classes, kept under one name
    $weapon[b]  $said[past,f]  ,  :  "         with a proclitic, with features, and the marks themselves

Features are those of the entry plus the clitics of the word: w f b k l s for proclitics, `def` for the article,
`suffix` for a pronoun behind. `!x` forbids one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from operator import attrgetter, or_
from typing import Any, NamedTuple

from riwaya.frozen import frozen
from riwaya.records import Document, Sentence, Token

_MARK_CLASSES = {
    ",": "comma",
    ":": "colon",
    '"': "quote_mark",
    "(": "open",
    ")": "close",
    "-": "dash",
    ".": "stop",
    ";": "semicolon",
}
_STOPS = frozenset(".؟?!؛;:…")
_COMMAS = frozenset("،,")
_FIRST_TOKEN = attrgetter("first")


@frozen
class Edge:
    """A word or phrase of one class that begins at a position: its length in tokens, its value and features.

    `depth` counts the clitics that were peeled off to reach the entry; `mention` is the record of the stage that
    added it.
    """

    length: int
    cls: str
    value: str
    lemma: str
    features: frozenset[str]
    depth: int = 0
    mention: Any = None


Cell = dict[str, tuple[Edge, ...]]

_BITS: dict[str, int] = {}


def bit_of(cls: str) -> int:
    """The bit that stands for a word class in masks, given out when the class first turns up."""
    return _BITS.get(cls) or _BITS.setdefault(cls, 1 << len(_BITS))


def mask_of(classes: Iterable[str]) -> int:
    """A set of word classes as the bits of an int.

    Sets of classes are compared at every token by every stage, and so it costs a third of what sets would cost.
    """
    mask = 0
    for cls in classes:
        mask |= bit_of(cls)
    return mask


def any_of(masks: Sequence[int], first: int, last: int, mask: int) -> bool:
    """Whether any of the classes of a mask begins in a range of tokens, given the masks of all of them."""
    for at in range(first, last):
        if masks[at] & mask:
            return True
    return False


@frozen
class Lattice:
    """A document's tokens and sentences, with the edges that begin at each token; `masks` tells their classes.

    `long` are the tokens at which edges of more than one token begin.
    """

    document: Document
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    cells: tuple[Cell, ...]
    masks: tuple[int, ...]
    long: frozenset[int]

    def at(self, position: int, cls: str) -> tuple[Edge, ...]:
        """The edges of a class that begin at a token, longest first; empty where there are none or no such token."""
        cells = self.cells
        return cells[position].get(cls, ()) if 0 <= position < len(cells) else ()

    def sentence_at(self, token: int) -> Sentence | None:
        """The sentence that holds a token."""
        number = bisect_right(self.sentences, token, key=_FIRST_TOKEN) - 1
        found = self.sentences[number] if number >= 0 else None
        return found if found and token < found.last else None

    def text(self, first: int, last: int) -> str:
        """The original words of a non-empty range of tokens."""
        return self.document.text[self.tokens[first].start : self.tokens[last - 1].end]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The original offsets of a non-empty range of tokens."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def with_edges(self, edges: Iterable[tuple[int, Edge]]) -> Lattice:
        """A lattice that has these edges too, each given with its position; longer edges of a class come first."""
        cells, masks = list(self.cells), list(self.masks)
        own: set[int] = set()  # cells are shared between words, so one is copied before it is changed
        long = set(self.long)
        for position, edge in edges:
            if edge.length > 1:
                long.add(position)
            if position not in own:
                own.add(position)
                cells[position] = dict(cells[position])
            cell = cells[position]
            others = cell.get(edge.cls)
            cell[edge.cls] = tuple(sorted((edge, *others), key=_longest)) if others else (edge,)
            masks[position] |= bit_of(edge.cls)
        if not own:
            return self
        return Lattice(self.document, self.tokens, self.sentences, tuple(cells), tuple(masks), frozenset(long))


def _longest(edge: Edge) -> int:
    return -edge.length


# ------------------------------------------------------------------------------------------------------------- patterns


class PatternError(ValueError):
    """A pattern that cannot be compiled; the message says where."""


class Word(NamedTuple):
    """A pattern element: an edge of a class, with features it must have and must not have."""

    cls: str
    needs: frozenset[str]
    bars: frozenset[str]
    name: str | None


class Gap(NamedTuple):
    """A pattern element: up to `most` tokens of anything, shortest first; crosses commas only where `commas`."""

    name: str
    most: int
    commas: bool


class Choice(NamedTuple):
    """A pattern element: one of several sequences, or none where `optional`."""

    options: tuple[tuple[Word | Gap | Choice, ...], ...]
    optional: bool


Element = Word | Gap | Choice
_LEX = re.compile(
    r"""\s*(?:\$(?P<cls>[a-z][a-z0-9_]*)(?:\[(?P<feats>[a-z0-9!,_]*)\])?(?::(?P<name>[a-z][a-z0-9_]*))?
        |<(?P<gap>[a-z][a-z0-9_]*)(?::(?P<most>\d+))?(?P<commas>\+)?>
        |\\(?P<quoted>[()])|(?P<op>[(|?]|\)(?::(?P<group>[a-z][a-z0-9_]*))?)|(?P<mark>[,:"\-.;]))""",
    re.VERBOSE,
)


@lru_cache(maxsize=4096)
def parse(pattern: str) -> tuple[Element, ...]:
    """The elements of a pattern; raises PatternError for anything that is no pattern.

    Marks are written plainly, parentheses of the text as \\( and \\).
    """
    tokens: list[re.Match[str]] = []
    at = 0
    while at < len(pattern.rstrip()):
        found = _LEX.match(pattern, at)
        if not found:
            raise PatternError(f"cannot read {pattern[at:]!r} in the pattern {pattern!r}")
        tokens.append(found)
        at = found.end()
    elements, rest = _sequence(tokens, 0, pattern, nested=False)
    if rest != len(tokens):
        raise PatternError(f"unbalanced ')' in the pattern {pattern!r}")
    if not elements:
        raise PatternError("an empty pattern")
    if isinstance(elements[0], Gap) or _may_be_empty(elements):
        raise PatternError(f"the pattern {pattern!r} begins with a gap or may match nothing")
    return elements


def _sequence(tokens: list[re.Match[str]], at: int, pattern: str, *, nested: bool) -> tuple[tuple[Element, ...], int]:
    options: list[tuple[Element, ...]] = []
    elements: list[Element] = []
    while at < len(tokens):
        found = tokens[at]
        op = found["op"]
        if op and op.startswith(")"):
            break
        at += 1
        if op == "|":
            options.append(tuple(elements))
            elements = []
        elif op == "?":
            if not elements:
                raise PatternError(f"'?' after nothing in the pattern {pattern!r}")
            last = elements.pop()
            elements.append(Choice(last.options, True) if isinstance(last, Choice) else Choice(((last,),), True))
        elif op == "(":
            inner, at = _sequence(tokens, at, pattern, nested=True)
            if at >= len(tokens):
                raise PatternError(f"unbalanced '(' in the pattern {pattern!r}")
            elements.extend(_named(inner, tokens[at]["group"]))
            at += 1
        elif found["gap"]:
            elements.append(Gap(found["gap"], int(found["most"] or 12), bool(found["commas"])))
        else:
            mark = found["mark"] or found["quoted"]
            feats = [f for f in (found["feats"] or "").split(",") if f]
            needs = frozenset(f for f in feats if not f.startswith("!"))
            bars = frozenset(f[1:] for f in feats if f.startswith("!"))
            elements.append(
                Word(_MARK_CLASSES[mark] if mark else found["cls"], needs, bars, found["name"] if not mark else None)
            )
    if options or nested:
        return (Choice((*options, tuple(elements)), False),), at
    return tuple(elements), at


def _named(elements: tuple[Element, ...], name: str | None) -> tuple[Element, ...]:
    """The elements of a group, its words kept under the name of the group where they have none of their own."""
    if name is None:
        return elements
    out: list[Element] = []
    for element in elements:
        if isinstance(element, Word):
            out.append(element if element.name else element._replace(name=name))
        elif isinstance(element, Choice):
            out.append(Choice(tuple(_named(option, name) for option in element.options), element.optional))
        else:
            out.append(element)
    return tuple(out)


def classes_of(elements: Sequence[Element]) -> frozenset[str]:
    """All word classes that a pattern names."""
    found: set[str] = set()
    for element in elements:
        if isinstance(element, Word):
            found.add(element.cls)
        elif isinstance(element, Choice):
            for option in element.options:
                found |= classes_of(option)
    return frozenset(found)


def _may_be_empty(elements: Sequence[Element]) -> bool:
    """Whether the elements may match no token at all."""
    return all(
        isinstance(element, Choice) and (element.optional or any(map(_may_be_empty, element.options)))
        for element in elements
    )


def _openers(elements: Sequence[Element]) -> frozenset[str]:
    """The classes that a match of the elements can begin with."""
    found: set[str] = set()
    for element in elements:
        if isinstance(element, Word):
            found.add(element.cls)
        elif isinstance(element, Choice):
            found = found.union(*map(_openers, element.options))
        if not _may_be_empty((element,)):
            break
    return frozenset(found)


class Demands(NamedTuple):
    """What must be there before it is worth while to try a pattern, and so to parse and compile it at all.

    It begins with one of the classes `openers`, and needs all of `every` and one of each of `some`.
    """

    openers: tuple[str, ...]
    every: tuple[str, ...]
    some: tuple[tuple[str, ...], ...]


def demands_of(elements: Sequence[Element]) -> Demands:
    """What a sequence of elements demands."""
    needed = [sorted(_one_of(element)) for element in elements]
    return Demands(
        tuple(sorted(_openers(elements))),
        tuple(dict.fromkeys(classes[0] for classes in needed if len(classes) == 1)),
        tuple(tuple(classes) for classes in needed if len(classes) > 1),
    )


def _one_of(element: Element) -> frozenset[str]:
    """Classes of which every match of an element holds at least one; empty where there are no such."""
    if isinstance(element, Word):
        return frozenset((element.cls,))
    if isinstance(element, Gap) or element.optional:
        return frozenset()
    by_option = [next(filter(None, map(_one_of, option)), frozenset[str]()) for option in element.options]
    return frozenset[str]().union(*by_option) if all(by_option) else frozenset()


Capture = tuple[str, tuple[int, int, Edge | None]]
_Cells = Sequence[Cell]
_Masks = Sequence[int]
_Tokens = Sequence[Token]
_Step = Callable[[_Cells, _Masks, _Tokens, int, int, list[Capture]], int]


class _Path(NamedTuple):
    """Compiled elements: a closure that matches them, and the mask of the classes they begin with.

    The closure returns where the match ends, or -1; captures are added on the way back. Nothing is called that cannot
    begin at a token. `_ANYTHING` is the mask of what begins with a gap or may match nothing.
    """

    step: _Step
    opening: int


_ANYTHING = -1


def _end(cells: _Cells, masks: _Masks, tokens: _Tokens, at: int, last: int, captures: list[Capture]) -> int:
    return at


_END = _Path(_end, _ANYTHING)


def _compile(elements: Sequence[Element], after: _Path = _END) -> _Path:
    """The path that matches the elements and then `after`."""
    path = after
    for element in reversed(elements):
        if isinstance(element, Word):
            path = _word(element, path)
        elif isinstance(element, Gap):
            path = _gap(element, path)
        else:
            path = _choice(element, path)
    return path


def _word(word: Word, after: _Path) -> _Path:
    cls, needs, bars, name = word.cls, word.needs, word.bars, word.name or word.cls
    free = not needs and not bars
    go_on, following = after
    is_last = go_on is _end

    def step(cells: _Cells, masks: _Masks, tokens: _Tokens, at: int, last: int, captures: list[Capture]) -> int:
        if at >= last:
            return -1
        for edge in cells[at].get(cls, ()):
            end = at + edge.length
            if end > last or (following > 0 and (end == last or not masks[end] & following)):
                continue
            if free or (needs <= edge.features and not bars & edge.features):
                reached = end if is_last else go_on(cells, masks, tokens, end, last, captures)
                if reached >= 0:
                    captures.append((name, (at, end, edge)))
                    return reached
        return -1

    return _Path(step, bit_of(cls))


def _gap(gap: Gap, after: _Path) -> _Path:
    name, most, commas = gap
    go_on, following = after

    def step(cells: _Cells, masks: _Masks, tokens: _Tokens, at: int, last: int, captures: list[Capture]) -> int:
        if go_on is _end:  # a gap at the end of a pattern takes all it may
            end = at
            while end < min(last, at + most) and _may_cross(tokens[end], commas):
                end += 1
            if end > at:
                captures.append((name, (at, end, None)))
                return end
            return -1
        for end in range(at + 1, min(last, at + most) + 1):
            if not _may_cross(tokens[end - 1], commas):
                return -1
            if following > 0 and (end == last or not masks[end] & following):
                continue
            reached = go_on(cells, masks, tokens, end, last, captures)
            if reached >= 0:
                captures.append((name, (at, end, None)))
                return reached
        return -1

    return _Path(step, _ANYTHING)


def _may_cross(token: Token, commas: bool) -> bool:
    return token.kind != "punct" or not (token.form in _STOPS or (token.form in _COMMAS and not commas))


def _choice(choice: Choice, after: _Path) -> _Path:
    paths = [_compile(option, after) for option in choice.options]
    if choice.optional:
        paths.append(after)
    opening = reduce(or_, (path.opening for path in paths))
    if len(paths) == 1:
        return paths[0]

    def step(cells: _Cells, masks: _Masks, tokens: _Tokens, at: int, last: int, captures: list[Capture]) -> int:
        here = masks[at] if at < last else 0
        for option, needed in paths:
            if needed > 0 and not here & needed:
                continue
            reached = option(cells, masks, tokens, at, last, captures)
            if reached >= 0:
                return reached
        return -1

    return _Path(step, opening)


def _seconds(elements: Sequence[Element]) -> int:
    """The mask of the classes that may stand behind the first word of a match; `_ANYTHING` where that may be all."""
    if not elements or isinstance(elements[0], Gap):
        return _ANYTHING
    first, rest = elements[0], elements[1:]
    if isinstance(first, Word):
        return _compile(rest).opening
    ways = [(*option, *rest) for option in first.options]
    return reduce(or_, map(_seconds, [*ways, rest] if first.optional else ways))


# ---------------------------------------------------------------------------------------------------------------- rules


class Guard(NamedTuple):
    """An exception of a rule: where a pattern stands behind, before or inside a match, the match is held back."""

    id: str
    where: str
    pattern: str
    why: str

    @property
    def elements(self) -> tuple[Element, ...]:
        """The pattern, parsed; empty where it is."""
        return parse(self.pattern) if self.pattern else ()


class Rule(NamedTuple):
    """A rule: its pattern with what that demands, what it gives, and the exceptions that hold it back.

    `takes` are those of `gives` that are the value of what a named element takes, each with that name.
    """

    id: str
    family: str
    stage: str
    pattern: str
    demands: Demands
    gives: dict[str, str]
    takes: tuple[tuple[str, str], ...]
    guards: tuple[Guard, ...]
    order: int

    @property
    def elements(self) -> tuple[Element, ...]:
        """The pattern, parsed; empty where it is."""
        return parse(self.pattern) if self.pattern else ()


@frozen
class Match:
    """Where a rule matched: a range of tokens, and what its named elements took."""

    rule: Rule
    first: int
    last: int
    captures: dict[str, tuple[int, int, Edge | None]]

    def gives(self) -> dict[str, str]:
        """What the rule gives, `$name` being the value of what that element took (left out where it took nothing)."""
        out = self.rule.gives.copy()
        for key, name in self.rule.takes:
            taken = self.captures.get(name)
            if taken and taken[2]:
                out[key] = taken[2].value
            else:
                del out[key]
        return out

    def edge(self, name: str) -> Edge | None:
        """The edge that a named element took, if it took one."""
        taken = self.captures.get(name)
        return taken[2] if taken else None

    def range(self, name: str) -> tuple[int, int] | None:
        """The tokens that a named element took."""
        taken = self.captures.get(name)
        return (taken[0], taken[1]) if taken else None


def taken_of(gives: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What a rule gives that is the value of what a named element takes (`$name`), with that name."""
    return tuple((key, value[1:]) for key, value in gives.items() if value.startswith("$"))


class NearMiss(NamedTuple):
    """A rule that began to match and did not: how far it came, and the element or exception that stopped it."""

    rule: Rule
    first: int
    reached: int
    why_not: str


class _Watch(NamedTuple):
    """An exception as compiled: its step, and the classes it begins with."""

    guard: Guard
    step: _Step
    opening: int


class _Trial(NamedTuple):
    """A rule as compiled: its number, the classes that may go on from its first word, what matches it, its exceptions.

    Where a rule may go on with anything, or with nothing, `seconds` is `_ANYTHING`.
    """

    number: int
    seconds: int
    step: _Step
    watches: tuple[_Watch, ...]


class _Beginning(NamedTuple):
    """The rules that may begin at a token, each with the classes it needs: every one of a mask, one of each of some.

    `classes` are all those that decide, together. `possible` remembers which of the rules those of them that a range
    has leave possible.
    """

    rules: tuple[tuple[int, int, tuple[int, ...]], ...]
    classes: int
    possible: dict[int, tuple[_Trial, ...]]


def _as_masks(demands: Demands) -> tuple[int, tuple[int, ...]]:
    """The classes that a pattern demands as masks: of those it needs all of, and of each of those it needs one of."""
    return mask_of(demands.every), tuple(map(mask_of, demands.some))


_MOST_BEGINNINGS = 1 << 12
_MOST_POSSIBLE = 1 << 8


class Ruleset:
    """The rules of one stage, each compiled when it is first tried.

    `without` switches exceptions off by id (to see that they bite).
    """

    def __init__(self, rules: Iterable[Rule], *, without: frozenset[str] = frozenset()) -> None:
        self.rules = tuple(rules)
        self._without = without
        self._trials: dict[int, _Trial] = {}
        self._index: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for cls in rule.demands.openers:
                self._index.setdefault(cls, []).append(number)
        self._opening = mask_of(self._index)
        self._beginning: dict[int, _Beginning] = {}

    @cached_property
    def openers(self) -> frozenset[str]:
        """The classes at which any rule can begin."""
        return frozenset(self._index)

    def find_all(self, lattice: Lattice, first: int, last: int) -> list[Match]:
        """Every match of every rule inside a range of tokens, one for each rule and start, in text order.

        Most rules lack a class in most ranges; comparing masks tells so before they are tried, and what comes out is
        remembered, for the same few classes matter again and again.
        """
        cells, tokens, masks, opening = lattice.cells, lattice.tokens, lattice.masks, self._opening
        inside = masks[first:last]
        present = reduce(or_, inside, 0)
        found: list[Match] = []
        if not opening & present:
            return found
        beginnings, long = self._beginning, lattice.long
        for at, mask in enumerate(inside, first):
            openers = mask & opening
            if not openers:
                continue
            beginning = beginnings.get(openers) or self._beginning_with(openers, cells[at])
            key = present & beginning.classes
            trials = beginning.possible.get(key)
            if trials is None:
                trials = self._possible_with(key, beginning)
            if not trials:
                continue
            # What stands behind the first word spares most rules that lack nothing else; behind a longer edge stands
            # something else, and so it tells nothing.
            behind = _ANYTHING if at in long else masks[at + 1] if at + 1 < last else 0
            for number, seconds, step, watches in trials:
                if seconds > 0 and not seconds & behind:
                    continue
                captures: list[Capture] = []
                end = step(cells, masks, tokens, at, last, captures)
                if end > at and not (watches and _held_back(watches, lattice, at, end, first, last)):
                    found.append(Match(self.rules[number], at, end, dict(captures)))
        return found

    def _trial(self, number: int) -> _Trial:
        """A rule as compiled, once it is needed."""
        trial = self._trials.get(number)
        if trial is None:
            rule = self.rules[number]
            watches = tuple(_watch(guard) for guard in rule.guards if guard.id not in self._without)
            step = _compile(rule.elements).step
            trial = self._trials[number] = _Trial(number, _seconds(rule.elements), step, watches)
        return trial

    def _beginning_with(self, openers: int, cell: Cell) -> _Beginning:
        """The rules that begin with the classes of a mask, which are those of a cell, and what they need.

        They come in the order they were written. There are few such sets of classes, so they are remembered.
        """
        numbers = sorted({number for cls in cell for number in self._index.get(cls, ())})
        rules = tuple((number, *_as_masks(self.rules[number].demands)) for number in numbers)
        classes = reduce(or_, (every | reduce(or_, some, 0) for _, every, some in rules), 0)
        if len(self._beginning) >= _MOST_BEGINNINGS:
            self._beginning.clear()
        found = self._beginning[openers] = _Beginning(rules, classes, {})
        return found

    def _possible_with(self, present: int, beginning: _Beginning) -> tuple[_Trial, ...]:
        """The rules of a beginning that a range with such classes has all that they need for."""
        found = tuple(
            self._trial(number)
            for number, every, some in beginning.rules
            if every & present == every and all(map(present.__and__, some))
        )
        if len(beginning.possible) >= _MOST_POSSIBLE:
            beginning.possible.clear()
        beginning.possible[present] = found
        return found

    def find(self, lattice: Lattice, first: int, last: int) -> list[Match]:
        """Matches that do not overlap within a family: the leftmost, of those the longest, then the first written."""
        everything = self.find_all(lattice, first, last)
        if len(everything) < 2:
            return everything
        everything.sort(key=lambda m: (m.first, -m.last, m.rule.order))
        best: list[Match] = []
        ends: dict[str, int] = {}
        for match in everything:
            if match.first >= ends.get(match.rule.family, -1):
                best.append(match)
                ends[match.rule.family] = match.last
        return best

    def near_misses(self, lattice: Lattice, first: int, last: int) -> list[NearMiss]:
        """Rules that took at least two elements, or whose exception held them back. For explaining; slow."""
        out: list[NearMiss] = []
        for at in range(first, last):
            for number, *_ in self._beginning_with(lattice.masks[at] & self._opening, lattice.cells[at]).rules:
                rule = self.rules[number]
                trial = self._trial(number)
                end = trial.step(lattice.cells, lattice.masks, lattice.tokens, at, last, [])
                if end > at:
                    if held := _held_back(trial.watches, lattice, at, end, first, last):
                        out.append(NearMiss(rule, at, end, f"held back by {held}"))
                    continue
                for count in range(len(rule.elements) - 1, 1, -1):
                    begun = _compile(rule.elements[:count])
                    reached = begun.step(lattice.cells, lattice.masks, lattice.tokens, at, last, [])
                    if reached > at:
                        out.append(NearMiss(rule, at, reached, f"then wanted {describe(rule.elements[count])}"))
                        break
        return out


def _watch(guard: Guard) -> _Watch:
    return _Watch(guard, *_compile(guard.elements))


def _held_back(watches: Iterable[_Watch], lattice: Lattice, at: int, end: int, first: int, last: int) -> str | None:
    """The id of the exception that holds a match back, or None."""
    for watch in watches:
        if _applies(watch, lattice, at, end, first, last):
            return watch.guard.id
    return None


def _applies(watch: _Watch, lattice: Lattice, at: int, end: int, first: int, last: int) -> bool:
    """Whether an exception holds back a match from `at` to `end` inside a range."""
    where = watch.guard.where
    if where == "followed_by":
        return end < last and _matches(watch, lattice, end, end + 1, last)
    if where == "preceded_by":
        return _matches(watch, lattice, max(first, at - 6), at, at, to=at)
    if where == "preceded_within":
        return _matches(watch, lattice, max(first, at - 8), at, at)
    if where == "followed_within":
        return _matches(watch, lattice, end, min(last, end + 8), last)
    return _matches(watch, lattice, at, end, end)  # holds


def _matches(watch: _Watch, lattice: Lattice, start: int, stop: int, last: int, *, to: int | None = None) -> bool:
    """Whether an exception's pattern matches from a token in a range, up to `last` or, where given, just `to`."""
    cells, tokens, masks = lattice.cells, lattice.tokens, lattice.masks
    for at in range(start, stop):
        if masks[at] & watch.opening:
            reached = watch.step(cells, masks, tokens, at, last, [])
            if reached > at and (to is None or reached == to):
                return True
    return False


def describe(element: Element) -> str:
    """A pattern element in words, for explaining."""
    if isinstance(element, Word):
        features = [*sorted(element.needs), *("!" + bar for bar in sorted(element.bars))]
        return f"${element.cls}" + (f"[{','.join(features)}]" if features else "")
    if isinstance(element, Gap):
        return f"<{element.name}>"
    return "(" + "|".join(" ".join(map(describe, option)) for option in element.options) + ")"
