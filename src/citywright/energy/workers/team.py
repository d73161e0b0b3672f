"""A team of workers that hold the blocks among them; every team gives the same answers."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any, Protocol

import numpy as np

from citywright.energy.bounds import Cut
from citywright.energy.coupled import Survey
from citywright.energy.network import Network
from citywright.energy.part import Part
from citywright.energy.proof import Evidence, Program, local
from citywright.energy.warm import Statuses
from citywright.energy.workers.answering import Answering
from citywright.energy.workers.blocks import Answer, Order
from citywright.energy.workers.recipe import ReadyMade, Recipe


class Member(Protocol):
    """One worker: takes a message of `Blocks` (method and arguments), gives its answer later."""

    def send(self, method: str, *arguments: object) -> None:
        """Begin."""

    def receive(self) -> Any:  # noqa: ANN401
        """The answer to the oldest message that has none yet."""

    @property
    def is_here(self) -> bool:
        """Whether it is part of this process."""

    def close(self) -> None:
        """End the worker."""


class Here:
    """A worker in this process."""

    is_here = True

    def __init__(self) -> None:
        self.worker = Answering()
        self.answers: list[tuple[bool, Any]] = []

    def send(self, method: str, *arguments: object) -> None:
        """Do it at once."""
        self.answers.append(self.worker.answer(method, arguments))

    def receive(self) -> Any:  # noqa: ANN401
        """The oldest answer."""
        worked, value = self.answers.pop(0)
        if not worked:
            raise value
        return value

    def close(self) -> None:
        """Nothing to end."""


class Team:
    """Blocks of some length shared out to members in turn, in the order of `order` (their numbers).

    penalty  price of what is missing
    ending   ends the members when the team is closed
    """

    def __init__(
        self, members: Sequence[Member], order: Sequence[int], block_hours: int, penalty: float
    ) -> None:
        self.members, self.block_hours, self.penalty = list(members), block_hours, penalty
        self.owner = {number: k % len(self.members) for k, number in enumerate(order)}
        self.blocks = len(order)
        self.ending = ExitStack()

    def build(self, network: Network) -> None:
        """Every member gets its blocks of a lowered network."""
        self._all("__init__", [(own, self.penalty) for own in self._recipes(network, ReadyMade)])

    def _recipes(self, network: Network, kind: type[Recipe]) -> list[Recipe]:
        """What the blocks of each member are made of."""
        members = range(len(self.members))
        return [kind(network, self.block_hours, self.penalty, self.numbers(m)) for m in members]

    def _of(self, number: int) -> int:
        return self.owner[number]

    def numbers(self, member: int) -> tuple[int, ...]:
        """Blocks of a member."""
        return tuple(number for number, owner in self.owner.items() if owner == member)

    def solve(self, orders: Sequence[Order]) -> list[Answer]:
        """Answers in the order of the blocks' numbers."""
        parts: list[list[Order]] = [[] for _ in self.members]
        for order in orders:
            parts[self._of(order.number)].append(order)
        answers = self._all("solve", [(part,) for part in parts])
        return sorted((a for part in answers for a in part), key=lambda a: a.number)

    def keep(self) -> None:
        """The plans of the last answers are the best so far."""
        self._all("keep", [()] * len(self.members))

    def best(self) -> list[np.ndarray]:
        """Best plan of every block."""
        found = self._merged("best", [()] * len(self.members))
        return [found[k] for k in range(self.blocks)]

    def blend(self, shares: Mapping[int, np.ndarray]) -> list[np.ndarray]:
        """Weighted multipliers of every block."""
        found = self._merged("blend", [(self._own(shares, m),) for m in range(len(self.members))])
        return [found[k] for k in range(self.blocks)]

    def parts(self, program: Program, evidence: Evidence) -> list[Part]:
        """What every block adds to the bracket of an evidence whose plans are the best so far."""
        z = {n: local(evidence.z, at) for n, at in enumerate(program.coupling.places)}
        multipliers = dict(enumerate(evidence.multipliers))
        found = self._merged("parts", [
            (self._own(z, m), self._own(multipliers, m), evidence.outer)
            for m in range(len(self.members))
        ])  # fmt: skip
        return [found[k] for k in range(self.blocks)]

    def forget(self, kept: Mapping[int, np.ndarray]) -> None:
        """Keep only some multipliers of each block."""
        self._all("forget", [(self._own(kept, m),) for m in range(len(self.members))])

    def change(self, network: Network) -> list[list[Cut]]:
        """The changed network's cuts from all multipliers, per block."""
        found = self._merged("change", [(own,) for own in self._recipes(network, Recipe)])
        return [found[k] for k in range(self.blocks)]

    def survey(self, low: np.ndarray, high: np.ndarray) -> list[Survey]:
        """What every block can cost and use at all."""
        found = self._merged("survey", [(low, high)] * len(self.members))
        return [found[k] for k in range(self.blocks)]

    def basis(self, number: int) -> Statuses | None:
        """Basis at which a block stands."""
        member = self.members[self._of(number)]
        member.send("basis", number)
        found: Statuses | None = member.receive()
        return found

    def borrow(self, lenders: Mapping[int, int]) -> list[list[Cut]]:
        """Cuts of each block from the multipliers of the block that lends them (`lenders[block]`)."""
        lent = {}
        for number in sorted(set(lenders.values())):
            member = self.members[self._of(number)]
            member.send("learnt", number)
            lent[number] = member.receive()
        found = self._merged("borrow", [(lent, dict(lenders))] * len(self.members))
        return [found[k] for k in range(self.blocks)]

    def usage(self) -> tuple[float, float]:
        """CPU seconds and peak memory (MB) of the members that are processes of their own."""
        cpu = memory = 0.0
        for member in self.members:
            if not member.is_here:
                member.send("usage")
                used = member.receive()
                cpu, memory = cpu + used[0], memory + used[1]
        return cpu, memory

    def close(self) -> None:
        """End all members."""
        self.ending.close()

    def __enter__(self) -> "Team":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _own(self, values: Mapping[int, np.ndarray], member: int) -> dict[int, np.ndarray]:
        return {k: v for k, v in values.items() if self._of(k) == member}

    def _all(self, method: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        for member, given in zip(self.members, arguments, strict=True):
            member.send(method, *given)
        answers, errors = [], []
        for member in self.members:
            try:
                answers.append(member.receive())
            except Exception as error:  # noqa: BLE001  (raised when all have answered)
                errors.append(error)
        # an answer that nobody took would be taken for that to the next message
        if errors:
            raise errors[0]
        return answers

    def _merged(self, method: str, arguments: Sequence[tuple[Any, ...]]) -> dict[int, Any]:
        found: dict[int, Any] = {}
        for part in self._all(method, arguments):
            found |= part
        return found
