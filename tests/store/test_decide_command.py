"""People decide on the command line: what is one incident and what is not, and what the second of two is told."""

import json
from pathlib import Path

import pytest

from stores import run_here

REPORTS = Path(__file__).parent.parent.parent / "examples" / "harir_drones.jsonl"


@pytest.fixture
def riwaya(empty_url, monkeypatch):
    """The command line over a store of four reports: two of one incident, one that may be of it, one of another."""
    monkeypatch.setenv("RIWAYA_STORE", empty_url)
    monkeypatch.setenv("RIWAYA_WHO", "salma")
    assert 0 == run_here("ingest", REPORTS).returncode
    assert 0 == run_here("reconcile").returncode
    return run_here


def records(done):
    assert 0 == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def ends(link):
    return [f"{link[end]['document'][:6]}/{link[end]['incident']}" for end in ("a", "b")]


def sizes(riwaya):
    return sorted(len(incident["accounts"]) for incident in records(riwaya("incidents")))


def test_a_suggestion_that_is_confirmed_is_joined_at_once_and_suggested_no_more(riwaya):
    [suggested] = records(riwaya("suggestions"))
    assert [1, 1, 2] == sizes(riwaya)
    assert "suggested" == suggested["state"]
    assert {"place": "in the same province", "target": "other targets"}.items() <= {
        reason["about"]: reason["why"] for reason in suggested["reasons"]
    }.items()

    [made] = records(riwaya("decide", "confirm", *ends(suggested), "--why", "one base", "--seen", suggested["seen"]))

    assert ("confirm", "salma", "one base") == (made["kind"], made["who"], made["why"])
    assert [1, 3] == sizes(riwaya)
    assert 1 == riwaya("suggestions").returncode
    [shown] = [json.loads(riwaya("show", id, "--format", "json").stdout) for id in made["incidents"]]
    assert [("one base", "salma")] == [
        (link["decided"]["why"], link["decided"]["by"]) for link in shown["links"] if "decided" in link
    ]
    assert 0 == riwaya("verify").returncode


def test_a_suggestion_that_is_rejected_does_not_come_back_when_the_machine_runs_again(riwaya):
    [suggested] = records(riwaya("suggestions"))

    riwaya("decide", "reject", *ends(suggested), "--why", "a gas field", "--seen", suggested["seen"])

    assert 1 == riwaya("suggestions").returncode
    riwaya("reconcile")
    assert (1, [1, 1, 2]) == (riwaya("suggestions").returncode, sizes(riwaya))


def test_an_incident_is_split_by_an_account_merged_again_and_the_merger_taken_back(riwaya):
    [both] = [each for each in records(riwaya("incidents")) if len(each["accounts"]) == 2]
    account = "/".join(both["accounts"][0].values())

    [split] = records(riwaya("decide", "split", both["id"], account, "--why", "two bases", "--seen", both["seen"]))
    assert [1, 1, 1, 1] == sizes(riwaya)
    assert 2 == len(split["incidents"])

    [merged] = records(riwaya("decide", "merge", *split["incidents"], "--why", "one base", "--seen", split["seen"]))
    assert [1, 1, 2] == sizes(riwaya)

    [undone] = records(riwaya("decide", "undo", merged["seq"], "--why", "no", "--seen", merged["seen"]))
    assert (merged["seq"], [1, 1, 1, 1]) == (undone["undoes"], sizes(riwaya))
    assert [("split", "stands"), ("merge", "taken back"), ("undo", "stands")] == [
        (each["kind"], each["state"]) for each in records(riwaya("decide", "list"))
    ]


def test_a_part_may_be_a_whole_document(riwaya):
    [both] = [each for each in records(riwaya("incidents")) if len(each["accounts"]) == 2]
    document = both["accounts"][0]["document"]

    assert 0 == riwaya("decide", "split", both["id"], document[:8], "--why", "x", "--seen", both["seen"]).returncode
    assert [1, 1, 1, 1] == sizes(riwaya)


def test_a_document_is_withdrawn_and_brought_back(riwaya):
    [both] = [each for each in records(riwaya("incidents")) if len(each["accounts"]) == 2]
    document = both["accounts"][0]["document"]

    [made] = records(riwaya("decide", "withdraw", document, "--why", "a forgery", "--seen", both["seen"]))
    assert [1, 1, 1] == sizes(riwaya)
    riwaya("decide", "restore", document, "--why", "none", "--seen", made["seen"])
    assert [1, 1, 2] == sizes(riwaya)


def test_the_second_of_two_people_is_told_what_the_first_decided_and_nothing_is_kept(riwaya):
    [suggested] = records(riwaya("suggestions"))
    confirm = ("decide", "confirm", *ends(suggested), "--why", "one base", "--seen", suggested["seen"])
    riwaya(*confirm, "--who", "omar")

    second = riwaya("decide", "reject", *confirm[2:])

    assert 1 == second.returncode
    assert "not kept, for omar confirmed that" in second.stderr
    assert "one base. Look at it again, and decide anew" in second.stderr
    assert ["confirm"] == [each["kind"] for each in records(riwaya("decide", "list"))]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("confirm", "a", "b/i1", "--why", "x", "--seen", "3"), "'a' names no happening"),
        (("confirm", "zzzz/i1", "b/i1", "--why", "x", "--seen", "3"), "a document 'zzzz' was asked for"),
        (("confirm", "{document}/i9", "{document}/i1", "--why", "x", "--seen", "3"), "tells of no such incident"),
        (("confirm", "{document}/i1", "{document}/i1", "--why", "x"), "Missing option '--seen'"),
        (("merge", "i0", "i1", "--why", " ", "--seen", "3"), "a decision says who made it and why"),
        (("merge", "i0", "i1", "--why", "x", "--seen", "3"), "there is no incident 'i0'"),
        (("split", "i0", "{document}", "--why", "x", "--seen", "3"), "there is no incident 'i0'"),
        (("split", "{incident}", "{other}", "--why", "x", "--seen", "3"), "tells nothing of the incident"),
        (("undo", "77", "--why", "x", "--seen", "3"), "there is no decision 77"),
    ],
)
def test_a_decision_that_makes_no_sense_ends_with_2_and_says_why(riwaya, asked, told):
    one, *_, other = records(riwaya("incidents"))
    names = {"document": one["accounts"][0]["document"], "incident": one["id"]}
    names["other"] = other["accounts"][0]["document"]

    done = riwaya("decide", *(word.format(**names) for word in asked))

    assert (2, "") == (done.returncode, done.stdout)
    assert told in " ".join(done.stderr.split())
    assert [] == records(riwaya("decide", "list"))


def test_who_decides_must_be_said(riwaya, monkeypatch):
    monkeypatch.delenv("RIWAYA_WHO")

    done = riwaya("decide", "undo", "1", "--why", "x", "--seen", "1")

    assert (2, True) == (done.returncode, "Missing option '--who'" in done.stderr)


def test_on_a_terminal_a_decision_is_a_sentence_and_what_became_of_it(riwaya):
    [suggested] = records(riwaya("suggestions"))
    table = riwaya("suggestions", "--format", "table")
    [a, b] = ends(suggested)

    done = riwaya("decide", "confirm", a, b, "--why", "one base", "--seen", suggested["seen"], "--format", "table")
    listed = riwaya("decide", "list", "--format", "table")

    assert "+0.8 place: in the same province" in table.stdout
    assert table.stdout.endswith(f"seen {suggested['seen']}\n")
    sentence, incident, seen = done.stdout.splitlines()
    assert sentence.startswith("salma confirmed that ")
    assert incident.endswith(": 3 documents")
    assert seen == f"seen {suggested['seen'] + 2}"
    assert listed.stdout == f"stands      {sentence}\nseen {suggested['seen'] + 1}\n"


def test_what_is_to_be_looked_at_is_listed_settled_and_taken_back(riwaya):
    listed = records(riwaya("review"))
    assert {"similar"} < {item["reason"] for item in listed}
    item = next(item for item in listed if item["reason"] != "similar")

    [made] = records(
        riwaya("decide", "review", item["id"], "accepted", "--why", "the words say so", "--seen", item["seen"])
    )
    assert ("review", "accepted") == (made["kind"], made["becomes"]["state"])
    assert item["id"] in {each["id"] for each in records(riwaya("review", "--state", "done"))}
    assert item["id"] not in {each["id"] for each in records(riwaya("review"))}

    assert 1 == riwaya("decide", "review", item["id"], "skipped", "--why", "later", "--seen", item["seen"]).returncode
    records(riwaya("decide", "undo", made["seq"], "--why", "a slip", "--seen", made["seen"]))
    assert item["id"] in {each["id"] for each in records(riwaya("review"))}
    assert 0 == riwaya("verify").returncode


def test_a_note_is_kept_with_who_said_it(riwaya):
    incident = records(riwaya("incidents"))[0]["id"]
    [made] = records(riwaya("decide", "note", incident, "--why", "which base?"))

    assert ("note", "salma", "which base?") == (made["kind"], made["who"], made["why"])
    assert [incident] == made["incidents"]
    assert "which base?" in riwaya("decide", "list").stdout


def test_an_empty_queue_is_told(riwaya):
    done = riwaya("review", "--state", "skipped")

    assert (1, "riwaya: nothing to look at\n") == (done.returncode, done.stderr)
