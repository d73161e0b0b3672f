"""A power network as it is known: components, hours, planning years; frozen.

A network holds one frame per component (indexed by name, with every declared attribute) and, for
attributes given by hour, one frame of hours × names. Units are those of `components.csv`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from citywright.energy.declaration import components

WEIGHTS = ("cost", "energy", "state", "year")
"""Per hour of a network: hours that it stands for in costs, in yearly energies and carbon, and in
stored energy; and its planning year (0 where there is one)."""


@dataclass(frozen=True)
class Network:
    """A power network.

    hours    labels of the T hours
    weights  T × WEIGHTS
    tables   component -> frame indexed by name
    series   (component, attribute) -> frame, T × the names that vary
    years    planning year -> weight (of its costs), carbon_price (money/t)
    reserve  headroom that is kept in every hour, as a share of demand
    """

    name: str
    hours: pd.Index
    weights: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    series: Mapping[tuple[str, str], pd.DataFrame]
    years: pd.DataFrame
    money: str = "EUR"
    reserve: float = 0.0

    @property
    def size(self) -> int:
        """Number of hours, T."""
        return len(self.hours)

    def names(self, component: str) -> pd.Index:
        """Names of a component."""
        return self.tables[component].index

    def of(self, component: str, attribute: str) -> np.ndarray:
        """Values of an attribute that does not vary, one per name."""
        return np.asarray(self.tables[component][attribute].to_numpy())

    def by_hour(self, component: str, attribute: str, span: slice = slice(None)) -> np.ndarray:
        """Values of an attribute by hour: hours of `span` × names, float."""
        frame = self.tables[component]
        count = len(range(*span.indices(self.size)))
        flat = np.tile(frame[attribute].to_numpy(dtype=float), (count, 1))
        given = self.series.get((component, attribute))
        if given is not None and len(given.columns):
            where = frame.index.get_indexer(given.columns)
            flat[:, where] = given.to_numpy(dtype=float)[span]
        return flat

    def __reduce__(self) -> tuple[object, ...]:
        """So that a network can travel to another process."""
        return (_thawed, (
            self.name, self.hours, self.weights, dict(self.tables), dict(self.series), self.years,
            self.money, self.reserve,
        ))  # fmt: skip

    def __repr__(self) -> str:
        parts = ", ".join(f"{len(t)} {c}" for c, t in self.tables.items() if len(t))
        return f"Network({self.name}: {parts}, {self.size} hours)"


def filled(component: str, frame: pd.DataFrame | None) -> pd.DataFrame:
    """The frame of a component with all declared attributes, in the declared order and types.

    An attribute that is not given takes its declared default.
    """
    attributes = components()[component]
    given = pd.DataFrame(index=pd.Index([], dtype=object)) if frame is None else frame
    data = {}
    for name, attribute in attributes.items():
        if name in given:
            column = given[name].to_numpy()
        else:
            column = np.full(len(given), attribute.value, dtype=object)
        kinds = {"number": float, "flag": bool}
        data[name] = column.astype(kinds.get(attribute.kind, object))
    return pd.DataFrame(data, index=pd.Index(given.index.astype(str), name="name", dtype=object))


def make_network(
    name: str,
    hours: pd.Index,
    tables: Mapping[str, pd.DataFrame],
    series: Mapping[tuple[str, str], pd.DataFrame] | None = None,
    weights: pd.DataFrame | None = None,
    years: pd.DataFrame | None = None,
    money: str = "EUR",
    reserve: float = 0.0,
) -> Network:
    """A network from what is given; everything else takes its declared default.

    `check_network` says whether it makes sense; `make_network` only fills and orders.
    """
    full = {c: filled(c, tables.get(c)) for c in components()}
    if weights is None:
        weights = pd.DataFrame({"cost": 1.0, "energy": 1.0, "state": 1.0, "year": 0}, index=hours)
    if years is None:
        first = sorted({int(y) for y in weights["year"]})
        years = pd.DataFrame({"weight": 1.0, "carbon_price": 0.0}, index=pd.Index(first))
    by_hour = {key: frame for key, frame in (series or {}).items() if len(frame.columns)}
    return Network(
        name, hours, weights[list(WEIGHTS)], MappingProxyType(full), MappingProxyType(by_hour),
        years, money, reserve,
    )  # fmt: skip


def _thawed(
    name: str, hours: pd.Index, weights: pd.DataFrame, tables: dict[str, pd.DataFrame],
    series: dict[tuple[str, str], pd.DataFrame], years: pd.DataFrame, money: str, reserve: float,
) -> Network:  # fmt: skip
    """A network from its parts, frozen again."""
    frozen = MappingProxyType(tables), MappingProxyType(series)
    return Network(name, hours, weights, *frozen, years, money, reserve)
