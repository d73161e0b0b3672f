"""The seam itself: items in, answers out, in the order of the items."""

import os
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import Any

from citywright.plan.executor.processes import by_processes
from citywright.plan.executor.task import HERE, Hands, Job, Progress, Tell


def answers(
    job: Job, items: Sequence[Any], hands: Hands, tell: Tell = lambda progress: None
) -> list[Any]:
    """Answers in the order of `items`.

    Raises
    ------
    WorkerError
        A worker was lost several times in a row at the same item, or no cluster answers.
    CitywrightError
        Whatever the job raised, once the others at work have been stopped.
    """
    found: list[Any] = [None] * len(items)
    for place, answer in as_answered(job, items, hands, tell):
        found[place] = answer
    return found


def as_answered(
    job: Job, items: Sequence[Any], hands: Hands, tell: Tell = lambda progress: None
) -> Iterator[tuple[int, Any]]:
    """(place, answer) of every item as it comes; the order depends on the workers, no answer does.

    All workers are ended when the iteration ends, however it does.
    """
    began = time.monotonic()
    tell(Progress(0, len(items)))
    with closing(_source(job, items, hands)) as source:
        for done, found in enumerate(source, start=1):
            yield found
            pace = (time.monotonic() - began) / done
            tell(Progress(done, len(items), pace * (len(items) - done)))


def _source(job: Job, items: Sequence[Any], hands: Hands) -> Generator[tuple[int, Any], None, None]:
    if not items:
        return _here(job, items)
    if hands.cluster is not None:
        from citywright.plan.executor.cluster import by_cluster  # noqa: PLC0415  (an extra)

        return by_cluster(job, items, hands.cluster)
    if hands.workers == HERE:
        return _here(job, items)
    count = os.cpu_count() or 1 if hands.workers is None else hands.workers
    return by_processes(job, items, min(count, len(items)))


def _here(job: Job, items: Sequence[Any]) -> Generator[tuple[int, Any], None, None]:
    for place, item in enumerate(items):
        yield place, job.perform(item)
