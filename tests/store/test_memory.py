"""What is remembered is that of the newest state of the log, and worked out once."""

import threading

from riwaya.store.memory import Memory


def test_an_answer_is_worked_out_once_until_the_log_goes_on():
    memory, made = Memory(), []

    def make():
        made.append(len(made))
        return made[-1]

    assert [0, 0, 1, 1] == [memory.recall(seq, "key", make) for seq in (1, 1, 2, 2)]


def test_whoever_still_sees_an_older_state_gets_its_answer_and_leaves_the_newer_one():
    memory = Memory()
    memory.recall(2, "key", lambda: "new")

    assert "old" == memory.recall(1, "key", lambda: "old")
    assert "new" == memory.recall(2, "key", lambda: "never made")


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    memory = Memory(most=2)
    for key in ("a", "b", "a", "c"):
        memory.recall(1, key, lambda key=key: key)

    assert ["a", "c", "again"] == [memory.recall(1, key, lambda: "again") for key in ("a", "c", "b")]


def test_many_who_ask_at_once_are_given_one_answer():
    memory, made = Memory(), []
    begun = threading.Event()

    def make():
        made.append(None)
        begun.wait(5)
        return object()

    answers = []
    threads = [threading.Thread(target=lambda: answers.append(memory.recall(1, "key", make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    begun.set()
    for thread in threads:
        thread.join()

    assert 1 == len(made) == len(set(map(id, answers)))
    assert 8 == len(answers)


def test_none_is_an_answer_too():
    memory, made = Memory(), []
    for _ in range(2):
        memory.recall(1, "key", lambda: made.append(None))

    assert 1 == len(made)
