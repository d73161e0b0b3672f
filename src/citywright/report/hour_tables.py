"""Tables of power by the hour: who uses it, what gives it, what it may emit, what it costs."""

import pandas as pd

from citywright.plan.result import Plan
from citywright.report.hour_facts import PATHS, HourFacts, by_hour, unit_name
from citywright.report.names import Names
from citywright.report.table import Column, Table

PAGE_KEYS = (
    "power_money", "power_carbon", "power_margin", "power_use", "power_size", "power_rests",
)  # fmt: skip
"""Tables of power by the hour that a page shows; a supply table stands beside them."""
BOOK_KEYS = (
    "power_size", "power_units", "power_use", "power_carbon", "power_money", "power_margin",
    "power_rests",
)  # fmt: skip
"""Sheets of power by the hour, in their order."""
SHOWN = ("with", "without")
"""Words for PATHS."""


def hour_tables(names: Names, plan: Plan) -> tuple[Table, ...]:
    """All tables of power by the hour but the supply; none where power was planned by the year."""
    if not by_hour(plan):
        return ()
    facts = HourFacts(names, plan)
    return (
        use_table(facts), size_table(facts), unit_table(facts), carbon_table(facts),
        money_table(facts), margin_table(facts), rest_table(facts),
    )  # fmt: skip


def use_table(facts: HourFacts) -> Table:
    """Electricity used by each class and year, with and without the plan."""
    names = facts.names
    use = facts.plan.tables["drawn"].pivot_table(
        index=["used_by", "path"], columns="year", values="drawn", aggfunc="sum"
    )
    columns = (
        Column(names.say("col.used_by")), Column(names.say("col.path")),
        *(Column(str(y), "number", names.unit("100 GWh")) for y in use.columns),
    )  # fmt: skip
    known = set(use.index)
    rows = tuple(
        (names.of("power_classes", c), names.say(f"col.{word}"), *map(float, use.loc[(c, path)]))
        for c in names.city.tables["power_classes"]["class"]
        for path, word in zip(PATHS, SHOWN, strict=True) if (c, path) in known
    )  # fmt: skip
    return Table("power_use", columns, rows, names.say("note.power_use"))


def mix_table(names: Names, plan: Plan) -> Table:
    """Energy given by each kind of plant and storage in every planning year, and the difference made."""
    facts = HourFacts(names, plan)
    columns, rows = _kinds(facts, facts.by_kind(facts.given, "energy"), "100 GWh")
    return Table("supply", columns, rows, names.say("note.power_supply"))


def size_table(facts: HourFacts) -> Table:
    """Capacity by kind in every planning year, what of it is new, and what the plan adds."""
    names, sizes = facts.names, facts.sizes
    mega = sizes[sizes["component"] != "stores"]
    whole, new = facts.by_kind(mega, "capacity"), facts.by_kind(mega, "new")
    columns, rows = _kinds(facts, whole, "MW", new)
    return Table("power_size", columns, rows, names.say("note.power_size"))


def _kinds(
    facts: HourFacts, whole: pd.DataFrame, unit: str, new: pd.DataFrame | None = None
) -> tuple[tuple[Column, ...], tuple[tuple[object, ...], ...]]:
    """Columns and rows by kind: for each planning year the value, what of it is new, what is more."""
    names, shown = facts.names, facts.names.unit(unit)
    keys = ("with", "more") if new is None else ("with", "new", "more")
    columns = [Column(names.say("col.power_kind"))]
    for year in facts.years:
        columns += [
            Column(names.say(f"col.power_{key}", year=year), "mixed", shown) for key in keys
        ]
    rows = []
    for kind in whole.index:
        row: list[object] = [kind]
        for year in facts.years:
            value, without = (float(whole.loc[kind, (path, year)]) for path in PATHS)
            row.append(value)
            if new is not None:
                row.append(float(new.loc[kind, ("plan", year)]) if kind in new.index else 0.0)
            row.append(value - without)
        rows.append(tuple(row))
    return tuple(columns), tuple(rows)


def unit_table(facts: HourFacts) -> Table:
    """Every plant, store and line: capacity and energy in every planning year, with and without."""
    names, say = facts.names, facts.names.say
    keys = ["component", "name", "power_year"]
    frames = [facts.sizes.set_index([*keys, "path"])["capacity"].unstack("path")]
    frames.append(facts.given.set_index([*keys, "path"])["energy"].unstack("path"))
    size, energy = (frame.reindex(columns=list(PATHS)).astype(float) for frame in frames)
    about = facts.sizes.drop_duplicates(keys).set_index(keys)[["kind", "added", "place"]]
    about = about.sort_values(["place", "kind"], kind="stable")
    mwh = names.unit("100 GWh")
    columns = (
        Column(say("col.power_unit")), Column(say("col.power_kind")), Column(say("col.power_added"), "mark"),
        Column(say("col.year"), "year"), Column(say("col.unit"), "short"),
        Column(say("col.power_size_with"), "mixed"), Column(say("col.power_size_without"), "mixed"),
        Column(say("col.power_given_with"), "number", mwh),
        Column(say("col.power_given_without"), "number", mwh),
    )  # fmt: skip
    nothing = pd.Series(float("nan"), index=list(PATHS))
    rows = tuple(
        (
            unit_name(names, *key[:2]), row["kind"], bool(row["added"]), int(key[2]),
            names.unit("MWh" if key[0] == "stores" else "MW"), *map(float, size.loc[key]),
            *map(float, energy.loc[key] if key in energy.index else nothing),
        )
        for key, row in about.iterrows()
    )  # fmt: skip
    return Table("power_units", columns, rows)


def carbon_table(facts: HourFacts) -> Table:
    """Carbon budget of the power system of every planning year beside what it emits and the city's cap."""
    names, plan = facts.names, facts.plan
    unit, say = names.unit("10000 t"), names.say
    cap = names.city.tables["carbon"].set_index("year")["cap"]
    city = plan.tables["city"]
    whole = city[city["path"] == "plan"].set_index("year")["emitted"]
    columns = (
        Column(say("col.year"), "year"), Column(say("col.power_budget"), "number", unit),
        Column(say("col.power_emitted"), "number", unit),
        Column(say("col.power_budget_without"), "number", unit),
        Column(say("col.power_emitted_without"), "number", unit),
        Column(say("col.city_emitted"), "number", unit), Column(say("col.city_cap"), "number", unit),
        Column(say("col.power_share"), "number", "%"),
    )  # fmt: skip
    rows = []
    for k in facts.years:
        budget, most = float(facts.budget("plan")[k]), cap.get(k)
        rows.append((
            k, budget, float(facts.emitted.get(("plan", k), 0.0)), float(facts.budget("without")[k]),
            float(facts.emitted.get(("without", k), 0.0)), whole.get(k), most,
            None if most is None else 100 * budget / float(most),
        ))  # fmt: skip
    return Table("power_carbon", columns, tuple(rows), say("note.power_carbon"))


def money_table(facts: HourFacts) -> Table:
    """What power costs, per unit too; what of it the accounts pay already, and what is new money."""
    names, say = facts.names, facts.names.say
    money, price = names.unit(facts.plan.money_unit), facts.hours.price
    kwh, paid = names.unit("CNY/kWh"), price * facts.per_kwh
    energy = names.unit("100 GWh")
    lines = {
        "cost": (money, [facts.cost(path) for path in PATHS]),
        "used": (energy, [facts.used(path) for path in PATHS]),
        "unit_cost": (kwh, [facts.unit_cost(path) for path in PATHS]),
        "paid_unit": (kwh, [paid, paid]),
        "paid": (money, [price * facts.used(path) for path in PATHS]),
        "beyond": (money, [facts.cost(path) - price * facts.used(path) for path in PATHS]),
    }
    columns = (
        Column(say("col.power_item")), Column(say("col.unit"), "short"), Column(say("col.with"), "mixed"),
        Column(say("col.without"), "mixed"), Column(say("col.power_difference"), "mixed"),
    )  # fmt: skip
    rows = tuple(
        (say(f"power_item.{key}"), unit, *values, values[0] - values[1])
        for key, (unit, values) in lines.items()
    )
    return Table("power_money", columns, rows, say("note.power_money"))


def margin_table(facts: HourFacts) -> Table:
    """What one more unit of electricity costs: by area, class and planning year."""
    names, say = facts.names, facts.names.say
    price = facts.prices.pivot(index=["zone", "used_by"], columns="power_year", values="price")
    unit = names.unit("CNY/kWh")
    columns = (
        Column(say("col.zone")), Column(say("col.used_by")),
        *(Column(str(k), "number", unit) for k in facts.years),
    )  # fmt: skip
    order = [
        (zone, used_by)
        for zone in names.city.tables["zones"]["zone"]
        for used_by in names.city.tables["power_classes"]["class"]
        if (zone, used_by) in price.index
    ]
    rows = tuple(
        (
            names.zone(zone), names.of("power_classes", used_by),
            *(float(v) for v in price.loc[(zone, used_by)].reindex(list(facts.years))),
        )
        for zone, used_by in order
    )  # fmt: skip
    return Table("power_margin", columns, rows, say("note.power_margin"))


def rest_table(facts: HourFacts) -> Table:
    """By how much each year of the plan rests on each planning year."""
    say, share = facts.names.say, facts.hours.planning.share
    columns = (
        Column(say("col.year"), "year"),
        *(Column(say("col.power_rests", year=k), "mixed", "%") for k in facts.years),
    )  # fmt: skip
    rows = tuple(
        (int(t), *(100 * float(share.sel(year=t, power_year=k)) for k in facts.years))
        for t in share["year"].to_numpy()
    )
    return Table("power_rests", columns, rows, say("note.power_rests"))
