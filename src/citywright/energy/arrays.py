"""A network whose hourly values are at hand as plain arrays, for building one block after another.

Frames keep the columns of a series in several pieces; to put them together again for every block and
every attribute is most of the time that a block takes. Here it is done once.
"""

from collections.abc import Callable
from dataclasses import fields
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pandas as pd

from citywright.energy.network import Network

Parts = tuple[np.ndarray, np.ndarray | None, np.ndarray | None]
"""Values of an attribute that do not vary, positions of those that do, and these by hour."""


class ArrayNetwork(Network):
    """A network with its series in one piece each; equal to the network that it is made of."""

    @cached_property
    def _parts(self) -> dict[tuple[str, str], Parts]:
        return {}

    def parts_of(self, component: str, attribute: str) -> Parts:
        """An attribute in its parts (see `Parts`)."""
        key = component, attribute
        if key not in self._parts:
            frame = self.tables[component]
            flat = frame[attribute].to_numpy(dtype=float)
            given = self.series.get(key)
            if given is None or not len(given.columns):
                self._parts[key] = flat, None, None
            else:
                where = frame.index.get_indexer(given.columns)
                self._parts[key] = flat, where, given.to_numpy(dtype=float)
        return self._parts[key]

    def by_hour(self, component: str, attribute: str, span: slice = slice(None)) -> np.ndarray:
        """Values of an attribute by hour: hours of `span` × names, float."""
        flat, where, values = self.parts_of(component, attribute)
        count = len(range(*span.indices(self.size)))
        found = np.empty((count, len(flat)))
        found[:] = flat
        if where is not None and values is not None:
            found[:, where] = values[span]
        return found

    def __reduce__(self) -> tuple[object, ...]:
        """So that it can travel to another process."""
        make, parts = super().__reduce__()
        return _again, (make, parts)


def as_arrays(network: Network) -> ArrayNetwork:
    """The network with every series as one array of numbers; values are the same."""
    given = {f.name: getattr(network, f.name) for f in fields(network)}
    given["series"] = MappingProxyType(
        {key: _one_piece(frame) for key, frame in network.series.items()}
    )
    return ArrayNetwork(**given)


def _one_piece(frame: pd.DataFrame) -> pd.DataFrame:
    values = frame.to_numpy(dtype=float)
    return pd.DataFrame(values, index=frame.index, columns=frame.columns, copy=False)


def _again(make: Callable[..., Network], parts: tuple[object, ...]) -> ArrayNetwork:
    """The network that these parts make, as it was before it travelled."""
    return as_arrays(make(*parts))
