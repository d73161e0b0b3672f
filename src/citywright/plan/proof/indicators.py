"""Indicators as terms of the plan's variables, written from the tables alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from citywright.plan.proof.facts import Facts
from citywright.plan.proof.rows import Terms


@dataclass
class Sides:
    """Terms and fixed parts of numerator and denominator; a plain sum has the denominator 1."""

    top: Terms = field(default_factory=dict)
    bottom: Terms = field(default_factory=dict)
    top_fixed: float = 0.0
    bottom_fixed: float = 0.0


def indicator_sides(f: Facts, indicator: str, year: int) -> Sides:
    """Both sides of an indicator in a year; the year before the first is the base year's number."""
    sides = Sides()
    rows = [r for r in f.rows("indicator_terms") if r.indicator == indicator]
    for r in rows:
        top = r.side == "numerator"
        when = year - r.lag
        if when == f.base:
            terms: Terms = {}
            fixed = base_number(f, r)
        else:
            terms, fixed = _terms(f, r, when)
        target = sides.top if top else sides.bottom
        for variable, c in terms.items():
            target[variable] = target.get(variable, 0.0) + r.weight * c
        if top:
            sides.top_fixed += r.weight * fixed
        else:
            sides.bottom_fixed += r.weight * fixed
    if not any(r.side == "denominator" for r in rows):
        sides.bottom_fixed = 1.0
    return sides


def _sectors(f: Facts, r: Any) -> list[str]:  # noqa: ANN401
    return [r.sector] if r.sector else f.sectors


def _projects(f: Facts, r: Any) -> list[Any]:  # noqa: ANN401
    chain = {n.node: n.chain for n in f.rows("chain_nodes")}
    return [
        p for p in f.projects
        if (not r.sector or p.sector == r.sector) and (not r.node or p.node == r.node)
        and (not r.chain or chain.get(p.node) == r.chain)
    ]  # fmt: skip


def _nodes(f: Facts, r: Any) -> list[str]:  # noqa: ANN401
    return [
        n.node for n in f.rows("chain_nodes")
        if (not r.sector or n.sector == r.sector) and (not r.node or n.node == r.node)
        and (not r.chain or n.chain == r.chain)
    ]  # fmt: skip


def _per_output(f: Facts, r: Any, items: tuple[str, ...], t: int) -> Terms:  # noqa: ANN401
    return {
        ("output", i, t): sum(f.value_added[i, item] for item in items) / f.x[i]
        for i in _sectors(f, r) if f.x[i] > 0
    }  # fmt: skip


ALL_ITEMS = ("compensation", "taxes", "depreciation", "surplus")


def _purchases(f: Facts, r: Any, t: int, local: bool) -> Terms:  # noqa: ANN401
    terms: Terms = {}
    for (seller, buyer), a in f.inputs.items():
        if (not r.sector or seller == r.sector) and (not r.buyer or buyer == r.buyer):
            key = ("output", buyer, t)
            terms[key] = terms.get(key, 0.0) + a * (f.local(seller) if local else 1.0)
    return terms


def _employment(f: Facts, r: Any, t: int) -> Terms:  # noqa: ANN401
    employed = {s.sector: s.employment for s in f.rows("satellites")}
    fall = 1.0 / f.growth("productivity_growth", t)
    terms: Terms = {
        ("existing", i, t): employed[i] / f.x[i] * fall for i in _sectors(f, r) if f.x[i] > 0
    }
    terms |= {
        ("running", p.project, t): p.jobs / 1e4
        for p in f.projects
        if not r.sector or p.sector == r.sector
    }
    return terms


def _investment(f: Facts, t: int) -> float:
    capital = sum(f.final[i, "investment"] for i in f.sectors)
    return capital * f.assumption["ordinary_investment"] * f.growth("investment_growth", t)


_TERMS: dict[str, Callable[[Facts, Any, int], Terms]] = {
    "value_added": lambda f, r, t: _per_output(f, r, ALL_ITEMS, t),
    "taxes": lambda f, r, t: _per_output(f, r, ("taxes",), t),
    "output": lambda f, r, t: {("output", i, t): 1.0 for i in _sectors(f, r)},
    "existing_output": lambda f, r, t: {("existing", i, t): 1.0 for i in _sectors(f, r)},
    "outside_sales": lambda f, r, t: {("outside_sales", i, t): 1.0 for i in _sectors(f, r)},
    "project_output": lambda f, r, t: {
        ("running", p.project, t): float(p.output) for p in _projects(f, r)
    },
    "employment": _employment,
    "electricity": lambda f, r, t: {("load", z.zone, t): 1.0 for z in f.rows("zones")},
    "co2": lambda f, r, t: {("emitted", t): 1.0},
    "investment": lambda f, r, t: {("spending", t): 1.0},
    "purchases": lambda f, r, t: _purchases(f, r, t, local=False),
    "local_purchases": lambda f, r, t: _purchases(f, r, t, local=True),
    "replaced": lambda f, r, t: {("replaced", n, t): 1.0 for n in _nodes(f, r)},
    "constant": lambda f, r, t: {},
}


def _terms(f: Facts, r: Any, t: int) -> tuple[Terms, float]:  # noqa: ANN401
    fixed = {"constant": 1.0, "investment": _investment(f, t)}.get(r.quantity, 0.0)
    return _TERMS[r.quantity](f, r, t), fixed


def base_number(f: Facts, r: Any) -> float:  # noqa: ANN401
    """Quantity of a term in the base year."""
    satellites = {s.sector: s for s in f.rows("satellites")}
    if r.quantity in ("value_added", "taxes"):
        items = ALL_ITEMS if r.quantity == "value_added" else ("taxes",)
        return sum(f.value_added[i, item] for i in _sectors(f, r) for item in items)
    if r.quantity in ("output", "existing_output"):
        return sum(f.x[i] for i in _sectors(f, r))
    if r.quantity == "outside_sales":
        return sum(f.final[i, "outside_sales"] for i in _sectors(f, r))
    if r.quantity in ("purchases", "local_purchases"):
        terms = _purchases(f, r, f.base, local=r.quantity == "local_purchases")
        return sum(c * f.x[key[1]] for key, c in terms.items())
    if r.quantity == "employment":
        return float(sum(satellites[i].employment for i in _sectors(f, r)))
    homes = sum(z.household_electricity for z in f.rows("zones"))
    power = sum(s.electricity for s in satellites.values()) + homes
    if r.quantity == "co2":
        direct = sum(s.co2 for s in satellites.values()) + f.assumption["household_co2"]
        if f.by_hour:
            base = next(r for r in f.rows("power_years") if int(r.year) == f.base)
            return float(direct + base.co2)
        return float(direct + _base_power_co2(f, power * (1.0 + f.assumption["power_losses"])))
    investment = sum(f.final[i, "investment"] for i in f.sectors)
    return float(
        {"electricity": power, "investment": investment, "constant": 1.0}.get(r.quantity, 0.0)
    )


def _base_power_co2(f: Facts, load: float) -> float:
    """CO2 of meeting the base year's load with the options open in the first year, cheapest first."""
    first = f.years[0]
    open_ = [o for o in f.rows("power_supply") if o.first_year <= first <= o.last_year]
    total = 0.0
    for o in sorted(open_, key=lambda o: (o.cost, o.option)):
        taken = min(load, o.energy)
        total += 10.0 * o.co2 * taken
        load -= taken
    return total
