"""Who feeds a place in each hour, by kind, so that the parts add to its demand."""

import numpy as np
import pandas as pd

from citywright.energy.looking.solved import (
    ELECTRICITY,
    SMALL,
    Feed,
    available,
    by_group,
    carriers,
    figure,
    kinds,
    line_feeds,
    link_feeds,
    quantity,
    variable,
)
from citywright.energy.solution import Solution

HOURS_OF_WEEK = 168
PARTS = (
    "generation", "conversion", "discharge", "import", "shed",
    "charge", "use", "export", "losses",
)  # fmt: skip
"""Parts of a dispatch: five that give, four that take (negative)."""
Columns = dict[tuple[str, str], np.ndarray]


@figure
def dispatch(
    solution: Solution, nodes: list[str] | None = None, carrier: str = ELECTRICITY
) -> pd.DataFrame:
    """Σ generation + conversion + discharge + import + shed − charge − use − export − losses
    = demand, in every hour.

    Parameters
    ----------
    nodes
        The place; all nodes of `carrier` where none are given.

    Returns
    -------
    Hours × (part, kind), MW; parts that take are negative; columns without any use are left out;
    the last column is ("demand", ""), positive. Within the place, flows cancel but for their losses.
    Conversion is what links bring from another carrier, use what they take for another carrier.
    """
    network = solution.network
    if nodes is None:
        own = carriers(network)
        nodes = list(own.index[own == carrier])
    place = frozenset(nodes)
    columns: Columns = {}
    _generators(solution, place, columns)
    _storage(solution, place, columns)
    carrier_of = carriers(network).to_dict()
    for feed in (line_feeds(solution), link_feeds(solution)):
        _flows(feed, place, carrier_of, columns)
    shed = quantity(solution, "nodes", "shed")[nodes].to_numpy().sum(axis=1)
    _add(columns, "shed", "", shed)
    kept = {key: values for key, values in columns.items() if np.abs(values).max() > SMALL}
    order = sorted(kept, key=lambda key: PARTS.index(key[0]))
    data = {key: kept[key] for key in order} | {("demand", ""): demand(solution, nodes)}
    frame = pd.DataFrame(data, index=network.hours)
    frame.columns = pd.MultiIndex.from_tuples(list(data), names=["part", "kind"])
    return frame


def demand(solution: Solution, nodes: list[str]) -> np.ndarray:
    """Σ of the loads at some nodes, T, MW."""
    at = solution.network.tables["loads"]["node"].isin(nodes).to_numpy()
    return np.asarray(quantity(solution, "loads", "demand").to_numpy()[:, at].sum(axis=1))


@figure
def weeks(solution: Solution) -> pd.DataFrame:
    """Every stretch of 168 hours of a planning year: year, week (from 1), first, end (positions)."""
    year = solution.network.weights["year"].to_numpy(dtype=int)
    rows = []
    for one in sorted(set(year.tolist())):
        place = np.flatnonzero(year == one)
        for number, first in enumerate(range(0, len(place), HOURS_OF_WEEK), start=1):
            last = place[min(first + HOURS_OF_WEEK, len(place)) - 1]
            rows.append((int(one), number, int(place[first]), int(last) + 1))
    return pd.DataFrame(rows, columns=["year", "week", "first", "end"])


@figure
def week(solution: Solution, number: int, year: int | None = None) -> pd.DataFrame:
    """The dispatch of all electricity nodes in week `number` (from 1) of a planning year.

    Raises
    ------
    KeyError
        There is no such week.
    """
    all_weeks = weeks(solution).set_index(["year", "week"])
    which = int(solution.network.weights["year"].iloc[0]) if year is None else year
    row = all_weeks.loc[(which, number)]
    return dispatch(solution).iloc[int(row["first"]) : int(row["end"])]


@figure
def residual_load(solution: Solution, nodes: list[str]) -> np.ndarray:
    """demand − what wind and sun could give (available, used or not), T, MW; negative: surplus."""
    from_weather = weather_output(solution, nodes) + curtailed(solution, nodes)
    return np.asarray(demand(solution, nodes) - from_weather)


def weather_output(solution: Solution, nodes: list[str]) -> np.ndarray:
    """Σ output of the generators that follow the weather, T, MW."""
    frame = quantity(solution, "generators", "output").to_numpy()
    return np.asarray(frame[:, _weather_at(solution, nodes)].sum(axis=1))


def curtailed(solution: Solution, nodes: list[str]) -> np.ndarray:
    """Σ (available − output) of the generators that follow the weather, T, MW."""
    left = available(solution) - quantity(solution, "generators", "output").to_numpy()
    return np.asarray(left[:, _weather_at(solution, nodes)].sum(axis=1))


def _weather_at(solution: Solution, nodes: list[str]) -> np.ndarray:
    at = solution.network.tables["generators"]["node"].isin(nodes).to_numpy()
    return np.asarray(at & variable(solution.network))


def _add(columns: Columns, part: str, kind: str, values: np.ndarray) -> None:
    columns[part, kind] = columns.get((part, kind), np.zeros(len(values))) + values


def _signed(columns: Columns, parts: tuple[str, str], frame: pd.DataFrame) -> None:
    """Add each column by its sign, hour by hour: the part that gives, and the part that takes."""
    for kind in frame.columns:
        values = frame[kind].to_numpy()
        _add(columns, parts[0], str(kind), np.maximum(values, 0.0))
        _add(columns, parts[1], str(kind), np.minimum(values, 0.0))


def _generators(solution: Solution, place: frozenset[str], columns: Columns) -> None:
    network = solution.network
    at = network.tables["generators"]["node"].isin(place)
    output = quantity(solution, "generators", "output").loc[:, at.to_numpy()]
    group = kinds(network, "generators")[at]
    for given, parts in ((output.clip(lower=0), 0), (output.clip(upper=0), 1)):
        summed = by_group(given, group)
        for kind in summed.columns:
            _add(columns, ("generation", "export")[parts], str(kind), summed[kind].to_numpy())


def _storage(solution: Solution, place: frozenset[str], columns: Columns) -> None:
    network = solution.network
    at = network.tables["storage"]["node"].isin(place)
    group = kinds(network, "storage")[at]
    for name, part, sign in (("discharge", "discharge", 1.0), ("charge", "charge", -1.0)):
        summed = by_group(quantity(solution, "storage", name).loc[:, at.to_numpy()], group)
        for kind in summed.columns:
            _add(columns, part, str(kind), sign * summed[kind].to_numpy())
    at = network.tables["stores"]["node"].isin(place)
    output = quantity(solution, "stores", "output").loc[:, at.to_numpy()]
    group = kinds(network, "stores")[at]
    for given, part in ((output.clip(lower=0), "discharge"), (output.clip(upper=0), "charge")):
        summed = by_group(given, group)
        for kind in summed.columns:
            _add(columns, part, str(kind), summed[kind].to_numpy())


def _flows(feed: Feed, place: frozenset[str], carrier_of: dict[str, str], columns: Columns) -> None:
    """Sort what lines or links feed into the place into import, conversion and losses."""
    inside = np.isin(feed.nodes, list(place))
    groups: dict[tuple[str, str, str], list[str]] = {}
    for name in dict.fromkeys(feed.names):
        ends = feed.names == name
        if not inside[ends].any():
            continue
        carried = {carrier_of[node] for node in feed.nodes[ends]}
        kind = str(feed.kinds[ends][0])
        if len(carried) > 1:
            key = ("conversion", "use", kind)
        elif inside[ends].all():
            key = ("losses", "losses", "")
        else:
            key = ("import", "export", "")
        groups.setdefault(key, []).append(name)
    for (gives, takes, kind), names in groups.items():
        wanted = inside & np.isin(feed.names, names)
        each = pd.DataFrame(feed.values[:, wanted], columns=feed.names[wanted])
        nets = each.T.groupby(level=0, sort=False).sum().T
        _add(columns, gives, kind, nets.clip(lower=0).sum(axis=1).to_numpy())
        _add(columns, takes, kind, nets.clip(upper=0).sum(axis=1).to_numpy())
