"""What is bought outside, and what would follow from making it here.

    leakage_ps     = purchases of product p outside at stage s
    replaced_p(f)  = (f L_bar)_p : what one unit of p bought here instead of outside adds of measure f

The second is the marginal effect of raising rho_p: with B_p bought of p in all stages,
d (f x) / d rho_p = B_p (f L_bar)_p, since dx = L_bar e_p B_p d rho_p. It is a marginal number: as
more is replaced, the chain behind it changes too.

Source: Miller & Blair (2009), sec. 6.2, pp. 244-255 (total multipliers); derivative of the inverse
ch. 12 (important coefficients).
"""

import numpy as np
import pandas as pd

from citywright.accounts.account import Accounts
from citywright.accounts.impact.effects import STAGES, Impact, systems
from citywright.accounts.impact.shock import MEASURES, rates_of
from citywright.accounts.impact.simple import is_made
from citywright.accounts.recipe import Recipe

BUYERS = ("event", *STAGES)
"""Who buys: the buyer behind the event, its own production, its suppliers, households."""


def leakage_table(impact: Impact) -> pd.DataFrame:
    """Bought outside by product and stage: columns event, direct, suppliers, households, total,
    here (bought in the city) and share = total / (total + here); nan where nothing is bought, or
    where one of the two is more and the other less (customers of a lost firm move outside).
    """
    bought = impact.purchases
    frame = pd.DataFrame({stage: bought[f"{stage}_outside"] for stage in BUYERS})
    frame["total"] = frame.sum(axis=1)
    frame["here"] = bought[[f"{stage}_here" for stage in BUYERS]].sum(axis=1)
    whole = frame["total"] + frame["here"]
    is_share = (whole != 0.0) & (frame["total"] * frame["here"] >= 0.0)
    frame["share"] = frame["total"] / whole.where(is_share)
    return frame


def substitution_table(
    recipe: Recipe, accounts: Accounts, impact: Impact, propensity: float, headroom: pd.Series
) -> pd.DataFrame:
    """Products bought outside, largest first: could they be made here, and what would that add?

    Parameters
    ----------
    recipe : coefficients of the economy in which the impact was computed
    accounts : the account, for output and sales outside
    impact : the effects
    propensity : consumption per unit of labour income
    headroom : capacity of existing plants over output, by sector code (ratio)

    Returns
    -------
    frame by product with `outside` (money bought outside, above zero only), `made` (output of the
    city in the base year), `spare` = (headroom - 1) made, `sold_outside`, and per unit replaced, by
    measure of `MEASURES` (`unit_output`, `unit_value_added`, ...: unit of the measure per money);
    nan where the city makes none, so that the inputs are not known
    """
    closed = systems(recipe, propensity)[1]
    rates = np.column_stack([rates_of(recipe), np.zeros(len(MEASURES))])
    unit = closed.carried(rates)[:, :-1]
    unit[:, ~is_made(recipe)] = np.nan
    made = accounts.output
    frame = pd.DataFrame(
        {
            "outside": leakage_table(impact)["total"],
            "made": made,
            "spare": (headroom.reindex(accounts.sectors) - 1.0) * made,
            "sold_outside": accounts.F["outside_sales"],
            **{f"unit_{name}": row for name, row in zip(MEASURES, unit, strict=True)},
        },
        index=pd.Index(recipe.sectors, name="sector"),
    )
    frame = frame[frame["outside"] > 0.0]
    return frame.sort_values("outside", ascending=False, kind="stable")
