"""Incidents of a store: reconciled, listed, shown, and as people decided."""

import json

import pytest

from riwaya.store import open_store
from riwaya.store.runs import find_told, reconcile_store, show
from stores import run_riwaya

REPORTS = {
    "الأمل": "أعلنت فصائل مسلحة في بيان أن هجوما بطائرتين مسيرتين استهدف قاعدة حرير الجوية في أربيل فجر الثلاثاء "
    "وأصاب أهدافه وقتل خمسة جنود.",
    "النور": "قال مسؤول في التحالف إن هجوما بطائرتين مسيرتين استهدف قاعدة حرير في أربيل فجر اليوم الثلاثاء لكن "
    "المسيرتين أسقطتا ولم تقع إصابات.",
    "الغد": "قتل ثلاثة مدنيين في قصف مدفعي استهدف سوقا في مدينة تعز صباح الثلاثاء، بحسب شهود.",
}


@pytest.fixture
def url(empty_url, tmp_path):
    """A store of three reports, two of them on one incident."""
    path = tmp_path / "reports.jsonl"
    rows = ({"text": text, "publisher": paper, "published": "2024-01-16"} for paper, text in REPORTS.items())
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert run_riwaya("ingest", path, "--store", empty_url).returncode == 0
    return empty_url


def sizes(store):
    return sorted(len(told.readings) for told in find_told(store))


def test_what_a_store_holds_is_reconciled_and_kept(url):
    with open_store(url) as store:
        made = reconcile_store(store)

        assert sizes(store) == [1, 2]
        assert [told.incident for told in find_told(store)] == sorted(
            (each.incident for each in made), key=lambda incident: incident.id
        )


def test_a_split_holds_when_the_machine_runs_again_and_is_taken_back_by_undoing_it(url):
    with open_store(url) as store:
        reconcile_store(store)
        [both] = [told for told in find_told(store) if len(told.readings) == 2]
        decision = store.split(
            both.stored.id, both.stored.happenings[:1], who="Huda", why="two bases", seen=both.stored.seen
        )
        reconcile_store(store)
        parted = sizes(store)
        store.undo(decision.seq, who="Huda", why="one base after all", seen=store.head().seq)
        reconcile_store(store)

        assert (parted, sizes(store)) == ([1, 1, 1], [1, 2])


def test_the_command_line_lists_and_shows_incidents(url):
    reconciled = run_riwaya("reconcile", "--store", url)
    listed = run_riwaya("incidents", "--store", url, "--disputed")
    [record] = [json.loads(line) for line in listed.stdout.splitlines()]
    shown = run_riwaya("show", record["id"], "--store", url, "--format", "table")
    arabic = run_riwaya("show", record["id"], "--store", url, "--format", "table", "--lang", "ar")

    assert len(reconciled.stdout.splitlines()) == 2
    assert record["fields"]["outcome"]["status"] == "disputed"
    assert "disputes (one says" in " ".join(shown.stdout.split())
    assert "← \u2068الأمل" in shown.stdout
    assert "← \u2068النور" in shown.stdout
    assert "النتيجة" in arabic.stdout
    assert arabic.stdout.count("\u2068") == arabic.stdout.count("\u2069")


def test_incidents_are_listed_by_type_and_day(url):
    run_riwaya("reconcile", "--store", url)

    def found(*options):
        return len(run_riwaya("incidents", "--store", url, *options).stdout.splitlines())

    assert [
        found("--type", "shelling"), found("--since", "2024-01-16"), found("--since", "2024-01-17"),
        found("--before", "2024-01-16"), found("--as-known-at", "2020-01-01"),
    ] == [1, 2, 0, 0, 0]  # fmt: skip


def test_a_store_in_which_nothing_was_reconciled_says_what_to_do(url):
    listed = run_riwaya("incidents", "--store", url)

    assert listed.returncode == 1
    assert "`riwaya reconcile` groups what was ingested" in listed.stderr


def test_an_incident_that_is_not_there_is_named(url):
    shown = run_riwaya("show", "i0", "--store", url)

    assert shown.returncode == 2
    assert "there is no incident 'i0'" in shown.stderr


def test_an_incident_shows_what_each_account_says(url):
    with open_store(url) as store:
        reconcile_store(store)
        ids = [told.stored.id for told in find_told(store)]
        told = [show(store, id) for id in ids]

        assert [each.incident for each in told] == [each.incident for each in find_told(store)]
