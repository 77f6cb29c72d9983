"""What a store exports for itself, another one takes in: all of it, or nothing where something in it is wrong."""

import hashlib
import json
import shutil

import pytest

from riwaya.errors import UnreadableInput, UsageError
from riwaya.exports.formats import Options
from riwaya.exports.material import Chosen
from riwaya.exports.native import write
from riwaya.exports.target import Target
from riwaya.store import open_store
from riwaya.store.handing_out import Kept
from riwaya.store.runs import reconcile_store
from stores import AIRSTRIKE, SHELLING, Clock, make_incoming, run_here


def export(store, folder, **options):
    with Target(folder) as target:
        write(Chosen(Kept(store), None, None), target, Options(**options))
    return folder


def bytes_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def live(store, renumbered):
    """Puts into a store all that it may hold: several readings of a document, decisions of each kind, links."""
    shelling = [
        store.ingest(make_incoming(publisher=f"paper {number}", raw=f"<p>{SHELLING}</p>".encode())).document
        for number in range(3)
    ]
    airstrike = [store.ingest(make_incoming(AIRSTRIKE, publisher=f"paper {number}")).document for number in range(2)]
    store.ingest(make_incoming("قال شهود عيان \0 إن سيارة احترقت في حلب أمس.", name="odd.txt", id="given"))
    reconcile_store(store)

    def decide(what, *about, why="looked at it", **more):
        return getattr(store, what)(*about, who="salma", why=why, seen=store.head().seq, **more)

    def of(document):
        [found] = [each for each in store.incidents() if any(d == document for d, _ in each.happenings)]
        return found

    incident = of(shelling[0])
    decide("reject", (shelling[0], "i1"), (airstrike[0], "i1"))
    store.note(incident.id, who="omar", why="هذه قرية أخرى")
    decide("amend", shelling[0], "a1", "killed", [4])
    split = decide("split", incident.id, [(shelling[2], "i1")])
    decide("undo", split.seq)
    decide("withdraw", airstrike[1], why="a forgery")
    renumbered(store)
    reconcile_store(store)
    decide("withdraw", shelling[1])
    decide("restore", shelling[1])
    one, other, *_ = of(shelling[0]).happenings
    decide("confirm", one, other)
    decide("merge", [of(shelling[0]).id, of(airstrike[0]).id])
    store.renew_overviews()
    decide("review", store.review_items().items[0].id, "accepted")
    return store


@pytest.fixture
def folder(store, renumbered, tmp_path):
    """The export of a store that people worked on."""
    return export(live(store, renumbered), tmp_path / "export")


@pytest.fixture
def fresh_url(kind, request, tmp_path):
    """The address of a second store, which is empty."""
    if kind == "postgresql":
        return request.getfixturevalue("empty_url")
    return str(shutil.copy(request.getfixturevalue("made_file"), tmp_path / "fresh.db"))


@pytest.fixture
def fresh(fresh_url):
    """An empty store to take things in."""
    with open_store(fresh_url, clock=Clock()) as opened:
        yield opened


def refused(fresh, folder, match):
    with pytest.raises(UnreadableInput, match=match):
        fresh.take_in(folder)
    assert 0 == fresh.head().seq


def change(folder, name, change):
    """Changes a file as somebody would who makes the manifest fit it."""
    lines = (folder / name).read_bytes().splitlines(keepends=True)
    data = b"".join(change(lines))
    (folder / name).write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for each in manifest["files"]:
        if each["path"] == name:
            each.update(lines=len(data.splitlines()), sha256=hashlib.sha256(data).hexdigest())
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def with_values(at, **values):
    """What gives a line of a file other values."""

    def changed(lines):
        lines[at] = json.dumps(json.loads(lines[at]) | values).encode() + b"\n"
        return lines

    return changed


def test_what_a_store_exports_is_the_same_after_another_took_it_in(store, folder, fresh, tmp_path):
    came = fresh.take_in(folder)

    assert [] == list(fresh.verify().faults)
    assert bytes_in(folder) == bytes_in(export(fresh, tmp_path / "again"))
    assert (6, 12, len(store.decisions())) == came[:3]


def test_what_was_taken_in_is_asked_as_it_was(store, folder, fresh):
    fresh.take_in(folder)

    def told(of):
        return {
            "incidents": [(i.id, i.happenings, [link[:5] for link in i.links]) for i in of.incidents()],
            "suggestions": [each.link[:5] for each in of.suggestions()],
            "withdrawn": of.withdrawn(),
            "documents": list(of.documents(all=True)),
            "decisions": [(d.at, d.kind, d.who, d.why, d.was, d.becomes) for d in of.decisions()],
            "ruled": of.to_reconcile().ruled,
            "found": [hit.document for hit in of.search("مستودع")],
        }

    asked, kept = told(fresh), told(store)
    for name in ("documents", "found"):
        asked[name], kept[name] = sorted(asked[name]), sorted(kept[name])
    assert kept == asked
    [before] = [each for each in store.decisions() if each.kind == "undo"]
    assert len(store.decisions(at=before.at)) == len(fresh.decisions(at=before.at))


def test_one_can_go_on_where_the_other_stopped(folder, fresh):
    fresh.take_in(folder)

    [taken_back] = [each for each in fresh.decisions() if each.kind == "undo"]
    fresh.undo(taken_back.seq, who="omar", why="it was right", seen=fresh.head().seq)
    reconcile_store(fresh)
    assert [] == list(fresh.verify().faults)


def test_without_originals_the_texts_are_taken_for_them(store, renumbered, fresh, tmp_path):
    folder = export(live(store, renumbered), tmp_path / "export", originals=False)

    fresh.take_in(folder)

    assert [] == list(fresh.verify().faults)
    assert bytes_in(folder) == bytes_in(export(fresh, tmp_path / "again", originals=False))


def test_a_store_that_holds_something_takes_documents_alone(folder, fresh):
    first = fresh.ingest(make_incoming(publisher="paper 0"))

    with pytest.raises(UsageError, match="--documents takes in the documents alone"):
        fresh.take_in(folder)
    came = fresh.take_in(folder, documents_only=True)

    assert (4, 8, 0, 1) == came
    assert fresh.readings(first.document) and () == fresh.decisions()
    assert [] == list(fresh.verify().faults)


def test_a_part_of_a_store_gives_documents_alone(store, renumbered, fresh, tmp_path):
    first = next(Kept(live(store, renumbered)).cases())
    with Target(tmp_path / "part") as target:
        write(Kept(store, incidents=[first.id]), target, Options())

    with pytest.raises(UsageError, match="an export of some incidents"):
        fresh.take_in(tmp_path / "part")
    assert len(first.readings) == fresh.take_in(tmp_path / "part", documents_only=True).documents


def test_what_a_profile_took_out_is_not_taken_in(store, renumbered, fresh, tmp_path):
    refused(fresh, export(live(store, renumbered), tmp_path / "out", profile="public"), "profile 'public' lacks what")


def test_a_missing_file_is_told_by_its_name(folder, fresh):
    (folder / "claims.jsonl").unlink()

    refused(fresh, folder, "claims.jsonl: there is no such file")


def test_a_changed_file_is_told_by_its_name(folder, fresh):
    path = folder / "incidents.jsonl"
    path.write_bytes(path.read_bytes().replace(b"shelling", b"bombing"))

    refused(fresh, folder, "incidents.jsonl: its SHA-256 is not the one in the manifest")


def test_a_line_that_breaks_off_is_told_by_its_number(folder, fresh):
    path = folder / "kept" / "links.jsonl"
    path.write_bytes(path.read_bytes()[:-9])

    refused(fresh, folder, r"links.jsonl:\d+: the line breaks off")


def test_a_changed_original_is_told_by_its_name(folder, fresh):
    original = next(path for path in (folder / "originals").rglob("*") if path.is_file())
    original.write_bytes(b"other")

    refused(fresh, folder, f"{original.name}: its SHA-256 is not its name")


def test_a_link_to_somewhere_else_is_not_followed(folder, fresh, tmp_path):
    path = folder / "sources.jsonl"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")

    refused(fresh, folder, "sources.jsonl: it is a link, and not followed")


@pytest.mark.parametrize(
    ("name", "number", "values", "match"),
    [
        ("documents.jsonl", 1, {"text": "آخر"}, r"documents.jsonl:2: its text has not the SHA-256"),
        ("documents.jsonl", 0, {"happenings": 3}, r"readings.jsonl:\d+: incidents must be a list"),
        ("accounts.jsonl", 0, {"attribution": []}, r"readings.jsonl:\d+: a1: its chain names a source"),
        ("accounts.jsonl", 0, {"document": "elsewhere"}, r"not as the record has them|is of no document"),
        ("accounts.jsonl", 0, {"trigger": {"start": 5, "end": 10**9}}, "a span lies outside the text"),
        ("claims.jsonl", 0, {"field": "mood"}, "'mood' is no field of a claim"),
        ("kept/documents.jsonl", 0, {"original": "../../etc/passwd"}, r"documents.jsonl:1: original: .* no SHA-256"),
        ("kept/documents.jsonl", 1, {"kept_at": "yesterday"}, r"documents.jsonl:2: kept_at: 'yesterday' is no moment"),
        ("kept/documents.jsonl", 1, {"id": "0"}, "not sorted by their ids"),
        ("kept/readings.jsonl", 0, {"reader": "x" * 65}, r"readings.jsonl:1: reader is longer than 64"),
        ("kept/members.jsonl", 0, {"document": "nowhere"}, r"members.jsonl:1: nowhere/\w+ is in an incident already"),
        ("kept/run.jsonl", 0, {"weights": 3}, r"run.jsonl:1: a run comes alone"),
        ("kept/links.jsonl", 0, {"score": "high"}, r"links.jsonl:1: a link has a score"),
        ("decisions.jsonl", 0, {"kind": "burn"}, r"decisions.jsonl:1: 'burn' is no kind of decision"),
        ("decisions.jsonl", 0, {"who": " "}, r"decisions.jsonl:1: a decision says"),
        ("decisions.jsonl", 0, {"number": 7}, r"decisions.jsonl:1: number must be 1"),
        ("decisions.jsonl", 0, {"undoes": 9}, r"decisions.jsonl:1: it takes back a decision that does not come"),
        ("decisions.jsonl", 2, {"becomes": {"account": "a1", "field": "killed", "values": ["x"]}}, "decisions.jsonl:3"),
    ],
)
def test_what_makes_no_sense_is_told_by_file_and_line(folder, fresh, name, number, values, match):
    change(folder, name, with_values(number, **values))

    refused(fresh, folder, match)


def test_the_commands_move_a_store(store, renumbered, url, fresh_url, tmp_path):
    live(store, renumbered)
    there = fresh_url

    export = ("export", "--format", "jsonl", "--profile", "internal")
    assert 0 == run_here(*export, "--store", url, "--to", tmp_path / "one").returncode
    moved = run_here("import", tmp_path / "one", "--store", there)
    assert (0, "") == (moved.returncode, moved.stdout)
    assert f"taken in: 6 documents, 12 readings, {len(store.decisions())} decisions" in moved.stderr
    assert 0 == run_here(*export, "--store", there, "--to", tmp_path / "two").returncode
    assert bytes_in(tmp_path / "one") == bytes_in(tmp_path / "two")
    assert 2 == run_here("import", tmp_path / "one", "--store", there).returncode
