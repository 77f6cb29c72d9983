"""Material as it fits a profile, and what is written of it."""

import pytest
from click.testing import CliRunner

from builders import make_reading, make_source
from riwaya.cli import main
from riwaya.exports.material import Held, chain_of
from riwaya.exports.profiles import PROFILES, LeakError, fit

NOW = "2026-03-01T00:00:00+00:00"


def export(store, profile, to, *more):
    call = ["export", "--store", store, "--format", "jsonl", "--profile", profile, "--now", NOW, "--to", to, *more]
    return CliRunner().invoke(main, list(map(str, call)))


@pytest.mark.parametrize("profile", PROFILES)
def test_an_export_fits_a_profile_the_same_twice(kept_reports, tmp_path, profile):
    ends = [export(kept_reports, profile, tmp_path / name) for name in ("one", "two")]

    assert [0, 0] == [ended.exit_code for ended in ends], ends[0].output
    for path in sorted(each for each in (tmp_path / "one").rglob("*") if each.is_file()):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_internal_takes_nothing(material):
    fitted = fit(material, "internal", now=NOW)

    assert list(material.cases()) == list(fitted.material.cases())
    assert {} == fitted.tally.told()


def test_public_hands_on_no_text_and_says_so(material):
    documents = [reading.document for reading in fit(material, "public", now=NOW).material.readings()]

    assert 12 == len(documents)
    assert {("", None, None, "public")} == {(each.text, each.title, each.url, each.withheld) for each in documents}


def test_partner_hands_on_texts_as_long_as_they_were(material):
    before = {reading.document.id: reading.document for reading in material.readings()}
    documents = [reading.document for reading in fit(material, "partner", now=NOW).material.readings()]

    assert {each.id: len(each.text) for each in before.values()} == {each.id: len(each.text) for each in documents}
    assert {each.sha256 for each in before.values()} == {each.sha256 for each in documents}


@pytest.mark.parametrize("profile", PROFILES[1:])
def test_chains_lines_and_values_still_hang_together(material, profile):
    for case in fit(material, profile, now=NOW).material.cases():
        told = {account.id for _, account in case.accounts}
        for document, account in case.accounts:
            assert len(account.attribution) == len(chain_of(case, document, account).sources)
        assert told == set(case.incident.accounts)
        assert all(set(value.accounts) <= told for field in case.incident.fields.values() for value in field.claims)


@pytest.mark.parametrize("profile", PROFILES[1:])
def test_what_is_younger_than_the_embargo_is_held_back_and_counted(material, profile):
    whole = len(list(material.cases()))
    fitted = fit(material, profile, now="2024-05-13T12:00:00+00:00")

    assert [] == list(fitted.material.cases())
    assert [] == list(fitted.material.readings())
    assert (whole, 12) == (fitted.tally.held_back, fitted.tally.documents_held_back)


def test_a_dry_run_tells_what_would_go_and_writes_nothing(kept_reports, tmp_path):
    ended = export(kept_reports, "public", tmp_path / "out", "--dry-run")

    assert 0 == ended.exit_code
    assert "riwaya:   Document.text: left out: 12" in ended.output
    assert [] == list(tmp_path.iterdir())


def test_a_file_that_tells_what_was_taken_out_is_not_written(material, tmp_path):
    fitted = fit(material, "public", now=NOW)
    fitted.ledger.take("name", "مرهج خالد الصالحاني")
    path = tmp_path / "0-out.csv"
    path.write_text("a\n" * 3 + "قتل مُرهج خالد الصالحاني\n", encoding="utf-8")

    with pytest.raises(LeakError, match=r"0-out\.csv: its end would tell a name") as raised:
        fitted.look(path)
    assert "مرهج" not in str(raised.value)


@pytest.mark.parametrize("profile", PROFILES[1:])
def test_outlets_keep_their_names_and_accounts_do_not(profile):
    sources = (
        make_source("s0", name="صحيفة البيدر", kind="outlet"),
        make_source("s1", name="لواء السفح", kind="armed_group"),
        make_source("s2", name="صفحة محمد خالد طنطيش", kind="outlet"),
        make_source("s3", name="abu_layth_90", kind="outlet"),
        make_source("s4", name="المواطن فواز طنطيش", kind="witness"),
    )
    reading = make_reading(sources=sources, publisher="صحيفة البيدر", published="2024-01-01")
    (made,) = fit(Held({"d1": reading}, ()), profile, now=NOW).material.readings()

    assert "صحيفة البيدر" == made.document.publisher
    assert ["صحيفة البيدر", "لواء السفح", "صفحة ███████████████", None] == [each.name for each in made.sources[:4]]
    assert "المواطن ██████████" == made.sources[4].name
