"""What added capacity costs in a year, from the technologies of a city, in the network's units."""

from dataclasses import dataclass

import pandas as pd

from citywright.city.city import City
from citywright.units import factor

PER_MW = factor("CNY/kW", "CNY/MW")
PER_MWH = factor("CNY/kWh", "CNY/MWh")


def annuity(rate: float, years: float) -> float:
    """a = r / (1 - (1 + r)^-n), the yearly payment on an investment of 1; 1/n where r is 0."""
    return 1.0 / years if rate == 0.0 else rate / (1.0 - (1.0 + rate) ** -years)


@dataclass(frozen=True)
class Costs:
    """Technologies by code, their investments by (technology, year), the discount rate, the base year."""

    technologies: pd.DataFrame
    investments: pd.DataFrame
    rate: float
    base_year: int

    def lifetime(self, technology: str) -> float:
        """Years for which a new plant runs."""
        return float(self.technologies.loc[technology, "lifetime"])

    def payment(self, investment: float, lifetime: float) -> float:
        """Yearly payment on an investment over its lifetime, by `annuity`."""
        return annuity(self.rate, lifetime) * investment

    def yearly(self, technology: str, year: int, hours: float = 0.0) -> float:
        """(a + fixed) (I_P + hours I_E)   in CNY/MW/year

        I_P: investment per power, I_E per energy stored; a: `annuity` over the lifetime; fixed:
        yearly cost of operation over investment. KeyError where the year has no costs.
        """
        one = self.technologies.loc[technology]
        power, energy = self.investments.loc[(technology, year)]
        share = annuity(self.rate, float(one["lifetime"])) + float(one["fixed_cost"])
        return share * (float(power) * PER_MW + hours * float(energy) * PER_MWH)


def costs_of(city: City) -> Costs:
    """The costs of a city's technologies; discounted with the city's rate."""
    investments = city.tables["technology_costs"].set_index(["technology", "year"])
    return Costs(
        city.tables["technologies"].set_index("technology"),
        investments[["investment", "energy_investment"]],
        city.settings.discount_rate,
        city.settings.base_year,
    )


def year_weights(city: City, years: tuple[int, ...]) -> dict[int, float]:
    """w_y = Σ_k (1 + r)^(y_1 - k),  k from y up to the next chosen year

    What the yearly cost of each chosen year counts, as a value of the first of them: a year stands
    for itself and for those after it, the last one up to the end of the horizon. A single year
    counts once.
    """
    if len(years) == 1:
        return {years[0]: 1.0}
    ends = [*years[1:], max(city.settings.last_year, years[-1]) + 1]
    rate = city.settings.discount_rate
    return {
        first: sum((1.0 + rate) ** (years[0] - k) for k in range(first, end))
        for first, end in zip(years, ends, strict=True)
    }
