"""Contestant of `accounts_speed`: this library, as its users call it."""

import numpy as np
import pandas as pd

import citywright
from benchmarks._accounts_contest import contest
from benchmarks._accounts_input import Input
from citywright.accounts.system import System
from citywright.accounts.table import IOTable


def build(table: Input) -> System:
    """The labelled table, checked."""
    labels = pd.MultiIndex.from_product([table.regions, table.products], names=["region", "sector"])
    users = pd.MultiIndex.from_product([table.regions, ["final"]])
    return System(
        IOTable(
            Z=pd.DataFrame(table.Z, labels, labels, copy=False),
            Y=pd.DataFrame(table.Y, labels, users),
            V=pd.DataFrame(table.V, ["value_added"], labels),
            S=pd.DataFrame(table.S, table.stressors, labels),
            units=pd.Series("t", index=table.stressors),
            money="EUR",
        )
    )


def answers(system: System, table: Input) -> dict[str, np.ndarray]:
    """Multipliers and footprints."""
    found = system.footprints()
    exports, imports = found.traded
    k = len(table.S)
    return {
        "M": found.multipliers,
        "D_cba_reg": found.consumption_based,
        "D_pba_reg": found.production_based,
        "D_imp_reg": imports,
        "D_exp_reg": exports,
        "D_cba": found.consumption.reshape(k, -1),
        "D_imp": found.imports.reshape(k, -1),
        "D_exp": found.exports,
    }


def scenario(system: System, table: Input) -> np.ndarray:
    """Output for one new final demand."""
    return system.output(pd.Series(table.y_new, system.table.labels)).to_numpy()


if __name__ == "__main__":
    contest(getattr(citywright, "__version__", ""), build, answers, scenario)
