"""What projects bring the city in taxes, from its tables of taxes."""

from typing import Any

from citywright.plan.proof.facts import Facts
from citywright.plan.proof.rows import Terms
from citywright.units import factor


def city_tax(f: Facts, sector: str) -> float:
    """Taxes that the city keeps of one unit of a sector's output, at the rates of the base year."""
    kept = {r.tax: float(r.share) for r in f.rows("tax_shares") if r.level == "city"}
    paid = sum(
        float(r.ratio) * kept.get(r.tax, 0.0) * f.value_added[sector, r.item]
        for r in f.rows("tax_bases")
    )
    return paid / f.x[sector]


def returns(f: Facts, row: Any, year: int) -> Terms:  # noqa: ANN401  (a row of factors)
    """What comes back to a factor in a year, by what ran the year before; none where it has no share."""
    if not row.tax_return > 0 or year == f.years[0]:
        return {}
    per_money = float(row.tax_return) * factor(f.city.settings.money_unit, row.unit)
    return {
        ("running", p.project, year - 1): -per_money * city_tax(f, p.sector) * float(p.output)
        for p in f.projects
    }
