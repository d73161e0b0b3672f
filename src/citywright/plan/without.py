"""The path without the plan: no candidate starts, no programme; what is committed goes on."""

from dataclasses import replace

import numpy as np

from citywright.plan.data import PlanData
from citywright.plan.layout import Layout
from citywright.plan.program import Program, Solution, solve


def without_plan(program: Program, layout: Layout, data: PlanData) -> Solution:
    """The best that the city does without the plan."""
    return solve(without_program(program, layout, data))


def without_program(program: Program, layout: Layout, data: PlanData) -> Program:
    """The program without the plan; it owes nothing to targets: a binding one may be out of its reach."""
    upper, low = program.upper.copy(), program.low.copy()
    candidates = data.projects.table.index[data.projects.table["status"] == "candidate"]
    for name, part in (("start", {"project": candidates}), ("people", {})):
        places = layout.columns[name].sel(part).to_numpy().ravel()
        upper[places] = 0.0
    targets = data.city.tables["targets"]
    binding = targets[targets["kind"] == "binding"]["target"]
    low[layout.rows_of([f"target|{target}" for target in binding])] = -np.inf
    free = replace(program, low=low, lower=np.minimum(program.lower, upper), upper=upper)
    return free.relaxed()
