"""Lines and transformers of a PyPSA network in our words: both become lines."""

from importlib.resources import files

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from citywright.energy.interchange.frames import PypsaFrames
from citywright.energy.interchange.notes import Notebook
from citywright.energy.interchange.pypsa_capacity import Family, capacities
from citywright.energy.interchange.pypsa_storage import carrier_or_bus

BRANCHES = ("lines", "transformers")
TRANSFORMER = "transformer"
"""Kind of a line that was a transformer, which has no carrier."""


def lines(frames: PypsaFrames, book: Notebook) -> Family:
    """reactance = the impedance that PyPSA's voltage law weighs flows with, at 1 MVA."""
    parts = [_branches(frames, component, book) for component in BRANCHES]
    named = branch_names(frames.names("lines"), frames.names("transformers"))
    for part, names in zip(parts, named, strict=True):
        part.index = pd.Index(names, dtype=object)
    table = pd.concat(parts)
    family = Family(table)
    share = np.hstack([frames.by_snapshot(c, "s_max_pu") for c in BRANCHES])
    table["is_alternating"] = _is_alternating(frames, table)
    table["reactance"] = np.where(table["is_alternating"], table["reactance"], table["r"])
    table["reactance"] = settled_reactance(frames.names("buses"), table, book)
    family.by_hour("availability", _within_angle(frames, table, share, book), frames.snapshots)
    family.table = table.drop(columns=["origin", "own_name", "is_alternating", "phase_shift", "r"])
    return family


def branch_names(of_lines: pd.Index, of_transformers: pd.Index) -> tuple[list[str], list[str]]:
    """Names among our lines; a transformer that shares a line's name is told apart by a prefix."""
    taken, named = set(of_lines), []
    for name in of_transformers:
        chosen = str(name)
        while chosen in taken:
            chosen = f"{TRANSFORMER} {chosen}"
        taken.add(chosen)
        named.append(chosen)
    return [str(n) for n in of_lines], named


def _branches(frames: PypsaFrames, component: str, book: Notebook) -> pd.DataFrame:
    table = capacities(frames, component, book)
    table.insert(0, "node0", frames.column(component, "bus0"))
    table.insert(1, "node1", frames.column(component, "bus1"))
    is_line = component == "lines"
    kind = carrier_or_bus(frames, "lines", "bus0") if is_line else TRANSFORMER
    table.insert(2, "kind", kind)
    table["length"] = frames.column("lines", "length") if is_line else 0.0
    impedances = _line_impedances if is_line else _transformer_impedances
    x, r, shift, s_nom = impedances(frames, book)
    # PyPSA overwrites the capacity of a transformer that has a type
    table["capacity"] = np.where(np.isnan(s_nom), table["capacity"], s_nom)
    table["reactance"], table["r"], table["phase_shift"] = x, r, shift
    table["origin"], table["own_name"] = component, table.index
    return table


def _line_impedances(frames: PypsaFrames, book: Notebook) -> tuple[np.ndarray, ...]:
    """x / v_nom² and r / v_nom² (v_nom of bus0); with a type, per kilometre · length / circuits."""
    names, bus0 = frames.names("lines"), frames.column("lines", "bus0")
    voltage = pd.Series(frames.column("buses", "v_nom"), index=frames.names("buses"))
    v_nom = voltage.reindex(bus0).to_numpy()
    length, circuits = frames.column("lines", "length"), frames.column("lines", "num_parallel")
    types = _types(frames, "line_types", "lines", book)
    found = []
    for attribute in ("x", "r"):
        own = frames.column("lines", attribute)
        if types is not None:
            typed = types[f"{attribute}_per_length"].to_numpy() * length / circuits
            own = np.where(np.isnan(typed), own, typed)
        found.append(own / v_nom**2)
    return found[0], found[1], np.zeros(len(names)), np.full(len(names), np.nan)


def _transformer_impedances(frames: PypsaFrames, book: Notebook) -> tuple[np.ndarray, ...]:
    """x · tap_ratio / s_nom and r · tap_ratio / s_nom; with a type, from its short-circuit voltage.

    r = vscr / 100, x = (vsc² / 100² - r²)^½, both over the number of transformers;
    tap_ratio = 1 + (tap_position - tap_neutral) tap_step / 100.
    """
    component = "transformers"
    x, r, tap, s_nom = (frames.column(component, a) for a in ("x", "r", "tap_ratio", "s_nom"))
    angles = [frames.by_snapshot(component, "phase_shift")]
    low, high = (frames.column(component, f"phase_shift_{end}") for end in ("min", "max"))
    shift = np.abs(np.vstack(angles)).max(axis=0) + (low < high)
    types = _types(frames, "transformer_types", component, book)
    if types is not None:
        count = frames.column(component, "num_parallel")
        share = (types["vscr"] / 100.0).to_numpy()
        typed = ~np.isnan(share)
        step = frames.column(component, "tap_position") - types["tap_neutral"].to_numpy()
        x = np.where(typed, np.sqrt((types["vsc"].to_numpy() / 100.0) ** 2 - share**2) / count, x)
        r = np.where(typed, share / count, r)
        tap = np.where(typed, 1.0 + step * types["tap_step"].to_numpy() / 100.0, tap)
        s_nom = np.where(typed, types["s_nom"].to_numpy(), s_nom)
        shift = np.where(typed, np.abs(types["phase_shift"].to_numpy()) + (low < high), shift)
    with np.errstate(divide="ignore", invalid="ignore"):
        return x / s_nom * tap, r / s_nom * tap, shift, s_nom


def _types(frames: PypsaFrames, kinds: str, component: str, book: Notebook) -> pd.DataFrame | None:
    """The type of each unit, empty rows where it has none; None where no unit has one.

    Standard types: PyPSA 1.4, data/standard_types (MIT licence, PyPSA Contributors), of pandapower.
    """
    wanted = frames.column(component, "type")
    if not (wanted != "").any():
        return None
    text = files("citywright.energy.interchange").joinpath(f"standard_{kinds}.csv")
    with text.open(encoding="utf-8") as file:
        known = pd.read_csv(file, index_col="name").astype(float)
    own = frames.static.get(kinds, pd.DataFrame()).reindex(columns=known.columns).astype(float)
    known = pd.concat([own, known.drop(index=own.index, errors="ignore")])
    unknown = (wanted != "") & ~np.isin(wanted, known.index)
    names = frames.names(component)
    book.refuse_units(component, "type", names[unknown], "energy.interchange.unknown_type")
    return known.reindex(wanted)


def _is_alternating(frames: PypsaFrames, table: pd.DataFrame) -> np.ndarray:
    """Whether a branch lies in a sub-network whose first bus is AC, as PyPSA tells them apart."""
    buses = frames.names("buses")
    part = _parts(_ends(buses, table), len(buses))
    first = pd.Series(frames.column("buses", "carrier")).groupby(part).first()
    at = buses.get_indexer(pd.Index(table["node0"]))
    return np.array([k >= 0 and first[part[k]] == "AC" for k in at], dtype=bool)


def settled_reactance(nodes: pd.Index, table: pd.DataFrame, book: Notebook) -> np.ndarray:
    """Reactances, NaN where a branch is free of the voltage law.

    Infinite impedance: outside of all cycles, as in PyPSA. Zero: only where no cycle counts it, for
    a row of a cycle without any impedance says nothing; a zero beside others is refused, and so is
    a phase shift in a cycle. `table` has node0, node1, reactance, phase_shift, origin, own_name.
    """
    z = table["reactance"].to_numpy(dtype=float)
    z = np.where(np.isfinite(z), z, np.nan)
    zero, shift = z == 0, table["phase_shift"].to_numpy() != 0
    ring = np.zeros(len(table), dtype=bool)
    if (zero | shift).any():
        ring = _in_cycle(_ends(nodes, table), np.isfinite(z), len(nodes))
    part = _parts(_ends(nodes, table), len(nodes))
    of_branch = part[np.maximum(nodes.get_indexer(pd.Index(table["node0"])), 0)]
    counted = pd.Series(~zero & ring).groupby(of_branch).transform("any").to_numpy()
    for origin in dict.fromkeys(table["origin"]):
        own = ring & (table["origin"] == origin).to_numpy()
        for attribute, wrong, key in (
            ("x", zero & counted, "zero_impedance"), ("phase_shift", shift, "phase_shift"),
        ):  # fmt: skip
            names = table["own_name"][own & wrong]
            book.refuse_units(origin, attribute, list(names), f"energy.interchange.{key}")
    return np.where(zero, np.nan, z)


def _ends(nodes: pd.Index, table: pd.DataFrame) -> np.ndarray:
    """Positions of the nodes at both ends: 2 × branches, -1 where there is no such node."""
    return np.vstack([nodes.get_indexer(pd.Index(table[end])) for end in ("node0", "node1")])


def _parts(ends: np.ndarray, size: int) -> np.ndarray:
    """Connected part of each node."""
    known = ends[:, (ends >= 0).all(axis=0)]
    graph = sparse.coo_matrix((np.ones(known.shape[1]), (known[0], known[1])), (size, size))
    return np.asarray(csgraph.connected_components(graph, directed=False)[1])


def _in_cycle(ends: np.ndarray, counted: np.ndarray, size: int) -> np.ndarray:
    """Whether a branch lies in a cycle of counted branches: its ends hold together without it."""
    known = counted & (ends >= 0).all(axis=0)
    ring = known.copy()
    for k in np.flatnonzero(known):
        others = known.copy()
        others[k] = False
        part = _parts(ends[:, others], size)
        ring[k] = part[ends[0, k]] == part[ends[1, k]]
    return ring


def _within_angle(
    frames: PypsaFrames, table: pd.DataFrame, share: np.ndarray, book: Notebook
) -> np.ndarray:
    """s_max_pu, and where an angle is limited at most v_ang_max / x of the capacity."""
    angle = np.concatenate([frames.column(c, "v_ang_max") for c in BRANCHES])
    is_ac = (table["kind"] == "AC").to_numpy() | (table["origin"] == "transformers").to_numpy()
    limited = np.isfinite(angle) & is_ac
    if not limited.any():
        return share
    x = table["reactance"].to_numpy(dtype=float)
    capacity = table["capacity"].to_numpy(dtype=float)
    unclear = limited & (
        table["expandable"].to_numpy() | ~(x > 0) | (table["phase_shift"] != 0).to_numpy()
    )
    for component in BRANCHES:
        own = unclear & (table["origin"] == component).to_numpy()
        book.refuse_units(
            component, "v_ang_max", table["own_name"][own], "energy.interchange.angle"
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        most = np.deg2rad(angle) / x / capacity
    return np.where(limited & ~unclear & (capacity > 0), np.minimum(share, most), share)
