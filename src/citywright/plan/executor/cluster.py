"""Tasks worked off by the workers of a Dask cluster, which replaces those that it loses."""

import threading
from collections.abc import Generator, Sequence
from typing import Any

from citywright.energy.workers.actors import client_of, places_of
from citywright.plan.executor.processes import TRIES, attempt
from citywright.plan.executor.task import Job, WorkerError

_one_at_a_time = threading.Lock()
"""A worker with several threads works off one task after the other: the solver prints once."""


def by_cluster(
    job: Job, items: Sequence[Any], address: str
) -> Generator[tuple[int, Any], None, None]:
    """(place, answer) of every item, worked off at the Dask scheduler of an address.

    The job travels once to each worker, as the result of a task of its own: a result can be made
    again where the worker that held it is lost.
    """
    with client_of(address) as client:
        import distributed  # noqa: PLC0415  (an extra; client_of says where it is missing)

        arriving: Any = distributed.as_completed  # it has no types

        places_of(client)
        shared = client.submit(known, job, pure=False)
        futures = {
            client.submit(perform, shared, item, pure=False, retries=TRIES): place
            for place, item in enumerate(items)
        }
        try:
            with client.as_current():  # it looks for the client of this thread when it is made
                arrived = arriving(futures)
            for future in arrived:
                yield futures[future], _answer(future, distributed.scheduler.KilledWorker)
        finally:
            client.cancel(list(futures))


def _answer(future: Any, lost: type[Exception]) -> Any:  # noqa: ANN401
    try:
        worked, answer = future.result()
    except lost as error:
        raise WorkerError("doubt.worker_lost", times=TRIES) from error
    if not worked:
        raise answer
    return answer


def known(job: Job) -> Job:
    """The job, held by the cluster."""
    return job


def perform(job: Job, item: Any) -> tuple[bool, Any]:  # noqa: ANN401
    """Whether it worked, and the answer or an error that can travel."""
    with _one_at_a_time:
        return attempt(job, item)
