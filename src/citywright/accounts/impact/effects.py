"""From the first round to the whole effect.

    direct      d                                      the event itself
    suppliers   x1 = (I - R A)^-1 b
    households  x2 = first n of (I - A_bar)^-1 (b, w0) - x1,   A_bar of `close_households`

b is what the event buys in the city, w0 the wages it pays itself. Every measure follows the output,
f x; only the event's own part may differ from the average f d. Of every purchase rho stays in the
city.

Source: Miller & Blair (2009), sec. 2.5, pp. 34-41, and 6.2, pp. 244-255.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.coefficients import local_coefficients
from citywright.accounts.households import close_households
from citywright.accounts.impact.shock import MEASURES, Shock, rates_of
from citywright.accounts.leontief import Leontief
from citywright.accounts.recipe import Recipe

Array = npt.NDArray[np.float64]
STAGES = ("direct", "suppliers", "households")


@dataclass(frozen=True)
class Impact:
    """The effects of one event, or of several together.

    effects : (measure, sector) x [direct, suppliers, households, total]; measures of `MEASURES`:
        money for output and value added, 10000 person, 100 GWh, 10000 t for the rest
    summary : the same, summed over the sectors
    purchases : (sector) x [direct_here, direct_outside, suppliers_here, ..., event_here,
        event_outside]: what the event's own production, its suppliers, the households stage and the
        buyer behind the event buy of each product, here and outside (money)
    """

    effects: pd.DataFrame
    summary: pd.DataFrame
    purchases: pd.DataFrame

    def of(self, measure: str) -> pd.DataFrame:
        """Effects of one measure by sector."""
        return self.effects.loc[measure]

    @property
    def leakage(self) -> float:
        """Money spent outside in all stages together."""
        return float(self.purchases.filter(like="_outside").to_numpy().sum())


def systems(recipe: Recipe, propensity: float) -> tuple[Leontief, Leontief]:
    """The open model of R A and the one with households as its last sector, each factorised."""
    A = local_coefficients(recipe.A, recipe.rho)
    closed = close_households(A, recipe.income, recipe.rho * recipe.basket, propensity)
    return Leontief(A), Leontief(closed)


def impact_of(recipe: Recipe, shock: Shock, propensity: float) -> Impact:
    """Effects of a shock, see the head of this file.

    Parameters
    ----------
    recipe : coefficients of the city (n sectors); after a loss, those of `economy_without`
    shock : first round of the event
    propensity : c, consumption per unit of labour income, in [0, 1]

    Raises
    ------
    AccountsError
        accounts.propensity, accounts.not_productive.
    """
    open_model, closed_model = systems(recipe, propensity)
    x1 = open_model.output(shock.here)
    whole = closed_model.output(np.append(shock.here, shock.wages))
    x2, income = whole[:-1] - x1, float(whole[-1])
    effects = _effects(recipe, shock, np.vstack([x1, x2]))
    purchases = _purchases(recipe, shock, x1, x2, propensity * income)
    return Impact(effects, effects.groupby(level="measure", sort=False).sum(), purchases)


def _effects(recipe: Recipe, shock: Shock, x: Array) -> pd.DataFrame:
    rates = rates_of(recipe)
    index = pd.MultiIndex.from_product([MEASURES, recipe.sectors], names=["measure", "sector"])
    columns = [shock.measures, rates * x[0], rates * x[1]]
    frame = pd.DataFrame(
        {stage: part.ravel() for stage, part in zip(STAGES, columns, strict=True)}, index=index
    )
    frame["total"] = frame[list(STAGES)].sum(axis=1)
    return frame


def _purchases(recipe: Recipe, shock: Shock, x1: Array, x2: Array, spent: float) -> pd.DataFrame:
    rho = recipe.rho
    columns = {"direct_here": shock.here, "direct_outside": shock.outside}
    later = {"suppliers": recipe.A @ x1, "households": recipe.A @ x2 + spent * recipe.basket}
    for stage, bought in later.items():
        columns[f"{stage}_here"] = rho * bought
        columns[f"{stage}_outside"] = (1.0 - rho) * bought
    columns |= {"event_here": shock.buyer_here, "event_outside": shock.buyer_outside}
    return pd.DataFrame(columns, index=pd.Index(recipe.sectors, name="sector"))
