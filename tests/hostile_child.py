"""Reads the files that it is told of, within limits, and says what came of each: run by test_hostile.py."""

import json
import resource
import signal
import sys
import time
from collections import Counter

from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming, read_document


class TooSlow(BaseException):
    """The clock ran out."""


def stop(number, frame):
    raise TooSlow


def main():
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.signal(signal.SIGPROF, stop)
    if sys.argv[3:] == ["stream"]:
        print(json.dumps(read("-", seconds)), flush=True)
        return
    for line in sys.stdin:
        path = line.rstrip("\n")
        print(json.dumps({"path": path}), flush=True)
        print(json.dumps(read(path, seconds)), flush=True)


def read(path, seconds):
    """What came of a file: its documents in short, why others were refused, what was noted of those that are read, what
    went wrong, how long it took and how much memory."""
    started = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, seconds)  # of the processor: others may be at work on the machine
    documents, refused, noted, fault = Counter(), Counter(), Counter(), None
    try:
        for found in find_documents([path], sys.stdin.buffer):
            if isinstance(found, Incoming):
                documents[f"{len(found.text)} letters: {found.text[:30]!r}"] += 1
                noted.update(f"{issue.code} {issue.message}" for issue in found.issues)
                if len(found.text) < 2000 and documents.total() < 100:
                    read_document(found)
            else:
                refused[found.reason] += 1
    except BaseException as error:
        fault = f"{type(error).__name__}: {str(error)[:300]}"
    signal.setitimer(signal.ITIMER_PROF, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = time.process_time() - started
    told = {"documents": in_words(documents), "refused": in_words(refused), "noted": in_words(noted)}
    return {**told, "fault": fault, "seconds": seconds, "peak": peak}


def in_words(counted):
    """What came up, in its order, each with how often where that is more than once."""
    return [f"{times} × {said}" if times > 1 else said for said, times in list(counted.items())[:1000]]


if __name__ == "__main__":
    main()
