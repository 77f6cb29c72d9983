"""Files made to do harm are read, or refused with a reason, in 20 seconds of a processor and 1.5 GB of addresses."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from hostile import FILES

EXPECTED = yaml.safe_load((Path(__file__).parent.parent / "hostile.expected.yaml").read_text(encoding="utf-8"))
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
        name = wanted[path].name
        if said["fault"] or not is_as_expected(EXPECTED[name], what_came(said)):
            faults.append(f"{name}: {said['fault'] or json.dumps(what_came(said), ensure_ascii=False)[:2000]}")

    assert [] == faults


def what_came(said):
    """What a child said of a file, without what was not there."""
    return {key: said[key] for key in ("documents", "refused", "noted") if said[key]}


def is_as_expected(expected, found):
    """Whether a file came to what was written down; there an ellipsis stands for whatever a library says."""
    return expected.keys() == found.keys() and all(
        len(expected[key]) == len(found[key])
        and all(
            re.fullmatch(".*".join(map(re.escape, wanted.split("…"))), said, re.DOTALL)
            for wanted, said in zip(expected[key], found[key], strict=True)
        )
        for key in expected
    )


def test_of_each_hostile_file_it_is_written_down_what_must_come_of_it():
    names = [each.name for each in FILES]

    assert 200 <= len(set(names)) == len(names)
    assert sorted(EXPECTED) == sorted([*names, *(f"standard input: {name}" for name in STREAMS)])
    assert all(each.get("documents") or each.get("refused") for each in EXPECTED.values())


# Each gives a gigabyte through standard input, but for the records, of which each takes its time.
STREAMS = {
    "zeros": "head -c 1G /dev/zero",
    "line ends": "yes '' | head -c 1G",
    "one line": "head -c 1G /dev/zero | tr '\\0' a",
    "a list of JSON": "(printf '['; head -c 1G /dev/zero | tr '\\0' 1)",
    "records": """yes '{"text": "a"}' | head -c 20M""",
    "a record without an end": """(printf '{"text": "a"}\\n{"text": "'; head -c 1G /dev/zero | tr '\\0' a)""",
    "a page": "(printf '<!doctype html><html><body>'; yes '<p>' | head -c 1G)",
    "a feed": "(printf '<rss><channel>'; yes '<item/>' | head -c 1G)",
    "a web archive": "(printf 'WARC/1.0\\r\\n'; yes 'X: y' | head -c 1G)",
    "an archive of a record": "(printf 'WARC/1.0\\r\\nContent-Length: 1000000000\\r\\n\\r\\n'; head -c 1G /dev/zero)",
    "a PDF": "(printf '%%PDF-1.4\\n'; head -c 1G /dev/zero)",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", STREAMS)
def test_a_gigabyte_of_standard_input_is_read_or_refused_within_its_limits(name):
    command = f'{STREAMS[name]} | "{sys.executable}" "{CHILD}" {MEMORY} {3 * SECONDS} stream'
    child = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=12 * SECONDS,
        check=False,
    )

    said = json.loads(child.stdout.splitlines()[-1])
    assert said["fault"] is None
    assert is_as_expected(EXPECTED[f"standard input: {name}"], what_came(said))
    assert 700_000 > said["peak"]
