"""What is compiled is kept in a file, and a file that cannot be believed is as good as none."""

import os
import shutil
from pathlib import Path

import pytest

from riwaya.knowledge import kept as keeping
from riwaya.knowledge.kept import keep, kept
from riwaya.knowledge.load import Lexicon, compile_data, load_knowledge
from riwaya.knowledge.shelves import pack, shelf_of, unpack

SECTIONS = {"words": "قال\nأعلن".encode(), "tables": b'{"one": [1, 2]}', "empty": b""}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A cache folder of the test's own, which is not there yet."""
    monkeypatch.setenv("RIWAYA_CACHE", str(tmp_path / "cache" / "riwaya"))
    return tmp_path / "cache" / "riwaya"


def only_file(folder: Path) -> Path:
    [path] = folder.iterdir()
    return path


def test_sections_come_back_as_they_were_kept(folder):
    keep("m1", SECTIONS)

    sections = kept("m1")
    assert sections is not None
    assert "قال\nأعلن" == sections.text("words")
    assert {"one": [1, 2]} == sections.json("tables")
    assert "" == sections.text("empty")


def test_nothing_is_kept_under_another_fingerprint(folder):
    keep("m1", SECTIONS)

    assert kept("m2") is None


def test_a_file_under_a_name_that_is_not_its_own_is_not_believed(folder):
    keep("m1", SECTIONS)
    only_file(folder).rename(folder / "knowledge-m2.txt")

    assert kept("m2") is None


@pytest.mark.parametrize("at", [0, 30, 90, -1])
def test_a_file_with_a_changed_byte_is_not_believed(folder, at):
    keep("m1", SECTIONS)
    path = only_file(folder)
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)

    assert kept("m1") is None


@pytest.mark.parametrize("length", [0, 10, 84, 120])
def test_a_file_that_breaks_off_is_not_believed(folder, length):
    keep("m1", SECTIONS)
    path = only_file(folder)
    path.write_bytes(path.read_bytes()[:length])

    assert kept("m1") is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system has no such rights")
def test_a_file_that_others_may_write_to_is_not_believed(folder):
    keep("m1", SECTIONS)
    assert 0 == only_file(folder).stat().st_mode & 0o077

    only_file(folder).chmod(0o666)

    assert kept("m1") is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user_is_not_believed(folder):
    keep("m1", SECTIONS)
    os.chown(only_file(folder), 12345, 12345)

    assert kept("m1") is None


def test_a_folder_that_is_a_file_costs_no_results(tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    monkeypatch.setenv("RIWAYA_CACHE", str(tmp_path / "taken"))

    keep("m1", SECTIONS)

    assert kept("m1") is None


def test_old_files_go(folder):
    for number in range(keeping._MOST_FILES + 3):
        keep(f"m{number}", SECTIONS)

    assert keeping._MOST_FILES == len(list(folder.iterdir()))


def test_knowledge_is_the_same_from_the_file_as_compiled(folder, tmp_path):
    data = tmp_path / "data"
    (data / "ar").mkdir(parents=True)
    (data / "ar" / "saying.yaml").write_text(
        "family: saying\nabout: verbs of saying\nwords:\n  said:\n  - قال\n  - أعلن عن\n", encoding="utf-8"
    )
    compiled = load_knowledge(data)
    load_knowledge.cache_clear()
    read = load_knowledge(data)
    load_knowledge.cache_clear()

    assert only_file(folder)
    for form in ("قال", "وقال", "اعلن", "عن", "كتب"):
        assert compiled.lexicon.word(form) == read.lexicon.word(form)
    assert {"": ["قال", "أعلن عن"]} == compiled.words("said") == read.words("said")


def test_a_damaged_file_is_made_anew(folder, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(
        Path(__file__).parent.parent.parent / "src" / "riwaya" / "data" / "ar" / "restore", data / "ar" / "restore"
    )
    before = load_knowledge(data).lists
    path = only_file(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:-5] + b"wrong")
    load_knowledge.cache_clear()

    assert before == load_knowledge(data).lists
    assert whole == path.read_bytes()
    load_knowledge.cache_clear()


# --------------------------------------------------------------------------------------------------------- the shelves

SURFACES = {
    "قال": [("said", "say", "قال", "past")],
    "قال ان": [("said_that", "", "", "")],
    "طائره": [("weapon", "aircraft", "طائرة", "f"), ("vehicle", "aircraft", "طائرة", "")],
}


def test_phrases_come_back_from_their_shelves():
    shelves = pack(SURFACES)

    for word in ("قال", "طائره"):
        for phrase, surfaces in shelves.take(shelf_of(word)):
            assert SURFACES[phrase] == unpack(surfaces)


def test_the_phrases_of_a_first_word_stand_on_one_shelf():
    assert {"قال", "قال ان"} <= {phrase for phrase, _ in pack(SURFACES).take(shelf_of("قال"))}


def test_a_word_that_no_utf_8_can_say_is_on_no_shelf():
    assert "\ud800" not in Lexicon(pack(SURFACES))


def test_the_lexicon_knows_what_was_compiled():
    shelves = compile_data().shelves
    lexicon = Lexicon(shelves)

    words = [phrase for number in range(0, len(shelves.bounds) - 1, 97) for phrase, _ in shelves.take(number)]
    assert len(words) > 100
    assert all(word in lexicon for word in words)
