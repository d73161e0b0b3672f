"""Options: variants of one project, such as sizes, sites or routes, of which one is built."""

import linopy

from citywright.plan.data import PlanData


def start_options(m: linopy.Model, data: PlanData) -> None:
    """Σ_{p in g} Σ_τ start[p,τ] ≤ 1 − begun_g for every option group g.

    begun_g is 1 where a member runs already or was begun before the horizon: it closes the group.
    """
    every = data.city.tables["projects"]
    every = every[every["option_group"] != ""]
    began = every["start"].lt(data.years[0]).fillna(False).astype(bool)
    for group, members in every.groupby("option_group"):
        free = list(members.loc[~began[members.index], "project"])
        if free:
            begun = float(began[members.index].any())
            chosen = m["start"].sel(project=free).sum()
            m.add_constraints(chosen <= 1.0 - begun, name=f"start_options|{group}")
