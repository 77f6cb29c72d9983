"""Reads documents in a process of their own, so that one which ends its process ends no other.

The process goes through the pieces of a shard and hands each reading on. Where it ends on the way, another one goes on
behind the documents that came; a document that ends two of them, or takes too long, is refused with the reason.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from typing import Any

from riwaya.bulk.pieces import Piece, find_documents_in
from riwaya.bulk.plan import Options
from riwaya.bulk.shard import Found, alarm, read_one, settings_of
from riwaya.errors import RiwayaError
from riwaya.inputs.blobs import PassedOver
from riwaya.inputs.incoming import Incoming, Refusal, record_of
from riwaya.knowledge.load import load_knowledge

TRIES = 2
"""Processes that a document may end: the first may have been ended by something else."""
_MOST_RECORD = 1_000_000
"""Letters of a document that is kept beside the reason why it is refused."""


def read_carefully(pieces: tuple[Piece, ...], options: Options, limit: int, passed_over: PassedOver) -> Found:
    """The readings of pieces and what is refused in them, each document read in another process."""
    with _Reader(options, limit) as reader:
        for piece in pieces:
            yield from _read_piece(piece, reader, passed_over)


def _read_piece(piece: Piece, reader: _Reader, passed_over: PassedOver) -> Found:
    done = tries = 0
    before = passed_over.count
    while True:
        reader.begin(piece, done)
        at: Refusal | None = None
        try:
            while True:
                kind, told, passed = reader.next()
                passed_over.count = before + passed  # each process counts from where the piece begins
                if kind == "end":
                    return
                if kind == "fault":
                    raise told
                if kind == "at":
                    at = told
                else:
                    at, done, tries = None, done + 1, 0
                    yield told
        except _Ended as ended:
            tries += 1
            if tries < TRIES and not ended.is_late:
                continue
            if at is None:
                where = f"behind {done} documents of it" if done else "before the first document"
                yield Refusal(piece.path, f"taking it in {ended} {where}; the rest of it is not read")
                return
            yield Refusal(at.name, f"reading it {ended}", at.record)
            done, tries = done + 1, 0


class _Ended(Exception):
    """The process of a reader ended; the message says how. `is_late` where it took longer than it may."""

    is_late = False


class _Reader:
    """A process that reads pieces, which is begun anew where it ended."""

    def __init__(self, options: Options, limit: int) -> None:
        self._options = options
        self._limit = limit
        self._context = multiprocessing.get_context("spawn")
        self._process: Any = None
        self._pipe: Any = None

    def __enter__(self) -> _Reader:
        return self

    def __exit__(self, *raised: object) -> None:
        self._end()

    def begin(self, piece: Piece, done: int) -> None:
        """Has a piece read, but for the first documents, which were read already."""
        if self._process is None:
            self._pipe, theirs = self._context.Pipe()
            self._process = self._context.Process(target=_run, args=(theirs, self._options, self._limit))
            self._process.start()
            theirs.close()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # `next` tells that it ended
            self._pipe.send((piece, done))

    def next(self) -> tuple[str, Any, int]:
        """What the process tells next, and how many pages of the piece it passed over so far. Raises _Ended where it is
        there no more.
        """
        try:
            told: tuple[str, Any, int] = self._pipe.recv()
        except (EOFError, OSError):  # also within a message
            self._process.join()
            code = self._process.exitcode
            self._end()
            raise self._ended(code) from None
        return told

    def _ended(self, code: int) -> _Ended:
        if hasattr(signal, "SIGALRM") and code == -signal.SIGALRM:
            ended = _Ended(f"took longer than {self._limit} seconds")
            ended.is_late = True
            return ended
        if code < 0:
            return _Ended(f"ended the process with {signal.Signals(-code).name}")
        return _Ended(f"ended the process with the status {code}")

    def _end(self) -> None:
        if self._process is None:
            return
        self._pipe.close()
        self._process.terminate()
        self._process.join()
        self._process.close()
        self._process = self._pipe = None


def _run(pipe: Connection, options: Options, limit: int) -> None:
    """Reads the pieces that come through a pipe, as the process that is begun for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began it ends it
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):  # whoever began it was ended
        while True:
            piece, done = pipe.recv()
            passed_over = PassedOver()
            try:
                _read(pipe, piece, done, options, limit, passed_over)
                pipe.send(("end", None, passed_over.count))
            except (RiwayaError, RecursionError, MemoryError) as error:
                pipe.send(("fault", error, passed_over.count))
    os._exit(0)


def _read(pipe: Connection, piece: Piece, done: int, options: Options, limit: int, passed_over: PassedOver) -> None:
    knowledge = load_knowledge()
    alarm(limit)
    for number, found in enumerate(find_documents_in(piece, settings_of(options, limit, passed_over))):
        if number >= done:
            pipe.send(("at", _told(found), passed_over.count))
            try:
                read = read_one(found, options, knowledge)
            except (Exception, RecursionError) as error:
                read = Refusal(found.name, f"reading it raised {type(error).__name__}: {error}", _told(found).record)
            pipe.send(("found", read, passed_over.count))
        alarm(limit)
    alarm(0)


def _told(found: Incoming | Refusal) -> Refusal:
    """A document as it is refused where reading it ends the process, but for the reason."""
    if isinstance(found, Refusal):
        return found
    return Refusal(found.name, "", record_of(found) if len(found.text) <= _MOST_RECORD else None)
