"""Tasks worked off by processes of this machine; one that is killed is replaced.

A worker is a program of its own that reads the job and then items from its standard input, so a
script needs no `if __name__ == "__main__"`. Each takes the next item when it has answered the last
one, so none waits for a slower one. A thread of the parent looks after each worker.
"""

import os
import pickle
import queue
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import suppress
from typing import Any

from citywright.energy.workers.launch import launch
from citywright.plan.executor.task import Job, WorkerError, sendable

TRIES = 5
"""A worker that is lost this many times in a row at the same item is not replaced again."""
SERVE = "from citywright.plan.executor.processes import serve; serve()"
LOST = (OSError, EOFError, pickle.UnpicklingError)
"""What reading from a worker that is gone raises."""

Found = tuple[int, bool, Any]


class Worker:
    """One worker process and the job that it knows."""

    def __init__(self, job: bytes) -> None:
        self.job = job
        self.start()

    def start(self) -> None:
        """Begin a process and tell it the job."""
        self.process = launch(SERVE)
        with suppress(OSError):  # where it is dead already, reading notices
            self._write(self.job)

    def ask(self, item: bytes) -> tuple[bool, Any]:
        """Whether it worked and the answer, or the error.

        Raises
        ------
        OSError, EOFError, pickle.UnpicklingError
            The worker is lost.
        """
        self._write(item)
        assert self.process.stdout is not None
        answer: tuple[bool, Any] = pickle.load(self.process.stdout)  # noqa: S301  (our own process)
        return answer

    def _write(self, message: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(message)
        self.process.stdin.flush()

    def end(self) -> None:
        """End the process; whoever reads from it finds its end."""
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """End the process and its pipes, from which nobody else may be reading."""
        self.end()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class _Crew:
    """Workers, each with a thread that hands it items until none is left or all are to stop."""

    def __init__(self, job: Job, items: Sequence[Any], count: int) -> None:
        self.items = items
        self.waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for place in range(len(items)):
            self.waiting.put(place)
        self.found: queue.SimpleQueue[Found] = queue.SimpleQueue()
        self.stopping = False
        told = pickle.dumps(job, protocol=5)
        self.workers = [Worker(told) for _ in range(count)]
        self.threads = [
            threading.Thread(target=self._look_after, args=(worker,), daemon=True)
            for worker in self.workers
        ]

    def _look_after(self, worker: Worker) -> None:
        while not self.stopping:
            try:
                place = self.waiting.get_nowait()
            except queue.Empty:
                return
            worked, answer = self._answer(worker, pickle.dumps(self.items[place], protocol=5))
            if not self.stopping:
                self.found.put((place, worked, answer))

    def _answer(self, worker: Worker, item: bytes) -> tuple[bool, Any]:
        for _ in range(TRIES):
            if self.stopping:  # asked after a new start too, so that no thread waits for ever
                break
            try:
                return worker.ask(item)
            except LOST:
                worker.close()
                worker.start()
        return False, WorkerError("doubt.worker_lost", times=TRIES)

    def close(self) -> None:
        """End all workers, then their threads."""
        self.stopping = True
        for worker in self.workers:
            worker.end()
        for thread in self.threads:
            if thread.ident is not None:
                thread.join()
        for worker in self.workers:  # one that a thread had just begun anew
            worker.close()


def by_processes(
    job: Job, items: Sequence[Any], count: int
) -> Generator[tuple[int, Any], None, None]:
    """(place, answer) of every item, worked off by `count` processes."""
    crew = _Crew(job, items, count)
    try:
        for thread in crew.threads:
            thread.start()
        for _ in items:
            place, worked, answer = crew.found.get()
            if not worked:
                raise answer
            yield place, answer
    finally:
        crew.close()


def serve() -> None:
    """Answer items until the input ends."""
    # what a library prints must not get into the answers
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    job: Job | None = None
    while True:
        try:
            message = pickle.load(sys.stdin.buffer)  # noqa: S301  (our own parent)
        except (EOFError, pickle.UnpicklingError):  # it is gone, perhaps in the middle of a message
            return
        if job is None:
            job = message
            continue
        answer = attempt(job, message)
        try:
            pickle.dump(answer, answers, protocol=5)
            answers.flush()
        except BrokenPipeError:
            # whoever asked is gone; nothing is left to do, not even to close the pipe in order
            os._exit(0)


def attempt(job: Job, item: Any) -> tuple[bool, Any]:  # noqa: ANN401
    """Whether it worked, and the answer or an error that can travel."""
    try:
        return True, job.perform(item)
    except Exception as error:  # noqa: BLE001  (whoever asked raises it)
        return False, sendable(error)
