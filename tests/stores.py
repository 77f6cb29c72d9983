"""What tests of stores put into them, and the command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from riwaya.inputs.files import Incoming

SHELLING = "قال مصدر أمني إن ثلاثة مدنيين قتلوا أمس في قصف مدفعي على قرية قرب حلب."
AIRSTRIKE = "أعلن الجيش أن طائراته قصفت مستودع أسلحة في دير الزور أمس، ما أدى إلى مقتل خمسة مسلحين."


class Clock:
    """A clock that moves on by a second whenever it is asked, and stands where it is put."""

    def __init__(self) -> None:
        self.time = datetime(2024, 1, 31, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def make_incoming(text: str = SHELLING, name: str = "report.txt", **known: object) -> Incoming:
    """A document to be kept, published on a day so that its words for days are read."""
    return Incoming(name, text, **{"published": "2024-01-31", **known})


def run_riwaya(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """What the real command line does, in a process of its own."""
    command = [sys.executable, "-m", "riwaya", *map(str, arguments)]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120, **options)
