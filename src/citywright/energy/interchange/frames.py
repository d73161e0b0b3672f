"""A PyPSA network as plain frames, whichever way it came: netCDF, CSV folder or a live object.

Nothing here imports PyPSA. What is absent takes PyPSA's declared default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from citywright.energy.interchange.attributes import pypsa_attributes
from citywright.energy.interchange.notes import InterchangeError

WEIGHTINGS = ("objective", "stores", "generators")
PERIOD_WEIGHTINGS = ("objective", "years")
TRUE = {"true", "yes", "1", "1.0"}
"""How a set flag may be written in a CSV file."""


@dataclass(frozen=True)
class PypsaFrames:
    """A PyPSA network.

    snapshots          T labels; a MultiIndex (period, timestep) with investment periods
    weightings         T × WEIGHTINGS, hours
    periods            investment period -> PERIOD_WEIGHTINGS; empty where there is none
    static             component -> frame indexed by name, columns as given
    dynamic            (component, attribute) -> T × the names that are given by snapshot
    curves             (component, attribute) that are given as curves
    scenarios          names of scenarios
    """

    name: str
    snapshots: pd.Index
    weightings: pd.DataFrame
    periods: pd.DataFrame
    static: Mapping[str, pd.DataFrame]
    dynamic: Mapping[tuple[str, str], pd.DataFrame]
    curves: tuple[tuple[str, str], ...] = ()
    scenarios: tuple[str, ...] = ()
    meta: Mapping[str, object] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of snapshots, T."""
        return len(self.snapshots)

    @property
    def has_periods(self) -> bool:
        """Whether there are investment periods."""
        return len(self.periods) > 0

    @property
    def period_of(self) -> np.ndarray:
        """Investment period of each snapshot, 0 without periods."""
        if not self.has_periods:
            return np.zeros(self.size, dtype=int)
        return np.asarray(self.snapshots.get_level_values(0), dtype=int)

    def names(self, component: str) -> pd.Index:
        """Names of the active units of a component."""
        frame = self._frame(component)
        if "active" not in pypsa_attributes().get(component, {}):
            return frame.index
        return frame.index[self._column(frame, component, "active").astype(bool)]

    def column(self, component: str, attribute: str) -> np.ndarray:
        """The static value of an attribute, one per active unit: float, bool or text."""
        frame = self._frame(component).loc[self.names(component)]
        return self._column(frame, component, attribute)

    def series(self, component: str, attribute: str) -> pd.DataFrame:
        """The active units that are given by snapshot: T × names."""
        names = self.names(component)
        given = self.dynamic.get((component, attribute))
        if given is None:
            return pd.DataFrame(index=self.snapshots)
        return given.loc[:, [n for n in names if n in given.columns]]

    def by_snapshot(self, component: str, attribute: str) -> np.ndarray:
        """Values of a number in every snapshot: T × active units."""
        names = self.names(component)
        values = np.tile(self.column(component, attribute).astype(float), (self.size, 1))
        given = self.series(component, attribute)
        if len(given.columns):
            numbers = given.apply(_numbers, args=(component, attribute))
            values[:, names.get_indexer(given.columns)] = numbers.to_numpy()
        return values

    def _frame(self, component: str) -> pd.DataFrame:
        return self.static.get(component, pd.DataFrame(index=pd.Index([], dtype=object)))

    def _column(self, frame: pd.DataFrame, component: str, attribute: str) -> np.ndarray:
        # bus2, efficiency2 and the like take the declaration of bus1 and efficiency
        declared = pypsa_attributes()[component].get(attribute)
        default = declared.value if declared else _of_port(component, attribute)
        if attribute not in frame:
            return np.full(len(frame), default, dtype=object if isinstance(default, str) else None)
        given = frame[attribute]
        if isinstance(default, str):
            return _texts(given, default)
        if isinstance(default, bool):
            return _flags(given, default=default)
        return np.asarray(_numbers(given, component, attribute).fillna(default))


def _of_port(component: str, attribute: str) -> float | bool | str:
    """The default of an attribute of a further port: empty for a bus, else that of the first."""
    stem = attribute.rstrip("0123456789")
    return "" if stem == "bus" else pypsa_attributes()[component][stem].value


def _numbers(given: pd.Series, component: str, attribute: str) -> pd.Series:
    try:
        return pd.to_numeric(given).astype(float)
    except (TypeError, ValueError) as error:
        raise InterchangeError(
            "energy.interchange.not_number", component=component, attribute=attribute
        ) from error


def _texts(given: pd.Series, default: str) -> np.ndarray:
    cells = [default if _is_missing(v) else _plain(v) for v in given]
    return np.array(cells, dtype=object)


def _flags(given: pd.Series, *, default: bool) -> np.ndarray:
    cells = [default if _is_missing(v) else str(v).strip().lower() in TRUE for v in given]
    return np.array(cells, dtype=bool)


def _plain(value: object) -> str:
    """Text of a cell; a whole number that a CSV file made a float is written as the number."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value))
