"""The commands in the page on linking in bulk run as they stand there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from run_docs import ROOT, find_blocks

PAGE = ROOT / "docs" / "how-to" / "link-in-bulk.md"


@pytest.mark.slow
def test_the_commands_of_the_page_run(tmp_path):
    for name in ("harir_drones.jsonl", "kirkuk_rockets.txt"):
        shutil.copy(ROOT / "examples" / name, tmp_path)
    blocks = [block for block in find_blocks(PAGE.read_text(encoding="utf-8")) if block.language == "bash"]
    script = "\n".join(line for block in blocks for line in block.lines)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    command = re.sub(r"^riwaya ", f"{sys.executable} -m riwaya ", script, flags=re.MULTILINE)
    done = subprocess.run(
        ["bash", "-e", "-c", command], cwd=tmp_path, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )

    assert 5 == len(blocks)
    assert 0 == done.returncode, done.stderr
    assert "drone_attack" in done.stdout
    assert (tmp_path / "incidents.csv").stat().st_size > 500
