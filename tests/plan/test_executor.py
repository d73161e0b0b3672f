"""The executor: answers in order, the same on any number of workers, whatever is killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import doubt_work
import executor_work as work
import psutil
import pytest

from citywright.errors import CitywrightError
from citywright.plan.doubt.solving import Means, solve_cases
from citywright.plan.executor import HERE, Hands, Job, Progress, WorkerError, answers, processes

ITEMS = list(range(40))


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers begin without the solver's libraries; what a killed run of its own begins is whole."""
    monkeypatch.setattr(processes, "SERVE", work.LIGHT)


@pytest.fixture(scope="module")
def alone() -> list[object]:
    return answers(Job(work.power, 3), ITEMS, Hands(HERE))


@pytest.mark.parametrize("workers", [1, 3])
def test_same_answers_in_order_on_any_number(workers: int, alone: list[object]) -> None:
    assert answers(Job(work.power, 3), ITEMS, Hands(workers)) == alone
    assert [answer[0] for answer in alone] == [item**3 for item in ITEMS]


def test_nothing_to_do() -> None:
    assert answers(Job(work.power, 3), [], Hands(2)) == []


def test_each_worker_has_one_thread_and_both_work() -> None:
    found = answers(Job(work.where, "OPENBLAS_NUM_THREADS"), ITEMS, Hands(2))
    assert {threads for _, threads in found} == {"1"}
    assert len({process for process, _ in found}) == 2
    assert os.getpid() not in {process for process, _ in found}


def test_no_worker_outlives_its_work() -> None:
    before = {child.pid for child in psutil.Process().children()}
    answers(Job(work.power, 2), ITEMS, Hands(2))
    assert {child.pid for child in psutil.Process().children()} <= before


def test_an_error_travels_and_ends_the_work() -> None:
    with pytest.raises(WorkerError) as caught:
        answers(Job(work.refuse, 5), ITEMS, Hands(2))
    assert "ZeroDivisionError" in caught.value.text("en")
    assert "item 5" in caught.value.text("zh")
    assert isinstance(caught.value, CitywrightError)


def test_a_task_that_kills_every_worker_is_given_up() -> None:
    with pytest.raises(WorkerError) as caught:
        answers(Job(work.die, 1), [0, 1], Hands(1))
    assert caught.value.key == "doubt.worker_lost"


def test_what_a_library_prints_spoils_nothing() -> None:
    assert answers(Job(work.loud, "x"), [1, 2, 3], Hands(1)) == [1, 2, 3]


def test_progress_counts_and_says_what_is_left() -> None:
    told: list[Progress] = []
    answers(Job(work.power, 2), ITEMS[:6], Hands(2), told.append)
    assert [p.done for p in told] == list(range(7))
    assert told[0].left is None
    assert told[-1] == Progress(6, 6, 0.0)
    assert all(p.left is not None and p.left > 0 for p in told[1:-1])


def test_killed_workers_change_nothing(alone: list[object]) -> None:
    """SIGKILL at random moments, from outside."""
    rng, stop, killed = random.Random(4), threading.Event(), []

    def kill() -> None:
        while not stop.wait(rng.uniform(0.3, 1.0)) and len(killed) < 3:
            children = psutil.Process().children()
            if children:
                victim = rng.choice(children)
                victim.send_signal(signal.SIGKILL)
                killed.append(victim.pid)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        many = ITEMS * 6
        found = answers(Job(work.power, 3), many, Hands(2))
    finally:
        stop.set()
        killer.join()
    assert found == list(alone) * 6
    assert killed, "nobody was killed in time"


@pytest.mark.parametrize(
    "moment",
    [
        0.3,
        pytest.param(0.7, marks=pytest.mark.nightly),
        pytest.param(0.95, marks=pytest.mark.nightly),
    ],
)
def test_a_killed_parent_leaves_whole_answers_and_is_resumed(moment: float, tmp_path: Path) -> None:
    """SIGKILL of the parent; the second run ends as if nothing had been."""
    count, store = 16, tmp_path / "answers"
    script = [sys.executable, doubt_work.__file__, str(store), str(count), "2"]
    first = subprocess.Popen(script)
    while len(list(store.glob("*.json"))) < count * moment / 2:
        assert first.poll() is None, "it ended before it could be killed"
        time.sleep(0.005)
    first.kill()
    first.wait()
    kept = {path.name: path.read_bytes() for path in store.glob("*.json")}
    assert 0 < len(kept) < count
    base, cases = doubt_work.stand_in_cases(count)
    here = Means(Hands(HERE), store)
    resumed = solve_cases(base, cases, here, solving=doubt_work.stand_in)
    undisturbed = solve_cases(base, cases, Means(Hands(HERE)), solving=doubt_work.stand_in)
    assert resumed == undisturbed
    for name, whole in kept.items():
        assert (store / name).read_bytes() == whole, "solved again"
    assert not list(store.glob("*.part"))
    assert len(list(store.glob("*.json"))) == count


def test_a_dask_cluster_gives_the_same(alone: list[object]) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, processes=False, dashboard_address=None
    ) as cluster:
        found = answers(Job(work.power, 3), ITEMS, Hands(cluster=cluster.scheduler_address))
    assert found == alone


def test_no_cluster_is_said() -> None:
    dask = pytest.importorskip("dask")
    pytest.importorskip("distributed")
    quick = dask.config.set({"distributed.comm.timeouts.connect": "1s"})
    with quick, pytest.raises(CitywrightError) as caught:
        answers(Job(work.power, 3), ITEMS, Hands(cluster="tcp://127.0.0.1:9"))
    assert caught.value.text("zh")
