"""What a word of a text may be, for who looks for names in it: a name, what stands before names, or a word like others.

Names are a list of our own, beside which stands what the knowledge has: places, actors, outlets, people in office, and
all words that its rules know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from riwaya.exports.profiles.rules import Profile
from riwaya.knowledge.load import Knowledge
from riwaya.text.normalize import fold

NAMES = "profiles/names.tsv"
"""The table of words that are names of persons or tell that one follows."""

WORDS = "profiles/words.tsv"
"""The table of words that are no names, beside those that the rules know."""

_ENDINGS = ("ها", "هم", "نا", "ه", "ا", "ات", "ين", "ون", "ة")
_KNOWN = (
    ("places/places.tsv", "place"),
    ("places/regions.tsv", "place"),
    ("places/curated.tsv", "place"),
    ("places/countries.tsv", "place"),
    ("actors/actors.tsv", "body"),
    ("actors/actor_aliases.tsv", "body"),
    ("actors/outlets.tsv", "body"),
    ("actors/capitals_as_governments.tsv", "body"),
    ("actors/people.tsv", "person"),
)
_NO_ORDINARY = frozenset(("place_name", "party_name", "outlet_name", "government_name", "person_name", "title"))
_BEFORE_DEEN = frozenset(
    "نور صلاح علاء عز سيف جمال كمال شمس بدر فخر محي محيي حسام بهاء ضياء زين شرف تقي نصر خير جلال عماد سراج تاج ناصر "
    "رشيد فيض شهاب صفي قطب برهان نجم سعد معز ركن".split()
)
_BEFORE_ALLAH = frozenset(
    "نصر فضل رزق عطا حبيب جاد جار هبة خلف سعد عبيد ضيف فتح نعمة مال عوض حمد خير امر اية روح".split()
)
_DEEN, _ALLAH = fold("الدين"), fold("الله")
_WORSHIPPERS = (fold("زين"), fold("العابدين"))


class Phrases:
    """Names of places, bodies and people of several words and of one, by their first word, the longest first."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, kind in names.items():
            words = tuple(name.split())
            if words:
                self._by_first.setdefault(words[0], []).append((words, kind))
        for listed in self._by_first.values():
            listed.sort(key=lambda each: -len(each[0]))

    def at(self, forms: list[tuple[str, ...]], start: int, breaks: list[bool]) -> tuple[int, str] | None:
        """The longest name that begins at a word: how many words it has, and its kind."""
        for first in forms[start]:
            for words, kind in self._by_first.get(first, ()):
                end = start + len(words)
                if end > len(forms) or any(breaks[start + 1 : end]):
                    continue
                if all(word in forms[at] for at, word in enumerate(words[1:], start + 1)):
                    return len(words), kind
        return None


class Words:
    """What words may be."""

    def __init__(self, knowledge: Knowledge, profile: Profile) -> None:
        self._knowledge = knowledge
        self.site_words = frozenset(map(fold, profile.site_words))
        self._kinds: dict[str, set[str]] = {}
        self.deeds = frozenset(map(fold, profile.deeds))
        lines = (knowledge.data / NAMES).read_text(encoding="utf-8").splitlines()[1:]
        for kind, _, name in (line.partition("\t") for line in lines):
            self._kinds.setdefault(fold(name), set()).add(kind)
        lines = (knowledge.data / WORDS).read_text(encoding="utf-8").splitlines()[1:]
        self._ordinary = {fold(line.partition("\t")[2]) for line in lines} | _label_words(knowledge)
        known: dict[str, str] = {}
        self._ids: set[str] = set()
        for path, kind in _KNOWN:
            table = knowledge.table(path)
            self._ids.update(table)
            for row in map(table.row, table):
                names = [*row[table.columns[-1]].split("|"), row.get("name_en", ""), *row.get("latin", "").split("|")]
                known |= {fold(name): kind for name in names if name}
        self._countries = frozenset(knowledge.table("places/countries.tsv"))
        self._roles = frozenset((*knowledge.table("actors/roles.tsv"), *knowledge.table("actors/heads.tsv")))
        self._known = frozenset(known)
        self.offices = frozenset(_titles(knowledge, "office", profile.private_titles))
        self.ranks = frozenset(_titles(knowledge, "rank", profile.private_titles))
        self.phrases = Phrases(known | dict.fromkeys(self.offices, "office") | dict.fromkeys(self.ranks, "rank"))
        self._office_words = frozenset(name.split()[0] for name in self.offices if name)
        self.verbs = knowledge.verb_forms
        self.kinds = lru_cache(maxsize=1 << 16)(self._kinds_of)
        self.forms = lru_cache(maxsize=1 << 16)(_forms)

    def _kinds_of(self, word: str) -> frozenset[str]:
        """The kinds of a folded word: given, ambiguous, family, particle, title, cue, never, ordinary, nisba, latin."""
        if word == "على" or "never" in self._kinds.get(word, ()):
            return frozenset(("ordinary", "never"))
        found: set[str] = set()
        for form in _forms(word):
            found |= self._kinds.get(form, set())
            if (form.startswith("عبدال") and len(form) > 6) or (form.startswith("ابو") and len(form) > 5):
                found.add("given")
            if form.endswith(_DEEN) and form[: -len(_DEEN)] in _BEFORE_DEEN:
                found.add("given")
            if form.endswith(_ALLAH) and form[: -len(_ALLAH)] in _BEFORE_ALLAH:
                found.add("given")
        if word.endswith("ي") and "given" in self._kinds.get(word[:-1], ()):
            found.add("family")
        if word.startswith("ال") and len(word) > 4 and word.endswith(("ي", "ية", "اوي")):
            found.add("nisba")
        if self._is_ordinary(word):
            found.add("ordinary")
        return frozenset(found)

    def _is_ordinary(self, word: str) -> bool:
        knowledge = self._knowledge
        if word in knowledge.verb_forms or any(self._is_listed(form) for form in _forms(word)):
            return True
        return any(cls not in _NO_ORDINARY for cls in knowledge.lexicon.word(word).cell)

    def _is_listed(self, form: str) -> bool:
        """Whether a word is in the list of ordinary ones, with its article, its pronoun or its ending too."""
        form = form.removeprefix("ال") if len(form) > 4 else form
        if form in self._ordinary:
            return True
        return any(
            form.endswith(ending) and form.removesuffix(ending) in self._ordinary
            for ending in _ENDINGS
            if len(form) > 4
        )

    def is_name(self, form: str) -> bool:
        """Whether a word is in the list of names just as it is."""
        return not self._kinds.get(form, set()).isdisjoint(("given", "ambiguous"))

    def begins_office(self, form: str) -> bool:
        """Whether an office begins with a word just as it is, nothing being written onto it."""
        return form in self._office_words

    def is_known_id(self, id: str) -> bool:
        """Whether an id is of a body, an outlet, a place or somebody in office that the knowledge has."""
        country, _, role = id.partition(".")
        return id in self._ids or (country in self._countries and role in self._roles)

    def is_known_name(self, name: str) -> bool:
        """Whether a name is of one of these."""
        return fold(name) in self._known

    def goes_on_with(self, word: str, then: str) -> bool:
        """Whether two words are one given name: a servant of God, a light of the faith, a gift of God."""
        if (word == "عبد" and then.startswith("ال")) or (word, then) == _WORSHIPPERS:
            return True
        return (then == _DEEN and word in _BEFORE_DEEN) or (then == _ALLAH and word in _BEFORE_ALLAH)


@lru_cache(maxsize=8)
def words_of(knowledge: Knowledge, profile: Profile) -> Words:
    """What words may be, made once for a profile."""
    return Words(knowledge, profile)


def _label_words(knowledge: Knowledge) -> set[str]:
    """The words of the labels that the record is told with."""
    table = knowledge.table("labels.tsv")
    labels = (row[column] for row in map(table.row, table) for column in ("label_en", "label_ar"))
    return {fold(word) for label in labels for word in re.findall(r"[^\W\d_]+", label)}


def _titles(knowledge: Knowledge, kind: str, private: frozenset[str]) -> Iterator[str]:
    table = knowledge.table("actors/titles.tsv")
    for id in table:
        row = table.row(id)
        if row["kind"] == kind and id not in private:
            yield from (fold(name) for name in row["name_ar"].split("|"))


def _forms(word: str) -> tuple[str, ...]:
    """The shapes in which a folded word may stand in a list: as it is, and without what is written onto it."""
    found = [word]
    for marks in ("وف", "بلك"):
        for form in tuple(found):
            if len(form) > 3 and form[0] in marks:
                found.append(form[1:])
            if len(form) > 4 and form.startswith("لل"):
                found.append("ا" + form)
                found.append("ال" + form[2:])
    return tuple(dict.fromkeys(found))
