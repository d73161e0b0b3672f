"""Contestant of `accounts_speed`: pymrio, by its documented way: IOSystem, Extension, calc_all."""

import numpy as np
import pandas as pd
import pymrio

from benchmarks._accounts_contest import contest
from benchmarks._accounts_input import Input


def build(table: Input) -> pymrio.IOSystem:
    """IOSystem with one Extension of all stressors."""
    labels = pd.MultiIndex.from_product([table.regions, table.products], names=["region", "sector"])
    users = pd.MultiIndex.from_product([table.regions, ["final"]], names=["region", "category"])
    stressors = pd.Index(table.stressors, name="stressor")
    io = pymrio.IOSystem(
        Z=pd.DataFrame(table.Z, labels, labels, copy=False), Y=pd.DataFrame(table.Y, labels, users)
    )
    io.emissions = pymrio.Extension("emissions", F=pd.DataFrame(table.S, stressors, labels))
    return io


def answers(io: pymrio.IOSystem, _: Input) -> dict[str, np.ndarray]:
    """Everything that calc_all makes: A, L, S, M and the accounts."""
    io.calc_all()
    names = ("M", "D_cba_reg", "D_pba_reg", "D_imp_reg", "D_exp_reg", "D_cba", "D_imp", "D_exp")
    return {name: getattr(io.emissions, name).to_numpy() for name in names}


def scenario(io: pymrio.IOSystem, table: Input) -> np.ndarray:
    """Output for one new final demand by the inverse it has: the fastest way it offers."""
    return pymrio.calc_x_from_L(io.L, pd.Series(table.y_new, io.L.columns)).to_numpy()[:, 0]


if __name__ == "__main__":
    contest(pymrio.__version__, build, answers, scenario)
