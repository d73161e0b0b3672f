"""Figures of a planning year: duration curves, capacity, flows of energy, the map, prices, costs."""

from typing import Any

import pandas as pd

from citywright.energy.looking.balance import cost_parts
from citywright.energy.looking.durations import (
    duration_curves,
    node_price_curves,
    spread_curve,
    thinned,
)
from citywright.energy.looking.flows import energy_flows
from citywright.energy.looking.places import on_paper
from citywright.energy.looking.prices import line_use, node_map
from citywright.energy.looking.setters import Setters, setter_shares_by_node
from citywright.energy.looking.solved import ELECTRICITY, kinds, years
from citywright.energy.looking.stock import capacity_by_kind
from citywright.energy.solution import Solution
from citywright.report.energy.colours import OF_PART, OTHERS, colours
from citywright.report.energy.language import PowerWords, short

Chart = dict[str, Any]
NODES_SHOWN = 12
"""Nodes whose price curve is drawn; more lines cannot be told apart."""
NEUTRAL = "#cdd3d9"
RULES = {"shed": "#c0392b", "limited": "#7f8a96", "congestion": "#d9822b", "expansion": "#33475b"}
"""Colours of what sets a price without being a kind of unit."""


def duration_charts(words: PowerWords, solution: Solution) -> dict[int, list[Chart]]:
    """Load with residual load, prices of nodes, and the spread between nodes, largest first."""
    return {year: _durations(words, solution, year) for year in years(solution)}


def _durations(words: PowerWords, solution: Solution, year: int) -> list[Chart]:
    curves = duration_curves(solution, year)
    loads = [
        _curve(words.say(f"curve.{key}"), tone, curves[key])
        for key, tone in (("load", "#1d2733"), ("residual", "#1b7f79"))
    ]
    of_nodes = node_price_curves(solution, year)
    prices = [
        _curve(node, OTHERS[k % len(OTHERS)], curve)
        for k, (node, curve) in enumerate(list(of_nodes.items())[:NODES_SHOWN])
    ]
    price: Chart = {"unit": words.per("MWh"), "cut": True}
    charts: list[Chart] = [
        {"title": words.say("curve.title.load"), "unit": words.unit("MW"), "curves": loads},
        {"title": words.say("curve.title.price"), **price, "curves": prices},
    ]
    if len(of_nodes) > 1:
        spread = _curve(words.say("curve.spread"), "#b5654a", spread_curve(solution, year))
        charts.append({"title": words.say("curve.title.spread"), **price, "curves": [spread]})
    return charts


def _curve(name: str, colour: str, curve: pd.DataFrame) -> Chart:
    drawn = thinned(curve)
    points = [[short(h), short(v)] for h, v in zip(drawn["hours"], drawn["value"], strict=True)]
    return {"name": name, "colour": colour, "points": [[0.0, points[0][1]], *points]}


def capacity_charts(words: PowerWords, solution: Solution) -> list[Chart]:
    """Capacity by kind: what stands and what the plan adds, by year; and by node."""
    table = capacity_by_kind(solution, by_node=True)
    table = table[table["component"].isin(["generators", "storage"])]
    tones = colours(table["kind"])
    last = table[table["year"] == table["year"].max()]
    return [
        _stacked(words, table, "year", tones, words.say("capacity.years"), words.year),
        _stacked(words, last, "node", tones, words.say("capacity.nodes"), str),
    ]


def _stacked(
    words: PowerWords,
    table: pd.DataFrame,
    by: str,
    tones: dict[str, str],
    title: str,
    say: Any,  # noqa: ANN401
) -> Chart:
    wide = table.pivot_table(
        index="kind", columns=by, values="capacity", aggfunc="sum", sort=False, fill_value=0.0
    )
    layers = [
        {"name": words.kind(kind), "colour": tones[kind], "values": [short(v) for v in row]}
        for kind, row in zip(wide.index, wide.to_numpy(), strict=True) if row.max() > 1e-6
    ]  # fmt: skip
    labels = [say(label) for label in wide.columns]
    return {"title": title, "unit": words.unit("MW"), "labels": labels, "layers": layers}


def flow_charts(words: PowerWords, solution: Solution) -> dict[int, list[Chart]]:
    """The year's flows of energy: places, and what flows between them in GWh."""
    return {year: [_flows(words, energy_flows(solution, year))] for year in years(solution)}


def _flows(words: PowerWords, flows: pd.DataFrame) -> Chart:
    ends = [
        (role, key)
        for end in ("source", "target")
        for role, key in zip(flows[f"{end}_role"], flows[end], strict=True)
    ]
    places = list(dict.fromkeys(ends))
    tones = colours(
        key for role, key in places if role in ("source", "storage", "back", "conversion")
    )
    nodes = [
        {"name": f"{k}", "label": _place(words, role, key),
         "colour": _tone(role, tones.get(key, NEUTRAL)), "value": 0}
        for k, (role, key) in enumerate(places)
    ]  # fmt: skip
    links = [
        {"source": str(places.index((r.source_role, r.source))),
         "target": str(places.index((r.target_role, r.target))), "value": short(r.value)}
        for r in flows.itertuples()
    ]  # fmt: skip
    return {"unit": words.unit("GWh"), "nodes": nodes, "links": links}


def _place(words: PowerWords, role: str, key: str) -> str:
    said = {"hub": words.carrier, "sector": words.sector}.get(role, words.kind)(key)
    return words.say(f"place.{role}", name=said)


def _tone(role: str, own: str) -> str:
    fixed = {
        "hub": "#1b7f79", "sector": "#41608f", "unserved": OF_PART["shed"], "export": OF_PART["export"],
        "ambient": "#d9a5a0",
    }  # fmt: skip
    if role in fixed:
        return fixed[role]
    return NEUTRAL if role.endswith("_loss") or role == "curtailed" else own


def map_charts(words: PowerWords, solution: Solution) -> dict[int, list[Chart]]:
    """Nodes where they lie, lines with how much of them is used, by year."""
    place, is_map = on_paper(solution)
    links = solution.network.tables["links"]
    nodes, lines = node_map(solution), line_use(solution)
    return {
        year: [{
            "isMap": is_map, "energy": words.unit("GWh"), "power": words.unit("MW"),
            "price": words.per("MWh"), "money": words.money,
            "nodes": [
                {"name": r.node, "east": short(place.loc[r.node, "east"]),
                 "north": short(place.loc[r.node, "north"]), "demand": short(r.demand),
                 "generation": short(r.generation), "peak": short(r.peak), "price": short(r.price),
                 "electric": r.carrier == ELECTRICITY}
                for r in nodes[nodes["year"] == year].itertuples()
            ],
            "links": [
                {"name": name, "kind": words.kind(kind), "from": node0, "to": node1}
                for name, kind, node0, node1 in zip(
                    links.index, kinds(solution.network, "links"), links["node0"], links["node1"],
                    strict=True,
                )
            ],
            "lines": [
                {"name": r.name, "from": r.node0, "to": r.node1, "capacity": short(r.capacity),
                 "use": short(r.use), "full": short(r.full_hours), "forward": short(r.forward),
                 "backward": short(r.backward), "rent": words.amount(r.rent)}
                for r in lines[lines["year"] == year].itertuples(index=False)
            ],
        }]
        for year in years(solution)
    }  # fmt: skip


def setter_charts(words: PowerWords, solution: Solution, setters: Setters) -> list[Chart]:
    """At each node, the share of hours in which each kind sets its price."""
    table = setter_shares_by_node(solution, setters)
    table["what"] = [
        rule if rule in RULES else kind
        for rule, kind in zip(table["rule"], table["kind"], strict=True)
    ]
    table["named"] = [
        words.say(f"rule.{rule}") if rule in RULES else words.kind(kind)
        for rule, kind in zip(table["rule"], table["kind"], strict=True)
    ]
    tones = (
        colours(k for r, k in zip(table["rule"], table["kind"], strict=True) if r not in RULES)
        | RULES
    )
    wide = table.pivot_table(
        index=["what", "named"], columns="at", values="share", aggfunc="sum", sort=False, fill_value=0.0
    )  # fmt: skip
    wide = wide.reindex(columns=list(setters.codes.columns))
    layers = [
        {"name": named, "colour": tones[what], "values": [short(v) for v in row]}
        for (what, named), row in zip(wide.index, wide.to_numpy(), strict=True)
    ]
    return [{"labels": list(wide.columns), "layers": layers, "share": True}]


def cost_charts(words: PowerWords, solution: Solution) -> list[Chart]:
    """The cost of each kind by its parts, millions of money of the objective."""
    table = cost_parts(solution)
    table["named"] = [
        words.kind(kind) if kind else words.say("rule.shed") for kind in table["kind"]
    ]
    wide = table.pivot_table(
        index="part", columns="named", values="cost", aggfunc="sum", sort=False, fill_value=0.0
    )
    order = wide.sum().sort_values(ascending=False, kind="stable").index
    tones = {
        "capital": "#41608f", "running": "#b5654a", "carbon": "#4a4f57", "holding": "#8f7bb0",
        "spill": "#6fb3c8", "shed": "#c0392b",
    }  # fmt: skip
    layers = [
        {"name": words.say(f"cost.{part}"), "colour": tones[part], "values": [short(v / 1e6) for v in row]}
        for part, row in zip(wide.index, wide[order].to_numpy(), strict=True)
    ]  # fmt: skip
    unit = words.say("millions", money=words.money)
    return [{"labels": list(order), "layers": layers, "unit": unit}]
