"""Workers as actors on a Dask cluster, replaced when the cluster's worker dies.

As with processes, what an actor answers depends on its messages alone, so another one that gets the
same messages again stands where the lost one stood.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from citywright.energy.errors import EnergySolverError
from citywright.energy.workers.answering import Answering
from citywright.energy.workers.processes import TRIES

PATIENCE = 60.0
"""Seconds in which a cluster that has lost all its workers may start new ones (estimated)."""


class ActorMember:
    """One actor on one of the cluster's workers."""

    is_here = False

    def __init__(self, client: Any, number: int) -> None:  # noqa: ANN401
        self.client, self.number = client, number
        self.sent: list[tuple[str, tuple[Any, ...]]] = []
        self.received = 0
        self.pending: Any = None
        self._start()

    def _start(self) -> None:
        self.client.wait_for_workers(1, timeout=PATIENCE)
        places = places_of(self.client)
        place = places[self.number % len(places)]
        # an actor is bound to the client that is current when it arrives
        with self.client.as_current():
            self.future = self.client.submit(Answering, actor=True, workers=[place], pure=False)
            self.actor = self.future.result()

    def send(self, method: str, *arguments: object) -> None:
        """Begin; the message is kept, for an actor that might have to take this one's place."""
        self.sent.append((method, arguments))
        self.pending = self._ask(self.sent[-1])

    def _ask(self, message: tuple[str, tuple[Any, ...]]) -> Any:  # noqa: ANN401
        """An answer to come; None where the actor is known to be lost."""
        try:
            return self.actor.answer(*message)
        except (OSError, RuntimeError):
            return None

    def receive(self) -> Any:  # noqa: ANN401
        """The answer to the last message; an actor that is lost is replaced and told everything."""
        for _ in range(TRIES):
            answer = _arrived(self.pending)
            if answer is not None:
                self.received += 1
                worked, value = answer
                if not worked:
                    raise value
                return value
            self._replace()
        raise EnergySolverError("energy.worker_lost", times=TRIES)

    def _replace(self) -> None:
        """A new actor that gets all messages again; answers that were received are passed over."""
        self.close()
        try:
            self._start()
        except (OSError, RuntimeError):
            self.pending = None
            return
        for k, message in enumerate(self.sent):
            self.pending = self._ask(message)
            if k < self.received and _arrived(self.pending) is None:
                return

    def close(self) -> None:
        """Let the actor go."""
        self.actor = None
        self.future.release()


def _arrived(pending: Any) -> tuple[bool, Any] | None:  # noqa: ANN401
    """An answer, or None where the actor is gone (the cluster says so by an error of its own)."""
    try:
        answer: tuple[bool, Any] | None = None if pending is None else pending.result()
    except (OSError, RuntimeError):
        return None
    return answer


def places_of(client: Any) -> list[str]:  # noqa: ANN401
    """Addresses of the cluster's workers, in order.

    Raises
    ------
    EnergySolverError
        There is none.
    """
    places = sorted(client.scheduler_info(n_workers=-1)["workers"])
    if not places:
        address = client.scheduler.address
        raise EnergySolverError("energy.no_cluster_workers", address=address)
    return places


@contextmanager
def client_of(address: str) -> Iterator[Any]:
    """A client of the cluster at an address, which no other work of this process is sent to.

    Raises
    ------
    EnergySolverError
        The package distributed is not installed, or no cluster answers.
    """
    try:
        import distributed  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise EnergySolverError("energy.no_distributed") from error
    make: Any = distributed.Client
    try:
        client = make(address, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise EnergySolverError("energy.no_cluster", address=address) from error
    try:
        yield client
    finally:
        client.close()
