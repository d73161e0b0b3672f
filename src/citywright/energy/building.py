"""The blocks of a network one after another, with what they have in common made and kept once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy import sparse

from citywright.energy.block import Block
from citywright.energy.builder import Builder, Common
from citywright.energy.coupling import Coupling
from citywright.energy.equations import FAMILIES
from citywright.energy.network import Network
from citywright.energy.scale import reach_of

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


def blocks_of(
    network: Network, coupling: Coupling, penalty: float, numbers: Iterable[int] | None = None,
    shelf: Shelf | None = None,
) -> Iterator[Block]:  # fmt: skip
    """The blocks of a lowered network, all or those numbered, in order.

    shelf  where equal arrays are kept once; blocks that are looked at one at a time need none
    """
    reach, common = reach_of(network), Common()
    spans = coupling.spans if numbers is None else [coupling.spans[n] for n in numbers]
    for span in spans:
        builder = Builder(network, span, coupling, penalty, reach, common)
        for family in FAMILIES:
            family(builder)
        block = builder.block()
        yield block if shelf is None else shelf.placed(block)
