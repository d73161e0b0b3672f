"""Laws of a planned power system, on small random networks."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from small_networks import NETWORKS, SHAPES, Shape, small_network

from citywright.energy import solve
from citywright.energy.lowering import lowered
from citywright.energy.network import Network, make_network
from citywright.energy.solution import Solution

GAP = 1e-7
SLACK = 1e-6
"""Relative; above the solver's feasibility tolerance of 1e-7."""
COAL = SHAPES.map(lambda shape: replace(shape, heat=True)).map(small_network)


def solved(network: Network) -> Solution:
    return solve(network, gap=GAP, workers=1)


def lowest(solution: Solution) -> float:
    """Lower bound of the whole cost."""
    return solution.lower_bound + solution.objective_constant


def highest(solution: Solution) -> float:
    """Cost of the plan in hand, with what is in place."""
    return solution.upper_bound + solution.objective_constant


def slack(solution: Solution) -> float:
    return SLACK * max(1.0, abs(highest(solution)))


def same_optimum(one: Solution, other: Solution) -> None:
    """Two brackets of one number."""
    assert lowest(one) <= highest(other) + slack(one)
    assert lowest(other) <= highest(one) + slack(one)


def with_table(network: Network, component: str, frame: pd.DataFrame, **series: object) -> Network:
    """The network with another table of a component, and perhaps other series."""
    return make_network(
        network.name, network.hours, {**network.tables, component: frame},
        {**network.series, **series.get("series", {})}, network.weights, network.years,
        network.money, network.reserve,
    )  # fmt: skip


def with_value(network: Network, component: str, name: str, **values: float) -> Network:
    frame = network.tables[component].copy()
    for attribute, value in values.items():
        frame.loc[name, attribute] = value
    return with_table(network, component, frame)


def by_node(frame: pd.DataFrame, nodes: pd.Series) -> pd.DataFrame:
    """Hourly values of units, summed at their nodes."""
    return frame.T.groupby(nodes.reindex(frame.columns)).sum().T


@settings(max_examples=25, deadline=None)
@given(NETWORKS)
def test_energy_is_conserved_at_every_node_and_hour(network: Network) -> None:
    """What comes in at a node is its demand, in every hour."""
    solution = solved(network)
    tables, hourly = lowered(network).tables, solution.hourly
    left = hourly["nodes", "shed"] - hourly["nodes", "demand"]
    parts = [
        by_node(hourly["generators", "output"], tables["generators"]["node"]),
        by_node(hourly["storage", "discharge"], tables["storage"]["node"]),
        -by_node(hourly["storage", "charge"], tables["storage"]["node"]),
        -by_node(hourly["lines", "flow"], tables["lines"]["node0"]),
        by_node(hourly["lines", "arrival"], tables["lines"]["node1"]),
    ]
    if len(tables["links"]):
        parts.append(-by_node(hourly["links", "flow"], tables["links"]["node0"]))
        parts.append(by_node(hourly["links", "flow1"], tables["links"]["node1"]))
    for part in parts:
        left = left.add(part, fill_value=0.0)
    assert np.abs(left.to_numpy()).max() < 1e-4
    demand = by_node(network.series["loads", "demand"], tables["loads"]["node"])
    given_demand = demand.reindex(columns=left.columns).to_numpy()
    np.testing.assert_allclose(hourly["nodes", "demand"].to_numpy(), given_demand)
    shed = hourly["nodes", "shed"].to_numpy()
    assert (shed >= -1e-6).all()
    assert (shed <= given_demand + 1e-6).all()


@settings(max_examples=20, deadline=None)
@given(NETWORKS)
def test_stores_keep_their_energy(network: Network) -> None:
    """Never below zero, never above what fits, what goes in less losses comes out, and the last
    level is the level before the first."""
    solution = solved(network)
    table = network.tables["storage"]
    capacity = sizes(solution, "storage")
    take = {q: solution.hourly["storage", q] for q in ("level", "charge", "discharge", "spill")}
    inflow = pd.DataFrame(network.by_hour("storage", "inflow"), network.hours, table.index)
    for name in table.index:
        level, unit = take["level"][name].to_numpy(), table.loc[name]
        before = np.roll(level, 1)
        after = (
            before * (1 - unit["standing_loss"])
            + unit["efficiency_in"] * take["charge"][name].to_numpy()
            - take["discharge"][name].to_numpy() / unit["efficiency_out"]
            + inflow[name].to_numpy()
            - take["spill"][name].to_numpy()
        )
        np.testing.assert_allclose(level, after, atol=1e-4)
        assert level.min() >= -1e-6
        assert level.max() <= capacity[name] * unit["hours"] + 1e-4


def sizes(solution: Solution, component: str) -> pd.Series:
    """Capacity in the plan by name."""
    frame = solution.capacities
    own = frame[frame["component"] == component]
    return own.set_index("name")["capacity"]


@settings(max_examples=20, deadline=None)
@given(NETWORKS)
def test_the_plan_costs_its_upper_bound(network: Network) -> None:
    """Capacities at their yearly cost, outputs at their price, hours by weight: the upper bound."""
    solution = solved(network)
    low = lowered(network)
    weight = network.weights["cost"].to_numpy()[:, None]
    total = 0.0
    for component in ("generators", "storage", "lines"):
        chosen = low.tables[component]["expandable"].to_numpy(dtype=bool)
        cost = low.tables[component]["capital_cost"][chosen]
        total += float((sizes(solution, component)[cost.index] * cost).sum())
    priced = {("generators", "output"), ("storage", "discharge"), ("links", "flow")}
    for component, quantity in priced:
        if len(low.tables[component]):
            found = solution.hourly[component, quantity][low.names(component)].to_numpy()
            total += float((found * low.by_hour(component, "marginal_cost") * weight).sum())
    shed = solution.hourly["nodes", "shed"][low.names("nodes")].to_numpy()
    total += float((shed * low.of("nodes", "shed_cost") * weight).sum())
    assert abs(total - highest(solution)) <= slack(solution)


ONE_BLOCK = Shape(2, 6, 0, 0.1, False, False, False, False, False, False, 1.0)
"""The cap is at once the only block's budget and the year's limit."""
JUMPS = Shape(4, 48, 5, None, True, False, True, True, False, True, 1.0)
"""Must-run jumps by more than a ramp between two blocks."""


@settings(max_examples=20, deadline=None)
@given(SHAPES)
@example(ONE_BLOCK)
@example(JUMPS)
def test_bounds_bracket_and_both_methods_agree(shape: Shape) -> None:
    """lower <= upper; the whole program and the search by blocks bracket one number."""
    network = small_network(shape)
    whole = solve(network, gap=GAP, workers=1, method="whole")
    weeks = solve(
        network, gap=1e-5, workers=1, method="weeks", block_hours=max(6, shape.hours // 4)
    )
    for one in (whole, weeks):
        assert one.lower_bound <= one.upper_bound + slack(one)
    assert whole.gap <= SLACK
    assert weeks.gap <= 1e-5 + SLACK
    same_optimum(whole, weeks)


@settings(max_examples=10, deadline=None)
@given(SHAPES, st.sampled_from((1.05, 1.5, 4.0)))
def test_a_relaxed_cap_never_costs_more(shape: Shape, factor: float) -> None:
    network = small_network(replace(shape, cap=0.1))
    tight = solved(network)
    value = float(network.tables["limits"].loc["cap", "value"])
    loose = solved(with_value(network, "limits", "cap", value=factor * value))
    assert lowest(loose) <= highest(tight) + slack(tight)
    price = abs(float(tight.limits["price"].iloc[0]))
    # the price is a bound on what any relaxation saves: the cost is convex in the cap
    saved = lowest(tight) - highest(loose)
    assert saved <= price * (factor - 1) * value + 2 * slack(tight)


HALVED = ("capacity", "capacity_min", "capacity_max")


def split(network: Network, component: str, name: str) -> Network:
    """The network with a unit in two equal halves."""
    frame = network.tables[component]
    half = frame.loc[[name]].copy()
    half[list(HALVED)] /= 2
    frame = pd.concat([frame.drop(index=name), half, half.rename(index={name: f"{name} again"})])
    series = {
        key: values.assign(**{f"{name} again": values[name]})
        for key, values in network.series.items()
        if key[0] == component and name in values
    }
    return with_table(network, component, frame, series=series)


@settings(max_examples=10, deadline=None)
@given(COAL, st.sampled_from((("generators", "gas"), ("generators", "coal"),
                              ("generators", "pv n0"), ("storage", "battery"))))  # fmt: skip
def test_splitting_a_unit_changes_nothing(network: Network, unit: tuple[str, str]) -> None:
    same_optimum(solved(network), solved(split(network, *unit)))


def renamed(network: Network, order: np.random.Generator) -> Network:
    """All units and nodes in another order, under other names."""
    nodes = {
        name: f"node {k}" for k, name in enumerate(order.permutation(list(network.names("nodes"))))
    }
    tables, series = {}, {}
    for component, frame in network.tables.items():
        names = {
            name: nodes[name] if component == "nodes" else f"{component} {k}"
            for k, name in enumerate(order.permutation(list(frame.index)))
        }
        moved = frame.iloc[order.permutation(len(frame))].rename(index=names)
        ends = [c for c in moved if c.startswith("node") and component != "nodes"]
        moved[ends] = moved[ends].replace(nodes)
        tables[component] = moved
        for key, values in network.series.items():
            if key[0] == component:
                series[key] = values.rename(columns=names)
    return make_network("renamed", network.hours, tables, series, network.weights, network.years)


@settings(max_examples=12, deadline=None)
@given(NETWORKS, st.integers(0, 1000))
def test_names_and_order_change_nothing(network: Network, seed: int) -> None:
    same_optimum(solved(network), solved(renamed(network, np.random.default_rng(seed))))


@settings(max_examples=10, deadline=None)
@given(
    COAL,
    st.sampled_from(
        (("generators", "coal"), ("storage", "hydro"), ("lines", "line 1"), ("links", "link"))
    ),
)
def test_worth_is_the_slope_of_the_cost(network: Network, unit: tuple[str, str]) -> None:
    """The cost is convex in a capacity; its worth lies between the slopes on both sides.

    (f(K) - f(K + d)) / d  <=  worth  <=  (f(K - d) - f(K)) / d
    """
    component, name = unit
    assume(name in network.names(component))
    step = 0.5
    here = solved(network)
    capacity = float(network.tables[component].loc[name, "capacity"])
    least = {"capacity_min": 0.0} if component == "lines" else {}
    more, less = (
        solved(with_value(network, component, name, capacity=capacity + d, **least))
        for d in (step, -step)
    )
    worth = here.worth[(here.worth["component"] == component) & (here.worth["name"] == name)]
    value, room = float(worth["worth"].iloc[0]), 4 * slack(here) / step
    assert (lowest(here) - highest(more)) / step - room <= value
    assert value <= (highest(less) - lowest(here)) / step + room


@settings(max_examples=10, deadline=None)
@given(NETWORKS, st.integers(0, 5), st.integers(0, 3), st.sampled_from((-5.0, 5.0)))
@example(
    small_network(Shape(nodes=4, hours=6, seed=0, cap=None, voltage=True, losses=False, link=False,
                        heat=True, hydro=True, cut=False, weight=1.0)), 0, 2, 5.0,
)  # fmt: skip
def test_price_is_the_slope_of_the_cost(
    network: Network, hour: int, node: int, step: float
) -> None:
    """f(demand + d) >= f(demand) + weight price d: one more unit costs at least its price.

    Where all demand of a node is shed, its price may be above that of shedding, and one more unit is
    shed as well.
    """
    here = solved(network)
    demand = network.series["loads", "demand"].copy()
    column = demand.columns[node % len(demand.columns)]
    at = network.tables["loads"].loc[column, "node"]
    demand.loc[demand.index[hour], column] += step
    there = solved(with_table(network, "loads", network.tables["loads"],
                              series={("loads", "demand"): demand}))  # fmt: skip
    shedding = float(network.tables["nodes"]["shed_cost"][at])
    price = min(float(here.hourly["nodes", "price"][at].iloc[hour]), shedding)
    weight = float(network.weights["cost"].iloc[hour])
    assert highest(there) >= lowest(here) + weight * price * step - 2 * slack(here)
