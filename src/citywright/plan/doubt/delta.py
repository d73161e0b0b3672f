"""The accounts as they would be with another delta of the location quotient.

    rho_i' = min(1, x_i / U_i, rho_i q_i(delta') / q_i(delta)),
    q_i = [Σ_j min(1, q_ij) Z_ij + min(1, lambda SLQ_i) F_i] / U_i

q_i is the local share that the quotient gives (`accounts.regional.trade`), before the national
share of domestic products, which does not follow delta. Purchases and sales outside move by the
same amount, so every balance holds as before. Sectors whose share did not come from the quotient
stay as they are.
"""

import numpy as np
import pandas as pd

from citywright.accounts.regional.quotients import quotients, region_factor, slq
from citywright.city import City
from citywright.city.city import freeze
from citywright.errors import UsageError
from citywright.plan.economy import FINAL
from citywright.plan.program import Floats

LOCAL = FINAL[:4]
"""Kinds of final use in the city."""
SOLD, BOUGHT = "outside_sales", "outside_purchases"


def with_delta(city: City, method: str, known: float, delta: float | None) -> City:
    """The city with its accounts at `delta` in place of the `known` one.

    Raises
    ------
    UsageError
        The table nation is empty, so no quotient can be formed.
    """
    nation = city.tables["nation"].set_index("sector")
    if nation.empty or delta is None:
        raise UsageError("doubt.no_nation", city=city.settings.code)
    sectors = pd.Index(city.tables["sectors"]["sector"])
    z, f, v = _account(city, sectors)
    x = z.sum(axis=0) + v
    use = z.sum(axis=1) + f[list(LOCAL)].sum(axis=1).to_numpy()
    nation = nation.loc[sectors]
    size = float(v.sum()) / float(nation["value_added"].sum())
    X = nation["output"].to_numpy(dtype=float)
    final = f[list(LOCAL)].sum(axis=1).to_numpy()
    before, after = (_shares(method, x, X, z, final, size, d) for d in (known, delta))
    bought = -f[BOUGHT].to_numpy()
    share = 1.0 - np.divide(bought, use, out=np.ones_like(use), where=use > 0)
    moved = share * np.divide(after, before, out=np.ones_like(use), where=before > 0)
    most = np.divide(x, use, out=np.ones_like(use), where=use > 0)
    moved = np.minimum(np.minimum(moved, 1.0), most)
    follows = (nation["by_quotient"] == "yes").to_numpy() & (use > 0)
    more = np.where(follows, (share - moved) * use, 0.0)
    return _with_trade(city, sectors, more)


def _account(city: City, sectors: pd.Index) -> tuple[Floats, pd.DataFrame, Floats]:
    """Intermediate use, final use by kind, value added by sector (money)."""
    flows = city.tables["flows"].pivot(index="from_sector", columns="to_sector", values="value")
    final = city.tables["final_demand"].pivot(index="sector", columns="kind", values="value")
    z = flows.reindex(index=sectors, columns=sectors).fillna(0.0).to_numpy(dtype=float)
    f = final.reindex(index=sectors, columns=list(FINAL)).fillna(0.0)
    added = city.tables["value_added"].groupby("sector")["value"].sum()
    v: Floats = added.reindex(sectors, fill_value=0.0).to_numpy(dtype=float)
    return z, f, v


def _shares(
    method: str, x: Floats, X: Floats, z: Floats, final: Floats, size: float, delta: float
) -> Floats:
    """q_i: the share of its use of product i that the quotient lets the city meet itself."""
    between = np.minimum(quotients(method, x, X, size=size, delta=delta), 1.0)
    own = np.minimum(region_factor(size, delta) * slq(x, X), 1.0)
    met: Floats = (between * z).sum(axis=1) + own * final
    use = z.sum(axis=1) + final
    share: Floats = np.divide(met, use, out=np.zeros_like(use), where=use > 0)
    return share


def _with_trade(city: City, sectors: pd.Index, more: Floats) -> City:
    """The city that buys and sells `more` outside, sector by sector.

    A sector that gains a first sale or purchase gains the row for it.
    """
    table = city.tables["final_demand"]
    cells = table.set_index(["sector", "kind"])
    moved = pd.Series(more, index=sectors)
    moved = moved[moved != 0.0]
    for kind, sign in ((SOLD, 1.0), (BOUGHT, -1.0)):
        for sector, amount in moved.items():
            if (sector, kind) in cells.index:
                cells.loc[(sector, kind), "value"] += sign * amount
            else:
                other = cells.loc[(sector, SOLD if kind == BOUGHT else BOUGHT)]
                cells.loc[(sector, kind), :] = other.where(other.index != "value", sign * amount)
    frame = cells.sort_index().reset_index()[list(table.columns)]
    return City(city.settings, freeze({**city.tables, "final_demand": frame}), city.notices)
