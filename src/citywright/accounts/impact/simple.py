"""Effects of an amount by sector: new output, or new final demand, at the city's averages.

    output d    x = (I - R A)^-1 d          demand y    d = R y, the rest is bought outside

Source: Miller & Blair (2009), sec. 2.5 and 6.2; new firms and plants ch. 13.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.impact.effects import Impact, impact_of
from citywright.accounts.impact.shock import average_shock, demand_shock, with_own
from citywright.accounts.recipe import Recipe
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


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
    direct = aligned(recipe, d)
    check_recipes(recipe, direct)
    shock = with_own(recipe, average_shock(recipe, direct), own or {})
    return impact_of(recipe, shock, propensity)


def demand_impact(recipe: Recipe, y: pd.Series, propensity: float) -> Impact:
    """Effects of new final demand y in the city: d = R y is made here, the rest outside.

    Parameters
    ----------
    recipe : coefficients of the city
    y : demand by sector code (money/year), before it is known where it is bought
    propensity : consumption per unit of labour income, in [0, 1]

    Raises
    ------
    AccountsError
        accounts.unknown_label, accounts.not_finite, accounts.no_recipe.
    """
    wanted = aligned(recipe, y)
    check_recipes(recipe, recipe.rho * wanted)
    return impact_of(recipe, demand_shock(recipe, wanted, recipe.rho), propensity)


def aligned(recipe: Recipe, amounts: pd.Series) -> Array:
    """Amounts by sector code in the order of the recipe, 0 where there is none."""
    unknown = [str(code) for code in amounts.index if code not in recipe.sectors]
    if unknown:
        raise AccountsError(
            "accounts.unknown_label", table="event", column="sector", label=", ".join(unknown)
        )
    if not np.isfinite(amounts.to_numpy(dtype=float)).all():
        raise AccountsError("accounts.not_finite", table="event")
    values: Array = amounts.reindex(recipe.sectors).fillna(0.0).to_numpy(dtype=float)
    return values


def check_recipes(recipe: Recipe, d: Array) -> None:
    """Refuse output in a sector that makes nothing in the base year: its inputs are unknown."""
    known = is_made(recipe)
    unknown = [
        code for code, made, ok in zip(recipe.sectors, d, known, strict=True) if made and not ok
    ]
    if unknown:
        raise AccountsError("accounts.no_recipe", sectors=" ".join(unknown))


def is_made(recipe: Recipe) -> npt.NDArray[np.bool_]:
    """Whether the city makes each product in the base year, so that its inputs are known."""
    found: npt.NDArray[np.bool_] = recipe.A.sum(axis=0) + recipe.items.sum(axis=0) > 0.0
    return found
