"""Events, counts and chains joined into accounts. Mentions are made by hand; only the words come from a text."""

import pytest

import riwaya
from riwaya.knowledge.load import load_knowledge
from riwaya.pipeline import prepare, read
from riwaya.reading.accounts import assemble
from riwaya.records import Argument, EventMention, Party, SourceLink, Statement

HOSPITAL = Party("XA.hospital", "المستشفى", None, "civilians", "hospital", "XA")
AGENCY = Party("XA.agency", "الوكالة", None, "civilians", "agency", "XA")


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


class Scene:
    """A text with statements and events pointed at by their words."""

    def __init__(self, text):
        self.lattice = prepare(text, published="2013-02-12")
        self.statements, self.events, self.counts, self.outcomes = [], [], [], []

    def find(self, words, after=0):
        forms = [token.form for token in self.lattice.tokens]
        wanted = words.split()
        return next(n for n in range(after, len(forms)) if forms[n : n + len(wanted)] == wanted)

    def says(self, first, last, *chain, stance="asserts"):
        """A statement from one word up to another (the text's end where None); each link is a party and its word."""
        start = self.find(first)
        end = len(self.lattice.tokens) if last is None else self.find(last)
        links = tuple(SourceLink(party, self.find(word), self.find(word) + 1) for party, word in chain)
        self.statements.append(Statement(start, end, links, stance, "2013-02-12", "test.rule"))
        return self

    def tells(self, type, word, *arguments, after=0, **marks):
        at = self.find(word, after)
        statement = next(n for n, s in enumerate(self.statements) if s.first <= at < s.last)
        clause = next(s for s in self.lattice.sentences if s.first <= at < s.last)
        self.events.append(
            EventMention(
                type,
                at,
                at + 1,
                "verb",
                "test.rule",
                arguments,
                clause=(clause.first, clause.last),
                statement=statement,
                **marks,
            )
        )
        return self

    def counts_(self, field, low, words):
        at = self.find(words)
        value = {"low": low, "high": low, "scope": "incident", "since": None, "who": []}
        self.counts.append(Argument(field, value, at, at + len(words.split()), "test.rule"))
        return self

    def read(self, knowledge):
        return assemble(self.lattice, knowledge, self.statements, self.events, self.counts, self.outcomes)


def place(scene, word, name, admin1, lat, lon):
    at = scene.find(word)
    value = {
        "id": name, "name_ar": name, "name_en": None, "kind": "village", "country": "XA", "admin1": admin1,
        "admin1_en": None, "lat": lat, "lon": lon, "radius_km": 2, "precision": "locality",
    }  # fmt: skip
    return Argument("place", value, at, at + 1, "test.rule")


def test_one_source_quoted_twice_has_one_account(knowledge):
    scene = Scene("قال المستشفى إن غارة وقعت. وأضاف أن الغارة قتلت 3.")
    scene.says("قال", "واضاف", (HOSPITAL, "المستشفي")).says("واضاف", None, (HOSPITAL, "المستشفي"))
    scene.tells("airstrike", "غارة").tells("airstrike", "الغارة", anaphoric=True).counts_("killed", 3, "3")

    drafts = scene.read(knowledge)

    assert 1 == len(drafts.accounts)
    assert {"killed", "happened", "weapon"} == {claim.field for claim in drafts.accounts[0].claims}


def test_two_towns_are_two_happenings(knowledge):
    scene = Scene("استهدفت غارة المرج. واستهدفت غارة الصافية.")
    scene.says("استهدفت", None)
    scene.tells("airstrike", "غارة", place(scene, "المرج", "المرج", "السهل", 33.0, 44.0))
    second = scene.find("غارة", after=3)
    scene.tells("airstrike", "غارة", place(scene, "الصافية", "الصافية", "الجبل", 35.0, 44.0), after=second)

    assert (0, 1) == scene.read(knowledge).happenings


def test_a_toll_without_an_event_belongs_to_the_news_before_it(knowledge):
    scene = Scene("استهدفت غارة المرج. وقال المستشفى إن العدد 9.")
    scene.says("استهدفت", "وقال").says("وقال", None, (HOSPITAL, "المستشفي"))
    scene.tells("airstrike", "غارة").counts_("killed", 9, "9")

    drafts = scene.read(knowledge)

    assert (0, 0) == drafts.happenings
    assert ["killed"] == [claim.field for claim in drafts.accounts[1].claims if claim.field == "killed"]


def test_a_quoted_source_of_whom_no_event_was_read_keeps_its_chain(knowledge):
    scene = Scene("استهدفت غارة المرج. وقال المستشفى للوكالة إن الوضع صعب.")
    scene.says("استهدفت", "وقال").says("وقال", None, (AGENCY, "للوكالة"), (HOSPITAL, "المستشفي"))
    scene.tells("airstrike", "غارة")

    drafts = scene.read(knowledge)

    names = {source.id: source.name for source in drafts.sources}
    chains = [[names[link.source] for link in account.attribution] for account in drafts.accounts]
    assert [[None], [None, "الوكالة", "المستشفى"]] == chains
    assert (0, 0) == drafts.happenings


def test_a_headline_that_repeats_its_source_is_no_account(knowledge):
    scene = Scene("غارة تقتل 3\nقال المستشفى إن غارة قتلت ثلاثة.")
    scene.says("غارة", "قال").says("قال", None, (HOSPITAL, "المستشفي"))
    scene.tells("airstrike", "غارة").tells("airstrike", "غارة", after=scene.find("قال"))
    scene.counts_("killed", 3, "3").counts_("killed", 3, "ثلاثة")

    drafts = scene.read(knowledge)

    assert [2] == [len(account.attribution) for account in drafts.accounts]


def test_news_and_history_are_two_happenings(knowledge):
    scene = Scene("استهدفت غارة المرج. وكانت غارة قد استهدفتها قبل عام.")
    scene.says("استهدفت", None)
    at = scene.find("عام")
    year = Argument("happened", {"earliest": "2012-01-01", "latest": "2012-12-31", "grain": "year"}, at, at + 1, "test")
    scene.tells("airstrike", "غارة", place(scene, "المرج", "XA.marj", "الشمال", 30.0, 40.0))
    scene.tells("airstrike", "غارة", year, after=scene.find("وكانت"), background=True)

    drafts = scene.read(knowledge)

    assert (0, 1) == drafts.happenings
    assert [False, True] == [account.background for account in drafts.accounts]


def test_what_stands_in_a_motive_is_no_place_of_the_event(knowledge):
    scene = Scene("استهدفت غارة الصافية ردا على قصف المرج.")
    at = scene.find("قصف")
    motive = Argument("motive", "قصف المرج", at, at + 2, "test.rule")
    scene.says("استهدفت", None)
    scene.tells("airstrike", "غارة", place(scene, "المرج", "المرج", "السهل", 33.0, 44.0), motive)

    fields = [claim.field for claim in scene.read(knowledge).accounts[0].claims]

    assert "place" not in fields
    assert "motive" in fields


def test_a_drone_makes_a_general_attack_a_drone_attack(knowledge):
    scene = Scene("استهدف هجوم بمسيرة المرج.")
    scene.says("استهدف", None)
    at = scene.find("بمسيرة")
    drone = Argument("weapon", {"id": "drone", "name_en": "drone", "count": None}, at, at + 1, "test.rule")
    scene.tells("attack", "هجوم", drone)

    assert ["drone_attack"] == [account.type for account in scene.read(knowledge).accounts]


def test_a_raid_names_its_aircraft_where_nobody_tells_other_means(knowledge):
    scene = Scene("استهدفت غارة المرج.").says("استهدفت", None)
    scene.tells("airstrike", "غارة", place(scene, "المرج", "XA.marj", "الشمال", 30.0, 40.0))

    (account,) = scene.read(knowledge).accounts

    assert [("غارة", "aircraft")] == [(c.text, c.value["id"]) for c in account.claims if c.field == "weapon"]


def test_a_raid_told_with_its_means_names_no_others(knowledge):
    scene = Scene("استهدفت غارة المرج. وقال المستشفى إن الغارة نفذتها مقاتلة.")
    scene.says("استهدفت", "وقال").says("وقال", None, (HOSPITAL, "المستشفي"))
    at = scene.find("مقاتلة")
    jet = Argument("weapon", {"id": "aircraft", "name_en": "aircraft", "count": None}, at, at + 1, "test.rule")
    scene.tells("airstrike", "غارة").tells("airstrike", "الغارة", jet)

    weapons = [c.text for a in scene.read(knowledge).accounts for c in a.claims if c.field == "weapon"]

    assert ["مقاتلة"] == weapons


def test_without_events_there_are_no_accounts(knowledge):
    scene = Scene("قال المستشفى إن الوضع صعب.").says("قال", None, (HOSPITAL, "المستشفي"))

    assert () == scene.read(knowledge).accounts


def test_whoever_is_named_behind_a_deed_only_tells_of_it(knowledge):
    text = "انسحبت القوات من المخيم بعد ثلاثة أيام من اقتحامه، بحسب بلدية طولكرم."
    reading = riwaya.read(text, published="2024-05-10", knowledge=knowledge)
    actors = [claim.text for account in reading.accounts for claim in account.claims if claim.field == "actor"]
    assert actors == ["القوات"]


@pytest.mark.parametrize(
    ("text", "modality"),
    [("هدد القائد بقصف الميناء", "planned"), ("هدد القائد بقصف الميناء إذا استمر الحصار", "conditional")],
)
def test_what_is_threatened_has_not_happened(knowledge, text, modality):
    (account,) = read(text, knowledge=knowledge).accounts
    assert ("threatens", modality) == (account.stance, account.modality)


def test_who_denies_that_his_forces_are_behind_an_attack_denies_it():
    reading = riwaya.read(
        "استهدفت طائرات مسيرة محطة كهرباء في عطبرة. ونفى مستشار قائد قوات الدعم السريع أن تكون قواته وراء الهجوم.",
        published="2025-05-08",
    )

    assert [account.stance for account in reading.accounts if len(account.attribution) > 1] == ["denies"]
