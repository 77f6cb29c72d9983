"""Answers that are remembered as long as the log has not gone on, so that what many ask is worked out once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")
_MOST = 64
"""Answers that are kept; those asked for longest ago are forgotten first."""
_TURNS = 16
"""Answers that are worked out side by side."""
_NONE = object()


class Memory:
    """Answers by what was asked, all of one state of the log; for any number of threads.

    Answers are given out as they are to all who ask, so nobody may change them.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._turns = tuple(Lock() for _ in range(_TURNS))
        self._seq = -1
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def recall(self, seq: int, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
        """The answer as of an entry of the log, made where it is not remembered: once, for all who ask meanwhile."""
        answer: Any = self._find(seq, key)
        if answer is _NONE:
            with self._turns[hash(key) % _TURNS]:
                answer = self._find(seq, key)
                if answer is _NONE:
                    answer = make()
                    self._keep(seq, key, answer)
        told: _Answer = answer
        return told

    def _find(self, seq: int, key: Hashable) -> Any:
        with self._lock:
            if seq != self._seq or key not in self._answers:
                return _NONE
            self._answers.move_to_end(key)
            return self._answers[key]

    def _keep(self, seq: int, key: Hashable, answer: object) -> None:
        with self._lock:
            if seq > self._seq:
                self._seq = seq
                self._answers.clear()
            if seq == self._seq:
                self._answers[key] = answer
                if len(self._answers) > self._most:
                    self._answers.popitem(last=False)
