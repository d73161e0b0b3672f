"""Solves blocks of hours, warm: each is built once in HiGHS, then only bounds and costs change.

What `Blocks` answers depends on the messages that it got and on nothing else, so a lost worker is
replaced by a new one that gets the same messages again, and no answer depends on how many there are.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from citywright.energy.block import Block
from citywright.energy.bounds import Cut, cut_of, cuts_of
from citywright.energy.coupled import (
    Survey,
    beyond_columns,
    budget_rows,
    carry_rows,
    carry_slacks,
    survey_of,
)
from citywright.energy.coupling import coupling_of
from citywright.energy.equations import block_of
from citywright.energy.network import Network
from citywright.energy.warm import WarmProgram
from citywright.energy.workers.usage import usage


class Order(NamedTuple):
    """Solve a block at z.

    prices  per yearly limit, what goes beyond the block's budget costs, in place of the penalty;
            nan where the penalty stands; with prices the outputs in the last hour are free as well
    basis   basis from which to begin (of a block of the same shape)
    """

    number: int
    z: np.ndarray
    prices: np.ndarray | None = None
    basis: tuple[np.ndarray, np.ndarray] | None = None


class Answer(NamedTuple):
    """What a block costs at z (without missing parts: `missing` is 0), and the cut that proves it.

    used     what it counts towards each yearly limit
    carried  output of each ramped unit in the last hour (0 where it has no carry)
    """

    number: int
    value: float
    missing: float
    cut: Cut
    used: np.ndarray
    carried: np.ndarray


@dataclass
class Held:
    """One block: its arrays, its program, its multipliers so far, its plans."""

    block: Block
    program: WarmProgram
    budget_rows: np.ndarray
    beyond: np.ndarray
    carry_rows: np.ndarray
    carry_slacks: np.ndarray
    multipliers: list[np.ndarray] = field(default_factory=list)
    last: np.ndarray | None = None
    best: np.ndarray | None = None


class Blocks:
    """Some blocks of a network (lowered), ready to be solved at any z."""

    def __init__(
        self, network: Network, block_hours: int, numbers: tuple[int, ...], penalty: float
    ) -> None:
        self.block_hours, self.penalty = block_hours, penalty
        self.coupling = coupling_of(network, block_hours)
        self.held = {n: self._hold(network, n) for n in numbers}

    def _hold(self, network: Network, number: int) -> Held:
        block = block_of(network, self.coupling.spans[number], self.coupling, self.penalty)
        rows = budget_rows(block, self.coupling)
        return Held(
            block, WarmProgram(block), rows, beyond_columns(block, self.coupling),
            carry_rows(block, self.coupling), carry_slacks(block),
        )  # fmt: skip

    def solve(self, orders: list[Order]) -> list[Answer]:
        """Each block at its z, in the order given."""
        return [self._answer(order) for order in orders]

    def _answer(self, order: Order) -> Answer:
        held = self.held[order.number]
        block = held.block
        if order.basis is not None:
            held.program.begin_from(*order.basis)
        p, y = held.program.solve(order.z, _slack_prices(held, order.prices))
        held.last = p
        held.multipliers.append(y)
        missing = float(p[block.missing].sum()) if len(block.missing) else 0.0
        # sums of NumPy's own: those of BLAS depend on how many threads a process has
        value = float((block.c * p).sum() + (block.cz * order.z).sum())
        real = p.copy()
        real[block.missing] = 0.0
        activity = block.A @ real
        used, carried = (_at(activity, rows) for rows in (held.budget_rows, held.carry_rows))
        return Answer(order.number, value, missing, cut_of(block, y), used, carried)

    def survey(self, low: np.ndarray, high: np.ndarray) -> dict[int, Survey]:
        """What each block can cost and use at all, where the capacities lie in a box."""
        return {n: survey_of(h.block, h.budget_rows, low, high) for n, h in self.held.items()}

    def basis(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """The basis at which a block stands: column and row statuses."""
        return self.held[number].program.basis()

    def keep(self) -> None:
        """The last plans are the best so far."""
        for held in self.held.values():
            held.best = held.last

    def best(self) -> dict[int, np.ndarray]:
        """The best plans: block -> values of its columns."""
        return {n: h.best for n, h in self.held.items() if h.best is not None}

    def blend(self, shares: dict[int, np.ndarray]) -> dict[int, np.ndarray]:
        """Weighted sums of each block's multipliers; the shares of a block add up to 1."""
        return {
            n: np.einsum("k,kr->r", share, np.asarray(self.held[n].multipliers))
            for n, share in shares.items()
        }

    def learnt(self, number: int) -> list[np.ndarray]:
        """All multipliers of a block."""
        return self.held[number].multipliers

    def borrow(
        self, lent: dict[int, list[np.ndarray]], lender: dict[int, int]
    ) -> dict[int, list[Cut]]:
        """Cuts that the multipliers of other blocks prove here; any multipliers prove something."""
        found: dict[int, list[Cut]] = {}
        for n, held in self.held.items():
            known = lent.get(lender.get(n, -1), [])
            if not known or len(known[0]) != held.block.A.shape[0]:
                found[n] = []
                continue
            held.multipliers += known
            found[n] = cuts_of(held.block, np.array(known).T)
        return found

    def usage(self) -> tuple[float, float]:
        """CPU seconds and peak memory (MB) of the process that this worker is."""
        return usage()

    def forget(self, kept: dict[int, np.ndarray]) -> None:
        """Drop all multipliers but those at the positions kept."""
        for n, positions in kept.items():
            held = self.held[n]
            held.multipliers = [held.multipliers[int(k)] for k in positions]

    def change(self, network: Network) -> dict[int, list[Cut]]:
        """The same network with other loads, prices, availabilities: every multiplier anew as a cut.

        A cut holds for any costs and bounds, so nothing that was learnt is lost.
        """
        self.coupling = coupling_of(network, self.block_hours)
        found = {}
        for n, held in self.held.items():
            block = block_of(network, self.coupling.spans[n], self.coupling, self.penalty)
            held.program.change(block)
            held.block = block
            held.last = held.best = None
            known = np.array(held.multipliers).reshape(-1, block.A.shape[0])
            found[n] = cuts_of(block, known.T)
        return found


def _slack_prices(held: Held, prices: np.ndarray | None) -> np.ndarray | None:
    """Prices by limit as prices of the missing parts, nan where the penalty stands."""
    if prices is None:
        return None
    found = np.full(len(held.block.missing), np.nan)
    there = held.beyond >= 0
    found[held.beyond[there]] = prices[there]
    found[held.carry_slacks] = 0.0
    return found


def _at(activity: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Activity of some rows, 0 where there is none (-1)."""
    return np.where(rows >= 0, activity[np.maximum(rows, 0)], 0.0)
