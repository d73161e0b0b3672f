"""Tables of what comes out: targets, indicators, factors, power, people, sectors."""

from typing import Any

import pandas as pd

from citywright.plan.result import Plan
from citywright.report.facts import decided
from citywright.report.hour_facts import by_hour
from citywright.report.hour_tables import mix_table
from citywright.report.names import Names
from citywright.report.table import Column, Table

SIGN = {"at_least": "≥", "at_most": "≤"}


def target_table(names: Names, plan: Plan) -> Table:
    """Each target: met, or missed by how much; and who set it."""
    say = names.say
    columns = (
        Column(say("col.target")), Column(say("col.year"), "year"),
        Column(say("col.kind"), "short"), Column(say("col.sign"), "short"),
        Column(say("col.goal"), "mixed"), Column(say("col.with"), "mixed"),
        Column(say("col.without"), "mixed"), Column(say("col.distance"), "own"),
        Column(say("col.unit"), "short"), Column(say("col.met"), "mark"),
        Column(say("col.quality"), "quality"),
        Column(say("col.set_by"), "cited"),
    )  # fmt: skip
    units = names.city.tables["indicators"].set_index("indicator")["unit"]
    given = names.city.tables["targets"].set_index("target")
    rows = tuple(
        (
            names.of("indicators", t.indicator), t.year, names.word("kind", t.kind), SIGN[t.sense],
            t.goal, t.value, t.without, t.value - t.goal, names.unit(units[t.indicator]), t.met,
            given["quality"][t.target], given["source"][t.target],
        )
        for t in ordered_targets(names, plan).itertuples()
    )  # fmt: skip
    return Table("targets", columns, rows, say("note.targets"))


def ordered_targets(names: Names, plan: Plan) -> pd.DataFrame:
    """Targets in the order of the city's indicators, then by year."""
    place = {k: i for i, k in enumerate(names.city.tables["indicators"]["indicator"])}
    targets = plan.tables["targets"]
    order = targets.assign(place=targets["indicator"].map(place))
    return order.sort_values(["place", "year", "target"], kind="stable")


def indicator_table(names: Names, plan: Plan) -> Table:
    """Each indicator with and without the plan, a column for each year."""
    paths = plan.tables["indicators"]
    years = sorted(int(y) for y in paths["year"].unique())
    columns = (
        Column(names.say("col.indicator")), Column(names.say("col.unit"), "short"),
        Column(names.say("col.path")),
        *(Column(str(year), "mixed") for year in years),
    )  # fmt: skip
    rows = []
    frame = names.city.tables["indicators"]
    for code, unit in zip(frame["indicator"], frame["unit"], strict=True):
        own = paths[paths["indicator"] == code].set_index("year")
        for column, word in (("value", "with"), ("without", "without")):
            values = [float(own[column][y]) if y in own.index else None for y in years]
            head = (names.of("indicators", code), names.unit(unit), names.say(f"col.{word}"))
            rows.append((*head, *values))
    return Table("indicators", columns, tuple(rows))


def factor_table(names: Names, plan: Plan) -> Table:
    """Use of each factor against its supply, by area and year, where any of it is used."""
    say = names.say
    columns = (
        Column(say("col.factor")), Column(say("col.zone")), Column(say("col.unit"), "short"),
        Column(say("col.year"), "year"), Column(say("col.used"), "mixed"),
        Column(say("col.supply"), "mixed"),
        Column(say("col.price_per_unit"), "number", names.unit(plan.money_unit)),
    )  # fmt: skip
    rows = tuple(
        (
            names.of("factors", r.factor), names.zone(r.zone), names.factor_units[r.factor], r.year,
            r.used, r.supply, r.price,
        )
        for r in used_factors(names, plan).itertuples()
    )  # fmt: skip
    return Table("factors", columns, rows, say("note.factors"))


def used_factors(names: Names, plan: Plan) -> pd.DataFrame:
    """The factor rows of every factor and area of which something is used, in the city's order."""
    use = plan.tables["factor_use"]
    most = use.groupby(["factor", "zone"])["used"].transform("max")
    zones = names.city.tables["zones"]["zone"]
    place = {k: i for i, k in enumerate([*names.city.tables["factors"]["factor"], *zones])}
    order = use.assign(first=use["factor"].map(place), then=use["zone"].map(place).fillna(-1))
    return order[most > 1e-9].sort_values(["first", "then", "year"], kind="stable")


def load_table(names: Names, plan: Plan) -> Table:
    """Load of each area by year."""
    loads = decided(plan, "zones").pivot(index="zone", columns="year", values="load")
    rows = [
        (names.zone(z), *map(float, row))
        for z, row in zip(loads.index, loads.to_numpy(), strict=True)
    ]
    unit = names.unit("100 GWh")
    columns = (
        Column(names.say("col.zone")), *(Column(str(y), "number", unit) for y in loads.columns)
    )  # fmt: skip
    return Table("load", columns, tuple(rows))


def supply_table(names: Names, plan: Plan) -> Table:
    """Supply of each option by year, options of which something is used.

    Where power is planned by the hour: of each kind by planning year.
    """
    if by_hour(plan):
        return mix_table(names, plan)
    supplied = decided(plan, "supply").pivot(index="option", columns="year", values="supplied")
    supplied = supplied[supplied.max(axis=1) > 1e-9]
    options = names.city.tables["power_supply"].set_index("option")
    rows: list[tuple[Any, ...]] = [
        (
            names.of("power_supply", o), names.word("power", options["kind"][o]),
            names.zone(options["zone"][o]), *map(float, r),
        )
        for o, r in zip(supplied.index, supplied.to_numpy(), strict=True)
    ]  # fmt: skip
    unit = names.unit("100 GWh")
    columns = (
        Column(names.say("col.option")), Column(names.say("col.power_kind")),
        Column(names.say("col.feeds")), *(Column(str(y), "number", unit) for y in supplied.columns),
    )  # fmt: skip
    return Table("supply", columns, tuple(rows))


def people_table(names: Names, plan: Plan) -> Table:
    """People brought in or trained by each programme and year."""
    people = decided(plan, "people").pivot(index="programme", columns="year", values="people")
    skills = names.city.tables["programmes"].set_index("programme")["skill"]
    rows = [
        (names.of("programmes", p), names.of("skills", skills[p]), *map(float, r))
        for p, r in zip(people.index, people.to_numpy(), strict=True)
    ]
    unit = names.unit("10000 person")
    columns = (
        Column(names.say("col.programme")), Column(names.say("col.skill")),
        *(Column(str(y), "mixed", unit) for y in people.columns),
    )  # fmt: skip
    return Table("people", columns, tuple(rows))


def sector_table(names: Names, plan: Plan) -> Table:
    """Every sector and year: output and its parts, use, sales outside."""
    frame = decided(plan, "sectors")
    values = [c for c in frame.columns if c not in ("sector", "year")]
    unit = names.unit(plan.money_unit)
    columns = (
        Column(names.say("col.sector")), Column(names.say("col.year"), "year"),
        *(Column(names.word("sector_column", c), "number", unit) for c in values),
    )  # fmt: skip
    rows = tuple(
        (names.of("sectors", r["sector"]), int(r["year"]), *(float(r[c]) for c in values))
        for r in frame.to_dict("records")
    )
    return Table("sectors", columns, rows)
