"""The demonstration: what it is to show is there, and the command serves it."""

import re
import signal
import subprocess
import sys
import urllib.request

import pytest

from riwaya.store import open_store
from riwaya.store.runs import find_told
from riwaya.web.demo import fill


@pytest.fixture(scope="module")
def incidents(tmp_path_factory):
    """The incidents of the demonstration by their types."""
    with open_store(tmp_path_factory.mktemp("demo") / "store.db") as store:
        fill(store)
        yield {told.incident.type: told for told in find_told(store)}


def relations(told, field):
    return {relation.relation for relation in told.incident.fields[field].relations}


def test_twelve_reports_by_five_outlets_tell_of_three_incidents(incidents):
    documents = [reading.document for told in incidents.values() for reading in told.readings.values()]

    assert {"drone_attack", "shelling", "abduction"} == set(incidents)
    assert (12, 5) == (len(documents), len({document.publisher for document in documents}))


def test_a_claim_of_responsibility_stands_against_a_denial(incidents):
    stances = {account.stance for _, account in incidents["drone_attack"].accounts}

    assert {"claims_responsibility", "denies"} <= stances
    assert "disputed" == incidents["drone_attack"].incident.fields["outcome"].status


def test_a_toll_rises_with_one_source_and_is_disputed_by_another(incidents):
    assert {"updates", "disputes"} <= relations(incidents["shelling"], "killed")
    assert any(
        claim.value.get("as_of")
        for _, account in incidents["shelling"].accounts
        for claim in account.claims
        if claim.field == "killed"
    )


def test_a_report_that_was_copied_is_no_line_of_its_own(incidents):
    assert (3, 2) == (len(incidents["abduction"].readings), incidents["abduction"].incident.independent_lines)


def test_one_report_has_broken_words_and_one_an_issue(incidents):
    readings = [reading for told in incidents.values() for reading in told.readings.values()]

    assert 1 == sum(bool(reading.document.restorations) for reading in readings)
    assert any(reading.issues for reading in readings)


@pytest.mark.slow
def test_the_command_serves_the_desk_until_it_is_stopped():
    asked = [sys.executable, "-m", "riwaya", "demo", "--no-browser"]
    with subprocess.Popen(asked, stderr=subprocess.PIPE, text=True) as running:
        address = re.search(r"http://\S+", running.stderr.readline())[0]
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert 3 == answer.read().count(b'class="card-link"')
        running.send_signal(signal.SIGINT)

    assert 0 == running.returncode
