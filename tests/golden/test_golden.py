"""Golden documents are read as a person read them, or the miss is known by name."""

import copy
import re

import pytest

from golden.documents import COUNT_FIELDS, FOLDER, KINDS, REGIONS, _Reader, load_golden
from golden.facts import STAGES, bounds, compare, hold, interval, read_golden, same_words

DOCUMENTS = {golden.name: golden for golden in load_golden()}
NAMES = sorted(DOCUMENTS)


def lost_facts(name):
    """The facts that do not hold; those that follow from a missing account are told by its own."""
    return [fact for fact in hold(name) if not fact.held and not fact.follows]


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_outside_the_known_misses_is_read(name):
    missed = DOCUMENTS[name].missed
    lost = [f"{f.name}: wanted {f.wanted}; read {f.read}" for f in lost_facts(name) if f.name not in missed]

    assert [] == lost


@pytest.mark.parametrize("name", NAMES)
def test_a_known_miss_that_is_read_by_now_is_promoted(name):
    missed = DOCUMENTS[name].missed
    read = [fact.name for fact in hold(name) if fact.held and fact.name in missed]

    assert [] == read, "PYTHONPATH=tests python -m golden --promote takes them out"


@pytest.mark.parametrize("name", NAMES)
def test_a_known_miss_names_a_fact_once(name):
    golden = DOCUMENTS[name]
    listed = [fact for facts in golden.known_misses.values() for fact in facts]

    assert sorted(set(listed)) == sorted(listed)
    assert set(listed) <= {fact.name for fact in hold(name)}


@pytest.mark.parametrize("name", NAMES)
def test_the_words_that_are_expected_stand_in_the_text(name):
    golden = DOCUMENTS[name]
    restored = golden.text
    for word in golden.others["restorations"]:
        assert word["raw"] in golden.text
        restored = restored.replace(word["raw"], word["read_as"])
    wanted = {link for account in golden.accounts for link in account.chain} | {*golden.speakers}
    words = ("actor", "target", "place", "origin", "motive", "condition")
    wanted |= {claim.value for account in golden.accounts for claim in account.claims if claim.field in words}

    strange = [option for option in wanted if not any(stands(words, restored) for words in option.split("|"))]

    assert [] == strange


def stands(words: str, text: str) -> bool:
    return same_words(words, (text,)) or same_words(words, text.split())


def test_facts_have_names_of_their_own():
    for name in NAMES:
        names = [fact.name for fact in hold(name)]
        assert sorted(set(names)) == sorted(names), name


def test_every_fact_has_a_stage():
    assert {fact.stage for name in NAMES for fact in hold(name)} <= set(STAGES.values())


# ------------------------------------------------------------------------------------------------- the runner can fail

PLANTED = "omdurman-two-tolls"


def perfect(golden):
    """A record that says what a golden document expects, and nothing else."""
    sources, accounts, incidents = [], [], []
    empty = {"name": None, "name_en": None, "kind": "outlet", "country": None, "actor": None, "anonymous": False}
    sources.append({"id": "s0", **empty})
    for incident in golden.incidents:
        mine = []
        for wanted in incident.accounts:
            links = [{"source": "s0", "start": None, "end": None}]
            for link in wanted.chain:
                sources.append({**empty, "id": f"s{len(sources)}", "name": link.split("|")[0]})
                links.append({"source": sources[-1]["id"], "start": 0, "end": 1})
            claims = [make_claim(claim) for claim in wanted.claims]
            told = {key: value.split("|")[0] for key, value in wanted.told.items()}
            account = {
                "id": f"a{len(accounts)}",
                "incident": incident.key,
                "type": incident.type.split("|")[0],
                "stance": wanted.stance.split("|")[0],
                "modality": "actual",
                "polarity": "affirmed",
                "background": bool(incident.background),
                "as_of": None,
                "attribution": links,
                "claims": claims,
            }
            accounts.append({**account, **told, "background": bool(incident.background)})
            mine.append(account["id"])
        fields = {claim["field"]: {"status": "single", "claims": [], "relations": []} for claim in claims}
        for field, status in incident.status:
            fields[field] = {"status": status, "claims": [], "relations": []}
        for field in incident.disputed:
            fields["outcome" if field == "any" else field] = {"status": "disputed", "claims": [], "relations": []}
        incidents.append(
            {
                "id": incident.key,
                "type": incident.type.split("|")[0],
                "accounts": mine,
                "background": bool(incident.background),
                "independent_lines": incident.lines,
                "fields": fields,
            }
        )
    document = {"text": golden.text, "segments": [], "restorations": []}
    return {"document": document, "sources": sources, "accounts": accounts, "incidents": incidents, "issues": []}


def make_claim(claim):
    field, parts = claim.field, claim.parts
    value = {"name_ar": claim.value.split("|")[0], "name_en": None, "admin1": parts.get("admin1"), "admin1_en": None}
    value |= {key: parts[key].split("|")[0] for key in ("kind", "country", "id", "precision") if key in parts}
    value = {"kind": None, "country": None, **value}
    if field in COUNT_FIELDS:
        value = {
            **count(claim.value),
            "scope": parts.get("scope", "incident").split("|")[0],
            "since": parts.get("since"),
            "who": [],
        }
        for group in parts.get("who", "").split("|") if "who" in parts else ():
            value["who"].append({"group": group.split()[0], **count(group.split()[1])})
    elif field == "happened":
        earliest, latest = interval(claim.value.split("|")[0])
        value = {"earliest": earliest, "latest": latest, "grain": parts.get("grain", "day")}
    elif field == "weapon":
        value = {"id": claim.value.split("|")[0], "count": count(parts["count"]) if "count" in parts else None}
    elif field in ("outcome", "motive", "condition"):
        value = claim.value.split("|")[0]
    text = parts.get("text", claim.value).split("|")[0]
    return {"field": field, "value": value, "text": text}


def count(text):
    low, high = bounds(text.split("|")[0])
    return {"low": low, "high": high}


@pytest.mark.parametrize("name", NAMES)
def test_a_reading_that_says_what_is_expected_holds_every_fact(name):
    """So each document can be read exactly, and no two of its facts contradict."""
    golden = DOCUMENTS[name]
    facts = compare(golden, perfect(golden))

    text = re.compile(r"document/(segments|restorations|sources-table|issues)-")
    broken = [fact.name for fact in facts if not fact.held and not text.match(fact.name)]
    assert [] == broken


def faulty(change):
    golden = DOCUMENTS[PLANTED]
    record = copy.deepcopy(perfect(golden))
    change(record)
    return {fact.name for fact in compare(golden, record) if not fact.held}


def change_count(record):
    next(claim for claim in record["accounts"][0]["claims"] if claim["field"] == "killed")["value"]["low"] = 5


def change_speaker(record):
    record["sources"][1]["name"] = "مستشفى بحري"


def change_stance(record):
    record["accounts"][1]["stance"] = "denies"


def change_day(record):
    next(claim for claim in record["accounts"][0]["claims"] if claim["field"] == "happened")["value"]["latest"] = (
        "2024-05-22"
    )


def change_incident(record):
    record["accounts"][1]["incident"] = "other"
    record["incidents"].append({**record["incidents"][0], "id": "other", "accounts": ["a1"]})


def add_incident(record):
    record["incidents"].append({**record["incidents"][0], "id": "other", "type": "bombing", "accounts": []})


def drop_account(record):
    del record["accounts"][1]


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (change_count, {"room/killed", "shelling/counts"}),
        (change_speaker, {"room/source", "room/chain", "shelling/sources"}),
        (change_stance, {"ministry/stance"}),
        (change_day, {"room/happened"}),
        (change_incident, {"shelling/together"}),
        (add_incident, {"document/nothing-else"}),
    ],
)
def test_a_planted_fault_loses_the_facts_that_it_touches_and_no_others(change, lost):
    assert lost == faulty(change)


def test_an_account_that_is_missing_takes_its_facts_along():
    lost = faulty(drop_account)

    assert {"ministry/found", "ministry/killed", "ministry/stance", "shelling/together"} <= lost
    assert "room/killed" not in lost


def test_a_reading_of_nothing_holds_nothing_but_silence():
    golden = DOCUMENTS[PLANTED]
    record = read_golden(golden) | {"accounts": [], "incidents": [], "sources": []}

    assert {"document/nothing-else"} == {fact.name for fact in compare(golden, record) if fact.held}


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("kind: agency", "kind: novel", "unknown word novel"),
        ("killed: 6", "killed: six", "'six' is no count"),
        ("stance: asserts", "stance: shouts", "unknown word shouts"),
        ("why: two", "wy: two", "unknown key wy"),
        ("key: ministry", "key: room", "the key room stands twice"),
    ],
)
def test_a_fault_in_an_annotation_is_told(tmp_path, right, wrong, message):
    page = tmp_path / "page.yaml"
    text = (FOLDER / f"{PLANTED}.yaml").read_text(encoding="utf-8")
    page.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    reader = _Reader(page)
    reader.golden("page", "")

    assert message in reader.faults[0].message


def test_words_are_compared_folded_and_by_halves():
    assert same_words("أم درمان", ["ام درمان"])
    assert same_words("غارة|قصف", ["والقصف"])
    assert same_words("مستودع الوقود", ["مستودع الوقود غرب المدينة الساحلية الكبيرة"])
    assert not same_words("مستودع", ["محطة الوقود غرب المدينة"])
    assert not same_words("الوقود", ["محطة الوقود غرب المدينة"])


# ---------------------------------------------------------------------------------------------------- the set is broad


def test_the_documents_cover_every_region_and_kind():
    assert set(REGIONS) == {golden.region for golden in DOCUMENTS.values()}
    assert set(KINDS) - {"other"} <= {golden.kind for golden in DOCUMENTS.values()}


def test_there_are_enough_documents_of_each_sort():
    documents = DOCUMENTS.values()

    assert len(documents) >= 40
    assert 3 * sum(golden.words >= 600 for golden in documents) >= len(documents)
    assert sum(not golden.incidents for golden in documents) >= 10


def test_every_document_says_why_it_is_there():
    reasons = [golden.why for golden in DOCUMENTS.values()]

    assert all(len(reason.split()) > 4 for reason in reasons)
    assert len(set(reasons)) == len(reasons)
