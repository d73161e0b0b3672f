"""Reads a MATPOWER case as a network of one hour: the linear ("DC") optimal power flow.

    min  sum of costs   s.t.  generation - Pd - Gs = flows out,   flow = (θ_from - θ_to) / (x · ratio)

(MATPOWER User's Manual 8.0, sections 3.7 and 6.2: losses, voltages and reactive power left out.)
"""

from pathlib import Path

import numpy as np
import pandas as pd

from citywright.energy.interchange.attributes import IGNORED
from citywright.energy.interchange.matpower_costs import Pieces, pieces_of
from citywright.energy.interchange.matpower_file import MatpowerCase, open_case
from citywright.energy.interchange.notes import Notebook
from citywright.energy.interchange.pypsa_in import Imported
from citywright.energy.interchange.pypsa_lines import TRANSFORMER, settled_reactance
from citywright.energy.network import make_network

ISOLATED = 4
"""Type of a bus that takes no part (MATPOWER User's Manual 8.0, table B-1)."""
SEGMENTS = 100
"""Pieces of a quadratic cost where the caller names no other number; `notes` say what is lost."""


def read_matpower(path: str | Path, segments: int = SEGMENTS) -> Imported:
    """A network from a case file; `segments` is the number of pieces of a quadratic cost.

    Generators are named "gen 1" ... by row, and where a cost has several pieces "gen 1/1" ...;
    branches "branch 1" ...; the cost of a plan is its objective + `objective_constant` (money/h).

    Raises
    ------
    InterchangeError
        If it cannot be opened, or with every refusal.
    """
    case, book = open_case(Path(path)), Notebook()
    nodes = _nodes(case, book)
    generators, constant = _generators(case, nodes.index, segments, book)
    tables = {
        "nodes": nodes, "generators": generators, "lines": _lines(case, nodes.index, book),
        "loads": _loads(case, nodes.index),
    }  # fmt: skip
    if case.dclines:
        rows = [str(k + 1) for k in range(case.dclines)]
        book.note(IGNORED, "dcline", "", rows, "energy.interchange.case_dcline")
    notes = book.settled(case.name)
    return Imported(make_network(case.name, pd.Index(["now"]), tables), notes, constant)


def _nodes(case: MatpowerCase, book: Notebook) -> pd.DataFrame:
    names = pd.Index(_texts(case.bus["bus"]), dtype=object)
    twice = sorted(set(names[names.duplicated()]))
    book.refuse_units("bus", "bus_i", twice, "energy.interchange.case_twice")
    apart = (case.bus["type"] == ISOLATED).to_numpy()
    if apart.any():
        book.note(IGNORED, "bus", "type", names[apart], "energy.interchange.case_isolated")
    zones = _texts(case.bus["zone"])
    frame = pd.DataFrame({"carrier": "AC", "zone": zones}, index=names)
    return frame[~apart & ~names.duplicated()]


def _loads(case: MatpowerCase, nodes: pd.Index) -> pd.DataFrame:
    """Pd + Gs: a shunt conductance takes Gs at a voltage of 1."""
    names = _texts(case.bus["bus"])
    demand = (case.bus["Pd"] + case.bus["Gs"]).to_numpy()
    frame = pd.DataFrame({"node": names, "demand": demand}, index=[f"load {n}" for n in names])
    return frame[(demand != 0) & frame["node"].isin(nodes).to_numpy()]


def _generators(
    case: MatpowerCase, nodes: pd.Index, segments: int, book: Notebook
) -> tuple[pd.DataFrame, float]:
    """One generator per piece of a cost: the first from Pmin up, the others from 0 up."""
    gen = case.gen
    running = (gen["status"] > 0).to_numpy()
    bus = np.array(_texts(gen["bus"]), dtype=object)
    names = np.array([f"gen {k + 1}" for k in range(len(gen))], dtype=object)
    known = np.isin(bus, _texts(case.bus["bus"]))
    book.refuse_units("gen", "bus", names[running & ~known], "energy.interchange.case_bus")
    crossed = running & (gen["Pmin"] > gen["Pmax"]).to_numpy()
    book.refuse_units("gen", "Pmin", names[crossed], "energy.interchange.case_range")
    if len(case.gencost) < len(gen):
        book.refuse("gencost", "", (), "energy.interchange.case_costs", expected=len(gen))
        return pd.DataFrame(), 0.0
    chosen = np.flatnonzero(running & np.isin(bus, nodes) & ~crossed)
    reach = _reach(case, nodes, chosen)
    rows: list[dict[str, object]] = []
    constant, errors = 0.0, {}
    for k in chosen:
        low = float(gen["Pmin"].iloc[k])
        high = max(low, min(float(gen["Pmax"].iloc[k]), low + reach))
        found = pieces_of(case.gencost[k], low, high, segments)
        if isinstance(found, str):
            book.refuse("gencost", "", [names[k]], found)
            continue
        constant += found.constant
        rows += _rows(str(names[k]), str(bus[k]), found)
        if found.error > 0:
            errors[names[k]] = found.error
    if errors:
        book.approximate(
            "gencost", "", list(errors), "energy.interchange.case_quadratic", segments=segments,
            largest=max(errors.values()), together=sum(errors.values()),
        )  # fmt: skip
    return pd.DataFrame(rows).set_index("name") if rows else pd.DataFrame(), constant


def _reach(case: MatpowerCase, nodes: pd.Index, chosen: np.ndarray) -> float:
    """MW that any generator can give above its Pmin: all demand less what all give at least."""
    here = np.isin(_texts(case.bus["bus"]), nodes)
    demand = float((case.bus["Pd"] + case.bus["Gs"]).to_numpy()[here].sum())
    return max(0.0, demand - float(case.gen["Pmin"].to_numpy()[chosen].sum()))


def _rows(name: str, node: str, pieces: Pieces) -> list[dict[str, object]]:
    made = []
    for k, slope in enumerate(pieces.slopes):
        low, high = (float(e) for e in pieces.edges[k : k + 2])
        if k > 0:
            low, high = 0.0, high - low
        size = max(abs(low), abs(high))
        made.append({
            "name": name if len(pieces.slopes) == 1 else f"{name}/{k + 1}", "node": node,
            "kind": "generator", "capacity": size, "marginal_cost": float(slope),
            "must_run": low / size if size else 0.0, "availability": high / size if size else 0.0,
        })  # fmt: skip
    return made


def _lines(case: MatpowerCase, nodes: pd.Index, book: Notebook) -> pd.DataFrame:
    """reactance = x · ratio; capacity = rateA (0: no limit), and what the angles allow."""
    branch = case.branch
    ends = [np.array(_texts(branch[e]), dtype=object) for e in ("from", "to")]
    names = np.array([f"branch {k + 1}" for k in range(len(branch))], dtype=object)
    running = (branch["status"] != 0).to_numpy()
    known = np.all([np.isin(end, _texts(case.bus["bus"])) for end in ends], axis=0)
    book.refuse_units("branch", "fbus", names[running & ~known], "energy.interchange.case_bus")
    ratio = branch["ratio"].to_numpy()
    z = branch["x"].to_numpy() * np.where(ratio == 0, 1.0, ratio)
    rate = branch["rateA"].to_numpy()
    table = pd.DataFrame(
        {
            "node0": ends[0], "node1": ends[1], "reactance": z,
            "kind": np.where(ratio == 0, "AC", TRANSFORMER),
            "capacity": np.where(rate == 0, np.inf, rate),
            "phase_shift": branch["angle"].to_numpy(), "origin": "branch", "own_name": names,
        },
        index=names,
    )  # fmt: skip
    inside = np.all([np.isin(end, nodes) for end in ends], axis=0)
    table["capacity"] = _within_angles(case, table, running & inside, book)
    table = table[running & inside]
    table["reactance"] = settled_reactance(nodes, table, book)
    return table.drop(columns=["phase_shift", "origin", "own_name"])


def _within_angles(
    case: MatpowerCase, table: pd.DataFrame, running: np.ndarray, book: Notebook
) -> np.ndarray:
    """The smaller of the rate and base · angle / reactance; angles of 0 or 360 are no limit.

    The flow is limited alike both ways, so an angle that is not is refused where it is the smaller.
    """
    capacity = table["capacity"].to_numpy()
    if "angmax" not in case.branch:
        return np.asarray(capacity)
    low, high = (case.branch[c].to_numpy() for c in ("angmin", "angmax"))
    with np.errstate(divide="ignore"):
        per_degree = np.deg2rad(case.base) / np.abs(table["reactance"].to_numpy())
    most = []
    for angle in (-low, high):
        free = (angle == 0) | (angle >= 360)
        most.append(np.where(free, np.inf, angle * per_degree))
    smaller = np.minimum(*most)
    uneven = (most[0] != most[1]) & (smaller < capacity)
    turned = (table["phase_shift"].to_numpy() != 0) & (smaller < capacity)
    wrong = running & (uneven | turned | (smaller < 0))
    book.refuse_units("branch", "angmax", table.index[wrong], "energy.interchange.case_angle")
    return np.asarray(np.minimum(capacity, np.maximum(smaller, 0.0)))


def _texts(numbers: pd.Series) -> list[str]:
    return [f"{value:g}" if abs(value) >= 1e15 else str(int(value)) for value in numbers]
