"""Reads a PyPSA network: the same optimum as `n.optimize(solver_name="highs")` of PyPSA 1.4.

What PyPSA reads and our equations do not know is refused, all of it at once; what does not change
the optimum is left out. `pypsa_attributes.csv` says so attribute by attribute.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from citywright.energy.interchange.attributes import IGNORED, REFUSED, pypsa_attributes
from citywright.energy.interchange.frames import PypsaFrames
from citywright.energy.interchange.notes import Note, Notebook
from citywright.energy.interchange.pypsa_capacity import Family, active_by_period
from citywright.energy.interchange.pypsa_files import COMPONENTS, read_frames
from citywright.energy.interchange.pypsa_generators import generators, loads
from citywright.energy.interchange.pypsa_limits import limits
from citywright.energy.interchange.pypsa_lines import lines
from citywright.energy.interchange.pypsa_links import links
from citywright.energy.interchange.pypsa_storage import storage_units, stores
from citywright.energy.network import Network, make_network

if TYPE_CHECKING:
    from citywright.energy.interchange.pypsa_files import Source

FAMILIES: dict[str, Callable[[PypsaFrames, Notebook], Family]] = {
    "generators": generators, "storage": storage_units, "stores": stores, "lines": lines,
    "links": links, "loads": loads,
}  # fmt: skip
BUSES = ("bus", "bus0", "bus1", "bus2", "bus3", "bus4")


@dataclass(frozen=True)
class Imported:
    """A network that was read.

    notes               what was left out or approximated
    objective_constant  cost of the capacity in place of expandable units, which PyPSA takes off its
                        objective: cost of the plan = objective + objective_constant
    """

    network: Network
    notes: tuple[Note, ...]
    objective_constant: float


def read_pypsa(source: "Source") -> Imported:
    """A network from a PyPSA netCDF file, a folder of CSV files, or a live `pypsa.Network`.

    With investment periods it means what `n.optimize(multi_investment_periods=True)` means.

    Raises
    ------
    InterchangeError
        If it cannot be opened, or with every refusal if something in it is not known here.
    """
    frames = read_frames(source)
    book = Notebook()
    _refuse_declared(frames, book)
    _check_buses(frames, book)
    families = {name: make(frames, book) for name, make in FAMILIES.items()}
    tables = {name: family.table for name, family in families.items()}
    tables["nodes"] = _nodes(frames)
    tables["limits"] = limits(frames, tables, book)
    _note_left_out(frames, book)
    notes = book.settled(frames.name)
    series = {
        (name, attribute): frame.set_axis(hours_of(frames))
        for name, family in families.items() for attribute, frame in family.series.items()
    }  # fmt: skip
    network = make_network(
        frames.name, hours_of(frames), tables, series, _weights(frames), _years(frames)
    )
    return Imported(network, notes, constant_of(network))


def hours_of(frames: PypsaFrames) -> pd.Index:
    """Labels of the hours: the snapshots; with periods their time steps, if these are all different."""
    if not frames.has_periods:
        return frames.snapshots
    steps = frames.snapshots.get_level_values(1)
    return pd.Index(steps, name="snapshot") if steps.is_unique else frames.snapshots


def constant_of(network: Network) -> float:
    """sum over expandable units of capacity · capital_cost · weights of the years in which it runs."""
    total = 0.0
    years, weights = network.years.index.to_numpy(dtype=float), network.years["weight"].to_numpy()
    for component in ("generators", "storage", "stores", "lines", "links"):
        table = network.tables[component]
        built = table["build_year"].to_numpy(dtype=float)
        until = built + table["lifetime"].to_numpy(dtype=float)
        # year 0 stands for a network without planning years, in which everything runs
        runs = (years[:, None] == 0) | ((built <= years[:, None]) & (years[:, None] < until))
        chosen = (table["expandable"].astype(bool) & (table["capacity"] != 0)).to_numpy()
        cost = (table["capacity"] * table["capital_cost"]).to_numpy() * (weights @ runs)
        total += float(cost[chosen].sum())
    return total


def _nodes(frames: PypsaFrames) -> pd.DataFrame:
    theirs = {"carrier": "carrier", "x": "x", "y": "y", "zone": "location"}
    columns = {ours: frames.column("buses", name) for ours, name in theirs.items()}
    return pd.DataFrame(columns, index=frames.names("buses"))


def _weights(frames: PypsaFrames) -> pd.DataFrame:
    """cost, energy and state are PyPSA's objective, generators and stores."""
    given = frames.weightings
    return pd.DataFrame(
        {
            "cost": given["objective"].to_numpy(),
            "energy": given["generators"].to_numpy(),
            "state": given["stores"].to_numpy(),
            "year": frames.period_of,
        },
        index=hours_of(frames),
    )


def _years(frames: PypsaFrames) -> pd.DataFrame:
    """A planning year's weight is the period's weight in the objective."""
    if not frames.has_periods:
        return pd.DataFrame({"weight": [1.0], "carbon_price": [0.0]}, index=pd.Index([0]))
    weight = frames.periods["objective"].to_numpy(dtype=float)
    return pd.DataFrame({"weight": weight, "carbon_price": 0.0}, index=frames.periods.index)


def _refuse_declared(frames: PypsaFrames, book: Notebook) -> None:
    """Every attribute that is declared as refused and differs from its default where it matters."""
    for component, rows in pypsa_attributes().items():
        if not len(frames.names(component)):
            continue
        whole = rows.get("")
        if whole is not None and whole.treatment == REFUSED:
            book.refuse(component, "", frames.names(component))
        # p_init is refused beside a ramp limit, a delay at ends that are there: by their families
        for row in rows.values():
            if row.name and row.treatment == REFUSED and row.name not in ("p_init", "delay"):
                names = frames.names(component)[_differs(frames, component, row.name, row.when)]
                book.refuse_units(component, row.name, names)
    if frames.scenarios:
        book.refuse("scenarios", "", frames.scenarios)
    for component, attribute in frames.curves:
        book.refuse("piecewise", "", [f"{component}.{attribute}"])


def _differs(frames: PypsaFrames, component: str, attribute: str, when: str) -> np.ndarray:
    default = pypsa_attributes()[component][attribute].value
    if isinstance(default, float):
        values = frames.by_snapshot(component, attribute)
        differs = ~((values == default) | (np.isnan(values) & np.isnan(default))).all(axis=0)
    else:
        differs = frames.column(component, attribute) != default
    if when == "periods":
        return np.asarray(differs & frames.has_periods)
    return np.asarray(differs & frames.column(component, when) if when else differs)


def _check_buses(frames: PypsaFrames, book: Notebook) -> None:
    """Every bus that is named is there; an empty further end of a link is none."""
    known = set(frames.names("buses"))
    for component, rows in pypsa_attributes().items():
        table = frames.static.get(component)
        if table is None or component == "global_constraints":
            continue
        for attribute in BUSES:
            if attribute not in table or not (attribute in rows or component == "links"):
                continue
            named = frames.column(component, attribute)
            lost = np.array([b not in known and b != "" for b in named], dtype=bool)
            lost |= (named == "") & (attribute in ("bus", "bus0"))
            names = frames.names(component)[lost]
            missing = ", ".join(sorted({str(b) for b in named[lost]})[:5])
            book.refuse_units(component, attribute, names, "energy.interchange.no_bus", bus=missing)


def _note_left_out(frames: PypsaFrames, book: Notebook) -> None:
    """What is in the file and not in the network: inactive units, shunt impedances."""
    for component in COMPONENTS:
        table = frames.static.get(component)
        if table is None:
            continue
        away = [n for n in table.index if n not in frames.names(component)]
        if away:
            book.note(IGNORED, component, "active", away, "energy.interchange.inactive")
    shunts = frames.static.get("shunt_impedances")
    if shunts is not None and len(shunts):
        book.note(IGNORED, "shunt_impedances", "", shunts.index)
    if not frames.has_periods:
        return
    for component in ("generators", "storage_units", "stores", "lines", "transformers", "links"):
        never = ~active_by_period(frames, component).any(axis=0)
        if never.any():
            names = frames.names(component)[never]
            book.note(IGNORED, component, "build_year", names, "energy.interchange.never_runs")
