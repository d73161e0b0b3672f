"""The data of the charts, as plain lists; `assets/charts.js` draws them."""

from typing import Any

import pandas as pd

from citywright.plan.result import Plan
from citywright.report.facts import decided, gdp_indicator
from citywright.report.hour_charts import hour_charts
from citywright.report.hour_facts import by_hour
from citywright.report.names import Names
from citywright.report.outcome_tables import ordered_targets, used_factors
from citywright.report.project_tables import calendar

Chart = dict[str, Any]


def charts(names: Names, plan: Plan) -> Chart:
    """All charts of the page by name, and the words they need."""
    return {
        "words": _words(names),
        "calendar": calendar_charts(names, plan),
        "indicators": indicator_charts(names, plan),
        "factors": factor_charts(names, plan),
        "power": power_charts(names, plan),
    }


def _short(value: object) -> float | None:
    """A number with six digits that count; None where there is none."""
    return None if pd.isna(value) else float(f"{float(value):.6g}")  # type: ignore[arg-type]


def _words(names: Names) -> Chart:
    keys = (
        "with", "without", "base", "goal", "binding", "expected", "building", "ramp", "running",
        "used", "scarce", "supply", "price", "investment",
    )  # fmt: skip
    return {key: names.say(f"chart.{key}") for key in keys}


def calendar_charts(names: Names, plan: Plan) -> list[Chart]:
    """One chart for each area; all on the same years."""
    areas = calendar(names, plan)
    starts = [bar.phases[0][1] for _, bars in areas for bar in bars]
    years = list(range(min([*starts, plan.years[0]]), plan.years[-1] + 1))
    return [
        {
            "title": names.zone(zone),
            "years": years,
            "unit": names.unit(plan.money_unit),
            "bars": [
                {
                    "name": names.of("projects", bar.project), "status": bar.status,
                    "statusName": names.word("status", bar.status), "mark": bar.illustrative,
                    "investment": _short(bar.investment), "phases": bar.phases,
                }
                for bar in bars
            ],
        }
        for zone, bars in areas
    ]  # fmt: skip


def indicator_charts(names: Names, plan: Plan) -> list[Chart]:
    """One small chart for each indicator, value added and those with targets first."""
    frame = names.city.tables["indicators"]
    targets = ordered_targets(names, plan)
    aimed = set(targets["indicator"])
    first = gdp_indicator(names.city)
    order = sorted(frame["indicator"], key=lambda code: (code != first, code not in aimed))
    units = frame.set_index("indicator")["unit"]
    charts = []
    for code in order:
        paths = plan.tables["indicators"]
        own = paths[paths["indicator"] == code].sort_values("year")
        if own.empty:
            continue
        charts.append({
            "title": names.of("indicators", code), "unit": names.unit(units[code]),
            "years": [int(y) for y in own["year"]], "base": names.city.settings.base_year,
            "with": [_short(v) for v in own["value"]],
            "without": [_short(v) for v in own["without"]],
            "targets": [
                {"year": int(t.year), "goal": _short(t.goal), "binding": t.kind == "binding",
                 "met": bool(t.met)}
                for t in targets[targets["indicator"] == code].itertuples()
            ],
        })  # fmt: skip
    return charts


def factor_charts(names: Names, plan: Plan) -> list[Chart]:
    """For each factor: a small chart of use against supply for each area.

    Factors with one chart stand together in a first group without a title.
    """
    groups: dict[str, Chart] = {}
    for (factor, zone), rows in used_factors(names, plan).groupby(["factor", "zone"], sort=False):
        unit = names.factor_units[factor]
        group = groups.setdefault(
            factor, {"title": names.of("factors", factor), "unit": unit, "areas": []}
        )
        group["areas"].append({
            "title": names.zone(zone), "unit": unit, "years": [int(y) for y in rows["year"]],
            "used": [_short(v) for v in rows["used"]],
            "supply": [_short(v) for v in rows["supply"]],
            "scarce": [bool(v > 1e-9) for v in rows["price"]],
        })  # fmt: skip
    alone = [
        {**area, "title": f"{group['title']} ({group['unit']})"}
        for group in groups.values() for area in group["areas"] if len(group["areas"]) == 1
    ]  # fmt: skip
    several = [group for group in groups.values() if len(group["areas"]) > 1]
    return [{"title": "", "unit": "", "areas": alone}, *several] if alone else several


def power_charts(names: Names, plan: Plan) -> list[Chart]:
    """Load by area, and supply by kind; both stacked over the years.

    Where power is planned by the hour: what it shows in planning years instead of the supply.
    """
    loads = decided(plan, "zones").assign(name=lambda t: t["zone"].map(names.zone))
    unit = names.unit("100 GWh")
    load = {"key": "load", **_stacked(names.say("figure.load"), unit, loads, "load")}
    if by_hour(plan):
        return [load, *hour_charts(names, plan)]
    supply = decided(plan, "supply")
    supply = supply.assign(name=supply["option"].map(supply_kinds(names)))
    given = _stacked(names.say("figure.supply"), unit, supply, "supplied")
    return [load, {"key": "supply", **given}]


def supply_kinds(names: Names) -> dict[str, str]:
    """option -> its kind in words; the free of carbon apart from others of their kind."""
    options = names.city.tables["power_supply"]
    clean = options["co2"] == 0
    mixed = set(options.loc[clean, "kind"]) & set(options.loc[~clean, "kind"])
    return {
        option: names.say("zero_carbon", kind=names.word("power", kind))
        if zero and kind in mixed
        else names.word("power", kind)
        for option, kind, zero in zip(options["option"], options["kind"], clean, strict=True)
    }


def _stacked(title: str, unit: str, rows: pd.DataFrame, value: str) -> Chart:
    table = rows.pivot_table(
        index="name", columns="year", values=value, aggfunc="sum", observed=True
    )
    table = table[table.max(axis=1) > 1e-9]
    table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    return {
        "title": title, "unit": unit, "years": [int(y) for y in table.columns],
        "layers": [
            {"name": name, "values": [_short(v) for v in row]}
            for name, row in zip(table.index, table.to_numpy(), strict=True)
        ],
    }  # fmt: skip
