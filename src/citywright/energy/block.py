"""One block of hours as a linear program that hangs on coupling variables z.

    value(z) = min  c·p + cz·z
               s.t. rl + R z <=  A p  <= ru + R z
                    l0 + lk K[k(j)] <= p_j <= u0 + uk K[k(j)]       K: the first entries of z

z moves right-hand sides and bounds only, so a block is built once and solved again and again.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import sparse


class Group(NamedTuple):
    """Columns or rows of one family: first position, units, hours; unit by unit."""

    start: int
    units: int
    hours: int

    @property
    def places(self) -> np.ndarray:
        """Positions, units × hours."""
        return self.start + np.arange(self.units * self.hours).reshape(self.units, self.hours)


@dataclass(frozen=True)
class Block:
    """Arrays of one block (see the module).

    sized      per column: the capacity on which its bounds hang, -1 where none
    columns, rows  names of the families and where they stand
    members    per family of columns, positions of its units in their component's table
    missing    columns that stand for what is not there (slacks at a penalty): a plan has none
    whole      columns that take whole numbers only in a plan (on and off)
    """

    A: sparse.csc_matrix
    c: np.ndarray
    cz: np.ndarray
    l0: np.ndarray
    u0: np.ndarray
    lk: np.ndarray
    uk: np.ndarray
    sized: np.ndarray
    rl: np.ndarray
    ru: np.ndarray
    R: sparse.csr_matrix
    columns: dict[str, Group]
    rows: dict[str, Group]
    members: dict[str, np.ndarray]
    missing: np.ndarray
    whole: np.ndarray

    @property
    def multiplier_box(self) -> tuple[np.ndarray, np.ndarray]:
        """Between what a row's multiplier may lie so that no infinite bound is met.

        A row without lower bound has none above 0, one without upper bound none below. What is
        missing (a slack with one entry of ±1 and no upper bound) keeps its reduced cost >= 0 up to
        its price.
        """
        low = np.where(np.isposinf(self.ru), 0.0, -np.inf)
        high = np.where(np.isneginf(self.rl), 0.0, np.inf)
        slacks = self.A[:, self.missing].tocsc()
        rows, sign, price = slacks.indices, slacks.data, self.c[self.missing]
        np.minimum.at(high, rows[sign > 0], price[sign > 0])
        np.maximum.at(low, rows[sign < 0], -price[sign < 0])
        return low, high

    @property
    def absolute(self) -> sparse.csc_matrix:
        """|A|, with the positions of A (blocks are many: what is quickly made is not kept)."""
        parts = np.abs(self.A.data), self.A.indices, self.A.indptr
        return sparse.csc_matrix(parts, self.A.shape, copy=False)

    @property
    def lengths(self) -> np.ndarray:
        """Entries of each column, and two more."""
        return np.asarray(np.diff(self.A.indptr) + 2.0)

    def column_bounds(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bounds of the columns at z."""
        K = np.where(self.sized >= 0, z[np.maximum(self.sized, 0)] if len(z) else 0.0, 0.0)
        return self.l0 + self.lk * K, self.u0 + self.uk * K

    def row_bounds(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bounds of the rows at z."""
        moved = self.R @ z
        return self.rl + moved, self.ru + moved
