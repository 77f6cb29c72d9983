"""A full disk, a locked store and a server that is gone are told in words, and nothing is lost."""

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from riwaya import StoreError
from riwaya.store import open_store
from riwaya.store.database import address_of
from stores import SHELLING, make_incoming, run_riwaya

from .conftest import SERVER

REPORTS = 160


@contextmanager
def small_disk(size, *, owner=None):
    """A disk of so many megabytes, which can be made larger; skips where none may be mounted."""
    folder = Path(tempfile.mkdtemp(prefix="riwaya-disk-", dir="/var/tmp"))
    try:
        folder.chmod(0o711)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(folder)]
        done = subprocess.run(mount, capture_output=True, text=True, check=False) if shutil.which("mount") else None
        if done is None or done.returncode:
            pytest.skip(f"needs to mount a small disk, as root can: {done.stderr if done else 'there is no mount'}")
        try:
            if owner:
                shutil.chown(folder, owner, owner)
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        folder.rmdir()


def make_larger(folder, size):
    subprocess.run(["mount", "-o", f"remount,size={size}m", str(folder)], check=True)


@pytest.fixture
def long_reports(tmp_path):
    """Reports whose records are of 100 KB each, and nothing that a database could make smaller."""
    path = tmp_path / "reports.jsonl"
    noise = random.Random(7)
    records = ({"text": f"{number} {SHELLING}", "picture": noise.randbytes(50_000).hex()} for number in range(REPORTS))
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def check_full(url, path, make_room):
    """An ingest that meets a full disk says so, what it kept is whole, and with room it goes on where it was."""
    full = run_riwaya("ingest", path, "--store", url)

    assert 1 == full.returncode
    assert "its disk is full, so nothing of what was being kept went in; make room and do it again" in full.stderr
    assert "Traceback" not in full.stderr
    said = [json.loads(line)["document"] for line in full.stdout.splitlines()]
    make_room()
    with open_store(url) as store:
        assert said == [document.id for document in store.documents()]
        assert () == store.verify().faults
    assert 0 == run_riwaya("ingest", path, "--store", url).returncode
    with open_store(url) as store:
        assert REPORTS == len(list(store.documents()))
        assert () == store.verify().faults


@pytest.mark.slow
def test_a_full_disk_of_a_file_is_told_and_loses_nothing(long_reports):
    with small_disk(3) as folder:
        check_full(str(folder / "store.db"), long_reports, lambda: make_larger(folder, 100))


@pytest.mark.slow
def test_a_full_disk_of_a_server_is_told_and_loses_nothing(server, long_reports):
    if "127.0.0.1" not in SERVER and "localhost" not in SERVER:
        pytest.skip("needs a PostgreSQL on this machine, to give it a small disk")
    with small_disk(12, owner="postgres") as folder:
        server(f"CREATE TABLESPACE riwaya_small LOCATION '{folder}'")
        server("CREATE DATABASE riwaya_small TABLESPACE riwaya_small")
        try:
            url = address_of(SERVER).set(database="riwaya_small").render_as_string(hide_password=False)
            check_full(url, long_reports, lambda: make_larger(folder, 200))
        finally:
            server("DROP DATABASE riwaya_small WITH (FORCE)")
            server("DROP TABLESPACE riwaya_small")


def test_a_file_that_may_not_grow_is_told_and_loses_nothing(tmp_path, long_reports):
    store = tmp_path / "store.db"

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))

    done = run_riwaya("ingest", long_reports, "--store", store, preexec_fn=small)

    assert 1 == done.returncode
    assert "its disk takes no more, or fails, so nothing of what was being kept went in" in done.stderr
    with open_store(store) as opened:
        assert len(done.stdout.splitlines()) == len(list(opened.documents()))
        assert () == opened.verify().faults


def test_a_store_that_somebody_else_writes_to_for_long_is_told_and_loses_nothing(store, url):
    store.ingest(make_incoming())
    with open_store(url, patience=0.3) as hasty:
        with (
            store._database.writing(),
            pytest.raises(StoreError, match=r"writing to it for more than 0\.3 s, so nothing"),
        ):
            hasty.ingest(make_incoming("نص"))
        assert "kept" == hasty.ingest(make_incoming("نص")).outcome
    assert () == store.verify().faults


def test_whoever_reads_waits_for_nobody(store, url):
    store.ingest(make_incoming())
    with open_store(url, patience=0.3) as other, store._database.writing():
        assert 1 == len(list(other.documents()))
        assert 1 == len(other.search("قصف"))
        assert () == other.verify().faults


def test_a_long_look_sees_one_moment_and_stops_no_writer(store, url):
    first = store.ingest(make_incoming())
    with open_store(url, patience=0.3) as other:
        documents = store.documents()
        seen = [next(documents).id]
        other.ingest(make_incoming("نص"))
        seen += [document.id for document in documents]

    assert [first.document] == seen
    assert 2 == len(list(store.documents()))


def test_a_server_that_ends_the_connection_is_told_and_the_next_call_goes_on(server, made_database, kind):
    if kind == "sqlite":
        pytest.skip("a file has no server")
    from .conftest import make_empty

    make_empty(made_database)
    with open_store(made_database) as store:
        store.ingest(make_incoming())
        name = address_of(made_database).database
        server(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

        assert "kept" == store.ingest(make_incoming("نص")).outcome
        assert () == store.verify().faults


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StoreError, match="it cannot be opened: is its folder there, and may you write to it"):
        open_store(tmp_path / "none" / "store.db")


def test_a_store_without_its_packages_says_what_to_install(tmp_path):
    code = (
        "import sys\n"
        "sys.modules['sqlalchemy'] = None\n"
        "from riwaya import StoreError\n"
        "from riwaya.store import open_store\n"
        "try:\n    open_store('x.db')\nexcept StoreError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env=dict(os.environ)
    )

    assert done.stdout.startswith("a store needs SQLAlchemy and Alembic: pip install 'riwaya[store]'")
