"""Files of an export appear together, or not at all."""

import pytest

from riwaya.errors import UsageError
from riwaya.exports.target import Target


def test_files_appear_when_all_are_whole(tmp_path):
    with Target(tmp_path / "out") as target:
        for name in ("a.csv", "deep/b.csv"):
            with target.open(target.member(name)) as out:
                out.write(name.encode())
        assert not (tmp_path / "out").exists()

    assert b"a.csv" == (tmp_path / "out" / "a.csv").read_bytes()
    assert b"deep/b.csv" == (tmp_path / "out" / "deep" / "b.csv").read_bytes()


def test_an_error_leaves_what_was_there(tmp_path):
    place = tmp_path / "table.csv"
    place.write_bytes(b"before")

    with pytest.raises(ZeroDivisionError), Target(place) as target, target.open(target.file()) as out:
        out.write(b"half")
        raise ZeroDivisionError

    assert b"before" == place.read_bytes()
    assert [place] == list(tmp_path.iterdir())


def test_a_file_that_must_not_get_out_keeps_the_others_back(tmp_path):
    def look(path):
        if b"secret" in path.read_bytes():
            raise UsageError("no")

    with pytest.raises(UsageError), Target(tmp_path / "out", look=look) as target:
        for name in ("plain", "secret"):
            with target.open(target.member(name)) as out:
                out.write(name.encode())

    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match="no folder"), Target(tmp_path / "none" / "table.csv"):
        pass
