"""The plan of a run: what is read, how it is cut into shards, by what options and by which version.

It is made before anything is read and stands in the folder of the run, so that whoever goes on knows what is left. A
shard is some pieces of files that one process reads at a go and writes at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riwaya.bulk.archives import Archives
from riwaya.bulk.cutting import MOST_BYTES, cut
from riwaya.bulk.pieces import Piece
from riwaya.bulk.versions import versions
from riwaya.errors import UsageError
from riwaya.inputs.blobs import Settings
from riwaya.inputs.files import find_missing, find_readable
from riwaya.inputs.looks import is_url

FORMAT = "riwaya-bulk/1"
"""The shape of the folder of a run; one that is not known is refused."""
RECORDS = 1_000
"""Documents of a shard, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read: what `riwaya read` takes by the options of the same names."""

    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    zone: str | None = None
    form: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    only_arabic: bool = False

    @property
    def settings(self) -> Settings:
        """How files are taken in."""
        return Settings(zone=self.zone, form=self.form, columns=self.columns, only_arabic=self.only_arabic)

    @property
    def known(self) -> dict[str, str]:
        """What is said of documents that do not say it themselves."""
        told = {"published": self.published, "publisher": self.publisher, "url": self.url}
        return {key: value for key, value in told.items() if value is not None}

    def as_dict(self) -> dict[str, Any]:
        """The options as they stand in a plan."""
        return {**{name: getattr(self, name) for name in self.__slots__}, "columns": list(map(list, self.columns))}


def options_of(told: Mapping[str, Any]) -> Options:
    """Options out of a plan; what is not told in one, as in those of before there was such an option, is not asked."""
    return Options(**{**told, "columns": tuple((name, key) for name, key in told["columns"])})


@dataclass(frozen=True, slots=True)
class Shard:
    """Some pieces that are read and written together, and their number among all."""

    number: int
    pieces: tuple[Piece, ...]

    def as_line(self) -> str:
        """A shard as a line of JSON."""
        return json.dumps({"shard": self.number, "pieces": [piece.as_dict() for piece in self.pieces]})


def shard_of(line: str) -> Shard:
    """A shard out of its line."""
    told = json.loads(line)
    return Shard(told["shard"], tuple(Piece(**piece) for piece in told["pieces"]))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run reads and how, all but the shards themselves; `sha256` is that of the lines of the shards."""

    inputs: tuple[str, ...]
    options: Options
    records: int
    versions: Mapping[str, str]
    shards: int
    files: int
    bytes: int
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        """The plan as it stands in its file."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {"format": FORMAT} | told | {
            "inputs": list(self.inputs), "options": self.options.as_dict(), "versions": dict(self.versions)
        }  # fmt: skip


def plan_of(told: Mapping[str, Any]) -> Plan:
    """A plan out of what stands in its file. Raises UsageError for one of another shape."""
    if told.get("format") != FORMAT:
        raise UsageError(f"the format of the plan is {told.get('format')!r}, and {FORMAT!r} is what is known here")
    rest = {key: told[key] for key in Plan.__slots__ if key not in ("inputs", "options")}
    return Plan(inputs=tuple(told["inputs"]), options=options_of(told["options"]), **rest)


def find_inputs(paths: Iterable[str]) -> Iterator[Path]:
    """The files of paths, folders and patterns, in order. Raises UsageError for what cannot be read in bulk."""
    paths = list(paths)
    for path in paths:
        if path == "-" or is_url(path):
            what = "standard input" if path == "-" else path
            raise UsageError(f"{what} cannot be read twice, so not in bulk: keep it in a file first")
    if missing := find_missing(paths):
        raise UsageError(f"there is no {', no '.join(missing)}")
    for path in paths:
        found = find_readable(path)
        if not found:
            raise UsageError(f"{path}: no file to read in this folder")
        for file in found:
            if not file.is_file():
                raise UsageError(f"{file}: it is no file that can be read twice")
            yield file.absolute()


def make_plan(
    inputs: Iterable[str],
    shards: Path,
    *,
    options: Options,
    records: int = RECORDS,
    told: Callable[[int, int], None] = lambda files, taken: None,
) -> Plan:
    """Cuts inputs into shards, which it writes to a file, a line each; `told` hears of files and bytes gone through.

    Raises UsageError where an input is not there or cannot be read.
    """
    inputs = tuple(inputs)
    hashed, number = hashlib.sha256(), 0
    seen = _Seen(told)
    with shards.open("x", encoding="utf-8", newline="\n") as out:
        for pieces in _gathered(_cut_all(inputs, options, records, seen), records):
            line = Shard(number, pieces).as_line() + "\n"
            hashed.update(line.encode())
            out.write(line)
            number += 1
    named = tuple(str(Path(path).absolute()) for path in inputs)
    return Plan(named, options, records, versions(), number, seen.files, seen.bytes, hashed.hexdigest())


@dataclass(slots=True)
class _Seen:
    """How many files and bytes were gone through."""

    told: Callable[[int, int], None]
    files: int = 0
    bytes: int = 0

    def add(self, taken: int) -> None:
        """Counts a file."""
        self.files += 1
        self.bytes += taken
        self.told(self.files, self.bytes)


def _cut_all(inputs: Iterable[str], options: Options, records: int, seen: _Seen) -> Iterator[Piece]:
    archives = Archives()
    for file in find_inputs(inputs):
        try:
            yield from cut(file, options.settings, records, archives)
            seen.add(file.stat().st_size)
        except OSError as error:
            raise UsageError(f"{file}: {error.strerror or error}") from error


def _gathered(pieces: Iterable[Piece], records: int) -> Iterator[tuple[Piece, ...]]:
    """Pieces put together until they are many documents or many bytes."""
    held: list[Piece] = []
    count = size = 0
    for piece in pieces:
        length = piece.end - piece.start
        if held and (count + piece.records > records or size + length > MOST_BYTES):
            yield tuple(held)
            held, count, size = [], 0, 0
        held.append(piece)
        count += piece.records
        size += length
    if held:
        yield tuple(held)
