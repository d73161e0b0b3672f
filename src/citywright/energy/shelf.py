"""Equal arrays of blocks kept once: the year's blocks differ in few of their numbers."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy import sparse

from citywright.energy.block import Block

ALIKE = ("A", "R", "cz", "l0", "lk", "uk", "sized", "missing", "whole")
"""Arrays of a block that are often those of another."""
REMEMBERED = 8
"""Different arrays of a name and shape that are looked through for an equal one."""


@dataclass
class Shelf:
    """Arrays of blocks: of equal ones the first is kept, and all blocks have that one."""

    kept: dict[tuple[str, tuple[int, ...]], list[Any]] = field(default_factory=dict)

    def placed(self, block: Block) -> Block:
        """The block with the arrays that are there already; equal to it in every number."""
        return replace(block, **{name: self._one(name, getattr(block, name)) for name in ALIKE})

    def _one(self, name: str, value: Any) -> Any:  # noqa: ANN401  (array or sparse matrix)
        known = self.kept.setdefault((name, value.shape), [])
        for other in known:
            if equal_arrays(value, other):
                return other
        if len(known) < REMEMBERED:
            known.append(value)
        return value


def equal_arrays(one: Any, other: Any) -> bool:  # noqa: ANN401  (array or sparse matrix)
    """Whether two arrays or sparse matrices (of the same kind) are the same in every number."""
    if one.shape != other.shape:
        return False
    if sparse.issparse(one):
        parts = ("indptr", "indices", "data")
        return all(np.array_equal(getattr(one, p), getattr(other, p)) for p in parts)
    return bool(np.array_equal(one, other))
