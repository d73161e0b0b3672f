"""What a project or a change of demand does to the city: directly, through suppliers, households.

    direct      x0 = d                    output of the event itself
    suppliers   x1 = (I - R A)^-1 d - d   R = diag(rho)
    households  x2 = closed model - open model, incomes spent in the city
    outside     (1 - rho_i) of every purchase leaks

Source: Miller & Blair (2009), sec. 2.5 and 6.2; new firms and plants sec. 13.2, pp. 634-637.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.account import ITEMS, STRESSORS
from citywright.accounts.households import close_households
from citywright.accounts.leontief import Leontief
from citywright.accounts.recipe import Recipe
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
STAGES = ("direct", "suppliers", "households")
MEASURES = ("output", "value_added", *ITEMS, *STRESSORS)


@dataclass(frozen=True)
class Impact:
    """The effects of one event.

    effects : (measure, sector) x [direct, suppliers, households, total]; measures of `MEASURES`:
        money for output and value added, 10000 person, 100 GWh, 10000 t for the rest
    summary : the same, summed over the sectors
    purchases : (sector) x [direct_here, direct_outside, suppliers_here, ...]: what the plant, its
        suppliers and the households stage buy of each product, here and outside (money)
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


def output_impact(
    recipe: Recipe, d: pd.Series, propensity: float, own: Mapping[str, float] | None = None
) -> Impact:
    """Effects of new output d (a plant that makes d_i a year and sells it).

    Parameters
    ----------
    recipe : coefficients of the city
    d : output by sector code (money/year); sectors not listed make nothing
    propensity : consumption per unit of labour income, in [0, 1]
    own : the plant's own employment, electricity or co2, in place of the sector's average

    Raises
    ------
    AccountsError
        accounts.unknown_label, accounts.not_finite, accounts.own_numbers, accounts.no_recipe.
    """
    direct = _aligned(recipe, d)
    _check_recipes(recipe, direct)
    x = _stages(recipe, direct, propensity)
    effects = _effects(recipe, x)
    for name, amount in (own or {}).items():
        effects = _replaced(effects, direct, recipe, name, amount)
    effects["total"] = effects[list(STAGES)].sum(axis=1)
    summary = effects.groupby(level="measure", sort=False).sum()
    return Impact(effects, summary, _purchases(recipe, x, propensity))


def demand_impact(recipe: Recipe, y: pd.Series, propensity: float) -> Impact:
    """Effects of new final demand y in the city: d = rho y is made here, the rest outside.

    Parameters
    ----------
    y : demand by sector code (money/year), before it is known where it is bought
    """
    wanted = _aligned(recipe, y)
    codes = recipe.sectors
    impact = output_impact(recipe, pd.Series(recipe.rho * wanted, index=codes), propensity)
    purchases = impact.purchases.assign(
        event_here=recipe.rho * wanted, event_outside=(1.0 - recipe.rho) * wanted
    )
    return Impact(impact.effects, impact.summary, purchases)


def _aligned(recipe: Recipe, amounts: pd.Series) -> Array:
    unknown = [str(code) for code in amounts.index if code not in recipe.sectors]
    if unknown:
        raise AccountsError(
            "accounts.unknown_label", table="event", column="sector", label=", ".join(unknown)
        )
    values: Array = amounts.reindex(recipe.sectors).fillna(0.0).to_numpy(dtype=float)
    if not np.isfinite(amounts.to_numpy(dtype=float)).all():
        raise AccountsError("accounts.not_finite", table="event")
    return values


def _check_recipes(recipe: Recipe, d: Array) -> None:
    """Refuse output in a sector that makes nothing in the base year: its inputs are unknown."""
    known = recipe.A.sum(axis=0) + recipe.items.sum(axis=0) > 0.0
    unknown = [
        code for code, made, ok in zip(recipe.sectors, d, known, strict=True) if made and not ok
    ]
    if unknown:
        raise AccountsError("accounts.no_recipe", sectors=" ".join(unknown))


def _stages(recipe: Recipe, d: Array, propensity: float) -> Array:
    """Output by stage, (3, n): d, L d - d, and what households add."""
    A = recipe.rho[:, None] * recipe.A
    with_suppliers = Leontief(A).output(d)
    closed = close_households(A, recipe.income, recipe.rho * recipe.basket, propensity)
    with_households = Leontief(closed).output(np.append(d, 0.0))[:-1]
    return np.vstack([d, with_suppliers - d, with_households - with_suppliers])


def _effects(recipe: Recipe, x: Array) -> pd.DataFrame:
    rows = {"output": np.ones(len(recipe.sectors)), "value_added": recipe.items.sum(axis=0)}
    rows |= dict(zip(ITEMS, recipe.items, strict=True))
    rows |= dict(zip(STRESSORS, recipe.stressors, strict=True))
    index = pd.MultiIndex.from_product([MEASURES, recipe.sectors], names=["measure", "sector"])
    table = np.vstack([(rows[measure] * x).T for measure in MEASURES])
    return pd.DataFrame(table, index=index, columns=list(STAGES))


def _replaced(
    effects: pd.DataFrame, d: Array, recipe: Recipe, name: str, amount: float
) -> pd.DataFrame:
    """Put the plant's own number in place of the average of its one sector."""
    makers = [code for code, made in zip(recipe.sectors, d, strict=True) if made != 0.0]
    if name not in STRESSORS or len(makers) != 1 or not np.isfinite(amount) or amount < 0.0:
        raise AccountsError(
            "accounts.own_numbers", name=name, amount=amount, sectors=" ".join(makers)
        )
    changed = effects.copy()
    changed.loc[(name, makers[0]), "direct"] = amount
    return changed


def _purchases(recipe: Recipe, x: Array, propensity: float) -> pd.DataFrame:
    income = float(recipe.income @ x.sum(axis=0))
    bought = recipe.A @ x.T
    bought[:, 2] += propensity * income * recipe.basket
    columns = {}
    for place, stage in enumerate(STAGES):
        columns[f"{stage}_here"] = recipe.rho * bought[:, place]
        columns[f"{stage}_outside"] = (1.0 - recipe.rho) * bought[:, place]
    return pd.DataFrame(columns, index=pd.Index(recipe.sectors, name="sector"))
