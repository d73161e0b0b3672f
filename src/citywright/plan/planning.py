"""From a city to its plan: prepare, build, search, and say what was found."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from citywright.city import City
from citywright.city.fingerprint import fingerprint
from citywright.errors import InfeasibleError
from citywright.plan.data import PlanData, prepare
from citywright.plan.decisions import both_paths, decision_tables
from citywright.plan.elastic import least_change
from citywright.plan.indicators import factor_table, indicator_table, target_table
from citywright.plan.layout import Layout, layout_of, resources_of
from citywright.plan.model import build_model
from citywright.plan.prices import multiplier_table, price_table
from citywright.plan.program import Program, Solution, program_of, safe_bound, solve
from citywright.plan.quality import quality_shares
from citywright.plan.reasons import reason_table
from citywright.plan.result import Plan
from citywright.plan.search import Found, search

Say = Callable[[str, float], None]
TOLERANCE = 1e-3
"""Gap to which a plan is searched unless asked otherwise."""


def make_plan(city: City, tolerance: float = TOLERANCE, say: Say = lambda step, gap: None) -> Plan:
    """Best plan of a city, within `tolerance` of the optimum.

    Parameters
    ----------
    city
        A checked city.
    tolerance
        Gap at which the search ends, relative to the objective.
    say
        Told the name of each step and the gap so far.

    Raises
    ------
    InfeasibleError
        No plan satisfies all limits; it holds the least change that would mend it.
    """
    say("build", 1.0)
    data = prepare(city)
    m = build_model(data)
    program, layout = program_of(m), layout_of(m)
    found = search(program, resources_of(program, layout), tolerance, say)
    if found is None:
        say("explain", 1.0)
        clashes = least_change(program, layout, data)
        raise InfeasibleError("plan.infeasible" if clashes else "plan.no_mend", clashes)
    say("without", found.gap)
    without = without_plan(program, layout, data)
    return _plan(data, program, layout, found, without)


def without_plan(program: Program, layout: Layout, data: PlanData) -> Solution:
    """Path without the plan: no candidate starts, no programme; what is committed goes on.

    It owes nothing to targets: a binding one may be out of its reach.
    """
    upper, low = program.upper.copy(), program.low.copy()
    candidates = data.projects.table.index[data.projects.table["status"] == "candidate"]
    for name, part in (("start", {"project": candidates}), ("people", {})):
        places = layout.columns[name].sel(part).to_numpy().ravel()
        upper[places] = 0.0
    targets = data.city.tables["targets"]
    binding = targets[targets["kind"] == "binding"]["target"]
    low[layout.rows_of([f"target|{target}" for target in binding])] = -np.inf
    free = replace(program, low=low, lower=np.minimum(program.lower, upper), upper=upper)
    return solve(free.relaxed())


def _plan(
    data: PlanData, program: Program, layout: Layout, found: Found, without: Solution
) -> Plan:
    x, city = found.fixed.x, data.city
    decided = decision_tables(data, layout, x)
    tables: dict[str, pd.DataFrame] = both_paths(data, layout, x, without.x)
    tables["indicators"] = indicator_table(data, layout, x, without)
    tables["targets"] = target_table(data, tables["indicators"], decided["shortfalls"])
    tables["factor_use"] = factor_table(data, program, layout, found)
    tables["prices"] = price_table(data, layout, found.relaxed.prices)
    tables["multipliers"] = multiplier_table(layout, found.relaxed.prices)
    tables["reasons"] = reason_table(data, program, layout, found)
    return Plan(
        city_code=city.settings.code,
        city_hash=fingerprint(city),
        years=city.years,
        money_unit=city.settings.money_unit,
        objective=found.fixed.value,
        without=without.value,
        bound=found.bound,
        relaxed_bound=safe_bound(program, found.relaxed.prices),
        gap=found.gap,
        steps=found.steps,
        quality=quality_shares(data, decided["starts"]),
        tables=tables,
    )
