"""Every reason that can be made has an Arabic form: those in the code, and those that comparisons really give."""

import ast
import itertools
import re
from pathlib import Path

import pytest

import riwaya.reconciling
from riwaya.knowledge.load import DATA, Table
from riwaya.records import EVENT_TYPES
from riwaya.showing.reasons import reason_in
from riwaya.showing.shown import Preferences, Shown
from unit.test_relations import PAIRS, _told
from web.test_pages import incident_of

ARABIC, ENGLISH = Shown("ar", Preferences(months="levant")), Shown("en", Preferences())
TABLE = Table(DATA / "web" / "reasons.tsv")
ROWS = {key: TABLE.row(key) for key in TABLE}
GAP = re.compile(r"\{(\w+):(\w+)\}")
SAMPLES = {
    "name": "الدفاع المدني", "count": "at least 5", "day": "2024-01-16", "days": "3", "number": "12", "percent": "40%",
    "country": "IQ", "countries": "IQ and the other in SY", "type": "drone attack", "types": "air strike and shelling",
    "outcome": "no_damage", "weapon": "ballistic missile", "group": "civilians", "kinds": "hospital and school",
}  # fmt: skip
SAMPLES["types"] = " and ".join(name.replace("_", " ") for name in sorted(EVENT_TYPES)[:2])
MAKERS = {"Verdict": (-1, "relation"), "Relation": (-1, "relation"), "Joining": (-1, "line"), "_Piece": (1, "link")}
"""The calls that make a reason, which argument it is, and what it is about."""
NUMBERS = frozenset(("spoken", "_spoken"))
"""Functions whose words are those of a value."""


class Shapes(ast.NodeVisitor):
    """The shapes of the reasons that a module makes, with {} for what stands in their gaps."""

    def __init__(self, tree: ast.Module) -> None:
        self.found: set[tuple[str, str]] = set()
        self.functions = {each.name: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
        self.bound: dict[str, list[ast.expr]] = {}
        for function in self.functions.values():
            self.function, self.bound = function, {}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    self.bound.setdefault(node.targets[0].id, []).append(node.value)
            self.generic_visit(function)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        at, about = MAKERS.get(getattr(node.func, "id", ""), (0, ""))
        if about and len(node.args) > max(at, 0):
            shapes = set(self.shapes(node.args[at]))
            if shapes == {"{}"}:  # handed on from a list in the same function, if it is made here at all
                texts = [each for each in ast.walk(self.function) if isinstance(each, ast.JoinedStr)]
                shapes = {shape for each in texts for shape in self.shapes(each)}
            self.found |= {(about, shape) for shape in shapes if shape.strip("{}")}

    def shapes(self, node: ast.expr) -> list[str]:
        if isinstance(node, ast.Constant):
            return [re.sub(r"\{[^}]*\}", "{}", str(node.value))]
        if isinstance(node, ast.IfExp):
            return [*self.shapes(node.body), *self.shapes(node.orelse)]
        if isinstance(node, ast.JoinedStr):
            parts = [self.shapes(part) for part in node.values]
            return ["".join(chosen) for chosen in itertools.product(*parts)]
        if isinstance(node, ast.FormattedValue):
            return self.shapes(node.value)
        if isinstance(node, ast.Name) and node.id in self.bound:
            return [shape for value in self.bound[node.id] for shape in self.shapes(value)]
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in self.functions.keys() - NUMBERS:
            function = self.functions[node.func.id]
            returned = [each.value for each in ast.walk(function) if isinstance(each, ast.Return) and each.value]
            shapes = [shape for each in returned for shape in self.shapes(each)]
            return shapes or ["{}"]
        return ["{}"]


def made():
    """The shapes of all reasons that the code makes, with what they are about."""
    found = set()
    for path in sorted(Path(riwaya.reconciling.__file__).parent.glob("*.py")):
        found |= Shapes(ast.parse(path.read_text(encoding="utf-8"))).found
    return found


def latin_in(text):
    """The words of a text in Latin letters, but those that stand for countries in the written pairs."""
    return [word for word in re.findall(r"[A-Za-z_]{2,}", text) if word not in ("XA", "XB")]


def test_every_reason_that_the_code_makes_stands_in_the_table_and_no_other():
    told = {(key.partition(".")[0], GAP.sub("{}", row["why_en"])) for key, row in ROWS.items()}

    assert told == made()


@pytest.mark.parametrize("key", ROWS)
def test_both_languages_have_the_same_gaps(key):
    assert {name for name, _ in GAP.findall(ROWS[key]["why_en"])} == set(re.findall(r"\{(\w+)\}", ROWS[key]["why_ar"]))


@pytest.mark.parametrize("key", ROWS)
def test_every_reason_of_the_table_is_said_in_arabic(key):
    about = key.partition(".")[0]
    why = GAP.sub(lambda gap: SAMPLES[gap[2]], ROWS[key]["why_en"])

    assert why == reason_in(ENGLISH, about, why)
    assert why != reason_in(ARABIC, about, why)
    assert [] == latin_in(reason_in(ARABIC, about, why))


@pytest.mark.parametrize(
    ("about", "why", "told"),
    [
        ("relation", "5 against 7, as of the same day", "5 مقابل 7، حتى اليوم نفسه"),
        ("relation", "at least 5 and 7 overlap", "5 أو أكثر و7 يتداخلان"),
        ("relation", "both say no_damage", "كلاهما يقول: لا أضرار"),
        ("relation", "both say 5", "كلاهما يقول 5"),
        ("relation", "drone and missile", "طائرة مسيرة وصاروخ موجه"),
        ("relation", "الجيش and الشرطة are of one state", "الجيش والشرطة من دولة واحدة"),
        ("relation", "an unnamed source (s2) denies it", "ينفيه مصدر غير مسمّى"),
        ("relation", "الجيش and None", "الجيش وغير مسمّى"),
        (
            "relation",
            "2024-01-01 to 2024-01-03 against 2024-01-09 to 9999",
            "من 1 كانون الثاني 2024 إلى 3 كانون الثاني 2024 مقابل من 9 كانون الثاني 2024 إلى مفتوح",
        ),
        ("link", "told of 2 days after", "بين وقوعه وذكره يومان"),
        ("link", "one in IQ and the other in SY", "أحدهما في العراق والآخر في سوريا"),
        ("link", "41% of their words alike", "تشابه الكلمات 41٪"),
        ("relation", "said by a reader of years ago", "said by a reader of years ago"),
    ],
)
def test_what_stands_in_gaps_is_said_anew(about, why, told):
    assert told == reason_in(ARABIC, about, why)


def test_every_reason_that_careful_pairs_give_is_said_in_arabic():
    given = {relation.why for number in range(len(PAIRS)) for relation in _told(number)[0].relations}

    assert len(given) > 50
    assert {} == {why: told for why in given if latin_in(told := reason_in(ARABIC, "relation", why)) or told == why}


def test_arabic_pages_say_reasons_in_arabic_and_english_ones_as_the_record_does(desk):
    incident = incident_of(desk)
    arabic, english = (desk.get(f"/{language}/incidents/{incident}").text for language in ("ar", "en"))
    relations = re.findall(r'<span class="why" dir="auto">(.*?)</span>', arabic)
    links = re.findall(r'<li class="(?:for|against)">.*?: <bdi>(.*?)</bdi></li>', arabic)

    assert "4 مقابل 7، حتى اليوم نفسه" in relations and "4 against 7, as of the same day" in english
    assert "في اليوم نفسه" in links and "on the same day" in english
    assert [] == [why for why in (*relations, *links) if latin_in(why)]
