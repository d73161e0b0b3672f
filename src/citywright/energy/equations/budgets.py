"""A block's share of the yearly limits."""

import numpy as np

from citywright.energy.builder import Builder

COLUMNS = {
    "generators": "generators.output", "links": "links.flow", "storage": "storage.spill",
}  # fmt: skip
BOUNDS = {"<=": (-np.inf, 0.0), ">=": (0.0, np.inf), "==": (0.0, 0.0)}


def budgets(b: Builder) -> None:
    """sum over units and hours of coefficient · weight · output  <=  budget[limit, block]

    (budget[limit]; likewise >= and ==); what is over, or lacks, stands at the penalty per unit of
    the limit.
    """
    for g, budget in enumerate(b.coupling.budgets):
        if not budget.covers(b.span.year):
            continue
        rows = b.add_rows(f"budget.{budget.name}", (1, 1), *BOUNDS[budget.sense])
        b.move(rows[:, 0], "budget", np.array([g]), 1.0)
        for component, per_unit in budget.coefficients.items():
            family = COLUMNS[component]
            if family not in b.columns:
                continue
            counts = per_unit[b.members[family]]
            p = b.columns[family].places[counts != 0.0]
            amounts = counts[counts != 0.0][:, None] * b.energy_weight
            b.put(np.full(p.shape, rows[0, 0]), p, amounts)
        if budget.sense != ">=":
            b.add_missing(f"missing.budget.{budget.name}.-1", rows, -1.0)
        if budget.sense != "<=":
            b.add_missing(f"missing.budget.{budget.name}.+1", rows, 1.0)
