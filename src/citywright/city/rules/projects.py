"""Projects are whole: status, years, shares, nodes, links and uses fit together."""

from graphlib import CycleError, TopologicalSorter
from typing import Any

import pandas as pd

from citywright.city.declaration import CITY_WIDE
from citywright.city.rules.accounts import base_output
from citywright.city.rules.context import TOLERANCE, Context


def check_status(c: Context) -> None:
    """Running and committed projects have a start only; candidates a span of years only."""
    years = ["status", "start", "earliest", "latest"]
    for row, status, start, earliest, latest in c["projects"][years].itertuples():
        fixed = status in ("running", "committed")
        wanted = {"start": fixed, "earliest": not fixed, "latest": not fixed}
        for column, value in (("start", start), ("earliest", earliest), ("latest", latest)):
            if pd.isna(value) == wanted[column]:
                shown = "" if pd.isna(value) else value
                c.note("E410", "projects", row, column, shown, status)
        _check_horizon(c, row, status, start, earliest, latest)


def _check_horizon(c: Context, row: int, status: str, *years: Any) -> None:  # noqa: ANN401
    start, earliest, latest = years
    first, last = c.settings.first_year, c.settings.last_year
    if status == "candidate":
        for column, year in (("earliest", earliest), ("latest", latest)):
            if not pd.isna(year) and not first <= year <= last:
                c.note("E401", "projects", row, column, year, f"{first}–{last}")
        return
    newest = last if status == "committed" else first - 1
    if not pd.isna(start) and start > newest:
        c.note("E401", "projects", row, "start", start, f"… {newest}")


def check_sectors(c: Context) -> None:
    """Projects stand in sectors with output in the base year, which gives them coefficients."""
    output = base_output(c)
    for row, sector in c["projects"]["sector"].items():
        if output[sector] == 0:
            c.note("E408", "projects", row, "sector", sector)


def check_shares(c: Context) -> None:
    """outside_share + local_share ≤ 1."""
    for row, outside, local in c["projects"][["outside_share", "local_share"]].itertuples():
        if outside + local > 1 + TOLERANCE:
            c.note("E412", "projects", row, "local_share", f"{outside + local:.10g}", 1)


def check_nodes(c: Context) -> None:
    """A project that replaces purchases outside has a node, and the node's sector is its own."""
    sector_of = c["chain_nodes"].set_index("node")["sector"]
    columns = ["sector", "node", "local_share"]
    for row, sector, node, local in c["projects"][columns].itertuples():
        if not node and local > 0:
            c.note("E413", "projects", row, "node")
        elif node and sector_of.get(node, sector) != sector:
            c.note("E414", "projects", row, "node", sector, sector_of[node])


def check_self_links(c: Context) -> None:
    """No link leads from a thing to itself."""
    links = (
        ("project_links", "project", "other"), ("firm_links", "firm", "other"),
        ("chain_links", "from_node", "to_node"),
    )  # fmt: skip
    for table, one, other in links:
        for row, a, b in c[table][[one, other]].itertuples():
            if a == b:
                c.note("E415", table, row, other, b)


def check_link_years(c: Context) -> None:
    """The relation after says how many years after; the others do not."""
    for row, relation, years in c["project_links"][["relation", "years"]].itertuples():
        if (relation == "after") == bool(pd.isna(years)):
            c.note("E430", "project_links", row, "years", "" if pd.isna(years) else years, relation)


def check_option_groups(c: Context) -> None:
    """A group has several variants of one project, and at most one of them is decided already."""
    projects = c["projects"]
    for group, rows in projects[projects["option_group"] != ""].groupby("option_group"):
        first = int(rows.index[0])
        if len(rows) == 1:
            c.note("E431", "projects", first, "option_group", group)
        decided = rows.loc[rows["status"] != "candidate", "project"]
        if len(decided) > 1:
            row = int(decided.index[1])
            c.note("E432", "projects", row, "option_group", group, ", ".join(decided))


def check_circles(c: Context) -> None:
    """The requires and after links have no circle: some project can come first."""
    links = c["project_links"]
    needs = links[links["relation"].isin(["requires", "after"])]
    graph: dict[str, set[str]] = {}
    for project, other in needs[["project", "other"]].itertuples(index=False):
        if project != other:
            graph.setdefault(project, set()).add(other)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        c.note("E422", "project_links", 0, "other", " → ".join(error.args[1]))


def check_uses(c: Context) -> None:
    """A use meets a supply: the factor has rows for the project's area or for the whole city."""
    supplied = set(c["factor_supply"][["factor", "zone"]].itertuples(index=False, name=None))
    zone_of = c["projects"].set_index("project")["zone"]
    status = c["projects"].set_index("project")["status"]
    columns = ["project", "factor", "amount"]
    for row, project, factor, amount in c["project_uses"][columns].itertuples():
        zone = zone_of[project]
        if status[project] == "running" or amount == 0:
            continue
        if (factor, zone) not in supplied and (factor, CITY_WIDE) not in supplied:
            c.note("E424", "project_uses", row, "factor", factor, zone)
    for row, factor in c["programmes"]["factor"].items():
        if (factor, CITY_WIDE) not in supplied:
            c.note("E424", "programmes", row, "factor", factor, CITY_WIDE)
