"""Ctrl-C in the middle of a search: the plan and the bracket at hand are left, readable and true."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from energy_worked import worked

from citywright.energy import certificate
from citywright.energy.certificate import HEAD, check_certificate
from citywright.energy.stopping import stops_between_rounds

LONG = """
import json, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from small_networks import Shape, small_network
from citywright.energy import solve
network = small_network(Shape(2, 240, 8, 0.1, False, False, True, True, True, False, 1.0))
def say(step, lower, upper):
    print(step, lower, upper, flush=True)
    time.sleep(float(sys.argv[4]))
found = solve(
    network, 0.0, workers=int(sys.argv[3]), method="weeks", block_hours=24,
    certificate=Path(sys.argv[2]), say=say,
)
print(json.dumps({
    "lower": found.lower_bound, "upper": found.upper_bound, "constant": found.objective_constant,
    "interrupted": found.run["interrupted"], "violation": found.run["violation"],
}))
"""
"""A search for a gap of nothing, which goes on until it is stopped."""


@contextmanager
def searching(folder: Path, workers: int, pause: float = 0.01) -> Iterator[subprocess.Popen[str]]:
    """A program of its own that searches; killed at the end if it still runs."""
    home = str(Path(__file__).parent)
    command = [sys.executable, "-c", LONG, home, str(folder), str(workers), str(pause)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        late = threading.Timer(120.0, running.kill)
        late.start()
        try:
            yield running
        finally:
            late.cancel()
            running.kill()


def until(running: subprocess.Popen[str], gap: float) -> tuple[float, float]:
    """Read its progress until the whole search's bracket is narrower than `gap`."""
    rounds = 0
    for line in running.stdout:
        step, low, high = line.split()
        lower, upper = float(low), float(high)
        rounds += step == "search"
        # the first brackets are those of typical blocks alone
        if rounds > 12 and upper - lower <= gap * upper:
            return lower, upper
    raise AssertionError(running.stderr.read())


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.nightly)])
def test_an_interrupt_leaves_a_certificate(tmp_path: Path, workers: int) -> None:
    """Once: the search ends with what it has, says so, and the certificate holds."""
    folder = tmp_path / "certificate"
    with searching(folder, workers) as running:
        until(running, 0.02)
        assert not folder.exists()
        running.send_signal(signal.SIGINT)
        said, errors = running.communicate(timeout=60)
        assert running.returncode == 0, errors
    found = json.loads(said.splitlines()[-1])
    assert found["interrupted"] is True
    verdict = check_certificate(folder)
    assert verdict.ok, verdict.faults
    head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    assert head["lower_bound"] - found["constant"] == pytest.approx(found["lower"])
    assert head["upper_bound"] - found["constant"] == pytest.approx(found["upper"])
    assert found["lower"] < found["upper"]
    assert [p.name for p in tmp_path.iterdir()] == ["certificate"]


def test_a_second_interrupt_leaves_nothing(tmp_path: Path) -> None:
    """Twice, at once: nothing half-written stays, neither in the place nor beside it."""
    folder = tmp_path / "certificate"
    with searching(folder, 1, 0.5) as running:
        running.stdout.readline()
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        # the first one is heard when the pause is over; a second one at once would be the same one
        while running.poll() is None:
            try:
                running.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                running.send_signal(signal.SIGINT)
        assert "KeyboardInterrupt" in running.stderr.read()
        assert running.returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_where_writing_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An earlier certificate is replaced by a whole one or not at all."""
    prepared, _, evidence, bounds = worked()
    folder, extra = tmp_path / "certificate", {"objective_constant": 0.0}
    certificate.write_certificate(folder, prepared, evidence, bounds, extra)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(certificate, "fingerprint", interrupted)
    with pytest.raises(KeyboardInterrupt):
        certificate.write_certificate(folder, prepared, evidence, bounds, extra)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["certificate"]


def test_the_first_interrupt_is_told_and_the_second_one_interrupts() -> None:
    before = signal.getsignal(signal.SIGINT)
    told: list[bool] = []

    def interrupted_twice() -> None:
        with stops_between_rounds() as stop:
            told.append(stop())
            os.kill(os.getpid(), signal.SIGINT)
            told.append(stop())
            os.kill(os.getpid(), signal.SIGINT)
            told.append(stop())

    with pytest.raises(KeyboardInterrupt):
        interrupted_twice()
    assert told == [False, True]
    assert signal.getsignal(signal.SIGINT) is before


def test_outside_the_main_thread_nobody_interrupts() -> None:
    """Signals reach the main thread only: elsewhere a search is not stopped, and does not fail."""
    told: list[bool] = []

    def work() -> None:
        with stops_between_rounds() as stop:
            told.append(stop())

    other = threading.Thread(target=work)
    other.start()
    other.join()
    assert told == [False]
