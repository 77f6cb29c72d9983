"""Which blocks of a page are its text.

That is judged by trafilatura on a copy of the page from which everything embedded was lifted out. It tells where the
text stands; what is taken is the page's own blocks there, for trafilatura drops and joins some. The body of the text in
JSON-LD is a check: where it holds much more than was found, the blocks that it holds are taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import islice

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from riwaya.inputs.pages.blocks import Block, ancestors, page_words, words_of
from riwaya.inputs.pages.facts import key_of
from riwaya.text.words import phrase_at

_SENTENCE = re.compile(r"[.؟?!:…»\"”]\W*$")
_ENOUGH = 0.8
"""The share of the words of the body in JSON-LD that the blocks taken must hold."""
_MOST_ELEMENTS = 50_000
_MOST_FOR_JUDGE, _LONGEST_FOR_JUDGE, _DEEPEST_FOR_JUDGE = 3_000, 500_000, 240
"""Blocks, letters and nesting beyond which trafilatura takes too long, or more of the stack than there is."""


def choose_blocks(root: HtmlElement, blocks: Sequence[Block], head: int | None, body: str | None) -> list[int]:
    """The numbers of the blocks that are the text."""
    fit = [n for n, block in enumerate(blocks) if n != head and may_be_text(block)]
    chosen = _around(blocks, fit, _by_judge(root, blocks, fit))
    if not chosen or (body and not is_held(body, blocks, chosen)):
        by_body = [n for n in fit if key_of(blocks[n].text) in key_of(body or "") and len(blocks[n].text) > 15]
        if body and is_held(body, blocks, by_body):
            return _around(blocks, fit, by_body)
        if body and len(_tokens(body)) > 40 and not is_held(body, blocks, fit):
            return []  # the page shows less than it tells machines
        chosen = chosen or _around(blocks, fit, _by_weight(blocks, fit, head))
    return chosen


def may_be_text(block: Block) -> bool:
    """Whether a block can be of the text: nothing beside it, no line of links."""
    if block.kind == "embed" or block.aside:
        return False
    ended = _SENTENCE.search(block.text)
    if block.linked > 0.8 and not (ended and len(block.text) > 80):
        return False
    if block.linked > 0.5 and not ended and len(block.text) < 120:
        return False
    return not is_furniture(block)


def is_furniture(block: Block) -> bool:
    """Whether a block is a line of the page itself: a label of a button, a line that leads elsewhere."""
    words = words_of(block.text)
    known = page_words()
    if (
        not any(map(str.isalpha, block.text))
        or words in known.furniture
        or block.text.startswith("©")
        or phrase_at(words, 0, known.rights)
    ):
        return True
    if phrase_at(words, 0, known.related):
        return len(words) < 5 or block.links > 0 or block.kind == "heading" or block.text.rstrip().endswith(":")
    return False


def _by_judge(root: HtmlElement, blocks: Sequence[Block], fit: Iterable[int]) -> list[int]:
    """The blocks that trafilatura takes for the text."""
    if len(blocks) > _MOST_FOR_JUDGE or sum(len(block.text) for block in blocks) > _LONGEST_FOR_JUDGE:
        return []
    if _depth(root) > _DEEPEST_FOR_JUDGE:
        return []
    if sum(1 for _ in islice(root.iter(), _MOST_ELEMENTS)) == _MOST_ELEMENTS:
        return []  # it takes 0.1 ms for each, which on a page of half a million of them is a minute
    try:
        taken = trafilatura.extract(deepcopy(root), include_comments=False, include_tables=True, deduplicate=False)
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError, IndexError, KeyError):
        return []  # its own fallbacks fail on some broken trees; ours stand in
    if not taken:
        return []
    lines = {key_of(line) for line in taken.split("\n")}
    whole = key_of(taken)
    found = []
    for n in fit:
        key = key_of(blocks[n].text)
        if key and (key in lines or (len(key) >= 20 and key in whole)):
            found.append(n)
    return found


def _depth(root: HtmlElement) -> int:
    """How deeply the elements of a tree are nested."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _by_weight(blocks: Sequence[Block], fit: Sequence[int], head: int | None) -> list[int]:
    """The blocks under the element with the most running text just below it."""
    weights: Counter[HtmlElement] = Counter()
    for n in fit:
        block = blocks[n]
        if len(block.text) < 40 or block.linked > 0.4 or (head is not None and n < head):
            continue
        for distance, element in enumerate(islice(ancestors(block.element), 4)):
            if element.tag not in ("p", "li"):
                weights[element] += len(block.text) // (1 + distance)
    if not weights:
        return [n for n in fit if len(blocks[n].text) > 25 and blocks[n].linked < 0.5 and (head is None or n > head)]
    within = set(max(weights, key=lambda element: weights[element]).iter())
    return [n for n in fit if blocks[n].linked < 0.5 and blocks[n].element in within]


def _around(blocks: Sequence[Block], fit: Sequence[int], seeds: Sequence[int]) -> list[int]:
    """The seeds in their element, and what stands between and beside them in it and is running text too."""
    if not seeds:
        return []
    within = set(home_of(blocks, seeds).iter())
    inside = [n for n in seeds if blocks[n].element in within]
    parents = {_parent(blocks[n]) for n in inside if len(blocks[n].text) > 40}
    known = set(inside)
    first, last = inside[0], inside[-1]
    found = []
    for n in fit:
        block = blocks[n]
        if n in known:
            found.append(n)
        elif block.element in within and block.linked < 0.5:
            beside = _parent(block) in parents
            if first < n < last and (beside or is_running(block)):
                found.append(n)
            elif beside and not first < n < last and is_running(block):
                found.append(n)
    return without_repeats(blocks, found)


def is_running(block: Block) -> bool:
    """Whether a block is running text."""
    words = words_of(block.text)
    return len(words) >= 5 and bool(_SENTENCE.search(block.text) or len(words) >= 15)


def _parent(block: Block) -> HtmlElement | None:
    """The element that the paragraph of a block stands in; where lines are parted by breaks, the one they stand in."""
    parent: HtmlElement | None = block.element.getparent()
    return parent if block.element.tag in ("p", "li", "h2", "h3", "h4", "blockquote") else block.element


def home_of(blocks: Sequence[Block], seeds: Sequence[int]) -> HtmlElement:
    """The innermost element that holds most of what the seeds hold."""
    weights: Counter[HtmlElement] = Counter()
    for n in seeds:
        parent = _parent(blocks[n])
        weights[blocks[n].element if parent is None else parent] += len(blocks[n].text)
    total = weights.total()
    home = blocks[seeds[0]].element.getroottree().getroot()
    for element in reversed(list(home.iter())):
        above = element.getparent()
        if above is not None and element in weights:
            weights[above] += weights[element]
    while heavy := [child for child in home if weights.get(child, 0) >= 0.8 * total]:
        home = heavy[0]
    return home


def without_repeats(blocks: Sequence[Block], numbers: Iterable[int]) -> list[int]:
    """Each long block once: pages hold some twice, for wide and for narrow screens. Labels that come back go too."""
    numbers = list(numbers)
    keys = {n: key_of(blocks[n].text) for n in numbers}
    counts = Counter(keys.values())
    seen: set[str] = set()
    found = []
    for n in numbers:
        key = keys[n]
        if key not in seen if len(key) >= 30 else counts[key] < 3:
            found.append(n)
        seen.add(key)
    return found


def _tokens(text: str) -> Counter[str]:
    return Counter(words_of(text))


def is_held(body: str, blocks: Sequence[Block], numbers: Iterable[int]) -> bool:
    """Whether some blocks hold most of the words of a body."""
    wanted = _tokens(body)
    held = _tokens(" ".join(blocks[n].text for n in numbers))
    return sum((wanted & held).values()) >= _ENOUGH * sum(wanted.values())
