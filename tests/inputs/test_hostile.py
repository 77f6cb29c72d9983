"""Files made to do harm are read, or refused with a reason, in 20 seconds of a processor and 1.5 GB of addresses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hostile import FILES

SECONDS = 20
MEMORY = 1_500_000_000
CHILD = Path(__file__).parent.parent / "hostile_child.py"
GROUPS = 8


def read_in_a_child(paths):
    """What came of each file, read in a process of its own; a process that dies is followed by another."""
    found = {}
    left = list(paths)
    while left:
        child = subprocess.run(
            [sys.executable, CHILD, str(MEMORY), str(SECONDS)],
            input="\n".join(map(str, left)),
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            timeout=3 * SECONDS * len(left) + 60,
            check=False,
        )
        lines = [json.loads(line) for line in child.stdout.splitlines()]
        for before, after in zip(lines[::2], lines[1::2], strict=False):
            found[before["path"]] = after
        if len(lines) % 2:
            found[lines[-1]["path"]] = {"fault": f"the process died with {child.returncode}: {child.stderr[-500:]}"}
        assert lines, child.stderr
        left = [path for path in left if str(path) not in found]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_hostile_files_are_read_or_refused_within_their_limits(tmp_path, group):
    wanted = {}
    for number, each in list(enumerate(FILES))[group::GROUPS]:
        path = tmp_path / f"{number:03}"
        path.write_bytes(each.make())
        wanted[str(path)] = each

    faults = []
    for path, said in read_in_a_child(wanted).items():
        each = wanted[path]
        if said["fault"]:
            faults.append(f"{each.name}: {said['fault']}")
        elif not said["documents"] and not said["told"]:
            faults.append(f"{each.name}: nothing was read and nothing was told")
        elif said["documents"] < each.documents or each.told not in said["told"]:
            faults.append(f"{each.name}: {said['documents']} documents, told {said['told'][:300]!r}")

    assert [] == faults


def test_there_are_a_hundred_hostile_files_at_least():
    names = [each.name for each in FILES]

    assert 100 <= len(set(names)) == len(names)


# Each gives a gigabyte through standard input.
STREAMS = {
    "zeros": ("head -c 1G /dev/zero", "more than 5 MB"),
    "line ends": ("yes '' | head -c 1G", ""),
    "one line": ("head -c 1G /dev/zero | tr '\\0' a", "more than 5 MB"),
    "a list of JSON": ("(printf '['; head -c 1G /dev/zero | tr '\\0' 1)", ""),
    "records": ("""yes '{"text": "a"}' | head -c 50M""", ""),
    "a record without an end": ("""(printf '{"text": "a"}\\n{"text": "'; head -c 1G /dev/zero | tr '\\0' a)""", "5 MB"),
    "a page": ("(printf '<!doctype html><html><body>'; yes '<p>' | head -c 1G)", "more than"),
    "a feed": ("(printf '<rss><channel>'; yes '<item/>' | head -c 1G)", "more than"),
    "a web archive": ("(printf 'WARC/1.0\\r\\n'; yes 'X: y' | head -c 1G)", "headers of the record"),
    "an archive of a record": (
        "(printf 'WARC/1.0\\r\\nContent-Length: 1000000000\\r\\n\\r\\n'; head -c 1G /dev/zero)",
        "more than 32 MB",
    ),
    "a PDF": ("(printf '%%PDF-1.4\\n'; head -c 1G /dev/zero)", "more than"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", STREAMS)
def test_a_gigabyte_of_standard_input_is_read_or_refused_within_its_limits(name):
    command, told = STREAMS[name]
    child = subprocess.run(
        ["bash", "-c", f'{command} | "{sys.executable}" "{CHILD}" {MEMORY} {3 * SECONDS} stream'],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=12 * SECONDS,
        check=False,
    )

    said = json.loads(child.stdout.splitlines()[-1])
    assert said["fault"] is None
    assert said["documents"] or said["told"]
    assert told in said["told"]
    assert 700_000 > said["peak"]
