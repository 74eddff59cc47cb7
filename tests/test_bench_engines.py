"""The runner of the engines' bench: what it measures, compares and stops."""

import time

from bench.engines.contest import Contest, Goal, Peer
from bench.engines.measured import measured, resident
from bench.engines.report import table, verdicts


def counts(size):
    yield
    yield sum(range(size))


def miscounts(size):
    yield
    yield size


def dawdles(size):
    yield
    time.sleep(60)
    yield size


def fills(size):
    yield
    held = [bytes([1]) * 2**20 for _ in range(size)]
    time.sleep(60)
    yield len(held)


def breaks(size):
    yield
    raise SystemExit(3)


def test_time_memory_and_answer_of_a_contestant_are_measured_in_a_child():
    found = measured("ours", counts, 100_000, 60, 4096)

    assert found.answer == sum(range(100_000))
    assert 0 < found.seconds < 60
    assert 0 < found.cpu < 60
    assert 1 < found.before <= found.mebibytes < 4096


def test_who_exceeds_a_bound_or_breaks_is_stopped_and_it_is_said():
    assert measured("late", dawdles, 1, 4, 4096).stopped == "stopped after 4 s"
    if resident():  # not every system says how much a process holds
        assert measured("full", fills, 300, 60, 128).stopped == "stopped beyond 128 MiB"
    assert measured("broken", breaks, 1, 60, 4096).stopped == "failed with status 3"


def test_differing_answers_and_missed_goals_are_said():
    contest = Contest(
        "count",
        (10,),
        counts,
        (Peer("wrong", "math", miscounts), Peer("late", "math", dawdles)),
        {10: Goal(seconds=60, times_faster=1e12, times_leaner=1000)},
        seconds=4,
    )
    who = [("ours", counts, 60), ("wrong", miscounts, 60), ("late", dawdles, 4)]
    measures = [measured(name, run, 10, seconds, 4096) for name, run, seconds in who]

    said = verdicts([("engine", contest, 10, measures)])
    assert [line.split(maxsplit=1)[0] for line in said] == ["MISSED", "met", "MISSED", "MISSED"]
    shown = table("engine", contest, [(10, measures)]).splitlines()
    assert shown[3].endswith("DIFFERS")
    assert shown[4].endswith("stopped after 4 s")
