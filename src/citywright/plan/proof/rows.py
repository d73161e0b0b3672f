"""Every balance and limit of the plan as sparse rows, written from the tables alone.

A row is  low ≤ Σ coefficient · variable ≤ high.  Variables are tuples such as ("output", "19", 2026).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Any

from citywright.plan.proof.facts import (
    Facts,
    begun_before,
    building_share,
    running_share,
)

Variable = tuple[Any, ...]
Terms = dict[Variable, float]


@dataclass(frozen=True)
class Row:
    """One balance or limit; `family`, `item` and `year` name it as the plan's tables do."""

    family: str
    item: str
    year: int | None
    terms: Terms
    low: float
    high: float


def equal(family: str, item: str, year: int | None, terms: Terms, value: float) -> Row:
    """Σ terms = value."""
    return Row(family, item, year, terms, value, value)


def at_most(family: str, item: str, year: int | None, terms: Terms, value: float) -> Row:
    """Σ terms ≤ value."""
    return Row(family, item, year, terms, -inf, value)


def start_rows(f: Facts) -> Iterator[Row]:
    """One start at most; running follows from starts."""
    for p in f.projects:
        starts = {("start", p.project, s): 1.0 for s in f.years}
        yield at_most("start_once", p.project, None, starts, 1.0)
        before = begun_before(f, p)
        for t in f.years:
            terms: Terms = {("running", p.project, t): 1.0}
            terms.update({("start", p.project, s): -running_share(p, s, t) for s in f.years})
            grown = 0.0
            if before is not None:
                grown = running_share(p, before, t) - running_share(p, before, f.base)
            yield equal("ramp", p.project, t, terms, grown)


def economy_rows(f: Facts) -> Iterator[Row]:
    """Production, capacity, use, balance, markets, replacement, households and spending."""
    plants = {r.sector: r for r in f.rows("sectors")}
    nodes = f.rows("chain_nodes")
    for t in f.years:
        for i in f.sectors:
            inside = [p for p in f.projects if p.sector == i]
            made: Terms = {("output", i, t): 1.0, ("existing", i, t): -1.0, ("idle", i, t): 1.0}
            made |= {("running", p.project, t): -float(p.output) for p in inside}
            yield equal("production", i, t, made, 0.0)
            age = t - f.base
            limit = f.x[i] * plants[i].headroom * (1 + plants[i].organic_growth) ** age
            yield at_most("capacity", i, t, {("existing", i, t): 1.0}, limit)
            yield _use_row(f, i, t)
            sold: Terms = {("output", i, t): 1.0, ("use", i, t): -f.local(i)}
            sold |= {("outside_sales", i, t): -1.0, ("extra_purchases", i, t): 1.0}
            sold |= {("replaced", n.node, t): -1.0 for n in nodes if n.sector == i}
            yield equal("balance", i, t, sold, 0.0)
            brought: Terms = {("outside_sales", i, t): 1.0}
            brought |= {("running", p.project, t): -p.outside_share * p.output for p in inside}
            market = f.final[i, "outside_sales"] * (1 + plants[i].market_growth) ** age
            yield at_most("markets", i, t, brought, market)
        for n in nodes:
            gap = n.gap_share * (1 - f.local(n.sector))
            terms = {("replaced", n.node, t): 1.0, ("use", n.sector, t): -gap}
            yield at_most("replacement_gap", n.node, t, terms, 0.0)
            offer: Terms = {("replaced", n.node, t): 1.0}
            offer |= {
                ("running", p.project, t): -p.local_share * p.output
                for p in f.projects if p.node == n.node
            }  # fmt: skip
            yield at_most("replacement_supply", n.node, t, offer, 0.0)
        yield from _money_rows(f, t)


def _use_row(f: Facts, i: str, t: int) -> Row:
    spent = sum(f.final[k, "households"] for k in f.sectors)
    capital = sum(f.final[k, "investment"] for k in f.sectors)
    kappa = f.final[i, "investment"] / capital
    terms: Terms = {("use", i, t): 1.0}
    terms |= {("output", j, t): -a for (seller, j), a in f.inputs.items() if seller == i}
    terms["consumption", t] = -f.final[i, "households"] / spent
    terms["spending", t] = -kappa
    fixed = f.final[i, "government"] * f.growth("government_growth", t) + f.final[i, "inventories"]
    ordinary = capital * f.assumption["ordinary_investment"] * f.growth("investment_growth", t)
    return equal("use", i, t, terms, fixed + kappa * ordinary)


def _money_rows(f: Facts, t: int) -> Iterator[Row]:
    beta = f.assumption["spending_share"]
    wages = {i: f.value_added[i, "compensation"] for i in f.sectors}
    earned: Terms = {("consumption", t): 1.0}
    earned |= {("output", i, t): -beta * wages[i] / f.x[i] for i in f.sectors if f.x[i] > 0}
    spent = sum(f.final[i, "households"] for i in f.sectors)
    fixed = (spent - beta * sum(wages.values())) * f.growth("household_growth", t)
    yield equal("households", "", t, earned, fixed)
    terms: Terms = {("spending", t): 1.0}
    already = 0.0
    for p in f.projects:
        terms |= {
            ("start", p.project, s): -p.investment * f.trend(p, s) * building_share(p, s, t)
            for s in f.years
        }
        before = begun_before(f, p)
        if before is not None:
            already += p.investment * f.trend(p, before) * building_share(p, before, t)
    yield equal("spending", "", t, terms, already)
