"""The same network with other numbers: loads, limits, prices, availabilities."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from citywright.energy.network import Network
from citywright.errors import UsageError


def changed(
    network: Network,
    load: pd.DataFrame | None = None,
    cap: Mapping[str, float] | float | None = None,
    prices: Mapping[str, object] | None = None,
    series: Mapping[tuple[str, str], pd.DataFrame] | None = None,
) -> Network:
    """A network with some numbers changed (see `PowerSystem.resolve`).

    Raises
    ------
    UsageError
        A name that the network does not have, or a series of another length.
    """
    given: dict[tuple[str, str], pd.DataFrame] = dict(series or {})
    if load is not None:
        given["loads", "demand"] = load
    if prices:
        hours = network.size
        columns: Any = {
            n: np.broadcast_to(np.asarray(v, float), (hours,)) for n, v in prices.items()
        }
        given["generators", "marginal_cost"] = pd.DataFrame(columns, index=network.hours)
    known = dict(network.series)
    for key, frame in given.items():
        _known(network.names(key[0]), list(frame.columns), key[0])
        if len(frame) != network.size:
            raise UsageError("energy.change_length", given=len(frame), wanted=network.size)
        before = known.get(key, pd.DataFrame(index=network.hours))
        new = frame.set_axis(network.hours, axis=0)
        known[key] = before.drop(columns=[c for c in new if c in before]).join(new)
    tables = dict(network.tables)
    if cap is not None:
        tables["limits"] = _limits(network, cap)
    return replace(network, series=MappingProxyType(known), tables=MappingProxyType(tables))


def _limits(network: Network, cap: Mapping[str, float] | float) -> pd.DataFrame:
    limits = network.tables["limits"].copy()
    if not isinstance(cap, Mapping):
        if len(limits) != 1:
            raise UsageError("energy.change_cap", limits=", ".join(limits.index))
        cap = {str(limits.index[0]): float(cap)}
    _known(limits.index, list(cap), "limits")
    for name, value in cap.items():
        limits.loc[name, "value"] = float(value)
    return limits


def _known(names: pd.Index, given: list[str], component: str) -> None:
    unknown = [name for name in given if name not in names]
    if unknown:
        raise UsageError("energy.change_unknown", component=component, names=", ".join(unknown))
