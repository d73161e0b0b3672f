"""The plan as one mixed-integer linear program: variables, families of constraints, objective."""

import linopy

from citywright.plan.data import PlanData
from citywright.plan.parts import families, objective
from citywright.plan.variables import add_variables


def build_model(data: PlanData) -> linopy.Model:
    """Program of one city; every row has the name of its family and the labels of its items."""
    m = linopy.Model()
    add_variables(m, data)
    for family in families(data):
        family(m, data)
    m.add_objective(objective(m, data), sense="max")
    return m
