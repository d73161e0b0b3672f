"""What an event does at first, before suppliers and households answer.

    d      output of the event itself, by sector
    m      its own value added, people, electricity and carbon, by measure and sector
    b, o   what it buys of each product, from makers in the city and outside

Shocks are vectors: they add, and they can be taken away. For a plant that buys as the average of its
sector does, b = R A d and o = (I - R) A d, with R = diag(rho).

Source: Miller & Blair (2009), Input-Output Analysis, 2nd ed., ch. 13 (a new plant
as final demand for its purchases).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from citywright.accounts.account import ITEMS, STRESSORS
from citywright.accounts.recipe import Recipe
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
MEASURES = ("output", "value_added", *ITEMS, *STRESSORS)
"""Rows of every effect: money for output and value added, then 10000 person, 100 GWh, 10000 t."""
WAGES = MEASURES.index("compensation")


@dataclass(frozen=True)
class Shock:
    """First round of an event, n sectors; money a year unless the event says otherwise.

    measures : (9, n) the event's own amounts, rows of `MEASURES`; row 0 is d
    here, outside : (n,) b, o: purchases of the event's own production, by product
    buyer_here, buyer_outside : (n,) what the buyer behind the event (a new demand, customers that
        move) buys of each product in the city and outside; no production of their own
    """

    measures: Array
    here: Array
    outside: Array
    buyer_here: Array
    buyer_outside: Array

    def __add__(self, other: "Shock") -> "Shock":
        return Shock(*(a + b for a, b in zip(self._parts(), other._parts(), strict=True)))

    def times(self, factor: float) -> "Shock":
        """The same event, `factor` times as large; -1 takes it away."""
        return Shock(*(factor * part for part in self._parts()))

    @property
    def wages(self) -> float:
        """Labour income that the event pays itself (money)."""
        return float(self.measures[WAGES].sum())

    def _parts(self) -> tuple[Array, ...]:
        return (self.measures, self.here, self.outside, self.buyer_here, self.buyer_outside)


def rates_of(recipe: Recipe) -> Array:
    """f: every measure per unit of output, (9, n); 1 for output itself."""
    ones = np.ones((1, len(recipe.sectors)))
    return np.vstack([ones, recipe.items.sum(axis=0, keepdims=True), recipe.items,
                      recipe.stressors])  # fmt: skip


def average_shock(recipe: Recipe, d: Array) -> Shock:
    """Output d made as the average of each sector makes it: m = f d, b = R A d, o = (I - R) A d."""
    bought = recipe.A @ d
    none = np.zeros_like(d)
    here = recipe.rho * bought
    return Shock(rates_of(recipe) * d, here, bought - here, none, none)


def demand_shock(recipe: Recipe, y: Array, share: Array) -> Shock:
    """Demand y of which `share` is bought here: d = share y, made as the average makes it."""
    d = share * y
    made = average_shock(recipe, d)
    return Shock(made.measures, made.here, made.outside, d, y - d)


def with_own(recipe: Recipe, shock: Shock, own: Mapping[str, float]) -> Shock:
    """The shock with a plant's own employment, electricity or co2 in place of its sector's average.

    Raises
    ------
    AccountsError
        accounts.own_numbers where a number is not of `STRESSORS`, is negative or not finite, or
        there is not exactly one sector it could belong to.
    """
    makers = [code for code, d in zip(recipe.sectors, shock.measures[0], strict=True) if d != 0.0]
    measures = shock.measures.copy()
    for name, amount in own.items():
        if name not in STRESSORS or len(makers) != 1 or not np.isfinite(amount) or amount < 0.0:
            raise AccountsError(
                "accounts.own_numbers", name=name, amount=amount, sectors=" ".join(makers)
            )
        measures[MEASURES.index(name), recipe.sectors.index(makers[0])] = amount
    return Shock(measures, shock.here, shock.outside, shock.buyer_here, shock.buyer_outside)
