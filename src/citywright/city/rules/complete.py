"""Tables without which there is no city have rows, and every sector has its satellites."""

from citywright.city.rules.context import Context

NEEDED = ("sectors", "zones", "skills", "sources")
"""Tables that are never empty; what they list, other rules ask for in the other tables."""


def check_needed_rows(c: Context) -> None:
    """A city has at least one sector, one area, one skill group and one source."""
    for table in NEEDED:
        if c[table].empty:
            c.note("E111", table)


def check_satellite_rows(c: Context) -> None:
    """Every sector says how many people, how much electricity and how much CO2 it uses."""
    known = set(c["satellites"]["sector"])
    for sector in c["sectors"]["sector"]:
        if sector not in known:
            c.note("E425", "satellites", 0, "sector", sector)
