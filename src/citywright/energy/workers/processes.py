"""Workers as processes of this machine, replaced when they die.

A worker is a program of its own that reads messages from its standard input and writes answers to
its standard output, so a script needs no `if __name__ == "__main__"`. Since what it answers depends
on its messages alone, a new one that gets the same messages again stands where the lost one stood.
"""

import os
import pickle
import sys
from contextlib import suppress
from typing import IO, Any

from citywright.energy.errors import EnergySolverError
from citywright.energy.workers.answering import Answering
from citywright.energy.workers.launch import launch

TRIES = 5
"""A worker that dies this many times in a row at the same message is not replaced again."""
SERVE = "from citywright.energy.workers.processes import serve; serve()"


class ProcessMember:
    """One worker process."""

    is_here = False

    def __init__(self) -> None:
        self.sent: list[tuple[str, tuple[object, ...]]] = []
        self.received = 0
        self._start()

    def _start(self) -> None:
        self.process = launch(SERVE)

    def send(self, method: str, *arguments: object) -> None:
        """Send a message; it is kept, for a worker that might have to take this one's place.

        What is kept are the arguments themselves, which nobody may change: their bytes would hold
        the network once more for every worker.
        """
        self.sent.append((method, arguments))
        self._write(self.sent[-1])

    def _write(self, message: tuple[str, tuple[object, ...]]) -> None:
        # where the worker is dead, receive notices and replaces it
        with suppress(OSError):
            _put(self._pipe("stdin"), pickle.dumps(message, protocol=5))

    def _pipe(self, name: str) -> IO[bytes]:
        pipe: IO[bytes] = getattr(self.process, name)
        return pipe

    def receive(self) -> Any:  # noqa: ANN401
        """The next answer; a worker that died is replaced and told everything again."""
        for _ in range(TRIES):
            answer = _get(self._pipe("stdout"))
            if answer is not None:
                self.received += 1
                worked, value = pickle.loads(answer)  # noqa: S301  (our own process)
                if not worked:
                    raise value
                return value
            self._replace()
        raise EnergySolverError("energy.worker_lost", times=TRIES)

    def _replace(self) -> None:
        """A new process that gets all messages again; answers that were received are passed over."""
        self.close()
        self._start()
        for k, message in enumerate(self.sent):
            self._write(message)
            if k < self.received and _get(self._pipe("stdout")) is None:
                return

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        for name in ("stdin", "stdout"):
            # what was still to be written has no reader
            with suppress(OSError):
                self._pipe(name).close()


def _put(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(8, "little"))
    pipe.write(message)
    pipe.flush()


def _get(pipe: IO[bytes]) -> bytes | None:
    """The next message; None where the other side is gone."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "little")
    message = pipe.read(size)
    return message if len(message) == size else None


def serve() -> None:
    """Answer messages until the input ends."""
    # what a library prints must not get into the answers
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    worker = Answering()
    while (message := _get(sys.stdin.buffer)) is not None:
        answer = worker.answer(*pickle.loads(message))  # noqa: S301  (our own parent)
        try:
            _put(answers, pickle.dumps(answer, protocol=5))
        except BrokenPipeError:
            # whoever asked is gone; nothing is left to do, not even to close the pipe in order
            os._exit(0)
