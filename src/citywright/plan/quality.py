"""How much of the result rests on numbers of each quality."""

import pandas as pd

from citywright.plan.data import PlanData

QUALITIES = ("published", "secondhand", "estimated", "illustrative")


def quality_shares(data: PlanData, starts: pd.DataFrame) -> dict[str, float]:
    """Share of the plan's value added in the last year by the quality of the rows it rests on.

    A sector's existing plants count with the quality of its value-added rows, weighted by value; a
    started project counts with its full output times its sector's value-added ratio.
    """
    tables = data.city.tables
    base = tables["value_added"].groupby("quality")["value"].sum()
    projects = data.projects.table.loc[starts["project"]]
    ratio = data.economy.value_added.to_pandas()
    made = projects["output"] * projects["sector"].map(ratio).astype(float)
    added = made.groupby(projects["quality"]).sum()
    total = base.add(added, fill_value=0.0)
    return {q: float(total.get(q, 0.0) / total.sum()) for q in QUALITIES}
