"""What is worked off: a function, what all its tasks share, and how far the work has come."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from citywright.errors import CitywrightError

HERE = 0
"""Number of workers that stands for this very process: for small work, and to look inside."""


class WorkerError(CitywrightError):
    """A worker was lost again and again, or failed in a way that cannot travel."""

    exit_code: ClassVar[int] = 1


@dataclass(frozen=True)
class Job:
    """answer = function(shared, item).

    `function` stands at the top of a module, where another process finds it by name. Its answer
    depends on `shared` and `item` alone; `shared` goes to each worker once.
    """

    function: Callable[[Any, Any], Any]
    shared: Any

    def perform(self, item: Any) -> Any:  # noqa: ANN401
        """Answer to one item."""
        return self.function(self.shared, item)


@dataclass(frozen=True)
class Hands:
    """Who works: `workers` processes (None: one per core), or a Dask scheduler at `cluster`."""

    workers: int | None = None
    cluster: str | None = None


@dataclass(frozen=True)
class Progress:
    """done of total tasks; `left`: seconds that the rest will take at this pace, None at first."""

    done: int
    total: int
    left: float | None = None


Tell = Callable[[Progress], None]


def sendable(error: Exception) -> Exception:
    """The error, or, where it is not one of ours and might not travel, one that says the same."""
    if isinstance(error, CitywrightError):
        return error
    return WorkerError("doubt.worker_failed", error=type(error).__name__, reason=str(error))
