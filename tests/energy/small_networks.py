"""Small random networks for the laws: 2 to 4 nodes, 6 to 48 hours, always solvable.

Hypothesis chooses what the network has (so that a failure shrinks to what matters); numbers are
drawn from a seed. Every node may shed, so a carbon cap can always be met; must-run stays below the
least demand of its node.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from citywright.energy.network import Network, filled, make_network

Tables = dict[str, pd.DataFrame]
Series = dict[tuple[str, str], pd.DataFrame]
COAL, COAL_EMISSION, MOST_RUN = 60.0, 0.9, 0.45
"""MW, t/MWh, and the largest must-run, which may jump by more than a ramp from hour to hour."""


@dataclass(frozen=True)
class Shape:
    """What a small network has."""

    nodes: int
    hours: int
    seed: int
    cap: float | None
    """Carbon cap in t per MWh of demand."""
    voltage: bool
    """Whether lines have a reactance."""
    losses: bool
    link: bool
    heat: bool
    """Whether a coal plant with must-run and ramps stands at the first node."""
    hydro: bool
    cut: bool
    weight: float


SHAPES = st.builds(
    Shape,
    nodes=st.integers(2, 4),
    hours=st.sampled_from((6, 12, 24, 48)),
    seed=st.integers(0, 10_000),
    cap=st.sampled_from((None, 0.1, 0.25)),
    voltage=st.booleans(),
    losses=st.booleans(),
    link=st.booleans(),
    heat=st.booleans(),
    hydro=st.booleans(),
    cut=st.booleans(),
    weight=st.sampled_from((1.0, 3.5)),
)


def small_network(shape: Shape) -> Network:
    """The network of a shape."""
    rng = np.random.default_rng(shape.seed)
    hours = pd.date_range("2030-01-01", periods=shape.hours, freq="h")
    names = [f"n{i}" for i in range(shape.nodes)]
    demand = pd.DataFrame(
        rng.uniform(40, 100, (shape.hours, shape.nodes)), hours, [f"load {n}" for n in names]
    )
    tables: Tables = {
        "nodes": pd.DataFrame({"shed_cost": 2000.0}, index=names),
        "loads": pd.DataFrame({"node": names}, index=demand.columns),
    }
    series: Series = {("loads", "demand"): demand}
    generators(shape, rng, hours, tables, series)
    storage(shape, rng, hours, tables, series)
    roads(shape, rng, tables)
    if shape.cut:
        tables["flexible_loads"] = pd.DataFrame(
            {"node": names[:1], "power": 8.0, "cost": rng.uniform(80, 300)}, index=["cut"]
        )
    if shape.cap is not None:
        worst = COAL * MOST_RUN * COAL_EMISSION * shape.hours if shape.heat else 0.0
        value = shape.weight * (shape.cap * float(demand.to_numpy().sum()) + worst)
        tables["limits"] = pd.DataFrame({"kind": "carbon", "value": value}, index=["cap"])
    weights = pd.DataFrame(
        {"cost": shape.weight, "energy": shape.weight, "state": 1.0, "year": 0}, index=hours
    )
    return make_network("small", hours, tables, series, weights)


def generators(
    shape: Shape, rng: np.random.Generator, hours: pd.Index, tables: Tables, series: Series
) -> None:
    """PV at every node and gas at the last (both chosen), perhaps coal at the first."""
    names = list(tables["nodes"].index)
    pv = pd.DataFrame(
        {
            "node": names, "kind": "pv", "expandable": True, "green": True,
            "capital_cost": rng.uniform(1, 5, shape.nodes) * shape.hours,
            "capacity_max": rng.uniform(80, 300, shape.nodes),
        },
        index=[f"pv {n}" for n in names],
    )  # fmt: skip
    gas = pd.DataFrame(
        {
            "node": names[-1:], "kind": "gas", "expandable": True, "emission": 0.4,
            "capital_cost": rng.uniform(2, 8) * shape.hours, "capacity": 20.0, "capacity_min": 20.0,
            "capacity_max": 400.0, "marginal_cost": rng.uniform(50, 90),
        },
        index=["gas"],
    )  # fmt: skip
    frames = [pv, gas]
    if shape.heat:
        coal = {
            "node": names[:1], "kind": "coal", "capacity": COAL, "emission": COAL_EMISSION,
            "marginal_cost": rng.uniform(20, 40), "ramp_up": 0.2, "ramp_down": 0.25,
        }  # fmt: skip
        frames.append(pd.DataFrame(coal, index=["coal"]))
        run = pd.DataFrame(rng.uniform(0.1, MOST_RUN, (shape.hours, 1)), hours, ["coal"])
        series["generators", "must_run"] = run
    tables["generators"] = pd.concat(filled("generators", frame) for frame in frames)
    shine = np.clip(np.sin(np.pi * (np.arange(shape.hours) - 6) / 12), 0, 1)[:, None]
    sun = pd.DataFrame(
        shine * rng.uniform(0.5, 1, (shape.hours, shape.nodes)), hours, list(pv.index)
    )
    series["generators", "availability"] = sun


def storage(
    shape: Shape, rng: np.random.Generator, hours: pd.Index, tables: Tables, series: Series
) -> None:
    """A battery that is chosen, perhaps a reservoir with inflow that is there."""
    names = list(tables["nodes"].index)
    battery = pd.DataFrame(
        {
            "node": names[:1], "kind": "battery", "expandable": True, "hours": 4.0,
            "capital_cost": rng.uniform(0.2, 2) * shape.hours, "capacity_max": 100.0,
            "efficiency_in": 0.95, "efficiency_out": 0.93, "marginal_cost": 0.3,
            "standing_loss": 0.002,
        },
        index=["battery"],
    )  # fmt: skip
    frames = [battery]
    if shape.hydro:
        hydro = {
            "node": names[-1:], "kind": "hydro", "capacity": 30.0, "hours": 10.0, "green": True,
            "efficiency_in": 0.9, "efficiency_out": 0.9, "marginal_cost": 0.5,
        }  # fmt: skip
        frames.append(pd.DataFrame(hydro, index=["hydro"]))
        inflow = pd.DataFrame(rng.uniform(0, 12, (shape.hours, 1)), hours, ["hydro"])
        series["storage", "inflow"] = inflow
    tables["storage"] = pd.concat(filled("storage", frame) for frame in frames)


def roads(shape: Shape, rng: np.random.Generator, tables: Tables) -> None:
    """Lines in a ring (a chain of two), the first expandable; perhaps a link across."""
    names = list(tables["nodes"].index)
    pairs = [(i, (i + 1) % shape.nodes) for i in range(shape.nodes if shape.nodes > 2 else 1)]
    count = len(pairs)
    least = rng.uniform(10, 40, count)
    tables["lines"] = pd.DataFrame(
        {
            "node0": [names[a] for a, _ in pairs], "node1": [names[b] for _, b in pairs],
            "capacity": least, "capacity_min": least, "capacity_max": least + 60.0,
            "expandable": np.arange(count) == 0,
            "capital_cost": rng.uniform(0.2, 1.5, count) * shape.hours,
            "reactance": rng.uniform(1e-4, 5e-4, count) if shape.voltage else np.nan,
            "loss": 0.03 if shape.losses else 0.0,
        },
        index=[f"line {k}" for k in range(count)],
    )  # fmt: skip
    if shape.link:
        tables["links"] = pd.DataFrame(
            {"node0": names[:1], "node1": names[-1:], "capacity": 15.0, "efficiency": 0.96},
            index=["link"],
        )


NETWORKS = SHAPES.map(small_network)
