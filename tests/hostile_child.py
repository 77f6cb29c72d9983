"""Reads the files that it is told of, within limits, and says what came of each: run by test_hostile.py."""

import json
import resource
import signal
import sys
import time

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
    """What came of a file: how many documents, what was told, what went wrong, how long it took and how much memory."""
    started = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, seconds)  # of the processor: others may be at work on the machine
    documents, told, fault = 0, [], None
    try:
        for found in find_documents([path], sys.stdin.buffer):
            if isinstance(found, Incoming):
                documents += 1
                notes = [f"{issue.code} {issue.message}" for issue in found.issues]
                if len(found.text) < 2000 and documents < 100:
                    read_document(found)
            else:
                notes = [found.reason]
            told += [note[:300] for note in notes] if len(told) < 1000 else []
    except BaseException as error:
        fault = f"{type(error).__name__}: {str(error)[:300]}"
    signal.setitimer(signal.ITIMER_PROF, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = time.process_time() - started
    return {"documents": documents, "told": "\n".join(told), "fault": fault, "seconds": seconds, "peak": peak}


if __name__ == "__main__":
    main()
