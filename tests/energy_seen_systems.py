"""Solved systems made by hand, whose every figure can be worked out on paper.

`small`: nodes A and B, 48 hours, one line of 30 MW; what happens in each hour is said in `small`.
`large`: a year of a made-up city with eight nodes, by the order of merit, to see how a page looks.
"""

import numpy as np
import pandas as pd

from citywright.energy.network import Network, make_network
from citywright.energy.solution import Solution

HOSTILE = "</script><script>alert('x')</script>&\"{name}"
SURPLUS, SHORT = 12, 19
"""Hours of the first day in which wind and sun are in surplus, and demand goes short."""


CARBON, EMISSION = 12.5, {"coal": 0.82, "gas": 0.36, "import": 0.5}
"""Price of the cap of `large`, money/t; and t/MWh of its kinds."""


def by_hour(hours, columns):
    return pd.DataFrame(columns, index=hours)


def small_network(names=("A", "B"), weight=1.0):
    """PV 60 MW, gas 100 MW at 60 and a battery 8 MW / 8 MWh at A; coal 100 MW at 30 at B."""
    a, b = names
    hours = pd.date_range("2030-01-01", periods=48, freq="h")
    sun = np.where((hours.hour >= 9) & (hours.hour < 16), 1.0, 0.0)
    demand = np.full(48, 70.0)
    demand[SURPLUS], demand[SHORT] = 20.0, 140.0
    tables = {
        "nodes": pd.DataFrame({"x": [119.5, 120.0], "y": [31.5, 31.9], "shed_cost": 3000.0}, [a, b]),
        "generators": pd.DataFrame(
            {"node": [a, a, b], "kind": ["pv", "gas", "coal"], "capacity": [40.0, 100.0, 100.0],
             "expandable": [True, False, False], "capital_cost": [1000.0, 500.0, 700.0],
             "marginal_cost": [0.0, 60.0, 20.0], "emission": [0.0, 0.4, 1.0]},
            ["sun field", "gas works", "coal mill"],
        ),
        "storage": pd.DataFrame(
            {"node": [a], "kind": ["battery"], "capacity": 8.0, "hours": 1.0,
             "efficiency_in": 0.9, "efficiency_out": 0.9, "marginal_cost": 1.0}, ["box"]),
        "lines": pd.DataFrame({"node0": [a], "node1": [b], "kind": ["AC"], "capacity": 30.0}, ["road"]),
        "loads": pd.DataFrame({"node": [a, b], "sector": ["industry", "homes"]}, ["la", "lb"]),
        "limits": pd.DataFrame({"kind": ["carbon"], "value": [3000.0]}, ["cap"]),
    }  # fmt: skip
    series = {
        ("generators", "availability"): by_hour(hours, {"sun field": sun}),
        ("loads", "demand"): by_hour(hours, {"la": demand, "lb": np.full(48, 60.0)}),
    }
    weights = pd.DataFrame({"cost": weight, "energy": weight, "state": 1.0, "year": 0}, index=hours)
    return make_network("small", hours, tables, series, weights)


def small(names=("A", "B"), weight=1.0):
    """Coal costs 30 with the price of carbon, 10 per t (price of the limit `cap`, per hour).

    night    A 70 = gas 40 + line 30;   B 60: coal 90;   prices 64 and 30: the line is full
    sun      A 70 = PV 60 + line 10;    B 60: coal 70;   prices 30 and 30
    SURPLUS  A 20 + battery 8 + line 30 = PV 58 of 60;   B 60: coal 30;  prices 0 and 30
    SHORT    A 140 = gas 100 + line 30 + battery 6.48 + shed 3.52;  B 60: coal 90; prices 3000, 30
    """
    network = small_network(names, weight)
    a, b = names
    hours = network.hours
    sun = (hours.hour >= 9) & (hours.hour < 16)
    pv, gas = np.where(sun, 60.0, 0.0), np.where(sun, 0.0, 40.0)
    coal, flow = np.where(sun, 70.0, 90.0), np.where(sun, -10.0, -30.0)
    price = np.where(sun, 30.0, 64.0)
    pv[SURPLUS], coal[SURPLUS], flow[SURPLUS], price[SURPLUS] = 58.0, 30.0, 30.0, 0.0
    gas[SHORT], price[SHORT] = 100.0, 3000.0
    charge, discharge, level, shed = np.zeros(48), np.zeros(48), np.zeros(48), np.zeros(48)
    charge[SURPLUS], discharge[SHORT], shed[SHORT] = 8.0, 6.48, 3.52
    level[SURPLUS:SHORT] = 7.2
    data = {
        ("generators", "output"): {"sun field": pv, "gas works": gas, "coal mill": coal},
        ("storage", "charge"): {"box": charge}, ("storage", "discharge"): {"box": discharge},
        ("storage", "output"): {"box": discharge - charge}, ("storage", "level"): {"box": level},
        ("storage", "spill"): {"box": np.zeros(48)},
        ("lines", "flow"): {"road": flow}, ("lines", "arrival"): {"road": flow},
        ("loads", "demand"): dict(network.series["loads", "demand"].items()),
        ("nodes", "demand"): {a: network.series["loads", "demand"]["la"].to_numpy(), b: np.full(48, 60.0)},
        ("nodes", "shed"): {a: shed, b: np.zeros(48)},
        ("nodes", "price"): {a: price, b: np.full(48, 30.0)},
    }  # fmt: skip
    capacities = [
        ("generators", "sun field", 60.0, True), ("generators", "gas works", 100.0, False),
        ("generators", "coal mill", 100.0, False), ("storage", "box", 8.0, False),
        ("lines", "road", 30.0, False),
    ]  # fmt: skip
    worth = [
        ("generators", "sun field", 900.0),
        ("lines", "road", 5000.0),
        ("storage", "box", 2900.0),
    ]
    return solution_of(network, data, capacities, worth, [("cap", 3000.0, 3000.0, 10.0)])


def solution_of(network: Network, data, capacities, worth, limits) -> Solution:
    """A solution from what happened; its cost is worked out here, apart from the code under test."""
    hourly = {key: by_hour(network.hours, columns) for key, columns in data.items()}
    w = network.weights["cost"].to_numpy()[:, None]
    g, s = network.tables["generators"], network.tables["storage"]
    money = (
        w * hourly["generators", "output"][g.index].to_numpy() * g["marginal_cost"].to_numpy()
    ).sum()
    money += (
        w * hourly["storage", "discharge"][s.index].to_numpy() * s["marginal_cost"].to_numpy()
    ).sum()
    money += (w * hourly["nodes", "shed"].to_numpy() * network.of("nodes", "shed_cost")).sum()
    frame = pd.DataFrame(
        capacities, columns=["component", "name", "capacity", "expandable"]
    ).assign(year=0)
    constant = 0.0
    for row in frame[frame["expandable"]].itertuples():
        own = network.tables[row.component].loc[row.name]
        constant += own["capital_cost"] * own["capacity"]
        money += own["capital_cost"] * row.capacity
    return Solution(
        network, "whole", float(money - constant) * 0.9999, float(money - constant), float(constant), frame, hourly,
        pd.DataFrame(worth, columns=["component", "name", "worth"]),
        pd.DataFrame(limits, columns=["limit", "value", "used", "price"]).assign(sense="<="),
        {"wall_s": 0.4, "cpu_s": 0.3, "peak_mb": 120.0, "iterations": 1, "workers": 1},
    )  # fmt: skip


def large(nodes=8, seed=3, name="Somewhere") -> Solution:
    """A year of `nodes` nodes and a heat net; a pool served in the order of merit, with day storage."""
    rng = np.random.default_rng(seed)
    hours = pd.date_range("2030-01-01", periods=8760, freq="h")
    day, hour = hours.day_of_year.to_numpy(), hours.hour.to_numpy()
    place = [f"N{k + 1}" for k in range(nodes)]
    size = rng.uniform(0.4, 1.6, nodes)
    shape = (
        1
        + 0.22 * np.cos(2 * np.pi * (day - 205) / 365)
        + 0.25 * np.sin(2 * np.pi * (hour - 9) / 24)
    )
    sectors = {"industry": 620.0, "homes": 280.0, "services": 210.0}
    loads = {f"{s} {n}": v * size[k] * shape * rng.normal(1, 0.02, 8760)
             for s, v in sectors.items() for k, n in enumerate(place)}  # fmt: skip
    heat = 400 * np.clip(1 + 1.4 * np.cos(2 * np.pi * (day - 15) / 365), 0.05, None)
    sky = np.clip(rng.beta(4, 2, 365), 0.15, 1)[day - 1]
    sun = (
        np.clip(np.sin(np.pi * (hour - 5.5) / 13), 0, None)
        * sky
        * (1 + 0.3 * np.cos(2 * np.pi * (day - 172) / 365))
        / 1.3
    )
    wind = np.clip(np.convolve(rng.normal(0.3, 0.9, 8760 + 47), np.ones(48) / 12, "valid"), 0, 1)[
        :8760
    ]
    capacity = {
        "pv": 900.0,
        "wind": 260.0,
        "coal": 520.0,
        "gas": 420.0,
        "import": 600.0,
        "waste": 40.0,
    }
    merit = {"pv": 0.0, "wind": 0.0, "waste": 8.0, "coal": 47.0, "import": 62.0, "gas": 88.0}
    table = pd.DataFrame([
        {"name": f"{kind} {n}", "node": n, "kind": kind, "capacity": cap * size[k] * (0.5 if kind == "pv" else 1.0),
         "expandable": kind == "pv", "capital_cost": 40000.0, "marginal_cost": merit[kind],
         "emission": EMISSION.get(kind, 0.0)}
        for kind, cap in capacity.items() for k, n in enumerate(place)
    ]).set_index("name")  # fmt: skip
    built = {
        name: row.capacity * (2.0 if row.kind == "pv" else 1.0)
        for name, row in zip(table.index, table.itertuples(), strict=True)
    }
    share = {"pv": sun, "wind": wind}
    available = {
        name: (built[name] * share.get(kind, np.ones(8760))) for name, kind in table["kind"].items()
    }
    pump = heat / 3.2
    need = sum(loads.values()) + pump
    could = sum(v for n, v in available.items() if table["kind"][n] in share)
    surplus = np.clip((could - 0.55 * need) / 4, 0, 900.0)
    charge = surplus * (hour < 16)
    stored = np.add.reduceat(charge, np.arange(0, 8760, 24)) * 0.9
    evening = np.where((hour >= 17) & (hour < 22), 1 / 5, 0.0)
    discharge = np.repeat(stored, 24) * evening * 0.9
    level = np.cumsum(charge * 0.9 - discharge / 0.9)
    rest = need + charge - discharge
    output, price = {}, np.zeros(8760)
    for kind, merit_cost in merit.items():
        names = table.index[table["kind"] == kind]
        most = sum(available[n] for n in names)
        used = np.minimum(rest, most)
        part = np.divide(used, most, out=np.zeros(8760), where=most > 0)
        output |= {n: available[n] * part for n in names}
        price = np.where(
            (used > 1e-6) & (rest > 0), merit_cost + CARBON * EMISSION.get(kind, 0.0), price
        )
        rest = rest - used
    shed = np.clip(rest, 0, None)
    price = np.where(shed > 1e-6, 5000.0, price)
    return _large_solution(
        name,
        hours,
        place,
        size,
        table,
        built,
        share,
        loads,
        heat,
        pump,
        charge,
        discharge,
        level,
        output,
        shed,
        price,
    )


def _large_solution(
    name,
    hours,
    place,
    size,
    table,
    built,
    share,
    loads,
    heat,
    pump,
    charge,
    discharge,
    level,
    output,
    shed,
    price,
):
    angle = np.linspace(0, 2 * np.pi, len(place), endpoint=False)
    nodes = pd.DataFrame(
        {"x": 119.9 + 0.4 * np.cos(angle), "y": 31.7 + 0.25 * np.sin(angle), "shed_cost": 5000.0},
        place,
    )
    nodes.loc["heat net"] = [119.9, 31.72, 5000.0]
    nodes["carrier"] = [*["AC"] * len(place), "heat"]
    lines = pd.DataFrame({"node0": place, "node1": [*place[1:], place[0]], "kind": "AC", "capacity": 900.0},
                         [f"line {k + 1}" for k in range(len(place))])  # fmt: skip
    storage = pd.DataFrame({"node": place[0], "kind": ["pumped_hydro", "battery"], "capacity": [700.0, 400.0], "hours": [8.0, 3.0],
                            "efficiency_in": 0.9, "efficiency_out": 0.9, "expandable": [False, True], "capital_cost": 30000.0},
                           ["reservoir", "battery park"])  # fmt: skip
    links = pd.DataFrame(
        {
            "node0": [place[0]],
            "node1": ["heat net"],
            "kind": "heat_pump",
            "capacity": 400.0,
            "efficiency": 3.2,
        },
        ["pumps"],
    )
    of_load = pd.DataFrame(
        {
            "node": [key.rsplit(" ", 1)[1] for key in loads],
            "sector": [key.rsplit(" ", 1)[0] for key in loads],
        },
        list(loads),
    )
    of_load.loc["heating"] = ["heat net", "heat"]
    series = {
        ("generators", "availability"): by_hour(
            hours, {n: share[k] for n, k in table["kind"].items() if k in share}
        ),
        ("loads", "demand"): by_hour(hours, {**loads, "heating": heat}),
    }
    network = make_network(name, hours, {"nodes": nodes, "generators": table, "lines": lines, "storage": storage, "links": links,
                                         "loads": of_load, "limits": pd.DataFrame({"kind": ["carbon"], "value": [9e6]}, ["carbon cap"])}, series)  # fmt: skip
    net = {n: sum(v for g, v in output.items() if table["node"][g] == n) - sum(v for k, v in loads.items() if of_load["node"][k] == n)
           for n in place}  # fmt: skip
    net[place[0]] = net[place[0]] + discharge - charge - pump + shed
    flows, carried = {}, 0.0
    for k, n in enumerate(place):
        carried = carried + net[n]
        flows[f"line {k + 1}"] = carried if k + 1 < len(place) else np.zeros(8760)
    mean = sum(flows.values()) / len(place)
    flows = {k: v - mean for k, v in flows.items()}
    part = {"reservoir": 0.7, "battery park": 0.3}
    data = {
        ("generators", "output"): output,
        ("storage", "charge"): {k: v * charge for k, v in part.items()},
        ("storage", "discharge"): {k: v * discharge for k, v in part.items()},
        ("storage", "output"): {k: v * (discharge - charge) for k, v in part.items()},
        ("storage", "level"): {k: v * level for k, v in part.items()},
        ("storage", "spill"): dict.fromkeys(part, 0 * charge),
        ("lines", "flow"): flows, ("lines", "arrival"): flows,
        ("links", "flow"): {"pumps": pump}, ("links", "flow1"): {"pumps": heat},
        ("loads", "demand"): {**loads, "heating": heat},
        ("nodes", "demand"): {**{n: sum(v for k, v in loads.items() if of_load["node"][k] == n) for n in place}, "heat net": heat},
        ("nodes", "shed"): {**{n: shed if k == 0 else 0 * shed for k, n in enumerate(place)}, "heat net": 0 * shed},
        ("nodes", "price"): {**dict.fromkeys(place, price), "heat net": price / 3.2},
    }  # fmt: skip
    most = max(float(np.abs(v).max()) for v in flows.values())
    network.tables["lines"]["capacity"] = most
    capacities = [("generators", n, built[n], k == "pv") for n, k in table["kind"].items()]
    capacities += [
        ("storage", "reservoir", 700.0, False),
        ("storage", "battery park", 650.0, True),
        ("links", "pumps", 400.0, False),
    ]
    capacities += [("lines", n, most, False) for n in lines.index]
    worth = [("generators", n, 9000.0 + 37 * i) for i, n in enumerate(table.index)] + [
        ("storage", "battery park", 30000.0),
        ("lines", "line 1", 4100.0),
    ]
    return solution_of(network, data, capacities, worth, [("carbon cap", 9e6, 9e6, CARBON)])
