"""The power system as the plan's partner: asked at loads and budgets, it answers with cost and a cut.

    power_cost ≥ α + Σ β[z,c,k] · demand[z,c,k] + Σ γ[k] · power_emitted[k]

holds for every demand and every budget, by the multipliers of one answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

import numpy as np
import xarray as xr

from citywright.energy.changes import changed
from citywright.energy.service import PowerSystem, Resolved
from citywright.energy.steering import Steering, steer
from citywright.plan.hourly.hours import PowerByHour
from citywright.plan.hourly.network import TONNES, PlanNetwork, budget_name

Say = Callable[[str, float], None]


@dataclass(frozen=True)
class PowerCut:
    """power_cost ≥ constant + Σ demand · β + Σ emitted · γ, in discounted money of the plan."""

    constant: float
    demand: xr.DataArray
    emitted: xr.DataArray

    def at(self, demand: xr.DataArray, emitted: xr.DataArray) -> float:
        """The bound at one choice."""
        return (
            self.constant
            + float((self.demand * demand).sum())
            + float((self.emitted * emitted).sum())
        )


@dataclass(frozen=True)
class PowerAnswer:
    """Bracket of the cost (discounted money of the plan), the cut, and what proves the cut."""

    lower: float
    upper: float
    cut: PowerCut
    multipliers: tuple[np.ndarray, ...]
    outer: np.ndarray

    @property
    def width(self) -> float:
        """upper − lower: what asking again at the same point may still move."""
        return max(0.0, self.upper - self.lower)


class PowerPartner:
    """A warm power system of all planning years.

    with PowerPartner(plan_network(city, hours), hours, 0.01, (demand, emitted)) as partner:
        answer = partner.ask(demand, emitted)
    """

    def __init__(
        self, plan: PlanNetwork, hours: PowerByHour, gap: float,
        first: tuple[xr.DataArray, xr.DataArray], *, workers: int | None = None,
        cluster: str | None = None,
    ) -> None:  # fmt: skip
        """`first`: demand and budgets at which the system is built, and asked first."""
        self.hours, self.plan = hours, plan
        network = changed(plan.network, plan.load(first[0]), self._caps(first[1]))
        self.system = PowerSystem(network, gap, workers=workers, cluster=cluster)
        self.first: tuple[xr.DataArray, xr.DataArray] | None = first

    @property
    def money(self) -> float:
        """How much of the plan's money is one of the network's."""
        return self.plan.money

    def ask(self, demand: xr.DataArray, emitted: xr.DataArray) -> PowerAnswer:
        """The system at demand[zone, used_by, power_year] (100 GWh) and budgets emitted[power_year]
        (10 000 t).
        """
        stands = self.first is not None and all(
            a.equals(b) for a, b in zip(self.first, (demand, emitted), strict=True)
        )
        self.first = None
        change = () if stands else (self.plan.load(demand), self._caps(emitted))
        found = steer(self.system, *change)
        return PowerAnswer(
            found.lower * self.money, found.upper * self.money, self._cut(found, demand, emitted),
            found.multipliers, found.outer,
        )  # fmt: skip

    def certify(self) -> Resolved:
        """The answer last given, with evidence; EnergyInfeasibleError where no operation meets it."""
        return self.system.certify()

    def _caps(self, emitted: xr.DataArray) -> dict[str, float]:
        return {
            budget_name(int(k)): float(emitted.sel(power_year=k)) * TONNES for k in self.plan.years
        }

    def _cut(self, found: Steering, demand: xr.DataArray, emitted: xr.DataArray) -> PowerCut:
        """The tangent at the answer."""
        slope = self.plan.worth(found.demand, demand) * self.money
        prices = found.limits.loc[[budget_name(year) for year in self.plan.years]].to_numpy()
        budget = xr.DataArray(prices * TONNES * self.money, coords=[emitted["power_year"]])
        here = float((slope * demand).sum()) + float((budget * emitted).sum())
        return PowerCut(found.lower * self.money - here, slope, budget)

    def close(self) -> None:
        """End the workers."""
        self.system.close()

    def __enter__(self) -> "PowerPartner":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()
