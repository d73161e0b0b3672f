"""Global constraints of a PyPSA network in our words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.energy.interchange.attributes import IGNORED
from citywright.energy.interchange.frames import PypsaFrames
from citywright.energy.interchange.notes import Notebook
from citywright.energy.interchange.pypsa_generators import counted_column

ALL_YEARS = -1
"""Year of a limit on all planning years together (`components.csv`, limits.year)."""
CONSTRAINTS = "global_constraints"


@dataclass(frozen=True)
class _Ground:
    """What a limit is read against: the frames and the tables that have been made of them."""

    frames: PypsaFrames
    tables: Mapping[str, pd.DataFrame]
    book: Notebook

    def refuse(self, name: str, attribute: str, key: str, **values: object) -> None:
        self.book.refuse(CONSTRAINTS, attribute, [name], key, **values)


@dataclass(frozen=True)
class _Row:
    """One global constraint; `period` is 0 where none is named."""

    name: str
    subject: str
    bus: str
    sense: str
    constant: float
    period: int


def limits(frames: PypsaFrames, tables: Mapping[str, pd.DataFrame], book: Notebook) -> pd.DataFrame:
    """kind, subject, node, sense, value and year of each limit that binds anything at all."""
    ground = _Ground(frames, tables, book)
    found = {}
    columns = {a: frames.column(CONSTRAINTS, a) for a in _COLUMNS}
    for k, name in enumerate(frames.names(CONSTRAINTS)):
        period = columns["investment_period"][k]
        row = _Row(
            str(name), columns["carrier_attribute"][k], columns["bus"][k], columns["sense"][k],
            float(columns["constant"][k]), 0 if np.isnan(period) else int(period),
        )  # fmt: skip
        reader = READERS.get(columns["type"][k])
        if reader is None:
            ground.refuse(
                row.name, "type", "energy.interchange.limit_type", type=columns["type"][k]
            )
        elif row.sense not in ("<=", ">=", "=="):
            ground.refuse(row.name, "sense", "energy.interchange.limit_sense", sense=row.sense)
        elif _is_known(ground, row):
            made = reader(ground, row)
            if made is None:
                key = "energy.interchange.limit_empty"
                book.note(IGNORED, CONSTRAINTS, "constant", [row.name], key)
            else:
                found[row.name] = {"subject": "", "node": "", "sense": row.sense, **made}
    _bus_limits(frames, book)
    return pd.DataFrame.from_dict(found, orient="index")


_COLUMNS = ("type", "carrier_attribute", "bus", "sense", "constant", "investment_period")


def _is_known(ground: _Ground, row: _Row) -> bool:
    """Whether the period named is one of the network's; PyPSA takes no other."""
    if row.period and row.period not in ground.frames.periods.index:
        key = "energy.interchange.limit_period"
        ground.refuse(row.name, "investment_period", key, period=row.period)
        return False
    return True


def _in_years(ground: _Ground, row: _Row) -> tuple[float, int]:
    """Value and year of a limit that PyPSA sums with the periods' weights in years.

    sum over periods of years · use <= constant; the same years in every period divide the constant.
    """
    frames = ground.frames
    if not frames.has_periods:
        return row.constant, 0
    if row.period:
        return row.constant / float(frames.periods["years"][row.period]), row.period
    years = frames.periods["years"]
    if (years != years.iloc[0]).any():
        ground.refuse(row.name, "investment_period", "energy.interchange.limit_years")
    return row.constant / float(years.iloc[0]), ALL_YEARS


def _carbon(ground: _Ground, row: _Row) -> dict[str, object] | None:
    """Emissions of generators, and of what non-cyclic stores have used up at the end."""
    if row.subject != counted_column(ground.frames):
        ground.refuse(row.name, "carrier_attribute", "energy.interchange.limit_columns")
    value, year = _in_years(ground, row)
    bound = 0.0
    emits = bool((ground.tables["generators"]["emission"] != 0).any())
    for component, theirs, initial in (
        ("storage", "storage_units", "state_of_charge_initial"), ("stores", "stores", "e_initial"),
    ):  # fmt: skip
        table = ground.tables[component]
        counted = (~table["cyclic"] & (table["emission"] != 0)).to_numpy()
        if counted.any() and ground.frames.has_periods:
            key = "energy.interchange.limit_stored"
            ground.refuse(row.name, "investment_period", key, names=", ".join(table.index[counted]))
        # PyPSA's initial level loses nothing in the first snapshot, ours is larger by that
        more = table["initial"].to_numpy() - ground.frames.column(theirs, initial)
        bound += float((table["emission"].to_numpy() * more)[counted].sum())
        emits = emits or bool(counted.any())
    return {"kind": "carbon", "value": value + bound, "year": year} if emits else None


def _energy(ground: _Ground, row: _Row) -> dict[str, object] | None:
    """Output of the generators of a carrier."""
    value, year = _in_years(ground, row)
    made = ground.tables["generators"]
    own = (made["kind"] == row.subject).to_numpy()
    turned = own & (ground.frames.column("generators", "sign") == -1)
    others = [made.index[turned], _of_kind(ground.tables["links"], row.subject)]
    for component in ("storage", "stores"):
        table = ground.tables[component]
        others.append(_of_kind(table[~table["cyclic"].astype(bool)], row.subject))
    names = [str(n) for index in others for n in index]
    if names:
        key = "energy.interchange.limit_others"
        ground.refuse(row.name, "carrier_attribute", key, names=", ".join(names))
    counted = {"kind": "energy", "subject": row.subject, "value": value, "year": year}
    return counted if own.any() else None


def _capacity(ground: _Ground, row: _Row) -> dict[str, object] | None:
    """Capacity of the expandable units of a carrier, at a bus or everywhere.

    Ours counts capacity in place too, so it is added to the limit.
    """
    counted, fixed = [], 0.0
    for component in ("generators", "storage", "stores", "links", "lines"):
        table = ground.tables[component]
        begin = "node" if "node" in table else "node0"
        mine = table[(table["kind"] == row.subject) & ((row.bus == "") | (table[begin] == row.bus))]
        expandable = mine["expandable"].to_numpy(dtype=bool)
        counted.append(mine[expandable])
        if component == "lines" and expandable.any():
            ground.refuse(row.name, "carrier_attribute", "energy.interchange.limit_lines")
        if component != "lines":
            fixed += float(mine["capacity"].to_numpy()[~expandable & _runs(mine, row.period)].sum())
    units = pd.concat(counted)
    year = _one_year(ground, row, units)
    if not len(units):
        return None
    if not np.isfinite(fixed):
        ground.refuse(row.name, "carrier_attribute", "energy.interchange.limit_unlimited")
    limit = {"kind": "capacity", "subject": row.subject, "node": row.bus}
    return {**limit, "value": row.constant + fixed, "year": year}


def _network_length(ground: _Ground, row: _Row) -> dict[str, object] | None:
    """length · capacity of the expandable lines and links of some carriers."""
    units = _expandable(ground, row)
    year = _one_year(ground, row, units)
    limit = {"kind": "network_length", "subject": "|".join(_present(units)), "value": row.constant}
    return {**limit, "year": year} if len(units) else None


def _network_cost(ground: _Ground, row: _Row) -> dict[str, object] | None:
    """capital_cost · capacity of the expandable lines and links of some carriers.

    Without a period PyPSA weighs the cost by the periods in which a line runs.
    """
    units = _expandable(ground, row)
    if not len(units):
        return None
    for component in ("lines", "links"):
        yearly = pd.Series(
            ground.frames.column(component, "fom_cost"), ground.frames.names(component)
        )
        costly = yearly.index[(yearly != 0).to_numpy() & yearly.index.isin(units.index)]
        if len(costly):
            key = "energy.interchange.limit_fom"
            ground.refuse(row.name, "type", key, names=", ".join(map(str, costly)))
    value, year = row.constant, _one_year(ground, row, units)
    if ground.frames.has_periods and not row.period:
        value /= float(ground.frames.periods["objective"].sum())
        if not all(_runs(units, int(p)).all() for p in ground.frames.periods.index):
            ground.refuse(row.name, "investment_period", "energy.interchange.limit_vintages")
    limit = {"kind": "network_cost", "subject": "|".join(_present(units)), "value": value}
    return {**limit, "year": year}


def _expandable(ground: _Ground, row: _Row) -> pd.DataFrame:
    carriers = [part.strip() for part in re.sub(r"[\[\]()]", "", row.subject).split(",")]
    tables = [ground.tables[c] for c in ("lines", "links")]
    units = pd.concat([t[t["expandable"].astype(bool) & t["kind"].isin(carriers)] for t in tables])
    return units[_runs(units, row.period)]


def _present(units: pd.DataFrame) -> list[str]:
    return sorted(set(units["kind"]))


def _of_kind(table: pd.DataFrame, kind: str) -> pd.Index:
    return table.index[(table["kind"] == kind).to_numpy()]


def _runs(table: pd.DataFrame, period: int) -> np.ndarray:
    """Whether each unit runs in a period; all do where none is named."""
    if not period:
        return np.ones(len(table), dtype=bool)
    built = table["build_year"].to_numpy(dtype=float)
    return np.asarray(
        (built <= period) & (period < built + table["lifetime"].to_numpy(dtype=float))
    )


def _one_year(ground: _Ground, row: _Row, units: pd.DataFrame) -> int:
    """The planning year in which a limit on capacities is read: one in which all of them run."""
    if not ground.frames.has_periods or row.period:
        return row.period
    for period in ground.frames.periods.index:
        if _runs(units, int(period)).all():
            return int(period)
    ground.refuse(row.name, "investment_period", "energy.interchange.limit_vintages")
    return 0


def _bus_limits(frames: PypsaFrames, book: Notebook) -> None:
    """Columns nom_min_carrier and nom_max_carrier of buses, which PyPSA has deprecated."""
    buses = frames.static.get("buses", pd.DataFrame())
    for column in buses.columns:
        if str(column).startswith("nom_") and buses[column].notna().any():
            book.refuse(
                "buses",
                str(column),
                buses.index[buses[column].notna()],
                "energy.interchange.bus_limit",
            )


Reader = Callable[[_Ground, _Row], dict[str, object] | None]
READERS: dict[str, Reader] = {
    "primary_energy": _carbon,
    "operational_limit": _energy,
    "tech_capacity_expansion_limit": _capacity,
    "transmission_volume_expansion_limit": _network_length,
    "transmission_expansion_cost_limit": _network_cost,
}
"""Type of a global constraint -> what makes a limit of it."""
