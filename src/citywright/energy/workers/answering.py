"""What stands at a worker's end: it makes the blocks and answers messages about them."""

import pickle
from typing import Any

from citywright.energy.errors import EnergySolverError
from citywright.energy.workers.blocks import Blocks


class Answering:
    """A worker's `Blocks`, made by its first message; every answer can travel to another process."""

    def __init__(self) -> None:
        self.blocks: Blocks | None = None

    def answer(self, method: str, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
        """Whether it worked, and the value or the error that whoever asked has to raise."""
        try:
            if method == "__init__":
                self.blocks = Blocks(*arguments)
                return True, None
            return True, getattr(self.blocks, method)(*arguments)
        except Exception as error:  # noqa: BLE001  (whoever asked raises it)
            return False, sendable(error)


def sendable(error: Exception) -> Exception:
    """The error, or where it cannot travel one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  (made here)
    except Exception:  # noqa: BLE001  (an error of a library may hold anything)
        return EnergySolverError(
            "energy.worker_failed", error=type(error).__name__, reason=str(error)
        )
    return error
