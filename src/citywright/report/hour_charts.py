"""Charts of power by the hour: use by class over the years; supply and capacity in planning years."""

from typing import Any

import pandas as pd

from citywright.plan.result import Plan
from citywright.report.energy.colours import colours
from citywright.report.hour_facts import KINDS, PATHS, WIRES, HourFacts
from citywright.report.names import Names

Chart = dict[str, Any]


def hour_charts(names: Names, plan: Plan) -> list[Chart]:
    """Use by class; supply and capacity by kind, each planning year with and without the plan.

    The last two have the same kinds in the same order, in the colours of all figures of power.
    """
    facts = HourFacts(names, plan)
    sizes = facts.sizes[~facts.sizes["component"].isin((*WIRES, "stores"))]
    given, size = facts.by_kind(facts.given, "energy"), facts.by_kind(sizes, "capacity")
    tints = _tints(facts, [*size.index, *given.index])
    return [
        _use(facts),
        _planned(facts, "power_supply", "100 GWh", given, tints),
        _planned(facts, "power_size", "MW", size, tints),
    ]


def _tints(facts: HourFacts, kinds: list[str]) -> dict[str, str]:
    """kind in words -> colour, in the order of KINDS; what is free of carbon has one of its own."""
    both = pd.concat([facts.sizes, facts.given])[["place", "kind"]].drop_duplicates()
    both = both[both["kind"].isin(kinds)].sort_values(["place", "kind"], kind="stable")
    codes = {}
    for place, kind in both.itertuples(index=False):
        plain = kind == facts.names.word("power", KINDS[place])
        codes[kind] = KINDS[place] if plain else f"{KINDS[place]}_free"
    found = colours(codes.values())
    return {kind: found[code] for kind, code in codes.items()}


def _use(facts: HourFacts) -> Chart:
    """Electricity used with the plan by class and year, those that use most first."""
    names, drawn = facts.names, facts.plan.tables["drawn"]
    own = drawn[drawn["path"] == "plan"]
    table = own.pivot_table(index="used_by", columns="year", values="drawn", aggfunc="sum")
    table = table[table.max(axis=1) > 1e-9]
    table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    table = table.rename(index=lambda code: names.of("power_classes", code))
    return _layered(names, "power_use", "100 GWh", [int(y) for y in table.columns], table)


def _planned(
    facts: HourFacts, key: str, unit: str, table: pd.DataFrame, tints: dict[str, str]
) -> Chart:
    """Values by kind; two bars for each planning year."""
    pairs = [(path, year) for year in facts.years for path in PATHS]
    labels = [f"{year}\n{facts.names.say(f'chart.short_{path}')}" for path, year in pairs]
    chart = _layered(facts.names, key, unit, labels, table[pairs].reindex(tints).fillna(0.0))
    for layer in chart["layers"]:
        layer["colour"] = tints[layer["name"]]
    return chart


def _layered(names: Names, key: str, unit: str, labels: list[Any], table: pd.DataFrame) -> Chart:
    return {
        "key": key, "title": names.say(f"figure.{key}"), "unit": names.unit(unit), "years": labels,
        "layers": [
            {"name": str(name), "values": [float(f"{v:.6g}") for v in row]}
            for name, row in zip(table.index, table.to_numpy(dtype=float), strict=True)
        ],
    }  # fmt: skip
