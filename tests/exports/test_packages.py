"""Case packages, held against the programs that read such packages."""

import csv
import hashlib
import json
import zipfile

import pytest

from riwaya.exports.formats import Options, format_named
from riwaya.exports.profiles import fit
from riwaya.exports.target import Target
from riwaya.store.handing_out import Kept

CAVEAT = "These are claims found in sources, not findings."


def packed(material, form, path, **options):
    with Target(path) as target:
        format_named(form).write(material, target, Options(**options))
    return path


def files_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def unpacked(path, folder):
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder / path.stem


@pytest.fixture
def case(store, material):
    """One incident of the store, with the reports on it."""
    return Kept(store, incidents=[next(material.cases()).id])


def test_a_bag_is_one_to_those_who_wrote_the_library(case, tmp_path):
    bagit = pytest.importorskip("bagit")

    bag = bagit.Bag(str(packed(case, "bagit", tmp_path / "bag")))

    bag.validate()
    assert {"data/README.md", "data/custody.csv", "data/annotations.jsonl", "data/records/claims.jsonl"} < set(
        bag.payload_files()
    )
    assert "internal" == bag.info["Riwaya-Profile"]
    assert CAVEAT in bag.info["External-Description"]
    (tmp_path / "bag" / "data" / "custody.csv").write_text("other")
    assert not bag.is_valid()


def test_a_bag_in_an_archive_is_one_too_and_the_same_twice(case, tmp_path):
    bagit = pytest.importorskip("bagit")
    one, two = (
        packed(case, "bagit", tmp_path / name / "case.zip") for name in ("a", "b") if not (tmp_path / name).mkdir()
    )

    assert one.read_bytes() == two.read_bytes()
    assert bagit.Bag(str(unpacked(one, tmp_path / "out"))).is_valid()
    assert files_in(unpacked(one, tmp_path / "out")) == files_in(packed(case, "bagit", tmp_path / "folder"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_crate_is_read_with_each_of_its_files(case, tmp_path):
    rocrate = pytest.importorskip("rocrate.rocrate")
    folder = packed(case, "rocrate", tmp_path / "crate")

    crate = rocrate.ROCrate(str(folder))

    described = {entity.id: entity for entity in crate.data_entities}
    there = files_in(folder)
    assert there.keys() - {"ro-crate-metadata.json"} == described.keys()
    for name, entity in described.items():
        assert hashlib.sha256(there[name]).hexdigest() == entity["sha256"]
        assert str(len(there[name])) == entity["contentSize"]
    assert CAVEAT in crate.description
    assert crate.root_dataset["license"]["description"]
    assert {"Riwaya"} == {each["name"] for each in crate.contextual_entities if each.type == "SoftwareApplication"}


def test_a_package_holds_the_texts_and_the_bytes_they_came_in(case, store, tmp_path):
    folder = packed(case, "rocrate", tmp_path / "crate")
    rows = list(csv.DictReader((folder / "custody.csv").read_text(encoding="utf-8").splitlines()))

    assert [reading.document.id for reading in case.readings()] == [row["document_id"] for row in rows]
    for row in rows:
        document = store.document(row["document_id"])
        assert document.text == (folder / row["text"]).read_bytes().decode()
        assert f"archive/{document.sha256}.txt" == row["text"]
        assert document.original == hashlib.sha256((folder / row["original"]).read_bytes()).hexdigest()
        assert (document.url or "", document.kept_at) == (row["url"], row["kept_at"])


def test_a_package_tells_nothing_of_where_the_store_is(case, store, tmp_path):
    files = files_in(packed(case, "bagit", tmp_path / "bag"))

    told = b"\n".join(data for name, data in files.items() if "/originals/" not in name)
    assert store.name.encode() not in told
    assert not any("kept/" in name for name in files)


def test_what_a_profile_holds_back_is_not_in_the_package(case, tmp_path):
    fitted = fit(case, "public", now="2030-01-01T00:00:00+00:00")
    with Target(tmp_path / "bag", look=fitted.look) as target:
        format_named("bagit").write(fitted.material, target, Options(profile="public"))
    files = files_in(tmp_path / "bag")

    assert not any("/originals/" in name or "/archive/" in name for name in files)
    assert all(
        b"" == row["text"].encode() for row in map(json.loads, files["data/records/documents.jsonl"].splitlines())
    )


def test_the_readme_says_in_both_languages_what_it_is_and_is_not(case, tmp_path):
    text = (packed(case, "rocrate", tmp_path / "crate") / "README.md").read_text(encoding="utf-8")

    for said in (
        CAVEAT,
        "This is not a forensic archive.",
        "هذه ادعاءات وردت في مصادر، وليست نتائج تحقق.",
        "هذه الحزمة ليست أرشيفًا جنائيًا.",
        "`internal`",
    ):
        assert said in text
    assert "{" not in text
