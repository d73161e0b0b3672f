"""Workers: the same answer to the bit whoever solves the blocks, and whatever happens to them."""

import importlib
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from small_networks import Shape, small_network

from citywright.energy import Solution, solve
from citywright.energy.check import NetworkError, check_network
from citywright.energy.coupled import Tied
from citywright.energy.errors import (
    CertificateError,
    EnergyInfeasibleError,
    EnergySolverError,
    NetworkFileError,
)
from citywright.energy.network import Network
from citywright.energy.prepare import prepare
from citywright.energy.proof import program_of
from citywright.energy.scale import penalty_of
from citywright.energy.shelf import equal_arrays
from citywright.energy.workers import processes
from citywright.energy.workers.answering import sendable
from citywright.energy.workers.processes import ProcessMember
from citywright.energy.workers.recipe import ReadyMade, Recipe
from citywright.energy.workers.team import Team
from citywright.energy.workers.teams import team_of
from citywright.errors import CitywrightError

BLOCK = 8
NETWORK = small_network(Shape(2, 48, 9, 0.1, False, True, True, True, True, False, 1.0))
"""Six blocks of eight hours with storage, ramps and a carbon cap."""
KNOWN = prepare(NETWORK).known
PROGRAM = program_of(KNOWN, BLOCK, penalty_of(KNOWN))
# the module, which the function of that name in the room hides
solving = importlib.import_module("citywright.energy.solving")


def by_weeks(workers: int | None = 1, **how: object) -> Solution:
    return solve(NETWORK, 1e-5, workers=workers, method="weeks", block_hours=BLOCK, **how)


@pytest.fixture(scope="module")
def alone() -> Solution:
    """What this process finds by itself."""
    return by_weeks(1)


def same_to_the_bit(one: Solution, other: Solution) -> None:
    assert (one.lower_bound, one.upper_bound) == (other.lower_bound, other.upper_bound)
    assert one.capacities.equals(other.capacities)
    assert one.limits.equals(other.limits)
    assert one.worth.equals(other.worth)
    assert one.hourly.keys() == other.hourly.keys()
    for key, frame in one.hourly.items():
        assert frame.equals(other.hourly[key]), key
    assert [step[1:] for step in one.run["trace"]] == [step[1:] for step in other.run["trace"]]


@pytest.fixture
def teams(monkeypatch: pytest.MonkeyPatch) -> list[Team]:
    """The teams that `solve` makes, to get at their processes."""
    made: list[Team] = []

    def remembered(*arguments: object) -> Team:
        made.append(team_of(*arguments))
        return made[-1]

    monkeypatch.setattr(solving, "team_of", remembered)
    return made


def has_ended(pid: int) -> bool:
    """Whether there is no such process (or only its entry, until its parent looks)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def ends_within(seconds: float, ended: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if ended():
            return True
        time.sleep(0.02)
    return ended()


@pytest.mark.parametrize("workers", [2, 3])
def test_no_answer_depends_on_the_number_of_workers(
    alone: Solution, teams: list[Team], workers: int
) -> None:
    found = by_weeks(workers)
    same_to_the_bit(alone, found)
    assert found.run["workers"] == workers
    assert found.run["team_peak_mb"] > 10.0
    # and all are gone
    assert all(member.process.poll() is not None for member in teams[0].members)


class Killer(threading.Thread):
    """Kills some worker of the newest team at random moments, `times` times in all (below TRIES)."""

    def __init__(self, teams: list[Team], times: int, seed: int) -> None:
        super().__init__(daemon=True)
        self.teams, self.left, self.random = teams, times, random.Random(seed)
        self.killed: list[int] = []
        self.over = threading.Event()

    def run(self) -> None:
        while self.left and not self.over.wait(self.random.uniform(0.0, 0.15)):
            for team in self.teams[-1:]:
                pid = self.random.choice(team.members).process.pid
                if pid not in self.killed and not has_ended(pid):
                    os.kill(pid, signal.SIGKILL)
                    self.killed.append(pid)
                    self.left -= 1


@pytest.mark.parametrize(
    ("seed", "times"),
    [(1, 2), *(pytest.param(s, 4, marks=pytest.mark.nightly) for s in (2, 3, 4))],
)
def test_killed_workers_are_replaced(
    alone: Solution, teams: list[Team], seed: int, times: int
) -> None:
    """SIGKILL at any moment: the answer is the same to the bit, and nobody stays behind."""
    killer = Killer(teams, times, seed)
    killer.start()
    try:
        found = by_weeks(2, say=lambda *_: time.sleep(0.02))  # moments at which to be killed
    finally:
        killer.over.set()
        killer.join()
    same_to_the_bit(alone, found)
    assert killer.killed
    pids = [member.process.pid for member in teams[0].members]
    assert set(pids).isdisjoint(killer.killed)
    assert all(map(has_ended, [*pids, *killer.killed]))


def test_a_worker_that_always_dies_is_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "SERVE", "raise SystemExit(3)")
    with pytest.raises(EnergySolverError) as caught:
        by_weeks(2)
    assert caught.value.key == "energy.worker_lost"
    assert str(processes.TRIES) in str(caught.value)


@pytest.fixture
def two() -> Iterator[Team]:
    """Two processes that hold the blocks."""
    with team_of(PROGRAM, 2, None) as team:
        yield team


def other_structure() -> Network:
    """The same network with another efficiency: its matrix is another."""
    tables = dict(KNOWN.tables)
    tables["storage"] = tables["storage"].assign(efficiency_in=0.5)
    return replace(KNOWN, tables=tables)


def test_an_error_of_a_worker_comes_back_and_the_team_goes_on(two: Team) -> None:
    """Our own errors keep key and values; every member answers the next message, not the last."""
    with pytest.raises(EnergySolverError) as caught:
        two.change(other_structure())
    assert caught.value.key == "energy.structure_changed"
    assert caught.value.text("zh") != caught.value.text("en")
    with pytest.raises(AttributeError):
        two._all("no such message", [(), ()])
    assert len(two.change(KNOWN)) == two.blocks == 6
    cpu, memory = two.usage()
    assert cpu > 0.0
    assert memory > 10.0


def test_an_error_ends_the_workers(teams: list[Team]) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        by_weeks(2, say=fail)
    assert all(has_ended(member.process.pid) for member in teams[0].members)


def test_an_error_while_the_blocks_are_built_ends_the_workers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[ProcessMember] = []
    start = ProcessMember._start

    def remembered(member: ProcessMember) -> None:
        start(member)
        started.append(member)

    monkeypatch.setattr(ProcessMember, "_start", remembered)
    broken = replace(KNOWN, weights=NETWORK.weights.drop(columns="state"))
    with pytest.raises(KeyError, match="state"):
        team_of(replace(PROGRAM, network=broken), 2, None)
    assert len(started) == 2
    assert all(has_ended(member.process.pid) for member in started)


ORPHANS = """
import sys, time
from citywright.energy.workers.processes import ProcessMember
members = [ProcessMember(), ProcessMember()]
print(*(member.process.pid for member in members), flush=True)
time.sleep(60)
"""


def test_workers_end_with_their_parent() -> None:
    """A parent that is killed says nothing to its workers; the end of their input does."""
    with subprocess.Popen([sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE) as parent:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        assert not any(map(has_ended, pids))
        parent.kill()
    assert ends_within(20.0, lambda: all(map(has_ended, pids)))


def test_a_worker_finds_what_its_parent_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module in the working folder that has the name of a library is not the library."""
    (tmp_path / "numpy.py").write_text("raise SystemExit('not this one')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with team_of(PROGRAM, 2, None) as team:
        assert len(team.members) == 2


STARTED = """
import sys
import citywright.energy.workers.processes
assert "pandas" not in sys.modules
"""


def test_a_worker_starts_without_the_library_of_tables() -> None:
    """It takes seconds to start, and a worker that gets its blocks ready made needs no tables."""
    subprocess.run([sys.executable, "-c", STARTED], check=True)


def test_blocks_that_come_ready_made_are_those_of_the_recipe() -> None:
    """Bit for bit, equal arrays of several blocks still held once."""
    numbers = (0, 2, 3, 4)
    recipe = Recipe(KNOWN, PROGRAM.block_hours, PROGRAM.penalty, numbers)
    ready = ReadyMade(KNOWN, PROGRAM.block_hours, PROGRAM.penalty, numbers)
    arrived = pickle.loads(pickle.dumps(ready))
    assert type(arrived) is tuple
    assert [number for number, _ in arrived] == list(numbers)
    for (_, made), (_, got) in zip(recipe, arrived, strict=True):
        assert _same_blocks(made, got)
    assert arrived[1][1].block.A is arrived[2][1].block.A
    assert pickle.loads(pickle.dumps(recipe)).numbers == numbers


def _same_blocks(one: Tied, other: Tied) -> bool:
    """Whether two blocks are the same in every array, family and member."""
    parts = zip(vars(one.block).values(), vars(other.block).values(), strict=True)
    return one.budgets == other.budgets and all(
        _same(a, b) for a, b in [*parts, *zip(one[2:], other[2:], strict=True)]
    )


def _same(one: object, other: object) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(one[k], other[k]) for k in one)
    return equal_arrays(one, other) if hasattr(one, "shape") else one == other


# --- errors that travel --------------------------------------------------------------------------

ERRORS: list[CitywrightError] = [
    EnergySolverError("energy.worker_lost", times=5),
    EnergyInfeasibleError("energy.infeasible", [("balance", 3.0, "MW")]),
    CertificateError("energy.certificate.damaged"),
    NetworkFileError("energy.network_file.missing", file=Path("x")),
    NetworkError(check_network(replace(NETWORK, reserve=-1.0)).errors),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
def test_errors_survive_the_way_to_another_process(error: CitywrightError) -> None:
    there = pickle.loads(pickle.dumps(error))
    assert type(there) is type(error)
    assert there.__dict__ == error.__dict__
    for lang in ("en", "zh"):
        assert there.text(lang) == error.text(lang)


def test_an_error_that_cannot_travel_is_told() -> None:
    """A library's error may hold what no other process can have."""

    class HeldError(Exception):
        def __init__(self) -> None:
            super().__init__("it broke")
            self.lock = threading.Lock()

    told = sendable(HeldError())
    assert isinstance(told, EnergySolverError)
    assert "HeldError" in str(told)
    assert "it broke" in str(told)
    kept = ValueError("plain")
    assert sendable(kept) is kept


# --- a cluster -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Address of a Dask scheduler with two workers in this process."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as running:
        yield running.scheduler_address


def test_actors_give_the_same_answer_as_processes(alone: Solution, cluster: str) -> None:
    found = by_weeks(None, cluster=cluster)
    same_to_the_bit(alone, found)
    assert found.run["workers"] == 2


def test_errors_of_actors_come_back(cluster: str) -> None:
    with team_of(PROGRAM, None, cluster) as team:
        with pytest.raises(EnergySolverError) as caught:
            team.change(other_structure())
        assert caught.value.key == "energy.structure_changed"
        assert len(team.change(KNOWN)) == 6


def test_a_cluster_is_left_as_it_was(cluster: str) -> None:
    """No client becomes the one that other work of this process is sent to."""
    distributed = pytest.importorskip("distributed")
    team_of(PROGRAM, 1, cluster).close()
    with pytest.raises(ValueError, match="client"):
        distributed.get_client()


def test_no_cluster_and_no_workers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=0, processes=False, dashboard_address=":0"
    ) as empty, pytest.raises(EnergySolverError) as caught:  # fmt: skip
        by_weeks(None, cluster=empty.scheduler_address)
    assert caught.value.key == "energy.no_cluster_workers"
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EnergySolverError) as caught:
        by_weeks(None, cluster="tcp://127.0.0.1:1")
    assert caught.value.key == "energy.no_distributed"


@pytest.mark.nightly
def test_killed_actors_are_replaced(alone: Solution, teams: list[Team]) -> None:
    """A worker of the cluster is killed in the middle; another one is told everything again."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as running:
        killed: list[int] = []

        def kill_once(*_: object) -> None:
            if next(rounds) == 4:
                killed.append(running.workers[0].process.pid)
                os.kill(killed[0], signal.SIGKILL)

        rounds = count()
        found = by_weeks(None, cluster=running.scheduler_address, say=kill_once)
    assert killed
    same_to_the_bit(alone, found)


# --- sums that do not depend on threads ----------------------------------------------------------

WIDE = """
import sys
sys.path.insert(0, sys.argv[1])
from small_networks import Shape, small_network
from citywright.energy import solve
network = small_network(Shape(4, 1200, 3, 0.1, True, True, True, True, True, True, 1.0))
found = solve(network, 0.5, workers=int(sys.argv[2]), method="weeks", block_hours=600)
print([step[1:] for step in found.run["trace"]], found.lower_bound, found.upper_bound)
"""


@pytest.mark.nightly
def test_threads_of_the_parent_change_nothing() -> None:
    """BLAS adds long vectors in as many parts as it has threads; a worker has one, its parent more."""
    home = str(Path(__file__).parent)
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2"}
    said = {
        subprocess.run(
            [sys.executable, "-c", WIDE, home, workers], env=environment, capture_output=True,
            text=True, check=True,
        ).stdout
        for workers in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1
    assert np.isfinite(float(said.pop().split()[-1]))
