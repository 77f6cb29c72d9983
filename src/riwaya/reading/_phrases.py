"""Cuts a sentence into phrases: noun phrases with the preposition before them, times, verbs, stops, marks.

Arabic needs no parser for this: prepositions, relative words and verbs end a noun phrase, a proclitic opens one.
What a phrase is (a party, a place, a weapon, a thing) is what stands at its head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from riwaya.frozen import frozen, replace
from riwaya.knowledge.match import Cell, Edge, Lattice, mask_of
from riwaya.records import PartyMention, PlaceMention, WeaponMention

NOUN_KINDS = frozenset(("party", "place", "weapon", "thing"))
VERB_CLASSES = frozenset(
    """ev_verb ev_verb_on ev_verb_off ev_reach ev_kill ev_do ev_suffer ev_occur ev_witness ev_take_on ev_lead_to
    ev_other_verb ev_blow_up ev_carry_off ev_foil ev_repel ev_disperse ev_set_up ev_explode
    ev_riding ev_fight ev_move ev_crowd ev_shoot ev_fall ev_send ev_go_out ev_enter ev_spread_fire
    ev_manage ev_try ev_answer ev_driven ev_block say_clear say_that believed naming describing publishing informing
    doubting refusing reacting warning denying accusing threatening condemning claiming urging conceding conveying
    counting""".split()
)
_THINGS = ("ev_vehicle", "ev_ship", "ev_building", "ev_things", "ev_people", "ev_unit", "facility_word", "place_word")
_THING_SET = frozenset(_THINGS)
_MENTIONS = ("weapon", "place", "party")
_LETTERS = {"و": "w", "ف": "fa", "ب": "b", "ك": "k", "ل": "l"}
_PREPOSITION_OF = {"b": "with", "l": "for", "k": "like"}
_TRANSPARENT = frozenset(("quote_mark", "open", "close"))
_CLOSERS = frozenset(("quote_mark", "close"))
_COMMAS = frozenset("،,-–")
_ADJECTIVES = frozenset(("ev_participle", "demonym", "ev_quality", "ev_sort", "party_attribute", "arm_trait"))
_MOVABLE = frozenset(("vehicle", "ship"))
_NISBA = ("ي", "ية", "يين", "يون", "يتين", "يات")
_MOST_TOKENS = 14
_ASIDE = 7
"""How many phrases may be put in between a weapon and its verb."""
_DONE_BY_WEAPON = frozenset(("explode", "act", "reach", "kill", "fall"))
# What is asked of every token is asked of its mask.
_MENTION = mask_of(_MENTIONS)
_FUNCTION = mask_of(("ev_stop", "ev_prep", "ev_aux"))
_TIME = mask_of(("time",))
_VERB = mask_of(VERB_CLASSES)
_THING = mask_of(_THINGS)
_NUMBER = mask_of(("number",))
_DEMONYM = mask_of(("demonym",))
_COUNT = mask_of(("number", "numeral", "digits"))
_COUNTED = mask_of((*_THINGS, "party_head"))
_LIFELESS = mask_of(("ev_vehicle", "ev_ship", "ev_building", "facility_word"))


@frozen
class Phrase:
    """A stretch of a sentence.

    `kind` is party, place, weapon, thing (noun phrases by their head), time, verb, aux, stop, mark or trigger.
    `prep` is the part that the preposition before it gives it; `joined` says that "and" stands before it.
    """

    kind: str
    first: int
    last: int
    prep: str = ""
    joined: bool = False
    value: str = ""
    classes: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    parties: tuple[PartyMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    weapons: tuple[WeaponMention, ...] = ()
    demonyms: tuple[tuple[int, str], ...] = ()
    thing: str = ""
    definite: bool = False


class _Parts:
    """What is found inside a noun phrase while it is read."""

    def __init__(self) -> None:
        self.parties: list[PartyMention] = []
        self.places: list[PlaceMention] = []
        self.weapons: list[WeaponMention] = []
        self.demonyms: list[tuple[int, str]] = []
        self.thing = ""
        self.kind = "thing"
        self.living = False

    def take(self, mention: Any) -> None:
        if isinstance(mention, PartyMention):
            self.parties.append(mention)
        elif isinstance(mention, PlaceMention):
            self.places.append(mention)
        elif isinstance(mention, WeaponMention):
            self.weapons.append(mention)


class Phraser:
    """Cuts the sentences of one lattice."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.cells = lattice.cells
        self.masks = lattice.masks
        self.tokens = lattice.tokens
        self._clitics: dict[int, str] = {}

    def cut(self, first: int, last: int, triggers: Mapping[int, Phrase], skips: frozenset[int]) -> list[Phrase]:
        """The phrases of a range of tokens. `triggers` are phrases by their first token; `skips` are passed over."""
        out: list[Phrase] = []
        borders = triggers.keys() | skips
        tokens, cells = self.tokens, self.cells
        at, prep, joined = first, "", False
        while at < last:
            token, cell = tokens[at], cells[at]
            if at in triggers:
                trigger = triggers[at]
                own = next((_PREPOSITION_OF[f] for f in "blk" if f in trigger.features), prep)
                out.append(replace(trigger, prep=own, joined=joined or self.clitic(at) in ("w", "fa")))
                at, prep, joined = trigger.last, "", False
            elif at in skips:
                at += 1
            elif token.kind in ("punct", "symbol") and not self._longest(at, last) and not self._counts(at, last):
                if not cell.keys() & _TRANSPARENT:
                    out.append(Phrase("mark", at, at + 1, value=token.form))
                    prep, joined = "", False
                elif "quote_mark" in cell or "open" in cell:
                    close = self.closing(at, last)
                    if close is not None and not any(inner in triggers for inner in range(at, close)):
                        out.append(self.noun_phrase(at, last, prep, joined, borders))
                        at, prep, joined = out[-1].last, "", False
                        continue
                at += 1
            else:
                phrase = self._one(at, last, prep, joined, borders)
                if phrase.kind == "prep":
                    beside = "beside" if phrase.value == "with" else ""  # gunmen, and with them men in uniform
                    prep, joined = (beside if "suffix" in phrase.features else phrase.value), phrase.joined
                else:
                    out.append(phrase)
                    prep, joined = "", False
                at = phrase.last
        return _without_asides(out)

    def _one(self, at: int, last: int, prep: str, joined: bool, borders: AbstractSet[int]) -> Phrase:
        cell, mask = self.cells[at], self.masks[at]
        named = self._longest(at, last) if mask & _MENTION else 0
        if mask & _TIME:
            length = cell["time"][0].length
            if length >= named and at + length <= last:
                return Phrase("time", at, at + length, prep)
        if "md_was" in cell and not named:
            return Phrase("aux", at, at + 1)
        if prep == "at" and "record_noun" in cell and self._stands_alone(at, last):
            return Phrase("aux", at, at + 1)  # in a statement: put in between, what follows goes on
        function = self._function_word(cell, at, last, named) if mask & _FUNCTION else None
        if function is not None:
            cls, edge = function
            end = at + edge.length
            if cls == "ev_prep":
                return Phrase("prep", at, end, joined="w" in edge.features, value=edge.value, features=edge.features)
            if cls == "ev_aux" and (clitic := next((c for c in "bl" if c in edge.features), "")):
                return Phrase("prep", at, end, value=_PREPOSITION_OF[clitic])
            return Phrase("aux" if cls == "ev_aux" else "stop", at, end, value=edge.value, classes=frozenset(cell))
        if not cell and not prep and self._looks_like_verb(at):
            return Phrase("verb", at, at + 1, prep, joined)
        if "ev_participle" in cell and not named and not prep:
            return Phrase("aux", at, at + 1)
        led = "ev_lead_to" in cell  # "and led to" is spelt like a valley
        if mask & _VERB and not named and not prep and (led or not mask & (_THING | _NUMBER)):
            verbs = cell.keys() & VERB_CLASSES
            features = frozenset[str]().union(*(edge.features for c in verbs for edge in cell[c]))
            return Phrase("verb", at, at + 1, prep, joined, classes=frozenset(verbs), features=features)
        phrase = self.noun_phrase(at, last, prep, joined, borders)
        if phrase.kind == "place" and not phrase.prep and "ev_prep" in cell:
            return replace(phrase, prep=cell["ev_prep"][0].value)  # a place told with its preposition: near the city
        return phrase

    def _function_word(self, cell: Cell, at: int, last: int, named: int) -> tuple[str, Edge] | None:
        """The longest stop, preposition or word to pass over that begins at a token, if no name there is longer."""
        best: tuple[str, Edge] | None = None
        for cls in ("ev_stop", "ev_prep", "ev_aux"):
            for edge in cell.get(cls, ()):
                fits = edge.length >= named and at + edge.length <= last
                if fits and not (cls == "ev_stop" and "def" in edge.features):
                    if best is None or edge.length > best[1].length:
                        best = cls, edge
        return best

    def _looks_like_verb(self, at: int) -> bool:
        """Whether a word that no table knows has the shape of a verb in the present: it begins with a y."""
        form = self.tokens[at].form
        return len(form) > 3 and form[0] == "ي" and form[1] != "ا"

    def _stands_alone(self, at: int, last: int) -> bool:
        """Whether an indefinite noun has no genitive behind it."""
        behind = at + 1
        if behind >= last or self.definite(at):
            return False
        return self.clitic(behind) == "" and not self.definite(behind)

    def noun_phrase(
        self, first: int, last: int, prep: str = "", joined: bool = False, borders: AbstractSet[int] = frozenset()
    ) -> Phrase:
        """The noun phrase that begins at a token: its head with adjectives, genitives, and "of" where it goes on."""
        parts = _Parts()
        clitic = self.clitic(first)
        if clitic in ("w", "fa"):
            joined, prep = True, ""  # a preposition has nothing to do with what "and" begins
        elif clitic:
            prep = prep if prep not in ("", "beside") else _PREPOSITION_OF[clitic]
        at = end = first
        tied = False
        masks, tokens = self.masks, self.tokens
        while at < last and at - first < _MOST_TOKENS:
            token = tokens[at]
            if at > first and at in borders:
                break
            length = self._longest(at, last) if masks[at] & _MENTION else 0
            if token.kind == "punct" and not length and not (at == first and self._counts(at, last)):
                close = None if self._counts(at, last) else self.closing(at, last)
                if close is None or (at > first and self.clitic(at + 1) in ("w", "fa")):
                    break
                self._inside(at + 1, close - 1, parts, head=at == first)
                at = end = close
                continue
            if at > first:
                way = self._goes_on(first, at, last, length, tied, parts, prep)
                if way == "no":
                    break
                tied = tied or way in ("of", "for")
                if way == "of":
                    at += 1
                    continue
            at = end = self._step(at, first, length, parts)
        return Phrase(
            parts.kind, first, max(end, first + 1), prep, joined, parties=tuple(parts.parties),
            places=tuple(parts.places), weapons=tuple(parts.weapons), demonyms=tuple(parts.demonyms), thing=parts.thing,
            definite=self.definite(first),
        )  # fmt: skip

    def _step(self, at: int, first: int, length: int, parts: _Parts) -> int:
        """Takes one name or word into a noun phrase; gives where it ends."""
        cell = self.cells[at]
        if length:
            head = at == first or (not parts.thing and parts.kind == "thing" and self._only_counts(first, at))
            for cls in _MENTIONS:
                for edge in cell.get(cls, ()):
                    if edge.length == length:
                        parts.take(edge.mention)
                        if head:
                            parts.kind, head = cls, False
                        break
            if not parts.thing and self.masks[at] & _THING:
                parts.thing = self._thing(cell)
            for inner in range(at, at + length):
                if self.masks[inner] & _DEMONYM:
                    parts.demonyms.append((inner, self.cells[inner]["demonym"][0].value))
            return at + length
        if "demonym" in cell:
            parts.demonyms.append((at, cell["demonym"][0].value))
        if not parts.thing:
            is_thing = bool(self.masks[at] & _THING)
            parts.thing = self._thing(cell) if is_thing else ""
            parts.living = is_thing and ("ev_unit" in cell or "ev_people" in cell)
        number = cell.get("number")
        return at + (number[0].length if number else 1)

    def _goes_on(
        self, first: int, at: int, last: int, length: int, tied: bool, parts: _Parts, prep: str
    ) -> str:  # fmt: skip
        """Whether a noun phrase goes on with a word: "yes", "for" and "of" where a preposition ties it, or "no"."""
        cell, mask = self.cells[at], self.masks[at]
        if mask & _TIME and cell["time"][0].length >= length:
            return "no"
        if mask & _FUNCTION:
            if any(cls in cell and cell[cls][0].length >= length for cls in ("ev_stop", "ev_aux")):
                return "no"
            if "ev_prep" in cell and cell["ev_prep"][0].length >= length:
                of = cell["ev_prep"][0]
                plain = of.value == "from" and of.length == 1 and not of.features
                return "of" if plain and self._partitive(first, at, last) else "no"
        if "ev_motive" in cell or (mask & _COUNT and self._counts_others(at, last)) or self._opens_another(at):
            return "no"
        if "ev_rank" in cell:
            return "yes"
        if "ev_participle" in cell and "name_stop" in cell:
            return "no"  # called so-and-so
        if not length and mask & _VERB and self._surely_verb(cell):
            return "no"
        clitic = self.clitic(at)
        if clitic in ("w", "fa", "b", "k"):
            return "no"
        if clitic == "l":
            struck = (
                parts.kind == "weapon" and "party" not in cell
            )  # a drone's striking of a car, a drone of the army's
            if "ev_participle" in self.cells[at - 1]:
                return "yes"  # belonging to the coalition
            loose = tied or self.definite(first) or prep in ("at", "with")
            return "no" if loose or (parts.parties and parts.kind == "party") or struck else "for"
        if self._ends_in_accusative(at - 1) and not self.accusative(at) and _ADJECTIVES.isdisjoint(cell):
            return "no"
        apart = parts.living or (parts.thing in _MOVABLE and at - 1 > first)
        if apart and mask & _LIFELESS and not length:
            return "no"  # a force, a house; red motorcycles, a lorry: two nouns that no genitive joins
        if mask & _LIFELESS and not length and self.definite(at - 1):
            return "no"  # the bulldozers of the army, two houses; the factions, the base
        before = at - 2 if at - 2 > first and "close" in self.cells[at - 1] else at - 1
        if self.accusative(at) and not self.accusative(before) and not self.masks[before] & _COUNT:
            return "no"  # a word in another case is another part of the sentence
        if parts.kind in ("weapon", "party", "place") and self._names_end_at(at, parts):
            if length:  # by the bullets of the army: behind a preposition the army is whose they are
                owner = parts.kind == "weapon" and prep == "with" and "party" in cell and self._may_be_owned(at, parts)
                return "yes" if owner else "no"
            return "yes" if cell.keys() & _ADJECTIVES or (self.definite(at) and self.definite(first)) else "no"
        if parts.kind == "weapon" and not tied and not length and "ev_quality" in self.cells[at - 1]:
            return "yes" if cell.keys() & _ADJECTIVES else "no"  # suitable missiles, a ship
        if self.owned(at - 1) and not self.definite(at):
            return "no"  # behind a pronoun nothing indefinite goes on with the phrase
        return "yes"

    def _may_be_owned(self, behind: int, parts: _Parts) -> bool:
        """Whether somebody behind a weapon may be whose it is: of bullets and shells, not of a knife or of his car."""
        bare = not self.definite(behind - 1) and not self.owned(behind - 1)
        return bare and parts.weapons[-1].low is None

    def _opens_another(self, at: int) -> bool:
        """Whether a noun with the article stands behind an adjective with it: the Turkish army (shelled) the farm."""
        if not self.definite(at) or not self.definite(at - 1) or "demonym" not in self.cells[at - 1]:
            return False
        form, cell = self.tokens[at].form, self.cells[at]
        if not _THING_SET.isdisjoint(cell):
            return True
        shaped = form.startswith("الم") or form.endswith(_NISBA) or "ي" in form[-3:-1]
        return not shaped and _ADJECTIVES.isdisjoint(cell)

    def _counts_others(self, at: int, last: int) -> bool:
        """Whether a number counts the people or things behind it, and is none of the unit named before it."""
        if self.masks[at - 1] & _COUNT:
            return False
        behind = at + max(
            (edge.length for cls in ("number", "numeral") for edge in self.cells[at].get(cls, ())), default=1
        )
        return behind < last and bool(self.masks[behind] & _COUNTED) and not self.clitic(behind)

    def _ends_in_accusative(self, at: int) -> bool:
        """Whether a word that is no name and no number ends like an indefinite accusative: no genitive follows it."""
        if self.masks[at] & (_COUNT | _MENTION) or not self.accusative(at):
            return False
        return any("acc" in edge.features for edges in self.cells[at].values() for edge in edges)

    def accusative(self, at: int) -> bool:
        """Whether a word shows the ending of an indefinite accusative."""
        form = self.tokens[at].form
        return len(form) > 2 and form.endswith("ا") and not self.definite(at)

    def owned(self, at: int) -> bool:
        """Whether a word bears a pronoun."""
        found = False
        for cls, edges in self.cells[at].items():
            if cls != "own_plural":
                for edge in edges:
                    if edge.mention is None:
                        if "suffix" not in edge.features:
                            return False
                        found = True
        return found

    def _names_end_at(self, at: int, parts: _Parts) -> bool:
        """Whether the name at the head of a phrase ends right before a word: what follows is no genitive of it."""
        names: tuple[WeaponMention | PartyMention | PlaceMention, ...] = (*parts.weapons, *parts.parties, *parts.places)
        for name in names:
            if name.last == at:
                return True
        return False

    def _thing(self, cell: Cell) -> str:
        """The kind of thing a noun stands for, or ""."""
        if "ev_people" in cell:
            return "civilians"
        if _THING_SET.isdisjoint(cell):
            return ""
        return next(cell[cls][0].value for cls in _THINGS if cls in cell)

    def _counts(self, at: int, last: int) -> bool:
        """Whether a number in brackets begins at a token and counts the noun behind it."""
        numbers = self.cells[at].get("number") if self.masks[at] & _NUMBER else None
        behind = at + numbers[0].length if numbers else last
        if behind >= last or self.tokens[at].kind != "punct" or self.tokens[behind].kind != "word":
            return False
        return not self.masks[behind] & _FUNCTION and not self.clitic(behind)

    def _only_counts(self, first: int, at: int) -> bool:
        """Whether the words before a name in a phrase are only a number."""
        return any(first + edge.length == at for edge in self.cells[first].get("number", ()))

    def _inside(self, first: int, last: int, parts: _Parts, *, head: bool) -> None:
        """Takes the names between quotation marks or brackets."""
        at = first
        while at < last:
            length = self._longest(at, last)
            if not length:
                if head and not parts.thing:
                    parts.thing = self._thing(self.cells[at])
                at += 1
                continue
            for cls in _MENTIONS:
                for edge in self.cells[at].get(cls, ()):
                    if edge.length == length:
                        parts.take(edge.mention)
                        if head and at == first:
                            parts.kind, head = cls, False
                        break
            at += length

    def closing(self, at: int, last: int) -> int | None:
        """The token behind the mark that closes the quotation or bracket that opens at a token, if it is short."""
        cell = self.cells[at]
        if "quote_mark" not in cell and "open" not in cell:
            return None
        for end in range(at + 1, min(last, at + 8)):
            if self.cells[end].keys() & _CLOSERS:
                return end + 1 if end > at + 1 else None
            if self.tokens[end].kind == "punct":
                return None
        return None

    def _longest(self, at: int, last: int) -> int:
        """The length of the longest mention that begins at a token, or 0."""
        if not self.masks[at] & _MENTION:
            return 0
        cell, most = self.cells[at], 0
        for cls in _MENTIONS:
            if cls in cell:
                for edge in cell[cls]:
                    if edge.length > most and at + edge.length <= last:
                        most = edge.length
        return most

    def definite(self, first: int) -> bool:
        """Whether a phrase that begins at a token begins with the article."""
        return self.tokens[first].form.startswith(("ال", "لل", "بال", "وال"))

    def clitic(self, at: int) -> str:
        """The proclitic of a word, or "": as its entries say, or as its spelling shows beyond doubt."""
        found = self._clitics.get(at)
        if found is None:
            found = self._clitics[at] = self._find_clitic(at)
        return found

    def _find_clitic(self, at: int) -> str:
        form = self.tokens[at].form
        first = form[:1]
        if first not in _LETTERS:
            return ""
        if form == "ل":
            return "l"  # set apart from a name in quotation marks
        code, found, whole = _LETTERS[first], False, False
        for edges in self.cells[at].values():
            for edge in edges:
                if code in edge.features:
                    found = True
                elif edge.mention is None:
                    whole = True
        if found and not whole:
            return code
        if first == "و" and len(form) > 4 and not self.cells[at]:
            return code  # hardly any word that no table knows begins with a w of its own
        if first == "ل":
            return code if len(form) > 4 and form[1] == "ل" else ""
        return code if len(form) > 5 and form[1:3] == "ال" else ""

    def _surely_verb(self, cell: Cell) -> bool:
        """Whether a word that may be a verb is one here, inside a noun phrase."""
        if cell.keys() & _THING_SET or "number" in cell:
            return False
        return any(
            edge.depth == 0 or edge.features & {"present", "f", "pl"}
            for c in cell
            if c in VERB_CLASSES
            for edge in cell[c]
        )

    def _partitive(self, first: int, at: int, last: int) -> bool:
        """Whether "of" behind a noun goes on with the same phrase: five of the sons of, a soldier of the division."""
        if at + 1 >= last:
            return False
        following = self.cells[at + 1]
        counted = "number" in self.cells[first] or self.tokens[at - 1].kind == "number"
        people = self.cells[at - 1].keys() & _THING_SET and not self.definite(at - 1)
        return bool(counted or people) and ("party" in following or "ev_people" in following or counted)

    def tight(self, first: int, last: int) -> tuple[int, int]:
        """A range without marks at its ends, but with one that closes what opens inside."""
        while last > first and self.tokens[last - 1].kind == "punct" and not self.cells[last - 1].keys() & _CLOSERS:
            last -= 1
        while first < last and self.tokens[first].kind == "punct":
            if self._encloses(first, last) or self._counts(first, last):
                break
            first += 1
        return first, last

    def _encloses(self, first: int, last: int) -> bool:
        return self.closing(first, last) == last

    def plain(self, first: int, last: int) -> str:
        """The words of a phrase without a preposition that is written with the first."""
        text = self.lattice.text(first, last)
        clitic = self.clitic(first)
        if not clitic or len(text) < 4:
            return text
        if text.startswith("لل"):
            return f"ال{text[2:]}"
        return text[1:]


def _without_asides(phrases: list[Phrase]) -> list[Phrase]:
    """Phrases without the commas around a circumstance that is put in: the base came, yesterday Monday, under fire."""
    out: list[Phrase] = []
    at, last = 0, len(phrases)
    while at < last:
        phrase = phrases[at]
        if phrase.kind == "mark" and phrase.value in _COMMAS:
            end = at + 1
            while end < last and end < at + 4 and _is_aside(phrases[end]):
                end += 1
            if end > at + 1 and end < last and phrases[end].kind == "mark":
                out.extend(phrases[at + 1 : end])
                at = end + 1
                continue
            if out and out[-1].kind == "weapon" and not out[-1].definite and (behind := _told_of_weapon(phrases, at)):
                at = behind
                continue
        out.append(phrase)
        at += 1
    return out


def _told_of_weapon(phrases: Sequence[Phrase], mark: int) -> int:
    """Behind what is put in between a weapon and the verb of what it did, or 0: a bomb, planted by a gang, went off."""
    for at in range(mark + 2, min(len(phrases) - 1, mark + _ASIDE)):
        if phrases[at].kind in ("trigger", "stop"):
            return 0
        if phrases[at].kind == "mark":
            after = phrases[at + 1]
            same = phrases[at].value == phrases[mark].value
            return at + 1 if same and after.kind == "trigger" and after.value in _DONE_BY_WEAPON else 0
    return 0


def _is_aside(phrase: Phrase) -> bool:
    """Whether a phrase may stand between commas without parting what is around it: a day, a circumstance."""
    return phrase.kind == "time" or (phrase.kind in NOUN_KINDS and phrase.prep in ("at", "time", "from"))
