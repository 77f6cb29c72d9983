"""What is held back while it is young, and documents that tell of it beside what is older."""

from dataclasses import replace

from builders import TEXT, make_account, make_claim, make_count, make_incident, make_reading, make_source
from riwaya.exports.material import Held, case_of
from riwaya.exports.profiles import fit
from riwaya.exports.profiles.files import texts_in
from riwaya.records import Line


def told(id, day, *incidents):
    """A document of a day that tells of some incidents."""
    accounts = [
        replace(make_account(f"a{at}", [make_claim("killed", make_count(3))]), incident=f"i{at}") for at in incidents
    ]
    own = [replace(make_incident([account]), id=account.incident) for account in accounts]
    reading = make_reading(accounts, own, [make_source()], published=day)
    return replace(reading, document=replace(reading.document, id=id))


def test_an_incident_told_anew_is_young_again_and_a_document_of_both_loses_its_text():
    old, both, new = told("d1", "2024-01-01", 1), told("d2", "2024-01-02", 1, 2), told("d3", "2024-03-01", 2)
    readings = {reading.document.id: reading for reading in (old, both, new)}
    cases = [
        case_of("i54b270479a62", (("d1", "i1"), ("d2", "i1")), readings),
        case_of("i6a7853af1c7e", (("d2", "i2"), ("d3", "i2")), readings),
    ]

    fitted = fit(Held(readings, cases), "partner", now="2024-03-02T00:00:00+00:00")
    made = list(fitted.material.readings())

    assert ["i54b270479a62"] == [case.id for case in fitted.material.cases()]
    assert [TEXT, ""] == [reading.document.text for reading in made]
    assert [["i1"], ["i1"]] == [[account.incident for account in reading.accounts] for reading in made]
    assert {"incidents held back": 1, "documents held back": 1}.items() <= fitted.tally.told().items()


def test_a_document_that_loses_its_text_still_tells_which_words_in_it_are_names():
    both = told("d1", "2024-01-02", 1, 2)
    witness = make_source("s1", name="الصالحاني", kind="witness")
    first, second = both.incidents
    own = (replace(first, lines=(Line("الصالحاني", first.accounts, ()),)), second)
    text = TEXT + " وقال الشاهد مرهج الصالحاني إن القصف استمر."
    both = replace(both, document=replace(both.document, text=text), sources=(*both.sources, witness), incidents=own)
    readings = {"d1": both, "d2": told("d2", "2024-03-01", 2)}
    cases = [
        case_of("i54b270479a62", (("d1", "i1"),), readings),
        case_of("i6a7853af1c7e", (("d1", "i2"), ("d2", "i2")), readings),
    ]

    made = list(fit(Held(readings, cases), "partner", now="2024-03-02T00:00:00+00:00").material.readings())

    assert [("", True)] == [(each.document.text, bool(each.incidents)) for each in made]
    assert "الصالحاني" not in repr(made)


def test_what_nothing_dates_is_held_back():
    reading = told("d1", None, 1)
    held = Held({"d1": reading}, [case_of("i54b270479a62", (("d1", "i1"),), {"d1": reading})])

    fitted = fit(held, "public", now="2024-03-02T00:00:00+00:00")

    assert [] == list(fitted.material.cases())
    assert 1 == fitted.tally.held_back


def test_words_are_seen_in_all_that_they_may_hide_in(tmp_path):
    import sqlite3
    import zipfile

    name = "مرهج"
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/sheet.xml", "<c>" + "".join(f"&#{ord(letter)};" for letter in name) + "</c>")
    (tmp_path / "a.json").write_text(ascii(name), encoding="ascii")
    (tmp_path / "a.txt").write_text("%D9%85%D8%B1%D9%87%D8%AC", encoding="ascii")
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("create table t (name text)")
        database.execute("insert into t values (?)", (name,))

    for path in sorted(tmp_path.iterdir()):
        assert any(name in text for _, text in texts_in(path)), path.name
