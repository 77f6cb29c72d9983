"""Conjugate the list of verbs: `data/ar/verbs.tsv` in, `verb_forms.tsv` and `verbal_nouns.tsv` out.

    python tools/build_verbs.py            write both tables
    python tools/build_verbs.py --check    write nothing; exit 1 if a table is not what the list gives

Needs the package `mazini` (CC BY 4.0), here and nowhere else: the tables are checked in, so that
reading needs no conjugator.

`verbs.tsv` is written by hand: id, root_pattern, senses, lemma_ar. `root_pattern` is `root:form:passive[:option]`.

    root     three or four letters, one ASCII character each, as in LETTERS below
    form     I/a~u (the vowels of past and present), II .. X, Iq .. IVq (four-letter roots)
    passive  p   there is a passive in every person
             i   only the impersonal third person singular (the object stands behind a preposition)
             n   none
             o   the passive alone is meant (to be killed, to die, to be forced)
    option   strong    a middle w or y that behaves as a sound consonant
             reduced   the prefix or infix joined to the first letter

An id is `v.` and the vocalised lemma in ASCII: long vowels doubled, emphatic letters as the plain ones, `c` for the
letter ain, `-` for a hamza inside the word. `.2` is put behind the second of two verbs with the same ASCII.
Ids are for ever; this tool refuses an id that does not spell its lemma, and a lemma that its root and pattern
do not give.

`masdars.tsv` is written by hand too: verb_id, masdar_ar. It holds the verbal nouns that no pattern tells (those of
form I) and those in use beside the regular one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent.parent / "src" / "riwaya" / "data" / "ar"

LETTERS = dict(zip("'btvjHxd*rzs$SDTZEgfqklmnhwy", "ءبتثجحخدذرزسشصضطظعغفقكلمنهوي", strict=True))
SPELT = {
    "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s",
    "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "c", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l",
    "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ا": "", "ى": "",
    "أ": "-", "إ": "-", "ؤ": "-", "ئ": "-", "ء": "-", "آ": "-a",
}  # fmt: skip
VOWELS = {"َ": "a", "ِ": "i", "ُ": "u"}
SHADDA, SUKUN = "ّ", "ْ"
MARKS = frozenset("ًٌٍَُِّْٰ")

# Third persons first: that is what reports are made of. A group speaks of itself in the first person.
PERSONS = (
    ("3ms", "3", "m", "sg"),
    ("3fs", "3", "f", "sg"),
    ("3md", "3", "m", "du"),
    ("3fd", "3", "f", "du"),
    ("3mp", "3", "m", "pl"),
    ("3fp", "3", "f", "pl"),
    ("1s", "1", "c", "sg"),
    ("1p", "1", "c", "pl"),
)
# "jussive" stands for the subjunctive too, and only where the spelling is not that of the indicative.
TENSES = (("past", "past"), ("present", "ind"), ("jussive", "sub"), ("jussive", "juss"))
# A sound letter to stand in for a middle w or y that does not weaken; any letter without rules of its own would do.
STAND_IN = "ق"


class Verb(NamedTuple):
    """A line of the list of verbs."""

    id: str
    root: str
    form: str
    passive: str
    option: str
    senses: str
    lemma: str


class TableError(Exception):
    """A line of a table that cannot be right."""


def bare(vocalised: str) -> str:
    """The word as newspapers spell it: without vowel signs, with its hamzas."""
    return "".join(letter for letter in vocalised if letter not in MARKS)


def spell(vocalised: str) -> str:
    """The vocalised lemma in ASCII."""
    letters: list[str] = []
    for mark_or_letter in vocalised:
        if mark_or_letter not in MARKS:
            letters.append(mark_or_letter)
        elif letters:
            letters[-1] += mark_or_letter
    spelt = ""
    for at, group in enumerate(letters):
        letter, marks = group[0], group[1:]
        vowel = next((VOWELS[mark] for mark in marks if mark in VOWELS), "")
        consonant = SPELT[letter]
        if at == 0 and consonant[:1] == "-":
            consonant = consonant[1:]
            vowel = "a" if letter == "آ" else vowel
        elif letter in "اى" and not vowel:
            vowel = "a"
        elif letter in "وي" and not marks and spelt[-1:] == {"و": "u", "ي": "i"}[letter]:
            consonant = spelt[-1]
        spelt += consonant * (2 if SHADDA in marks else 1) + vowel
    return spelt


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The lines of a table below its column names."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or tuple(lines[0].split("\t")) != columns:
        raise TableError(f"{path.name}:1: the first line names the columns: {' '.join(columns)}")
    for number, line in enumerate(lines[1:], 2):
        fields = tuple(line.split("\t"))
        if len(fields) != len(columns) or not all(fields):
            raise TableError(f"{path.name}:{number}: wanted {len(columns)} fields, none empty")
        yield fields


def read_verbs(path: Path) -> list[Verb]:
    """The list of verbs."""
    verbs = []
    for id, root_pattern, senses, lemma in read_table(path, ("id", "root_pattern", "senses", "lemma_ar")):
        code, form, passive, option = (*root_pattern.split(":"), "")[:4]
        if passive not in {"p", "i", "n", "o"} or option not in {"", "strong", "reduced"}:
            raise TableError(f"{id}: do not understand {root_pattern}")
        verbs.append(Verb(id, "".join(LETTERS[letter] for letter in code), form, passive, option, senses, lemma))
    return verbs


def conjugate(verb: Verb) -> dict[str, list[str]]:
    """Every vocalised form by the conjugator's name of its slot."""
    import mazini

    root = verb.root
    if verb.option == "strong":
        root = root[0] + STAND_IN + root[2]
    slots = mazini.conjugate(root, verb.form, passive=verb.passive in "po", reduced=verb.option == "reduced").slots
    forms = {name: [form.form for form in slot if form.form != "?"] for name, slot in slots.items()}
    if verb.option == "strong":
        forms = {name: [form.replace(STAND_IN, verb.root[1]) for form in slot] for name, slot in forms.items()}
    return forms


def spellings(vocalised: str) -> Iterator[str]:
    """The bare form, and the other seats that newspapers give a hamza before the plural ending."""
    form = bare(vocalised)
    yield form
    if form.endswith(("ؤوا", "ؤون")):
        at = form.rindex("ؤ")
        before = vocalised[: vocalised.rindex("ؤ")]
        if before.endswith(("َ", "َّ")):
            yield f"{form[:at]}أ{form[at + 1 :]}"
        elif before.endswith("ا"):
            yield f"{form[:at]}ء{form[at + 1 :]}"


def check(verb: Verb, forms: dict[str, list[str]]) -> None:
    """Refuse a verb whose lemma or id is not what its root and pattern give."""
    lemma = forms["past_pass_3ms" if verb.passive == "o" else "past_3ms"][0]
    if bare(lemma) != verb.lemma:
        raise TableError(f"{verb.id}: {verb.root} {verb.form} gives {bare(lemma)}, the list says {verb.lemma}")
    if verb.id not in {f"v.{spell(lemma)}", f"v.{spell(lemma)}.2"}:
        raise TableError(f"{verb.id}: the lemma spells v.{spell(lemma)}")


def rows_of_forms(verb: Verb, forms: dict[str, list[str]]) -> Iterator[str]:
    """Lines of the table of forms, third persons first, each form once for the same features.

    The first person has a passive row only where it is spelt unlike the active: a group that tells what it did writes
    the same letters a hundred times for once that it tells what was done to it.
    """
    voices = {"p": ("active", "passive"), "i": ("active", "passive"), "n": ("active",), "o": ("passive",)}[verb.passive]
    seen = set()
    for voice in voices:
        for tense, slot in TENSES:
            for person_slot, person, gender, number in PERSONS:
                if voice == "passive" and verb.passive == "i" and person_slot != "3ms":
                    continue
                name = f"{slot}_pass_{person_slot}" if voice == "passive" else f"{slot}_{person_slot}"
                features = (person, gender, number, voice)
                for form in (spelling for vocalised in forms.get(name, ()) for spelling in spellings(vocalised)):
                    long_twin = tense == "jussive" and ("present", *features, form) in seen
                    row = (tense, *features, form)
                    active_twin = voice == "passive" and person == "1" and (*row[:4], "active", form) in seen
                    if row not in seen and not long_twin and not active_twin:
                        seen.add(row)
                        yield "\t".join((verb.id, *row))


def bases(vocalised: str) -> Iterator[str]:
    """A noun as the dictionary has it; one that ends in a dropped y is spelt both with and without."""
    form = bare(vocalised)
    if not vocalised.endswith("ٍ"):
        yield form
    elif not form.endswith("اء"):  # the one coming, the one seeing: nobody writes these
        yield form
        yield f"{form}ي"


def regular_masdars(verb: Verb, forms: dict[str, list[str]]) -> Iterator[str]:
    """The verbal nouns that the pattern tells."""
    if verb.form.startswith("I/"):
        return
    for form in forms.get("vn", ()):
        if verb.form == "II" and form.endswith("ء"):
            yield f"{bare(form)[:-2]}ئة"
        else:
            yield from bases(form)


def rows_of_nouns(verb: Verb, forms: dict[str, list[str]], masdars: Iterable[str]) -> Iterator[str]:
    """Lines of the table of verbal nouns and participles."""
    found = [("masdar", masdar) for masdar in regular_masdars(verb, forms)]
    found += [("masdar", masdar) for masdar in masdars]
    if verb.passive != "o":
        found += [("active_participle", base) for form in forms.get("ap", ()) for base in bases(form)]
    if verb.passive != "n":
        found += [("passive_participle", base) for form in forms.get("pp", ()) for base in bases(form)]
    for kind, form in dict.fromkeys(found):
        yield "\t".join((verb.id, kind, form))


def build(data: Path) -> dict[str, str]:
    """The text of the two tables by file name."""
    verbs = read_verbs(data / "verbs.tsv")
    ids = [verb.id for verb in verbs]
    if twice := {id for id in ids if ids.count(id) > 1}:
        raise TableError(f"verbs.tsv: more than once: {' '.join(sorted(twice))}")
    masdars: dict[str, list[str]] = {id: [] for id in ids}
    for id, masdar in read_table(data / "masdars.tsv", ("verb_id", "masdar_ar")):
        if id not in masdars:
            raise TableError(f"masdars.tsv: no verb {id}")
        masdars[id].append(masdar)
    form_lines = ["verb_id\ttense\tperson\tgender\tnumber\tvoice\tform_ar"]
    noun_lines = ["verb_id\tkind\tform_ar"]
    for verb in verbs:
        forms = conjugate(verb)
        check(verb, forms)
        form_lines += rows_of_forms(verb, forms)
        noun_lines += rows_of_nouns(verb, forms, masdars[verb.id])
    return {"verb_forms.tsv": "\n".join(form_lines) + "\n", "verbal_nouns.tsv": "\n".join(noun_lines) + "\n"}


def main() -> int:
    """Run the tool; the exit status."""
    parser = argparse.ArgumentParser(description="Conjugate the list of verbs.")
    parser.add_argument("--check", action="store_true", help="compare with the tables there are; write nothing")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the tables")
    arguments = parser.parse_args()
    try:
        tables = build(arguments.data)
    except TableError as error:
        print(f"build_verbs: {error}", file=sys.stderr)
        return 2
    stale = False
    for name, text in tables.items():
        path = arguments.data / name
        if arguments.check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"build_verbs: {name} is not what verbs.tsv gives; run tools/build_verbs.py", file=sys.stderr)
                stale = True
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{name}: {text.count(chr(10)) - 1} rows, {len(text.encode()):,} bytes")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
