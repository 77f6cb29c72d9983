"""What is handed in is kept once, byte by byte, with what each version read in it."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from riwaya import Issue, UsageError, read
from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Refusal
from riwaya.records import PostId, Provenance, Segment
from riwaya.store import keeping
from riwaya.store import store as store_module
from riwaya.store.keeping import document_id
from riwaya.store.reader import reader
from stores import AIRSTRIKE, SHELLING, make_incoming


def count(store, table):
    with store._database.reading() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table}"))


def test_a_document_is_kept_with_its_bytes_its_particulars_and_its_reading(store):
    incoming = make_incoming(url="https://paper.example/1", publisher="الصحيفة", title="قصف", id="7", raw=b"raw bytes")

    kept = store.ingest(incoming)

    document = store.document(kept.document)
    assert ("kept", "report.txt", ()) == (kept.outcome, kept.name, kept.others)
    assert (SHELLING, "الصحيفة", "قصف", "7") == (document.text, document.publisher, document.title, document.given_id)
    assert b"raw bytes" == store.original(kept.document)
    [reading] = store.readings(kept.document)
    expected = read(
        SHELLING, id=kept.document, published="2024-01-31", url="https://paper.example/1", publisher="الصحيفة",
        title="قصف",
    )  # fmt: skip
    assert expected == reading.reading


def test_the_accounts_of_a_reading_can_be_asked_for_by_their_columns(store):
    store.ingest(make_incoming())

    with store._database.reading() as connection:
        asked = "SELECT account, happening, type, stance, background, earliest, country FROM accounts"
        rows = [tuple(row) for row in connection.execute(text(asked))]

    assert [("a1", "i1", "shelling", "asserts", False, "2024-01-30", "SY")] == [
        (*r[:4], bool(r[4]), *r[5:]) for r in rows
    ]


def test_what_is_held_already_is_not_kept_twice(store):
    first = store.ingest(make_incoming())

    again = store.ingest(make_incoming(name="copy.txt", id="another id", title="another title"))

    assert ("held", first.document) == (again.outcome, again.document)
    assert (1, 1, 1, 1) == tuple(count(store, table) for table in ("originals", "documents", "readings", "passages"))


def test_of_many_each_is_told_in_its_place_whether_it_was_new_held_or_refused(store):
    held = store.ingest(make_incoming())
    refusal = Refusal("export.json, message 3", "a message is an object")
    new = make_incoming(AIRSTRIKE)

    told = list(
        store.ingest_all([new, refusal, make_incoming(name="again"), new, make_incoming(published="Wednesday")])
    )

    assert refusal == told.pop(1)
    assert isinstance(told.pop(), Refusal)
    assert [
        ("kept", document_id(new), 1), ("held", held.document, 0), ("held", document_id(new), 0)
    ] == [(each.outcome, each.document, each.accounts) for each in told]  # fmt: skip


def test_what_is_held_is_looked_up_by_the_hundreds(store):
    reports = [make_incoming(f"بيان {number}") for number in range(700)]
    with store._database.writing() as connection:
        for report in reports:
            keeping.keep_document(connection, document_id(report), report, store._clock())
            reading = read(report.text, id=document_id(report), published=report.published)
            keeping._keep_reading(connection, document_id(report), reading, reader(), store._clock())
    asked = []
    event.listen(store._database._engine, "before_cursor_execute", lambda *each: asked.append(each[2]))

    outcomes = [each.outcome for each in store.ingest_all(iter(reports))]

    assert ["held"] * 700 == outcomes
    assert 2 == sum(" readings" in each for each in asked)


@pytest.mark.parametrize(
    ("report", "ahead", "most"), [("بيان", False, 1), ("كلمة " * 500_000, True, 2), ("بيان", True, 9)]
)
def test_documents_are_taken_ahead_unless_they_are_long_or_come_as_they_happen(store, report, ahead, most):
    store.ingest(make_incoming("كلمة"))
    taken = []
    reports = (taken.append(number) or make_incoming(report, published="2024-13-45") for number in range(9))

    next(store.ingest_all(reports, ahead=ahead))

    assert most == len(taken)


@pytest.mark.parametrize(
    "other", [{"publisher": "الصحيفة"}, {"url": "https://paper.example/1"}, {"published": "2024-01-30"}]
)
def test_the_same_text_published_elsewhere_or_on_another_day_is_another_document(store, other):
    first = store.ingest(make_incoming())

    second = store.ingest(make_incoming(**other))

    assert ("kept", (first.document,)) == (second.outcome, second.others)
    assert (1, 2) == (count(store, "originals"), count(store, "documents"))


def test_a_document_has_the_same_id_in_every_store():
    assert "a022e3736d82a746" == document_id(make_incoming())
    assert document_id(make_incoming()) == document_id(make_incoming(published=" 2024-01-31 ", id="x", raw=b"y"))


def test_what_makes_no_sense_is_refused_and_leaves_nothing(store):
    refused = store.ingest(make_incoming(published="Wednesday"))

    assert isinstance(refused, Refusal)
    assert "'Wednesday'" in refused.reason
    assert (0, 0) == (count(store, "documents"), count(store, "log"))


def test_another_version_adds_its_reading_and_the_earlier_one_stays(store, monkeypatch):
    kept = store.ingest(make_incoming())
    first = store.readings(kept.document)

    monkeypatch.setattr(store_module, "reader", lambda: "9.9.9+new")
    again = store.ingest(make_incoming())

    assert "read_again" == again.outcome
    assert first == store.readings(kept.document)[:-1]
    assert "9.9.9+new" == store.readings(kept.document)[-1].reader
    assert "held" == store.ingest(make_incoming()).outcome


def test_the_whole_store_can_be_read_again_without_the_files(store, monkeypatch):
    noted = (Issue("D06", None, None, "the encoding was guessed: windows-1256"),)
    one = store.ingest(make_incoming(issues=noted, publisher="الصحيفة"))
    two = store.ingest(make_incoming(AIRSTRIKE))

    monkeypatch.setattr(store_module, "reader", lambda: "9.9.9+new")
    again = list(store.read_again())

    assert [("read_again", one.document), ("read_again", two.document)] == [(k.outcome, k.document) for k in again]
    before, after = store.readings(one.document)
    assert before.reading == after.reading
    assert noted[0] in after.reading.issues
    assert ["held", "held"] == [kept.outcome for kept in store.read_again()]


def test_each_question_can_be_asked_as_of_a_past_moment(store, clock, monkeypatch):
    one = store.ingest(make_incoming())
    clock.time = clock.time.replace(day=1, month=2)
    monkeypatch.setattr(store_module, "reader", lambda: "9.9.9+new")
    store.ingest(make_incoming())
    two = store.ingest(make_incoming(AIRSTRIKE))

    assert [] == list(store.documents(at="2024-01-30"))
    assert [one.document] == [document.id for document in store.documents(at="2024-01-31")]
    assert [one.document] == [document.id for document in store.documents(at="2024-02-01T10:00+00:00")]
    assert [one.document, two.document] == [document.id for document in store.documents(at="2024-02-01")]
    assert [one.document, two.document] == [document.id for document in store.documents()]
    assert (1, 2) == (len(store.readings(one.document, at="2024-01-31")), len(store.readings(one.document)))
    with pytest.raises(UsageError, match="'yesterday' is no moment"):
        list(store.documents(at="yesterday"))


def test_a_clock_that_goes_back_does_not_take_the_log_with_it(store, clock):
    store.ingest(make_incoming())
    clock.time = clock.time.replace(year=2020)
    store.ingest(make_incoming(AIRSTRIKE))

    first, second = store.documents()
    assert first.kept_at == second.kept_at
    assert () == store.verify().faults


def test_a_text_that_no_column_of_text_takes_is_kept_as_it_is(store):
    odd = "قصف\0 \ud800 " + SHELLING

    kept = store.ingest(make_incoming(odd, title="عنوان\0\udfff", publisher="\0"))

    assert odd == store.document(kept.document).text
    assert "عنوان\0\udfff" == store.readings(kept.document)[0].reading.document.title
    assert "عنوان\ufffd?" == store.document(kept.document).title
    assert () == store.verify().faults


def test_an_empty_document_is_kept_too(store):
    kept = store.ingest(make_incoming(""))

    assert "" == store.document(kept.document).text
    assert ["D01"] == [issue.code for issue in store.readings(kept.document)[0].reading.issues]


def test_a_document_is_found_by_its_id_the_beginning_of_it_and_the_id_that_it_came_with(store):
    kept = store.ingest(make_incoming(id="case-7"))
    store.ingest(make_incoming(AIRSTRIKE))

    assert {kept.document} == {store.document(id).id for id in (kept.document, kept.document[:8], "case-7")}
    with pytest.raises(UsageError, match="'case-8' was asked for, and there is none"):
        store.document("case-8")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents SET publisher = 'x'",
        "UPDATE originals SET bytes = 'x'",
        "DELETE FROM readings",
        "DELETE FROM log WHERE seq = 1",
        "UPDATE log SET at = '2020'",
        "UPDATE accounts SET type = 'clash'",
    ],
)
def test_no_row_is_changed_or_removed(store, statement):
    store.ingest(make_incoming())

    with pytest.raises(DBAPIError, match="only grows"), store._database._engine.begin() as connection:
        connection.execute(text(statement))


def test_no_row_is_replaced(store, kind):
    store.ingest(make_incoming())
    replace_ = "INSERT OR REPLACE INTO" if kind == "sqlite" else "INSERT INTO"

    with pytest.raises(DBAPIError), store._database._engine.begin() as connection:
        connection.execute(text(f"{replace_} originals SELECT sha256, 'x', seq FROM originals"))
    assert () == store.verify().faults


def test_the_log_takes_no_entry_out_of_order(store):
    store.ingest(make_incoming())
    statement = "INSERT INTO log SELECT seq + 5, at, kind, subject, digest, before, hash FROM log WHERE seq = 1"

    with (
        pytest.raises(DBAPIError, match="has the number after the last"),
        store._database._engine.begin() as connection,
    ):
        connection.execute(text(statement))


@pytest.mark.parametrize("form", ["lines", "list", "one", "text"])
def test_the_bytes_of_a_document_come_from_its_file_or_its_record(tmp_path, form):
    record = b'{"text": "\xd9\x82\xd8\xb5\xd9\x81", "extra": 1}'
    files = {
        "lines": ("in.jsonl", record + b"\r\n" + record + b"\n", record),
        "list": ("in.json", b"[ " + record + b"]", record),
        "one": ("in.json", record, record),
        "text": ("in.txt", b"\xef\xbb\xbf\xd9\x82", b"\xef\xbb\xbf\xd9\x82"),
    }
    name, content, raw = files[form]
    (tmp_path / name).write_bytes(content)

    assert {raw} == {incoming.raw for incoming in find_documents([str(tmp_path / name)])}


def test_an_incoming_document_without_bytes_is_kept_as_the_bytes_of_its_text(store):
    kept = store.ingest(replace(make_incoming(), raw=None))

    assert SHELLING.encode() == store.original(kept.document)


def test_what_the_file_of_a_document_tells_is_kept_with_it_and_read_again(store, monkeypatch):
    provenance = Provenance(author="مراسل", completeness="summary", post=PostId("telegram", "channel5", "12"))
    segments = (Segment("post", 0, len(SHELLING), "قناة", "2024-01-30"),)
    kept = store.ingest(make_incoming(segments=segments, provenance=provenance))
    [first] = store.readings(kept.document)
    assert provenance == first.reading.document.provenance
    assert segments == tuple(s for s in first.reading.document.segments if s.kind == "post")

    monkeypatch.setattr(store_module, "reader", lambda: "9.9.9+new")
    assert ["read_again"] == [each.outcome for each in store.read_again()]
    assert [first.reading] * 2 == [each.reading for each in store.readings(kept.document)]
    assert () == store.verify().faults


def test_two_posts_of_one_text_and_day_are_two_documents(store):
    def post(number):
        return make_incoming(provenance=Provenance(post=PostId("telegram", "channel5", number)))

    assert ["kept", "kept", "held"] == [store.ingest(post(number)).outcome for number in ("1", "2", "1")]


def test_what_is_asked_at_one_moment_shows_nothing_that_is_kept_meanwhile(store):
    def names():
        return [document.name for document in store.documents()]

    store.ingest(make_incoming())
    with store.at_one_moment():
        before = names()
        another = threading.Thread(target=store.ingest, args=(make_incoming(AIRSTRIKE, name="later"),))
        another.start()
        another.join()
        within = names()

    assert [["report.txt"], ["report.txt"], ["report.txt", "later"]] == [before, within, names()]
