"""Contestant of `accounts_speed`: mario (mariopy), by its documented way: Database, calc_all.

Its F is by product for the sum of all users, so the accounts of regions are made from its w, e and f,
by the fewest products of matrices. By product, it is asked for nothing: it does less than the others.
"""

import logging

import mario
import numpy as np
import pandas as pd

from benchmarks._accounts_contest import contest
from benchmarks._accounts_input import Input


def build(table: Input) -> mario.Database:
    """Database of one table; it makes z, v and e at once."""
    labels = pd.MultiIndex.from_product([table.regions, ["Sector"], table.products])
    users = pd.MultiIndex.from_product([table.regions, ["Consumption category"], ["final"]])
    units = {
        "Sector": pd.DataFrame({"unit": "EUR"}, table.products),
        "Factor of production": pd.DataFrame({"unit": "EUR"}, ["value added"]),
        "Satellite account": pd.DataFrame({"unit": "t"}, table.stressors),
    }
    return mario.Database(
        name="random", table="IOT", units=units,
        Z=pd.DataFrame(table.Z, labels, labels, copy=False),
        Y=pd.DataFrame(table.Y, labels, users),
        V=pd.DataFrame(table.V, ["value added"], labels),
        E=pd.DataFrame(table.S, table.stressors, labels),
        EY=pd.DataFrame(0.0, table.stressors, users),
    )  # fmt: skip


def answers(db: mario.Database, _: Input) -> dict[str, np.ndarray]:
    """Multipliers f, footprints F, and the flows between regions by w."""
    db.calc_all(["X", "z", "e", "w", "f", "F"])
    made = db.w.to_numpy() @ db.Y.to_numpy()
    region = db.E.columns.get_level_values(0)
    flows = np.stack([
        pd.DataFrame(row[:, None] * made).groupby(region, sort=False).sum().to_numpy()
        for row in db.e.to_numpy()
    ])  # fmt: skip
    own = np.einsum("krr->kr", flows)
    return {
        "M": db.f.to_numpy(),
        "D_cba_reg": (db.f @ db.Y).to_numpy(),
        "D_pba_reg": db.E.T.groupby(region, sort=False).sum().T.to_numpy(),
        "D_imp_reg": flows.sum(axis=1) - own,
        "D_exp_reg": flows.sum(axis=2) - own,
    }


def scenario(db: mario.Database, table: Input) -> np.ndarray:
    """Output for one new final demand by the inverse it has: the fastest way it offers."""
    return mario.calc_X_from_w(db.w, pd.DataFrame(table.y_new, db.w.columns)).to_numpy()[:, 0]


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    contest(mario.__version__, build, answers, scenario)
