"""What one more of each limit would be worth: a table, and a plain sentence for each."""

from typing import Any

import pandas as pd

from citywright.plan.result import Plan
from citywright.report.names import Names
from citywright.report.numbers import money
from citywright.report.table import Column, Table

KINDS = (
    "factor", "carbon", "work", "programmes", "power_supply", "power_grid", "replacement_gap",
    "markets", "capacity", "target", "start_excludes", "start_options", "start_requires",
    "start_after", "start_once",
)  # fmt: skip
"""Kinds of limits, those that a city can change first."""
PER_KIND = 3
"""How many of each kind a page shows; the workbook holds all."""
NAMED_BY = {
    "work": "skills", "programmes": "programmes", "power_supply": "power_supply",
    "power_grid": "zones", "replacement_gap": "chain_nodes", "markets": "sectors",
    "capacity": "sectors", "start_once": "projects",
}  # fmt: skip
"""Kinds whose item is a row of a table."""


def price_table(names: Names, plan: Plan, per_kind: int | None = PER_KIND) -> Table:
    """The dearest limits of each kind: the price, its unit, and what it means in words."""
    say = names.say
    columns = (
        Column(say("col.limit_kind"), "short"), Column(say("col.limit_name")),
        Column(say("col.year"), "year"), Column(say("col.price"), "mixed"),
        Column(say("col.unit"), "short"), Column(say("col.meaning")),
    )  # fmt: skip
    rows = tuple(
        (
            names.word("limit_kind", r.limit), item_name(names, r), _year(r), r.value,
            names.unit(r.unit), sentence(names, plan, r),
        )
        for r in dearest(plan, per_kind).itertuples()
    )  # fmt: skip
    return Table("prices", columns, rows, say("note.prices"))


def dearest(plan: Plan, per_kind: int | None) -> pd.DataFrame:
    """Limits by kind, the dearest first; each factor is a kind, for each has its own unit."""
    prices = plan.tables["prices"]
    place = {kind: i for i, kind in enumerate(KINDS)}
    factor = prices["item"].astype(str).str.split("|").str[0]
    order = prices.assign(
        place=prices["limit"].map(place).fillna(len(KINDS)),
        kind=factor.where(prices["limit"] == "factor", prices["limit"]),
        down=-prices["value"].abs(),
    ).sort_values(["place", "kind", "down", "year", "item"], kind="stable")
    return order if per_kind is None else order.groupby("kind", sort=False).head(per_kind)


def first_sentences(names: Names, plan: Plan) -> list[str]:
    """The dearest limit of each kind that a city can change, in words."""
    tops = dearest(plan, 1)
    return [sentence(names, plan, r) for r in tops[tops["limit"].isin(KINDS[:6])].itertuples()]


def item_name(names: Names, row: Any) -> str:  # noqa: ANN401  (a row of the table)
    """What is limited, in words."""
    parts = str(row.item).split("|")
    if row.limit == "factor":
        return names.factor_at(*parts)
    if row.limit in ("start_excludes", "start_options", "start_requires", "start_after"):
        return names.limit(f"{row.limit}|{row.item}")
    if row.limit == "target":
        return _target(names, str(row.item))
    if row.limit == "carbon":
        return names.say("carbon_space")
    table = NAMED_BY.get(row.limit)
    return names.of(table, str(row.item)) if table else str(row.item)


def sentence(names: Names, plan: Plan, row: Any) -> str:  # noqa: ANN401  (a row of the table)
    """“One more mu of industrial land in the North in 2026 is worth …”."""
    amount = money(abs(row.value), plan.money_unit, names.lang)
    unit = row.unit.partition("/")[2]
    known = row.limit in KINDS
    return names.say(
        f"price.{row.limit}" if known else "price.other",
        item=item_name(names, row), year=_year(row), amount=amount, unit=names.unit(unit),
    )  # fmt: skip


def _target(names: Names, target: str) -> str:
    rows = names.city.tables["targets"].set_index("target")
    if target not in rows.index:
        return target
    indicator = names.of("indicators", rows["indicator"][target])
    return names.say("target_name", indicator=indicator, year=rows["year"][target])


def _year(row: Any) -> int | str:  # noqa: ANN401  (a row of the table)
    return "" if pd.isna(row.year) else int(row.year)
