"""The power system by the hour: years, costs, members and limits fit together."""

import pandas as pd

from citywright.city.rules.context import Context
from citywright.errors import InputError
from citywright.units import factor

LIMIT_UNITS = {
    "carbon": "tonne", "energy": "MWh", "green": "ratio", "capacity": "MW", "adequacy": "ratio",
    "reserve": "ratio", "network_length": "MW*km",
}  # fmt: skip
"""What each kind of limit is measured in; a row may use any unit of the same kind."""
COSTED = ("power_generators", "power_storage")
_MEMBER_KEYS = {
    "power_generators": "generator", "power_storage": "storage", "power_flexible": "flexible",
    "power_fleets": "fleet",
}  # fmt: skip


def check_power_years(c: Context) -> None:
    """Planning years lie between the base year and the last one; a system has at least one."""
    first, last = c.settings.base_year, c.settings.last_year
    for row, year in c["power_years"]["year"].items():
        if not first <= year <= last:
            c.note("E401", "power_years", row, "year", year, f"{first}–{last}")
    if len(c["power_nodes"]) and c["power_years"].empty:
        c.note("E111", "power_years")
    known = set(c["power_years"]["year"])
    for row, year in c["power_limits"]["year"].items():
        if not pd.isna(year) and year not in known:
            c.note("E302", "power_limits", row, "year", year, "power_years")


def check_power_planned(c: Context) -> None:
    """Where years are planned by the hour, they lie in the plan, the base year is known, areas have nodes."""
    years = c["power_years"]
    planned = years[years["planned"] == "yes"]
    if planned.empty:
        return
    first, last, base = c.settings.first_year, c.settings.last_year, c.settings.base_year
    for row, year in planned["year"].items():
        if not first <= year <= last:
            c.note("E813", "power_years", row, "year", year, f"{first}–{last}")
    known = years[years["year"] == base]
    for column in ("unit_cost", "co2"):
        if known[column].isna().all():
            row = int(known.index[0]) if len(known) else 0
            c.note("E811", "power_years", row, column, "", base)
    for zone in sorted(set(c["zones"]["zone"]) - set(c["power_nodes"]["zone"])):
        c.note("E812", "power_nodes", 0, "zone", zone)


def check_power_costs(c: Context) -> None:
    """Added capacity has a technology, and a technology its costs in every year it is built."""
    costs = set(c["technology_costs"][["technology", "year"]].itertuples(index=False, name=None))
    for table in COSTED:
        needed = set()
        for row, technology, potential, first, last in c[table][
            ["technology", "potential", "first_year", "last_year"]
        ].itertuples():
            if pd.isna(potential):
                continue
            if not technology:
                c.note("E801", table, row, "technology")
            start = max(first, c.settings.base_year + 1)  # the base year is over
            built = [year for year in c["power_years"]["year"] if start <= year <= last]
            needed |= {(technology, year) for year in built if technology}
        for technology, year in sorted(needed - costs):
            c.note("E402", "technology_costs", 0, "year", f"{technology} {year}", "power_years")
    for row, potential, investment, lifetime in c["power_lines"][
        ["potential", "investment", "lifetime"]
    ].itertuples():
        for name, value in (("investment", investment), ("lifetime", lifetime)):
            if not pd.isna(potential) and pd.isna(value):
                c.note("E801", "power_lines", row, name)


def check_power_lines(c: Context) -> None:
    """A line leads from one node to another."""
    for row, start, end in c["power_lines"][["from_node", "to_node"]].itertuples():
        if start == end:
            c.note("E415", "power_lines", row, "to_node", end)


def check_power_users(c: Context) -> None:
    """Every sector belongs to a class of users, and to a class of sectors."""
    if c["power_nodes"].empty:
        return
    users = c["power_classes"].set_index("class")["users"]
    for row, name in c["power_users"]["class"].items():
        if users[name] != "sectors":
            c.note("E802", "power_users", row, "class", name, users[name])
    for sector in sorted(set(c["sectors"]["sector"]) - set(c["power_users"]["sector"])):
        c.note("E425", "power_users", 0, "sector", sector)


def check_power_members(c: Context) -> None:
    """A member of a virtual power plant stands in the table that it names, and in one group."""
    seen: dict[tuple[str, str], int] = {}
    for row, table, member in c["power_group_members"][["table", "member"]].itertuples():
        if member not in set(c[table][_MEMBER_KEYS[table]]):
            c.note("E302", "power_group_members", row, "member", member, table)
        first = seen.setdefault((table, member), row)
        if first != row:
            c.note("E301", "power_group_members", row, "member", member, first)


def check_power_limits(c: Context) -> None:
    """A limit is given in a unit of its kind."""
    for row, kind, unit in c["power_limits"][["kind", "unit"]].itertuples():
        try:
            factor(unit, LIMIT_UNITS[kind])
        except InputError:
            c.note("E803", "power_limits", row, "unit", unit, LIMIT_UNITS[kind])
