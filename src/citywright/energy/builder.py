"""Builds one block of hours: the families of equations add their columns and rows to it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from citywright.energy.block import Block, Group
from citywright.energy.coupling import Coupling, Span, is_active
from citywright.energy.network import Network

Grid = np.ndarray | float


@dataclass(frozen=True)
class Units:
    """Units of a component that run in the block's planning year.

    index     their positions in the component's table
    capacity  capacity in place, 0 where the plan chooses it
    variable  position of the capacity among the coupling variables, -1 where it is given
    """

    component: str
    index: np.ndarray
    frame: pd.DataFrame
    capacity: np.ndarray
    variable: np.ndarray
    _numbers: dict[str, np.ndarray] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.index)

    def numbers(self, attribute: str) -> np.ndarray:
        """An attribute that does not vary, one number per unit; not to be changed."""
        if attribute not in self._numbers:
            self._numbers[attribute] = self.frame[attribute].to_numpy(dtype=float)
        return self._numbers[attribute]


@dataclass
class Common:
    """What the blocks of a network have in common: found out at the first that asks.

    units  by component and planning year
    facts  anything else that hangs on the tables and the year and not on the hours
    """

    units: dict[tuple[str, int], Units] = field(default_factory=dict)
    facts: dict[Hashable, Any] = field(default_factory=dict)


@dataclass
class Builder:
    """A block in the making.

    penalty  price of what is missing, money/MWh; above every price that a plan can pay
    reach    MW that no flow exceeds; read where a capacity is not limited
    common   what blocks built before this one have found out
    """

    network: Network
    span: Span
    coupling: Coupling
    penalty: float
    reach: float
    common: Common = field(default_factory=Common)
    columns: dict[str, Group] = field(default_factory=dict)
    rows: dict[str, Group] = field(default_factory=dict)
    members: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns: list[tuple[np.ndarray, ...]] = []
        self._rows: list[tuple[np.ndarray, np.ndarray]] = []
        self._entries: list[tuple[np.ndarray, ...]] = []
        self._moves: list[tuple[np.ndarray, ...]] = []
        self._missing: list[np.ndarray] = []
        self._whole: list[np.ndarray] = []
        self.width = self.height = 0
        self.z = self.coupling.places[self.span.number]
        self.cz = np.zeros(len(self.z))
        self.parts = self.coupling.parts
        self._given: dict[tuple[str, str], np.ndarray] = {}
        weights = self.network.weights.iloc[self.span.hours]
        year = self.network.years.loc[self.span.year]
        self.cost_weight = weights["cost"].to_numpy(dtype=float) * float(year["weight"])
        self.energy_weight = weights["energy"].to_numpy(dtype=float)
        self.hours = weights["state"].to_numpy(dtype=float)
        self.carbon_price = float(year["carbon_price"])

    @property
    def size(self) -> int:
        """Hours of the block, T."""
        return self.span.size

    def units(self, component: str) -> Units:
        """Units of a component that run in the block's year."""
        key = component, self.span.year
        if key not in self.common.units:
            frame = self.network.tables[component]
            index = np.flatnonzero(is_active(frame, self.span.year))
            chosen = frame.iloc[index]
            places = self.coupling.capacities
            own = places[places["component"] == component]
            where = dict(zip(own["name"], own.index, strict=True))
            variable = np.array([where.get(n, -1) for n in chosen.index], dtype=int)
            capacity = np.where(variable >= 0, 0.0, chosen["capacity"].to_numpy(dtype=float))
            self.common.units[key] = Units(component, index, chosen, capacity, variable)
        return self.common.units[key]

    def once(self, make: Callable[..., np.ndarray], *about: Hashable) -> np.ndarray:
        """make(builder, *about), made at the first block of each planning year; not to be changed."""
        key = (make, self.span.year, *about)
        if key not in self.common.facts:
            self.common.facts[key] = make(self, *about)
        return np.asarray(self.common.facts[key])

    def given(self, units: Units, attribute: str) -> np.ndarray:
        """An attribute by hour: units × T."""
        key = units.component, attribute
        if key not in self._given:
            self._given[key] = self.network.by_hour(*key, self.span.hours)
        return np.ascontiguousarray(self._given[key][:, units.index].T)

    def may_be_other(self, units: Units, attribute: str, value: float) -> np.ndarray:
        """Which units may have another value than this in any hour of any year: one per unit.

        What a block is made of hangs on this and not on the hours' numbers, so that it stays the
        same when they change.
        """
        return self.once(Builder._may_be_other, units.component, attribute, value)

    def _may_be_other(self, component: str, attribute: str, value: float) -> np.ndarray:
        frame = self.units(component).frame
        other = self.units(component).numbers(attribute) != value
        given = self.network.series.get((component, attribute))
        return np.asarray(other if given is None else other | frame.index.isin(given.columns))

    def add_sized(
        self, name: str, units: Units, low: Grid, high: Grid, cost: Grid, scale: Grid = 1.0
    ) -> np.ndarray:
        """Columns low·capacity·scale <= p <= high·capacity·scale; units × T positions."""
        # an unlimited capacity is read as the reach of the network
        limit = self.reach * np.maximum(1.0, np.broadcast_to(scale, len(units)))
        fixed = np.minimum(units.capacity * scale, limit)[:, None]
        chosen = np.where(units.variable >= 0, scale, 0.0)[:, None]
        shape = (len(units), self.size)
        return self.add_columns(
            name, shape, low * fixed, high * fixed, cost, units.index,
            units.variable[:, None], low * chosen, high * chosen,
        )  # fmt: skip

    def add_columns(  # noqa: PLR0913, PLR0917  (two ends, their cost, and how they hang)
        self, name: str, shape: tuple[int, int], low: Grid, high: Grid, cost: Grid,
        members: np.ndarray | None = None, variable: Grid = -1, low_share: Grid = 0.0,
        high_share: Grid = 0.0,
    ) -> np.ndarray:  # fmt: skip
        """Columns of a family, units × T: low + low_share·K <= p <= high + high_share·K.

        `members` are the units' positions in their component's table.
        """
        group = Group(self.width, *shape)
        self.columns[name] = group
        self.members[name] = np.arange(shape[0]) if members is None else members
        parts = (low, high, cost, low_share, high_share)
        full = [np.broadcast_to(np.asarray(p, dtype=float), shape).ravel() for p in parts]
        self._columns.append((*full, np.broadcast_to(variable, shape).ravel()))
        self.width += shape[0] * shape[1]
        return group.places

    def add_rows(self, name: str, shape: tuple[int, int], low: Grid, high: Grid) -> np.ndarray:
        """Rows of a family, units × T: low <= A p <= high."""
        group = Group(self.height, *shape)
        self.rows[name] = group
        full = [np.broadcast_to(np.asarray(p, dtype=float), shape).ravel() for p in (low, high)]
        self._rows.append((full[0], full[1]))
        self.height += shape[0] * shape[1]
        return group.places

    def put(self, rows: np.ndarray, columns: np.ndarray, values: Grid) -> None:
        """Entries of A: values[...] at (rows[...], columns[...]), broadcast together."""
        r, c, v = np.broadcast_arrays(rows, columns, np.asarray(values, dtype=float))
        self._entries.append((r.ravel(), c.ravel(), v.ravel()))

    def move(self, rows: np.ndarray, part: str, units: np.ndarray, values: Grid) -> None:
        """Bounds of rows rise by values · z[part][units], broadcast together."""
        r, z, v = np.broadcast_arrays(
            rows, self.parts[part].start + np.asarray(units), np.asarray(values, dtype=float)
        )
        self._moves.append((r.ravel(), z.ravel(), v.ravel()))

    def lower(self, rows: np.ndarray, values: Grid) -> None:
        """Lower bounds of rows that stand already fall by values."""
        flat = np.concatenate([low for low, _ in self._rows])
        flat[rows] -= values
        self._rows = [(flat, np.concatenate([high for _, high in self._rows]))]

    def weigh(self, part: str, units: np.ndarray, values: Grid) -> None:
        """Cost of coupling variables."""
        np.add.at(self.cz, self.parts[part].start + np.asarray(units), values)

    def add_missing(self, name: str, rows: np.ndarray, sign: float, price: Grid = 1.0) -> None:
        """Columns at the penalty that may stand in for what a row lacks: sign · slack in each row.

        `price` multiplies the penalty (which is in money/MWh).
        """
        flat = rows.reshape(-1, 1)
        cost = np.broadcast_to(np.asarray(price, dtype=float), rows.shape).reshape(-1, 1)
        places = self.add_columns(name, flat.shape, 0.0, np.inf, self.penalty * cost)
        self.put(flat, places, sign)
        self._missing.append(places.ravel())

    def add_whole(self, columns: np.ndarray) -> None:
        """Columns that take whole numbers only (relaxed where multipliers are asked for)."""
        self._whole.append(columns.ravel())

    def balance(self, units: Units, end: str = "node") -> np.ndarray:
        """Rows of the balance at the nodes where units end: units × T; any row where there is none."""
        return np.asarray(
            self.rows["balance"].places[self.once(Builder._nodes, units.component, end)]
        )

    def _nodes(self, component: str, end: str) -> np.ndarray:
        frame = self.units(component).frame
        return np.asarray(self.network.names("nodes").get_indexer(frame[end]))

    def block(self) -> Block:
        """The finished block."""
        low, high, cost, lk, uk, sized = (
            np.concatenate(p) for p in zip(*self._columns, strict=True)
        )
        rl, ru = (np.concatenate(p) for p in zip(*self._rows, strict=True))
        A = self._matrix(self._entries, self.width).tocsc()
        R = self._matrix(self._moves, len(self.z)).tocsr()
        missing, whole = (
            np.concatenate([*parts, np.zeros(0, dtype=int)]).astype(int)
            for parts in (self._missing, self._whole)
        )
        return Block(
            A, cost, self.cz, low, high, lk, uk, sized.astype(int), rl, ru, R,
            self.columns, self.rows, self.members, missing, whole,
        )  # fmt: skip

    def _matrix(self, entries: list[tuple[np.ndarray, ...]], width: int) -> sparse.coo_matrix:
        if not entries:
            return sparse.coo_matrix((self.height, width))
        r, c, v = (np.concatenate(p) for p in zip(*entries, strict=True))
        kept = v != 0.0
        return sparse.coo_matrix((v[kept], (r[kept], c[kept])), shape=(self.height, width))
