"""Solves blocks of hours, warm: each from the basis at which it stood, all in one solver.

What `Blocks` answers depends on the messages that it got and on nothing else, so a lost worker is
replaced by a new one that gets the same messages again, and no answer depends on how many there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from citywright.energy.block import Block
from citywright.energy.bounds import Cut, cut_of, cuts_of
from citywright.energy.coupled import Survey, Tied, survey_of
from citywright.energy.errors import EnergySolverError
from citywright.energy.part import Part, part_of
from citywright.energy.shelf import equal_arrays
from citywright.energy.warm import Basis, Statuses, WarmProgram, basis_of, statuses
from citywright.energy.workers.packed import Packed, packed, unpacked
from citywright.energy.workers.usage import usage

SINGLE = 1e-7
"""Share of a block's cost that its cut may lose where its multipliers are kept in single precision."""


class Order(NamedTuple):
    """Solve a block at z.

    prices  per yearly limit, what goes beyond the block's budget costs, in place of the penalty;
            nan where the penalty stands; with prices the outputs in the last hour are free as well
    basis   basis from which to begin (of a block of the same shape)
    """

    number: int
    z: np.ndarray
    prices: np.ndarray | None = None
    basis: Statuses | None = None


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
    """One block, tied to the others: its basis, its multipliers so far, its plans."""

    tied: Tied
    basis: Basis | None = None
    multipliers: list[np.ndarray] = field(default_factory=list)
    last: Packed | None = None
    best: Packed | None = None

    @property
    def block(self) -> Block:
        """The block."""
        return self.tied.block


class Blocks:
    """Some blocks of a network, ready to be solved at any z."""

    def __init__(self, blocks: Iterable[tuple[int, Tied]], penalty: float) -> None:
        self.penalty, self.program = penalty, WarmProgram()
        self.held = {number: Held(one) for number, one in blocks}

    def solve(self, orders: list[Order]) -> list[Answer]:
        """Each block at its z, in the order given."""
        return [self._answer(order) for order in orders]

    def _answer(self, order: Order) -> Answer:
        held = self.held[order.number]
        block = held.block
        if order.basis is not None:
            held.basis = basis_of(block, order.basis) or held.basis
        prices = _slack_prices(held, order.prices)
        p, y, held.basis = self.program.solve(block, order.z, held.basis, prices)
        held.last = packed(p)
        missing = float(p[block.missing].sum()) if len(block.missing) else 0.0
        # sums of NumPy's own: those of BLAS depend on how many threads a process has
        value = float((block.c * p).sum() + (block.cz * order.z).sum())
        real = p.copy()
        real[block.missing] = 0.0
        activity = block.A @ real
        rows = held.tied.budget_rows, held.tied.carry_rows
        used, carried = (_at(activity, own) for own in rows)
        y, cut = _proof(block, y, order.z, value)
        held.multipliers.append(y)
        return Answer(order.number, value, missing, cut, used, carried)

    def survey(self, low: np.ndarray, high: np.ndarray) -> dict[int, Survey]:
        """What each block can cost and use at all, where the capacities lie in a box."""
        return {n: survey_of(h.block, h.tied.budget_rows, low, high) for n, h in self.held.items()}

    def basis(self, number: int) -> Statuses | None:
        """The basis at which a block stands; None where it has not been solved."""
        basis = self.held[number].basis
        return None if basis is None else statuses(basis)

    def keep(self) -> None:
        """The last plans are the best so far."""
        for held in self.held.values():
            held.best = held.last

    def best(self) -> dict[int, np.ndarray]:
        """The best plans: block -> values of its columns."""
        return {n: unpacked(h.best) for n, h in self.held.items() if h.best is not None}

    def blend(self, shares: dict[int, np.ndarray]) -> dict[int, np.ndarray]:
        """Weighted sums of each block's multipliers; the shares of a block add up to 1."""
        return {n: self._blended(self.held[n], share) for n, share in shares.items()}

    def _blended(self, held: Held, share: np.ndarray) -> np.ndarray:
        y = np.zeros(held.block.A.shape[0])
        for k in np.flatnonzero(share):
            y += share[k] * held.multipliers[int(k)]
        return y

    def learnt(self, number: int) -> list[np.ndarray]:
        """All multipliers of a block."""
        return self.held[number].multipliers

    def parts(
        self, z: dict[int, np.ndarray], multipliers: dict[int, np.ndarray], outer: np.ndarray
    ) -> dict[int, Part]:
        """What the best plans cost, and what some multipliers prove (proof.py)."""
        found = {}
        for n, held in self.held.items():
            assert held.best is not None
            plan, proofs = unpacked(held.best), [(multipliers[n], outer)]
            found[n] = part_of(held.tied, z[n], plan, self.penalty, proofs)
        return found

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
            found[n] = cuts_of(held.block, np.array(known, dtype=float).T)
        return found

    def usage(self) -> tuple[float, float]:
        """CPU seconds and peak memory (MB) of the process that this worker is."""
        return usage()

    def forget(self, kept: dict[int, np.ndarray]) -> None:
        """Drop all multipliers but those at the positions kept."""
        for n, positions in kept.items():
            held = self.held[n]
            held.multipliers = [held.multipliers[int(k)] for k in positions]

    def change(self, blocks: Iterable[tuple[int, Tied]]) -> dict[int, list[Cut]]:
        """The same blocks with other loads, prices, availabilities: every multiplier anew as a cut.

        A cut holds for any costs and bounds, so nothing that was learnt is lost.
        """
        found = {}
        for number, one in blocks:
            held = self.held[number]
            if not equal_arrays(one.block.A, held.block.A):
                raise EnergySolverError("energy.structure_changed")
            held.tied, held.last, held.best = one, None, None
            found[number] = cuts_of(one.block, known_of(held))
        return found


def known_of(held: Held) -> np.ndarray:
    """All multipliers of a block: rows × how many."""
    return np.array(held.multipliers, dtype=float).reshape(-1, held.block.A.shape[0]).T


def _proof(block: Block, y: np.ndarray, z: np.ndarray, value: float) -> tuple[np.ndarray, Cut]:
    """Multipliers as they are kept, and the cut that these very numbers prove.

    In single precision where that loses nothing to speak of: any multipliers prove something.
    """
    small = y.astype(np.float32)
    cut = cut_of(block, small.astype(float))
    if value - (cut.constant + float(cut.slope @ z)) <= SINGLE * max(abs(value), 1.0):
        return small, cut
    return y, cut_of(block, y)


def _slack_prices(held: Held, prices: np.ndarray | None) -> np.ndarray | None:
    """Prices by limit as prices of the missing parts, nan where the penalty stands."""
    if prices is None:
        return None
    found = np.full(len(held.block.missing), np.nan)
    there = held.tied.beyond >= 0
    found[held.tied.beyond[there]] = prices[there]
    found[held.tied.carry_slacks] = 0.0
    return found


def _at(activity: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Activity of some rows, 0 where there is none (-1)."""
    return np.where(rows >= 0, activity[np.maximum(rows, 0)], 0.0)
