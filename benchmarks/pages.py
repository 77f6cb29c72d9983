"""What it costs to take the text out of a page, beside what it costs to read that text into accounts.

    python benchmarks/pages.py             a table
    python benchmarks/pages.py --json      the same figures for a program

The pages are the layouts of `tests/inputs/pages`, with reports of our own in them; each is made as long as real
pages are, on average, by the scripts and styles that such pages carry. Both parts are timed in one run, by the
processor time they take on one core. Compare figures only of one machine.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from inputs.pages.layouts import Page, all_pages  # noqa: E402
from riwaya.inputs.blobs import Settings, blob_of  # noqa: E402
from riwaya.inputs.formats import read_blob  # noqa: E402
from riwaya.inputs.incoming import Incoming, read_document  # noqa: E402
from riwaya.inputs.pages import choice as page_choice  # noqa: E402
from riwaya.inputs.pages import page as page_reader  # noqa: E402
from riwaya.inputs.pages import text as page_text  # noqa: E402

KILOBYTES = 50
"""The mean size of fourteen real pages of outlets, without their pictures."""
PARTS: tuple[tuple[str, Any, str], ...] = (
    ("bytes to text", page_reader, "decode_page"),
    ("parsing", page_reader, "parse_page"),
    ("facts", page_reader, "find_facts"),
    ("embeds", page_reader, "lift_embeds"),
    ("live entries", page_reader, "find_entries"),
    ("text", page_reader, "take_text"),
    ("of it blocks", page_text, "find_blocks"),
    ("of it trafilatura", page_choice.trafilatura, "extract"),
)


def padded(page: Page, chance: random.Random, kilobytes: int = KILOBYTES) -> bytes:
    """A page made as long as real ones by scripts and styles."""
    names = ["".join(chance.choices("abcdefghij", k=8)) for _ in range(200)]
    piece = "".join(f".{name}{{color:#{chance.randrange(1 << 24):06x}}}\n" for name in names)
    missing = max(0, kilobytes * 1000 - len(page.data))
    style = f"<style>{(piece * (missing // len(piece) + 1))[: missing // 2]}</style>"
    script = f"<script>var s='{(piece * (missing // len(piece) + 1))[: missing // 2]!r}'</script>"
    head = page.data.lower().find(b"</head>")
    return page.data[:head] + (style + script).encode("ascii", "replace") + page.data[head:]


def padded_pages(kilobytes: int = KILOBYTES) -> list[tuple[str, bytes]]:
    """All layouts under their names, each made so long, always the same ones."""
    chance = random.Random(7)
    return [(page.name, padded(page, chance, kilobytes)) for page in all_pages()]


class Clock:
    """The processor time that functions take, by the names of parts."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed."""

        def run(*args: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return function(*args, **named)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - start

        return run


def measure(rounds: int) -> dict[str, Any]:
    """Milliseconds a page for each part."""
    made = padded_pages()
    settings = Settings()

    def take() -> list[Incoming]:
        found = [document for name, data in made for document in read_blob(blob_of(name, io.BytesIO(data)), settings)]
        return [document for document in found if isinstance(document, Incoming)]

    documents = take()
    for document in documents:
        read_document(document)
    clock = Clock()
    for name, module, function in PARTS:
        setattr(module, function, clock.timed(name, getattr(module, function)))
    taking, reading = clock.timed("taking the text out", take), clock.timed("reading the text", read_document)
    for _ in range(rounds):
        documents = taking()
        for document in documents:
            reading(document)
    each = {name: 1000 * seconds / (rounds * len(made)) for name, seconds in clock.seconds.items()}
    return {
        "pages": len(made),
        "kilobytes": sum(len(data) for _, data in made) / 1000 / len(made),
        "letters": sum(len(document.text) for document in documents) / len(documents),
        "milliseconds": each,
        "ratio": each["taking the text out"] / each["reading the text"],
        "documents_a_second": 1000 / (each["taking the text out"] + each["reading the text"]),
    }


def render(figures: dict[str, Any]) -> str:
    """The figures as a table."""
    size, letters = figures["kilobytes"], figures["letters"]
    lines = [
        f"{figures['pages']} pages of {size:.0f} kB, texts of {letters:.0f} letters; milliseconds a page, one core:"
    ]
    lines += [f"  {name:22} {value:7.2f}" for name, value in figures["milliseconds"].items()]
    lines.append(f"taking the text out costs {figures['ratio']:.2f} of reading it;")
    lines.append(f"{figures['documents_a_second']:.0f} pages a second from bytes to accounts")
    return "\n".join(lines)


def main() -> int:
    """Measures, and prints what came out."""
    parser = argparse.ArgumentParser(description="What pages cost beside their text.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    options = parser.parse_args()
    figures = measure(options.rounds)
    print(json.dumps(figures, indent=2) if options.json else render(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
