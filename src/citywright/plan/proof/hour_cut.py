"""The one cut on which the bound of a plan with hourly power rests, computed again from multipliers."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from citywright.errors import PlanFolderError
from citywright.plan.proof.facts import Facts
from citywright.plan.proof.hour_loads import TONNES, money_of_network, of_path, slopes
from citywright.plan.proof.hour_rows import planned
from citywright.plan.proof.operated import Hours
from citywright.plan.proof.rows import Row, Terms

Tables = Mapping[str, pd.DataFrame]


def cut_row(f: Facts, tables: Tables, hours: Hours) -> Row:
    """power_cost − Σ β · demand − Σ γ · power_emitted ≥ α, from the multipliers, at the plan's system.

    Raises
    ------
    PlanFolderError
        The power system is not one of this city's planning years.
    """
    plan, model = planned(f), hours.model
    network = hours.paths["plan"].prepared.network
    terms: Terms = {("power_cost",): 1.0}
    drawn = 0.0
    rows = of_path(tables["demand"], "plan")
    keys = zip(rows["zone"], rows["used_by"], rows["power_year"].astype(int), strict=True)
    demand = dict(zip(keys, rows["demand"].astype(float), strict=True))
    for key, slope in slopes(f, model.demand).items():
        terms["demand", *key] = -slope * money_of_network(f)
        drawn += slope * float(demand.get(key, np.nan))
    limits = network.tables["limits"]
    city = f.power_system.tables["limits"].index
    if len(network.years) != len(plan.years) or not set(city) <= set(limits.index):
        raise PlanFolderError("plan.other_power")
    for label, k in zip(network.years.index, plan.years, strict=True):
        own = limits.drop(city)
        named = own.index[own["year"] == label]
        if len(named) != 1 or named[0] not in model.limits:
            raise PlanFolderError("plan.other_power")
        name = named[0]
        terms["power_emitted", k] = -float(model.limits[name]) * TONNES * money_of_network(f)
        drawn += float(model.limits[name]) * float(limits.loc[name, "value"])
    return Row("power_cut|0", "", None, terms, (hours.lower - drawn) * money_of_network(f), np.inf)
